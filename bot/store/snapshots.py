"""The snapshots' rows: append-only, one a Post and rung."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import func, select, text

from bot.model import Snapshot
from bot.store.database import Database, insert_minding
from bot.store.rows import to_snapshot
from bot.store.schema import snapshots

_A_QUERY: Final = 400  # parameters; SQLite's least limit is 999


class Snapshots:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, taken: Sequence[Snapshot]) -> None:
        """Store snapshots; a rung that another worker has stored already stays as it is."""
        table = insert_minding(self._database.engine, snapshots)
        with self._database.write() as connection:
            if self._database.is_postgres:
                # Numbers are given before a commit is seen. One writer at a time, so that `after` never passes a number that appears later.
                connection.execute(text("LOCK TABLE snapshots IN SHARE ROW EXCLUSIVE MODE"))
            for each in taken:
                values = {
                    "post_key": each.post_key,
                    "rung": each.rung,
                    "taken_at": each.taken_at,
                    "metrics": dict(each.metrics),
                    "missing": dict(each.missing),
                }
                connection.execute(table.values(**values).on_conflict_do_nothing(index_elements=["post_key", "rung"]))

    def of(self, post_key: str) -> list[Snapshot]:
        """Every snapshot of a Post, oldest first."""
        query = select(snapshots).where(snapshots.c.post_key == post_key).order_by(snapshots.c.id)
        with self._database.read() as connection:
            return [to_snapshot(row) for row in connection.execute(query).mappings()]

    def latest(self) -> list[Snapshot]:
        """The last snapshot of each Post, the most recent first."""
        last = select(func.max(snapshots.c.id)).group_by(snapshots.c.post_key)
        query = select(snapshots).where(snapshots.c.id.in_(last)).order_by(snapshots.c.id.desc())
        with self._database.read() as connection:
            return [to_snapshot(row) for row in connection.execute(query).mappings()]

    def after(self, number: int, limit: int) -> list[tuple[int, Snapshot]]:
        """Snapshots with a higher number than `number`, in order, each with its number."""
        query = select(snapshots).where(snapshots.c.id > number).order_by(snapshots.c.id).limit(limit)
        with self._database.read() as connection:
            return [(row["id"], to_snapshot(row)) for row in connection.execute(query).mappings()]

    def rungs(self, post_keys: Sequence[str]) -> dict[str, frozenset[str]]:
        """By Post, the rungs that are taken; Posts without any are absent."""
        found: dict[str, set[str]] = {}
        with self._database.read() as connection:
            for start in range(0, len(post_keys), _A_QUERY):
                some = post_keys[start : start + _A_QUERY]
                for key, rung in connection.execute(select(snapshots.c.post_key, snapshots.c.rung).where(snapshots.c.post_key.in_(some))):
                    found.setdefault(key, set()).add(rung)
        return {key: frozenset(rungs) for key, rungs in found.items()}

    def figures(self, post_keys: Sequence[str], rung: str) -> dict[str, Mapping[str, int]]:
        """By Post, the metrics of one rung; Posts that were not measured then are absent."""
        found: dict[str, Mapping[str, int]] = {}
        with self._database.read() as connection:
            for start in range(0, len(post_keys), _A_QUERY):
                some = post_keys[start : start + _A_QUERY]
                query = select(snapshots.c.post_key, snapshots.c.metrics).where(snapshots.c.post_key.in_(some), snapshots.c.rung == rung)
                found.update({row.post_key: row.metrics for row in connection.execute(query)})
        return found
