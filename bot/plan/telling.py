"""When people are told what needs them: what comes together is told together, at night only what is urgent, and never more than a day's cap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.plan.policy import TellingPolicy

_FIRST_DELAY: Final = timedelta(minutes=1)
_LONGEST_DELAY: Final = timedelta(hours=1)
_MOST_DOUBLINGS: Final = 10
DIGEST_NO_LATER_THAN: Final = timedelta(hours=6)  # after its time; a digest of the morning is no use in the evening


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that a recipient has not been told. `told_at` is when they were last told of the same trouble of the same subject, lately."""

    urgent: bool
    seen_at: datetime
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """What a recipient has been sent: `sent` messages on the local `day`, the last one at `last_sent_at`; nothing before `try_after`."""

    day: date | None = None
    sent: int = 0
    last_sent_at: datetime | None = None
    try_after: datetime | None = None
    digest_on: date | None = None


def sent_today(diary: Diary, now: datetime, zone: ZoneInfo) -> int:
    """How many messages the recipient has had on the local day of `now`."""
    return diary.sent if diary.day == now.astimezone(zone).date() else 0


def is_night(policy: TellingPolicy, now: datetime, zone: ZoneInfo) -> bool:
    """Whether only what is urgent is told; a span includes its begin and excludes its end."""
    local = now.astimezone(zone).time()
    return any(begin <= local < end if begin < end else local >= begin or local < end for begin, end in policy.quiet_hours)


def now_told(
    policy: TellingPolicy, waiting: Sequence[Waiting], diary: Diary, now: datetime, zone: ZoneInfo, *, at_once: bool = False
) -> list[int]:
    """The places in `waiting` of what one message tells now; none where it is not time for one.

    With `at_once` nothing waits for company (a pass by a cron job, which may be the last for long).
    """
    if diary.try_after is not None and now < diary.try_after:
        return []
    ripe = [place for place, each in enumerate(waiting) if each.told_at is None or now - each.told_at >= policy.again_after]
    sent = sent_today(diary, now, zone)
    window = timedelta(0) if at_once else policy.group_within
    urgent = [place for place in ripe if waiting[place].urgent]
    if not ripe or sent >= policy.most_per_day:
        return []
    if urgent:
        # Whoever is called anyway hears of everything.
        return ripe if now - min(waiting[place].seen_at for place in urgent) >= window else []
    if is_night(policy, now, zone) or sent >= policy.most_per_day - _kept_for_urgent(policy):
        return []
    if diary.last_sent_at is not None and now - diary.last_sent_at < policy.least_between:
        return []
    return ripe if now - min(waiting[place].seen_at for place in ripe) >= window else []


def is_last_today(policy: TellingPolicy, diary: Diary, now: datetime, zone: ZoneInfo, *, urgent: bool) -> bool:
    """Whether the message that is about to be sent is the last of its kind on this day, which it should say."""
    most = policy.most_per_day if urgent else policy.most_per_day - _kept_for_urgent(policy)
    return sent_today(diary, now, zone) + 1 >= most


def digest_is_due(policy: TellingPolicy, diary: Diary, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the day's summary is to be sent now: from its time on, for some hours, once a day."""
    if policy.digest_at is None or (diary.try_after is not None and now < diary.try_after):
        return False
    local = now.astimezone(zone)
    begin = datetime.combine(local.date(), policy.digest_at, zone)
    return diary.digest_on != local.date() and begin <= local < begin + DIGEST_NO_LATER_THAN


def after_failure(attempts: int) -> timedelta:
    """How long to wait after the `attempts`-th failure in a row."""
    return min(_FIRST_DELAY * (1 << min(max(attempts - 1, 0), _MOST_DOUBLINGS)), _LONGEST_DELAY)


def _kept_for_urgent(policy: TellingPolicy) -> int:
    return max(1, policy.most_per_day // 4)
