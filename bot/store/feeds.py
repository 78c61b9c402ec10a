"""The feeds' rows: who polls next."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update
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

    def due(self, now: datetime) -> list[str]:
        """Names of the feeds that are due, those due longest first; not those that are gone for good."""
        query = (
            select(feeds.c.name)
            .where(feeds.c.next_poll_at <= now, feeds.c.state != FeedState.GONE)
            .order_by(feeds.c.next_poll_at, feeds.c.name)
        )
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def claim_due(self, now: datetime, names: Collection[str], lease: timedelta) -> list[Feed]:
        """Those of `names` that are still due, claimed: until `now` + `lease` nobody else polls them. In the order in which they fell due."""
        wanted = (
            select(feeds).where(feeds.c.next_poll_at <= now, feeds.c.name.in_(sorted(names))).order_by(feeds.c.next_poll_at, feeds.c.name)
        )
        with self._database.write() as connection:
            if self._database.is_postgres:
                wanted = wanted.with_for_update(skip_locked=True)
            found = [to_feed(row) for row in connection.execute(wanted).mappings()]
            if found:
                claimed = [feed.name for feed in found]
                connection.execute(update(feeds).where(feeds.c.name.in_(claimed)).values(next_poll_at=now + lease))
        return found

    def claim(self, name: str, now: datetime, lease: timedelta) -> Feed:
        """The feed `name`, claimed whether due or not (an operator asked). Raises NotFound."""
        with self._database.write() as connection:
            row = connection.execute(select(feeds).where(feeds.c.name == name).with_for_update()).mappings().first()
            if row is None:
                raise NotFound("store.no_feed", name=name)
            connection.execute(update(feeds).where(feeds.c.name == name).values(next_poll_at=now + lease))
        return to_feed(row)

    def save_all(self, polled: Sequence[Feed]) -> None:
        """Write the outcomes of polls that found nothing new, in one transaction; as `save` does."""
        with self._database.write() as connection:
            connection.execute(_SAVE, [_saved(feed) for feed in polled])


# Built once: SQLAlchemy takes longer to build an UPDATE of all columns than SQLite takes to do it. A feed whose URL was changed while it was polled is left
# alone: the old URL's validators would make the new one look unchanged.
_SAVE: Final = update(feeds).where(feeds.c.name == bindparam("saved_name"), feeds.c.url == bindparam("saved_url"))


def save(connection: Connection, feed: Feed) -> None:
    """Write the outcome of a poll, in the caller's transaction; nothing where the feed's URL was changed meanwhile."""
    connection.execute(_SAVE, _saved(feed))


def _saved(feed: Feed) -> dict[str, Any]:
    values = from_feed(feed)
    return {**values, "saved_name": values.pop("name"), "saved_url": values.pop("url")}
