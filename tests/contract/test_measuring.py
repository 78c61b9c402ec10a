"""What the store keeps of figures, over SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import date, timedelta
from statistics import median

import pytest

from bot.figures import Answers, Backfill, ForeignSnapshot, Lack, LostMetric, PageSnapshot
from bot.model import Event, PostState, Snapshot
from bot.store.compared import Figure, Known
from bot.store.measuring import Measured
from tests.contract.conftest import together
from tests.store.samples import LOA, NOW, PAGE, a_post

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINE = Event(at=NOW, actor=LOA, subject=f"channel:{PAGE}", verb="metrics-lost", reason="x")


def snapshot(post, rung: str, hours: int, missing=None, **metrics: int) -> Snapshot:
    return Snapshot(post_key=post.key, rung=rung, taken_at=NOW + hours * HOUR, metrics=metrics, missing=missing or {})


def foreign(number: int, rung: str = "1h", value: int | None = 7, **changes) -> ForeignSnapshot:
    metrics = {} if value is None else {"views": value}
    made = ForeignSnapshot(
        channel=PAGE,
        remote_id=f"1_{number}",
        published_at=NOW,
        rung=rung,
        taken_at=NOW + HOUR,
        metrics=metrics,
        missing={"reach": Lack.NOT_YET},
    )
    return replace(made, **changes)


# The last measure of each Post


def test_each_post_comes_with_its_last_snapshot_the_newest_first(store):
    first, second = a_post(store, "1", PostState.PUBLISHED), a_post(store, "2", PostState.PUBLISHED)
    a_post(store, "3", PostState.HELD)
    a_post(store, "4", PostState.WITHDRAWN)
    store.snapshots.add([snapshot(first, "1h", 1, comments=2), snapshot(first, "2h", 2, comments=5), snapshot(first, "3h", 3, views=1)])
    bare = {"rung": None, "taken_at": None, "gone": False, "comments": None, "answers_for": None}
    told = {
        first.key: Measured(
            **bare | {"rung": "3h", "taken_at": NOW + 3 * HOUR}, post_key=first.key, remote_id=f"1_{first.key}", published_at=NOW
        ),
        second.key: Measured(**bare, post_key=second.key, remote_id=f"1_{second.key}", published_at=NOW),
    }
    found = store.measuring.measured(PAGE, NOW)
    assert {each.post_key: each for each in found} == told
    assert [each.post_key for each in found] == sorted(told, reverse=True)
    assert store.measuring.measured(PAGE, NOW + timedelta(seconds=1)) == []
    assert store.measuring.measured("khac", NOW - DAY) == []


def test_a_post_that_was_gone_and_the_comments_last_looked_at_are_told(store):
    post = a_post(store, "1", PostState.PUBLISHED)
    store.snapshots.add([snapshot(post, "1h", 1, comments=4)])
    store.measuring.put_answers([Answers(post_key=post.key, looked_at=NOW, comments=3, waiting=2)])
    (found,) = store.measuring.measured(PAGE, NOW)
    assert (found.comments, found.answers_for, found.gone) == (4, 3, False)
    store.snapshots.add([snapshot(post, "2h", 2, missing={"post": Lack.GONE})])
    (found,) = store.measuring.measured(PAGE, NOW)
    assert (found.comments, found.gone) == (None, True)


# Other posts of the Page


def test_figures_of_other_posts_are_kept_once_a_rung_and_missing_is_no_nought(store):
    assert store.measuring.add_foreign([foreign(1), foreign(2, value=None), foreign(1, "2h", 9)]) == 3
    assert store.measuring.add_foreign([foreign(1, value=99), foreign(3)]) == 1
    figures = store.compared.at_rungs(PAGE, ["1h", "2h"], NOW - DAY)
    assert sorted((each.post, each.rung, each.metrics.get("views")) for each in figures) == [
        ("1_1", "1h", 7),
        ("1_1", "2h", 9),
        ("1_2", "1h", None),
        ("1_3", "1h", 7),
    ]


def test_two_workers_that_read_the_same_listing_keep_it_once(store, other):
    both = [foreign(number) for number in range(20)]
    assert sum(together(lambda: store.measuring.add_foreign(both), lambda: other.measuring.add_foreign(both))) == 20


def test_figures_at_an_age_are_those_of_the_whole_page_and_a_post_that_was_taken_for_another_s_counts_once(store):
    post = a_post(store, "1", PostState.PUBLISHED)
    store.snapshots.add([snapshot(post, "1h", 1, views=40), snapshot(post, "2h", 2, reach=3)])
    store.measuring.add_foreign(
        [foreign(1), foreign(2, remote_id=f"1_{post.key}"), foreign(3, published_at=NOW - 9 * DAY), foreign(4, channel="khac")]
    )
    mine = Known(post=post.key, is_ours=True, rung="1h", metrics={"views": 40})
    theirs = Known(post="1_1", is_ours=False, rung="1h", metrics={"views": 7})
    assert store.compared.at_rungs(PAGE, ["1h"], NOW - DAY) == [mine, theirs]
    (missing,) = store.compared.at_rungs(PAGE, ["2h"], NOW - DAY)
    assert missing.metrics == {"reach": 3}
    assert store.compared.typical(PAGE, "views", ["1h", "2h"], NOW - DAY) == {"1h": 23.5}
    rows = store.compared.rows(PAGE, "views", NOW - DAY)
    assert rows == [
        Figure(post=post.key, rung=f"{hours}h", taken_at=NOW + hours * HOUR, value=value) for hours, value in ((1, 40), (2, None))
    ]
    assert store.compared.rows(PAGE, "views", NOW + DAY) == store.compared.rows("khac", "views", NOW) == []


def test_the_median_of_each_rung_is_that_of_the_figures_that_are_there(store):
    at_rungs = {"1h": [3], "2h": [4, 9], "3h": [7, 1, None, 5], "4h": [2, 2, 8, 0], "5h": [None], "6h": [6, 6, 6, 1, 9, 4]}
    store.measuring.add_foreign([foreign(number, rung, value) for rung, values in at_rungs.items() for number, value in enumerate(values)])
    known = {rung: [value for value in values if value is not None] for rung, values in at_rungs.items()}
    found = store.compared.typical(PAGE, "views", at_rungs, NOW - DAY)
    assert found == {rung: median(values) for rung, values in known.items() if values}
    assert store.compared.typical(PAGE, "views", ["2h"], NOW + DAY) == store.compared.typical("khac", "views", ["2h"], NOW - DAY) == {}


# The Page itself


def test_the_page_is_kept_once_a_day_with_its_days(store, other):
    days = {"page_views": {date(2026, 11, 22): 5, date(2026, 11, 23): 0}}
    first = PageSnapshot(channel=PAGE, rung="2026-11-24", taken_at=NOW, metrics={"followers": 9}, missing={"fans": Lack.NOT_YET}, days=days)
    assert (store.measuring.last_page(PAGE), store.measuring.pages(PAGE, NOW)) == (None, [])
    together(lambda: store.measuring.add_page(first), lambda: other.measuring.add_page(replace(first, metrics={"followers": 9})))
    second = PageSnapshot(channel=PAGE, rung="2026-11-25", taken_at=NOW + DAY, metrics={}, missing={}, days={})
    store.measuring.add_page(second)
    store.measuring.add_page(replace(second, channel="khac"))
    assert store.measuring.pages(PAGE, NOW) == [first, second]
    assert store.measuring.pages(PAGE, NOW + HOUR) == [second]
    assert store.measuring.last_page(PAGE) == second


# What is not given


def lost(metric: str, why: Lack = Lack.NOT_OFFERED, hours: int = 24) -> LostMetric:
    return LostMetric(channel=PAGE, metric=metric, why=why, found_at=NOW, until=NOW + hours * HOUR)


def lines(store) -> list[str]:
    return [event.verb for event in store.journal.of(f"channel:{PAGE}")]


def test_a_lost_figure_is_told_once_and_remembered_anew(store):
    assert store.measuring.note_lost([lost("clicks"), lost("reach")], LINE)
    assert not store.measuring.note_lost([lost("clicks", Lack.REFUSED, 48)], LINE)
    assert lines(store) == ["metrics-lost"]
    assert store.measuring.lost(PAGE) == [lost("clicks", Lack.REFUSED, 48), lost("reach")]
    assert store.measuring.lost("khac") == []


def test_of_two_workers_that_lose_the_same_figure_one_tells(store, other):
    told = together(lambda: store.measuring.note_lost([lost("clicks")], LINE), lambda: other.measuring.note_lost([lost("clicks")], LINE))
    assert sorted(told) == [False, True]
    assert lines(store) == ["metrics-lost"]


def test_a_figure_that_is_given_again_is_forgotten_and_told_once(store):
    store.measuring.note_lost([lost("clicks"), lost("reach")], LINE)
    back = replace(LINE, verb="metrics-back")
    assert store.measuring.note_regained(PAGE, ["clicks", "views"], back)
    assert not store.measuring.note_regained(PAGE, ["clicks"], back)
    assert (lines(store), store.measuring.lost(PAGE)) == (["metrics-lost", "metrics-back"], [lost("reach")])


# Comments that wait


def test_the_posts_where_most_comments_wait_come_first_and_what_can_not_be_told_is_counted(store):
    posts = [a_post(store, str(number), PostState.PUBLISHED) for number in range(1, 5)]
    for post, waiting in zip(posts, (1, 5, 0, None), strict=True):
        store.measuring.put_answers([Answers(post_key=post.key, looked_at=NOW, comments=9, waiting=waiting, is_whole=waiting != 5)])
    found = store.compared.waiting(PAGE, 9)
    assert [(each.answers.post_key, each.answers.waiting, each.answers.is_whole) for each in found] == [
        (posts[1].key, 5, False),
        (posts[0].key, 1, True),
    ]
    assert (found[0].title, found[0].published_at) == ("Bộ phận một cửa huyện Hướng Hóa trả kết quả sớm hẹn", NOW)
    assert [
        len(store.compared.waiting(PAGE, 1)),
        len(store.compared.waiting("khac", 9)),
        store.compared.untold(PAGE),
        store.compared.untold("khac"),
    ] == [1, 0, 1, 0]
    store.measuring.put_answers([Answers(post_key=posts[1].key, looked_at=NOW + HOUR, comments=10, waiting=0)])
    assert [each.answers.post_key for each in store.compared.waiting(PAGE, 9)] == [posts[0].key]


# How far back was read


@pytest.mark.parametrize("done", [None, NOW])
def test_how_far_back_was_read_is_kept(store, done):
    assert store.measuring.backfill(PAGE) is None
    store.measuring.put_backfill(Backfill(channel=PAGE, since=NOW - 90 * DAY, reached=NOW))
    later = Backfill(channel=PAGE, since=NOW - 90 * DAY, reached=NOW - 40 * DAY, posts=100, done_at=done)
    store.measuring.put_backfill(later)
    assert (store.measuring.backfill(PAGE), store.measuring.backfill("khac")) == (later, None)
