"""Transactions: one way to read, one way to write, and the journal line that goes with every write."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import IntegrityError

from bot.model import Event
from bot.store.engine import guarded
from bot.store.schema import events


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


def journal(connection: Connection, event: Event) -> None:
    """Append one line in the caller's transaction."""
    connection.execute(insert(events).values(**asdict(event)))


def journal_all(connection: Connection, lines: Sequence[Event]) -> None:
    """Append lines in their order in the caller's transaction."""
    if lines:
        connection.execute(insert(events), [asdict(line) for line in lines])


def violates(error: IntegrityError, *columns: str) -> bool:
    """Whether `error` is the unique constraint over `columns` (engines name it differently: SQLite lists the columns, PostgreSQL the constraint)."""
    text = str(error.orig)
    return all(column in text for column in columns)
