"""A Post in doubt: which looks count, when the Page may be asked, and when nothing may be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.protocol import Absent, Unsure
from bot.errors import InDoubt, Throttled
from bot.model import Post, PostState
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from tests.service.conftest import PRAISE, Bench

LISTING = "không đọc được hết danh sách"


@pytest.fixture
def doubtful(bench) -> Post:
    """A Post that is on the Page, of which nobody here knows."""
    bench.serve(PRAISE)
    bench.poll()
    bench.page.after.append(InDoubt("channels.no_answer", why="ReadTimeout"))
    (post,) = bench.posts(PostState.SCHEDULED)
    bench.instant[0] = post.due_at
    attempt = publish_due(bench.world)
    assert attempt.verb == "in-doubt"
    return bench.posts(PostState.PUBLISHING)[0]


def look(bench: Bench, **by: float):
    bench.pass_time(**by)
    return reconcile(bench.world)


def test_only_looks_that_read_everything_count_as_not_there(bench, doubtful):
    bench.page.finding = [Unsure(LISTING), Absent(), Unsure(LISTING), Unsure(LISTING), Absent()]
    for _ in range(5):
        assert look(bench, hours=1).verb == "still-in-doubt"
    (post,) = bench.posts(PostState.PUBLISHING)
    assert (post.doubts, post.absences) == (5, 2)
    bench.page.finding = [Absent()]
    assert look(bench, hours=1).verb == "rescheduled"


def test_a_new_attempt_begins_to_count_anew(bench, doubtful):
    bench.page.finding = [Absent(), Absent(), Absent()]
    for _ in range(3):
        look(bench, hours=1)
    (post,) = bench.posts(PostState.SCHEDULED)
    bench.page.after.append(InDoubt("channels.no_answer", why="ReadTimeout"))
    bench.instant[0] = post.due_at
    publish_due(bench.world)
    assert [(each.doubts, each.absences) for each in bench.posts(PostState.PUBLISHING)] == [(0, 0)]


def test_a_throttle_while_looking_makes_the_page_rest_and_the_post_wait(bench, doubtful):
    bench.page.finding = [Throttled("channels.page_limit", scope="page", retry_after=timedelta(hours=2), code=32)]
    settled = look(bench, minutes=1)
    assert settled.verb == "still-in-doubt"
    asked = len(bench.page.asked)
    for _ in range(11):
        assert look(bench, minutes=10) is None
    assert len(bench.page.asked) == asked, "who was told to stop stops"
    assert look(bench, minutes=20).verb == "adopted"


def test_posting_too_fast_forbids_writes_and_not_the_look_at_what_is_in_doubt(bench, doubtful):
    bench.serve(f"{PRAISE} lần hai", numbers=range(2, 3))
    bench.poll()
    (second,) = bench.posts(PostState.SCHEDULED)
    bench.page.before.append(Throttled("channels.too_fast", scope="page", escalates=True, code="368/1390008"))
    bench.instant[0] = second.due_at
    assert publish_due(bench.world).verb == "postponed"
    bench.page.before.append(AssertionError("a write during the rest"))
    assert publish_due(bench.world) is None
    assert reconcile(bench.world).verb == "adopted"
    bench.page.before.clear()
    bench.run()
    assert len(bench.posts(PostState.PUBLISHED)) == 2
    assert len(bench.page.posts) == 2


def test_the_page_is_not_asked_about_a_doubt_while_its_limit_is_used_up(bench, doubtful):
    bench.page.load = bench.page.load.__class__(percent=96.0, until=bench.instant[0] + timedelta(days=1))
    assert look(bench, minutes=1) is None
    bench.page.load = bench.page.load.__class__(percent=80.0, until=bench.instant[0] + timedelta(days=1))
    assert look(bench, minutes=1).verb == "adopted"


class StandsStill:
    """A Page asked by a process that stands still for six minutes right before its request, while another worker looks."""

    def __init__(self, bench: Bench):
        self._bench = bench

    def __getattr__(self, name):
        return getattr(self._bench.page, name)

    def publish(self, draft, way, pictures, about_to_send):
        def still():
            about_to_send()
            look(self._bench, minutes=6)

        return self._bench.page.publish(draft, way, pictures, still)


def test_a_request_that_ends_late_is_looked_for_from_then_on_whatever_was_seen_before(bench):
    bench.serve(PRAISE)
    bench.poll()
    bench.page.after.append(InDoubt("channels.no_answer", why="ReadTimeout"))
    (post,) = bench.posts(PostState.SCHEDULED)
    bench.instant[0] = post.due_at
    assert publish_due(replace(bench.world, channels={"trang": StandsStill(bench)})).verb == "in-doubt"
    (post,) = bench.posts(PostState.PUBLISHING)
    grace = bench.world.settings.retry.grace
    assert (post.absences, post.claimed_until) == (0, bench.instant[0] + grace)
    bench.page.finding = [Absent()] * 9
    assert look(bench, seconds=grace.total_seconds() - 1) is None
    bench.page.finding = []
    assert look(bench, seconds=2).verb == "adopted"
    assert len(bench.page.posts) == 1
