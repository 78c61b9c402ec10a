"""The charsets in which Vietnamese was written before Unicode, as they look when their bytes are taken for windows-1252.

Each is a table from what is seen to what was meant, and back. TCVN3 has one byte a letter; its capitals with a tone are the small letters in another
font. VNI writes a letter and a mark after it. windows-1258 has combining tones.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.vietnamese.rewriting import Change

_BASES: Final = "aăâeêioôơuưy"
_TONES: Final = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # huyền, hỏi, ngã, sắc, nặng: the order of TCVN 5712


def _toned(base: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", base + tone) for tone in _TONES)


@dataclass(frozen=True, slots=True)
class Charset:
    """`name` for people; `seen` finds what may be one of its letters, `meant` says which one it is; `same` are letters that it has in the usual places."""

    name: str
    seen: re.Pattern[str]
    meant: Mapping[str, str]
    same: frozenset[str]

    def changes(self, word: str) -> Iterator[Change]:
        """What is to be read otherwise in a word of this charset."""
        for match in self.seen.finditer(word):
            yield match.start(), match.end(), self.meant[match[0]]

    def decoded(self, word: str) -> str:
        """The word that was meant, NFC."""
        return unicodedata.normalize("NFC", self.seen.sub(lambda match: self.meant[match[0]], word))

    def can_hold(self, word: str) -> bool:
        """Whether `word` can be written in this charset as it is seen: only then does what was meant lead back to it."""
        return all(letter.isascii() or letter in self.same or not letter.isalpha() for letter in self.seen.sub("", word))


def _tcvn3() -> Iterator[tuple[str, str]]:
    yield from zip("¡¢£¤¥¦§¨©ª«¬\u00ad®", "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)
    # A minus and a bullet are what programs make of the bytes AD and B7.
    yield from zip("−∙μ", "ưãà", strict=True)
    rows = ("µ¶·¸¹", "»¼½¾Æ", "ÇÈÉÊË", "ÌÎÏÐÑ", "ÒÓÔÕÖ", "×ØÜÝÞ", "ßáâãä", "åæçèé", "êëìíî", "ïñòóô", "õö÷øù", "úûüýþ")
    for base, row in zip(_BASES, rows, strict=True):
        yield from zip(row, _toned(base), strict=True)


# After the vowel: the marks of the tones alone, with the hat and with the breve; "" is the hat or the breve without a tone.
_VNI_PLAIN: Final = "øûõùï"
_VNI_HAT: Final = "àåãáä"
_VNI_BREVE: Final = "èúüéë"


def _vni() -> Iterator[tuple[str, str]]:
    for seen, meant in _vni_small():
        if len(seen) == 1:
            yield seen, meant
            yield seen.upper(), meant.upper()
            continue
        for first in {seen[0], seen[0].upper()}:
            for second in {seen[1], seen[1].upper()}:
                yield first + second, meant.upper() if first.isupper() else meant


def _vni_small() -> Iterator[tuple[str, str]]:
    yield from (("ñ", "đ"), ("ô", "ơ"), ("ö", "ư"), ("aâ", "â"), ("aê", "ă"), ("eâ", "ê"), ("oâ", "ô"))
    yield from zip(("ì", "æ", "ó", "í", "ò"), _toned("i"), strict=True)
    yield from (("yø", "ỳ"), ("yû", "ỷ"), ("yõ", "ỹ"), ("yù", "ý"), ("î", "ỵ"))
    for letter, base in (*zip("aeou", "aeou", strict=True), ("ô", "ơ"), ("ö", "ư")):
        yield from zip((letter + mark for mark in _VNI_PLAIN), _toned(base), strict=True)
    for letter, base in zip("aeo", "âêô", strict=True):
        yield from zip((letter + mark for mark in _VNI_HAT), _toned(base), strict=True)
    yield from zip(("a" + mark for mark in _VNI_BREVE), _toned("ă"), strict=True)


def _windows_1258() -> Iterator[tuple[str, str]]:
    yield from zip("ÃãÐðÕõÝýþ", "ĂăĐđƠơƯư₫", strict=True)
    yield from zip("ÌÒÞìò", ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323"), strict=True)


def _charset(name: str, table: Mapping[str, str], same: str = "") -> Charset:
    longest_first = sorted(table, key=lambda seen: (-len(seen), seen))
    return Charset(name, re.compile("|".join(map(re.escape, longest_first))), table, frozenset(same))


TCVN3: Final = _charset("TCVN3", dict(_tcvn3()))
VNI: Final = _charset("VNI", dict(_vni()))
WINDOWS_1258: Final = _charset("windows-1258", dict(_windows_1258()), "ÀÁÂÈÉÊÍÓÔÙÚàáâèéêíóôùú")
CHARSETS: Final = (TCVN3, VNI, WINDOWS_1258)
