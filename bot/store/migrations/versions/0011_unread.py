"""Entries whose own pages could not be read yet, and when they are read again.

Revision: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unread",
        sa.Column("entry_key", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_key"], ["entries.key"], name="fk_unread_entry_key"),
        sa.PrimaryKeyConstraint("entry_key", name="pk_unread"),
    )
    op.create_index("ix_unread_read_at", "unread", ["read_at"])
