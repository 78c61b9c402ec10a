"""One item, as feedparser gives it, to an Entry."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.intake.dates import read_date
from bot.intake.identity import identity_of
from bot.intake.plain import BODY, SUMMARY, TITLE, distinct, fold, images, plain, plain_together, web_address
from bot.model import Entry


def says_something(item: Mapping[str, Any]) -> bool:
    """Whether anything stands in an item of which an Entry can be made."""
    return any(item.get(name) for name in ("title", "summary", "content", "link", "id"))


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def entry_of(item: Mapping[str, Any], feed: str, base: str) -> Entry:
    """The Entry of an item of `feed`; relative links are taken from `base`."""
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
