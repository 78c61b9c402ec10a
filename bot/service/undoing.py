"""The editor's verb `undo`: the last approval or rejection of a Post is taken back within the grace time, and the Post is held again."""

from datetime import datetime, timedelta
from typing import Final

from bot.errors import Conflict
from bot.messages import say
from bot.model import Approval, Post, PostState
from bot.service.world import World

# Clocks of two workers, and a worker that stands still between looking at its clock and writing.
_SLACK: Final = timedelta(hours=1)


def undo(world: World, key: str, *, by: str) -> Post:
    """Take the last decision on a Post back. An approval, while the Post is still scheduled; a rejection, soon after it.

    Raises:
        NotFound: no such Post.
        Conflict: there is no decision, it was taken back already or too long ago, or the Post has moved on since.
    """
    post, now = world.store.outbox.get(key), world.clock()
    decision = _last(world, key)
    if decision is None or decision.undone_at is not None:
        raise Conflict("service.nothing_to_undo", post=key)
    if now - decision.at > world.settings.approval.undo_within:
        minutes = f"{world.settings.approval.undo_within / timedelta(minutes=1):g}"
        raise Conflict(
            "service.undo_too_late", post=key, by=decision.by, time=f"{decision.at.astimezone(world.zone):%H:%M}", minutes=minutes
        )
    stands = PostState.SCHEDULED if decision.approved else PostState.DROPPED
    if post.state is not stands or (decision.approved and post.draft.hash != decision.draft_hash):
        raise Conflict("service.undo_moved_on", post=key, state=post.state)
    if not decision.approved:
        _refuse_where_another_took_its_place(world, post)
    return world.store.decisions.undo(post, decision, by=by, reason=_why(world, post, decision, by), now=now)


def _refuse_where_another_took_its_place(world: World, post: Post) -> None:
    """What was rejected left its Page to other entries of its article: an editor may have admitted one meanwhile, and the article goes there once."""
    known = world.store.likenesses.known([post.entry_key])[post.entry_key].known
    other = world.store.makings.covering("", known.same_as or post.entry_key).get(post.channel)
    if other is not None:
        raise Conflict("store.article_on_page", entry=post.entry_key, page=post.channel, post=other.key)


def may_come_back(world: World, post: Post, now: datetime) -> bool:
    """Whether a dropped Post may yet be held again by `undo`: till then it is kept in line with its article, or an editor would approve a stale text."""
    if post.state is not PostState.DROPPED:
        return False
    decision = _last(world, post.key)
    grace = world.settings.approval.undo_within + _SLACK
    return decision is not None and not decision.approved and decision.undone_at is None and now - decision.at <= grace


def _last(world: World, key: str) -> Approval | None:
    return next(reversed(world.store.approvals.of(key)), None)


def _why(world: World, post: Post, decision: Approval, by: str) -> str:
    """Why the Post waits now: who took what back, why it had waited before, and what the rejection (and the article since) says against it."""
    undone = say("service.undone_approval" if decision.approved else "service.undone_rejection", world.language, by=by)
    held = [event.reason for event in world.store.journal.of(post.key) if event.after == PostState.HELD]
    return "; ".join(filter(None, (undone, *held[-1:], "" if decision.approved else post.reason)))
