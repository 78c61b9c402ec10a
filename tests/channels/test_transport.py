"""What happens on the way: refused, broken off, truncated, too long, redirected. Raw bytes over loopback sockets, no sleeping."""

import gzip
import socket
import ssl
import struct
import threading
from contextlib import contextmanager

import pytest
import requests
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from bot.channels.facebook.graph import Graph, _not_answered, proof
from bot.errors import ChannelDown, InDoubt, Transient

TOKEN = "EAASECRETSECRETSECRET"
OK = b'{"id":"1_2"}'
POOL = HTTPConnectionPool("graph.test")


class Server:
    """Answers each connection with the same bytes, then closes it (or resets it, or keeps silent until the end)."""

    def __init__(self, reply: bytes | None, *, reset: bool = False) -> None:
        self._reply, self._reset = reply, reset
        self.requests: list[bytes] = []
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listening.accept()
            if self._over.is_set():
                connection.close()
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        self.requests.append(read_request(connection))
        if self._reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if self._reply is None:
            connection.recv(1)  # until the client has had enough
            return
        try:
            connection.sendall(self._reply)
        except (BrokenPipeError, ConnectionResetError):
            return  # the client has read as much as it wanted

    def close(self) -> None:
        self._over.set()
        socket.create_connection(self._listening.getsockname()).close()
        self._thread.join()
        self._listening.close()


def read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65_536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0)
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


@contextmanager
def served(reply: bytes | None, **how):
    server = Server(reply, **how)
    try:
        yield server
    finally:
        server.close()


def graph(url: str, read_timeout: float = 30, **more) -> Graph:
    return Graph(token=TOKEN, version="v26.0", base_url=url, timeouts=(5, read_timeout), **more)


def http(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def write(client: Graph):
    return client.put_object("1", "feed", message="Tin")


def read(client: Graph):
    return client.get_object("1")


def test_a_refused_connection_is_certain_even_for_a_write():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(Transient, match="certainly nothing was posted"):
        write(graph(url))


BROKEN = {
    "reset": {"reply": b"", "reset": True},
    "closed without an answer": {"reply": b""},
    "no HTTP at all": {"reply": b"220 mail.test ESMTP\r\n"},
    "cut off in the head": {"reply": b"HTTP/1.1 200 OK\r\nContent-Le"},
    "cut off in the body": {"reply": http(OK, length=500)},
    "cut off in a chunk": {"reply": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"},
    "a chunk of nonsense": {"reply": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}"},
    "not gzip": {"reply": http(OK, "Content-Encoding: gzip")},
    "gzip cut off": {"reply": http(gzip.compress(OK)[:15], "Content-Encoding: gzip")},
    "too long": {"reply": http(b" " * (5 * 1024 * 1024) + OK)},
    "too long once unpacked": {"reply": http(gzip.compress(b" " * (5 * 1024 * 1024) + OK), "Content-Encoding: gzip")},
    "see other": {"reply": http(b"", "Location: /elsewhere", status="303 See Other")},
}


@pytest.mark.parametrize("how", BROKEN.values(), ids=BROKEN)
def test_a_write_that_breaks_off_after_it_was_sent_is_a_doubt_and_a_read_is_asked_again_later(how):
    with served(**how) as server:
        with pytest.raises(InDoubt):
            write(graph(server.url))
        with pytest.raises(Transient):
            read(graph(server.url))
    assert [request.split()[0] for request in server.requests] == [b"POST", b"GET"], "nothing is sent twice"


def test_silence_is_a_doubt():
    with served(None) as server, pytest.raises(InDoubt):
        write(graph(server.url, read_timeout=0.05))
    assert len(server.requests) == 1


def test_an_answer_that_drips_for_ever_is_a_doubt():
    seconds = iter([0.0, 59.0, 61.0])  # the beginning, then after each part that came
    drips = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\n \r\n" * 5  # never the last chunk
    with served(drips) as server, pytest.raises(InDoubt, match="too slow"):
        write(graph(server.url, monotonic=lambda: next(seconds)))


@pytest.mark.parametrize("location", ["http://127.0.0.1:9/", "http://[", "//\xff\xfe", "file:///etc/passwd", ""])
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
def test_no_redirect_is_followed_whatever_it_names(status, location):
    with served(http(b"", f"Location: {location}", status=status)) as server, pytest.raises(Transient, match="redirects"):
        write(graph(server.url))
    assert len(server.requests) == 1


def test_the_body_of_a_redirect_is_bounded_too():
    endless = http(b" " * (6 * 1024 * 1024), "Location: /x", status="302 Found", length=10**12)
    with served(endless) as server, pytest.raises(InDoubt):
        write(graph(server.url))


@pytest.mark.parametrize(
    "reply",
    [http(OK), http(gzip.compress(OK), "Content-Encoding: gzip"), http(OK, "Content-Type: text/javascript")],
    # Named: gzip holds the time, and the processes that share the tests must call them the same.
    ids=["plain", "gzip", "another type"],
)
def test_a_whole_answer_is_read_whatever_its_content_type(reply):
    with served(reply) as server:
        assert write(graph(server.url)) == {"id": "1_2"}


def test_a_netrc_entry_does_not_replace_the_token(tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login other password other\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with served(http(OK)) as server:
        read(graph(server.url))
    assert f"Authorization: Bearer {TOKEN}".encode() in server.requests[0]


def test_no_request_goes_out_on_a_connection_that_was_left_open():
    with served(http(OK)) as server:
        client = graph(server.url)
        read(client)
        read(client)
    assert all(b"\r\nConnection: close\r\n" in request for request in server.requests)


@pytest.mark.parametrize("token", ["", " ", TOKEN + "\r", TOKEN + "\n", f" {TOKEN}", "EAAđ", "EAA\u200b", "EAA\ud800"])
def test_a_token_that_fits_no_header_is_told_without_being_named(token):
    with pytest.raises(ChannelDown) as down:
        Graph(token=token, version="v26.0", base_url="http://127.0.0.1:9", timeouts=(1, 1))
    assert "EAA" not in f"{down.value}{down.value.params}"
    assert down.value.__context__ is None
    assert ".env" in down.value.say("vi")


def test_an_app_secret_that_fits_no_header_is_not_named_either():
    with pytest.raises(ChannelDown) as down:
        graph("http://127.0.0.1:9").debug_access_token(TOKEN, "9", "made-up-secret\r")
    assert "made-up-secret" not in f"{down.value}{down.value.params}"


def over(reason: Exception) -> MaxRetryError:
    return MaxRetryError(POOL, "/v26.0/1/feed", reason)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (requests.ConnectTimeout(over(ConnectTimeoutError())), Transient),
        (requests.ConnectionError(over(NewConnectionError(POOL, "refused"))), Transient),
        (requests.ConnectionError(over(NameResolutionError("graph.test", POOL, socket.gaierror()))), Transient),
        (requests.exceptions.ProxyError(over(OSError())), Transient),
        (requests.exceptions.SSLError(over(SSLError(ssl.SSLCertVerificationError()))), Transient),
        # TLS that breaks while the answer is read: the request had gone out.
        (requests.exceptions.SSLError(over(SSLError(ssl.SSLError("bad record mac")))), InDoubt),
        (requests.exceptions.SSLError(SSLError("while reading")), InDoubt),
        (requests.ReadTimeout(ReadTimeoutError(POOL, "/", "")), InDoubt),
        (requests.ConnectionError(ProtocolError("Connection aborted.", ConnectionResetError())), InDoubt),
        (requests.exceptions.ChunkedEncodingError(), InDoubt),
        (requests.exceptions.ContentDecodingError(), InDoubt),
        (DecodeError("raw, from below requests"), InDoubt),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.__name__,
)
def test_only_what_was_certainly_not_sent_is_transient_for_a_write(error, expected):
    assert type(_not_answered("POST", error)) is expected
    assert type(_not_answered("GET", error)) is Transient


def test_no_exception_is_chained_that_names_the_url():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(Transient) as failure:
        graph(url).debug_access_token(TOKEN, "9", "made-up-secret")
    assert failure.value.__suppress_context__
    assert TOKEN not in f"{failure.value}{failure.value.params}"


def test_the_proof_is_the_one_the_vendors_own_client_sends():
    # facebook-business 26.0.3 sends d5630306… for the secret "sec" and the token "TOK" (facts: graph-api §8.2)
    assert proof("sec", "TOK").startswith("d5630306")
    assert len(proof("sec", "TOK")) == 64
