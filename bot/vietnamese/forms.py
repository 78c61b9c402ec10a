"""One form for all ways of writing a syllable, for comparing only: case, NFC or NFD, đ or eth, tone placement, letters that only look alike."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from bot.vietnamese.syllable import is_syllable

# Characters that are not seen and may stand inside a word: soft hyphen, zero-width and direction marks, fillers. (Ranges for a class of a regex.)
INVISIBLE: Final = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
MARKS: Final = "\u0300-\u036f"
# The letters of Vietnamese, for classes of a regex, which knows none of Unicode's. (No range will do: small and capital letters alternate there.)
SMALL: Final = "".join(
    sorted({
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y")
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    } | set("bcdđfghjklmnpqrstvwxz"))
)  # fmt: skip
CAPITALS: Final = SMALL.upper()
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
# Other letters for đ: eth, the African D. The same picture in capitals, and fonts that were made for one of them only.
_D: Final = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ"})
# Letters of other alphabets that a Latin word can have by a slip of the keyboard or on purpose: the picture is the same.
_ALIKE: Final = str.maketrans("аеорсухіѕјһԁАВЕКМНОРСТУХІЅЈΑΒΕΗΙΚΜΝΟΡΤΥΧο", "aeopcyxisjhdABEKMHOPCTYXISJABEHIKMNOPTYXo")
_RARE: Final = re.compile(f"[{INVISIBLE}ÐðƉ\u0370-\u052f\uff01-\uff5e\U0001d400-\U0001d7ff]")
_WIDE: Final = re.compile(
    "[\uff01-\uff5e\U0001d400-\U0001d7ff]"
)  # full-width letters, and those of formulas, with which bold text is feigned
_FOREIGN: Final = re.compile("[\u0370-\u052f]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


_PARTED: Final = re.compile(rf"[\w{MARKS}]+(?:\u200b+[\w{MARKS}]+)+")
_WORD: Final = re.compile(rf"[\w{MARKS}{INVISIBLE}]+")
_LONGEST_KEPT: Final = 40  # characters: what is longer is no word, and not remembered


def visible(text: str) -> str:
    """`text` without what can't be seen."""
    return _INVISIBLE.sub("", text)


def with_d(text: str) -> str:
    """`text` with a đ for the other letters that stand for it; as long as before."""
    return text.translate(_D)


def parted(text: str) -> str:
    """`text` with a blank for a zero-width space between two syllables that would make none together ("hành\u200bchính"); as long as before."""
    return _PARTED.sub(_parted, text) if "\u200b" in text else text


def _parted(match: re.Match[str]) -> str:
    word = match[0]
    parts = word.split("\u200b")
    split = not is_syllable("".join(parts)) and all(is_syllable(part) or not part for part in parts)
    return word.replace("\u200b", " ") if split else word


def plain_letters(text: str) -> str:
    """`text` NFC, without what can't be seen, and in Latin letters where it has those of another alphabet or script that only look like them."""
    if _RARE.search(text):
        text = with_d(_WIDE.sub(lambda letter: unicodedata.normalize("NFKC", letter[0]), visible(text)))
        if _FOREIGN.search(text) and _LATIN.search(text):
            alike = text.translate(_ALIKE)
            # A word with a letter that has no twin is a foreign word.
            text = text if _FOREIGN.search(alike) else alike
    return unicodedata.normalize("NFC", text)


def form_of(text: str) -> str:
    """One form for all ways of writing a syllable: case, NFC or NFD, đ or eth, and old or new tone placement (hòa, hoà) make no difference.

    The tone is taken off its vowel and put at the end, so where it stood is forgotten and that it was there is not.
    """
    return _form_of(text) if len(text) <= _LONGEST_KEPT else _form(text)


def _form(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", plain_letters(text).casefold())
    tones = "".join(character for character in decomposed if character in _TONES)
    letters = "".join(character for character in decomposed if character not in _TONES) if tones else decomposed
    return unicodedata.normalize("NFC", letters) + tones


_form_of: Final = lru_cache(maxsize=1 << 14)(_form)


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text` in the form for comparing, without anything that stands between them; numbers are words ("12/6" is two)."""
    return tuple(filter(None, map(form_of, _WORD.findall(text))))
