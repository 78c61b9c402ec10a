"""Opening the database: SQLite (WAL) or PostgreSQL, upgraded after a backup, and foreign errors wrapped once at this rim."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, OperationalError

from bot.errors import StoreError
from bot.store.columns import METADATA
from bot.store.schema import complete_for_postgres

MIGRATIONS: Final = Path(__file__).parent / "migrations"
_DRIVERS: Final = frozenset({"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"})
_BUSY_MILLISECONDS: Final = 10_000
_BETWEEN_TRIES: Final = 10  # milliseconds
LOCK_FOR_UPGRADES: Final = 0x10A  # any number; the advisory lock under which one worker makes or upgrades a PostgreSQL database
_CONNECT_SECONDS: Final = 10  # a server that swallows packets would otherwise hold a tick for minutes


def make_engine(url: str, busy_milliseconds: int = _BUSY_MILLISECONDS) -> Engine:
    """An engine for `url`; makes the folder of a SQLite file. Raises StoreError for a URL that can't be used."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # Not chained: the text may hold a password ("/" in one makes its first half look like a port, which is a ValueError).
        raise StoreError("store.bad_url") from None
    if parsed.drivername not in _DRIVERS:
        raise StoreError("store.bad_url")
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, busy_milliseconds)
    complete_for_postgres()
    timeout = {} if "connect_timeout" in parsed.query else {"connect_timeout": _CONNECT_SECONDS}
    return create_engine(parsed.set(drivername="postgresql+psycopg"), connect_args=timeout, pool_pre_ping=True, pool_recycle=1_800)


def _sqlite(url: URL, busy_milliseconds: int) -> Engine:
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError("store.unusable", where=url.database, why=error.strerror or type(error).__name__) from error
    engine = create_engine(url, connect_args={"timeout": busy_milliseconds / 1_000})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: object) -> None:
        # We say BEGIN ourselves (below); the driver's own idea of transactions is switched off.
        connection.isolation_level = None
        use_wal(connection, busy_milliseconds)
        # FULL: after a power cut the intent written before Facebook was asked must still be there; NORMAL may lose the last commits in WAL mode.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA busy_timeout = {busy_milliseconds}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE: a transaction that reads and then writes can't lose its place to another writer half way.
        options = connection.get_execution_options()
        if options.get("loa_write"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif not options.get("loa_outside_transaction"):
            # Touches no file, and so can't fail; by way of SQLAlchemy it takes ten times as long, and every reading begins with it.
            connection.connection.driver_connection.execute("BEGIN DEFERRED")  # type: ignore[union-attr]

    return engine


def use_wal(connection: sqlite3.Connection, patience: int, wait: Callable[[float], None] = time.sleep) -> None:
    """Switch the file to WAL, trying for `patience` milliseconds (`wait` takes seconds) while another process has it.

    Where two processes open a new file at once, SQLite tells one of them "locked" without heeding the busy timeout: a wait might never end there.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    for left in range(patience // _BETWEEN_TRIES, -1, -1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if left == 0 or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            wait(_BETWEEN_TRIES / 1_000)
        else:
            return


@contextmanager
def guarded(engine: Engine) -> Iterator[None]:
    """Turn what only a human or time can mend (locked, full, unreachable) into StoreError; programming errors pass unwrapped."""
    try:
        yield
    except (OperationalError, InterfaceError, sqlite3.OperationalError) as error:
        raise StoreError(_key_of(error), where=where(engine), why=_why(error)) from None
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if type(_original(error)) is sqlite3.DatabaseError:
            raise StoreError("store.not_a_database", where=where(engine), why=_why(error)) from None
        raise


def _original(error: Exception) -> object:
    """The driver's own error; some questions are put to the driver itself."""
    return error if isinstance(error, sqlite3.Error) else getattr(error, "orig", None)


def _key_of(error: Exception) -> str:
    why = _why(error)
    if "locked" in why or "busy" in why:
        return "store.locked"
    return "store.full" if "full" in why or "No space left" in why else "store.unusable"


def _why(error: Exception) -> str:
    original = _original(error)
    return str(original).splitlines()[0] if original is not None and str(original) else type(error).__name__


def where(engine: Engine) -> str:
    """The database, as a person may read it: without a password."""
    return engine.url.database or "" if engine.url.get_backend_name() == "sqlite" else engine.url.render_as_string(hide_password=True)


def newest_revision(migrations: Path = MIGRATIONS) -> str:
    """The revision this program writes: the number its last migration's file begins with."""
    return max(path.stem.partition("_")[0] for path in (migrations / "versions").glob("[0-9]*.py"))


def current_revision(engine: Engine) -> str | None:
    """The revision of the database; None where it is empty."""
    with guarded(engine), engine.connect() as connection:
        # As Alembic keeps it; read without Alembic, which is only worth its memory where there is something to upgrade.
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(engine: Engine, now: datetime, migrations: Path = MIGRATIONS) -> None:
    """Bring the database to the newest revision of `migrations`; an old SQLite file is copied beside itself first, named by its revision and `now`.

    An empty one is made as the newest schema says; a test holds that against what the migrations would make of it.

    Raises:
        StoreError: it can't be opened, or a newer program made it.
    """
    current = current_revision(engine)
    if current is None and migrations == MIGRATIONS:
        _make_new(engine)
    elif current != newest_revision(migrations):
        from bot.store.upgrading import bring_up  # noqa: PLC0415 - Alembic, 10 MB that most starts never need

        bring_up(engine, now, migrations)


def _make_new(engine: Engine) -> None:
    with guarded(engine), engine.connect().execution_options(loa_write=True) as connection, connection.begin():
        if engine.url.get_backend_name() == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_FOR_UPGRADES})
        if inspect(connection).has_table("alembic_version"):
            return  # another worker was first
        METADATA.create_all(connection, checkfirst=False)
        connection.execute(
            text(
                "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
            )
        )
        connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:revision)"), {"revision": newest_revision()})


def backup(engine: Engine, path: Path) -> None:
    """A consistent copy of a SQLite database, also while others use it. Raises StoreError, also for PostgreSQL, which has its own tools."""
    if engine.url.get_backend_name() != "sqlite":
        raise StoreError("store.backup_by_its_own_tools")
    with guarded(engine), engine.connect().execution_options(loa_outside_transaction=True) as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
