"""Indexes for the editors' page: its lists are read from where the last leaf ended, whatever their length.

Revision: 0009
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_posts_state_created_at", "posts", ["state", "created_at", "key"])
    op.create_index("ix_posts_state_published_at", "posts", ["state", "published_at", "key"])
    op.create_index("ix_events_at", "events", ["at", "id"])
