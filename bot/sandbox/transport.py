"""HTTP on a port: one thread a request, replies that hang, drip or break off where they are told to, and a listener that can be unplugged."""

import contextlib
import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from bot.sandbox.replies import Reply

_MOST_BODY: Final = 64 * 1024 * 1024
_LONGEST_HANG: Final = 600.0  # seconds; a hang or a trickle ends at `stop`, or when the client has gone, at the latest
_LOOK_EVERY: Final = 0.05  # seconds; whether the client is still there


class _Exchange(BaseHTTPRequestHandler):
    """Reads a request, hands it to `answer` (method, target, headers, body), writes the reply. HTTP/1.0: no connection outlives `stop`."""

    answer: Callable[[str, str, Any, bytes], Reply]
    welcome: Callable[[], bool]
    stopping: threading.Event
    released: threading.Event
    server_version = "Sandbox"

    def handle(self) -> None:
        if type(self).welcome():
            super().handle()
            return
        # Broken off only when the request is on its way: earlier, the client could tell that nothing was sent.
        select.select([self.connection], [], [], _LONGEST_HANG)
        break_off(self.connection)

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def do_DELETE(self) -> None:
        self._answer("DELETE")

    def _answer(self, method: str) -> None:
        length = self.headers.get("Content-Length") or "0"
        body = self.rfile.read(min(int(length), _MOST_BODY) if length.isdecimal() else 0)
        reply = type(self).answer(method, self.path, self.headers, body)
        if reply.hangs:
            self._hang()
        if reply.drops:
            break_off(self.connection)
            self.close_connection = True
            return
        # A client that has gone is no fault of ours.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._send(reply)

    def _hang(self) -> None:
        """Until the client has gone, the sandbox stops, or hangs are released."""
        deadline = time.monotonic() + _LONGEST_HANG
        while time.monotonic() < deadline and not self.stopping.is_set() and not self.released.wait(_LOOK_EVERY):
            readable, _, _ = select.select([self.connection], [], [], 0)
            if readable and not _still_there(self.connection):
                return

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        if reply.content_type is not None:
            self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if not reply.pause:
            self.wfile.write(reply.body)
            return
        deadline = time.monotonic() + _LONGEST_HANG
        for place in range(len(reply.body)):
            if time.monotonic() > deadline or self.stopping.wait(reply.pause):
                self.close_connection = True
                return
            self.wfile.write(reply.body[place : place + 1])

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's signature
        """Quiet: `Sandbox.request_log` is the log, without tokens."""


def _still_there(connection: socket.socket) -> bool:
    try:
        return bool(connection.recv(1, socket.MSG_PEEK))
    except OSError:
        return False


def break_off(connection: socket.socket) -> None:
    """Break a connection off with a reset, as a dying server does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class Listener:
    """One port. `answer` is asked for each request, from many threads; `welcome` for each connection before anything of it is read."""

    def __init__(
        self, host: str, port: int, answer: Callable[[str, str, Any, bytes], Reply], welcome: Callable[[], bool] = lambda: True
    ) -> None:
        self._host = host
        self._stopping = threading.Event()
        self._released = threading.Event()
        members = {"answer": staticmethod(answer), "welcome": staticmethod(welcome), "stopping": self._stopping, "released": self._released}
        self._exchange: type[_Exchange] = type("Answering", (_Exchange,), members)
        self._server: _Server | None = _Server((host, port), self._exchange)
        self._port = int(self._server.server_address[1])
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it listens, without a trailing slash."""
        return f"http://{self._host}:{self._port}"

    def plug_in(self) -> None:
        """Begin to listen, again on the same port after `unplug`. Raises OSError where somebody else has taken it meanwhile."""
        if self._thread is not None:
            return
        server = self._server or _Server((self._host, self._port), self._exchange)
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="sandbox", daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Let connections be refused; requests under way are still answered."""
        if self._server is not None:
            if self._thread is not None:
                self._server.shutdown()
                self._thread.join()
            self._server.server_close()
        self._server = self._thread = None

    def release(self) -> None:
        """Break off every request that hangs by a fault, and from now on those that would."""
        self._released.set()

    def stop(self) -> None:
        """Stop listening; requests that hang or drip by a fault are released."""
        self._stopping.set()
        self.release()
        self.unplug()
