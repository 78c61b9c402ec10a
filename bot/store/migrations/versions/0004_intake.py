"""The intake: states of feeds, what tells copies, other identities, articles' pages, subscriptions.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_FEED_TEXTS = ("asks_at", "moved_to", "last_answer", "hub")
_FEED_TIMES = ("moved_since", "failing_since", "last_new_at", "silence_told_at")
_ENTRY_KEYS = ("title_key", "link_key", "same_as")


def upgrade() -> None:
    connection = op.get_bind()
    with op.batch_alter_table("feeds") as batch:
        batch.add_column(sa.Column("state", sa.String(length=12), nullable=True))
        for name in _FEED_TEXTS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=True))
        for name in _FEED_TIMES:
            batch.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("ttl", sa.Interval(), nullable=True))
        batch.add_column(sa.Column("skip_hours", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("skip_days", sa.JSON(), nullable=True))
    listed = (sa.column("skip_hours", sa.JSON), sa.column("skip_days", sa.JSON))
    feeds = sa.table("feeds", sa.column("state", sa.String), *listed, *(sa.column(name, sa.Text) for name in _FEED_TEXTS))
    connection.execute(sa.update(feeds).values(state="active", skip_hours=[], skip_days=[], **dict.fromkeys(_FEED_TEXTS, "")))
    with op.batch_alter_table("feeds") as batch:
        batch.alter_column("state", existing_type=sa.String(length=12), nullable=False)
        for name in _FEED_TEXTS:
            batch.alter_column(name, existing_type=sa.Text(), nullable=False)
        batch.alter_column("skip_hours", existing_type=sa.JSON(), nullable=False)
        batch.alter_column("skip_days", existing_type=sa.JSON(), nullable=False)
        batch.create_check_constraint(op.f("ck_feeds_state"), "state IN ('active', 'resting', 'gone')")

    with op.batch_alter_table("entries") as batch:
        for name in _ENTRY_KEYS:
            batch.add_column(sa.Column(name, sa.String(length=16), nullable=True))
        batch.add_column(sa.Column("fingerprint", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("source_hash", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("absent_since", sa.DateTime(timezone=True), nullable=True))
    entries = sa.table("entries", *(sa.column(name, sa.String) for name in _ENTRY_KEYS), sa.column("fingerprint", sa.BigInteger))
    # Entries of before have no keys: they are old news by now, and a copy of them that comes anew is told by its own feed's identity.
    connection.execute(sa.update(entries).values(fingerprint=0, **dict.fromkeys(_ENTRY_KEYS, "")))
    # No page of theirs was read.
    hashes = sa.table("entries", sa.column("content_hash", sa.String), sa.column("source_hash", sa.String))
    connection.execute(sa.update(hashes).values(source_hash=hashes.c.content_hash))
    with op.batch_alter_table("entries") as batch:
        for name in _ENTRY_KEYS:
            batch.alter_column(name, existing_type=sa.String(length=16), nullable=False)
        batch.alter_column("fingerprint", existing_type=sa.BigInteger(), nullable=False)
        batch.alter_column("source_hash", existing_type=sa.String(length=64), nullable=False)
        batch.drop_constraint(op.f("ck_entries_standing"), type_="check")
        batch.create_check_constraint(
            op.f("ck_entries_standing"), "standing IN ('baseline', 'irrelevant', 'unusable', 'accepted', 'copy', 'late')"
        )
    # Indexes that answer whether an article is there already without reading its row, which may be long.
    op.create_index("ix_entries_title_key", "entries", ["title_key", "first_seen_at", "key"], unique=False)
    op.create_index("ix_entries_link_key", "entries", ["link_key", "first_seen_at", "key"], unique=False)
    op.drop_index("ix_entries_first_seen_at", table_name="entries")
    op.create_index("ix_entries_first_seen_at", "entries", ["first_seen_at", "key", "fingerprint"], unique=False)
    copies = sa.text("same_as <> ''")
    op.create_index("ix_entries_same_as", "entries", ["same_as"], unique=False, sqlite_where=copies, postgresql_where=copies)
    op.create_index("ix_entries_feed_first_seen_at", "entries", ["feed", "first_seen_at"], unique=False)

    op.create_table(
        "documents",
        sa.Column("feed", sa.String(length=40), nullable=False),
        sa.Column("remembered", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feeds.name"], name=op.f("fk_documents_feed")),
        sa.PrimaryKeyConstraint("feed", name=op.f("pk_documents")),
    )
    op.create_table(
        "aliases",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("entry_key", sa.String(length=16), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_key"], ["entries.key"], name=op.f("fk_aliases_entry_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_aliases")),
    )
    op.create_index(op.f("ix_aliases_entry_key"), "aliases", ["entry_key"], unique=False)
    op.create_table(
        "articles",
        sa.Column("entry_key", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_key"], ["entries.key"], name=op.f("fk_articles_entry_key")),
        sa.PrimaryKeyConstraint("entry_key", name=op.f("pk_articles")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("feed", sa.String(length=40), nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'live', 'refused')", name=op.f("ck_subscriptions_state")),
        sa.ForeignKeyConstraint(["feed"], ["feeds.name"], name=op.f("fk_subscriptions_feed")),
        sa.PrimaryKeyConstraint("feed", name=op.f("pk_subscriptions")),
    )
