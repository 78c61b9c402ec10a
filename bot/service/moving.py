"""An editor moves a Post that waits: later, now, or to a time of their own. Each is one compare-and-set with its line in the journal."""

from datetime import datetime
from typing import Literal

from bot.errors import Conflict, LoaError, SlotTaken
from bot.messages import Sentence, say
from bot.model import Post, PostState
from bot.plan.timetable import objection, reason_to_expire
from bot.service.slots import but_for, plan_until_it_holds, seat, told, traits_of
from bot.service.world import World


def later(world: World, key: str, *, by: str) -> Post:
    """Give a scheduled Post the next free slot after its present one.

    Raises NotFound, or Conflict where it is not scheduled, was moved meanwhile, or there is no slot within two years.
    """

    def attempt() -> Post:
        post, due_at = _scheduled(world, key)
        at = world.clock()
        slot = seat(world, post, at, after=max(at, due_at))
        reason = "; ".join(filter(None, (say("service.put_off", world.language), slot.why)))
        world.store.outbox.reschedule(key, expected_due_at=due_at, due_at=slot.due_at, reason=reason, actor=by, now=at, verb="deferred")
        return world.store.outbox.get(key)

    return plan_until_it_holds(attempt)


def now(world: World, key: str, *, by: str, force: bool = False) -> Post:
    """Have a scheduled Post go out at the next tick, though this is no slot.

    Quiet hours and days, spacing, caps and the cooling-off hold; `force`, said in so many words, sets them all aside, for this one time: should the Post not
    get out within the timetable's `lateness`, it is moved to a slot like any other.

    Raises NotFound, or Conflict where it is not scheduled, was moved meanwhile, or (without `force`) the timetable speaks against it.
    """
    post, due_at = _scheduled(world, key)
    at = world.clock()
    if not force:
        why = _objection(world, post, at, at)
        if why is not None:
            raise Conflict("service.not_now", post=key, why=told(world, why))
    reason = say("service.forced_now" if force else "service.wanted_now", world.language)
    return _put(world, post, due_at, at, at, by=by, reason=reason, forced=force)


def move(world: World, key: str, *, by: str, due_at: datetime) -> Post:
    """Have a scheduled Post go out at exactly `due_at` (aware, to come), which need be no slot. No other Post makes room for it, nor will it for others.

    Raises:
        NotFound: no such Post.
        Conflict: it is not scheduled, was moved meanwhile, or the timetable speaks against that time: the error says what.
        LoaError: the time is past.
    """
    post, before = _scheduled(world, key)
    at = world.clock()
    if due_at <= at:
        raise LoaError("service.time_past", time=_shown(world, due_at))
    why = _objection(world, post, due_at, at)
    if why is not None:
        raise Conflict("service.not_then", post=key, time=_shown(world, due_at), why=told(world, why))
    return _put(world, post, before, due_at, at, by=by, reason=say("service.wanted_then", world.language))


def _scheduled(world: World, key: str) -> tuple[Post, datetime]:
    post = world.store.outbox.get(key)
    if post.state is not PostState.SCHEDULED or post.due_at is None:
        raise Conflict("service.not_scheduled", post=key, state=post.state)
    return post, post.due_at


def _objection(world: World, post: Post, due_at: datetime, at: datetime) -> Sentence | None:
    policy, traits = world.timetable(post.channel), traits_of(world, post)
    if reason_to_expire(policy, post.created_at, due_at, traits.lane) is not None:
        return Sentence("plan.expired_by_then")
    return objection(policy, due_at, but_for(post.key, world.taken(post.channel, at)), traits)


def _put(world: World, post: Post, before: datetime, due_at: datetime, at: datetime, *, by: str, reason: str, forced: bool = False) -> Post:
    verb: Literal["forced", "placed"] = "forced" if forced else "placed"
    try:
        world.store.outbox.reschedule(post.key, expected_due_at=before, due_at=due_at, reason=reason, actor=by, now=at, verb=verb)
    except SlotTaken:
        why = say("service.time_taken", world.language)
        raise Conflict("service.not_then", post=post.key, time=_shown(world, due_at), why=why) from None
    return world.store.outbox.get(post.key)


def _shown(world: World, at: datetime) -> str:
    return f"{at.astimezone(world.zone):%H:%M %d/%m/%Y}"
