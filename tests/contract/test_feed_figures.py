"""What the store says of how feeds fare, over SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import FeedState, Standing
from bot.plan.silence import Sighting
from bot.store.entries import Carried
from tests.store.samples import LOA, NOW, arrival, entry, feed

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def carry(store, name: str, *seen: tuple[timedelta, int, Standing]) -> None:
    """Entries of a feed: how long ago, how many at once, what became of them."""
    row = store.feeds.ensure(name, f"https://{name}.example.vn/rss", NOW)
    for ago, count, standing in seen:
        entries = [entry(f"{ago}-{number}", feed=name) for number in range(count)]
        store.polls.record(row, [arrival(each, standing=standing) for each in entries], NOW - ago, LOA)


def test_entries_are_counted_by_feed_and_the_late_ones_by_standing(store):
    carry(
        store, "huyen", (30 * DAY, 3, Standing.BASELINE), (2 * DAY, 2, Standing.IRRELEVANT), (DAY, 1, Standing.ACCEPTED), (HOUR, 1, Standing.ACCEPTED)
    )  # fmt: skip
    carry(store, "xa", (30 * DAY, 1, Standing.BASELINE))
    carry(store, "moi")
    huyen = Carried(entries=7, lately={Standing.IRRELEVANT: 2, Standing.ACCEPTED: 2})
    assert store.entries.carried(NOW - 7 * DAY) == {"huyen": huyen, "xa": Carried(entries=1)}
    assert store.entries.carried(NOW - 7 * DAY, "huyen") == {"huyen": huyen}
    assert store.entries.carried(NOW - 7 * DAY, "moi") == {}


def test_sightings_are_the_times_with_something_new_newest_first(store):
    carry(store, "huyen", *((days * DAY, days, Standing.ACCEPTED) for days in (1, 2, 5, 9)))
    carry(store, "xa", (3 * DAY, 1, Standing.ACCEPTED))
    seen = [Sighting(NOW - days * DAY, days) for days in (1, 2, 5)]
    assert store.entries.sightings("huyen", NOW - 5 * DAY, 9) == seen
    assert store.entries.sightings("huyen", NOW - 90 * DAY, 2) == seen[:2]
    assert store.entries.sightings("moi", NOW - 90 * DAY, 2) == []


@pytest.mark.parametrize(
    ("changes", "roused"),
    [
        ({}, True),
        ({"failing_since": NOW - DAY + HOUR}, True),
        ({"failing_since": NOW - DAY + HOUR + MINUTE}, False),
        ({"failing_since": NOW - DAY - HOUR - MINUTE}, False),
        ({"failing_since": None, "failures": 0}, False),
        ({"state": FeedState.RESTING}, True),
        ({"state": FeedState.GONE}, False),
        ({"last_polled_at": NOW - 14 * MINUTE}, False),
        ({"next_poll_at": NOW - MINUTE}, False),  # due as it is
    ],
)
def test_feeds_that_began_to_fail_together_are_roused_together(store, changes, roused):
    row = replace(feed("xa"), failures=5, failing_since=NOW - DAY, last_polled_at=NOW - 2 * HOUR, next_poll_at=NOW + 4 * HOUR)
    store.feeds.ensure("xa", row.url, NOW)
    store.polls.record(replace(row, **changes), (), NOW, LOA)
    assert store.feeds.rouse(NOW - DAY, NOW) == roused
    assert (store.feeds.get("xa").next_poll_at == NOW) is roused
