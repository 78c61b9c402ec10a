"""What an answer says about time: for how long it stays fresh, after how long to ask again, and the server's own clock. Pure: measured by the answer alone."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

_LONGEST: Final = timedelta(days=366)
_LONGEST_DATE: Final = 100  # characters; what was read is kept for a while
_DIRECTIVE: Final = re.compile(r'([a-z-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;"]*)))?', re.IGNORECASE)


def http_date(text: str | None) -> datetime | None:
    """A date of HTTP in any of its three forms, aware, UTC; None where there is none or it can't be read."""
    return _http_date(text) if text and len(text) <= _LONGEST_DATE else None


@lru_cache(maxsize=512)  # of a hundred feeds that are asked in one second, the servers' clocks say the same
def _http_date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text)
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def retry_after(text: str | None, server_date: datetime | None, longest: timedelta) -> timedelta | None:
    """Retry-After in both its forms, at most `longest`: seconds, or a date, which is measured against the server's own Date."""
    if not text:
        return None
    seconds = _seconds(text)
    if seconds is not None:
        return min(seconds, longest)
    until = http_date(text)
    return None if until is None or server_date is None else min(max(until - server_date, timedelta(0)), longest)


def fresh_for(headers: Mapping[str, str], server_date: datetime | None) -> timedelta | None:
    """How long the answer stays fresh from now on; None where the server does not say so, or wants no answer to be kept.

    Args:
        headers: of the answer, looked up by names in any case.
        server_date: the answer's own Date.
    """
    directives = _directives(headers.get("Cache-Control"))
    if {"no-cache", "no-store"} & directives.keys():
        return None
    age = _seconds(headers.get("Age") or "") or timedelta(0)
    if "max-age" in directives:
        # Where it can't be read, the answer counts as stale (RFC 9111, 4.2.1); an Expires beside it is not looked at either way.
        lifetime = _seconds(directives["max-age"])
        return None if lifetime is None else max(lifetime - age, timedelta(0))
    expires = http_date(headers.get("Expires"))
    if expires is None or server_date is None:
        return None
    return min(max(expires - server_date - age, timedelta(0)), _LONGEST)


def _directives(text: str | None) -> Mapping[str, str]:
    """Cache-Control's directives by lower-case name; of one that stands twice, the first."""
    found: dict[str, str] = {}
    for match in _DIRECTIVE.finditer((text or "")[:2_000]):
        found.setdefault(match[1].lower(), match[2] if match[2] is not None else match[3] or "")
    return found


def _seconds(text: str) -> timedelta | None:
    digits = text.strip()
    return min(timedelta(seconds=int(digits[:9])), _LONGEST) if digits.isascii() and digits.isdigit() else None
