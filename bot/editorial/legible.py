"""A text as the readers of findings read it: one spelling for what looks alike, each character knowing where it stands in the original."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.judgement import Finding, FindingKind
from bot.vietnamese.forms import CAPITALS, INVISIBLE, MARKS
from bot.vietnamese.rewriting import Change, rewritten, unchanged

_BLANKS: Final = "\t\n\r\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_FIRST_DIGITS: Final = (0x660, 0x6F0, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6)  # of other scripts, wide, and of mathematics
_LOOK_ALIKES: Final = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2044\u2215\uff0f", "/"),
    **dict.fromkeys("\u2024\uff0e", "."),
    "Ð": "Đ",
    "ð": "đ",
    "Ɖ": "Đ",
    "\uff20": "@",
    "\uff0b": "+",
    "\uff1a": ":",
    "\uff08": "(",
    "\uff09": ")",
    **{chr(first + number): str(number) for first in _FIRST_DIGITS for number in range(10)},
}
# What is not read as it stands: blanks (one for many; also such as were escaped once too often), a letter with accents of its own, an invisible
# character, a look-alike.
_ODD: Final = re.compile(
    rf"(?P<blank>[ {_BLANKS}]{{2,}}|[{_BLANKS}]|&(?:nbsp|#160|#x[aA]0);)|[^{MARKS}{INVISIBLE}][{MARKS}]{{1,8}}|[{INVISIBLE}{MARKS}]+"
    rf"|[{''.join(_LOOK_ALIKES)}]"
)
_ALL_INVISIBLE: Final = re.compile(rf"[{INVISIBLE}{MARKS}]+")
# The tone of an open "oa", "oe", "uy" stands on either letter (hoà, hòa): read on the first one, wherever it was written.
_TONE_PLACES: Final = {
    "".join(unicodedata.normalize("NFC", part) for part in (pair[0], pair[1] + tone)): unicodedata.normalize("NFC", pair[0] + tone)
    + pair[1]
    for pair in ("oa", "oe", "uy")
    for tone in "\u0300\u0301\u0303\u0309\u0323"
}
_TONE_PAIR: Final = re.compile("|".join(_TONE_PLACES))

CAPITAL: Final = f"[{CAPITALS}]"


def even(text: str) -> str:
    """Small letters with the tones of "oa", "oe" and "uy" in one place; as long as `text`. For what is compared with `Legible.lower`."""
    small = text.lower()
    if len(small) != len(text):
        # A capital whose small form is two characters (İ) keeps its form: places must not move.
        small = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return toned(small)


def toned(pattern: str) -> str:
    """A pattern in small letters, as it must be written for `Legible.lower`."""
    return _TONE_PAIR.sub(lambda pair: _TONE_PLACES[pair[0]], pattern)


def cue(pattern: str) -> re.Pattern[str]:
    """A compiled pattern for `Legible.lower`, written in small letters and any tone placement."""
    return re.compile(toned(pattern))


@dataclass(frozen=True, slots=True)
class Digits:
    """A run of digits of a Legible."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Something that was read: `start` and `end` are places in the Legible. `value` and `note` as in Finding."""

    kind: FindingKind
    start: int
    end: int
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Legible:
    """`text` is NFC with plain digits, single blanks and plain hyphens; `lower` is the same `even`; `starts[i]` and `ends[i]` are character i's places in the original."""

    text: str
    lower: str
    starts: Sequence[int]
    ends: Sequence[int]
    digits: tuple[Digits, ...] = field(repr=False)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The places in the original of what stands here from `start` to `end` (not empty)."""
        return self.starts[start], self.ends[end - 1]

    def finding(self, span: Span, where: str) -> Finding:
        """`span` as a Finding of the section `where`."""
        start, end = self.original(span.start, span.end)
        return Finding(kind=span.kind, value=span.value, where=where, start=start, end=end, note=span.note)


def legible(text: str) -> Legible:
    """`text` as it is read. Linear in its length, whatever it holds."""
    changes = list(_odd(text))
    read = rewritten(text, changes) if changes else unchanged(text)
    groups = tuple(Digits(match.start(), match.end(), match[0]) for match in re.finditer(r"[0-9]+", read.text))
    return Legible(read.text, even(read.text), read.starts, read.ends, groups)


def _odd(text: str) -> Iterator[Change]:
    """What is read otherwise than written."""
    for match in _ODD.finditer(text):
        found = match[0]
        if match["blank"]:
            written = " "
        elif found in _LOOK_ALIKES:
            written = _LOOK_ALIKES[found]
        elif _ALL_INVISIBLE.fullmatch(found):
            written = ""
        else:
            written = unicodedata.normalize("NFC", _LOOK_ALIKES.get(found[0], found[0]) + found[1:])
        yield match.start(), match.end(), written
