"""At which ages a Post is measured."""

from datetime import timedelta

import pytest

from bot.engagement.ladder import due_rung, oldest_of_interest, rung_name
from bot.engagement.metrics import METRICS
from bot.engagement.policy import EngagementPolicy

POLICY = EngagementPolicy(ladder=(timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)))


@pytest.mark.parametrize(
    ("age", "taken", "rung"),
    [
        (timedelta(minutes=9), (), None),
        (timedelta(minutes=10), (), "10m"),
        (timedelta(minutes=30), ("10m",), None),
        (timedelta(hours=2), (), "1h"),
        (timedelta(hours=2), ("10m",), "1h"),
        (timedelta(days=9), ("10m", "1h"), "1d"),
        (timedelta(days=9), ("1d",), None),
    ],
)
def test_the_highest_rung_reached_is_due_once_and_missed_ones_stay_missed(now, age, taken, rung):
    assert rung == due_rung(POLICY, now - age, now, taken)


def test_posts_whose_rungs_are_all_behind_them_are_of_no_interest(now):
    assert now - timedelta(days=8) == oldest_of_interest(POLICY, now)


def test_rungs_have_short_names():
    assert [
        rung_name(each) for each in (timedelta(seconds=90), timedelta(minutes=10), timedelta(hours=6), timedelta(days=1), timedelta(0))
    ] == ["90s", "10m", "6h", "1d", "0s"]


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_means_something_in_both_languages(name):
    assert METRICS[name].say("vi")
    assert METRICS[name].say("en")
    assert name == METRICS[name].name
