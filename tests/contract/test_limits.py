"""Circuit breaker, rests and inspections, over SQLite and PostgreSQL alike."""

from datetime import timedelta

import pytest

from bot.errors import Braked, NotFound
from bot.model import Cooldown, PostState
from tests.contract.conftest import together
from tests.store.samples import LEASE, LOA, NOW, PAGE, a_post, arrival, entry, post, stored

HOUR = timedelta(hours=1)


def claim(store, waiting, most, now=NOW):
    return store.outbox.claim(waiting.key, expected_due_at=waiting.due_at, now=now, lease=LEASE, actor=LOA, most_per_hour=most)


def test_the_last_place_within_the_hour_is_given_once(store):
    posts = [a_post(store, str(number)) for number in range(1, 5)]
    for waiting in posts[:3]:
        assert claim(store, waiting, 3).state is PostState.PUBLISHING
    with pytest.raises(Braked) as braked:
        claim(store, posts[3], 3)
    assert "limits.most_per_hour" in braked.value.say("vi")
    assert store.outbox.get(posts[3].key) == posts[3], "nothing is wrong with the Post"
    assert claim(store, posts[3], 4) is not None


def test_an_attempt_is_forgotten_after_an_hour_and_not_before(store):
    one, two = a_post(store, "1"), a_post(store, "2")
    claim(store, one, 1)
    with pytest.raises(Braked):
        claim(store, two, 1, NOW + HOUR - timedelta(microseconds=1))
    assert claim(store, two, 1, NOW + HOUR) is not None


def test_the_attempts_of_another_page_do_not_count(store):
    stored(store, arrival(entry("1"), post(entry("1")), post(entry("1"), channel="khac")))
    mine, others = (next(each for each in store.outbox.by_entry(entry("1").key) if each.channel == name) for name in (PAGE, "khac"))
    claim(store, others, 1)
    assert claim(store, mine, 1) is not None


def test_without_a_limit_there_is_no_brake_and_an_unknown_post_is_not_found(store):
    for number in range(1, 9):
        assert claim(store, a_post(store, str(number)), None) is not None
    with pytest.raises(NotFound):
        claim(store, post(entry("99")), 3)


def test_of_two_workers_at_the_last_place_one_gets_it(store, other):
    posts = [a_post(store, str(number)) for number in range(1, 4)]
    claim(store, posts[0], 2)
    found = together(lambda: claim(store, posts[1], 2), lambda: claim(other, posts[2], 2))
    assert sorted(isinstance(each, Braked) for each in found) == [False, True]
    assert store.outbox.counts()[PostState.PUBLISHING] == 2


# Rests


def rest(scope: str = "page:trang", *, hours: float = 1, strikes: int = 0) -> Cooldown:
    return Cooldown(scope=scope, until=NOW + hours * HOUR, reason="vì", strikes=strikes)


def test_the_longest_rest_of_the_scopes_that_is_not_over_is_the_one(store):
    for each in (rest(), rest("app:A", hours=3, strikes=2), rest("token:T", hours=9), rest("page:cu", hours=-1)):
        store.cooldowns.put(each)
    scopes = ["page:trang", "app:A", "page:cu"]
    assert store.cooldowns.active(scopes, NOW) == rest("app:A", hours=3, strikes=2)
    assert store.cooldowns.active(scopes, NOW + 3 * HOUR) is None
    assert [each.scope for each in store.cooldowns.of(scopes)] == ["app:A", "page:trang", "page:cu"]
    assert store.cooldowns.active([], NOW) is None


def test_a_rest_is_prolonged_and_never_cut_short(store):
    for hours, strikes, expected in ((2, 1, 2), (1, 5, 2), (3, 2, 3)):
        store.cooldowns.put(rest(hours=hours, strikes=strikes))
        assert store.cooldowns.active(["page:trang"], NOW).until == NOW + expected * HOUR


def test_of_two_workers_that_rest_at_once_the_longer_one_counts(store, other):
    together(lambda: store.cooldowns.put(rest(hours=1)), lambda: other.cooldowns.put(rest(hours=5)))
    assert store.cooldowns.of(["page:trang"]) == [rest(hours=5)]


# Inspections


def test_an_inspection_is_due_at_first_and_then_once_in_its_time_for_one_worker(store, other):
    found = together(*(lambda each=each: each.channels.claim_inspection(PAGE, NOW, HOUR) for each in (store, other)))
    assert sorted(found) == [False, True]
    assert not store.channels.claim_inspection(PAGE, NOW + HOUR - timedelta(seconds=1), HOUR)
    assert store.channels.claim_inspection(PAGE, NOW + HOUR, HOUR)
    assert store.channels.status(PAGE).inspected_at == NOW + HOUR


def test_an_inspection_can_be_asked_for_at_once_or_from_a_moment_on(store):
    store.channels.claim_inspection(PAGE, NOW, HOUR)
    store.channels.inspect_soon([PAGE])
    assert store.channels.claim_inspection(PAGE, NOW, HOUR)
    store.channels.inspect_soon([PAGE], NOW - HOUR / 2)
    assert not store.channels.claim_inspection(PAGE, NOW, HOUR)
    assert store.channels.claim_inspection(PAGE, NOW + HOUR / 2, HOUR)


def test_an_inspection_changes_nothing_of_a_pause(store):
    store.channels.pause(PAGE, reason="token hết hạn", now=NOW, probe_at=NOW + HOUR, actor=LOA)
    store.channels.claim_inspection(PAGE, NOW, HOUR)
    store.channels.probe_soon([PAGE], NOW)
    status = store.channels.status(PAGE)
    assert (status.paused_since, status.reason, status.probe_at) == (NOW, "token hết hạn", NOW)
