"""The best hours of a Page by its own figures: read from what was measured, for a human to look at. Never a change of the timetable."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.engagement.ladder import rung_name
from bot.engagement.metrics import METRICS
from bot.errors import NotFound
from bot.plan.hours import Proposal, Sample, propose
from bot.service.world import World

_AN_AGE: Final = timedelta(days=1)  # by then most of what a Post will ever get has come


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What is proposed for a Page, by which figure at which age, and of how many Posts in how many days."""

    page: str
    metric: str
    rung: str
    days: int
    posts: int
    groups: tuple[Proposal, ...]


def best_hours(world: World, page: str, *, metric: str, days: int) -> Hours:
    """The proposal for one Page by its Posts of the last `days`. Raises NotFound for a metric that there is none of, or a Page that is not enabled."""
    if metric not in METRICS:
        raise NotFound("service.no_metric", name=metric, known=", ".join(METRICS))
    if page not in world.channels:
        raise NotFound("service.no_such_page", name=page, known=", ".join(world.channels))
    ladder = world.settings.engagement.ladder
    rung = rung_name(next((each for each in ladder if each >= _AN_AGE), ladder[-1]))
    posts = world.store.outbox.published(page, world.clock() - timedelta(days=days))
    figures = world.store.snapshots.figures([post.key for post in posts], rung)
    # A figure that is missing is not 0: such a Post tells nothing.
    samples = [
        Sample(published_at=post.published_at, figure=figures[post.key][metric])
        for post in posts
        if post.published_at is not None and metric in figures.get(post.key, {})
    ]
    groups = propose(world.timetable(page), samples)
    return Hours(page=page, metric=metric, rung=rung, days=days, posts=len(samples), groups=groups)
