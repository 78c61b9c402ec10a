"""The sandbox over HTTP: one thread a request, one lock around the state, faults where the script says so."""

import gzip
import json
import socket
import struct
import threading
import urllib.parse
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self

from bot.sandbox.config import Fault, SandboxConfig
from bot.sandbox.errors import GraphError, trace_id
from bot.sandbox.page_html import render_page
from bot.sandbox.routes import Routes
from bot.sandbox.scrape import scrape
from bot.sandbox.state import Card, PostRecord, State, redact
from bot.sandbox.wire import Call, read_call

Clock = Callable[[], datetime]

_MOST_BODY: Final = 64 * 1024 * 1024
_LONGEST_HANG: Final = 600.0  # seconds; a hang ends at `stop` at the latest


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
    """One request as it came, tokens redacted."""

    method: str
    path: str
    query: str
    body: str
    status: int
    had_bearer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    status: int
    body: bytes
    content_type: str | None = "application/json; charset=UTF-8"
    headers: Mapping[str, str] | None = None


class Sandbox:
    """A local Graph API and its Page. `start`/`stop`, or a context manager; every other method may be called from any thread."""

    def __init__(self, config: SandboxConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._state = State(config)
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._faults: list[Fault] = []
        self._log: list[RequestRecord] = []
        self._hosts = config.scrape_hosts
        self._stopping = threading.Event()
        self._server = _server(self, config.host, config.port)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="sandbox", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering; requests that hang by a fault are released."""
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def base_url(self) -> str:
        """The Graph API's root, without a trailing slash."""
        return f"http://{self._config.host}:{self._server.server_address[1]}"

    def page_url(self, page_id: str) -> str:
        """The Page for people."""
        return f"{self.base_url}/page/{page_id}"

    def add_fault(self, fault: Fault) -> None:
        """Script a fault for the next matching requests; several are worked off in order."""
        with self._lock:
            self._faults.append(fault)

    def allow_scrape(self, host_port: str) -> None:
        """Let link cards be read from this host ("127.0.0.1:8091")."""
        with self._lock:
            self._hosts |= {host_port}
            self._state.config = replace(self._state.config, scrape_hosts=self._hosts)

    def change_token(self, page_id: str, **changes: Any) -> None:
        """Change a Page's token, its scopes or its expiry while running."""
        with self._lock:
            pages = tuple(replace(page, **changes) if page.page_id == page_id else page for page in self._state.config.pages)
            self._state.config = replace(self._state.config, pages=pages)

    def kill_metric(self, name: str) -> None:
        """Let a metric die, as Facebook does from one day to the next."""
        with self._lock:
            self._state.config = replace(self._state.config, dead_metrics=self._state.config.dead_metrics | {name})

    def posts(self, page_id: str) -> tuple[PostRecord, ...]:
        """Every post ever made on the Page, the oldest first, deleted ones too."""
        with self._lock:
            return tuple(post for post in self._state.posts.values() if post.page_id == page_id)

    def posts_by_content(self, page_id: str) -> Counter[str]:
        """How many posts were made for each content: the ground truth of "exactly once"."""
        with self._lock:
            return self._state.by_content(page_id)

    def wait_for_post(self, page_id: str, timeout: float = 60.0) -> PostRecord:
        """The newest post of the Page, as soon as there is one (for tests that stop a client in the middle)."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self.posts(page_id)), timeout):
                raise TimeoutError("no post came")
            return self.posts(page_id)[-1]

    def request_log(self) -> tuple[RequestRecord, ...]:
        """Every request to the API so far, tokens redacted."""
        with self._lock:
            return tuple(self._log)

    # Answering

    def handle(self, handler: "_Handler", method: str) -> None:
        """Answer one HTTP request."""
        body = handler.rfile.read(min(int(handler.headers.get("Content-Length") or 0), _MOST_BODY))
        path = urllib.parse.urlsplit(handler.path).path
        if method == "GET" and path.startswith("/page/"):
            handler.send(self._page_for_people(path.removeprefix("/page/").strip("/")))
            return
        self._handle_call(handler, method, body)

    def _page_for_people(self, page_id: str) -> _Reply:
        with self._lock:
            try:
                page = self._state.page(page_id)
            except GraphError:
                return _Reply(status=404, body=b"404", content_type="text/plain; charset=utf-8")
            now = self._clock()
            self._state.settle(now)
            html = render_page(self._state, page, now, self.base_url)
        return _Reply(status=200, body=html.encode(), content_type="text/html; charset=utf-8")

    def _handle_call(self, handler: "_Handler", method: str, body: bytes) -> None:
        call: Call | None = None
        fault: Fault | None = None
        with self._lock:
            number = len(self._log) + 1
            headers = {"x-fb-trace-id": trace_id(number, self._config.seed), "x-fb-debug": "sandbox", "x-fb-rev": "1"}
            try:
                call = read_call(method, handler.path, handler.headers, body)
                headers["facebook-api-version"] = call.version
                fault = self._take_fault(call)
                reply = self._answer(call, fault, headers)
            except GraphError as error:
                reply = _json_reply(error.status, error.envelope(headers["x-fb-trace-id"]), headers)
            self._record(method, handler, body, reply.status, call)
            self._changed.notify_all()
        self._send(handler, reply, fault)

    def _take_fault(self, call: Call) -> Fault | None:
        for place, fault in enumerate(self._faults):
            if fault.method not in {None, call.method} or fault.edge not in {None, call.edge}:
                continue
            if fault.times <= 1:
                del self._faults[place]
            else:
                self._faults[place] = replace(fault, times=fault.times - 1)
            return fault
        return None

    def _answer(self, call: Call, fault: Fault | None, headers: dict[str, str]) -> _Reply:
        if fault is not None and (instead := _instead(fault, headers)) is not None:
            return instead
        now = self._clock()
        self._state.settle(now)
        hosts = self._hosts

        def card(link: str) -> Card:
            return scrape(link, hosts)

        value = Routes(self._state, now, self.base_url, card).answer(call)
        if len(self._log) >= self._config.usage_headers_after:
            headers.update(_usage(len(self._log), call))
        return _after_commit(fault, value, headers)

    def _record(self, method: str, handler: "_Handler", body: bytes, status: int, call: Call | None) -> None:
        tokens = [page.token for page in self._state.config.pages] + [self._config.app_secret]
        parts = urllib.parse.urlsplit(handler.path)
        self._log.append(
            RequestRecord(
                method=method,
                path=parts.path,
                query=redact(parts.query, tokens),
                body=redact(body.decode("utf-8", "replace")[:20_000], tokens),
                status=status,
                had_bearer=call is not None and call.had_bearer,
            )
        )

    def _send(self, handler: "_Handler", reply: _Reply, fault: Fault | None) -> None:
        kind = fault.kind if fault is not None else None
        if kind == "commit-then-hang":
            self._stopping.wait(_LONGEST_HANG)
        if kind in {"drop-before-commit", "commit-then-drop", "commit-then-hang"}:
            handler.drop()
            return
        handler.send(reply)


def _json_reply(status: int, value: Any, headers: Mapping[str, str]) -> _Reply:
    return _Reply(status=status, body=json.dumps(value, ensure_ascii=False).encode(), headers=headers)


def _instead(fault: Fault, headers: dict[str, str]) -> _Reply | None:
    """The answer of a fault that keeps the request from being carried out."""
    trace = headers["x-fb-trace-id"]
    match fault.kind:
        case "drop-before-commit":
            return _Reply(status=0, body=b"")
        case "500-before-commit":
            return _json_reply(500, GraphError(2, "Service temporarily unavailable", status=500).envelope(trace), headers)
        case "503-html-before-commit":
            return _Reply(status=503, body=b"<html><body>Sorry, something went wrong.</body></html>", content_type="text/html")
        case "error":
            error = GraphError(fault.code, fault.message, subcode=fault.subcode, status=fault.status)
            return _json_reply(fault.status, error.envelope(trace, {"unknown_key": {"a": 1}}), {**headers, **fault.headers})
        case "redirect":
            return _Reply(status=302, body=b"", headers={**headers, "Location": "http://127.0.0.1:9/elsewhere"})
        case _:
            return None


def _after_commit(fault: Fault | None, value: Any, headers: dict[str, str]) -> _Reply:
    """The answer after the request was carried out, spoilt where the fault says so."""
    whole = _json_reply(200, value, headers)
    match fault.kind if fault is not None else None:
        case "commit-then-500":
            message = "An unexpected error has occurred. Please retry your request later."
            return _json_reply(500, GraphError(2, message, status=500).envelope(headers["x-fb-trace-id"]), headers)
        case "commit-then-400":
            return _json_reply(400, GraphError(100, "Unsupported post request.").envelope(headers["x-fb-trace-id"]), headers)
        case "commit-then-empty":
            return replace(whole, body=b"")
        case "commit-then-html":
            return _Reply(status=200, body=b"<html><body>Facebook</body></html>", content_type="text/html", headers=headers)
        case "commit-then-truncated":
            return replace(whole, body=whole.body[: len(whole.body) // 2])
        case "commit-then-no-id":
            return replace(whole, body=b"{}")
        case "no-content-type":
            return replace(whole, content_type=None)
        case "gzip":
            return replace(whole, body=gzip.compress(whole.body), headers={**headers, "Content-Encoding": "gzip"})
        case _:
            return whole


def _usage(calls: int, call: Call) -> dict[str, str]:
    share = min(calls // 50, 99)
    node = call.path[0] if call.path else "0"
    percents = {"call_count": share, "total_time": share // 2, "total_cputime": share // 2}
    return {
        "x-app-usage": json.dumps(percents),
        "x-page-usage": json.dumps(percents),
        "x-business-use-case-usage": json.dumps(
            {node.split("_")[0]: [{"type": "pages", **percents, "estimated_time_to_regain_access": 0}]}
        ),
    }


class _Handler(BaseHTTPRequestHandler):
    """Reads a request, hands it to the sandbox, writes the reply. HTTP/1.0: no connection outlives `stop`."""

    sandbox: Sandbox

    def do_GET(self) -> None:
        self.sandbox.handle(self, "GET")

    def do_POST(self) -> None:
        self.sandbox.handle(self, "POST")

    def do_DELETE(self) -> None:
        self.sandbox.handle(self, "DELETE")

    def send(self, reply: _Reply) -> None:
        """Write one reply; a client that has gone is no fault of ours."""
        try:
            self.send_response(reply.status)
            if reply.content_type is not None:
                self.send_header("Content-Type", reply.content_type)
            for name, value in (reply.headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def drop(self) -> None:
        """Break the connection off with a reset, as a dying server does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's signature
        """Quiet: `Sandbox.request_log` is the log, without tokens."""


def _server(sandbox: Sandbox, host: str, port: int) -> ThreadingHTTPServer:
    handler = type("Handler", (_Handler,), {"sandbox": sandbox})
    server = ThreadingHTTPServer((host, port), handler)
    server.daemon_threads = True
    return server
