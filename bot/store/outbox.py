"""The outbox: every move of a Post is one compare-and-set on its state, with its journal line in the same transaction (DESIGN, section 5)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, Literal

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.errors import Braked, Conflict, Doubt
from bot.judgement import LabelKind
from bot.model import Approval, Draft, Event, Post, PostState, Step, StepKind, StepState, Way
from bot.store.database import journal
from bot.store.labels import keep_label
from bot.store.moves import drop_post, put_draft
from bot.store.moves import move as _move
from bot.store.moves import moved as _event
from bot.store.moves import update_one as _update_one
from bot.store.pictures import keep
from bot.store.posts import Posts
from bot.store.posts import get as _get
from bot.store.rows import from_step
from bot.store.schema import approvals, events, posts, steps

_NO_PICTURES: Final[Mapping[str, bytes]] = MappingProxyType({})

# Built once, as every question that each beat asks: that takes longer than the answer.
_DOUBTFUL: Final = (
    select(posts)
    .where(
        posts.c.state == PostState.PUBLISHING,
        posts.c.claimed_until <= bindparam("now"),
        posts.c.channel.in_(bindparam("names", expanding=True)),
    )
    .order_by(posts.c.claimed_until, posts.c.key)
    .limit(1)
)
_DOUBTFUL_UNLOCKED: Final = _DOUBTFUL.with_for_update(skip_locked=True)


class Outbox(Posts):
    """Every method raises StoreError where the database can't be used; moves raise Conflict where the Post is no longer as the caller saw it."""

    # Publishing: claim, then exactly one settlement

    def claim(
        self, key: str, *, expected_due_at: datetime, now: datetime, lease: timedelta, actor: str, most_per_hour: int | None = None
    ) -> Post | None:
        """Scheduled → publishing: from here on the Post belongs to the caller until the lease runs out. None where somebody else was faster.

        Raises:
            Braked: its channel has had `most_per_hour` attempts within the last hour. They count, not what came of them: so no fault of ours or of
                Facebook's can ever put more on the Page.
        """
        with self._database.write() as connection:
            if most_per_hour is not None:
                self._brake(connection, key, now, most_per_hour)
            values = {
                "state": PostState.PUBLISHING,
                "attempts": posts.c.attempts + 1,
                "doubts": 0,
                "absences": 0,
                "doubt": Doubt.UNKNOWN,
                "attempted_at": now,
                "claimed_until": now + lease,
                "try_after": None,
                "reason": "",
            }
            done = connection.execute(
                update(posts)
                .where(posts.c.key == key, posts.c.state == PostState.SCHEDULED, posts.c.due_at == expected_due_at)
                .values(**values)
            )
            if done.rowcount != 1:
                return None
            journal(connection, _event(now, actor, key, "claimed", PostState.SCHEDULED, PostState.PUBLISHING))
            return _get(connection, key)

    def renew(self, post: Post, *, now: datetime, lease: timedelta) -> Post:
        """Right before the Post is really sent: the attempt begins now, and the lease anew; the Post as it stands then, for its settlement.

        Raises Conflict where the lease has run out meanwhile and another worker looks after the Post: then nothing may be sent.
        """
        where = (*_same_attempt(post), posts.c.claimed_until == post.claimed_until)
        with self._database.write() as connection:
            _update_one(connection, post, where, {"attempted_at": now, "claimed_until": now + lease})
            return _get(connection, post.key)

    def _brake(self, connection: Connection, key: str, now: datetime, most: int) -> None:
        channel = _get(connection, key).channel
        if self._database.is_postgres:
            # One claim a channel at a time, so that two workers don't both see room for the last one (SQLite has one writer anyway).
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"loa:{channel}"))))
        since = now - timedelta(hours=1)
        attempts = select(func.count()).select_from(events.join(posts, posts.c.key == events.c.subject))
        attempts = attempts.where(events.c.verb == "claimed", events.c.at > since, posts.c.channel == channel)
        if connection.execute(attempts).scalar_one() >= most:
            raise Braked("store.too_many", channel=channel, most=most)

    def settle_published(
        self, post: Post, *, remote_id: str, permalink: str, published_at: datetime, now: datetime, actor: str, reason: str = ""
    ) -> Post:
        """Publishing → published, and its first comment is due where it has one. A Post that went out before its slot gives the slot back."""
        kept = post.due_at if post.due_at is not None and post.due_at <= published_at else None
        values = {
            "due_at": kept,
            "remote_id": remote_id,
            "permalink": permalink,
            "published_at": published_at,
            "claimed_until": None,
            "reason": "",
        }
        comment = post.way is Way.COMMENT and post.draft.comment
        step = Step(post_key=post.key, kind=StepKind.COMMENT, state=StepState.DUE, text=post.draft.comment, by=actor, created_at=now)
        return self._settle(
            post, PostState.PUBLISHED, values, verb="published", reason=reason, now=now, actor=actor, then=step if comment else None
        )

    def settle_scheduled(
        self,
        post: Post,
        *,
        now: datetime,
        try_after: datetime | None,
        reason: str,
        actor: str,
        due_at: datetime | None = None,
        counts: bool = True,
    ) -> Post:
        """Publishing → scheduled: only where it is certain that nothing was posted. Without `counts` the attempt is not one of the Post's.

        Raises SlotTaken for a `due_at` that is not free.
        """
        attempts = post.attempts if counts else post.attempts - 1
        values = {"due_at": due_at or post.due_at, "try_after": try_after, "claimed_until": None, "reason": reason, "attempts": attempts}
        return self._settle(post, PostState.SCHEDULED, values, verb="scheduled", reason=reason, now=now, actor=actor)

    def fall_back(self, post: Post, way: Way, *, now: datetime, reason: str, actor: str) -> Post:
        """Publishing → scheduled in the same slot, to go out by another of its Draft's ways: only where the channel has refused the present one."""
        values = {"way": way, "try_after": None, "claimed_until": None, "reason": reason}
        return self._settle(post, PostState.SCHEDULED, values, verb="fell-back", reason=reason, now=now, actor=actor)

    def settle_failed(self, post: Post, *, now: datetime, reason: str, actor: str) -> Post:
        """Publishing → failed: the channel will never take it, and it is certainly not there."""
        values = {"due_at": None, "claimed_until": None, "reason": reason}
        return self._settle(post, PostState.FAILED, values, verb="failed", reason=reason, now=now, actor=actor)

    def doubt(
        self, post: Post, *, now: datetime, look_at: datetime, reason: str, actor: str, kind: Doubt | None = None, absent: bool = False
    ) -> Post:
        """Stays publishing; to be looked for at `look_at`. The journal hears a reason once, not at each look.

        `kind` is kept where it is given; `absent` says that everything was read and it was not there.
        """
        values = {"claimed_until": look_at, "reason": reason, "doubt": kind or post.doubt, "absences": post.absences + absent}
        with self._database.write() as connection:
            done = connection.execute(update(posts).where(*_same_attempt(post)).values(**values))
            if done.rowcount != 1:
                raise Conflict("store.moved_on", post=post.key)
            if reason != post.reason:
                journal(connection, _event(now, actor, post.key, "in-doubt", PostState.PUBLISHING, PostState.PUBLISHING, reason))
            return _get(connection, post.key)

    def doubt_late(self, post: Post, *, now: datetime, look_at: datetime, reason: str, actor: str, kind: Doubt) -> Post:
        """The request of an attempt has ended only now, in doubt, after others have begun to look for it: what they have not seen counts for nothing.

        Raises Conflict where the attempt is settled already.
        """
        where = (posts.c.key == post.key, posts.c.state == PostState.PUBLISHING, posts.c.attempts == post.attempts)
        # One look more, so that whoever is looking at this moment does not conclude from what it was before.
        values = {"claimed_until": look_at, "reason": reason, "doubt": kind, "absences": 0, "doubts": posts.c.doubts + 1}
        with self._database.write() as connection:
            if connection.execute(update(posts).where(*where).values(**values)).rowcount != 1:
                raise Conflict("store.moved_on", post=post.key)
            journal(connection, _event(now, actor, post.key, "in-doubt", PostState.PUBLISHING, PostState.PUBLISHING, reason))
            return _get(connection, post.key)

    def claim_doubtful(self, now: datetime, lease: timedelta, names: Collection[str]) -> Post | None:
        """A publishing Post whose lease has run out, claimed for one look; None where there is none."""
        query = _DOUBTFUL_UNLOCKED if self._database.is_postgres else _DOUBTFUL
        with self._database.write() as connection:
            row = connection.execute(query, {"now": now, "names": sorted(names)}).mappings().first()
            if row is None:
                return None
            connection.execute(update(posts).where(posts.c.key == row["key"]).values(claimed_until=now + lease, doubts=posts.c.doubts + 1))
            return _get(connection, row["key"])

    def _settle(
        self,
        post: Post,
        after: PostState,
        values: Mapping[str, Any],
        *,
        verb: str,
        reason: str,
        now: datetime,
        actor: str,
        then: Step | None = None,
    ) -> Post:
        with self._database.write() as connection:
            _move(connection, post, after, values, _same_attempt(post))
            if then is not None:
                connection.execute(insert(steps).values(**from_step(then)))
            journal(connection, _event(now, actor, post.key, verb, PostState.PUBLISHING, after, reason))
            if then is not None:
                journal(connection, Event(at=now, actor=actor, subject=post.key, verb=f"{then.kind}-wanted"))
            return _get(connection, post.key)

    # Planning

    def reschedule(
        self,
        key: str,
        *,
        expected_due_at: datetime,
        due_at: datetime,
        reason: str,
        actor: str,
        now: datetime,
        verb: Literal["moved", "gave-way", "deferred", "placed", "forced"] = "moved",
    ) -> None:
        """Give a scheduled Post another time. Raises NotFound, SlotTaken, or Conflict where it is no longer scheduled for `expected_due_at`.

        `verb` is what the journal says: Loa had to move it, it made room for another, an editor put it off, chose its time, or had it go out at any hour.
        """
        with self._database.write() as connection:
            post = _get(connection, key)
            where = (posts.c.key == key, posts.c.state == PostState.SCHEDULED, posts.c.due_at == expected_due_at)
            _update_one(connection, post, where, {"due_at": due_at, "try_after": None, "reason": reason})
            journal(connection, _event(now, actor, key, verb, PostState.SCHEDULED, PostState.SCHEDULED, reason))

    def postpone(self, key: str, *, expected_due_at: datetime, try_after: datetime, reason: str, actor: str, now: datetime) -> None:
        """Put off a scheduled Post within its slot. Raises NotFound, or Conflict where it is no longer scheduled for `expected_due_at`."""
        with self._database.write() as connection:
            where = (posts.c.key == key, posts.c.state == PostState.SCHEDULED, posts.c.due_at == expected_due_at)
            _update_one(connection, _get(connection, key), where, {"try_after": try_after, "reason": reason})
            journal(connection, _event(now, actor, key, "postponed", PostState.SCHEDULED, PostState.SCHEDULED, reason))

    def drop(self, key: str, *, reason: str, actor: str, now: datetime) -> Post:
        """held, scheduled or failed → dropped. Raises NotFound or Conflict."""
        with self._database.write() as connection:
            drop_post(connection, _get(connection, key), reason=reason, actor=actor, now=now)
            return _get(connection, key)

    def replace_draft(
        self,
        key: str,
        *,
        expected_hash: str,
        draft: Draft,
        state: PostState,
        reason: str,
        actor: str,
        now: datetime,
        pictures: Mapping[str, bytes] = _NO_PICTURES,
        edited_by: Sequence[str] = (),
    ) -> Post:
        """Put another Draft under a Post that waits or has failed; every approval of the old one is void with it. `pictures` are bytes it names that are new.

        Also under one that is dropped, and stays so: a rejection may be taken back. `edited_by` are those whose words are in the Draft; where it is the
        one that is there already, they stay who they are.

        Raises Conflict where the Post has moved on.
        """
        with self._database.write() as connection:
            keep(connection, pictures, now)
            post = _get(connection, key)
            put_draft(connection, post, draft, state, expected_hash=expected_hash, reason=reason, actor=actor, now=now, edited_by=edited_by)
            return _get(connection, key)

    # Editors

    def approve(self, key: str, *, draft_hash: str, by: str, note: str, due_at: datetime, now: datetime, reason: str = "") -> Post:
        """Held → scheduled for exactly the Draft that was seen; `reason` says why no earlier. Raises NotFound, SlotTaken or Conflict."""
        approval = Approval(post_key=key, draft_hash=draft_hash, approved=True, by=by, at=now, note=note)
        return self._approve_or_reject(approval, PostState.SCHEDULED, {"due_at": due_at, "reason": reason}, "approved", reason)

    def reject(self, key: str, *, draft_hash: str, by: str, note: str, now: datetime) -> Post:
        """held, scheduled or failed → dropped, by an editor. Raises NotFound or Conflict."""
        approval = Approval(post_key=key, draft_hash=draft_hash, approved=False, by=by, at=now, note=note)
        return self._approve_or_reject(approval, PostState.DROPPED, {"due_at": None, "try_after": None, "reason": note}, "rejected")

    def retry(self, key: str, *, due_at: datetime, by: str, now: datetime, reason: str = "") -> Post:
        """Failed → scheduled, by an editor; `reason` says why no earlier. Raises NotFound, SlotTaken or Conflict."""
        values = {"due_at": due_at, "reason": reason}
        return self._decide(key, PostState.SCHEDULED, values, verb="retried", reason=reason, now=now, actor=by, only=PostState.FAILED)

    def set_permalink(self, key: str, permalink: str) -> None:
        """Note the address for people of a published Post. Raises NotFound, or Conflict where it is not published."""
        with self._database.write() as connection:
            where = (posts.c.key == key, posts.c.state == PostState.PUBLISHED)
            _update_one(connection, _get(connection, key), where, {"permalink": permalink})

    def look_again(self, key: str, at: datetime) -> None:
        """Put off the look for the address of a published Post. Raises as `set_permalink`."""
        with self._database.write() as connection:
            where = (posts.c.key == key, posts.c.state == PostState.PUBLISHED)
            _update_one(connection, _get(connection, key), where, {"try_after": at})

    def _approve_or_reject(self, approval: Approval, after: PostState, values: Mapping[str, Any], verb: str, reason: str = "") -> Post:
        key = approval.post_key
        with self._database.write() as connection:
            post = _get(connection, key)
            where = (posts.c.key == key, posts.c.state == post.state, posts.c.draft_hash == approval.draft_hash)
            if after == PostState.SCHEDULED and post.state != PostState.HELD:
                raise Conflict("store.illegal_move", post=key, before=post.state, after=after)
            kind = LabelKind.APPROVED if approval.approved else LabelKind.REJECTED
            keep_label(connection, post.entry_key, kind, by=approval.by, at=approval.at, note=approval.note)
            _move(connection, post, after, values, where)
            connection.execute(
                insert(approvals).values(
                    post_key=key,
                    draft_hash=approval.draft_hash,
                    approved=approval.approved,
                    by=approval.by,
                    at=approval.at,
                    note=approval.note,
                )
            )
            said = "; ".join(filter(None, (approval.note, reason)))
            journal(connection, _event(approval.at, approval.by, key, verb, post.state, after, said))
            return _get(connection, key)

    def _decide(
        self,
        key: str,
        after: PostState,
        values: Mapping[str, Any],
        *,
        verb: str,
        reason: str,
        now: datetime,
        actor: str,
        only: PostState | None = None,
    ) -> Post:
        with self._database.write() as connection:
            post = _get(connection, key)
            if only is not None and post.state != only:
                raise Conflict("store.illegal_move", post=key, before=post.state, after=after)
            _move(connection, post, after, values, (posts.c.key == key, posts.c.state == post.state))
            journal(connection, _event(now, actor, key, verb, post.state, after, reason))
            return _get(connection, key)


def _same_attempt(post: Post) -> tuple[Any, ...]:
    """The Post is still in the attempt the caller made or claimed: a worker whose lease ran out can't overwrite another's settlement."""
    return (
        posts.c.key == post.key,
        posts.c.state == PostState.PUBLISHING,
        posts.c.attempts == post.attempts,
        posts.c.doubts == post.doubts,
        posts.c.attempted_at == post.attempted_at,
    )
