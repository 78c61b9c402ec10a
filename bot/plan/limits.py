"""What Facebook's limits mean: engagement slows first, publishing last, and who was told to stop stops."""

from datetime import datetime, timedelta
from typing import Final

from bot.model import Cooldown
from bot.plan.policy import LimitsPolicy

_FIRST: Final = timedelta(hours=1)  # after the first "posting too fast"; four times as long with each further one
_GROWTH: Final = 4
_FORGIVEN_AFTER: Final = timedelta(days=7)
_SHORTEST: Final = timedelta(minutes=1)


def may_measure(policy: LimitsPolicy, percent: float) -> bool:
    """Whether there is room for reading figures, with `percent` of the fullest limit used."""
    return percent < policy.slow_at


def may_publish(policy: LimitsPolicy, percent: float) -> bool:
    """Whether there is room for a posting, with `percent` of the fullest limit used."""
    return percent < policy.stop_at


def cool_down(
    policy: LimitsPolicy, scope: str, reason: str, *, asked: timedelta | None, escalates: bool, before: Cooldown | None, now: datetime
) -> Cooldown:
    """The cool-down after a throttle.

    Args:
        policy: bounds it by `longest_rest`.
        scope: what rests.
        reason: for the editor.
        asked: how long Facebook wants it.
        escalates: whether repetitions within a week last four times as long each.
        before: the scope's last one.
        now: aware.
    """
    strikes = before.strikes if before is not None and now - before.until < _FORGIVEN_AFTER else 0
    rest = asked or _SHORTEST
    if escalates:
        strikes += 1
        rest = max(rest, _FIRST * _GROWTH ** min(strikes - 1, 8))
    return Cooldown(scope=scope, until=now + min(max(rest, _SHORTEST), policy.longest_rest), reason=reason, strikes=strikes)
