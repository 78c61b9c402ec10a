"""What the editors' page lists, leaf by leaf or bounded, each question answered by an index: the queue, a week, entries, the journal, what was measured."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, Select, func, literal, select, union_all

from bot.judgement import Field, Tone, Topic
from bot.model import Event, Post, PostState, Standing, Step, StepState, Way
from bot.store.database import Database
from bot.store.leaves import LOOKED_AT, Leaf, Mark, Order, read_leaf, with_words
from bot.store.rows import to_event, to_post, to_step
from bot.store.schema import entries, events, posts, snapshots, steps

COUNTED: Final = 1_000  # counts go so far; beyond, only "more" is said

_CREATED: Final = Order(posts.c.created_at, posts.c.key)
_ENDED: Final = Order(posts.c.created_at, posts.c.key, descending=True)
_OUT: Final = Order(posts.c.published_at, posts.c.key, descending=True)
# What waits: what is next first. What is over: what was last first.
_ORDERS: Final[Mapping[PostState, Order]] = {
    PostState.HELD: _CREATED,
    PostState.SCHEDULED: Order(posts.c.due_at, posts.c.key),
    PostState.PUBLISHING: _CREATED,
    PostState.PUBLISHED: _OUT,
    PostState.FAILED: _ENDED,
    PostState.DROPPED: _ENDED,
    PostState.WITHDRAWN: _OUT,
}
_SEEN: Final = Order(entries.c.first_seen_at, entries.c.key, descending=True)
_TOLD: Final = Order(events.c.at, events.c.id, descending=True)

# Only what a list shows: an entry's text and the evidence of its judgement are long.
_TONE: Final = entries.c.classification["tone"].as_string()
_FIELDS: Final = entries.c.classification["fields"]
_TOPICS: Final = entries.c.classification["topics"]
_OF_ENTRY: Final = (
    entries.c.title.label("entry_title"),
    entries.c.feed.label("entry_feed"),
    _TONE.label("entry_tone"),
    _FIELDS.label("entry_fields"),
    entries.c.first_seen_at.label("entry_seen_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """A Post, with what a list shows of its Entry."""

    post: Post
    title: str
    feed: str
    tone: Tone | None
    fields: tuple[Field, ...]
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """What is to be done to a Post that is out, and the Entry's headline."""

    step: Step
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """What a list shows of an Entry, and what became of it."""

    key: str
    feed: str
    title: str
    link: str
    standing: Standing
    reason: str
    first_seen_at: datetime
    tone: Tone | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredLine:
    """A Post that is out, and its figures at one age; `metrics` lacks what is missing, and is None where it was not measured at that age.

    `pictured` says that it shows pictures of its own, and not only the card of its link.
    """

    key: str
    title: str
    channel: str
    published_at: datetime
    tone: Tone | None
    fields: tuple[Field, ...]
    metrics: Mapping[str, int] | None
    topics: tuple[Topic, ...] = ()
    pictured: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueWish:
    """Which Posts are wanted; "" and None: whichever."""

    state: PostState
    channel: str = ""
    feed: str = ""
    tone: Tone | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWish:
    """Which Entries are wanted."""

    standings: Collection[Standing] = tuple(Standing)
    feed: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalWish:
    """Which lines of the journal are wanted: `since` is included, `until` is not."""

    subject: str = ""
    actor: str = ""
    verb: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Lists:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database, looked_at: int = LOOKED_AT) -> None:
        self._database = database
        self._looked_at = looked_at

    def counts(self) -> dict[PostState, int]:
        """How many Posts stand in each state, counted up to COUNTED + 1: however many there are, it takes as long."""
        parts = [
            select(literal(state.value), func.count()).select_from(
                select(literal(1)).where(posts.c.state == state).limit(COUNTED + 1).subquery()
            )
            for state in PostState
        ]
        with self._database.read() as connection:
            return {PostState(state): count for state, count in connection.execute(union_all(*parts))}

    def queue(self, wish: QueueWish, limit: int, after: Mark | None = None) -> Leaf[QueueLine]:
        """Posts in one state: what waits in the order in which it goes out (held: came in), what is over with the last first."""
        filters: list[ColumnElement[bool]] = [*with_words(entries.c.title, wish.words)]
        if wish.channel:
            filters.append(posts.c.channel == wish.channel)
        if wish.feed:
            filters.append(entries.c.feed == wish.feed)
        if wish.tone is not None:
            filters.append(_TONE.in_((wish.tone.value,)))
        order, base = _ORDERS[wish.state], (posts.c.state == wish.state,)
        with self._database.read() as connection:
            return read_leaf(
                connection,
                _with_entry(),
                order,
                _queue_line,
                base=base,
                filters=tuple(filters),
                after=after,
                limit=limit,
                looked_at=self._looked_at,
            )

    def steps(self, states: Collection[StepState], limit: int) -> list[StepLine]:
        """What is to be done to Posts that are out, in these states, the oldest first."""
        query = select(steps, entries.c.title.label("entry_title")).join_from(steps, posts, posts.c.key == steps.c.post_key)
        query = query.join(entries, entries.c.key == posts.c.entry_key).where(steps.c.state.in_(sorted(states)))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(steps.c.id).limit(limit)).mappings()
            return [StepLine(step=to_step(row), title=row["entry_title"]) for row in rows]

    def between(self, channel: str, begin: datetime, end: datetime, limit: int) -> list[QueueLine]:
        """Posts of the channel that are due from `begin` on and before `end`, or went out then, by that time; at most `limit` of each."""
        due = (posts.c.channel == channel, posts.c.due_at >= begin, posts.c.due_at < end)
        waiting = _with_entry().where(*due, posts.c.state.in_((PostState.SCHEDULED, PostState.PUBLISHING)))
        span = (posts.c.published_at >= begin, posts.c.published_at < end)
        out = _with_entry().where(posts.c.state == PostState.PUBLISHED, *span, posts.c.channel == channel)
        with self._database.read() as connection:
            rows = [
                *connection.execute(waiting.order_by(posts.c.due_at, posts.c.key).limit(limit)).mappings(),
                *connection.execute(out.order_by(posts.c.published_at, posts.c.key).limit(limit)).mappings(),
            ]
        found = [_queue_line(row) for row in rows]
        return sorted(found, key=lambda line: (line.post.published_at or line.post.due_at or begin, line.post.key))

    def entries(self, wish: EntryWish, limit: int, after: Mark | None = None) -> Leaf[EntryLine]:
        """Entries, those seen last first."""
        filters: list[ColumnElement[bool]] = [*with_words(entries.c.title, wish.words)]
        if set(wish.standings) != set(Standing):
            filters.append(entries.c.standing.in_(sorted(wish.standings)))
        base = (entries.c.feed == wish.feed,) if wish.feed else ()
        shown = ("key", "feed", "title", "link", "standing", "reason", "first_seen_at")
        query = select(*(entries.c[name] for name in shown), _TONE.label("tone"))
        with self._database.read() as connection:
            return read_leaf(
                connection,
                query,
                _SEEN,
                _entry_line,
                base=base,
                filters=tuple(filters),
                after=after,
                limit=limit,
                looked_at=self._looked_at,
            )

    def journal(self, wish: JournalWish, limit: int, after: Mark | None = None) -> Leaf[Event]:
        """Lines of the journal, the last first."""
        span = [] if wish.since is None else [events.c.at >= wish.since]
        span += [] if wish.until is None else [events.c.at < wish.until]
        by_index = [events.c[name] == value for name, value in (("subject", wish.subject), ("verb", wish.verb)) if value]
        filters = [events.c.actor == wish.actor] if wish.actor else []
        # One index at a time: the second of the two is held against the rows that the first has found.
        base, more = (*span, *by_index[:1]), (*by_index[1:], *filters)
        with self._database.read() as connection:
            return read_leaf(
                connection, select(events), _TOLD, to_event, base=base, filters=more, after=after, limit=limit, looked_at=self._looked_at
            )

    def measured(self, channel: str, rung: str, since: datetime, until: datetime, limit: int) -> list[MeasuredLine]:
        """Posts of the channel ("": of all) that went out from `since` on and before `until`, with their figures at the age `rung`; the last first."""
        at_rung = (snapshots.c.post_key == posts.c.key) & (snapshots.c.rung == rung)
        columns = (posts.c.key, posts.c.channel, posts.c.published_at, posts.c.way, snapshots.c.metrics, _TOPICS.label("topics"))
        query = select(*columns, *_OF_ENTRY).join(entries, entries.c.key == posts.c.entry_key).outerjoin(snapshots, at_rung)
        query = query.where(posts.c.state == PostState.PUBLISHED, posts.c.published_at >= since, posts.c.published_at < until)
        if channel:
            query = query.where(posts.c.channel == channel)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(*_OUT.by).limit(limit)).mappings()
            return [_measured_line(row) for row in rows]

    def attempts(self, since: datetime) -> dict[str, int]:
        """By channel, how often a Post was claimed to be sent since; channels without any are absent."""
        query = select(posts.c.channel, func.count()).select_from(events.join(posts, posts.c.key == events.c.subject))
        query = query.where(events.c.verb == "claimed", events.c.at > since).group_by(posts.c.channel)
        with self._database.read() as connection:
            return {channel: count for channel, count in connection.execute(query)}  # noqa: C416 - rows are no pairs to mypy

    def titles(self, keys: Collection[str]) -> dict[str, str]:
        """The headlines of Entries and Posts by their keys; what is neither is left out."""
        of_entries = select(entries.c.key, entries.c.title).where(entries.c.key.in_(sorted(keys)))
        of_posts = select(posts.c.key, entries.c.title).join_from(posts, entries, entries.c.key == posts.c.entry_key)
        with self._database.read() as connection:
            return {key: title for key, title in connection.execute(union_all(of_entries, of_posts.where(posts.c.key.in_(sorted(keys)))))}  # noqa: C416 - rows are no pairs to mypy

    def last_out(self, channel: str) -> datetime | None:
        """When a Post of the channel went out last; None where none ever did."""
        query = select(posts.c.published_at).where(posts.c.state == PostState.PUBLISHED, posts.c.channel == channel)
        with self._database.read() as connection:
            return connection.execute(query.order_by(*_OUT.by).limit(1)).scalar()


def _with_entry() -> Select[Any]:
    return select(posts, *_OF_ENTRY).join(entries, entries.c.key == posts.c.entry_key)


def _tone(value: str | None) -> Tone | None:
    return Tone(value) if value else None


def _of_entry(row: RowMapping) -> dict[str, Any]:
    fields = tuple(Field(each) for each in row["entry_fields"] or ())
    return {"title": row["entry_title"], "tone": _tone(row["entry_tone"]), "fields": fields}


def _queue_line(row: RowMapping) -> QueueLine:
    return QueueLine(post=to_post(row), feed=row["entry_feed"], seen_at=row["entry_seen_at"], **_of_entry(row))


def _entry_line(row: RowMapping) -> EntryLine:
    kept: dict[str, Any] = {name: row[name] for name in ("key", "feed", "title", "link", "reason", "first_seen_at")}
    return EntryLine(**kept, standing=Standing(row["standing"]), tone=_tone(row["tone"]))


def _measured_line(row: RowMapping) -> MeasuredLine:
    kept: dict[str, Any] = {name: row[name] for name in ("key", "channel", "published_at")}
    topics = tuple(Topic(each) for each in row["topics"] or ())
    return MeasuredLine(**kept, **_of_entry(row), metrics=row["metrics"], topics=topics, pictured=row["way"] in {Way.PHOTO, Way.PHOTOS})
