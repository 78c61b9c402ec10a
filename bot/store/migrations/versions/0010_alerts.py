"""Alerts: what needs a human, who is told, and what they have been told.

Revision: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KINDS = (
    "page-down",
    "in-doubt",
    "settings",
    "disk-low",
    "warned",
    "braked",
    "feed-gone",
    "feed-rests",
    "feed-silent",
    "page-still",
    "unreached",
    "step-held",
    "failed",
    "step-failed",
    "overdue",
    "held",
)


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("mark", sa.String(length=80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ({})".format(", ".join(f"'{kind}'" for kind in _KINDS)), name=op.f("ck_alerts_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("kind", "subject", "mark", name=op.f("uq_alerts_kind")),
    )
    still_open = sa.text("resolved_at IS NULL")
    op.create_index("ix_alerts_open", "alerts", ["id"], unique=False, sqlite_where=still_open, postgresql_where=still_open)
    op.create_index("ix_alerts_resolved_at", "alerts", ["resolved_at"], unique=False)
    op.create_table(
        "recipients",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("try_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("last_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_recipients")),
    )
    op.create_table(
        "tellings",
        sa.Column("alert", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["alert"], ["alerts.id"], name=op.f("fk_tellings_alert")),
        sa.PrimaryKeyConstraint("alert", "recipient", name=op.f("pk_tellings")),
    )
    op.create_index("ix_tellings_recipient_told_at", "tellings", ["recipient", "told_at"], unique=False)
