"""Entries made richer by their own pages: asked politely, conditionally, and never so long that other feeds wait. What fails leaves the Entry as the feed gave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from bot.errors import Unfetched
from bot.intake.fetch import Resource
from bot.intake.page import Article, read_article
from bot.intake.plain import distinct
from bot.intake.policy import FeedPolicy
from bot.intake.sitemap import title_from_address
from bot.messages import say
from bot.model import Entry
from bot.plan.rereading import next_reading
from bot.service.world import World, log
from bot.store.articles import KeptArticle

_PAGE: Final = "text/html, application/xhtml+xml"
_PAGE_BYTES: Final = 4_000_000
_SHORT: Final = 40  # words of a feed's text, from which on its page need not be read
_MORE: Final = (
    1.5  # so many times as long must the page's text be to take the place of the feed's, which has nothing in it that is not of the article
)
_MOST_A_POLL: Final = 20
_LONGEST: Final = timedelta(minutes=2)  # for all pages of one poll
_GONE: Final = frozenset({401, 403, 404, 410, 451})  # asking again at the next poll would bring the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An Entry after its page was read, or not.

    `source_hash` is that of the Entry as the feed gave it, "" where its page was not to be read. `page` is what is to be kept of the page
    (`Arrival.article`), None where it was not read. `note` says why it could not be, "" where all is well.
    `read_at` is when the page is to be read again, where it may be had by then; None where that would bring nothing.
    `put_off` asks for the Entry to be left to the next poll, and `unusable` says that it can never be posted, since nothing but its address is known.
    """

    entry: Entry
    source_hash: str = ""
    page: KeptArticle | None = None
    note: str = ""
    read_at: datetime | None = None
    put_off: bool = False
    unusable: bool = False


@dataclass(slots=True)
class PageReader:
    """Reads the pages of the entries of one poll: nothing is asked twice, and a server that has failed is asked nothing more."""

    world: World
    feed: FeedPolicy
    _done: dict[tuple[str, str], Read] = field(default_factory=dict)
    _down: set[str] = field(default_factory=set)
    _asked: int = 0
    _until: datetime | None = None

    def read(self, entry: Entry) -> Read:
        """`entry` with what its page adds, where the feed's settings want that. For new and changed entries only; raises nothing for a page.

        Args:
            entry: as the feed gave it.
        """
        if not self.is_wanted(entry):
            return Read(entry=entry)
        key = (entry.key, entry.content_hash)
        if key not in self._done:
            self._done[key] = replace(self._read(entry), source_hash=entry.content_hash)
        return self._done[key]

    def is_wanted(self, entry: Entry) -> bool:
        """Whether the feed's settings want the entry's page to be read."""
        when = self.feed.reads_pages
        is_short = max(len(entry.summary.split()), len(entry.body.split())) < _SHORT
        return bool(entry.link) and (when == "always" or (when == "short" and is_short))

    def _read(self, entry: Entry) -> Read:
        known = self.world.store.articles.get(entry.key)
        try:
            resource = self._get(entry.link, known)
        except Unfetched as error:
            return self._without(entry, known, error.say(self.world.language), passing=True)
        now = self.world.clock()
        if resource.status == 304 and known is not None:
            return Read(entry=enriched(entry, article_of(known)), page=replace(known, fetched_at=now))
        if resource.status != 200:
            note = say("service.resource_status", self.world.language, url=entry.link, status=resource.status)
            return self._without(entry, known, note, passing=resource.status not in _GONE)
        article = read_article(resource.body, resource.content_type, resource.url, self.feed.article_selector)
        page = KeptArticle(
            url=resource.url, etag=resource.etag, last_modified=resource.last_modified, content=_content_of(article), fetched_at=now
        )
        if not article.title and not article.body:
            # A picture, a PDF, an empty page: there is nothing to go by.
            return self._without(entry, known, say("service.page_says_nothing", self.world.language, url=entry.link), passing=False)
        return Read(entry=enriched(entry, article), page=page)

    def _without(self, entry: Entry, known: KeptArticle | None, note: str, *, passing: bool) -> Read:
        log.info("page not read", entry=entry.key, reason=note)
        again = next_reading(self.world.clock(), 1) if passing else None
        if known is not None:
            # The Entry was enriched once: it must not lose for a broken line what it had.
            return Read(entry=enriched(entry, article_of(known)), note=note, read_at=again)
        nameless = self.feed.kind == "sitemap" and entry.title == title_from_address(entry.link)
        return Read(entry=entry, note=note, read_at=again, put_off=nameless and passing, unusable=nameless and not passing)

    def _get(self, url: str, known: KeptArticle | None) -> Resource:
        now, host = self.world.clock(), urlsplit(url).netloc
        self._until = self._until or now + _LONGEST
        if host in self._down or self._asked >= _MOST_A_POLL or now > self._until:
            raise Unfetched("service.page_later", url=url)
        self._asked += 1
        etag, last_modified = (known.etag, known.last_modified) if known is not None else ("", "")
        try:
            return self.world.fetcher.get(url, self.feed, accept=_PAGE, most_bytes=_PAGE_BYTES, etag=etag, last_modified=last_modified)
        except Unfetched as error:
            if error.host_down:
                self._down.add(host)
            raise


def enriched(entry: Entry, article: Article) -> Entry:
    """`entry` with what its page knows better or alone. Headline and link stay the feed's; an address for a headline is none."""
    nameless = entry.title == title_from_address(entry.link)
    title = article.title if nameless and article.title else entry.title
    body = article.body if len(article.body) > _MORE * len(entry.body) else entry.body
    return replace(
        entry,
        title=title,
        summary=entry.summary or article.description,
        body="" if body == entry.summary else body,
        author=entry.author or article.author,
        pictures=distinct([*entry.pictures, *article.pictures]),
        # A sitemap's date is when the page was changed last.
        published_at=(article.published_at or entry.published_at) if nameless else (entry.published_at or article.published_at),
    )


def unenriched(entry: Entry, page: KeptArticle | None) -> Entry:
    """`entry` without the text that its page has added, so that another text of the page can take that place."""
    return replace(entry, body="") if page is not None and entry.body and entry.body == page.content["body"] else entry


def _content_of(article: Article) -> dict[str, Any]:
    """As JSON."""
    return {
        "url": article.url,
        "title": article.title,
        "description": article.description,
        "body": article.body,
        "author": article.author,
        "published_at": article.published_at.isoformat() if article.published_at is not None else None,
        "pictures": list(article.pictures),
    }


def article_of(page: KeptArticle) -> Article:
    """What a page said when it was read."""
    content: Mapping[str, Any] = page.content
    date = content["published_at"]
    return Article(
        url=content["url"],
        title=content["title"],
        description=content["description"],
        body=content["body"],
        author=content["author"],
        published_at=datetime.fromisoformat(date) if date else None,
        pictures=tuple(content["pictures"]),
    )
