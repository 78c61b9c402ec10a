"""The queue of a Page as a calendar: a week of days with what is due, what went out, and the slots that are free."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.judgement import Tone
from bot.model import PostState
from bot.plan.bookings import Booking, Traits
from bot.plan.policy import TimetablePolicy
from bot.plan.week import Quiet, days_of, free_slots, quiet_on
from bot.service.world import World
from bot.store.lists import QueueLine

_MOST: Final = 400  # Posts of a week: more than any timetable has slots for
_MOST_CARDS: Final = 80  # Posts that can be moved from here; others from their own page
_MOST_CHOICES: Final = 60
_A_WEEK: Final = timedelta(days=7)
_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A time of a day: a Post (with the slots that it could have instead, where it can be moved), or a free slot."""

    at: datetime
    line: QueueLine | None = None
    choices: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the week."""

    day: date
    is_today: bool
    is_over: bool
    quiet: tuple[Quiet, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days of a Page, from a Monday on. `cut` says that not all of its Posts are shown."""

    page: str
    monday: date
    days: tuple[Day, ...]
    quiet_hours: tuple[tuple[time, time], ...]
    cut: bool

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.monday - _A_WEEK

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.monday + _A_WEEK


def monday_of(world: World, day: date | None) -> date:
    """The Monday of the week of `day`, or of today."""
    found = day or world.clock().astimezone(world.zone).date()
    return found - timedelta(days=found.weekday())


def week(world: World, page: str, monday: date) -> Week:
    """The week of an enabled or former Page. What is read is bounded by the week, however long the queue is."""
    policy, now = world.timetable(page), world.clock()
    days = days_of(world.zone, monday)
    begin, end = days[0][1], days[-1][2]
    margin = max(timedelta(days=1), policy.least_spacing)
    around = world.store.lists.between(page, begin - margin, end + _A_WEEK + margin, _MOST)
    lines = [line for line in around if begin <= _at(line) < end]
    booked = [_booking(line) for line in around]
    cards = [line for line in lines if line.post.state is PostState.SCHEDULED][:_MOST_CARDS]
    # What is past can't be chosen any more; the week after is there to choose from, too.
    span = (max(now + _TICK, begin), end + _A_WEEK)
    choices = {line.post.key: _choices(policy, span, booked, line) for line in cards}
    free = set(free_slots(policy, *span, booked)) | {slot for slots in choices.values() for slot in slots}
    cells = sorted(
        [
            *(Cell(at=_at(line), line=line, choices=choices.get(line.post.key, ())) for line in lines),
            *(Cell(at=slot) for slot in free - {_at(line) for line in lines}),
        ],
        key=lambda cell: cell.at,
    )
    today = now.astimezone(world.zone).date()
    return Week(
        page=page,
        monday=monday,
        days=tuple(
            Day(
                day=day,
                is_today=day == today,
                is_over=day < today,
                quiet=quiet_on(policy, day),
                cells=tuple(cell for cell in cells if first <= cell.at < last),
            )
            for day, first, last in days
        ),
        quiet_hours=policy.quiet_hours,
        cut=len(around) >= _MOST,
    )


def _at(line: QueueLine) -> datetime:
    at = line.post.published_at or line.post.due_at
    if at is None:
        raise AssertionError("a Post of a week has a time")
    return at


def _traits(line: QueueLine) -> Traits:
    return Traits(tone=line.tone or Tone.NEUTRAL, fields=line.fields, first_seen_at=line.seen_at)


def _booking(line: QueueLine) -> Booking:
    return Booking(at=_at(line), post=line.post.key, traits=replace(_traits(line), first_seen_at=None))


def _choices(
    policy: TimetablePolicy, span: tuple[datetime, datetime], booked: Collection[Booking], line: QueueLine
) -> tuple[datetime, ...]:
    others = [booking for booking in booked if booking.post != line.post.key]
    return tuple(slot for slot in free_slots(policy, *span, others, _traits(line)) if slot != line.post.due_at)[:_MOST_CHOICES]
