"""Who is signed in to the editors' page. The database knows a digest of what the browser holds, so that nobody who reads it can sign in with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update

from bot.store.database import Database
from bot.store.schema import sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in: `mark` is the digest of what the browser holds, `stamp` that of the user as the settings had them then."""

    mark: str
    user: str
    stamp: str
    begun_at: datetime
    seen_at: datetime


class Sessions:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, mark: str) -> Session | None:
        """The session with this mark; None where there is none (any more)."""
        with self._database.read() as connection:
            row = connection.execute(select(sessions).where(sessions.c.mark == mark)).mappings().first()
        return None if row is None else Session(**row)

    def begin(self, session: Session, *, begun_before: datetime, seen_before: datetime) -> None:
        """Somebody has signed in; sessions that began or were last seen before those instants are over, and go."""
        over = or_(sessions.c.begun_at < begun_before, sessions.c.seen_at < seen_before)
        values = {name: getattr(session, name) for name in ("mark", "user", "stamp", "begun_at", "seen_at")}
        with self._database.write() as connection:
            connection.execute(delete(sessions).where(over))
            connection.execute(insert(sessions).values(**values))

    def seen(self, mark: str, now: datetime) -> None:
        """Its browser has asked for something."""
        with self._database.write() as connection:
            connection.execute(update(sessions).where(sessions.c.mark == mark).values(seen_at=now))

    def end(self, mark: str) -> None:
        """Signed out."""
        with self._database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.mark == mark))

    def end_all_of(self, user: str) -> None:
        """Signed out everywhere."""
        with self._database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.user == user))
