"""JSON Feed (jsonfeed.org, versions 1 and 1.1), read by ourselves and as distrustfully as the rest."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.errors import FeedError
from bot.intake.dates import read_date
from bot.intake.identity import How, identity_of
from bot.intake.plain import BODY, SUMMARY, TITLE, distinct, fold, images, legible, plain, plain_together, web_address
from bot.model import Entry
from bot.vietnamese.cut import beginning

_MOST_ITEMS: Final = 2_000
_VERSION: Final = "https://jsonfeed.org/version/"


def looks_like_json(body: bytes) -> bool:
    """Whether the document begins like a JSON object or list."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def read_json_feed(body: bytes, url: str) -> Mapping[str, Any]:
    """The document of a JSON Feed, `items` a list. Raises FeedError where it is none."""
    try:
        document = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FeedError("intake.broken_json", url=url) from error
    if (
        not isinstance(document, Mapping)
        or not _text(document, "version").startswith(_VERSION)
        or not isinstance(document.get("items"), list)
    ):
        raise FeedError("intake.other_json", url=url)
    return document


def json_entries(document: Mapping[str, Any], feed: str, url: str, how: How = "auto") -> Iterator[Entry]:
    """The entries of `read_json_feed` in the document's order, not told apart."""
    base = web_address(_text(document, "home_page_url"), url) or url
    return (_entry(item, feed, base, how) for item in document["items"][:_MOST_ITEMS] if isinstance(item, Mapping))


def json_hub(document: Mapping[str, Any], url: str) -> str:
    """The address of the first hub of `read_json_feed`; "" where it names none."""
    hubs = document.get("hubs")
    named = (_text(hub, "url") for hub in hubs if isinstance(hub, Mapping)) if isinstance(hubs, list) else iter(())
    return next(filter(None, (web_address(address, url) for address in named)), "")


def json_self(document: Mapping[str, Any], url: str) -> str:
    """The address that the document of `read_json_feed` gives as its own; "" where it gives none."""
    return web_address(_text(document, "feed_url"), url)


def _text(item: Mapping[str, Any], *names: str) -> str:
    values = (item.get(name) for name in names)
    return next((str(value) for value in values if isinstance(value, str | int) and value != ""), "")


def _entry(item: Mapping[str, Any], feed: str, base: str, how: How) -> Entry:
    raw_body = _text(item, "content_html")
    # Plain text that looks like markup is still text; the cleaning leaves what is no tag alone.
    title, summary, body = plain_together((_text(item, "title"), TITLE), (_text(item, "summary"), SUMMARY), (raw_body, BODY))
    body = body or legible(_text(item, "content_text"), BODY)
    summary = summary or beginning(body, SUMMARY).rstrip()
    link = web_address(_text(item, "url", "external_url"), base)
    title = title or " ".join(summary.split()[:12])
    authors = item.get("authors") or [item.get("author")]
    author = next((_text(each, "name") for each in authors if isinstance(each, Mapping)), "") if isinstance(authors, list) else ""
    tags = item.get("tags")
    return Entry(
        feed=feed,
        identity=identity_of(fold(_text(item, "id")), link, title, summary, how),
        title=title,
        link=link,
        summary=summary,
        body="" if body == summary else body,
        author=plain(author, 200),
        categories=tuple(dict.fromkeys(fold(tag)[:100] for tag in tags if isinstance(tag, str)))[:20] if isinstance(tags, list) else (),
        pictures=_pictures(item, raw_body, base),
        published_at=read_date(_text(item, "date_published", "date_modified")),
    )


def _pictures(item: Mapping[str, Any], raw_body: str, base: str) -> tuple[str, ...]:
    named = (web_address(address, base) for address in (_text(item, "image"), _text(item, "banner_image")) if address)
    return distinct([*named, *images(raw_body, base)])
