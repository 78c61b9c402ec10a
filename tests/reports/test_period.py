"""Periods of whole days, and how documents name them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.errors import LoaError
from bot.reports.period import between, parse_period, recent
from tests.reports.conftest import ZONE


@pytest.mark.parametrize(
    ("written", "first", "last", "name", "before"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "năm 2026", "năm 2025"),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026", "6 tháng cuối năm 2025"),
        ("2026-h2", date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026", "6 tháng đầu năm 2026"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "quý I năm 2026", "quý IV năm 2025"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "quý IV năm 2026", "quý III năm 2026"),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "tháng 1 năm 2026", "tháng 12 năm 2025"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "tháng 2 năm 2028", "tháng 1 năm 2028"),
    ],
)
def test_a_period_is_written_shortly_and_named_as_documents_do(written, first, last, name, before):
    period = parse_period(written)
    assert (period.first, period.last, period.name, period.before.name) == (first, last, name, before)


@pytest.mark.parametrize(
    "written", ["", "26", "2026-Q5", "2026-H3", "2026-13", "2026-00", "2026-1", "1026", "quý 3", "2026-Q3 x", "２０２６"]
)
def test_what_is_no_period_is_refused_with_the_way_to_write_one(written):
    with pytest.raises(LoaError) as refused:
        parse_period(written)
    assert refused.value.key == "reports.bad_period"
    assert "2026-Q3" in refused.value.say("vi")


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "quý III năm 2026"),
        (date(2026, 1, 1), date(2026, 9, 30), "9 tháng đầu năm 2026"),
        (date(2026, 2, 1), date(2026, 4, 30), "từ ngày 01/02/2026 đến ngày 30/04/2026"),
        (date(2026, 11, 24), date(2026, 11, 24), "ngày 24/11/2026"),
        (date(2026, 7, 1), date(2026, 9, 29), "từ ngày 01/07/2026 đến ngày 29/09/2026"),
        (date(2025, 12, 1), date(2026, 1, 31), "từ ngày 01/12/2025 đến ngày 31/01/2026"),
    ],
)
def test_two_days_make_a_period_with_its_usual_name_where_it_has_one(first, last, name):
    assert between(first, last).name == name


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(LoaError) as refused:
        between(date(2026, 2, 1), date(2026, 1, 31))
    assert refused.value.key == "reports.ends_before_it_begins"


def test_nine_months_are_compared_with_those_of_the_year_before():
    assert between(date(2026, 1, 1), date(2026, 9, 30)).before == between(date(2025, 1, 1), date(2025, 9, 30))


def test_the_year_so_far_goes_from_new_year_to_the_last_day():
    assert parse_period("2026-Q3").so_far == between(date(2026, 1, 1), date(2026, 9, 30))
    assert between(date(2025, 12, 1), date(2026, 1, 31)).so_far == between(date(2026, 1, 1), date(2026, 1, 31))


@given(some.dates(date(2001, 1, 1), date(2900, 1, 1)), some.integers(0, 800))
def test_the_period_before_ends_where_this_one_begins_and_both_are_half_open_instants(first, days):
    period = between(first, first + timedelta(days=days))
    before = period.before
    if period.months != 9:
        assert before.end(ZONE) == period.start(ZONE)
    assert before.start(ZONE) < before.end(ZONE)
    assert period.start(ZONE).astimezone(ZONE).date() == first
    if not period.months:
        assert before.last - before.first == period.last - period.first


@pytest.mark.parametrize(
    ("months", "written"),
    [
        (1, ["2026-02", "2026-01", "2025-12", "2025-11"]),
        (3, ["2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2"]),
        (6, ["2026-H1", "2025-H2", "2025-H1", "2024-H2"]),
        (12, ["2026", "2025", "2024", "2023"]),
    ],
)
def test_the_last_periods_are_written_as_they_are_read(months, written):
    assert recent(date(2026, 2, 28), months, 4) == written


@given(some.dates(date(2010, 1, 1), date(2900, 1, 1)), some.sampled_from((1, 3, 6, 12)))
def test_the_last_periods_follow_each_other_up_to_today(today, months):
    found = [parse_period(each) for each in recent(today, months, 8)]
    assert found[0].first <= today <= found[0].last
    assert all(each.months == months for each in found)
    assert all(later.before == earlier for later, earlier in pairwise(found))
