"""The shipped vocabulary (`vocabulary.tsv`): thousands of weighted phrases beneath the editors' own of `reform.yaml`, which go before them.

One line each: phrase, target, weight, and, separated by "|", the longer phrases in which it does not count. Targets are those of Evidence, and `negation`
and `negation_unless` for the words that turn a tone. It is a table and no YAML since it is read at every start.

A line with "=" for its target names a set of words ("<chỉ số>", "=", "PAPI|PCI|…"): a phrase below it that has the name stands for one phrase with each word,
so that what is true of every index is said once. In `unless` the name stands for the phrase's own word, and other sets for each of theirs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
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
_SET: Final = "="
_SET_COLUMNS: Final = 3
_NAME: Final = re.compile("<[^<>]+>")


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
    sets: dict[str, Sequence[str]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        if columns[1:2] == [_SET]:
            sets.update([_set(columns, number)])
            continue
        try:
            # The targets are few: each is one string in memory, which is quickly compared.
            phrase, target, weight = columns[0], intern(columns[1]), float(columns[2])
        except (IndexError, ValueError) as error:
            raise LoaError("editorial.bad_term", number=number) from error
        if not phrase or target not in _TARGETS or not abs(weight) <= _HEAVIEST or len(columns) > _COLUMNS:
            raise LoaError("editorial.bad_term", number=number)
        unless = tuple(columns[3].split("|")) if len(columns) == _COLUMNS and columns[3] else ()
        for filled, words in _filled(phrase, sets, {}):
            yield Term(filled, target, weight, tuple(context for each in unless for context, _ in _filled(each, sets, words)))


def _set(columns: Sequence[str], number: int) -> tuple[str, Sequence[str]]:
    words = columns[2].split("|") if len(columns) == _SET_COLUMNS else []
    if not _NAME.fullmatch(columns[0]) or not all(words) or len(set(words)) < len(words) or not words:
        raise LoaError("editorial.bad_term", number=number)
    return columns[0], words


def _filled(text: str, sets: Mapping[str, Sequence[str]], words: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """`text` with a word for each set that it names, in every way, and which they are; `words` are given already."""
    if "<" not in text:
        yield text, words
        return
    names = [name for name in dict.fromkeys(_NAME.findall(text)) if name in sets and name not in words]
    for members in product(*(sets[name] for name in names)):
        taken = {**words, **dict(zip(names, members, strict=True))}
        yield _with(taken, text), taken


def _with(words: Mapping[str, str], text: str) -> str:
    return _NAME.sub(lambda name: words.get(name[0], name[0]), text)
