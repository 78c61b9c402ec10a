"""A person's name, number or address as it may be written, and its masking letter for letter, so that every other place in a text stays where it is."""

import re
import unicodedata
from typing import Any, Final

from bot.errors import LoaError

_LEAST_DIGITS: Final = 8
_LEAST_LETTERS: Final = 5
_BLANKS: Final = r"\s+"
_BETWEEN_DIGITS: Final = r"[\s.\-]*"
_NUMBER: Final = re.compile(r"\+?[\d\s.\-]+")


def pattern_of(text: str) -> re.Pattern[str]:
    """What finds `text` in NFC text, in small or large letters, with any blanks; a number with any dots, hyphens and blanks.

    Raises:
        LoaError: so little would be found everywhere: one word that is no number and no e-mail address.
    """
    words = unicodedata.normalize("NFC", text).split()
    digits = [character for character in text if character.isdecimal()]
    if _NUMBER.fullmatch(text.strip()) and len(digits) >= _LEAST_DIGITS:
        return re.compile(rf"(?<!\d){_BETWEEN_DIGITS.join(map(re.escape, digits))}(?!\d)")
    if sum(map(len, words)) < _LEAST_LETTERS or (len(words) < 2 and "@" not in text):
        raise LoaError("editorial.forget_too_little")
    return re.compile(rf"(?<!\w){_BLANKS.join(map(re.escape, words))}(?!\w)", re.IGNORECASE)


def masked(text: str, pattern: re.Pattern[str]) -> str:
    """`text` with each letter and digit of what is found as an asterisk."""
    return pattern.sub(lambda match: re.sub(r"\w", "*", match[0]), text)


def masked_in(value: Any, pattern: re.Pattern[str]) -> Any:
    """The same for a value of JSON: in all its texts, not in its names."""
    if isinstance(value, str):
        return masked(value, pattern)
    if isinstance(value, list):
        return [masked_in(each, pattern) for each in value]
    if isinstance(value, dict):
        return {name: masked_in(each, pattern) for name, each in value.items()}
    return value
