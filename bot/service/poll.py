"""The tick that asks one Feed: fetch, parse, judge, store. One transaction at the end; a crash before it loses nothing, since the feed is asked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.errors import Conflict, FeedError
from bot.intake.fetch import Fetched, NotModified
from bot.intake.parse import parse
from bot.intake.policy import FeedPolicy
from bot.model import Entry, Event, Feed
from bot.plan.retry import next_poll
from bot.service.admission import in_turn
from bot.service.corrections import correct_published
from bot.service.editing import STAYING, Verdict, judge, revise_open_posts
from bot.service.illustrate import Studio
from bot.service.slots import plan_until_it_holds
from bot.service.world import SERVICE, World, log
from bot.store.polls import Arrival, PollOutcome

_LEASE: Final = timedelta(minutes=10)  # longer than any fetch may take: connect, read and body deadlines together


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll did. `entries` counts what the feed carried (None where it was unchanged), `error` is a sentence where it failed."""

    feed: str
    entries: int | None = None
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    error: str = ""


def ensure_feeds(world: World) -> None:
    """Make the store know every feed of the settings; to be called at start and after each reload."""
    for policy in world.settings.feeds:
        world.store.feeds.ensure(policy.name, str(policy.url), world.clock())


def poll(world: World, *, only: str | None = None) -> Polled | None:
    """Poll one Feed that is due, or the Feed `only` whether due or not; None where there is nothing to do."""
    policies = {policy.name: policy for policy in world.settings.feeds if policy.enabled}
    now = world.clock()
    feed = world.store.feeds.claim(only, now, _LEASE) if only else world.store.feeds.claim_due(now, policies.keys(), _LEASE)
    if feed is None:
        return None
    return _poll_claimed(world, policies[feed.name], feed)


def _poll_claimed(world: World, policy: FeedPolicy, feed: Feed) -> Polled:
    try:
        answer = world.fetcher.fetch(policy, feed)
        entries = () if isinstance(answer, NotModified) else parse(answer.body, answer.content_type, feed.name, answer.url)
    except FeedError as error:
        return _record_failure(world, policy, feed, error)
    now = world.clock()
    due = next_poll(policy.every, now, 0, answer.retry_after if isinstance(answer, Fetched) else None)
    calm = replace(feed, failures=0, last_error="", last_polled_at=now, next_poll_at=due)
    if isinstance(answer, NotModified):
        world.store.polls.record(calm, (), now, SERVICE)
        return Polled(feed=feed.name)
    after = replace(calm, etag=answer.etag, last_modified=answer.last_modified, body_hash=answer.body_hash, seeded=True)
    outcome = _record_entries(world, policy, feed, after, entries)
    log.info("polled", feed=feed.name, entries=len(entries), new=len(outcome.new), changed=len(outcome.changed))
    return Polled(feed=feed.name, entries=len(entries), new=outcome.new, changed=outcome.changed)


def _record_failure(world: World, policy: FeedPolicy, feed: Feed, error: FeedError) -> Polled:
    now = world.clock()
    failures = feed.failures + 1
    sentence = error.say(world.language)
    after = replace(
        feed,
        failures=failures,
        last_error=sentence,
        last_polled_at=now,
        next_poll_at=next_poll(policy.every, now, failures, error.retry_after),
    )
    # The journal hears a fault once, not at each of its repetitions; the feed's row always has the latest.
    new_fault = sentence != feed.last_error
    event = Event(at=now, actor=SERVICE, subject=f"feed:{feed.name}", verb="poll-failed", reason=sentence)
    world.store.polls.record(after, (), now, SERVICE, events=(event,) if new_fault else ())
    log.warning("poll failed", feed=feed.name, failures=failures, reason=str(error))
    return Polled(feed=feed.name, error=sentence)


def _record_entries(world: World, policy: FeedPolicy, before: Feed, after: Feed, entries: Sequence[Entry]) -> PollOutcome:
    studio = Studio(world, policy)

    def attempt() -> PollOutcome:
        now = world.clock()
        arrivals, put_off = _arrivals(world, policy, before, entries, studio, now)
        # With what is put off, the feed is not "unchanged" the next time.
        kept = replace(after, etag=before.etag, last_modified=before.last_modified, body_hash=before.body_hash) if put_off else after
        return world.store.polls.record(kept, arrivals, now, SERVICE)

    # Should even the last try fail, the feed's lease runs out and it is asked again; nothing was stored, so nothing is lost.
    return plan_until_it_holds(attempt)


def _arrivals(  # noqa: PLR0917 - one poll's circumstances
    world: World, policy: FeedPolicy, feed: Feed, entries: Sequence[Entry], studio: Studio, now: datetime
) -> tuple[tuple[Arrival, ...], bool]:
    """What is to be stored, and whether a change had to be put off to the next poll."""
    known = world.store.entries.known(feed.name, [entry.identity for entry in entries])
    taken = {page: set(world.taken(page, now)) for page in world.pages_of(feed.name)}
    arrivals, put_off = [], False
    for entry in entries:
        old = known.get(entry.identity)
        if old is None or old.content_hash == entry.content_hash:
            continue
        stored = world.store.entries.get(entry.key)
        correction = world.store.labels.correction(entry.key)
        stays = (stored.standing, stored.reason) if stored.standing in STAYING else None
        verdict = judge(world, entry, taken, now, studio=studio, stays=stays, correction=correction)
        try:
            revise_open_posts(world, entry, verdict, now)
            correct_published(world, stored.entry, entry, verdict, now)
        except Conflict as error:
            # A Post of it is being sent, or a Step done. Whatever becomes of that, the change must be seen afterwards; the other entries need not wait.
            log.info("change put off to the next poll", entry=entry.key, reason=str(error))
            put_off = True
            continue
        # An entry that has Posts gets no more of them: under a Page's new name in the settings they would be copies.
        has_posts = bool(world.store.outbox.by_entry(entry.key))
        arrivals.append(_arrival(entry, replace(verdict, posts=()) if has_posts else verdict, taken))
    fresh = [(place, entry) for place, entry in enumerate(entries) if entry.identity not in known]
    for each in in_turn(world, policy, feed, fresh, now):
        verdict = judge(world, each.entry, taken, now, studio=studio, stays=each.stays, classification=each.classification)
        arrivals.append(_arrival(each.entry, verdict, taken))
    return tuple(arrivals), put_off


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
