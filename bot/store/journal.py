"""Reading the journal and the approvals; appending a line that belongs to no other change."""

from sqlalchemy import select

from bot.model import Approval, Event
from bot.store.database import Database, journal
from bot.store.rows import to_approval, to_event
from bot.store.schema import approvals, events


class Journal:
    """The append-only journal. Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, subject: str) -> list[Event]:
        """Everything that happened to a Post, an Entry, "feed:NAME" or "channel:NAME", oldest first."""
        query = select(events).where(events.c.subject == subject).order_by(events.c.id)
        with self._database.read() as connection:
            return [to_event(row) for row in connection.execute(query).mappings()]

    def recent(self, limit: int) -> list[Event]:
        """The last lines, newest first."""
        with self._database.read() as connection:
            return [to_event(row) for row in connection.execute(select(events).order_by(events.c.id.desc()).limit(limit)).mappings()]

    def write(self, event: Event) -> None:
        """Append one line."""
        with self._database.write() as connection:
            journal(connection, event)


class Approvals:
    """Editors' decisions. Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, post_key: str) -> list[Approval]:
        """Every decision on a Post, oldest first; only one with the Post's present `draft_hash` still counts."""
        query = select(approvals).where(approvals.c.post_key == post_key).order_by(approvals.c.id)
        with self._database.read() as connection:
            return [to_approval(row) for row in connection.execute(query).mappings()]
