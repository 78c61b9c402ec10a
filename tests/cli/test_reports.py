"""The verbs of reports and of what is kept, from the command line."""

import io
import json
from datetime import UTC, datetime

import pytest
from docx import Document

from bot.model import PostState
from tests.fakes.year import SHORT, fill
from tests.store.samples import NOW, a_post

FIRST = datetime(2026, 1, 5, 1, tzinfo=UTC)


@pytest.fixture
def worked(office):
    fill(office.store, count=60, first=FIRST, days=80, now=NOW, ladder=SHORT)
    return office


def test_a_report_is_written_in_the_format_of_its_name(worked, capsys):
    for name, beginning in (("a.docx", b"PK"), ("a.xlsx", b"PK"), ("a.html", b"<!DOCTYPE"), ("a.csv", b"\xef\xbb\xbf"), ("a.json", b"{")):
        assert worked.run("report", "--period", "2026-Q1", "--out", name) == 0
        assert (worked.folder / name).read_bytes().startswith(beginning)
        assert name in capsys.readouterr().out
    assert not list(worked.folder.glob(".*.part"))


def test_without_a_name_it_is_a_word_file_named_by_its_days(worked):
    assert worked.run("report", "--from", "2026-02-01", "--to", "2026-02-15", "--number", "45", "--date", "2026-02-20") == 0
    word = Document(io.BytesIO((worked.folder / "bao-cao-2026-02-01-2026-02-15.docx").read_bytes()))
    cells = [cell.text for row in word.tables[0].rows for cell in row.cells]
    assert "Số: 45/BC" in cells
    assert "Ngày 20 tháng 02 năm 2026" in cells


def test_json_is_printed_for_programs(worked, capsys):
    assert worked.run("report", "--period", "2026", "--json") == 0
    assert json.loads(capsys.readouterr().out)["items"]["now"] > 30
    assert worked.run("report", "--period", "2026", "--json", "--out", "b.xlsx") == 0
    assert json.loads(capsys.readouterr().out) == {"path": "b.xlsx", "format": "xlsx"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "--period"),
        (("--period", "2026", "--from", "2026-01-01"), 2, "--period"),
        (("--from", "2026-01-01"), 2, "--period"),
        (("--period", "2026", "--out", "a.pdf"), 2, "docx"),
        (("--period", "quý 3"), 1, "2026-Q3"),
        (("--period", "2030"), 1, "chưa bắt đầu"),
        (("--from", "2026-02-01", "--to", "2026-01-01"), 1, "trước khi bắt đầu"),
    ],
)
def test_wrong_words_are_answered_with_the_right_ones(office, capsys, words, code, said):
    assert office.run("report", *words) == code
    assert said in capsys.readouterr().err


def test_a_file_that_can_not_be_written_is_told_and_what_was_there_stays(office, capsys):
    (office.folder / "a.json").mkdir()
    assert office.run("report", "--period", "2026-Q1", "--out", "a.json") == 1
    assert "a.json" in capsys.readouterr().err
    assert not list(office.folder.glob(".*.part"))


def test_the_template_is_written_and_an_office_s_own_is_used(office, capsys):
    office.configure(templates="mau")
    (office.folder / "mau").mkdir()
    (office.folder / "mau" / "default.j2").write_text("{{ title }}", encoding="utf-8")
    assert office.run("report", "--template", "mau/report.docx") == 0
    word = Document(str(office.folder / "mau" / "report.docx"))
    word.paragraphs[0].insert_paragraph_before("Mẫu riêng của {{ agency }}")
    word.save(str(office.folder / "mau" / "report.docx"))
    assert office.run("report", "--period", "2026-Q1", "--out", "a.docx") == 0
    assert Document(str(office.folder / "a.docx")).paragraphs[0].text == "Mẫu riêng của UBND HUYỆN HƯỚNG HÓA"
    (office.folder / "mau" / "report.docx").write_bytes(b"x")
    capsys.readouterr()
    assert office.run("report", "--period", "2026-Q1", "--out", "a.docx") == 1
    assert "report.docx" in capsys.readouterr().err


def test_what_followed_is_noted_and_stands_in_the_report(worked, capsys):
    key = next(each.post for each in worked.store.reporting.shown(FIRST, NOW) if each.state is PostState.PUBLISHED)
    assert worked.run("remedy", key, "--text", "Đã khắc phục", "--link", "https://xa.vn/1", "--by", "Lan") == 0
    assert key in capsys.readouterr().out
    assert worked.run("report", "--period", "2026", "--json") == 0
    listing = {item["post"]: item["remedies"] for item in json.loads(capsys.readouterr().out)["listing"]}
    assert [(each["by"], each["text"], each["link"]) for each in listing[key]] == [("Lan", "Đã khắc phục", "https://xa.vn/1")]
    assert worked.run("remedy", key) == 1
    assert worked.run("remedy", key, "--clear", "--text", "x") == 2
    capsys.readouterr()
    assert worked.run("remedy", key, "--clear", "--by", "Minh") == 0
    assert "báo cáo không nêu nữa" in capsys.readouterr().out
    assert worked.run("report", "--period", "2026", "--json") == 0
    assert not any(item["remedies"] for item in json.loads(capsys.readouterr().out)["listing"])
    assert worked.run("remedy", key, "--clear") == 1


def test_everything_is_exported_into_a_new_folder(office, capsys):
    a_post(office.store, "1", PostState.HELD)
    assert office.run("export", "ra", "--format", "jsonl", "--by", "Lan", "--json") == 0
    done = json.loads(capsys.readouterr().out)
    assert done["rows"]["posts"] == 1
    assert (office.folder / "ra" / "posts.jsonl").exists()
    (line,) = office.store.journal.of("export")
    assert (line.verb, line.actor) == ("exported", "Lan")
    assert office.run("export", "ra") == 1
    assert "trống" in capsys.readouterr().err


def test_tidying_says_what_it_would_do_then_does_it(office, capsys):
    office.configure(retention={"unposted": "30d"})
    assert office.run("tidy", "--dry-run", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"deleted": {"unposted": 0, "earlier": 0, "snapshots": 0, "pictures": 0}, "dry_run": True}
    assert office.run("tidy") == 0
    assert "Đã xóa: nội dung 0 tin" in capsys.readouterr().out


def test_forgetting_looks_first_and_masks_when_told_to(office, capsys):
    made = a_post(office.store, "1", PostState.HELD)
    assert office.run("forget", "huyện Hướng Hóa") == 0
    said = capsys.readouterr().out
    assert "posts.message: 1 chỗ, che được" in said
    assert "--apply" in said
    assert office.run("forget", "huyện Hướng Hóa", "--apply", "--by", "Lan") == 0
    assert "Đã che" in capsys.readouterr().out
    assert "***** ***** ***" in office.store.outbox.get(made.key).draft.message
    assert office.run("forget", "huyện Hướng Hóa", "--json") == 0
    assert json.loads(capsys.readouterr().out)["places"] == []
    assert office.run("forget", "một") == 1
