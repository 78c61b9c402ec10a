"""Masking a person's data in everything that is kept, at a request: all of it in one transaction, with a journal line for each entry and Post.

What is not changed is found and told: the journal, which is append-only; keys and links; a Post that is being sent. Posts that wait are held again with their
masked text; the text of one that is on its Page is changed there first, by a Step.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, and_, select, text, update

from bot.editorial.forgetting import masked_in
from bot.model import Draft, Event, PostState, StepState
from bot.store.alert_tables import alerts
from bot.store.columns import METADATA
from bot.store.database import Database, journal
from bot.store.rows import from_draft, to_post
from bot.store.schema import approvals, articles, entries, labels, posts, revisions, steps

_POST_TEXTS: Final = ("message", "comment", "pictures")
_WAITING: Final = frozenset({PostState.HELD, PostState.SCHEDULED, PostState.FAILED})
_AT_WORK: Final = frozenset({StepState.HELD, StepState.DUE, StepState.DOING})

# Where texts stand that may be masked, and what of the row is the journal's subject.
_MASKED: Final[Mapping[Table, tuple[tuple[str, ...], str]]] = {
    entries: (("title", "summary", "body", "author", "categories", "reason", "classification"), "key"),
    revisions: (("content",), "entry_key"),
    articles: (("content",), "entry_key"),
    labels: (("note", "classification"), "entry_key"),
    approvals: (("note",), "post_key"),
    posts: ((*_POST_TEXTS, "reason"), "key"),
    steps: (("text", "reason"), "post_key"),
    alerts: (("said",), "subject"),
}
# Where it may stand and stays.
_KEPT: Final[Mapping[Table, tuple[str, ...]]] = {
    METADATA.tables["events"]: ("actor", "reason"),
    entries: ("identity", "link"),
    METADATA.tables["aliases"]: ("identity",),
    articles: ("url",),
    approvals: ("by",),
    labels: ("by",),
    steps: ("by",),
    posts: ("link", "edited_by"),
}


class Fate(StrEnum):
    """What becomes of a place where the data stand."""

    MASKED = "masked"
    ON_PAGE = "on-page"  # of a Post that is on its Page: its text is to be changed there
    BUSY = "busy"  # of a Post that is being sent, or a Step that is not done: later again
    KEPT = "kept"  # the journal, keys, links, who decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the data stand: the table, its column, the row's key (or number), and what becomes of it."""

    table: str
    column: str
    key: str
    fate: Fate


class Forgetting:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, pattern: re.Pattern[str], told: Callable[[int], None] = lambda _: None) -> list[Place]:
        """Every place where the data stand; `told` hears of each row that was looked at."""
        with self._database.read() as connection:
            return list(_places(connection, pattern, told))

    def mask(self, pattern: re.Pattern[str], *, by: str, reason: str, held: str, now: datetime) -> list[Place]:
        """Mask what may be masked; every place where the data stood.

        Args:
            pattern: what finds the data.
            by: who asked for it.
            reason: the journal's line; it must not tell the data.
            held: why a Post that waited is held now.
            now: aware.
        """
        with self._database.write() as connection:
            if not self._database.is_postgres:
                # What is overwritten is gone from the file, too.
                connection.execute(text("PRAGMA secure_delete = ON"))
            places = list(_places(connection, pattern, lambda _: None))
            for subject in _mask(connection, pattern, places, held):
                journal(connection, Event(at=now, actor=by, subject=subject, verb="forgotten", reason=reason))
        if not self._database.is_postgres:
            with self._database.engine.connect().execution_options(loa_outside_transaction=True) as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return places


def _places(connection: Connection, pattern: re.Pattern[str], told: Callable[[int], None]) -> Iterator[Place]:
    for table in METADATA.sorted_tables:
        columns, kept = _MASKED.get(table, ((), ""))[0], _KEPT.get(table, ())
        if not columns and not kept:
            continue
        keys = [column.name for column in table.primary_key.columns]
        status = ["state"] if "state" in table.columns else []
        query = select(*(table.c[name] for name in dict.fromkeys((*keys, *columns, *kept, *status))))
        for row in connection.execute(query.execution_options(yield_per=500)):
            told(1)
            found = row._mapping  # noqa: SLF001 - SQLAlchemy's own name for it
            key = ":".join(str(found[name]) for name in keys)
            for name in (*columns, *kept):
                if masked_in(found[name], pattern) != found[name]:
                    fate = Fate.KEPT if name in kept else _fate(table, name, found.get("state"))
                    yield Place(table=table.name, column=name, key=key, fate=fate)


def _fate(table: Table, column: str, state: str | None) -> Fate:
    if table is steps:
        return Fate.BUSY if state in _AT_WORK else Fate.MASKED
    if table is posts and column in _POST_TEXTS:
        if state == PostState.PUBLISHING:
            return Fate.BUSY
        return Fate.ON_PAGE if state == PostState.PUBLISHED else Fate.MASKED
    return Fate.MASKED


def _mask(connection: Connection, pattern: re.Pattern[str], places: list[Place], held: str) -> list[str]:
    """Mask; the subjects of the journal's lines, each once."""
    wanted = Counter((place.table, place.key) for place in places if place.fate is Fate.MASKED)
    subjects: dict[str, None] = {}
    for name, key in wanted:
        table = METADATA.tables[name]
        columns, subject = _MASKED[table]
        where = and_(*(column == part for column, part in zip(table.primary_key.columns, _parts(table, key), strict=True)))
        row = connection.execute(select(table).where(where).with_for_update()).one()
        fates = {place.column for place in places if (place.table, place.key, place.fate) == (name, key, Fate.MASKED)}
        values = {column: masked_in(getattr(row, column), pattern) for column in columns if column in fates}
        if table is posts and fates & set(_POST_TEXTS):
            values |= _redrafted(row, pattern, held)
        connection.execute(update(table).where(where).values(**values))
        subjects[str(getattr(row, subject))] = None
    return list(subjects)


def _parts(table: Table, key: str) -> list[Any]:
    kinds = [column.type.python_type for column in table.primary_key.columns]
    return [kind(part) for kind, part in zip(kinds, key.split(":"), strict=True)]


def _redrafted(row: Row[Any], pattern: re.Pattern[str], held: str) -> dict[str, Any]:
    """A Post's masked Draft with its hash; one that waits is held, since what was approved is another text."""
    post = to_post(row._mapping)  # noqa: SLF001 - SQLAlchemy's own name for it
    draft: Draft = replace(
        post.draft,
        message=masked_in(post.draft.message, pattern),
        comment=masked_in(post.draft.comment, pattern),
        pictures=tuple(replace(picture, alt=masked_in(picture.alt, pattern)) for picture in post.draft.pictures),
    )
    waits = {"state": PostState.HELD, "due_at": None, "try_after": None, "reason": held} if post.state in _WAITING else {}
    return {**from_draft(draft), **waits}
