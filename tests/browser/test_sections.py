"""The sections in a real browser: a Post is moved by form and by drag, a settings' fault is shown, and axe finds nothing, on phones and desktops, light and dark."""

from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe

from bot.errors import Fault
from bot.model import PostState, Role
from bot.web.application import build_application
from tests.fakes import newsroom
from tests.fakes.browsing import DESKTOP, PHONE, launched, served, sign_in
from tests.fakes.people import with_people
from tests.service.conftest import bench, url

__all__ = ("bench", "url")

SECTIONS = (
    "/queue",
    "/queue?state=held&words=x",
    "/calendar",
    "/entries",
    "/feeds",
    "/feeds/cong",
    "/pages",
    "/engagement",
    "/journal?verb=made",
    "/settings",
)


@pytest.fixture(scope="session")
def chromium():
    with launched() as browser:
        yield browser


@pytest.fixture
def address(bench):
    bench.world = with_people(bench.world)
    newsroom.publish(bench.world, 12)
    newsroom.fill(bench.world, scheduled=4, held=3)
    newsroom.unposted(bench.world)
    fault = Fault("bot.yaml", 14, 3, "timetable.slots.evryday", "không có khóa nào tên “evryday”. Có phải ý bạn là “everyday”?")
    with served(build_application(lambda: bench.world, faults_now=lambda: (fault,))) as found:
        yield found


@pytest.fixture
def opened(chromium, address):
    """Opens a page of a signed-in editor, of some size; whatever the browser complains of is an error."""
    contexts, complaints = [], []

    def open_page(role=Role.EDITOR, **how):
        context = chromium.new_context(**{"viewport": DESKTOP, **how})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, address, role)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def due(bench, key: str):
    return bench.world.store.outbox.get(key).due_at


def test_a_post_is_moved_by_its_form_on_a_phone_without_javascript(bench, opened, address):
    (first, *_) = bench.posts(PostState.SCHEDULED)
    page = opened(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{address}/calendar")
    card = page.locator("li.slot", has=page.locator(f"input[value={first.key}]"))
    card.locator("summary").click()
    wanted = card.locator("option").nth(2).get_attribute("value")
    card.locator("select").select_option(wanted)
    card.locator("button").click()
    page.locator("p.done").wait_for()
    assert "Đã chuyển bài sang" in page.locator("p.done").inner_text()
    assert due(bench, first.key).isoformat() == wanted


def test_a_post_is_moved_by_the_keyboard_alone(bench, opened, address):
    (first, *_) = bench.posts(PostState.SCHEDULED)
    before = first.due_at
    page = opened()
    page.goto(f"{address}/calendar")
    page.locator("li.slot", has=page.locator(f"input[value={first.key}]")).locator("summary").focus()
    for key in ("Enter", "Tab", "ArrowDown", "Tab", "Enter"):
        page.keyboard.press(key)
    page.locator("p.done").wait_for()
    assert due(bench, first.key) != before


def test_a_post_is_moved_by_drag(bench, opened, address):
    (first, *_) = bench.posts(PostState.SCHEDULED)
    page = opened()
    page.goto(f"{address}/calendar")
    free = page.locator("li.slot.free").nth(3)
    wanted = free.get_attribute("data-slot")
    page.locator("li.slot[draggable=true]", has=page.locator(f"input[value={first.key}]")).drag_to(free, source_position={"x": 20, "y": 8})
    page.locator("p.done").wait_for()
    assert due(bench, first.key).isoformat() == wanted


def test_a_post_that_is_dropped_elsewhere_stays(bench, opened, address):
    first, second, *_ = bench.posts(PostState.SCHEDULED)
    page = opened()
    page.goto(f"{address}/calendar")
    cards = page.locator("li.slot[draggable=true]")
    cards.nth(0).drag_to(cards.nth(1), source_position={"x": 20, "y": 8})
    page.locator("h1").wait_for()
    assert [due(bench, post.key) for post in (first, second)] == [first.due_at, second.due_at]
    assert page.locator("p.done").count() == 0


def test_a_fault_of_edited_settings_is_told_on_every_page_and_shown_with_its_line(opened, address):
    page = opened(role=Role.VIEWER, viewport=PHONE)
    page.goto(f"{address}/queue")
    page.get_by_role("alert").get_by_role("link").click()
    page.wait_for_url(f"{address}/settings")
    shown = page.locator("ol.faults li").inner_text()
    assert "bot.yaml, dòng 14, cột 3" in shown
    assert "Có phải ý bạn là “everyday”?" in shown


def test_the_numbers_of_a_chart_are_in_a_table_that_opens_without_javascript(opened, address):
    page = opened(java_script_enabled=False)
    page.goto(f"{address}/engagement")
    table = page.locator("section", has=page.locator("#by-tone")).locator("table")
    assert not table.is_visible()
    page.locator("section", has=page.locator("#by-tone")).locator("summary").click()
    assert table.is_visible()
    assert table.locator("tbody tr").count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_and_nothing_runs_off_the_side(opened, address, size, scheme):
    page = opened(role=Role.APPROVER, viewport=size, color_scheme=scheme)
    axe, found, wide = Axe(), Counter(), []
    for section in SECTIONS:
        page.goto(address + section)
        for details in page.locator("details > summary").all()[:3]:
            details.click()
        # A string of JavaScript that is given to the browser's own debugger, not to the page: its policy allows no script of anybody else.
        response = axe.run(page).response
        assert len(response["passes"]) > 10, "axe has looked"
        for violation in response["violations"]:
            found[section, violation["id"], str(violation["nodes"][0]["html"])[:120]] += len(violation["nodes"])
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(section)
    assert (dict(found), wide) == ({}, [])


def test_a_week_is_printed_without_forms(opened, address):
    page = opened()
    page.goto(f"{address}/calendar")
    page.emulate_media(media="print")
    assert page.locator("li.slot summary:visible").count() == 0
    assert page.locator("li.slot:visible").count() > 4
