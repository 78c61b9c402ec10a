"""The editor's verb `admit`: Posts of an Entry that was kept back (there before Loa, old, one too many, a copy, of another place), each of them once."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from bot.editorial.classify import assume_relevant
from bot.errors import Conflict, NotFound
from bot.judgement import Band, Classification
from bot.messages import say
from bot.model import Post, Standing
from bot.plan.bands import band_of
from bot.plan.rereading import next_reading
from bot.service.articles import PageReader
from bot.service.editing import judged, posts_on
from bot.service.explain import find_entry
from bot.service.illustrate import Studio
from bot.service.places import taken_by_place
from bot.service.slots import make_room_for, plan_until_it_holds
from bot.service.world import World, log
from bot.store.entries import StoredEntry
from bot.store.making import Making

ADMITTED: Final = "admitted"
"""The journal's verb."""


def admit(world: World, what: str, *, by: str, note: str = "", pages: Collection[str] = ()) -> tuple[Post, ...]:
    """Make the Posts of the Entry `what` (key or link) that was kept back, held or scheduled as the settings ask; those that were made.

    Without `pages`, on all Pages of its feed that take its places and have not got its article; with them, on each of these, whatever places it names.
    From now on it is an Entry like any other: what changes at its source changes its Posts. Its own page is read where the feed's settings want that.

    Raises:
        NotFound: no such Entry, or no such Page.
        Conflict: its article is on the Page already, or waits for it; it is no reform news; no Post can be made of it; or somebody else was faster.
    """
    stored = find_entry(world, what)
    return plan_until_it_holds(lambda: _admitted(world, stored, by, note, pages))


def _admitted(world: World, stored: StoredEntry, by: str, note: str, pages: Collection[str]) -> tuple[Post, ...]:
    entry, now = stored.entry, world.clock()
    policy = world.feed_policy(entry.feed)
    correction = world.store.labels.correction(entry.key)
    classification = _what_it_is(world, stored)
    wanted = _without_the_article(world, stored, pages, _pages(world, stored, classification, pages))
    taken = {page: world.taken(page, now) for page in wanted}
    reason = say("service.admitted", world.language, by=by, before=stored.reason)
    verdict = posts_on(
        world,
        entry,
        classification,
        wanted,
        taken,
        now,
        studio=Studio(world, policy),
        reason=reason,
        first_seen_at=stored.first_seen_at,
    )
    if not verdict.posts:
        raise Conflict("service.admit_unusable", entry=entry.key, why=verdict.reason)
    make_room_for(world, verdict.posts, entry, verdict.classification, stored.first_seen_at, taken, now)
    # Pages of entries that were not to be posted are never read. Now this one's may be: by the tick that reads pages again, before its Posts go out.
    to_be_read = PageReader(world, policy).is_wanted(entry) and world.store.articles.get(entry.key) is None
    posts = tuple(replace(post, try_after=next_reading(now, 1) if to_be_read else None) for post in verdict.posts)
    world.store.makings.record(
        Making(
            seen=stored,
            seen_label=0 if correction is None else correction.id,
            entry=entry,
            classification=verdict.classification,
            standing=Standing.ACCEPTED,
            reason=verdict.reason,
            posts=posts,
            pictures=verdict.pictures,
            notes=verdict.notes,
            read_at=now if to_be_read else None,
            verb=ADMITTED,
            said=_told(wanted, stored, note),
            by=by,
            at=now,
        )
    )
    log.info("admitted", entry=entry.key, by=by, posts=len(posts))
    return posts


def _what_it_is(world: World, stored: StoredEntry) -> Classification:
    """What it stands for; of what Loa leans to call no reform news, and would have asked about, what it would be."""
    classification = judged(world, stored.entry, world.store.labels.correction(stored.entry.key))
    if classification.relevant:
        return classification
    if band_of(world.settings.approval.bands, classification) is Band.IGNORE:
        raise Conflict("service.admit_irrelevant", entry=stored.entry.key)
    return assume_relevant(stored.entry, world.lexicon)


def _pages(world: World, stored: StoredEntry, classification: Classification, pages: Collection[str]) -> Sequence[str]:
    """The Pages that are meant. Raises NotFound for one that there is not, Conflict where the Entry's places leave none."""
    unknown = next((page for page in pages if page not in world.channels), None)
    if unknown is not None:
        raise NotFound("service.page_unknown", page=unknown)
    if pages:
        return tuple(dict.fromkeys(pages))
    all_of_them = world.pages_of(stored.entry.feed)
    if not all_of_them:
        raise Conflict("service.admit_unusable", entry=stored.entry.key, why=say("service.no_page", world.language))
    taken = taken_by_place(world, stored.entry.feed, all_of_them, classification)
    if not taken.pages:
        raise Conflict("service.admit_places", entry=stored.entry.key, why=taken.reason)
    return taken.pages


def _without_the_article(world: World, stored: StoredEntry, asked_for: Collection[str], pages: Sequence[str]) -> Sequence[str]:
    """Those of `pages` that have not got the Entry's article and do not wait for it.

    Raises Conflict where none is left, or one that was named is not.
    """
    key = stored.entry.key
    known = world.store.likenesses.known([key])[key].known
    there = world.store.makings.covering(key, known.same_as)
    left = [page for page in pages if page not in there]
    if not left or (asked_for and len(left) < len(pages)):
        page = next(page for page in pages if page in there)
        raise Conflict("store.article_on_page", entry=key, page=page, post=there[page].key)
    return left


def _told(pages: Sequence[str], stored: StoredEntry, note: str) -> str:
    """The journal's line."""
    line = f"{stored.standing} → {', '.join(pages)}"
    return f"{line}: {note}" if note else line
