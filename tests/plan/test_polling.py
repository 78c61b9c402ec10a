"""When a feed is asked again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.polling import Pace, Wishes, after_failure, next_poll
from tests.conftest import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUARTER = Pace(every=15 * MINUTE)

paces = st.builds(
    lambda minutes, longest: Pace(every=minutes * MINUTE, longest=longest * MINUTE), st.integers(1, 5_000), st.integers(1, 20_000)
)
times = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is the next word
spans = st.none() | st.timedeltas(timedelta(0), timedelta(days=400))
wishes = st.builds(
    lambda fresh, later, ttl, hours, days: Wishes(fresh_for=fresh, retry_after=later, ttl=ttl, skip_hours=hours, skip_days=days),
    spans,
    spans,
    spans,
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.integers(0, 6)),
)


@given(paces, times, wishes)
def test_a_feed_is_never_asked_before_it_wants_nor_later_than_the_cap(pace, now, asked):
    delay = next_poll(pace, now, asked, feed_name="huyen") - now
    assert max(0.9 * pace.every, MINUTE, min(asked.least, pace.cap)) - timedelta(microseconds=2) <= delay
    assert delay <= pace.cap + 0.1 * pace.every + timedelta(microseconds=2)
    assert delay == next_poll(pace, now, asked, feed_name="huyen") - now


@given(paces, times, spans, st.integers(1, 60), st.booleans())
def test_a_back_off_grows_is_bounded_and_respects_retry_after(pace, now, retry_after, failures, resting):
    def delay(count: int) -> timedelta:
        return after_failure(pace, now, count, retry_after, feed_name="huyen", resting=resting) - now

    assert delay(failures) <= delay(failures + 1) <= 1.1 * pace.cap + timedelta(microseconds=2)
    assert delay(failures) >= max(MINUTE, min(retry_after or timedelta(0), pace.cap))
    assert delay(failures) == delay(failures)


@given(times, wishes)
def test_skipped_hours_are_skipped_where_another_is_near_enough(now, asked):
    due = next_poll(QUARTER, now, asked, feed_name="huyen")
    if due.hour in asked.skip_hours or due.weekday() in asked.skip_days:
        whole = due.replace(minute=0, second=0, microsecond=0)
        later = [whole + hours * HOUR for hours in range(1, 26) if whole + hours * HOUR <= now + QUARTER.cap]
        assert all(each.hour in asked.skip_hours or each.weekday() in asked.skip_days for each in later)


def test_feeds_with_the_same_interval_do_not_go_together():
    due = {next_poll(QUARTER, NOW, feed_name=f"xa-{number}") for number in range(1_000)}
    assert len(due) > 990
    late = [(each - NOW) / MINUTE for each in due]
    assert min(late) < 13.6
    assert max(late) > 16.4


def test_a_feed_does_not_keep_its_place_in_every_round():
    assert len({next_poll(QUARTER, NOW + number * MINUTE, feed_name="huyen") - number * MINUTE for number in range(20)}) == 20


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        (Wishes(), 13.5, 16.5),
        (Wishes(ttl=5 * MINUTE), 13.5, 16.5),
        (Wishes(ttl=60 * MINUTE), 60, 61.5),
        (Wishes(fresh_for=2 * HOUR, ttl=HOUR), 120, 121.5),
        (Wishes(retry_after=3 * HOUR, fresh_for=timedelta(0)), 180, 181.5),
        (Wishes(fresh_for=365 * DAY), 1_440, 1_441.5),  # a web server that is set up for pictures
    ],
)
def test_what_the_server_asks_for(asked, least, most):
    assert least <= (next_poll(QUARTER, NOW, asked, feed_name="huyen") - NOW) / MINUTE <= most


@pytest.mark.parametrize(
    ("hours", "days", "hour"),
    [
        ({1, 2, 3}, set(), 4),  # 01:15 GMT is in an hour to be skipped
        ({2, 3}, set(), 1),
        (set(range(24)), set(), 1),  # all hours: nobody can mean that
        (set(), {0, 1, 2, 3, 4, 5, 6}, 1),
        (set(), {1}, 0),  # not on Tuesdays: at midnight, within the cap of a day
        (set(), {1, 2}, 1),  # the next Thursday is beyond the cap
        ({0, 1}, {1}, 1),  # Wednesday, 02:00 is, too
    ],
)
def test_hours_and_days_to_be_skipped(hours, days, hour):
    assert datetime(2026, 11, 24, 1, tzinfo=UTC) == NOW  # a Tuesday
    asked = Wishes(skip_hours=frozenset(hours), skip_days=frozenset(days))
    assert hour == next_poll(QUARTER, NOW, asked, feed_name="huyen").hour


def test_an_interval_of_a_minute_stays_one():
    assert next_poll(Pace(every=MINUTE), NOW, feed_name="huyen") - NOW >= MINUTE


def test_an_interval_longer_than_the_longest_is_kept():
    assert next_poll(Pace(every=3 * DAY), NOW, Wishes(ttl=9 * DAY), feed_name="huyen") - NOW >= 2.7 * DAY


def test_the_back_off_doubles_and_ends_at_six_hours_and_a_resting_feed_is_asked_once_a_day():
    waits = [(after_failure(QUARTER, NOW, failures, feed_name="huyen") - NOW) / MINUTE for failures in range(1, 9)]
    assert waits == [pytest.approx(usual, rel=0.1) for usual in (15, 30, 60, 120, 240, 360, 360, 360)]
    assert after_failure(QUARTER, NOW, 30, feed_name="huyen", resting=True) - NOW >= 0.9 * DAY


@pytest.mark.parametrize(("asked", "least"), [(HOUR, HOUR), (8 * HOUR, 8 * HOUR), (90 * DAY, DAY)])
def test_a_server_that_fails_and_names_a_time_is_left_alone_till_then(asked, least):
    assert least <= after_failure(QUARTER, NOW, 1, asked, feed_name="huyen") - NOW <= least + 2 * MINUTE
