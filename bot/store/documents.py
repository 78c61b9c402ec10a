"""What is remembered of each feed's last document."""

from sqlalchemy import select

from bot.store.database import Database
from bot.store.schema import documents


class Documents:
    """Every method raises StoreError where the database can't be used. Written by `Polls.record`, with what was read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, feed: str) -> bytes:
        """What `bot.intake.delta.read` asked to remember of the feed's last document; b"" for nothing."""
        with self._database.read() as connection:
            return connection.execute(select(documents.c.remembered).where(documents.c.feed == feed)).scalar() or b""
