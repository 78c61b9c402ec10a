"""On which days a Post of some tone does not go out, and why: Tết, public holidays, mourning, an agency's own days."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.judgement import Tone
from bot.messages import Sentence
from bot.plan.policy import QuietDaysPolicy, TimetablePolicy


def quiet_day(policy: TimetablePolicy, tone: Tone, at: datetime) -> Sentence | None:
    """Why a Post of `tone` does not go out on the day of `at` (aware) in the timetable's zone; None where it may."""
    return _why(policy.quiet_days, tone, at.astimezone(ZoneInfo(policy.timezone)).date())


def may_be_quiet(policy: TimetablePolicy, tone: Tone) -> bool:
    """Whether there is any day at all on which a Post of `tone` does not go out."""
    days = policy.quiet_days
    named = tone in days.tet or tone in days.holidays or (bool(days.mourning) and tone in days.mourning_tones)
    return named or any(tone in other.tones for other in days.others)


def _why(days: QuietDaysPolicy, tone: Tone, day: date) -> Sentence | None:
    return next(_whys(days, tone, day), None)


def _whys(days: QuietDaysPolicy, tone: Tone, day: date) -> Iterator[Sentence]:
    """The gravest first."""
    if tone in days.mourning_tones and any(first <= day <= last for first, last in days.mourning):
        yield Sentence("plan.quiet_mourning")
    for other in days.others:
        if tone in other.tones and other.days[0] <= day <= other.days[1]:
            yield Sentence("plan.quiet_other", {"name": other.name})
    if tone in days.tet and _is_tet(days, day):
        yield Sentence("plan.quiet_tet")
    if tone in days.holidays and (name := _holiday(day)) is not None:
        yield Sentence("plan.quiet_holiday", {"name": name})


def _is_tet(days: QuietDaysPolicy, day: date) -> bool:
    if day.month > 3:
        return False  # Tết begins between 21 January and 20 February, and lasts no longer than a month
    from bot.plan.public_holidays import first_of_tet  # noqa: PLC0415 - the library takes a tenth of a second and 10 MB

    first = first_of_tet(day.year)
    return first is not None and first - timedelta(days=days.tet_before) <= day <= first + timedelta(days=days.tet_after)


def _holiday(day: date) -> str | None:
    from bot.plan.public_holidays import holiday_on  # noqa: PLC0415 - as above

    return holiday_on(day)
