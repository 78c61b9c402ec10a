"""Figures to compare: all posts of a Page at certain ages, the rows of young Posts, and comments that wait. One metric at a time, taken out by the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, literal, select

from bot.figures import Answers
from bot.model import PostState
from bot.store.database import Database
from bot.store.figure_tables import answers, foreign_snapshots
from bot.store.schema import entries, posts, snapshots


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of one post of a Page: `post` is a Post's key, or the remote id of a post that is not Loa's. `value` is None where it is missing."""

    post: str
    is_ours: bool
    published_at: datetime
    rung: str
    taken_at: datetime
    value: int | None


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

    def at_rungs(self, channel: str, metric: str, rungs: Collection[str], since: datetime) -> list[Figure]:
        """One figure of every post of the Page that was made from `since` on, Loa's or not, at these rungs; by post, in the order of its snapshots."""
        wanted = sorted(rungs)
        ours = (
            select(
                posts.c.key.label("post"),
                literal(True).label("is_ours"),
                posts.c.published_at,
                snapshots.c.rung,
                snapshots.c.taken_at,
                snapshots.c.metrics[metric].as_integer().label("value"),
            )
            .select_from(snapshots.join(posts, posts.c.key == snapshots.c.post_key))
            .where(posts.c.channel == channel, posts.c.state == PostState.PUBLISHED, posts.c.published_at >= since)
            .where(snapshots.c.rung.in_(wanted))
        )
        # One that Loa found on its Page only later (in doubt until then) was another post until then.
        known = select(posts.c.remote_id).where(posts.c.channel == channel)
        others = select(
            foreign_snapshots.c.remote_id.label("post"),
            literal(False).label("is_ours"),
            foreign_snapshots.c.published_at,
            foreign_snapshots.c.rung,
            foreign_snapshots.c.taken_at,
            foreign_snapshots.c.metrics[metric].as_integer().label("value"),
        ).where(
            foreign_snapshots.c.channel == channel,
            foreign_snapshots.c.rung.in_(wanted),
            foreign_snapshots.c.published_at >= since,
            foreign_snapshots.c.remote_id.not_in(known),
        )
        with self._database.read() as connection:
            found = [_figure(row) for query in (ours, others) for row in connection.execute(query).mappings()]
        return sorted(found, key=lambda figure: (figure.post, figure.taken_at))

    def rows(self, channel: str, metric: str, since: datetime) -> list[Figure]:
        """One figure of the channel's Posts that went out from `since` on, at every snapshot; by Post, in the order of its snapshots."""
        query = (
            select(
                posts.c.key.label("post"),
                posts.c.published_at,
                snapshots.c.rung,
                snapshots.c.taken_at,
                snapshots.c.metrics[metric].as_integer().label("value"),
            )
            .select_from(snapshots.join(posts, posts.c.key == snapshots.c.post_key))
            .where(posts.c.channel == channel, posts.c.state == PostState.PUBLISHED, posts.c.published_at >= since)
            .order_by(posts.c.key, snapshots.c.id)
        )
        with self._database.read() as connection:
            return [_figure(row) for row in connection.execute(query).mappings()]

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
        query = select(answers.c.post_key).join_from(answers, posts, posts.c.key == answers.c.post_key)
        with self._database.read() as connection:
            return len(connection.execute(query.where(posts.c.channel == channel, answers.c.waiting.is_(None))).all())


def _figure(row: RowMapping) -> Figure:
    kept: dict[str, Any] = {name: row[name] for name in ("post", "published_at", "rung", "taken_at", "value")}
    return Figure(**kept, is_ours=bool(row.get("is_ours", True)))


def _waiting(row: RowMapping) -> Waiting:
    kept: dict[str, Any] = {name: row[name] for name in ("post_key", "looked_at", "comments", "waiting", "is_whole")}
    return Waiting(answers=Answers(**kept), title=row["title"], permalink=row["permalink"], published_at=row["published_at"])
