"""WebSub subscriptions and what a hub's word does to a feed, over SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Event, FeedState, Subscription, SubscriptionState
from tests.contract.conftest import together
from tests.store.samples import LOA, NOW, feed

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MARK = "0123456789abcdef"
LINE = Event(at=NOW, actor=LOA, subject="feed:huyen", verb="hub-live", reason="https://hub.vn/")


def one(name: str = "huyen", **changes) -> Subscription:
    return replace(Subscription(feed=name, hub="https://hub.vn/", topic=f"https://{name}.vn/rss"), **changes)


def asked(name: str = "huyen", **changes) -> Subscription:
    return one(name, **{"asked_at": NOW, "asked_with": MARK, "failures": 1, **changes})


def live(name: str = "huyen", **changes) -> Subscription:
    return asked(name, **{"state": SubscriptionState.LIVE, "lease_until": NOW + 10 * DAY, "failures": 0, **changes})


@pytest.fixture
def known(store):
    """Feeds that are due in an hour."""
    for name in ("huyen", "tinh", "xa"):
        store.feeds.ensure(name, f"https://{name}.example.vn/rss", NOW)
        poll(store, name, NOW + HOUR)
    return store


def poll(store, name: str, due, **changes) -> None:
    store.polls.record(feed(name, next_poll_at=due, **changes), (), NOW, LOA)


def due(store, name: str = "huyen"):
    return store.feeds.get(name).next_poll_at


def test_a_subscription_is_given_back_as_it_was_put_and_forgotten_without_a_trace(known):
    whole = live(told_at=NOW, reason="vì", failures=3)
    assert (known.subscriptions.get("huyen"), known.subscriptions.all()) == (None, [])
    known.subscriptions.put(one("tinh"))
    known.subscriptions.put(whole, [LINE])
    assert known.subscriptions.get("huyen") == whole
    assert known.subscriptions.all() == [whole, one("tinh")]
    known.subscriptions.put(one(hub="https://khac.vn/"))
    assert known.subscriptions.get("huyen") == one(hub="https://khac.vn/")
    known.subscriptions.forget("huyen", [replace(LINE, verb="hub-forgotten")])
    known.subscriptions.forget("huyen")
    assert known.subscriptions.all() == [one("tinh")]
    assert [event.verb for event in known.journal.of("feed:huyen")] == ["hub-live", "hub-forgotten"]


def test_it_is_saved_only_where_it_is_as_it_was(known):
    after = live(reason="x", lease_until=NOW + DAY)
    for times, before in enumerate((one(), asked(), live())):
        known.subscriptions.put(before)
        for other in (
            replace(before, asked_at=NOW + MINUTE),
            replace(before, state=SubscriptionState.REFUSED),
            replace(before, hub="https://khac.vn/"),
            replace(before, lease_until=NOW + MINUTE),
        ):
            assert not known.subscriptions.save(other, after, [LINE])
        assert (known.subscriptions.get("huyen"), known.journal.of("feed:huyen")) == (before, [LINE] * times)
        assert known.subscriptions.save(before, after, [LINE])
        assert (known.subscriptions.get("huyen"), known.journal.of("feed:huyen")) == (after, [LINE] * (times + 1))


def test_of_two_workers_one_asks(known, other):
    known.subscriptions.put(one())
    assert sorted(together(*(lambda each=each: each.subscriptions.save(one(), asked()) for each in (known, other)))) == [False, True]


def renewals(store, now=NOW, mark=MARK, names=("huyen", "tinh", "xa")) -> list[str]:
    return [each.feed for each in store.subscriptions.due_for_renewal(now, names, mark)]


def test_those_that_may_be_due_are_listed_and_one_that_was_never_asked_comes_alone(known):
    assert renewals(known) == []
    known.subscriptions.put(live())
    known.subscriptions.put(replace(asked("tinh"), asked_at=NOW + MINUTE))
    known.subscriptions.put(asked("xa", state=SubscriptionState.REFUSED))
    assert renewals(known) == ["xa", "tinh"]
    assert renewals(known, NOW + 9 * DAY) == ["huyen", "xa", "tinh"]
    assert renewals(known, NOW + 99 * DAY, names=["tinh"]) == ["tinh"]
    assert renewals(known, mark="f" * 16) == ["huyen"]
    known.subscriptions.put(one("tinh"))
    assert renewals(known, NOW + 9 * DAY) == ["tinh"]
    assert renewals(known, names=[]) == []


def test_a_feed_that_was_told_of_is_due_at_once_but_not_within_a_minute_of_its_last_poll(known):
    known.subscriptions.put(live())
    known.subscriptions.told("huyen", NOW)
    assert (due(known), known.subscriptions.get("huyen").told_at) == (NOW, NOW)
    assert known.subscriptions.save(live(), live(failures=1))
    assert known.subscriptions.get("huyen") == live(failures=1, told_at=NOW), "what the hub told meanwhile is not overwritten"
    poll(known, "huyen", NOW + HOUR, last_polled_at=NOW - 20 * MINUTE / 60)
    known.feeds.make_due("huyen", NOW)
    assert due(known) == NOW + 40 * MINUTE / 60
    known.feeds.make_due("huyen", NOW + MINUTE)
    assert due(known) == NOW + 40 * MINUTE / 60, "never later than it was"
    known.feeds.make_due("khong-co", NOW)


def test_a_feed_that_fails_keeps_its_own_times(known):
    states = {"huyen": {"failures": 1}, "tinh": {"state": FeedState.RESTING}, "xa": {"state": FeedState.GONE}}
    for name, state in states.items():
        known.subscriptions.put(live(name))
        poll(known, name, NOW + HOUR, **state)
        known.subscriptions.told(name, NOW)
        assert due(known, name) == NOW + HOUR


def test_what_is_told_over_and_over_is_written_once(known):
    known.subscriptions.put(live())
    for second in range(10):
        known.subscriptions.told("huyen", NOW + timedelta(seconds=second))
    assert known.subscriptions.get("huyen").told_at == NOW
    poll(known, "huyen", NOW + HOUR)
    known.subscriptions.told("huyen", NOW + timedelta(seconds=9))
    assert due(known) == NOW + HOUR
    known.subscriptions.told("huyen", NOW + timedelta(seconds=10))
    assert due(known) == NOW + timedelta(seconds=10)
    known.subscriptions.told("tinh", NOW)
    assert due(known, "tinh") == NOW + HOUR, "nobody subscribed to it"


def test_a_poll_during_which_the_hub_told_is_followed_by_another_soon(known):
    """Else what was published while the answer was on its way would wait for the next poll, which with a hub is far away."""
    known.subscriptions.put(live())
    known.subscriptions.told("huyen", NOW)
    ended = NOW + 3 * MINUTE
    poll(known, "huyen", ended + 6 * HOUR, last_polled_at=ended, hub="https://hub.vn/")
    assert due(known) == ended + 5 * MINUTE
    again = ended + 5 * MINUTE
    poll(known, "huyen", again + 6 * HOUR, last_polled_at=again, hub="https://hub.vn/")
    assert due(known) == again + 6 * HOUR
    # One that failed, or is repeated sooner anyway, keeps its time.
    poll(known, "huyen", NOW + HOUR, last_polled_at=NOW, hub="https://hub.vn/", failures=1)
    assert due(known) == NOW + HOUR
    poll(known, "huyen", NOW + MINUTE, last_polled_at=NOW, hub="https://hub.vn/")
    assert due(known) == NOW + MINUTE


def test_a_hub_that_did_not_tell_of_what_was_found_counts_as_one_that_never_told(known):
    known.subscriptions.put(live(told_at=NOW))
    known.subscriptions.untold("huyen", NOW)
    assert known.subscriptions.get("huyen").told_at == NOW
    known.subscriptions.untold("huyen", NOW + MINUTE)
    assert known.subscriptions.get("huyen") == live()


def test_a_feed_at_another_address_has_its_hub_forgotten_with_the_rest(known):
    poll(known, "huyen", NOW + HOUR, hub="https://hub.vn/")
    known.subscriptions.put(live())
    known.feeds.ensure("huyen", "https://moi.vn/rss", NOW)
    assert known.feeds.get("huyen").hub == ""
    assert known.subscriptions.get("huyen") is None
