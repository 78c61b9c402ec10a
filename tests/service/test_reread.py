"""An entry whose page could not be read is stored at once, and its page is read again before its Post goes out: nothing is lost, nothing is doubled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Unfetched
from bot.intake.fetch import Resource
from bot.model import PostState, Standing
from bot.plan.rereading import next_reading
from bot.service import editors
from bot.service.publish import publish_due
from bot.service.reread import reread
from tests.service.conftest import OTHER, PRAISE, Bench
from tests.service.test_articles import BODY, PAGE, page, stored, there, with_feed

SLOW = Unfetched("intake.resource_slow", host_down=True, url=PAGE)
# What nobody would take for reform news by its headline.
VAGUE = "Nhịp cầu nối chính quyền với người dân vùng cao"


@pytest.fixture
def waiting(bench) -> Bench:
    """One entry, judged by its feed's text alone, since its page could not be read."""
    with_feed(bench, article="always")
    bench.fetcher.resources[PAGE] = SLOW
    bench.serve(PRAISE)
    bench.poll()
    bench.fetcher.fetched.clear()
    return bench


def all_turns(bench: Bench, world=None) -> int:
    count = 0
    while reread(world or bench.world) is not None:
        count += 1
    return count


def test_a_page_that_is_there_the_second_time_becomes_part_of_the_entry_and_of_its_post(waiting):
    (before,) = waiting.posts()
    there(
        waiting,
        page(head='<meta property="og:description" content="Cán bộ một cửa xuống từng thôn nhận hồ sơ thủ tục hành chính.">'),
        etag='"1"',
    )
    assert all_turns(waiting) == 0, "not before its time"
    waiting.pass_time(minutes=5)
    assert all_turns(waiting) == 1
    entry = stored(waiting)
    assert entry.body.startswith("Ba cán bộ")
    assert waiting.world.store.articles.get(entry.key).etag == '"1"'
    (after,) = waiting.posts()
    assert (after.key, after.state, after.due_at) == (before.key, PostState.SCHEDULED, before.due_at)
    assert [event.verb for event in waiting.world.store.journal.of(entry.key)] == ["seen", "page-read"]
    waiting.pass_time(hours=5)
    assert all_turns(waiting) == 0


def test_what_was_read_at_last_is_no_change_at_the_next_polls(waiting):
    there(waiting, page())
    waiting.pass_time(minutes=5)
    all_turns(waiting)
    posts = waiting.posts()
    waiting.serve(PRAISE, OTHER)
    done = waiting.poll()
    assert (len(done.new), done.changed) == (1, ())
    assert waiting.posts() == posts


def test_a_post_waits_for_the_second_try_and_no_longer(waiting):
    (post,) = waiting.posts()
    assert post.try_after == waiting.instant[0] + timedelta(minutes=5)
    assert publish_due(waiting.world, ignore_timetable=True) is None
    waiting.pass_time(minutes=5)
    all_turns(waiting)
    assert publish_due(waiting.world, ignore_timetable=True).verb == "published"
    # What is out stays as it is: its page is asked no more.
    waiting.pass_time(hours=1)
    waiting.fetcher.fetched.clear()
    there(waiting, page())
    assert all_turns(waiting) == 1
    assert waiting.fetcher.fetched == []
    assert all_turns(waiting) == 0


def test_a_page_that_can_not_be_had_is_given_up_after_three_more_tries(waiting):
    asked_at = []
    for _ in range(60):
        waiting.pass_time(minutes=5)
        asked_at += [waiting.instant[0]] * all_turns(waiting)
    first, second, third = asked_at
    assert (second - first, third - second) == (timedelta(minutes=20), timedelta(hours=1))
    assert waiting.fetcher.fetched == [PAGE] * 3
    assert [post.state for post in waiting.posts()] == [PostState.SCHEDULED]


@pytest.mark.parametrize(
    "answer",
    [Resource(status=410, body=b"", content_type="", url=PAGE), Resource(status=200, body=b"", content_type="text/html", url=PAGE)],
)
def test_a_page_that_will_never_say_anything_is_given_up_at_once(waiting, answer):
    waiting.fetcher.resources[PAGE] = answer
    waiting.pass_time(minutes=5)
    assert all_turns(waiting) == 1
    waiting.pass_time(days=1)
    assert all_turns(waiting) == 0


def test_what_only_its_page_shows_to_be_reform_news_gets_its_post_once(bench):
    with_feed(bench, article="always")
    bench.fetcher.resources[PAGE] = SLOW
    bench.serve(VAGUE)
    bench.poll()
    assert bench.posts() == []
    there(bench, page(VAGUE, f"{PRAISE}. " * 8 + BODY))
    bench.pass_time(minutes=5)
    assert all_turns(bench) == 1
    (post,) = bench.posts()
    assert bench.world.store.entries.get(post.entry_key).standing is Standing.ACCEPTED
    for _ in range(3):
        bench.pass_time(minutes=30)
        bench.poll()
        all_turns(bench)
    assert [each.key for each in bench.posts()] == [post.key]


def test_two_workers_read_it_once_and_make_one_post(bench):
    with_feed(bench, article="always")
    bench.fetcher.resources[PAGE] = SLOW
    bench.serve(VAGUE)
    bench.poll()
    there(bench, page(VAGUE, f"{PRAISE}. " * 8 + BODY))
    bench.pass_time(minutes=5)
    second = bench.restarted()
    bench.fetcher.fetched.clear()
    assert [reread(bench.world) is None, reread(second) is None] == [False, True]
    assert bench.fetcher.fetched == [PAGE]
    assert len(bench.posts()) == 1


def test_a_crash_after_the_reading_reads_again_when_the_lease_is_over(waiting):
    there(waiting, page())
    waiting.pass_time(minutes=5)
    assert waiting.world.store.unread.claim(waiting.instant[0], timedelta(minutes=5)) is not None
    assert all_turns(waiting) == 0
    waiting.pass_time(minutes=6)
    assert all_turns(waiting) == 1
    assert stored(waiting).body.startswith("Ba cán bộ")
    assert len(waiting.posts()) == 1


def test_a_page_by_which_it_is_no_news_any_more_leaves_the_decision_to_an_editor(waiting):
    there(waiting, page(head='<meta property="article:published_time" content="2019-03-01T08:00:00+07:00">'))
    waiting.pass_time(minutes=5)
    all_turns(waiting)
    (post,) = waiting.posts()
    assert post.state is PostState.HELD
    assert "01/03/2019" in post.reason


def test_what_an_editor_has_decided_is_not_disturbed(waiting):
    (post,) = waiting.posts()
    editors.edit(waiting.world, post.key, by="Lan", message=f"{PRAISE}!")
    editors.approve(waiting.world, post.key, by="Lan")
    decided = waiting.posts()
    there(waiting, page())
    waiting.pass_time(minutes=5)
    all_turns(waiting)
    assert waiting.posts() == decided
    assert waiting.fetcher.fetched == []


def test_more_pages_than_a_poll_reads_are_read_afterwards(bench):
    with_feed(bench, article="always")
    for number in range(1, 26):
        there(bench, page(f"{PRAISE} số {number}"), f"https://cong.vn/{number}.html")
    bench.serve(*[f"{PRAISE} số {number}" for number in range(1, 26)])
    assert len(bench.poll().new) == 25
    bench.pass_time(minutes=5)
    assert all_turns(bench) == 5
    assert len(set(bench.fetcher.fetched)) == len(bench.fetcher.fetched) == 25
    assert all(each.entry.body for each in bench.world.store.entries.recent(99))


def test_a_feed_that_is_no_longer_in_the_settings_is_asked_nothing(waiting):
    settings = waiting.world.settings
    other = settings.feeds[0].model_copy(update={"name": "khac"})
    waiting.world = replace(waiting.world, settings=replace(settings, feeds=(other,)))
    waiting.pass_time(minutes=5)
    assert all_turns(waiting) == 1
    assert waiting.fetcher.fetched == []


def test_a_changed_entry_whose_page_was_read_before_gets_the_pages_new_text(bench):
    with_feed(bench, article="always")
    there(bench, page())
    bench.serve(PRAISE)
    bench.poll()
    bench.fetcher.resources[PAGE] = SLOW
    bench.serve(f"{PRAISE} trước hạn")
    bench.poll()
    assert stored(bench).body.startswith("Ba cán bộ")
    there(bench, page(body=BODY.replace("Ba cán bộ", "Bốn cán bộ")))
    bench.pass_time(minutes=5)
    assert all_turns(bench) == 1
    assert stored(bench).body.startswith("Bốn cán bộ")
    assert stored(bench).title == f"{PRAISE} trước hạn"


def test_the_times_between_the_tries(now):
    assert [next_reading(now, tries) for tries in (1, 2, 3, 4)] == [
        now + timedelta(minutes=5),
        now + timedelta(minutes=20),
        now + timedelta(hours=1),
        None,
    ]
