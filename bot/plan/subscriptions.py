"""WebSub in time: when a hub is asked, how long its promise holds, and how seldom a feed is asked meanwhile."""

from datetime import datetime, timedelta
from typing import Final

from bot.model import Subscription, SubscriptionState

LEASE: Final = timedelta(days=10)  # what is asked for: the Recommendation's own "good default"
_LONGEST_LEASE: Final = timedelta(days=30)  # what is believed of what a hub promises
_LEAST_BETWEEN: Final = timedelta(hours=1)  # two requests about one feed, whatever the hub says
_LONGEST_BETWEEN: Final = timedelta(days=1)
_BEFORE_THE_END: Final = timedelta(days=1)
_SELDOM: Final = timedelta(hours=6)
_VERIFY_WITHIN: Final = timedelta(days=1)


def is_live(subscription: Subscription, now: datetime) -> bool:
    """Whether the hub's promise holds."""
    return subscription.state is SubscriptionState.LIVE and subscription.lease_until is not None and now < subscription.lease_until


def next_request(subscription: Subscription) -> datetime | None:
    """When the hub is to be asked next; None: at once, it never was.

    A live subscription is renewed in the last tenth of its lease, or in its last day where that is shorter. One that was asked for and not verified is
    asked for again after an hour, doubled each time up to a day.
    """
    if subscription.asked_at is None:
        return None
    if subscription.failures or subscription.lease_until is None:
        doubled = _LEAST_BETWEEN * (1 << min(max(subscription.failures - 1, 0), 8))
        return subscription.asked_at + min(doubled, _LONGEST_BETWEEN)
    margin = min((subscription.lease_until - subscription.asked_at) / 10, _BEFORE_THE_END)
    return max(subscription.lease_until - margin, subscription.asked_at + _LEAST_BETWEEN)


def lease_end(subscription: Subscription, seconds: str, now: datetime) -> datetime | None:
    """Until when a hub that verifies at `now` promises, counted from the request, so that a verification sent again says the same; at most 30 days.

    None where it can't be believed: the hub was not asked within the last day, or `seconds` (`hub.lease_seconds`; "" for none) is no number of them.
    """
    if subscription.asked_at is None or now > subscription.asked_at + _VERIFY_WITHIN:
        return None
    if not seconds:
        # A hub of before the Recommendation: what was asked for.
        return subscription.asked_at + LEASE
    if not (seconds.isascii() and seconds.isdecimal()) or not seconds.strip("0"):
        return None
    longest = int(_LONGEST_LEASE.total_seconds())
    # The length first: a number of a million digits is not to be read.
    granted = longest if len(seconds.lstrip("0")) > 9 else min(int(seconds), longest)
    return subscription.asked_at + timedelta(seconds=granted)


def interval_with_hub(every: timedelta, subscription: Subscription | None, now: datetime) -> timedelta:
    """How long to wait before a feed is asked again that is asked at intervals of `every` where no hub tells.

    Seldom (six hours) only while the hub's promise holds, and only where it has kept it: many feeds name a hub to which nobody publishes. Never longer
    than the lease, and never shorter than `every`.
    """
    if subscription is None or subscription.told_at is None or not is_live(subscription, now) or subscription.lease_until is None:
        return every
    return max(every, min(_SELDOM, subscription.lease_until - now))
