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
from bot.store.schema import documents, feeds, subscriptions

_BREATH: Final = timedelta(minutes=1)  # between two polls, however often a hub tells
_TOLD_LATELY: Final = timedelta(minutes=5)  # longer than any fetch may take
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
                for table in (documents, subscriptions):
                    connection.execute(delete(table).where(table.c.feed == name))
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
        with self._database.read() as connection:
            return list(connection.execute(_DUE, {"now": now}).scalars())

    def claim_due(self, now: datetime, names: Collection[str], lease: timedelta) -> list[Feed]:
        """Those of `names` that are still due, claimed: until `now` + `lease` nobody else polls them. In the order in which they fell due."""
        wanted = _STILL_DUE_HERE if self._database.is_postgres else _STILL_DUE
        with self._database.write(same_window=True) as connection:
            found = [to_feed(row) for row in connection.execute(wanted, {"now": now, "names": sorted(names)}).mappings()]
            if found:
                connection.execute(_CLAIM, {"names": [feed.name for feed in found], "until": now + lease})
        return found

    def claim(self, name: str, now: datetime, lease: timedelta) -> Feed:
        """The feed `name`, claimed whether due or not (an operator asked). Raises NotFound."""
        with self._database.write() as connection:
            row = connection.execute(select(feeds).where(feeds.c.name == name).with_for_update()).mappings().first()
            if row is None:
                raise NotFound("store.no_feed", name=name)
            connection.execute(update(feeds).where(feeds.c.name == name).values(next_poll_at=now + lease))
        return to_feed(row)

    def make_due(self, name: str, now: datetime) -> None:
        """Let the feed be asked at once, but for one that is failing: it has its own times. Nothing where there is no such feed."""
        with self._database.write() as connection:
            make_due(connection, name, now)

    def save_all(self, polled: Sequence[Feed]) -> None:
        """Write the outcomes of polls that found nothing new, in one transaction."""
        with self._database.write(same_window=True) as connection:
            save_all(connection, polled)


# Built once: SQLAlchemy takes longer to build such statements than SQLite takes for what they say.
_DUE: Final = (
    select(feeds.c.name)
    .where(feeds.c.next_poll_at <= bindparam("now"), feeds.c.state != FeedState.GONE)
    .order_by(feeds.c.next_poll_at, feeds.c.name)
)
_STILL_DUE: Final = (
    select(feeds)
    .where(feeds.c.next_poll_at <= bindparam("now"), feeds.c.name.in_(bindparam("names", expanding=True)))
    .order_by(feeds.c.next_poll_at, feeds.c.name)
)
_STILL_DUE_HERE: Final = _STILL_DUE.with_for_update(skip_locked=True)
_CLAIM: Final = update(feeds).where(feeds.c.name.in_(bindparam("names", expanding=True))).values(next_poll_at=bindparam("until"))
# A feed whose URL was changed while it was polled is left alone: the old URL's validators would make the new one look unchanged.
_SAVE: Final = update(feeds).where(feeds.c.name == bindparam("saved_name"), feeds.c.url == bindparam("saved_url"))


def make_due(connection: Connection, name: str, now: datetime) -> None:
    """`Feeds.make_due` in the caller's transaction. A feed is not asked twice within a minute, so that what is told over and over costs little."""
    row = connection.execute(select(feeds).where(feeds.c.name == name).with_for_update()).mappings().first()
    if row is None or row["failures"] or row["state"] != FeedState.ACTIVE:
        return
    due = now if row["last_polled_at"] is None else max(now, row["last_polled_at"] + _BREATH)
    connection.execute(update(feeds).where(feeds.c.name == name, feeds.c.next_poll_at > due).values(next_poll_at=due))


def save_all(connection: Connection, polled: Sequence[Feed]) -> None:
    """Write the outcome of polls, in the caller's transaction; nothing of a feed whose URL was changed meanwhile."""
    connection.execute(_SAVE, [_saved(feed) for feed in polled])
    for feed in polled:
        _ask_once_more(connection, feed)


def _ask_once_more(connection: Connection, feed: Feed) -> None:
    """A feed that a hub told of shortly before its poll ended is asked again in some minutes.

    It may have been told while the answer was on its way, and a site's cache may have answered with the document of before.
    """
    if not feed.hub or feed.failures or feed.last_polled_at is None:
        return
    lately, again = feed.last_polled_at - _TOLD_LATELY, feed.last_polled_at + _TOLD_LATELY
    told = select(subscriptions.c.feed).where(subscriptions.c.feed == feed.name, subscriptions.c.told_at > lately)
    later = (feeds.c.name == feed.name) & (feeds.c.next_poll_at > again)
    connection.execute(update(feeds).where(later, told.exists()).values(next_poll_at=again))


def _saved(feed: Feed) -> dict[str, Any]:
    values = from_feed(feed)
    return {**values, "saved_name": values.pop("name"), "saved_url": values.pop("url")}
