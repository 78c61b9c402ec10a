"""A small website on the loopback, with scripted answers: what it is asked it records, what it answers a test decides."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

Write = Callable[[bytes], object]


@dataclass(frozen=True)
class Asked:
    """One request as it came; `headers` by lower-case name."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """A scripted answer. `body` is bytes, or a callable that is handed `write` and may send piece by piece; the connection is closed after it.

    Content-Length is added to bytes unless `headers` has one (which may lie). A header whose value is None is left out (`Date`, `Server`).
    """

    body: bytes | Callable[[Write], None] = b""
    status: int = 200
    headers: Mapping[str, str | None] = field(default_factory=dict)


class Site:
    """A context manager: `site.answers[path] = Answer(…)`, or a callable from Asked to Answer; `site.asked` is what came. Else 404."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer | Callable[[Asked], Answer]] = {}
        self.asked: list[Asked] = []
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self.url = f"{'https' if tls else 'http'}://localhost:{self.port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer_to(self, asked: Asked) -> Answer:
        """What is sent for `asked`."""
        self.asked.append(asked)
        scripted = self.answers.get(asked.path, Answer(status=404))
        return scripted if isinstance(scripted, Answer) else scripted(asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Quiet: a client that gives up in the middle is what many of the tests are about."""


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = site.answer_to(Asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
            self.send_response_only(answer.status)
            defaults: dict[str, str | None] = {"Date": self.date_time_string()}
            if isinstance(answer.body, bytes):
                defaults["Content-Length"] = str(len(answer.body))
            for name, value in {**defaults, **answer.headers}.items():
                if value is not None:
                    self.send_header(name, value)
            self.end_headers()
            if self.command == "HEAD":
                return
            if isinstance(answer.body, bytes):
                self.wfile.write(answer.body)
            else:
                answer.body(self.wfile.write)

        do_HEAD = do_POST = do_GET  # noqa: N815 - the standard library finds them by these names

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler
