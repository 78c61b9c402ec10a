"""How long a Post may wait for an editor's decision: when it is overdue, when editors are reminded, and when it is given up."""

from datetime import datetime, timedelta

from bot.messages import Sentence
from bot.plan.policy import ApprovalPolicy


def is_overdue(policy: ApprovalPolicy, since: datetime, now: datetime) -> bool:
    """Whether a Post that waits since `since` has waited for so long that a human should hear of it."""
    return now - since >= policy.remind_after


def is_reminder_due(policy: ApprovalPolicy, since: datetime, reminded_at: datetime | None, now: datetime) -> bool:
    """Whether editors are to be reminded of it now: once a period. A reminder of an earlier question does not count."""
    last = since if reminded_at is None else max(since, reminded_at)
    return is_overdue(policy, last, now)


def reason_to_give_up(policy: ApprovalPolicy, since: datetime, now: datetime) -> Sentence | None:
    """Why a Post that waits since `since` is dropped undecided; None while it may wait on."""
    if now - since < policy.expires_after:
        return None
    return Sentence("plan.undecided", {"days": f"{round(policy.expires_after / timedelta(days=1), 2):g}"})
