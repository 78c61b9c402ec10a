"""WebSub (W3C Recommendation, 23 January 2018), the subscriber's side of the wire: which hub a document names, where a hub reaches us, and what it has signed.

Everything that a hub is given is derived from one secret, one-way and for this feed, hub and topic alone, so that nothing of it needs storing and nothing
that a hub knows is of use with another. The sections named here are the Recommendation's.
"""

import hashlib
import hmac
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from bot.intake.address import host_name
from bot.model import Subscription

PATH: Final = "/websub/"
MOST_BYTES: Final = 1_000_000  # of what a hub delivers; a larger delivery is not read
_LONGEST_URL: Final = 2_000
_LONGEST_LINK_HEADER: Final = 16_000
# A link of the header (RFC 8288) with its parameters, and one of these. Possessive, so that a hostile header costs no more than its length.
_NAME: Final = r'[^\s;,="<>]++'
_VALUE: Final = r'"(?:[^"\\]|\\.)*+"|[^\s;,"<>]*+'
_LINK: Final = re.compile(rf"<([^<>]*+)>\s*+((?:;\s*+{_NAME}\s*+(?:=\s*+(?:{_VALUE})\s*+)?)*+)")
_PARAMETER: Final = re.compile(rf";\s*+({_NAME})\s*+(?:=\s*+({_VALUE}))?")
# SHA-1 is what most hubs sign with (section 7.1.1). As an HMAC it is not broken, and a forged delivery would only make us ask the site once more.
_METHODS: Final[Mapping[str, Any]] = {
    "sha1": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}


def links_of(header: str) -> Mapping[str, str]:
    """The first address of each relation (in lower case) in a `Link` header, as it stands there; nothing of a header that is no such thing.

    Links about something else than the document (`anchor`) are left out. Several headers are to be joined by commas.
    """
    found: dict[str, str] = {}
    for link in _LINK.finditer(header[:_LONGEST_LINK_HEADER]):
        parameters: dict[str, str] = {}
        for name, value in _PARAMETER.findall(link[2]):
            parameters.setdefault(name.lower(), value.strip('"'))
        if "anchor" not in parameters:
            for relation in parameters.get("rel", "").lower().split():
                found.setdefault(relation, link[1].strip())
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The hub that a document names, and the topic to subscribe to there; absolute addresses."""

    hub: str
    topic: str


def named(links: Mapping[str, str], hub: str, self_link: str, url: str, private_hosts: Collection[str] = ()) -> Named | None:
    """What a document at `url` names: in its Link header (`links`) before all else, else in itself (`hub`, `self_link`; "" for none); section 4.

    A hub is always asked by https, also where it is named with http, since it is given a key to sign with (section 8.2); http is left only to hosts in
    `private_hosts`. None where there is no usable hub. Without a usable self link, the topic is `url`.
    """
    if "hub" in links:
        hub, self_link = links["hub"], links.get("self", "")
    found = _absolute(hub, url)
    if not found:
        return None
    parts = urlsplit(found)
    if parts.scheme == "http" and host_name(parts.hostname or "") not in map(host_name, private_hosts):
        found = parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80")).geturl()
    return Named(hub=found, topic=_absolute(self_link, url) or url)


def _absolute(link: str, url: str) -> str:
    """An http(s) address, or "" where it is none; one with a name and a password is none, either."""
    if not link or len(link) > _LONGEST_URL or not link.isprintable() or " " in link:
        return ""
    try:
        found = urljoin(url, link)
        parts = urlsplit(found)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return ""
    return found if sound else ""


class Callbacks:
    """Where hubs reach us and with what they sign, by subscription. The secret itself never leaves this object."""

    def __init__(self, address: str, secret: str) -> None:
        self._address = address.rstrip("/")
        self._secret = secret.encode()

    def __repr__(self) -> str:
        return f"Callbacks({self._address})"

    @property
    def mark(self) -> str:
        """16 hex digits that change with the address or the secret, and tell nothing of them."""
        return self._derived("mark", self._address)[:16]

    def token(self, subscription: Subscription) -> str:
        """The end of the callback's path: the feed's name and what nobody can guess."""
        return f"{subscription.feed}.{self._derived('callback', subscription.feed, subscription.hub, subscription.topic)}"

    def knows(self, token: str, subscription: Subscription) -> bool:
        """Whether `token` is the subscription's; takes the same time whatever it is."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token(subscription).encode())

    def request(self, subscription: Subscription, lease: timedelta) -> Mapping[str, str]:
        """The form to be sent to the hub (section 5.1)."""
        return {
            "hub.mode": "subscribe",
            "hub.topic": subscription.topic,
            "hub.callback": f"{self._address}{PATH}{self.token(subscription)}",
            "hub.secret": self._key(subscription),
            "hub.lease_seconds": str(int(lease.total_seconds())),
        }

    def signed(self, subscription: Subscription, body: bytes, signature: str) -> bool:
        """Whether `signature` (`X-Hub-Signature`: `method=hex`) is the hub's for exactly this body (section 7.1)."""
        method, _, digits = signature.strip().partition("=")
        algorithm = _METHODS.get(method.strip().lower())
        if algorithm is None:
            return False
        right = hmac.new(self._key(subscription).encode(), body, algorithm).hexdigest()
        return hmac.compare_digest(right.encode(), digits.strip().lower().encode("utf-8", "replace"))

    def _key(self, subscription: Subscription) -> str:
        return self._derived("sign", subscription.feed, subscription.hub, subscription.topic)

    def _derived(self, *parts: str) -> str:
        return hmac.new(self._secret, "".join(part + "\0" for part in parts).encode(), hashlib.sha256).hexdigest()


def feed_in(token: str) -> str:
    """The name of the feed that a token claims to be for; "" for what can't be one."""
    name, dot, rest = token.partition(".")
    return name if dot and len(rest) == hashlib.sha256().digest_size * 2 and len(name) <= 40 else ""
