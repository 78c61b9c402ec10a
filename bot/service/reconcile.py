"""The tick that settles what is in doubt: it asks the Page whether a Post is there, and a paused Page whether it works again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.protocol import Absent, Channel, Receipt, Unsure
from bot.errors import ChannelDown, Doubt, SlotTaken, Throttled
from bot.messages import say
from bot.model import Post
from bot.plan.retry import LOOKS_BEFORE_ALARM, surely_absent, until_next_look
from bot.service.limits import rest, room_to_look
from bot.service.publish import adopt, pause, refused
from bot.service.slots import seat
from bot.service.world import SERVICE, World, log


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the tick did: `subject` is a Post's key or "channel:NAME"; `verb` is "adopted", "rescheduled", "failed", "fell-back", "still-in-doubt", "resumed" or "still-paused"."""

    subject: str
    verb: str
    reason: str = ""


def reconcile(world: World) -> Settled | None:
    """Look for one Post in doubt, else probe one paused Page; None where there is nothing to settle."""
    now = world.clock()
    readable = [name for name, channel in world.channels.items() if room_to_look(world, channel)]
    post = world.store.outbox.claim_doubtful(now, world.settings.retry.lease, readable)
    if post is not None:
        return _look_for(world, world.channels[post.channel], post)
    status = world.store.channels.claim_probe(now, world.settings.retry.probe_every, readable)
    return None if status is None else _probe(world, world.channels[status.name])


def _look_for(world: World, channel: Channel, post: Post) -> Settled:
    assert post.attempted_at is not None  # a publishing Post has an attempt
    try:
        found = channel.find(post.draft, post.attempted_at, world.store.outbox.remote_ids(post.channel))
    except ChannelDown as error:
        now = world.clock()
        pause(world, post.channel, error.say(world.language), now)
        return _still_in_doubt(world, post, _answered(post, error.say(world.language)), now)
    except Throttled as error:
        now = world.clock()
        reason = _answered(post, error.say(world.language))
        return _still_in_doubt(world, post, reason, now, wait=rest(world, channel, error).until - now)
    now = world.clock()
    match found:
        case Receipt():
            return Settled(subject=post.key, verb="adopted", reason=adopt(world, post, found))
        case Unsure(why):
            return _still_in_doubt(world, post, _answered(post, why), now)
        case Absent():
            if not surely_absent(world.settings.retry, post.attempted_at, now, post.absences + 1):
                # What the answer was stays the reason: it says more than that nothing has been seen yet.
                return _still_in_doubt(world, post, post.reason or say("service.not_seen_yet", world.language), now, absent=True)
            return _absent(world, post, now)


def _answered(post: Post, why: str) -> str:
    """The reason that stands beside the Post: an answer that meant something outlives every look that could not be made."""
    return why if post.doubt is Doubt.UNKNOWN else post.reason


def _absent(world: World, post: Post, now: datetime) -> Settled:
    """What "surely absent" means depends on what the answer was worth."""
    if post.doubt is Doubt.REFUSED:
        attempt = refused(world, post, say("service.refused_and_absent", world.language, reason=post.reason), of_way=True)
        return Settled(subject=post.key, verb=attempt.verb, reason=attempt.reason)
    if post.doubt is Doubt.DUPLICATE:
        if post.attempts > 1:
            # It may be there from an earlier attempt whatever the listing shows: neither again nor given up, a human looks.
            return _still_in_doubt(world, post, say("service.duplicate_unseen", world.language), now)
        attempt = refused(world, post, say("service.duplicate_of_other", world.language), of_way=False)
        return Settled(subject=post.key, verb=attempt.verb, reason=attempt.reason)
    if post.attempts >= world.settings.retry.most_attempts:
        return _give_up(world, post, now)
    return _schedule_again(world, post, now)


def _still_in_doubt(
    world: World, post: Post, reason: str, now: datetime, *, absent: bool = False, wait: timedelta | None = None
) -> Settled:
    if post.doubts >= LOOKS_BEFORE_ALARM:
        log.error("still in doubt: a human should look at the Page", post=post.key, looks=post.doubts, reason=reason)
    look_at = now + (wait or until_next_look(post.doubts))
    world.store.outbox.doubt(post, now=now, look_at=look_at, reason=reason, actor=SERVICE, absent=absent)
    return Settled(subject=post.key, verb="still-in-doubt", reason=reason)


def _give_up(world: World, post: Post, now: datetime) -> Settled:
    reason = say("service.gave_up", world.language, attempts=post.attempts, reason=post.reason)
    world.store.outbox.settle_failed(post, now=now, reason=reason, actor=SERVICE)
    log.error("gave up after several attempts; surely not on the Page", post=post.key, attempts=post.attempts)
    return Settled(subject=post.key, verb="failed", reason=reason)


def _schedule_again(world: World, post: Post, now: datetime) -> Settled:
    reason = say("service.surely_absent", world.language)
    try:
        slot = seat(world, post, now)
        told = "; ".join(filter(None, (reason, slot.why)))
        world.store.outbox.settle_scheduled(post, now=now, due_at=slot.due_at, try_after=None, reason=told, actor=SERVICE)
    except SlotTaken:
        # Somebody else took that slot: the Post stays in doubt and is looked at again shortly, which is safe.
        return _still_in_doubt(world, post, reason, now)
    return Settled(subject=post.key, verb="rescheduled", reason=reason)


def _probe(world: World, channel: Channel) -> Settled:
    wrong = [finding for finding in channel.check() if not finding.ok and finding.stops]
    subject = f"channel:{channel.name}"
    if wrong:
        return Settled(subject=subject, verb="still-paused", reason=wrong[0].sentence)
    world.store.channels.resume(channel.name, reason=say("service.resumed", world.language), now=world.clock(), actor=SERVICE)
    log.info("channel resumed", channel=channel.name)
    return Settled(subject=subject, verb="resumed")
