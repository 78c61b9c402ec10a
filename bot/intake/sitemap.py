"""sitemap.xml and news sitemaps: addresses, and what little stands beside them. Sitemaps of sitemaps name the one to be read."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import lxml.etree

from bot.errors import FeedError
from bot.intake.charset import in_utf8
from bot.intake.dates import read_date
from bot.intake.identity import identity_of, told_apart
from bot.intake.obstacles import obstacle
from bot.intake.parse import repaired
from bot.intake.plain import TITLE, distinct, fold, plain, web_address
from bot.model import Entry

_GZIP: Final = b"\x1f\x8b"
_MOST_BYTES: Final = 20_000_000  # unpacked
_MOST_ENTRIES: Final = 2_000
_MOST_CHILDREN: Final = 5_000
_ENTITY: Final = re.compile(r"<!ENTITY", re.IGNORECASE)
_ROOT: Final = re.compile(r"<(?:[a-z0-9_-]{1,20}:)?(urlset|sitemapindex)\b", re.IGNORECASE)
_HTML: Final = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_HEAD: Final = 64 * 1024
_NEWS: Final = re.compile(r"news|post|article|tin|bai", re.IGNORECASE)
_NO_NEWS: Final = re.compile(r"categor|tag|author|image|video|page|chuyen-muc|taxonom|user", re.IGNORECASE)
_ENDING: Final = re.compile(r"\.(?:html?|aspx?|php|jsp)$", re.IGNORECASE)
_LONG_AGO: Final = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap says: entries, the newest first; or, where it lists other sitemaps, the address of the one to be read."""

    entries: tuple[Entry, ...] = ()
    child: str = ""


def read_sitemap(body: bytes, content_type: str, feed: str, url: str) -> Sitemap:
    """Read a sitemap, packed by gzip or not.

    An entry of a plain sitemap is called by the words of its address (`title_from_address`), and dated by `lastmod`, until its page is read. Of more than
    2,000 the newest are taken; where they have no dates, the first and the last in the document, since both orders are usual.

    Args:
        body: as it came, bounded by the fetch.
        content_type: as the server said.
        feed: the feed's name.
        url: the address it came from.

    Raises:
        FeedError: it is no sitemap, or lists sitemaps without saying which is the newest; the sentence says what to do.
    """
    # References to half a character would come out of the tree as bytes that are no text.
    document, text = repaired(*in_utf8(_unpacked(body, url), content_type))
    root = _ROOT.search(text, 0, _HEAD)
    if root is None:
        raise _what_it_is(text, url)
    if _ENTITY.search(text):
        raise FeedError("intake.entities", url=url)
    parser = lxml.etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False, remove_comments=True
    )
    try:
        tree = lxml.etree.fromstring(document[document.index(b"<") :], parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise FeedError("intake.unreadable", url=url) from error
    if tree is None:
        raise FeedError("intake.unreadable", url=url)
    if root[1].lower() == "sitemapindex":
        return Sitemap(child=_child(tree, url))
    return Sitemap(entries=told_apart(_chosen([entry for each in _named(tree, "url") if (entry := _entry(each, feed, url)) is not None])))


def title_from_address(link: str) -> str:
    """The words of an address's last part: what an entry is called of which nothing else is known."""
    path = unquote(urlsplit(link).path).rstrip("/").rpartition("/")[2]
    words = re.sub(r"[-_+.]+", " ", _ENDING.sub("", path)).split()
    return fold(" ".join(words))[:TITLE] or link[:TITLE]


def _unpacked(body: bytes, url: str) -> bytes:
    """No more than 20 MB of it: what is beyond is left out, and the document is read as far as it goes."""
    if not body.startswith(_GZIP):
        return body[:_MOST_BYTES]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, _MOST_BYTES)
    except zlib.error as error:
        raise FeedError("intake.unreadable", url=url) from error


def _what_it_is(text: str, url: str) -> FeedError:
    other = "intake.no_sitemap"
    key = (
        obstacle(text, guard="intake.list_bot_protection", login="intake.list_login_page", otherwise=other) if _HTML.search(text) else other
    )
    return FeedError(key, url=url)


def _named(tree: Any, name: str) -> Iterator[Any]:
    """The elements of this local name, whatever namespace they were put into."""
    yield from tree.iter(f"{{*}}{name}")


def _own(element: Any, name: str) -> str:
    """The text of the element's child of this name, "" for none."""
    return next((text for each in element.iterfind(f"{{*}}{name}") if (text := (each.text or "").strip())), "")


def _entry(element: Any, feed: str, url: str) -> Entry | None:
    link = web_address(_own(element, "loc"), url)
    if not link or not (urlsplit(link).path.strip("/") or urlsplit(link).query):
        return None  # the front page
    news = element.find("{*}news")
    title = plain(_own(news, "title"), TITLE) if news is not None else ""
    date = read_date(_own(news, "publication_date") if news is not None else "") or read_date(_own(element, "lastmod"))
    images = (web_address(_own(image, "loc"), url) for image in element.iterfind("{*}image"))
    return Entry(
        feed=feed,
        identity=identity_of("", link, title, ""),
        title=title or title_from_address(link),
        link=link,
        pictures=distinct(images),
        published_at=date,
    )


def _chosen(entries: list[Entry]) -> list[Entry]:
    dated = sorted(
        (entry for entry in entries if entry.published_at is not None), key=lambda entry: entry.published_at or _LONG_AGO, reverse=True
    )
    undated = [entry for entry in entries if entry.published_at is None]
    half = max(_MOST_ENTRIES - len(dated), 0) // 2
    return dated[:_MOST_ENTRIES] + (undated if len(undated) <= 2 * half else undated[:half] + undated[len(undated) - half :])


def _child(tree: Any, url: str) -> str:
    """The sitemap that has the news: by its name, then by its date."""
    found = []
    for place, each in enumerate(list(_named(tree, "sitemap"))[:_MOST_CHILDREN]):
        address = web_address(_own(each, "loc"), url)
        if address:
            name = urlsplit(address).path
            rank = bool(_NEWS.search(name)) - bool(_NO_NEWS.search(name))
            found.append((rank, read_date(_own(each, "lastmod")), place, address))
    if not found:
        raise FeedError("intake.sitemap_empty_index", url=url)
    best = max(found, key=lambda one: (one[0], one[1] or _LONG_AGO, one[2]))
    if best[1] is None:
        # An index without dates stays the same while its sitemaps change: nothing new would ever be seen through it.
        raise FeedError("intake.sitemap_undated_index", url=url, child=best[3])
    return best[3]
