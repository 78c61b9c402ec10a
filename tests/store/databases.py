"""Empty databases for tests: a SQLite file, or a schema of its own in the PostgreSQL database that LOA_TEST_POSTGRES_URL names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

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
