"""Ranks with what they are out of ("thứ 58/63", "hạng 3 trên 34"): whether such a one is high or low no phrase can say, since the number alone tells nothing.

Counted from below ("thứ 3/63 từ dưới lên") it is the one that is meant: 61 of 63.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.editorial.text import Syllable
from bot.vietnamese.forms import words_of

SLOT: Final = "<hạng"  # so each of them begins
HIGH: Final = f"{SLOT}_cao>"
MIDDLE: Final = f"{SLOT}_giữa>"
LOW: Final = f"{SLOT}_thấp>"
SLOTS: Final = {slot.replace("_", " "): slot for slot in (HIGH, MIDDLE, LOW)}
"""What stands in a phrase for a rank in the first, the second or the last third of all, and its form, which goes through a trie."""

_LEAST: Final = 5  # "thứ 2/3" is no ranking
_MOST_DIGITS: Final = 3  # "2024/2025" is none either
_PROVINCES: Final = (34, 63)  # since July 2025, and before
_OF: Final = frozenset(words_of("trên trong"))
_IN_ALL: Final = words_of("tổng số")
_OF_TIME: Final = frozenset(words_of("giờ ngày tuần tháng quý năm"))  # "lần thứ 2 trong 6 tháng" is no rank
_NATION: Final = frozenset(map(words_of, ("cả nước", "toàn quốc")))
# Not "tính từ cuối": that may be "tính từ cuối năm".
_FROM_BELOW: Final = frozenset(
    map(
        words_of,
        ("từ dưới lên", "từ dưới đếm", "từ dưới tính", "tính từ dưới", "đếm từ dưới", "từ cuối lên", "từ cuối đếm", "từ cuối tính"),
    )
)
# What may stand between a rank and that: "thứ 3/63 tỉnh tính từ dưới lên".
_RANKED: Final = frozenset(words_of("tỉnh thành phố huyện xã phường sở ngành bộ đơn vị toàn cả nước quốc"))
_MOST_RANKED: Final = 4  # syllables


def rank_at(section: Sequence[Syllable], first: int) -> tuple[str, int] | None:
    """Which third the rank is in that begins at the syllable `first`, and the syllable after its last; None where none begins there.

    Whether it is held now, `bot.editorial.standing` tells.
    "58,63" looks like "58/63" in syllables: `is_written` tells them apart.
    """
    number = _number(section, first)
    if not number or _joined(section, first):
        return None
    for totals, last in _totals(section, first + 1):
        from_below = _is_from_below(section, last)
        thirds = {_third(total + 1 - number if from_below else number, total) for total in totals if total >= max(number, _LEAST)}
        if len(thirds) == 1 and not _joined(section, last):
            return thirds.pop(), last
    return None


def is_written(text: str, section: Sequence[Syllable], first: int, last: int) -> bool:
    """Whether one of the ranks among the syllables `first` to `last` (exclusive) is no decimal number."""
    return any(
        rank_at(section, place) and not (_joined(section, place + 1) and text[section[place].end] in ".,") for place in range(first, last)
    )


def _totals(section: Sequence[Syllable], place: int) -> Iterator[tuple[Sequence[int], int]]:
    """How many there are in all, of which there may be two readings, and the syllable after that."""
    forms = [syllable.form for syllable in section[place : place + 3]]
    if _joined(section, place):
        yield (_number(section, place),), place + 1
    elif forms and forms[0] in _OF:
        place += 1
        for words in (_IN_ALL, _IN_ALL[1:], ()):
            if tuple(forms[1 : 1 + len(words)]) == words:
                total, last = _number(section, place + len(words)), place + len(words) + 1
                if not _is_span(section, last):
                    yield (total,), last
                break
    if tuple(syllable.form for syllable in section[place : place + 2]) in _NATION:
        yield _PROVINCES, place + 2


def _is_span(section: Sequence[Syllable], last: int) -> bool:
    """Whether what ends before `last` is a time: "6 tháng"."""
    return last < len(section) and section[last].form in _OF_TIME and section[last].clause == section[last - 1].clause


def _is_from_below(section: Sequence[Syllable], last: int) -> bool:
    """Whether what ends before `last` is counted from the last one on."""
    place = last
    while place - last < _MOST_RANKED and place < len(section) and section[place].form in _RANKED:
        place += 1
    behind = section[place : place + 3]
    return tuple(syllable.form for syllable in behind) in _FROM_BELOW and behind[-1].clause == section[last - 1].clause


def _third(number: int, total: int) -> str:
    if 3 * number <= total:
        return HIGH
    return LOW if 3 * number > 2 * total else MIDDLE


def _number(section: Sequence[Syllable], place: int) -> int:
    """The number at `place`, 0 for none."""
    form = section[place].form if place < len(section) else ""
    return int(form) if form.isdecimal() and len(form) <= _MOST_DIGITS else 0


def _joined(section: Sequence[Syllable], place: int) -> bool:
    """Whether figures stand at `place` and right before it, with one sign between them."""
    if not 0 < place < len(section):
        return False
    one, other = section[place - 1], section[place]
    return one.form.isdigit() and other.form.isdigit() and other.start - one.end == 1
