"""Limits at work: who is told to stop stops, for as long as it was told, over restarts; and never more than so many postings an hour."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.channels.protocol import Load, Measure
from bot.errors import Refused, Throttled, Transient
from bot.model import PostState
from bot.plan.policy import LimitsPolicy, SlotDays
from bot.service.collect import collect
from bot.service.limits import rest, resting, room_to_look, room_to_measure, room_to_publish
from bot.service.look import look_after
from bot.service.publish import publish_due
from bot.service.steps import step
from tests.fakes.page import FakePage
from tests.service.conftest import PRAISE

PAGE_LIMIT = Throttled("channels.page_limit", scope="page", retry_after=timedelta(minutes=20), code=80_001)
TOO_FAST = Throttled("channels.too_fast", scope="page", escalates=True, retry_after=timedelta(minutes=15), code="368/1390008")


class Neighbour(FakePage):
    """Another Page of the same app with a token of its own."""

    @property
    def scopes(self):
        return {"app": "app:A", "token": "token:other", "page": f"page:{self.name}"}


def with_settings(bench, **changes) -> None:
    bench.world = replace(bench.world, settings=replace(bench.world.settings, **changes))


def wait(bench, count: int) -> None:
    """So many Posts that may go out at any time."""
    slots = tuple(time(hour, minute) for hour in range(24) for minute in (0, 30))
    timetable = {"slots": {SlotDays.EVERYDAY: slots}, "least_spacing": timedelta(minutes=1), "cap_per_day": 48}
    with_settings(bench, timetable=bench.world.settings.timetable.model_copy(update=timetable))
    bench.serve(*[f"{PRAISE} số {number}" for number in range(count)])
    bench.poll()


def publish_all(bench) -> list[str]:
    verbs = []
    while (attempt := publish_due(bench.world, ignore_timetable=True)) is not None:
        verbs.append(attempt.verb)
    return verbs


# Rests


@pytest.mark.parametrize(("scope", "neighbour_rests"), [("app", True), ("token", False), ("page", False)])
def test_a_rest_is_of_the_app_the_token_or_the_page(bench, scope, neighbour_rests):
    neighbour = Neighbour(name="khac")
    rest(bench.world, bench.page, Throttled("channels.page_limit", scope=scope, retry_after=timedelta(minutes=20), code=4))
    for may in (room_to_publish, room_to_look, room_to_measure):
        assert not may(bench.world, bench.page)
        assert may(bench.world, neighbour) is not neighbour_rests


def test_a_page_that_was_throttled_is_not_asked_for_anything_until_the_rest_is_over(bench):
    wait(bench, 2)
    bench.page.before = [PAGE_LIMIT]
    assert publish_all(bench) == ["postponed"], "the other Post does not try either"
    asked = list(bench.page.asked)
    bench.pass_time(minutes=19)
    for tick in (lambda world: publish_due(world, ignore_timetable=True), step, collect, look_after):
        assert tick(bench.world) is None
    assert asked == bench.page.asked
    bench.pass_time(minutes=1)
    assert publish_all(bench) == ["published", "published"]
    assert [post.attempts for post in bench.posts()] == [1, 1], "a throttle is none of a Post's attempts"


def test_a_rest_outlives_the_process(bench):
    rest(bench.world, bench.page, PAGE_LIMIT)
    again = bench.restarted()
    assert not room_to_publish(again, bench.page)
    assert resting(again, bench.page).until == bench.instant[0] + timedelta(minutes=20)


def test_a_shorter_rest_does_not_cut_a_longer_one_short(bench):
    rest(bench.world, bench.page, PAGE_LIMIT)
    rest(bench.world, bench.page, Throttled("channels.page_limit", scope="page", retry_after=timedelta(minutes=2), code=32))
    bench.pass_time(minutes=19)
    assert not room_to_publish(bench.world, bench.page)


def test_posting_too_fast_lets_writes_rest_longer_each_time_and_reads_go_on(bench):
    wait(bench, 1)
    rests = []
    for _ in range(3):
        bench.page.before = [TOO_FAST]
        assert publish_all(bench) == ["postponed"]
        found = resting(bench.world, bench.page)
        assert not room_to_publish(bench.world, bench.page)
        assert room_to_measure(bench.world, bench.page)
        rests.append(found.until - bench.instant[0])
        bench.instant[0] = found.until
    assert rests == [timedelta(hours=1), timedelta(hours=4), timedelta(hours=16)]
    bench.page.before = []
    assert publish_all(bench) == ["published"]


def test_figures_give_way_first(bench):
    wait(bench, 2)
    publish_due(bench.world, ignore_timetable=True)
    bench.pass_time(minutes=10)
    bench.page.load = Load(80.0)
    assert collect(bench.world) is None
    assert publish_due(bench.world, ignore_timetable=True).verb == "published"
    bench.page.load = Load(96.0)
    assert publish_due(bench.world, ignore_timetable=True) is None
    bench.page.load = Load()
    bench.page.figures = Measure(metrics={"views": 1})
    assert collect(bench.world).posts == 1


def test_a_throttle_while_measuring_stops_the_posting_too(bench):
    wait(bench, 2)
    publish_due(bench.world, ignore_timetable=True)
    bench.pass_time(minutes=10)
    bench.page.figures = PAGE_LIMIT
    assert collect(bench.world).error
    assert publish_due(bench.world, ignore_timetable=True) is None
    bench.pass_time(minutes=20)
    assert publish_due(bench.world, ignore_timetable=True).verb == "published"


# The circuit breaker


def test_never_more_than_so_many_within_any_hour_whatever_waits(bench):
    with_settings(bench, limits=LimitsPolicy(most_per_hour=3))
    wait(bench, 8)
    times = []
    for _ in range(60 * 5):
        times += [bench.instant[0]] * len(publish_all(bench))
        bench.pass_time(minutes=1)
    assert len(times) == len(bench.page.posts) == 8
    assert all(sum(at - timedelta(hours=1) < each <= at for each in times) <= 3 for at in times)


@pytest.mark.parametrize(
    "error",
    [Refused("channels.link_invalid", code=1500), Transient("channels.not_reached", why="refused")],
)
def test_attempts_count_and_not_what_came_of_them(bench, error):
    with_settings(bench, limits=LimitsPolicy(most_per_hour=3))
    wait(bench, 8)
    bench.page.before = [error] * 8
    for _ in range(59):
        publish_all(bench)
        bench.pass_time(minutes=1)
    assert bench.page.asked.count("publish") == 3


def test_the_breaker_of_one_page_holds_no_other(bench):
    with_settings(bench, limits=LimitsPolicy(most_per_hour=1))
    other = Neighbour(name="khac")
    bench.world = replace(bench.world, channels={"trang": bench.page, "khac": other})
    wait(bench, 2)
    publish_all(bench)
    assert (len(bench.page.posts), len(other.posts)) == (1, 1)
    assert len(bench.posts(PostState.SCHEDULED)) == 2
