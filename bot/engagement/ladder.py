"""At which ages a published Post is measured: the ladder. A rung that was missed (the service was down) stays missing; it is never made up later."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.engagement.policy import EngagementPolicy
from bot.policy import write_duration


def rung_name(rung: timedelta) -> str:
    """`timedelta(hours=6)` → `"6h"`: the rung's name in the database, unique per Post."""
    return write_duration(rung)


def due_rung(policy: EngagementPolicy, published_at: datetime, now: datetime, taken: Collection[str]) -> str | None:
    """The highest rung the Post's age has reached, unless it is taken already; None when there is nothing to measure."""
    age = now - published_at
    reached = [rung_name(rung) for rung in policy.ladder if rung <= age]
    return reached[-1] if reached and reached[-1] not in taken else None


def oldest_of_interest(policy: EngagementPolicy, now: datetime) -> datetime:
    """Posts published before this instant have every rung behind them, even if the last one is fetched a week late."""
    return now - policy.ladder[-1] - timedelta(days=7)
