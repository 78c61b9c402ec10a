from datetime import date, timedelta

import pytest

from bot.intake.date_words import days_ago, long_ago, month_of, without_year


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("11", 11),
        ("Nov", 11),
        ("november", 11),
        ("giêng", 1),
        ("Chạp", 12),
        ("mười một", 11),
        ("tư", 4),
        ("Bẩy", 7),
        ("trời", None),
        ("", None),
    ],
)
def test_months_by_their_names(name, month):
    assert month_of(name) == month


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("2 giờ trước", timedelta(hours=2)),
        ("cách đây 3 ngày", timedelta(days=3)),
        ("an hour ago", timedelta(hours=1)),
        ("một tuần trước", timedelta(weeks=1)),
        ("vừa xong", timedelta(0)),
        ("2 giờ chiều", None),  # a time of day
        ("1.5 giờ trước", None),
        ("hôm qua", None),
    ],
)
def test_how_long_ago(text, ago):
    assert long_ago(text) == ago


@pytest.mark.parametrize(("text", "days"), [("Hôm nay, 08:05", 0), ("yesterday", 1), ("hôm kia", 2), ("hôm sau", None)])
def test_how_many_days_ago(text, days):
    assert days_ago(text) == days


def test_a_day_without_its_year_is_the_last_one():
    today = date(2026, 1, 5)
    assert without_year(4, 1, today) == date(2026, 1, 4)
    assert without_year(7, 1, today) == date(2026, 1, 7), "clocks differ"
    assert without_year(8, 1, today) == date(2025, 1, 8)
    assert without_year(29, 2, date(2024, 3, 1)) == date(2024, 2, 29)
    with pytest.raises(ValueError, match="day"):
        without_year(29, 2, today)
