"""When a Post may go out: weekly slots and windows in the zone's wall-clock time, quiet hours and days, least spacing, caps a day.

Pure and stable: the same policy, instants and bookings give the same answer.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, takewhile
from typing import Final
from zoneinfo import ZoneInfo

from bot.messages import Sentence
from bot.plan.bookings import PLAIN, Booking, Traits, cooled_off
from bot.plan.policy import Lane, SlotDays, TimetablePolicy
from bot.plan.quiet_days import quiet_day
from bot.policy import write_duration

YEARS_AHEAD: Final = 2
_WEEK: Final = (SlotDays.MON, SlotDays.TUE, SlotDays.WED, SlotDays.THU, SlotDays.FRI, SlotDays.SAT, SlotDays.SUN)
_ANY_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - only its clock is used


def is_quiet(policy: TimetablePolicy, at: datetime) -> bool:
    """Whether the instant `at` (aware) falls into quiet hours; a span includes its begin and excludes its end."""
    local = at.astimezone(ZoneInfo(policy.timezone)).time()
    return any(begin <= local < end if begin < end else local >= begin or local < end for begin, end in policy.quiet_hours)


def _clock_times(policy: TimetablePolicy, day: date) -> set[time]:
    groups = (_WEEK[day.weekday()], SlotDays.WEEKDAYS if day.weekday() < 5 else SlotDays.WEEKEND, SlotDays.EVERYDAY)
    of_windows = {clock for group in groups for window in policy.windows.get(group, ()) for clock in _steps(*window)}
    return of_windows | {clock for group in groups for clock in policy.slots.get(group, ())}


def _steps(begin: time, end: time, every: timedelta) -> Iterator[time]:
    first, last = datetime.combine(_ANY_DAY, begin), datetime.combine(_ANY_DAY, end)
    return (at.time() for at in takewhile(lambda at: at <= last, (first + number * every for number in count())))


def slots(policy: TimetablePolicy, after: datetime) -> Iterator[datetime]:
    """Every slot outside quiet hours later than `after` (aware), in order, in UTC, for two years.

    A wall-clock time that a change of daylight saving skips goes to the instant it names by the offset before the change; one that occurs twice is taken once.
    """
    zone = ZoneInfo(policy.timezone)
    first = after.astimezone(zone).date()
    clocks = [_clock_times(policy, first + timedelta(days=number)) for number in range(7)]
    for offset in range(366 * YEARS_AHEAD):
        day = first + timedelta(days=offset)
        instants = sorted({datetime.combine(day, clock, zone).astimezone(UTC) for clock in clocks[offset % 7]})
        yield from (instant for instant in instants if instant > after and not is_quiet(policy, instant))


class Calendar:
    """The bookings of a Page, to be asked many times."""

    def __init__(self, policy: TimetablePolicy, bookings: Collection[Booking]) -> None:
        self._policy = policy
        self._zone = ZoneInfo(policy.timezone)
        self.bookings = sorted(bookings, key=lambda booking: (booking.at, booking.post))
        self._times = [booking.at for booking in self.bookings]
        self._a_day = Counter(map(self._day, self._times))
        self._a_day_of: Counter[tuple[date, str]] = Counter(
            (self._day(each.at), name) for each in self.bookings if policy.caps for name in each.traits.names if name in policy.caps
        )

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def at(self, instant: datetime) -> Booking | None:
        """The booking of exactly this instant, if there is one."""
        place = bisect_left(self._times, instant)
        return self.bookings[place] if place < len(self._times) and self._times[place] == instant else None

    def beside(self, at: datetime, without: Booking | None = None) -> list[Booking]:
        """The bookings next to `at` on both sides, with those of exactly that instant."""
        place = bisect_left(self._times, at)
        before = next((self.bookings[number] for number in range(place - 1, -1, -1) if self.bookings[number] is not without), None)
        after = next((self.bookings[number] for number in range(place, len(self._times)) if self.bookings[number] is not without), None)
        return [booking for booking in (before, after) if booking is not None]

    def full(self, at: datetime, post: Traits, without: Booking | None = None) -> Sentence | None:
        """Why no Post like `post` fits into the day of `at` any more; None where one does."""
        day, policy = self._day(at), self._policy
        same_day = without is not None and self._day(without.at) == day
        if self._a_day[day] - same_day >= policy.cap_per_day:
            return Sentence("plan.day_full", {"cap": policy.cap_per_day})
        for name, cap in policy.caps.items():
            less = without is not None and same_day and name in without.traits.names
            if name in post.names and self._a_day_of[day, name] - less >= cap:
                return Sentence("plan.day_full_of", {"cap": cap, "name": name})
        return None

    def too_near(self, at: datetime, without: Booking | None = None) -> bool:
        """Whether a booking is nearer to `at` than the least spacing, or has that very time."""
        return any(each.at == at or abs(each.at - at) < self._policy.least_spacing for each in self.beside(at, without))


def objection(policy: TimetablePolicy, at: datetime, bookings: Collection[Booking], post: Traits = PLAIN) -> Sentence | None:
    """What in the timetable speaks against a Post going out at exactly `at`, though that need be no slot; None where nothing does."""
    if is_quiet(policy, at):
        return Sentence("plan.quiet_now")
    quiet = quiet_day(policy, post.tone, at)
    if quiet is not None:
        return quiet
    ready = cooled_off(policy, post)
    if ready is not None and at < ready:
        return _cooling(policy, ready)
    calendar = Calendar(policy, bookings)
    if calendar.too_near(at):
        return Sentence("plan.too_near", {"spacing": write_duration(policy.least_spacing)})
    return calendar.full(at, post)


def _cooling(policy: TimetablePolicy, ready: datetime) -> Sentence:
    return Sentence("plan.cooling", {"time": f"{ready.astimezone(ZoneInfo(policy.timezone)):%H:%M %d/%m}"})


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


def judge(
    policy: TimetablePolicy,
    due_at: datetime,
    now: datetime,
    published: Collection[Booking],
    post: Traits = PLAIN,
    *,
    forced: bool = False,
) -> Verdict:
    """Whether a Post due at `due_at` (not later than `now`) may go out at `now`, by the settings as they are now.

    `published` are the Posts of the same Page that went out during the last day and the least spacing, at the least. A Post is `forced` where an editor has
    said in so many words that it is to go out at this hour and day, whatever the timetable says; only too late it is none the less.
    """
    if now - due_at > policy.lateness:
        return Move(Sentence("plan.moved_late", {"lateness": write_duration(policy.lateness)}))
    if forced:
        return GoOut()
    if is_quiet(policy, now):
        return Move(Sentence("plan.moved_quiet"))
    quiet, ready = quiet_day(policy, post.tone, now), cooled_off(policy, post)
    if quiet is not None:
        return Move(Sentence("plan.moved", {"why": quiet}))
    if ready is not None and now < ready:
        return Move(Sentence("plan.moved", {"why": _cooling(policy, ready)}))
    full = Calendar(policy, published).full(now, post)
    if full is not None:
        return Move(Sentence("plan.moved_day", {"why": full}))
    free_from = max((each.at for each in published), default=now - policy.least_spacing) + policy.least_spacing
    if free_from <= now:
        return GoOut()
    if free_from - due_at <= policy.lateness:
        return Wait(free_from)
    return Move(Sentence("plan.moved_spacing", {"spacing": write_duration(policy.least_spacing)}))


def reason_to_expire(policy: TimetablePolicy, made_at: datetime, now: datetime, lane: Lane = Lane.NORMAL) -> Sentence | None:
    """Why a Post that still waits, made at `made_at`, is too old to go out at all; None while it is fresh enough, as what is evergreen always is."""
    if lane is Lane.EVERGREEN or now - made_at <= policy.expires_after:
        return None
    return Sentence("plan.expired", {"days": f"{round(policy.expires_after / timedelta(days=1), 2):g}"})
