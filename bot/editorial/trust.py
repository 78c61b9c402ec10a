"""How far confidence can be trusted: what was right among decisions of about the same confidence, and what each band gets wrong."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.editorial.labelled import Labelled
from bot.judgement import Band, Classification, Tone

Pairs = Sequence[tuple[Labelled, Classification]]
_EDGES: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Decisions whose confidence is in [low, high): how many, their mean confidence, and the share that was right."""

    low: float
    high: float
    lines: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    """One band: its lines, how many are really reform news, how many of those have a wrong tone, and how many praise for criticism or the reverse.

    `wrong` counts lines taken for reform news that are none, or the reverse; `wrong_decisions` those where relevance or tone is wrong.
    """

    band: Band
    lines: int
    relevant: int
    wrong: int
    wrong_decisions: int
    wrong_tone: int
    swaps: int
    all_relevant: int

    @property
    def precision(self) -> float:
        """The share of its lines that is reform news; 0 where it has none."""
        return self.relevant / self.lines if self.lines else 0.0

    @property
    def covers(self) -> float:
        """The share of all reform news that is in it."""
        return self.relevant / self.all_relevant if self.all_relevant else 0.0

    @property
    def error(self) -> float:
        """The share of its lines whose relevance is decided wrongly. `review` holds lines that lean either way."""
        return self.wrong / self.lines if self.lines else 0.0

    @property
    def decision_error(self) -> float:
        """The share of its lines where relevance or tone is wrong."""
        return self.wrong_decisions / self.lines if self.lines else 0.0

    def as_dict(self) -> dict[str, float | int]:
        """For JSON."""
        return {
            "lines": self.lines,
            "relevant": self.relevant,
            "precision": round(self.precision, 4),
            "covers": round(self.covers, 4),
            "error": round(self.error, 4),
            "decision_error": round(self.decision_error, 4),
            "wrong": self.wrong,
            "wrong_decisions": self.wrong_decisions,
            "wrong_tone": self.wrong_tone,
            "praise_criticism_swaps": self.swaps,
        }


def decided_wrongly(label: Labelled, result: Classification) -> bool:
    """Whether the decision is wrong as `Classification.confidence` means it: in relevance or in tone."""
    return label.relevant != result.relevant or label.tone != result.tone


def calibration(
    pairs: Pairs, confidence: Callable[[Classification], float], is_right: Callable[[Labelled, Classification], bool]
) -> tuple[Bin, ...]:
    """The bins that hold any line."""
    return tuple(_bins([(confidence(result), is_right(label, result)) for label, result in pairs]))


def _bins(told: Sequence[tuple[float, bool]]) -> Iterator[Bin]:
    for low, high in pairwise(_EDGES):
        mine = [(value, right) for value, right in told if low <= value < high or (high == _EDGES[-1] and value >= high)]
        if mine:
            mean, share = sum(value for value, _ in mine) / len(mine), sum(right for _, right in mine) / len(mine)
            yield Bin(low=low, high=high, lines=len(mine), confidence=mean, right=share)


def expected_error(bins: Sequence[Bin]) -> float:
    """By how much confidence is off on average (expected calibration error)."""
    lines = sum(each.lines for each in bins)
    return sum(each.lines * abs(each.confidence - each.right) for each in bins) / lines


def bands(pairs: Pairs, band_of: Callable[[Classification], Band]) -> tuple[BandRow, ...]:
    """What is in each band."""
    found: Mapping[Band, list[tuple[Labelled, Classification]]] = {band: [] for band in Band}
    for label, result in pairs:
        found[band_of(result)].append((label, result))
    everything = sum(label.relevant for label, _ in pairs)
    return tuple(_row(band, mine, everything) for band, mine in found.items())


def _row(band: Band, pairs: Pairs, everything: int) -> BandRow:
    relevant = [(label.tone, result.tone) for label, result in pairs if label.relevant]
    judged = [(wanted, given) for wanted, given in relevant if given is not None]
    return BandRow(
        band=band,
        lines=len(pairs),
        relevant=len(relevant),
        wrong=sum(label.relevant != result.relevant for label, result in pairs),
        wrong_decisions=sum(decided_wrongly(label, result) for label, result in pairs),
        wrong_tone=sum(wanted != given for wanted, given in judged),
        swaps=sum({wanted, given} == {Tone.PRAISE, Tone.CRITICISM} for wanted, given in judged),
        all_relevant=everything,
    )
