"""The real Fetcher and the real readers asked for one `Exchange`, as a poll asks them, and what may become of it and what may not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from benchmarks.answers import Exchange
from benchmarks.judging import Wrong, judge, sentence_of
from benchmarks.wire import Wire
from bot.errors import FeedError, Unfetched
from bot.intake.delta import read
from bot.intake.fetch import Fetched, Fetcher, NotModified
from bot.intake.listing import read_list
from bot.intake.page import read_article
from bot.intake.policy import FeedPolicy, ListPolicy
from bot.intake.sitemap import read_sitemap
from bot.intake.websub import links_of, named
from bot.model import Feed
from bot.plan.health import answered, failed, redirected
from bot.plan.polling import Pace, Wishes

_NOW: Final = datetime(2026, 11, 24, 1, tzinfo=UTC)
_PACE: Final = Pace(every=timedelta(minutes=15))
_LIST: Final = ListPolicy(date="time")
_HEADERS: Final = frozenset({"host", "user-agent", "accept", "accept-encoding", "connection", "if-none-match", "if-modified-since"})
_LONGEST_WAY: Final = 600.0  # seconds that one question may take, its redirects and a dripping answer included
_LONGEST_SENTENCE: Final = 5_000
_LONGEST_TEXT: Final = 5_000
_MEGABYTES: Final = 1


class Asking:
    """Asks for exchanges, one after the other, with one Fetcher for all: what one of them leaves behind must not harm the next."""

    def __init__(self) -> None:
        self._wire = Wire()
        self._fetcher = Fetcher(network=self._wire.network, monotonic=self._wire.monotonic)

    def close(self) -> None:
        """Close the connections."""
        self._fetcher.close()

    def ends(self, exchange: Exchange, seed: int) -> Sequence[str]:
        """What became of each question: "entries", "nothing", "not modified", "page", or the key of the one error. Raises `Wrong`, and whatever else the intake may raise."""
        self._wire.speaks_for(exchange, seed)
        url = f"http://{exchange.host}/rss"
        policy = FeedPolicy.model_validate({"name": "tin", "url": url, "kind": "feed", "max_megabytes": _MEGABYTES})
        feed, found = Feed(name="tin", url=url, next_poll_at=_NOW), []
        for _ in range(exchange.times):
            began, before = self._wire.now, feed
            if exchange.kind == "page":
                found.append(self._page(policy, url))
            else:
                end, feed = self._poll(policy, exchange, feed)
                found.append(end)
            if self._wire.now - began > _LONGEST_WAY:
                raise Wrong(f"{self._wire.now - began:.0f} seconds")
            _judge_row(feed, before)
            for head in self._wire.heard:
                _judge_question(head)
            self._wire.heard.clear()
        return found

    def _poll(self, policy: FeedPolicy, exchange: Exchange, feed: Feed) -> tuple[str, Feed]:
        try:
            answer = self._fetcher.fetch(policy, feed)
            wishes = Wishes(fresh_for=answer.fresh_for, retry_after=answer.retry_after)
            moved = redirected(feed, answer.moved_to, _NOW, timedelta(0))
            if isinstance(answer, NotModified):
                if not (feed.etag or feed.last_modified or feed.body_hash):
                    raise Wrong("not modified, and nothing was remembered")
                row = answered(moved, _PACE, _NOW, wishes, answer=str(answer.status), new=False)
                return "not modified", replace(row, etag=answer.etag or row.etag, last_modified=answer.last_modified or row.last_modified)
            end = _read(exchange, answer)
            row = answered(moved, _PACE, _NOW, wishes, answer=str(answer.status), new=end == "entries")
            return end, replace(row, etag=answer.etag, last_modified=answer.last_modified, body_hash=answer.body_hash)
        except FeedError as error:
            sentence = sentence_of(error, _LONGEST_SENTENCE)
            status = str(error.status) if error.status else "–"
            return error.key, failed(
                feed, _PACE, _NOW, error.retry_after, sentence=sentence, answer=status, gone=error.key == "intake.gone"
            )

    def _page(self, policy: FeedPolicy, url: str) -> str:
        try:
            resource = self._fetcher.get(url, policy, accept="text/html", most_bytes=_MEGABYTES * 1_000_000)
        except Unfetched as error:
            sentence_of(error, _LONGEST_SENTENCE)
            return error.key
        if len(resource.body) > _MEGABYTES * 1_000_000:
            raise Wrong(f"{len(resource.body)} bytes")
        read_article(resource.body, resource.content_type, resource.url, "")
        return "page"


def _read(exchange: Exchange, answer: Fetched) -> str:
    if not answer.body.strip() or len(answer.body) > _MEGABYTES * 1_000_000:
        raise Wrong(f"{len(answer.body)} bytes")
    if answer.server_date is not None and answer.server_date.tzinfo is None:
        raise Wrong("a date without a zone")
    links = links_of(answer.link)
    match exchange.kind:
        case "list":
            entries = read_list(answer.body, answer.content_type, "tin", answer.url, _LIST)
        case "sitemap":
            entries = read_sitemap(answer.body, answer.content_type, "tin", answer.url).entries
        case _:
            reading = read(answer.body, answer.content_type, "tin", answer.url)
            named(links, reading.hub, reading.self_link, answer.url)
            judge(reading)
            entries = tuple(reading.entries)
    return "entries" if entries else "nothing"


def _judge_row(feed: Feed, before: Feed) -> None:
    """What is to be stored of the feed is bounded, and it is asked again in a time."""
    for text in (feed.asks_at, feed.moved_to, feed.etag, feed.last_modified, feed.last_error, feed.last_answer):
        text.encode()
        if len(text) > _LONGEST_TEXT or not text.isprintable():
            raise Wrong(f"the row: {text[:80]!r}, {len(text)} characters")
    if feed is not before and not _NOW < feed.next_poll_at <= _NOW + timedelta(days=2):
        raise Wrong(f"asked again at {feed.next_poll_at}")


def _judge_question(head: bytes) -> None:
    """Nothing of what a server said may have become a line of the next question."""
    first, *lines = head.decode("ascii").split("\r\n")
    method, path, version = first.split(" ")
    names = [line.partition(": ")[0].lower() for line in lines]
    if (
        (method, version) != ("GET", "HTTP/1.1")
        or not path.startswith("/")
        or len(set(names)) < len(names)
        or not _HEADERS.issuperset(names)
    ):
        raise Wrong(f"the question {head[:300]!r}")
    if not all(line.isprintable() for line in (first, *lines)):
        raise Wrong(f"the question {head[:300]!r}")
