"""Whether a change of a headline is so small that it may be carried over without asking: a mended letter, never another figure, never a "not"."""

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final

_FIGURES: Final = re.compile(r"\d+")
_WORDS: Final = re.compile(r"\w+")
# Words that turn what a sentence says; one more or less of them is never small.
_TURNING: Final = frozenset(
    {"không", "chưa", "chẳng", "hết", "thôi", "cấm", "hủy", "huỷ", "bãi", "ngừng", "dừng", "sai", "đúng", "tăng", "giảm"}
)


def is_small(before: str, after: str, most_letters: int) -> bool:
    """Whether `after` differs from `before` in at most `most_letters` letters, in no figure and in no word that turns the sense."""
    old, new = (unicodedata.normalize("NFC", " ".join(text.split())) for text in (before, after))
    if _FIGURES.findall(old) != _FIGURES.findall(new) or _turning(old) != _turning(new):
        return False
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in changes if tag != "equal") <= most_letters


def _turning(text: str) -> list[str]:
    return [word for word in _WORDS.findall(text.casefold()) if word in _TURNING]
