"""Transactions: one way to read, one way to write, and the journal line that goes with every write."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, insert
from sqlalchemy.exc import IntegrityError

from bot.model import Event
from bot.store.engine import guarded
from bot.store.rows import from_event
from bot.store.schema import events

_APPEND: Final = insert(events)


class Database:
    """An engine with the two kinds of transaction. Every store class takes one."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def is_postgres(self) -> bool:
        """Whether rows can be claimed with FOR UPDATE SKIP LOCKED."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises StoreError."""
        with guarded(self.engine), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all of it, or nothing. Raises StoreError."""
        with guarded(self.engine), self.engine.connect().execution_options(loa_write=True) as connection, connection.begin():
            yield connection


def insert_minding(on: Connection | Engine, table: Table) -> Any:
    """An INSERT into `table` that can say what is to become of a conflict (`on_conflict_do_nothing`, `on_conflict_do_update`), in the engine's own words."""
    # Imported where it is used: the PostgreSQL dialect is of no use to an installation on SQLite.
    if on.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite.insert(table)


def journal(connection: Connection, event: Event) -> None:
    """Append one line in the caller's transaction."""
    connection.execute(_APPEND, from_event(event))


def journal_all(connection: Connection, lines: Sequence[Event]) -> None:
    """Append lines in their order in the caller's transaction."""
    if lines:
        connection.execute(_APPEND, [from_event(line) for line in lines])


def violates(error: IntegrityError, *columns: str) -> bool:
    """Whether `error` is the unique constraint over `columns` (engines name it differently: SQLite lists the columns, PostgreSQL the constraint)."""
    text = str(error.orig)
    return all(column in text for column in columns)
