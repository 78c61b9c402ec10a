"""The tick that reads an entry's own page again where it could not be read when the entry was new: before its Posts go out, some times, and then no more.

The Entry was stored as its feed gave it, so nothing can be lost meanwhile; what the page says at last is judged like a change, and makes each Post once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.errors import Conflict
from bot.messages import say
from bot.model import Post, PostState, Standing
from bot.plan.bookings import Booking
from bot.plan.rereading import next_reading
from bot.service.admission import in_turn
from bot.service.admitting import ADMITTED
from bot.service.articles import PageReader, Read, unenriched
from bot.service.copies import closed_to, less_copies
from bot.service.editing import STAYING, Verdict, judge, redrafted
from bot.service.illustrate import Studio
from bot.service.recognise import Recognised
from bot.service.slots import make_room_for, plan_until_it_holds
from bot.service.world import SERVICE, World, log
from bot.store.entries import StoredEntry
from bot.store.making import Making

_LEASE: Final = timedelta(minutes=5)  # longer than a page may take
_OUT: Final = frozenset({PostState.PUBLISHING, PostState.PUBLISHED, PostState.WITHDRAWN})


def reread(world: World) -> str | None:
    """Read one page whose turn it is; its Entry's key, or None where there is none."""
    waiting = world.store.unread.claim(world.clock(), _LEASE)
    if waiting is None:
        return None
    key = waiting.entry_key
    stored = world.store.entries.get(key)
    posts = world.store.outbox.by_entry(key)
    policy = next((policy for policy in world.settings.feeds if policy.name == stored.entry.feed), None)
    if policy is None or not _matters(world, stored, posts):
        world.store.unread.forget(key)
        return key
    read = PageReader(world, policy).read(unenriched(stored.entry, world.store.articles.get(key)))
    if read.page is None:
        at = next_reading(world.clock(), waiting.tries + 1) if read.read_at is not None else None
        if at is None:
            log.info("page given up", entry=key, tries=waiting.tries + 1, reason=read.note)
            world.store.unread.forget(key)
        else:
            world.store.unread.again(waiting, at)
        return key
    try:
        plan_until_it_holds(lambda: _take(world, stored, read, posts))
    except Conflict as error:
        # A Post of it is being sent, or its feed or an editor has changed it: at the end of the lease it is looked at anew.
        log.info("page read, and not taken yet", entry=key, reason=str(error))
    return key


def _matters(world: World, stored: StoredEntry, posts: Sequence[Post]) -> bool:
    """Whether its page can still do any good: what is out stays as it is, and what an editor has approved or dropped is decided."""
    if stored.standing in STAYING or any(post.state in _OUT for post in posts):
        return False
    if posts and all(post.state is PostState.DROPPED for post in posts):
        return False
    return not any(approval.approved and approval.undone_at is None for post in posts for approval in world.store.approvals.of(post.key))


def _take(world: World, stored: StoredEntry, read: Read, posts: Sequence[Post]) -> None:
    """The Entry as it is with its page, and what becomes of its Posts. Posts first: a crash before the Entry is stored changes nothing the second time."""
    entry, now = read.entry, world.clock()
    correction = world.store.labels.correction(entry.key)
    taken = {page: world.taken(page, now) for page in world.pages_of(entry.feed)}
    verdict = _verdict(world, stored, read, posts, taken, now)
    if posts:
        old = _turned_out_old(world, stored, read, now)
        gone = old or say("service.page_no_longer_fits", world.language)
        _revise(world, posts, replace(verdict, posts=()) if old else verdict, gone, now)
    else:
        make_room_for(world, verdict.posts, entry, verdict.classification, stored.first_seen_at, taken, now)
    world.store.makings.record(
        Making(
            seen=stored,
            seen_label=0 if correction is None else correction.id,
            entry=entry,
            classification=verdict.classification,
            standing=verdict.standing,
            reason=verdict.reason,
            posts=() if posts else verdict.posts,
            pictures=verdict.pictures,
            notes=verdict.notes,
            article=read.page,
            verb="page-read",
            said=f"{verdict.standing}: {verdict.reason}",
            by=SERVICE,
            at=now,
        )
    )
    log.info("page read at last", entry=entry.key, standing=verdict.standing)


def _verdict(  # noqa: PLR0917 - what is stored and what was read
    world: World, stored: StoredEntry, read: Read, posts: Sequence[Post], taken: Mapping[str, Collection[Booking]], now: datetime
) -> Verdict:
    entry = read.entry
    policy = world.feed_policy(entry.feed)
    stays = None if posts else _stays(world, stored, read, now)
    correction = world.store.labels.correction(entry.key)
    verdict = judge(
        world,
        entry,
        taken,
        now,
        studio=Studio(world, policy),
        stays=stays,
        correction=correction,
        first_seen_at=stored.first_seen_at,
    )
    if posts:
        return verdict
    known = world.store.likenesses.known([entry.key])[entry.key].known
    return less_copies(world, verdict, closed_to(world, Recognised(entry=entry, known=known, copy_of=known.same_as)))


def _stays(world: World, stored: StoredEntry, read: Read, now: datetime) -> tuple[Standing, str] | None:
    """Why an Entry that gets its first Posts by its page is too old, or one too many, as for one that is new."""
    feed = world.store.feeds.get(stored.entry.feed)
    (admitted,) = in_turn(world, world.feed_policy(feed.name), feed, [(0, read.entry)], now)
    return admitted.stays


def _turned_out_old(world: World, stored: StoredEntry, read: Read, now: datetime) -> str:
    """That the page has a date by which the Entry would not have been posted, and the feed had none; "" where it is not so."""
    at = read.entry.published_at
    if at is None or stored.entry.published_at is not None or now - at <= world.settings.intake.news_age:
        return ""
    if any(event.verb == ADMITTED for event in world.store.journal.of(stored.entry.key)):
        return ""  # an editor wanted it, old or not
    return say("service.page_is_old", world.language, date=f"{at.astimezone(world.zone):%d/%m/%Y}")


def _revise(world: World, posts: Sequence[Post], verdict: Verdict, gone: str, now: datetime) -> None:
    """Posts that wait say what the page says; those that it speaks against are held. Raises Conflict where one is being sent."""
    fresh = {post.key: post for post in verdict.posts}
    changed = say("service.page_read", world.language)
    for post in posts:
        found = redrafted(world, post, fresh.get(post.key), now, gone=gone, changed=changed)
        if found is None:
            continue
        world.store.outbox.replace_draft(
            post.key,
            expected_hash=post.draft.hash,
            draft=found.draft,
            state=found.state,
            reason=found.reason,
            actor=SERVICE,
            now=now,
            pictures=verdict.pictures,
        )
