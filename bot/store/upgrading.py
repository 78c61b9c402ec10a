"""Bringing an old database up to date; the only home of Alembic outside the migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from bot.errors import StoreError
from bot.store.engine import LOCK_FOR_UPGRADES, backup, current_revision, guarded, where


def _config(migrations: Path) -> Config:
    config = Config()
    # Alembic's options interpolate "%".
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return config


def bring_up(engine: Engine, now: datetime, migrations: Path) -> None:
    """Run what `migrations` has beyond the database's revision, in one transaction, after a copy of a SQLite file that is in use already.

    Raises:
        StoreError: it can't be opened, or a newer program made it.
    """
    current = current_revision(engine)
    known = {script.revision for script in ScriptDirectory.from_config(_config(migrations)).walk_revisions()}
    if current is not None and current not in known:
        raise StoreError("store.newer", where=where(engine), revision=current)
    if current is not None and engine.url.get_backend_name() == "sqlite":
        backup(engine, Path(f"{engine.url.database}.{current}.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.backup"))
    with guarded(engine), engine.connect().execution_options(loa_write=True) as connection, _keys_at_rest(connection), connection.begin():
        if engine.url.get_backend_name() == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_FOR_UPGRADES})
        config = _config(migrations)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if engine.url.get_backend_name() == "sqlite" and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
            raise StoreError("store.unusable", where=where(engine), why=f"foreign key of {broken[0]}")


@contextmanager
def _keys_at_rest(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, which its foreign keys would forbid; they are looked at whole at the end of the upgrade."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys = ON")
