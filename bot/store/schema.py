"""The tables. Migrations stand on their own; a test holds the two against each other on both engines."""

from typing import Final

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Interval,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import ExecutableDDLElement

from bot.errors import Doubt
from bot.judgement import LabelKind
from bot.model import FeedState, PostState, Standing, StepKind, StepState, SubscriptionState, Way
from bot.store.alert_tables import alerts, recipients, tellings
from bot.store.columns import METADATA, UtcDateTime, one_of
from bot.store.figure_tables import answers, backfills, foreign_snapshots, lost_metrics, page_snapshots
from bot.store.guards import APPEND_ONLY

ALERT_TABLES: Final = (alerts, recipients, tellings)
FIGURE_TABLES: Final = (foreign_snapshots, page_snapshots, lost_metrics, answers, backfills)

feeds = Table(
    "feeds",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("url", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("next_poll_at", UtcDateTime, nullable=False),
    Column("last_polled_at", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("last_error", Text, nullable=False),
    Column("seeded", Boolean, nullable=False),
    Column("state", String(12), nullable=False),
    Column("asks_at", Text, nullable=False),
    Column("moved_to", Text, nullable=False),
    Column("moved_since", UtcDateTime),
    Column("failing_since", UtcDateTime),
    Column("last_answer", Text, nullable=False),
    Column("last_new_at", UtcDateTime),
    Column("silence_told_at", UtcDateTime),
    Column("hub", Text, nullable=False),
    Column("ttl", Interval),
    Column("skip_hours", JSON, nullable=False),
    Column("skip_days", JSON, nullable=False),
    one_of("state", FeedState),
)

# What the last document of a feed was made of, so that the next one is read only where it is new. Apart from the feed's row, since it is large.
documents = Table(
    "documents",
    METADATA,
    Column("feed", ForeignKey("feeds.name"), primary_key=True),
    Column("remembered", LargeBinary, nullable=False),
)

entries = Table(
    "entries",
    METADATA,
    Column("key", String(16), primary_key=True),
    Column("feed", String(40), nullable=False),
    Column("identity", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("published_at", UtcDateTime),
    Column("content_hash", String(64), nullable=False),
    # The content's hash as the feed gave it, before the entry's own page was read.
    Column("source_hash", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("classification", JSON, nullable=False),
    Column("standing", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("pictures", JSON, nullable=False),
    Column("looked_at", UtcDateTime),
    # What tells the same article in another feed or under another address: digests of the title and of the canonical link, and the text's fingerprint.
    Column("title_key", String(16), nullable=False),
    Column("link_key", String(16), nullable=False),
    Column("fingerprint", BigInteger, nullable=False),
    Column("same_as", String(16), nullable=False),
    Column("absent_since", UtcDateTime),
    # With all that a question for copies asks, so that no row need be read: a row is long.
    Index("ix_entries_title_key", "title_key", "first_seen_at", "key"),
    Index("ix_entries_link_key", "link_key", "first_seen_at", "key"),
    Index("ix_entries_first_seen_at", "first_seen_at", "key", "fingerprint"),
    Index("ix_entries_same_as", "same_as", sqlite_where=text("same_as <> ''")),
    Index("ix_entries_feed_first_seen_at", "feed", "first_seen_at"),
    # The key is derived from feed and identity, so the primary key is their uniqueness too (and no long text stands in an index).
    one_of("standing", Standing),
)

# Other identities that an entry has been seen under: a site that changes its guids must not make everything new.
aliases = Table(
    "aliases",
    METADATA,
    Column("key", String(16), primary_key=True),
    Column("entry_key", ForeignKey("entries.key"), nullable=False, index=True),
    Column("identity", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# What an entry's own page said, and the validators to ask it again.
articles = Table(
    "articles",
    METADATA,
    Column("entry_key", ForeignKey("entries.key"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("fetched_at", UtcDateTime, nullable=False),
)

# Entries whose own page could not be read yet.
unread = Table(
    "unread",
    METADATA,
    Column("entry_key", ForeignKey("entries.key"), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("read_at", UtcDateTime, nullable=False, index=True),
)

# WebSub. The secret of a subscription is derived, never stored.
subscriptions = Table(
    "subscriptions",
    METADATA,
    Column("feed", ForeignKey("feeds.name"), primary_key=True),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("asked_at", UtcDateTime),
    Column("lease_until", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_with", String(16), nullable=False),
    Column("told_at", UtcDateTime),
    one_of("state", SubscriptionState),
)

revisions = Table(
    "revisions",
    METADATA,
    Column("entry_key", ForeignKey("entries.key"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("content", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

posts = Table(
    "posts",
    METADATA,
    Column("key", String(16), primary_key=True),
    Column("entry_key", ForeignKey("entries.key"), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("draft_hash", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("due_at", UtcDateTime),
    Column("try_after", UtcDateTime),
    Column("claimed_until", UtcDateTime),
    Column("attempted_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("absences", Integer, nullable=False),
    Column("remote_id", Text, nullable=False),
    Column("permalink", Text, nullable=False),
    Column("published_at", UtcDateTime),
    Column("reason", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ways", JSON, nullable=False),
    Column("way", String(8), nullable=False),
    Column("doubt", String(12), nullable=False),
    Column("pictures", JSON, nullable=False),
    Column("comment", Text, nullable=False),
    Column("edited_by", JSON(none_as_null=True)),
    # One Post for an entry on a channel; a deliberate re-post is a new edition.
    UniqueConstraint("entry_key", "channel", "edition"),
    # One Post in a slot: two approvals can't take the same one. Posts that hold no slot have NULL, which is not unique.
    UniqueConstraint("channel", "due_at"),
    one_of("state", PostState),
    one_of("way", Way),
    one_of("doubt", Doubt),
    CheckConstraint("state <> 'scheduled' OR due_at IS NOT NULL", name="scheduled_is_due"),
    CheckConstraint(
        "state NOT IN ('published', 'withdrawn') OR (remote_id <> '' AND published_at IS NOT NULL)", name="published_is_somewhere"
    ),
    CheckConstraint("state <> 'publishing' OR (attempted_at IS NOT NULL AND claimed_until IS NOT NULL)", name="publishing_is_claimed"),
    Index("ix_posts_state_due_at", "state", "due_at"),
    # The lists of the editors' page, each read from where the last leaf ended.
    Index("ix_posts_state_created_at", "state", "created_at", "key"),
    Index("ix_posts_state_published_at", "state", "published_at", "key"),
    Index("ix_posts_entry_key", "entry_key"),
)

approvals = Table(
    "approvals",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("post_key", ForeignKey("posts.key"), nullable=False, index=True),
    Column("draft_hash", String(64), nullable=False),
    Column("approved", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False),
    Column("undone_at", UtcDateTime),
)

# What editors decided about entries; what Loa is measured by, and learns from.
labels = Table(
    "labels",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entry_key", ForeignKey("entries.key"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("classification", JSON, nullable=False),
    Column("answer", JSON(none_as_null=True)),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False),
    Column("undone_at", UtcDateTime),
    one_of("kind", LabelKind),
    CheckConstraint("kind <> 'corrected' OR answer IS NOT NULL", name="corrected_has_answer"),
)


def _on(dialect: str, statement: str) -> ExecutableDDLElement:
    """`statement`, to be executed when its table is made on `dialect`."""
    made: ExecutableDDLElement = DDL(statement)  # type: ignore[no-untyped-call]
    return made.execute_if(dialect=dialect)


events = Table(
    "events",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("verb", String(40), nullable=False),
    Column("before", String(12), nullable=False),
    Column("after", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    # The place in the chain, and its hash (bot.store.seals); null until it is sealed. The index finds the last one, and those that are not sealed yet.
    Column("seal", Integer),
    Column("hash", String(64)),
    Index("uq_events_seal", "seal", unique=True),
    # The circuit breaker counts the claims of the last hour.
    Index("ix_events_verb_at", "verb", "at"),
    Index("ix_events_at", "at", "id"),
    listeners=[("after_create", _on(dialect, guard)) for dialect, guards in APPEND_ONLY.items() for guard in guards],
)

snapshots = Table(
    "snapshots",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("post_key", ForeignKey("posts.key"), nullable=False),
    Column("rung", String(12), nullable=False),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("metrics", JSON, nullable=False),
    Column("missing", JSON, nullable=False),
    UniqueConstraint("post_key", "rung"),
    # The last one of a Post, and its whole row in order.
    Index("ix_snapshots_post_key_id", "post_key", "id"),
)

channels = Table(
    "channels",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("paused_since", UtcDateTime),
    Column("reason", Text, nullable=False),
    Column("probe_at", UtcDateTime),
    Column("inspected_at", UtcDateTime),
)

# By content: the same picture is kept once. What a Draft names is here before the Draft is.
pictures = Table(
    "pictures",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("stored_at", UtcDateTime, nullable=False),
)

_OPEN_STEP: Final = text("state IN ('held', 'due', 'doing')")

steps = Table(
    "steps",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("post_key", ForeignKey("posts.key"), nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("state", String(12), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("entry_hash", String(64), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("try_after", UtcDateTime),
    Column("claimed_until", UtcDateTime),
    Column("attempted_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("remote_id", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    one_of("kind", StepKind),
    one_of("state", StepState),
    CheckConstraint("state <> 'doing' OR (attempted_at IS NOT NULL AND claimed_until IS NOT NULL)", name="doing_is_claimed"),
    # One open Step of a kind for a Post; and one first comment, ever.
    Index("uq_steps_open", "post_key", "kind", unique=True, sqlite_where=_OPEN_STEP),
    Index("uq_steps_comment", "post_key", unique=True, sqlite_where=text("kind = 'comment'")),
    Index("ix_steps_state", "state"),
)

cooldowns = Table(
    "cooldowns",
    METADATA,
    Column("scope", String(120), primary_key=True),
    Column("until", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("strikes", Integer, nullable=False),
)

# Who is signed in to the editors' page, by a digest of what the browser holds.
sessions = Table(
    "sessions",
    METADATA,
    Column("mark", String(64), primary_key=True),
    Column("user", String(40), nullable=False),
    Column("stamp", String(64), nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

# Sign-ins that failed, by a digest of a name or an address.
sign_ins = Table(
    "sign_ins",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False, index=True),
)


def complete_for_postgres() -> None:
    """Let partial indexes be partial on PostgreSQL, too: said where they stand, it would load that dialect (5 MB) into every installation."""
    for table in METADATA.tables.values():
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            if where is not None:
                index.dialect_options["postgresql"]["where"] = where
