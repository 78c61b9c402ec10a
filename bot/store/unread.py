"""Entries whose own page could not be read yet: whose turn it is, and when the next one is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from bot.store.articles import KeptArticle
from bot.store.database import Database, insert_minding
from bot.store.schema import unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An entry whose page was asked `tries` times, and is to be read again."""

    entry_key: str
    tries: int


def read_again(connection: Connection, pages: Mapping[str, tuple[KeptArticle | None, datetime | None]]) -> None:
    """By their entries' keys, what was read of pages, or when they are to be read again, in the caller's transaction. Of the others nothing changes."""
    read = sorted(key for key, (article, _) in pages.items() if article is not None)
    if read:
        connection.execute(delete(unread).where(unread.c.entry_key.in_(read)))
    waiting = [{"entry_key": key, "tries": 1, "read_at": at} for key, (article, at) in pages.items() if article is None and at is not None]
    if waiting:
        made = insert_minding(connection, unread)
        # Its feed says something new of it: it is worth as many tries as a new one.
        replaced = {name: made.excluded[name] for name in ("tries", "read_at")}
        connection.execute(made.on_conflict_do_update(index_elements=["entry_key"], set_=replaced), waiting)


class Unread:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, now: datetime, lease: timedelta) -> Waiting | None:
        """The entry that has waited longest for its page to be read, now the caller's for `lease`; None where none is due."""
        query = select(unread).where(unread.c.read_at <= now).order_by(unread.c.read_at, unread.c.entry_key).limit(1)
        with self._database.write() as connection:
            if self._database.is_postgres:
                query = query.with_for_update(skip_locked=True)
            row = connection.execute(query).mappings().first()
            if row is None:
                return None
            connection.execute(update(unread).where(unread.c.entry_key == row["entry_key"]).values(read_at=now + lease))
        return Waiting(entry_key=row["entry_key"], tries=row["tries"])

    def again(self, waiting: Waiting, at: datetime) -> None:
        """It could not be read once more: it is read again at `at`. Left alone where something else was decided meanwhile."""
        mine = (unread.c.entry_key == waiting.entry_key, unread.c.tries == waiting.tries)
        with self._database.write() as connection:
            connection.execute(update(unread).where(*mine).values(tries=waiting.tries + 1, read_at=at))

    def forget(self, entry_key: str) -> None:
        """Its page is not to be read again."""
        with self._database.write() as connection:
            connection.execute(delete(unread).where(unread.c.entry_key == entry_key))
