"""What one poll found, stored in one transaction: the feed's row, new and changed entries, their Posts, the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from bot.errors import Overruled, SlotTaken
from bot.judgement import Classification
from bot.model import Entry, Event, Feed, Post, Standing
from bot.store.database import Database, journal, violates
from bot.store.feeds import save
from bot.store.labels import last_correction
from bot.store.pictures import keep
from bot.store.rows import from_classification, from_entry, from_post
from bot.store.schema import entries, posts, revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A new or changed Entry with its judgement, and the Posts to be made of it (a Post that is there already is left alone).

    `pictures` are the bytes that the Posts' Drafts name, by digest; `notes` go into the journal of each Post that is made; `correction` is the id of
    the label by which an editor's word stands in the judgement, 0 for none.
    """

    entry: Entry
    classification: Classification
    standing: Standing
    reason: str
    posts: tuple[Post, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    correction: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOutcome:
    """Keys of the entries that were new and of those that had changed."""

    new: tuple[str, ...]
    changed: tuple[str, ...]


class Polls:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, feed: Feed, arrivals: Sequence[Arrival], now: datetime, actor: str, events: Sequence[Event] = ()) -> PollOutcome:
        """Store everything or nothing. Two workers with the same arrivals store each once.

        Raises:
            SlotTaken: a Post's slot is no longer free; nothing was stored.
            Overruled: an editor has corrected a changed entry meanwhile; nothing was stored.
        """
        new, changed = [], []
        with self._database.write() as connection:
            save(connection, feed)
            for arrival in arrivals:
                if self._insert(connection, arrival, now):
                    new.append(arrival.entry.key)
                    _note(connection, arrival, now, actor, "seen")
                elif _change(connection, arrival, now):
                    changed.append(arrival.entry.key)
                    _note(connection, arrival, now, actor, "changed")
                keep(connection, arrival.pictures, now)
                for post in arrival.posts:
                    insert_post(connection, post, arrival.notes, now, actor)
            for event in events:
                journal(connection, event)
        return PollOutcome(new=tuple(new), changed=tuple(changed))

    def _insert(self, connection: Connection, arrival: Arrival, now: datetime) -> bool:
        """Whether the entry was new; an entry that is there already is left as it is."""
        values = {**from_entry(arrival.entry), **_judgement(arrival), "revision": 1, "first_seen_at": now, "updated_at": now}
        # RETURNING, since PostgreSQL's driver has no row count of an INSERT to tell "stored" from "left alone".
        statement = _insert_or_leave(connection, entries).values(**values).on_conflict_do_nothing().returning(entries.c.key)
        return connection.execute(statement).first() is not None


def _insert_or_leave(connection: Connection, table: Any) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def insert_post(connection: Connection, post: Post, notes: Sequence[str], now: datetime, actor: str) -> None:
    """Make a Post in the caller's transaction, unless it is there already. Raises SlotTaken."""
    if connection.execute(select(posts.c.key).where(posts.c.key == post.key)).first() is not None:
        return
    statement = _insert_or_leave(connection, posts).values(**from_post(post)).on_conflict_do_nothing(index_elements=["key"])
    try:
        made = connection.execute(statement.returning(posts.c.key)).first()
    except IntegrityError as error:
        if violates(error, "channel", "due_at"):
            raise SlotTaken("store.slot_taken", channel=post.channel, due_at=post.due_at) from None
        raise
    if made is not None:
        journal(connection, Event(at=now, actor=actor, subject=post.key, verb="made", after=post.state, reason=post.reason))
        if notes:
            journal(connection, Event(at=now, actor=actor, subject=post.key, verb="illustrated", reason="; ".join(notes)))


def _judgement(arrival: Arrival) -> dict[str, Any]:
    return {
        "classification": from_classification(arrival.classification),
        "standing": arrival.standing,
        "reason": arrival.reason,
    }


def _change(connection: Connection, arrival: Arrival, now: datetime) -> bool:
    """Whether the entry's content had changed; the old content is kept as a revision."""
    entry = arrival.entry
    # Locked (PostgreSQL; SQLite has one writer): of two workers with the same change the second waits, and then sees that it is stored.
    old = connection.execute(select(entries).where(entries.c.key == entry.key).with_for_update()).mappings().one()
    if old["content_hash"] == entry.content_hash:
        return False
    correction = last_correction(connection, entry.key)
    if arrival.correction != (0 if correction is None else correction.id):
        raise Overruled("store.entry_moved_on", entry=entry.key)
    kept = {name: old[name] for name in ("title", "summary", "body", "link")}
    connection.execute(insert(revisions).values(entry_key=entry.key, revision=old["revision"], content=kept, at=now))
    values = {**from_entry(entry), **_judgement(arrival), "revision": old["revision"] + 1, "updated_at": now}
    connection.execute(update(entries).where(entries.c.key == entry.key, entries.c.revision == old["revision"]).values(**values))
    return True


def _note(connection: Connection, arrival: Arrival, now: datetime, actor: str, verb: str) -> None:
    journal(
        connection,
        Event(at=now, actor=actor, subject=arrival.entry.key, verb=verb, after="", reason=f"{arrival.standing}: {arrival.reason}"),
    )
