"""Every stage of an Entry, to the final text, through the very functions that publish; nothing is stored and nothing is sent."""

import re
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from bot.errors import NotFound
from bot.intake.fetch import NotModified
from bot.intake.policy import FeedPolicy
from bot.model import Entry, Feed
from bot.service.articles import PageReader
from bot.service.editing import Verdict, judge
from bot.service.illustrate import Studio
from bot.service.sources import entries_of
from bot.service.world import World

_ADDRESS: Final = re.compile(r"[./:]")  # what stands in no key


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One Entry and what would become of it now."""

    entry: Entry
    verdict: Verdict


def preview(world: World, what: str | None, *, limit: int = 10) -> tuple[Preview, ...]:
    """Preview a stored Entry (its key), a feed never seen (its URL), or, with None, the configured feeds: the first `limit` entries of each.

    Raises:
        NotFound: no such Entry, or an address that is none.
        FeedError: the feed can't be read.
    """
    if what is None:
        return tuple(item for policy in world.settings.feeds for item in preview_feed(world, policy, limit=limit))
    if _ADDRESS.search(what):
        return preview_feed(world, _policy_for(what), limit=limit)
    entry = world.store.entries.get(what).entry
    return (_preview(world, entry, Studio(world, world.feed_policy(entry.feed))),)


def preview_feed(world: World, policy: FeedPolicy, *, limit: int = 10) -> tuple[Preview, ...]:
    """Preview the first `limit` entries of one feed. Raises FeedError where it can't be read."""
    studio = Studio(world, policy)
    return tuple(_preview(world, entry, studio) for entry in _entries(world, policy, limit))


def _policy_for(address: str) -> FeedPolicy:
    """Settings for a feed never seen."""
    try:
        return FeedPolicy.model_validate({"name": "preview", "url": address})
    except ValidationError:
        raise NotFound("service.no_address", address=address, guess=f"https://{address.rpartition('://')[2]}") from None


def _entries(world: World, policy: FeedPolicy, limit: int) -> tuple[Entry, ...]:
    feed = Feed(name=policy.name, url=str(policy.url), next_poll_at=world.clock())
    answer = world.fetcher.fetch(policy, feed)
    if isinstance(answer, NotModified):
        raise NotFound("service.unknown", key=str(policy.url))
    reader = PageReader(world, policy)
    return tuple(reader.read(entry).entry for entry in entries_of(world, policy, answer.body, answer.content_type, answer.url)[:limit])


def _preview(world: World, entry: Entry, studio: Studio) -> Preview:
    now = world.clock()
    taken = {page: world.taken(page, now) for page in world.channels}
    correction = world.store.labels.correction(entry.key)
    return Preview(entry=entry, verdict=judge(world, entry, taken, now, studio=studio, correction=correction))
