"""The settings of the plan: weekly slots, quiet hours and days, spacing, caps, lanes, approval, retries."""

import re
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from bot.judgement import Field as ReformField
from bot.judgement import FindingKind, Tone, Topic
from bot.plan.bands import BandsPolicy
from bot.policy import (
    ClockTime,
    Duration,
    Name,
    Policy,
    laid_over,
    no_longer_than,
    no_oftener_than,
    parse_clock,
    parse_duration,
    write_duration,
)


class SlotDays(StrEnum):
    """Which days a list of slots is for; a day's own list adds to the group's."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"
    WEEKDAYS = "weekdays"
    WEEKEND = "weekend"
    EVERYDAY = "everyday"


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    # "Europe" is a folder of zones: zoneinfo lets that error of the file system through.
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PydanticCustomError("settings.unknown_timezone", "unknown time zone: {value}", {"value": name}) from error
    return name


def _parse_span(value: object) -> tuple[time, time]:
    """`"21:30-06:30"` → the two clock times; a span may pass midnight, and equal ends are refused."""
    if isinstance(value, tuple):
        return value
    begin, dash, end = str(value).partition("-")
    span = (parse_clock(begin), parse_clock(end)) if dash else None
    if span is None or span[0] == span[1]:
        raise PydanticCustomError("settings.not_a_span", "not a span of hours: {value}", {"value": str(value)})
    return span


ClockSpan = Annotated[
    tuple[time, time],
    BeforeValidator(_parse_span),
    PlainSerializer(lambda span: f"{span[0]:%H:%M}-{span[1]:%H:%M}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2} *- *[0-9]{1,2}:[0-9]{2}$", "examples": ["21:30-06:30"]}),
]

TimeZone = Annotated[str, AfterValidator(_known_zone)]


_WINDOW: Final = re.compile(r"([^-]+)-(.+?)\s+every\s+(\S+)")
_SHORTEST_STEP: Final = timedelta(minutes=5)


def _parse_window(value: object) -> tuple[time, time, timedelta]:
    """`"08:00-11:00 every 60m"` → its two clock times and the step; it lies within one day."""
    if isinstance(value, tuple):
        return value
    match = _WINDOW.fullmatch(str(value).strip())
    if match is None:
        raise PydanticCustomError("settings.not_a_window", "not a window: {value}", {"value": str(value)})
    begin, end, every = parse_clock(match[1]), parse_clock(match[2]), parse_duration(match[3])
    if end <= begin or every < _SHORTEST_STEP:
        raise PydanticCustomError("settings.not_a_window", "not a window: {value}", {"value": str(value)})
    return begin, end, every


ClockWindow = Annotated[
    tuple[time, time, timedelta],
    BeforeValidator(_parse_window),
    PlainSerializer(lambda window: f"{window[0]:%H:%M}-{window[1]:%H:%M} every {write_duration(window[2])}", return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^[0-9]{1,2}:[0-9]{2} *- *[0-9]{1,2}:[0-9]{2} +every +[0-9]{1,6}(s|m|h|d)$",
            "examples": ["08:00-11:00 every 60m"],
        }
    ),
]


def _parse_days(value: object) -> tuple[date, date]:
    """`"2026-07-20"` or `"2026-07-20..2026-07-22"` → the first and the last day."""
    if isinstance(value, tuple):
        return value
    first, dots, last = str(value).partition("..")
    try:
        found = date.fromisoformat(first.strip()), date.fromisoformat((last if dots else first).strip())
    except ValueError as error:
        raise PydanticCustomError("settings.not_days", "no date: {value}", {"value": str(value)}) from error
    if not timedelta(0) <= found[1] - found[0] < timedelta(days=366):
        raise PydanticCustomError("settings.not_days", "no date: {value}", {"value": str(value)})
    return found


Days = Annotated[
    tuple[date, date],
    BeforeValidator(_parse_days),
    PlainSerializer(lambda days: f"{days[0]}..{days[1]}" if days[0] != days[1] else f"{days[0]}", return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(\\.\\.[0-9]{4}-[0-9]{2}-[0-9]{2})?$",
            "examples": ["2026-07-20", "2026-07-20..2026-07-22"],
        }
    ),
]

# The ids of tones and of fields, which no two share: written out, so that an editor's slip is told with all there are.
ToneOrField = Literal[
    "praise",
    "criticism",
    "neutral",
    "institutional",
    "procedures",
    "apparatus",
    "civil_service",
    "public_finance",
    "e_government",
    "general",
]


class QuietDay(Policy):
    """Days of an agency's own on which Posts of some tones don't go out."""

    days: Days
    tones: Annotated[tuple[Tone, ...], Field(min_length=1)] = tuple(Tone)
    name: Annotated[str, Field(min_length=1, max_length=80)]
    """For people: what day it is."""


class QuietDaysPolicy(Policy):
    """On which days Posts of which tone don't go out: a Post without a tone is neutral. Public holidays and Tết come from a library."""

    tet: tuple[Tone, ...] = (Tone.CRITICISM,)
    """Tones that don't go out around Tết."""
    tet_before: Annotated[int, Field(ge=0, le=15)] = 2
    """Days before the first of the lunar year that belong to it."""
    tet_after: Annotated[int, Field(ge=0, le=30)] = 5
    """Days after the first that do."""
    holidays: tuple[Tone, ...] = ()
    """Tones that don't go out on public holidays and days off in their place."""
    mourning: tuple[Days, ...] = ()
    """Days of national mourning, as announced."""
    mourning_tones: tuple[Tone, ...] = (Tone.PRAISE, Tone.CRITICISM)
    """Tones that don't go out on these."""
    others: tuple[QuietDay, ...] = ()
    """Days of an agency's own: a festival, an anniversary."""


class Lane(StrEnum):
    """How a Post takes its place among the others."""

    URGENT = "urgent"  # the earliest slot, even one that another Post has
    NORMAL = "normal"
    EVERGREEN = "evergreen"  # what nobody else wants


class LaneRule(Policy):
    """Which Posts belong to a lane: those for which something of each list named holds. Of several rules the first one decides."""

    lane: Lane
    tones: tuple[Tone, ...] = ()
    fields: tuple[ReformField, ...] = ()
    topics: tuple[Topic, ...] = ()
    feeds: tuple[Name, ...] = ()
    words: tuple[Annotated[str, Field(min_length=2, max_length=80)], ...] = ()
    """Words in the headline; capitals make no difference, diacritics do."""

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not any((self.tones, self.fields, self.topics, self.feeds, self.words)):
            raise PydanticCustomError("settings.lane_of_all", "a rule for every Post")
        return self


def _a_whole(shares: dict[ReformField, int]) -> dict[ReformField, int]:
    total = sum(shares.values())
    if total > 100:
        raise PydanticCustomError("settings.shares_too_big", "more than the whole", {"total": total})
    return shares


class MixPolicy(Policy):
    """What Posts of one month should be like taken together. Wishes: a Post gives way to others, for `patience` at most."""

    no_field_twice: bool = False
    """Not the same main field twice running."""
    shares: Annotated[dict[ReformField, Annotated[int, Field(ge=1, le=100)]], AfterValidator(_a_whole)] = {}
    """By main field, the percent of a calendar month's Posts that the communication plan wants."""
    patience: Duration = timedelta(days=1)
    """For so long after the first slot it could have had, a Post gives way."""


class TimetablePolicy(Policy):
    """When Posts of a Page may go out, in the zone's wall-clock time."""

    timezone: TimeZone = "Asia/Ho_Chi_Minh"
    slots: dict[SlotDays, tuple[ClockTime, ...]] = {
        SlotDays.WEEKDAYS: (time(7, 30), time(11, 15), time(16, 45), time(19, 30)),
        SlotDays.WEEKEND: (time(8, 30), time(19, 0)),
    }
    windows: dict[SlotDays, tuple[ClockWindow, ...]] = {}
    """More slots: one at the begin of a window and one after each step, the end included where a step meets it."""
    quiet_hours: tuple[ClockSpan, ...] = ((time(21, 30), time(6, 30)),)
    quiet_days: QuietDaysPolicy = QuietDaysPolicy()
    least_spacing: Duration = timedelta(minutes=45)
    cap_per_day: Annotated[int, Field(ge=1, le=48)] = 4
    caps: dict[ToneOrField, Annotated[int, Field(ge=1, le=48)]] = {}
    """Posts a day of one tone, or of one field."""
    cooling_off: Duration = timedelta(0)
    """A Post does not go out before so long after its entry was first seen: editors mend an article in its first minutes."""
    cooling_off_for: dict[ToneOrField, Duration] = {}
    """The same for a tone or field, in the place of `cooling_off`; the longest, where a Post has several."""
    lanes: tuple[LaneRule, ...] = ()
    evergreen_before: Duration = timedelta(hours=2)
    """So long before its time an evergreen Post may still lose its slot to a normal one."""
    mix: MixPolicy = MixPolicy()
    catch_up_per_day: Annotated[int, Field(ge=1, le=48)] | None = None
    """Of the Posts that Loa had to move (after an outage, a quiet day), at most so many are given slots in one day; none: no limit."""
    lateness: Duration = timedelta(minutes=30)
    """How late a Post may still go out in its slot; later, it is moved to the next free one."""
    expires_after: Duration = timedelta(days=14)
    """A scheduled Post that could not go out for so long after its entry was first seen is dropped."""

    def over(self, base: Self) -> Self:
        """This Page's own keys, and for all others those of `base`."""
        return laid_over(self, base)


Decision = Literal["auto", "hold"]


Handling = Literal["hold", "mask", "publish"]


class PersonalPolicy(Policy):
    """What becomes of personal data that a Post would show: an editor decides, they are masked, or they go out as they are."""

    phone: Handling = "hold"
    identity_card: Handling = "mask"
    account: Handling = "hold"
    email: Handling = "hold"
    minor: Handling = "hold"
    """Names of children: by an age below 18, a school class or a year of birth beside them, or by the word before them."""

    def kinds(self, *handlings: Handling) -> frozenset[FindingKind]:
        """The kinds of data that are handled in one of these ways."""
        return frozenset(FindingKind(name) for name in type(self).model_fields if getattr(self, name) in handlings)


_LEAST_REMINDER: Final = timedelta(minutes=10)
_LEAST_WAIT: Final = timedelta(hours=1)


class ApprovalPolicy(Policy):
    """Which Posts wait for an editor. A Post is held when its tone, any of its fields, its feed, its band or personal data in it say so."""

    tones: dict[Tone, Decision] = {Tone.PRAISE: "auto", Tone.CRITICISM: "hold", Tone.NEUTRAL: "auto"}
    criticism_unapproved: bool = False
    """Whether criticism may go out unseen, where `tones` says `criticism: auto`, too. One of the two alone does nothing."""
    fields: dict[ReformField, Decision] = {}
    sources: dict[Name, Decision] = {}
    """The same by feed."""
    four_eyes: bool = False
    """Whether nobody may approve what they have edited, or classified, themselves."""
    remind_after: Annotated[Duration, no_oftener_than(_LEAST_REMINDER)] = timedelta(days=1)
    """How long a Post waits for a decision before editors are reminded; and again after as long."""
    expires_after: Annotated[Duration, no_oftener_than(_LEAST_WAIT)] = timedelta(days=14)
    """A Post that nobody decides on for so long is dropped."""
    undo_within: Duration = timedelta(minutes=10)
    """How long an approval or a rejection can be taken back."""
    bands: BandsPolicy = BandsPolicy()
    personal: PersonalPolicy = PersonalPolicy()
    """Phone, identity card and account numbers, e-mail addresses and names of minors in what would be posted."""


class RetryPolicy(Policy):
    """What a failure means for the next try."""

    first_delay: Duration = timedelta(minutes=1)
    longest_delay: Duration = timedelta(hours=1)
    lease: Duration = timedelta(minutes=5)
    """How long a publishing Post belongs to its worker before reconcile may look for it."""
    grace: Duration = timedelta(minutes=10)
    """A Post in doubt is surely absent only when it is not on the Page so long after its attempt."""
    least_looks: Annotated[int, Field(ge=1, le=20)] = 3
    """So often the Page must have been read without finding it, too: a single listing may leave posts out."""
    most_attempts: Annotated[int, Field(ge=1, le=20)] = 5
    """After so many attempts that ended in doubt and were surely absent, a Post fails and waits for an editor's `retry`."""
    probe_every: Duration = timedelta(minutes=15)
    """How often a paused channel is asked whether it works again."""


class LimitsPolicy(Policy):
    """How much of Facebook's limits may be used, and the circuit breaker of each Page."""

    most_per_hour: Annotated[int, Field(ge=1, le=1_000)] = 10
    """Never more attempts to post than this within any hour on one Page, whatever happens."""
    slow_at: Annotated[int, Field(ge=10, le=100)] = 75
    """Percent of the fullest limit from which no engagement is read."""
    stop_at: Annotated[int, Field(ge=10, le=100)] = 95
    """Percent of the fullest limit from which nothing is posted."""
    longest_rest: Duration = timedelta(days=3)
    """A cool-down after a throttle lasts no longer than this."""


_LEAST_LOOK: Final = timedelta(minutes=10)


class CorrectionsPolicy(Policy):
    """What follows when the article of a published Post is changed or taken away."""

    auto: bool = False
    """Whether a very small change of the title is carried over to the Page by itself; every other change waits for an editor."""
    most_letters: Annotated[int, Field(ge=1, le=20)] = 3
    """How many letters may differ for that; figures and negations may not."""
    watch_for: Duration = timedelta(days=14)
    """How long after posting a change or removal of the article is still looked for."""
    look_every: Annotated[Duration, no_oftener_than(_LEAST_LOOK)] = timedelta(hours=3)
    """How often the article's page is asked whether it is still there, from the Post's making until then."""


class TellingPolicy(Policy):
    """When people are told what needs them: together, not too often, and not at night unless it is urgent."""

    group_within: Annotated[Duration, no_longer_than(timedelta(hours=12))] = timedelta(minutes=5)
    """How long after the first thing a message waits for others, so that what comes together is told together."""
    least_between: Annotated[Duration, no_longer_than(timedelta(days=1))] = timedelta(hours=1)
    """The least time between two messages with nothing urgent in them."""
    again_after: Annotated[Duration, no_longer_than(timedelta(days=30))] = timedelta(hours=6)
    """The same trouble of the same Page or feed that comes back is told again only after so long."""
    most_per_day: Annotated[int, Field(ge=2, le=200)] = 12
    """Never more messages to one recipient in a day, whatever happens; the last quarter is kept for what is urgent."""
    quiet_hours: tuple[ClockSpan, ...] = ((time(21, 30), time(6, 30)),)
    """Only what is urgent is told in these hours; the rest waits for their end."""
    digest_at: ClockTime | None = None
    """When the day's summary is sent; none by default."""
    tell_solved: bool = False
    """Whether it is also told that something no longer needs anybody."""
    still_after: Duration | Literal["off"] = timedelta(days=10)
    """After how long without a Post on a Page a human is told, or `off`."""
