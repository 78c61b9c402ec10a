"""A feed's document read as far as it was not read before, with exactly the Entries of the whole.

An item is left out where its text was read before in the same surroundings. That this changes nothing is not assumed but seen by the parser each time
(`bot.intake.xmlfeed`): the items stand where the cut by text says, and each of them leaves the parser as it found it, so that what one says depends on no
other. What can't be known to be so is read whole: the first sight, a document that is not well-formed, other namespaces or base addresses than last time, an
identity that stands there twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import accumulate
from typing import Any, Final

from bot.intake.cutting import Cut, cut_up
from bot.intake.dates import minutes_are_months
from bot.intake.entry import entry_of, says_something
from bot.intake.identity import How, told_apart
from bot.intake.jsonfeed import json_entries, json_hub, json_self, looks_like_json, read_json_feed
from bot.intake.memory import Memory, digest_of, pack, unpack
from bot.intake.parse import MOST_ITEMS, base_of, document_of, whole, without_minutes
from bot.intake.wishes import days_of, hours_of, link_of, title_of, ttl_of
from bot.intake.xmlfeed import XmlFeed, read_pieces
from bot.model import Entry

_EDITION: Final = 1
"""Another number makes every document be read whole once: to be raised by whoever changes what is made of the same text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one document says.

    `entries` are those whose text had not been read before (all of them where the document was read `whole`), in the document's order, told apart;
    `places` is where each of them stands among `identities`, those of all items; `before` are those of the document before it, where it is remembered. `remembered` is to be handed in at the next reading of this feed.
    The rest the document says of itself: `ttl`, `skip_hours` in GMT, `skip_days` from Monday = 0, the addresses of its hub and of itself, its title.
    """

    entries: tuple[Entry, ...]
    identities: tuple[str, ...]
    places: tuple[int, ...]
    remembered: bytes
    whole: bool
    before: tuple[str, ...] = ()
    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    hub: str = ""
    self_link: str = ""
    title: str = ""


def read(body: bytes, content_type: str, feed: str, url: str, remembered: bytes = b"", *, identity: How = "auto") -> Reading:
    """What a document says, without the Entries of items that were read before.

    Args:
        body: after decompression, bounded by the fetch.
        content_type: as the server said, "" where it said nothing.
        feed: the feed's name, the first half of each identity.
        url: the address it came from, for relative links.
        remembered: of the last Reading of this feed; b"", or anything else, makes it be read whole.
        identity: what tells its items apart (FeedPolicy.identity).

    Raises:
        FeedError: as `bot.intake.parse.parse` does.
    """
    if looks_like_json(body):
        return _read_json(body, feed, url, identity)
    document, text = document_of(body, content_type, url)
    cut = cut_up(document, MOST_ITEMS)
    digests = tuple(map(digest_of, cut.items)) if cut is not None else ()
    memory, wrong_minutes = unpack(remembered), minutes_are_months(text)
    reading = None
    if cut is not None and memory is not None:
        reading = _read_unseen(cut, digests, memory, feed, url, how=identity, wrong_minutes=wrong_minutes)
    reading = reading or _read_whole(document, cut, digests, feed, url, how=identity, wrong_minutes=wrong_minutes)
    return reading if memory is None else replace(reading, before=tuple(filter(None, memory.items.values())))


def _read_json(body: bytes, feed: str, url: str, how: How) -> Reading:
    document = read_json_feed(body, url)
    entries = told_apart(json_entries(document, feed, url, how), how)
    return replace(_all_of(entries, b""), title=title_of(document), hub=json_hub(document, url), self_link=json_self(document, url))


def _read_whole(
    document: bytes, cut: Cut | None, digests: tuple[str, ...], feed: str, url: str, *, how: How, wrong_minutes: bool
) -> Reading:
    found = whole(document, url)
    base = base_of(found, url)
    entries = [_entry_or_none(item, feed, base, how=how, wrong_minutes=wrong_minutes) for item in found.items]
    remembered = b""
    if cut is not None and found.state and found.spans == cut.spans:
        identities = [entry.identity if entry is not None else "" for entry in entries]
        if not _collide(identities):
            remembered = pack(_context(found, base, feed, url, how=how, wrong_minutes=wrong_minutes), zip(digests, identities, strict=True))
    return _with_wishes(_all_of(told_apart((entry for entry in entries if entry is not None), how), remembered), found, url)


def _read_unseen(
    cut: Cut, digests: tuple[str, ...], memory: Memory, feed: str, url: str, *, how: How, wrong_minutes: bool
) -> Reading | None:
    """What head and tail say with only the unseen items between them; None where that is not surely what they would in the whole document."""
    unseen = [place for place, digest in enumerate(digests) if digest not in memory.items]
    if len(unseen) == len(digests):
        return None
    found = _read_pieces(cut, unseen)
    if found is None:
        return None
    base = base_of(found, url)
    if _context(found, base, feed, url, how=how, wrong_minutes=wrong_minutes) != memory.context:
        return None
    new = {
        place: _entry_or_none(item, feed, base, how=how, wrong_minutes=wrong_minutes)
        for place, item in zip(unseen, found.items, strict=True)
    }
    said = {place: entry.identity if entry is not None else "" for place, entry in new.items()}
    identities = [said[place] if place in said else memory.items[digest] for place, digest in enumerate(digests)]
    if _collide(identities):
        return None
    order = {identity: place for place, identity in enumerate(filter(None, identities))}
    entries = tuple(entry for entry in new.values() if entry is not None)
    reading = Reading(
        entries=entries,
        identities=tuple(order),
        places=tuple(order[entry.identity] for entry in entries),
        remembered=pack(memory.context, zip(digests, identities, strict=True)),
        whole=False,
    )
    return _with_wishes(reading, found, url)


def _read_pieces(cut: Cut, unseen: list[int]) -> XmlFeed | None:
    """The unseen items as the parser reads them; None where it finds other items, or where one leaves it otherwise than it was before."""
    items = [cut.items[place] for place in unseen]
    try:
        found = read_pieces(cut.head, items, cut.tail)
    except Exception:  # noqa: BLE001  # whatever feedparser raises, reading the whole raises it again, and says so
        return None
    starts = accumulate(map(len, items), initial=len(cut.head))
    spans = tuple((start, start + len(item) - len(cut.end)) for start, item in zip(starts, items, strict=False))
    return found if found is not None and found.state and found.spans == spans else None


def _entry_or_none(item: dict[str, Any], feed: str, base: str, *, how: How, wrong_minutes: bool) -> Entry | None:
    if not says_something(item):
        return None
    entry = entry_of(item, feed, base, how)
    return without_minutes(entry) if wrong_minutes else entry


def _collide(identities: Sequence[str]) -> bool:
    """Whether one identity stands on two items: then which of them keeps it is told from all of them (bot.intake.identity)."""
    named = [identity for identity in identities if identity]
    return len(set(named)) < len(named)


def _context(found: XmlFeed, base: str, feed: str, url: str, *, how: How, wrong_minutes: bool) -> str:
    return digest_of(repr((_EDITION, feed, url, base, found.state, how, wrong_minutes)).encode("utf-8", "surrogatepass"))


def _all_of(entries: tuple[Entry, ...], remembered: bytes) -> Reading:
    identities = tuple(entry.identity for entry in entries)
    return Reading(entries=entries, identities=identities, places=tuple(range(len(entries))), remembered=remembered, whole=True)


def _with_wishes(reading: Reading, found: XmlFeed, url: str) -> Reading:
    return replace(
        reading,
        ttl=ttl_of(found.feed),
        skip_hours=hours_of(found.hours),
        skip_days=days_of(found.days),
        hub=link_of(found.feed, "hub", url),
        self_link=link_of(found.feed, "self", url),
        title=title_of(found.feed),
    )
