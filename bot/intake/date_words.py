"""The words in dates: names of months, and how long ago something was. Pure; text in NFC."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

_ENGLISH: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VIETNAMESE: Final = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_MONTHS: Final[Mapping[str, int]] = {
    **{name: number for number, name in enumerate(_ENGLISH, 1)},
    **{name: number for number, name in enumerate(_VIETNAMESE, 1)},
    "giêng": 1,
    "bẩy": 7,
    "chạp": 12,
}

_AGO: Final = re.compile(
    r"(?<![\d.,])(cách đây\s)?(\d{1,4}|một|an?)\s(giây|phút|giờ|tiếng|ngày|tuần|second|minute|hour|day|week)s?\b(?(1)|\s(?:trước|ago)\b)",
    re.IGNORECASE,
)
_UNITS: Final[Mapping[str, timedelta]] = {
    "giây": timedelta(seconds=1), "second": timedelta(seconds=1), "phút": timedelta(minutes=1), "minute": timedelta(minutes=1),
    "giờ": timedelta(hours=1), "tiếng": timedelta(hours=1), "hour": timedelta(hours=1),
    "ngày": timedelta(days=1), "day": timedelta(days=1), "tuần": timedelta(weeks=1), "week": timedelta(weeks=1),
}  # fmt: skip
_JUST_NOW: Final = re.compile(r"\b(?:vừa xong|mới đây|just now)\b", re.IGNORECASE)
_DAY: Final = re.compile(r"\b(?:(hôm nay|today)|(hôm qua|yesterday)|(hôm kia))\b", re.IGNORECASE)
_AHEAD: Final = timedelta(days=2)  # clocks differ, and an announcement may be dated tomorrow


def month_of(name: str) -> int | None:
    """The number of a month that is written in figures (any), in English or in Vietnamese; None where it is no month's name."""
    if name.isdecimal():
        return int(name)
    lowered = name.lower()
    return _MONTHS.get(lowered) or _MONTHS.get(lowered[:3])


def long_ago(text: str) -> timedelta | None:
    """How long ago by "2 giờ trước" and its like; None where the text says no such thing."""
    match = _AGO.search(text)
    if match is not None:
        return (int(match[2]) if match[2].isdecimal() else 1) * _UNITS[match[3].lower()]
    return timedelta(0) if _JUST_NOW.search(text) else None


def days_ago(text: str) -> int | None:
    """How many days ago by "hôm qua" and its like; None where the text says no such thing."""
    match = _DAY.search(text)
    return None if match is None else next(days for days, said in enumerate(match.groups()) if said)


def without_year(day: int, month: int, today: date) -> date:
    """The last such day until `today`, or just ahead of it. Raises ValueError where there is none (29 February: in this year and the last)."""
    this_year = date(today.year, month, day) if (month, day) != (2, 29) or _is_leap(today.year) else None
    if this_year is not None and this_year - today <= _AHEAD:
        return this_year
    return date(today.year - 1, month, day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
