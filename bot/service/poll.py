"""The ticks that ask feeds: fetch, read, judge, store. Each outcome is stored whole or not at all; a crash before loses nothing, since the feed is asked again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.errors import FeedError, LoaError
from bot.intake.delta import Reading
from bot.intake.fetch import Fetched, NotModified
from bot.intake.websub import links_of, named
from bot.model import Feed
from bot.plan.health import answered, failed, redirected
from bot.plan.polling import Wishes
from bot.service.arrivals import arrivals_of
from bot.service.articles import PageReader
from bot.service.calm import Calm
from bot.service.feeds import pace_of, rouse_others, told, with_silence
from bot.service.gather import LEASE, Asked, ask, gather, never
from bot.service.illustrate import Studio
from bot.service.slots import plan_until_it_holds
from bot.service.sources import read_source
from bot.service.websub import found_untold, notice, pace_with_hub
from bot.service.world import SERVICE, World, log
from bot.store.polls import Answered, PollOutcome


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
    now, feeds = world.clock(), world.store.feeds
    if only:
        claimed = [feeds.claim(only, now, LEASE)]
    else:
        claimed = feeds.claim_due(now, [name for name in feeds.due(now) if name in policies][:1], LEASE)
    if not claimed:
        return None
    policy, remembered = policies[claimed[0].name], world.store.documents.of(claimed[0].name)
    return take(world, Asked(policy=policy, feed=claimed[0], answer=ask(world.fetcher, policy, claimed[0]), remembered=remembered))


def poll_due(world: World, stopping: Callable[[], bool] = never) -> tuple[Polled, ...] | None:
    """Poll every Feed that is due, many at a time; None where none is. What one of them breaks, the others need not wait for."""
    policies = {policy.name: policy for policy in world.settings.feeds if policy.enabled}
    done: list[Polled] = []
    calm = Calm(world)
    broken: list[Exception] = []
    for asked in gather(world.store, world.fetcher, policies, world.settings.intake, world.clock, stopping):
        with _others_go_on(broken):
            _take(world, asked, calm, done.append)
    with _others_go_on(broken):
        calm.flush()
    if broken:
        raise broken[0]
    return tuple(done) or None


@contextmanager
def _others_go_on(broken: list[Exception]) -> Iterator[None]:
    """What one feed breaks is kept for later; but for a database that can't be used: the others will not fare better, and what was claimed is asked again."""
    try:
        yield
    except LoaError:
        raise
    except Exception as error:  # noqa: BLE001 - raised by the caller, once the other feeds have had their turn
        broken.append(error)


def take(world: World, asked: Asked) -> Polled:
    """Store what one answer says, in one transaction."""
    done: list[Polled] = []
    calm = Calm(world)
    _take(world, asked, calm, done.append)
    calm.flush()
    return done[0]


def _take(world: World, asked: Asked, calm: Calm, done: Callable[[Polled], None]) -> None:
    """Store what one answer says, or have it wait in `calm`; `done` is told of it once it is stored."""
    feed, answer = asked.feed, asked.answer
    if isinstance(answer, FeedError):
        _failed(world, asked, answer, calm, done)
        return
    if isinstance(answer, NotModified):
        _nothing_read(world, feed, _answered(world, asked, answer), calm, lambda: done(Polled(feed=feed.name)))
        return
    try:
        reading = read_source(world, asked.policy, answer.body, answer.content_type, answer.url, asked.remembered)
    except FeedError as error:
        _failed(world, asked, error, calm, done)
        return
    _record(world, asked, answer, reading, calm, done)


def _nothing_read(world: World, before: Feed, after: Feed, calm: Calm, done: Callable[[], None]) -> None:
    """Only the feed's row is written, and what the journal is told of it."""
    answered = Answered(feed=after, arrivals=(), at=world.clock(), events=told(world, before, after))

    def then(_: PollOutcome) -> None:
        rouse_others(world, before, after)
        done()

    calm.add(answered, lambda: world.store.polls.record_all([answered], SERVICE)[0], then)


def _answered(world: World, asked: Asked, answer: Fetched | NotModified, *, new: bool = False) -> Feed:
    """The feed's row after an answer that could be read, whatever was in it."""
    now, feed = world.clock(), asked.feed
    pace = pace_with_hub(world, pace_of(world, asked.policy), feed)
    wishes = Wishes(
        fresh_for=answer.fresh_for, retry_after=answer.retry_after, ttl=feed.ttl, skip_hours=feed.skip_hours, skip_days=feed.skip_days
    )
    moved = redirected(feed, answer.moved_to, now, pace.hold)
    after = answered(moved, pace, now, wishes, answer=str(answer.status), new=new)
    if isinstance(answer, NotModified):
        # A 304 may bring new validators, and need not repeat the old ones.
        after = replace(after, etag=answer.etag or after.etag, last_modified=answer.last_modified or after.last_modified)
    return with_silence(world, asked.policy, after)


def _failed(world: World, asked: Asked, error: FeedError, calm: Calm, done: Callable[[Polled], None]) -> None:
    feed, sentence = asked.feed, error.say(world.language)
    after = failed(
        feed,
        pace_of(world, asked.policy),
        world.clock(),
        error.retry_after,
        sentence=sentence,
        answer=str(error.status) if error.status else "–",
        gone=error.key == "intake.gone",
    )
    log.warning("poll failed", feed=feed.name, failures=after.failures, reason=str(error))
    _nothing_read(world, feed, after, calm, lambda: done(Polled(feed=feed.name, error=sentence)))


def _record(  # noqa: PLR0917 - one answer's circumstances
    world: World, asked: Asked, answer: Fetched, reading: Reading, calm: Calm, done: Callable[[Polled], None]
) -> None:
    before, studio, pages = asked.feed, Studio(world, asked.policy), PageReader(world, asked.policy)
    hub = named(links_of(answer.link), reading.hub, reading.self_link, answer.url, world.settings.intake.private_hosts)
    wished = replace(asked, feed=replace(before, ttl=reading.ttl, skip_hours=reading.skip_hours, skip_days=reading.skip_days))

    def look() -> Answered:
        now = world.clock()
        found = arrivals_of(world, asked.policy, before, reading, studio, pages, now)
        after = replace(_answered(world, wished, answer, new=found.news), seeded=True, hub=hub.hub if hub is not None else "")
        document = found.document
        if not found.put_off:
            # With what is put off, neither the feed nor its document is "unchanged" the next time.
            after = replace(after, etag=answer.etag, last_modified=answer.last_modified, body_hash=answer.body_hash)
            document = replace(document, remembered=reading.remembered)
        return Answered(feed=after, arrivals=found.arrivals, at=now, events=told(world, before, after), document=document)

    # What makes room in a slot is moved while looking, and may have moved meanwhile.
    ready = [plan_until_it_holds(look)]
    if calm.may_know(ready[0].arrivals):
        calm.flush()
        ready = [plan_until_it_holds(look)]

    def attempt() -> PollOutcome:
        return world.store.polls.record_all([ready.pop() if ready else look()], SERVICE)[0]

    def then(outcome: PollOutcome) -> None:
        rouse_others(world, before, first.feed)
        notice(world, before, hub)
        if outcome.new:
            found_untold(world, before)
        log.info("polled", feed=before.name, entries=len(reading.identities), new=len(outcome.new), changed=len(outcome.changed))
        done(Polled(feed=before.name, entries=len(reading.identities), new=outcome.new, changed=outcome.changed))

    first = ready[0]
    if Calm.takes(first):
        ready.clear()
        calm.add(first, lambda: plan_until_it_holds(attempt), then)
        return
    # Should even the last try fail, the feed's lease runs out and it is asked again; nothing was stored, so nothing is lost.
    then(plan_until_it_holds(attempt))
