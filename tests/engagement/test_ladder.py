"""At which ages a Post is measured, and what a ladder in the settings means."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.engagement.ladder import following, near, oldest_of_interest, patience, reached, rung_name
from bot.engagement.policy import MOST_RUNGS, EngagementPolicy

LADDER = (timedelta(minutes=10), timedelta(hours=1), timedelta(days=1))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

ladders = st.lists(st.integers(min_value=0, max_value=10_000_000), min_size=1, max_size=40, unique=True).map(
    lambda seconds: tuple(timedelta(seconds=each) for each in sorted(seconds))
)
ages = st.integers(min_value=0, max_value=20_000_000).map(lambda seconds: timedelta(seconds=seconds))


def named(*ladder: object) -> list[str]:
    return [rung_name(rung) for rung in EngagementPolicy.model_validate({"ladder": list(ladder)}).ladder]


def test_by_default_hourly_for_a_day_then_six_hourly_daily_and_weekly_until_ninety_days():
    ladder = EngagementPolicy().ladder
    assert ladder[:24] == tuple(HOUR * number for number in range(1, 25))
    assert {later - earlier for earlier, later in pairwise(ladder[23:48])} == {6 * HOUR}
    assert {later - earlier for earlier, later in pairwise(ladder[47:71])} == {DAY}
    assert {later - earlier for earlier, later in pairwise(ladder[70:79])} == {7 * DAY}
    assert ladder[-1] == 90 * DAY


def test_ages_of_old_settings_mean_what_they_meant():
    assert named("10m", "1h", "6h", "1d", "3d", "7d", "30d") == ["10m", "1h", "6h", "1d", "3d", "7d", "30d"]


def test_a_stretch_has_even_rungs_up_to_and_with_its_end_and_goes_on_from_the_rung_before():
    assert named("10m", {"every": "1h", "until": "3h"}, "1d", {"every": "2d", "until": "6d"}) == [
        "10m",
        "70m",
        "130m",
        "3h",
        "1d",
        "3d",
        "5d",
        "6d",
    ]


@pytest.mark.parametrize(
    ("ladder", "kind"),
    [
        (["1h", "10m"], "settings.ladder_not_climbing"),
        (["1h", {"every": "1h", "until": "1h"}], "settings.ladder_not_climbing"),
        ([{"every": "1h"}], "settings.bad_stretch"),
        ([{"every": "1h", "until": "1d", "from": "2h"}], "settings.bad_stretch"),
        ([{"every": "0s", "until": "1d"}], "settings.stretch_stands_still"),
        ([{"every": "1s", "until": "90d"}], "settings.too_many_rungs"),
        ([{"every": "1h", "until": "10d"}, {"every": "1h", "until": "20d"}], "settings.too_many_rungs"),
        (["soon"], "settings.not_a_duration"),
        ([{"every": "1h", "until": "soon"}], "settings.not_a_duration"),
        ([], "too_short"),
    ],
)
def test_a_ladder_that_can_not_be_climbed_is_refused_with_what_is_wrong(ladder, kind):
    with pytest.raises(ValidationError) as refused:
        EngagementPolicy.model_validate({"ladder": ladder})
    assert kind == refused.value.errors()[0]["type"]


def test_a_ladder_that_is_written_down_is_read_again_as_the_same():
    policy = EngagementPolicy()
    assert EngagementPolicy.model_validate(policy.model_dump()) == policy
    assert len(policy.ladder) < MOST_RUNGS


@pytest.mark.parametrize(
    ("age", "rung"),
    [(timedelta(minutes=9), None), (timedelta(minutes=10), "10m"), (timedelta(hours=2), "1h"), (timedelta(days=9), "1d")],
)
def test_the_highest_rung_reached_counts(age, rung):
    found = reached(LADDER, age)
    assert rung == (None if found is None else rung_name(found))


@given(ladders, ages)
def test_an_age_stands_between_the_rung_it_has_reached_and_the_one_that_follows(ladder, age):
    low, high = reached(ladder, age), following(ladder, age)
    assert low is None or low <= age
    assert high is None or high > age
    assert [rung for rung in ladder if (low is None or rung > low) and (high is None or rung < high)] == []


@given(ladders)
def test_nobody_waits_longer_than_a_quarter_of_its_age_or_of_the_way_to_the_next_rung(ladder):
    for rung, later in pairwise(ladder):
        assert timedelta(0) <= patience(ladder, rung) <= min(rung, later - rung) / 4


@given(ladders, ages)
def test_rungs_that_may_stand_for_an_age_are_near_it(ladder, age):
    found = near(ladder, age)
    assert found[0] == age
    assert all(age * 0.8 <= rung <= age * 1.25 for rung in found)


def test_posts_whose_rungs_are_all_behind_them_are_of_no_interest(now):
    assert now - timedelta(days=8) == oldest_of_interest(EngagementPolicy(ladder=LADDER), now)


def test_rungs_have_short_names():
    assert [
        rung_name(each) for each in (timedelta(seconds=90), timedelta(minutes=10), timedelta(hours=6), timedelta(days=1), timedelta(0))
    ] == ["90s", "10m", "6h", "1d", "0s"]
