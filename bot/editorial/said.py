"""What phrases have said of a tone: inside them the fitted part is silent about it, which knows single words and pairs only.

"Giảm" speaks for praise ("giảm thời gian"), and "giảm 4 bậc" is a fault. A phrase knows what its words mean together, and where it is void ("không bị kỷ luật")
they say nothing either.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from bot.editorial.fitted import Reaches, Section
from bot.editorial.policy import PositionRule
from bot.judgement import Evidence

TOLD: Final = "tone:"
"""How the targets begin of which this is so. Of relevance and the fields a word tells as much beside its phrase; measured, it is a loss there."""
_LEAST: Final = 2.0  # the weight of a phrase before its place is counted: fainter ones only colour what the words say


def said(sections: Iterable[Section], evidence: Sequence[Evidence], positions: PositionRule) -> tuple[Reaches, ...]:
    """The reaches of the phrases that are `evidence`, for each of `sections`."""
    return tuple(_reaches(section, evidence, _LEAST * getattr(positions, section.where)) for section in sections)


def _reaches(section: Section, evidence: Sequence[Evidence], least: float) -> Reaches:
    mine = (item for item in evidence if item.where == section.where and item.target.startswith(TOLD))
    strong = [item for item in mine if item.note or abs(item.weight) >= least > 0]
    if not strong:
        return {}
    # An abbreviation is several syllables at one place: a phrase begins at the first of them, and ends at the last.
    first = {syllable.start: place for place, syllable in reversed(list(enumerate(section.syllables)))}
    last = {syllable.end: place + 1 for place, syllable in enumerate(section.syllables)}
    ends: dict[str, list[int]] = {}
    for item in strong:
        found = ends.setdefault(item.target, [0] * len(section.syllables))
        begin = first[item.start]
        found[begin] = max(found[begin], last[item.end])
    return {target: tuple(accumulate(found, max)) for target, found in ends.items()}
