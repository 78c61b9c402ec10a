"""The feeds' rows: who polls next."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import NotFound
from bot.model import Feed, FeedState
from bot.store.database import Database
from bot.store.rows import from_feed, to_feed
from bot.store.schema import documents, feeds

_TOGETHER: Final = timedelta(hours=1)
_JUST_ASKED: Final = timedelta(minutes=15)


class Feeds:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ensure(self, name: str, url: str, now: datetime) -> Feed:
        """The feed `name` at `url`, made if new (due at once). A changed URL clears the validators, not what is known of the entries."""
        with self._database.write() as connection:
            row = connection.execute(select(feeds).where(feeds.c.name == name)).mappings().first()
            if row is None:
                fresh = Feed(name=name, url=url, next_poll_at=now)
                try:
                    with connection.begin_nested():
                        connection.execute(insert(feeds).values(**from_feed(fresh)))
                except IntegrityError:
                    # Another worker starting at the same moment was first (PostgreSQL); its row is as good.
                    row = connection.execute(select(feeds).where(feeds.c.name == name)).mappings().one()
                    return to_feed(row)
                return fresh
            if row["url"] != url:
                changes = {
                    "url": url,
                    "etag": "",
                    "last_modified": "",
                    "body_hash": "",
                    "failures": 0,
                    "last_error": "",
                    "next_poll_at": now,
                    "state": FeedState.ACTIVE,
                    "asks_at": "",
                    "moved_to": "",
                    "moved_since": None,
                    "failing_since": None,
                    "last_answer": "",
                    "hub": "",
                }
                connection.execute(update(feeds).where(feeds.c.name == name).values(**changes))
                connection.execute(delete(documents).where(documents.c.feed == name))
        return self.get(name)

    def get(self, name: str) -> Feed:
        """One feed. Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(select(feeds).where(feeds.c.name == name)).mappings().first()
        if row is None:
            raise NotFound("store.no_feed", name=name)
        return to_feed(row)

    def rouse(self, since: datetime, now: datetime) -> int:
        """Make feeds due that began to fail within an hour of `since`, and have not been asked in the last quarter of an hour; how many there were."""
        began = feeds.c.failing_since.between(since - _TOGETHER, since + _TOGETHER)
        waits = (feeds.c.next_poll_at > now) & (feeds.c.last_polled_at < now - _JUST_ASKED) & (feeds.c.state != FeedState.GONE)
        with self._database.write() as connection:
            return connection.execute(update(feeds).where(began, waits).values(next_poll_at=now)).rowcount

    def all(self) -> list[Feed]:
        """Every feed, by name."""
        with self._database.read() as connection:
            return [to_feed(row) for row in connection.execute(select(feeds).order_by(feeds.c.name)).mappings()]

    def claim_due(self, now: datetime, names: Collection[str], lease: timedelta) -> Feed | None:
        """The feed among `names` that has been due longest, claimed: until `now` + `lease` nobody else polls it. None where none is due."""
        wanted = select(feeds).where(feeds.c.next_poll_at <= now, feeds.c.name.in_(sorted(names))).order_by(feeds.c.next_poll_at).limit(1)
        with self._database.write() as connection:
            if self._database.is_postgres:
                wanted = wanted.with_for_update(skip_locked=True)
            row = connection.execute(wanted).mappings().first()
            return None if row is None else _claim(connection, to_feed(row), now + lease)

    def claim(self, name: str, now: datetime, lease: timedelta) -> Feed:
        """The feed `name`, claimed whether due or not (an operator asked). Raises NotFound."""
        with self._database.write() as connection:
            row = connection.execute(select(feeds).where(feeds.c.name == name).with_for_update()).mappings().first()
            if row is None:
                raise NotFound("store.no_feed", name=name)
            _claim(connection, to_feed(row), now + lease)
        return to_feed(row)


def _claim(connection: Connection, feed: Feed, until: datetime) -> Feed | None:
    done = connection.execute(
        update(feeds).where(feeds.c.name == feed.name, feeds.c.next_poll_at == feed.next_poll_at).values(next_poll_at=until)
    )
    return feed if done.rowcount == 1 else None


def save(connection: Connection, feed: Feed) -> None:
    """Write the outcome of a poll, in the caller's transaction.

    A feed whose URL was changed while it was polled is left alone: the old URL's validators would make the new one look unchanged.
    """
    connection.execute(update(feeds).where(feeds.c.name == feed.name, feeds.c.url == feed.url).values(**from_feed(feed)))
