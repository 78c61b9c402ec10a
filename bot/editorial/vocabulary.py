"""The shipped vocabulary (`vocabulary.tsv`): thousands of weighted phrases beneath the editors' own of `reform.yaml`, which go before them.

One line each: phrase, target, weight, and, separated by "|", the longer phrases in which it does not count. Targets are those of Evidence, and `negation`
and `negation_unless` for the words that turn a tone. It is a table and no YAML since it is read at every start.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from sys import intern
from typing import Final

from bot.errors import LoaError
from bot.judgement import Field, Tone, Topic

NEGATION: Final = "negation"
NEGATION_UNLESS: Final = "negation_unless"
_TARGETS: Final = frozenset(
    {
        "relevant",
        *(f"field:{field}" for field in Field),
        *(f"topic:{topic}" for topic in Topic),
        f"tone:{Tone.PRAISE}",
        f"tone:{Tone.CRITICISM}",
        NEGATION,
        NEGATION_UNLESS,
    }
)
_HEAVIEST: Final = 10.0
_COLUMNS: Final = 4


@dataclass(frozen=True, slots=True)
class Term:
    """One line: a phrase, what it counts for, how much, and where it does not."""

    phrase: str
    target: str
    weight: float
    unless: tuple[str, ...] = ()


def parse_vocabulary(text: str) -> tuple[Term, ...]:
    """The terms in `text`; lines that begin with "#" are comments.

    Raises:
        LoaError: a line is none; it is named.
    """
    return tuple(_terms(text))


def _terms(text: str) -> Iterator[Term]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        try:
            # The targets are few: each is one string in memory, which is quickly compared.
            phrase, target, weight = columns[0], intern(columns[1]), float(columns[2])
        except (IndexError, ValueError) as error:
            raise LoaError("editorial.bad_term", number=number) from error
        if not phrase or target not in _TARGETS or not abs(weight) <= _HEAVIEST or len(columns) > _COLUMNS:
            raise LoaError("editorial.bad_term", number=number)
        unless = tuple(columns[3].split("|")) if len(columns) == _COLUMNS and columns[3] else ()
        yield Term(phrase, target, weight, unless)
