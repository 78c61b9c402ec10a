"""The best hours of a Page, from what was measured of its Posts."""

from datetime import UTC, datetime, time, timedelta

from bot.model import Snapshot
from bot.service.hours import best_hours
from tests.service.conftest import Bench
from tests.store.samples import a_post, claimed, publish


def measured(bench: Bench, number: int, at: datetime, metrics: dict[str, int], rung: str = "1h") -> None:
    store = bench.world.store
    post = publish(store, claimed(store, a_post(store, str(number))), at)
    store.snapshots.add([Snapshot(post_key=post.key, rung=rung, taken_at=at, metrics=metrics)])


def test_only_what_was_measured_at_the_same_age_counts_and_what_is_missing_is_not_nothing(bench):
    monday = datetime(2026, 11, 2, tzinfo=UTC)
    days = [day for day in (monday + timedelta(days=number) for number in range(21)) if day.weekday() < 5]
    for number, day in enumerate(days):
        # 16:00 and 19:40 in Vietnam: the one does badly, the other well.
        measured(bench, 2 * number + 1, day + timedelta(hours=9), {"reactions": 2 + number % 3})
        measured(bench, 2 * number + 2, day + timedelta(hours=12, minutes=40), {"reactions": 40 + number % 9})
    measured(bench, 90, monday + timedelta(hours=9, minutes=1), {"reactions": 90_000}, rung="10m")
    measured(bench, 91, monday + timedelta(hours=9, minutes=2), {"views": 90_000})
    found = best_hours(bench.world, "trang", metric="reactions", days=60)
    weekdays, weekend = found.groups
    # Its ladder ends with an hour, so that is the age; its slots are 08:00, 12:00 and 16:00 every day.
    assert (found.rung, found.posts, weekdays.enough, weekend.enough) == ("1h", 30, True, False)
    assert weekdays.slots == (time(8), time(12), time(19, 30))
    assert (weekdays.hours[0].clock, weekdays.hours[0].posts) == (time(19, 30), 15)
    assert weekend.slots == (time(8), time(12), time(16))
    assert best_hours(bench.world, "trang", metric="reactions", days=1).posts == 0
