"""What is highest, first or rising is praised only where it is something good: "tỷ lệ hồ sơ quá hạn cao nhất tỉnh", "dẫn đầu về nợ đọng" commend nobody.

A degree belongs to a fault in its clause that is counted before it ("số hồ sơ trễ hẹn … tăng gấp đôi") or named behind it ("đứng đầu danh sách chậm trả lời").
Not where the fault is handled: "giải quyết hồ sơ tồn đọng dẫn đầu tỉnh" is praise.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from bot.editorial.text import Syllable, forms_at, has_one
from bot.editorial.trie import forms_of
from bot.vietnamese.forms import words_of


def _forms(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(map(words_of, words))


LEAST_FAULT: Final = 1.5  # the weight of a phrase that a degree may be of: less is hardly a fault by itself
_DEGREES: Final = _forms(
    (
        *("cao nhất", "kỷ lục", "dẫn đầu", "đứng đầu", "tốp đầu", "top đầu", "nhóm đầu", "đầu bảng"),
        *("thứ nhất", "đứng nhất", "xếp nhất", "tăng gấp", "tăng mạnh", "tăng vọt", "tiếp tục tăng"),
    )
)
# Not what is also a part of other words: "số" of "chuyển đổi số", "đơn" of "đơn vị" and "đơn giản", "lượng" of "chất lượng", "khoản" of "tài khoản".
_COUNTS: Final = _forms(
    (
        *("tỷ lệ", "hồ sơ", "số lượng", "nợ", "các khoản", "số vụ", "số xã", "số cán", "số công"),
        *("số đơn", "lượng đơn", "đơn thư", "đơn khiếu", "đơn tố", "đơn kiến", "đơn phản"),
    )
)
_OF_WHAT: Final = _forms(("về", "danh sách", "bảng", "nhóm", "số vụ", "số hồ", "số đơn"))
# Who does that to a fault, or lacks it, or was otherwise once, may be praised for it.
_HANDLED: Final = _forms(
    ("giải quyết", "xử lý", "xóa", "gỡ", "tháo gỡ", "giảm", "khắc phục", "thấp nhất", "giúp", "vươn lên", "nay", "nhưng")
)
_REACH: Final = 16  # syllables between a fault and its degree: a hostile text is no more work than its length
_OF_WHAT_REACH: Final = 4  # syllables between a degree and what it is said of: "dẫn đầu cả nước về …"
_FAULT_REACH: Final = 4  # … and from there to the fault


@lru_cache(maxsize=1024)
def is_degree(phrase: str) -> bool:
    """Whether a phrase says how high, how far in front or how much more something is."""
    return has_one(tuple(forms_of(phrase, {})), _DEGREES)


def fault_measured(syllables: Sequence[Syllable], first: int, last: int, faults: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The fault that the degree in syllables `first` to `last` (exclusive) is one of; None where it is of something else."""
    clause = syllables[first].clause
    for fault in faults:
        begin, end = fault
        if not first - _REACH <= end <= last + _REACH or syllables[begin].clause != clause or syllables[end - 1].clause != clause:
            continue
        if end <= first and _is_counted(syllables, fault, first):
            return fault
        if begin >= last and _is_named_behind(forms_at(syllables, range(last, begin))):
            return fault
    return None


def _is_counted(syllables: Sequence[Syllable], fault: tuple[int, int], degree: int) -> bool:
    begin, end = fault
    start = begin
    while start > max(begin - _REACH, 0) and syllables[start - 1].clause == syllables[begin].clause:
        start -= 1
    return has_one(forms_at(syllables, range(start, end)), _COUNTS) and not has_one(forms_at(syllables, range(start, degree)), _HANDLED)


def _is_named_behind(between: tuple[str, ...]) -> bool:
    if len(between) > _OF_WHAT_REACH + _FAULT_REACH or has_one(between, _HANDLED):
        return False
    return any(between[place : place + size] in _OF_WHAT for place in range(min(len(between), _OF_WHAT_REACH + 1)) for size in (1, 2))
