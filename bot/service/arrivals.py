"""What a poll's entries become: new ones are judged and get their Posts in turn, changed ones change theirs. Nothing is stored here, but in open Posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import Conflict
from bot.intake.delta import Reading
from bot.intake.policy import FeedPolicy
from bot.model import Entry, Feed, Standing, entry_key
from bot.service.admission import in_turn
from bot.service.articles import PageReader, Read
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
    world: World, policy: FeedPolicy, feed: Feed, reading: Reading, studio: Studio, pages: PageReader, now: datetime
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
        # What the feed says is held against what it said before: what the entry's page added to that would look like a change each time.
        if old is None or old.source_hash == entry.content_hash:
            continue
        if not is_followed(world, entry, now):
            # It is looked at again at each poll, so that what it reads in the end is not missed.
            put_off = True
            continue
        try:
            read = Read(entry=entry) if old.standing in STAYING else pages.read(entry)
            arrivals.append(_changed(world, read, taken, now, studio))
        except Conflict as error:
            # A Post of it is being sent, or a Step done. Whatever becomes of that, the change must be seen afterwards; the other entries need not wait.
            log.info("change put off to the next poll", entry=entry.key, reason=str(error))
            put_off = True
    unseen = [(place, entry) for place, entry in zip(reading.places, entries, strict=True) if entry.identity not in known]
    fresh = [
        (place, pages.read(entry) if _may_go(world, policy, feed, place, entry, now) else Read(entry=entry)) for place, entry in unseen
    ]
    reads = {read.entry.identity: read for _, read in fresh}
    ready = [(place, read.entry) for place, read in fresh if not read.put_off]
    for each in in_turn(world, policy, feed, ready, now):
        read = reads[each.entry.identity]
        stays = each.stays or ((Standing.UNUSABLE, read.note) if read.unusable else None)
        verdict = judge(world, each.entry, taken, now, studio=studio, stays=stays, classification=each.classification)
        arrivals.append(_arrival(read, verdict, taken))
    return Found(arrivals=arrivals, document=_presence(world, feed, reading), news=bool(ready), put_off=put_off or len(ready) < len(fresh))


def _presence(world: World, feed: Feed, reading: Reading) -> Document:
    """Which entries with Posts that wait the document names no more, and which it names again."""
    waiting = world.store.documents.waiting(feed.name)
    if not waiting:
        return Document()
    named = {entry_key(feed.name, identity) for identity in reading.identities}
    there = {key for key, each in waiting.items() if not named.isdisjoint(each.keys)}
    return Document(
        vanished={key for key, each in waiting.items() if not each.absent and key not in there},
        returned={key for key, each in waiting.items() if each.absent and key in there},
    )


def _may_go(world: World, policy: FeedPolicy, feed: Feed, place: int, entry: Entry, now: datetime) -> bool:  # noqa: PLR0917 - one poll's circumstances
    """Whether a new entry may be posted at all, as far as can be told without its page: the pages of the others are left alone (bot.plan.flood)."""
    if not feed.seeded:
        return policy.first_run == "latest" and place < policy.latest
    return entry.published_at is None or now - entry.published_at <= world.settings.intake.news_age


def _changed(world: World, read: Read, taken: Mapping[str, set[datetime]], now: datetime, studio: Studio) -> Arrival:
    """A known entry of which its feed says something else now. Raises Conflict where what is to change is under way."""
    entry = read.entry
    stored = world.store.entries.get(entry.key)
    correction = world.store.labels.correction(entry.key)
    stays = (stored.standing, stored.reason) if stored.standing in STAYING else None
    verdict = judge(world, entry, taken, now, studio=studio, stays=stays, correction=correction)
    revise_open_posts(world, entry, verdict, now)
    correct_published(world, stored.entry, entry, verdict, now)
    # An entry that has Posts gets no more of them: under a Page's new name in the settings they would be copies.
    return _arrival(read, replace(verdict, posts=()) if world.store.outbox.by_entry(entry.key) else verdict, taken)


def _arrival(read: Read, verdict: Verdict, taken: Mapping[str, set[datetime]]) -> Arrival:
    """What is stored of it; its Posts take their slots."""
    for post in verdict.posts:
        if post.due_at is not None:
            taken[post.channel].add(post.due_at)
    return Arrival(
        entry=read.entry,
        classification=verdict.classification,
        standing=verdict.standing,
        reason=verdict.reason,
        posts=verdict.posts,
        pictures=verdict.pictures,
        notes=(*verdict.notes, read.note) if read.note else verdict.notes,
        correction=0 if verdict.correction is None else verdict.correction.id,
        source_hash=read.source_hash,
        article=read.page,
    )
