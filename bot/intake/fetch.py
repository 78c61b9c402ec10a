"""HTTP: one conditional GET of a feed, or one GET of what a feed points to, bounded in time and size. The only place of the intake where requests lives."""

import hashlib
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import certifi
import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from bot.errors import FeedError, Unfetched
from bot.intake.policy import FeedPolicy
from bot.model import Feed

_MOST_REDIRECTS: Final = 5
_CHUNK: Final = 64 * 1024
_WHOLE_BODY: Final = timedelta(minutes=3)  # a server that drips is given up after so long
_LONGEST_RETRY_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NotModified:
    """The feed is as it was: the server said so (304), or its bytes are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A feed's bytes after decompression, and what the server said about them."""

    body: bytes
    content_type: str
    etag: str
    last_modified: str
    url: str
    body_hash: str
    retry_after: timedelta | None = None
    server_date: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A picture or an article's page: the status the server answered with, and, where that was 200, the bytes after decompression."""

    status: int
    body: bytes
    content_type: str
    url: str


class _OneContext(HTTPAdapter):
    """Every https connection with one TLS context: loading the CA bundle anew for each host is the largest cost of polling (facts: performance)."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        return super().proxy_manager_for(*args, ssl_context=self._context, **kwargs)

    def build_connection_pool_key_attributes(self, request: requests.PreparedRequest, verify: bool | str, cert: Any = None) -> Any:  # noqa: FBT001 - requests' signature
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        # requests would name its own CA bundle here, and urllib3 would load it into our context again for each pool.
        return host, {key: value for key, value in pool.items() if key not in {"ca_certs", "ca_cert_dir"}}

    def cert_verify(self, conn: Any, url: str, verify: bool | str, cert: Any) -> None:  # noqa: FBT001 - requests' signature
        """The context verifies; nothing is to be set on the connection."""


class _OneHop(requests.Session):
    """Follows no redirect: requests would read the whole body of each hop first, whatever its size and however slowly it comes."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nothing: where to go next is the fetcher's to decide."""


class Fetcher:
    """Fetches feeds; one instance for the program. `monotonic` is the clock for the deadline of a body."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        context = ssl.create_default_context(cafile=certifi.where())
        self._session = _OneHop()
        self._session.mount("https://", _OneContext(context))
        self._session.mount("http://", HTTPAdapter(max_retries=0))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def fetch(self, policy: FeedPolicy, feed: Feed) -> NotModified | Fetched:
        """One GET, conditional on what `feed` remembers.

        Raises:
            FeedError: with a sentence for each way in which a feed can't be had; `retry_after` where the server named a time.
        """
        headers = {
            "User-Agent": policy.user_agent,
            "Accept": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
        }
        if feed.etag:
            headers["If-None-Match"] = feed.etag
        if feed.last_modified:
            headers["If-Modified-Since"] = feed.last_modified
        with self._opened(str(policy.url), policy, headers) as response:
            return self._answer(response, policy, feed)

    def get(self, url: str, policy: FeedPolicy, *, accept: str, most_bytes: int) -> Resource:
        """One GET of what an entry of the feed points to, with the feed's time-outs and name.

        Raises:
            Unfetched: with a sentence that names the address and why; an answer with any status is none.
        """
        try:
            with self._opened(url, policy, {"User-Agent": policy.user_agent, "Accept": accept}) as response:
                body = b"".join(self._chunks(response, most_bytes)) if response.status_code == 200 else b""
                content_type = response.headers.get("Content-Type", "")
                return Resource(status=response.status_code, body=body, content_type=content_type, url=response.url)
        except _Overlong as error:
            raise Unfetched("intake.resource_large" if error.bytes else "intake.resource_slow", url=url) from None
        except FeedError as error:
            key, host_down = _RESOURCE_KEYS.get(error.key, ("intake.resource_broken", False))
            raise Unfetched(key, host_down=host_down, url=url) from None

    @contextmanager
    def _opened(self, url: str, policy: FeedPolicy, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        """The answer at the end of at most five redirects, its body still unread. Raises FeedError, also for what happens while the body is read."""
        asked, timeouts = url, (policy.connect_timeout.total_seconds(), policy.read_timeout.total_seconds())
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                with self._session.get(asked, headers=headers, timeout=timeouts, stream=True) as response:
                    if not response.is_redirect:
                        yield response
                        return
                    asked = _next_hop(response, url)
        except (requests.RequestException, HTTPError) as error:  # urllib3's own are raised while the body is read
            raise _explained(error, url, asked) from None
        raise FeedError("intake.redirects", url=url, most=_MOST_REDIRECTS)

    def _answer(self, response: requests.Response, policy: FeedPolicy, feed: Feed) -> NotModified | Fetched:
        retry_after = _retry_after(response.headers.get("Retry-After"), response.headers.get("Date"))
        if response.status_code == 304:
            return NotModified()
        if response.status_code != 200:
            raise _refused(response.status_code, policy, retry_after)
        try:
            body = b"".join(self._chunks(response, policy.max_megabytes * 1_000_000))
        except _Overlong as error:
            if error.bytes:
                raise FeedError("intake.too_large", url=str(policy.url), megabytes=policy.max_megabytes) from None
            raise FeedError("intake.too_slow", url=str(policy.url), minutes=int(_WHOLE_BODY.total_seconds() // 60)) from None
        if not body.strip():
            raise FeedError("intake.empty", url=str(policy.url))
        body_hash = hashlib.sha256(body).hexdigest()
        if body_hash == feed.body_hash:
            return NotModified()
        return Fetched(
            body=body,
            content_type=response.headers.get("Content-Type", ""),
            etag=_validator(response.headers.get("ETag")),
            last_modified=_validator(response.headers.get("Last-Modified")),
            url=response.url,
            body_hash=body_hash,
            retry_after=retry_after,
            server_date=_http_date(response.headers.get("Date")),
        )

    def _chunks(self, response: requests.Response, most: int) -> Iterator[bytes]:
        deadline = self._monotonic() + _WHOLE_BODY.total_seconds()
        size = 0
        # read1 gives what has come; iter_content would wait for a full chunk, which a server that drips can make last for days.
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            size += len(chunk)
            if size > most:
                raise _Overlong(in_bytes=True)
            if self._monotonic() > deadline:
                raise _Overlong(in_bytes=False)
            yield chunk


class _Overlong(Exception):
    """A body that is too large (in bytes) or takes too long."""

    def __init__(self, *, in_bytes: bool) -> None:
        super().__init__()
        self.bytes = in_bytes


# The feed's sentences advise what to do about a feed's address; for what it points to there is less to say. True: the server itself has failed.
_RESOURCE_KEYS: Final[Mapping[str, tuple[str, bool]]] = {
    "intake.no_such_host": ("intake.resource_no_host", True),
    "intake.certificate": ("intake.resource_certificate", True),
    "intake.refused": ("intake.resource_refused", True),
    "intake.connect_timeout": ("intake.resource_slow", True),
    "intake.read_timeout": ("intake.resource_slow", True),
}


def _next_hop(response: requests.Response, url: str) -> str:
    """The absolute http(s) address that a redirect names."""
    try:
        # The header's bytes come as Latin-1 (WSGI's way); portals write UTF-8 into it.
        target = urljoin(response.url, response.headers["Location"].encode("latin-1").decode("utf-8", "replace"))
        sound = urlsplit(target).scheme in {"http", "https"} and bool(urlsplit(target).hostname)
    except ValueError:
        sound = False
    if not sound:
        raise FeedError("intake.bad_redirect", url=url)
    return target


def _validator(text: str | None) -> str:
    """An ETag or Last-Modified that can be sent back as it is; "" for one that is folded over lines, unprintable or monstrous."""
    return text if text and len(text) <= 500 and text.isprintable() and text.isascii() else ""


def _refused(status: int, policy: FeedPolicy, retry_after: timedelta | None) -> FeedError:
    keys = {401: "intake.forbidden", 403: "intake.forbidden", 404: "intake.not_found", 410: "intake.gone", 429: "intake.too_often"}
    key = keys.get(status, "intake.server_fault" if status >= 500 else "intake.bad_status")
    return FeedError(key, retry_after=retry_after, url=str(policy.url), status=status)


def _explained(error: Exception, url: str, asked: str) -> FeedError:
    """The sentence for what requests and urllib3 raise when `asked` is asked; their own texts never reach a reader."""
    host = urlsplit(asked).hostname or ""
    if isinstance(error, requests.exceptions.InvalidSchema | requests.exceptions.InvalidURL | requests.exceptions.MissingSchema):
        return FeedError("intake.bad_redirect", url=url)
    causes = list(_causes(error))
    for kind, key in (
        (NameResolutionError, "intake.no_such_host"),
        (SSLError, "intake.certificate"),
        (ssl.SSLError, "intake.certificate"),
        (NewConnectionError, "intake.refused"),  # before the time-out, whose child it is
        (ConnectTimeoutError, "intake.connect_timeout"),
        (ReadTimeoutError, "intake.read_timeout"),
        (requests.exceptions.ReadTimeout, "intake.read_timeout"),
        (requests.exceptions.ContentDecodingError, "intake.bad_encoding"),
        (DecodeError, "intake.bad_encoding"),
    ):
        if any(isinstance(cause, kind) for cause in causes):
            return FeedError(key, url=url, host=host, why=_certificate_fault(causes))
    return FeedError("intake.broken_off", url=url, host=host)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it wraps, and what caused it."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inner = [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]
        waiting.extend(item for item in inner if isinstance(item, BaseException))


def _certificate_fault(causes: list[BaseException]) -> str:
    return next((cause.verify_message for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)), "TLS")


def _http_date(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        parsed = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def _retry_after(text: str | None, server_date: str | None) -> timedelta | None:
    """Retry-After in both its forms: seconds, or a date, which is measured against the server's own Date."""
    if not text:
        return None
    if text.strip().isdecimal():
        return min(timedelta(seconds=int(text.strip()[:9])), _LONGEST_RETRY_AFTER)
    until, at = _http_date(text), _http_date(server_date)
    return None if until is None or at is None else min(max(until - at, timedelta(0)), _LONGEST_RETRY_AFTER)
