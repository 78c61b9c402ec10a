"""Whether a rank is one that is held now: no former one, and no ordinal of something that is not ranked.

"Từ hạng 58/63 lên …", "so với vị trí 5/63 năm trước" and "trước đó đứng thứ 5/63" tell where somebody was, and "phiên họp thứ 5/12" or "chiều thứ 6/12" tell
of no ranking. What is aimed at ("phấn đấu vào vị trí thứ 5/34") is void as any praise is that is to come: see `bot.editorial.turns`.
"""

from collections.abc import Sequence
from typing import Final

from bot.editorial.text import Syllable, form_of, forms_at
from bot.vietnamese.forms import words_of

_FORMER: Final = frozenset(map(words_of, ("từ", "so với", "trước đó")))
_SIZES: Final = (1, 2)  # syllables of those
# What may stand between them and the rank: "từ vị trí xếp thứ …", "so với mức …".
_HAVING: Final = frozenset(words_of("vị trí thứ hạng xếp đứng chỗ mức ở giữ đạt"))
_MOST_HAVING: Final = 6  # syllables: a hostile text is no more work than its length
_ORDINAL: Final = form_of("thứ")
# What is counted, and what days of the week stand behind. Not "năm": "cuối năm thứ 9/63" is a rank.
_COUNTED: Final = frozenset(words_of("lần đợt lượt phiên họp buổi ngày hôm sáng trưa chiều tối đêm"))


def is_held(section: Sequence[Syllable], first: int) -> bool:
    """Whether nothing before a phrase with a rank, which begins at the syllable `first`, says that the rank is none or of another time.

    What the phrase says itself is its own matter: "từ hạng <hạng thấp>" is found in "từ hạng 58/63".
    """
    return not (_is_ordinal(section, first) or _is_former(section, first))


def _is_ordinal(section: Sequence[Syllable], first: int) -> bool:
    """Whether the phrase begins with "thứ", or right behind it, and something is counted so."""
    place = first if section[first].form == _ORDINAL else _before(section, first)
    if place < 0 or section[place].form != _ORDINAL:
        return False
    counted = _before(section, place)
    return counted >= 0 and section[counted].form in _COUNTED


def _is_former(section: Sequence[Syllable], first: int) -> bool:
    place = first
    while first - place < _MOST_HAVING and (before := _before(section, place)) >= 0 and section[before].form in _HAVING:
        place = before
    return any(
        forms_at(section, range(place - size, place)) in _FORMER
        for size in _SIZES
        if place >= size and section[place - size].clause == section[first].clause
    )


def _before(section: Sequence[Syllable], place: int) -> int:
    """The syllable before the one at `place`, in its clause; -1 for none."""
    return place - 1 if place and section[place - 1].clause == section[place].clause else -1
