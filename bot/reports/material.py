"""What a report is made of, as the service hands it in: what was published, what was measured, what went wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from bot.judgement import Field, Tone, Topic

LATE: Final = timedelta(days=2)  # a figure taken so much later than the age that is compared still stands for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One measurement of a Post. What is absent from `metrics` is missing."""

    at: datetime
    metrics: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figures of one Post: the last that are known of each metric, and those at the age at which Posts are compared. An absent one is missing, never 0."""

    last: Mapping[str, int] = field(default_factory=dict)
    compared: Mapping[str, int] = field(default_factory=dict)
    at: datetime | None = None


NOT_MEASURED: Final = Measured()


def measured(published_at: datetime, taken: Iterable[Taken], age: timedelta) -> Measured:
    """What the measurements of one Post (oldest first) say of it."""
    last: dict[str, int] = {}
    compared: dict[str, int] = {}
    at = None
    for each in taken:
        last.update(each.metrics)
        at = each.at
        if age <= each.at - published_at <= age + LATE:
            for name, value in each.metrics.items():
                compared.setdefault(name, value)
    return Measured(last=last, compared=compared, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What followed on a Post, as an editor has recorded it."""

    at: datetime
    by: str
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One Post that is on its Page, with what its news is about."""

    post: str
    entry: str
    channel: str
    title: str
    link: str
    published_at: datetime
    fields: tuple[Field, ...]
    topics: tuple[Topic, ...]
    tone: Tone | None
    documents: tuple[str, ...] = ()
    figures: Measured = NOT_MEASURED
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A Post that its Page refused, when and why; `mended` where it is out by now."""

    post: str
    title: str
    channel: str
    at: datetime
    reason: str
    mended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A Page or a feed that did not work, since when, until when (None: still), and why."""

    name: str
    is_page: bool
    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Followers:
    """How many follow a Page: the first and the last count of the period, each with its day. `last` is missing where it was counted on one day only."""

    channel: str
    first: int
    first_on: date
    last: int | None = None
    last_on: date | None = None


def followers(channel: str, counted: Iterable[tuple[date, int]]) -> Followers | None:
    """What the counts of one Page (oldest first) say; None where there is none. Of a day, the last one counts."""
    by_day = dict(counted)
    days = sorted(by_day)
    if not days:
        return None
    first, last = days[0], days[-1]
    if first == last:
        return Followers(channel=channel, first=by_day[first], first_on=first)
    return Followers(channel=channel, first=by_day[first], first_on=first, last=by_day[last], last_on=last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything for one report; times are in the agency's own zone.

    `items` are of the period, `before` of the one before it (None where Loa has not seen the whole of it), `so_far` of the year up to the period's end.
    `withdrawn` Posts went out in the period and were taken off again. `read` counts the news first seen in it, `taken` those of them that became Posts;
    `rejected` and `expired` count Posts that were dropped. `followers` has the Pages whose followers were counted in the period.
    """

    items: Sequence[Item]
    before: Sequence[Item] | None
    so_far: Sequence[Item]
    withdrawn: int = 0
    read: int = 0
    taken: int = 0
    rejected: int = 0
    expired: int = 0
    failures: Sequence[Failure] = ()
    outages: Sequence[Outage] = ()
    followers: Sequence[Followers] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How things are called: the ids of fields, topics and tones, the metrics, and the Pages."""

    subjects: Mapping[str, str]
    metrics: Mapping[str, str]
    channels: Sequence[str]

    def of(self, key: str) -> str:
        """The name of a field, topic or tone."""
        return self.subjects.get(key, key)
