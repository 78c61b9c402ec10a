"""The tick that puts one Post on its Page, by the rule of the outbox (DESIGN, section 5): claim in one transaction, the network outside any, the outcome in another."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.channels.protocol import Absent, Channel, Receipt, Unsure
from bot.errors import Braked, ChannelDown, Conflict, Doubt, InDoubt, NotFound, Refused, SlotTaken, Throttled, Transient
from bot.messages import say
from bot.model import Post, PostState
from bot.plan.retry import after_transient, until_next_look
from bot.plan.timetable import GoOut, Move, Wait, judge, reason_to_expire
from bot.service.corrections import hold
from bot.service.limits import rest, room_to_publish
from bot.service.slots import seat, told
from bot.service.unapproved import reason_to_ask
from bot.service.vanished import look_before_posting
from bot.service.world import SERVICE, SETTINGS_SPREAD, World, log

_LATELY: Final = timedelta(days=1)
_LONG_REQUEST: Final = timedelta(minutes=2)  # longer than the time-outs let one last
_MOST_BACK: Final = timedelta(days=30)
_MOST_DOUBLINGS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What the tick did with one Post.

    `verb` is "published", "adopted", "failed", "postponed", "in-doubt", "moved", "expired", "fell-back", "overtaken", "paused",
    "held" (nobody has approved it, and somebody must now, or its Page is gone from the settings), or, of a Post whose article its feed no longer names, "looked" or "held".
    """

    post: str
    verb: str
    reason: str = ""


def publish_due(world: World, *, ignore_timetable: bool = False) -> Attempt | None:
    """Deal with the first due Post of the first Page that has one; None where nothing is due.

    With `ignore_timetable`, scheduled Posts are due at once, in the order of their due times; approval and pause still count.
    """
    for page, channel in world.channels.items():
        attempt = _first_of(world, page, channel, ignore_timetable=ignore_timetable)
        if attempt is not None:
            return attempt
    return _hold_without_a_page(world)


def _hold_without_a_page(world: World) -> Attempt | None:
    """Hold the first overdue Post, approved or not, whose Page the settings no longer name; a Page that is only switched off keeps its Posts."""
    now = world.clock()
    post = world.store.outbox.first_elsewhere(world.named_pages, now - SETTINGS_SPREAD)
    if post is None:
        return None
    reason = say("service.page_left", world.language, page=post.channel)
    hold(world, post, reason, now)
    log.warning("not posted: its Page is no longer in the settings", post=post.key, channel=post.channel)
    return Attempt(post=post.key, verb="held", reason=reason)


def _first_of(world: World, page: str, channel: Channel, *, ignore_timetable: bool) -> Attempt | None:
    """Deal with the first due Post of a Page that need not wait for the spacing: behind one that does, an editor may have put another that need not."""
    waiting: set[str] = set()
    while True:
        now = world.clock()
        post = world.store.outbox.first_due(page, None if ignore_timetable else now, now, waiting)
        if post is None or not room_to_publish(world, channel):
            return None
        attempt = _deal_with(world, channel, post, now, ignore_timetable=ignore_timetable)
        if not isinstance(attempt, Wait):
            return attempt
        waiting.add(post.key)


def _deal_with(world: World, channel: Channel, post: Post, now: datetime, *, ignore_timetable: bool) -> Attempt | Wait | None:
    assert post.due_at is not None  # a database constraint: a scheduled Post has a due time
    timetable = world.timetable(post.channel)
    entry = world.store.entries.get(post.entry_key)
    traits = world.traits(post.channel, entry.entry, entry.classification, entry.first_seen_at)
    expired = reason_to_expire(timetable, post.created_at, now, traits.lane)
    if expired is not None:
        reason = expired.say(world.language)
        world.store.outbox.drop(post.key, reason=reason, actor=SERVICE, now=now)
        return Attempt(post=post.key, verb="expired", reason=reason)
    verdict = GoOut() if ignore_timetable else judge(timetable, post.due_at, now, world.sent(post.channel, now), traits)
    if not isinstance(verdict, GoOut) and is_forced(world, post):
        verdict = judge(timetable, post.due_at, now, (), traits, forced=True)
    match verdict:
        case Wait():
            return verdict
        case Move(why):
            reason = told(world, why)
            reschedule(world, post, now, reason)
            return Attempt(post=post.key, verb="moved", reason=reason)
        case GoOut():
            asked = reason_to_ask(world, entry, post)
            if asked:
                hold(world, post, asked, now)
                log.warning("not posted: an editor is asked", post=post.key, reason=asked)
                return Attempt(post=post.key, verb="held", reason=asked)
            looked = look_before_posting(world, entry, post)
            if looked is not None:
                # A unit of work of its own: the next tick goes by what it has found.
                return Attempt(post=post.key, verb=looked.verb, reason=looked.reason)
            claimed = _claim(world, post, now)
            return None if claimed is None else _send(world, channel, claimed)


def is_forced(world: World, post: Post) -> bool:
    """Whether an editor has said in so many words that the Post is to go out at the time it has now, whatever the timetable says."""
    return any(event.verb == "forced" and event.at == post.due_at for event in world.store.journal.of(post.key))


def _claim(world: World, post: Post, now: datetime) -> Post | None:
    assert post.due_at is not None  # see above
    try:
        return world.store.outbox.claim(
            post.key,
            expected_due_at=post.due_at,
            now=now,
            lease=world.settings.retry.lease,
            actor=SERVICE,
            most_per_hour=world.settings.limits.most_per_hour,
        )
    except Braked as error:
        log.warning("circuit breaker: nothing more within this hour", channel=post.channel, reason=str(error))
        return None


def reschedule(world: World, post: Post, now: datetime, reason: str) -> None:
    """Move a scheduled Post to the next free slot. Losing the slot or the Post to another worker is no harm: the next tick looks again."""
    assert post.due_at is not None  # see above
    try:
        slot = seat(world, post, now, moved=True)
        reason = "; ".join(filter(None, (reason, slot.why)))
        world.store.outbox.reschedule(post.key, expected_due_at=post.due_at, due_at=slot.due_at, reason=reason, actor=SERVICE, now=now)
    except SlotTaken:
        log.info("slot taken by another worker; next tick plans again", post=post.key)


def _send(world: World, channel: Channel, claimed: Post) -> Attempt:
    outbox = world.store.outbox
    post = claimed

    def about_to_send() -> None:
        # What only prepares a Post may have taken longer than the lease; whoever has lost it sends nothing.
        nonlocal post
        post = outbox.renew(post, now=world.clock(), lease=world.settings.retry.lease)

    try:
        pictures = world.store.pictures.contents([picture.digest for picture in post.draft.pictures])
        there = _there_already(world, channel, post)
        if there is not None:
            return Attempt(post=post.key, verb="adopted", reason=adopt(world, post, there))
        receipt = channel.publish(post.draft, post.way, pictures, about_to_send)
    except Conflict as error:
        log.warning("not sent: another worker has taken the Post over", post=post.key, reason=str(error))
        return Attempt(post=post.key, verb="overtaken", reason=error.say(world.language))
    except NotFound as error:
        # A picture that is no more in the database: nothing was sent, and another way may do without it.
        return refused(world, post, error.say(world.language), of_way=True)
    except Throttled as error:
        until = rest(world, channel, error).until
        return _postponed(world, post, error, until, counts=False)
    except Transient as error:
        return _postponed(world, post, error, world.clock() + after_transient(world.settings.retry, post.attempts, error.retry_after))
    except InDoubt as error:
        reason = error.say(world.language)
        _doubt(world, post, reason, error.doubt)
        log.warning("in doubt; the Page will be asked", post=post.key, reason=str(error))
        return Attempt(post=post.key, verb="in-doubt", reason=reason)
    except Refused as error:
        return refused(world, post, error.say(world.language), of_way=error.of_way)
    except ChannelDown as error:
        now = world.clock()
        reason = error.say(world.language)
        # The Page is what is wrong, not the Post: the attempt is none of its own.
        outbox.settle_scheduled(post, now=now, try_after=None, reason=reason, actor=SERVICE, counts=False)
        pause(world, post.channel, reason, now)
        return Attempt(post=post.key, verb="paused", reason=reason)
    return _published(world, post, receipt)


def _doubt(world: World, post: Post, reason: str, kind: Doubt) -> None:
    """Record that nobody knows. "Absent" may be believed after the grace time, counted from when the request ended where that took unusually long.

    A process that stood still in the midst of its request may have posted long after the attempt began, and another worker may have looked meanwhile.
    """
    assert post.attempted_at is not None  # a publishing Post has an attempt
    outbox, now, grace = world.store.outbox, world.clock(), world.settings.retry.grace
    if now - post.attempted_at <= _LONG_REQUEST:
        outbox.doubt(post, now=now, look_at=now + until_next_look(0), reason=reason, actor=SERVICE, kind=kind)
    else:
        outbox.doubt_late(post, now=now, look_at=now + grace, reason=reason, actor=SERVICE, kind=kind)


def _there_already(world: World, channel: Channel, post: Post) -> Receipt | None:
    """Before the first attempt: whether the Post is on the Page without our knowing.

    After a database was restored from a backup, or where a second installation serves the same Page, the record here knows less than the Page does.

    Raises Transient where the Page can't be read to its end: it could not be found again after a doubt, either.
    """
    if post.attempts > 1:
        return None  # looked for by `reconcile`, several times
    since = world.clock() - min(world.timetable(post.channel).expires_after, _MOST_BACK)
    match channel.find(post.draft, since, world.store.outbox.remote_ids(post.channel)):
        case Receipt() as receipt:
            return receipt
        case Unsure(why):
            raise Transient("service.page_unread", why=why)
        case Absent():
            return None


def adopt(world: World, post: Post, found: Receipt) -> str:
    """Record a Post that was found on the Page as published, with the reason that stands in the journal."""
    assert post.attempted_at is not None  # a publishing Post has an attempt
    reason = say("service.adopted", world.language)
    world.store.outbox.settle_published(
        post,
        remote_id=found.remote_id,
        permalink=found.permalink,
        published_at=post.attempted_at,
        now=world.clock(),
        actor=SERVICE,
        reason=reason,
    )
    log.info("found on the Page; adopted", post=post.key, remote_id=found.remote_id)
    return reason


def _postponed(world: World, post: Post, error: Transient, until: datetime, *, counts: bool = True) -> Attempt:
    reason = error.say(world.language)
    world.store.outbox.settle_scheduled(post, now=world.clock(), try_after=until, reason=reason, actor=SERVICE, counts=counts)
    return Attempt(post=post.key, verb="postponed", reason=reason)


def refused(world: World, post: Post, reason: str, *, of_way: bool) -> Attempt:
    """Surely not on the Page, and refused: the Draft's next way where that may help, else the Post has failed."""
    now, following = world.clock(), post.next_way
    if of_way and following is not None:
        world.store.outbox.fall_back(post, following, now=now, reason=reason, actor=SERVICE)
        log.warning("refused in this way; the next one is tried", post=post.key, way=following, reason=reason)
        return Attempt(post=post.key, verb="fell-back", reason=reason)
    world.store.outbox.settle_failed(post, now=now, reason=reason, actor=SERVICE)
    log.error("refused", post=post.key, reason=reason)
    return Attempt(post=post.key, verb="failed", reason=reason)


def pause(world: World, page: str, reason: str, now: datetime) -> None:
    """Stop a Page until a human has acted; said loudly once, probed again from time to time.

    There are faults that no probe can see (a checkpoint, a restriction): where the Page works again by what it says and then does not, it is probed
    half as often each time, so that it is neither asked nor told of every quarter of an hour for days.
    """
    lately = [event for event in world.store.journal.of(f"channel:{page}") if event.verb == "paused" and now - event.at < _LATELY]
    again = sum(event.reason == reason for event in lately)
    probe_at = now + world.settings.retry.probe_every * (1 << min(again, _MOST_DOUBLINGS))
    event = world.store.channels.pause(page, reason=reason, now=now, probe_at=probe_at, actor=SERVICE)
    if event is not None:
        log.error("channel paused: a human must act", channel=page, reason=reason)


def _published(world: World, post: Post, receipt: Receipt) -> Attempt:
    now = world.clock()
    world.store.outbox.settle_published(
        post, remote_id=receipt.remote_id, permalink=receipt.permalink, published_at=now, now=now, actor=SERVICE
    )
    log.info("published", post=post.key, channel=post.channel, remote_id=receipt.remote_id)
    return Attempt(post=post.key, verb=PostState.PUBLISHED, reason=say("service.published", world.language))
