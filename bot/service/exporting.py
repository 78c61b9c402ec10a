"""Export: everything that Loa keeps, in a new folder, as CSV, JSON lines or a SQLite file, with a dictionary of what each table and column means."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Final

from bot.errors import LoaError
from bot.messages import say
from bot.model import Event
from bot.reports.plain import safe
from bot.service.progress import Told
from bot.service.world import World
from bot.store.exporting import dictionary, exported

_PICTURES: Final = "pictures"
_CONTENT: Final = "content"
_SUBJECT: Final = "export"


class ExportFormat(StrEnum):
    """How an export may be written."""

    CSV = "csv"
    JSONL = "jsonl"
    SQLITE = "sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Where an export is, and how many rows each table has in it."""

    folder: Path
    rows: Mapping[str, int]


def export(world: World, folder: Path, form: ExportFormat, told: Told) -> Exported:
    """Write everything into `folder`, which is new or empty; it is there whole or not at all.

    Raises:
        LoaError: the folder holds something already, or can't be written.
    """
    store = world.store.exports
    try:
        with _new_folder(folder) as part, store.at_once():
            counts = {table.name: store.count(table.name) for table in exported()}
            total, done = sum(counts.values()), 0
            told(0, total)

            def further(rows: int) -> None:
                nonlocal done
                done += rows
                told(done, total)

            if form is ExportFormat.SQLITE:
                store.copy(part / "loa.db", further)
            else:
                for name in counts:
                    _table(world, name, part, form, further)
            _dictionary(part / "dictionary.csv")
    except OSError as error:
        raise LoaError("service.export_unwritable", folder=str(folder), why=error.strerror or type(error).__name__) from error
    return Exported(folder=folder, rows=counts)


def note(world: World, done: Exported, form: ExportFormat, *, by: str) -> None:
    """Write into the journal that `by` has everything."""
    reason = say("service.exported", world.language, form=form, rows=sum(done.rows.values()))
    world.store.journal.write(Event(at=world.clock(), actor=by, subject=_SUBJECT, verb="exported", reason=reason))


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """A folder beside the wanted one, which takes its place when all is written."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LoaError("service.export_not_empty", folder=str(folder))
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _table(world: World, name: str, folder: Path, form: ExportFormat, further: Callable[[int], None]) -> None:
    columns = [each.column for each in dictionary() if each.table == name and each.column and (name, each.column) != (_PICTURES, _CONTENT)]
    with (folder / f"{name}.{form}").open("w", encoding="utf-8-sig" if form is ExportFormat.CSV else "utf-8", newline="") as file:
        write = _csv(file, columns) if form is ExportFormat.CSV else _jsonl(file, columns)
        for row in world.store.exports.rows(name):
            if name == _PICTURES:
                (folder / _PICTURES).mkdir(exist_ok=True)
                (folder / _PICTURES / f"{row['digest']}.jpg").write_bytes(row[_CONTENT])
            write(row)
            further(1)


def _csv(file: IO[str], columns: list[str]) -> Callable[[Mapping[str, Any]], None]:
    writer = csv.writer(file)
    writer.writerow(columns)
    return lambda row: writer.writerow([_cell(row[name]) for name in columns])


def _jsonl(file: IO[str], columns: list[str]) -> Callable[[Mapping[str, Any]], None]:
    def write(row: Mapping[str, Any]) -> None:
        file.write(json.dumps({name: _value(row[name]) for name in columns}, ensure_ascii=False) + "\n")

    return write


def _value(value: object) -> object:
    """As JSON has it: times in UTC, spans in seconds."""
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else value


def _cell(value: object) -> object:
    """As a spreadsheet has it: what has parts as JSON, and no text that would be taken for a formula."""
    found = _value(value)
    if isinstance(found, dict | list):
        found = json.dumps(found, ensure_ascii=False)
    if found is None:
        return ""
    return safe(found) if isinstance(found, str) else found


def _dictionary(path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("table", "column", "type", "meaning"))
        writer.writerows((each.table, each.column, each.kind, each.meaning) for each in dictionary())
