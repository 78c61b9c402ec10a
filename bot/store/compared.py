"""Figures to compare: all posts of a Page at certain ages, the rows of young Posts, and comments that wait. One metric at a time, taken out by the database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, select, union_all

from bot.figures import Answers
from bot.model import PostState
from bot.store.database import Database
from bot.store.figure_tables import answers, foreign_snapshots
from bot.store.schema import entries, posts, snapshots


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a Post at one of its snapshots. `value` is None where it is missing."""

    post: str
    rung: str
    taken_at: datetime
    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one post of a Page at an age: `post` is a Post's key, or the remote id of a post that is not Loa's; what is absent is missing."""

    post: str
    is_ours: bool
    rung: str
    metrics: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Comments of a Post that wait for an answer, and the headline of its Entry."""

    answers: Answers
    title: str
    permalink: str
    published_at: datetime


class Compared:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def at_rungs(self, channel: str, rungs: Collection[str], since: datetime) -> list[Known]:
        """The figures of every post of the Page that was made from `since` on, Loa's or not, at these rungs."""
        ours = _of_ours(channel, rungs, since, posts.c.key, snapshots.c.rung, snapshots.c.metrics)
        others = _of_others(channel, rungs, since, foreign_snapshots.c.remote_id, foreign_snapshots.c.rung, foreign_snapshots.c.metrics)
        with self._database.read() as connection:
            return [
                Known(post=post, is_ours=query is ours, rung=rung, metrics=metrics)
                for query in (ours, others)
                for post, rung, metrics in connection.execute(query)
            ]

    def typical(self, channel: str, metric: str, rungs: Collection[str], since: datetime) -> dict[str, float]:
        """By rung, the median of one figure of the posts that `at_rungs` would give; a rung at which none has it is absent.

        Computed where the rows are: of a year's posts at every hour of their first day they are ten thousands.
        """
        value, foreign = (table.c.metrics[metric].as_integer().label("value") for table in (snapshots, foreign_snapshots))
        ours = _of_ours(channel, rungs, since, snapshots.c.rung, value).where(value.is_not(None))
        others = _of_others(channel, rungs, since, foreign_snapshots.c.rung, foreign).where(foreign.is_not(None))
        each = union_all(ours, others).subquery()
        place = func.row_number().over(partition_by=each.c.rung, order_by=each.c.value).label("place")
        ranked = select(each.c.rung, each.c.value, place, func.count().over(partition_by=each.c.rung).label("posts")).subquery()
        # The one in the middle, or the two beside it.
        middle = (2 * ranked.c.place).between(ranked.c.posts, ranked.c.posts + 2)
        query = select(ranked.c.rung, func.avg(ranked.c.value)).where(middle).group_by(ranked.c.rung)
        with self._database.read() as connection:
            return {rung: float(value) for rung, value in connection.execute(query)}

    def rows(self, channel: str, metric: str, since: datetime) -> list[Figure]:
        """One figure of the channel's Posts that went out from `since` on, at every snapshot; by Post, in the order of its snapshots."""
        query = (
            select(posts.c.key, snapshots.c.rung, snapshots.c.taken_at, snapshots.c.metrics[metric].as_integer())
            .select_from(snapshots.join(posts, posts.c.key == snapshots.c.post_key))
            .where(*_of_channel(channel, since))
            .order_by(posts.c.key, snapshots.c.id)
        )
        with self._database.read() as connection:
            return [Figure(post=post, rung=rung, taken_at=at, value=value) for post, rung, at, value in connection.execute(query)]

    def waiting(self, channel: str, limit: int) -> list[Waiting]:
        """The channel's Posts with comments that wait for an answer, most first."""
        query = (
            select(answers, entries.c.title, posts.c.permalink, posts.c.published_at)
            .select_from(answers.join(posts, posts.c.key == answers.c.post_key).join(entries, entries.c.key == posts.c.entry_key))
            .where(posts.c.channel == channel, posts.c.state == PostState.PUBLISHED, answers.c.waiting > 0)
            .order_by(answers.c.waiting.desc(), posts.c.published_at.desc(), posts.c.key)
        )
        with self._database.read() as connection:
            return [_waiting(row) for row in connection.execute(query.limit(limit)).mappings()]

    def untold(self, channel: str) -> int:
        """Of how many Posts it can't be told whether comments wait."""
        query = select(func.count()).select_from(answers.join(posts, posts.c.key == answers.c.post_key))
        with self._database.read() as connection:
            found: int = connection.execute(query.where(posts.c.channel == channel, answers.c.waiting.is_(None))).scalar_one()
            return found


def _of_channel(channel: str, since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Loa's own Posts that stand on the Page."""
    return posts.c.channel == channel, posts.c.state == PostState.PUBLISHED, posts.c.published_at >= since


def _of_ours(channel: str, rungs: Collection[str], since: datetime, *columns: ColumnElement[Any]) -> Select[Any]:
    query = select(*columns).select_from(snapshots.join(posts, posts.c.key == snapshots.c.post_key))
    return query.where(*_of_channel(channel, since), snapshots.c.rung.in_(sorted(rungs)))


def _of_others(channel: str, rungs: Collection[str], since: datetime, *columns: ColumnElement[Any]) -> Select[Any]:
    # One that Loa found on its Page only later (in doubt until then) was another post until then.
    known = select(posts.c.remote_id).where(posts.c.channel == channel)
    return select(*columns).where(
        foreign_snapshots.c.channel == channel,
        foreign_snapshots.c.rung.in_(sorted(rungs)),
        foreign_snapshots.c.published_at >= since,
        foreign_snapshots.c.remote_id.not_in(known),
    )


def _waiting(row: RowMapping) -> Waiting:
    kept: dict[str, Any] = {name: row[name] for name in ("post_key", "looked_at", "comments", "waiting", "is_whole")}
    return Waiting(answers=Answers(**kept), title=row["title"], permalink=row["permalink"], published_at=row["published_at"])
