"""The tick that puts one Post on its Page, by the rule of the outbox (DESIGN, section 5): claim in one transaction, the network outside any, the outcome in another."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.protocol import Channel, Receipt
from bot.errors import ChannelDown, InDoubt, Refused, SlotTaken, Transient
from bot.messages import say
from bot.model import Post, PostState
from bot.plan.retry import after_transient, until_next_look
from bot.plan.timetable import GoOut, Move, Wait, judge, next_due, reason_to_expire
from bot.service.world import SERVICE, World, log


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What the tick did with one Post: `verb` is "published", "failed", "postponed", "in-doubt", "moved", "expired" or "paused"."""

    post: str
    verb: str
    reason: str = ""


def publish_due(world: World, *, ignore_timetable: bool = False) -> Attempt | None:
    """Deal with the first due Post of the first Page that has one; None where nothing is due.

    With `ignore_timetable`, scheduled Posts are due at once, in the order of their due times; approval and pause still count.
    """
    for page, channel in world.channels.items():
        now = world.clock()
        post = world.store.outbox.first_due(page, None if ignore_timetable else now, now)
        if post is None:
            continue
        attempt = _deal_with(world, channel, post, now, ignore_timetable=ignore_timetable)
        if attempt is not None:
            return attempt
    return None


def _deal_with(world: World, channel: Channel, post: Post, now: datetime, *, ignore_timetable: bool) -> Attempt | None:
    assert post.due_at is not None  # a database constraint: a scheduled Post has a due time
    timetable = world.settings.timetable
    entry = world.store.entries.get(post.entry_key)
    expired = reason_to_expire(timetable, entry.first_seen_at, now)
    if expired is not None:
        reason = expired.say(world.language)
        world.store.outbox.drop(post.key, reason=reason, actor=SERVICE, now=now)
        return Attempt(post=post.key, verb="expired", reason=reason)
    verdict = GoOut() if ignore_timetable else judge(timetable, post.due_at, now, _went_out(world, post.channel, now))
    match verdict:
        case Wait():
            return None
        case Move(why):
            reason = why.say(world.language)
            reschedule(world, post, now, reason)
            return Attempt(post=post.key, verb="moved", reason=reason)
        case GoOut():
            claimed = world.store.outbox.claim(
                post.key, expected_due_at=post.due_at, now=now, lease=world.settings.retry.lease, actor=SERVICE
            )
            return None if claimed is None else _send(world, channel, claimed)


def _went_out(world: World, page: str, now: datetime) -> list[datetime]:
    since = now - max(timedelta(days=1), world.settings.timetable.least_spacing)
    return world.store.outbox.published_times(page, since)


def reschedule(world: World, post: Post, now: datetime, reason: str) -> None:
    """Move a scheduled Post to the next free slot. Losing the slot or the Post to another worker is no harm: the next tick looks again."""
    assert post.due_at is not None  # see above
    due_at = next_due(world.settings.timetable, now, world.taken(post.channel, now))
    try:
        world.store.outbox.reschedule(post.key, expected_due_at=post.due_at, due_at=due_at, reason=reason, actor=SERVICE, now=now)
    except SlotTaken:
        log.info("slot taken by another worker; next tick plans again", post=post.key)


def _send(world: World, channel: Channel, post: Post) -> Attempt:
    outbox = world.store.outbox
    try:
        receipt = channel.publish(post.draft)
    except Transient as error:
        now = world.clock()
        try_after = now + after_transient(world.settings.retry, post.attempts, error.retry_after)
        reason = error.say(world.language)
        outbox.settle_scheduled(post, now=now, try_after=try_after, reason=reason, actor=SERVICE)
        return Attempt(post=post.key, verb="postponed", reason=reason)
    except InDoubt as error:
        now = world.clock()
        reason = error.say(world.language)
        outbox.doubt(post, now=now, look_at=now + until_next_look(0), reason=reason, actor=SERVICE)
        log.warning("in doubt; the Page will be asked", post=post.key, reason=str(error))
        return Attempt(post=post.key, verb="in-doubt", reason=reason)
    except Refused as error:
        reason = error.say(world.language)
        outbox.settle_failed(post, now=world.clock(), reason=reason, actor=SERVICE)
        log.error("refused", post=post.key, reason=str(error))
        return Attempt(post=post.key, verb="failed", reason=reason)
    except ChannelDown as error:
        now = world.clock()
        reason = error.say(world.language)
        outbox.settle_scheduled(post, now=now, try_after=None, reason=reason, actor=SERVICE)
        pause(world, post.channel, reason, now)
        return Attempt(post=post.key, verb="paused", reason=reason)
    return _published(world, post, receipt)


def pause(world: World, page: str, reason: str, now: datetime) -> None:
    """Stop a Page until a human has acted; said loudly once, probed again from time to time."""
    event = world.store.channels.pause(page, reason=reason, now=now, probe_at=now + world.settings.retry.probe_every, actor=SERVICE)
    if event is not None:
        log.error("channel paused: a human must act", channel=page, reason=reason)


def _published(world: World, post: Post, receipt: Receipt) -> Attempt:
    now = world.clock()
    world.store.outbox.settle_published(
        post, remote_id=receipt.remote_id, permalink=receipt.permalink, published_at=now, now=now, actor=SERVICE
    )
    log.info("published", post=post.key, channel=post.channel, remote_id=receipt.remote_id)
    return Attempt(post=post.key, verb=PostState.PUBLISHED, reason=say("service.published", world.language))
