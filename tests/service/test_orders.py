"""What may be ordered: a report in each format, and everything that is kept as one zip file, with a line in the journal."""

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from bot.errors import LoaError
from bot.model import PostState
from bot.plan.rights import Deed
from bot.reports.period import parse_period
from bot.reports.render import Format
from bot.service.exporting import ExportFormat
from bot.service.orders import export_order, report_order
from bot.service.progress import silent
from bot.store.exporting import LEFT_OUT, exported
from tests.fakes.year import SHORT, fill
from tests.service.conftest import bench, url
from tests.store.samples import a_post

__all__ = ("bench", "url")

NOW = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
Q3 = parse_period("2026-Q3")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def world(bench):
    fill(bench.world.store, count=60, first=datetime(2026, 7, 1, 1, tzinfo=UTC), days=80, now=NOW, ladder=SHORT)
    return bench.world


@pytest.fixture
def room(tmp_path) -> Path:
    """A piece of work's own folder."""
    folder = tmp_path / "room"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("form", "beginning", "media_type"),
    [
        (Format.DOCX, b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Format.XLSX, b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Format.HTML, b"<!DOCTYPE", "text/html"),
        (Format.CSV, b"\xef\xbb\xbf", "text/csv"),
        (Format.JSON, b"{", "application/json"),
    ],
)
def test_a_report_is_made_in_each_format_and_says_how_far_it_is(world, room, form, beginning, media_type):
    told = []
    order = report_order(world, Q3, form, owner="lan", number="45", wish={"number": "45"})
    done = order.make(room, lambda *step: told.append(step))
    assert done.path.read_bytes().startswith(beginning)
    assert done.path.parent == room
    assert (done.name, done.plain_name) == (f"Báo cáo số 45 quý III năm 2026.{form}", f"bao-cao-2026-07-01-2026-09-30.{form}")
    assert (done.media_type, order.deed, order.owner, order.wish) == (media_type, Deed.REPORT, "lan", {"number": "45"})
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_number_and_date_of_signature_stand_in_the_document(world, room):
    done = report_order(world, Q3, Format.DOCX, owner="lan", number="45", signed_on=date(2026, 10, 9)).make(room, silent)
    cells = [cell.text for row in Document(io.BytesIO(done.path.read_bytes())).tables[0].rows for cell in row.cells]
    assert "Số: 45/BC" in cells
    assert "Ngày 09 tháng 10 năm 2026" in cells


@pytest.mark.parametrize(
    "number",
    [
        "../../etc/passwd",
        "a\r\nSet-Cookie: x=1",
        'a"; filename="b.exe',
        "..\\..\\x",
        "\x00\x07",
        "ngh\u0103\u0309 🙂 \u202etxt.exe",
        "/" * 90,
    ],
)
def test_whatever_the_number_is_a_name_holds_nothing_that_a_header_or_a_folder_could_trip_over(world, room, number):
    done = report_order(world, Q3, Format.CSV, owner="lan", number=number).make(room, silent)
    assert re.fullmatch(r"Báo cáo[\w .,-]* quý III năm 2026\.csv", done.name)
    assert re.fullmatch(r"[a-z0-9.-]+", done.plain_name)
    assert [path.name for path in room.rglob("*") if path.is_file()] == [done.path.name]


def test_a_period_that_has_not_begun_is_refused_at_once(world):
    with pytest.raises(LoaError) as refused:
        report_order(world, parse_period("2027-Q1"), Format.DOCX, owner="lan")
    assert refused.value.key == "reports.not_begun"


# Export


def export(world, folder, form: ExportFormat, told=silent):
    return export_order(world, form, owner="user lan", by="lan").make(folder, told)


@pytest.mark.parametrize("form", ExportFormat)
def test_everything_is_in_one_zip_file_and_nothing_else_is_left(world, room, form):
    told = []
    done = export(world, room, form, lambda *step: told.append(step))
    assert list(room.iterdir()) == [done.path]
    assert done.name == done.plain_name == f"loa-{form}-2026-10-05.zip"
    assert done.media_type == "application/zip"
    shares = [some / total for some, total in told if total]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    with ZipFile(done.path) as packed:
        assert packed.testzip() is None
        names = set(packed.namelist())
        assert "dictionary.csv" in names
        if form is ExportFormat.SQLITE:
            (room / "loa.db").write_bytes(packed.read("loa.db"))
        else:
            assert {f"{table.name}.{form}" for table in exported()} <= names
            assert not {f"{name}.{form}" for name in LEFT_OUT} & names
            lines = packed.read(f"posts.{form}").decode("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(lines))) if form is ExportFormat.CSV else list(map(json.loads, lines.splitlines()))
            assert len(rows) == world.store.exports.count("posts")
    if form is ExportFormat.SQLITE:
        with closing(sqlite3.connect(room / "loa.db")) as connection:
            assert connection.execute("SELECT count(*) FROM posts").fetchone() == (world.store.exports.count("posts"),)


def test_the_journal_says_who_has_taken_what_and_when(world, room):
    rows = sum(world.store.exports.count(table.name) for table in exported())
    export(world, room, ExportFormat.CSV)
    (line,) = world.store.journal.of("export")
    assert (line.actor, line.verb, line.at) == ("lan", "exported", NOW)
    assert line.reason == f"toàn bộ dữ liệu, dạng csv, {rows} dòng"


def test_what_could_not_be_made_stands_in_no_journal_and_tells_no_path_of_ours(world, room):
    (room / "file").write_bytes(b"")
    with pytest.raises(OSError) as refused:  # noqa: PT011 - any; the workshop makes a sentence of it
        export(world, room / "file", ExportFormat.CSV)
    assert not isinstance(refused.value, LoaError)
    assert world.store.journal.of("export") == []


def test_an_export_can_be_given_up_in_both_of_its_halves(world, room):
    a_post(world.store, "777", PostState.HELD)

    class Enough(Exception):
        pass

    for share in (0.3, 0.8):

        def told(some, total, share=share):
            if total and some / total > share:
                raise Enough

        with pytest.raises(Enough):
            export(world, room / str(share), ExportFormat.JSONL, told)
    assert world.store.journal.of("export") == []
