"""Sentences for what goes wrong on the way to an answer; the texts of requests, urllib3 and OpenSSL never reach a reader."""

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from bot.errors import FeedError, Unfetched
from bot.intake.coding import CodingError
from bot.intake.connection import BODY_MINUTES, DrippingError, ForbiddenAddressError, HeadTooLargeError
from bot.intake.names import NameServerSilentError
from bot.intake.target import UnfitTargetError

# What `explained` knows a sentence for.
Trouble = (
    requests.RequestException,
    HTTPError,  # urllib3's own are raised while the body is read
    ForbiddenAddressError,
    HeadTooLargeError,
    DrippingError,
    UnfitTargetError,
    CodingError,
)

_REFUSED: Final[Mapping[int, str]] = {
    204: "intake.empty",
    205: "intake.empty",
    401: "intake.forbidden",
    402: "intake.forbidden",
    403: "intake.forbidden",
    404: "intake.not_found",
    407: "intake.proxy",
    408: "intake.server_fault",
    410: "intake.gone",
    429: "intake.too_often",
}
_HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")  # days are told as the people who read know them
_NO_ANSWER: Final = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL})
# OpenSSL's X509_V_ERR_*
_EXPIRED: Final = 10
_CERTIFICATE: Final[Mapping[int, str]] = {
    9: "intake.certificate_early",
    _EXPIRED: "intake.certificate_expired",
    18: "intake.certificate_unknown",  # self-signed
    19: "intake.certificate_unknown",  # self-signed, at the end of a chain
    20: "intake.certificate_unknown",  # no such authority, or the server leaves out what leads to it
    21: "intake.certificate_unknown",
    62: "intake.certificate_name",
    64: "intake.certificate_name",  # of an IP
}
# The feed's sentences advise what to do about a feed's address; for what it points to there is less to say. True: the server itself has failed.
_RESOURCE: Final[Mapping[str, tuple[str, bool]]] = {
    "intake.no_such_host": ("intake.resource_no_host", True),
    "intake.name_server_silent": ("intake.resource_slow", True),
    "intake.name_server_fails": ("intake.resource_slow", True),
    "intake.refused": ("intake.resource_refused", True),
    "intake.connect_timeout": ("intake.resource_slow", True),
    "intake.read_timeout": ("intake.resource_slow", True),
    "intake.too_slow": ("intake.resource_slow", False),
    "intake.host_busy": ("intake.resource_slow", False),
    "intake.too_large": ("intake.resource_large", False),
    "intake.private_address": ("intake.resource_private", False),
    "intake.tls": ("intake.resource_certificate", True),
    "intake.proxy": ("intake.resource_broken", True),
    **dict.fromkeys(
        (*_CERTIFICATE.values(), "intake.certificate_expired_since", "intake.certificate"), ("intake.resource_certificate", True)
    ),
}


def refused(status: int, url: str, retry_after: timedelta | None) -> FeedError:
    """The sentence for a status that brings no feed."""
    key = _REFUSED.get(status, "intake.server_fault" if status >= 500 else "intake.bad_status")
    return FeedError(key, retry_after=retry_after, status=status, url=url)


def explained(error: Exception, url: str, host: str) -> FeedError:
    """The sentence for one of `Trouble`.

    Args:
        error: what was raised.
        url: the address that was wanted in the first place.
        host: the host that was asked when it happened; a redirect may have led there.
    """
    match error:
        case UnfitTargetError():
            return FeedError(error.key, url=url, host=error.host, port=error.port)
        case ForbiddenAddressError():
            return FeedError("intake.private_address", url=url, host=error.host)
        case HeadTooLargeError():
            return FeedError("intake.bad_answer", url=url, host=host)
        case DrippingError():
            return FeedError("intake.too_slow", url=url, minutes=BODY_MINUTES)
        case CodingError():
            key = "intake.unknown_encoding" if error.coding else "intake.bad_encoding"
            return FeedError(key, url=url, host=host, coding=error.coding[:60])
        case requests.exceptions.InvalidURL() | requests.exceptions.InvalidSchema():
            return FeedError("intake.bad_redirect", url=url)
    found = list(causes(error))
    proxy = any(isinstance(cause, ProxyError) for cause in found)
    fault = next((cause for cause in found if isinstance(cause, ssl.SSLCertVerificationError)), None)
    if fault is not None:
        return FeedError(_CERTIFICATE.get(fault.verify_code, "intake.certificate"), url=url, host=host, why=fault.verify_message)
    if proxy:
        return FeedError("intake.proxy", url=url)
    if any(isinstance(cause, NameResolutionError) for cause in found):
        return _of_a_name(found, url, host)
    for kind, key in (
        ((SSLError, ssl.SSLError), "intake.tls"),
        (NewConnectionError, "intake.refused"),  # before the time-out, whose child it is
        (ConnectTimeoutError, "intake.connect_timeout"),
        ((ReadTimeoutError, requests.exceptions.ReadTimeout), "intake.read_timeout"),
        # Before what it is a child of: a connection that ends without a word says nothing about HTTP.
        ((http.client.RemoteDisconnected, http.client.IncompleteRead), "intake.broken_off"),
        ((http.client.HTTPException,), "intake.bad_answer"),
    ):
        if any(isinstance(cause, kind) for cause in found):
            return FeedError(key, url=url, host=host)
    return FeedError(
        "intake.broken_off" if any(isinstance(cause, ProtocolError) for cause in found) else "intake.bad_answer", url=url, host=host
    )


def _of_a_name(found: Sequence[BaseException], url: str, host: str) -> FeedError:
    """Whether there is no such name, or nobody could be asked about it: only the first is a mistake in the settings."""
    silent = next((cause for cause in found if isinstance(cause, NameServerSilentError)), None)
    if silent is not None:
        return FeedError("intake.name_server_silent", url=url, host=host, seconds=f"{silent.seconds:g}")
    fails = any(isinstance(cause, socket.gaierror) and cause.errno in _NO_ANSWER for cause in found)
    return FeedError("intake.name_server_fails" if fails else "intake.no_such_host", url=url, host=host)


def of_a_resource(error: FeedError, url: str) -> Unfetched:
    """The same fault, said of a picture or an article's page."""
    key, host_down = _RESOURCE.get(error.key, ("intake.resource_broken", False))
    return Unfetched(key, host_down=host_down, url=url, host=error.params.get("host", ""))


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it wraps, and what caused it."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inner = [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]
        waiting.extend(item for item in inner if isinstance(item, BaseException))


def is_expired(error: FeedError) -> bool:
    """Whether it is a certificate that has run out: the date can be looked up then."""
    return error.key == _CERTIFICATE[_EXPIRED]


def expired(error: FeedError, since: datetime | None) -> FeedError:
    """The fault of a certificate that has run out, with the day where it is known."""
    if since is None:
        return error
    date = f"{since.astimezone(_HERE):%d/%m/%Y}"
    return FeedError("intake.certificate_expired_since", url=error.params["url"], host=error.params["host"], date=date)
