"""Questions about figures: how a Post did beside its Page's others at the same age, what is rising now, the followers over time, comments that wait."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median
from typing import Final

from bot.engagement.ladder import near, rung_name
from bot.engagement.rising import Gain, rising, usual_gain
from bot.engagement.series import Point, daily, marked, standing_at
from bot.engagement.standing import Standing, beside
from bot.figures import LostMetric
from bot.model import Post
from bot.policy import parse_duration
from bot.service.world import World
from bot.store.compared import Figure, Waiting

_OTHERS: Final = timedelta(days=365)  # a Page changes: posts older than that say little of what is usual
_YOUNG: Final = timedelta(days=7)
_FRESH: Final = timedelta(hours=12)
_MOST_RISING: Final = 10
_MOST_WAITING: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A Post's figure at one age beside those of the Page's other posts; `standing` is None where the figure or every other one is missing."""

    metric: str
    rung: str
    taken_at: datetime
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


def account(world: World, post_key: str, metrics: Iterable[str]) -> Account:
    """How a Post did. Raises StoreError for a Post that is not there."""
    post = world.store.outbox.get(post_key)
    points = marked(world.store.snapshots.of(post_key))
    stands = (_beside(world, post, points, metric) for metric in metrics)
    return Account(post=post, points=points, beside=tuple(each for each in stands if each is not None))


def _beside(world: World, post: Post, points: Sequence[Point], metric: str) -> Beside | None:
    last = next((point.snapshot for point in reversed(points) if metric in point.snapshot.metrics), None)
    if last is None:
        return None
    others = at_age(world, post.channel, metric, parse_duration(last.rung))
    standing = beside(last.metrics[metric], [value for key, value in others.items() if key != post.key])
    return Beside(metric=metric, rung=last.rung, taken_at=last.taken_at, standing=standing)


def at_age(world: World, page: str, metric: str, age: timedelta) -> dict[str, int]:
    """One figure of every post of the Page at an age, by Post or remote id: at that rung, or at the nearest one that may stand for it."""
    rungs = [rung_name(rung) for rung in near(world.settings.engagement.ladder, age)]
    figures = world.store.compared.at_rungs(page, metric, rungs, world.clock() - _OTHERS)
    nearest = sorted((figure for figure in figures if figure.value is not None), key=lambda figure: rungs.index(figure.rung), reverse=True)
    return {figure.post: figure.value for figure in nearest if figure.value is not None}


def rising_now(world: World, page: str, metric: str) -> tuple[Gain, ...]:
    """The Page's Posts of the last week that gained more of a figure, lately, than its posts usually do at that age; the quickest first."""
    now = world.clock()
    rows = world.store.compared.rows(page, metric, now - _YOUNG)
    pairs = [pair for _, of_post in groupby(rows, lambda figure: figure.post) if (pair := _last_two(list(of_post), now)) is not None]
    rungs = {figure.rung for pair in pairs for figure in pair}
    typical = _typical(world.store.compared.at_rungs(page, metric, rungs, now - _OTHERS)) if rungs else {}
    gains = (
        Gain(
            post_key=later.post,
            since=earlier.taken_at,
            until=later.taken_at,
            value=later.value or 0,
            gained=(later.value or 0) - (earlier.value or 0),
            usual=usual_gain(typical, earlier.rung, later.rung),
        )
        for earlier, later in pairs
    )
    return rising(gains, _MOST_RISING)


def _last_two(figures: Sequence[Figure], now: datetime) -> tuple[Figure, Figure] | None:
    known = [figure for figure in figures if figure.value is not None]
    if len(known) < 2 or now - known[-1].taken_at > _FRESH:
        return None
    return known[-2], known[-1]


def _typical(figures: Iterable[Figure]) -> dict[str, float]:
    by_rung: dict[str, list[int]] = {}
    for figure in figures:
        if figure.value is not None:
            by_rung.setdefault(figure.rung, []).append(figure.value)
    return {rung: float(median(values)) for rung, values in by_rung.items()}


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
