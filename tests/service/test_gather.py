"""Many feeds at the same time: together, but not on one website; nothing lost where one of them, the service or another worker breaks in."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Barrier, Lock

import pytest

from bot.errors import FeedError, StoreError
from bot.intake.fetch import Fetched, NotModified
from bot.intake.policy import FeedPolicy, IntakePolicy
from bot.model import Feed, digest
from bot.service.gather import LEASE, gather
from bot.service.poll import ensure_feeds, poll_due
from tests.service.conftest import OTHER, PRAISE, bench, rss, url

__all__ = ("bench", "url")

PATIENCE = 60  # seconds until a barrier breaks: a test that fails must end


@dataclass
class Websites:
    """Feeds that answer when so many of them are asked at once; remembers how many were, in all and of one website."""

    meets: int = 1
    bodies: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    most: Counter = field(default_factory=Counter)

    def __post_init__(self):
        self._lock, self._now, self._barrier = Lock(), Counter(), Barrier(self.meets)

    def fetch(self, policy: FeedPolicy, feed: Feed):
        with self._lock:
            self.asked.append(feed.name)
            for place in (policy.url.host, "all"):
                self._now[place] += 1
                self.most[place] = max(self.most[place], self._now[place])
        if self.meets > 1:
            self._barrier.wait(PATIENCE)
        with self._lock:
            self._now.subtract([policy.url.host, "all"])
        body = self.bodies.get(feed.name)
        if body is None:
            raise FeedError("intake.connect_timeout", url=str(policy.url), host=policy.url.host)
        if digest(body.decode()) == feed.body_hash:
            return NotModified()
        return Fetched(body=body, content_type="", etag="", last_modified="", url=str(policy.url), body_hash=digest(body.decode()))


def feeds_on(bench, *hosts: str, **intake: object) -> None:
    """A feed on each of these hosts, in the settings and due."""
    policies = tuple(
        FeedPolicy.model_validate({"name": f"f{number}", "url": f"https://{host}/{number}", "first_run": "latest", "latest": 9})
        for number, host in enumerate(hosts)
    )
    bench.world = replace(bench.world, settings=replace(bench.world.settings, feeds=policies, intake=IntakePolicy(**intake)))
    ensure_feeds(bench.world)


def gathered(bench, sites: Websites, stopping=lambda: False) -> list[str]:
    world = bench.world
    policies = {policy.name: policy for policy in world.settings.feeds}
    return [asked.feed.name for asked in gather(world.store, sites, policies, world.settings.intake, world.clock, stopping)]


def test_feeds_are_asked_at_the_same_time_as_many_as_there_are_workers(bench):
    feeds_on(bench, *(f"h{number}.vn" for number in range(9)), workers=3)
    sites = Websites(meets=3)
    assert sorted(gathered(bench, sites)) == [f"f{number}" for number in range(9)]
    assert sites.most["all"] == 3


def test_one_website_is_asked_by_few_at_a_time_and_does_not_hold_up_the_others(bench):
    feeds_on(bench, *["cham.vn"] * 6, "nhanh.vn", "khac.vn", workers=4, per_host=2)
    sites = Websites(meets=2)
    assert sorted(gathered(bench, sites)) == sorted(f"f{number}" for number in range(8))
    assert sites.most["cham.vn"] == 2


def test_each_feed_is_asked_once_and_its_lease_lasts_where_the_caller_dies(bench):
    feeds_on(bench, "a.vn", "b.vn", workers=2)
    world = bench.world
    policies = {policy.name: policy for policy in world.settings.feeds}
    answers = gather(world.store, Websites(), policies, world.settings.intake, world.clock)
    next(answers)
    answers.close()
    assert gathered(bench, Websites()) == []
    bench.instant[0] += LEASE
    assert sorted(gathered(bench, Websites())) == ["f0", "f1"]


def test_nothing_more_is_claimed_once_the_service_stops_and_what_is_under_way_comes(bench):
    feeds_on(bench, *(f"h{number}.vn" for number in range(9)), workers=2)
    sites = Websites()
    done = gathered(bench, sites, stopping=lambda: len(sites.asked) >= 2)
    assert sorted(done) == sorted(sites.asked)
    assert 2 <= len(done) < 9
    still_due = set(bench.world.store.feeds.due(bench.instant[0]))
    assert still_due.isdisjoint(done)
    assert len(still_due) >= 9 - len(done)


@pytest.mark.parametrize("workers", [1, 4])
def test_every_answer_is_stored_and_every_failure_told(bench, workers):
    feeds_on(bench, *(f"h{number}.vn" for number in range(4)), workers=workers)
    bodies = {f"f{number}": rss(f"{PRAISE} ở xã {number}", numbers=range(number, number + 1)) for number in range(3)}
    bench.world = replace(bench.world, fetcher=Websites(bodies=bodies))
    polled = {each.feed: each for each in poll_due(bench.world)}
    assert sorted(name for name, each in polled.items() if each.new) == ["f0", "f1", "f2"]
    assert polled["f3"].error
    assert bench.world.store.feeds.get("f3").failures == 1
    assert poll_due(bench.world) is None
    bench.pass_time(hours=1)
    again = {each.feed: each for each in poll_due(bench.world)}
    assert [again[name].entries for name in ("f0", "f1", "f2")] == [None, None, None]
    assert all(bench.world.store.feeds.get(name).next_poll_at > bench.instant[0] for name in again)


def test_a_feed_that_breaks_the_program_is_told_and_the_others_are_polled_all_the_same(bench):
    feeds_on(bench, "a.vn", "b.vn", "c.vn", workers=1)
    bodies = {f"f{number}": rss(OTHER, numbers=range(number, number + 1)) for number in range(3)}
    bench.world = replace(bench.world, fetcher=Websites(bodies=bodies), lexicon=Breaks(bench.world.lexicon))
    with pytest.raises(ZeroDivisionError):
        poll_due(bench.world)
    states = [bench.world.store.feeds.get(f"f{number}").seeded for number in range(3)]
    assert sorted(states) == [False, True, True]
    bench.instant[0] += LEASE - timedelta(seconds=1)
    assert poll_due(bench.world) is None, "the broken one does not keep the service busy"


def test_a_database_that_cannot_be_used_ends_the_poll(bench):
    feeds_on(bench, "a.vn", "b.vn", workers=1)
    sites = Websites(bodies={"f0": rss(PRAISE), "f1": rss(PRAISE)})
    bench.world = replace(bench.world, fetcher=sites, store=Full(bench.world.store))
    with pytest.raises(StoreError):
        poll_due(bench.world)
    assert len(sites.asked) == 1


class Breaks:
    """A lexicon that breaks the first time it is asked for anything."""

    def __init__(self, inner):
        self._inner, self._broken = inner, False

    def __getattr__(self, name):
        if not self._broken:
            self._broken = True
            raise ZeroDivisionError
        return getattr(self._inner, name)


class Full:
    """A store that has no room for what was polled."""

    def __init__(self, inner):
        self._inner, self.polls = inner, self

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def record_all(self, *_, **__):
        raise StoreError("store.full", where="loa.db", why="disk full")
