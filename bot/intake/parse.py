"""Bytes to Entries, or one FeedError with a sentence: nothing else, whatever the bytes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.errors import FeedError
from bot.intake.charset import in_utf8
from bot.intake.dates import at_the_hour, minutes_are_months
from bot.intake.entry import entry_of, says_something
from bot.intake.identity import How, told_apart
from bot.intake.jsonfeed import json_entries, looks_like_json, read_json_feed
from bot.intake.obstacles import obstacle
from bot.intake.plain import web_address
from bot.intake.xmlfeed import XmlFeed, read_xml
from bot.model import Entry

MOST_ITEMS: Final = 2_000
_HEAD: Final = 64 * 1024
_ROOT: Final = re.compile(r"<(?:[a-z0-9_-]{1,20}:)?(rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
_ENTITY: Final = re.compile(r"<!ENTITY", re.IGNORECASE)
_HTML: Final = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_PAGE: Final = re.compile(r"<html[\s>]|<body[\s>]", re.IGNORECASE)  # a wrong DOCTYPE alone makes no web page
_OPENED: Final = re.compile(r"<(?:[a-z0-9_-]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_CLOSED: Final = re.compile(r"</(?:[a-z0-9_-]{1,20}:)?(?:item|entry|channel|rss|feed|rdf)\s*>", re.IGNORECASE)
_CONTROL: Final = bytes({*range(0x20)} - set(b"\t\n\r"))
_REFERENCE: Final = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));", re.IGNORECASE)
_REFERENCES: Final = re.compile(rf"(?:{_REFERENCE.pattern})+".replace("([0-9", "(?:[0-9"), re.IGNORECASE)
_NOTHING: Final = 0xFFFD


def parse(body: bytes, content_type: str, feed: str, url: str, *, identity: How = "auto") -> tuple[Entry, ...]:
    """The entries of a feed in the document's order, identities distinct; () for a feed that has none.

    Args:
        body: after decompression, bounded by the fetch.
        content_type: as the server said, "" where it said nothing.
        feed: the feed's name, the first half of each identity.
        url: the address it came from, for relative links.
        identity: what tells its items apart (FeedPolicy.identity).

    Raises:
        FeedError: it is no feed; the sentence says what it is instead.
    """
    if looks_like_json(body):
        return told_apart(json_entries(read_json_feed(body, url), feed, url, identity), identity)
    document, text = document_of(body, content_type, url)
    entries = entries_of(whole(document, url), feed, url, identity)
    return told_apart(map(without_minutes, entries) if minutes_are_months(text) else entries, identity)


def document_of(body: bytes, content_type: str, url: str) -> tuple[bytes, str]:
    """The text of an XML feed, repaired, in UTF-8 and as a string. Raises FeedError where it is none, or one that declares entities."""
    document, text = repaired(*in_utf8(body, content_type))
    root = _ROOT.search(text, 0, _HEAD)
    if root is None or _PAGE.search(text, 0, root.start()):
        raise _what_it_is(text, url)
    if _ENTITY.search(text):
        # Entities declared in the document can grow without bound; no portal's feed needs them (facts: lessons, XML bombs). The whole text is
        # searched, since a comment before the root hides a DOCTYPE from feedparser's own filter.
        raise FeedError("intake.entities", url=url)
    return document, text


def whole(document: bytes, url: str) -> XmlFeed:
    """What feedparser makes of a document, without a last item that has lost its end, and no more than `MOST_ITEMS`. Raises FeedError."""
    try:
        read = read_xml(document)
    except Exception as error:  # on hostile markup it raises whatever its parsers do
        raise FeedError("intake.unreadable", url=url) from error
    if not read.items and not read.version:
        raise _what_it_is(document.decode(), url)
    items = read.items[:MOST_ITEMS]
    if read.broken and len(items) == len(read.items) and _broken_off(document.decode()):
        # The last item has lost its end, so perhaps its guid or half its title: it comes whole at the next poll.
        items = items[:-1]
    return replace(read, items=items)


def base_of(read: XmlFeed, url: str) -> str:
    """The address from which relative links of a feed at `url` are taken."""
    return web_address(str(read.feed.get("link", "")), url) or url


def entries_of(read: XmlFeed, feed: str, url: str, how: How = "auto") -> Iterator[Entry]:
    """The Entries of `read.items`, not told apart."""
    base = base_of(read, url)
    return (entry_of(item, feed, base, how) for item in read.items if says_something(item))


def without_minutes(entry: Entry) -> Entry:
    """The Entry at its full hour: its minutes are not to be trusted."""
    return replace(entry, published_at=at_the_hour(entry.published_at)) if entry.published_at is not None else entry


def repaired(document: bytes, text: str) -> tuple[bytes, str]:
    """A document in UTF-8 and the same as a string, without what XML forbids and portals write: control characters pasted from Word, references to half an emoji (&#55357;&#56832;) or to nothing."""
    sound = document.translate(None, _CONTROL)
    if len(sound) != len(document):
        document, text = sound, sound.decode()
    if b"&#" not in document:
        return document, text
    references = {match[0]: _code(match) for match in _REFERENCE.finditer(text)}
    if not any(map(_is_unsound, references.values())):
        return document, text
    sound = _REFERENCES.sub(_resolved, text).encode("utf-8", "ignore")
    return sound, sound.decode()


def _resolved(run: re.Match[str]) -> str:
    references = list(_REFERENCE.finditer(run[0]))
    codes = [_code(match) for match in references]
    if not any(map(_is_unsound, codes)):
        return run[0]
    # Two halves of UTF-16 make one character; a half that is left alone becomes U+FFFD. "&", "<" and their like stay references.
    text = "".join(match[0] if code < 0x80 else chr(code) for code, match in zip(codes, references, strict=True))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _is_unsound(code: int) -> bool:
    return 0xD800 <= code < 0xE000 or code == _NOTHING


def _code(reference: re.Match[str]) -> int:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    code = int(digits, base) if len(digits) <= 8 else _NOTHING
    sound = code in {9, 10, 13} or 0x20 <= code < 0x110000
    return code if sound else _NOTHING


def _broken_off(text: str) -> bool:
    """Whether the document ends inside an item."""
    opened = max((match.start() for match in _OPENED.finditer(text)), default=-1)
    return opened >= 0 and _CLOSED.search(text, opened) is None


def _what_it_is(text: str, url: str) -> FeedError:
    if _HTML.search(text):
        key = obstacle(text, guard="intake.bot_protection", login="intake.login_page", otherwise="intake.web_page")
        return FeedError(key, url=url)
    return FeedError("intake.not_a_feed" if text.lstrip()[:1] != "<" else "intake.other_xml", url=url)
