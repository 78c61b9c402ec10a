"""Once, also where the record knows less than the Page, and where preparing a Post takes longer than the lease."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.channels.protocol import Receipt, Unsure
from bot.errors import Throttled
from bot.model import PostState
from bot.service.poll import ensure_feeds, poll
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from bot.store.store import open_store
from tests.fakes.page import FakePage
from tests.service.conftest import PRAISE, Bench


@dataclass
class SlowPage(FakePage):
    """Something happens `meanwhile`, before a Post is really sent."""

    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def publish(self, *args, **kwargs) -> Receipt:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        return super().publish(*args, **kwargs)


def installation(bench: Bench, tmp_path, name: str):
    """Another database, with the same settings, feed and Page."""
    world = replace(bench.world, store=open_store(f"sqlite:///{tmp_path / name}.db", now=bench.instant[0]))
    ensure_feeds(world)
    bench.others.append(world)
    return world


def due(bench: Bench) -> None:
    (post,) = bench.posts(PostState.SCHEDULED)
    bench.instant[0] = post.due_at


def slow_page(bench: Bench) -> SlowPage:
    """The bench's Page, with one Post that is due on it."""
    page = SlowPage()
    bench.page = page
    bench.world = replace(bench.world, channels={"trang": page})
    bench.serve(PRAISE)
    bench.poll()
    due(bench)
    return page


def test_a_database_that_was_lost_or_restored_posts_nothing_a_second_time(bench, tmp_path):
    bench.serve(PRAISE)
    bench.poll()
    bench.run()
    restored = installation(bench, tmp_path, "restored")
    bench.pass_time(days=2)
    poll(restored)
    (post,) = restored.store.outbox.listing(states=(PostState.SCHEDULED,), limit=9)
    bench.instant[0] = post.due_at
    assert publish_due(restored).verb == "adopted"
    (found,) = restored.store.outbox.by_entry(post.entry_key)
    assert (found.state, found.remote_id) == (PostState.PUBLISHED, bench.posts(PostState.PUBLISHED)[0].remote_id)
    assert len(bench.page.posts) == 1


def test_two_installations_for_one_page_post_everything_once(bench, tmp_path):
    second = installation(bench, tmp_path, "second")
    bench.serve(*(f"{PRAISE} {number}" for number in range(4)))
    bench.poll()
    poll(second)
    for _ in range(12 * 72):
        for world in (bench.world, second):
            while publish_due(world) is not None or reconcile(world) is not None:
                pass
        bench.pass_time(minutes=5)
    assert len(bench.page.posts) == 4
    for world in (bench.world, second):
        assert len(world.store.outbox.listing(states=(PostState.PUBLISHED,), limit=9)) == 4


@pytest.mark.parametrize("hidden", [timedelta(0), timedelta(days=40)])
def test_only_so_far_back_as_news_may_go_out_is_looked(bench, hidden):
    bench.serve(PRAISE)
    bench.poll()
    due(bench)
    asked = []
    find = bench.page.find

    def noted(draft, since, known=()):
        asked.append(since)
        return find(draft, since, known)

    bench.page.find = noted
    expires_after = bench.world.settings.timetable.expires_after + hidden
    timetable = bench.world.settings.timetable.model_copy(update={"expires_after": expires_after})
    bench.world = replace(bench.world, settings=replace(bench.world.settings, timetable=timetable))
    assert publish_due(bench.world).verb == "published"
    assert asked == [bench.instant[0] - min(expires_after, timedelta(days=30))]


def test_a_page_that_can_not_be_read_is_posted_to_later(bench):
    bench.serve(PRAISE)
    bench.poll()
    due(bench)
    bench.page.tried.add(bench.posts()[0].key)
    bench.page.finding = [Unsure("danh sách bị cắt")]
    attempt = publish_due(bench.world)
    assert attempt.verb == "postponed"
    assert "danh sách bị cắt" in attempt.reason
    assert bench.page.posts == []
    bench.run()
    assert len(bench.page.posts) == 1


def test_a_throttle_at_the_first_look_burns_no_attempt(bench):
    bench.serve(PRAISE)
    bench.poll()
    due(bench)
    bench.page.tried.add(bench.posts()[0].key)
    bench.page.finding = [Throttled("channels.page_limit", scope="page", retry_after=timedelta(minutes=20), code=32)]
    assert publish_due(bench.world).verb == "postponed"
    assert bench.posts()[0].attempts == 0
    bench.run()
    assert len(bench.page.posts) == 1


def test_who_has_lost_the_lease_while_preparing_sends_nothing(bench):
    page = slow_page(bench)
    other = bench.restarted()
    lease = bench.world.settings.retry.lease

    def another_worker_concludes_that_it_is_not_there() -> None:
        bench.instant[0] += lease
        for _ in range(10):
            bench.pass_time(minutes=10)
            settled = reconcile(other)
            if settled is not None and settled.verb == "rescheduled":
                return
        raise AssertionError("never rescheduled")

    page.meanwhile.append(another_worker_concludes_that_it_is_not_there)
    assert publish_due(bench.world).verb == "overtaken"
    assert page.posts == []
    bench.run(other)
    assert len(page.posts) == 1
    assert len(bench.posts(PostState.PUBLISHED)) == 1


def test_preparing_for_longer_than_the_lease_is_no_harm_while_nobody_else_looks(bench):
    page = slow_page(bench)
    page.meanwhile.append(lambda: bench.pass_time(minutes=20))
    assert publish_due(bench.world).verb == "published"
    (post,) = bench.posts(PostState.PUBLISHED)
    assert post.attempted_at == bench.instant[0]
