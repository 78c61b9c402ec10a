"""Figures as Vietnamese documents write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lxml import etree

from bot.reports.writing import clean, date_line, listed, percent
from bot.vietnamese.numbers import number


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (7, "7"), (1234, "1.234"), (1234567, "1.234.567"), (12.5, "12,5"), (12.0, "12"), (1234.56, "1.234,6")]
)
def test_thousands_have_points_and_decimals_a_comma(value, written):
    assert number(value) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (0, 5, "0%"),
        (3, 8, "37,5%"),
        (8, 8, "100%"),
        (9_999, 10_000, "99,9%"),
        (10_001, 10_000, "100,1%"),
        (1, 5_000, "dưới 0,1%"),
        (9, 6, "150%"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_nothing(part, whole, written):
    assert percent(part, whole) == written


@given(some.integers(0, 10**9), some.integers(1, 10**9))
def test_only_the_whole_is_a_hundred_percent_and_only_nothing_is_none(part, whole):
    assert (percent(part, whole) == "100%") == (part == whole)
    assert (percent(part, whole) == "0%") == (part == 0)


def test_small_days_and_the_first_two_months_get_a_zero():
    assert date_line(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert date_line(date(2026, 11, 24)) == "ngày 24 tháng 11 năm 2026"
    assert date_line(date(2026, 3, 9)) == "ngày 09 tháng 3 năm 2026"


def test_a_list_ends_with_and():
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a và b", "a, b và c"]


@given(some.text())
def test_cleaned_text_may_stand_in_xml(text):
    element = etree.Element("a")
    element.text = clean(text)
    assert clean(clean(text)) == clean(text)
