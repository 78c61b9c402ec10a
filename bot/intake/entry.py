"""One item, as feedparser gives it, to an Entry.

Its dicts answer for other names, too, and slowly; here `dict` itself is asked, for names that stand for nothing else. Under each of them may stand anything,
since feedparser puts tags that it does not know beside its own.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.intake.dates import read_date
from bot.intake.identity import How, identity_of
from bot.intake.plain import BODY, SUMMARY, TITLE, distinct, fold, images, plain, plain_together, web_address
from bot.model import Entry

Item = dict[str, Any]


def says_something(item: Item) -> bool:
    """Whether anything stands in an item of which an Entry can be made."""
    return any(dict.get(item, name) for name in ("title", "summary", "content", "link", "id"))


def _text(item: Item, name: str) -> str:
    value = dict.get(item, name)
    return value if isinstance(value, str) else ""


def _dicts(item: Item, name: str) -> list[Mapping[str, Any]]:
    values = dict.get(item, name)
    return [value for value in values if isinstance(value, Mapping)] if isinstance(values, list) else []


def entry_of(item: Item, feed: str, base: str, how: How = "auto") -> Entry:
    """The Entry of an item of `feed`; relative links are taken from `base`, and `how` says what its identity is."""
    contents = (each.get("value", "") for each in _dicts(item, "content"))
    raw_body = max((text for text in contents if isinstance(text, str)), key=len, default="")
    raw_summary = _text(item, "summary")
    # A headline is short: in which charset it was written is told by what stands below it.
    title, summary, body = plain_together(
        (_text(item, "title"), TITLE), (raw_summary, SUMMARY), ("" if raw_body == raw_summary else raw_body, BODY)
    )
    links = _dicts(item, "links")
    link = web_address(_link(item, links), base)
    guid = fold(_text(item, "id"))
    title = title or " ".join((summary or body).split()[:12])
    terms = (each.get("term") for each in _dicts(item, "tags"))
    return Entry(
        feed=feed,
        identity=identity_of(guid, link, title, summary, how),
        title=title,
        link=link or (web_address(guid, base) if guid.startswith("http") else ""),
        summary=summary or plain(raw_body, SUMMARY),
        body=body,
        author=plain(_text(item, "author"), 200),
        categories=tuple(dict.fromkeys(fold(term)[:100] for term in terms if term and isinstance(term, str)))[:20],
        pictures=distinct(_pictures(item, links, raw_summary, raw_body, base)),
        published_at=_published(item),
    )


def _link(item: Item, links: list[Mapping[str, Any]]) -> str:
    return _text(item, "link") or next((str(each["href"]) for each in links if each.get("rel") == "alternate" and each.get("href")), "")


def _published(item: Item) -> datetime | None:
    # Our own reading, not feedparser's: it takes a time without a zone for UTC and gives up on Vietnamese ways of writing.
    for name in ("published", "updated", "created"):
        date = read_date(_text(item, name))
        if date is not None:
            return date
    return None


def _pictures(item: Item, links: list[Mapping[str, Any]], summary: str, body: str, base: str) -> Iterator[str]:
    for each in links:
        if each.get("rel") == "enclosure" and str(each.get("type", "")).startswith("image/"):
            yield web_address(str(each.get("href", "")), base)
    for name in ("media_content", "media_thumbnail"):
        for each in _dicts(item, name):
            # Many say neither: what it is shows when it is fetched.
            if name == "media_thumbnail" or (
                each.get("medium", "image") == "image" and str(each.get("type", "image/")).startswith("image/")
            ):
                yield web_address(str(each.get("url", "")), base)
    yield from images(summary, base)
    if body is not summary:
        yield from images(body, base)
