"""Whose words a Draft holds, decisions taken back, and the journal sealed by a hash chain and kept append-only by triggers.

Revision: 0006
"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AT_ONCE = 1_000
_KEPT = ("id", "at", "actor", "subject", "verb", "before", "after", "reason")
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
_FUNCTION = "loa_journal_is_append_only()"
_SEALING = "OLD.seal IS NULL AND NEW.seal IS NOT NULL AND NEW.hash IS NOT NULL"


def _is_sealing(is_same: str) -> str:
    return " AND ".join((_SEALING, *(f'OLD."{name}" {is_same} NEW."{name}"' for name in _KEPT)))


_GUARDS = {
    "sqlite": (
        f"CREATE TRIGGER events_no_change BEFORE UPDATE ON events WHEN NOT ({_is_sealing('IS')}) {_REFUSE}",
        f"CREATE TRIGGER events_no_deletion BEFORE DELETE ON events {_REFUSE}",
    ),
    "postgresql": (
        f"CREATE FUNCTION {_FUNCTION} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
        f"CREATE TRIGGER events_no_change BEFORE UPDATE ON events FOR EACH ROW WHEN (NOT ({_is_sealing('=')})) EXECUTE FUNCTION {_FUNCTION}",
        f"CREATE TRIGGER events_no_deletion BEFORE DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}",
    ),
}


def upgrade() -> None:
    op.add_column("posts", sa.Column("edited_by", sa.JSON(), nullable=True))
    op.add_column("approvals", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("labels", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("events", sa.Column("seal", sa.Integer(), nullable=True))
    op.add_column("events", sa.Column("hash", sa.String(length=64), nullable=True))
    op.create_index("uq_events_seal", "events", ["seal"], unique=True)
    connection = op.get_bind()
    _seal(connection)
    for statement in _GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _seal(connection: sa.Connection) -> None:
    """The lines that are there, in their order: from now on they can't be changed unseen."""
    events = sa.table(
        "events",
        *(sa.column(name) for name in ("id", "actor", "subject", "verb", "before", "after", "reason", "seal", "hash")),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    put = sa.update(events).where(events.c.id == sa.bindparam("of")).values(seal=sa.bindparam("number"), hash=sa.bindparam("link"))
    last, number, before = 0, 0, "0" * 64
    while rows := connection.execute(sa.select(events).where(events.c.id > last).order_by(events.c.id).limit(_AT_ONCE)).mappings().all():
        seals = []
        for row in rows:
            number += 1
            # SQLite keeps UTC without a zone.
            at = (row["at"] if row["at"].tzinfo else row["at"].replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="microseconds")
            line = [number, row["id"], at, *(row[name] for name in ("actor", "subject", "verb", "before", "after", "reason"))]
            before = hashlib.sha256(f"{before}\n{json.dumps(line, separators=(',', ':'))}".encode()).hexdigest()
            seals.append({"of": row["id"], "number": number, "link": before})
        connection.execute(put, seals)
        last = rows[-1]["id"]
