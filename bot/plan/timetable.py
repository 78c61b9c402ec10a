"""When a Post may go out: weekly slots in the zone's wall-clock time, quiet hours, least spacing, a cap a day.

Pure and stable: the same policy, `now` and taken times give the same slot, and giving a Post a slot moves no other Post.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import Conflict
from bot.messages import Sentence
from bot.plan.policy import SlotDays, TimetablePolicy
from bot.policy import write_duration

_WEEK: Final = (SlotDays.MON, SlotDays.TUE, SlotDays.WED, SlotDays.THU, SlotDays.FRI, SlotDays.SAT, SlotDays.SUN)
_YEARS_AHEAD: Final = 2


def is_quiet(policy: TimetablePolicy, at: datetime) -> bool:
    """Whether the instant `at` (aware) falls into quiet hours; a span includes its begin and excludes its end."""
    local = at.astimezone(ZoneInfo(policy.timezone)).time()
    return any(begin <= local < end if begin < end else local >= begin or local < end for begin, end in policy.quiet_hours)


def _clock_times(policy: TimetablePolicy, day: date) -> set[time]:
    groups = (_WEEK[day.weekday()], SlotDays.WEEKDAYS if day.weekday() < 5 else SlotDays.WEEKEND, SlotDays.EVERYDAY)
    return {clock for group in groups for clock in policy.slots.get(group, ())}


def slots(policy: TimetablePolicy, after: datetime) -> Iterator[datetime]:
    """Every slot outside quiet hours later than `after` (aware), in order, in UTC, for two years.

    A wall-clock time that a change of daylight saving skips goes to the instant it names by the offset before the change; one that occurs twice is taken once.
    """
    zone = ZoneInfo(policy.timezone)
    first = after.astimezone(zone).date()
    for offset in range(366 * _YEARS_AHEAD):
        day = first + timedelta(days=offset)
        instants = sorted({datetime.combine(day, clock, zone).astimezone(UTC) for clock in _clock_times(policy, day)})
        yield from (instant for instant in instants if instant > after and not is_quiet(policy, instant))


def next_due(policy: TimetablePolicy, now: datetime, taken: Collection[datetime]) -> datetime:
    """The first slot after `now` that keeps the spacing to every taken time and the day's cap.

    Args:
        policy: the Page's timetable.
        now: aware.
        taken: aware times at which Posts of the same Page are due or went out.

    Raises:
        Conflict: no slot within two years (the settings refuse a timetable without slots, so this needs thousands of waiting Posts).
    """
    zone = ZoneInfo(policy.timezone)
    a_day = Counter(at.astimezone(zone).date() for at in taken)
    for slot in slots(policy, now):
        if a_day[slot.astimezone(zone).date()] >= policy.cap_per_day:
            continue
        if all(abs(slot - other) >= policy.least_spacing and slot != other for other in taken):
            return slot
    raise Conflict("plan.no_slot", years=_YEARS_AHEAD)


@dataclass(frozen=True, slots=True)
class GoOut:
    """The Post may go out now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The Post keeps its slot but waits until `until` for the spacing to the Post before, which went out late."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """The Post's time has passed or may not be used; it needs a later slot, and this is why."""

    why: Sentence


Verdict = GoOut | Wait | Move


def judge(policy: TimetablePolicy, due_at: datetime, now: datetime, published: Collection[datetime]) -> Verdict:
    """Whether a Post due at `due_at` (not later than `now`) may go out at `now`.

    `published` are the times at which Posts of the same Page went out during the last day and the least spacing, at the least.
    """
    if now - due_at > policy.lateness:
        return Move(Sentence("plan.moved_late", {"lateness": write_duration(policy.lateness)}))
    if is_quiet(policy, now):
        return Move(Sentence("plan.moved_quiet"))
    zone = ZoneInfo(policy.timezone)
    today = now.astimezone(zone).date()
    if sum(at.astimezone(zone).date() == today for at in published) >= policy.cap_per_day:
        return Move(Sentence("plan.moved_cap", {"cap": policy.cap_per_day}))
    free_from = max(published, default=now - policy.least_spacing) + policy.least_spacing
    if free_from <= now:
        return GoOut()
    if free_from - due_at <= policy.lateness:
        return Wait(free_from)
    return Move(Sentence("plan.moved_spacing", {"spacing": write_duration(policy.least_spacing)}))


def reason_to_expire(policy: TimetablePolicy, made_at: datetime, now: datetime) -> Sentence | None:
    """Why a Post that still waits, made at `made_at` (as a rule when its Entry came), is too old to go out at all; None while it is fresh enough."""
    if now - made_at <= policy.expires_after:
        return None
    return Sentence("plan.expired", {"days": f"{round(policy.expires_after / timedelta(days=1), 2):g}"})
