"""When a feed is asked again: its interval with jitter, what the server and the document ask for, and a back-off after failures.

The jitter is no chance: the same feed asked at the same time is asked again at the same time, in every process.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.model import digest

_LEAST: Final = timedelta(minutes=1)
_JITTER: Final = 0.1
# While it is not certain that a failing feed fails for long, it is asked at least this often (or at its own interval, if that is longer).
_BACK_OFF_CAP: Final = timedelta(hours=6)
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What the settings say of how often a feed is asked, and when patience with it ends.

    `rest_after` failures in a row, over a day or more, make it rest; `hold` is how long a permanent redirect must have held to be adopted.
    """

    every: timedelta
    longest: timedelta = timedelta(days=1)
    rest_after: int = 10
    hold: timedelta = timedelta(days=2)

    @property
    def cap(self) -> timedelta:
        """The longest that a feed is left alone, whoever asks for more: `longest`, or the feed's own interval where that is longer still."""
        return max(self.longest, self.every)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the server and the document ask for: how long the answer is good for, and when nobody is to ask.

    `skip_hours` are hours of GMT, 0 to 23; `skip_days` are days of GMT, 0 for Monday.
    """

    fresh_for: timedelta | None = None  # Cache-Control or Expires
    retry_after: timedelta | None = None
    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()

    @property
    def least(self) -> timedelta:
        """The shortest time after which the server wants to be asked again; 0 where it says nothing."""
        return max((wish for wish in (self.fresh_for, self.retry_after, self.ttl) if wish is not None), default=timedelta(0))


NO_WISHES: Final = Wishes()


def next_poll(pace: Pace, now: datetime, wishes: Wishes = NO_WISHES, *, feed_name: str) -> datetime:
    """When a feed that has answered is asked again.

    After `every`, a tenth more or less and at least a minute; never before what is wished, but for the pace's cap; at the next hour that is not to be
    skipped, unless that comes after the cap, too. Never later than the cap and a tenth of `every`.
    """
    chance = _chance(feed_name, now)
    wished = min(wishes.least, pace.cap)
    delay = max(_jittered(pace.every, chance), wished + pace.every * (chance * _JITTER) if wished else wished, _LEAST)
    return _outside(wishes.skip_hours, wishes.skip_days, now + delay, min(pace.every * _JITTER, _HOUR) * chance, now + pace.cap)


def after_failure(
    pace: Pace, now: datetime, failures: int, retry_after: timedelta | None = None, *, feed_name: str, resting: bool = False
) -> datetime:
    """When a feed is asked again that has failed `failures` times in a row (1 or more): its interval, doubled with each further failure.

    The doubling ends at six hours (or the interval, or the cap, whichever forbids it), since most outages do; a feed that rests is asked once in the
    cap's time. A tenth more or less, and never before `retry_after`, but for the cap.
    """
    chance = _chance(feed_name, now)
    highest = max(pace.every, min(_BACK_OFF_CAP, pace.cap))
    delay = pace.cap if resting else min(pace.every * (1 << min(max(failures - 1, 0), 16)), highest)
    wished = min(retry_after or timedelta(0), pace.cap)
    return now + max(_jittered(delay, chance), wished + pace.every * (chance * _JITTER) if wished else wished, _LEAST)


def _chance(feed_name: str, now: datetime) -> float:
    """From 0 to 1, of the feed's name and the time."""
    return int(digest(feed_name, now.astimezone(UTC).isoformat())[:8], 16) / 0xFFFFFFFF


def _jittered(delay: timedelta, chance: float) -> timedelta:
    return delay * (1 + _JITTER * (2 * chance - 1))


def _outside(hours: Collection[int], days: Collection[int], due: datetime, shift: timedelta, latest: datetime) -> datetime:
    """`due`, moved to the first hour after it that is not to be skipped, and `shift` into that; unmoved where there is none until `latest`."""
    at = due.astimezone(UTC)
    if not (at.hour in hours or at.weekday() in days):
        return due
    at = at.replace(minute=0, second=0, microsecond=0) + _HOUR
    while at <= latest:
        if at.hour not in hours and at.weekday() not in days:
            return at + shift
        at += _HOUR
    return due
