"""A net in this process: names that lead wherever they are to lead, and connections on which a server says what it was told to say. No packet, no wait."""

import socket
from collections.abc import Sequence
from random import Random
from typing import Any

from benchmarks.answers import End, Exchange, Said
from bot.intake.connection import Network, SocketAddress

_PUBLIC = ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946")


class Wire:
    """Speaks for the website of one `Exchange` at a time. Its clock goes only as fast as answers drip; `heard` are the heads of the questions."""

    def __init__(self) -> None:
        self.now = 0.0
        self.heard: list[bytes] = []
        self._says: Sequence[Said] = ()
        self._place = 0
        self._rng = Random(0)

    def speaks_for(self, exchange: Exchange, seed: int) -> None:
        """From now on."""
        self._says, self._place, self._rng = exchange.says, 0, Random(seed)
        self.heard.clear()

    def monotonic(self) -> float:
        """The clock for deadlines."""
        return self.now

    @property
    def network(self) -> Network:
        """How a Fetcher reaches it."""
        return Network(resolve=self._resolve, connect=self._connect)

    def answer(self, head: bytes) -> Said:
        """What is said to the next question."""
        self.heard.append(head)
        said = self._says[min(self._place, len(self._says) - 1)]
        self._place += 1
        return said

    def _resolve(self, host: str, port: int) -> Sequence[SocketAddress]:
        host.encode("idna")  # as `socket.getaddrinfo` does: UnicodeError for what can be no name
        chance = self._rng.random()
        if chance < 0.01:
            raise socket.gaierror(self._rng.choice((socket.EAI_NONAME, socket.EAI_AGAIN)), "no such name")
        addresses = (
            self._rng.choice((["10.0.0.1"], ["::1", "127.0.0.1"], ["fe80::1%eth0"], [], list(_PUBLIC) * 300))
            if chance < 0.03
            else [_PUBLIC[0]]
        )
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, (each, port)) for each in addresses]

    def _connect(self, address: SocketAddress, timeout: float | None) -> socket.socket:
        chance = self._rng.random()
        if chance < 0.005:
            raise ConnectionRefusedError
        if chance < 0.01:
            self.now += timeout or 0.0
            raise TimeoutError
        line = _Line.to(self, address[1][0], timeout)
        if address[1][1] == 443:
            line.is_no_tls(
                self._rng.choice(
                    (b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x15\x03\x01\x00\x02\x02\x46", b"\x16\x03\x03\xff\xff" + b"x" * 999)
                )
            )
        return line


class _Line(socket.socket):
    """The asking end of a connection. Its other end is real, too, so that it can be seen to have been closed."""

    _wire: Wire
    _peer: str
    _theirs: socket.socket | None
    _asked: bytes
    _waiting: memoryview
    _said: Said | None
    _marked: bool

    @classmethod
    def to(cls, wire: Wire, peer: str, timeout: float | None) -> "_Line":
        """A connection to `peer`."""
        ours, theirs = socket.socketpair()
        line = cls(fileno=ours.detach())
        line.settimeout(timeout)
        line._wire, line._peer, line._theirs = wire, peer, theirs
        line._asked, line._waiting, line._said, line._marked = b"", memoryview(b""), None, False
        return line

    def is_no_tls(self, greeting: bytes) -> None:
        """Whoever wants a handshake gets this, and no more."""
        assert self._theirs is not None
        self._theirs.sendall(greeting)
        self._hang_up()

    def getpeername(self) -> Any:
        return self._peer, 80

    def sendall(self, data: Any, _flags: int = 0) -> None:
        if self._said is not None and self._said.end in {End.CLOSES, End.RESETS} and not self._waiting:
            raise BrokenPipeError
        self._asked += bytes(data)
        head, end, rest = self._asked.partition(b"\r\n\r\n")
        if end:
            self._asked = rest
            left = self._said is not None and self._said.end is End.LEAVES
            self._said = Said(b"", End.CLOSES) if left else self._wire.answer(head)
            # What was left of the answer before comes first, as on any line.
            self._waiting = memoryview(bytes(self._waiting) + self._said.data)
            if self._waiting and self._theirs is not None and not self._marked:
                self._theirs.send(b".")  # so that it can be seen that something has come
                self._marked = True

    def recv_into(self, buffer: Any, _most: int = 0, _flags: int = 0) -> int:
        said, limit = self._said, self.gettimeout()
        if said is None or (limit is not None and said.gap > limit) or (not self._waiting and said.end is End.STAYS):
            self._wire.now += limit or 0.0
            raise TimeoutError("timed out")
        self._wire.now += said.gap
        if not self._waiting:
            self._hang_up()
            if said.end is End.RESETS:
                raise ConnectionResetError
            return 0
        piece = self._waiting[: min(len(buffer), said.piece)]
        buffer[: len(piece)] = piece
        self._waiting = self._waiting[len(piece) :]
        if not self._waiting:
            self._unmark()
            if said.end is End.CLOSES:
                self._hang_up()
        return len(piece)

    def _unmark(self) -> None:
        if self._marked:
            self.recv(1)
            self._marked = False

    def _hang_up(self) -> None:
        if self._theirs is not None:
            self._theirs.close()
            self._theirs = None

    def close(self) -> None:
        self._hang_up()
        super().close()
