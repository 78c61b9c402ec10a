"""The tables of figures beside `snapshots`: of other posts of the Page, of the Page itself, of what is not given, of comments that wait."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from bot.store.columns import METADATA, UtcDateTime

# Of posts of the Page that are not Loa's: numbers only, so that the Page's own median is that of the whole Page.
foreign_snapshots = Table(
    "foreign_snapshots",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(40), nullable=False),
    Column("remote_id", String(80), nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("rung", String(12), nullable=False),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("metrics", JSON, nullable=False),
    Column("missing", JSON, nullable=False),
    UniqueConstraint("channel", "remote_id", "rung"),
    Index("ix_foreign_snapshots_channel_rung", "channel", "rung"),
)

# The Page itself: once a day its followers now, and the values of the days before (which Facebook revises: what came later counts).
page_snapshots = Table(
    "page_snapshots",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(40), nullable=False),
    Column("rung", String(12), nullable=False),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("metrics", JSON, nullable=False),
    Column("missing", JSON, nullable=False),
    Column("days", JSON, nullable=False),
    UniqueConstraint("channel", "rung"),
)

# Figures that a Page does not give: not asked for until then, told once.
lost_metrics = Table(
    "lost_metrics",
    METADATA,
    Column("channel", String(40), primary_key=True),
    Column("metric", String(60), primary_key=True),
    Column("why", String(20), nullable=False),
    Column("found_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

# Comments that wait for the Page's answer: how many, never what they say.
answers = Table(
    "answers",
    METADATA,
    Column("post_key", ForeignKey("posts.key"), primary_key=True),
    Column("looked_at", UtcDateTime, nullable=False),
    Column("comments", Integer, nullable=False),
    Column("waiting", Integer),
    Column("is_whole", Boolean, nullable=False),
)

# How far back the posts of a Page that was there before Loa have been read.
backfills = Table(
    "backfills",
    METADATA,
    Column("channel", String(40), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("reached", UtcDateTime, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("done_at", UtcDateTime),
)
