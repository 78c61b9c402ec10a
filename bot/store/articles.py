"""What entries' own pages said, and the validators to ask them again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.store.database import Database, insert_minding
from bot.store.schema import articles


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptArticle:
    """A page as it was last read. `url` is where it was after redirects; `content` is what was read from it, as JSON."""

    url: str
    etag: str = ""
    last_modified: str = ""
    content: Mapping[str, Any]
    fetched_at: datetime


def keep_articles(connection: Connection, pages: Mapping[str, KeptArticle]) -> None:
    """Store pages by their entry's key in the caller's transaction, each in the place of what was kept of it."""
    if not pages:
        return
    made = insert_minding(connection, articles)
    replaced = {name: made.excluded[name] for name in ("url", "etag", "last_modified", "content", "fetched_at")}
    statement = made.on_conflict_do_update(index_elements=["entry_key"], set_=replaced)
    rows = [
        {
            "entry_key": key,
            "url": page.url,
            "etag": page.etag,
            "last_modified": page.last_modified,
            "content": dict(page.content),
            "fetched_at": page.fetched_at,
        }
        for key, page in pages.items()
    ]
    connection.execute(statement, rows)


class Articles:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, entry_key: str) -> KeptArticle | None:
        """What is kept of an entry's page, None where it was never read."""
        with self._database.read() as connection:
            row = connection.execute(select(articles).where(articles.c.entry_key == entry_key)).mappings().first()
        return None if row is None else KeptArticle(**{name: value for name, value in row.items() if name != "entry_key"})
