"""The tick that does what is to be done to Posts on their Page: first comments, other texts, withdrawals; by the same rule of the outbox."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.channels.protocol import Channel
from bot.errors import ChannelDown, InDoubt, Refused, Throttled, Transient
from bot.messages import say
from bot.model import Post, PostState, Step, StepKind
from bot.plan.retry import after_transient, until_next_look
from bot.service.limits import rest, room_to_publish
from bot.service.publish import pause
from bot.service.world import SERVICE, World, log


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """What the tick did with one Step of a Post: `verb` is "done", "failed" or "postponed"."""

    post: str
    kind: StepKind
    verb: str
    reason: str = ""


def step(world: World) -> Stepped | None:
    """Do one Step that is due, or settle one whose worker is gone; None where there is none."""
    names = [name for name, channel in world.channels.items() if room_to_publish(world, channel)]
    claimed = world.store.steps.claim(world.clock(), world.settings.retry.lease, names, SERVICE)
    if claimed is None:
        return None
    mine, post = claimed
    return _do(world, world.channels[post.channel], mine, post)


def _do(world: World, channel: Channel, mine: Step, post: Post) -> Stepped:
    if post.state is not PostState.PUBLISHED:
        # Another worker has withdrawn it while this Step was in hand.
        return _failed(world, mine, say("service.post_gone", world.language))
    if mine.sent_at is not None:
        settled = _look_before(world, channel, mine, post, mine.sent_at)
        if settled is not None:
            return settled
    mine = world.store.steps.about_to_send(mine, world.clock())
    try:
        remote_id = _send(channel, mine, post)
    except (Transient, ChannelDown) as error:
        return _not_now(world, channel, mine, error, unsent=True)
    except InDoubt as error:
        return _again(world, mine, error.say(world.language), until_next_look(mine.attempts))
    except Refused as error:
        return _failed(world, mine, error.say(world.language), unsent=True)
    return _done(world, mine, remote_id)


def _look_before(world: World, channel: Channel, mine: Step, post: Post, sent_at: datetime) -> Stepped | None:
    """The Page is asked what the last sending has left; None where it surely left nothing, and may be sent again."""
    try:
        remote_id = _done_before(channel, mine, post)
    except (Transient, ChannelDown) as error:
        return _not_now(world, channel, mine, error, unsent=False)
    except Refused as error:
        return _failed(world, mine, error.say(world.language))
    if remote_id is not None:
        return _done(world, mine, remote_id)
    # What the answer was stays the reason: it says more than that nothing has been seen yet.
    reason = mine.reason or say("service.not_seen_yet", world.language)
    waited, grace = world.clock() - sent_at, world.settings.retry.grace
    if mine.kind is StepKind.COMMENT and waited < grace:
        # Looks that grow with the time since the sending, the last one when absence may be believed.
        return _again(world, mine, reason, min(max(until_next_look(0), waited), grace - waited))
    if mine.attempts >= world.settings.retry.most_attempts:
        return _failed(world, mine, say("service.step_gave_up", world.language, attempts=mine.attempts, reason=reason))
    return None


def _not_now(world: World, channel: Channel, mine: Step, error: Transient | ChannelDown, *, unsent: bool) -> Stepped:
    """The channel can't be used now, and this request did nothing; `unsent` says whether it was the sending itself.

    Where the channel or its limits are at fault, the sending is none of the Step's attempts.
    """
    now, reason = world.clock(), error.say(world.language)
    if isinstance(error, Throttled):
        return _again(world, mine, reason, rest(world, channel, error).until - now, unsent=unsent, counts=not unsent)
    if isinstance(error, ChannelDown):
        # The Page is paused, and with it the Step: it needs no delay of its own.
        pause(world, channel.name, reason, now)
        return _again(world, mine, reason, timedelta(0), unsent=unsent, counts=not unsent)
    return _again(world, mine, reason, after_transient(world.settings.retry, mine.attempts, error.retry_after), unsent=unsent)


def _done_before(channel: Channel, mine: Step, post: Post) -> str | None:
    """What an earlier attempt has left on the Page: the comment's id, "" for another text or a withdrawal; None where nothing has."""
    match mine.kind:
        case StepKind.COMMENT:
            return channel.find_comment(post.remote_id, mine.text) or None
        case StepKind.EDIT:
            seen = channel.look(post.remote_id)
            return "" if seen is not None and seen.message == _text(mine, post).strip() else None
        case StepKind.WITHDRAW:
            return "" if channel.look(post.remote_id) is None else None
        case _:
            assert_never(mine.kind)


def _send(channel: Channel, mine: Step, post: Post) -> str:
    match mine.kind:
        case StepKind.COMMENT:
            return channel.comment(post.remote_id, mine.text)
        case StepKind.EDIT:
            channel.edit(post.remote_id, _text(mine, post))
        case StepKind.WITHDRAW:
            channel.withdraw(post.remote_id)
        case _:
            assert_never(mine.kind)
    return ""


def _text(mine: Step, post: Post) -> str:
    """The whole text of a Post with its new message: below a photo the link stays."""
    return replace(post.draft, message=mine.text).text(post.way)


def _done(world: World, mine: Step, remote_id: str) -> Stepped:
    reason = say("service.step_done", world.language)
    world.store.steps.settle_done(mine, now=world.clock(), actor=SERVICE, reason=reason, remote_id=remote_id)
    log.info("step done", post=mine.post_key, kind=mine.kind, remote_id=remote_id)
    return Stepped(post=mine.post_key, kind=mine.kind, verb="done", reason=reason)


def _again(world: World, mine: Step, reason: str, after: timedelta, *, unsent: bool = False, counts: bool = True) -> Stepped:
    now = world.clock()
    world.store.steps.settle_due(mine, now=now, try_after=now + after, actor=SERVICE, reason=reason, unsent=unsent, counts=counts)
    return Stepped(post=mine.post_key, kind=mine.kind, verb="postponed", reason=reason)


def _failed(world: World, mine: Step, reason: str, *, unsent: bool = False) -> Stepped:
    world.store.steps.settle_failed(mine, now=world.clock(), actor=SERVICE, reason=reason, unsent=unsent)
    log.error("step failed", post=mine.post_key, kind=mine.kind, reason=reason)
    return Stepped(post=mine.post_key, kind=mine.kind, verb="failed", reason=reason)
