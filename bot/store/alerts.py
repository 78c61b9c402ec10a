"""The alerts' rows: what needs a human, whose turn it is to be told, and what they have been told."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, or_, select, update

from bot.alert import Alert, AlertKind, Identity, Recipient, Telling
from bot.store.alert_tables import alerts, recipients, tellings
from bot.store.database import Database, insert_minding

_A_STATEMENT: Final = 100  # rows; SQLite's least limit is 999 parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """What a recipient has not been told: that it is (`solved` False), or that it is over. `told_at` is when they last heard the same of the same subject."""

    alert: Alert
    solved: bool
    told_at: datetime | None


class Alerts:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Noticing

    def open(self) -> dict[Identity, int]:
        """The number of everything that is known to need a human."""
        query = select(alerts.c.kind, alerts.c.subject, alerts.c.mark, alerts.c.id).where(alerts.c.resolved_at.is_(None))
        with self._database.read() as connection:
            kinds = {kind.value: kind for kind in AlertKind}
            return {(kinds[kind], subject, mark): number for kind, subject, mark, number in connection.execute(query)}

    def turn(self, new: Sequence[Alert], over: Collection[int], now: datetime) -> None:
        """What has begun to need a human, and the numbers of what no longer does.

        An occurrence that is there already is opened again where it was over; who was told of it is not told a second time.
        """
        table = insert_minding(self._database.engine, alerts)
        again = {"resolved_at": None, "seen_at": now, "said": table.excluded.said}
        statement = table.on_conflict_do_update(
            index_elements=["kind", "subject", "mark"], set_=again, where=alerts.c.resolved_at.is_not(None)
        )
        with self._database.write() as connection:
            if new:
                connection.execute(statement, [_from_alert(each, now) for each in new])
            for some in _parts(sorted(over)):
                connection.execute(update(alerts).where(alerts.c.id.in_(some), alerts.c.resolved_at.is_(None)).values(resolved_at=now))

    # Reading

    def listing(self, *, since: datetime | None = None, limit: int) -> list[Alert]:
        """What needs a human, oldest first; with `since`, also what was over only after that."""
        is_open = alerts.c.resolved_at.is_(None)
        wanted = is_open if since is None else or_(is_open, alerts.c.resolved_at >= since)
        with self._database.read() as connection:
            rows = connection.execute(select(alerts).where(wanted).order_by(alerts.c.id).limit(limit))
            return [_to_alert(row) for row in rows.mappings()]

    def told(self, numbers: Collection[int]) -> list[Telling]:
        """Who was told of these alerts, and when."""
        found: list[Telling] = []
        with self._database.read() as connection:
            for some in _parts(sorted(numbers)):
                query = (
                    select(tellings).where(tellings.c.alert.in_(some)).order_by(tellings.c.alert, tellings.c.told_at, tellings.c.recipient)
                )
                found += [Telling(**row) for row in connection.execute(query).mappings()]
        return found

    def untold(self, name: str, kinds: Collection[AlertKind], again_since: datetime, solved_since: datetime | None) -> list[Untold]:
        """What the recipient has not been told, oldest first; with `solved_since`, also that something is over since then which they were told of."""
        theirs = select(tellings.c.alert).where(tellings.c.recipient == name, tellings.c.alert == alerts.c.id)
        query = (
            select(alerts).where(alerts.c.resolved_at.is_(None), alerts.c.kind.in_(sorted(kinds)), ~theirs.exists()).order_by(alerts.c.id)
        )
        same = (alerts.c.kind, alerts.c.subject, alerts.c.said)
        lately = select(*same, func.max(tellings.c.told_at)).join(tellings, tellings.c.alert == alerts.c.id)
        lately = lately.where(tellings.c.recipient == name, tellings.c.told_at > again_since, alerts.c.said != "").group_by(*same)
        with self._database.read() as connection:
            told = {(kind, subject, said): at for kind, subject, said, at in connection.execute(lately)}
            found = [
                Untold(alert=_to_alert(row), solved=False, told_at=told.get((row["kind"], row["subject"], row["said"])))
                for row in connection.execute(query).mappings()
            ]
            if solved_since is not None:
                over = theirs.where(tellings.c.solved_at.is_(None)).exists()
                solved = select(alerts).where(alerts.c.resolved_at >= solved_since, over).order_by(alerts.c.id)
                found += [Untold(alert=_to_alert(row), solved=True, told_at=None) for row in connection.execute(solved).mappings()]
        return found

    def recipient(self, name: str) -> Recipient:
        """The recipient's row; one who was never sent anything has none."""
        with self._database.read() as connection:
            row = connection.execute(select(recipients).where(recipients.c.name == name)).mappings().first()
        return Recipient(name=name) if row is None else Recipient(**row)

    # Telling: take the turn, then exactly one settlement

    def claim(self, seen: Recipient, now: datetime, lease: timedelta) -> Recipient | None:
        """Begin a message to `seen`, as `recipient` gave it; None where another worker has begun one since, or is still at it."""
        make = insert_minding(self._database.engine, recipients).values(**_from_recipient(Recipient(name=seen.name)))
        free = recipients.c.claimed_until.is_(None) | (recipients.c.claimed_until <= now)
        with self._database.write() as connection:
            connection.execute(make.on_conflict_do_nothing(index_elements=["name"]))
            done = connection.execute(
                update(recipients)
                .where(recipients.c.name == seen.name, recipients.c.turn == seen.turn, free)
                .values(turn=seen.turn + 1, claimed_until=now + lease)
            )
            return _get(connection, seen.name) if done.rowcount == 1 else None

    def settle_sent(
        self, mine: Recipient, told: Collection[int], solved: Collection[int], *, now: datetime, day: date, digest: bool = False
    ) -> None:
        """The message has gone out: it told `told` (numbers of alerts), and of `solved` that they are over. A digest is none of the day's messages."""
        values: dict[str, Any] = {"claimed_until": None, "attempts": 0, "try_after": None, "failing_since": None, "reason": ""}
        if digest:
            values["digest_on"] = day
        else:
            values |= {"day": day, "sent": mine.sent + 1 if mine.day == day else 1, "last_sent_at": now}
        table = insert_minding(self._database.engine, tellings)
        with self._database.write() as connection:
            # Where the lease has run out and another worker has begun, its turn is left alone; that they were told is true all the same.
            connection.execute(update(recipients).where(recipients.c.name == mine.name, recipients.c.turn == mine.turn).values(**values))
            if told:
                rows = [{"alert": number, "recipient": mine.name, "told_at": now} for number in sorted(told)]
                connection.execute(table.on_conflict_do_nothing(index_elements=["alert", "recipient"]), rows)
            for some in _parts(sorted(solved)):
                theirs = (tellings.c.recipient == mine.name) & tellings.c.alert.in_(some)
                connection.execute(update(tellings).where(theirs).values(solved_at=now))

    def settle_failed(self, mine: Recipient, *, now: datetime, try_after: datetime, reason: str, in_doubt: bool) -> None:
        """The message has not gone out, or perhaps (`in_doubt`, which the next one should say); nothing more before `try_after`."""
        values = {
            "claimed_until": now if in_doubt else None,
            "attempts": mine.attempts + 1,
            "try_after": try_after,
            "failing_since": mine.failing_since or now,
            "reason": reason,
        }
        with self._database.write() as connection:
            connection.execute(update(recipients).where(recipients.c.name == mine.name, recipients.c.turn == mine.turn).values(**values))


def _parts(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[start : start + _A_STATEMENT] for start in range(0, len(numbers), _A_STATEMENT)]


def _get(connection: Connection, name: str) -> Recipient:
    return Recipient(**connection.execute(select(recipients).where(recipients.c.name == name)).mappings().one())


def _to_alert(row: RowMapping) -> Alert:
    return Alert(**{**row, "kind": AlertKind(row["kind"])})


def _from_alert(alert: Alert, now: datetime) -> dict[str, Any]:
    return {"kind": alert.kind, "subject": alert.subject, "mark": alert.mark, "since": alert.since, "said": alert.said, "seen_at": now}


def _from_recipient(recipient: Recipient) -> dict[str, Any]:
    return asdict(recipient)
