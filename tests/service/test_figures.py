"""Engagement for the page: Posts of some days at one age, by the wall clock of people here."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.judgement import Field, Tone
from bot.service.figures import figures, rungs
from tests.fakes import newsroom
from tests.service.conftest import bench, url

__all__ = ("bench", "url")


def of_(bench, **wish):
    return figures(bench.world, **{"metric": "reach", "rung": "1h", "days": 30, **wish})


@pytest.mark.parametrize(
    ("ladder", "expected"),
    [
        ((timedelta(minutes=10), timedelta(hours=1)), ("1h", "10m")),
        ((timedelta(hours=6), timedelta(days=1), timedelta(days=7)), ("1d", "6h", "7d")),
    ],
)
def test_posts_are_compared_at_the_age_of_a_day_or_the_oldest_there_is(bench, ladder, expected):
    settings = bench.world.settings
    engagement = settings.engagement.model_copy(update={"ladder": ladder})
    bench.world = replace(bench.world, settings=replace(settings, engagement=engagement))
    assert rungs(bench.world) == expected


def test_every_post_stands_in_its_groups_at_its_hour_here_and_what_was_not_measured_is_no_figure(bench):
    newsroom.publish(bench.world, 21)
    found = of_(bench)
    assert (found.posts, found.measured, found.cut) == (21, 16, False)
    assert sum(group.posts for group in found.by_tone) == sum(group.posts for group in found.by_hour) == 21
    assert sum(group.posts for group in found.by_weekday) == sum(day.posts for day in found.by_day) == 21
    assert sum(group.posts for group in found.by_field) > 21, "one of two fields counts in both"
    assert {group.key for group in found.by_hour if group.posts} == {2, 5, 8, 11, 14, 17, 20, 23}
    assert [group.key for group in found.by_tone] == list(Tone)
    assert [group.key for group in found.by_field] == list(Field)
    figures_ = [figure for _, figure in found.best]
    assert figures_ == sorted(figures_, reverse=True)
    assert len(figures_) == 10
    assert sum(day.total or 0 for day in found.by_day) >= sum(figures_)


def test_days_are_counted_back_from_today_here(bench):
    newsroom.publish(bench.world, 21)
    found = of_(bench, days=3)
    assert [f"{each.day:%d/%m}" for each in found.by_day] == ["22/11", "23/11", "24/11"]
    assert found.posts == sum(each.posts for each in found.by_day) < 21


def test_a_day_without_posts_has_nothing_and_one_whose_posts_were_not_measured_has_no_figure(bench):
    newsroom.publish(bench.world, 15, every=timedelta(days=2))
    found = of_(bench)
    assert {(day.posts, day.total is None) for day in found.by_day} == {(0, False), (1, False), (1, True)}
    assert {day.total for day in found.by_day if not day.posts} == {0}


def test_another_page_or_age_has_no_figures(bench):
    newsroom.publish(bench.world, 5)
    assert of_(bench, page="khac").posts == 0
    assert (of_(bench, rung="7d").posts, of_(bench, rung="7d").measured) == (5, 0)
    assert of_(bench, metric="reaction_wow").measured == 0
