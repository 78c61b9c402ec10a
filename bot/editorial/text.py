"""Vietnamese text to comparable syllables, each with its place in the original, so that evidence points at what was really written."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# A syllable: letters and digits, the combining marks of decomposed text, and invisible characters that may stand inside.
_SYLLABLE: Final = re.compile(r"[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+")
_INVISIBLE: Final = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
_CLAUSE_END: Final = re.compile(r"[.,;:!?…()\[\]\n\r–—]|\s-\s")
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_MOST: Final = 200_000
_MOST_SPELLINGS: Final = 16_384  # a language has some thousand syllables: they are normalised once, not at each sight
_LONGEST_KEPT: Final = 40


@dataclass(frozen=True, slots=True)
class Syllable:
    """`form` is for comparing only; `start`/`end` are offsets into the original; `clause` counts up at each end of a clause."""

    form: str
    start: int
    end: int
    clause: int


def form_of(text: str) -> str:
    """One form for all ways of writing a syllable: case, NFC or NFD, đ or eth, and old or new tone placement (hòa, hoà) make no difference.

    The tone is taken off its vowel and put at the end, so where it stood is forgotten and that it was there is not.
    """
    visible = _INVISIBLE.sub("", text)
    decomposed = unicodedata.normalize("NFD", visible.replace("Ð", "đ").replace("ð", "đ").casefold())
    tones = "".join(character for character in decomposed if character in _TONES)
    letters = "".join(character for character in decomposed if character not in _TONES)
    return unicodedata.normalize("NFC", letters).replace("ð", "đ") + tones


def syllables(text: str, abbreviations: Mapping[str, Sequence[str]]) -> list[Syllable]:
    """The syllables of `text`; an abbreviation in capitals becomes the syllables it stands for, all at its place."""
    found: list[Syllable] = []
    clause, last_end = 0, 0
    for match in _SYLLABLE.finditer(text[:_MOST]):
        start, end = match.span()
        if text[last_end:start] != " ":
            clause += bool(_CLAUSE_END.search(text, last_end, start))
        last_end = end
        # A syllable that is none (a hostile text's) is not worth remembering.
        written, form = _kept(match[0]) if end - start <= _LONGEST_KEPT else _spelled(match[0])
        forms = abbreviations.get(written)
        if forms:
            found.extend(Syllable(each, start, end, clause) for each in forms if each)
        elif form:
            found.append(Syllable(form, start, end, clause))
    return found


def _spelled(text: str) -> tuple[str, str]:
    """How an abbreviation would be written in the settings, and the form."""
    written = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return written, form_of(written)


_kept: Final = lru_cache(maxsize=_MOST_SPELLINGS)(_spelled)
