"""Whether two periods really differ: the medians of both, and a rank test that keeps chance from being told as a trend."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from math import sqrt
from statistics import median
from typing import Final

LEAST: Final = 10  # Posts in each period; fewer show nothing
_SURE: Final = 1.96  # standard deviations: one chance in twenty of being wrong


class Direction(StrEnum):
    """Where the figures of the period stand beside those of the one before."""

    HIGHER = "higher"
    LOWER = "lower"
    ALIKE = "alike"  # no difference that chance would not make


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two periods: the median of each, over how many Posts, and what the difference is worth."""

    before: float
    now: float
    posts_before: int
    posts_now: int
    direction: Direction


def compare(before: Sequence[int], now: Sequence[int]) -> Comparison | None:
    """The two held against each other; None where either has too few."""
    if min(len(before), len(now)) < LEAST:
        return None
    middles, z = (median(before), median(now)), _z(before, now)
    direction = Direction.ALIKE
    # Both must say it: ranks may differ where medians don't, or the other way round.
    if z >= _SURE and middles[1] > middles[0]:
        direction = Direction.HIGHER
    elif z <= -_SURE and middles[1] < middles[0]:
        direction = Direction.LOWER
    return Comparison(before=middles[0], now=middles[1], posts_before=len(before), posts_now=len(now), direction=direction)


def _z(before: Sequence[int], now: Sequence[int]) -> float:
    """Mann and Whitney's U of `now` over `before` as a normal deviate, corrected for ties; positive where `now` ranks higher."""
    both = sorted([(value, 0) for value in before] + [(value, 1) for value in now])
    rank_sum, ties, place = 0.0, 0, 0
    for _, group in groupby(both, key=lambda pair: pair[0]):
        members = [side for _, side in group]
        size = len(members)
        rank_sum += sum(members) * (place + (size + 1) / 2)
        ties += size**3 - size
        place += size
    few, many, all_of_them = len(now), len(before), len(both)
    u = rank_sum - few * (few + 1) / 2
    spread = few * many / 12 * (all_of_them + 1 - ties / (all_of_them * (all_of_them - 1)))
    return (u - few * many / 2) / sqrt(spread) if spread > 0 else 0.0
