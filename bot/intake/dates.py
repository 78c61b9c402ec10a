"""Publication dates as portals write them. What can't be read is None: never "now", and never a reason to lose or to lead (facts: lessons 50-52).

Our own reading, not feedparser's or the standard library's: they take a time without a zone for UTC, drop the 7 of GMT+7, and know no Vietnamese.
The day stands before the month, unless only the other way gives a month. A date in the future is kept as it is: no room goes by it.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final
from unicodedata import normalize
from zoneinfo import ZoneInfo

from bot.intake.date_words import days_ago, long_ago, month_of, without_year

_HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_YEARS: Final = range(1990, 2101)  # the zero dates of .NET (year 1) and WordPress (year -1) fall out, and the years of other calendars
_MOST: Final = 100  # characters that are looked at

# The two ways in which nearly all feeds write, at a tenth of the cost of the others.
_RFC_822: Final = re.compile(
    r"(?:[A-Za-z]{3}, ?)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}|\d\d) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) (?:GMT|UTC|Z|([+-])(\d\d):?(\d\d))",
    re.ASCII,
)
_ISO_8601: Final = re.compile(
    r"\d{4}-(?:\d\d-\d\d|W\d\d-\d)(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)

# Numbers alone: seconds or milliseconds since 1970 (also as .NET writes them, whose offset changes nothing), and ISO 8601 without its hyphens.
_SINCE_1970: Final = re.compile(
    r"(?:/Date\((?P<net>\d{12,13})(?:[+-]\d{4})?\)/|(?P<millis>[1-4]\d{12})|(?P<seconds>[1-4]\d{9}))(?:\.\d{1,9})?", re.ASCII
)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(?P<utc>Z)?)?", re.ASCII)

_NAME: Final = r"\b(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})"
_MONTH: Final = r"(?:tháng|thg|th)\.?\s*(?P<month>\d{1,2}|giêng|một|hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|mười(?:\s(?:một|hai))?|chạp)"
# The first that matches counts; each names its groups day, month, year, and the time of day where that stands within.
_DATES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        # Day first, as Vietnam writes.
        r"(?<![\d:])(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})(?:\s?[/.-]\s?|\snăm\s)(?P<year>\d{4}|\d{2})(?!\d|[/.-]\d)",
        rf"(?<![\d:])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,-]+{_NAME}\.?[\s,-]+(?P<year>\d{{4}}|\d{{2}})(?![\d:])",
        rf"{_NAME}\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})\s*,?\s*{_MONTH}\s*,?\s*(?:năm\s)?(?P<year>\d{{4}})(?!\d)",
        rf"{_MONTH}\s(?P<day>\d{{1,2}})\s?,?\s(?P<year>\d{{4}})(?!\d)",
        # What C's asctime and Unix' date write.
        rf"{_NAME}\s(?P<day>\d{{1,2}})\s(?P<clock>\d{{1,2}}:\d\d:\d\d(?:\s[a-z]{{3,4}})?)\s(?P<year>\d{{4}})(?!\d)",
    )
)
# Without a year: read only where it is known when the text was written.
_YEARLESS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<day>\d{{1,2}})\s*,?\s*{_MONTH}(?![\w:])",
        r"(?<![\d:/.-])(?P<day>\d{1,2})[/-](?P<month>\d{1,2})(?![\d:/.-])",
    )
)
# A time of day, the half of the day (AM and PM, SA and CH, or in words), the zone.
_CLOCK: Final = re.compile(
    r"(?<![\d:+-])(?:(?P<hour>\d{1,2})(?::|\s?h\s?|\s?giờ\s|g(?=\d))(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?![\d:])"
    r"|(?P<full_hour>[01]?\d|2[0-3])\s?(?:h|giờ)\b)"
    r"\s*(?:phút\b|')?\s*(?P<half>(?:[AP]\.?M|SA|CH|sáng|trưa|chiều|tối|đêm|khuya)\b)?\.?"
    r"\s*\(?(?:(?:GMT|UTC)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d)|(?P<zone>[A-Z]{1,4})\b)?",
    re.IGNORECASE,
)
# NukeViet writes PHP's H:m:s, and there "m" is the month: every minute of its feeds is the month's number.
_ITEM: Final = re.compile(r"<item[\s>]")
_PUB_DATE: Final = re.compile(r"<pubDate>[^<\d]*(?:<!\[CDATA\[[^<\d]*)?\d{1,2} ([A-Z][a-z]{2}) \d{4} \d\d:(\d\d)")
_FEWEST: Final = 5  # so many minutes that are the month's by chance: once in 60⁵ feeds
_ZONES: Final[Mapping[str, int]] = {
    "Z": 0, "GMT": 0, "UTC": 0, "UT": 0, "WET": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "ICT": 7, "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_AFTER_NOON: Final = frozenset({"PM", "CH", "CHIỀU", "TỐI", "ĐÊM", "KHUYA"})
_BEFORE_NOON: Final = frozenset({"AM", "SA", "SÁNG"})


def read_date(text: str, at: datetime | None = None) -> datetime | None:
    """What a publication date means.

    Args:
        text: as the site writes it; a time without a zone is Vietnamese time, a date without a time is its midnight.
        at: when it was written (the Date of the server's answer), aware. Without it, what only says how long ago ("hôm qua", "2 giờ trước"), or leaves
            the year out, can't be read.

    Returns:
        Aware, UTC. None where the text is no date, or one of no year from 1990 to 2100.
    """
    try:
        text = text.strip()
        found = _fast(text) or _thorough(normalize("NFC", " ".join(text[: 4 * _MOST].split()))[:_MOST], at)
        return found.astimezone(UTC) if found is not None and found.year in _YEARS else None
    except (ValueError, OverflowError):
        # A month 13, an hour 25, a zone of a hundred hours, a time before the first year.
        return None


def minutes_are_months(document: str) -> bool:
    """Whether the minutes of a feed (the text of an RSS document) are no minutes: in every item, five at the least, they are the number of the month.

    Costs next to nothing for any other feed: the first item settles it.
    """
    items, count = _ITEM.search(document), 0
    if items is None:
        return False
    for match in _PUB_DATE.finditer(document, items.start()):
        if int(match[2]) != month_of(match[1]):
            return False
        count += 1
    return count >= _FEWEST


def at_the_hour(found: datetime) -> datetime:
    """A date whose minutes are not to be trusted: of the same hour, so that what was published within one keeps the document's order."""
    return found.replace(minute=0, second=0)


def _fast(text: str) -> datetime | None:
    match = _RFC_822.fullmatch(text)
    if match is None:
        return _in_zone(datetime.fromisoformat(text).replace(microsecond=0)) if _ISO_8601.fullmatch(text) else None
    day, name, digits, hour, minute, second, sign, hours, minutes = match.groups()
    year, month = _year(digits), month_of(name)
    if year is None or month is None:
        return None
    found = datetime(year, month, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    if sign is None:
        return found
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return found.replace(tzinfo=timezone(-offset if sign == "-" else offset))


def _in_zone(found: datetime) -> datetime:
    return found.replace(tzinfo=_HERE) if found.tzinfo is None else found


def _thorough(text: str, at: datetime | None) -> datetime | None:
    number = _number(text)
    if number is not None:
        return number
    for pattern in _DATES:
        match = pattern.search(text)
        if match is not None:
            year = _year(match["year"])
            clock = match.groupdict().get("clock") or f"{text[: match.start()]} {text[match.end() :]}"
            return None if year is None else _at_clock(_day(year, match), clock)
    return None if at is None else _by_reference(text, at.astimezone(_HERE))


def _number(text: str) -> datetime | None:
    """What is written in figures alone."""
    since = _SINCE_1970.fullmatch(text)
    if since is not None:
        millis = since["net"] or since["millis"] or f"{since['seconds']}000"
        return datetime.fromtimestamp(int(millis) // 1000, UTC)
    compact = _COMPACT.fullmatch(text)
    if compact is None:
        return None
    year, month, day, hour, minute, second = (int(each or 0) for each in compact.groups()[:6])
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC if compact["utc"] else _HERE)


def _by_reference(text: str, at: datetime) -> datetime | None:
    """What can only be read by when it was written."""
    span = long_ago(text)
    if span is not None:
        return at - span
    days = days_ago(text)
    if days is not None:
        return _at_clock((at - timedelta(days=days)).date(), text)
    match = next((found for pattern in _YEARLESS if (found := pattern.search(text)) is not None), None)
    if match is None:
        return None
    return _at_clock(without_year(*_day_and_month(match), at.date()), f"{text[: match.start()]} {text[match.end() :]}")


def _year(digits: str) -> int | None:
    year = int(digits)
    if len(digits) == 2:
        year += 2000 if year < 70 else 1900
    return year if year in _YEARS else None


def _day(year: int, match: re.Match[str]) -> date:
    day, month = _day_and_month(match)
    return date(year, month, day)


def _day_and_month(match: re.Match[str]) -> tuple[int, int]:
    day, month = int(match["day"]), month_of(match["month"])
    if month is None:
        raise ValueError(match["month"])
    # 11/24/2026 is no date of ours, so it is one of theirs. 3/11/2026 is the third of November.
    return (month, day) if month > 12 >= day else (day, month)


def _at_clock(day: date, text: str) -> datetime:
    clock = _CLOCK.search(text)
    if clock is None:
        return datetime(day.year, day.month, day.day, tzinfo=_HERE)
    # A leap second is the last one that Python knows.
    second = min(int(clock["second"] or 0), 59)
    hour, minute = _hour(clock), int(clock["minute"] or 0)
    if hour == 24 and minute == second == 0:
        return datetime(day.year, day.month, day.day, tzinfo=_zone(clock)) + timedelta(days=1)
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(clock))


def _hour(clock: re.Match[str]) -> int:
    hour, half = int(clock["hour"] or clock["full_hour"]), (clock["half"] or "").upper().replace(".", "")
    if half in {"ĐÊM", "KHUYA"} and (hour == 12 or hour < 6):
        return hour % 12
    if (half in _AFTER_NOON and hour < 12) or (half == "TRƯA" and hour < 10):
        return hour + 12
    return 0 if half in _BEFORE_NOON and hour == 12 else hour


def _zone(clock: re.Match[str]) -> timezone | ZoneInfo:
    if clock["sign"]:
        offset = timedelta(hours=int(clock["hours"]), minutes=int(clock["minutes"] or 0))
        return timezone(-offset if clock["sign"] == "-" else offset)
    hours = _ZONES.get((clock["zone"] or "").upper())
    return _HERE if hours is None else timezone(timedelta(hours=hours))
