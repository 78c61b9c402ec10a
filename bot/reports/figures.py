"""The figures of a report: everything that it says is computed here, from what was handed in, and nowhere else."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any, Final

from bot.judgement import Field, Tone, Topic
from bot.reports.comparing import Comparison, compare
from bot.reports.material import Failure, Followers, Item, Material, Names, Outage
from bot.reports.period import Period
from bot.reports.policy import QuotaPolicy, ReportPolicy

ENGAGEMENT: Final = ("reactions", "comments", "shares")
SHOWN: Final = ("views", "reach", *ENGAGEMENT, "clicks")
_COMPARED: Final = ("views", "reach", "reactions")  # what Posts are ranked by: the first of these that most of them have
_PEOPLE: Final = frozenset({"reach"})
_ENDS: Final = 5
LEAST_RANKED: Final = 6  # fewer are not called best and weakest
LEAST_IN_GROUP: Final = 3  # fewer have no middle worth telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many items of one kind: in the period, in the one before (None: not known), in the year so far, and what the plan asks for (None: nothing)."""

    id: str
    name: str
    now: int
    before: int | None
    so_far: int
    quota: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The items of one month of the period, by tone."""

    year: int
    month: int
    tones: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A metric over the Posts that it was measured of, `posts` of `of`: `middle` is the median a Post, None where it was measured of none.

    `total` is None there, too, and for what counts people (`is_sum` is False): those of two Posts are partly the same, and are never added up.
    """

    id: str
    name: str
    is_sum: bool
    total: int | None
    middle: float | None
    posts: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A Post with the figure by which it is ranked."""

    item: Item
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Middle:
    """The median of the compared figure over the Posts of one field."""

    id: str
    name: str
    value: float
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why Posts failed, how often, and how many of them are out by now."""

    reason: str
    times: int
    mended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the document says, as figures. `as_of` is when they were read; `finished` whether the period was over then."""

    period: Period
    as_of: datetime
    finished: bool
    items: Count
    posts: int
    withdrawn: int
    read: int
    taken: int
    rejected: int
    expired: int
    by_field: tuple[Count, ...]
    by_topic: tuple[Count, ...]
    by_tone: tuple[Count, ...]
    by_channel: tuple[Count, ...]
    by_month: tuple[Month, ...]
    directives: tuple[Item, ...]
    documents: tuple[str, ...]
    praise: tuple[Item, ...]
    criticism: tuple[Item, ...]
    totals: tuple[Total, ...]
    compared_by: str
    compared_name: str
    compared_days: float
    comparable: int
    best: tuple[Ranked, ...]
    weakest: tuple[Ranked, ...]
    middles: tuple[Middle, ...]
    comparison: Comparison | None
    causes: tuple[Cause, ...]
    failures: tuple[Failure, ...]
    outages: tuple[Outage, ...]
    followers: tuple[Followers, ...]
    listing: tuple[Item, ...]


def figures(material: Material, period: Period, policy: ReportPolicy, names: Names, *, as_of: datetime, finished: bool) -> Report:
    """The report of `period`; `as_of` is when the material was read."""
    quota = policy.quotas.get(period.year, QuotaPolicy())
    counting = _Counting(material, names)
    news = _by_entry(material.items)
    metric, ranked = _ranked(material.items)
    end = min(_ENDS, len(ranked) // 2) if len(ranked) >= LEAST_RANKED else 0
    return Report(
        period=period,
        as_of=as_of,
        finished=finished,
        items=counting.count("items", "Tổng số tin", quota.items, lambda _: True),
        posts=len(material.items),
        withdrawn=material.withdrawn,
        read=material.read,
        taken=material.taken,
        rejected=material.rejected,
        expired=material.expired,
        by_field=counting.each(Field, quota.fields, lambda item: item.fields),
        by_topic=counting.each(Topic, quota.topics, lambda item: item.topics),
        by_tone=counting.each((Tone.PRAISE, Tone.CRITICISM, Tone.NEUTRAL), quota.tones, lambda item: (item.tone,)),
        by_channel=counting.channels(quota.channels),
        by_month=_months(news, period),
        directives=_only(news, lambda item: Topic.DIRECTIVE in item.topics),
        documents=tuple(dict.fromkeys(number for item in news if Topic.DIRECTIVE in item.topics for number in item.documents)),
        praise=_only(news, lambda item: item.tone is Tone.PRAISE),
        criticism=_only(news, lambda item: item.tone is Tone.CRITICISM),
        totals=tuple(_total(material.items, metric_id, names) for metric_id in SHOWN),
        compared_by=metric,
        compared_name=names.metrics.get(metric, metric),
        compared_days=policy.compare_at.total_seconds() / 86_400,
        comparable=len(ranked),
        best=ranked[:end],
        weakest=ranked[: -end - 1 : -1] if end else (),
        middles=_middles(ranked, names),
        comparison=_comparison(material, metric, ranked) if finished else None,
        causes=_causes(material.failures),
        failures=tuple(material.failures),
        outages=tuple(material.outages),
        followers=tuple(material.followers),
        listing=tuple(material.items),
    )


def _by_entry(items: Iterable[Item]) -> tuple[Item, ...]:
    """One item for each piece of news, however many Pages carry it: the Post that went out first, with the remedies of all of them."""
    found: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda each: (each.published_at, each.post)):
        found.setdefault(item.entry, []).append(item)
    return tuple(_with_remedies(posts) for posts in found.values())


def _with_remedies(posts: Sequence[Item]) -> Item:
    remedies = sorted((remedy for post in posts for remedy in post.remedies), key=lambda remedy: remedy.at)
    return replace(posts[0], remedies=tuple(remedies))


def _only(items: Iterable[Item], wanted: Callable[[Item], bool]) -> tuple[Item, ...]:
    return tuple(item for item in items if wanted(item))


def _is_of(key: str, of: Callable[[Item], Sequence[str | None]], item: Item) -> bool:
    return key in of(item)


class _Counting:
    """Counts pieces of news in the period, the one before and the year so far; one on several Pages counts once."""

    def __init__(self, material: Material, names: Names) -> None:
        self._names = names
        self._material = material
        self._now = _by_entry(material.items)
        self._before = None if material.before is None else _by_entry(material.before)
        self._so_far = _by_entry(material.so_far)

    def count(self, key: str, name: str, quota: int | None, wanted: Callable[[Item], bool]) -> Count:
        before = None if self._before is None else sum(map(wanted, self._before))
        return Count(id=key, name=name, now=sum(map(wanted, self._now)), before=before, so_far=sum(map(wanted, self._so_far)), quota=quota)

    def each(self, ids: Iterable[str], quotas: Mapping[Any, int], of: Callable[[Item], Sequence[str | None]]) -> tuple[Count, ...]:
        return tuple(self.count(str(key), self._names.of(key), quotas.get(key), partial(_is_of, key, of)) for key in ids)

    def channels(self, quotas: Mapping[str, int]) -> tuple[Count, ...]:
        """By Page, Posts and not news."""
        now, so_far = Counter(each.channel for each in self._material.items), Counter(each.channel for each in self._material.so_far)
        before = None if self._material.before is None else Counter(each.channel for each in self._material.before)
        known = dict.fromkeys((*self._names.channels, *sorted(so_far), *sorted(now), *quotas))
        return tuple(
            Count(
                id=name,
                name=name,
                now=now[name],
                before=None if before is None else before[name],
                so_far=so_far[name],
                quota=quotas.get(name),
            )
            for name in known
        )


def _months(news: Iterable[Item], period: Period) -> tuple[Month, ...]:
    first, last = (day.year * 12 + day.month - 1 for day in (period.first, period.last))
    found: dict[int, Counter[str]] = {number: Counter() for number in range(first, last + 1)}
    for item in news:
        found[item.published_at.year * 12 + item.published_at.month - 1][str(item.tone or Tone.NEUTRAL)] += 1
    return tuple(Month(year=number // 12, month=number % 12 + 1, tones=dict(tones)) for number, tones in found.items())


def _total(items: Sequence[Item], metric: str, names: Names) -> Total:
    values = [item.figures.last[metric] for item in items if metric in item.figures.last]
    return Total(
        id=metric,
        name=names.metrics.get(metric, metric),
        is_sum=metric not in _PEOPLE,
        total=sum(values) if values and metric not in _PEOPLE else None,
        middle=median(values) if values else None,
        posts=len(values),
        of=len(items),
    )


def _ranked(items: Sequence[Item]) -> tuple[str, tuple[Ranked, ...]]:
    """The metric that most Posts have at the compared age, and those Posts by it, the best first."""
    metric = max(_COMPARED, key=lambda name: sum(name in item.figures.compared for item in items))
    found = [Ranked(item=item, value=item.figures.compared[metric]) for item in items if metric in item.figures.compared]
    return metric, tuple(sorted(found, key=lambda each: (-each.value, each.item.published_at, each.item.post)))


def _middles(ranked: Sequence[Ranked], names: Names) -> tuple[Middle, ...]:
    found = []
    for key in Field:
        values = [each.value for each in ranked if key in each.item.fields]
        if len(values) >= LEAST_IN_GROUP:
            found.append(Middle(id=key, name=names.of(key), value=median(values), posts=len(values)))
    return tuple(found)


def _comparison(material: Material, metric: str, ranked: Sequence[Ranked]) -> Comparison | None:
    if material.before is None:
        return None
    return compare(
        [item.figures.compared[metric] for item in material.before if metric in item.figures.compared], [each.value for each in ranked]
    )


def _causes(failures: Sequence[Failure]) -> tuple[Cause, ...]:
    times = Counter(failure.reason for failure in failures)
    mended = Counter(failure.reason for failure in failures if failure.mended)
    ordered = sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Cause(reason=reason, times=count, mended=mended[reason]) for reason, count in ordered)
