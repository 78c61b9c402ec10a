"""What an address asks for, read with suspicion: bounded, of the kinds there are, and nothing that a database could choke on."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, TypeVar

from flask import abort, request, url_for

from bot.store.leaves import Leaf, Mark

Value = TypeVar("Value")

_LONGEST: Final = 120
_YEARS: Final = range(2000, 3000)  # a day at the very end of the calendar can't be brought to another time zone


def text(name: str) -> str:
    """Words that were asked for, in one line; "" for none."""
    return " ".join(request.args.get(name, "").replace("\0", " ").split())[:_LONGEST]


def one_of(name: str, known: Mapping[str, Value], otherwise: Value) -> Value:
    """One of the values that are known by their names; `otherwise` for anything else."""
    return known.get(request.args.get(name, ""), otherwise)


def names(values: Iterable[Value]) -> dict[str, Value]:
    """Values by what they are called in an address."""
    return {str(value): value for value in values}


def pairs(values: Iterable[str]) -> list[tuple[str, str]]:
    """For a choice among names that are shown as they are."""
    return [(value, value) for value in values]


def day(name: str) -> date | None:
    """A day as a date field sends it; None for none, or for what is no day."""
    return day_in(request.args.get(name, ""))


def day_in(said: str) -> date | None:
    """A day as it is written in an address or a form."""
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def number(name: str, most: int) -> int:
    """How far on in a list, 0 for the beginning."""
    said = request.args.get(name, "")
    return min(int(said), most) if said.isascii() and said.isdecimal() and len(said) < 8 else 0


def mark() -> Mark | None:
    """Where the leaf that is asked for begins; None: at the beginning. 404 for what no link of ours says."""
    said = request.args.get("after")
    if not said:
        return None
    try:
        return Mark.read(said)
    except ValueError:
        abort(404)


def onward(leaf: Leaf[Value], wish: Mapping[str, object]) -> str | None:
    """The address of the next leaf, with the same wish; None at the end. Only what was understood goes into it, never what the address said besides."""
    if leaf.after is None or request.endpoint is None:
        return None
    return here(wish, after=str(leaf.after))


def here(wish: Mapping[str, object], **more: object) -> str:
    """This page with another wish; what is empty is left out."""
    values = {name: str(value) for name, value in {**wish, **more}.items() if value not in {None, ""}}
    return url_for(str(request.endpoint), **values)  # type: ignore[arg-type]  # its own keywords (_anchor and others) begin with "_", ours never do
