"""Sealing the journal, and holding it against its seals (docs/decisions/0019-journal-chain.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from bot.store.chain import START, link
from bot.store.database import Database
from bot.store.rows import to_event
from bot.store.schema import events

_LOCK_FOR_SEALING: Final = 0x10C  # any number; the advisory lock under which one worker seals (PostgreSQL)
_AT_ONCE: Final = 1_000
_SEAL: Final = update(events).where(events.c.id == bindparam("of")).values(seal=bindparam("number"), hash=bindparam("link"))
_UNSEALED: Final = select(events).where(events.c.seal.is_(None)).order_by(events.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last line of the chain: how many lines it has, and the hash that covers all of them. Written down elsewhere, it is an anchor."""

    number: int
    hash: str


class Breach(StrEnum):
    """What is wrong at a place of the chain."""

    CHANGED = "changed"  # the line is not the one that was sealed, or the one before it is not
    MISSING = "missing"  # the line that was sealed here is gone
    CUT = "cut"  # the chain ends before the anchor
    OTHER = "other"  # the anchor's line has another hash: the chain was written anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first place at which the journal is not what was sealed; `event_id` is 0 where there is no line."""

    number: int
    event_id: int
    what: Breach


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of a look at the whole chain: how far it holds, how many lines are not sealed yet, and what is wrong first, if anything is."""

    head: Head
    unsealed: int
    fault: Fault | None = None


_EMPTY: Final = Head(number=0, hash=START)


class Seals:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def head(self) -> Head:
        """The last line that is sealed; number 0 where none is."""
        with self._database.read() as connection:
            return _head(connection)

    def seal(self) -> Head | None:
        """Seal the oldest lines that are not sealed yet, a thousand at most; None where there is none, or another worker is at it.

        Only here is the chain written, by one worker at a time: those that write lines wait for nobody, and nobody for them.
        """
        with self._database.read() as connection:
            if connection.execute(_UNSEALED.limit(1)).first() is None:
                return None
        with self._database.write(same_window=True) as connection:
            if (
                self._database.is_postgres
                and not connection.execute(select(func.pg_try_advisory_xact_lock(_LOCK_FOR_SEALING))).scalar_one()
            ):
                return None
            head, seals = _head(connection), []
            for row in connection.execute(_UNSEALED.limit(_AT_ONCE)).mappings():
                number = head.number + 1
                head = Head(number=number, hash=link(head.hash, number, row["id"], to_event(row)))
                seals.append({"of": row["id"], "number": number, "link": head.hash})
            if not seals:
                return None
            connection.execute(_SEAL, seals)
            return head

    def verify(self, anchor: Head | None = None) -> Verified:
        """Walk the whole chain, and compare the line at the anchor with it (its hash may be the beginning of one)."""
        head = _EMPTY
        with self._database.read() as connection:
            unsealed = connection.execute(select(func.count()).select_from(events).where(events.c.seal.is_(None))).scalar_one()
            for row in _sealed(connection):
                fault = _fault(head, row, anchor)
                if fault is not None:
                    return Verified(head=head, unsealed=unsealed, fault=fault)
                head = Head(number=row["seal"], hash=row["hash"])
        cut = anchor is not None and anchor.number > head.number
        fault = Fault(number=head.number + 1, event_id=0, what=Breach.CUT) if cut else None
        return Verified(head=head, unsealed=unsealed, fault=fault)


def _head(connection: Connection) -> Head:
    query = select(events.c.seal, events.c.hash).where(events.c.seal.is_not(None)).order_by(events.c.seal.desc()).limit(1)
    row = connection.execute(query).first()
    return _EMPTY if row is None else Head(number=row.seal, hash=row.hash)


def _sealed(connection: Connection) -> Iterator[RowMapping]:
    """Every line that is sealed, in the chain's order."""
    last = 0
    while True:
        query = select(events).where(events.c.seal > last).order_by(events.c.seal).limit(_AT_ONCE)
        rows = connection.execute(query).mappings().all()
        if not rows:
            return
        yield from rows
        last = rows[-1]["seal"]


def _fault(before: Head, row: RowMapping, anchor: Head | None) -> Fault | None:
    number = before.number + 1
    if row["seal"] != number:
        return Fault(number=number, event_id=0, what=Breach.MISSING)
    if row["hash"] != link(before.hash, number, row["id"], to_event(row)):
        return Fault(number=number, event_id=row["id"], what=Breach.CHANGED)
    if anchor is not None and anchor.number == number and not row["hash"].startswith(anchor.hash):
        return Fault(number=number, event_id=row["id"], what=Breach.OTHER)
    return None
