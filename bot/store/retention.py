"""Deleting what the settings no longer keep. The journal, Posts and the entries that they were made of are never touched here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Column, Connection, Select, Table, delete, func, select, tuple_, update

from bot.model import Event, PostState
from bot.store.database import Database, journal
from bot.store.figure_tables import foreign_snapshots, page_snapshots
from bot.store.rows import from_classification, to_classification
from bot.store.schema import articles, entries, labels, pictures, posts, revisions, snapshots

_AT_ONCE: Final = 400  # rows; SQLite takes no more than 999 parameters
_OPEN: Final = (PostState.HELD, PostState.SCHEDULED, PostState.PUBLISHING, PostState.FAILED)
_NEEDED: Final = (*_OPEN, PostState.PUBLISHED)
# Of Posts, of other posts of the Pages, of the Pages themselves: each with what tells one from the other.
_MEASURED: Final = (
    (snapshots, (snapshots.c.post_key,)),
    (foreign_snapshots, (foreign_snapshots.c.channel, foreign_snapshots.c.remote_id)),
    (page_snapshots, (page_snapshots.c.channel,)),
)


class Kind(StrEnum):
    """What may be deleted after a time; the keys of `retention` in the settings."""

    UNPOSTED = "unposted"
    EARLIER = "earlier"
    SNAPSHOTS = "snapshots"
    PICTURES = "pictures"


class Retention:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def overdue(self, before: Mapping[Kind, datetime]) -> dict[Kind, int]:
        """How many rows of each kind are older than its instant; kinds without any are absent."""
        with self._database.read() as connection:
            counts = {kind: _count(connection, kind, limit) for kind, limit in before.items()}
        return {kind: count for kind, count in counts.items() if count}

    def delete(self, before: Mapping[Kind, datetime], line: Event) -> dict[Kind, int]:
        """Delete some hundred rows of each kind, and write `line` where any was; how many of each. Together with its line, or not at all."""
        with self._database.write() as connection:
            counts = {kind: _delete(connection, kind, limit) for kind, limit in before.items()}
            done = {kind: count for kind, count in counts.items() if count}
            if done:
                told = ", ".join(f"{kind}={count}" for kind, count in done.items())
                journal(connection, replace(line, reason=f"{line.reason}: {told}"))
        return done


def _queries(kind: Kind, before: datetime) -> tuple[Select[Any], ...]:
    """The keys of the rows that are older than `before`."""
    match kind:
        case Kind.UNPOSTED:
            has_post = select(posts.c.key).where(posts.c.entry_key == entries.c.key).exists()
            # What an editor has judged is what Loa learns from.
            is_judged = select(labels.c.id).where(labels.c.entry_key == entries.c.key).exists()
            has_text = (entries.c.body != "") | (entries.c.summary != "") | (entries.c.author != "")
            return (select(entries.c.key).where(entries.c.updated_at < before, has_text, ~has_post, ~is_judged),)
        case Kind.EARLIER:
            # An article whose Post waits is looked at again, with what is known of its page.
            waits = select(posts.c.key).where(posts.c.entry_key == articles.c.entry_key, posts.c.state.in_(_OPEN)).exists()
            old_pages = select(articles.c.entry_key).where(articles.c.fetched_at < before, ~waits)
            # The text that an editor has judged: by another one Loa would be measured wrongly.
            its = (labels.c.entry_key == revisions.c.entry_key, labels.c.revision == revisions.c.revision)
            is_judged = select(labels.c.id).where(*its).exists()
            return select(revisions.c.entry_key, revisions.c.revision).where(revisions.c.at < before, ~is_judged), old_pages
        case Kind.SNAPSHOTS:
            return tuple(_taken_before(table, keys, before) for table, keys in _MEASURED)
        case Kind.PICTURES:
            return (select(pictures.c.digest).where(pictures.c.stored_at < before),)


def _taken_before(table: Table, keys: Sequence[Column[Any]], before: datetime) -> Select[Any]:
    """Measurements that are older, but for the last one of whatever `keys` tell apart."""
    last = select(func.max(table.c.id)).group_by(*keys)
    return select(table.c.id).where(table.c.taken_at < before, table.c.id.not_in(last))


def _count(connection: Connection, kind: Kind, before: datetime) -> int:
    if kind is Kind.PICTURES:
        return len(_unneeded(connection, before))
    return sum(int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()) for query in _queries(kind, before))


def _unneeded(connection: Connection, before: datetime) -> list[str]:
    """Digests of old pictures that no Post names which waits or is on its Page."""
    named = connection.execute(select(posts.c.pictures).where(posts.c.state.in_(_NEEDED)))
    needed = {picture["digest"] for (listed,) in named for picture in listed}
    (query,) = _queries(Kind.PICTURES, before)
    return [digest for digest in connection.scalars(query.order_by(pictures.c.digest)) if digest not in needed]


def _delete(connection: Connection, kind: Kind, before: datetime) -> int:
    if kind is Kind.PICTURES:
        some = _unneeded(connection, before)[:_AT_ONCE]
        connection.execute(delete(pictures).where(pictures.c.digest.in_(some)))
        return len(some)
    found = [connection.execute(query.limit(_AT_ONCE)).all() for query in _queries(kind, before)]
    match kind:
        case Kind.UNPOSTED:
            _empty(connection, [key for (key,) in found[0]])
        case Kind.EARLIER:
            connection.execute(
                delete(revisions).where(tuple_(revisions.c.entry_key, revisions.c.revision).in_([tuple(row) for row in found[0]]))
            )
            connection.execute(delete(articles).where(articles.c.entry_key.in_([key for (key,) in found[1]])))
        case Kind.SNAPSHOTS:
            for (table, _), rows in zip(_MEASURED, found, strict=True):
                connection.execute(delete(table).where(table.c.id.in_([number for (number,) in rows])))
    return sum(map(len, found))


def _empty(connection: Connection, keys: list[str]) -> None:
    """Take the texts away; what an entry is known by stays, so that it is never new again. Its content's hash, too: what its feed says has not changed."""
    rows = connection.execute(select(entries.c.key, entries.c.classification).where(entries.c.key.in_(keys))).all()
    for key, classification in rows:
        bare = replace(to_classification(classification), evidence=(), findings=())
        values = {"summary": "", "body": "", "author": "", "categories": [], "pictures": [], "classification": from_classification(bare)}
        connection.execute(update(entries).where(entries.c.key == key).values(**values))
    for table in (revisions, articles):
        connection.execute(delete(table).where(table.c.entry_key.in_(keys)))
