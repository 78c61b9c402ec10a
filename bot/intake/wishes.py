"""What a feed's document says of itself and asks of those who poll it."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from bot.intake.plain import TITLE, plain, web_address

_MINUTES: Final = re.compile(r"[0-9]{1,6}")
_HOUR: Final = re.compile(r"[0-9]{1,2}")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def ttl_of(feed: Mapping[str, Any]) -> timedelta | None:
    """How long a copy may be kept; None where nothing or nonsense is said. Up to two years: whoever follows it needs a cap of his own."""
    said = str(feed.get("ttl") or "").strip()
    return timedelta(minutes=int(said)) if _MINUTES.fullmatch(said) and int(said) else None


def hours_of(texts: Iterable[str]) -> frozenset[int]:
    """The hours of skipHours, 0 to 23 in GMT; 24 is midnight, too."""
    hours = (int(text) for text in map(str.strip, texts) if _HOUR.fullmatch(text))
    return frozenset(hour % 24 for hour in hours if hour <= 24)


def days_of(texts: Iterable[str]) -> frozenset[int]:
    """The days of skipDays; Monday is 0."""
    names = (text.strip().lower()[:3] for text in texts)
    return frozenset(_DAYS.index(name) for name in names if name in _DAYS)


def link_of(feed: Mapping[str, Any], rel: str, url: str) -> str:
    """The absolute address of the feed's first link of the kind `rel` ("hub", "self"); "" where it names none."""
    named = (str(link.get("href") or "") for link in feed.get("links") or () if isinstance(link, Mapping) and link.get("rel") == rel)
    return next(filter(None, (web_address(href, url) for href in named)), "")


def title_of(feed: Mapping[str, Any]) -> str:
    """The feed's title in plain text."""
    title = feed.get("title")
    return plain(title, TITLE) if isinstance(title, str) else ""
