"""A tap on the line between a client and a server: every request is kept raw, byte for byte, and handed on; a test may answer in the server's stead."""

import socket
import socketserver
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from threading import Lock, Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Tapped:
    """One request as it went over the line. `target` is the request line's own: path and query, nothing decoded."""

    method: str
    target: str
    head: bytes
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def headers(self) -> Message:
        return message_from_bytes(self.head.split(b"\r\n", 1)[1])

    @property
    def parts(self) -> Mapping[str, bytes]:
        """The parameters of the body by name, urlencoded or multipart; a file's bytes too."""
        if self.headers.get_content_type() != "multipart/form-data":
            return {name: value.encode() for name, value in parse_qsl(self.body.decode(), keep_blank_values=True)}
        whole = message_from_bytes(b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n" + self.body)
        found = {}
        for part in whole.get_payload():
            found[str(part.get_param("name", header="content-disposition"))] = part.get_payload(decode=True)
        return found

    @property
    def names(self) -> set[str]:
        """Every parameter's name, wherever it stands."""
        return {*self.query, *self.parts}


Answer = Callable[[Tapped], bytes | None]
"""The bytes of a whole answer, b"" to break the connection off with a reset, None to leave it to the server."""


def answer(body: bytes | str = b"", status: int = 200, **headers: str) -> bytes:
    """The bytes of an HTTP answer; `_` in a header's name stands for `-`."""
    raw = body.encode() if isinstance(body, str) else body
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Length: {len(raw)}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


class Tap:
    """A context manager before `upstream` ("http://127.0.0.1:PORT"). `requests` is what came; one connection is one request.

    `instead` may answer before the server hears of a request, `afterwards` in the place of what the server said.
    """

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname, parts.port)
        self._lock = Lock()
        self.requests: list[Tapped] = []
        self.instead: Answer = lambda _: None
        self.afterwards: Answer = lambda _: None
        self._server = _Server(("127.0.0.1", 0), type("Line", (_Line,), {"tap": self}))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def pass_on(self, request: Tapped, client: socket.socket) -> None:
        """Keep the request, have it answered, and break off where the server did."""
        with self._lock:
            self.requests.append(request)
            said = self.instead(request)
        if said is None:
            said = self._ask(request)
            with self._lock:
                spoilt = self.afterwards(request)
            said = said if spoilt is None else spoilt
        if said:
            client.sendall(said)
        else:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _ask(self, request: Tapped) -> bytes:
        """The server's whole answer, b"" where it broke off."""
        said = b""
        with socket.create_connection(self._upstream) as server:
            server.sendall(request.head + b"\r\n\r\n" + request.body)
            try:
                while chunk := server.recv(65_536):
                    said += chunk
            except ConnectionError:
                return b""
        return said


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Quiet: a client that gives up in the middle is what some of the tests are about."""


class _Line(socketserver.BaseRequestHandler):
    tap: Tap

    def handle(self) -> None:
        seen = b""
        while b"\r\n\r\n" not in seen:
            chunk = self.request.recv(65_536)
            if not chunk:
                return
            seen += chunk
        head, _, body = seen.partition(b"\r\n\r\n")
        line, _, headers = head.partition(b"\r\n")
        length = int(message_from_bytes(headers).get("Content-Length") or 0)
        while len(body) < length:
            chunk = self.request.recv(65_536)
            if not chunk:
                return
            body += chunk
        method, target, _ = line.decode("latin-1").split(" ", 2)
        self.tap.pass_on(Tapped(method, target, head, body), self.request)


@contextmanager
def refusing_address() -> Iterator[str]:
    """An address at which every connection is refused: its port is taken, and nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
