"""Which item is which: the guid, else the link, else title and text; collisions inside one feed told apart (facts: lessons 22-37).

There are two spellings of an address. `settled` stands in identities, and so in the keys of everything that is stored: it can never change. `canonical`
tells the same article elsewhere (`bot.intake.sameness`) and may learn.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Literal
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

from bot.model import Entry, digest
from bot.vietnamese.forms import words_of

How = Literal["auto", "guid", "link", "title"]

LONGEST: Final = 500
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_SETTLED_TRACKING: Final = re.compile(r"utm_.*|fbclid|gclid|yclid|zarsrc|mc_cid|mc_eid|_ga|ref_src", re.IGNORECASE)
_TRACKING: Final = re.compile(
    r"(?:utm|mtm|matomo|pk|piwik|hsa|oly|itm)_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|zarsrc|zclid"
    r"|mc_cid|mc_eid|_ga|_gl|_gac|_hsenc|_hsmi|mkt_tok|s_kwcid|ref_src|ref_url|phpsessid|jsessionid|aspsessionid.*|cfid|cftoken",
    re.IGNORECASE,
)
# Words that say how a reader came, where the value says so too: "?ref=123" may be the article.
_FROM: Final = frozenset({"ref", "src", "source", "from", "via", "medium", "share", "feature"})
_CAME: Final = re.compile(
    r"rss\d*|feeds?|atom|facebook|fb|zalo|twitter|x|telegram|google|email|newsletter|home(?:page)?|trang-?chu|share|social|app|web",
    re.IGNORECASE,
)
_AMP_VALUES: Final = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("view", "amp")})
_READERS: Final = re.compile(r"(?:amp|m|mobile|wap)\.")
# What no agency's name is: "m.gov.vn" is not the mobile form of "gov.vn".
_SUFFIX: Final = re.compile(r"(?:com|gov|org|net|edu|info|name|pro|health|biz|int|ac|mil|co)\.[a-z]{2}|[^.]+")
_AMP_PATH: Final = re.compile(r"^/amp(?=/.)|/amp/?$|\.amp(?=\.html?$|$)", re.IGNORECASE)
_DEFAULT_DOCUMENT: Final = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_SESSION: Final = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"%([0-9a-fA-F]{2})")
_SLASHES: Final = re.compile(r"//+")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def settled(link: str) -> str:
    """The spelling of an address in identities: no scheme, "www.", default port, fragment, known tracking parameters or trailing slash.

    Never to be changed: what is stored is found again by it.
    """
    found = _parts(link)
    if found is None:
        return link
    parts, name, port = found
    host = name.removeprefix("www.") + port
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _SETTLED_TRACKING.fullmatch(pair[0])])
    path = parts.path.rstrip("/")
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def canonical(link: str) -> str:
    """One spelling for the addresses of one article, whoever gives them; a link that is no address is returned as it is.

    As `settled`, and without forms for telephones (AMP, "m."), sessions, default documents, the order of parameters, and ways to write a letter (%C3%A1,
    %c3%a1, á; xn--… or not). For comparing only; what is posted is the link as the site gave it.
    """
    found = _parts(link)
    if found is None:
        return link
    parts, name, port = found
    host = _host(name) + port
    path = _path(parts.path)
    query = _query(parts.query) if parts.query else ""
    return f"{host}{path}{'?' if query else ''}{query}{_route(parts, path, query)}"


def _parts(link: str) -> tuple[SplitResult, str, str] | None:
    """The parts of an address, its host's name, and ":port" ("" for the usual one); None for what is no address."""
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return parts, parts.hostname, "" if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f":{port}"


def _host(name: str) -> str:
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return name
    name = name.rstrip(".").removeprefix("www.")
    reader = _READERS.match(name)
    rest = name[reader.end() :].removeprefix("www.") if reader is not None else ""
    return name if not rest or _SUFFIX.fullmatch(rest) else rest


def _path(path: str) -> str:
    path = _SESSION.sub("", path)
    if not path.isascii():
        path = quote(unicodedata.normalize("NFC", path), safe="/%:@!$&'()*+,;=~-._")
    if "%" in path:
        path = _ESCAPED.sub(_unescaped, path)
    path = _SLASHES.sub("/", path)
    path = _DEFAULT_DOCUMENT.sub("", _AMP_PATH.sub("", path))
    return path.rstrip("/")


def _unescaped(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16))
    return letter if letter in _UNRESERVED else match[0].upper()


def _query(query: str) -> str:
    # Sorted by name only: "?id=1&id=2" may differ from "?id=2&id=1".
    kept = (pair for pair in parse_qsl(query, keep_blank_values=True) if not _only_tracks(*pair))
    return urlencode(sorted(kept, key=lambda pair: pair[0]))


def _only_tracks(name: str, value: str) -> bool:
    if _TRACKING.fullmatch(name):
        return True
    name = name.lower()
    return (name in _FROM and _CAME.fullmatch(value) is not None) or (name, value.lower()) in _AMP_VALUES


def _route(parts: SplitResult, path: str, query: str) -> str:
    """The fragment where it tells articles apart: "#!/tin/1", "#/tin/1", and any on a page that is nothing but the site's first."""
    tells = parts.fragment[:1] in {"!", "/"} or not (path or query)
    return f"#{parts.fragment}" if parts.fragment and tells else ""


def _bounded(identity: str) -> str:
    return identity if len(identity) <= LONGEST else f"sha256:{digest(identity)}"


def identity_of(guid: str, link: str, title: str, summary: str, how: How = "auto") -> str:
    """The identity of an item inside its feed; a guid that is an address is settled too: http→https must not make everything new (lesson 33).

    Args:
        guid: as the site gave it, "" for none.
        link: absolute, "" for none.
        title: plain.
        summary: plain.
        how: what counts (FeedPolicy.identity, lesson 32). Where an item has not what was chosen, `auto` decides, so that nothing is lost.
    """
    if how == "title" and (words := words_of(title)):
        return _bounded(f"title:{' '.join(words)}")
    guid = " ".join(guid.split())
    if guid and not (how == "link" and link):
        return _bounded(settled(guid) if _ADDRESS.match(guid) else guid)
    return _bounded(settled(link)) if link else f"text:{digest(title, summary)}"


def beside(identity: str, entry: Entry) -> tuple[str, ...]:
    """The identities that `entry` may have where another article has `identity`: by its link, and by its title."""
    by_title = _bounded(f"{identity}|title:{' '.join(words_of(entry.title))}")
    return (_bounded(f"{identity}|{settled(entry.link)}"), by_title) if entry.link else (by_title,)


def told_apart(entries: Iterable[Entry], how: How = "auto") -> tuple[Entry, ...]:
    """One Entry an article: where one identity stands on different links, all but the oldest get the link added; of exact twins the first stands.

    The oldest keeps its identity, because it is the one that may be stored under it already: a twin that comes or goes must not make it new
    (lesson 34). Oldest is the earliest date, else the lowest in the document. Where the settings say what an identity is, one identity is one Entry.
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
        one = entry.identity
        if how == "auto" and (told_by := _difference(entry.link, oldest[one].link)) is not None:
            one = _bounded(f"{one}|{told_by}")
        told.setdefault(one, replace(entry, identity=one))
    return tuple(told.values())


def _difference(link: str, of_the_oldest: str) -> str | None:
    """What is to be added to the identity of the item with `link`; None where it is the same article's."""
    if canonical(link) == canonical(of_the_oldest):
        return None
    spelled = settled(link)
    return spelled if spelled != settled(of_the_oldest) else canonical(link)


def _not_younger(entry: Entry, other: Entry) -> bool:
    return entry.published_at is None or other.published_at is None or entry.published_at <= other.published_at
