"""The fingerprints of the entries seen last, against which the text of a new one is held.

They are read once for each connection and then kept with it, as long as SQLite says that no other connection has written meanwhile (PRAGMA data_version),
and this one has told of what it wrote itself. On PostgreSQL, which can't say so, they are read each time.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, String, bindparam, cast, func, select

from bot.likeness import Likeness, near
from bot.store.schema import entries

NEWEST: Final = 8
"""So many entries that may be the same article are looked at, by whatever they were found."""

_ENTRIES: Final = 500
_LATELY: Final = timedelta(days=14)
_GOOD_FOR: Final = timedelta(hours=1)  # what leaves the two weeks in this time is left in
_KEPT: Final = "loa_window"

_LATELY_SEEN: Final = (
    select(entries.c.key, cast(entries.c.fingerprint, String).label("mark"))
    .where(entries.c.first_seen_at >= bindparam("since"))
    .order_by(entries.c.first_seen_at.desc(), entries.c.key.desc())
    .limit(_ENTRIES)
).subquery()
# Two long texts are had much sooner than 500 rows.
_IN_ONE: Final = select(func.aggregate_strings(_LATELY_SEEN.c.mark, ","), func.aggregate_strings(_LATELY_SEEN.c.key, ","))


@dataclass(slots=True)
class _Window:
    """Newest first; `version` is SQLite's for what other connections have written."""

    version: int
    read_at: datetime
    marks: "array[int]"
    keys: list[str]


def similar(connection: Connection, wanted: Sequence[Likeness], now: datetime) -> Iterator[tuple[int, str]]:
    """Places in `wanted`, each with the key of an entry of the last days whose text is similar."""
    window = _window(connection, now)
    for place, likeness in enumerate(wanted):
        if likeness.fingerprint:
            for at in near(likeness.fingerprint, window.marks)[:NEWEST]:
                yield place, window.keys[at]


def stored(connection: Connection, fingerprints: Mapping[str, int]) -> None:
    """This connection has just stored new entries with these fingerprints, by key: newer ones than all before them."""
    window: _Window | None = connection.info.get(_KEPT)
    if window is not None:
        keys = sorted(fingerprints, reverse=True)
        window.keys[:] = [*keys, *window.keys][:_ENTRIES]
        window.marks = (_marks(fingerprints[key] for key in keys) + window.marks)[:_ENTRIES]


def forget(connection: Connection) -> None:
    """This connection writes something that may concern what is kept with it."""
    connection.info.pop(_KEPT, None)


def _window(connection: Connection, now: datetime) -> _Window:
    version = _version(connection)
    kept: _Window | None = connection.info.get(_KEPT)
    if kept is not None and kept.version == version and kept.read_at <= now < kept.read_at + _GOOD_FOR:
        return kept
    marks, keys = connection.execute(_IN_ONE, {"since": now - _LATELY}).one()
    window = _Window(version, now, _marks(map(int, marks.split(",")) if marks else ()), keys.split(",") if keys else [])
    if version:
        connection.info[_KEPT] = window
    return window


def _marks(fingerprints: Iterable[int]) -> "array[int]":
    return array("q", fingerprints)


def _version(connection: Connection) -> int:
    """0 where nobody can say."""
    if connection.dialect.name != "sqlite":
        return 0
    # The driver is asked itself, once a poll: by way of SQLAlchemy the question takes ten times as long.
    (version,) = connection.connection.driver_connection.execute("PRAGMA data_version").fetchone()  # type: ignore[union-attr]
    return int(version)
