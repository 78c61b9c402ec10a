"""The tick that tells people what needs them: notice, then one message to one recipient, by the rule of an outbox.

A message begins with taking the recipient's turn (compare-and-set), goes out once outside any transaction, and is settled. Where a worker dies in between, the
lease runs out and it is sent again, saying that it may be the second time: better told twice than never.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.alert import CONCERNS, AlertKind, Concern, Recipient
from bot.alerts.policy import RecipientPolicy
from bot.alerts.protocol import Message
from bot.errors import InDoubt, Refused, Transient
from bot.plan.telling import Diary, Waiting, after_failure, digest_is_due, is_last_today, now_told
from bot.service.alert_text import compose
from bot.service.digest import digest
from bot.service.needs import gather
from bot.service.world import World, log
from bot.store.alerts import Untold

_LEASE: Final = timedelta(minutes=2)  # far longer than a messenger may take
_SOLVED_LATELY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What the tick did: one message to a recipient, about so many things; `error` says why it did not arrive, "" where it did."""

    recipient: str
    digest: bool
    count: int
    error: str = ""


def alert(world: World, *, at_once: bool = False) -> Sent | None:
    """Notice what needs a human, then send one message that is due; None where none is. With `at_once` nothing waits for company."""
    gather(world)
    for policy in world.settings.alerts.recipients:
        sent = _tell(world, policy, at_once=at_once)
        if sent is not None:
            return sent
    return None


def _tell(world: World, policy: RecipientPolicy, *, at_once: bool) -> Sent | None:
    now, rules, zone = world.clock(), world.settings.alerts, world.zone
    # In this order: whoever sends in between changes the turn, and the claim below fails.
    row = world.store.alerts.recipient(policy.name)
    if row.claimed_until is not None and row.claimed_until > now:
        return None
    untold = _untold(world, policy)
    waiting = [Waiting(urgent=_is_urgent(each), seen_at=_seen(each), told_at=each.told_at) for each in untold]
    diary = Diary(day=row.day, sent=row.sent, last_sent_at=row.last_sent_at, try_after=row.try_after, digest_on=row.digest_on)
    chosen = [untold[place] for place in now_told(rules, waiting, diary, now, zone, at_once=at_once)]
    maybe_again = row.claimed_until is not None
    if chosen:
        last = is_last_today(rules, diary, now, zone, urgent=any(map(_is_urgent, chosen)))
        begun = [each.alert for each in chosen if not each.solved]
        solved = [each.alert for each in chosen if each.solved]
        message = compose(world, begun, solved, maybe_again=maybe_again, last_today=last)
        return _send(world, row, message, told=[each.id for each in begun], solved=[each.id for each in solved])
    if Concern.DIGEST in policy.kinds and digest_is_due(rules, diary, now, zone):
        return _send(world, row, digest(world, maybe_again=maybe_again), told=(), solved=(), is_digest=True)
    return None


def _untold(world: World, policy: RecipientPolicy) -> list[Untold]:
    now, rules = world.clock(), world.settings.alerts
    kinds = [kind for kind in AlertKind if CONCERNS[kind] in policy.kinds]
    solved_since = now - _SOLVED_LATELY if rules.tell_solved else None
    found = world.store.alerts.untold(policy.name, kinds, now - rules.again_after, solved_since)
    # That they can't be reached is of no use to those who can't be.
    return [each for each in found if each.alert.subject != f"recipient:{policy.name}"]


def _is_urgent(untold: Untold) -> bool:
    return not untold.solved and CONCERNS[untold.alert.kind] is Concern.URGENT


def _seen(untold: Untold) -> datetime:
    alert = untold.alert
    return (alert.resolved_at if untold.solved else alert.seen_at) or alert.since


def _send(
    world: World, row: Recipient, message: Message, *, told: Sequence[int], solved: Sequence[int], is_digest: bool = False
) -> Sent | None:
    mine = world.store.alerts.claim(row, world.clock(), _LEASE)
    if mine is None:
        return None
    error: Transient | InDoubt | Refused | None = None
    try:
        world.messengers[mine.name].send(message)
    except (Transient, InDoubt, Refused) as failure:
        error = failure
    now = world.clock()
    if error is None:
        day = now.astimezone(world.zone).date()
        world.store.alerts.settle_sent(mine, told, solved, now=now, day=day, digest=is_digest)
        log.info("told", recipient=mine.name, things=len(told), solved=len(solved), digest=is_digest)
        return Sent(recipient=mine.name, digest=is_digest, count=len(told) + len(solved))
    reason = error.say(world.language)
    try_after = now + after_failure(mine.attempts + 1)
    world.store.alerts.settle_failed(mine, now=now, try_after=try_after, reason=reason, in_doubt=isinstance(error, InDoubt))
    log.error("a recipient could not be told", recipient=mine.name, reason=reason, attempts=mine.attempts + 1)
    return Sent(recipient=mine.name, digest=is_digest, count=len(told) + len(solved), error=reason)
