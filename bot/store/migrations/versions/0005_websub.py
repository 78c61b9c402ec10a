"""WebSub: with which callback and secret a hub was asked, and when it last told of news.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("subscriptions") as batch:
        batch.add_column(sa.Column("asked_with", sa.String(length=16), nullable=True))
        batch.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    subscriptions = sa.table("subscriptions", sa.column("asked_with", sa.String))
    op.get_bind().execute(sa.update(subscriptions).values(asked_with=""))
    with op.batch_alter_table("subscriptions") as batch:
        batch.alter_column("asked_with", existing_type=sa.String(length=16), nullable=False)
