"""What one poll found, stored in one transaction: the feed's row, new and changed entries, their Posts, the journal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import Overruled, Overtaken, SlotTaken
from bot.judgement import Classification
from bot.likeness import Likeness
from bot.model import Entry, Event, Feed, Post, Standing, entry_key
from bot.store import window
from bot.store.articles import KeptArticle, keep_articles
from bot.store.database import Database, insert_minding, journal_all, violates
from bot.store.feeds import save_all
from bot.store.labels import last_correction
from bot.store.likenesses import alike, in_chunks
from bot.store.pictures import keep
from bot.store.rows import from_classification, from_entry, from_post
from bot.store.schema import aliases, documents, entries, posts, revisions
from bot.store.unread import read_again

# Built once: an UPDATE takes longer to build than to do.
_INSERT: Final = insert(entries)
_THERE: Final = select(entries.c.key).where(entries.c.key.in_(bindparam("keys", expanding=True)))
_NO_LIKENESS: Final = Likeness()
_LOCK_FOR_ARTICLES: Final = 0x10B  # any number; the advisory lock under which one worker makes Posts of new articles (PostgreSQL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a poll read besides new and changed entries.

    `remembered` is what the next poll needs so as to read only what is new: b"" where nothing is, None where that stays as it was. `vanished` are the keys of entries that the last document had and this one
    has not, `returned` those that were away; `aliases` are other identities of entries, by the entry's key.
    """

    remembered: bytes | None = None
    vanished: Collection[str] = ()
    returned: Collection[str] = ()
    aliases: Mapping[str, Collection[str]] = field(default_factory=dict)


_NOTHING_MORE: Final = Document()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A new or changed Entry with its judgement, and the Posts to be made of it (a Post that is there already is left alone).

    `pictures` are the bytes that the Posts' Drafts name, by digest; `notes` go into the journal of each Post that is made; `correction` is the id of
    the label by which an editor's word stands in the judgement, 0 for none. `source_hash` is the content's hash as the feed gave it, "" where nothing was
    added to that; `article` is what the entry's own page said, None where it was not read. `same_as` is the key of the Entry that this one is a copy of, "" for none.
    `read_at` is when the entry's own page is to be read again, since it could not be read now; None: it need not be.
    `compared` are the keys of all entries like a new one that it was held against; None: it was held against none, and need not be.
    """

    entry: Entry
    classification: Classification
    standing: Standing
    reason: str
    posts: tuple[Post, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    correction: int = 0
    likeness: Likeness = _NO_LIKENESS
    same_as: str = ""
    source_hash: str = ""
    article: KeptArticle | None = None
    read_at: datetime | None = None
    compared: Collection[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one poll brought, at the moment `at`: the feed's row from now on, what is new or changed, and what the journal is told of the feed."""

    feed: Feed
    arrivals: Sequence[Arrival]
    at: datetime
    events: Sequence[Event] = ()
    document: Document = _NOTHING_MORE


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOutcome:
    """Keys of the entries that were new and of those that had changed."""

    new: tuple[str, ...]
    changed: tuple[str, ...]


class Polls:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(  # noqa: PLR0917 - one poll's outcome
        self,
        feed: Feed,
        arrivals: Sequence[Arrival],
        now: datetime,
        actor: str,
        events: Sequence[Event] = (),
        document: Document = _NOTHING_MORE,
    ) -> PollOutcome:
        """Store everything or nothing. Two workers with the same arrivals store each once.

        Raises:
            SlotTaken: a Post's slot is no longer free; nothing was stored.
            Overruled: an editor has corrected a changed entry meanwhile; nothing was stored.
            Overtaken: an entry like a new one that is to be posted has been stored meanwhile; nothing was stored.
        """
        answered = Answered(feed=feed, arrivals=arrivals, at=now, events=events, document=document)
        return self.record_all([answered], actor)[0]

    def record_all(self, polled: Sequence[Answered], actor: str) -> tuple[PollOutcome, ...]:
        """What polls of different feeds brought, all of it or nothing. With Posts, one at a time: each must see what the one before has stored.

        Errors as of `record`, and ValueError for Posts among several.
        """
        if len(polled) > 1 and any(arrival.posts for each in polled for arrival in each.arrivals):
            raise ValueError("Posts are recorded one poll at a time")
        if not polled:
            return ()
        lines: list[Event] = []
        with self._database.write(same_window=True) as connection:
            for each in polled:
                _compare_once_more(connection, each.arrivals, each.at)
            save_all(connection, [each.feed for each in polled])
            rows = [[_row(arrival, each.at) for arrival in each.arrivals] for each in polled]
            inserted = _insert(connection, [row for some in rows for row in some])
            outcomes = tuple(_keep(connection, each, some, inserted, actor, lines) for each, some in zip(polled, rows, strict=True))
            _keep_memories(connection, polled)
            for each in polled:
                _keep_document(connection, each.feed.name, each.document, each.at)
                lines += each.events
            journal_all(connection, lines)
        return outcomes


def _keep(  # noqa: PLR0917 - one poll's circumstances
    connection: Connection, answered: Answered, rows: Sequence[Mapping[str, Any]], inserted: set[str], actor: str, lines: list[Event]
) -> PollOutcome:
    """Changed entries, and what came with new ones."""
    new: list[str] = []
    changed: list[str] = []
    now = answered.at
    for arrival, row in zip(answered.arrivals, rows, strict=True):
        key = row["key"]
        if key in inserted:
            new.append(key)
            lines.append(_line(arrival, key, now, actor, "seen"))
        elif _change(connection, arrival, row, now):
            changed.append(key)
            lines.append(_line(arrival, key, now, actor, "changed"))
        if arrival.pictures:
            keep(connection, arrival.pictures, now)
        for post in arrival.posts:
            lines += _insert_post(connection, post, arrival.notes, now, actor)
    read = {row["key"]: each.article for each, row in zip(answered.arrivals, rows, strict=True) if each.article is not None}
    keep_articles(connection, read)
    read_again(connection, {row["key"]: (each.article, each.read_at) for each, row in zip(answered.arrivals, rows, strict=True)})
    return PollOutcome(new=tuple(new), changed=tuple(changed))


def _compare_once_more(connection: Connection, arrivals: Sequence[Arrival], now: datetime) -> None:
    """Two feeds that bring one article at the same moment must not both post it: the second finds the first here, and is recognised anew."""
    to_be_posted = [arrival for arrival in arrivals if arrival.posts and arrival.compared is not None]
    if not to_be_posted:
        return
    lock_articles(connection)
    found = alike(connection, [arrival.likeness for arrival in to_be_posted], now)
    for arrival, keys in zip(to_be_posted, found, strict=True):
        unseen = keys.difference(arrival.compared or (), (arrival.entry.key,))
        if unseen:
            raise Overtaken("store.same_article", entry=arrival.entry.key, other=min(unseen))


def lock_articles(connection: Connection) -> None:
    """From now on nobody else makes Posts of new articles until the caller's transaction ends."""
    if connection.dialect.name == "postgresql":
        # First of all, so that nobody waits for it who holds a row. SQLite has one writer anyway.
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK_FOR_ARTICLES)))


def _insert(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """The keys of those that were new; an entry that is there already is left as it is."""
    if not rows:
        return set()
    if connection.dialect.name == "sqlite":
        # The only writer there is: what is not there now stays so until we have written it, and plain rows take half the time.
        there = _those_there(connection, [row["key"] for row in rows])
        fresh = {row["key"]: row for row in rows if row["key"] not in there}
        if fresh:
            connection.execute(_INSERT, list(fresh.values()))
            window.stored(connection, {key: row["fingerprint"] for key, row in fresh.items()})
        return set(fresh)
    # RETURNING, since PostgreSQL's driver has no row count of an INSERT to tell "stored" from "left alone".
    statement = insert_minding(connection, entries).on_conflict_do_nothing().returning(entries.c.key)
    return set(connection.execute(statement, rows).scalars())


def _those_there(connection: Connection, keys: Sequence[str]) -> set[str]:
    return {key for some in in_chunks(keys) for key in connection.execute(_THERE, {"keys": some}).scalars()}


def _keep_memories(connection: Connection, polled: Sequence[Answered]) -> None:
    memories = [{"feed": each.feed.name, "remembered": each.document.remembered} for each in polled if each.document.remembered is not None]
    if memories:
        statement = insert_minding(connection, documents)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["feed"], set_={"remembered": statement.excluded.remembered}), memories
        )


def _keep_document(connection: Connection, feed: str, document: Document, now: datetime) -> None:
    for keys, since in ((document.vanished, now), (document.returned, None)):
        if keys:
            connection.execute(update(entries).where(entries.c.key.in_(sorted(keys))).values(absent_since=since))
    rows = [
        {"key": entry_key(feed, identity), "entry_key": key, "identity": identity, "at": now}
        for key, identities in document.aliases.items()
        for identity in identities
    ]
    if rows:
        connection.execute(insert_minding(connection, aliases).on_conflict_do_nothing(), rows)


def insert_post(connection: Connection, post: Post, notes: Sequence[str], now: datetime, actor: str) -> None:
    """Make a Post in the caller's transaction, unless it is there already. Raises SlotTaken."""
    journal_all(connection, _insert_post(connection, post, notes, now, actor))


def _insert_post(connection: Connection, post: Post, notes: Sequence[str], now: datetime, actor: str) -> list[Event]:
    """The journal's lines about it."""
    if connection.execute(select(posts.c.key).where(posts.c.key == post.key)).first() is not None:
        return []
    statement = insert_minding(connection, posts).values(**from_post(post)).on_conflict_do_nothing(index_elements=["key"])
    try:
        made = connection.execute(statement.returning(posts.c.key)).first()
    except IntegrityError as error:
        if violates(error, "channel", "due_at"):
            raise SlotTaken("store.slot_taken", channel=post.channel, due_at=post.due_at) from None
        raise
    if made is None:
        return []
    lines = [Event(at=now, actor=actor, subject=post.key, verb="made", after=post.state, reason=post.reason)]
    if notes:
        lines.append(Event(at=now, actor=actor, subject=post.key, verb="illustrated", reason="; ".join(notes)))
    return lines


def _row(arrival: Arrival, now: datetime) -> dict[str, Any]:
    return {**_content(arrival), **_judgement(arrival), "revision": 1, "first_seen_at": now, "updated_at": now}


def _content(arrival: Arrival) -> dict[str, Any]:
    row = from_entry(arrival.entry, arrival.likeness)
    return {**row, "source_hash": arrival.source_hash or row["content_hash"]}


def _judgement(arrival: Arrival) -> dict[str, Any]:
    return {
        "classification": from_classification(arrival.classification),
        "standing": arrival.standing,
        "reason": arrival.reason,
        "same_as": arrival.same_as,
    }


def _change(connection: Connection, arrival: Arrival, row: Mapping[str, Any], now: datetime) -> bool:
    """Whether the entry's content had changed; the old content is kept as a revision."""
    entry = arrival.entry
    # Locked (PostgreSQL; SQLite has one writer): of two workers with the same change the second waits, and then sees that it is stored.
    old = connection.execute(select(entries).where(entries.c.key == entry.key).with_for_update()).mappings().one()
    if old["content_hash"] == row["content_hash"]:
        # What the feed says is another thing, and what its page says is the same: no change, but the page need not be read for it again.
        if old["source_hash"] != row["source_hash"]:
            connection.execute(update(entries).where(entries.c.key == entry.key).values(source_hash=row["source_hash"]))
        return False
    correction = last_correction(connection, entry.key)
    if arrival.correction != (0 if correction is None else correction.id):
        raise Overruled("store.entry_moved_on", entry=entry.key)
    kept = {name: old[name] for name in ("title", "summary", "body", "link")}
    connection.execute(insert(revisions).values(entry_key=entry.key, revision=old["revision"], content=kept, at=now))
    values = {**row, "revision": old["revision"] + 1, "first_seen_at": old["first_seen_at"]}
    window.forget(connection)
    connection.execute(update(entries).where(entries.c.key == entry.key, entries.c.revision == old["revision"]).values(**values))
    return True


def _line(arrival: Arrival, key: str, now: datetime, actor: str, verb: str) -> Event:
    return Event(at=now, actor=actor, subject=key, verb=verb, after="", reason=f"{arrival.standing}: {arrival.reason}")
