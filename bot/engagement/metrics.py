"""The registry of figures: what each means, in which unit, over which time, with which permission, and how Graph calls it from when until when.

A channel gives what it can; the rest is missing, never 0. A new figure is one row here and two texts in `bot.messages.engagement`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.messages import Language, say


class Unit(StrEnum):
    """What is counted."""

    TIMES = "times"
    PEOPLE = "people"


class Period(StrEnum):
    """Over which time."""

    LIFETIME = "lifetime"  # since the Post was published
    DAY = "day"  # one day, as Facebook cuts days (Pacific time)
    NOW = "now"  # as it stands at the moment


@dataclass(frozen=True, slots=True)
class Offer:
    """One of Graph's names for a figure; `since` and `until` are the first and the last version that has it ("": no bound is known), `ended` the day on which it ended in all."""

    name: str
    since: str = ""
    until: str = ""
    ended: date | None = None

    def holds(self, version: str, day: date) -> bool:
        """Whether Graph of this version gives it on this day, as far as is known."""
        if self.ended is not None and day >= self.ended:
            return False
        asked = _number(version)
        return (not self.since or _number(self.since) <= asked) and (not self.until or asked <= _number(self.until))


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure: its name in the database and the log, and what is known of it. `insight` says that it is one of Graph's insights, which die one by one."""

    name: str
    unit: Unit
    period: Period
    permission: str
    offers: tuple[Offer, ...]
    insight: bool = False

    @property
    def meaning(self) -> str:
        """The message key of its short name."""
        return f"engagement.{self.name}"

    def say(self, language: Language) -> str:
        """What the figure is called, for people."""
        return say(self.meaning, language)

    def explain(self, language: Language) -> str:
        """What the figure means, in a sentence."""
        return say(f"engagement.{self.name}_is", language)

    def offered(self, version: str, day: date) -> str | None:
        """How Graph of this version calls it on this day; None where it has it no more."""
        return next((offer.name for offer in self.offers if offer.holds(version, day)), None)


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"[0-9]+", version)))


_ENGAGEMENT: Final = "pages_read_engagement"
_USER_CONTENT: Final = "pages_read_user_content"
_INSIGHTS: Final = "read_insights"
_KINDS: Final = ("like", "love", "care", "wow", "haha", "sad", "angry")


def _counted(name: str, permission: str, offer: str) -> Metric:
    return Metric(name, Unit.TIMES, Period.LIFETIME, permission, (Offer(offer),))


def _insight(name: str, unit: Unit, period: Period, *offers: Offer) -> Metric:
    return Metric(name, unit, period, _INSIGHTS, offers, insight=True)


def _by_name(metrics: Iterable[Metric]) -> Mapping[str, Metric]:
    return MappingProxyType({metric.name: metric for metric in metrics})


# Facts: graph-api §4.1 and §6. Of a Post, since it was published.
METRICS: Final = _by_name(
    (
        _counted("reactions", _USER_CONTENT, "reactions"),
        *(_counted(f"reaction_{kind}", _USER_CONTENT, f"reactions.type({kind.upper()})") for kind in _KINDS),
        _counted("comments", _USER_CONTENT, "comments"),
        _counted("shares", _ENGAGEMENT, "shares"),
        _insight("views", Unit.TIMES, Period.LIFETIME, Offer("post_media_view"), Offer("post_impressions", ended=date(2025, 11, 15))),
        _insight(
            "reach",
            Unit.PEOPLE,
            Period.LIFETIME,
            Offer("post_total_media_view_unique"),
            Offer("post_impressions_unique", ended=date(2026, 6, 15)),
        ),
        _insight("clicks", Unit.TIMES, Period.LIFETIME, Offer("post_clicks")),
    )
)

# Of the Page itself.
PAGE_METRICS: Final = _by_name(
    (
        Metric("followers", Unit.PEOPLE, Period.NOW, _ENGAGEMENT, (Offer("followers_count"),)),
        Metric("fans", Unit.PEOPLE, Period.NOW, _ENGAGEMENT, (Offer("fan_count"),)),
        _insight("page_follows", Unit.PEOPLE, Period.DAY, Offer("page_follows")),
        _insight("page_new_follows", Unit.PEOPLE, Period.DAY, Offer("page_daily_follows_unique")),
        _insight("page_unfollows", Unit.PEOPLE, Period.DAY, Offer("page_daily_unfollows_unique")),
        _insight("page_views", Unit.TIMES, Period.DAY, Offer("page_media_view")),
        _insight("page_reach", Unit.PEOPLE, Period.DAY, Offer("page_total_media_view_unique")),
        _insight("page_engagements", Unit.TIMES, Period.DAY, Offer("page_post_engagements")),
        _insight("page_visits", Unit.TIMES, Period.DAY, Offer("page_views_total")),
    )
)
