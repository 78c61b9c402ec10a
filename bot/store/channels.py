"""The channels' rows: which Pages are paused until a human acts."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select, update

from bot.model import ChannelStatus, Event
from bot.store.database import Database, insert_minding, journal
from bot.store.rows import to_channel
from bot.store.schema import channels

# Built once, as every question that each beat asks: that takes longer than the answer.
_STATUS: Final = select(channels).where(channels.c.name == bindparam("name"))
_INSPECTED_AT: Final = select(channels.c.inspected_at).where(channels.c.name == bindparam("name"))
_PROBE_DUE: Final = (
    select(channels)
    .where(
        channels.c.paused_since.is_not(None),
        channels.c.probe_at <= bindparam("now"),
        channels.c.name.in_(bindparam("names", expanding=True)),
    )
    .order_by(channels.c.probe_at)
    .limit(1)
)


class Channels:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def status(self, name: str) -> ChannelStatus:
        """The channel's status; one never paused has no row and is fine."""
        with self._database.read() as connection:
            row = connection.execute(_STATUS, {"name": name}).mappings().first()
        return ChannelStatus(name=name) if row is None else to_channel(row)

    def pause(self, name: str, *, reason: str, now: datetime, probe_at: datetime, actor: str) -> Event | None:
        """Pause the channel. The Event where this call paused it; None where it was paused already (so that the alarm sounds once)."""
        values = {"paused_since": now, "reason": reason, "probe_at": probe_at}
        event = Event(at=now, actor=actor, subject=f"channel:{name}", verb="paused", reason=reason)
        insert_or_leave = insert_minding(self._database.engine, channels)
        with self._database.write() as connection:
            connection.execute(insert_or_leave.values(name=name, reason="").on_conflict_do_nothing(index_elements=["name"]))
            done = connection.execute(update(channels).where(channels.c.name == name, channels.c.paused_since.is_(None)).values(**values))
            if done.rowcount != 1:
                return None
            journal(connection, event)
        return event

    def resume(self, name: str, *, reason: str, now: datetime, actor: str) -> None:
        """Let the channel work again."""
        with self._database.write() as connection:
            done = connection.execute(
                update(channels)
                .where(channels.c.name == name, channels.c.paused_since.is_not(None))
                .values(paused_since=None, reason="", probe_at=None)
            )
            if done.rowcount == 1:
                journal(connection, Event(at=now, actor=actor, subject=f"channel:{name}", verb="resumed", reason=reason))

    def claim_probe(self, now: datetime, every: timedelta, names: Collection[str]) -> ChannelStatus | None:
        """A paused channel whose probe is due, the next probe set; None where there is none."""
        with self._database.write() as connection:
            row = connection.execute(_PROBE_DUE, {"now": now, "names": sorted(names)}).mappings().first()
            if row is None:
                return None
            done = connection.execute(
                update(channels).where(channels.c.name == row["name"], channels.c.probe_at == row["probe_at"]).values(probe_at=now + every)
            )
            return to_channel(row) if done.rowcount == 1 else None

    def probe_soon(self, names: Collection[str], now: datetime) -> None:
        """Let paused channels be asked at the next tick whether they work again (their token has just been changed)."""
        with self._database.write() as connection:
            connection.execute(
                update(channels).where(channels.c.name.in_(sorted(names)), channels.c.paused_since.is_not(None)).values(probe_at=now)
            )

    def claim_inspection(self, name: str, now: datetime, every: timedelta) -> bool:
        """Whether it is time to inspect the channel's token, and this worker is the one to do it."""
        with self._database.read() as connection:
            inspected_at = connection.execute(_INSPECTED_AT, {"name": name}).scalar()
        if inspected_at is not None and inspected_at > now - every:
            # As nearly always: then nothing is locked.
            return False
        insert_or_leave = insert_minding(self._database.engine, channels)
        due = (channels.c.name == name) & (channels.c.inspected_at.is_(None) | (channels.c.inspected_at <= now - every))
        with self._database.write() as connection:
            connection.execute(insert_or_leave.values(name=name, reason="").on_conflict_do_nothing(index_elements=["name"]))
            return connection.execute(update(channels).where(due).values(inspected_at=now)).rowcount == 1

    def inspect_soon(self, names: Collection[str], as_of: datetime | None = None) -> None:
        """Take channels as last inspected at `as_of`, or never: at start, when a token was changed, or when an inspection could not be made."""
        with self._database.write() as connection:
            connection.execute(update(channels).where(channels.c.name.in_(sorted(names))).values(inspected_at=as_of))
