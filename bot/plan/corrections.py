"""Which changes of an article are followed, and whether one of a headline is so small that it may be carried over without asking: a mended letter, never another figure, never a "not"."""

import re
import unicodedata
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Final

CHANGES_COUNT_FOR: Final = timedelta(days=7)
"""How long a change of an article counts against `intake.most_changes`."""

_PARTS: Final = re.compile(r"\d+|[%‰]|[^\W\d]+")
_ROMAN: Final = re.compile(r"[IVXLCDM]+")
# Words that turn what a sentence says, and figures in words; one more, less or other of them is never small.
_TURNING: Final = frozenset({
    *("không", "chưa", "chẳng", "hết", "thôi", "cấm", "hủy", "huỷ", "bãi", "ngừng", "dừng", "sai", "đúng", "tăng", "giảm", "có", "được", "bị"),
    *("đã", "sẽ", "trước", "sau", "trên", "dưới", "hơn", "kém", "nhất", "tốt", "xấu", "phó", "đầu", "cuối", "nửa", "rưỡi"),
    *("một", "hai", "ba", "bốn", "tư", "năm", "lăm", "sáu", "bảy", "tám", "chín", "mười", "mươi", "trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"),
})  # fmt: skip


def is_small(before: str, after: str, most_letters: int) -> bool:
    """Whether `after` differs from `before` in at most `most_letters` letters, in no figure and in no word that turns the sense."""
    old, new = (unicodedata.normalize("NFC", " ".join(text.split())) for text in (before, after))
    if _telling(old) != _telling(new):
        return False
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in changes if tag != "equal") <= most_letters


def _telling(text: str) -> list[str]:
    """The figures (Arabic, Roman, in words), the percent signs and the turning words, in their order."""
    return [part for part in _PARTS.findall(text) if not part.isalpha() or _ROMAN.fullmatch(part) or part.casefold() in _TURNING]
