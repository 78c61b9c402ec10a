"""A WebSub hub on the loopback: it takes subscriptions, verifies them, and delivers signed content, when a test says so."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlencode

import requests

CHALLENGE = "thach-thuc-8f14e45f"


@dataclass
class Hub:
    """A context manager. `asked` are the forms that came, `agents` who sent them; `status` and `headers` are the answer.

    `meanwhile` is called with the form while its sender still waits for the answer (a hub that verifies at once).
    """

    status: int = 202
    headers: Mapping[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    meanwhile: Callable[[dict[str, str]], object] | None = None

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://localhost:{self._server.server_address[1]}/hub"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def verify(self, form: Mapping[str, str] | None = None, **changes: str) -> requests.Response:
        """Ask the subscriber whether it meant what it asked for (section 5.3); `changes` are other values, by the part behind "hub."."""
        form = form or self.asked[-1]
        wanted = {
            "mode": form["hub.mode"],
            "topic": form["hub.topic"],
            "challenge": CHALLENGE,
            "lease_seconds": form["hub.lease_seconds"],
            **changes,
        }
        query = urlencode({f"hub.{name}": value for name, value in wanted.items()})
        return requests.get(f"{form['hub.callback']}?{query}", timeout=10)

    def deny(self, reason: str) -> requests.Response:
        """Tell the subscriber that it is refused (section 5.2)."""
        form = self.asked[-1]
        query = urlencode({"hub.mode": "denied", "hub.topic": form["hub.topic"], "hub.reason": reason})
        return requests.get(f"{form['hub.callback']}?{query}", timeout=10)

    def deliver(self, body: bytes, *, method: str = "sha256", signature: str | None = None) -> requests.Response:
        """Send content (section 7), signed with the subscriber's own key unless a signature is given."""
        form = self.asked[-1]
        signed = f"{method}={sign(form['hub.secret'], body, method)}" if signature is None else signature
        headers = {"Content-Type": "application/rss+xml", **({"X-Hub-Signature": signed} if signed else {})}
        return requests.post(form["hub.callback"], data=body, headers=headers, timeout=10)


def sign(key: str, body: bytes, method: str = "sha256") -> str:
    """The hexadecimal HMAC of `body`."""
    return hmac.new(key.encode(), body, getattr(hashlib, method)).hexdigest()


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = dict(parse_qsl(body, keep_blank_values=True))
            hub.agents.append(self.headers.get("User-Agent", ""))
            hub.asked.append(form)
            if hub.meanwhile is not None:
                hub.meanwhile(form)
            self.send_response_only(hub.status)
            for name, value in {"Content-Length": "0", **hub.headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler
