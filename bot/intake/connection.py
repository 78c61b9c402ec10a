"""Connections that are guarded: made to addresses that the rules allow and to no others, and read against a clock and a limit for the headers."""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from bot.intake.address import AddressRules
from bot.intake.names import Names, Resolve, SocketAddress, resolve

_MOST_ADDRESSES: Final = 4  # of one name that are tried; a hostile name server may list hundreds, each as slow as the time limit allows
_WHOLE_HEAD: Final = 60.0  # seconds from the question to the last byte of the headers, however they drip
_WHOLE_BODY: Final = 180.0
_MOST_HEAD: Final = (
    256 * 1024
)  # bytes up to the end of the headers; the standard library bounds one line and their number, not the 1xx answers before
BODY_MINUTES: Final = int(_WHOLE_BODY // 60)


class ForbiddenAddressError(Exception):
    """The host's name leads to no address that may be connected to."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


class DrippingError(Exception):
    """The body has not come whole in the time that it may take."""


class HeadTooLargeError(Exception):
    """Headers without an end."""


class StaleConnectionError(OSError):
    """A kept connection that the server has closed meanwhile: nothing was answered on it, and a new one may be."""


def connect(address: SocketAddress, timeout: float | None) -> socket.socket:
    """A connection to one address. Raises OSError."""
    family, target = address
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(timeout)
        sock.connect(target)
    except BaseException:
        sock.close()
        raise
    return sock


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The world outside as connections see it: how a name becomes addresses, and an address a connection. Tests hand in their own."""

    resolve: Resolve = resolve
    connect: Callable[[SocketAddress, float | None], socket.socket] = connect


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Through which every connection goes."""

    rules: AddressRules
    names: Names
    connect: Callable[[SocketAddress, float | None], socket.socket] = connect
    monotonic: Callable[[], float] = time.monotonic

    def vet(self, host: str, port: int, timeout: float | None) -> None:
        """Look at what the name leads to without connecting, for a connection that a proxy makes: a name that only the proxy knows can't be looked at.

        Raises:
            ForbiddenAddressError: it leads to an address that is not allowed.
        """
        try:
            found = self.names.find(host, port, timeout)
        except (OSError, UnicodeError):
            return
        if not all(self.rules.allows(host, str(target[0])) for _, target in found):
            raise ForbiddenAddressError(host)

    def dial(self, host: str, port: int, timeout: float | None, *, trusted: bool) -> socket.socket:
        """A connection to the first address of `host` that is allowed and answers. The name is asked once: what is looked at is what is connected to.

        Args:
            host: a name or an IP, however it is spelt.
            port: of the server.
            timeout: seconds for the name, and as many for all its addresses together.
            trusted: whether the settings name this host themselves (the proxy).

        Raises:
            ForbiddenAddressError: it has no such address.
            socket.gaierror, UnicodeError: there is no such name; NameServerSilentError: nobody says so in time.
            OSError: none answers; TimeoutError: none in time.
        """
        found = self.names.find(host, port, timeout)
        fit = [each for each in found if trusted or self.rules.allows(host, str(each[1][0]))][:_MOST_ADDRESSES]
        if not fit:
            raise ForbiddenAddressError(host)
        failure: OSError | None = None
        for address in fit:
            try:
                sock = self.connect(address, None if timeout is None else timeout / len(fit))
            except OSError as error:
                failure = error
                continue
            # Once more, by what the socket itself says: this is the address that counts.
            if trusted or self.rules.allows(host, str(sock.getpeername()[0])):
                sock.settimeout(timeout)
                return sock
            sock.close()
            raise ForbiddenAddressError(host)
        raise failure or OSError


class _Incoming(io.RawIOBase):
    """What a server sends: each wait is bounded by the socket's own time limit, all of them together by a deadline, and the headers by a size."""

    def __init__(self, sock: socket.socket, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._sock, self._monotonic = sock, monotonic
        self._raw = sock.makefile("rb", buffering=0)
        self._deadline = monotonic() + _WHOLE_HEAD
        self._left = _MOST_HEAD
        self._in_head = True

    def makefile(self, *_: object) -> io.BufferedReader:
        """Itself, buffered: `http.client` asks its socket for a file."""
        return io.BufferedReader(self)

    def head_is_read(self) -> None:
        """From now on it is the body that comes."""
        self._in_head = False
        self._deadline = self._monotonic() + _WHOLE_BODY

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        remaining = self._deadline - self._monotonic()
        if remaining <= 0:
            raise TimeoutError if self._in_head else DrippingError
        limit = self._sock.gettimeout()
        if limit is None or limit > remaining:
            self._sock.settimeout(remaining)
        count: int | None = self._raw.readinto(buffer)
        if self._in_head:
            self._left -= count or 0
            if self._left < 0:
                raise HeadTooLargeError
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    """The standard library's answer, read through `_Incoming`; interim answers (1xx) are passed over, whichever they are."""

    def __init__(self, sock: socket.socket, *, method: str | None = None, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._incoming = _Incoming(sock, monotonic)
        super().__init__(self._incoming, method=method)  # type: ignore[arg-type]  # of a socket it only makes the file

    def begin(self) -> None:
        super().begin()
        while 100 <= self.status < 200 and self.status != 101:
            self.headers = self.msg = None  # type: ignore[assignment]  # so that the standard library begins again
            super().begin()
        self._incoming.head_is_read()


class _Guarded(HTTPConnection):
    """What both kinds of connection do in another way than urllib3's."""

    gate: ClassVar[Gate]
    _is_used = False
    _answer: _Answer | None = None

    def response_class(self, sock: socket.socket, method: str | None = None) -> _Answer:  # type: ignore[override]  # it is only called
        """What the standard library makes of a socket to read the answer from."""
        self._answer = _Answer(sock, method=method, monotonic=self.gate.monotonic)
        return self._answer

    def connect(self) -> None:
        """As urllib3's; where a proxy has refused the tunnel, its answer is closed, too, which would hold the socket."""
        try:
            super().connect()
        except BaseException:
            if self._answer is not None:
                self._answer.close()
            raise

    def _new_conn(self) -> socket.socket:
        self._is_used = False
        timeout = self.timeout if isinstance(self.timeout, int | float) else None
        try:
            sock = self.gate.dial(self._dns_host, self.port or self.default_port, timeout, trusted=self.proxy is not None)
        except (socket.gaierror, UnicodeError) as error:
            raise NameResolutionError(self.host, self, error) from error  # type: ignore[arg-type]  # it only shows the error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "no connection in time") from error
        except OSError as error:
            raise NewConnectionError(self, "no connection") from error
        return sock

    def getresponse(self) -> Any:
        """The answer. Raises StaleConnectionError where an old connection turns out to be closed.

        Where urllib3 refuses an answer whose head the standard library has read (two lengths), it is closed, too: it would hold the socket.
        """
        try:
            response = super().getresponse()
        except BaseException as error:
            if self._answer is not None:
                self._answer.close()
            if self._is_used and isinstance(error, ConnectionError | ssl.SSLError):
                raise StaleConnectionError from error
            raise
        self._is_used = True
        return response


def guarded(gate: Gate) -> tuple[type[HTTPConnection], type[HTTPSConnection]]:
    """The classes of connections, for http and for https, that go through `gate`."""

    class Plain(_Guarded):
        pass

    class Secure(_Guarded, HTTPSConnection):
        pass

    Plain.gate = Secure.gate = gate
    return Plain, Secure
