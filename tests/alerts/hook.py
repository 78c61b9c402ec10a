"""A web hook on the loopback: what is posted to it, and what it answers."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

PASSWORD = "mat-khau-rat-dai-9f8a3c"
TOKEN = "Tk7Qw2Zx9Lp4Vb6Nc3Rt8"


@dataclass
class Hook:
    """A server that takes what is posted and answers with `status`; `location` is where it redirects to."""

    status: int = 200
    location: str = ""
    requests: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    port: int = 0
    password: str = PASSWORD
    token: str = TOKEN

    @property
    def address(self) -> str:
        return f"json://loa:{self.password}@127.0.0.1:{self.port}/{self.token}/"


@pytest.fixture
def hook() -> Iterator[Hook]:
    found = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.requests.append((self.path, dict(self.headers), json.loads(body)))
            self.send_response(found.status)
            if found.location:
                self.send_header("Location", found.location)
            self.send_header("Content-Length", str(len(TOKEN)))
            self.end_headers()
            self.wfile.write(TOKEN.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()
