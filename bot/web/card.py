"""A Post as the Page will show it: its text in pieces, its pictures or its link's card. Values for a template, which escapes them."""

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from bot.model import Draft, Entry, Picture, Way

Kind = Literal["", "tag", "link", "page"]

_PIECE: Final = re.compile(r"(?P<link>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}])|(?P<page>@\[\d+\])|(?<!\w)(?P<tag>#\w+)")
_LONGEST_SUMMARY: Final = 160


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of the text and what the Page makes of them."""

    text: str
    kind: Kind = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What stands in the Page's frame. `link_host` is "" where no link card is shown."""

    lines: tuple[tuple[Piece, ...], ...]
    way: Way
    pictures: tuple[Picture, ...] = ()
    link: str = ""
    link_host: str = ""
    link_title: str = ""
    link_summary: str = ""
    comment: tuple[Piece, ...] = ()


def card_of(draft: Draft, way: Way, entry: Entry) -> Card:
    """The card of `draft` when it goes out by `way`; the headline and summary of a link card are what the site gives, as far as `entry` knows them."""
    lines = tuple(pieces_of(line) for line in draft.text(way).split("\n"))
    if way in {Way.PHOTO, Way.PHOTOS}:
        pictures = draft.pictures[:1] if way is Way.PHOTO else draft.pictures
        return Card(lines=lines, way=way, pictures=pictures)
    if way is Way.COMMENT:
        return Card(lines=lines, way=way, comment=pieces_of(draft.comment))
    summary = entry.summary if len(entry.summary) <= _LONGEST_SUMMARY else entry.summary[:_LONGEST_SUMMARY].rstrip() + "…"
    return Card(
        lines=lines, way=way, link=web_address(draft.link), link_host=host_of(draft.link), link_title=entry.title, link_summary=summary
    )


def pieces_of(line: str) -> tuple[Piece, ...]:
    """A line in pieces, hashtags, addresses and tagged Pages apart."""
    found: list[Piece] = []
    place = 0
    for match in _PIECE.finditer(line):
        kind: Kind = "link" if match["link"] else "page" if match["page"] else "tag"
        if kind == "tag" and match[0][1:].isdecimal():
            continue
        found += [Piece(line[place : match.start()]), Piece(match[0], kind)]
        place = match.end()
    return tuple(piece for piece in (*found, Piece(line[place:])) if piece.text)


def web_address(link: str) -> str:
    """`link` where a browser may be sent there from our page; "" for anything but http and https."""
    return link if urlsplit(link).scheme in {"http", "https"} else ""


def host_of(link: str) -> str:
    """The host as Facebook writes it below a link's picture."""
    return (urlsplit(link).hostname or "").removeprefix("www.")
