"""A trie over syllables: phrases match on syllable boundaries, all of them in one pass, in time that does not grow with their number."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.editorial.text import Syllable

Value = TypeVar("Value")


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
            branch = node.branches.get(section[place].form)
            if branch is None:
                return
            node = branch
            for value in node.ends:
                yield value, place + 1
