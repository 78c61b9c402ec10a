"""Vietnamese text to comparable syllables, each with its place in the original, so that evidence points at what was really written."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from bot.vietnamese.cut import whole_words_end
from bot.vietnamese.forms import INVISIBLE, MARKS, form_of, parted, plain_letters
from bot.vietnamese.openings import closing, own_words
from bot.vietnamese.repair import reading
from bot.vietnamese.syllable import is_syllable

__all__ = ["SEPARATORS", "Syllable", "form_of", "forms_at", "has_one", "own_syllables", "syllables"]

Abbreviations = Mapping[str, Sequence[str]]

# A syllable: letters and digits, the combining marks of decomposed text, and invisible characters that may stand inside. And the sign of per cent behind a
# figure, or "100% hồ sơ" would be found in "100 hồ sơ": in any width, and with any blank between ("99,5 %", where that may well be a no-break space).
_SYLLABLE: Final = re.compile(rf"[\w{MARKS}{INVISIBLE}]+|(?<=\d)[%％]|(?<=\d[\s{INVISIBLE}])[%％]")
# What parts the items of a round-up or a list ("Điểm tin: … | …", "• …", "✅ …", "📌 …"), as a class of regular expressions: bars, bullets, signs and emoji.
SEPARATORS: Final = "|\u2022\u25a0-\u25ff\u2600-\u27bf\U0001f300-\U0001faff"
_CLAUSE_END: Final = re.compile(rf"[.,;:!?…()\[\]\n\r–—{SEPARATORS}]|\s-\s")
_MOST: Final = 200_000
_LONGEST_KEPT: Final = 40  # characters: what is longer is no word, and not remembered
_MOST_PARTS: Final = 6  # "CB, CC, VC", "U.B.N.D"
_INITIALS: Final = 3  # single letters: "ông D.V.C" is a person
_BLANKS: Final = (" ", "\u00a0")
_JOINT: Final = re.compile(r"[.,/&-]\s?")
# Portals and documents write figures below ten in two digits ("02 cấp", "từ 01/7"); behind a point or a comma they may be a number's end: "8,05" is no "8,5".
_SHORT_FIGURES: Final = {f"0{figure}": str(figure) for figure in range(1, 10)}
_IN_NUMBERS: Final = ".,"
# Before a full stop that ends nothing: TP.HCM, ThS. Lê An.
_TITLES: Final = frozenset({"TP", "Tp", "tp", "TX", "Tx", "TT", "Tt", "TS", "Ts", "ThS", "Ths", "GS", "PGS", "BS", "Bs", "KS"})
# Before a noun, not before "who": ứng dụng, công nghệ, bằng, công cụ, trợ lý, phần mềm.
_BEFORE_NOUNS: Final = frozenset(map(form_of, ("dụng", "nghệ", "bằng", "cụ", "lý", "mềm")))


class Syllable(NamedTuple):
    """`form` is for comparing only; `start`/`end` are offsets into the original; `clause` counts up at each end of a clause."""

    form: str
    start: int
    end: int
    clause: int


# What every word of every text goes through: a named tuple made this way costs half.
_syllable: Final = tuple.__new__


def forms_at(found: Sequence[Syllable], places: range) -> tuple[str, ...]:
    """The forms of the syllables at `places`."""
    return tuple(syllable.form for syllable in found[places.start : places.stop])


def has_one(forms: Sequence[str], wanted: Collection[tuple[str, ...]]) -> bool:
    """Whether one of `wanted`, each of one syllable or two, is among `forms`."""
    return any(tuple(forms[place : place + size]) in wanted for place in range(len(forms)) for size in (1, 2))


def syllables(text: str, abbreviations: Abbreviations) -> list[Syllable]:
    """The syllables of `text`; an abbreviation becomes the syllables it stands for, all at its place.

    The text is read as it was meant: references to characters, old charsets where that is certain. A last word that is surely cut is none.
    """
    text = text[:_MOST]
    read = reading(text)
    if read is None:
        return _read_from(0, text, abbreviations)
    found = _read_from(0, read.text, abbreviations)
    return [Syllable(each.form, read.starts[each.start], read.ends[each.end - 1], each.clause) for each in found]


def own_syllables(text: str, title: str, abbreviations: Abbreviations) -> list[Syllable]:
    """The syllables of a summary or body that are its own: not those of a signature or dateline before it, its source's name behind it, nor the headline again.

    Both are texts as they were meant (`bot.editorial.meant`): nothing in them is repaired.
    """
    text = text[:_MOST]
    return _read_from(own_words(text, title), text[: closing(text)], abbreviations)


def _read_from(begin: int, text: str, abbreviations: Abbreviations) -> list[Syllable]:
    # Of the same length, so that all places stay.
    plain = parted(text.replace("_", " "))
    found = _syllables(plain, abbreviations)
    end = whole_words_end(plain)
    if begin or end < len(plain):
        found = [syllable for syllable in found if syllable.start >= begin and syllable.end <= end]
    return found


def _syllables(text: str, abbreviations: Abbreviations) -> list[Syllable]:
    words = list(_SYLLABLE.finditer(text))
    found: list[Syllable] = []
    clause, last_end, before, following = 0, 0, "", 0
    for place, word in enumerate(words):
        if place < following:
            continue  # it belongs to the abbreviation before it
        start, end = word.span()
        # A word that is none (a hostile text's) is not worth remembering.
        written, form, key = _kept(text[start:end]) if end - start <= _LONGEST_KEPT else _spelled(text[start:end])
        if start - last_end != 1 or text[last_end] != " ":
            clause += _ends_clause(text, last_end, start, before)
        if key:
            forms, taken = _abbreviated(text, words[place : place + _MOST_PARTS], key, abbreviations)
            if forms and not (taken == 1 and is_syllable(written) and _in_capitals(text, words, place, abbreviations)):
                following = place + taken
                end = words[following - 1].end()
                found += [Syllable(each, start, end, clause) for each in forms]
                form = ""
        if form:
            if form[0] == "0" and not (start and text[start - 1] in _IN_NUMBERS):
                form = _SHORT_FIGURES.get(form, form)
            found.append(_syllable(Syllable, (form, start, end, clause)))
        last_end, before = end, written
    return found


def _spelled(word: str) -> tuple[str, str, str]:
    """A word in plain letters, its form, and under which name it may be an abbreviation ("" where it is a plain word)."""
    written = plain_letters(word)
    # "ubnd" is no syllable, so it must be short for something.
    short = written.isupper() or (written.isalpha() and not is_syllable(written))
    return written, form_of(written), written.upper() if short else ""


_kept: Final = lru_cache(maxsize=1 << 14)(_spelled)


def _abbreviated(text: str, words: Sequence[re.Match[str]], key: str, abbreviations: Abbreviations) -> tuple[Sequence[str] | None, int]:
    """What the first of `words` stands for, alone or with those that follow ("CB, CC, VC", "U.B.N.D"), and how many of them that takes."""
    names, last = [key], words[0]
    for word in words[1:]:
        if not word[0].isupper() or not (_JOINT.fullmatch(text, last.end(), word.start()) or _are_parts(text, last, word)):
            break
        names.append(plain_letters(word[0]))
        last = word
    for taken in range(len(names), 1, -1):
        short = "".join(names[:taken])
        forms = abbreviations.get(short)
        if forms and not taken == len(short) == _INITIALS:
            return forms, taken
    return abbreviations.get(plain_letters(words[0][0])) or abbreviations.get(key), 1


def _are_parts(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two with a blank between may be parts of one abbreviation ("TT PVHCC", "CB CC"): neither is a word, as among capitals, nor a mere letter."""
    return text[one.end() : other.start()] in _BLANKS and not any(
        len(each[0]) == 1 or is_syllable(plain_letters(each[0])) for each in (one, other)
    )


def _in_capitals(text: str, words: Sequence[re.Match[str]], place: int, abbreviations: Abbreviations) -> bool:
    """Whether a neighbour is a word in capitals: then "AI" in "AI ĐƯỢC HƯỞNG" is a word like the others, unless only a noun can stand here ("ỨNG DỤNG AI")."""
    neighbours = []
    if place and text[words[place - 1].end() : words[place].start()].isspace():
        if form_of(words[place - 1][0]) in _BEFORE_NOUNS:
            return False
        neighbours.append(words[place - 1][0])
    if place + 1 < len(words) and text[words[place].end() : words[place + 1].start()].isspace():
        neighbours.append(words[place + 1][0])
    return any(len(each) > 1 and each.isupper() and each not in abbreviations and is_syllable(each) for each in neighbours)


def _ends_clause(text: str, start: int, end: int, before: str) -> bool:
    """Whether what stands between two syllables ends a clause. The points and commas of numbers (1.200, 3,5 %, 8:30) and titles (TP.HCM) do not."""
    if start and text[start] in ".,:":
        if end - start == 1 and text[start - 1].isdigit() and text[end].isdigit():
            return False
        if text[start] == "." and before in _TITLES and text[end].isupper() and not text[start + 1 : end].strip():
            return _CLAUSE_END.search(text, start + 1, end) is not None  # blanks of any kind and number; but a line may end there
    return _CLAUSE_END.search(text, start, end) is not None
