"""Posts of an entry that is stored already: because its page has been read at last, or because an editor wants them. One transaction for all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from bot.errors import Conflict
from bot.judgement import Classification
from bot.model import Entry, Event, Post, PostState, Standing
from bot.store.articles import KeptArticle, keep_articles
from bot.store.database import Database, journal
from bot.store.entries import StoredEntry
from bot.store.labels import last_correction
from bot.store.pictures import keep
from bot.store.polls import insert_post, lock_articles
from bot.store.rows import from_classification, to_post
from bot.store.schema import entries, posts, revisions
from bot.store.unread import read_again


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What is to stand of a stored entry from now on, and the Posts to be made of it.

    `seen` and `seen_label` (the id of the correction that holds, 0 for none) are what the caller saw. `entry` is the entry as it is to be: where its
    content is another one, the old one is kept as a revision. `article` is its page where that has been read, `read_at` is when that is to be read.
    `verb` and `said` are the journal's line about the entry, none where `verb` is "".
    """

    seen: StoredEntry
    seen_label: int
    entry: Entry
    classification: Classification
    standing: Standing
    reason: str
    posts: tuple[Post, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    notes: tuple[str, ...] = ()
    article: KeptArticle | None = None
    read_at: datetime | None = None
    verb: str
    said: str
    by: str
    at: datetime


class Makings:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, making: Making) -> None:
        """Store everything or nothing.

        Raises:
            Conflict: the entry is no longer as the caller saw it, one of the Posts is there already, or its article is on that Page by another entry.
            SlotTaken: a Post's slot is no longer free.
        """
        key = making.seen.entry.key
        with self._database.write() as connection:
            if making.posts:
                lock_articles(connection)
            same_as = _compare(connection, making)
            _refuse_what_is_there(connection, key, same_as, making.posts)
            _rewrite(connection, making)
            if making.article is not None:
                keep_articles(connection, {key: making.article})
            read_again(connection, {key: (making.article, making.read_at)})
            if making.verb:
                journal(connection, Event(at=making.at, actor=making.by, subject=key, verb=making.verb, reason=making.said))
            keep(connection, making.pictures, making.at)
            for post in making.posts:
                insert_post(connection, post, making.notes, making.at, making.by)

    def covering(self, key: str, same_as: str) -> dict[str, Post]:
        """By channel, the Posts of the entry's article that are there or may get there, be it by this entry or by others; those of this one first."""
        with self._database.read() as connection:
            return _covering(connection, key, same_as)


def _compare(connection: Connection, making: Making) -> str:
    """The entry, locked, must be as it was seen; the key of the entry that it is a copy of, "" for none."""
    key = making.seen.entry.key
    columns = (entries.c.revision, entries.c.standing, entries.c.same_as)
    row = connection.execute(select(*columns).where(entries.c.key == key).with_for_update()).first()
    last = last_correction(connection, key)
    label = 0 if last is None else last.id
    if row is None or (row.revision, row.standing, label) != (making.seen.revision, making.seen.standing, making.seen_label):
        raise Conflict("store.entry_moved_on", entry=key)
    return str(row.same_as)


def _refuse_what_is_there(connection: Connection, key: str, same_as: str, wanted: tuple[Post, ...]) -> None:
    if not wanted:
        return
    there = _covering(connection, key, same_as)
    for post in wanted:
        found = there.get(post.channel)
        if found is not None:
            raise Conflict("store.article_on_page", entry=key, page=post.channel, post=found.key)


def _covering(connection: Connection, key: str, same_as: str) -> dict[str, Post]:
    first = same_as or key
    of_the_article = select(entries.c.key).where(or_(entries.c.key == first, (entries.c.same_as == first) & (entries.c.same_as != "")))
    # What was dropped will not get there any more, and leaves the Page to another entry of the article; of one entry there is one Post a Page, ever.
    alive = or_(posts.c.state != PostState.DROPPED, posts.c.entry_key == key)
    query = select(posts).where(posts.c.entry_key.in_(of_the_article), alive).order_by(posts.c.entry_key != key, posts.c.created_at)
    found: dict[str, Post] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["channel"], to_post(row))
    return found


def _rewrite(connection: Connection, making: Making) -> None:
    """The entry's row as it is to be."""
    seen, entry = making.seen, making.entry
    values: dict[str, Any] = {
        "classification": from_classification(making.classification),
        "standing": making.standing,
        "reason": making.reason,
    }
    if entry.content_hash != seen.entry.content_hash:
        kept = {name: getattr(seen.entry, name) for name in ("title", "summary", "body", "link")}
        connection.execute(insert(revisions).values(entry_key=entry.key, revision=seen.revision, content=kept, at=making.at))
        values |= {"content_hash": entry.content_hash, "revision": seen.revision + 1, "updated_at": making.at}
    values |= {name: getattr(entry, name) for name in ("title", "summary", "body", "author", "published_at")}
    values["pictures"] = list(entry.pictures)
    connection.execute(update(entries).where(entries.c.key == entry.key).values(**values))
