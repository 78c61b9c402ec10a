"""The first schema.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('channels',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('paused_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('probe_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_channels'))
    )
    op.create_table('entries',
    sa.Column('key', sa.String(length=16), nullable=False),
    sa.Column('feed', sa.String(length=40), nullable=False),
    sa.Column('identity', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('author', sa.Text(), nullable=False),
    sa.Column('categories', sa.JSON(), nullable=False),
    sa.Column('picture', sa.Text(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('classification', sa.JSON(), nullable=False),
    sa.Column('standing', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('first_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("standing IN ('baseline', 'irrelevant', 'unusable', 'accepted')", name=op.f('ck_entries_standing')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_entries'))
    )
    op.create_index(op.f('ix_entries_first_seen_at'), 'entries', ['first_seen_at'], unique=False)
    op.create_table('events',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('verb', sa.String(length=40), nullable=False),
    sa.Column('before', sa.String(length=12), nullable=False),
    sa.Column('after', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_events'))
    )
    op.create_index(op.f('ix_events_subject'), 'events', ['subject'], unique=False)
    op.create_table('feeds',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('etag', sa.Text(), nullable=False),
    sa.Column('last_modified', sa.Text(), nullable=False),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('next_poll_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_polled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.Text(), nullable=False),
    sa.Column('seeded', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_feeds'))
    )
    op.create_table('posts',
    sa.Column('key', sa.String(length=16), nullable=False),
    sa.Column('entry_key', sa.String(length=16), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('draft_hash', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('try_after', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('doubts', sa.Integer(), nullable=False),
    sa.Column('remote_id', sa.Text(), nullable=False),
    sa.Column('permalink', sa.Text(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'published' OR (remote_id <> '' AND published_at IS NOT NULL)", name=op.f('ck_posts_published_is_somewhere')),
    sa.CheckConstraint("state <> 'publishing' OR (attempted_at IS NOT NULL AND claimed_until IS NOT NULL)", name=op.f('ck_posts_publishing_is_claimed')),
    sa.CheckConstraint("state <> 'scheduled' OR due_at IS NOT NULL", name=op.f('ck_posts_scheduled_is_due')),
    sa.CheckConstraint("state IN ('held', 'scheduled', 'publishing', 'published', 'failed', 'dropped')", name=op.f('ck_posts_state')),
    sa.ForeignKeyConstraint(['entry_key'], ['entries.key'], name=op.f('fk_posts_entry_key')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_posts')),
    sa.UniqueConstraint('channel', 'due_at', name=op.f('uq_posts_channel')),
    sa.UniqueConstraint('entry_key', 'channel', 'edition', name=op.f('uq_posts_entry_key'))
    )
    op.create_index('ix_posts_entry_key', 'posts', ['entry_key'], unique=False)
    op.create_index('ix_posts_state_due_at', 'posts', ['state', 'due_at'], unique=False)
    op.create_table('revisions',
    sa.Column('entry_key', sa.String(length=16), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['entry_key'], ['entries.key'], name=op.f('fk_revisions_entry_key')),
    sa.PrimaryKeyConstraint('entry_key', 'revision', name=op.f('pk_revisions'))
    )
    op.create_table('approvals',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('post_key', sa.String(length=16), nullable=False),
    sa.Column('draft_hash', sa.String(length=64), nullable=False),
    sa.Column('approved', sa.Boolean(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['post_key'], ['posts.key'], name=op.f('fk_approvals_post_key')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approvals'))
    )
    op.create_index(op.f('ix_approvals_post_key'), 'approvals', ['post_key'], unique=False)
    op.create_table('snapshots',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('post_key', sa.String(length=16), nullable=False),
    sa.Column('rung', sa.String(length=12), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('metrics', sa.JSON(), nullable=False),
    sa.Column('missing', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['post_key'], ['posts.key'], name=op.f('fk_snapshots_post_key')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_snapshots')),
    sa.UniqueConstraint('post_key', 'rung', name=op.f('uq_snapshots_post_key'))
    )


def downgrade() -> None:
    raise RuntimeError("an old schema comes back with the backup that the upgrade made")
