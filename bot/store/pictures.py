"""The pictures that Drafts name, by content."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from bot.errors import NotFound
from bot.store.database import Database, insert_minding
from bot.store.schema import pictures


def keep(connection: Connection, contents: Mapping[str, bytes], now: datetime) -> None:
    """Store contents by digest, in the caller's transaction; one that is there already is left alone."""
    table = insert_minding(connection, pictures)
    for digest, content in contents.items():
        values = {"digest": digest, "content": content, "stored_at": now}
        connection.execute(table.values(**values).on_conflict_do_nothing(index_elements=["digest"]))


class Pictures:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def contents(self, digests: Sequence[str]) -> tuple[bytes, ...]:
        """The bytes of each, in this order. Raises NotFound."""
        with self._database.read() as connection:
            rows = connection.execute(select(pictures.c.digest, pictures.c.content).where(pictures.c.digest.in_(digests)))
            found: dict[str, bytes] = {row.digest: row.content for row in rows}
        missing = next((digest for digest in digests if digest not in found), None)
        if missing is not None:
            raise NotFound("store.no_picture", digest=missing)
        return tuple(found[digest] for digest in digests)
