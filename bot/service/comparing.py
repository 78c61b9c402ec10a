"""Questions about figures: how a Post did beside its Page's others at the same age, what is rising now, the followers over time, comments that wait."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from bot.engagement.ladder import near, rung_name
from bot.engagement.rising import Gain, quickest_first, rising, usual_gain
from bot.engagement.series import Point, daily, marked, standing_at
from bot.engagement.standing import Standing, beside
from bot.figures import LostMetric
from bot.model import Post, Snapshot
from bot.policy import parse_duration
from bot.service.world import World
from bot.store.compared import Figure, Waiting

COMPARED: Final = ("views", "reach", "reactions", "comments", "shares", "clicks")
PAGE_DAYS: Final = ("page_follows", "page_new_follows", "page_unfollows", "page_views", "page_reach", "page_engagements")
_OTHERS: Final = timedelta(days=365)  # a Page changes: posts older than that say little of what is usual
_YOUNG: Final = timedelta(days=7)
_FRESH: Final = timedelta(hours=12)
_MOST_RISING: Final = 10
_MOST_WAITING: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A Post's figure at one age beside those of the Page's other posts; `standing` is None where there is none to compare it with."""

    metric: str
    rung: str
    taken_at: datetime
    value: int
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What came of one Post: every snapshot with its falls marked, and how it stands in each figure at the highest age at which it has one."""

    post: Post
    points: tuple[Point, ...]
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAccount:
    """The Page over some days: `now` are its figures at the last look, `followers` those at each look, `days` each figure day by day."""

    page: str
    taken_at: datetime | None
    now: Mapping[str, int]
    missing: Mapping[str, str]
    followers: Mapping[date, int]
    days: Mapping[str, Mapping[date, int]]
    lost: tuple[LostMetric, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingAccount:
    """Comments of a Page that wait for an answer; `untold` Posts could not be looked at."""

    page: str
    posts: tuple[Waiting, ...]
    untold: int

    @property
    def comments(self) -> int:
        """All together; a least number where one of the Posts was not seen whole."""
        return sum(each.answers.waiting or 0 for each in self.posts)

    @property
    def is_whole(self) -> bool:
        """Whether they are all there are."""
        return len(self.posts) < _MOST_WAITING and all(each.answers.is_whole for each in self.posts)


def account(world: World, post_key: str, metrics: Iterable[str]) -> Account:
    """How a Post did. Raises StoreError for a Post that is not there."""
    return account_of(world, world.store.outbox.get(post_key), world.store.snapshots.of(post_key), metrics)


def account_of(world: World, post: Post, snapshots: Iterable[Snapshot], metrics: Iterable[str]) -> Account:
    """The same of a Post and its snapshots (oldest first) that are at hand."""
    points = marked(snapshots)
    # Figures whose last rung is the same are looked up together: mostly all of them.
    by_rung: dict[str, list[str]] = {}
    lasts = {metric: last for metric in metrics if (last := _last_with(metric, points)) is not None}
    for metric, last in lasts.items():
        by_rung.setdefault(last.rung, []).append(metric)
    others = {
        metric: values
        for rung, of_rung in by_rung.items()
        for metric, values in at_age(world, post.channel, of_rung, parse_duration(rung)).items()
    }
    return Account(post=post, points=points, beside=tuple(_beside(post, metric, last, others[metric]) for metric, last in lasts.items()))


def _last_with(metric: str, points: Sequence[Point]) -> Snapshot | None:
    return next((point.snapshot for point in reversed(points) if metric in point.snapshot.metrics), None)


def _beside(post: Post, metric: str, last: Snapshot, others: Mapping[str, int]) -> Beside:
    value = last.metrics[metric]
    standing = beside(value, [other for key, other in others.items() if key != post.key])
    return Beside(metric=metric, rung=last.rung, taken_at=last.taken_at, value=value, standing=standing)


def at_age(world: World, page: str, metrics: Iterable[str], age: timedelta) -> dict[str, dict[str, int]]:
    """By figure, that of every post of the Page at an age, by Post or remote id: at that rung, or at the nearest one that may stand for it."""
    rungs = [rung_name(rung) for rung in near(world.settings.engagement.ladder, age)]
    known = world.store.compared.at_rungs(page, rungs, world.clock() - _OTHERS)
    # The farthest first, so that a nearer one takes its place.
    farthest_first = sorted(known, key=lambda each: rungs.index(each.rung), reverse=True)
    return {metric: {each.post: each.metrics[metric] for each in farthest_first if metric in each.metrics} for metric in metrics}


def rising_now(world: World, page: str, metric: str) -> tuple[Gain, ...]:
    """The Page's Posts of the last week that gained more of a figure, lately, than its posts usually do at that age; the quickest first."""
    now = world.clock()
    rows = world.store.compared.rows(page, metric, now - _YOUNG)
    pairs = [pair for _, of_post in groupby(rows, lambda figure: figure.post) if (pair := _last_two(list(of_post), now)) is not None]
    candidates = sorted(((_gain(*pair), pair) for pair in pairs), key=lambda each: quickest_first(each[0]))
    typical: dict[str, float] = {}
    found: list[Gain] = []
    # What is usual is asked for the quickest first, as far as it takes: all rungs of the first week are most of what is stored.
    for start in range(0, len(candidates), _MOST_RISING):
        some = [(gain, pair) for gain, pair in candidates[start : start + _MOST_RISING] if gain.gained > 0]
        new = {figure.rung for _, pair in some for figure in pair} - typical.keys()
        if new:
            typical |= world.store.compared.typical(page, metric, new, now - _OTHERS)
        found += rising((replace(gain, usual=usual_gain(typical, *(figure.rung for figure in pair))) for gain, pair in some), _MOST_RISING)
        if len(found) >= _MOST_RISING or not some:
            break
    return tuple(found[:_MOST_RISING])


def _gain(earlier: Figure, later: Figure) -> Gain:
    before, after = earlier.value or 0, later.value or 0
    return Gain(post_key=later.post, since=earlier.taken_at, until=later.taken_at, value=after, gained=after - before, usual=None)


def _last_two(figures: Sequence[Figure], now: datetime) -> tuple[Figure, Figure] | None:
    known = [figure for figure in figures if figure.value is not None]
    if len(known) < 2 or now - known[-1].taken_at > _FRESH:
        return None
    return known[-2], known[-1]


def page_account(world: World, page: str, days: int) -> PageAccount:
    """The Page itself over the last `days` days, as far as it was asked."""
    now = world.clock()
    # A day's value may be revised by what was asked later; and the first look brought the days before it.
    rows = world.store.measuring.pages(page, now - timedelta(days=days))
    last = rows[-1] if rows else None
    first = (now - timedelta(days=days)).date()
    names = sorted({metric for row in rows for metric in row.days})
    return PageAccount(
        page=page,
        taken_at=last.taken_at if last else None,
        now=last.metrics if last else {},
        missing=last.missing if last else {},
        followers=standing_at(rows, "followers"),
        days={name: {day: value for day, value in daily(rows, name).items() if day >= first} for name in names},
        lost=tuple(world.store.measuring.lost(page)),
    )


def waiting(world: World, page: str) -> WaitingAccount:
    """Where comments wait for an answer: how many, never what they say."""
    return WaitingAccount(
        page=page, posts=tuple(world.store.compared.waiting(page, _MOST_WAITING)), untold=world.store.compared.untold(page)
    )
