"""Transactions: one way to read, one way to write, and the journal line that goes with every write."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, insert
from sqlalchemy.exc import IntegrityError

from bot.model import Event
from bot.store.engine import guarded
from bot.store.rows import from_event
from bot.store.schema import events
from bot.store.window import forget

_APPEND: Final = insert(events)


class Database:
    """An engine with the two kinds of transaction. Every store class takes one."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._here = threading.local()

    @property
    def is_postgres(self) -> bool:
        """Whether rows can be claimed with FOR UPDATE SKIP LOCKED."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises StoreError."""
        shared: Connection | None = getattr(self._here, "connection", None)
        if shared is not None:
            yield shared
            return
        with guarded(self.engine), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def at_once(self, *, frozen: bool = False) -> Iterator[None]:
        """All reads of this thread inside are one transaction, which costs less; on SQLite, or where `frozen`, they see the same moment.

        Not to be held while the network is asked.
        """
        with self._frozen() if frozen and self.is_postgres else self.read() as connection:
            before = getattr(self._here, "connection", None)
            self._here.connection = connection
            try:
                yield
            finally:
                self._here.connection = before

    @contextmanager
    def _frozen(self) -> Iterator[Connection]:
        with (
            guarded(self.engine),
            self.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def write(self, *, same_window: bool = False) -> Iterator[Connection]:
        """A transaction that writes: all of it, or nothing. Raises StoreError.

        `same_window` says that it writes nothing of what `bot.store.window` keeps with the connection, or tells it.
        """
        with guarded(self.engine), self.engine.connect().execution_options(loa_write=True) as connection:
            try:
                with connection.begin():
                    if not same_window:
                        forget(connection)
                    yield connection
            except BaseException:
                forget(connection)
                raise


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
