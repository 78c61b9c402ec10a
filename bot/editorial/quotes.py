"""Which syllables stand in a short quotation, or in a name: a word of praise in quotation marks is seldom meant."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.editorial.text import Syllable, forms_at, has_one
from bot.vietnamese.forms import words_of

# Of marks that are the same at both ends, one behind a word or a stop closes: what stands between two quotations is none.
_PAIRS: Final = re.compile(
    r"“[^“”]{1,80}”|„[^„“”]{1,80}[“”]|«[^«»]{1,80}»|‘[^‘’]{1,80}’|(?<![\w.,!?…%)])(?:\"[^\"]{1,80}\"|'[^']{1,80}'(?!\w))"
)
_NAMES: Final = re.compile(r"“[^“”]{1,160}”|«[^«»]{1,160}»|(?<![\w.,!?…%)])\"[^\"]{1,160}\"")
_MARK: Final = re.compile("[“„«‘\"']")  # without one there is no pair; far quicker to tell
_LONGEST: Final = 5  # syllables: more is what somebody really said, or a name
# What is called so: "mô hình “Chính quyền thân thiện, vì nhân dân phục vụ”". Not a title or a prize, which one is given for something.
_BEARERS: Final = frozenset(
    map(
        words_of,
        (
            *("mô hình", "phong trào", "thi đua", "cuộc thi", "hội thi", "lạc bộ", "vận động", "chiến dịch", "chương trình"),
            *("đề án", "dự án", "kế hoạch", "chủ đề", "chuyên đề", "chuyên mục", "khẩu hiệu", "phương châm", "thông điệp"),
            *("tọa đàm", "hội thảo", "diễn đàn", "ra mắt", "đội hình", "mở lớp", "tập huấn", "bồi dưỡng", "hội nghị"),
        ),
    )
)
_BEARER_REACH: Final = 4  # syllables between the two: "cuộc thi trực tuyến", "mô hình cải cách hành chính"
_SAYS: Final = frozenset(words_of("nói khen gọi kể bảo cho rằng được bị đã là của"))  # between the two: somebody's words
_BLANKS_OR_COLON: Final = re.compile(r"\s*:?\s*")


def quoted(text: str, section: Sequence[Syllable]) -> list[bool]:
    """For each syllable of `section`, whether it stands in a quotation of at most five syllables, or in the name of something, in quotation marks."""
    marks = [False] * len(section)
    if not _MARK.search(text):
        return marks
    for place, end, _ in _inside(_PAIRS, text, section):
        if 0 < end - place <= _LONGEST:
            marks[place:end] = [True] * (end - place)
    for place, end, opening in _inside(_NAMES, text, section):
        if _is_name(text, section, place, opening):
            marks[place:end] = [True] * (end - place)
    return marks


def _inside(pairs: re.Pattern[str], text: str, section: Sequence[Syllable]) -> Iterator[tuple[int, int, int]]:
    """For each pair of marks the first syllable in it, the one after its last, and where in the text it opens."""
    place = 0
    for match in pairs.finditer(text):
        while place < len(section) and section[place].start < match.start():
            place += 1
        end = place
        while end < len(section) and section[end].end <= match.end():
            end += 1
        yield place, end, match.start()
        place = end


def _is_name(text: str, section: Sequence[Syllable], first: int, opening: int) -> bool:
    """Whether what opens there, with the syllable `first`, is called so by a word right before it."""
    if not first or not _BLANKS_OR_COLON.fullmatch(text, section[first - 1].end, opening):
        return False
    begin = max(first - _BEARER_REACH - 2, 0)
    clause = section[first - 1].clause
    while section[begin].clause != clause:
        begin += 1
    before = forms_at(section, range(begin, first))
    last = next((place for place in range(len(before) - 2, -1, -1) if has_one(before[place : place + 2], _BEARERS)), None)
    return last is not None and _SAYS.isdisjoint(before[last + 2 :])
