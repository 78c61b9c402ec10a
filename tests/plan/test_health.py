"""What an answer or a failure makes of a feed."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Feed, FeedState
from bot.plan.health import address, answered, failed, redirected
from bot.plan.polling import Pace
from tests.conftest import NOW

DAY = timedelta(days=1)
PACE = Pace(every=timedelta(minutes=15), rest_after=10)
FEED = Feed(name="huyen", url="https://cong.vn/rss", next_poll_at=NOW, seeded=True, etag='"1"', last_modified="x", body_hash="h")
OLD, NEW, OTHER = FEED.url, "https://moi.vn/rss", "https://khac.vn/rss"


def fail(feed: Feed, now=NOW, **how) -> Feed:
    return failed(feed, PACE, now, **{"sentence": "Máy chủ từ chối kết nối.", "answer": "500", **how})


def answer(feed: Feed, now=NOW, *, new: bool = False) -> Feed:
    return answered(feed, PACE, now, answer="200", new=new)


def failing(feed: Feed, times: int, **how) -> Feed:
    """Failed so often, each time when it was due."""
    for _ in range(times):
        feed = fail(feed, feed.next_poll_at, **how)
    return feed


def test_a_feed_that_fails_is_asked_less_and_less_and_then_rests_lesson_26():
    """The circuit breaker of the intake: whatever a server does, it is asked a few times a day at most, and its editor hears of it once."""
    feed, states, asked = FEED, [], []
    while feed.next_poll_at < NOW + 30 * DAY:
        asked.append(feed.next_poll_at)
        feed = fail(feed, feed.next_poll_at)
        states.append(feed.state)
    turns = sum(before is not after for before, after in pairwise(states))
    assert turns == 1
    assert states[9] is FeedState.RESTING
    assert states[8] is FeedState.ACTIVE
    assert DAY < asked[9] - NOW < 2 * DAY  # told on the second day
    assert len(asked) < 42


def test_many_failures_in_a_short_time_are_no_rest():
    feed = FEED
    for minute in range(30):
        feed = fail(feed, NOW + timedelta(minutes=minute))
    assert feed.state is FeedState.ACTIVE
    assert feed.failing_since == NOW


def test_few_failures_over_a_long_time_are_no_rest_either():
    assert fail(replace(FEED, failures=8, failing_since=NOW - 9 * DAY)).state is FeedState.ACTIVE
    assert fail(replace(FEED, failures=9, failing_since=NOW - 9 * DAY)).state is FeedState.RESTING


def test_a_failure_says_what_it_was_and_keeps_everything_else():
    feed = fail(FEED)
    assert (feed.failures, feed.last_error, feed.last_answer, feed.last_polled_at) == (1, "Máy chủ từ chối kết nối.", "500", NOW)
    assert (feed.etag, feed.body_hash, feed.seeded) == (FEED.etag, FEED.body_hash, True)


@pytest.mark.parametrize("state", list(FeedState))
def test_an_answer_brings_every_feed_back(state):
    feed = answer(replace(FEED, state=state, failures=40, failing_since=NOW - 9 * DAY, last_error="hỏng"))
    assert (feed.state, feed.failures, feed.failing_since, feed.last_error) == (FeedState.ACTIVE, 0, None, "")
    assert feed.next_poll_at - NOW < timedelta(minutes=17)


def test_gone_ends_the_asking_at_once_and_only_an_answer_begins_it_again():
    feed = fail(FEED, gone=True)
    assert feed.state is FeedState.GONE
    assert fail(feed).state is FeedState.GONE  # an operator asked, and it was something else this time
    assert answer(feed).state is FeedState.ACTIVE
    assert fail(replace(FEED, state=FeedState.RESTING, failures=20, failing_since=NOW - 9 * DAY), gone=True).state is FeedState.GONE


def test_news_ends_a_silence_and_nothing_else_does():
    silent = replace(FEED, last_new_at=NOW - 9 * DAY, silence_told_at=NOW - DAY)
    assert answer(silent).silence_told_at == silent.silence_told_at
    assert (answer(silent, new=True).silence_told_at, answer(silent, new=True).last_new_at) == (None, NOW)


def moved(feed: Feed, *where: str, hold: timedelta = 2 * DAY) -> Feed:
    """Asked once a day, and sent to these addresses."""
    for days, moved_to in enumerate(where):
        feed = answer(redirected(feed, moved_to, NOW + days * DAY, hold), NOW + days * DAY)
    return feed


@pytest.mark.parametrize(
    ("where", "asks_at"),
    [
        ((NEW,), ""),
        ((NEW, NEW), ""),
        ((NEW, NEW, NEW), NEW),
        ((NEW, NEW, OTHER, OTHER), ""),  # changed its mind: the time begins anew
        ((NEW, NEW, OTHER, OTHER, OTHER), OTHER),
        ((NEW, "", NEW, NEW), ""),  # the old address answered itself in between
        ((NEW, NEW, NEW, OTHER, OTHER, OTHER), OTHER),  # and moved on from there
        ((NEW, NEW, NEW, OLD, OLD, OLD), ""),  # back
        ((NEW, NEW, NEW, ""), NEW),
        (("http://cong.vn/rss",) * 5, ""),  # never away from https
        ((OLD,) * 5, ""),
    ],
)
def test_a_permanent_redirect_is_adopted_once_it_has_held(where, asks_at):
    feed = moved(FEED, *where)
    assert feed.asks_at == asks_at
    assert address(feed) == (asks_at or OLD)


def test_without_a_time_to_hold_two_answers_are_needed_all_the_same():
    assert not moved(FEED, NEW, hold=timedelta(0)).asks_at
    assert moved(FEED, NEW, NEW, hold=timedelta(0)).asks_at == NEW


def test_from_http_a_feed_may_move_anywhere():
    feed = replace(FEED, url="http://cong.vn/rss")
    assert moved(feed, OLD, OLD, OLD).asks_at == OLD
    assert moved(feed, "http://moi.vn/rss", "http://moi.vn/rss", "http://moi.vn/rss").asks_at == "http://moi.vn/rss"


def test_a_failure_in_between_does_not_begin_the_time_anew():
    feed = fail(moved(FEED, NEW), NOW + DAY)
    assert redirected(feed, NEW, NOW + 2 * DAY, 2 * DAY).asks_at == NEW


def test_an_adopted_address_that_fails_is_asked_in_turn_with_the_settings_one():
    adopted = replace(FEED, asks_at=NEW)
    assert [address(replace(adopted, failures=failures)) for failures in range(7)] == [NEW, NEW, OLD, NEW, OLD, NEW, OLD]


def test_a_lapsed_domain_does_not_keep_the_feed():
    doubted = failing(replace(FEED, asks_at=NEW), 2)
    assert address(doubted) == OLD
    assert (doubted.etag, doubted.last_modified) == ("", "")  # another server is asked now
    assert doubted.body_hash == FEED.body_hash  # the same bytes are the same news, whoever sends them
    feed = answer(redirected(doubted, "", NOW, 2 * DAY))
    assert (feed.asks_at, address(feed)) == ("", OLD)


def test_an_outage_of_our_own_gives_no_adopted_address_up():
    """All addresses fail; the settings' one sends to the adopted one again when the network is back."""
    doubted = failing(replace(FEED, asks_at=NEW), 2)
    assert answer(redirected(doubted, NEW, NOW, 2 * DAY)).asks_at == NEW
    other = answer(redirected(doubted, OTHER, NOW, 2 * DAY))
    assert (other.asks_at, other.moved_to) == ("", OTHER)
    recovered = failing(doubted, 1)
    assert address(recovered) == NEW
    assert answer(redirected(recovered, "", NOW, 2 * DAY)).asks_at == NEW


def test_an_adopted_address_that_is_gone_is_given_up_at_once_and_the_feed_is_not_gone():
    feed = fail(replace(FEED, asks_at=NEW), gone=True)
    assert (feed.asks_at, feed.state, feed.failures, feed.etag) == ("", FeedState.ACTIVE, 1, "")
    assert fail(feed, gone=True).state is FeedState.GONE


@given(st.lists(st.tuples(st.sampled_from(["answer", "fail", "gone"]), st.integers(1, 3_000)), max_size=40))
def test_whatever_happens_the_row_fits_together(happenings):
    feed, now = FEED, NOW
    for what, minutes in happenings:
        now += timedelta(minutes=minutes)
        before, feed = feed, answer(feed, now) if what == "answer" else fail(feed, now, gone=what == "gone")
        assert (feed.failures == 0) == (feed.failing_since is None) == (feed.last_error == "")
        assert feed.failures in {0, before.failures + 1}
        assert now < feed.next_poll_at <= now + 1.11 * DAY
        assert (feed.state is FeedState.RESTING) <= (feed.failures >= 10)
