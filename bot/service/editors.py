"""The editor's verbs: approve, reject, retry. Each is one compare-and-set on exactly the state and Draft the editor saw."""

from collections.abc import Callable
from datetime import datetime

from bot.errors import Conflict
from bot.model import MOVES, Post, PostState
from bot.plan.timetable import next_due
from bot.service.slots import plan_until_it_holds
from bot.service.world import World


def approve(world: World, key: str, *, by: str, note: str = "", seen_hash: str | None = None) -> Post:
    """Approve the Post's present Draft (or refuse, where `seen_hash` is of another one) and give it the next free slot.

    Raises:
        NotFound: no such Post.
        Conflict: it is not held any more, or its Draft is not the one that was seen.
    """
    post = world.store.outbox.get(key)
    if post.state is not PostState.HELD:
        raise Conflict("service.not_held", post=key, state=post.state)
    seen = seen_hash or post.draft.hash

    def give(due_at: datetime, now: datetime) -> Post:
        return world.store.outbox.approve(key, draft_hash=seen, by=by, note=note, due_at=due_at, now=now)

    return _in_next_slot(world, post.channel, give)


def reject(world: World, key: str, *, by: str, note: str) -> Post:
    """Drop a Post that has not gone out, with the editor's reason. Raises NotFound or Conflict."""
    post = world.store.outbox.get(key)
    if PostState.DROPPED not in MOVES[post.state]:
        raise Conflict("service.not_open", post=key, state=post.state)
    return world.store.outbox.reject(key, draft_hash=post.draft.hash, by=by, note=note, now=world.clock())


def retry(world: World, key: str, *, by: str) -> Post:
    """Schedule a failed Post again in the next free slot. Raises NotFound, or Conflict for a Post that has not failed."""
    post = world.store.outbox.get(key)
    if post.state is not PostState.FAILED:
        raise Conflict("service.not_failed", post=key, state=post.state)

    def give(due_at: datetime, now: datetime) -> Post:
        return world.store.outbox.retry(key, due_at=due_at, by=by, now=now)

    return _in_next_slot(world, post.channel, give)


def _in_next_slot(world: World, page: str, give: Callable[[datetime, datetime], Post]) -> Post:
    def attempt() -> Post:
        now = world.clock()
        return give(next_due(world.settings.timetable, now, world.taken(page, now)), now)

    return plan_until_it_holds(attempt)
