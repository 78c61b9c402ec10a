"""An address as it is asked: percent-encoded, its name as DNS writes it, and only such as may be asked at all."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin, urlsplit

import requests

from bot.intake.address import port_is_fit

_LONGEST: Final = 4_000  # characters of an address; a server may send there by one of 64 KB, which would be kept, stored and told
_LONGEST_HOST: Final = 253  # DNS has no longer names


class UnfitTargetError(Exception):
    """An address that is not asked; `key` is the message that says why."""

    def __init__(self, *, key: str, host: str = "", port: int = 0) -> None:
        super().__init__(key)
        self.key, self.host, self.port = key, host, port


@dataclass(frozen=True, slots=True)
class Target:
    """`url` as it is asked, without a fragment; `path` with its query; `host` without the brackets of IPv6."""

    url: str
    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """What to ask for `url`.

    Raises:
        UnfitTargetError: no http(s), a name or a password in it, a port that is no website's, longer than any website needs it, or no address at all.
    """
    if len(url) > _LONGEST:
        raise UnfitTargetError(key="intake.bad_redirect")
    return _target_of(url)


@lru_cache(maxsize=4_096)
def _target_of(url: str) -> Target:
    try:
        prepared = requests.PreparedRequest()
        prepared.prepare_url(url, None)
        asked = (prepared.url or "").partition("#")[0]
        parts = urlsplit(asked)
        host, port = parts.hostname, parts.port
    except (requests.RequestException, ValueError):  # UnicodeError is a ValueError
        raise UnfitTargetError(key="intake.bad_redirect") from None
    if parts.scheme not in {"http", "https"} or not host or len(host) > _LONGEST_HOST or len(asked) > _LONGEST:
        raise UnfitTargetError(key="intake.bad_redirect")
    if parts.username is not None or parts.password is not None:
        raise UnfitTargetError(key="intake.credentials", host=host)
    port = port or (443 if parts.scheme == "https" else 80)
    if not port_is_fit(port):
        raise UnfitTargetError(key="intake.bad_port", host=host, port=port)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Target(asked, parts.scheme, host, port, path)


def redirected(base: Target, location: str) -> Target:
    """The target that a Location header names.

    Raises:
        UnfitTargetError: as `target_of`.
    """
    # The header's bytes come as Latin-1 (WSGI's way); portals write UTF-8 into it.
    text = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    try:
        return target_of(urljoin(base.url, text))
    except ValueError:  # of urljoin: brackets that hold no IPv6 address
        raise UnfitTargetError(key="intake.bad_redirect") from None
