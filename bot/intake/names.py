"""Names looked up within a time: the system's resolver knows no limit of its own, so it is asked in threads, of which there are only so many."""

import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from ipaddress import ip_address
from threading import BoundedSemaphore, Thread
from typing import Any, Final

# A family of sockets and an address in it, as `socket.getaddrinfo` gives them.
SocketAddress = tuple[int, Any]
Resolve = Callable[[str, int], Sequence[SocketAddress]]

# Questions under way at the same time, those included that nobody waits for any more. The system gives each of them up after half a minute or so.
_MOST: Final = 32


class NameServerSilentError(socket.gaierror):
    """No answer about a name in the time that it may take: nothing is known of it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(socket.EAI_AGAIN, "no answer in time")
        self.seconds = seconds


def resolve(host: str, port: int) -> Sequence[SocketAddress]:
    """The addresses of a name, as the system knows them. Raises socket.gaierror, or UnicodeError for what can be no name."""
    return [(found[0], found[4]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Names:
    """Asks `resolve` for names, from any number of threads, and gives up in time. What is an address already is asked for in the caller's thread."""

    def __init__(self, resolve: Resolve, most: int = _MOST) -> None:
        self._resolve = resolve
        self._free = BoundedSemaphore(most)

    def find(self, host: str, port: int, timeout: float | None) -> Sequence[SocketAddress]:
        """The addresses of `host`, in `timeout` seconds (None: however long it takes).

        Raises:
            NameServerSilentError: there was no answer in this time, or (the same thing) too many questions still have none.
            socket.gaierror, UnicodeError: there is no such name.
        """
        if timeout is None or _is_address(host):
            return self._resolve(host, port)
        until = time.monotonic() + timeout
        if not self._free.acquire(timeout=timeout):
            raise NameServerSilentError(timeout)
        answer: Future[Sequence[SocketAddress]] = Future()
        try:
            # A daemon: what the system still waits for when the program ends must not hold that up.
            Thread(target=self._look_up, args=(host, port, answer), name="name", daemon=True).start()
        except BaseException:
            self._free.release()
            raise
        done, _ = wait_for([answer], max(until - time.monotonic(), 0))
        if not done:
            raise NameServerSilentError(timeout)
        return answer.result()

    def _look_up(self, host: str, port: int, answer: "Future[Sequence[SocketAddress]]") -> None:
        try:
            answer.set_result(self._resolve(host, port))
        except BaseException as error:  # noqa: BLE001 - it is raised where the answer is waited for
            answer.set_exception(error)
        finally:
            self._free.release()


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
