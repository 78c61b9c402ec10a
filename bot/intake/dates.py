"""Publication dates as portals write them. What can't be read is None: never "now", and never a reason to lose or to lead (facts: lessons 50-52).

Our own reading, not feedparser's or the standard library's: they take a time without a zone for UTC, drop the 7 of GMT+7, and know no Vietnamese.
A date in the future is kept as it is: no room goes by it.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

_HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_YEARS: Final = range(1990, 2101)  # the zero dates of .NET (year 1) and WordPress (year -1) fall out
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# The first that matches counts; each names its groups day, month, year.
_DATES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)",
        # Day first, as Vietnam writes.
        r"(?<!\d)(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})[\s,-]+(?P<month>[a-z]{3,9})\.?[\s,-]+(?P<year>\d{4}|\d{2})(?![\d:])",
        r"(?P<month>[a-z]{3,9})\.?\s(?P<day>\d{1,2}),?\s(?P<year>\d{4})(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s*,?\s+(?:năm\s+)?(?P<year>\d{4})(?!\d)",
    )
)
# As most feeds write, every part in its place: found at one glance.
_RFC822: Final = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(?P<day>\d{1,2}) (?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?P<year>\d{4}) "
    r"(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2}) (?:(?P<zone>GMT)|(?P<sign>[+-])(?P<hours>\d{2})(?P<minutes>\d{2}))(?P<half>)",
    re.ASCII,
)
# A time of day, the half of the day (AM and PM, or sáng and chiều), the zone.
_CLOCK: Final = re.compile(
    r"(?<![\d:+-])(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?![\d:])"
    r"\s*(?P<half>(?:AM|PM|SA|CH)\b)?\s*\(?(?:(?:GMT|UTC)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d)|(?P<zone>[A-Z]{1,4})\b)?",
    re.IGNORECASE,
)
_ZONES: Final[Mapping[str, int]] = {
    "Z": 0, "GMT": 0, "UTC": 0, "UT": 0, "ICT": 7,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip


def read_date(text: str) -> datetime | None:
    """Aware, UTC; a time without a zone is Vietnamese time, a date without a time is its midnight. None where the text is no date."""
    text = " ".join(text.split())[:100]
    usual = _RFC822.fullmatch(text)
    if usual is not None:
        return _read(usual, usual)
    match = next((found for pattern in _DATES if (found := pattern.search(text)) is not None), None)
    if match is None:
        return None
    return _read(match, _CLOCK.search(f"{text[: match.start()]} {text[match.end() :]}"))


def _read(day: re.Match[str], clock: re.Match[str] | None) -> datetime | None:
    try:
        date = _at(day, clock)
    except ValueError:
        # A month 13, an hour 25, a zone of a hundred hours.
        return None
    return date.astimezone(UTC) if date is not None else None


def _at(day: re.Match[str], clock: re.Match[str] | None) -> datetime | None:
    year = int(day["year"])
    if len(day["year"]) == 2:
        year += 2000 if year < 70 else 1900
    if year not in _YEARS:
        return None
    month = int(day["month"]) if day["month"].isdecimal() else _MONTHS.index(day["month"][:3].lower()) + 1
    if clock is None:
        return datetime(year, month, int(day["day"]), tzinfo=_HERE)
    # A leap second is the last one that Python knows.
    second = min(int(clock["second"] or 0), 59)
    return datetime(year, month, int(day["day"]), _hour(clock), int(clock["minute"]), second, tzinfo=_zone(clock))


def _hour(clock: re.Match[str]) -> int:
    hour, half = int(clock["hour"]), (clock["half"] or "").upper()
    if half in {"PM", "CH"} and hour < 12:
        return hour + 12
    return 0 if half in {"AM", "SA"} and hour == 12 else hour


def _zone(clock: re.Match[str]) -> timezone | ZoneInfo:
    if clock["sign"]:
        offset = timedelta(hours=int(clock["hours"]), minutes=int(clock["minutes"] or 0))
        return timezone(-offset if clock["sign"] == "-" else offset)
    hours = _ZONES.get((clock["zone"] or "").upper())
    return _HERE if hours is None else timezone(timedelta(hours=hours))
