"""How a Post did beside the other posts of its Page at the same age. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.engagement.intervals import Middle, middle, wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A figure beside those of `others` posts: the median of those, and the share of them that it surpasses (half of its equals), with 95 % intervals."""

    value: int
    others: int
    typical: Middle
    above: float
    above_low: float
    above_high: float

    @property
    def ratio(self) -> float | None:
        """How many times the typical figure; None where that is 0."""
        return self.value / self.typical.value if self.typical.value else None


def beside(value: int, others: Sequence[int]) -> Standing | None:
    """The Post's standing; None where there is no other to compare it with."""
    typical = middle(others)
    if typical is None:
        return None
    below, equal = sum(other < value for other in others), sum(other == value for other in others)
    low, high = wilson(below, len(others))[0], wilson(below + equal, len(others))[1]
    return Standing(
        value=value, others=len(others), typical=typical, above=(below + equal / 2) / len(others), above_low=low, above_high=high
    )
