"""Reading Posts: what is due, what went out, what stands where. Every move of them is in `outbox`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Integer, RowMapping, Select, bindparam, func, select

from bot.errors import NotFound
from bot.judgement import Field, Tone, Topic
from bot.model import Post, PostState
from bot.store.database import Database
from bot.store.rows import to_post
from bot.store.schema import channels, entries, events, posts

# The verbs of the journal that give a waiting Post another time, or another chance at one.
_PLACING: Final = ("approved", "retried", "moved", "gave-way", "deferred", "placed", "forced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A time at which a Post of a channel is due or went out.

    Told on demand only: what its Entry is about, and which verb of the journal has given a waiting Post its time ("" where its making did).
    """

    at: datetime
    post: str
    waits: bool
    tone: Tone | None = None
    fields: tuple[Field, ...] = ()
    topics: tuple[Topic, ...] = ()
    feed: str = ""
    title: str = ""
    verb: str = ""


def get(connection: Connection, key: str) -> Post:
    """One Post, in the caller's transaction. Raises NotFound."""
    row = connection.execute(select(posts).where(posts.c.key == key)).mappings().first()
    if row is None:
        raise NotFound("store.no_post", key=key)
    return to_post(row)


# Built once, as every question that each beat asks: that takes longer than the answer.
_MAY_BE_TRIED: Final = posts.c.try_after.is_(None) | (posts.c.try_after <= bindparam("now"))
_PAUSED: Final = select(channels.c.name).where(channels.c.name == bindparam("channel"), channels.c.paused_since.is_not(None))
_FIRST: Final = (
    select(posts)
    .where(posts.c.channel == bindparam("channel"), posts.c.state == PostState.SCHEDULED, ~_PAUSED.exists(), _MAY_BE_TRIED)
    .order_by(posts.c.due_at, posts.c.key)
    .limit(1)
)
_FIRST_DUE: Final = _FIRST.where(posts.c.due_at <= bindparam("until"))
_FIRST_ELSEWHERE: Final = (
    select(posts)
    .where(
        posts.c.state == PostState.SCHEDULED,
        posts.c.due_at <= bindparam("until"),
        posts.c.channel.not_in(bindparam("names", expanding=True)),
    )
    .order_by(posts.c.due_at, posts.c.key)
    .limit(1)
)
_WITHOUT_PERMALINK: Final = (
    select(posts)
    .where(posts.c.channel == bindparam("channel"), posts.c.state == PostState.PUBLISHED, posts.c.permalink == "", _MAY_BE_TRIED)
    .order_by(posts.c.published_at.desc(), posts.c.key)
    .limit(bindparam("most", type_=Integer))
)


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

    def taken(self, channel: str, since: datetime, *, in_full: bool = False) -> list[Taken]:
        """The times from `since` on at which Posts of the channel are due or went out, in order: what a new slot must keep its distance from.

        With `in_full`, what these Posts are about, which costs a look at each entry's row.
        """
        # Each Post once: by its slot while it waits, by when it really went out afterwards (or the day's cap would count it twice).
        waits = (posts.c.due_at, posts.c.state.in_((PostState.SCHEDULED, PostState.PUBLISHING)))
        out = (posts.c.published_at, posts.c.published_at.is_not(None))
        return self._taken(channel, since, (waits, out), in_full=in_full)

    def sent(self, channel: str, since: datetime, *, in_full: bool = False) -> list[Taken]:
        """When Posts of the channel went out, or may have (those in doubt, by when they were sent), from `since` on, in order; `in_full` as in `taken`."""
        out = (posts.c.published_at, posts.c.published_at.is_not(None))
        in_doubt = (posts.c.attempted_at, posts.c.state == PostState.PUBLISHING)
        return self._taken(channel, since, (out, in_doubt), in_full=in_full)

    def _taken(self, channel: str, since: datetime, kinds: Sequence[tuple[Any, Any]], *, in_full: bool) -> list[Taken]:
        found = []
        with self._database.read() as connection:
            for at, where in kinds:
                query = select(at.label("at"), posts.c.key, posts.c.state)
                if in_full:
                    about = entries.c.classification
                    verb = select(events.c.verb).where(events.c.subject == posts.c.key, events.c.verb.in_(_PLACING))
                    query = query.join_from(posts, entries, entries.c.key == posts.c.entry_key).add_columns(
                        about["tone"].as_string().label("tone"),
                        about["fields"].label("fields"),
                        about["topics"].label("topics"),
                        entries.c.feed,
                        entries.c.title,
                        verb.order_by(events.c.id.desc()).limit(1).scalar_subquery().label("verb"),
                    )
                rows = connection.execute(query.where(posts.c.channel == channel, at >= since, where)).mappings()
                found += [_to_taken(row, in_full=in_full) for row in rows]
        return sorted(found, key=lambda taken: (taken.at, taken.post))

    def published(self, channel: str, since: datetime) -> list[Post]:
        """The Posts of the channel published since, oldest first."""
        query = select(posts).where(posts.c.channel == channel, posts.c.state == PostState.PUBLISHED, posts.c.published_at >= since)
        return self._posts(query.order_by(posts.c.published_at, posts.c.key))

    def missing_permalinks(self, channel: str, now: datetime, limit: int) -> list[Post]:
        """Published Posts without an address for people whose look is due, the newest first."""
        return self._posts(_WITHOUT_PERMALINK, channel=channel, now=now, most=limit)

    def remote_ids(self, channel: str) -> frozenset[str]:
        """The ids on the channel of every Post that is, or was, there."""
        query = select(posts.c.remote_id).where(posts.c.channel == channel, posts.c.remote_id != "")
        with self._database.read() as connection:
            return frozenset(connection.scalars(query))

    def first_due(self, channel: str, due_until: datetime | None, now: datetime, but: Collection[str] = ()) -> Post | None:
        """The scheduled Post of a channel that is not paused with the earliest slot up to `due_until` (None: any slot), unless it waits after a failure.

        Those whose keys are in `but` are passed over.
        """
        query = _FIRST
        if due_until is not None:
            query = _FIRST_DUE
        if but:
            query = query.where(posts.c.key.not_in(sorted(but)))
        return next(iter(self._posts(query, channel=channel, now=now, **({} if due_until is None else {"until": due_until}))), None)

    def first_elsewhere(self, names: Collection[str], due_until: datetime) -> Post | None:
        """The scheduled Post with the earliest slot up to `due_until` whose channel is none of `names`."""
        return next(iter(self._posts(_FIRST_ELSEWHERE, names=sorted(names), until=due_until)), None)

    def _posts(self, query: Select[Any], **values: object) -> list[Post]:
        with self._database.read() as connection:
            return [to_post(row) for row in connection.execute(query, values).mappings()]


def _to_taken(row: RowMapping, *, in_full: bool) -> Taken:
    waits = row["state"] == PostState.SCHEDULED
    if not in_full:
        return Taken(at=row["at"], post=row["key"], waits=waits)
    return Taken(
        at=row["at"],
        post=row["key"],
        waits=waits,
        tone=Tone(row["tone"]) if row["tone"] else None,
        fields=tuple(map(Field, row["fields"])),
        topics=tuple(map(Topic, row["topics"])),
        feed=row["feed"],
        title=row["title"],
        verb=row["verb"] or "",
    )
