"""What Loa brings along for judgement beside the editors' file: the vocabulary, the fitted part, and the words that neither tears. Read once; they don't change while a version runs."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.editorial.fitted import Fitted, parse_fitted
from bot.editorial.vocabulary import Term, parse_vocabulary
from bot.editorial.words import parse_words
from bot.errors import LoaError


@dataclass(frozen=True, slots=True)
class Shipped:
    """The three of them."""

    vocabulary: tuple[Term, ...]
    fitted: Fitted
    words: frozenset[str]


@cache
def shipped() -> Shipped:
    """The vocabulary and the fitted part of this version.

    Raises:
        LoaError: a file is missing or broken, as after a copy that was not completed.
    """
    return Shipped(parse_vocabulary(_text("vocabulary.tsv")), parse_fitted(_text("fitted.json")), parse_words(_text("words.txt")))


def _text(name: str) -> str:
    try:
        return resources.files("bot.editorial").joinpath(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LoaError("settings.shipped_unreadable", name=name, why=type(error).__name__) from error
