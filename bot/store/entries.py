"""The entries' rows: what has been seen, what it was taken for, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, func, or_, select, update

from bot.errors import NotFound
from bot.judgement import Classification
from bot.model import Entry, PostState, Standing
from bot.plan.silence import Sighting
from bot.store.database import Database
from bot.store.rows import to_classification, to_entry
from bot.store.schema import entries, posts, revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An Entry as the store keeps it: its newest revision, its Classification, what became of it with the reason, and since when its feed lacks it (None: it is there)."""

    entry: Entry
    classification: Classification
    standing: Standing
    reason: str
    revision: int
    first_seen_at: datetime
    updated_at: datetime
    absent_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What deciding needs of an entry seen before.

    `source_hash` is the content's hash as the feed gave it, before the entry's own page was read; `same_as` is the key of the entry it is a copy of, "" for none.
    """

    content_hash: str
    source_hash: str
    standing: Standing
    same_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """How many entries a feed has carried: all of them, and of those first seen lately how many of each standing."""

    entries: int = 0
    lately: Mapping[Standing, int] = field(default_factory=dict)


def to_stored(row: RowMapping) -> StoredEntry:
    """A row of `entries`."""
    kept: dict[str, Any] = {name: row[name] for name in ("reason", "revision", "first_seen_at", "updated_at", "absent_since")}
    classification = to_classification(row["classification"])
    return StoredEntry(entry=to_entry(row), classification=classification, standing=Standing(row["standing"]), **kept)


class Entries:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> StoredEntry:
        """One entry. Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(select(entries).where(entries.c.key == key)).mappings().first()
        if row is None:
            raise NotFound("store.no_entry", key=key)
        return to_stored(row)

    def find_by_link(self, link: str) -> StoredEntry | None:
        """The newest entry with exactly this link, or None."""
        with self._database.read() as connection:
            query = select(entries).where(entries.c.link == link).order_by(entries.c.first_seen_at.desc()).limit(1)
            row = connection.execute(query).mappings().first()
        return None if row is None else to_stored(row)

    def accepted_since(self, feed: str, since: datetime) -> int:
        """How many entries of the feed, first seen after `since`, have Posts."""
        query = select(func.count()).select_from(entries)
        query = query.where(entries.c.feed == feed, entries.c.first_seen_at > since, entries.c.standing == Standing.ACCEPTED)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def changes_since(self, key: str, since: datetime) -> int:
        """How often the entry has changed after `since`."""
        query = select(func.count()).select_from(revisions).where(revisions.c.entry_key == key, revisions.c.at > since)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def looked(self, key: str, now: datetime) -> None:
        """Note that the entry's page was looked at, outside of `claim_look`'s turns."""
        with self._database.write() as connection:
            connection.execute(update(entries).where(entries.c.key == key).values(looked_at=now))

    def claim_look(self, now: datetime, every: timedelta, published_since: datetime) -> StoredEntry | None:
        """An entry whose page is to be looked at again, now the caller's for `every`; None where there is none.

        Those with a Post that waits, or that went out at `published_since` or later; the one not looked at for longest first, counted from when it was first seen.
        """
        waits = posts.c.state.in_((PostState.HELD, PostState.SCHEDULED))
        lately = (posts.c.state == PostState.PUBLISHED) & (posts.c.published_at >= published_since)
        of_interest = select(posts.c.key).where(posts.c.entry_key == entries.c.key, or_(waits, lately)).exists()
        last = func.coalesce(entries.c.looked_at, entries.c.first_seen_at)
        query = select(entries).where(of_interest, last <= now - every).order_by(last, entries.c.key).limit(1)
        with self._database.write() as connection:
            if self._database.is_postgres:
                query = query.with_for_update(skip_locked=True)
            row = connection.execute(query).mappings().first()
            if row is None:
                return None
            connection.execute(update(entries).where(entries.c.key == row["key"]).values(looked_at=now))
        return to_stored(row)

    def recent(self, limit: int) -> list[StoredEntry]:
        """The entries seen last, newest first."""
        query = select(entries).order_by(entries.c.first_seen_at.desc(), entries.c.key).limit(limit)
        with self._database.read() as connection:
            return [to_stored(row) for row in connection.execute(query).mappings()]

    def carried(self, since: datetime, only: str | None = None) -> dict[str, Carried]:
        """By feed, what it has carried, and what of that since `since`; all feeds, or `only` one. A feed that has carried nothing is left out.

        All are counted in an index, without a look at the rows; their standings only of those since `since`.
        """
        all_of_them = select(entries.c.feed, func.count()).group_by(entries.c.feed)
        lately = (
            select(entries.c.feed, entries.c.standing, func.count())
            .where(entries.c.first_seen_at >= since)
            .group_by(entries.c.feed, entries.c.standing)
        )
        if only is not None:
            all_of_them, lately = all_of_them.where(entries.c.feed == only), lately.where(entries.c.feed == only)
        recent: dict[str, dict[Standing, int]] = {}
        with self._database.read() as connection:
            for feed, standing, count in connection.execute(lately):
                recent.setdefault(feed, {})[Standing(standing)] = count
            return {feed: Carried(entries=count, lately=recent.get(feed, {})) for feed, count in connection.execute(all_of_them)}

    def sightings(self, feed: str, since: datetime, limit: int) -> list[Sighting]:
        """When the feed carried something new since `since`, and how many entries at once: the last `limit` times, newest first."""
        query = (
            select(entries.c.first_seen_at, func.count())
            .where(entries.c.feed == feed, entries.c.first_seen_at >= since)
            .group_by(entries.c.first_seen_at)
            .order_by(entries.c.first_seen_at.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            return [Sighting(at, count) for at, count in connection.execute(query)]
