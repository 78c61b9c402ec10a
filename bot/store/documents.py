"""What is remembered of each feed's last document, and which of its entries with Posts that wait it must still name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select

from bot.model import PostState
from bot.store.database import Database
from bot.store.schema import aliases, documents, entries, posts

_REMEMBERED: Final = select(documents.c.feed, documents.c.remembered).where(documents.c.feed.in_(bindparam("feeds", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An entry with a Post that has not gone out: the keys of all identities it is known by, and whether its feed lacked it the last time."""

    keys: frozenset[str]
    absent: bool


class Documents:
    """Every method raises StoreError where the database can't be used. Written by `Polls.record`, with what was read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, feed: str) -> bytes:
        """What `bot.intake.delta.read` asked to remember of the feed's last document; b"" for nothing."""
        return self.of_all([feed]).get(feed, b"")

    def of_all(self, feeds: Collection[str]) -> Mapping[str, bytes]:
        """The same of some feeds, by name; those of which nothing is remembered are left out."""
        if not feeds:
            return {}
        with self._database.read() as connection:
            return {row.feed: row.remembered for row in connection.execute(_REMEMBERED, {"feeds": sorted(feeds)})}

    def waiting(self, feed: str) -> Mapping[str, Waiting]:
        """By key, the entries of `feed` with a Post that is held or scheduled."""
        open_ones = select(posts.c.entry_key).where(posts.c.state.in_((PostState.HELD, PostState.SCHEDULED)))
        found = select(entries.c.key, entries.c.absent_since).where(entries.c.feed == feed, entries.c.key.in_(open_ones))
        with self._database.read() as connection:
            absent = {row.key: row.absent_since is not None for row in connection.execute(found)}
            if not absent:
                return {}
            others: dict[str, set[str]] = {key: {key} for key in absent}
            for row in connection.execute(
                select(aliases.c.key, aliases.c.entry_key).where(aliases.c.entry_key.in_(found.with_only_columns(entries.c.key)))
            ):
                others[row.entry_key].add(row.key)
        return {key: Waiting(keys=frozenset(others[key]), absent=absent[key]) for key in absent}
