"""HTTP: one conditional GET of a feed, or of what a feed points to, or one form, bounded in time and size, and only where it is allowed to go."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse

from bot.errors import FeedError, Unfetched
from bot.intake import faults
from bot.intake.address import AddressRules
from bot.intake.coding import ACCEPTED, PIECE, codings_of, opened
from bot.intake.connection import Gate, Network
from bot.intake.freshness import fresh_for, http_date, retry_after
from bot.intake.names import Names
from bot.intake.policy import FeedPolicy, IntakePolicy
from bot.intake.protection import HEAD, may_say_so, says_so_in_headers, says_so_in_text
from bot.intake.target import Target, redirected, target_of
from bot.intake.transport import Transport
from bot.intake.turns import Turns
from bot.model import Feed

_MOST_REDIRECTS: Final = 5
_PERMANENT: Final = frozenset({301, 308})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_REDIRECTS_OF_A_FORM: Final = frozenset({307, 308})  # the others mean: ask there, without the form
_GOOD: Final = frozenset({200, 203})  # 203: a proxy on the way has changed something
_WHOLE_WAY: Final = 120.0  # seconds for turns and redirects; the last answer has its own (`bot.intake.connection`)
_LONGEST_VALIDATOR: Final = 500
_FEED: Final = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The feed is as it was: the server said so (`status` 304), or its bytes are the same (200).

    `etag` and `last_modified` are what this answer brought, "" where it brought none: a 304 need not repeat them. The rest is as in `Fetched`.
    """

    status: int = 304
    etag: str = ""
    last_modified: str = ""
    fresh_for: timedelta | None = None
    retry_after: timedelta | None = None
    moved_to: str = ""
    server_date: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A feed's bytes after decompression, and what the server said about them.

    `fresh_for` is how long they stay fresh (Cache-Control, Expires); `retry_after` is after how long it wants to be asked again, at most the settings'
    `longest_interval`; `moved_to` is where the address has moved to for good, "" where it has not; `url` is where the bytes came from; `link` is the Link
    header (several are joined).
    """

    body: bytes
    content_type: str
    etag: str
    last_modified: str
    url: str
    body_hash: str
    status: int = 200
    fresh_for: timedelta | None = None
    retry_after: timedelta | None = None
    moved_to: str = ""
    server_date: datetime | None = None
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A picture or an article's page: the status the server answered with, and, where that was 200, the bytes after decompression.

    `etag` and `last_modified` are to be handed in again the next time; where nothing has changed since, the status is 304 and the body empty.
    """

    status: int
    body: bytes
    content_type: str
    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(slots=True)
class _Way:
    """From the address that was wanted to the answer: where we are, and where all redirects up to here were permanent."""

    target: Target
    moved_to: str = ""
    is_permanent: bool = True

    def goes_on(self, target: Target, status: int) -> None:
        # An address without TLS is followed, and never adopted: whoever sits on the line could have sent us there.
        self.is_permanent &= status in _PERMANENT and not (self.target.scheme == "https" and target.scheme == "http")
        self.target = target
        if self.is_permanent:
            self.moved_to = target.url


class Fetcher:
    """Fetches feeds, articles' pages and pictures, from any number of threads; one instance for the program.

    Args:
        policy: what holds for all feeds.
        ca_file: certificates (PEM) trusted besides the usual ones.
        proxy: the address of an http(s) proxy, perhaps with a password; "" for none. The environment's is not looked at.
        monotonic: the clock for deadlines.
        network: how names are resolved and connections made.

    Raises:
        OSError: `ca_file` can't be read.
    """

    def __init__(
        self,
        policy: IntakePolicy = IntakePolicy(),  # noqa: B008 - frozen
        *,
        ca_file: Path | None = None,
        proxy: str = "",
        monotonic: Callable[[], float] = time.monotonic,
        network: Network = Network(),  # noqa: B008 - frozen
    ) -> None:
        self._policy, self._monotonic = policy, monotonic
        self._turns = Turns(policy.per_host)
        gate = Gate(rules=AddressRules(policy.private_hosts), names=Names(network.resolve), connect=network.connect, monotonic=monotonic)
        self._transport = Transport(gate, ca_file=ca_file, proxy=proxy, per_host=policy.per_host)

    def close(self) -> None:
        """Close the connections; what is under way comes to its end."""
        self._transport.close()

    def fetch(self, policy: FeedPolicy, feed: Feed) -> NotModified | Fetched:
        """One GET of `feed.asks_at`, or of the policy's address, conditional on what `feed` remembers.

        Raises:
            FeedError: with a sentence for each way in which a feed can't be had; `retry_after` where the server named a time, `status` where it answered.
        """
        url = feed.asks_at or str(policy.url)
        headers = _headers(policy, _FEED, feed.etag, feed.last_modified)
        with self._opened(url, policy, headers) as (response, way):
            return self._answer(response, way, url, policy, feed)

    def get(self, url: str, policy: FeedPolicy, *, accept: str, most_bytes: int, etag: str = "", last_modified: str = "") -> Resource:
        """One GET of what an entry of the feed points to, with the feed's time-outs and name; conditional where validators are handed in.

        Raises:
            Unfetched: with a sentence that names the address and why; an answer with any status is none.
        """
        try:
            with self._opened(url, policy, _headers(policy, accept, etag, last_modified)) as (response, way):
                body = b"".join(_pieces(response, most_bytes)) if response.status == 200 else b""
                return Resource(
                    status=response.status,
                    body=body,
                    content_type=response.headers.get("Content-Type", ""),
                    url=way.target.url,
                    etag=_validator(response.headers.get("ETag")),
                    last_modified=_validator(response.headers.get("Last-Modified")),
                )
        except _OverlongError:
            raise Unfetched("intake.resource_large", url=url) from None
        except FeedError as error:
            raise faults.of_a_resource(error, url) from None

    def post_form(self, url: str, fields: Mapping[str, str], policy: FeedPolicy) -> int:
        """POST a form, with the feed's time-outs and name; the status of the answer, whose body is not read.

        Redirects that keep the form (307, 308) are followed, as WebSub wants it of subscribers (section 5.1.2), but never from https to http: the fields
        may hold a secret.

        Raises:
            Unfetched: with a sentence that names the address and why; an answer with any status but such a redirect is none.
        """
        form = urlencode(fields).encode()
        headers = {**_headers(policy, "*/*", "", ""), "Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(form))}
        try:
            with self._opened(url, policy, headers, form) as (response, _):
                return response.status
        except FeedError as error:
            raise faults.of_a_resource(error, url) from None

    @contextmanager
    def _opened(
        self, url: str, policy: FeedPolicy, headers: Mapping[str, str], form: bytes | None = None
    ) -> Iterator[tuple[BaseHTTPResponse, _Way]]:
        """The answer at the end of at most five redirects, its body still unread. Raises FeedError, also for what happens while the body is read."""
        redirects = _REDIRECTS if form is None else _REDIRECTS_OF_A_FORM
        host, way = "", None
        try:
            way = _Way(target_of(url))
            until, asked = self._monotonic() + _WHOLE_WAY, {way.target.url}
            for _ in range(_MOST_REDIRECTS + 1):
                host = way.target.host
                patience = until - self._monotonic()
                if patience <= 0:
                    raise FeedError("intake.read_timeout", url=url, host=host)
                with self._turns.turn(host, patience) as is_ours:
                    if not is_ours:
                        raise FeedError("intake.host_busy", url=url, host=host)
                    response = self._transport.ask(
                        way.target,
                        headers,
                        connect=policy.connect_timeout.total_seconds(),
                        read=policy.read_timeout.total_seconds(),
                        form=form,
                    )
                    try:
                        location = response.headers.getlist("Location")
                        if response.status not in redirects or not (location and location[0].strip()):
                            yield response, way
                            return
                        target = redirected(way.target, location[0])
                    finally:
                        self._transport.finish(response)
                if target.url in asked:
                    raise FeedError("intake.redirect_loop", url=url)
                if form is not None and way.target.scheme == "https" and target.scheme == "http":
                    raise FeedError("intake.bad_redirect", url=url)
                asked.add(target.url)
                way.goes_on(target, response.status)
        except faults.Trouble as error:
            told = faults.explained(error, url, host)
            if way is not None and faults.is_expired(told):
                told = faults.expired(told, self._transport.expired_since(way.target, policy.connect_timeout.total_seconds()))
            raise told from None
        raise FeedError("intake.redirects", url=url, most=_MOST_REDIRECTS)

    def _answer(self, response: BaseHTTPResponse, way: _Way, url: str, policy: FeedPolicy, feed: Feed) -> NotModified | Fetched:
        headers, status = response.headers, response.status
        server_date = http_date(headers.get("Date"))
        wait = retry_after(headers.get("Retry-After"), server_date, self._policy.longest_interval)
        # A 304 means nothing to somebody who asked for no comparison and has never had the feed.
        is_same = status == 304 and bool(feed.etag or feed.last_modified or feed.body_hash)
        body = b""
        if not is_same:
            if status not in _GOOD:
                raise _refusal(response, url, wait)
            body = self._feed_body(response, url, policy)
        body_hash = feed.body_hash if is_same else hashlib.sha256(body).hexdigest()
        etag, last_modified = _validator(headers.get("ETag")), _validator(headers.get("Last-Modified"))
        fresh = fresh_for(headers, server_date)
        if is_same or body_hash == feed.body_hash:
            return NotModified(
                status=status,
                etag=etag,
                last_modified=last_modified,
                fresh_for=fresh,
                retry_after=wait,
                moved_to=way.moved_to,
                server_date=server_date,
            )
        return Fetched(
            body=body,
            content_type=headers.get("Content-Type", ""),
            etag=etag,
            last_modified=last_modified,
            url=way.target.url,
            body_hash=body_hash,
            status=status,
            fresh_for=fresh,
            retry_after=wait,
            moved_to=way.moved_to,
            server_date=server_date,
            link=", ".join(headers.getlist("Link")),
        )

    @staticmethod
    def _feed_body(response: BaseHTTPResponse, url: str, policy: FeedPolicy) -> bytes:
        try:
            body = b"".join(_pieces(response, policy.max_megabytes * 1_000_000))
        except _OverlongError:
            raise FeedError("intake.too_large", url=url, megabytes=policy.max_megabytes) from None
        if not body.strip():
            raise FeedError("intake.empty", url=url)
        return body


class _OverlongError(Exception):
    """A body that is too large."""


def _refusal(response: BaseHTTPResponse, url: str, wait: timedelta | None) -> FeedError:
    """The sentence for a status that brings no feed; a protection against programs is called by its name."""
    status = response.status
    if says_so_in_headers(response.headers) or (may_say_so(status) and says_so_in_text(_head(response))):
        return FeedError("intake.bot_protection", retry_after=wait, status=status, url=url)
    return faults.refused(status, url, wait)


def _head(response: BaseHTTPResponse) -> str:
    """The beginning of a body, as far as it can be read: the status stands, whatever is the matter with what comes after it."""
    found = bytearray()
    with suppress(_OverlongError, *faults.Trouble):
        for piece in _pieces(response, HEAD):
            found += piece
    return found.decode("latin-1")


def _pieces(response: BaseHTTPResponse, most: int) -> Iterator[bytes]:
    """The body as it comes, its codings undone. Raises _OverlongError for more than `most` bytes, on the wire or after decompression."""
    size = 0
    for piece in opened(_as_sent(response, most), codings_of(response.headers.get("Content-Encoding"))):
        size += len(piece)
        if size > most:
            raise _OverlongError
        yield piece


def _as_sent(response: BaseHTTPResponse, most: int) -> Iterator[bytes]:
    size = 0
    # read1 gives what has come; a read of a fixed size would wait for all of it.
    while piece := response.read1(PIECE, decode_content=False):
        size += len(piece)
        if size > most:
            raise _OverlongError
        yield piece


def _headers(policy: FeedPolicy, accept: str, etag: str, last_modified: str) -> Mapping[str, str]:
    headers = {"User-Agent": policy.user_agent, "Accept": accept, "Accept-Encoding": ACCEPTED, "Connection": "keep-alive"}
    # As the server wrote them, quoted or not, weak or strong; an empty one would ask something else.
    if _validator(etag):
        headers["If-None-Match"] = etag
    if _validator(last_modified):
        headers["If-Modified-Since"] = last_modified
    return headers


def _validator(text: str | None) -> str:
    """An ETag or Last-Modified that can be sent back as it is; "" for one that is folded over lines, unprintable or monstrous."""
    return text if text and len(text) <= _LONGEST_VALIDATOR and text.isprintable() and text.isascii() else ""
