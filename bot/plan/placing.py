"""The slot a Post gets: the first that keeps every rule, with room made for it by a lower lane, and a mix of fields where others wait, too.

Stable: giving a Post a slot moves no other Post, but for the one that its lane may move.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import Conflict
from bot.judgement import Field
from bot.messages import Sentence
from bot.plan.bookings import PLAIN, Booking, Traits, cooled_off
from bot.plan.lanes import gives_way
from bot.plan.policy import Lane, TimetablePolicy
from bot.plan.quiet_days import may_be_quiet, quiet_day
from bot.plan.timetable import YEARS_AHEAD, Calendar, slots

_TICK: Final = timedelta(microseconds=1)


def next_due(
    policy: TimetablePolicy,
    now: datetime,
    bookings: Collection[Booking],
    post: Traits = PLAIN,
    *,
    after: datetime | None = None,
    moved: bool = False,
) -> datetime:
    """The first slot later than `now`, and than `after` where that is given, that a Post like `post` may have.

    Another Post may hold it: one that makes room (`room_at`), and has to be moved first.

    Args:
        policy: the Page's timetable.
        now: aware.
        bookings: the times at which other Posts of the Page are due or went out: of the last day and the least spacing, at the least, and of a month for the mix.
        post: what it is like.
        after: aware.
        moved: whether Loa has to move the Post, so that it counts for `catch_up_per_day`.

    Raises:
        Conflict: no slot within two years (the settings refuse a timetable without slots, so this needs thousands of waiting Posts).
    """
    calendar, mix = Calendar(policy, bookings), _Mix(policy, bookings, post)
    late = _Late(policy, bookings) if moved else None
    fallback: datetime | None = None
    for slot in slots(policy, _begin(policy, now, post, after)):
        if quiet_day(policy, post.tone, slot) is not None or (late is not None and late.full(slot)):
            continue
        holder = calendar.at(slot)
        if holder is not None and not gives_way(policy, holder, post, now):
            continue
        if calendar.too_near(slot, holder) or calendar.full(slot, post, holder) is not None:
            continue
        if fallback is not None and slot - fallback > policy.mix.patience:
            return fallback
        if mix.fits(slot, calendar.beside(slot, holder), holder):
            return slot
        fallback = fallback or slot
    if fallback is not None:
        return fallback
    raise Conflict("plan.no_slot", years=YEARS_AHEAD)


def _begin(policy: TimetablePolicy, now: datetime, post: Traits, after: datetime | None) -> datetime:
    ready = cooled_off(policy, post)
    return max(now, after or now, now if ready is None else ready - _TICK)


def room_at(
    policy: TimetablePolicy, now: datetime, bookings: Collection[Booking], due_at: datetime, post: Traits
) -> tuple[Booking, datetime] | None:
    """The booking that has to make room before `post` can have `due_at`, and the next free slot that it gets; None where `due_at` is free.

    Exactly one Post is moved: what makes room takes room from nobody.
    """
    holder = next((booking for booking in bookings if booking.at == due_at), None)
    if holder is None:
        return None
    others = [booking for booking in bookings if booking is not holder]
    taken = Booking(at=due_at, traits=post)
    humble = replace(holder.traits, lane=Lane.EVERGREEN)
    return holder, next_due(policy, now, [*others, taken], humble, after=due_at)


def passed_over(policy: TimetablePolicy, now: datetime, due_at: datetime, post: Traits, after: datetime | None = None) -> Sentence | None:
    """Why the Post was given none of the slots before `due_at`, where that is for a quiet day; of several the first."""
    if not may_be_quiet(policy, post.tone):
        return None
    for slot in slots(policy, _begin(policy, now, post, after)):
        if slot >= due_at:
            return None
        quiet = quiet_day(policy, post.tone, slot)
        if quiet is not None:
            return Sentence("plan.passed_over", {"why": quiet})
    return None


class _Late:
    """How many Posts that had to be moved are due on each day: the catch-up budget."""

    def __init__(self, policy: TimetablePolicy, bookings: Collection[Booking]) -> None:
        self._most = policy.catch_up_per_day
        self._zone = ZoneInfo(policy.timezone)
        self._a_day = Counter(booking.at.astimezone(self._zone).date() for booking in bookings if booking.moved)

    def full(self, at: datetime) -> bool:
        return self._most is not None and self._a_day[at.astimezone(self._zone).date()] >= self._most


class _Mix:
    """The wishes about what Posts are like taken together."""

    def __init__(self, policy: TimetablePolicy, bookings: Collection[Booking], post: Traits) -> None:
        self._post = post
        mix = policy.mix
        self._alone = post.lane is Lane.URGENT or post.main_field is None
        self._twice = mix.no_field_twice
        self._share = None if post.main_field is None else mix.shares.get(post.main_field)
        self._zone = ZoneInfo(policy.timezone)
        self._a_month: Counter[tuple[int, int]] = Counter()
        self._a_month_of: Counter[tuple[tuple[int, int], Field | None]] = Counter()
        if self._share is not None:
            months = [(self._month(each.at), each.traits.main_field) for each in bookings]
            self._a_month.update(month for month, _ in months)
            self._a_month_of.update(months)

    def _month(self, at: datetime) -> tuple[int, int]:
        local = at.astimezone(self._zone)
        return local.year, local.month

    def fits(self, at: datetime, beside: Collection[Booking], holder: Booking | None) -> bool:
        """Whether the Post would neither follow nor precede one of its own field, nor be more than its field's share of the month."""
        if self._alone:
            return True
        field = self._post.main_field
        if self._twice and any(booking.traits.main_field is field for booking in beside):
            return False
        if self._share is None:
            return True
        month = self._month(at)
        same_month = holder is not None and self._month(holder.at) == month
        of_field = self._a_month_of[month, field] - (same_month and holder is not None and holder.traits.main_field is field)
        return of_field * 100 <= self._share * (self._a_month[month] - same_month + 1)
