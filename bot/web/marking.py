"""The texts of an Entry cut where evidence and personal data begin and end, so that a template can mark them, each piece escaped by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from bot.editorial.personal import PERSONAL
from bot.judgement import Classification, Evidence, Finding
from bot.model import Entry

_LONGEST: Final = 20_000  # characters of one text: as far as evidence is looked for


@dataclass(frozen=True, slots=True)
class Segment:
    """Some characters of a text, what they count for, and whether they are personal data."""

    text: str
    counts: tuple[Evidence, ...] = ()
    personal: bool = False

    @property
    def is_against(self) -> bool:
        """Whether what is found here speaks against rather than for."""
        return sum(item.weight for item in self.counts) < 0


def marked(entry: Entry, evidence: Sequence[Evidence], classification: Classification) -> dict[str, tuple[Segment, ...]]:
    """The title, summary and body in segments, by the name that evidence has for them; a text that is empty is left out."""
    personal = [finding for finding in classification.findings if finding.kind in PERSONAL]
    texts = {"title": entry.title, "summary": entry.summary, "body": entry.body}
    return {
        where: _segments(
            text[:_LONGEST], [item for item in evidence if item.where == where], [item for item in personal if item.where == where]
        )
        for where, text in texts.items()
        if text
    }


def _segments(text: str, evidence: Sequence[Evidence], personal: Sequence[Finding]) -> tuple[Segment, ...]:
    # An Entry that was changed since is judged anew; what would lie outside its text is left out all the same.
    counts = [item for item in evidence if 0 <= item.start < item.end <= len(text)]
    data = [item for item in personal if 0 <= item.start < item.end <= len(text)]
    spans = [*((item.start, item.end) for item in counts), *((item.start, item.end) for item in data)]
    cuts = sorted({0, len(text), *chain.from_iterable(spans)})
    return tuple(
        Segment(
            text=text[start:end],
            counts=tuple(item for item in counts if item.start <= start and end <= item.end),
            personal=any(item.start <= start and end <= item.end for item in data),
        )
        for start, end in pairwise(cuts)
    )
