"""At which ages a published Post is measured: the ladder. A rung that was missed (the service was down) stays missing; it is never made up later."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.engagement.policy import EngagementPolicy
from bot.policy import write_duration

# Figures at nearly the same age are compared where the very rung was missed.
_LEAST, _MOST = 0.8, 1.25
_OVERTIME: Final = timedelta(days=7)


def rung_name(rung: timedelta) -> str:
    """`timedelta(hours=6)` → `"6h"`: the rung's name in the database, unique per Post."""
    return write_duration(rung)


def reached(ladder: Sequence[timedelta], age: timedelta) -> timedelta | None:
    """The highest rung that this age has reached; None below the first."""
    place = bisect_right(ladder, age)
    return ladder[place - 1] if place else None


def following(ladder: Sequence[timedelta], age: timedelta) -> timedelta | None:
    """The first rung above this age; None behind the last."""
    place = bisect_right(ladder, age)
    return ladder[place] if place < len(ladder) else None


def near(ladder: Sequence[timedelta], age: timedelta) -> tuple[timedelta, ...]:
    """The rungs whose figures may stand for those at this age, the nearest first; the age itself always is one of them."""
    found = {age, *(rung for rung in ladder if age * _LEAST <= rung <= age * _MOST)}
    return tuple(sorted(found, key=lambda rung: (abs(rung - age), rung)))


def patience(ladder: Sequence[timedelta], rung: timedelta) -> timedelta:
    """How long a Post that has reached a rung may wait for others to be measured along with it: a quarter of its age or of the way to the next rung."""
    place = bisect_right(ladder, rung)
    before = ladder[place - 2] if place > 1 else timedelta(0)
    beside = ladder[place] if place < len(ladder) else before
    return min(abs(beside - rung), rung) / 4


def oldest_of_interest(policy: EngagementPolicy, now: datetime) -> datetime:
    """Posts published before this instant have every rung behind them, even if the last one is fetched a week late."""
    return now - policy.ladder[-1] - _OVERTIME
