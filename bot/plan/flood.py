"""Of what one poll finds new, what may be posted, in which order, and why the rest may not: first runs, archives, floods, outages (facts: lessons 26, 44-53).

A date says what is old, and which of two entries is the newer one; it never says what is new, never blocks, and never leads by being absent or wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from bot.judgement import Classification, FindingKind
from bot.messages import Sentence

_A_DAY: Final = timedelta(days=1)
_POLLS_A_DAY: Final = 3  # a feed that carries so many floods within a day has no news, but a fault
_AHEAD: Final = timedelta(hours=1)  # clocks differ; what is dated later than this is dated wrongly
_SOON: Final = timedelta(days=14)


class Turn(StrEnum):
    """Whether a new Entry may be posted."""

    GO = "go"
    BASELINE = "baseline"  # was there before Loa
    OLD = "old"  # by its own date
    TOO_MANY = "too-many"  # newer or more important ones have taken the room


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A new Entry: its own date, its place in the document (0: the top), whether it would go further at all, and how much it matters.

    `weight` is how sure it is that it should be posted (0..1); `urgent` says that it is of use for a short time only.
    """

    published_at: datetime | None
    place: int
    wanted: bool = True
    weight: float = 1.0
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What becomes of a Candidate: `order` is its rank among all of them (0: the first to get a slot), `why` says why it may not be posted."""

    turn: Turn
    order: int
    why: Sentence | None = None


def admit(
    items: Sequence[Candidate],
    *,
    now: datetime,
    seeded: bool,
    first_run: Literal["baseline", "latest"],
    latest: int,
    news_age: timedelta,
    most_at_once: int,
    lately: int = 0,
) -> tuple[Admission, ...]:
    """The Admission of each of `items`, in their order.

    The first run knows one rule: nothing is posted, or the `latest` uppermost of the document. Afterwards what is older than `news_age` by its own
    date stays, and of the others at most `most_at_once` go on: the urgent ones, then the newest, of one day the most important.

    Args:
        items: what is new, in the document's order.
        now: aware, in the zone in which dates are told.
        seeded: whether the feed has had its first run.
        first_run: the setting.
        latest: the setting.
        news_age: the setting.
        most_at_once: the setting.
        lately: how many entries of this feed went on within the last day; with the new ones, they are at most three times `most_at_once`.
    """
    ranks = _ranks(items, now)
    if not seeded:
        return tuple(_first_run(item, rank, first_run, latest) for item, rank in zip(items, ranks, strict=True))
    old = [item.published_at is not None and now - item.published_at > news_age for item in items]
    contending = sorted(rank for item, rank, is_old in zip(items, ranks, old, strict=True) if item.wanted and not is_old)
    room = min(most_at_once, max(0, _POLLS_A_DAY * most_at_once - lately))
    if room == most_at_once:
        crowded = Sentence("plan.late_too_many", {"count": len(contending), "most": most_at_once})
    else:
        crowded = Sentence("plan.late_too_many_a_day", {"count": lately + len(contending), "most": _POLLS_A_DAY * most_at_once})
    going = set(contending[:room])
    found = []
    for item, rank, is_old in zip(items, ranks, old, strict=True):
        if is_old and item.published_at is not None:
            found.append(Admission(turn=Turn.OLD, order=rank, why=_old(item.published_at, now, news_age)))
        elif rank in going or not item.wanted:
            found.append(Admission(turn=Turn.GO, order=rank))
        else:
            found.append(Admission(turn=Turn.TOO_MANY, order=rank, why=crowded))
    return tuple(found)


def is_urgent(classification: Classification, today: date) -> bool:
    """Whether an Entry names a deadline that is near: next week it would be of no use."""
    deadlines = (finding.value for finding in classification.findings if finding.kind is FindingKind.DEADLINE)
    # One without a year ("--06-30") is none that can be counted on.
    return any(timedelta(0) <= date.fromisoformat(value) - today <= _SOON for value in deadlines if not value.startswith("-"))


def _first_run(item: Candidate, rank: int, first_run: str, latest: int) -> Admission:
    if first_run == "latest" and item.place < latest:
        return Admission(turn=Turn.GO, order=rank)
    return Admission(turn=Turn.BASELINE, order=rank, why=Sentence("plan.baseline"))


def _old(published_at: datetime, now: datetime, news_age: timedelta) -> Sentence:
    date_there = published_at.astimezone(now.tzinfo)
    return Sentence("plan.late_old", {"date": f"{date_there:%d/%m/%Y}", "days": f"{round(news_age / _A_DAY, 2):g}"})


def _ranks(items: Sequence[Candidate], now: datetime) -> list[int]:
    """The rank of each: 0 gets the first slot."""
    ahead = [item.published_at is not None and item.published_at - now > _AHEAD for item in items]
    when = _lent([None if wrong else item.published_at for item, wrong in zip(items, ahead, strict=True)])

    def key(number: int) -> tuple[bool, int, float, float, bool, int]:
        item, at = items[number], when[number]
        if at is None:
            # A document without any date: its order is all there is.
            return (not item.urgent, 0, 0.0, 0.0, False, item.place)
        # Sites put what is dated ahead at the top, and there it stays: it does not lead.
        return (not item.urgent, max(0, (now - at) // _A_DAY), -item.weight, -at.timestamp(), ahead[number], item.place)

    ranks = [0] * len(items)
    for rank, number in enumerate(sorted(range(len(items)), key=key)):
        ranks[number] = rank
    return ranks


def _lent(dates: Sequence[datetime | None]) -> list[datetime | None]:
    """Each date; for what has none, that of the nearest below it in the document, else of the nearest above."""
    found: list[datetime | None] = [None] * len(dates)
    for numbers in (range(len(dates) - 1, -1, -1), range(len(dates))):
        last: datetime | None = None
        for number in numbers:
            last = dates[number] or found[number] or last
            found[number] = last
    return found
