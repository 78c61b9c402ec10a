"""Bytes to Entries, or one FeedError with a sentence: nothing else, whatever the bytes. The only home of feedparser."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import feedparser

from bot.errors import FeedError
from bot.intake.dates import read_date
from bot.intake.identity import identity_of, told_apart
from bot.intake.jsonfeed import looks_like_json, parse_json_feed
from bot.intake.plain import BODY, SUMMARY, TITLE, first_image, fold, plain, web_address
from bot.model import Entry

_HEAD: Final = 4_096
_ROOT: Final = re.compile(rb"<(?:[a-z0-9_-]{1,20}:)?(rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ENTITY: Final = re.compile(rb"<!ENTITY", re.IGNORECASE)
_HTML: Final = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_LOGIN: Final = re.compile(rb"type\s*=\s*[\"']?password", re.IGNORECASE)
_GUARD: Final = re.compile(rb"cf-chl|challenge-platform|captcha|ddos-guard|__jsl|aes\.js", re.IGNORECASE)
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
    if not _ROOT.search(_readable(body[: 64 * 1024])):
        raise _what_it_is(body, url)
    if _ENTITY.search(_readable(body)):
        # Entities declared in the document can grow without bound; no portal's feed needs them (facts: lessons, XML bombs).
        raise FeedError("intake.entities", url=url)
    # Sanitising and resolving are ours (plain.py): feedparser's own would cost a third of the time and leave markup in.
    document = feedparser.parse(
        _decoded(body, content_type), sanitize_html=False, resolve_relative_uris=False, response_headers={"content-type": "application/xml"}
    )
    items = document.entries[:_MOST_ITEMS]
    if not items and not document.version:
        raise _what_it_is(body, url)
    base = web_address(str(document.feed.get("link", "")), url) or url
    return told_apart(_entry(item, feed, base) for item in items if _says_something(item))


def _readable(body: bytes) -> bytes:
    """UTF-16 and UTF-32 without their NULs, so that ASCII patterns can be searched for."""
    return body.replace(b"\0", b"") if b"\0" in body else body


def _decoded(body: bytes, content_type: str) -> bytes:
    """UTF-8 that is declared so (or not at all) but has a bad byte is repaired here: feedparser would take all of it for another charset (lesson 74)."""
    declared = _DECLARED.search(body[:_HEAD])
    charset = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]{1,40})", content_type)
    named = (declared[1].decode() if declared else charset[1] if charset else "utf-8").lower()
    if named not in {"utf-8", "utf8"} or body[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in body[:_HEAD]:
        return body
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = sum(1 for _ in re.finditer("\ufffd", body.decode("utf-8", "replace")))
        # A few bad bytes in a long text: UTF-8 with damage. Many: another charset under a wrong name; feedparser guesses better then.
        return body.decode("utf-8", "replace").encode() if bad * 200 <= error.end + len(body) else body
    return body


def _what_it_is(body: bytes, url: str) -> FeedError:
    head = _readable(body)
    if _HTML.search(head):
        if _GUARD.search(head):
            return FeedError("intake.bot_protection", url=url)
        return FeedError("intake.login_page" if _LOGIN.search(head) else "intake.web_page", url=url)
    return FeedError("intake.not_a_feed" if head.lstrip()[:1] != b"<" else "intake.other_xml", url=url)


def _says_something(item: Mapping[str, Any]) -> bool:
    return any(item.get(name) for name in ("title", "summary", "content", "link", "id"))


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _entry(item: Mapping[str, Any], feed: str, base: str) -> Entry:
    contents = [each.get("value", "") for each in item.get("content") or () if isinstance(each, Mapping)]
    raw_body = max((text for text in contents if isinstance(text, str)), key=len, default="")
    raw_summary = _text(item, "summary")
    summary = plain(raw_summary, SUMMARY)
    body = "" if raw_body == raw_summary else plain(raw_body, BODY)
    link = web_address(_link(item), base)
    guid = fold(_text(item, "id"))
    title = plain(_text(item, "title"), TITLE) or " ".join((summary or body).split()[:12])
    return Entry(
        feed=feed,
        identity=identity_of(guid, link, title, summary),
        title=title,
        link=link or (web_address(guid, base) if guid.startswith("http") else ""),
        summary=summary or plain(raw_body, SUMMARY),
        body=body,
        author=plain(_text(item, "author"), 200),
        categories=tuple(dict.fromkeys(fold(str(tag.get("term") or ""))[:100] for tag in item.get("tags") or () if tag.get("term")))[:20],
        picture=_picture(item, raw_summary, raw_body, base),
        published_at=_published(item),
    )


def _link(item: Mapping[str, Any]) -> str:
    alternates = [each for each in item.get("links") or () if each.get("rel") == "alternate" and each.get("href")]
    return _text(item, "link") or next((str(each["href"]) for each in alternates), "")


def _published(item: Mapping[str, Any]) -> Any:
    # Our own reading, not feedparser's: it takes a time without a zone for UTC and gives up on Vietnamese ways of writing.
    found = (read_date(_text(item, name)) for name in ("published", "updated", "created"))
    return next((date for date in found if date is not None), None)


def _picture(item: Mapping[str, Any], summary: str, body: str, base: str) -> str:
    return next((picture for picture in _pictures(item, summary, body, base) if picture), "")


def _pictures(item: Mapping[str, Any], summary: str, body: str, base: str) -> Iterator[str]:
    for each in item.get("enclosures") or ():
        if str(each.get("type", "")).startswith("image/"):
            yield web_address(str(each.get("href", "")), base)
    for name in ("media_content", "media_thumbnail"):
        for each in item.get(name) or ():
            if name == "media_thumbnail" or each.get("medium") == "image" or str(each.get("type", "")).startswith("image/"):
                yield web_address(str(each.get("url", "")), base)
    yield first_image(summary, base)
    yield first_image(body, base)
