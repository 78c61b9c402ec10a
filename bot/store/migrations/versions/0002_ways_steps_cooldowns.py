"""Ways to post, pictures, steps after posting, cool-downs.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("entries") as batch:
        batch.add_column(sa.Column("pictures", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
    entries = sa.table("entries", sa.column("key", sa.String), sa.column("picture", sa.Text), sa.column("pictures", sa.JSON))
    connection = op.get_bind()
    connection.execute(sa.update(entries).values(pictures=[]))
    for key, picture in connection.execute(sa.select(entries.c.key, entries.c.picture).where(entries.c.picture != "")).all():
        connection.execute(sa.update(entries).where(entries.c.key == key).values(pictures=[picture]))
    with op.batch_alter_table("entries") as batch:
        batch.alter_column("pictures", existing_type=sa.JSON(), nullable=False)
        batch.drop_column("picture")

    with op.batch_alter_table("posts") as batch:
        batch.add_column(sa.Column("ways", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("way", sa.String(length=8), nullable=True))
        batch.add_column(sa.Column("doubt", sa.String(length=12), nullable=True))
        batch.add_column(sa.Column("pictures", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("comment", sa.Text(), nullable=True))
        batch.add_column(sa.Column("absences", sa.Integer(), nullable=True))
    posts = sa.table("posts", *(sa.column(name, kind) for name, kind in (("ways", sa.JSON), ("way", sa.String), ("doubt", sa.String), ("pictures", sa.JSON), ("comment", sa.Text), ("absences", sa.Integer))))
    connection.execute(sa.update(posts).values(ways=["link"], way="link", doubt="unknown", pictures=[], comment="", absences=0))
    with op.batch_alter_table("posts") as batch:
        for name, kind in (("ways", sa.JSON()), ("way", sa.String(length=8)), ("doubt", sa.String(length=12)), ("pictures", sa.JSON()), ("comment", sa.Text()), ("absences", sa.Integer())):
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.drop_constraint(op.f("ck_posts_state"), type_="check")
        batch.drop_constraint(op.f("ck_posts_published_is_somewhere"), type_="check")
        batch.create_check_constraint(
            op.f("ck_posts_state"), "state IN ('held', 'scheduled', 'publishing', 'published', 'failed', 'dropped', 'withdrawn')"
        )
        batch.create_check_constraint(
            op.f("ck_posts_published_is_somewhere"),
            "state NOT IN ('published', 'withdrawn') OR (remote_id <> '' AND published_at IS NOT NULL)",
        )
        batch.create_check_constraint(op.f("ck_posts_doubt"), "doubt IN ('unknown', 'refused', 'duplicate')")
        batch.create_check_constraint(op.f("ck_posts_way"), "way IN ('link', 'photo', 'photos', 'comment')")

    with op.batch_alter_table("channels") as batch:
        batch.add_column(sa.Column("inspected_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_events_verb_at", "events", ["verb", "at"], unique=False)

    op.create_table(
        "pictures",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_pictures")),
    )
    op.create_table(
        "cooldowns",
        sa.Column("scope", sa.String(length=120), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_cooldowns")),
    )
    op.create_table(
        "steps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("post_key", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("try_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('comment', 'edit', 'withdraw')", name=op.f("ck_steps_kind")),
        sa.CheckConstraint("state IN ('held', 'due', 'doing', 'done', 'failed', 'dropped')", name=op.f("ck_steps_state")),
        sa.CheckConstraint(
            "state <> 'doing' OR (attempted_at IS NOT NULL AND claimed_until IS NOT NULL)", name=op.f("ck_steps_doing_is_claimed")
        ),
        sa.ForeignKeyConstraint(["post_key"], ["posts.key"], name=op.f("fk_steps_post_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
    )
    op.create_index(op.f("ix_steps_post_key"), "steps", ["post_key"], unique=False)
    op.create_index("ix_steps_state", "steps", ["state"], unique=False)
    still_open, comment = sa.text("state IN ('held', 'due', 'doing')"), sa.text("kind = 'comment'")
    op.create_index("uq_steps_open", "steps", ["post_key", "kind"], unique=True, sqlite_where=still_open, postgresql_where=still_open)
    op.create_index("uq_steps_comment", "steps", ["post_key"], unique=True, sqlite_where=comment, postgresql_where=comment)
