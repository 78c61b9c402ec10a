"""The tick that asks whether an article is still there, for Posts that wait or went out lately: what was taken off the site is an editor's decision."""

from typing import Final

from bot.errors import Unfetched
from bot.messages import say
from bot.model import Entry, Event
from bot.service.corrections import source_removed
from bot.service.world import SERVICE, World, log

ACCEPT: Final = "text/html, application/xhtml+xml, */*;q=0.5"
PAGE_BYTES: Final = 4_000_000
GONE: Final = 410  # gone for good: said on purpose
NOT_FOUND: Final = 404  # may be a passing fault of the site: believed the second time
_MISSING, REMOVED, THERE = "source-missing", "source-removed", "source-there"


def watch_source(world: World) -> str | None:
    """Look at one article whose turn it is; its Entry's key, or None where there is none."""
    policy, now = world.settings.corrections, world.clock()
    stored = world.store.entries.claim_look(now, policy.look_every, now - policy.watch_for)
    if stored is None:
        return None
    entry = stored.entry
    try:
        status = world.fetcher.get(entry.link, world.feed_policy(entry.feed), accept=ACCEPT, most_bytes=PAGE_BYTES).status
    except Unfetched as error:
        # Nothing is known of the article: it is asked again when its next turn comes.
        log.info("article not looked at", entry=entry.key, reason=str(error))
        return entry.key
    _conclude(world, entry, status)
    return entry.key


def _conclude(world: World, entry: Entry, status: int) -> None:
    said = [event.verb for event in world.store.journal.of(entry.key) if event.verb in {_MISSING, REMOVED, THERE}]
    last = said[-1] if said else THERE
    if status not in {GONE, NOT_FOUND}:
        if status == 200 and last != THERE:
            note(world, entry, THERE, say("service.source_back", world.language))
        return
    if last == REMOVED:
        # An editor has been asked; the decision is theirs.
        return
    if status == GONE or last == _MISSING:
        source_removed(world, entry, world.clock())
        note(world, entry, REMOVED, say("service.source_removed", world.language))
        log.warning("the article was taken off the site", entry=entry.key, status=status)
        return
    note(world, entry, _MISSING, say("service.source_missing", world.language, status=status))


def note(world: World, entry: Entry, verb: str, reason: str) -> None:
    """Write what a look at the article has shown into the Entry's journal."""
    world.store.journal.write(Event(at=world.clock(), actor=SERVICE, subject=entry.key, verb=verb, reason=reason))
