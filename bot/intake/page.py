"""The whole of an article's own page: its text, and what it says of itself. Nothing is guessed: a date or an author that is not declared is not there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlsplit

from bot.intake.article import pictures_of
from bot.intake.dates import read_date
from bot.intake.markup import select, text_of, tree_of, without_furniture
from bot.intake.metadata import Metadata, metadata_of
from bot.intake.plain import BODY, SUMMARY, TITLE, distinct, plain, plain_together, web_address

_VARIANT: Final = re.compile(r"^(?:www|m|mobile|amp)\.")
_WORD: Final = re.compile(r"\w+")
_LEAST_SHARE: Final = 0.25  # of a description's pairs of words that must stand in the article, too
_AUTHOR: Final = 200
_SEPARATORS: Final = " \t|-–—·»:"
_DATES: Final = (
    "article:published_time", "article:published", "og:published_time", "citation_publication_date", "citation_date", "citation_online_date",
    "dc.date.issued", "dcterms.issued", "dc.date", "pubdate", "publishdate", "date",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What an article's page says. Texts are plain, NFC, bounded, and "" where there is none; `published_at` is aware, UTC.

    `url` is the canonical link where the page names one of the same site, else the address it came from. `description` is "" where the page describes its
    whole site instead. `pictures` are absolute addresses, the most promising first.
    """

    url: str
    title: str = ""
    description: str = ""
    body: str = ""
    author: str = ""
    published_at: datetime | None = None
    pictures: tuple[str, ...] = ()


def read_article(page: bytes, content_type: str, url: str, selector: str = "") -> Article:
    """Read an article's page; raises nothing, whatever the bytes.

    Args:
        page: after decompression.
        content_type: as the server said, "" where it said nothing.
        url: where the page was.
        selector: where the text stands (CSS). Where it matches, its text is taken: it was given because the page could not be read without it.
    """
    tree = tree_of(page, content_type)
    if tree is None:
        return Article(url=url)
    said = metadata_of(tree)
    site = said.tag("og:site_name")
    chosen = select(tree, selector)
    raw_title = _title(tree, said, site)
    raw_body = " ".join(text_of(without_furniture(each), BODY) for each in chosen)[:BODY]
    raw_body = raw_body.strip() or _found(tree, raw_title) or said.of_schema("articleBody")[:BODY]
    raw_description = said.tag("og:description", "description", "twitter:description") or said.of_schema("description")
    title, description, body = plain_together((raw_title, TITLE), (raw_description, SUMMARY), (raw_body, BODY))
    named = (web_address(address, url) for address in said.pictures())
    return Article(
        url=_canonical(said, url),
        title=title,
        description=description if _is_of(description, f"{title} {body}") and description != title else "",
        body=body,
        author=plain(_author(said), _AUTHOR),
        published_at=_date(tree, said),
        pictures=distinct([*pictures_of(page, content_type, url), *named, *_inside(chosen, url)]),
    )


def _found(tree: Any, title: str) -> str:
    # Imported here: trafilatura and what it brings take a third of a second and 15 MB, which a service that reads no pages shall not pay.
    from bot.intake.prose import prose  # noqa: PLC0415

    return prose(tree, " ".join(title.split()))[:BODY]


def _title(tree: Any, said: Metadata, site: str) -> str:
    """The headline: the first that is not just the site's name, without the site's name behind it."""
    of_head = " ".join(next((text_of(each, TITLE * 2) for each in tree.iter("title")), "").split())
    # Many portals write their logo into an h1, and one og:title above all their pages: the headline is the one that the window's title begins with.
    headings = [" ".join(text_of(each, TITLE * 2).split()) for each in tree.iter("h1")]
    named = [heading for heading in headings if heading and heading != site and of_head.startswith(heading)]
    for found in (said.of_schema("headline"), *named, said.tag("og:title", "citation_title", "twitter:title"), of_head, *headings):
        title = _without_site(" ".join(found.split()), site)
        if title:
            return title
    return ""


def _without_site(title: str, site: str) -> str:
    site = " ".join(site.split())
    if not site:
        return title
    for ours in (title.removesuffix(site), title.removeprefix(site)):
        if ours != title and (not ours or ours.strip(_SEPARATORS) != ours):
            return ours.strip(_SEPARATORS)
    return title


def _author(said: Metadata) -> str:
    found = (said.of_schema("author"), said.tag("article:author", "citation_author", "author", "dc.creator"))
    return next((text for text in found if text.strip() and "://" not in text), "")


def _date(tree: Any, said: Metadata) -> datetime | None:
    """Only what is declared to be the date of publication: a page of a portal has today's date in its head, and other articles' dates beside it."""
    texts = [said.of_schema("datePublished"), *(said.tag(name) for name in _DATES)]
    marked = (each.get("datetime") for each in select(tree, "time[pubdate], time.published, article time[datetime]"))
    found = (read_date(text) for text in (*texts, *marked) if text)
    return next((date for date in found if date is not None), None)


def _canonical(said: Metadata, url: str) -> str:
    for name in ("link:canonical", "og:url"):
        address = web_address(said.tag(name), url)
        if address and _same_site(address, url) and _names_an_article(address, url):
            return address
    return url


def _same_site(address: str, url: str) -> bool:
    ours, theirs = (_VARIANT.sub("", urlsplit(each).hostname or "") for each in (url, address))
    return ours == theirs


def _names_an_article(address: str, url: str) -> bool:
    """Not so where a portal names its front page on every page, or leaves out the number by which it knows its articles."""
    ours, theirs = urlsplit(url), urlsplit(address)
    is_front = not theirs.path.strip("/") and not theirs.query
    return not is_front and not (
        ours.path == theirs.path and ours.query and not theirs.query and re.search(r"\bid\b|id=", ours.query, re.IGNORECASE)
    )


def _is_of(description: str, article: str) -> bool:
    """Whether a description is of this article: on many portals every page has the same, which praises the site."""
    words, others = (_WORD.findall(text.casefold()) for text in (description, article))
    pairs, known = set(pairwise(words)), set(pairwise(others))
    return bool(pairs) and len(pairs & known) >= _LEAST_SHARE * len(pairs)


def _inside(chosen: list[Any], url: str) -> Iterator[str]:
    for each in chosen:
        for image in each.iter("img"):
            source = image.get("data-src") or image.get("data-original") or image.get("src") or ""
            yield web_address(source, url)
