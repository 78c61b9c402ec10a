"""Which item is which: the guid, else the canonical link, else title and text; collisions inside one feed told apart (facts: lessons 22-37)."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.model import Entry, digest

_TRACKING: Final = re.compile(r"utm_.*|fbclid|gclid|yclid|zarsrc|mc_cid|mc_eid|_ga|ref_src", re.IGNORECASE)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
LONGEST: Final = 500


def canonical(link: str) -> str:
    """One spelling for the addresses of one article: no scheme, no "www.", no default port, no fragment, no tracking parameters, no trailing slash.

    For telling items apart only; what is posted is the link as the site gave it.
    """
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return link
    if not parts.hostname:
        return link
    host = parts.hostname.removeprefix("www.")
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])])
    path = parts.path.rstrip("/")
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def _bounded(identity: str) -> str:
    return identity if len(identity) <= LONGEST else f"sha256:{digest(identity)}"


def identity_of(guid: str, link: str, title: str, summary: str) -> str:
    """The identity of an item inside its feed. A guid that is an address is canonicalised too: http→https must not make everything new (lesson 33)."""
    guid = " ".join(guid.split())
    if guid:
        return _bounded(canonical(guid) if re.match(r"https?://", guid, re.IGNORECASE) else guid)
    return _bounded(canonical(link)) if link else f"text:{digest(title, summary)}"


def told_apart(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """One Entry an article: where one identity stands on different links, all but the oldest get the link added; of exact twins the first stands.

    The oldest keeps its identity, because it is the one that may be stored under it already: a twin that comes or goes must not make it new
    (lesson 34). Oldest is the earliest date, else the lowest in the document.
    """
    all_of_them = tuple(entries)
    if len({entry.identity for entry in all_of_them}) == len(all_of_them):
        return all_of_them
    oldest: dict[str, Entry] = {}
    for entry in all_of_them:
        known = oldest.get(entry.identity)
        if known is None or _not_younger(entry, known):
            oldest[entry.identity] = entry
    told: dict[str, Entry] = {}
    for entry in all_of_them:
        link = canonical(entry.link)
        identity = entry.identity if link == canonical(oldest[entry.identity].link) else _bounded(f"{entry.identity}|{link}")
        told.setdefault(identity, replace(entry, identity=identity))
    return tuple(told.values())


def _not_younger(entry: Entry, other: Entry) -> bool:
    return entry.published_at is None or other.published_at is None or entry.published_at <= other.published_at
