"""When hubs are asked, what is believed of their promises, and how seldom a feed is asked meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Subscription, SubscriptionState
from bot.plan.subscriptions import LEASE, interval_with_hub, is_live, lease_end, next_request
from tests.conftest import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEW = Subscription(feed="cong", hub="https://hub.vn/", topic="https://cong.vn/rss")
ASKED = replace(NEW, asked_at=NOW, failures=1)
LIVE = replace(NEW, asked_at=NOW, state=SubscriptionState.LIVE, lease_until=NOW + LEASE, told_at=NOW)


def test_a_hub_that_was_never_asked_is_asked_at_once():
    assert next_request(NEW) is None


@pytest.mark.parametrize(("failures", "hours"), [(1, 1), (2, 2), (3, 4), (5, 16), (6, 24), (7, 24), (10_000, 24)])
@pytest.mark.parametrize("state", SubscriptionState)
def test_a_hub_that_did_not_verify_is_asked_again_after_times_that_double_up_to_a_day(failures, hours, state):
    waiting = replace(LIVE, state=state, failures=failures)
    assert next_request(waiting) == NOW + hours * HOUR


@pytest.mark.parametrize(
    ("lease", "renewed"),
    [(10 * DAY, 9 * DAY), (30 * DAY, 29 * DAY), (5 * DAY, 4.5 * DAY), (10 * HOUR, 9 * HOUR), (HOUR, HOUR), (timedelta(seconds=1), HOUR)],
)
def test_a_live_one_is_renewed_in_its_last_tenth_or_day_and_never_oftener_than_hourly(lease, renewed):
    assert next_request(replace(LIVE, lease_until=NOW + lease)) == NOW + renewed


@pytest.mark.parametrize(
    ("seconds", "granted"),
    [
        ("864000", 10 * DAY),
        ("60", MINUTE),
        ("0060", MINUTE),
        ("", LEASE),
        ("2592000", 30 * DAY),
        ("2592001", 30 * DAY),
        ("9" * 12, 30 * DAY),
        ("9" * 100_000, 30 * DAY),
        ("0", None),
        ("-1", None),
        ("1e9", None),
        ("1.5", None),
        ("٣", None),
        ("²", None),
        ("inf", None),
        (" 60", None),
    ],
)
def test_what_a_hub_grants_is_bounded_and_counted_from_the_request(seconds, granted):
    expected = None if granted is None else NOW + granted
    assert lease_end(ASKED, seconds, NOW) == lease_end(ASKED, seconds, NOW + 23 * HOUR) == expected


def test_a_verification_that_nobody_waits_for_is_not_believed():
    assert lease_end(NEW, "60", NOW) is None
    assert lease_end(ASKED, "60", NOW + DAY + MINUTE) is None
    assert lease_end(ASKED, "60", NOW - MINUTE) is not None, "another worker's clock is a little behind"


def test_a_promise_holds_until_its_end():
    assert is_live(LIVE, NOW + LEASE - MINUTE)
    assert not is_live(LIVE, NOW + LEASE)
    assert not is_live(ASKED, NOW)


def test_a_feed_is_asked_seldom_only_while_a_hub_that_has_told_promises_to_tell():
    assert interval_with_hub(15 * MINUTE, LIVE, NOW) == 6 * HOUR
    for other in (None, NEW, ASKED, replace(LIVE, told_at=None), replace(LIVE, state=SubscriptionState.REFUSED)):
        assert interval_with_hub(15 * MINUTE, other, NOW) == 15 * MINUTE
    assert interval_with_hub(DAY, LIVE, NOW) == DAY, "never oftener than without a hub"
    assert interval_with_hub(15 * MINUTE, LIVE, NOW + LEASE - 2 * HOUR) == 2 * HOUR, "asked when the promise ends"
    assert interval_with_hub(15 * MINUTE, LIVE, NOW + LEASE - MINUTE) == 15 * MINUTE


@given(
    st.timedeltas(MINUTE, 2 * DAY),
    st.timedeltas(-DAY, 40 * DAY),
    st.timedeltas(timedelta(0), 40 * DAY),
    st.sampled_from(SubscriptionState),
    st.booleans(),
)
def test_the_interval_is_never_shorter_than_the_feeds_own_nor_longer_than_six_hours_beyond_it(every, lease, age, state, told):
    subscription = replace(LIVE, state=state, lease_until=NOW + lease, told_at=NOW if told else None)
    interval = interval_with_hub(every, subscription, NOW + age)
    assert every <= interval <= max(every, 6 * HOUR)
    if interval > every:
        assert NOW + age + interval <= NOW + lease
