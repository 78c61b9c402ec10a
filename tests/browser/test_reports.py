"""Reports in a real browser: from the form to the file, with JavaScript and without, on a phone and on a desk; axe finds nothing."""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from bot.errors import LoaError
from bot.plan.rights import Deed
from bot.service.workshop import Order
from tests.browser.conftest import DESK, PHONE, enter, faults_of, open_browser
from tests.fakes import newsroom
from tests.service.test_workshop import SECONDS, Gate, wait


@pytest.fixture
def newsroom_open(office):
    newsroom.publish(office.bench.world, 12)
    return office


@pytest.fixture
def opened(chromium, newsroom_open):
    """Opens the section of somebody who has signed in; whatever the browser complains of is an error."""
    contexts, complaints = [], []

    def open_page(name="minh", size=DESK, scheme="light", **how):
        context = open_browser(chromium, newsroom_open, size, scheme, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        enter(page, name)
        page.goto("/reports")
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A form that is shown again says so by its status.
    assert [said for said in complaints if "422" not in said] == []


def fetched(page) -> tuple[str, bytes]:
    """The file behind the button, and what the browser would call it."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp về").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("scripts", [True, False], ids=["javascript", "without"])
def test_from_the_form_to_a_word_file(opened, scripts):
    page = opened(size=PHONE, java_script_enabled=scripts)
    page.get_by_label("Kỳ báo cáo").select_option("2026-11")
    page.get_by_label("Số văn bản").fill("45")
    page.get_by_label("Ngày ký").fill("2026-11-30")
    page.get_by_role("button", name="Lập báo cáo").click()
    page.get_by_role("link", name="Tải tệp về").wait_for(timeout=60_000)
    name, content = fetched(page)
    assert name == "Báo cáo số 45 tháng 11 năm 2026.docx"
    cells = [cell.text for row in Document(io.BytesIO(content)).tables[0].rows for cell in row.cells]
    assert "Số: 45/BC" in cells


def test_days_are_asked_for_where_they_are_meant_and_by_the_keyboard_too(opened):
    page = opened(java_script_enabled=False)
    assert not page.get_by_label("Ngày đầu kỳ").is_visible()
    page.get_by_label("Kỳ báo cáo").select_option("days")
    page.get_by_label("Ngày đầu kỳ").fill("2026-11-20")
    page.get_by_label("Ngày cuối kỳ").fill("2026-11-02")
    page.get_by_label("Dạng tệp").first.select_option("csv")
    page.get_by_label("Số văn bản").press("Enter")
    page.get_by_role("alert").wait_for()
    assert "trước khi bắt đầu" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Ngày đầu kỳ").input_value() == "2026-11-20"
    page.get_by_label("Ngày cuối kỳ").fill("2026-11-24")
    page.get_by_role("button", name="Lập báo cáo").click()
    page.get_by_role("link", name="Tải tệp về").wait_for(timeout=60_000)
    assert fetched(page)[0] == "Báo cáo từ ngày 20-11-2026 đến ngày 24-11-2026.csv"


def test_everything_comes_as_one_zip_file(opened):
    page = opened("lan")
    page.get_by_role("button", name="Xuất dữ liệu").click()
    page.get_by_role("link", name="Tải tệp về").wait_for(timeout=60_000)
    name, content = fetched(page)
    assert name.endswith(".zip")
    assert "posts.csv" in ZipFile(io.BytesIO(content)).namelist()


def test_how_far_work_is_is_seen_without_loading_the_page_again(opened, newsroom_open):
    workshop, gate, further = newsroom_open.served._workshop, Gate(), Gate()

    def make(folder, told):
        told(1, 10)
        gate.begun.set()
        assert gate.open.wait(SECONDS)
        return further(folder, told)

    key = workshop.order(Order(owner="user minh", deed=Deed.REPORT, title="Báo cáo", make=make))
    page = opened()
    page.goto(f"/reports/{key}")
    page.evaluate("window.stays = true")
    page.get_by_text("được 10%").wait_for()
    gate.open.set()
    page.get_by_text("được 30%").wait_for()
    assert page.locator("progress").evaluate("each => each.value") == 3
    assert page.evaluate("window.stays") is True
    further.open.set()
    page.get_by_role("link", name="Tải tệp về").wait_for()


def test_a_signed_out_browser_that_waits_is_asked_to_sign_in(opened, newsroom_open):
    workshop, gate = newsroom_open.served._workshop, Gate()
    key = workshop.order(Order(owner="user minh", deed=Deed.REPORT, title="Báo cáo", make=gate))
    page = opened()
    page.goto(f"/reports/{key}")
    page.context.clear_cookies()
    page.get_by_label("Tên đăng nhập").wait_for()
    assert page.url.endswith(f"/sign-in?next=/reports/{key}")
    gate.open.set()


def test_axe_finds_nothing_and_nothing_runs_off_the_side(opened, newsroom_open, screen, scheme):
    workshop, gate = newsroom_open.served._workshop, Gate()

    def refused(folder, told):
        raise LoaError("reports.template_fault", why="TemplateSyntaxError: unexpected '}' in line 12")

    keys = []
    for make in (open_gate(), refused, gate):
        keys.append(
            workshop.order(
                Order(owner="user lan", deed=Deed.REPORT, title="Báo cáo từ ngày 02/11/2026 đến ngày 20/11/2026, dạng docx", make=make)
            )
        )
        if make is not gate:
            wait(workshop)
    page = opened("lan", screen, scheme)
    for path in ("/reports", *(f"/reports/{key}" for key in keys)):
        page.goto(path)
        if path == "/reports":
            page.get_by_label("Kỳ báo cáo").select_option("days")
        assert faults_of(page) == [], path
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), path
    gate.open.set()


def open_gate() -> Gate:
    gate = Gate()
    gate.open.set()
    return gate
