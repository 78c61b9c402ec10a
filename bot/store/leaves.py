"""Long lists, leaf by leaf: each leaf begins where the one before ended (a row, not a number of rows), so that the thousandth is read as quickly as the first.

What is looked for by something that no index knows (words in a headline) is looked for among so many rows at a time, and the reader may go on from there: no
question makes the database walk through everything.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, String, literal, or_, select, tuple_

from bot.store.columns import UtcDateTime

LOOKED_AT: Final = 2_000  # rows that one leaf of a filtered list looks through
_MARK: Final = re.compile(r"([0-9]{8}T[0-9]{12})-([a-z0-9]{1,20})")
_MOST_WORDS: Final = 6
_LARGEST: Final = 2**31 - 1  # a mark comes from an address: a number that no row has must not be more than the database can hold

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a list: the time and the key of a row; the next leaf begins behind it."""

    at: datetime
    key: str

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{self.key}"

    @classmethod
    def read(cls, text: str) -> "Mark":
        """A Mark as it was written into an address. Raises ValueError for anything else."""
        found = _MARK.fullmatch(text)
        if found is None:
            raise ValueError("not a mark")
        return cls(datetime.strptime(found[1], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC), found[2])


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Line]):
    """Some lines of a list, and where the next ones begin; None at its end. Without lines but with `after`: none were found so far."""

    lines: tuple[Line, ...]
    after: Mark | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """By a time and, where that is the same, a key."""

    at: ColumnElement[Any]
    key: ColumnElement[Any]
    descending: bool = False

    @property
    def by(self) -> tuple[Any, Any]:
        """For ORDER BY."""
        return (self.at.desc(), self.key.desc()) if self.descending else (self.at.asc(), self.key.asc())

    def beyond(self, mark: Mark) -> ColumnElement[bool]:
        """Rows behind the mark."""
        here, there = self._sides(mark)
        found: ColumnElement[bool] = here < there if self.descending else here > there
        return found

    def until(self, mark: Mark) -> ColumnElement[bool]:
        """Rows up to the mark, with its own."""
        here, there = self._sides(mark)
        found: ColumnElement[bool] = here >= there if self.descending else here <= there
        return found

    def _sides(self, mark: Mark) -> tuple[Any, Any]:
        key = (
            literal(mark.key) if isinstance(self.key.type, String) else literal(min(int(mark.key), _LARGEST) if mark.key.isdecimal() else 0)
        )
        return tuple_(self.at, self.key), tuple_(literal(mark.at, UtcDateTime), key)


def read_leaf(
    connection: Connection,
    query: Select[Any],
    order: Order,
    make: Callable[[RowMapping], Line],
    *,
    base: tuple[ColumnElement[bool], ...] = (),
    filters: tuple[ColumnElement[bool], ...] = (),
    after: Mark | None = None,
    limit: int,
    looked_at: int = LOOKED_AT,
) -> Leaf[Line]:
    """The leaf behind `after`.

    Args:
        connection: of the caller's transaction.
        query: what is read, without its conditions.
        order: how the list goes.
        make: a line of a row.
        base: conditions that an index answers.
        filters: conditions that are held against each row.
        after: where the leaf before ended.
        limit: how many lines a leaf has.
        looked_at: how many rows it looks through for them, where there are `filters`.
    """
    where = (*base, *(() if after is None else (order.beyond(after),)))
    edge = _edge(connection, order, where, looked_at) if filters else None
    stop = () if edge is None else (order.until(edge),)
    marked = query.add_columns(order.at.label("mark_at"), order.key.label("mark_key")).where(*where, *filters, *stop)
    rows = connection.execute(marked.order_by(*order.by).limit(limit + 1)).mappings().all()
    lines = tuple(make(row) for row in rows[:limit])
    return Leaf(lines, _mark(rows[limit - 1]["mark_at"], rows[limit - 1]["mark_key"]) if len(rows) > limit else edge)


def _edge(connection: Connection, order: Order, where: tuple[ColumnElement[bool], ...], looked_at: int) -> Mark | None:
    """The last row that this leaf looks at; None where the list ends before."""
    query = select(order.at, order.key).where(*where).order_by(*order.by)
    last = connection.execute(query.offset(looked_at - 1).limit(1)).first()
    return None if last is None else _mark(last[0], last[1])


def _mark(at: datetime, key: object) -> Mark:
    return Mark(at, str(key))


def with_words(column: ColumnElement[Any], text: str) -> tuple[ColumnElement[bool], ...]:
    """Conditions for each word of `text` to stand in the column, small, Capital or ALL CAPITAL: SQLite knows capitals of ASCII only."""
    return tuple(
        or_(*(column.contains(form, autoescape=True) for form in {word, word.lower(), word.upper(), word.capitalize()}))
        for word in text.split()[:_MOST_WORDS]
    )
