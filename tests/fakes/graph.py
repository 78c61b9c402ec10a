"""A Graph that answers whatever a test says, over a loopback server: for answers that no sandbox gives."""

import json
import threading
from collections.abc import Callable
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = Callable[[str, str, dict[str, str]], Any]


class Script:
    """Answers what `answer(method, path, fields)` says: a JSON value, or a status and one. `asked` are the requests so far, `bearers` their tokens.

    `fields` are those of the form (of whichever type), else of the query; `headers` go out with every answer.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.bearers: list[str] = []
        self.addresses: list[str] = []
        self.headers: dict[str, str] = {"facebook-api-version": "v26.0"}
        self.answer: Answer = lambda method, path, fields: {}
        script = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                parts = urlsplit(self.path)
                fields = _fields(body, self.headers.get("Content-Type", "")) or _query(parts.query)
                script.bearers.append(self.headers.get("Authorization", "").removeprefix("Bearer "))
                script.addresses.append(self.path)
                script.asked.append((self.command, parts.path.removeprefix("/v26.0"), fields))
                answer = script.answer(*script.asked[-1])
                status, value = answer if isinstance(answer, tuple) else (200, answer)
                raw = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                for name, text in script.headers.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(raw)

            do_POST = do_DELETE = do_GET  # noqa: N815 - the base class's names

            def log_message(self, *args) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def paths(self, method: str = "POST") -> list[str]:
        """The paths asked with `method` so far."""
        return [path for each, path, _ in self.asked if each == method]

    def forget(self) -> None:
        self.asked.clear()
        self.bearers.clear()
        self.addresses.clear()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def refusal(code: int, subcode: int | None = None, status: int = 400) -> tuple[int, dict[str, Any]]:
    """An error as Graph words it."""
    return status, {"error": {"message": "x", "code": code, **({"error_subcode": subcode} if subcode else {})}}


def graph_with(posts, *, summaries=None, insights=None):
    """An `answer` that knows `posts`, by ids and in the listing; `summaries`/`insights` are called with the query and may return a refusal."""

    def node(each, fields):
        found = dict(posts[each])
        if "summary" in fields:
            found |= {"reactions": {"summary": {"total_count": 3}}, "reaction_care": {"summary": {"total_count": 1}}}
        if "insights" in fields:
            names = fields.split("metric(")[1].split(")")[0].split(",")
            found["insights"] = {"data": [{"name": name, "values": [{"value": 5}]} for name in names]}
        return found

    def answer(method, path, query):
        fields = query["fields"]
        ids = query["ids"].split(",") if "ids" in query else list(posts)[: int(query["limit"])]
        if any(each not in posts for each in ids):
            return refusal(100, 33)
        refused = (summaries and "summary" in fields and summaries(query)) or (insights and "insights" in fields and insights(query))
        return refused or ({each: node(each, fields) for each in ids} if "ids" in query else {"data": [node(each, fields) for each in ids]})

    return answer


def _query(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def _fields(body: bytes, kind: str) -> dict[str, str]:
    if not kind.startswith("multipart/"):
        return _query(body.decode())
    parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).get_payload()
    return {str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True).decode() for part in parts}
