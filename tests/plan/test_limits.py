"""What Facebook's limits mean: who gives way when, and how long a rest is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Cooldown
from bot.plan.limits import cool_down, may_measure, may_publish
from bot.plan.policy import LimitsPolicy
from tests.conftest import NOW

POLICY = LimitsPolicy(longest_rest=timedelta(days=3))
HOUR = timedelta(hours=1)


def after(before: Cooldown | None = None, *, asked: timedelta | None = None, escalates: bool = False, now=NOW) -> Cooldown:
    return cool_down(POLICY, "page:trang", "vì", asked=asked, escalates=escalates, before=before, now=now)


@pytest.mark.parametrize(
    ("percent", "measure", "publish"),
    [
        (0, True, True),
        (74.9, True, True),
        (75, False, True),
        (94.9, False, True),
        (95, False, False),
        (100, False, False),
        (400, False, False),
    ],
)
def test_figures_give_way_first_and_postings_last(percent, measure, publish):
    assert (may_measure(POLICY, percent), may_publish(POLICY, percent)) == (measure, publish)


def test_a_rest_lasts_as_long_as_facebook_wants_it():
    found = after(asked=timedelta(minutes=40))
    assert found == Cooldown(scope="page:trang", until=NOW + timedelta(minutes=40), reason="vì", strikes=0)


@pytest.mark.parametrize("asked", [None, timedelta(0), timedelta(seconds=-5), timedelta(seconds=1)])
def test_a_rest_is_never_shorter_than_a_minute(asked):
    assert after(asked=asked).until == NOW + timedelta(minutes=1)


def test_a_rest_is_never_longer_than_the_setting():
    assert after(asked=timedelta(days=40)).until == NOW + timedelta(days=3)


def test_posting_too_fast_rests_four_times_as_long_each_time_up_to_the_setting():
    found, now, rests = None, NOW, []
    for _ in range(12):
        found = after(found, asked=timedelta(minutes=15), escalates=True, now=now)
        rests.append(found.until - now)
        now = found.until + timedelta(minutes=1)
    assert rests == [HOUR, 4 * HOUR, 16 * HOUR, 64 * HOUR, *[timedelta(days=3)] * 8]
    assert found.strikes == 12


def test_where_facebook_wants_more_than_the_repetition_does_it_gets_it():
    assert after(asked=timedelta(hours=30), escalates=True).until == NOW + timedelta(hours=30)


def test_a_week_without_a_repetition_is_forgiven():
    first = after(escalates=True)
    assert after(first, escalates=True, now=first.until + timedelta(days=6, hours=23)).strikes == 2
    assert after(first, escalates=True, now=first.until + timedelta(days=7)).strikes == 1


def test_an_ordinary_throttle_in_between_neither_counts_nor_forgives():
    first = after(escalates=True)
    ordinary = after(first, asked=timedelta(minutes=15), now=first.until)
    assert (ordinary.strikes, ordinary.until - first.until) == (1, timedelta(minutes=15))
    assert after(ordinary, escalates=True, now=ordinary.until).strikes == 2


cooldowns = st.none() | st.builds(
    Cooldown,
    scope=st.just("x"),
    until=st.timedeltas(timedelta(days=-30), timedelta(days=30)).map(lambda by: NOW + by),
    reason=st.just(""),
    strikes=st.integers(0, 10_000),
)


@given(cooldowns, st.none() | st.timedeltas(timedelta(days=-1), timedelta(days=400)), st.booleans())
def test_any_rest_is_bounded_and_ahead(before, asked, escalates):
    found = after(before, asked=asked, escalates=escalates)
    assert timedelta(minutes=1) <= found.until - NOW <= POLICY.longest_rest
    assert found.strikes >= (before.strikes if before and NOW - before.until < timedelta(days=7) else 0)
