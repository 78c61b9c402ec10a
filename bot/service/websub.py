"""WebSub: asking hubs to tell of news, answering them, and asking the site at once when they have told.

What a hub delivers is never taken for news: a signed delivery only makes the feed due, so that everything that is published has come from the site itself.
A hub that fails, refuses, lies or is silent costs nothing but the time until the next poll.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, auto
from typing import Final

from bot.errors import Unfetched
from bot.intake.websub import MOST_BYTES, Callbacks, Named, feed_in
from bot.messages import say
from bot.model import Event, Feed, Subscription, SubscriptionState
from bot.plan.polling import Pace
from bot.plan.subscriptions import LEASE, interval_with_hub, is_live, lease_end, next_request
from bot.service.world import SERVICE, World, log

_LONGEST_CHALLENGE: Final = 1_000
_LONGEST_REASON: Final = 200
_TRIES: Final = 3  # to answer a hub while another worker writes
_ON_THE_WAY: Final = timedelta(minutes=4)  # how long before the end of a poll its answer may have been made


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a hub asks or says by GET: the values of `hub.mode`, `hub.topic` and so on, "" for none."""

    mode: str
    topic: str
    challenge: str = ""
    lease: str = ""
    reason: str = ""


class Delivered(Enum):
    """What became of a delivery."""

    TAKEN = auto()  # rightly signed: the feed is due
    IGNORED = auto()  # not rightly signed, or too large to tell
    UNKNOWN = auto()  # for no subscription of ours


def callbacks_of(world: World) -> Callbacks | None:
    """Where hubs reach us; None where the settings name no callback."""
    policy = world.settings.intake.websub
    if policy.callback is None or policy.secret is None:
        return None
    return Callbacks(str(policy.callback), world.settings.secrets.get(policy.secret))


def pace_with_hub(world: World, pace: Pace, feed: Feed) -> Pace:
    """The pace of a feed that answers: seldom where its hub tells of news. Asks the database only where it names one."""
    if not feed.hub or world.settings.intake.websub.callback is None:
        return pace
    every = interval_with_hub(pace.every, world.store.subscriptions.get(feed.name), world.clock())
    return replace(pace, every=min(every, pace.cap))


def notice(world: World, feed: Feed, found: Named | None) -> None:
    """Take over what the document of `feed` names: to be called for each that was read. Another hub or topic is asked anew; with none, polling is all."""
    if found is None and not feed.hub:
        return
    known = world.store.subscriptions.get(feed.name)
    if found is None:
        if known is not None:
            world.store.subscriptions.forget(feed.name, _line(world, known, "hub-forgotten", ""))
    elif known is None or (known.hub, known.topic) != (found.hub, found.topic):
        world.store.subscriptions.put(Subscription(feed=feed.name, hub=found.hub, topic=found.topic))


def found_untold(world: World, before: Feed) -> None:
    """To be called where a poll found something new; `before` is the Feed as it was claimed. A hub that has not told of it is not relied on any more."""
    if before.hub and before.last_polled_at is not None:
        world.store.subscriptions.untold(before.name, before.last_polled_at - _ON_THE_WAY)


def subscribe(world: World) -> str | None:
    """The tick: ask one hub that is to be asked (for the first time, for a renewal, or again); the feed's name, or None where none is."""
    callbacks = callbacks_of(world)
    if callbacks is None:
        return None
    now = world.clock()
    names = [policy.name for policy in world.settings.feeds if policy.enabled]
    for waiting in world.store.subscriptions.due_for_renewal(now, names, callbacks.mark):
        is_ours = waiting.asked_with == callbacks.mark
        at = next_request(waiting)
        if is_ours and at is not None and at > now:
            continue
        # With another callback or secret, a hub that tells is not heard any more. Written before it is asked: a hub may verify while it answers.
        state = SubscriptionState.LIVE if is_ours and is_live(waiting, now) else SubscriptionState.ASKED
        mine = replace(waiting, state=state, asked_at=now, asked_with=callbacks.mark, failures=waiting.failures + 1)
        if world.store.subscriptions.save(waiting, mine):
            _ask(world, callbacks, mine)
            return waiting.feed
    return None


def _ask(world: World, callbacks: Callbacks, mine: Subscription) -> None:
    try:
        status = world.fetcher.post_form(mine.hub, callbacks.request(mine, LEASE), world.feed_policy(mine.feed))
    except Unfetched as error:
        reason = error.say(world.language)
    else:
        if 200 <= status < 300:
            log.info("hub asked", feed=mine.feed, hub=mine.hub)
            return
        reason = say("service.hub_status", world.language, hub=mine.hub, status=status)
    # A renewal that fails ends nothing: what the hub has promised holds to its end.
    state = mine.state if mine.state is SubscriptionState.LIVE else SubscriptionState.REFUSED
    lines = _line(world, mine, "hub-refused", reason) if reason != mine.reason else ()
    world.store.subscriptions.save(mine, replace(mine, state=state, reason=reason), lines)
    log.warning("hub not subscribed to", feed=mine.feed, hub=mine.hub, failures=mine.failures, reason=reason)


def verify(world: World, token: str, question: Question) -> str | None:
    """The answer to a hub that asks whether we want a subscription (its challenge) or says that we can't have one (""); None where we want no such thing.

    We never unsubscribe: a hub that was left hears 410 when it delivers.
    """
    for _ in range(_TRIES):
        known = _known(world, token)
        if known is None or question.topic != known.topic:
            return None
        if question.mode == "denied":
            answer, after, lines = "", *_denied(world, known, question.reason)
        else:
            until = lease_end(known, question.lease, world.clock())
            if question.mode != "subscribe" or until is None or not _sound(question.challenge):
                return None
            answer, after = question.challenge, replace(known, state=SubscriptionState.LIVE, lease_until=until, failures=0, reason="")
            lines = _line(world, known, "hub-live", "") if known.state is not SubscriptionState.LIVE else ()
        # The same said again changes nothing; a request or an answer that came in between has the subscription looked at again.
        if after == known or world.store.subscriptions.save(known, after, lines):
            if after.state is not known.state:
                log.info("hub answered", feed=known.feed, hub=known.hub, state=after.state)
            return answer
    return None


def _denied(world: World, known: Subscription, said: str) -> tuple[Subscription, Sequence[Event]]:
    """What a hub says is for people to read: bounded, and without what can't be printed."""
    why = "".join(letter for letter in said if letter.isprintable())[:_LONGEST_REASON] or "–"
    reason = say("service.hub_denied", world.language, hub=known.hub, why=why)
    lines = _line(world, known, "hub-refused", reason) if known.state is not SubscriptionState.REFUSED else ()
    if known.state is SubscriptionState.LIVE:
        # It was asked seldom: who knows since when the hub has not told.
        world.store.feeds.make_due(known.feed, world.clock())
    return replace(known, state=SubscriptionState.REFUSED, lease_until=None, reason=reason), lines


def deliver(world: World, token: str, body: bytes, signature: str) -> Delivered:
    """Take a hub's delivery: if it is rightly signed, its feed is due at once. `body` may be cut off behind MOST_BYTES + 1."""
    known = _known(world, token)
    callbacks = callbacks_of(world)
    if known is None or callbacks is None or known.asked_at is None:
        return Delivered.UNKNOWN
    if len(body) > MOST_BYTES or not callbacks.signed(known, body, signature):
        log.warning("a hub's delivery was ignored", feed=known.feed, hub=known.hub, bytes=len(body))
        return Delivered.IGNORED
    world.store.subscriptions.told(known.feed, world.clock())
    return Delivered.TAKEN


def _known(world: World, token: str) -> Subscription | None:
    """The subscription whose token this is, of a feed that is asked."""
    callbacks, feed = callbacks_of(world), feed_in(token)
    if callbacks is None or not any(policy.enabled and policy.name == feed for policy in world.settings.feeds):
        return None
    found = world.store.subscriptions.get(feed)
    return found if found is not None and callbacks.knows(token, found) else None


def _sound(challenge: str) -> bool:
    """Whether a challenge may be sent back as it is (section 8.2: limit it, and reject binary data)."""
    return 0 < len(challenge) <= _LONGEST_CHALLENGE and challenge.isascii() and challenge.isprintable()


def _line(world: World, about: Subscription, verb: str, reason: str) -> Sequence[Event]:
    return (Event(at=world.clock(), actor=SERVICE, subject=f"feed:{about.feed}", verb=verb, reason=reason or about.hub),)
