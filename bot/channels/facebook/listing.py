"""What the Page shows: its own posts page by page, and which of them is the one that is looked for."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from bot.channels.facebook.graph import Graph
from bot.channels.protocol import Listed
from bot.errors import Transient
from bot.model import Draft

_A_LISTING: Final = 100
_MOST_LISTINGS: Final = 10
_FIELDS: Final = "id,message,created_time,permalink_url,attachments{unshimmed_url,url}"
_ID: Final = re.compile(r"[0-9]{1,30}(_[0-9]{1,30})?", re.ASCII)  # it goes into the paths of later requests
_MARKER: Final = re.compile(r"[?&]utm_content=([\w-]{1,64})")
_LONGEST_ADDRESS: Final = 2_000


def pages(graph: Graph, path: tuple[str, str], most: int = _MOST_LISTINGS, **args: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of an edge ("node", "edge"), newest or as ordered; a page may be short or empty and still have a next one, so only the absence of `next` ends it.

    Raises:
        Transient: also where there are more than `most` pages: what was read is not all.
    """
    args.setdefault("limit", _A_LISTING)
    for _ in range(most):
        value = graph.get_connections(*path, **args)
        data = value.get("data") if isinstance(value, Mapping) else None
        if not isinstance(data, list):
            raise Transient("channels.unreadable", code=200)
        yield from (item for item in data if isinstance(item, Mapping))
        paging = inner(value, "paging")
        if not paging.get("next"):
            return
        after = inner(paging, "cursors").get("after")
        if not isinstance(after, str) or not after:
            break
        # The cursor, never the `next` address itself: it may name any host and carries no token.
        args["after"] = after
    raise Transient("channels.listing_too_long", code=200)


def listed(graph: Graph, page_id: str, since: datetime) -> Iterator[Listed]:
    """The Page's own posts since then. Raises Transient or ChannelDown."""
    for item in pages(graph, (page_id, "published_posts"), fields=_FIELDS, since=int(since.timestamp())):
        remote_id = whole_id(item, page_id)
        if remote_id:
            yield Listed(
                remote_id=remote_id,
                created_at=moment(item.get("created_time")),
                message=nfc(item.get("message")),
                markers=frozenset(_markers(item)),
                permalink=address(item.get("permalink_url")),
            )


def is_it(item: Listed, draft: Draft, known: Collection[str]) -> bool:
    """Whether a listed post is the Draft. A post with another marker is another post, whatever its text; one without any is told by its exact text."""
    if item.remote_id in known:
        return False
    if item.markers:
        return draft.marker in item.markers
    return bool(item.message) and item.message in {nfc(draft.text(way)) for way in draft.ways}


def whole_id(value: object, page_id: str) -> str:
    """The whole id of a Post in an answer, "" where there is none that can be one."""
    found = value.get("id") if isinstance(value, Mapping) else None
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not isinstance(found, str) or not _ID.fullmatch(found):
        return ""
    return found if "_" in found else f"{page_id}_{found}"


def plain_id(value: object, name: str = "id") -> str:
    """Any id in an answer (a photo's, a comment's), "" where there is none that can be one."""
    found = value.get(name) if isinstance(value, Mapping) else None
    text = str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
    return text if re.fullmatch(r"[0-9]{1,30}(_[0-9]{1,30}){0,2}", text, re.ASCII) else ""


def _markers(item: Mapping[str, Any]) -> set[str]:
    """The markers in the links of a post: `unshimmed_url` is the address as posted, `url` the same behind l.facebook.com's `u`; or in its text."""
    data = inner(item, "attachments").get("data")
    cards = [each for each in data if isinstance(each, Mapping)] if isinstance(data, list) else []
    links = [str(card.get(name) or "") for card in cards for name in ("unshimmed_url", "url")]
    behind = [address for link in links for address in _query(link, "u")]
    in_links = {marker for link in (*links, *behind) for marker in _query(link, "utm_content")[:1]}
    return in_links or set(_MARKER.findall(str(item.get("message") or "")))


def _query(link: str, name: str) -> list[str]:
    try:
        return parse_qs(urlsplit(link).query).get(name, [])
    except ValueError:
        return []


def inner(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object inside an object, empty where there is none."""
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def moment(text: object) -> datetime | None:
    """A time in an answer; None where there is none that can be one."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def address(value: object) -> str:
    """An address fit to be shown as a link, else "". Videos have one without a host."""
    text = value if isinstance(value, str) and len(value) <= _LONGEST_ADDRESS and value.isprintable() else ""
    if text.startswith("/") and not text.startswith("//"):
        return f"https://www.facebook.com{text}"
    return text if text.startswith(("https://", "http://")) else ""


def nfc(text: object) -> str:
    """A text as it is compared."""
    return unicodedata.normalize("NFC", str(text or "")).strip()
