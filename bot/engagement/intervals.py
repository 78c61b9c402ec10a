"""How sure a figure of few Posts is: intervals that say so, without a die, so that the same figures always give the same ones.

The median's interval is that of the order statistics (exact whatever the distribution, from six values on); that of a share is Wilson's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt
from statistics import median
from typing import Final

_OUTSIDE: Final = 0.05  # both tails together: 95 %
_Z: Final = 1.959963984540054
_MANY: Final = 1_000  # from so many values on the normal approximation is as good, and quick


@dataclass(frozen=True, slots=True)
class Middle:
    """The median of some values, and between which two it lies with 95 %; None, None where there are too few to say."""

    value: float
    low: float | None
    high: float | None


def middle(values: Sequence[float]) -> Middle | None:
    """The median with its interval; None of no values."""
    if not values:
        return None
    ordered = sorted(values)
    place = _rank(len(ordered))
    if place is None:
        return Middle(float(median(ordered)), None, None)
    return Middle(float(median(ordered)), float(ordered[place - 1]), float(ordered[-place]))


def _rank(count: int) -> int | None:
    """The largest r such that the r-th smallest and the r-th largest of so many values hold the median between them with 95 %; None where not even the extremes do."""
    if count > _MANY:
        return int(count / 2 - _Z * sqrt(count) / 2)
    tail, total = 0, 2**count
    for rank in range(count // 2 + 1):
        tail += comb(count, rank)
        if 2 * tail > _OUTSIDE * total:
            return rank or None
    return None


def wilson(successes: int, count: int) -> tuple[float, float]:
    """Between which shares the true one lies with 95 %; (0, 1) where nothing was seen. Raises ValueError for more successes than tries."""
    if not 0 <= successes <= count:
        raise ValueError("more successes than tries")
    if count == 0:
        return 0.0, 1.0
    share, square = successes / count, _Z * _Z
    centre = share + square / (2 * count)
    spread = _Z * sqrt(share * (1 - share) / count + square / (4 * count * count))
    scale = 1 + square / count
    low = (centre - spread) / scale if successes else 0.0
    high = (centre + spread) / scale if successes < count else 1.0
    return low, high
