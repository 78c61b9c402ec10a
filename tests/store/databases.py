"""Databases for tests: a SQLite file, or a schema of its own in the PostgreSQL database that LOA_TEST_POSTGRES_URL names.

Empty ones are for what is said of migrations; all other tests take a new one, which has the newest schema at once: running every migration for every test
took longer than the tests. That the schema is what the migrations make is a test of its own (test_migrations.py).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, create_engine, delete, make_url, text

from bot.store.columns import METADATA
from bot.store.engine import newest_revision
from bot.store.guards import APPEND_ONLY
from bot.store.store import open_store
from bot.store.window import forget
from tests.store.samples import NOW

VARIABLE = "LOA_TEST_POSTGRES_URL"
BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database; it is gone afterwards. Skips where there is no PostgreSQL."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'data' / 'loa.db'}"
        return
    server = os.environ.get(VARIABLE)
    if not server:
        pytest.skip(f"{VARIABLE} names no PostgreSQL database")
    base = make_url(server).set(drivername="postgresql+psycopg")
    schema = f"loa_{uuid4().hex}"
    engine = create_engine(base)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        yield base.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    finally:
        engine.dispose()


@contextmanager
def new_database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of a database with the newest schema and no row; it is gone afterwards. Skips where there is no PostgreSQL."""
    with empty_database(kind, folder) as url:
        if kind == "sqlite":
            new_file(folder / "data" / "loa.db")
        else:
            engine = create_engine(url)
            try:
                with engine.begin() as connection:
                    METADATA.create_all(connection)
                    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
                    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": newest_revision()})
            finally:
                engine.dispose()
        yield url


@contextmanager
def journal_unguarded(engine: Engine) -> Iterator[Connection]:
    """A transaction in which the journal can be changed: its guards rest meanwhile."""
    is_sqlite = engine.dialect.name == "sqlite"
    dropped = ("DROP TRIGGER events_no_change", "DROP TRIGGER events_no_deletion")
    with engine.begin() as connection:
        for statement in dropped if is_sqlite else ("ALTER TABLE events DISABLE TRIGGER USER",):
            connection.exec_driver_sql(statement)
        yield connection
        for statement in APPEND_ONLY["sqlite"] if is_sqlite else ("ALTER TABLE events ENABLE TRIGGER USER",):
            connection.exec_driver_sql(statement)


def emptied(engine: Engine) -> None:
    """Take every row out of a database."""
    with journal_unguarded(engine) as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
        forget(connection)


def new_file(path: Path) -> str:
    """A SQLite file with the newest schema and no row at `path`; its URL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_new())
    return f"sqlite:///{path}"


@cache
def _new() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new.db"
        open_store(f"sqlite:///{path}", now=NOW).close()
        return path.read_bytes()
