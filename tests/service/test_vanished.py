"""An article that its feed no longer names when its Post is about to go out. The numbers are those of facts/lessons.md."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Unfetched
from bot.intake.fetch import Resource
from bot.model import Post, PostState, StepKind, StepState
from bot.service import editors, explain
from bot.service.publish import publish_due
from bot.service.watch import watch_source
from bot.store.polls import Document
from tests.service.conftest import OTHER, PRAISE, Bench, rss

PAGE = "https://cong.vn/1.html"


def only(posts: list[Post]) -> Post:
    (post,) = posts
    return post


def tell(bench: Bench, **document: set[str]) -> None:
    """What a poll says of the document it has read."""
    store = bench.world.store
    store.polls.record(store.feeds.get("cong"), (), bench.instant[0], "loa", document=Document(**document))


def waiting(bench: Bench) -> Post:
    """A scheduled Post whose slot has come, and whose entry has left the feed."""
    bench.serve(PRAISE)
    bench.poll()
    post = only(bench.posts(PostState.SCHEDULED))
    tell(bench, vanished={post.entry_key})
    bench.instant[0] = post.due_at
    return post


def answers(bench: Bench, status: int = 200, title: str = f"{PRAISE} - Cổng thông tin") -> None:
    body = f"<html><head><meta charset='utf-8'><title>{title}</title></head></html>".encode()
    bench.fetcher.resources[PAGE] = Resource(status=status, body=body if status == 200 else b"", content_type="text/html", url=PAGE)


def verbs(bench: Bench, key: str) -> list[str]:
    return [event.verb for event in bench.world.store.journal.of(key)]


def test_38_what_is_still_there_under_the_same_title_goes_out_and_was_asked_about_once(bench):
    post = waiting(bench)
    answers(bench)

    assert publish_due(bench.world).verb == "looked"
    assert not bench.page.posts
    assert publish_due(bench.world).verb == "published"
    assert bench.fetcher.fetched == [PAGE]
    assert verbs(bench, post.entry_key) == ["seen", "source-there"]
    bench.pass_time(hours=1)
    assert watch_source(bench.world) is None, "its page was looked at an hour ago"


def test_what_is_in_its_feed_is_not_asked_about(bench):
    post = waiting(bench)
    tell(bench, returned={post.entry_key})

    assert publish_due(bench.world).verb == "published"
    assert bench.fetcher.fetched == []


@pytest.mark.parametrize("status", [404, 410])
def test_38_39_40_42_what_was_taken_away_is_held_and_an_editor_may_still_let_it_go_out(bench, status):
    post = waiting(bench)
    answers(bench, status)

    assert publish_due(bench.world).verb == "held"
    held = only(bench.posts())
    assert (held.state, held.due_at) == (PostState.HELD, None)
    assert "đã bị gỡ khỏi cổng thông tin" in held.reason
    assert verbs(bench, post.entry_key)[-1] == "source-removed"
    assert publish_due(bench.world) is None
    editors.approve(bench.world, post.key, by="Anna")
    bench.run()
    assert len(bench.page.posts) == 1
    assert bench.fetcher.fetched == [PAGE]


def test_what_has_another_title_is_held_with_both(bench):
    waiting(bench)
    answers(bench, title="Không tìm thấy trang")

    assert publish_due(bench.world).verb == "held"
    held = only(bench.posts())
    assert held.state is PostState.HELD
    assert "“Không tìm thấy trang”" in held.reason
    assert f"“{PRAISE}”" in held.reason
    assert explain.why(bench.world, held.key).events[-1].verb == "source-other"
    editors.approve(bench.world, held.key, by="Anna")
    bench.run()
    assert len(bench.page.posts) == 1


def test_the_titles_in_the_reason_show_no_personal_data(bench):
    waiting(bench)
    answers(bench, title="Bé Bông (tên thật Hồ Thị Bưởi), 6 tuổi, gọi 0914 123 456")

    assert publish_due(bench.world).verb == "held"
    held = only(bench.posts())
    assert "“Bé Bông (tên thật H* T** B***), 6 tuổi, gọi **** *** *56”" in held.reason
    assert not any("Bưởi" in event.reason for event in explain.why(bench.world, held.key).events)


def test_an_item_that_never_had_a_title_is_not_held_for_the_title_of_its_page(bench):
    waiting(bench)
    # The description alone: the title is its first words.
    bench.fetcher.body = bench.fetcher.body.replace(f"<title>{PRAISE}</title>".encode(), b"")
    bench.poll()
    tell(bench, vanished={only(bench.posts()).entry_key})
    answers(bench, title="Tin trong ngày")
    bench.run()

    assert len(bench.page.posts) == 1


@pytest.mark.parametrize(
    "failing",
    [
        lambda bench: bench.fetcher.resources.update({PAGE: Unfetched("intake.resource_slow", host_down=True, url=PAGE)}),
        lambda bench: answers(bench, 503),
        lambda bench: answers(bench, title=""),
    ],
    ids=["no answer", "a fault", "no title"],
)
def test_what_can_not_be_looked_at_is_put_off_by_minutes_and_in_the_end_an_editor_is_asked(bench, failing: Callable[[Bench], None]):
    post = waiting(bench)
    failing(bench)
    done = []
    while only(bench.posts()).state is PostState.SCHEDULED:
        attempt = publish_due(bench.world)
        if attempt is not None and attempt.verb != "moved":
            done.append(attempt.verb)
            assert publish_due(bench.world) is None, "not asked again at once"
        bench.pass_time(minutes=5)

    assert done == ["postponed"] * 4 + ["held"]
    assert not bench.page.posts
    assert "đã thử 5 lần" in only(bench.posts()).reason
    editors.approve(bench.world, post.key, by="Anna")
    bench.run()
    assert len(bench.page.posts) == 1


def test_a_site_that_answers_again_lets_it_go_out_in_its_slot(bench):
    post = waiting(bench)
    answers(bench, 500)
    assert publish_due(bench.world).verb == "postponed"
    assert "chưa xem được trang bài" in only(bench.posts()).reason
    answers(bench)
    bench.pass_time(minutes=5)
    assert [publish_due(bench.world).verb for _ in range(2)] == ["looked", "published"]
    assert only(bench.posts()).due_at == post.due_at


def test_what_leaves_its_feed_again_is_asked_about_again(bench):
    post = waiting(bench)
    answers(bench)
    assert publish_due(bench.world).verb == "looked"
    tell(bench, returned={post.entry_key})
    bench.pass_time(minutes=1)
    tell(bench, vanished={post.entry_key})
    answers(bench, 410)
    assert publish_due(bench.world).verb == "held"


def test_the_second_look_of_the_watch_is_not_taken_for_a_confirmation(bench):
    """The watch has asked, and had no answer, or "not found" for the first time: that the page was looked at says nothing."""
    waiting(bench)
    answers(bench, 404)
    bench.pass_time(hours=3)
    watch_source(bench.world)
    bench.run(hours=24)

    assert not bench.page.posts
    assert only(bench.posts()).state is PostState.HELD


def test_42_one_page_has_it_already_and_the_other_still_waits(bench):
    bench.world = replace(bench.world, channels={**bench.world.channels, "trang-hai": bench.page})
    bench.serve(PRAISE)
    bench.poll()
    first, second = bench.posts(PostState.SCHEDULED)
    bench.instant[0] = first.due_at
    assert publish_due(bench.world).verb == "published"
    tell(bench, vanished={first.entry_key})
    answers(bench, 410)
    bench.pass_time(minutes=1)
    assert publish_due(bench.world).verb == "held"

    states = {post.channel: post.state for post in bench.posts()}
    assert sorted(states.values()) == [PostState.HELD, PostState.PUBLISHED]
    (out,) = bench.posts(PostState.PUBLISHED)
    assert [(step.kind, step.state) for step in bench.world.store.steps.of(out.key)] == [(StepKind.WITHDRAW, StepState.HELD)]
    assert second.entry_key == first.entry_key


@pytest.mark.parametrize("crash_at", ["outbox", "journal", "entries"])
@pytest.mark.parametrize("status", [200, 410])
def test_a_crash_at_any_moment_of_the_look_posts_nothing_twice_and_nothing_that_is_gone(bench, crash_at, status):
    waiting(bench)
    answers(bench, status)
    store = bench.world.store

    class Broken:
        """One part of the store that dies at its first write."""

        def __init__(self, inner: object) -> None:
            self._inner = inner

        def __getattr__(self, name: str):
            if name in {"replace_draft", "claim", "write", "looked"}:
                raise KeyboardInterrupt
            return getattr(self._inner, name)

    class Half:
        def __getattr__(self, name: str):
            return Broken(getattr(store, name)) if name == crash_at else getattr(store, name)

    half = replace(bench.world, store=Half())
    try:
        while publish_due(half) is not None:
            pass
    except KeyboardInterrupt:
        pass
    bench.pass_time(minutes=1)
    bench.run(hours=24)

    assert len(bench.page.posts) == (status == 200)
    assert only(bench.posts()).state is (PostState.PUBLISHED if status == 200 else PostState.HELD)


def test_publishing_without_the_timetable_asks_as_well(bench):
    waiting(bench)
    bench.instant[0] -= timedelta(hours=1)
    answers(bench, 410)

    assert publish_due(bench.world, ignore_timetable=True).verb == "held"


def test_38_the_poll_notices_what_its_feed_names_no_more_and_what_is_back(bench):
    bench.serve(PRAISE, OTHER)
    bench.poll()
    post = only(bench.posts(PostState.SCHEDULED))
    key, entries = post.entry_key, bench.world.store.entries
    assert entries.get(key).absent_since is None
    bench.serve(OTHER, numbers=range(2, 3))  # no longer named, and nothing came in its place
    bench.poll()
    gone = bench.instant[0]
    assert entries.get(key).absent_since == gone
    bench.serve(OTHER, OTHER, numbers=range(2, 4))
    bench.poll()
    assert entries.get(key).absent_since == gone, "since when it is away, not when that was seen last"
    bench.serve(PRAISE, OTHER)
    bench.poll()
    assert entries.get(key).absent_since is None


def test_what_does_not_wait_is_not_asked_about_when_it_leaves_the_feed(bench):
    bench.serve(PRAISE, OTHER)
    bench.poll()
    bench.run()
    key = only(bench.posts(PostState.PUBLISHED)).entry_key
    bench.serve(OTHER, numbers=range(2, 3))
    bench.poll()
    assert bench.world.store.entries.get(key).absent_since is None


def test_what_falls_off_the_end_of_a_feed_is_not_asked_about(bench):
    bench.serve(OTHER, PRAISE)
    bench.poll()
    key = only(bench.posts(PostState.SCHEDULED)).entry_key
    bench.fetcher.body = rss("Tin mới nhất của xã", OTHER, numbers=range(2))
    bench.poll()
    bench.fetcher.body = rss("Tin mới nhất của xã", OTHER, "Tin thêm", numbers=range(3)).replace(b"<guid>2<", b"<guid>9<")
    bench.poll()
    assert bench.world.store.entries.get(key).absent_since is None
