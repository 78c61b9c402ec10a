"""Questions about figures, asked of a database with a past."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.figures import Answers, ForeignSnapshot, Lack, LostMetric, PageSnapshot
from bot.model import Event, Snapshot
from bot.service.comparing import account, at_age, page_account, rising_now, waiting
from tests.fakes import newsroom
from tests.service.test_collecting import out, world  # noqa: F401 - a fixture

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGE = "trang"


def measure(bench, post, *rows: tuple[int, dict[str, int]]) -> None:
    """Snapshots at these hours of age."""
    bench.world.store.snapshots.add(
        [
            Snapshot(post_key=post.key, rung=f"{hours}h", taken_at=post.published_at + hours * HOUR, metrics=metrics)
            for hours, metrics in rows
        ]
    )


def foreign(bench, number: int, hours: int, **metrics: int) -> None:
    at = bench.instant[0] - 9 * DAY
    bench.world.store.measuring.add_foreign(
        [
            ForeignSnapshot(
                channel=PAGE, remote_id=f"1_{number}", published_at=at, rung=f"{hours}h", taken_at=at + hours * HOUR, metrics=metrics
            )
        ]
    )


@pytest.fixture
def posts(bench, out):  # noqa: F811 - the fixture
    bench.instant[0] = max(post.published_at for post in out) + 4 * HOUR
    return out


def test_a_post_is_held_against_all_of_its_page_at_the_same_age_and_its_falls_are_marked(bench, posts):
    mine, second, third = posts
    measure(bench, mine, (1, {"reach": 10, "shares": 2}), (2, {"reach": 30, "shares": 1}))
    measure(bench, second, (2, {"reach": 10}))
    measure(bench, third, (2, {"shares": 4}))
    for number, reach in enumerate((20, 40, 10)):
        foreign(bench, number, 2, reach=reach)
    found = account(bench.world, mine.key, ["reach", "shares", "views"])
    assert [dict(point.fell) for point in found.points] == [{}, {"shares": 1}]
    reach, shares = found.beside
    assert (reach.rung, reach.standing.value, reach.standing.others, reach.standing.typical.value, reach.standing.above) == (
        "2h",
        30,
        4,
        15,
        0.75,
    )
    assert (shares.standing.others, shares.standing.typical.value) == (1, 4)


def test_at_an_age_that_was_missed_the_nearest_one_stands_and_never_a_far_one(bench, posts):
    mine, second, third = posts
    measure(bench, mine, (9, {"reach": 1}), (11, {"reach": 2}))
    measure(bench, second, (10, {"reach": 3}), (11, {"reach": 4}))
    measure(bench, third, (6, {"reach": 5}))
    assert at_age(bench.world, PAGE, ["reach", "views"], 10 * HOUR) == {"reach": {mine.key: 1, second.key: 3}, "views": {}}


def test_a_post_without_company_has_no_standing(bench, posts):
    measure(bench, posts[0], (1, {"reach": 10}))
    (beside,) = account(bench.world, posts[0].key, ["reach"]).beside
    assert beside.standing is None


def test_what_gains_more_than_usual_is_rising_now(bench, posts):
    quick, usual, stale = posts
    measure(bench, quick, (1, {"reach": 10}), (2, {"reach": 90}))
    measure(bench, usual, (1, {"reach": 10}), (2, {"reach": 15}))
    measure(bench, stale, (1, {"reach": 10}))
    for number in range(4):
        foreign(bench, number, 1, reach=10)
        foreign(bench, number, 2, reach=20)
    (gain,) = rising_now(bench.world, PAGE, "reach")
    assert (gain.post_key, gain.value, gain.gained, gain.usual, gain.an_hour) == (quick.key, 90, 80, 10, 80)
    bench.pass_time(hours=13)
    assert rising_now(bench.world, PAGE, "reach") == ()


def test_the_page_over_some_days_with_what_it_does_not_give(bench):
    store, now = bench.world.store, bench.instant[0]
    first, second = date(2026, 11, 20), date(2026, 11, 21)
    for ago, followers, days in ((2, 100, {first: 5}), (1, 103, {first: 6, second: 1})):
        at = now - ago * DAY
        store.measuring.add_page(
            PageSnapshot(
                channel=PAGE,
                rung=at.date().isoformat(),
                taken_at=at,
                metrics={"followers": followers},
                missing={"fans": Lack.NOT_YET},
                days={"page_views": days},
            )
        )
    lost = LostMetric(channel=PAGE, metric="page_reach", why=Lack.NOT_OFFERED, found_at=now, until=now + DAY)
    store.measuring.note_lost([lost], Event(at=now, actor="loa", subject=f"channel:{PAGE}", verb="metrics-lost"))
    found = page_account(bench.world, PAGE, 30)
    assert (found.now, found.missing, found.days, found.lost) == (
        {"followers": 103},
        {"fans": Lack.NOT_YET},
        {"page_views": {first: 6, second: 1}},
        (lost,),
    )
    assert list(found.followers.values()) == [100, 103]
    assert page_account(bench.world, "khac", 30).taken_at is None


def test_comments_that_wait_are_counted_by_post(bench, posts):
    looked = [(posts[0], 2, True), (posts[1], 3, False), (posts[2], None, False)]
    bench.world.store.measuring.put_answers(
        [
            Answers(post_key=post.key, looked_at=datetime(2026, 11, 26, tzinfo=UTC), comments=9, waiting=count, is_whole=whole)
            for post, count, whole in looked
        ]
    )
    found = waiting(bench.world, PAGE)
    assert (found.comments, found.untold, [each.answers.waiting for each in found.posts]) == (5, 1, [3, 2])


def test_of_many_that_gain_the_quickest_of_those_above_the_usual_are_found(bench, posts):
    """The quickest ones may all be usual at their age: then the slower ones are looked at, too."""
    store = bench.world.store
    # Between these ages others gain 100 an hour, and later 1.
    for number in range(9):
        for hours, reach in ((1, 100), (2, 200), (30, 1_000), (31, 1_001)):
            foreign(bench, number, hours, reach=reach)
    quick = newsroom.publish(bench.world, 12, every=timedelta(seconds=61), measure=False)
    slow = newsroom.publish(bench.world, 5, first=7_000, every=timedelta(seconds=97), measure=False)
    now = bench.instant[0]
    for post, gained, rungs in (*((post, 90, (1, 2)) for post in quick), *((post, 10, (30, 31)) for post in slow)):
        store.snapshots.add(
            [
                Snapshot(post_key=post.key, rung=f"{hours}h", taken_at=now - ago * HOUR, metrics={"reach": 500 - ago * gained})
                for hours, ago in zip(rungs, (1, 0), strict=True)
            ]
        )
    found = rising_now(bench.world, PAGE, "reach")
    assert {gain.post_key for gain in found} == {post.key for post in slow}
    assert [(gain.gained, gain.usual) for gain in found] == [(10, 1)] * 5
