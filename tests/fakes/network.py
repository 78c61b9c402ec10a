"""A net of its own: names and public addresses that a test gives out, all of them served by one port of the loopback."""

import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.intake.connection import Network, SocketAddress


class Far(socket.socket):
    """A connection to the loopback that says it goes to `peer`."""

    peer = ""

    def getpeername(self) -> Any:
        return self.peer, 80


class FakeNetwork:
    """`names` maps a host to its addresses, or to a callable that is asked anew each time; `dialled` are the addresses that were connected to.

    Whatever is connected to, port `port` of the loopback answers. `truly` is what a connection says of itself where that is not what was dialled.
    """

    def __init__(self, port: int, names: Mapping[str, Sequence[str] | Callable[[], Sequence[str]]]) -> None:
        self.names, self.port = names, port
        self.dialled: list[str] = []
        self.dead: set[str] = set()
        self.truly = ""

    @property
    def network(self) -> Network:
        return Network(resolve=self._resolve, connect=self._connect)

    def _resolve(self, host: str, port: int) -> Sequence[SocketAddress]:
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        found = self.names[host]
        addresses = found if isinstance(found, Sequence) else found()
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, (each, port)) for each in addresses]

    def _connect(self, address: SocketAddress, timeout: float | None) -> socket.socket:
        self.dialled.append(address[1][0])
        if address[1][0] in self.dead:
            raise ConnectionRefusedError
        sock = Far(socket.AF_INET, socket.SOCK_STREAM)
        sock.peer = self.truly or address[1][0]
        sock.settimeout(timeout)
        try:
            sock.connect(("127.0.0.1", self.port))
        except OSError:
            sock.close()
            raise
        return sock
