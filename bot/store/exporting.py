"""Reading everything out: table by table, in portions, all of one moment; and the same as a SQLite file, from whichever engine."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, create_engine, func, insert, select, text, tuple_

from bot.errors import StoreError
from bot.store.columns import METADATA
from bot.store.database import Database
from bot.store.engine import newest_revision

LEFT_OUT: Final[Mapping[str, str]] = {
    "documents": "a memory of what was read last, made anew by itself",
    "sessions": "who carries such a row's secret is signed in",
    "sign_ins": "a brake, of no use elsewhere",
}
"""Tables that are not exported, and why not."""

_PORTION: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A column of an exported table, or the table itself ("" for `column`): its kind of value and what it means, in Vietnamese."""

    table: str
    column: str
    kind: str
    meaning: str


class Exports:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What this thread reads inside is of one moment, on both engines."""
        with self._database.at_once(frozen=True):
            yield

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(METADATA.tables[table])).scalar_one())

    def portion(self, table: str, after: tuple[Any, ...] | None = None, limit: int = _PORTION) -> list[dict[str, Any]]:
        """Rows of a table in the order of its primary key, those behind the key `after`."""
        found = METADATA.tables[table]
        keys = list(found.primary_key.columns)
        query = select(found).order_by(*keys).limit(limit)
        if after is not None:
            query = query.where(tuple_(*keys) > after)
        with self._database.read() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Every row, read in portions; inside `at_once` all of one moment."""
        names, after = [column.name for column in METADATA.tables[table].primary_key.columns], None
        while some := self.portion(table, after):
            yield from some
            after = tuple(some[-1][name] for name in names)

    def copy(self, path: Path, told: Callable[[int], None]) -> None:
        """Write everything that is exported into a new SQLite file, which Loa itself can open; `told` hears of each portion's rows."""
        engine = create_engine(f"sqlite:///{path}")
        try:
            METADATA.create_all(engine)
            for table in exported():
                for some in _portions(self.rows(table.name)):
                    with engine.begin() as connection:
                        connection.execute(insert(table), some)
                    told(len(some))
            with engine.begin() as connection:
                connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
                connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": newest_revision()})
        finally:
            engine.dispose()


def _portions(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == _PORTION:
            yield some
            some = []
    if some:
        yield some


def exported() -> list[Table]:
    """The tables that are exported, those that others refer to first."""
    return [table for table in METADATA.sorted_tables if table.name not in LEFT_OUT]


@cache
def dictionary() -> tuple[Described, ...]:
    """What every exported table and column means.

    Raises:
        StoreError: a file of Loa is missing, as after a copy that was not completed.
    """
    try:
        lines = resources.files("bot.store").joinpath("dictionary.tsv").read_text(encoding="utf-8").splitlines()[1:]
    except OSError as error:
        raise StoreError("store.no_dictionary", why=type(error).__name__) from error
    meanings = {tuple(line.split("\t")[:2]): line.split("\t")[2] for line in lines}
    found = []
    for table in exported():
        found.append(Described(table=table.name, column="", kind="", meaning=meanings.get((table.name, ""), "")))
        for column in table.columns:
            kind = type(column.type).__name__.lower()
            found.append(Described(table=table.name, column=column.name, kind=kind, meaning=meanings.get((table.name, column.name), "")))
    return tuple(found)
