"""What a poll's entries become: new ones are judged and get their Posts in turn, changed ones change theirs. Nothing is stored here, but in open Posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import Conflict
from bot.intake.delta import Reading
from bot.intake.policy import FeedPolicy
from bot.model import Entry, Feed, Standing, entry_key
from bot.plan.bookings import Booking
from bot.plan.presence import have_left
from bot.service.admission import in_turn
from bot.service.articles import PageReader, Read
from bot.service.changes import is_followed
from bot.service.copies import a_copy, closed_to, less_copies, no_page_left
from bot.service.corrections import correct_published
from bot.service.editing import STAYING, Verdict, judge, revise_open_posts
from bot.service.illustrate import Studio
from bot.service.recognise import Recognised, recognise
from bot.service.slots import make_room
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
    recognised = recognise(
        world.store.likenesses,
        feed.name,
        reading.entries,
        now,
        reading.identities,
        policy.identity,
        baseline=not feed.seeded and policy.first_run == "baseline",
    )
    taken = {page: world.taken(page, now) for page in world.pages_of(feed.name)}
    arrivals, put_off = [], False
    for one in recognised:
        entry, old = one.entry, one.known
        if old is None or one.unchanged:
            continue
        if not is_followed(world, entry, now):
            # It is looked at again at each poll, so that what it reads in the end is not missed.
            put_off = True
            continue
        try:
            read = Read(entry=entry) if old.standing in STAYING else pages.read(entry)
            arrivals.append(_changed(world, one, read, taken, now, studio))
        except Conflict as error:
            # A Post of it is being sent, or a Step done. Whatever becomes of that, the change must be seen afterwards; the other entries need not wait.
            log.info("change put off to the next poll", entry=entry.key, reason=str(error))
            put_off = True
    unseen = [(place, one) for place, one in zip(reading.places, recognised, strict=True) if one.known is None]
    made, news, waits = _new(world, policy, feed, unseen, taken, studio, pages, now)
    document = _presence(world, feed, reading, recognised)
    return Found(arrivals=[*arrivals, *made], document=document, news=news, put_off=put_off or waits)


def _new(  # noqa: PLR0917 - one poll's circumstances
    world: World,
    policy: FeedPolicy,
    feed: Feed,
    unseen: Sequence[tuple[int, Recognised]],
    taken: Mapping[str, list[Booking]],
    studio: Studio,
    pages: PageReader,
    now: datetime,
) -> tuple[Sequence[Arrival], bool, bool]:
    """What is to be stored of new entries with their places; whether there are any; and whether some must wait for the next poll."""
    here = {one.entry.key: one for _, one in unseen}
    closed = {key: closed_to(world, one) for key, one in here.items()}
    copies = {
        key: standing or a_copy(world, one.copy_of)
        for key, one in here.items()
        if (standing := no_page_left(world, one, closed[key])) or one.copy_of in here
    }
    fresh = [
        (place, pages.read(one.entry) if _may_go(world, policy, feed, place, one.entry, now) else Read(entry=one.entry))
        for place, one in unseen
        if one.entry.key not in copies
    ]
    reads = {read.entry.key: read for _, read in fresh}
    ready = [(place, read.entry) for place, read in fresh if not read.put_off]
    made: dict[str, Arrival] = {}
    for each in in_turn(world, policy, feed, ready, now):
        key = each.entry.key
        read = reads[key]
        stays = each.stays or ((Standing.UNUSABLE, read.note) if read.unusable else None)
        verdict = judge(world, each.entry, taken, now, studio=studio, stays=stays, classification=each.classification)
        left = less_copies(world, verdict, {**closed[key], **_by_another(here[key], made)})
        made[key] = _arrival(world, here[key], read, left, taken, now)
    for key, standing in copies.items():
        one = here[key]
        if one.copy_of in here and one.copy_of not in made:
            continue  # what it is a copy of waits for the next poll, and so must it
        # Of the first of several in one document nothing may have come for its own sake: it has no link, say.
        unusable = one.copy_of in made and made[one.copy_of].standing is Standing.UNUSABLE
        verdict = judge(world, one.entry, taken, now, studio=studio, stays=None if unusable else standing)
        made[key] = _arrival(world, one, Read(entry=one.entry), less_copies(world, verdict, _by_another(one, made)), taken, now)
    return tuple(made.values()), bool(made), len(made) < len(here)


def _by_another(one: Recognised, made: Mapping[str, Arrival]) -> dict[str, str]:
    """The Pages that get the article by another entry of the same document, each with that one's key."""
    same = (each for each in made.values() if one.copy_of and one.copy_of in {each.entry.key, each.same_as})
    return {post.channel: each.entry.key for each in same for post in each.posts}


def _presence(world: World, feed: Feed, reading: Reading, recognised: Sequence[Recognised]) -> Document:
    """Other names of entries, which entries with Posts that wait the document names no more, and which it names again."""
    aliases = {one.entry.key: (one.alias,) for one in recognised if one.alias}
    waiting = world.store.documents.waiting(feed.name)
    if not waiting:
        return Document(aliases=aliases)
    named = {entry_key(feed.name, identity) for identity in reading.identities}
    there = {key for key, each in waiting.items() if key in aliases or not named.isdisjoint(each.keys)}
    left = {entry_key(feed.name, identity) for identity in have_left(reading.before, reading.identities)} if reading.before else None
    return Document(
        vanished={
            key
            for key, each in waiting.items()
            if not each.absent and key not in there and (left is None or not left.isdisjoint(each.keys))
        },
        returned={key for key, each in waiting.items() if each.absent and key in there},
        aliases=aliases,
    )


def _may_go(world: World, policy: FeedPolicy, feed: Feed, place: int, entry: Entry, now: datetime) -> bool:  # noqa: PLR0917 - one poll's circumstances
    """Whether a new entry may be posted at all, as far as can be told without its page: the pages of the others are left alone (bot.plan.flood)."""
    if not feed.seeded:
        return policy.first_run == "latest" and place < policy.latest
    return entry.published_at is None or now - entry.published_at <= world.settings.intake.news_age


def _changed(  # noqa: PLR0917 - one poll's circumstances
    world: World, one: Recognised, read: Read, taken: Mapping[str, list[Booking]], now: datetime, studio: Studio
) -> Arrival:
    """A known entry of which its feed says something else now. Raises Conflict where what is to change is under way."""
    entry = read.entry
    stored = world.store.entries.get(entry.key)
    correction = world.store.labels.correction(entry.key)
    stays = (stored.standing, stored.reason) if stored.standing in STAYING else None
    verdict = judge(world, entry, taken, now, studio=studio, stays=stays, correction=correction, first_seen_at=stored.first_seen_at)
    revise_open_posts(world, entry, verdict, now)
    correct_published(world, stored.entry, entry, verdict, now)
    # An entry that has Posts gets no more of them: under a Page's new name in the settings they would be copies.
    has_posts = bool(world.store.outbox.by_entry(entry.key))
    left = replace(verdict, posts=()) if has_posts else less_copies(world, verdict, closed_to(world, one))
    return _arrival(world, one, read, left, taken, now)


def _arrival(  # noqa: PLR0917 - one poll's circumstances
    world: World, one: Recognised, read: Read, verdict: Verdict, taken: Mapping[str, list[Booking]], now: datetime
) -> Arrival:
    """What is stored of it; its Posts take their slots, in which room is made for those of a higher lane."""
    for post in verdict.posts:
        if post.due_at is not None:
            traits = world.traits(post.channel, read.entry, verdict.classification, now)
            bookings = taken[post.channel]
            # Not stored yet, so it makes room for nobody.
            bookings[:] = [
                *make_room(world, post.channel, post.due_at, traits, bookings, now),
                Booking(at=post.due_at, post=post.key, traits=traits),
            ]
    return Arrival(
        entry=read.entry,
        classification=verdict.classification,
        standing=verdict.standing,
        reason=verdict.reason,
        # What goes out at once waits for its page to be tried once more.
        posts=tuple(replace(post, try_after=read.read_at) for post in verdict.posts),
        pictures=verdict.pictures,
        notes=(*verdict.notes, read.note) if read.note else verdict.notes,
        correction=0 if verdict.correction is None else verdict.correction.id,
        likeness=one.likeness,
        same_as=one.copy_of,
        compared=one.compared if one.known is None else None,
        source_hash=read.source_hash,
        article=read.page,
        read_at=read.read_at,
    )
