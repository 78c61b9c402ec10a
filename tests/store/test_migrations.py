"""The schema in code and the fold of the migrations are the same, and opening upgrades, backs up or refuses."""

import ast
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, inspect

from bot.errors import StoreError
from bot.store.columns import METADATA
from bot.store.engine import MIGRATIONS, current_revision, make_engine, newest_revision, upgrade, use_wal
from bot.store.store import Store, open_store
from bot.store.upgrading import bring_up
from tests.store.databases import BOTH, empty_database
from tests.store.samples import NOW, a_post

LATER_MIGRATION = """
revision = "9999"
down_revision = "{newest}"

from alembic import op


def upgrade():
    op.execute("CREATE TABLE extra (id INTEGER)")
    {then}
"""


@pytest.fixture(params=BOTH)
def url(request, tmp_path):
    with empty_database(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path / 'data' / 'loa.db'}"


def newer_migrations(folder: Path, then: str = "") -> Path:
    """The migrations of a Loa to come: these and one more."""
    made = Path(shutil.copytree(MIGRATIONS, folder / "migrations"))
    (made / "versions" / "9999_extra.py").write_text(LATER_MIGRATION.format(then=then, newest=newest_revision()), encoding="utf-8")
    return made


def upgrade_to(url: str, migrations: Path, now: datetime = NOW) -> None:
    engine = make_engine(url)
    try:
        upgrade(engine, now, migrations)
    finally:
        engine.dispose()


def migrated(url: str) -> Engine:
    """The empty database at `url` after every migration, one after the other."""
    engine = make_engine(url)
    bring_up(engine, NOW, MIGRATIONS)
    return engine


def shape(engine) -> dict[str, object]:
    """What compare_metadata leaves out: checks and names of keys."""
    look = inspect(engine)
    return {
        table: (
            sorted(check["name"] for check in look.get_check_constraints(table)),
            look.get_pk_constraint(table)["name"],
            sorted((key["name"], key["referred_table"]) for key in look.get_foreign_keys(table)),
            sorted((unique["name"], tuple(unique["column_names"])) for unique in look.get_unique_constraints(table)),
        )
        for table in METADATA.tables
    }


def test_the_fold_of_the_migrations_is_the_schema(url):
    engine = migrated(url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
            assert compare_metadata(context, METADATA) == []
    finally:
        engine.dispose()


def test_keys_and_checks_are_the_same_too(url, tmp_path):
    kind = "sqlite" if url.startswith("sqlite") else "postgres"
    folder = tmp_path / "fresh"
    folder.mkdir()
    by_migrations = migrated(url)
    with empty_database(kind, folder) as fresh_url:
        fresh = open_store(fresh_url, now=NOW)
        try:
            assert fresh.revision() == newest_revision() == current_revision(by_migrations)
            assert shape(by_migrations) == shape(fresh._engine)
            checks = {check.name for table in METADATA.tables.values() for check in table.constraints if isinstance(check, CheckConstraint)}
            assert checks <= {name for names, *_ in shape(fresh._engine).values() for name in names}
        finally:
            fresh.close()
            by_migrations.dispose()


def guards(engine) -> list[str]:
    """The triggers, as the engine has them."""
    sqlite = "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    postgres = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = 'events'::regclass ORDER BY tgname"
    with engine.connect() as connection:
        found = connection.exec_driver_sql(sqlite if engine.dialect.name == "sqlite" else postgres).scalars().all()
        schema = "" if engine.dialect.name == "sqlite" else connection.exec_driver_sql("SELECT current_schema()").scalar_one()
    return [each.replace(f"{schema}.", "") if schema else each for each in found]


def test_the_guards_of_the_journal_are_the_same_too(url, tmp_path):
    kind = "sqlite" if url.startswith("sqlite") else "postgres"
    folder = tmp_path / "fresh"
    folder.mkdir()
    by_migrations = migrated(url)
    with empty_database(kind, folder) as fresh_url:
        fresh = open_store(fresh_url, now=NOW)
        try:
            assert len(guards(fresh._engine)) == 2
            assert guards(by_migrations) == guards(fresh._engine)
        finally:
            fresh.close()
            by_migrations.dispose()


def test_the_last_file_is_the_head_of_the_migrations():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()


def test_a_migration_imports_no_live_code():
    for path in (MIGRATIONS / "versions").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert {name.split(".")[0] for name in names if name} <= {"sqlalchemy", "alembic", *sys.stdlib_module_names}


def test_opening_makes_the_folder_and_the_newest_schema_without_a_backup(sqlite_url, tmp_path):
    store = open_store(sqlite_url, now=NOW)
    assert store.revision() == newest_revision()
    store.close()
    assert sorted(path.name for path in (tmp_path / "data").glob("*.backup")) == []


def test_an_older_database_is_copied_beside_itself_and_upgraded_and_loses_nothing(sqlite_url, tmp_path):
    store = open_store(sqlite_url, now=NOW)
    waiting = a_post(store)
    store.close()
    hanoi = NOW.astimezone(timezone(timedelta(hours=7)))
    upgrade_to(sqlite_url, newer_migrations(tmp_path), hanoi)
    after = Store(make_engine(sqlite_url))
    assert (after.revision(), after.outbox.get(waiting.key)) == ("9999", waiting)
    after.close()
    copies = list((tmp_path / "data").glob("*.backup"))
    assert [path.name for path in copies] == [f"loa.db.{newest_revision()}.20261124T013015Z.backup"]
    old = open_store(f"sqlite:///{copies[0]}", now=NOW)
    assert (old.revision(), old.outbox.get(waiting.key)) == (newest_revision(), waiting)
    old.close()


def test_an_upgrade_that_fails_half_way_leaves_the_old_schema(url, tmp_path):
    store = open_store(url, now=NOW)
    waiting = a_post(store)
    with pytest.raises(ZeroDivisionError):
        upgrade_to(url, newer_migrations(tmp_path, then="1 / 0"))
    assert (store.revision(), store.outbox.get(waiting.key)) == (newest_revision(), waiting)
    assert not inspect(store._engine).has_table("extra")
    store.close()


def test_a_newer_database_is_refused_and_left_alone(url, tmp_path):
    open_store(url, now=NOW).close()
    upgrade_to(url, newer_migrations(tmp_path))
    with pytest.raises(StoreError) as refused:
        open_store(url, now=NOW)
    assert (refused.value.key, refused.value.params["revision"]) == ("store.newer", "9999")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "loa.db"
    path.write_bytes(b"Xin ch\xc3\xa0o. " * 400)
    before = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        open_store(f"sqlite:///{path}", now=NOW)
    assert (refused.value.key, path.read_bytes()) == ("store.not_a_database", before)


def test_a_folder_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError) as refused:
        open_store(f"sqlite:///{tmp_path / 'data' / 'loa.db'}", now=NOW)
    assert refused.value.key == "store.unusable"


@pytest.mark.parametrize(
    "url", ["", "loa.db", "mysql://loa@host/loa", "postgresql://loa:s3/cret@host/loa", "postgresql://loa:s3cret@host:port/loa"]
)
def test_an_address_that_is_none_is_explained_without_its_password(url, tmp_path):
    with pytest.raises(StoreError) as refused:
        open_store(url, now=NOW)
    everything = f"{refused.value!r} {refused.value} {refused.value.say('vi')} {refused.value.__cause__!r}"
    assert "s3" not in everything


def test_a_server_that_does_not_answer_is_explained_without_the_password():
    with pytest.raises(StoreError) as refused:
        open_store("postgresql://loa:s3cret@127.0.0.1:1/loa", now=NOW)
    everything = f"{refused.value!r} {refused.value} {refused.value.say('vi')} {refused.value.__cause__!r}"
    assert ("s3cret" in everything, refused.value.key) == (False, "store.unusable")


def test_a_backup_is_a_whole_database_and_never_overwrites_a_file(sqlite_url, tmp_path):
    store = open_store(sqlite_url, now=NOW)
    waiting = a_post(store)
    store.backup(tmp_path / "copy.db")
    with pytest.raises(StoreError):
        store.backup(tmp_path / "copy.db")
    assert store.outbox.get(waiting.key) == waiting
    store.close()
    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}", now=NOW)
    assert copy.outbox.get(waiting.key) == waiting
    copy.close()


@pytest.mark.postgres
def test_postgresql_has_its_own_tools_for_backups(tmp_path):
    with empty_database("postgres", tmp_path) as url:
        store = open_store(url, now=NOW)
        with pytest.raises(StoreError) as refused:
            store.backup(tmp_path / "copy.db")
        store.close()
    assert refused.value.key == "store.backup_by_its_own_tools"


def test_every_sqlite_connection_is_durable_patient_and_keeps_foreign_keys(sqlite_url):
    store = open_store(sqlite_url, now=NOW)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    with store._engine.connect() as one, store._engine.connect() as two:
        for connection in (one, two):
            assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted
    store.close()


def test_a_new_file_that_another_worker_is_just_making_is_waited_for(tmp_path):
    path = tmp_path / "loa.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other, closing(sqlite3.connect(path, isolation_level=None)) as mine:
        other.execute("CREATE TABLE started (id INTEGER)")
        other.execute("BEGIN IMMEDIATE")
        waits = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                other.execute("COMMIT")

        use_wal(mine, 1_000, wait)
        assert (mine.execute("PRAGMA journal_mode").fetchone(), waits) == (("wal",), [0.01] * 3)


def test_patience_with_another_worker_has_an_end(tmp_path):
    path = tmp_path / "loa.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other, closing(sqlite3.connect(path, isolation_level=None)) as mine:
        other.execute("CREATE TABLE started (id INTEGER)")
        other.execute("BEGIN IMMEDIATE")
        waits = []
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            use_wal(mine, 50, waits.append)
        assert waits == [0.01] * 5


def test_the_database_can_be_read_by_other_programs_while_loa_runs(sqlite_url, tmp_path):
    store = open_store(sqlite_url, now=NOW)
    waiting = a_post(store)
    with closing(sqlite3.connect(tmp_path / "data" / "loa.db")) as outside:
        assert outside.execute("SELECT key, due_at FROM posts").fetchall() == [(waiting.key, "2026-11-24 01:31:15.123456")]
    store.close()
