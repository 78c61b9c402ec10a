"""What a poll's entries become: new ones are judged and get their Posts in turn, changed ones change theirs. Nothing is stored here, but in open Posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import Conflict
from bot.intake.delta import Reading
from bot.intake.policy import FeedPolicy
from bot.model import Entry, Feed
from bot.service.admission import in_turn
from bot.service.changes import is_followed
from bot.service.corrections import correct_published
from bot.service.editing import STAYING, Verdict, judge, revise_open_posts
from bot.service.illustrate import Studio
from bot.service.world import World, log
from bot.store.polls import Arrival, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is to be stored of one document. `news` says whether it carried anything new, `put_off` whether a change had to wait for the next poll."""

    arrivals: Sequence[Arrival]
    document: Document
    news: bool
    put_off: bool


def arrivals_of(  # noqa: PLR0917 - one poll's circumstances
    world: World, policy: FeedPolicy, feed: Feed, reading: Reading, studio: Studio, now: datetime
) -> Found:
    """What is to be stored of a document, of which `reading` has what is unseen.

    Raises LoaError where the database can't be used.
    """
    entries = reading.entries
    known = world.store.entries.known(feed.name, [entry.identity for entry in entries])
    taken = {page: set(world.taken(page, now)) for page in world.pages_of(feed.name)}
    arrivals, put_off = [], False
    for entry in entries:
        old = known.get(entry.identity)
        if old is None or old.content_hash == entry.content_hash:
            continue
        if not is_followed(world, entry, now):
            # It is looked at again at each poll, so that what it reads in the end is not missed.
            put_off = True
            continue
        try:
            arrivals.append(_changed(world, entry, taken, now, studio))
        except Conflict as error:
            # A Post of it is being sent, or a Step done. Whatever becomes of that, the change must be seen afterwards; the other entries need not wait.
            log.info("change put off to the next poll", entry=entry.key, reason=str(error))
            put_off = True
    fresh = [(place, entry) for place, entry in zip(reading.places, entries, strict=True) if entry.identity not in known]
    for each in in_turn(world, policy, feed, fresh, now):
        verdict = judge(world, each.entry, taken, now, studio=studio, stays=each.stays, classification=each.classification)
        arrivals.append(_arrival(each.entry, verdict, taken))
    return Found(arrivals=arrivals, document=Document(), news=bool(fresh), put_off=put_off)


def _changed(world: World, entry: Entry, taken: Mapping[str, set[datetime]], now: datetime, studio: Studio) -> Arrival:
    """A known entry whose content is another now. Raises Conflict where what is to change is under way."""
    stored = world.store.entries.get(entry.key)
    correction = world.store.labels.correction(entry.key)
    stays = (stored.standing, stored.reason) if stored.standing in STAYING else None
    verdict = judge(world, entry, taken, now, studio=studio, stays=stays, correction=correction)
    revise_open_posts(world, entry, verdict, now)
    correct_published(world, stored.entry, entry, verdict, now)
    # An entry that has Posts gets no more of them: under a Page's new name in the settings they would be copies.
    return _arrival(entry, replace(verdict, posts=()) if world.store.outbox.by_entry(entry.key) else verdict, taken)


def _arrival(entry: Entry, verdict: Verdict, taken: Mapping[str, set[datetime]]) -> Arrival:
    """What is stored of it; its Posts take their slots."""
    for post in verdict.posts:
        if post.due_at is not None:
            taken[post.channel].add(post.due_at)
    return Arrival(
        entry=entry,
        classification=verdict.classification,
        standing=verdict.standing,
        reason=verdict.reason,
        posts=verdict.posts,
        pictures=verdict.pictures,
        notes=verdict.notes,
        correction=0 if verdict.correction is None else verdict.correction.id,
    )
