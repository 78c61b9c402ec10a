"""Publication dates as portals write them. What can't be read is None: never "now", and never a reason to lose or to lead (facts: lessons 50-52)."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Final
from zoneinfo import ZoneInfo

_HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
# as in: Thứ Hai, ngày 12/6/2023, lúc 10:30 (GMT+7)
_DAY_FIRST: Final = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)(?:\D{1,12}(\d{1,2})[:hH](\d{2})(?::(\d{2}))?)?")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)?\s*(?:Z|z|[+-]\d{2}:?\d{2})?")
_GMT_OFFSET: Final = re.compile(r"\b(?:GMT|UTC)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?\b", re.IGNORECASE)
_YEARS: Final = range(1990, 2101)


def read_date(text: str) -> datetime | None:
    """Aware, UTC; a time without a zone is Vietnamese time. None where the text is no date."""
    text = " ".join(text.split())[:100]
    if not text:
        return None
    try:
        found = _iso(text) or _mail(text) or _day_first(text)
    except (ValueError, OverflowError):
        # A month 13, an hour 25, a zone of a thousand hours.
        return None
    return found.astimezone(UTC) if found is not None and found.year in _YEARS else None


def _zone(text: str) -> timezone | ZoneInfo:
    match = _GMT_OFFSET.search(text)
    if match is None:
        return _HERE
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text)
    if match is None:
        return None
    parsed = datetime.fromisoformat(match[0].strip().replace(",", ".").replace("z", "Z"))
    return parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=_zone(text[match.end() :]))


def _mail(text: str) -> datetime | None:
    """RFC 822 with its usual variations; "GMT+7" is a zone here, where the standard library reads GMT and drops the 7."""
    parsed = parsedate_tz(_GMT_OFFSET.sub("", text))
    if parsed is None or parsed[0] is None or not re.search(r"[A-Za-z]{3}", text):
        return None
    year, month, day, hour, minute, second = parsed[:6]
    offset = parsed[9]
    said_nothing = offset is None or (_GMT_OFFSET.search(text) is not None)
    zone = _zone(text) if said_nothing else timezone(timedelta(seconds=offset or 0))
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)


def _day_first(text: str) -> datetime | None:
    match = _DAY_FIRST.search(text)
    if match is None:
        return None
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    hour, minute, second = int(match[4] or 0), int(match[5] or 0), int(match[6] or 0)
    return datetime(year, month, day, hour, minute, second, tzinfo=_zone(text))
