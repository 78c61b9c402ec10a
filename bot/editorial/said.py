"""What phrases have said of a tone: inside them the fitted part is silent about it, which knows single words and pairs only.

"Giảm" speaks for praise ("giảm thời gian"), and "giảm 4 bậc" is a fault. A phrase knows what its words mean together, and where it is void ("không bị kỷ luật")
they say nothing either. The name of a province is no phrase, and says nothing of a tone at all: what was told of one in the texts that were learnt from is
not told of it for ever.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from bot.editorial.fitted import Reaches, Section
from bot.editorial.policy import PositionRule
from bot.editorial.trie import Trie
from bot.judgement import Evidence, Tone
from bot.vietnamese.forms import words_of
from bot.vietnamese.provinces import OF_HO_CHI_MINH, PROVINCES

TOLD: Final = "tone:"
"""How the targets begin of which this is so. Of relevance and the fields a word tells as much beside its phrase; measured, it is a loss there."""
_TONES: Final = (f"{TOLD}{Tone.PRAISE}", f"{TOLD}{Tone.CRITICISM}")
_LEAST: Final = 2.0  # the weight of a phrase before its place is counted: fainter ones only colour what the words say


def said(sections: Iterable[Section], evidence: Sequence[Evidence], positions: PositionRule) -> tuple[Reaches, ...]:
    """The reaches of the phrases that are `evidence`, for each of `sections`; also where they are said again, if that is among it."""
    return tuple(_reaches(section, evidence, _LEAST * getattr(positions, section.where)) for section in sections)


def _provinces() -> Trie[None]:
    root: Trie[None] = Trie()
    for name in (*PROVINCES, *OF_HO_CHI_MINH):
        root.node(words_of(name)).plant(None)
    return root


_PROVINCES: Final = _provinces()


def _reaches(section: Section, evidence: Sequence[Evidence], least: float) -> Reaches:
    mine = (item for item in evidence if item.where == section.where and item.target.startswith(TOLD))
    strong = [item for item in mine if item.note or abs(item.weight) >= least > 0]
    names = [(target, first, last) for _, first, last in _PROVINCES.occurrences(section.syllables) for target in _TONES]
    if not (strong or names):
        return {}
    ends: dict[str, list[int]] = {}
    for target, begin, end in (*_places(section, strong), *names):
        found = ends.setdefault(target, [0] * len(section.syllables))
        found[begin] = max(found[begin], end)
    return {target: tuple(accumulate(found, max)) for target, found in ends.items()}


def _places(section: Section, evidence: Iterable[Evidence]) -> Iterator[tuple[str, int, int]]:
    """Target, first syllable and the one after the last of each. An abbreviation is several syllables at one place: a phrase begins at the first, and ends at the last."""
    first = {syllable.start: place for place, syllable in reversed(list(enumerate(section.syllables)))}
    last = {syllable.end: place + 1 for place, syllable in enumerate(section.syllables)}
    yield from ((item.target, first[item.start], last[item.end]) for item in evidence)
