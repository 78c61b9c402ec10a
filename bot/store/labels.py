"""Editors' labels: every approval, rejection and correction of an Entry, with what stood there when they decided. Append-only; those taken back say nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, RowMapping, Select, insert, or_, select, update

from bot.errors import NotFound
from bot.judgement import Answer, Label, LabelKind
from bot.model import Approval, Entry
from bot.store.database import Database
from bot.store.rows import from_label, to_classification, to_entry, to_label
from bot.store.schema import entries, labels, revisions

_A_QUERY: Final = 400  # parameters; SQLite's least limit is 999


class Labels:
    """Reading them; they are written with the decision they belong to. Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, entry_key: str) -> list[Label]:
        """Every label of an entry that counts, oldest first."""
        query = select(labels).where(labels.c.entry_key == entry_key, labels.c.undone_at.is_(None)).order_by(labels.c.id)
        with self._database.read() as connection:
            return [to_label(row) for row in connection.execute(query).mappings()]

    def correction(self, entry_key: str) -> Label | None:
        """The correction that holds for an entry: the last one; None where no editor has corrected it."""
        with self._database.read() as connection:
            return last_correction(connection, entry_key)

    def correction_of_article(self, first: str) -> Label | None:
        """The last correction of any entry of the article whose first entry is `first`; None where no editor has corrected one."""
        of_the_article = select(entries.c.key).where(or_(entries.c.key == first, (entries.c.same_as == first) & (entries.c.same_as != "")))
        query = select(labels).where(labels.c.entry_key.in_(of_the_article), labels.c.kind == LabelKind.CORRECTED)
        with self._database.read() as connection:
            row = connection.execute(query.order_by(labels.c.id.desc()).limit(1)).mappings().first()
        return None if row is None else to_label(row)

    def all(self) -> list[tuple[Label, Entry]]:
        """Every label that counts, oldest first, with the Entry as its text was when the label was given.

        Left out are those whose text is kept no more: `retention.earlier` once deleted it with others.
        """
        with self._database.read() as connection:
            # In this order: a text that is replaced meanwhile is among the revisions by then.
            found = [
                to_label(row)
                for row in connection.execute(select(labels).where(labels.c.undone_at.is_(None)).order_by(labels.c.id)).mappings()
            ]
            keys = sorted({label.entry_key for label in found})
            present = {row["key"]: row for row in _rows(connection, select(entries), entries.c.key, keys)}
            older = _rows(connection, select(revisions), revisions.c.entry_key, keys)
            texts = {(row["entry_key"], row["revision"]): row["content"] for row in older}
        pairs = []
        for label in found:
            row = present[label.entry_key]
            entry = to_entry(row)
            if row["revision"] != label.revision:
                text = texts.get((label.entry_key, label.revision))
                if text is None:
                    continue
                entry = replace(entry, **text)
            pairs.append((label, entry))
        return pairs


def _rows(connection: Connection, query: Select[Any], column: Column[Any], keys: Sequence[str]) -> Iterator[RowMapping]:
    for start in range(0, len(keys), _A_QUERY):
        yield from connection.execute(query.where(column.in_(keys[start : start + _A_QUERY]))).mappings()


def last_correction(connection: Connection, entry_key: str) -> Label | None:
    """The same as `Labels.correction`, in the caller's transaction."""
    query = select(labels).where(labels.c.entry_key == entry_key, labels.c.kind == LabelKind.CORRECTED)
    row = connection.execute(query.order_by(labels.c.id.desc()).limit(1)).mappings().first()
    return None if row is None else to_label(row)


def take_back(connection: Connection, entry_key: str, decision: Approval, at: datetime) -> None:
    """Let the label of a decision on a Post say nothing any more, in the caller's transaction."""
    kind = LabelKind.APPROVED if decision.approved else LabelKind.REJECTED
    its = (labels.c.entry_key == entry_key, labels.c.kind == kind, labels.c.by == decision.by, labels.c.at == decision.at)
    connection.execute(update(labels).where(*its).values(undone_at=at))


def keep_label(
    connection: Connection, entry_key: str, kind: LabelKind, *, by: str, at: datetime, note: str, answer: Answer | None = None
) -> Label:
    """Append a label in the caller's transaction, with what stands in the entry's row at this moment. Raises NotFound.

    To be called before a Post is moved: the entry's row is locked before those of its Posts wherever both are (no two transactions wait for each other).
    """
    query = select(entries.c.revision, entries.c.content_hash, entries.c.classification).where(entries.c.key == entry_key)
    row = connection.execute(query.with_for_update(read=True, key_share=True)).mappings().first()
    if row is None:
        raise NotFound("store.no_entry", key=entry_key)
    label = Label(
        entry_key=entry_key,
        revision=row["revision"],
        content_hash=row["content_hash"],
        kind=kind,
        classification=to_classification(row["classification"]),
        answer=answer,
        by=by,
        at=at,
        note=note,
    )
    number = connection.execute(insert(labels).values(**from_label(label)).returning(labels.c.id)).scalar_one()
    return replace(label, id=number)
