"""A feed that answers and carries no news: how often it usually does, and from when on its silence is strange.

What is known of a feed's rhythm are its sightings: when it carried something new, and how many entries at once. The first one is no news: it is what was
there already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median, quantiles
from typing import Final, Literal

from bot.model import Feed

LEARNT_FROM: Final = timedelta(days=90)  # older sightings say nothing of the present rhythm
MOST_SIGHTINGS: Final = 200

_DAY: Final = timedelta(days=1)
_LEAST_DAYS: Final = 5
_LEAST_SILENCE: Final = timedelta(days=3)
# Tết falls between 21 January and 20 February; offices close some days before and open a week or so after. Nobody is alarmed then for what is a holiday.
_TET: Final = ((1, 15), (3, 1))
_LEAST_AT_TET: Final = timedelta(days=10)

Silence = timedelta | Literal["auto", "off"]


@dataclass(frozen=True, slots=True, order=True)
class Sighting:
    """When a feed carried something new, and how many entries."""

    at: datetime
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How a feed usually speaks: entries a day, and the usual time from news to news."""

    a_day: float
    gap: timedelta


def rhythm(sightings: Sequence[Sighting], now: datetime) -> Rhythm | None:
    """The rhythm of these sightings (in any order); None where there are less than three, or all within a day."""
    seen = sorted(sightings)
    if len(seen) < 3 or now - seen[0].at < _DAY:
        return None
    gap = median((after.at - before.at).total_seconds() for before, after in pairwise(seen))
    return Rhythm(a_day=sum(sighting.entries for sighting in seen[1:]) / ((now - seen[0].at) / _DAY), gap=timedelta(seconds=gap))


def silence_limit(sightings: Sequence[Sighting], now: datetime, setting: Silence) -> timedelta | None:
    """After how long without news a feed is silent; None for never.

    Learnt, it needs five days with news. It is three days at least, three times the gap between days with news that nine of ten do not exceed, and longer
    than the feed has ever been silent so far; ten days at least around Tết.
    """
    if setting != "auto":
        return None if setting == "off" else setting
    days = sorted({sighting.at.date() for sighting in sightings})
    if len(days) < _LEAST_DAYS:
        return None
    gaps = [(after - before) for before, after in pairwise(days)]
    usual = timedelta(days=quantiles([gap.days for gap in gaps], n=10, method="inclusive")[-1])
    least = _LEAST_AT_TET if _TET[0] <= (now.month, now.day) <= _TET[1] else _LEAST_SILENCE
    return max(least, 3 * usual, max(gaps) + _DAY)


def may_be_silent(feed: Feed, now: datetime, setting: Silence) -> bool:
    """Whether it is worth while to look the feed's sightings up: nobody has been told yet, and it has carried nothing new for the least time there is."""
    if setting == "off" or not feed.seeded or feed.silence_told_at is not None:
        return False
    return feed.last_new_at is None or now - feed.last_new_at >= (_LEAST_SILENCE if setting == "auto" else setting)


def is_silent(feed: Feed, sightings: Sequence[Sighting], now: datetime, setting: Silence) -> bool:
    """Whether the feed's silence is strange by now. A feed that has never carried anything, or that fails, is not silent."""
    limit = silence_limit(sightings, now, setting)
    last = feed.last_new_at or max((sighting.at for sighting in sightings), default=None)
    return limit is not None and last is not None and not feed.failures and now - last >= limit
