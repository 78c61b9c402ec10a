"""The hours at which this Page's own Posts did best: a proposal for its slots, by figures that are few. Nothing here changes a timetable.

What is compared is the logarithm of a figure, against the other Posts of the same month (a Page grows). An hour is drawn to the average by as much as it
has few Posts, and one that has no slot yet must be better by more than chance to be proposed in the place of one that has.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.plan.policy import SlotDays, TimetablePolicy

LEAST_POSTS: Final = 30
"""Of so few Posts in a group of days nothing is concluded."""
_LEAST_AN_HOUR: Final = 5
_PRIOR: Final = 10.0  # an hour counts as if it also had so many Posts that did as all do
_STEP: Final = 30  # minutes
_GROUPS: Final = (SlotDays.WEEKDAYS, SlotDays.WEEKEND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """When a Post went out, and its figure at an age that is the same for all."""

    published_at: datetime
    figure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """Half an hour of the day: how many Posts began in it, and how well they did (1.0: as all do), drawn to the average. `is_slot`: it is one now."""

    clock: time
    posts: int
    ratio: float
    is_slot: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """For one group of days: the slots proposed (those of today where there is too little to go by), and what is known of each hour, the best first."""

    days: SlotDays
    posts: int
    enough: bool
    slots: tuple[time, ...]
    hours: tuple[Hour, ...]


def propose(policy: TimetablePolicy, samples: Collection[Sample]) -> tuple[Proposal, ...]:
    """As many slots for weekdays and for the weekend as there are now, each outside quiet hours and the least spacing from the next."""
    zone = ZoneInfo(policy.timezone)
    local = [(each.published_at.astimezone(zone), math.log1p(each.figure)) for each in samples]
    usual = _usual(local)
    by_group: dict[SlotDays, list[tuple[time, float]]] = {days: [] for days in _GROUPS}
    for at, value in local:
        above = value - usual.get((at.year, at.month), usual[None])
        by_group[_GROUPS[at.weekday() >= 5]].append((at.time(), above))
    return tuple(_proposal(policy, days, by_group[days]) for days in _GROUPS)


def _usual(local: Iterable[tuple[datetime, float]]) -> Mapping[tuple[int, int] | None, float]:
    """The mean of all Posts (None), and of each month that has enough of them."""
    months: dict[tuple[int, int], list[float]] = defaultdict(list)
    everything = []
    for at, value in local:
        months[at.year, at.month].append(value)
        everything.append(value)
    found: dict[tuple[int, int] | None, float] = {None: _mean(everything)}
    found.update({month: _mean(values) for month, values in months.items() if len(values) >= _LEAST_AN_HOUR})
    return found


def _proposal(policy: TimetablePolicy, days: SlotDays, values: Sequence[tuple[time, float]]) -> Proposal:
    now = sorted({*policy.slots.get(days, ()), *policy.slots.get(SlotDays.EVERYDAY, ())})
    by_hour: dict[time, list[float]] = {_hour(clock): [] for clock in now}
    for clock, above in values:
        by_hour.setdefault(_hour(clock), []).append(above)
    spread = math.sqrt(_mean([above**2 for _, above in values]))
    effects = {clock: sum(each) / (len(each) + _PRIOR) for clock, each in by_hour.items()}
    held = {_hour(clock) for clock in now}
    hours = [
        Hour(clock=clock, posts=len(each), ratio=round(math.exp(effects[clock]), 2), is_slot=clock in held)
        for clock, each in by_hour.items()
    ]
    hours.sort(key=lambda hour: (-hour.ratio, hour.clock))
    enough = len(values) >= LEAST_POSTS and bool(now)
    if not enough:
        return Proposal(days=days, posts=len(values), enough=False, slots=tuple(now), hours=tuple(hours))
    # A new hour must be better by more than one standard error; one that has a slot keeps it where there is nothing better.
    worth = {
        clock: effects[clock] - spread / math.sqrt(len(each) + _PRIOR)
        for clock, each in by_hour.items()
        if clock not in held and len(each) >= _LEAST_AN_HOUR
    }
    worth.update({clock: effects[_hour(clock)] for clock in now})
    return Proposal(days=days, posts=len(values), enough=True, slots=_chosen(policy, worth, now), hours=tuple(hours))


def _chosen(policy: TimetablePolicy, worth: Mapping[time, float], now: Sequence[time]) -> tuple[time, ...]:
    """The best hours, greedily; as many as there are slots now, or fewer where the spacing leaves no room."""
    chosen: list[time] = []
    for clock in sorted(worth, key=lambda clock: (-worth[clock], clock not in now, clock)):
        if (
            len(chosen) < len(now)
            and not _is_quiet(policy, clock)
            and all(_apart(clock, other) >= policy.least_spacing for other in chosen)
        ):
            chosen.append(clock)
    return tuple(sorted(chosen))


def _is_quiet(policy: TimetablePolicy, clock: time) -> bool:
    return any(begin <= clock < end if begin < end else clock >= begin or clock < end for begin, end in policy.quiet_hours)


def _apart(one: time, other: time) -> timedelta:
    return timedelta(minutes=abs((one.hour - other.hour) * 60 + one.minute - other.minute))


def _hour(clock: time) -> time:
    return time(clock.hour, clock.minute - clock.minute % _STEP)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0
