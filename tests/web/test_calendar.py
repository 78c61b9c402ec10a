"""The calendar: a Post is moved by its form, to a slot that is free, by who may, and only if it is still where it was seen."""

import re
from datetime import timedelta

import pytest

from bot.model import PostState
from bot.service.moving import move
from tests.fakes import newsroom
from tests.service.conftest import bench, url
from tests.web.people import EDITOR, EVERYBODY, VIEWER, signed_in, with_people

__all__ = ("bench", "url")


@pytest.fixture
def editor(bench):
    with_people(bench, *EVERYBODY)
    newsroom.fill(bench.world, scheduled=3)
    return signed_in(bench, EDITOR.name)


def form_of(page: str, key: str) -> dict[str, str]:
    """The form of a Post as a browser would send it, with its first choice."""
    form = next(found for found in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'value="{key}"' in found)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return {**fields, "due_at": re.findall(r'<option value="([^"]+)"', form)[0]}


def test_a_post_is_moved_by_its_form(bench, editor):
    (first, *_) = bench.posts(PostState.SCHEDULED)
    form = form_of(editor.get("/calendar").text, first.key)
    page = editor.post("/calendar/move", data=form, follow_redirects=True)
    assert "Đã chuyển bài sang 25/11/2026 12:00." in page.text
    moved = bench.world.store.outbox.get(first.key)
    assert moved.due_at.isoformat() == form["due_at"]
    (line,) = [event for event in bench.world.store.journal.of(first.key) if event.verb == "placed"]
    assert line.actor == EDITOR.name
    assert f'data-slot="{first.due_at.isoformat()}"' in page.text, "its old slot is free"


def test_a_post_that_was_moved_meanwhile_stays_where_it_is(bench, editor):
    (first, *_) = bench.posts(PostState.SCHEDULED)
    form = form_of(editor.get("/calendar").text, first.key)
    elsewhere = move(bench.world, first.key, by="minh", due_at=first.due_at + timedelta(days=3)).due_at
    answer = editor.post("/calendar/move", data=form)
    assert answer.status_code == 409
    assert "đã được chuyển hoặc đã đăng trong lúc bạn xem" in answer.text
    assert bench.world.store.outbox.get(first.key).due_at == elsewhere


def test_a_time_that_the_timetable_speaks_against_is_refused_with_the_reason(bench, editor):
    first, second, _ = bench.posts(PostState.SCHEDULED)
    form = form_of(editor.get("/calendar").text, first.key)
    for due_at, status in ((second.due_at, 409), (bench.instant[0] - timedelta(hours=1), 422)):
        answer = editor.post("/calendar/move", data={**form, "due_at": due_at.isoformat()})
        assert answer.status_code == status
        assert "Chưa chuyển được:" in answer.text
    assert bench.world.store.outbox.get(first.key).due_at == first.due_at


@pytest.mark.parametrize("due_at", ["", "x", "2026-11-25T05:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9" * 500])
def test_what_is_no_time_moves_nothing(bench, editor, due_at):
    (first, *_) = bench.posts(PostState.SCHEDULED)
    form = form_of(editor.get("/calendar").text, first.key)
    answer = editor.post("/calendar/move", data={**form, "due_at": due_at})
    assert answer.status_code == 422
    assert "Hãy chọn khung giờ." in answer.text


def test_a_post_that_there_is_not_is_a_plain_404(bench, editor):
    (first, *_) = bench.posts(PostState.SCHEDULED)
    form = form_of(editor.get("/calendar").text, first.key)
    assert editor.post("/calendar/move", data={**form, "key": "p000000000000000"}).status_code == 404


def test_a_viewer_sees_the_week_and_moves_nothing(bench, editor):
    viewer = signed_in(bench, VIEWER.name)
    (first, *_) = bench.posts(PostState.SCHEDULED)
    page = viewer.get("/calendar").text
    assert "12:00" in page
    assert 'draggable="true"' not in page
    assert "/calendar/move" not in page
    form = form_of(editor.get("/calendar").text, first.key)
    foreign = {**form, "csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]}
    assert viewer.post("/calendar/move", data=foreign).status_code == 403
    assert editor.post("/calendar/move", data={**form, "csrf_token": ""}).status_code == 400
    assert bench.world.store.outbox.get(first.key).due_at == first.due_at


@pytest.mark.parametrize("query", ["", "?page=khac", "?week=2026-12-01", "?week=x", "?week=0001-01-01", "?page=trang&week=2999-12-31"])
def test_any_week_of_any_page_can_be_asked_for(editor, query):
    assert editor.get(f"/calendar{query}").status_code == 200


def test_what_a_feed_says_is_no_markup_in_the_calendar(bench, editor):
    newsroom.publish(bench.world, 1, title='"><script>alert(1)</script>', every=timedelta(hours=5))
    page = editor.get("/calendar").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>" not in page
