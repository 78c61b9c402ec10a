"""Which Posts of a Page are measured next, and by which request. Pure: `now` is handed in.

The Page's listing gives a hundred posts with one request, `ids=` fifty. A Post that has just reached its rung waits a little where others are about to
reach theirs, so that one request serves them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.engagement.ladder import following, patience, reached

A_LISTING: Final = 100
AN_IDS: Final = 50
# Each bad id spoils the request that it is in and is found by halving: of those that were gone when last looked at, few at once.
_GONE_AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A published Post, and when it was last measured: `rung` and `taken_at` are None for one that never was. `gone`: it was not on the Page then."""

    key: str
    remote_id: str
    published_at: datetime
    rung: timedelta | None = None
    taken_at: datetime | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one unit asks for, each Post with the rung it has reached: by the listing from `since` until `until`, or (both None) by its ids."""

    due: tuple[tuple[Stand, timedelta], ...]
    since: datetime | None = None
    until: datetime | None = None


def due_rung(ladder: Sequence[timedelta], stand: Stand, now: datetime) -> timedelta | None:
    """The highest rung the Post has reached, unless it was measured since; None where there is nothing to measure.

    A Post that was gone is looked for again when it is twice as old: it may have been hidden for a while.
    """
    age = now - stand.published_at
    rung = reached(ladder, age)
    if rung is None or stand.taken_at is None:
        return rung
    if rung == stand.rung or stand.taken_at >= stand.published_at + rung:
        return None
    if stand.gone and age < 2 * (stand.taken_at - stand.published_at):
        return None
    return rung


def next_batch(ladder: Sequence[timedelta], stands: Sequence[Stand], now: datetime) -> Batch | None:
    """The next unit of work; None where nothing is due, or what is due can wait for others that soon are."""
    newest_first = sorted(stands, key=lambda stand: (stand.published_at, stand.key), reverse=True)
    rungs = {stand.key: due_rung(ladder, stand, now) for stand in newest_first}
    due = [(stand, rung) for stand in newest_first if (rung := rungs[stand.key]) is not None]
    there = [(stand, rung) for stand, rung in due if not stand.gone]
    if not there:
        return Batch(due=tuple(due[:_GONE_AT_ONCE])) if due else None
    if _can_wait(ladder, there, newest_first, now):
        return None
    return _by_fewest_requests(there, newest_first)


def _can_wait(ladder: Sequence[timedelta], due: Sequence[tuple[Stand, timedelta]], stands: Sequence[Stand], now: datetime) -> bool:
    deadline = min(stand.published_at + rung + patience(ladder, rung) for stand, rung in due)
    if now >= deadline or len(due) >= A_LISTING:
        return False
    are_due = {stand.key for stand, _ in due}
    others = [stand for stand in stands if stand.key not in are_due and not stand.gone]
    coming = ((stand, following(ladder, now - stand.published_at)) for stand in others)
    return any(rung is not None and stand.published_at + rung <= deadline for stand, rung in coming)


def _by_fewest_requests(due: Sequence[tuple[Stand, timedelta]], stands: Sequence[Stand]) -> Batch:
    """The listing from the newest due Post on, unless `ids=` reaches more of them; where both reach as many, the listing, which counts as one call."""
    newest = due[0][0]
    begin = next(place for place, stand in enumerate(stands) if stand.key == newest.key)
    in_listing = {stand.key for stand in stands[begin : begin + A_LISTING]}
    listed = tuple((stand, rung) for stand, rung in due if stand.key in in_listing)
    if len(listed) < min(len(due), AN_IDS):
        return Batch(due=tuple(due[:AN_IDS]))
    second = timedelta(seconds=1)
    return Batch(due=listed, since=listed[-1][0].published_at - second, until=newest.published_at + second)
