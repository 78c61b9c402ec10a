"""A trie over syllables: phrases match on syllable boundaries, all of them in one pass, in time that does not grow with their number."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from bot.editorial.ranks import SLOTS, rank_at
from bot.editorial.text import Syllable, syllables
from bot.vietnamese.forms import plain_letters

Value = TypeVar("Value")
NUMBER: Final = "<số>"
"""The branch that any number takes, one of several parts too ("1,5", "76/78", "12.345.678,9"). Ranks lie below it, each third on a branch of its own."""
_NOTHING_BELOW: Final[dict[str, Any]] = {}
_MOST_PARTS: Final = 4  # of a number: a hostile text may be nothing but figures
_PER_CENT: Final = ("%", "％")
_SLOT: Final = re.compile(rf"({'|'.join((NUMBER, *SLOTS))}|(?<={NUMBER})\s?[{''.join(_PER_CENT)}])")


@dataclass(slots=True)
class Trie(Generic[Value]):
    """One node with what ends at it; the root is the whole. Grown once, then only read.

    Most nodes have nothing at their end or nothing below them. All those share the same empty ones: quicker to look at than one in a place of its own.
    """

    branches: dict[str, "Trie[Value]"] = field(default_factory=lambda: _NOTHING_BELOW)
    ends: tuple[Value, ...] = ()

    def node(self, forms: Iterable[str]) -> "Trie[Value]":
        """The node at the end of `forms`, made where there is none."""
        node = self
        for form in forms:
            branch = node.branches.get(form)
            if branch is None:
                branch = Trie()
                node._grow(form, branch)
            node = branch
        return node

    def plant(self, value: Value) -> None:
        """Let `value` end here, too."""
        self.ends = (*self.ends, value)

    def _grow(self, form: str, branch: "Trie[Value]") -> None:
        if self.branches is _NOTHING_BELOW:
            self.branches = {}
        self.branches[form] = branch

    def matches(self, section: Sequence[Syllable], first: int) -> Iterator[tuple[Value, int]]:
        """What begins at the syllable `first`, the longer before the shorter, each with the syllable after its last."""
        return ((value, last) for value, _, last in self.occurrences(section, range(first, first + 1)))

    def occurrences(self, section: Sequence[Syllable], firsts: range | None = None) -> list[tuple[Value, int, int]]:
        """What begins at each of `firsts` (everywhere), in their order, the longer before the shorter: value, first syllable, and the one after the last.

        By phrases, this is what an article costs. So a syllable that begins none costs one look into a dict, and no function is called on the way.
        """
        found: list[tuple[Value, int, int]] = []
        branches, length = self.branches, len(section)
        numbers = NUMBER in branches
        for first in range(length) if firsts is None else firsts:
            form = section[first].form
            node = branches.get(form)
            if numbers and form.isdigit():
                found += self._with_numbers(section, first, first, self)
                continue
            place, mark = first, len(found)
            while node is not None:
                place += 1
                if node.ends:
                    found[mark:mark] = [(value, first, place) for value in node.ends]
                below = node.branches
                if not below or place == length:
                    break
                form = section[place].form
                if NUMBER in below and form.isdigit():
                    found[mark:mark] = self._with_numbers(section, first, place, node)
                    break
                node = below.get(form)
        return found

    @staticmethod
    def _with_numbers(section: Sequence[Syllable], first: int, place: int, node: "Trie[Value]") -> list[tuple[Value, int, int]]:
        """What begins at `first` and goes on from `node` with the number at `place`: it is that very number, or any."""
        found: list[tuple[Value, int, int]] = []
        nodes = [(node, 0)]  # with how many parts of any number the last syllables are
        behind: dict[int, list[Trie[Value]]] = defaultdict(list)  # a rank: by the syllable that it ends before
        for after in range(place, len(section)):
            syllable = section[after]
            following = [(branch, 0) for node, _ in nodes if (branch := node.branches.get(syllable.form)) is not None]
            if syllable.form.isdigit():
                goes_on = after > first and section[after - 1].clause == syllable.clause
                numbers = [branch for node, _ in nodes if (branch := node.branches.get(NUMBER)) is not None]
                following += [(branch, 1) for branch in numbers]
                following += [(node, parts + 1) for node, parts in nodes if 0 < parts < _MOST_PARTS and goes_on]
                ranked = [branch for branch in numbers if branch.branches]
                rank = rank_at(section, after) if ranked else None
                if rank:
                    behind[rank[1]] += [slot for branch in ranked if (slot := branch.branches.get(rank[0])) is not None]
            # First, since of two that end together the earlier counts: a rank says more than any number.
            following[:0] = [(branch, 0) for branch in behind.pop(after + 1, ())]
            if not (following or behind):
                break
            found[:0] = [(value, first, after + 1) for branch, _ in following for value in branch.ends]
            nodes = following
        return found


def forms_of(phrase: str, abbreviations: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The way of a phrase through a trie: its syllables, NUMBER for "<số>" (with the sign of per cent where one follows), for a rank that and its third."""
    for part in _SLOT.split(phrase):
        if part == NUMBER:
            yield NUMBER
        elif part in SLOTS:
            yield from (NUMBER, SLOTS[part])
        elif part.strip() in _PER_CENT:
            yield "%"
        else:
            yield from (syllable.form for syllable in syllables(part, abbreviations))


def abbreviated_forms(written_out: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What each abbreviation stands for, in forms, read as any text is: over commas ("cán bộ, công chức"), and with the others in it ("ban chỉ đạo CCHC")."""
    longs = {plain_letters(short): long for short, long in written_out.items()}
    plain = {short: tuple(forms_of(long, {})) for short, long in longs.items()}
    # But not with itself: "UBND: UBND xã" would have no end.
    return {short: tuple(forms_of(long, {each: forms for each, forms in plain.items() if each != short})) for short, long in longs.items()}
