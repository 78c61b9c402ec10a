"""Turns: of one website at most so many things are asked at the same time, by however many threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Turns:
    """Hands out at most `most` turns a host at a time; remembers only hosts that are being asked."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._free = Condition()
        self._taken: dict[str, int] = {}
        self._waiting = 0

    @contextmanager
    def turn(self, host: str, patience: float) -> Iterator[bool]:
        """A turn at `host`, waited for at most `patience` seconds: whether it came. It ends with the block."""
        is_ours = self._take(host, patience)
        try:
            yield is_ours
        finally:
            if is_ours:
                self._give_back(host)

    def _take(self, host: str, patience: float) -> bool:
        with self._free:
            if self._taken.get(host, 0) >= self._most:
                self._waiting += 1
                try:
                    if not self._free.wait_for(lambda: self._taken.get(host, 0) < self._most, max(patience, 0)):
                        return False
                finally:
                    self._waiting -= 1
            self._taken[host] = self._taken.get(host, 0) + 1
            return True

    def _give_back(self, host: str) -> None:
        with self._free:
            self._taken[host] -= 1
            if not self._taken[host]:
                del self._taken[host]
            if self._waiting:
                self._free.notify_all()

    def __len__(self) -> int:
        return len(self._taken)
