"""The workbook, the page, CSV and JSON: the same figures, and texts that a website wrote do no harm."""

import csv
import io
import json
import re

import pytest
from lxml import html
from openpyxl import load_workbook

from bot.judgement import Tone
from bot.reports.charts import draw
from bot.reports.document import Table
from bot.reports.plain import to_csv, to_json
from bot.reports.render import Format, render
from bot.reports.web_page import to_html
from bot.reports.workbook import to_workbook
from tests.reports.conftest import item, material, report
from tests.reports.test_text import written
from tests.reports.test_word import no_chart

HOSTILE = ('=HYPERLINK("http://x","y")', "+1", "@SUM(A1)", "-2", "<script>alert(1)</script>", "a\x07b")


@pytest.fixture(scope="module")
def found():
    items = [
        item(number, views=None if number == 3 else number * 1_000, tone=Tone.CRITICISM, title=title)
        for number, title in enumerate(HOSTILE)
    ]
    return report(material(*items, *(item(50 + number, views=7) for number in range(40))))


def test_figures_of_the_workbook_are_figures_and_a_missing_one_is_not_zero(found):
    book = load_workbook(io.BytesIO(to_workbook(written(found))))
    listing = book.worksheets[-1]
    heads = [cell.value for cell in listing[3]]
    views = [row[heads.index("Lượt xem")].value for row in listing.iter_rows(min_row=4)]
    assert views[:6] == [0, 1_000, 2_000, "–", 4_000, 5_000]
    assert len(views) == 46


def test_the_workbook_leaves_room_for_a_number_that_is_given_by_hand(found):
    text = load_workbook(io.BytesIO(to_workbook(written(found)))).worksheets[0]
    assert any(re.fullmatch(r"Số: {5,}/BC", str(row[0].value)) for row in text.iter_rows())


def test_no_text_becomes_a_formula(found):
    book = load_workbook(io.BytesIO(to_workbook(written(found))))
    assert "f" not in {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    titles = [cell.value for row in book.worksheets[-1].iter_rows(min_row=4) for cell in row]
    assert HOSTILE[0] in titles


def test_sheets_have_short_names_and_links_of_the_web_only(found):
    book = load_workbook(io.BytesIO(to_workbook(written(found))))
    assert all(len(sheet.title) <= 31 for sheet in book)
    links = {cell.hyperlink.target for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links
    assert all(link.startswith("https://") for link in links)


def test_lines_of_csv_are_the_tables_and_no_formulas(found):
    document = written(found)
    lines = list(csv.reader(io.StringIO(to_csv(document).decode("utf-8-sig"))))
    assert lines[0] == ["bảng", "dòng", "cột", "giá trị"]
    cells = sum(
        len(table.rows) * len(table.columns) for table in (*(part for part in document.parts if isinstance(part, Table)), document.listing)
    )
    assert len(lines) == cells + 1
    assert [value for *_, value in lines if value.startswith(("=", "+", "-", "@"))] == []
    missing = [value for table, row, column, value in lines if (table, row, column) == ("Các bài đăng trong kỳ", "4", "Lượt xem")]
    assert missing == [""]


def test_json_has_every_figure_and_leaves_missing_ones_out(found):
    value = json.loads(to_json(found))
    assert value["items"]["now"] == 46
    assert value["totals"][1] == {
        "id": "reach",
        "name": "Người tiếp cận",
        "is_sum": False,
        "total": None,
        "middle": None,
        "posts": 0,
        "of": 46,
    }
    assert value["listing"][3]["figures"]["last"] == {}
    assert value["as_of"] == "2026-10-05T08:00:00+07:00"
    assert value["period"] == {"first": "2026-07-01", "last": "2026-09-30"}


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(found):
    page = to_html(written(found), no_chart).decode()
    tree = html.fromstring(page)
    assert tree.xpath("//script|//link|//iframe|//*[@onclick]") == []
    assert all(source.startswith("data:image/png;base64,") for source in tree.xpath("//img/@src"))
    assert all(alt.strip() for alt in tree.xpath("//img/@alt"))
    assert all(link.startswith("https://") for link in tree.xpath("//a/@href"))
    assert "&lt;script&gt;" in page
    assert len(tree.xpath("//table")) == len(tree.xpath("//caption"))
    assert tree.xpath("/html/@lang") == ["vi"]


def test_every_table_of_the_document_stands_on_the_page_with_its_figures(found):
    document = written(found)
    tree = html.fromstring(to_html(document, no_chart).decode())
    for table, shown in zip((part for part in document.parts if isinstance(part, Table)), tree.xpath("//table"), strict=True):
        assert len(shown.xpath(".//tbody/tr")) == len(table.on_paper)


@pytest.mark.parametrize("form", list(Format))
def test_every_format_is_made_also_of_an_empty_period_and_charts_are_told_as_they_are_drawn(form):
    drawn = []
    empty = report(material())
    assert render(empty, written(empty), form, drawn=lambda: drawn.append(1))
    full = report(material(*(item(number, views=5) for number in range(9))))
    assert render(full, written(full), form, drawn=lambda: drawn.append(1))
    assert bool(drawn) == (form in {Format.DOCX, Format.HTML})


def test_a_chart_of_real_figures_is_a_picture(found):
    charts = [part for part in written(found).parts if not hasattr(part, "rows") and hasattr(part, "series")]
    assert all(draw(chart).startswith(b"\x89PNG") for chart in charts)
