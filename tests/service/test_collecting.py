"""The tick that measures, and what is measured besides: by the listing, what is lost, the Page itself, answers, the past."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.channels.protocol import Load, Measure, PageMeasure, Surveyed
from bot.engagement.policy import EngagementPolicy
from bot.errors import ChannelDown, Refused, Throttled, Transient
from bot.figures import Backfill, Lack
from bot.model import Post, PostState
from bot.service.collect import Collected, collect
from bot.service.collect_page import BACKFILL, backfill, collect_page
from tests.service.conftest import scheduled

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGE = "trang"


def world(bench, **engagement):
    """The World with the usual ladder, or other settings of engagement."""
    policy = EngagementPolicy(log=bench.world.settings.engagement.log, **engagement)
    bench.world = replace(bench.world, settings=replace(bench.world.settings, engagement=policy))
    return bench.world


def replace_settings(settings, policy):
    return (
        replace(settings, engagement=policy) if not hasattr(settings, "model_copy") else settings.model_copy(update={"engagement": policy})
    )


@pytest.fixture
def out(bench) -> list[Post]:
    """Three Posts that are on the Page, on the usual ladder."""
    world(bench)
    scheduled(bench, 3)
    bench.run()
    return bench.posts(PostState.PUBLISHED)


def units(bench, unit, most: int = 30) -> list[Collected]:
    done = []
    while (found := unit(bench.world)) is not None:
        done.append(found)
        assert len(done) < most
    return done


def events(bench, verb: str):
    return [event for event in bench.world.store.journal.of(f"channel:{PAGE}") if event.verb == verb]


def other(number: int, at: datetime, **metrics: int) -> Surveyed:
    return Surveyed(remote_id=f"100_9{number:03}", created_at=at, measure=Measure(metrics=metrics or {"views": number}))


# Posts


def test_all_that_is_due_comes_with_one_listing(bench, out):
    bench.pass_time(hours=9)
    bench.page.asked.clear()
    assert [done.posts for done in units(bench, collect)] == [3]
    assert bench.page.asked == ["survey"]


def test_what_the_listing_leaves_out_is_asked_for_by_its_id_in_the_same_unit(bench, out):
    bench.pass_time(hours=9)
    bench.page.hidden.add(out[1].remote_id)
    bench.page.asked.clear()
    assert [done.posts for done in units(bench, collect)] == [3]
    assert bench.page.asked == ["survey", "engagement"]
    assert all("post" not in bench.world.store.snapshots.of(post.key)[-1].missing for post in out)


def test_behind_a_full_listing_the_next_unit_goes_on(bench, out):
    bench.pass_time(hours=9)
    bench.page.most_listed = 2
    assert [done.posts for done in units(bench, collect)] == [2, 1]


def test_a_post_that_is_gone_is_noted_and_the_others_are_measured(bench, out):
    bench.pass_time(hours=9)
    del bench.page.texts[out[0].remote_id]
    units(bench, collect)
    gone, there, _ = (bench.world.store.snapshots.of(post.key)[-1] for post in out)
    assert ((gone.metrics, gone.missing), there.metrics["views"]) == (({}, {"post": Lack.GONE}), 40)
    bench.pass_time(hours=7)
    units(bench, collect)
    taken = [len(bench.world.store.snapshots.of(post.key)) for post in out]
    assert taken == [1, 2, 2], "one that was gone is not asked for at every rung"


def test_what_was_stored_before_a_throttle_stays_and_the_page_rests(bench, out):
    bench.pass_time(hours=9)
    bench.page.hidden.add(out[1].remote_id)
    plain = bench.page.engagement

    def throttled(remote_ids, without):
        raise Throttled("channels.page_limit", scope="page", retry_after=HOUR, code=32)

    bench.page.engagement = throttled
    done = collect(bench.world)
    assert (done.posts, bool(done.error)) == (2, True)
    bench.page.engagement = plain
    assert (collect(bench.world), collect_page(bench.world)) == (None, None)
    bench.pass_time(hours=2)
    assert sum(done.posts for done in units(bench, collect)) == 3


def test_a_page_whose_limits_are_nearly_used_up_is_not_measured(bench, out):
    bench.pass_time(hours=9)
    bench.page.load = Load(99.0, bench.instant[0] + DAY)
    assert (collect(bench.world), collect_page(bench.world)) == (None, None)
    assert backfill(bench.world, PAGE, bench.instant[0] - DAY)[1].error


@pytest.mark.parametrize("where", ["figures", "own"])
def test_a_dead_token_pauses_the_page(bench, out, where):
    bench.pass_time(hours=9)
    setattr(bench.page, where, ChannelDown("channels.token_expired", code=190))
    unit = collect if where == "figures" else collect_page
    assert unit(bench.world).error
    assert bench.world.store.channels.status(PAGE).paused_since is not None
    assert unit(bench.world) is None


# What is not given


def test_what_is_not_given_is_told_once_left_out_for_a_while_and_told_when_it_is_back(bench, out):
    bench.page.figures = Measure(metrics={"views": 4}, missing={"clicks": Lack.NOT_OFFERED, "reach": Lack.NOT_YET})
    bench.pass_time(hours=9)
    units(bench, collect)
    assert ("Lượt bấm" in events(bench, "metrics-lost")[0].reason, len(events(bench, "metrics-lost"))) == (True, 1)
    bench.pass_time(hours=1)
    units(bench, collect)
    assert (bench.page.lost[-1], len(events(bench, "metrics-lost"))) == ({"clicks": Lack.NOT_OFFERED}, 1)
    bench.pass_time(hours=24)
    units(bench, collect)
    assert (bench.page.lost[-1], len(events(bench, "metrics-lost"))) == ({}, 1)
    bench.page.figures = Measure(metrics={"views": 4, "clicks": 1})
    bench.pass_time(hours=30)
    units(bench, collect)
    assert (bench.page.lost[-1], len(events(bench, "metrics-back")), bench.world.store.measuring.lost(PAGE)) == ({}, 1, [])


def test_each_lack_is_a_state_of_its_own_and_never_a_nought(bench, out):
    missing = {"views": Lack.TOO_FEW_LIKES, "reactions": Lack.NO_PERMISSION, "clicks": Lack.NOT_OFFERED}
    bench.page.figures = Measure(metrics={"shares": 0}, missing=missing)
    bench.pass_time(hours=9)
    units(bench, collect)
    for post in out:
        snapshot = bench.world.store.snapshots.of(post.key)[-1]
        assert (snapshot.metrics, snapshot.missing) == ({"shares": 0}, missing)
    assert len(events(bench, "metrics-lost")) == 3
    assert {each.metric: each.why for each in bench.world.store.measuring.lost(PAGE)} == missing


# Other posts of the Page


def test_other_posts_in_the_listing_are_kept_without_a_call_of_their_own(bench, out):
    bench.pass_time(hours=9)
    at = max(post.published_at for post in out) - timedelta(minutes=1)
    bench.page.others = [other(1, at), other(3, bench.instant[0] - 400 * DAY)]
    bench.page.asked.clear()
    units(bench, collect)
    assert bench.page.asked == ["survey"]
    figures = bench.world.store.compared.at_rungs(PAGE, [f"{hours}h" for hours in range(1, 24)], bench.instant[0] - DAY)
    assert [each.metrics for each in figures if not each.is_ours] == [{"views": 1}]


def test_whoever_wants_no_figures_of_other_posts_gets_none(bench, out):
    world(bench, whole_page=False)
    bench.pass_time(hours=9)
    bench.page.others = [other(1, out[1].published_at)]
    units(bench, collect)
    units(bench, collect_page)
    figures = bench.world.store.compared.at_rungs(PAGE, [f"{hours}h" for hours in range(1, 24)], bench.instant[0] - DAY)
    assert all(each.is_ours for each in figures)
    assert bench.world.store.measuring.backfill(PAGE) is None


# The Page itself


def test_the_page_is_asked_once_a_day_first_for_ninety_days_then_for_what_may_be_revised(bench):
    yesterday = date(2026, 11, 22)
    bench.page.own = PageMeasure(
        metrics={"followers": 1_200}, missing={"page_reach": Lack.NOT_OFFERED}, days={"page_views": {yesterday: 5}}
    )
    world(bench, whole_page=False)
    assert [done.posts for done in units(bench, collect_page)] == [1]
    today = bench.instant[0].astimezone(UTC).date()
    assert bench.page.days == [(today - BACKFILL, today)]
    bench.pass_time(hours=24)
    units(bench, collect_page)
    assert bench.page.days[1] == (today - 3 * DAY, today + DAY)
    rows = bench.world.store.measuring.pages(PAGE, bench.instant[0] - 9 * DAY)
    assert [(row.metrics["followers"], row.days["page_views"][yesterday]) for row in rows] == [(1_200, 5)] * 2
    assert len(events(bench, "metrics-lost")) == 1


def test_a_page_that_can_not_be_read_now_is_asked_again(bench):
    world(bench, whole_page=False)
    bench.page.own = Transient("channels.service_down", code=2)
    assert collect_page(bench.world).error
    bench.page.own = PageMeasure(metrics={"followers": 3}, missing={}, days={})
    assert [done.posts for done in units(bench, collect_page)] == [1]


# Comments without an answer


def with_comments(bench, count: int) -> None:
    bench.page.figures = Measure(metrics={"comments": count})


def test_comments_are_looked_at_when_their_count_has_changed_and_not_before(bench, out):
    world(bench, whole_page=False)
    units(bench, collect_page)
    with_comments(bench, 2)
    bench.page.waiting = {out[0].remote_id: 2, out[1].remote_id: 1}
    bench.pass_time(hours=9)
    units(bench, collect)
    bench.page.asked.clear()
    assert [done.posts for done in units(bench, collect_page)] == [3]
    assert bench.page.asked == ["unanswered"]
    assert [each.answers.waiting for each in bench.world.store.compared.waiting(PAGE, 9)] == [2, 1]
    bench.pass_time(hours=1)
    units(bench, collect)
    bench.page.asked.clear()
    assert (units(bench, collect_page), bench.page.asked) == ([], [])
    with_comments(bench, 3)
    bench.page.waiting = {}
    bench.pass_time(hours=7)
    units(bench, collect)
    units(bench, collect_page)
    assert (bench.page.asked.count("unanswered"), bench.world.store.compared.waiting(PAGE, 9)) == (1, [])


def test_comments_that_must_not_be_read_can_not_be_told_and_are_not_asked_for_again(bench, out):
    world(bench, whole_page=False)
    units(bench, collect_page)
    with_comments(bench, 2)
    bench.page.waiting = Refused("channels.comment_rights", code=10)
    bench.pass_time(hours=9)
    units(bench, collect)
    assert [done.posts for done in units(bench, collect_page)] == [3]
    assert (bench.world.store.compared.untold(PAGE), bench.world.store.compared.waiting(PAGE, 9)) == (3, [])


# The past


def past(bench, count: int) -> None:
    """The Page was there before Loa: a post every six hours."""
    bench.page.others = [other(number, bench.instant[0] - DAY - number * 6 * HOUR) for number in range(count)]


def test_a_page_that_was_there_before_is_read_back_for_ninety_days_a_leaf_at_a_time(bench):
    world(bench)
    past(bench, 500)
    done = units(bench, collect_page)
    state = bench.world.store.measuring.backfill(PAGE)
    within = sum(post.created_at >= bench.instant[0] - BACKFILL for post in bench.page.others)
    assert sum(each.posts for each in done[1:]) == within
    assert (state.reached, state.done_at is None, bench.page.asked.count("survey")) == (bench.instant[0] - BACKFILL, False, 4)
    bench.page.asked.clear()
    assert units(bench, collect_page) == []


def test_reading_back_goes_on_where_it_was_broken_off(bench):
    world(bench)
    past(bench, 300)
    collect_page(bench.world)
    collect_page(bench.world)
    reached = bench.world.store.measuring.backfill(PAGE).reached
    bench.page.figures = Transient("channels.service_down", code=2)
    bench.page.windows.clear()
    units_before = bench.page.asked.count("survey")
    plain, bench.page.others = bench.page.others, []
    assert collect_page(bench.restarted()).error
    bench.page.figures, bench.page.others = Measure(metrics={}), plain
    units(bench, collect_page)
    assert bench.page.windows[1][1] == reached
    assert bench.page.asked.count("survey") > units_before


def test_posts_of_one_and_the_same_second_do_not_hold_it_up_for_ever(bench):
    world(bench)
    at = bench.instant[0] - DAY
    bench.page.others = [other(number, at) for number in range(150)]
    units(bench, collect_page, most=200)
    assert bench.world.store.measuring.backfill(PAGE).done_at is not None


def test_the_verb_s_way_back_may_be_longer_and_begins_where_the_first_ended(bench):
    world(bench)
    past(bench, 500)
    units(bench, collect_page)
    before = bench.page.asked.count("survey")
    since = bench.instant[0] - 120 * DAY
    state, done = backfill(bench.world, PAGE, since)
    while state.done_at is None:
        state, done = backfill(bench.world, PAGE, since)
    assert (state.since, state.reached, done.error) == (since, since, "")
    assert bench.page.windows[before][1] == bench.instant[0] - BACKFILL
    assert backfill(bench.world, PAGE, since)[1] == Collected(channel=PAGE, posts=0), "all is read"


def test_how_much_of_the_past_has_been_read_climbs_to_all_of_it(bench, out):
    now = bench.instant[0]
    bench.page.others = [other(number, now - number * 9 * DAY) for number in range(1, 10)]
    shares, since = [], now - 81 * DAY
    for _ in range(20):
        state, done = backfill(bench.world, PAGE, since)
        shares.append(state.share(bench.instant[0]))
        if state.done_at is not None or done.error:
            break
    assert shares == sorted(shares)
    assert (shares[-1], 0 < shares[0] <= 1) == (1.0, True)
    assert Backfill(channel=PAGE, since=now - 10 * DAY, reached=now - 4 * DAY).share(now) == 0.4
    assert Backfill(channel=PAGE, since=now, reached=now).share(now) == 1.0
