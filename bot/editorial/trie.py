"""A trie over syllables: phrases match on syllable boundaries, all of them in one pass, in time that does not grow with their number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from bot.editorial.text import Syllable, syllables

Value = TypeVar("Value")
NUMBER: Final = "<số>"
"""The branch that any number takes, one of several parts too ("1,5", "76/78", "12.345.678,9")."""
_MOST_PARTS: Final = 4  # of a number: a hostile text may be nothing but figures


@dataclass(slots=True)
class Trie(Generic[Value]):
    """One node with what ends at it; the root is the whole. Grown once, then only read."""

    branches: dict[str, "Trie[Value]"] = field(default_factory=dict)
    ends: list[Value] = field(default_factory=list)

    def node(self, forms: Iterable[str]) -> "Trie[Value]":
        """The node at the end of `forms`, made where there is none."""
        node = self
        for form in forms:
            node = node.branches.setdefault(form, Trie())
        return node

    def matches(self, section: Sequence[Syllable], first: int) -> Iterator[tuple[Value, int]]:
        """What begins at the syllable `first`, the shorter before the longer, each with the syllable after its last."""
        node = self
        for place in range(first, len(section)):
            form = section[place].form
            if form.isdigit():
                yield from self._with_numbers(section, first, place, node)
                return
            branch = node.branches.get(form)
            if branch is None:
                return
            node = branch
            for value in node.ends:
                yield value, place + 1

    @staticmethod
    def _with_numbers(section: Sequence[Syllable], first: int, place: int, node: "Trie[Value]") -> Iterator[tuple[Value, int]]:
        """As `matches`, from the number at `place` on: it is that very number, or any."""
        nodes = [(node, 0)]  # with how many parts of any number the last syllables are
        for after in range(place, len(section)):
            syllable = section[after]
            following = [(branch, 0) for node, _ in nodes if (branch := node.branches.get(syllable.form)) is not None]
            if syllable.form.isdigit():
                goes_on = after > first and section[after - 1].clause == syllable.clause
                following += [(branch, 1) for node, _ in nodes if (branch := node.branches.get(NUMBER)) is not None]
                following += [(node, parts + 1) for node, parts in nodes if 0 < parts < _MOST_PARTS and goes_on]
            for branch, _ in following:
                for value in branch.ends:
                    yield value, after + 1
            if not following:
                return
            nodes = following


def forms_of(phrase: str, abbreviations: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The way of a phrase through a trie: its syllables, and NUMBER for "<số>"."""
    for number, part in enumerate(phrase.split(NUMBER)):
        if number:
            yield NUMBER
        yield from (syllable.form for syllable in syllables(part, abbreviations))
