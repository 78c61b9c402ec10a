"""What a failure means for the next try: delays that grow and are bounded."""

from datetime import datetime, timedelta
from typing import Final

from bot.plan.policy import RetryPolicy

# Facts, graph-api §5.3: look at the Page again after so long; the last one repeats.
_LOOKS: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 180, 600, 1_800, 3_600))
# From this look on, a Post in doubt is a matter for a human too (the looks go on).
LOOKS_BEFORE_ALARM: Final = 5


def after_transient(policy: RetryPolicy, attempts: int, retry_after: timedelta | None) -> timedelta:
    """How long to wait after the `attempts`-th try failed without effect: doubling, capped; never less than the channel asked for."""
    doubled = policy.first_delay * (1 << min(max(attempts - 1, 0), 16))
    return max(min(doubled, policy.longest_delay), retry_after or timedelta(0))


def until_next_look(doubts: int) -> timedelta:
    """How long to wait before the Page is asked again about a Post in doubt, after `doubts` looks."""
    return _LOOKS[min(max(doubts, 0), len(_LOOKS) - 1)]


def surely_absent(policy: RetryPolicy, attempted_at: datetime, now: datetime, looks: int) -> bool:
    """Whether "not on the Page" may be believed: the Page had the grace time to show the attempt, and did not in several looks.

    One listing is no proof: Facebook ranks them and leaves posts out (facts: graph-api §5.1).
    """
    return now - attempted_at >= policy.grace and looks >= policy.least_looks
