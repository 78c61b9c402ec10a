"""The registry of figures."""

from datetime import date, timedelta

import pytest

from bot.engagement.lacks import RESTS, reason
from bot.engagement.metrics import METRICS, PAGE_METRICS, Metric, Offer, Period, Unit
from bot.figures import Lack

EVERY = [*METRICS.values(), *PAGE_METRICS.values()]
TODAY = date(2026, 11, 26)


@pytest.mark.parametrize("metric", EVERY, ids=lambda metric: metric.name)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_figure_has_a_name_and_a_meaning(metric, language):
    assert metric.say(language)
    assert metric.explain(language).endswith(".")
    assert metric.permission in {"pages_read_engagement", "pages_read_user_content", "read_insights"}


def test_no_name_means_two_figures():
    assert METRICS.keys() & PAGE_METRICS.keys() == set()
    assert all(name == metric.name for table in (METRICS, PAGE_METRICS) for name, metric in table.items())


def test_every_figure_is_offered_today_under_one_name():
    names = [metric.offered("v26.0", TODAY) for metric in EVERY]
    assert None not in names
    assert len(set(names)) == len(names)


def test_a_name_that_has_ended_is_used_before_its_end_only_where_no_other_is():
    old = Metric("x", Unit.TIMES, Period.LIFETIME, "read_insights", (Offer("post_impressions", ended=date(2025, 11, 15)),), insight=True)
    assert old.offered("v24.0", date(2025, 11, 14)) == "post_impressions"
    assert old.offered("v24.0", date(2025, 11, 15)) is None
    assert METRICS["views"].offered("v24.0", date(2025, 11, 14)) == "post_media_view"


@pytest.mark.parametrize(("version", "name"), [("v8.0", None), ("v9.0", "old"), ("v21.0", "old"), ("v22.0", "new"), ("v26.0", "new")])
def test_versions_bound_a_name_by_number_and_not_by_letters(version, name):
    metric = Metric("x", Unit.TIMES, Period.DAY, "read_insights", (Offer("new", since="v22.0"), Offer("old", since="v9.0", until="v21.0")))
    assert metric.offered(version, TODAY) == name


@pytest.mark.parametrize("lack", Lack)
def test_why_a_figure_is_missing_is_told_in_both_languages(lack):
    assert reason(lack, "vi") != reason(lack, "en") != lack


def test_what_older_snapshots_say_is_said_as_it_stands():
    assert reason("not in the answer yet", "vi") == "not in the answer yet"


def test_a_figure_that_is_not_given_rests_and_one_that_only_comes_late_does_not():
    assert RESTS.keys() == {Lack.NOT_OFFERED, Lack.TOO_FEW_LIKES, Lack.NO_PERMISSION, Lack.REFUSED}
    assert all(timedelta(0) < rest <= timedelta(days=1) for rest in RESTS.values())
