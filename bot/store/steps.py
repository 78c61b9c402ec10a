"""The second outbox: what is to be done to Posts that are on their Page. Every move is one compare-and-set, with its journal line."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict, NotFound
from bot.model import STEP_MOVES, Event, Post, PostState, Step, StepKind, StepState
from bot.store.database import Database, journal
from bot.store.rows import from_draft, from_step, to_post, to_step
from bot.store.schema import channels, events, posts, steps

_GIVING_WAY: Final = (StepState.HELD, StepState.DUE, StepState.FAILED)

# Built once, as every question that each beat asks: that takes longer than the answer.
_READY: Final = (steps.c.state == StepState.DUE) & or_(steps.c.try_after.is_(None), steps.c.try_after <= bindparam("now"))
_ORPHANED: Final = (steps.c.state == StepState.DOING) & (steps.c.claimed_until <= bindparam("now"))
_PAUSED: Final = select(channels.c.name).where(channels.c.name == posts.c.channel, channels.c.paused_since.is_not(None))
_NEXT: Final = (
    select(steps)
    .join(posts, posts.c.key == steps.c.post_key)
    .where(or_(_READY, _ORPHANED), posts.c.channel.in_(bindparam("names", expanding=True)), ~_PAUSED.exists())
    .order_by(steps.c.id)
    .limit(1)
)
_NEXT_UNLOCKED: Final = _NEXT.with_for_update(of=steps, skip_locked=True)


class Steps:
    """Every method raises StoreError where the database can't be used; moves raise Conflict where the Step is no longer as the caller saw it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Reading

    def of(self, post_key: str) -> list[Step]:
        """Every Step of a Post, oldest first."""
        return self._steps(select(steps).where(steps.c.post_key == post_key).order_by(steps.c.id))

    def listing(self, states: Sequence[StepState], limit: int) -> list[Step]:
        """Steps in `states`, oldest first."""
        return self._steps(select(steps).where(steps.c.state.in_(states)).order_by(steps.c.id).limit(limit))

    def _steps(self, query: Any) -> list[Step]:
        with self._database.read() as connection:
            return [to_step(row) for row in connection.execute(query).mappings()]

    # Wanting and deciding

    def want(self, step: Step) -> Step:
        """A new Step of a published Post, held or due. One of its kind that waits or has failed gives way to it; the very same one stays as it is.

        Raises:
            NotFound: no such Post.
            Conflict: the Post is not on its Page, or a Step of this kind is just being done.
        """
        with self._database.write() as connection:
            return want_step(connection, step)

    def decide(self, step: Step, after: StepState, *, by: str, reason: str, now: datetime) -> Step:
        """An editor's decision on a Step that waits or has failed: `due` or `dropped`. Raises Conflict."""
        with self._database.write() as connection:
            return decide_step(connection, step, after, by=by, reason=reason, now=now)

    # Doing: claim, then exactly one settlement

    def claim(self, now: datetime, lease: timedelta, names: Collection[str], actor: str) -> tuple[Step, Post] | None:
        """A Step that is due, or whose worker is gone, on one of the channels `names` that is not paused; None where there is none.

        Where it has a `sent_at`, it may have been done already: the Page must be asked first.
        """
        query = _NEXT_UNLOCKED if self._database.is_postgres else _NEXT
        with self._database.write() as connection:
            row = connection.execute(query, {"now": now, "names": sorted(names)}).mappings().first()
            if row is None:
                return None
            step = to_step(row)
            values = {"state": StepState.DOING, "claimed_until": now + lease, "attempted_at": now}
            connection.execute(update(steps).where(steps.c.id == step.id).values(**values))
            if step.state is StepState.DUE and step.sent_at is None:
                journal(connection, _event(now, actor, step, "begun", ""))
            return _get(connection, step.id), _post(connection, step.post_key)

    def settle_done(self, step: Step, *, now: datetime, actor: str, reason: str, remote_id: str = "") -> Step:
        """Doing → done, with what it means for the Post: its new message, or that it is withdrawn."""
        with self._database.write() as connection:
            _move(connection, step, StepState.DONE, {"claimed_until": None, "remote_id": remote_id}, _same_attempt(step))
            done = _event(now, actor, step, "done", reason)
            if step.kind is StepKind.EDIT:
                post = _post(connection, step.post_key)
                _change_post(connection, post, from_draft(replace(post.draft, message=step.text)))
            elif step.kind is StepKind.WITHDRAW:
                why = _why_wanted(connection, step)
                _change_post(connection, _post(connection, step.post_key), {"state": PostState.WITHDRAWN, "reason": why})
                _drop_the_rest(connection, step.post_key, now, actor, reason)
                done = replace(done, before=PostState.PUBLISHED, after=PostState.WITHDRAWN)
            journal(connection, done)
            return _get(connection, step.id)

    def about_to_send(self, step: Step, now: datetime) -> Step:
        """Note, before the network is touched, that from now on nobody knows whether it was done. Raises Conflict where another worker has it."""
        with self._database.write() as connection:
            done = connection.execute(
                update(steps).where(steps.c.id == step.id, *_same_attempt(step)).values(sent_at=now, attempts=step.attempts + 1)
            )
            if done.rowcount != 1:
                raise Conflict("store.moved_on", post=step.post_key)
            return _get(connection, step.id)

    def settle_due(
        self, step: Step, *, now: datetime, try_after: datetime, actor: str, reason: str, unsent: bool = False, counts: bool = True
    ) -> Step:
        """Doing → due again, not before `try_after`; `unsent` where it is certain that the last sending did nothing.

        Without `counts` that sending is none of the Step's attempts.
        """
        values: dict[str, Any] = {"claimed_until": None, "try_after": try_after, "attempts": step.attempts if counts else step.attempts - 1}
        if unsent:
            values["sent_at"] = None
        with self._database.write() as connection:
            _move(connection, step, StepState.DUE, values, _same_attempt(step))
            if reason != step.reason:
                journal(connection, _event(now, actor, step, "postponed", reason))
            connection.execute(update(steps).where(steps.c.id == step.id).values(reason=reason))
            return _get(connection, step.id)

    def settle_failed(self, step: Step, *, now: datetime, actor: str, reason: str, unsent: bool = False) -> Step:
        """Doing → failed: the channel will never do it; `unsent` where it is certain that the last sending did nothing."""
        values: dict[str, Any] = {"claimed_until": None, "reason": reason, **({"sent_at": None} if unsent else {})}
        with self._database.write() as connection:
            _move(connection, step, StepState.FAILED, values, _same_attempt(step))
            journal(connection, _event(now, actor, step, "failed", reason))
            return _get(connection, step.id)


def want_step(connection: Connection, step: Step) -> Step:
    """`Steps.want` in the caller's transaction."""
    row = connection.execute(select(posts.c.state).where(posts.c.key == step.post_key)).first()
    if row is None:
        raise NotFound("store.no_post", key=step.post_key)
    if row.state != PostState.PUBLISHED:
        raise Conflict("store.not_on_page", post=step.post_key, state=row.state)
    for old in _giving_way(connection, step.post_key, step.kind):
        if (old.text, old.state, old.entry_hash) == (step.text, step.state, step.entry_hash):
            return old
        _move(connection, old, StepState.DROPPED, {}, (steps.c.state == old.state,))
        journal(connection, _event(step.created_at, step.by, old, "dropped", step.reason))
    try:
        number = connection.execute(insert(steps).values(**from_step(step)).returning(steps.c.id)).scalar_one()
    except IntegrityError:
        # The unique index over open Steps: another one is under way.
        raise Conflict("store.step_under_way", post=step.post_key) from None
    journal(connection, _event(step.created_at, step.by, step, "wanted", step.reason))
    return replace(step, id=number)


def decide_step(connection: Connection, step: Step, after: StepState, *, by: str, reason: str, now: datetime) -> Step:
    """`Steps.decide` in the caller's transaction."""
    values: dict[str, Any] = {"try_after": None, **({"attempts": 0} if after is StepState.DUE else {})}
    verb = "approved" if after is StepState.DUE else "dropped"
    _move(connection, step, after, values, (steps.c.state == step.state, steps.c.text == step.text))
    journal(connection, _event(now, by, step, verb, reason))
    return _get(connection, step.id)


def _giving_way(connection: Connection, post_key: str, kind: StepKind) -> list[Step]:
    # What has failed, too: taken up again later, it would undo the newer one.
    query = select(steps).where(steps.c.post_key == post_key, steps.c.kind == kind, steps.c.state.in_(_GIVING_WAY))
    return [to_step(row) for row in connection.execute(query.order_by(steps.c.id.desc())).mappings()]


def _event(now: datetime, actor: str, step: Step, verb: str, reason: str) -> Event:
    return Event(at=now, actor=actor, subject=step.post_key, verb=f"{step.kind}-{verb}", reason=reason)


def _get(connection: Connection, number: int) -> Step:
    return to_step(connection.execute(select(steps).where(steps.c.id == number)).mappings().one())


def _post(connection: Connection, key: str) -> Post:
    return to_post(connection.execute(select(posts).where(posts.c.key == key)).mappings().one())


def _same_attempt(step: Step) -> tuple[Any, ...]:
    return (steps.c.state == StepState.DOING, steps.c.attempts == step.attempts, steps.c.attempted_at == step.attempted_at)


def _move(connection: Connection, step: Step, after: StepState, values: Mapping[str, Any], where: tuple[Any, ...]) -> None:
    if after not in STEP_MOVES[step.state]:
        raise Conflict("store.illegal_step", post=step.post_key, before=step.state, after=after)
    done = connection.execute(update(steps).where(steps.c.id == step.id, *where).values(**values, state=after))
    if done.rowcount != 1:
        raise Conflict("store.moved_on", post=step.post_key)


def _change_post(connection: Connection, post: Post, values: Mapping[str, Any]) -> None:
    done = connection.execute(update(posts).where(posts.c.key == post.key, posts.c.state == PostState.PUBLISHED).values(**values))
    if done.rowcount != 1:
        raise Conflict("store.moved_on", post=post.key)


def _why_wanted(connection: Connection, step: Step) -> str:
    """Why the Step was wanted: its own reason may by now be what went wrong on the way."""
    wanted = (events.c.subject == step.post_key, events.c.verb == f"{step.kind}-wanted")
    return str(connection.execute(select(events.c.reason).where(*wanted).order_by(events.c.id.desc()).limit(1)).scalar_one())


def _drop_the_rest(connection: Connection, post_key: str, now: datetime, actor: str, reason: str) -> None:
    """A Post that is gone needs no comment and no other text."""
    waiting = (steps.c.post_key == post_key, steps.c.state.in_((StepState.HELD, StepState.DUE, StepState.FAILED)))
    for row in connection.execute(select(steps).where(*waiting).order_by(steps.c.id)).mappings().all():
        step = to_step(row)
        _move(connection, step, StepState.DROPPED, {}, (steps.c.state == step.state,))
        journal(connection, _event(now, actor, step, "dropped", reason))
