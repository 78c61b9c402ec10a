"""Until when a channel is left alone because Facebook asked for it; kept, so that a restart does not forget it."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select

from bot.model import Cooldown
from bot.store.database import Database, insert_minding
from bot.store.rows import to_cooldown
from bot.store.schema import cooldowns

# Built once, as every question that each beat asks: that takes longer than the answer.
_OF: Final = (
    select(cooldowns)
    .where(cooldowns.c.scope.in_(bindparam("scopes", expanding=True)))
    .order_by(cooldowns.c.until.desc(), cooldowns.c.scope)
)


class Cooldowns:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, scopes: Collection[str]) -> list[Cooldown]:
        """Those of `scopes` that ever were, over or not; the longest first."""
        with self._database.read() as connection:
            return [to_cooldown(row) for row in connection.execute(_OF, {"scopes": sorted(scopes)}).mappings()]

    def active(self, scopes: Collection[str], now: datetime) -> Cooldown | None:
        """The one that lasts longest, or None where nothing keeps the channel from working."""
        return next((each for each in self.of(scopes) if each.until > now), None)

    def put(self, cooldown: Cooldown) -> None:
        """Begin or prolong one; what another worker has set for longer stays."""
        table = insert_minding(self._database.engine, cooldowns)
        values = {"until": cooldown.until, "reason": cooldown.reason, "strikes": cooldown.strikes}
        statement = table.values(scope=cooldown.scope, **values).on_conflict_do_update(
            index_elements=["scope"], set_=values, where=cooldowns.c.until < cooldown.until
        )
        with self._database.write() as connection:
            connection.execute(statement)
