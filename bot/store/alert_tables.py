"""The tables of the alerts: what needs a human, who is told, and what they were told."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from bot.alert import AlertKind
from bot.store.columns import METADATA, UtcDateTime, one_of

# What needs a human. The same occurrence has one row, ever, whoever notices it.
alerts = Table(
    "alerts",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(12), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("mark", String(80), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("said", Text, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("resolved_at", UtcDateTime),
    UniqueConstraint("kind", "subject", "mark"),
    one_of("kind", AlertKind),
    Index("ix_alerts_open", "id", sqlite_where=text("resolved_at IS NULL")),
    Index("ix_alerts_resolved_at", "resolved_at"),
)

# The outbox of the alerts: a message to somebody begins with taking their turn.
recipients = Table(
    "recipients",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("turn", Integer, nullable=False),
    Column("claimed_until", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("try_after", UtcDateTime),
    Column("failing_since", UtcDateTime),
    Column("reason", Text, nullable=False),
    Column("day", Date),
    Column("sent", Integer, nullable=False),
    Column("last_sent_at", UtcDateTime),
    Column("digest_on", Date),
)

tellings = Table(
    "tellings",
    METADATA,
    Column("alert", ForeignKey("alerts.id"), primary_key=True),
    Column("recipient", String(40), primary_key=True),
    Column("told_at", UtcDateTime, nullable=False),
    Column("solved_at", UtcDateTime),
    Index("ix_tellings_recipient_told_at", "recipient", "told_at"),
)
