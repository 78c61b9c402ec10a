"""Reading Posts: what is due, what went out, what stands where. Every move of them is in `outbox`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from bot.errors import NotFound
from bot.model import Post, PostState
from bot.store.database import Database
from bot.store.rows import to_post
from bot.store.schema import channels, posts


def get(connection: Connection, key: str) -> Post:
    """One Post, in the caller's transaction. Raises NotFound."""
    row = connection.execute(select(posts).where(posts.c.key == key)).mappings().first()
    if row is None:
        raise NotFound("store.no_post", key=key)
    return to_post(row)


class Posts:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> Post:
        """One Post. Raises NotFound."""
        with self._database.read() as connection:
            return get(connection, key)

    def by_entry(self, entry_key: str) -> list[Post]:
        """The Posts of an entry, by channel and edition."""
        return self._posts(select(posts).where(posts.c.entry_key == entry_key).order_by(posts.c.channel, posts.c.edition))

    def listing(self, states: Sequence[PostState], limit: int, offset: int = 0) -> list[Post]:
        """Posts in `states`: what goes out next first, then what has no due time, oldest first. Only finished states: what went out last first."""
        query = select(posts).where(posts.c.state.in_(states))
        finished = {PostState.PUBLISHED, PostState.DROPPED, PostState.FAILED}
        latest_first = set(states) <= finished
        order = (posts.c.published_at.desc().nulls_last(), posts.c.created_at.desc())
        if not latest_first:
            order = (posts.c.due_at.asc().nulls_last(), posts.c.created_at.asc())
        return self._posts(query.order_by(*order, posts.c.key).limit(limit).offset(offset))

    def counts(self) -> dict[PostState, int]:
        """How many Posts stand in each state; states without Posts are absent."""
        with self._database.read() as connection:
            rows = connection.execute(select(posts.c.state, func.count()).group_by(posts.c.state))
            return {PostState(state): count for state, count in rows}

    def due_times(self, channel: str, since: datetime) -> list[datetime]:
        """The times from `since` on at which Posts of the channel are due or went out: what a new slot must keep its distance from."""
        # Each Post once: by its slot while it waits, by when it really went out afterwards (or the day's cap would count it twice).
        waiting = posts.c.state.in_((PostState.SCHEDULED, PostState.PUBLISHING))
        due = select(posts.c.due_at).where(posts.c.channel == channel, posts.c.due_at >= since, waiting)
        out = select(posts.c.published_at).where(posts.c.channel == channel, posts.c.published_at >= since)
        with self._database.read() as connection:
            return sorted({*connection.scalars(due), *connection.scalars(out)})

    def published_times(self, channel: str, since: datetime) -> list[datetime]:
        """When Posts of the channel went out, or may have (those in doubt, by when they were sent), from `since` on."""
        out = select(posts.c.published_at).where(posts.c.channel == channel, posts.c.published_at >= since)
        sent = select(posts.c.attempted_at).where(posts.c.channel == channel, posts.c.attempted_at >= since)
        with self._database.read() as connection:
            return sorted([*connection.scalars(out), *connection.scalars(sent.where(posts.c.state == PostState.PUBLISHING))])

    def published(self, channel: str, since: datetime) -> list[Post]:
        """The Posts of the channel published since, oldest first."""
        query = select(posts).where(posts.c.channel == channel, posts.c.state == PostState.PUBLISHED, posts.c.published_at >= since)
        return self._posts(query.order_by(posts.c.published_at, posts.c.key))

    def missing_permalinks(self, channel: str, now: datetime, limit: int) -> list[Post]:
        """Published Posts without an address for people whose look is due, the newest first."""
        query = select(posts).where(posts.c.channel == channel, posts.c.state == PostState.PUBLISHED, posts.c.permalink == "")
        query = query.where((posts.c.try_after.is_(None)) | (posts.c.try_after <= now))
        return self._posts(query.order_by(posts.c.published_at.desc(), posts.c.key).limit(limit))

    def remote_ids(self, channel: str) -> frozenset[str]:
        """The ids on the channel of every Post that is, or was, there."""
        query = select(posts.c.remote_id).where(posts.c.channel == channel, posts.c.remote_id != "")
        with self._database.read() as connection:
            return frozenset(connection.scalars(query))

    def first_due(self, channel: str, due_until: datetime | None, now: datetime) -> Post | None:
        """The scheduled Post of a channel that is not paused with the earliest slot up to `due_until` (None: any slot), unless it waits after a failure."""
        paused = select(channels.c.name).where(channels.c.name == channel, channels.c.paused_since.is_not(None))
        query = select(posts).where(posts.c.channel == channel, posts.c.state == PostState.SCHEDULED, ~paused.exists())
        query = query.where((posts.c.try_after.is_(None)) | (posts.c.try_after <= now))
        if due_until is not None:
            query = query.where(posts.c.due_at <= due_until)
        return next(iter(self._posts(query.order_by(posts.c.due_at, posts.c.key).limit(1))), None)

    def _posts(self, query: Select[Any]) -> list[Post]:
        with self._database.read() as connection:
            return [to_post(row) for row in connection.execute(query).mappings()]
