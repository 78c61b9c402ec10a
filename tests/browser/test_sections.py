"""The sections in a real browser: a Post is moved by form and by drag, a settings' fault is shown, and axe finds nothing, on phones and desktops, light and dark."""

from datetime import timedelta

import pytest

from bot.errors import Fault
from bot.figures import Answers, Backfill
from bot.model import PostState, Snapshot
from bot.service.remedies import remedy
from tests.browser.conftest import DESK, PHONE, enter, faults_of, open_browser
from tests.fakes import newsroom
from tests.web.people import APPROVER, EDITOR, VIEWER

SECTIONS = (
    "/queue",
    "/queue?state=held&words=x",
    "/calendar",
    "/entries",
    "/feeds",
    "/feeds/cong",
    "/pages",
    "/engagement",
    "/engagement/page",
    "/journal?verb=made",
    "/settings",
)


@pytest.fixture
def newsroom_open(office):
    """An office with a long past and a fault in its settings."""
    world = office.bench.world
    newsroom.publish(world, 12)
    waits, *_ = newsroom.measured(world, 8, span=timedelta(hours=100))
    world.store.measuring.put_answers([Answers(post_key=waits.key, looked_at=world.clock(), comments=3, waiting=2)])
    world.store.measuring.put_backfill(
        Backfill(channel="trang", since=world.clock() - timedelta(days=90), reached=world.clock() - timedelta(days=30))
    )
    newsroom.fill(world, scheduled=4, held=3)
    newsroom.unposted(world)
    office.faults.append(
        Fault("bot.yaml", 14, 3, "timetable.slots.evryday", "không có khóa nào tên “evryday”. Có phải ý bạn là “everyday”?")
    )
    return office


@pytest.fixture
def opened(chromium, newsroom_open):
    """Opens a page of somebody who has signed in, of some size; whatever the browser complains of is an error."""
    contexts, complaints = [], []

    def open_page(user=EDITOR, size=DESK, scheme="light", **how):
        context = open_browser(chromium, newsroom_open, size, scheme, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        enter(page, user.name)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def due(bench, key: str):
    return bench.world.store.outbox.get(key).due_at


def test_a_post_is_moved_by_its_form_on_a_phone_without_javascript(office, opened):
    (first, *_) = office.bench.posts(PostState.SCHEDULED)
    page = opened(size=PHONE, java_script_enabled=False)
    page.goto("/calendar")
    card = page.locator("li.slot", has=page.locator(f"input[value={first.key}]"))
    card.locator("summary").click()
    wanted = card.locator("option").nth(2).get_attribute("value")
    card.locator("select").select_option(wanted)
    card.locator("button").click()
    page.locator("p.done").wait_for()
    assert "Đã chuyển bài sang" in page.locator("p.done").inner_text()
    assert due(office.bench, first.key).isoformat() == wanted


def test_a_post_is_moved_by_the_keyboard_alone(office, opened):
    (first, *_) = office.bench.posts(PostState.SCHEDULED)
    before = first.due_at
    page = opened()
    page.goto("/calendar")
    page.locator("li.slot", has=page.locator(f"input[value={first.key}]")).locator("summary").focus()
    for key in ("Enter", "Tab", "ArrowDown", "Tab", "Enter"):
        page.keyboard.press(key)
    page.locator("p.done").wait_for()
    assert due(office.bench, first.key) != before


def test_a_post_is_moved_by_drag(office, opened):
    (first, *_) = office.bench.posts(PostState.SCHEDULED)
    page = opened()
    page.goto("/calendar")
    free = page.locator("li.slot.free").nth(3)
    wanted = free.get_attribute("data-slot")
    page.locator("li.slot[draggable=true]", has=page.locator(f"input[value={first.key}]")).drag_to(free, source_position={"x": 20, "y": 8})
    page.locator("p.done").wait_for()
    assert due(office.bench, first.key).isoformat() == wanted


def test_a_post_that_is_dropped_elsewhere_stays(office, opened):
    first, second, *_ = office.bench.posts(PostState.SCHEDULED)
    page = opened()
    page.goto("/calendar")
    cards = page.locator("li.slot[draggable=true]")
    cards.nth(0).drag_to(cards.nth(1), source_position={"x": 20, "y": 8})
    page.locator("h1").wait_for()
    assert [due(office.bench, post.key) for post in (first, second)] == [first.due_at, second.due_at]
    assert page.locator("p.done").count() == 0


def test_a_fault_of_edited_settings_is_told_on_every_page_and_shown_with_its_line(opened):
    page = opened(VIEWER, PHONE)
    page.goto("/queue")
    page.get_by_role("alert").get_by_role("link").click()
    page.wait_for_url("**/settings")
    shown = page.locator("ol.faults li").inner_text()
    assert "bot.yaml, dòng 14, cột 3" in shown
    assert "Có phải ý bạn là “everyday”?" in shown


def test_the_numbers_of_a_chart_are_in_a_table_that_opens_without_javascript(opened):
    page = opened(java_script_enabled=False)
    page.goto("/engagement")
    table = page.locator("section", has=page.locator("#by-tone")).locator("table")
    assert not table.is_visible()
    page.locator("section", has=page.locator("#by-tone")).locator("summary").click()
    assert table.is_visible()
    assert table.locator("tbody tr").count() == 3


@pytest.mark.parametrize("section", SECTIONS)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(opened, screen, scheme, section):
    page = opened(APPROVER, screen, scheme)
    page.goto(section)
    for details in page.locator("main details > summary").all()[:3]:
        details.click()
    assert faults_of(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_week_is_printed_without_forms(opened):
    page = opened()
    page.goto("/calendar")
    page.emulate_media(media="print")
    assert page.locator("li.slot summary:visible").count() == 0
    assert page.locator("li.slot:visible").count() > 4


def test_what_followed_is_noted_on_a_phone_without_javascript_and_taken_back(office, opened):
    (post, *_) = office.bench.posts(PostState.PUBLISHED)
    page = opened(size=PHONE, java_script_enabled=False)
    page.goto(f"/posts/{post.key}")
    page.locator("#remedy > summary").click()
    page.get_by_label("Kết quả", exact=True).fill("Đã trả hồ sơ cho dân")
    page.get_by_label("Liên kết đến tin hoặc văn bản").fill("https://xa.vn/1")
    page.locator("#remedy").get_by_role("button", name="Lưu").click()
    page.locator("p.done").wait_for()
    assert "Đã trả hồ sơ cho dân https://xa.vn/1" in page.locator("section", has=page.locator("#remedies")).locator("li").inner_text()
    page.locator("#remedy > summary").click()
    page.get_by_role("button", name="Bỏ những gì đã ghi").click()
    page.locator("p.done").wait_for()
    assert page.get_by_text("Chưa ghi kết quả nào.").is_visible()


def test_axe_finds_nothing_on_a_post_with_figures_falls_and_what_followed(office, opened, screen, scheme):
    world = office.bench.world
    post = newsroom.measured(world, 3, first=30_000, span=timedelta(days=2))[0]
    later = Snapshot(post_key=post.key, rung="1d", taken_at=world.clock(), metrics={"reach": 1, "views": 1})
    world.store.snapshots.add([later])
    remedy(world, post.key, by="lan", text="Đã xin lỗi", link="https://xa.vn/1")
    page = opened(APPROVER, screen, scheme)
    page.goto(f"/posts/{post.key}")
    for details in page.locator("#remedy, details.numbers").locator("summary").all():
        details.click()
    assert page.locator(".fell").count() == 2
    assert faults_of(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
