"""A feed's text cut into head, items and tail, by text alone. Whether the cut is right only a parser can say: `bot.intake.delta` asks one."""

import re
from dataclasses import dataclass
from typing import Final

_HEAD: Final = 64 * 1024
_ROOT: Final = re.compile(rb"<(?:[A-Za-z0-9_-]{1,20}:)?(rss|RDF|feed)[\s>]")
_COMMENT: Final = rb"<!--(?:[^<>-]|-(?!-))*+-->"
_GAP: Final = re.compile(rb"(?:\s++|%b)*+" % _COMMENT)
_TAIL: Final = re.compile(rb"(?:\s++|%b|</(?:[A-Za-z0-9_-]{1,20}:)?(?:channel|rss|RDF|feed)\s*+>)*+" % _COMMENT)
_BEGIN: Final = {b"rss": re.compile(rb"<item[\s>]"), b"RDF": re.compile(rb"<item[\s>]"), b"feed": re.compile(rb"<entry[\s>]")}
_END: Final = {b"rss": b"</item>", b"RDF": b"</item>", b"feed": b"</entry>"}


@dataclass(frozen=True, slots=True)
class Cut:
    """A document in pieces: each of `items` is from its start tag to its end tag `end`, and between them stand only white space and comments."""

    head: bytes
    items: tuple[bytes, ...]
    tail: bytes
    starts: tuple[int, ...]
    end: bytes

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each item begins in the document, and where its end tag does."""
        return tuple((start, start + len(item) - len(self.end)) for start, item in zip(self.starts, self.items, strict=True))


def cut_up(document: bytes, most: int) -> Cut | None:
    """The pieces of an RSS or Atom document in UTF-8; None where it has a DOCTYPE, no items or more than `most`, or anything but them until its end."""
    root = _ROOT.search(document, 0, _HEAD)
    if root is None:
        return None
    begin, end = _BEGIN[root[1]], _END[root[1]]
    *pieces, tail = document.split(end, most + 1)
    first = begin.search(pieces[0]) if pieces else None
    if first is None or len(pieces) > most or _TAIL.fullmatch(tail) is None:
        return None
    head = pieces[0][: first.start()]
    if b"<!DOCTYPE" in head:
        return None
    items: list[bytes] = []
    starts: list[int] = []
    place = 0
    for piece in pieces:
        lead = len(head) if not items else _lead(piece)
        if not begin.match(piece, lead):
            return None
        items.append(piece[lead:] + end)
        starts.append(place + lead)
        place += len(piece) + len(end)
    return Cut(head, tuple(items), tail, tuple(starts), end)


def _lead(piece: bytes) -> int:
    gap = _GAP.match(piece)
    return gap.end() if gap is not None else 0
