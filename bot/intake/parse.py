"""Bytes to Entries, or one FeedError with a sentence: nothing else, whatever the bytes. The only home of feedparser."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import feedparser

from bot.errors import FeedError
from bot.intake.charset import decoded
from bot.intake.dates import read_date
from bot.intake.identity import identity_of, told_apart
from bot.intake.jsonfeed import looks_like_json, parse_json_feed
from bot.intake.plain import BODY, SUMMARY, TITLE, distinct, fold, images, plain, plain_together, web_address
from bot.intake.protection import says_so_in_text
from bot.model import Entry

_HEAD: Final = 64 * 1024
_ROOT: Final = re.compile(r"<(?:[a-z0-9_-]{1,20}:)?(rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
_ENTITY: Final = re.compile(r"<!ENTITY", re.IGNORECASE)
_HTML: Final = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_PAGE: Final = re.compile(r"<html[\s>]|<body[\s>]", re.IGNORECASE)  # a wrong DOCTYPE alone makes no web page
_LOGIN: Final = re.compile(r"type\s*=\s*[\"']?password", re.IGNORECASE)
_OPENED: Final = re.compile(r"<(?:[a-z0-9_-]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_CLOSED: Final = re.compile(r"</(?:[a-z0-9_-]{1,20}:)?(?:item|entry|channel|rss|feed|rdf)\s*>", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_REFERENCE: Final = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));", re.IGNORECASE)
_REFERENCES: Final = re.compile(rf"(?:{_REFERENCE.pattern})+".replace("([0-9", "(?:[0-9"), re.IGNORECASE)
_NOTHING: Final = 0xFFFD
_MOST_ITEMS: Final = 2_000


def parse(body: bytes, content_type: str, feed: str, url: str) -> tuple[Entry, ...]:
    """The entries of a feed in the document's order, identities distinct; () for a feed that has none.

    Args:
        body: after decompression, bounded by the fetch.
        content_type: as the server said, "" where it said nothing.
        feed: the feed's name, the first half of each identity.
        url: the address it came from, for relative links.

    Raises:
        FeedError: it is no feed; the sentence says what it is instead.
    """
    if looks_like_json(body):
        return told_apart(parse_json_feed(body, feed, url))
    text = _repaired(decoded(body, content_type))
    root = _ROOT.search(text, 0, _HEAD)
    if root is None or _PAGE.search(text, 0, root.start()):
        raise _what_it_is(text, url)
    if _ENTITY.search(text):
        # Entities declared in the document can grow without bound; no portal's feed needs them (facts: lessons, XML bombs). The whole text is
        # searched, since a comment before the root hides a DOCTYPE from feedparser's own filter.
        raise FeedError("intake.entities", url=url)
    document = _read(text, url)
    items = document.entries[:_MOST_ITEMS]
    if not items and not document.version:
        raise _what_it_is(text, url)
    if document.bozo and len(items) == len(document.entries) and _broken_off(text):
        # The last item has lost its end, so perhaps its guid or half its title: it comes whole at the next poll.
        items = items[:-1]
    base = web_address(str(document.feed.get("link", "")), url) or url
    return told_apart(_entry(item, feed, base) for item in items if _says_something(item))


def _repaired(text: str) -> str:
    """Without what XML forbids and portals write: control characters pasted from Word, references to half an emoji (&#55357;&#56832;) or to nothing."""
    return _REFERENCES.sub(_resolved, _CONTROL.sub("", text))


def _resolved(run: re.Match[str]) -> str:
    references = list(_REFERENCE.finditer(run[0]))
    codes = [_code(match) for match in references]
    if not any(0xD800 <= code < 0xE000 or code == _NOTHING for code in codes):
        return run[0]
    # Two halves of UTF-16 make one character; a half that is left alone becomes U+FFFD. "&", "<" and their like stay references.
    text = "".join(match[0] if code < 0x80 else chr(code) for code, match in zip(codes, references, strict=True))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _code(reference: re.Match[str]) -> int:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    code = int(digits, base) if len(digits) <= 8 else _NOTHING
    sound = code in {9, 10, 13} or 0x20 <= code < 0x110000
    return code if sound else _NOTHING


def _read(text: str, url: str) -> Any:
    """What feedparser makes of a text."""
    try:
        # Sanitising and resolving are ours (plain.py): feedparser's own would cost a third of the time and leave markup in. The charset of the
        # header goes above the one that the XML declares.
        return feedparser.parse(
            text.encode("utf-8", "ignore"),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except Exception as error:  # on hostile markup it raises whatever its parsers do: OverflowError, UnicodeEncodeError, AssertionError
        raise FeedError("intake.unreadable", url=url) from error


def _broken_off(text: str) -> bool:
    """Whether the document ends inside an item."""
    opened = max((match.start() for match in _OPENED.finditer(text)), default=-1)
    return opened >= 0 and _CLOSED.search(text, opened) is None


def _what_it_is(text: str, url: str) -> FeedError:
    if _HTML.search(text):
        if says_so_in_text(text):
            return FeedError("intake.bot_protection", url=url)
        return FeedError("intake.login_page" if _LOGIN.search(text) else "intake.web_page", url=url)
    return FeedError("intake.not_a_feed" if text.lstrip()[:1] != "<" else "intake.other_xml", url=url)


def _says_something(item: Mapping[str, Any]) -> bool:
    return any(item.get(name) for name in ("title", "summary", "content", "link", "id"))


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _entry(item: Mapping[str, Any], feed: str, base: str) -> Entry:
    contents = [each.get("value", "") for each in item.get("content") or () if isinstance(each, Mapping)]
    raw_body = max((text for text in contents if isinstance(text, str)), key=len, default="")
    raw_summary = _text(item, "summary")
    # A headline is short: in which charset it was written is told by what stands below it.
    title, summary, body = plain_together(
        (_text(item, "title"), TITLE), (raw_summary, SUMMARY), ("" if raw_body == raw_summary else raw_body, BODY)
    )
    link = web_address(_link(item), base)
    guid = fold(_text(item, "id"))
    title = title or " ".join((summary or body).split()[:12])
    return Entry(
        feed=feed,
        identity=identity_of(guid, link, title, summary),
        title=title,
        link=link or (web_address(guid, base) if guid.startswith("http") else ""),
        summary=summary or plain(raw_body, SUMMARY),
        body=body,
        author=plain(_text(item, "author"), 200),
        categories=tuple(dict.fromkeys(fold(str(tag.get("term") or ""))[:100] for tag in item.get("tags") or () if tag.get("term")))[:20],
        pictures=distinct(_pictures(item, raw_summary, raw_body, base)),
        published_at=_published(item),
    )


def _link(item: Mapping[str, Any]) -> str:
    alternates = [each for each in item.get("links") or () if each.get("rel") == "alternate" and each.get("href")]
    return _text(item, "link") or next((str(each["href"]) for each in alternates), "")


def _published(item: Mapping[str, Any]) -> datetime | None:
    # Our own reading, not feedparser's: it takes a time without a zone for UTC and gives up on Vietnamese ways of writing.
    # Asked with "in", because feedparser answers "updated" by "published", with a warning, where there is no "updated".
    found = (read_date(_text(item, name)) for name in ("published", "updated", "created") if name in item)
    return next((date for date in found if date is not None), None)


def _pictures(item: Mapping[str, Any], summary: str, body: str, base: str) -> Iterator[str]:
    for each in item.get("enclosures") or ():
        if str(each.get("type", "")).startswith("image/"):
            yield web_address(str(each.get("href", "")), base)
    for name in ("media_content", "media_thumbnail"):
        for each in item.get(name) or ():
            # Many say neither: what it is shows when it is fetched.
            if name == "media_thumbnail" or (
                each.get("medium", "image") == "image" and str(each.get("type", "image/")).startswith("image/")
            ):
                yield web_address(str(each.get("url", "")), base)
    yield from images(summary, base)
    yield from images(body, base)
