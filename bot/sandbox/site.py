"""The sample website: a small news site with an RSS feed, on this machine only, so that the whole way can be seen without the Internet.

Its feed is written as Vietnamese portals write theirs (NukeViet: a CDATA summary that begins with an <img>, times at +0700), but well formed.
All times come from the clock that is handed in; what a reader gets depends on that clock, the news, and `withdraw` and `edit`, on nothing else.
"""

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.sandbox.site_http import Reply, Server
from bot.sandbox.site_news import Expectation, NewsItem, checked_text, load_news
from bot.sandbox.site_pictures import FAVICON, HEIGHT, WIDTH, draw, hues

__all__ = ["FEED_LENGTH", "FEED_PATH", "Expectation", "NewsItem", "SampleSite", "load_news"]

FEED_PATH = "/rss/tin-tuc.rss"
FEED_LENGTH = 100  # items: a feed is a window on the newest ones
SITE_NAME = "Hướng Hóa ngày mới"

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_TEMPLATES = Path(__file__).parent / "site_templates"
_ARTICLE = re.compile(r"/([a-z0-9-]+)\.html")
_PICTURE = re.compile(r"/anh/([a-z0-9-]+)\.svg")
_HTML, _RSS, _SVG = "text/html; charset=utf-8", "application/rss+xml; charset=utf-8", "image/svg+xml"


@dataclass(frozen=True, slots=True)
class Article:
    """A news item with its times: when it appears or appeared, and when its text was last changed (aware UTC)."""

    item: NewsItem
    published: datetime
    modified: datetime

    @property
    def path(self) -> str:
        """Where the article's page stands on the site."""
        return f"/{self.item.slug}.html"

    @property
    def picture(self) -> str:
        """Where the article's illustration stands on the site."""
        return f"/anh/{self.item.slug}.svg"


class SampleSite:
    """The site: started and stopped, also as a context manager; after a stop it comes back at the same port with the same news.

    `clock` returns aware datetimes. `port` 0 takes any free port. The items' minutes count from this object's making.
    """

    def __init__(self, news: Sequence[NewsItem], clock: Callable[[], datetime], host: str = "127.0.0.1", port: int = 0) -> None:
        self._news = tuple(news)
        self._clock = clock
        self._host = host
        self._port = port
        self._hues = hues(item.section for item in self._news)
        self._templates = _environment()
        self._lock = threading.Lock()  # guards the two below: requests come in threads of their own
        self._changed = self.now()  # when it began, or `withdraw` last took something away
        self._articles = {item.slug: _article(item, self._changed) for item in self._news}
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen and answer, in a thread of its own.

        Raises:
            OSError: the port is taken.
            RuntimeError: it is running already.
        """
        if self._server is not None:
            raise RuntimeError("the sample site is running already")
        self._server = Server((self._host, self._port), self.answer, self.now)
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="sample-site", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; without effect where it isn't running."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    @property
    def host_port(self) -> str:
        """`HOST:PORT`. Raises RuntimeError as long as no port is known, that is before the first start with port 0."""
        if not self._port:
            raise RuntimeError("the sample site has no port before it is started")
        return f"{self._host}:{self._port}"

    @property
    def base_url(self) -> str:
        """The site's address, without a slash at the end."""
        return f"http://{self.host_port}"

    @property
    def feed_url(self) -> str:
        """The address of the RSS feed."""
        return f"{self.base_url}{FEED_PATH}"

    def withdraw(self, slug: str) -> None:
        """Take an article away: its page and picture answer 404, the feed no longer has it.

        Raises:
            KeyError: no such article.
        """
        now = self.now()
        with self._lock:
            del self._articles[slug]
            self._changed = now

    def edit(self, slug: str, *, title: str | None = None, summary: str | None = None, body: Sequence[str] | None = None) -> None:
        """Change what an article says; its address, guid and publication time stay.

        Raises:
            KeyError: no such article.
            ValueError: a text the site can't show (see `checked_text`).
        """
        for text in (title, summary, *(body or ())):
            if text is not None:
                checked_text(text)
        now = self.now()
        with self._lock:
            old = self._articles[slug]
            item = replace(
                old.item,
                title=old.item.title if title is None else title,
                summary=old.item.summary if summary is None else summary,
                body=old.item.body if body is None else tuple(body),
            )
            self._articles[slug] = replace(old, item=item, modified=max(now, old.published))

    def now(self) -> datetime:
        """What the site's clock says, in whole seconds: feeds and HTTP dates know no smaller ones.

        Raises:
            ValueError: the clock gave a time without zone.
        """
        now = self._clock()
        if now.tzinfo is None:
            raise ValueError("the sample site's clock must give aware times")
        return now.astimezone(UTC).replace(microsecond=0)

    def answer(self, path: str) -> Reply:
        """The whole reply to a GET of `path` (without its query). Paths are looked up in a table, never in the file system."""
        now = self.now()
        with self._lock:
            articles = sorted((a for a in self._articles.values() if a.published <= now), key=lambda a: a.published, reverse=True)
            changed = max([self._changed, *(article.modified for article in articles)])
        if path == "/":
            return self._page("front.html", changed, articles=articles)
        if path == FEED_PATH:
            text = self._render("feed.xml", articles=articles[:FEED_LENGTH], changed=changed, feed_url=self.feed_url)
            return Reply(HTTPStatus.OK, _RSS, text.encode(), changed)
        if path == "/favicon.ico":
            return Reply(HTTPStatus.OK, _SVG, FAVICON.encode())
        by_slug = {article.item.slug: article for article in articles}
        if (match := _ARTICLE.fullmatch(path)) and (article := by_slug.get(match[1])):
            others = [other for other in articles if other is not article][:5]
            return self._page("article.html", article.modified, article=article, others=others)
        if (match := _PICTURE.fullmatch(path)) and (article := by_slug.get(match[1])):
            item = article.item
            svg = draw(slug=item.slug, section=item.section, theme=item.picture, hue=self._hues[item.section])
            return Reply(HTTPStatus.OK, _SVG, svg.encode(), article.published)
        return Reply(HTTPStatus.NOT_FOUND, _HTML, self._render("missing.html").encode())

    def _page(self, template: str, modified: datetime, **values: object) -> Reply:
        return Reply(HTTPStatus.OK, _HTML, self._render(template, **values).encode(), modified)

    def _render(self, template: str, **values: object) -> str:
        common = {
            "site_name": SITE_NAME,
            "base_url": self.base_url,
            "feed_path": FEED_PATH,
            "hues": self._hues,
            "width": WIDTH,
            "height": HEIGHT,
        }
        return self._templates.get_template(template).render(**common, **values)


def _article(item: NewsItem, begun: datetime) -> Article:
    published = begun + timedelta(minutes=item.minutes)
    return Article(item, published=published, modified=published)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters["moment"] = _moment
    environment.filters["rfc822"] = lambda moment: format_datetime(moment.astimezone(_ZONE))
    environment.filters["iso"] = lambda moment: moment.astimezone(_ZONE).isoformat()
    return environment


def _moment(moment: datetime) -> str:
    """A time as a Vietnamese reader expects it: `Thứ Ba, 24/11/2026, 17:30`."""
    local = moment.astimezone(_ZONE)
    return f"{_WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y, %H:%M}"
