"""Posts compared by what they were like: the typical figure of each group. Pure.

Typical is the median: one Post that everybody shared says nothing about the others of its kind. A figure that is missing counts for nothing, and never as 0.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.engagement.intervals import middle

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Group(Generic[Key]):
    """How many Posts there were, how many of them have the figure, and the median of those; None where none has.

    Between `low` and `high` the typical figure lies with 95 %; None where there are too few Posts to say.
    """

    key: Key
    posts: int
    measured: int
    typical: float | None
    low: float | None = None
    high: float | None = None


def grouped(values: Iterable[tuple[Key, int | None]], order: Sequence[Key]) -> tuple[Group[Key], ...]:
    """The groups in `order`, with those that have no Post; a value of another key is left out."""
    found: dict[Key, list[int | None]] = {key: [] for key in order}
    for key, value in values:
        if key in found:
            found[key].append(value)
    return tuple(_group(key, of_key) for key, of_key in found.items())


def _group(key: Key, values: Sequence[int | None]) -> Group[Key]:
    known = [value for value in values if value is not None]
    found = middle(known)
    if found is None:
        return Group(key, posts=len(values), measured=0, typical=None)
    return Group(key, posts=len(values), measured=len(known), typical=found.value, low=found.low, high=found.high)
