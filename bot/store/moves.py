"""One move of a Post in the caller's transaction: compare-and-set, by the table of legal moves. The methods of the outbox are made of these."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict, SlotTaken
from bot.model import MOVES, Draft, Event, Post, PostState
from bot.store.database import journal, violates
from bot.store.rows import from_draft, from_names
from bot.store.schema import approvals, posts

# From which state to which a Post may get another Draft.
_REDRAFTS: Final[Mapping[PostState, frozenset[PostState]]] = {
    PostState.HELD: frozenset({PostState.HELD}),
    PostState.SCHEDULED: frozenset({PostState.SCHEDULED, PostState.HELD}),
    PostState.FAILED: frozenset({PostState.HELD}),
    PostState.DROPPED: frozenset({PostState.DROPPED}),
}


def put_draft(
    connection: Connection,
    post: Post,
    draft: Draft,
    state: PostState,
    *,
    expected_hash: str,
    reason: str,
    actor: str,
    now: datetime,
    edited_by: Sequence[str] = (),
) -> None:
    """`Outbox.replace_draft` of a Post as it stands, in the caller's transaction."""
    key, same = post.key, draft.hash == expected_hash
    if state not in _REDRAFTS.get(post.state, ()) or draft.marker != key:
        raise Conflict("store.illegal_move", post=key, before=post.state, after=state)
    if state == PostState.SCHEDULED and not same and _is_approved(connection, key, expected_hash):
        # Approved since the caller looked: another Draft in its slot would go out in the name of who has approved this one.
        raise Conflict("store.moved_on", post=key)
    values = {
        **from_draft(draft),
        "way": draft.ways[0],
        "edited_by": from_names(post.edited_by if same else edited_by),
        "state": state,
        "reason": reason,
        "due_at": post.due_at if state == PostState.SCHEDULED else None,
        "try_after": post.try_after if state == PostState.SCHEDULED else None,
    }
    where = (posts.c.key == key, posts.c.state == post.state, posts.c.draft_hash == expected_hash)
    update_one(connection, post, where, values)
    journal(connection, moved(now, actor, key, "redrafted", post.state, state, reason))


def _is_approved(connection: Connection, key: str, draft_hash: str) -> bool:
    """Whether an approval of exactly this Draft counts."""
    query = select(approvals.c.id).where(approvals.c.post_key == key, approvals.c.draft_hash == draft_hash)
    return connection.execute(query.where(approvals.c.approved, approvals.c.undone_at.is_(None)).limit(1)).first() is not None


def drop_post(connection: Connection, post: Post, *, reason: str, actor: str, now: datetime) -> None:
    """`Outbox.drop` of a Post as it stands, in the caller's transaction."""
    where = (posts.c.key == post.key, posts.c.state == post.state)
    move(connection, post, PostState.DROPPED, {"due_at": None, "try_after": None, "reason": reason}, where)
    journal(connection, moved(now, actor, post.key, "dropped", post.state, PostState.DROPPED, reason))


def move(connection: Connection, post: Post, after: PostState, values: Mapping[str, Any], where: tuple[Any, ...]) -> None:
    """Bring a Post to another state, where the table of moves allows it and `where` still holds. Raises SlotTaken or Conflict."""
    if after not in MOVES[post.state]:
        raise Conflict("store.illegal_move", post=post.key, before=post.state, after=after)
    update_one(connection, post, where, {**values, "state": after})


def update_one(connection: Connection, post: Post, where: tuple[Any, ...], values: Mapping[str, Any]) -> None:
    """Change the one row of a Post that `where` finds. Raises SlotTaken, or Conflict where there is none any more."""
    try:
        done = connection.execute(update(posts).where(*where).values(**values))
    except IntegrityError as error:
        if violates(error, "channel", "due_at"):
            raise SlotTaken("store.slot_taken", channel=post.channel, due_at=values.get("due_at")) from None
        raise
    if done.rowcount != 1:
        raise Conflict("store.moved_on", post=post.key)


def moved(  # noqa: PLR0917 - the fields of an Event, in its order
    now: datetime, actor: str, key: str, verb: str, before: PostState, after: PostState, reason: str = ""
) -> Event:
    """The journal's line of a move."""
    return Event(at=now, actor=actor, subject=key, verb=verb, before=before, after=after, reason=reason)
