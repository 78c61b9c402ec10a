"""How the feeds fare, in words: what an editor is told when that changes, and what the verb `feeds`, `doctor` and the editors' page show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.errors import NotFound
from bot.intake.policy import FeedPolicy
from bot.messages import say
from bot.model import Event, Feed, FeedState, Standing, Subscription, SubscriptionState
from bot.plan.health import address
from bot.plan.polling import Pace
from bot.plan.silence import LEARNT_FROM, MOST_SIGHTINGS, Rhythm, Sighting, Silence, is_silent, may_be_silent, rhythm, silence_limit
from bot.plan.subscriptions import is_live, next_request
from bot.service.world import SERVICE, World
from bot.store.entries import Carried

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_AN_OUTAGE: Final = 3  # failures in a row


class Health(StrEnum):
    """How a feed fares, what needs a human most first."""

    GONE = "gone"
    RESTING = "resting"
    SILENT = "silent"
    FAILING = "failing"
    NEW = "new"  # in the settings, and not asked yet
    FINE = "fine"
    OFF = "off"


_ORDER: Final = {health: place for place, health in enumerate(Health)}
TROUBLED: Final = frozenset({Health.GONE, Health.RESTING, Health.SILENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A feed of the settings as its row has it, and how it fares; `sentence` says what is the matter and what to do, "" where nothing is."""

    feed: Feed
    health: Health
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HubReport:
    """How a feed's WebSub subscription stands.

    `state` is None where the hub has not been asked yet. `lease_until` is until when it has promised to tell, `told_at` when it last told of news (None: never, or it
    has left some out), `is_relied_on` whether the feed is asked seldom for its sake. `asks_at` is when it is asked next; `failures` and `reason` say what came of it last.
    """

    hub: str
    topic: str
    state: SubscriptionState | None
    lease_until: datetime | None
    told_at: datetime | None
    is_relied_on: bool
    asks_at: datetime | None
    failures: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReport:
    """Everything about one feed of the settings that an operator may want to know.

    `asks_at` is the address asked at the next poll; `next_poll_at` is None where there is none. `week` counts the entries first seen in the last seven
    days by what became of them. `rhythm` says in words what `a_day` and `gap_hours` say in figures (None: too little is known); `silent_after_days` is how
    long a silence becomes strange (None: never, or not known yet). `subscription` is None where its document names no hub, or no hub is used.
    """

    name: str
    url: str
    asks_at: str
    health: Health
    sentence: str
    last_answer: str
    last_polled_at: datetime | None
    next_poll_at: datetime | None
    failures: int
    failing_since: datetime | None
    entries: int
    week: Mapping[Standing, int]
    last_new_at: datetime | None
    rhythm: str
    a_day: float | None
    gap_hours: float | None
    silent_after_days: float | None
    moved_to: str
    moved_since: datetime | None
    hub: str
    subscription: HubReport | None = None
    events: Sequence[Event] = ()


def pace_of(world: World, policy: FeedPolicy) -> Pace:
    """How often the settings want the feed to be asked."""
    intake = world.settings.intake
    return Pace(every=policy.every, longest=intake.longest_interval, rest_after=intake.rest_after, hold=intake.adopt_redirect_after)


def with_silence(world: World, policy: FeedPolicy, feed: Feed) -> Feed:
    """The row of a feed that has just answered, with its silence noted where that has become strange. Asks the database only where it may have."""
    now = world.clock()
    if not may_be_silent(feed, now, policy.silence):
        return feed
    seen = _sightings(world, feed, now)
    if not is_silent(feed, seen, now, policy.silence):
        return feed
    return replace(feed, silence_told_at=now, last_new_at=feed.last_new_at or seen[0].at)


def told(world: World, before: Feed, after: Feed) -> tuple[Event, ...]:
    """What the journal is told of a poll that made `after` of the row `before`: each turn once, and a fault again only while the feed does not rest."""
    now, language = world.clock(), world.language
    said: list[tuple[str, str]] = []
    if after.state is not before.state:
        said.append(_turn(world, before, after))
    elif after.state is FeedState.ACTIVE and after.last_error not in {"", before.last_error}:
        said.append(("poll-failed", after.last_error))
    if after.asks_at and after.asks_at != before.asks_at:
        since = _local(world, before.moved_since)
        said.append(("feed-moved", say("service.feed_moved", language, url=after.url, address=after.asks_at, since=since)))
    elif after.asks_at != before.asks_at:
        said.append(("feed-moved", say("service.feed_moved_back", language, url=after.url, address=before.asks_at)))
    if after.silence_told_at is not None and before.silence_told_at is None:
        said.append(("feed-silent", _silent(world, after)))
    return tuple(Event(at=now, actor=SERVICE, subject=f"feed:{after.name}", verb=verb, reason=reason) for verb, reason in said)


def _turn(world: World, before: Feed, after: Feed) -> tuple[str, str]:
    """Verb and sentence of a change of state."""
    match after.state:
        case FeedState.GONE:
            return "feed-gone", _gone(world, after)
        case FeedState.RESTING:
            return "feed-rests", _resting(world, after)
        case FeedState.ACTIVE:
            since = _local(world, before.failing_since)
            return "feed-back", say("service.feed_back", world.language, since=since, failures=before.failures)


def rouse_others(world: World, before: Feed, after: Feed) -> int:
    """Where a feed answers after some failures: feeds that began to fail when it did are asked now, since what ailed it may have ailed them all.

    Our own network, or a host. How many there were.
    """
    if after.failures or before.failures < _AN_OUTAGE or before.failing_since is None:
        return 0
    return world.store.feeds.rouse(before.failing_since, world.clock())


def bulletins(world: World) -> tuple[Bulletin, ...]:
    """Every feed of the settings, those that need a human first. One query, whatever the number of feeds."""
    rows = {feed.name: feed for feed in world.store.feeds.all()}
    found = [_bulletin(world, policy, rows[policy.name]) for policy in world.settings.feeds if policy.name in rows]
    return tuple(sorted(found, key=lambda bulletin: (_ORDER[bulletin.health], bulletin.feed.name)))


def policy_to_ask(world: World, name: str) -> FeedPolicy:
    """The settings of a feed that an operator wants to be asked. Raises NotFound where they do not name it, or have switched it off."""
    policy = next((policy for policy in world.settings.feeds if policy.name == name), None)
    if policy is None:
        raise NotFound("store.no_feed", name=name)
    if not policy.enabled:
        raise NotFound("service.feed_off", feed=name)
    return policy


def describe(world: World, only: str | None = None) -> tuple[FeedReport, ...]:
    """Every feed of the settings, or the one named `only` (with its journal), those that need a human first. One query a feed, and three for all.

    Raises:
        NotFound: the settings name no such feed.
    """
    now = world.clock()
    found = [bulletin for bulletin in bulletins(world) if only in {None, bulletin.feed.name}]
    if only is not None and not found:
        raise NotFound("store.no_feed", name=only)
    carried = world.store.entries.carried(now - _WEEK, only)
    silence = {policy.name: policy.silence for policy in world.settings.feeds}
    hubs = {each.feed: _hub(each, now) for each in world.store.subscriptions.all()} if world.settings.intake.websub.callback else {}
    return tuple(
        replace(
            _report(
                world, bulletin, carried.get(bulletin.feed.name, Carried()), silence[bulletin.feed.name], now, with_journal=only is not None
            ),
            subscription=hubs.get(bulletin.feed.name),
        )
        for bulletin in found
    )


def rhythms(world: World, feeds: Sequence[Feed]) -> dict[str, str]:
    """How often these feeds carry news, in words, by name; "" where too little is known. One query a feed."""
    now = world.clock()
    return {feed.name: rhythm_text(world, rhythm(_sightings(world, feed, now), now)) for feed in feeds}


def _bulletin(world: World, policy: FeedPolicy, feed: Feed) -> Bulletin:
    if not policy.enabled:
        return Bulletin(feed=feed, health=Health.OFF, sentence="")
    if feed.state is FeedState.GONE:
        return Bulletin(feed=feed, health=Health.GONE, sentence=_gone(world, feed))
    if feed.state is FeedState.RESTING:
        return Bulletin(feed=feed, health=Health.RESTING, sentence=_resting(world, feed))
    if feed.failures:
        return Bulletin(feed=feed, health=Health.FAILING, sentence=feed.last_error)
    if feed.silence_told_at is not None:
        return Bulletin(feed=feed, health=Health.SILENT, sentence=_silent(world, feed))
    return Bulletin(feed=feed, health=Health.FINE if feed.last_polled_at else Health.NEW, sentence="")


def _report(world: World, bulletin: Bulletin, carried: Carried, silence: Silence, now: datetime, *, with_journal: bool) -> FeedReport:
    feed = bulletin.feed
    seen = _sightings(world, feed, now)
    found, limit = rhythm(seen, now), silence_limit(seen, now, silence)
    return FeedReport(
        name=feed.name,
        url=feed.url,
        asks_at=address(feed),
        health=bulletin.health,
        sentence=bulletin.sentence,
        last_answer=feed.last_answer,
        last_polled_at=feed.last_polled_at,
        next_poll_at=None if bulletin.health in {Health.GONE, Health.OFF} else feed.next_poll_at,
        failures=feed.failures,
        failing_since=feed.failing_since,
        entries=carried.entries,
        week=carried.lately,
        last_new_at=feed.last_new_at or max((sighting.at for sighting in seen), default=None),
        rhythm=rhythm_text(world, found),
        a_day=None if found is None else round(found.a_day, 2),
        gap_hours=None if found is None else round(found.gap / timedelta(hours=1), 1),
        silent_after_days=None if limit is None else round(limit / _DAY, 1),
        moved_to=feed.moved_to,
        moved_since=feed.moved_since,
        hub=feed.hub,
        events=world.store.journal.of(f"feed:{feed.name}") if with_journal else (),
    )


def _hub(subscription: Subscription, now: datetime) -> HubReport:
    asked = subscription.asked_at is not None
    return HubReport(
        hub=subscription.hub,
        topic=subscription.topic,
        state=subscription.state if asked else None,
        lease_until=subscription.lease_until,
        told_at=subscription.told_at,
        is_relied_on=is_live(subscription, now) and subscription.told_at is not None,
        asks_at=next_request(subscription),
        failures=subscription.failures,
        reason=subscription.reason,
    )


def _sightings(world: World, feed: Feed, now: datetime) -> list[Sighting]:
    # Counted back from its last news: a feed that has long been silent still has the rhythm that it had.
    return world.store.entries.sightings(feed.name, (feed.last_new_at or now) - LEARNT_FROM, MOST_SIGHTINGS)


def rhythm_text(world: World, found: Rhythm | None) -> str:
    """A rhythm in words, "" for none: "khoảng 4 tin một ngày, thường cách nhau 5 giờ"."""
    if found is None:
        return ""
    language = world.language
    if found.gap < timedelta(hours=1):
        gap = say("service.gap_minutes", language, count=max(1, round(found.gap / timedelta(minutes=1))))
    elif found.gap < 2 * _DAY:
        gap = say("service.gap_hours", language, count=round(found.gap / timedelta(hours=1)))
    else:
        gap = say("service.gap_days", language, count=round(found.gap / _DAY))
    if found.a_day >= 1:
        return say("service.rhythm_day", language, count=round(found.a_day), gap=gap)
    if found.a_day * 7 >= 1:
        return say("service.rhythm_week", language, count=round(found.a_day * 7), gap=gap)
    return say("service.rhythm_month", language, count=max(1, round(found.a_day * 30)), gap=gap)


def _gone(world: World, feed: Feed) -> str:
    since = _local(world, feed.failing_since)
    return say("service.feed_gone", world.language, feed=feed.name, since=since, reason=feed.last_error)


def _resting(world: World, feed: Feed) -> str:
    since = _local(world, feed.failing_since)
    return say("service.feed_rests", world.language, feed=feed.name, failures=feed.failures, since=since, reason=feed.last_error)


def _silent(world: World, feed: Feed) -> str:
    since = _local(world, feed.last_new_at)
    return say("service.feed_silent", world.language, feed=feed.name, url=address(feed), since=since)


def _local(world: World, at: datetime | None) -> str:
    return f"{at.astimezone(world.zone):%d/%m/%Y %H:%M}" if at else "–"
