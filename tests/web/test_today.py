"""The start page: what needs a human, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.protocol import Unsure
from bot.errors import Fault, InDoubt
from bot.intake.policy import FeedPolicy
from bot.model import Cooldown, FeedState, PostState
from bot.service.corrections import source_removed
from bot.service.poll import ensure_feeds
from bot.service.publish import publish_due
from bot.web.application import build_application
from tests.service.conftest import CRITICISM, PRAISE, bench, url
from tests.web.people import EVERYBODY, client_of, signed_in, with_people

__all__ = ("bench", "url")


@pytest.fixture
def staffed(bench):
    return with_people(bench, *EVERYBODY)


def today(bench):
    return signed_in(bench).get("/").text


def test_where_nothing_waits_it_says_so(staffed):
    assert "Không có việc gì đang chờ bạn." in today(staffed)


def test_what_waits_for_an_approval_stands_with_its_reason_and_what_goes_out_next_below(staffed):
    staffed.serve(PRAISE, CRITICISM)
    staffed.poll()
    page = today(staffed)
    assert "Chờ duyệt (1)" in page
    assert "chờ duyệt vì sắc thái" in page
    assert page.index(CRITICISM) < page.index(PRAISE)
    assert "Không có việc gì" not in page
    assert "chờ quá lâu" not in page


def test_what_has_waited_for_too_long_says_so(staffed):
    staffed.serve(CRITICISM)
    staffed.poll()
    staffed.pass_time(days=2)
    assert "chờ quá lâu" in today(staffed)


def test_what_is_in_doubt_stands_before_all_else(staffed):
    staffed.serve(PRAISE, CRITICISM)
    staffed.poll()
    (post,) = staffed.posts(PostState.SCHEDULED)
    staffed.page.after.append(InDoubt("channels.no_answer", why="ReadTimeout"))
    staffed.page.finding.append(Unsure("không đọc được Trang"))
    staffed.instant[0] = post.due_at
    publish_due(staffed.world)
    page = today(staffed)
    assert page.index("Chưa rõ đã lên Trang hay chưa") < page.index("Chờ duyệt (")


def test_decisions_about_what_is_on_the_page_stand_there(staffed):
    staffed.serve(PRAISE)
    staffed.poll()
    staffed.run()
    (post,) = staffed.posts(PostState.PUBLISHED)
    source_removed(staffed.world, staffed.world.store.entries.get(post.entry_key).entry, staffed.instant[0])
    assert "gỡ khỏi Trang: chờ quyết định" in today(staffed)


def test_a_paused_page_a_rest_and_a_troubled_feed_stand_there(staffed, now):
    world = staffed.world
    world.store.channels.pause("trang", reason="mã <hết> hạn", now=now, probe_at=now, actor="loa")
    world.store.cooldowns.put(Cooldown(scope="page:trang", until=now + timedelta(hours=2), reason="đăng quá nhanh", strikes=1))
    feed = FeedPolicy(name="hong", url="https://hong.vn/rss")
    staffed.world = replace(world, settings=replace(world.settings, feeds=(*world.settings.feeds, feed)))
    ensure_feeds(staffed.world)
    row = world.store.feeds.get("hong")
    world.store.polls.record(
        replace(row, state=FeedState.RESTING, failures=12, failing_since=now, last_error="không trả lời"), (), now, "loa"
    )
    page = today(staffed)
    assert "mã &lt;hết&gt; hạn" in page
    assert "nghỉ đến 24/11/2026 10:00" in page
    assert "Nguồn tin cần xem (1)" in page
    assert "không trả lời" in page


def test_faults_of_the_settings_stand_there_with_file_and_line_and_a_word_on_every_other_page(staffed):
    faults = [Fault("config/bot.yaml", 12, 3, "feeds[0].every", "“<15>” không phải khoảng thời gian")]
    client = build_application(lambda: staffed.world, key="k" * 64, faults_now=lambda: faults).test_client()
    inside = signed_in(staffed)
    client.set_cookie("loa", inside.get_cookie("loa").value)
    page = client.get("/").text
    assert "config/bot.yaml:12" in page
    assert "“&lt;15&gt;” không phải khoảng thời gian" in page
    assert "Cài đặt vừa sửa có 1 lỗi" in client.get("/queue").text
    faults.clear()
    assert "config/bot.yaml" not in client.get("/").text


def test_faults_of_the_settings_are_nothing_for_strangers(staffed):
    faults = [Fault("config/bot.yaml", 12, 3, "x", "y")]
    client = build_application(lambda: staffed.world, faults_now=lambda: faults).test_client()
    page = client.get("/sign-in").text
    assert "Cài đặt" not in page
    assert client_of(staffed).get("/").status_code == 303


def test_of_very_many_only_some_are_listed_and_all_are_counted(staffed):
    staffed.serve(*(f"{CRITICISM} lần {number}" for number in range(1, 36)))
    staffed.poll()
    page = today(staffed)
    count = len(staffed.posts(PostState.HELD))
    assert f"Chờ duyệt ({count})" in page
    assert page.count('class="big"') <= 35
