"""What a report is made of, read from the tables: every query of reports stands here."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from bot.judgement import Classification
from bot.model import Event, PostState, Standing
from bot.reports.material import Taken
from bot.store.database import Database
from bot.store.figure_tables import page_snapshots
from bot.store.rows import to_classification, to_event
from bot.store.schema import entries, events, posts, snapshots

_AT_ONCE: Final = 5_000  # rows that are fetched together


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A Post that went out, with what its Entry is."""

    post: str
    entry: str
    channel: str
    state: PostState
    title: str
    link: str
    permalink: str
    published_at: datetime
    classification: Classification


class Reporting:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def shown(self, since: datetime, until: datetime) -> list[Shown]:
        """The Posts that went out from `since` on and before `until`, those that were withdrawn too, oldest first."""
        columns = (posts.c.key, posts.c.entry_key, posts.c.channel, posts.c.state, posts.c.permalink, posts.c.published_at)
        query = select(*columns, entries.c.title, entries.c.link, entries.c.classification)
        query = query.join(entries, entries.c.key == posts.c.entry_key)
        query = query.where(posts.c.state.in_((PostState.PUBLISHED, PostState.WITHDRAWN)))
        query = query.where(posts.c.published_at >= since, posts.c.published_at < until).order_by(posts.c.published_at, posts.c.key)
        with self._database.read() as connection:
            return [
                Shown(
                    post=row.key,
                    entry=row.entry_key,
                    channel=row.channel,
                    state=PostState(row.state),
                    title=row.title,
                    link=row.link,
                    permalink=row.permalink,
                    published_at=row.published_at,
                    classification=to_classification(row.classification),
                )
                for row in connection.execute(query)
            ]

    def taken(self, since: datetime, until: datetime, as_of: datetime) -> dict[str, list[Taken]]:
        """By Post published from `since` on and before `until`: its measurements up to `as_of`, oldest first. Posts without any are absent."""
        query = select(snapshots.c.post_key, snapshots.c.taken_at, snapshots.c.metrics).join(posts, posts.c.key == snapshots.c.post_key)
        query = query.where(posts.c.state == PostState.PUBLISHED, posts.c.published_at >= since, posts.c.published_at < until)
        query = query.where(snapshots.c.taken_at <= as_of).order_by(snapshots.c.id)
        found: defaultdict[str, list[Taken]] = defaultdict(list)
        with self._database.read() as connection:
            for key, at, metrics in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
                found[key].append(Taken(at=at, metrics=metrics))
        # By time and not by number: one that was brought in later (a backfill) stands where it belongs.
        return {key: sorted(taken, key=lambda each: each.at) for key, taken in found.items()}

    def followers(self, since: datetime, until: datetime) -> dict[str, list[tuple[datetime, int]]]:
        """By Page, how many followed it at each count from `since` on and before `until`, oldest first. Pages that were not counted are absent."""
        count = page_snapshots.c.metrics["followers"].as_integer()
        query = select(page_snapshots.c.channel, page_snapshots.c.taken_at, count)
        query = query.where(page_snapshots.c.taken_at >= since, page_snapshots.c.taken_at < until, count.is_not(None))
        found: defaultdict[str, list[tuple[datetime, int]]] = defaultdict(list)
        with self._database.read() as connection:
            for channel, at, followed in connection.execute(query.order_by(page_snapshots.c.taken_at)):
                found[channel].append((at, followed))
        return dict(found)

    def events(self, verbs: Sequence[str], since: datetime | None = None, until: datetime | None = None) -> list[Event]:
        """The journal's lines of these verbs from `since` on and before `until` (None: without a bound), oldest first."""
        query = select(events).where(events.c.verb.in_(verbs)).order_by(events.c.at, events.c.id)
        if since is not None:
            query = query.where(events.c.at >= since)
        if until is not None:
            query = query.where(events.c.at < until)
        with self._database.read() as connection:
            return [to_event(row) for row in connection.execute(query).mappings()]

    def read(self, since: datetime, until: datetime) -> dict[Standing, int]:
        """How many entries of each standing were first seen from `since` on and before `until`."""
        query = select(entries.c.standing, func.count()).where(entries.c.first_seen_at >= since, entries.c.first_seen_at < until)
        with self._database.read() as connection:
            return {Standing(standing): count for standing, count in connection.execute(query.group_by(entries.c.standing))}

    def first_seen_at(self) -> datetime | None:
        """When the first entry was seen; None before that."""
        with self._database.read() as connection:
            found: datetime | None = connection.execute(select(func.min(entries.c.first_seen_at))).scalar_one()
            return found

    def standings(self, post_keys: Collection[str]) -> dict[str, tuple[str, PostState]]:
        """By Post, its channel and its state."""
        query = select(posts.c.key, posts.c.channel, posts.c.state)
        with self._database.read() as connection:
            return {
                key: (channel, PostState(state))
                for some in _portions(post_keys)
                for key, channel, state in connection.execute(query.where(posts.c.key.in_(some)))
            }


def _portions(keys: Collection[str], size: int = 400) -> Iterator[list[str]]:
    """SQLite takes no more than 999 parameters at once."""
    listed = list(keys)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
