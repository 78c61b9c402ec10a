"""A feed's rhythm, and when its silence is strange."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Feed
from bot.plan.silence import Sighting, is_silent, may_be_silent, rhythm, silence_limit
from tests.conftest import NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FEED = Feed(name="huyen", url="https://cong.vn/rss", next_poll_at=NOW, seeded=True)


def on_days(*ago: int, entries: int = 1) -> list[Sighting]:
    return [Sighting(NOW - days * DAY, entries) for days in ago]


WORKDAYS = [Sighting(day, 2) for days in range(60) if (day := NOW - days * DAY).weekday() < 5]


@pytest.mark.parametrize(
    ("sightings", "days"),
    [
        ([], None),
        (on_days(1, 2, 3, 4), None),  # four days say nothing
        ([Sighting(NOW - 3 * DAY + hours * HOUR, 1) for hours in range(60)], None),  # nor do many news in three days
        (on_days(*range(30)), 3),  # every day: three days
        (on_days(*range(0, 60, 3)), 9),  # every third
        (WORKDAYS, 9),  # weekends are a usual gap
        (on_days(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 22, 23, 24, 25), 11),  # has been silent for ten days before: longer than that
        (on_days(*range(0, 90, 15)), 45),
    ],
)
def test_the_limit_is_learnt_from_the_days_with_news(sightings, days):
    assert silence_limit(sightings, NOW, "auto") == (None if days is None else days * DAY)


def test_a_setting_overrules_what_was_learnt():
    assert silence_limit(on_days(*range(30)), NOW, 20 * DAY) == 20 * DAY
    assert silence_limit([], NOW, 20 * DAY) == 20 * DAY
    assert silence_limit(on_days(*range(30)), NOW, "off") is None


@pytest.mark.parametrize(("month", "day", "days"), [(1, 14, 3), (1, 15, 10), (2, 17, 10), (3, 1, 10), (3, 2, 3)])
def test_around_tet_nobody_is_alarmed_at_once(month, day, days):
    now = datetime(2026, month, day, tzinfo=UTC)
    sightings = [Sighting(now - number * DAY, 1) for number in range(2, 32)]
    assert silence_limit(sightings, now, "auto") == days * DAY


def test_a_weekend_is_no_silence_and_a_lost_week_is_one():
    friday = max(sighting.at for sighting in WORKDAYS if sighting.at.weekday() == 4)
    seen = [sighting for sighting in WORKDAYS if sighting.at <= friday]
    feed = replace(FEED, last_new_at=friday)
    assert not is_silent(feed, seen, friday + 3 * DAY, "auto")
    assert not is_silent(feed, seen, friday + 8 * DAY, "auto")
    assert is_silent(feed, seen, friday + 9 * DAY, "auto")


def test_a_feed_that_fails_or_has_never_carried_anything_is_not_silent():
    feed = replace(FEED, last_new_at=NOW - 30 * DAY)
    assert is_silent(feed, on_days(*range(30, 60)), NOW, "auto")
    assert not is_silent(replace(feed, failures=1), on_days(*range(30, 60)), NOW, "auto")
    assert not is_silent(replace(feed, last_new_at=None), [], NOW, 2 * DAY)


def test_a_row_of_an_older_loa_takes_the_last_sighting_for_its_last_news():
    assert may_be_silent(FEED, NOW, "auto")
    assert is_silent(FEED, on_days(*range(4, 30)), NOW, "auto")
    assert not is_silent(FEED, on_days(*range(30)), NOW, "auto")


@pytest.mark.parametrize(
    ("feed", "setting", "worth"),
    [
        (replace(FEED, last_new_at=NOW - 3 * DAY), "auto", True),
        (replace(FEED, last_new_at=NOW - 3 * DAY + HOUR), "auto", False),
        (replace(FEED, last_new_at=NOW - 3 * DAY), 4 * DAY, False),
        (replace(FEED, last_new_at=NOW - HOUR), HOUR, True),
        (replace(FEED, last_new_at=NOW - 90 * DAY), "off", False),
        (replace(FEED, last_new_at=NOW - 90 * DAY, silence_told_at=NOW - 80 * DAY), "auto", False),  # told already
        (replace(FEED, seeded=False), "auto", False),
    ],
)
def test_sightings_are_looked_up_only_where_they_matter(feed, setting, worth):
    assert may_be_silent(feed, NOW, setting) is worth


sightings = st.lists(
    st.builds(Sighting, st.datetimes(datetime(2026, 8, 24), datetime(2026, 11, 24), timezones=st.just(UTC)), st.integers(1, 20)),  # noqa: DTZ001
    max_size=60,
)


@given(sightings, st.randoms(use_true_random=False))
def test_the_order_of_sightings_does_not_matter_and_no_limit_is_shorter_than_a_gap_that_was(seen, random):
    limit = silence_limit(seen, NOW, "auto")
    shuffled = random.sample(seen, len(seen))
    assert limit == silence_limit(shuffled, NOW, "auto")
    assert rhythm(seen, NOW) == rhythm(shuffled, NOW)
    if limit is not None:
        days = sorted({sighting.at.date() for sighting in seen})
        assert limit >= 3 * DAY
        assert all(after - before < limit for before, after in pairwise(days))


def test_the_rhythm_leaves_out_what_was_there_already():
    seen = [Sighting(NOW - 10 * DAY, 20), *(Sighting(NOW - number * 6 * HOUR, 1) for number in range(1, 40))]
    found = rhythm(seen, NOW)
    assert found.a_day == pytest.approx(3.9)
    assert found.gap == 6 * HOUR


@pytest.mark.parametrize("seen", [[], on_days(9, entries=20), on_days(8, 9), [Sighting(NOW - hours * HOUR, 1) for hours in range(9)]])
def test_little_makes_no_rhythm(seen):
    assert rhythm(seen, NOW) is None
