"""Whether a word of a text looks as Vietnamese words look, or as damage does."""

import re
import unicodedata
from typing import Final

from bot.vietnamese.forms import visible
from bot.vietnamese.syllable import is_natural, is_syllable

_LETTERS: Final = re.compile(r"[^\W\d_]+")
# Marks that stand in no word; TCVN3 and broken UTF-8 put them there. («», ², ³ and ° may follow a letter.)
INSIDE: Final = re.compile(r"[^\W\d_][¡-ª¬®¯±´-¸¼-¿×÷∙]|[¡-ª¬®¯±´-¸¼-¿×÷∙][^\W\d_]")
_ABBREVIATION: Final = re.compile("[A-Z]+|[B-DF-HJ-NP-TV-XZĐ]+")  # UBND, NĐ, HĐND: with a Đ and a vowel it may be a word
_SHORT: Final = 4  # letters: a longer plain word is a foreign one


def is_marked(word: str) -> bool:
    """Whether there is a letter in it that English has not, or a mark between its letters."""
    return not word.isascii() and any(not letters.isascii() for letters in _LETTERS.findall(word))


def is_sound(word: str) -> bool:
    """Whether each run of letters in `word` is a syllable in the letters of one case, and no mark stands between letters."""
    word = unicodedata.normalize("NFC", visible(word))
    return INSIDE.search(word) is None and all(_is_sound(letters) for letters in _LETTERS.findall(word))


def _is_sound(letters: str) -> bool:
    if letters.isascii():
        return letters.isupper() or is_syllable(letters)
    return is_natural(letters)


def is_short(word: str) -> bool:
    """Whether `word` is made of abbreviations: "NĐ-CP", "HĐND". What is seen in their place may be anything, and proves nothing."""
    letters = _LETTERS.findall(word)
    return bool(letters) and all(map(_ABBREVIATION.fullmatch, letters))


def can_stand(word: str) -> bool:
    """Whether `word` can be a word by itself: sound, or plain and no mere splinter of a syllable ("nh", "ng")."""
    letters = "".join(_LETTERS.findall(word))
    foreign = word.isascii() and (len(letters) > _SHORT or not letters.islower())
    return foreign or is_sound(word)
