"""One question and the head of its answer: pools of guarded connections, one TLS context for all of them, and the proxy. The home of requests' adapter."""

import ssl
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import urlsplit, urlunsplit

import certifi
import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager

from bot.intake.connection import ForbiddenAddressError, Gate, StaleConnectionError, guarded
from bot.intake.faults import causes
from bot.intake.freshness import http_date
from bot.intake.target import Target

# Hosts whose connections are kept: each may hold `per_host` sockets, and a process has about a thousand in all.
_MOST_POOLS: Final = 128
# X509_V_FLAG_NO_CHECK_TIME of OpenSSL, for which Python's `ssl` has no name.
_WHATEVER_THE_TIME: Final = ssl.VerifyFlags(0x20_0000)


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """What verifies every server: the usual authorities and those of `ca_file`.

    Loading them costs twenty times a handshake, so there is one context for all hosts (facts: performance).

    Raises:
        OSError: `ca_file` can't be read, or (ssl.SSLError) holds no certificates.
    """
    context = ssl.create_default_context(cafile=certifi.where())
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


class Transport(HTTPAdapter):
    """requests' adapter on guarded connections. There is no Session above it: no cookies, nothing from the environment, and less than half of the CPU."""

    def __init__(self, gate: Gate, *, ca_file: Path | None, proxy: str, per_host: int) -> None:
        self._gate, self._ca_file, self._proxy = gate, ca_file, proxy
        self._context = tls_context(ca_file)
        self._tries = per_host + 1  # each connection that was kept may be stale
        super().__init__(pool_connections=_MOST_POOLS, pool_maxsize=per_host, max_retries=0)

    def ask(
        self, target: Target, headers: Mapping[str, str], *, connect: float, read: float, form: bytes | None = None
    ) -> BaseHTTPResponse:
        """GET `target`, or POST a form to it: the answer, its body still unread and undecoded. To be handed to `finish`.

        Args:
            target: where to.
            headers: all of them but Host.
            connect: seconds for the name, as many for the connection, and as many for the handshake.
            read: seconds for each wait.
            form: what is posted, whose type and length are in `headers`; None for a GET. It may be sent again where a kept connection was stale.

        Raises:
            ForbiddenAddressError: the name leads to an address that may not be connected to.
            HeadTooLargeError: headers without an end.
            requests.RequestException, urllib3.exceptions.HTTPError: everything else that can go wrong.
        """
        if self._proxy:
            self._gate.vet(target.host, target.port, connect)
        left = self._tries
        while True:
            try:
                return cast("BaseHTTPResponse", self.send(_Question(target, headers, form), stream=True, timeout=(connect, read)))
            except requests.ConnectionError as error:
                left -= 1
                if not left or not any(isinstance(cause, StaleConnectionError) for cause in causes(error)):
                    raise

    @staticmethod
    def finish(response: BaseHTTPResponse) -> None:
        """Give the connection back where nothing of the answer is left on it; else close it."""
        if response.length_remaining == 0:
            response.read1(1)  # tells urllib3 that the end has been reached
        else:
            response.close()
        response.release_conn()

    def expired_since(self, target: Target, seconds: float) -> datetime | None:
        """When the certificate of a server ran out that is refused for this; None where that can't be seen. One more handshake, and nothing is asked."""
        if self._proxy:
            return None
        context = tls_context(self._ca_file)
        # All else is still verified; and only of a certificate that is does Python tell the date.
        context.verify_flags |= _WHATEVER_THE_TIME
        try:
            with (
                self._gate.dial(target.host, target.port, seconds, trusted=False) as sock,
                context.wrap_socket(sock, server_hostname=target.host.rstrip(".")) as secure,
            ):
                certificate = secure.getpeercert() or {}
        except (OSError, ValueError, ForbiddenAddressError):
            return None
        return http_date(str(certificate.get("notAfter", "")))

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:  # noqa: FBT001, FBT002 - requests' signature
        """Make the pools."""
        options = {"num_pools": connections, "maxsize": maxsize, "block": block, "ssl_context": self._context, **pool_kwargs}
        if self._proxy:
            parts = urlsplit(self._proxy)
            bare = urlunsplit(
                (parts.scheme, parts.netloc.rpartition("@")[2], "", "", "")
            )  # the password goes into a header and nowhere else
            options |= {"proxy_url": bare, "proxy_headers": self.proxy_headers(self._proxy), "proxy_ssl_context": self._context}
        self.poolmanager: PoolManager = ProxyManager(**options) if self._proxy else PoolManager(**options)
        plain, secure = guarded(self._gate)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
        # All pools are alike but for these three: the usual key is a tuple of thirty, made anew for each question.
        self.poolmanager.key_fn_by_scheme = dict.fromkeys(("http", "https"), _pool_key)  # type: ignore[arg-type]  # any callable will do

    def get_connection_with_tls_context(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> HTTPConnectionPool:
        """The pool for a question."""
        target = _asked_by(request)
        return self.poolmanager.connection_from_host(target.host, target.port, target.scheme)

    def request_url(self, request: requests.PreparedRequest, *_: Any) -> str:
        """What stands in the first line of a question."""
        target = _asked_by(request)
        return target.url if self._proxy and target.scheme == "http" else target.path

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """The context verifies; nothing is to be set on the connection."""

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> Any:  # noqa: ARG002 - requests' signature
        """The answer as urllib3 gives it: requests' own would bring a cookie jar and copies of the headers for each feed."""
        return resp


class _Question(requests.PreparedRequest):
    """A request that was never an unprepared one."""

    def __init__(self, target: Target, headers: Mapping[str, str], form: bytes | None) -> None:
        super().__init__()
        self.target = target
        self.method, self.url, self.body = "GET" if form is None else "POST", target.url, form
        self.headers = dict(headers)  # type: ignore[assignment]  # read once, so that no case need be forgiven


def _asked_by(request: requests.PreparedRequest) -> Target:
    assert isinstance(request, _Question)
    return request.target


def _pool_key(context: Mapping[str, Any]) -> Any:
    return context["scheme"], context["host"], context["port"]
