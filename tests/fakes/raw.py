"""A server on the loopback that sends bytes as a test wrote them: what no well-behaved server library can be brought to say."""

import socket
from collections.abc import Mapping
from threading import Thread
from types import TracebackType
from typing import Self


class RawServer:
    """`answers[path]` is sent as it is, once for each question; then the connection is closed, unless the path is in `keeps`. `asked` holds what came.

    A path without an answer gets nothing: the connection is closed without a word. So it is for a path of `only_first` that is not the first one that is
    asked on its connection.
    """

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}
        self.keeps: set[str] = set()
        self.only_first: set[str] = set()
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.connections = 0
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(60)
            waiting, is_first = b"", True
            while True:
                while b"\r\n\r\n" not in waiting:
                    try:
                        received = connection.recv(65_536)
                    except OSError:
                        return
                    if not received:
                        return
                    waiting += received
                head, _, waiting = waiting.partition(b"\r\n\r\n")
                first, *lines = head.decode("latin-1").split("\r\n")
                path = first.split(" ")[1]
                self.asked.append((path, {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}))
                if path in self.only_first and not is_first:
                    return
                is_first = False
                try:
                    connection.sendall(self.answers.get(path, b""))
                except OSError:
                    return
                if path not in self.keeps:
                    return
