"""The look at an article right before its Post goes out, where its feed no longer names it: still there, and under the same title (facts: lessons 38-42)?

What the look says stands in the Entry's journal before the Post is claimed; so a crash at any moment only makes it look again.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.editorial.personal import find_in, mask_entry
from bot.errors import Conflict, Unfetched
from bot.intake.headline import headlines, still_says
from bot.messages import say
from bot.model import Entry, Post, PostState
from bot.service.corrections import hold, source_removed
from bot.service.watch import ACCEPT, GONE, NOT_FOUND, PAGE_BYTES, REMOVED, THERE, note
from bot.service.world import SERVICE, World, log
from bot.store.entries import StoredEntry

_OTHER: Final = "source-other"
_POSTPONED: Final = "postponed"
_MOST_TRIES: Final = 5  # over a bit more than an hour; then an editor is asked
_FIRST_WORDS: Final = 12  # of its text, by which the intake calls what has no title
_FIRST_DELAY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of the look: `verb` is "looked" (it may go out), "held" or "postponed"."""

    verb: str
    reason: str


def look_before_posting(world: World, stored: StoredEntry, post: Post) -> Looked | None:
    """Ask the article's page about a scheduled Post whose turn it is; None where nothing is to be asked.

    Held is a Post whose article is gone or has another title, and one whose page can't be had after some tries: an editor decides, and is not asked again.

    Raises Conflict where the Post has moved on meanwhile.
    """
    if stored.absent_since is None or _is_settled(world, stored):
        return None
    entry = stored.entry
    try:
        page = world.fetcher.get(entry.link, world.feed_policy(entry.feed), accept=ACCEPT, most_bytes=PAGE_BYTES)
    except Unfetched as error:
        return _unknown(world, stored, post, error.say(world.language))
    if page.status in {GONE, NOT_FOUND}:
        return _removed(world, stored, post)
    if page.status != 200:
        return _unknown(world, stored, post, say("service.resource_status", world.language, url=entry.link, status=page.status))
    found = headlines(page.body, page.content_type)
    if _has_a_title(entry) and not still_says(found, entry.title):
        if not found:
            return _unknown(world, stored, post, say("service.no_headline", world.language, url=entry.link))
        return _held(world, entry, _other_title(world, entry, found[0]))
    now, reason = world.clock(), say("service.source_only_unlisted", world.language)
    world.store.entries.looked(entry.key, now)
    note(world, entry, THERE, reason)
    return Looked(verb="looked", reason=reason)


def _other_title(world: World, entry: Entry, there: str) -> str:
    """Both titles, without the personal data in them: the reason stands in the journal, in logs and in alerts."""
    here, now = (mask_entry(each, find_in(each)).title for each in (entry, replace(entry, title=there)))
    return say("service.source_other_title", world.language, there=now, here=here)


def _is_settled(world: World, stored: StoredEntry) -> bool:
    """Whether the page was found since it left the feed, or an editor has let the Post go out although it was not."""
    verbs = {THERE, REMOVED, _OTHER}
    said = [event for event in world.store.journal.of(stored.entry.key) if event.verb in verbs]
    if not said:
        return False
    assert stored.absent_since is not None  # the caller has looked
    return said[-1].verb != THERE or said[-1].at >= stored.absent_since


def _has_a_title(entry: Entry) -> bool:
    """Whether the title is the article's own, and not the first words of an item that has none."""
    words = (entry.summary or entry.body).split()
    return len(words) <= _FIRST_WORDS or entry.title != " ".join(words[:_FIRST_WORDS])


def _removed(world: World, stored: StoredEntry, post: Post) -> Looked:
    entry, reason = stored.entry, say("service.source_removed", world.language)
    try:
        source_removed(world, entry, world.clock())
    except Conflict as error:
        # Another Post of it is being sent: when that is settled, they are held together.
        log.info("the article was taken off the site; another Post of it is being sent", entry=entry.key, reason=str(error))
        return _postpone(world, stored, post, reason, reason)
    note(world, entry, REMOVED, reason)
    log.warning("not posted: the article was taken off the site", entry=entry.key)
    return Looked(verb="held", reason=reason)


def _unknown(world: World, stored: StoredEntry, post: Post, why: str) -> Looked:
    """The page says nothing: ask again some minutes later, and in the end an editor."""
    return _postpone(world, stored, post, why, say("service.source_unreached", world.language, why=why))


def _postpone(world: World, stored: StoredEntry, post: Post, why: str, reason: str) -> Looked:
    assert stored.absent_since is not None  # the caller has looked
    assert post.due_at is not None  # a database constraint: a scheduled Post has a due time
    now = world.clock()
    tries = 1 + sum(event.verb == _POSTPONED and event.at >= stored.absent_since for event in world.store.journal.of(post.key))
    if tries >= _MOST_TRIES:
        return _held(world, stored.entry, say("service.source_never_reached", world.language, count=tries, why=why))
    until = now + _FIRST_DELAY * (1 << (tries - 1))
    world.store.outbox.postpone(post.key, expected_due_at=post.due_at, try_after=until, reason=reason, actor=SERVICE, now=now)
    return Looked(verb="postponed", reason=reason)


def _held(world: World, entry: Entry, reason: str) -> Looked:
    """Every scheduled Post of the Entry waits for an editor. First the Posts: a crash before the journal's line asks once more, the other way round nobody."""
    for post in world.store.outbox.by_entry(entry.key):
        if post.state is PostState.SCHEDULED:
            hold(world, post, reason, world.clock())
    note(world, entry, _OTHER, reason)
    log.warning("not posted: an editor is asked", entry=entry.key, reason=reason)
    return Looked(verb="held", reason=reason)
