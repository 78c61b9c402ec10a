"""A source's bytes to Entries, by what kind it is: a feed, a page that lists news, a sitemap."""

from typing import Final

from bot.errors import FeedError, Unfetched
from bot.intake.delta import Reading, read
from bot.intake.listing import read_list
from bot.intake.parse import parse
from bot.intake.policy import FeedPolicy
from bot.intake.sitemap import read_sitemap
from bot.model import Entry
from bot.service.world import World

_XML: Final = "application/xml, text/xml, */*;q=0.5"


def read_source(  # noqa: PLR0917 - an answer's parts
    world: World, policy: FeedPolicy, body: bytes, content_type: str, url: str, remembered: bytes
) -> Reading:
    """What a poll reads of a source: of a feed what is not `remembered`, of the others everything. Other arguments and errors are those of `entries_of`."""
    if policy.kind == "feed":
        return read(body, content_type, policy.name, url, remembered, identity=policy.identity)
    entries = entries_of(world, policy, body, content_type, url)
    identities = tuple(entry.identity for entry in entries)
    return Reading(entries=entries, identities=identities, places=tuple(range(len(entries))), remembered=b"", whole=True)


def entries_of(world: World, policy: FeedPolicy, body: bytes, content_type: str, url: str) -> tuple[Entry, ...]:
    """The entries of a source, whatever its kind; a sitemap of sitemaps costs one more request.

    Args:
        world: its fetcher is asked for the sitemap that an index leads to.
        policy: the feed's settings.
        body: after decompression.
        content_type: as the server said.
        url: the address it came from.

    Raises:
        FeedError: there is nothing to read; the sentence says why.
    """
    match policy.kind:
        case "feed":
            return parse(body, content_type, policy.name, url, identity=policy.identity)
        case "list":
            return read_list(body, content_type, policy.name, url, policy.selectors, policy.identity)
        case "sitemap":
            found = read_sitemap(body, content_type, policy.name, url)
            return _behind(world, policy, url, found.child) if found.child else found.entries


def _behind(world: World, policy: FeedPolicy, url: str, child: str) -> tuple[Entry, ...]:
    try:
        resource = world.fetcher.get(child, policy, accept=_XML, most_bytes=policy.max_megabytes * 1_000_000)
    except Unfetched as error:
        raise FeedError("intake.sitemap_child", url=url, child=child, why=error.say(world.language)) from None
    if resource.status != 200:
        raise FeedError("intake.sitemap_child", url=url, child=child, why=str(resource.status))
    found = read_sitemap(resource.body, resource.content_type, policy.name, resource.url)
    if found.child:
        # Indexes of indexes are not allowed (sitemaps.org), and could lead on for ever.
        raise FeedError("intake.no_sitemap", url=child)
    return found.entries
