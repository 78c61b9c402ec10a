"""Medians with their intervals, a Post beside others, groups, series, what rises."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engagement.groups import grouped
from bot.engagement.intervals import middle, wilson
from bot.engagement.rising import Gain, rising, usual_gain
from bot.engagement.series import daily, marked, standing_at
from bot.engagement.standing import beside
from bot.figures import PageSnapshot
from bot.model import Snapshot

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
counts = st.integers(min_value=0, max_value=10_000)


@pytest.mark.parametrize(("count", "rank"), [(5, None), (6, 1), (8, 1), (9, 2), (11, 2), (12, 3), (20, 6), (25, 8), (50, 18), (100, 40)])
def test_the_interval_of_the_median_is_that_of_the_tables(count, rank):
    """Ranks as in the tables of the sign test at 5 % (two-sided)."""
    found = middle(range(1, count + 1))
    assert (found.low, found.high) == ((None, None) if rank is None else (rank, count + 1 - rank))


@given(st.lists(counts, min_size=1, max_size=60))
def test_the_median_lies_within_its_interval_and_that_within_the_values(values):
    found = middle(values)
    assert found.value == median(values)
    if found.low is not None:
        assert min(values) <= found.low <= found.value <= found.high <= max(values)


def test_the_interval_goes_on_smoothly_where_there_are_very_many_values():
    few, many = middle(range(1_000)), middle(range(1_001))
    assert abs((many.high - many.low) - (few.high - few.low)) <= 3


def test_of_nothing_there_is_no_median():
    assert middle([]) is None


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    [(0, 0, 0, 1), (0, 10, 0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_s_interval_is_the_published_one(successes, count, low, high):
    assert wilson(successes, count) == pytest.approx((low, high), abs=5e-4)


def test_more_successes_than_tries_are_a_mistake():
    with pytest.raises(ValueError, match="more successes"):
        wilson(3, 2)


@given(counts, st.lists(counts, min_size=1, max_size=50))
def test_a_post_stands_within_its_interval_beside_the_others(value, others):
    found = beside(value, others)
    assert (found.others, found.value) == (len(others), value)
    assert 0 <= found.above_low <= found.above <= found.above_high <= 1
    assert (found.ratio is None) == (found.typical.value == 0)


def test_a_post_twice_as_good_as_usual():
    found = beside(20, [5, 10, 10, 15, 40])
    assert (found.typical.value, found.ratio, found.above) == (10, 2, 0.8)
    assert beside(20, []) is None


def test_groups_leave_missing_figures_out_and_say_how_sure_they_are():
    few, many, none = grouped(
        [("few", 3), ("few", None), *(("many", number) for number in range(9)), ("none", None), ("unasked", 7)], ("few", "many", "none")
    )
    assert (few.posts, few.measured, few.typical, few.low, few.high) == (2, 1, 3, None, None)
    assert (many.typical, many.low, many.high) == (4, 1, 7)
    assert (none.posts, none.measured, none.typical) == (1, 0, None)


def snapshot(number: int, **metrics: int) -> Snapshot:
    return Snapshot(post_key="p1", rung=f"{number}h", taken_at=NOW + number * HOUR, metrics=metrics)


def test_a_fall_is_kept_and_marked_even_behind_a_gap():
    points = marked([snapshot(1, views=10, shares=2), snapshot(2, shares=2), snapshot(3, views=7, shares=3)])
    assert [dict(point.fell) for point in points] == [{}, {}, {"views": 3}]
    assert [dict(point.snapshot.metrics) for point in points] == [{"views": 10, "shares": 2}, {"shares": 2}, {"views": 7, "shares": 3}]


@given(st.lists(st.dictionaries(st.sampled_from(["views", "reach", "shares"]), counts), max_size=30))
def test_every_series_climbs_or_is_marked_and_what_is_missing_is_no_figure(rows):
    points = marked([snapshot(number, **row) for number, row in enumerate(rows)])
    assert [dict(point.snapshot.metrics) for point in points] == rows
    for name in ("views", "reach", "shares"):
        known = [(point.snapshot.metrics[name], point.fell.get(name, 0)) for point in points if name in point.snapshot.metrics]
        for (before, _), (after, fell) in pairwise(known):
            assert fell == max(before - after, 0)
        assert all(name not in point.fell for point in points if name not in point.snapshot.metrics)


def page(day: int, followers: int | None, **days: dict[date, int]) -> PageSnapshot:
    at = datetime(2026, 11, day, 3, tzinfo=UTC)
    metrics = {} if followers is None else {"followers": followers}
    return PageSnapshot(channel="trang", rung=at.date().isoformat(), taken_at=at, metrics=metrics, days=days)


def test_of_a_day_what_came_later_counts_and_a_day_never_given_is_absent():
    first, second, third = (date(2026, 11, day) for day in (20, 21, 23))
    rows = [page(22, 100, page_views={second: 5, first: 3}), page(24, None, page_views={second: 6, third: 1})]
    assert daily(rows, "page_views") == {first: 3, second: 6, third: 1}
    assert daily(rows, "page_reach") == {}
    assert standing_at(rows, "followers") == {date(2026, 11, 22): 100}


def gain(key: str, gained: int, usual: float | None, hours: float = 1) -> Gain:
    return Gain(post_key=key, since=NOW, until=NOW + hours * HOUR, value=100, gained=gained, usual=usual)


def test_what_gains_more_than_usual_rises_and_the_quickest_comes_first():
    found = rising([gain("a", 5, 2.0), gain("b", 9, 20.0), gain("c", 8, None), gain("d", 0, None), gain("e", 30, 1.0, 6)], 9)
    assert [each.post_key for each in found] == ["c", "a", "e"]
    assert rising([gain("a", 5, 2.0)], 0) == ()


def test_the_usual_gain_is_known_where_both_ages_are_and_never_a_loss():
    typical = {"1h": 10.0, "2h": 14.0, "3h": 13.0}
    assert [usual_gain(typical, *ages) for ages in (("1h", "2h"), ("2h", "3h"), ("3h", "4h"))] == [4, 0, None]
