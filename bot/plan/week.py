"""A week of the timetable as people see it: which slots a Post could still have, and which days are quiet for whom."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Final
from zoneinfo import ZoneInfo

from bot.judgement import Tone
from bot.messages import Sentence
from bot.plan.bookings import PLAIN, Booking, Traits, cooled_off
from bot.plan.policy import TimetablePolicy
from bot.plan.quiet_days import quiet_day
from bot.plan.timetable import Calendar, slots

_TICK: Final = timedelta(microseconds=1)
_NOON: Final = time(12)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Why Posts of some tones don't go out on a day."""

    why: Sentence
    tones: tuple[Tone, ...]


def days_of(zone: ZoneInfo, monday: date) -> tuple[tuple[date, datetime, datetime], ...]:
    """The seven days from `monday` on, each with its begin and its end as instants in UTC: a day of a change of daylight saving is shorter or longer."""
    days = [monday + timedelta(days=number) for number in range(8)]
    edges = [datetime.combine(day, time(), zone).astimezone(UTC) for day in days]
    return tuple((days[number], edges[number], edges[number + 1]) for number in range(7))


def free_slots(
    policy: TimetablePolicy, begin: datetime, end: datetime, bookings: Collection[Booking], post: Traits = PLAIN
) -> Iterator[datetime]:
    """The slots from `begin` on and before `end` (aware) that a Post like `post` could have without anybody making room for it.

    `bookings` are those of other Posts of the Page, from the least spacing and the day before `begin` until as long after `end`.
    """
    calendar, ready = Calendar(policy, bookings), cooled_off(policy, post)
    for slot in takewhile(lambda at: at < end, slots(policy, begin - _TICK)):
        waits = ready is not None and slot < ready
        if not waits and quiet_day(policy, post.tone, slot) is None and not calendar.too_near(slot) and calendar.full(slot, post) is None:
            yield slot


def quiet_on(policy: TimetablePolicy, day: date) -> tuple[Quiet, ...]:
    """Why Posts don't go out on `day`, with the tones that each reason is for."""
    noon = datetime.combine(day, _NOON, ZoneInfo(policy.timezone))
    found: dict[str, tuple[Sentence, list[Tone]]] = {}
    for tone in Tone:
        why = quiet_day(policy, tone, noon)
        if why is not None:
            found.setdefault(why.say("en"), (why, []))[1].append(tone)
    return tuple(Quiet(why, tuple(tones)) for why, tones in found.values())
