"""What becomes of editors' decisions after they were made, or where nobody makes them: taken back, reminded of, given up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, RowMapping, func, select, update

from bot.errors import Conflict
from bot.model import Approval, Event, Post, PostState
from bot.store.database import Database, journal
from bot.store.labels import take_back
from bot.store.moves import drop_post
from bot.store.posts import get
from bot.store.rows import to_approval, to_post
from bot.store.schema import approvals, entries, events, posts

_REMINDED: Final = "reminded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A Post that waits for a decision: since when it does (as it is now), when editors were last reminded of it, and when its entry was first seen."""

    post: Post
    since: datetime
    reminded_at: datetime | None
    first_seen_at: datetime


class Decisions:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def undo(self, post: Post, decision: Approval, *, by: str, reason: str, now: datetime) -> Post:
        """Take a decision back: the Post is held again. The one way back from `dropped`, and for a rejection only.

        Raises NotFound, or Conflict where the Post or its last decision is no longer as the caller saw it.
        """
        before = PostState.SCHEDULED if decision.approved else PostState.DROPPED
        where = (posts.c.key == post.key, posts.c.state == before, posts.c.draft_hash == post.draft.hash)
        values = {"state": PostState.HELD, "due_at": None, "try_after": None, "reason": reason}
        with self._database.write() as connection:
            # The Post first: whoever decides anew on it waits here, and then sees that it has moved on.
            if connection.execute(update(posts).where(*where).values(**values)).rowcount != 1:
                raise Conflict("store.moved_on", post=post.key)
            query = select(approvals).where(approvals.c.post_key == post.key).order_by(approvals.c.id.desc()).limit(1)
            row = connection.execute(query).mappings().first()
            if row is None or to_approval(row) != decision or decision.undone_at is not None:
                raise Conflict("store.moved_on", post=post.key)
            connection.execute(update(approvals).where(approvals.c.id == row["id"]).values(undone_at=now))
            take_back(connection, post.entry_key, decision, now)
            journal(
                connection, Event(at=now, actor=by, subject=post.key, verb="undone", before=before, after=PostState.HELD, reason=reason)
            )
            return get(connection, post.key)

    def waiting(self) -> list[Waiting]:
        """Every Post that is held, the one that has waited for longest first."""
        with self._database.read() as connection:
            found = [_to_waiting(row) for row in connection.execute(_WAITING).mappings()]
        return sorted(found, key=lambda each: (each.since, each.post.key))

    def remind(self, seen: Waiting, *, reason: str, actor: str, now: datetime) -> bool:
        """Note in the journal that editors are reminded; whether it was this caller who did. Two workers remind once."""
        with self._database.write() as connection:
            if not self._is_as_seen(connection, seen):
                return False
            journal(connection, Event(at=now, actor=actor, subject=seen.post.key, verb=_REMINDED, reason=reason))
            return True

    def give_up(self, seen: Waiting, *, reason: str, actor: str, now: datetime) -> bool:
        """Drop a Post that nobody has decided on; whether it was this caller who did. One that was decided on meanwhile stays."""
        with self._database.write() as connection:
            if not self._is_as_seen(connection, seen):
                return False
            drop_post(connection, seen.post, reason=reason, actor=actor, now=now)
            return True

    def _is_as_seen(self, connection: Connection, seen: Waiting) -> bool:
        # Locked (PostgreSQL; SQLite has one writer): of two workers the second waits here, and then sees what the first has written.
        connection.execute(select(posts.c.key).where(posts.c.key == seen.post.key).with_for_update())
        row = connection.execute(_WAITING.where(posts.c.key == seen.post.key)).mappings().first()
        return row is not None and _to_waiting(row) == seen


_ITS: Final = events.c.subject == posts.c.key
# Every line that ends in `held`, also where it was held before: another text or reason is another question.
_SINCE: Final = select(func.max(events.c.at)).where(_ITS, events.c.after == PostState.HELD).scalar_subquery()
_REMINDED_AT: Final = select(func.max(events.c.at)).where(_ITS, events.c.verb == _REMINDED).scalar_subquery()
# Built once, as every question that each beat asks: that takes longer than the answer.
_WAITING: Final = (
    select(posts, entries.c.first_seen_at, _SINCE.label("since"), _REMINDED_AT.label("reminded_at"))
    .join(entries, entries.c.key == posts.c.entry_key)
    .where(posts.c.state == PostState.HELD)
)


def _to_waiting(row: RowMapping) -> Waiting:
    return Waiting(post=to_post(row), since=row["since"], reminded_at=row["reminded_at"], first_seen_at=row["first_seen_at"])
