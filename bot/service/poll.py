"""The tick that asks feeds: fetch, read, judge, store. One transaction at the end; a crash before it loses nothing, since the feed is asked again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.errors import FeedError, LoaError
from bot.intake.delta import Reading
from bot.intake.fetch import Fetched, NotModified
from bot.intake.websub import links_of, named
from bot.model import Feed
from bot.plan.health import answered, failed, redirected
from bot.plan.polling import Wishes
from bot.service.arrivals import arrivals_of
from bot.service.articles import PageReader
from bot.service.feeds import pace_of, rouse_others, told, with_silence
from bot.service.gather import LEASE, Asked, ask, gather, never
from bot.service.illustrate import Studio
from bot.service.slots import plan_until_it_holds
from bot.service.sources import read_source
from bot.service.websub import found_untold, notice, pace_with_hub
from bot.service.world import SERVICE, World, log
from bot.store.polls import PollOutcome

_CALM_AT_ONCE: Final = 32


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
    policy = policies[claimed[0].name]
    return take(world, Asked(policy=policy, feed=claimed[0], answer=ask(world.fetcher, policy, claimed[0])))


def poll_due(world: World, stopping: Callable[[], bool] = never) -> tuple[Polled, ...] | None:
    """Poll every Feed that is due, many at a time; None where none is. What one of them breaks, the others need not wait for."""
    policies = {policy.name: policy for policy in world.settings.feeds if policy.enabled}
    done: list[Polled] = []
    calm: list[Feed] = []
    broken: list[Exception] = []
    for asked in gather(world.store.feeds, world.fetcher, policies, world.settings.intake, world.clock, stopping):
        unchanged = asked.answer if isinstance(asked.answer, NotModified) and not asked.feed.failures else None
        after = _answered(world, asked, unchanged) if unchanged is not None else None
        if after is not None and not told(world, asked.feed, after):
            # Nothing but the feed's own row to write: many of them in one transaction.
            calm.append(after)
            done.append(Polled(feed=asked.feed.name))
            if len(calm) >= _CALM_AT_ONCE:
                world.store.feeds.save_all(calm)
                calm.clear()
            continue
        try:
            done.append(take(world, asked))
        except LoaError:
            # The database can't be used: the others will not fare better. What was claimed is asked again when its lease ends.
            raise
        except Exception as error:  # noqa: BLE001 - raised below, once the other feeds have had their turn
            broken.append(error)
    if calm:
        world.store.feeds.save_all(calm)
    if broken:
        raise broken[0]
    return tuple(done) or None


def take(world: World, asked: Asked) -> Polled:
    """Store what one answer says, in one transaction."""
    feed, answer = asked.feed, asked.answer
    if isinstance(answer, FeedError):
        return _failed(world, asked, answer)
    if isinstance(answer, NotModified):
        after = _answered(world, asked, answer)
        world.store.polls.record(after, (), world.clock(), SERVICE, events=told(world, feed, after))
        rouse_others(world, feed, after)
        return Polled(feed=feed.name)
    try:
        reading = read_source(world, asked.policy, answer.body, answer.content_type, answer.url)
    except FeedError as error:
        return _failed(world, asked, error)
    outcome = _record(world, asked, answer, reading)
    log.info("polled", feed=feed.name, entries=len(reading.identities), new=len(outcome.new), changed=len(outcome.changed))
    return Polled(feed=feed.name, entries=len(reading.identities), new=outcome.new, changed=outcome.changed)


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


def _failed(world: World, asked: Asked, error: FeedError) -> Polled:
    feed, now, sentence = asked.feed, world.clock(), error.say(world.language)
    after = failed(
        feed,
        pace_of(world, asked.policy),
        now,
        error.retry_after,
        sentence=sentence,
        answer=str(error.status) if error.status else "–",
        gone=error.key == "intake.gone",
    )
    world.store.polls.record(after, (), now, SERVICE, events=told(world, feed, after))
    log.warning("poll failed", feed=feed.name, failures=after.failures, reason=str(error))
    return Polled(feed=feed.name, error=sentence)


def _record(world: World, asked: Asked, answer: Fetched, reading: Reading) -> PollOutcome:
    before, studio, pages = asked.feed, Studio(world, asked.policy), PageReader(world, asked.policy)
    hub = named(links_of(answer.link), reading.hub, reading.self_link, answer.url, world.settings.intake.private_hosts)
    wished = replace(asked, feed=replace(before, ttl=reading.ttl, skip_hours=reading.skip_hours, skip_days=reading.skip_days))

    def attempt() -> PollOutcome:
        now = world.clock()
        found = arrivals_of(world, asked.policy, before, reading, studio, pages, now)
        after = replace(_answered(world, wished, answer, new=found.news), seeded=True, hub=hub.hub if hub is not None else "")
        document = found.document
        if not found.put_off:
            # With what is put off, neither the feed nor its document is "unchanged" the next time.
            after = replace(after, etag=answer.etag, last_modified=answer.last_modified, body_hash=answer.body_hash)
            document = replace(document, remembered=reading.remembered)
        outcome = world.store.polls.record(after, found.arrivals, now, SERVICE, events=told(world, before, after), document=document)
        rouse_others(world, before, after)
        notice(world, before, hub)
        if outcome.new:
            found_untold(world, before)
        return outcome

    # Should even the last try fail, the feed's lease runs out and it is asked again; nothing was stored, so nothing is lost.
    return plan_until_it_holds(attempt)
