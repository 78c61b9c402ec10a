"""Turns: of one website at most so many things are asked at the same time, by however many threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock


class Turns:
    """Hands out at most `most` turns a host at a time; remembers only hosts that are being asked."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._hosts: dict[str, tuple[BoundedSemaphore, list[None]]] = {}

    @contextmanager
    def turn(self, host: str, patience: float) -> Iterator[bool]:
        """A turn at `host`, waited for at most `patience` seconds: whether it came. It ends with the block."""
        with self._lock:
            semaphore, present = self._hosts.setdefault(host, (BoundedSemaphore(self._most), []))
            present.append(None)
        try:
            is_ours = semaphore.acquire(timeout=max(patience, 0))
            try:
                yield is_ours
            finally:
                if is_ours:
                    semaphore.release()
        finally:
            with self._lock:
                present.pop()
                if not present:
                    del self._hosts[host]

    def __len__(self) -> int:
        return len(self._hosts)
