"""The fitted part of judgement: a linear model over syllable n-grams, shipped as data (`fitted.json`), trained by `training/train.py`.

It adds to what the phrases of `reform.yaml` say, in the same points, so that an editor's phrase works at once and evidence adds up. A score of it is told in
phrases too: what each n-gram contributes is laid on its syllables, and neighbouring words that speak for the same thing are shown together.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Final

from bot.editorial.text import Syllable
from bot.editorial.words import in_words
from bot.errors import LoaError

FORMAT: Final = 2
_LEAST_SHOWN: Final = 0.3  # points: less is no reason an editor would name
_MOST_SPANS: Final = 8  # for one target
_LONGEST_SPAN: Final = 6  # syllables
_HEADLINE: Final = "^"
_NONE: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an Entry: its name, its text as it was meant, and its syllables in there."""

    where: str
    text: str
    syllables: Sequence[Syllable]


@dataclass(frozen=True, slots=True)
class Span:
    """Syllables `first` to `last` (exclusive) of a section, and the points they add."""

    where: str
    first: int
    last: int
    points: float


@dataclass(frozen=True, slots=True)
class Scale:
    """How one target's points and chances hang together.

    `logit` is what one point adds to the model's logit; `threshold` is the one of `reform.yaml` at the time of training, at which the logit is 0.
    `slope` and `offset` turn that logit into a calibrated one.
    """

    logit: float
    threshold: float
    bias: float
    slope: float
    offset: float

    def chance(self, margin: float) -> float:
        """The calibrated logit at `margin` points above the threshold."""
        return self.slope * self.logit * margin + self.offset


Found = tuple[float, int, int, int]  # value, section, first syllable, number of syllables
Reaches = Mapping[str, Sequence[int]]
"""By target: for each syllable of a section, up to which one (exclusive) a phrase goes that begins there or before (`bot.editorial.said`)."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The model.

    `grams` says which row an n-gram's form has. The rows lie one behind the other in `numbers` (indexes of targets) and `weights`: row r from `rows[r]` to
    `rows[r + 1]`. So the numbers are a few long lists, and not some 200,000 small objects, which would cost each start half a second.
    """

    sections: Mapping[str, float]
    headline: float
    body_characters: int
    longest: int
    targets: Sequence[str]
    scales: Mapping[str, Scale]
    grams: Mapping[str, int]
    rows: Sequence[int]
    numbers: Sequence[int]
    weights: Sequence[float]

    def row(self, gram: str) -> range:
        """Where in `numbers` and `weights` the n-gram's row lies; empty for one that the model does not know."""
        row = self.grams.get(gram)
        return range(0) if row is None else range(self.rows[row], self.rows[row + 1])

    def read(self, sections: Sequence[Section], said: Sequence[Reaches]) -> "Reading":
        """What the model says of an Entry's sections, where phrases have not `said` it (for each section)."""
        found, norm, silent = weigh(sections, self.sections, self.headline, self.body_characters, self.longest, said=said)
        numbers = {target: number for number, target in enumerate(self.targets)}
        unsaid = {gram: frozenset(numbers[target] for target in targets if target in numbers) for gram, targets in silent.items()}
        sums = [0.0] * len(self.targets)
        for gram, (value, *_) in found.items():
            left_out = unsaid.get(gram, _NONE)
            for place in self.row(gram):
                if self.numbers[place] not in left_out:
                    sums[self.numbers[place]] += value * self.weights[place]
        points = {}
        for number, target in enumerate(self.targets):
            scale = self.scales[target]
            points[target] = (scale.bias + sums[number] / norm) / scale.logit + scale.threshold
        return Reading(self, sections, found, norm, unsaid, points)


@dataclass(frozen=True, slots=True)
class Reading:
    """The model's word on one Entry: points by target; `spans` tells from what they come."""

    model: Fitted
    sections: Sequence[Section]
    found: Mapping[str, Found]
    norm: float
    unsaid: Mapping[str, frozenset[int]]
    points: Mapping[str, float]

    def spans(self, targets: Sequence[str], words: frozenset[str]) -> Iterator[tuple[str, Span]]:
        """For each of `targets` the spans that add or take most, the strongest first; none tears one of `words`."""
        wanted = {self.model.targets.index(target): target for target in targets if target in self.model.scales}
        mass: dict[str, dict[tuple[int, int], float]] = {target: defaultdict(float) for target in wanted.values()}
        for gram, (value, section, first, length) in self.found.items():
            left_out = self.unsaid.get(gram, _NONE)
            for cell in self.model.row(gram):
                target = wanted.get(self.model.numbers[cell])
                if target is not None and self.model.numbers[cell] not in left_out:
                    share = value * self.model.weights[cell] / self.norm / self.model.scales[target].logit / length
                    for place in range(first, first + length):
                        mass[target][section, place] += share
        cut = [in_words(section.syllables, words) for section in self.sections]
        for target in wanted.values():
            spans = sorted(self._runs(cut, mass[target]), key=lambda span: -abs(span.points))
            yield from ((target, span) for span in spans[:_MOST_SPANS] if abs(span.points) >= _LEAST_SHOWN)

    def _runs(self, cut: Sequence[Sequence[tuple[int, int]]], mass: Mapping[tuple[int, int], float]) -> Iterator[Span]:
        """Neighbouring words of one clause that pull the same way."""
        for number, words in enumerate(cut):
            section = self.sections[number]
            run: Span | None = None
            for first, last in words:
                points = sum(mass.get((number, place), 0.0) for place in range(first, last))
                if run is not None and points and self._together(section, run, last, points):
                    run = replace(run, last=last, points=run.points + points)
                    continue
                if run is not None:
                    yield run
                run = Span(section.where, first, last, points) if points else None
            if run is not None:
                yield run

    @staticmethod
    def _together(section: Section, run: Span, last: int, points: float) -> bool:
        """Whether the words up to `last`, which follow `run`, belong to it."""
        same = (points > 0) == (run.points > 0) and section.syllables[run.last].clause == section.syllables[run.first].clause
        return same and last - run.first <= _LONGEST_SPAN


def weigh(
    sections: Sequence[Section],
    weights: Mapping[str, float],
    headline: float,
    body_characters: int,
    longest: int,
    *,
    said: Sequence[Reaches],
) -> tuple[dict[str, Found], float, Mapping[str, frozenset[str]]]:
    """The n-grams of an Entry, each once, where it counts most; the length of their vector; the targets of which one is silent (training and use share this).

    Args:
        sections: title first; their weights must not grow from one to the next.
        weights: by section name.
        headline: what an n-gram of the title counts once more, as "^" and the n-gram: a word may mean more in a headline than anywhere else.
        body_characters: how much of the body is read.
        longest: syllables of the longest n-gram.
        said: for each section what phrases say in it. An n-gram is silent about a target where it stands nowhere but inside phrases for that.
    """
    found: dict[str, Found] = {}
    silent: dict[str, frozenset[str]] = {}
    for number, (section, reaches) in enumerate(zip(sections, said, strict=True)):
        value, title = weights[section.where], section.where == "title"
        limit = body_characters if section.where == "body" else math.inf
        for gram, first, length in _grams(section.syllables, limit, longest):
            if gram not in found:
                found[gram] = (value, number, first, length)
                if title:
                    found[_HEADLINE + gram] = (headline, number, first, length)
                if reaches and (targets := _inside(reaches, first, length)):
                    silent[gram] = targets
            elif gram in silent:
                silent[gram] &= _inside(reaches, first, length)
        if title:
            silent |= {_HEADLINE + gram: targets for gram, targets in silent.items()}
    return found, math.sqrt(sum(value * value for value, *_ in found.values())) or 1.0, silent


def _inside(reaches: Reaches, first: int, length: int) -> frozenset[str]:
    """The targets that have a phrase round the syllables from `first` on."""
    return frozenset(target for target, ends in reaches.items() if ends[first] >= first + length)


def _grams(syllables: Sequence[Syllable], limit: float, longest: int) -> Iterator[tuple[str, int, int]]:
    """Each n-gram inside a clause, with its first syllable and its length; all figures are one."""
    forms = ["0" if syllable.form.isdigit() else syllable.form for syllable in syllables]
    for first, syllable in enumerate(syllables):
        if syllable.start >= limit:
            return
        gram = forms[first]
        yield gram, first, 1
        for place in range(first + 1, min(first + longest, len(forms))):
            if syllables[place].clause != syllable.clause:
                break
            gram = f"{gram} {forms[place]}"
            yield gram, first, place - first + 1


def parse_fitted(text: str) -> Fitted:
    """The model in `text` (JSON, as `training/model_file.py` writes it).

    Raises:
        LoaError: it is none, or of another format.
    """
    try:
        value = json.loads(text)
        if value["format"] != FORMAT:
            raise LoaError("editorial.bad_model", why=f"format {value['format']}")
        return _fitted(value)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise LoaError("editorial.bad_model", why=type(error).__name__) from error


def _fitted(value: Mapping[str, Any]) -> Fitted:
    targets = tuple(value["targets"])
    grams = {gram: row for row, gram in enumerate(value["grams"])}
    rows = [0, *accumulate(value["lengths"])]
    numbers = list(value["numbers"])
    # In the file they are thousandths.
    weights = [weight / 1000 for weight in value["weights"]]
    if not len(grams) == len(value["grams"]) == len(rows) - 1 or min(value["lengths"], default=1) < 1:
        raise IndexError("grams")
    if not rows[-1] == len(numbers) == len(weights) or not set(numbers) <= set(range(len(targets))):
        raise IndexError("numbers")
    return Fitted(
        sections=dict(value["sections"]),
        headline=float(value["headline"]),
        body_characters=int(value["body_characters"]),
        longest=int(value["longest"]),
        targets=targets,
        scales={target: Scale(**value["scales"][target]) for target in targets},
        grams=grams,
        rows=rows,
        numbers=numbers,
        weights=weights,
    )
