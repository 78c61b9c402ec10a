"""Sign-ins that failed, counted under digests of names and addresses, so that guessing becomes slow and stays so over a restart."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, update

from bot.plan.sign_in import Counted, refused_until
from bot.store.database import Database, insert_minding
from bot.store.schema import sign_ins

_KEPT: Final = timedelta(days=2)
_MOST: Final = 20_000  # rows: somebody who tries millions of names must not fill the disk


class SignIns:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.most = _MOST
        """Rows that are kept; of more, the oldest go."""

    def attempt(self, under: Sequence[Counted], now: datetime) -> datetime | None:
        """Count one attempt under each key, as failed until `succeeded`; or the instant until which none is made, and nothing is counted.

        It counts before the password is looked at, so that many at the same time gain nothing.
        """
        brakes = {counted.key: counted.brake for counted in under}
        with self._database.write() as connection:
            fresh = insert_minding(connection, sign_ins).on_conflict_do_nothing(index_elements=["key"])
            # In one order everywhere, so that two attempts never wait for each other.
            for key in sorted(brakes):
                connection.execute(fresh.values(key=key, failures=0, last_at=now))
            query = select(sign_ins).where(sign_ins.c.key.in_(sorted(brakes))).order_by(sign_ins.c.key).with_for_update()
            found = {row["key"]: row for row in connection.execute(query).mappings()}
            until = refused_until([(brakes[key], row["failures"], row["last_at"]) for key, row in found.items()], now)
            if until is not None:
                return until
            for key, row in found.items():
                failures = row["failures"] if now - row["last_at"] < brakes[key].forgotten_after else 0
                connection.execute(update(sign_ins).where(sign_ins.c.key == key).values(failures=failures + 1, last_at=now))
            connection.execute(delete(sign_ins).where(sign_ins.c.last_at < now - _KEPT))
            if connection.execute(select(func.count()).select_from(sign_ins)).scalar_one() > self.most:
                oldest = select(sign_ins.c.key).order_by(sign_ins.c.last_at).limit(max(1, self.most // 10))
                connection.execute(delete(sign_ins).where(sign_ins.c.key.in_(oldest)))
        return None

    def succeeded(self, forgiven: Collection[str], returned: Collection[str]) -> None:
        """That attempt was right: what stood under the `forgiven` keys is forgotten, and under the `returned` ones it alone."""
        with self._database.write() as connection:
            connection.execute(delete(sign_ins).where(sign_ins.c.key.in_(sorted(forgiven))))
            ours = (sign_ins.c.key.in_(sorted(returned)), sign_ins.c.failures > 0)
            connection.execute(update(sign_ins).where(*ours).values(failures=sign_ins.c.failures - 1))
