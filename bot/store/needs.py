"""Questions about everything that may need a human, each one query and light: they are asked twice a minute."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.model import ChannelStatus, Event, PostState, StepKind, StepState
from bot.store.database import Database
from bot.store.rows import to_channel, to_event
from bot.store.schema import channels, events, posts, snapshots, steps


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedyPost:
    """As much of a Post as says that it needs a human."""

    key: str
    channel: str
    state: PostState
    draft_hash: str
    attempts: int
    attempted_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedyStep:
    """As much of a Step of a published Post."""

    id: int
    post_key: str
    channel: str
    kind: StepKind
    state: StepState
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A Post that goes out, or went, with its headline."""

    key: str
    channel: str
    at: datetime
    headline_of: str
    permalink: str


class Needs:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def posts(self, looks: int, names: Collection[str], tried_until: datetime) -> list[NeedyPost]:
        """Posts that are held or have failed, and those in doubt after so many looks, or tried by then on a channel that is none of `names`: nobody looks there."""
        waits = posts.c.state.in_((PostState.HELD, PostState.FAILED))
        unlooked_for = posts.c.channel.not_in(sorted(names)) & (posts.c.attempted_at <= tried_until)
        in_doubt = (posts.c.state == PostState.PUBLISHING) & ((posts.c.doubts >= looks) | unlooked_for)
        columns = (
            posts.c.key,
            posts.c.channel,
            posts.c.state,
            posts.c.draft_hash,
            posts.c.attempts,
            posts.c.attempted_at,
            posts.c.created_at,
        )
        states = {state.value: state for state in PostState}
        with self._database.read() as connection:
            # By place, not by name: there may be thousands.
            return [
                NeedyPost(
                    key=key,
                    channel=channel,
                    state=states[state],
                    draft_hash=draft_hash,
                    attempts=attempts,
                    attempted_at=tried,
                    created_at=made,
                )
                for key, channel, state, draft_hash, attempts, tried, made in connection.execute(select(*columns).where(waits | in_doubt))
            ]

    def steps(self) -> list[NeedyStep]:
        """Steps that wait for a decision or have failed."""
        columns = (steps.c.id, steps.c.post_key, posts.c.channel, steps.c.kind, steps.c.state, steps.c.attempts, steps.c.created_at)
        query = select(*columns).join(posts, posts.c.key == steps.c.post_key).where(steps.c.state.in_((StepState.HELD, StepState.FAILED)))
        with self._database.read() as connection:
            rows = connection.execute(query).mappings()
            return [NeedyStep(**{**row, "kind": StepKind(row["kind"]), "state": StepState(row["state"])}) for row in rows]

    def paused(self) -> list[ChannelStatus]:
        """The channels that are paused."""
        with self._database.read() as connection:
            query = select(channels).where(channels.c.paused_since.is_not(None)).order_by(channels.c.name)
            return [to_channel(row) for row in connection.execute(query).mappings()]

    def events(self, verbs: Collection[str], since: datetime) -> list[Event]:
        """Lines of the journal with one of these verbs, from `since` on, oldest first."""
        query = select(events).where(events.c.verb.in_(sorted(verbs)), events.c.at >= since).order_by(events.c.id)
        with self._database.read() as connection:
            return [to_event(row) for row in connection.execute(query).mappings()]

    def attempts(self, since: datetime) -> dict[str, int]:
        """By channel, how many attempts to post there were after `since`: what the circuit breaker counts."""
        query = select(posts.c.channel, func.count()).select_from(events.join(posts, posts.c.key == events.c.subject))
        query = query.where(events.c.verb == "claimed", events.c.at > since).group_by(posts.c.channel)
        with self._database.read() as connection:
            return {channel: found for channel, found in connection.execute(query)}  # noqa: C416 - rows are no pairs to the type checker

    def overdue(self, now: datetime) -> frozenset[str]:
        """The channels with a Post whose slot has passed."""
        query = select(posts.c.channel).where(posts.c.state == PostState.SCHEDULED, posts.c.due_at <= now).distinct()
        with self._database.read() as connection:
            return frozenset(connection.scalars(query))

    def still(self, since: datetime) -> dict[str, datetime]:
        """The channels on which something has gone out, but nothing from `since` on; and when it last did."""
        out = posts.c.state.in_((PostState.PUBLISHED, PostState.WITHDRAWN))
        lately = select(posts.c.channel).where(out, posts.c.published_at >= since)
        query = select(posts.c.channel, func.max(posts.c.published_at)).where(out, posts.c.channel.not_in(lately)).group_by(posts.c.channel)
        with self._database.read() as connection:
            return {channel: found for channel, found in connection.execute(query)}  # noqa: C416 - rows are no pairs to the type checker

    def agenda(self, state: PostState, begin: datetime, end: datetime, limit: int) -> tuple[int, list[Due]]:
        """How many Posts went out (`published`) or go out (`scheduled`) in that time, and the first ones."""
        at = posts.c.published_at if state is PostState.PUBLISHED else posts.c.due_at
        among = (posts.c.state == state, at >= begin, at < end)
        columns = (posts.c.key, posts.c.channel, at.label("at"), posts.c.entry_key.label("headline_of"), posts.c.permalink)
        with self._database.read() as connection:
            count = connection.execute(select(func.count()).select_from(posts).where(*among)).scalar_one()
            rows = connection.execute(select(*columns).where(*among).order_by(at, posts.c.key).limit(limit)).mappings()
            return count, [Due(**row) for row in rows]

    def latest_figures(self, since: datetime) -> list[Mapping[str, int]]:
        """The last figures of each Post published since then; a Post without any is absent."""
        last = select(func.max(snapshots.c.id)).join(posts, posts.c.key == snapshots.c.post_key)
        last = last.where(posts.c.state == PostState.PUBLISHED, posts.c.published_at >= since).group_by(snapshots.c.post_key)
        with self._database.read() as connection:
            return [dict(metrics) for metrics in connection.scalars(select(snapshots.c.metrics).where(snapshots.c.id.in_(last)))]
