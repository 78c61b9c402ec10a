"""The sample site's wire: what goes back, when a reader has it already (304), and the server that listens."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over the wire. `modified` (aware UTC, whole seconds) is None where nothing can be said of the last change."""

    status: HTTPStatus
    content_type: str
    body: bytes
    modified: datetime | None = None

    @property
    def etag(self) -> str:
        """The strong validator: the same bytes, the same tag."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    def held_by(self, headers: Message) -> bool:
        """Does the reader who sent these headers have this very reply? If-None-Match overrules If-Modified-Since (RFC 9110, 13.1.3)."""
        tags = headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or self.etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        since = headers.get("If-Modified-Since")
        if since is None or self.modified is None:
            return False
        try:
            moment = parsedate_to_datetime(since)
        except ValueError:
            return False  # "A recipient MUST ignore the If-Modified-Since header field if [it] is not a valid HTTP-date" (RFC 9110, 13.1.3)
        if moment.tzinfo is None:  # the zone -0000: UTC, of an unknown place
            moment = moment.replace(tzinfo=UTC)
        return self.modified <= moment


class Server(ThreadingHTTPServer):
    """Asks `answer` for the reply to each path (without its query), and `now` for the Date header."""

    def __init__(self, address: tuple[str, int], answer: Callable[[str], Reply], now: Callable[[], datetime]) -> None:
        super().__init__(address, partial(_Handler, answer, now))

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:  # noqa: ARG002  # the base class's signature
        """A reader that hangs up early, or a fault of ours: into the log, not on the terminal."""
        log.error("sample site: a request failed", exc_info=True)  # noqa: LOG014  # the base class calls this while it handles the exception


class _Handler(BaseHTTPRequestHandler):
    """One request. HTTP/1.0 on purpose: each connection ends with its reply, so none outlives the server."""

    server_version = "SampleSite"
    sys_version = ""
    timeout = 10  # seconds for a client to say what it wants

    def __init__(
        self, answer: Callable[[str], Reply], now: Callable[[], datetime], request: socket, client_address: object, server: Server
    ) -> None:
        self._answer = answer
        self._now = now
        super().__init__(request, client_address, server)

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def _send(self, *, with_body: bool) -> None:
        reply = self._answer(self.path.partition("?")[0].partition("#")[0])
        found = reply.status == HTTPStatus.OK
        held = found and reply.held_by(self.headers)
        self.send_response(HTTPStatus.NOT_MODIFIED if held else reply.status)
        if found:
            self.send_header("ETag", reply.etag)
            self.send_header("Cache-Control", "no-cache")  # keep it, but ask each time
        if reply.modified is not None:
            self.send_header("Last-Modified", format_datetime(reply.modified, usegmt=True))
        if not held:
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            self.send_header("Content-Security-Policy", "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'")
            self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if with_body and not held:
            self.wfile.write(reply.body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header: of the site's clock, not of the machine's."""
        return format_datetime(self._now(), usegmt=True) if timestamp is None else super().date_time_string(timestamp)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name for it
        log.debug("sample site: %r", format % args)
