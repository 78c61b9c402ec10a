"""Where secrets could have gone, and the search for them there: plain, encoded in every usual way, and any part of twelve characters."""

import base64
import html
import json
import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus

from sqlalchemy import create_engine, inspect, text

from tests.fakes.tap import Tapped

PART = 12  # characters; a shorter part of a secret opens nothing and may be chance


def forms(secret: str) -> Mapping[str, bytes]:
    """The secret in every form in which it may stand in a text, by the form's name."""
    once = quote(secret, safe="")
    plain = {
        "plain": secret,
        "in an address": once,
        "in an address in an address": quote(once, safe=""),
        "in a form": quote_plus(secret),
        "in JSON": json.dumps(secret)[1:-1],
        "in JSON in JSON": json.dumps(json.dumps(secret))[3:-3],
        "as Python shows it": repr(secret)[1:-1],
        "in HTML": html.escape(secret),
        "in hexadecimal": secret.encode().hex(),
        "backwards": secret[::-1],
    }
    return {**{name: value.encode() for name, value in plain.items()}, **dict(_base64(secret.encode()))}


def _base64(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Base64 turns out in three ways, by the place of the secret in what was encoded; the letters that depend on its neighbours are left out."""
    for before in range(3):
        first = (before * 8 + 5) // 6
        last = (before + len(raw)) // 3 * 4
        for name, encode in (("base64", base64.b64encode), ("base64 for addresses", base64.urlsafe_b64encode)):
            yield f"{name}, {before} before it", encode(b"\0" * before + raw)[first:last]


@dataclass(frozen=True)
class Find:
    """A secret, or a part of one, where none may be."""

    place: str
    secret: str
    form: str


class Searcher:
    """Knows the secrets by name, each of at least twelve characters."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        assert all(len(secret) >= PART for secret in secrets.values())
        self._needles: dict[bytes, tuple[str, str]] = {}
        for name, secret in secrets.items():
            for form, value in forms(secret).items():
                for start in range(len(value) - PART + 1):
                    self._needles.setdefault(value[start : start + PART], (name, form))

    def search(self, places: "Places") -> set[Find]:
        """Everything found."""
        return {
            Find(place, *self._needles[part])
            for place, said in places.said.items()
            for each in said
            for start in range(len(each) - PART + 1)
            if (part := each[start : start + PART]) in self._needles
        }


@dataclass
class Places:
    """What was said where, as bytes, each thing once."""

    said: dict[str, set[bytes]] = field(default_factory=dict)

    def add(self, place: str, *things: str | bytes) -> None:
        """Note what stands at a place."""
        kept = self.said.setdefault(place, set())
        kept.update(each if isinstance(each, bytes) else each.encode("utf-8", "surrogateescape") for each in things)

    def add_exception(self, error: BaseException) -> None:
        """An exception: its texts, its parameters and what a traceback prints; and in a place of its own all that it came from, hidden or not."""
        for each in _family(error):
            place = "exception" if each is error else "behind an exception"
            address = getattr(getattr(each, "request", None), "url", "")  # what an error reporter would show
            # Without what is private to a library: psycopg's errors hold the whole connection, which no text of theirs shows.
            public = {name: value for name, value in vars(each).items() if not name.startswith("_")}
            self.add(place, str(each), repr(each), repr(each.args), repr(public), str(address))
            for language in ("vi", "en") if hasattr(each, "say") else ():
                self.add(place, each.say(language))
            self.add(place, "".join(traceback.format_exception(each)))

    def add_database(self, url: str) -> None:
        """Every cell of every table of the database."""
        engine = create_engine(url)
        try:
            with engine.connect() as connection:
                looking = inspect(connection)
                for table in looking.get_table_names():
                    for column in looking.get_columns(table):
                        self.add(f"database: {table}.{column['name']}")
                    for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
                        for column, cell in row.items():
                            self.add(f"database: {table}.{column}", *_cell(cell))
        finally:
            engine.dispose()

    def add_files(self, folder: Path, *, but: Iterable[str] = (".env",)) -> None:
        """Every file below the folder, byte for byte, and its name."""
        for path in folder.rglob("*"):
            if path.is_file() and path.name not in set(but):
                self.add(f"file: {path.name}", path.read_bytes(), str(path.relative_to(folder)))

    def add_request(self, request: Tapped) -> None:
        """A request as it went over the line. Two places are left out, for the caller to look at: the Authorization header and the operations of a batch."""
        self.add("request: address", request.target)
        for name, value in request.headers.items():
            if name.lower() != "authorization":
                self.add(f"request: header {name.lower()}", value)
        if not operations(request):
            self.add("request: body", request.body)
            return
        for name, value in parse_qsl(request.body.decode(), keep_blank_values=True):
            if name != "batch":
                self.add("request: body", f"{name}={value}")


def operations(request: Tapped) -> list[str]:
    """The paths of the operations of a batch; none where the request is no batch."""
    if b"batch=" not in request.body or "batch" not in request.parts:
        return []
    return [operation["relative_url"].partition("?")[0] for operation in json.loads(request.parts["batch"])]


def _family(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        waiting += [each.__cause__, each.__context__, *(arg for arg in each.args if isinstance(arg, BaseException))]
        waiting += [reason for reason in (getattr(each, "reason", None),) if isinstance(reason, BaseException)]
        yield each


def _cell(cell: Any) -> list[str | bytes]:
    if isinstance(cell, bytes | bytearray | memoryview):
        return [bytes(cell)]
    return [] if cell is None else [str(cell), json.dumps(cell, ensure_ascii=False, default=str)]


class Unredacted(logging.Handler):
    """Hears every log record as it was handed in, before any redaction: that is the second line of defence, not the first."""

    def __init__(self, places: Places) -> None:
        super().__init__(logging.DEBUG)
        self._places = places
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1
        self._places.add("log, before redaction", record.getMessage(), repr({**vars(record), "_logger": ""}))
        if record.exc_info and record.exc_info[1] is not None:
            self._places.add_exception(record.exc_info[1])
