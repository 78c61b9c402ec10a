"""What the store promises, over SQLite and PostgreSQL alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from bot.errors import Conflict, NotFound, SlotTaken
from bot.model import MOVES, Approval, ChannelStatus, Draft, Event, Picture, Post, PostState, Snapshot, Standing
from bot.store.schema import revisions
from bot.store.store import Store, open_store
from tests.contract.conftest import together
from tests.store.databases import BOTH, empty_database
from tests.store.samples import (
    ANNA,
    CLASSIFICATION,
    LEASE,
    LOA,
    NOW,
    PAGE,
    a_post,
    arrival,
    claimed,
    entry,
    feed,
    post,
    publish,
    stored,
)

MINUTE = timedelta(minutes=1)
SLOT = NOW + timedelta(hours=6)


# Feeds


def test_a_new_feed_is_due_at_once_and_stays_as_it_is_when_ensured_again(store):
    assert store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW) == feed()
    assert store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW + MINUTE) == feed()
    assert store.feeds.all() == [feed()]


def test_a_changed_url_forgets_the_validators_and_the_fault_and_is_due_at_once(store):
    store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    store.polls.record(
        feed(etag='"1"', last_modified="Tue", body_hash="ab", failures=2, last_error="404", next_poll_at=SLOT, seeded=True), (), NOW, LOA
    )
    after = store.feeds.ensure("huyen", "https://moi.example.vn/rss", NOW + MINUTE)
    assert after == feed(url="https://moi.example.vn/rss", next_poll_at=NOW + MINUTE, seeded=True)


def test_a_poll_of_the_old_url_does_not_undo_a_change_of_the_url_made_meanwhile(store):
    store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    polled = store.feeds.claim("huyen", NOW, LEASE)
    store.feeds.ensure("huyen", "https://moi.example.vn/rss", NOW)
    store.polls.record(replace(polled, etag='"old"', next_poll_at=SLOT, seeded=True), (arrival(entry()),), NOW, LOA)
    assert store.feeds.get("huyen") == feed(url="https://moi.example.vn/rss")
    assert store.entries.get(entry().key).entry == entry()


def test_an_unknown_feed_is_not_found(store):
    with pytest.raises(NotFound):
        store.feeds.get("huyen")
    with pytest.raises(NotFound):
        store.feeds.claim("huyen", NOW, LEASE)


def test_feeds_that_are_due_are_claimed_the_longest_due_first_and_only_once_while_their_lease_runs(store):
    store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    store.feeds.ensure("tinh", "https://tinh.example.vn/rss", NOW - MINUTE)
    store.feeds.ensure("cu", "https://cu.example.vn/rss", NOW - 5 * MINUTE)  # no longer in the settings
    names = {"huyen", "tinh"}
    assert store.feeds.due(NOW) == ["cu", "tinh", "huyen"]
    found = [store.feeds.claim_due(NOW, names, LEASE) for _ in range(2)]
    assert [[each.name for each in claimed] for claimed in found] == [["tinh", "huyen"], []]
    assert store.feeds.get("tinh").next_poll_at == NOW + LEASE
    assert store.feeds.due(NOW) == ["cu"]
    assert len(store.feeds.claim_due(NOW + LEASE, names, LEASE)) == 2


def test_nothing_is_due_among_no_feeds(store):
    store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    assert store.feeds.claim_due(NOW, (), LEASE) == []


def test_an_operator_claims_a_feed_that_is_not_due(store):
    store.feeds.ensure("huyen", "https://huyen.example.vn/rss", SLOT)
    assert store.feeds.claim("huyen", NOW, LEASE) == feed(next_poll_at=SLOT)
    assert store.feeds.get("huyen").next_poll_at == NOW + LEASE


def test_of_two_workers_asking_at_once_one_gets_the_feed(store, other):
    store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    found = together(*(lambda each=each: each.feeds.claim_due(NOW, ["huyen"], LEASE) for each in (store, other)))
    assert sorted(len(each) for each in found) == [0, 1]


def test_two_workers_starting_at_once_make_a_feed_once(store, other):
    found = together(*(lambda each=each: each.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW) for each in (store, other)))
    assert found == [feed(), feed()]
    assert store.feeds.all() == [feed()]


# Polls and entries


def test_a_poll_stores_the_feed_the_entries_their_posts_and_the_journal(store):
    store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    after = feed(etag='"1"', last_modified="Tue", body_hash="ab", next_poll_at=SLOT, last_polled_at=NOW, seeded=True)
    one, two = entry("1"), entry("2", published_at=None, categories=())
    made = post(one)
    outcome = store.polls.record(after, (arrival(one, made), arrival(two, standing=Standing.IRRELEVANT, reason="thời tiết")), NOW, LOA)
    assert (outcome.new, outcome.changed) == ((one.key, two.key), ())
    assert store.feeds.get("huyen") == after
    assert store.outbox.by_entry(one.key) == [made]
    kept = store.entries.get(two.key)
    assert (kept.entry, kept.classification, kept.standing, kept.reason) == (two, CLASSIFICATION, Standing.IRRELEVANT, "thời tiết")
    assert (kept.revision, kept.first_seen_at, kept.updated_at) == (1, NOW, NOW)
    assert store.journal.of(one.key) == [Event(at=NOW, actor=LOA, subject=one.key, verb="seen", reason="accepted: nói về một cửa")]
    assert store.journal.of(made.key) == [Event(at=NOW, actor=LOA, subject=made.key, verb="made", after=PostState.SCHEDULED)]


def test_the_same_poll_again_changes_nothing(store):
    stored(store, arrival(entry(), post(entry())))
    before = (store.entries.get(entry().key), store.outbox.by_entry(entry().key), store.journal.recent(99))
    stored(store, arrival(entry(), post(entry())), now=SLOT)
    assert (store.entries.get(entry().key), store.outbox.by_entry(entry().key), store.journal.recent(99)) == before


def test_a_changed_entry_gets_a_new_revision_and_keeps_the_old_texts_and_its_post(store):
    old, changed = entry(), entry(title="Bộ phận một cửa: đính chính")
    stored(store, arrival(old, post(old)))
    known = store.feeds.get("huyen")
    outcome = store.polls.record(known, (arrival(changed, post(changed), reason="vẫn đúng"),), SLOT, LOA)
    assert (outcome.new, outcome.changed) == ((), (old.key,))
    kept = store.entries.get(old.key)
    assert (kept.entry, kept.reason, kept.revision, kept.first_seen_at, kept.updated_at) == (changed, "vẫn đúng", 2, NOW, SLOT)
    with store._engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(select(revisions))]
    assert rows == [(old.key, 1, {"title": old.title, "summary": old.summary, "body": old.body, "link": old.link}, SLOT)]
    assert store.outbox.by_entry(old.key) == [post(old)]
    assert [event.verb for event in store.journal.of(old.key)] == ["seen", "changed"]


def test_two_workers_with_the_same_arrivals_store_each_once(store, other):
    store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    arrivals = [arrival(each, post(each)) for each in map(entry, "1234")]
    outcomes = together(*(lambda each=each: each.polls.record(feed(), arrivals, NOW, LOA) for each in (store, other)))
    assert sorted(key for outcome in outcomes for key in outcome.new) == sorted(each.entry.key for each in arrivals)
    assert [outcome.changed for outcome in outcomes] == [(), ()]
    assert len(store.entries.recent(99)) == 4
    assert store.outbox.counts() == {PostState.SCHEDULED: 4}
    assert len(store.journal.recent(99)) == 8


def test_two_workers_with_the_same_change_store_it_once(store, other):
    stored(store, arrival(entry()))
    change = (arrival(entry(title="Đính chính")),)
    outcomes = together(*(lambda each=each: each.polls.record(feed(), change, SLOT, LOA) for each in (store, other)))
    assert sorted(outcome.changed for outcome in outcomes) == [(), (entry().key,)]
    assert store.entries.get(entry().key).revision == 2


def test_a_poll_that_wants_a_taken_slot_stores_nothing_at_all(store):
    stored(store, arrival(entry("1"), post(entry("1"))))
    late = replace(post(entry("2")), due_at=post(entry("1")).due_at)
    before = (store.feeds.all(), store.journal.recent(99))
    with pytest.raises(SlotTaken) as refused:
        store.polls.record(feed(etag='"2"'), (arrival(entry("2"), late),), NOW, LOA)
    assert PAGE in str(refused.value)
    assert (store.feeds.all(), store.journal.recent(99)) == before
    with pytest.raises(NotFound):
        store.entries.get(entry("2").key)


def test_a_fault_is_journaled_with_its_poll(store):
    store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    event = Event(at=NOW, actor=LOA, subject="feed:huyen", verb="poll-failed", reason="404")
    store.polls.record(feed(failures=1, last_error="404"), (), NOW, LOA, events=(event,))
    assert store.journal.of("feed:huyen") == [event]


def test_how_many_entries_of_a_feed_went_on_lately(store):
    stored(store, arrival(entry("1")), arrival(entry("2")), arrival(entry("3"), standing=Standing.LATE))
    assert [store.entries.accepted_since("huyen", since) for since in (NOW - LEASE, NOW)] == [2, 0]
    assert store.entries.accepted_since("tinh", NOW - LEASE) == 0


def test_an_entry_is_found_by_its_link_and_the_last_seen_come_first(store):
    stored(store, arrival(entry("1")))
    stored(store, arrival(entry("2", link=entry("1").link)), now=SLOT)
    assert [each.entry.identity for each in store.entries.recent(9)] == ["2", "1"]
    assert [each.entry.identity for each in store.entries.recent(1)] == ["2"]
    assert store.entries.find_by_link(entry("1").link).entry.identity == "2"
    assert store.entries.find_by_link("https://huyen.example.vn/khac") is None


# Claims and settlements


def test_a_claim_takes_the_post_for_the_length_of_the_lease(store):
    waiting = a_post(store)
    mine = claimed(store, waiting)
    assert mine == replace(waiting, state=PostState.PUBLISHING, attempts=1, attempted_at=NOW, claimed_until=NOW + LEASE)
    assert store.outbox.get(waiting.key) == mine


@pytest.mark.parametrize("state", [state for state in PostState if state is not PostState.SCHEDULED])
def test_only_a_scheduled_post_can_be_claimed(store, state):
    there = a_post(store, state=state)
    assert store.outbox.claim(there.key, expected_due_at=there.due_at or SLOT, now=NOW, lease=LEASE, actor=LOA) is None
    assert store.outbox.get(there.key) == there


def test_a_post_that_was_given_another_slot_is_not_claimed_for_the_old_one(store):
    waiting = a_post(store)
    store.outbox.reschedule(waiting.key, expected_due_at=waiting.due_at, due_at=SLOT, reason="giờ nghỉ", actor=LOA, now=NOW)
    assert store.outbox.claim(waiting.key, expected_due_at=waiting.due_at, now=NOW, lease=LEASE, actor=LOA) is None
    assert store.outbox.get(waiting.key) == replace(waiting, due_at=SLOT, reason="giờ nghỉ")


def test_of_two_workers_claiming_at_once_one_gets_the_post(store, other):
    waiting = a_post(store)
    found = together(
        *(
            lambda each=each: each.outbox.claim(waiting.key, expected_due_at=waiting.due_at, now=NOW, lease=LEASE, actor=LOA)
            for each in (store, other)
        )
    )
    assert sorted(each is not None for each in found) == [False, True]
    assert store.outbox.get(waiting.key).attempts == 1
    assert [event.verb for event in store.journal.of(waiting.key)] == ["made", "claimed"]


def test_of_an_editor_and_the_publisher_at_once_one_gets_the_post(store, other):
    waiting = a_post(store)
    claim, drop = together(
        lambda: store.outbox.claim(waiting.key, expected_due_at=waiting.due_at, now=NOW, lease=LEASE, actor=LOA),
        lambda: other.outbox.reject(waiting.key, draft_hash=waiting.draft.hash, by=ANNA, note="sai", now=NOW),
    )
    assert (claim is None) == (not isinstance(drop, Conflict))
    assert store.outbox.get(waiting.key).state is (PostState.DROPPED if claim is None else PostState.PUBLISHING)


def test_settlements_store_the_outcome(store):
    out = publish(store, claimed(store, a_post(store, "1")), permalink="https://fb.example/1")
    assert (out.state, out.remote_id, out.permalink, out.published_at) == (PostState.PUBLISHED, f"1_{out.key}", "https://fb.example/1", NOW)
    assert (out.due_at, out.claimed_until) == (None, None), "sent before its slot, it gives the slot back"
    late = claimed(store, a_post(store, "4"))
    assert publish(store, late, late.due_at + MINUTE).due_at == late.due_at
    mine = claimed(store, a_post(store, "2"))
    back = store.outbox.settle_scheduled(mine, now=NOW, try_after=SLOT, reason="mất mạng", actor=LOA)
    assert (back.state, back.due_at, back.try_after, back.reason) == (PostState.SCHEDULED, mine.due_at, SLOT, "mất mạng")
    failed = a_post(store, "3", PostState.FAILED)
    assert (failed.state, failed.due_at, failed.claimed_until, failed.reason) == (PostState.FAILED, None, None, "Facebook từ chối")


SETTLEMENTS = {
    "published": lambda outbox, mine: outbox.settle_published(mine, remote_id="1_9", permalink="", published_at=NOW, now=NOW, actor=LOA),
    "scheduled": lambda outbox, mine: outbox.settle_scheduled(mine, now=NOW, try_after=None, reason="", actor=LOA),
    "failed": lambda outbox, mine: outbox.settle_failed(mine, now=NOW, reason="", actor=LOA),
    "doubt": lambda outbox, mine: outbox.doubt(mine, now=NOW, look_at=SLOT, reason="?", actor=LOA),
}


@pytest.mark.parametrize("settle", SETTLEMENTS.values(), ids=SETTLEMENTS)
def test_a_worker_whose_lease_ran_out_cannot_overwrite_what_another_found(store, settle):
    lost = claimed(store, a_post(store))
    looked = store.outbox.claim_doubtful(NOW + LEASE, LEASE, [PAGE])
    with pytest.raises(Conflict):
        settle(store.outbox, lost)
    publish(store, looked)
    with pytest.raises(Conflict):
        settle(store.outbox, lost)
    assert store.outbox.get(lost.key).remote_id == f"1_{lost.key}"


@pytest.mark.parametrize("settle", SETTLEMENTS.values(), ids=SETTLEMENTS)
def test_a_worker_of_an_earlier_attempt_cannot_settle_the_present_one(store, settle):
    lost = claimed(store, a_post(store))
    back = store.outbox.settle_scheduled(lost, now=NOW, try_after=None, reason="", actor=LOA)
    mine = claimed(store, back)
    with pytest.raises(Conflict):
        settle(store.outbox, lost)
    assert store.outbox.get(mine.key) == mine


def test_a_post_in_doubt_is_looked_at_when_its_lease_has_run_out_by_one_worker(store, other):
    mine = claimed(store, a_post(store))
    assert store.outbox.claim_doubtful(NOW, LEASE, [PAGE]) is None
    assert store.outbox.claim_doubtful(NOW + LEASE, LEASE, ["khac"]) is None
    found = together(*(lambda each=each: each.outbox.claim_doubtful(NOW + LEASE, LEASE, [PAGE]) for each in (store, other)))
    assert [each for each in found if each] == [replace(mine, doubts=1, claimed_until=NOW + 2 * LEASE)]


def test_a_doubt_is_looked_at_when_asked_and_the_journal_hears_a_reason_once(store):
    mine = claimed(store, a_post(store))
    for minute in range(3):
        mine = store.outbox.doubt(mine, now=NOW, look_at=NOW + minute * MINUTE, reason="Facebook trả lời 500", actor=LOA)
        assert store.outbox.claim_doubtful(NOW + (minute - 1) * MINUTE, LEASE, [PAGE]) is None
        mine = store.outbox.claim_doubtful(NOW + minute * MINUTE, LEASE, [PAGE])
    assert (mine.state, mine.doubts) == (PostState.PUBLISHING, 3)
    assert [event.verb for event in store.journal.of(mine.key)] == ["made", "claimed", "in-doubt"]


def test_a_doubtful_post_comes_back_into_a_free_slot_only(store):
    taken = a_post(store, "2")
    mine = claimed(store, a_post(store, "1"))
    with pytest.raises(SlotTaken):
        store.outbox.settle_scheduled(mine, now=NOW, try_after=None, reason="", actor=LOA, due_at=taken.due_at)
    assert store.outbox.get(mine.key) == mine
    assert store.outbox.settle_scheduled(mine, now=NOW, try_after=None, reason="", actor=LOA, due_at=SLOT).due_at == SLOT


# What is due


def test_the_first_due_post_has_the_earliest_slot_that_is_not_in_the_future(store):
    one, two = a_post(store, "1"), a_post(store, "2")
    assert store.outbox.first_due(PAGE, NOW, NOW) is None
    assert store.outbox.first_due(PAGE, one.due_at, NOW) == one
    assert store.outbox.first_due(PAGE, None, NOW) == one
    assert store.outbox.first_due("khac", None, NOW) is None
    claimed(store, one)
    assert store.outbox.first_due(PAGE, two.due_at, NOW) == two


def test_the_first_scheduled_post_of_no_named_channel_is_found_once_it_is_overdue(store):
    one = a_post(store, "1")
    assert store.outbox.first_elsewhere([PAGE, "khac"], one.due_at) is None
    assert store.outbox.first_elsewhere(["khac"], one.due_at - MINUTE) is None
    assert store.outbox.first_elsewhere(["khac"], one.due_at) == one
    assert store.outbox.first_elsewhere([], one.due_at) == one
    claimed(store, one)
    assert store.outbox.first_elsewhere(["khac"], one.due_at) is None


def test_a_post_that_waits_after_a_failure_lets_the_next_one_go_first(store):
    one, two = a_post(store, "1"), a_post(store, "2")
    store.outbox.settle_scheduled(claimed(store, one), now=NOW, try_after=SLOT, reason="", actor=LOA)
    assert store.outbox.first_due(PAGE, None, SLOT - MINUTE) == two
    assert store.outbox.first_due(PAGE, None, SLOT).key == one.key


def test_nothing_is_due_on_a_paused_channel_until_it_is_resumed(store):
    waiting = a_post(store)
    store.channels.pause("khac", reason="", now=NOW, probe_at=SLOT, actor=LOA)
    assert store.outbox.first_due(PAGE, None, NOW) == waiting
    store.channels.pause(PAGE, reason="token hết hạn", now=NOW, probe_at=SLOT, actor=LOA)
    assert store.outbox.first_due(PAGE, None, NOW) is None
    store.channels.resume(PAGE, reason="", now=NOW, actor=LOA)
    assert store.outbox.first_due(PAGE, None, NOW) == waiting


def test_a_new_slot_keeps_its_distance_from_what_is_due_and_what_went_out(store):
    waiting, out = a_post(store, "1"), publish(store, claimed(store, a_post(store, "2")), SLOT)
    for number, state in enumerate((PostState.HELD, PostState.FAILED, PostState.DROPPED)):
        a_post(store, str(number + 3), state)
    assert out.published_at == SLOT

    def taken(channel, since):
        return [(each.at, each.post, each.waits) for each in store.outbox.taken(channel, since)]

    assert taken(PAGE, NOW) == [(waiting.due_at, waiting.key, True), (SLOT, out.key, False)], (
        "each Post once: by its slot, and once out by when it went"
    )
    assert taken(PAGE, SLOT) == [(SLOT, out.key, False)]
    assert taken("khac", NOW) == []
    assert [each.at for each in store.outbox.sent(PAGE, NOW)] == [SLOT]
    assert store.outbox.sent(PAGE, SLOT + MINUTE) == []


def test_what_is_taken_is_told_in_full_with_what_gave_it_its_time(store):
    made, moved, placed = (a_post(store, number) for number in "123")
    for post_, verb, minutes in ((moved, "moved", 61), (placed, "moved", 62), (placed, "placed", 63)):
        seen = store.outbox.get(post_.key)
        store.outbox.reschedule(
            post_.key, expected_due_at=seen.due_at, due_at=NOW + minutes * MINUTE, reason="", actor=LOA, now=NOW, verb=verb
        )
    out = publish(store, claimed(store, a_post(store, "4")), SLOT)
    found = store.outbox.taken(PAGE, NOW, in_full=True)
    assert [(each.post, each.waits, each.verb) for each in found] == [
        (made.key, True, ""),
        (moved.key, True, "moved"),
        (placed.key, True, "placed"),
        (out.key, False, ""),
    ]
    about = {(each.tone, each.fields, each.topics, each.feed, each.title) for each in found}
    assert about == {(CLASSIFICATION.tone, CLASSIFICATION.fields, CLASSIFICATION.topics, "huyen", entry().title)}
    assert [each.tone for each in store.outbox.sent(PAGE, NOW, in_full=True)] == [CLASSIFICATION.tone]
    assert store.outbox.first_due(PAGE, None, NOW, (made.key,)) == store.outbox.get(moved.key)


def test_published_posts_and_those_without_an_address_are_listed(store):
    one, two = (publish(store, claimed(store, a_post(store, str(number))), NOW + number * MINUTE) for number in (1, 2))
    a_post(store, "3")
    assert store.outbox.published(PAGE, NOW) == [one, two]
    assert store.outbox.published(PAGE, NOW + 2 * MINUTE) == [two]
    assert store.outbox.missing_permalinks(PAGE, NOW, 1) == [two]
    store.outbox.set_permalink(two.key, "https://fb.example/2")
    assert store.outbox.get(two.key) == replace(two, permalink="https://fb.example/2")
    assert store.outbox.missing_permalinks(PAGE, NOW, 9) == [one]


def test_a_look_for_an_address_can_be_put_off(store):
    out = publish(store, claimed(store, a_post(store)))
    store.outbox.look_again(out.key, NOW + MINUTE)
    assert store.outbox.missing_permalinks(PAGE, NOW, 9) == []
    assert [each.key for each in store.outbox.missing_permalinks(PAGE, NOW + MINUTE, 9)] == [out.key]
    with pytest.raises(Conflict):
        store.outbox.look_again(a_post(store, "2").key, NOW)


def test_the_queue_lists_what_goes_out_next_and_then_what_has_no_time(store):
    there = {state: a_post(store, str(number + 1), state) for number, state in enumerate(PostState)}
    waiting = [there[PostState.SCHEDULED], there[PostState.PUBLISHING], there[PostState.HELD]]
    states = [PostState.HELD, PostState.SCHEDULED, PostState.PUBLISHING]
    assert store.outbox.listing(states, 9) == waiting
    assert store.outbox.listing(states, 1, 1) == waiting[1:2]
    finished = store.outbox.listing([PostState.DROPPED, PostState.PUBLISHED], 9)
    assert finished == [there[PostState.PUBLISHED], there[PostState.DROPPED]]
    assert store.outbox.listing([], 9) == []
    assert store.outbox.counts() == dict.fromkeys(PostState, 1)


# Moves

# Every way to each state: what the table of moves allows beyond it is refused by the verb's own promise.
VERBS: dict[str, tuple[PostState, frozenset[PostState], Callable[[Store, Post], Any]]] = {
    "approve": (
        PostState.SCHEDULED,
        frozenset({PostState.HELD}),
        lambda store, post: store.outbox.approve(post.key, draft_hash=post.draft.hash, by=ANNA, note="", due_at=SLOT, now=NOW),
    ),
    "retry": (
        PostState.SCHEDULED,
        frozenset({PostState.FAILED}),
        lambda store, post: store.outbox.retry(post.key, due_at=SLOT, by=ANNA, now=NOW),
    ),
    "reject": (
        PostState.DROPPED,
        frozenset({PostState.HELD, PostState.SCHEDULED, PostState.FAILED}),
        lambda store, post: store.outbox.reject(post.key, draft_hash=post.draft.hash, by=ANNA, note="không đăng", now=NOW),
    ),
    "drop": (
        PostState.DROPPED,
        frozenset({PostState.HELD, PostState.SCHEDULED, PostState.FAILED}),
        lambda store, post: store.outbox.drop(post.key, reason="quá hạn", actor=LOA, now=NOW),
    ),
    "redraft and hold": (
        PostState.HELD,
        frozenset({PostState.HELD, PostState.SCHEDULED, PostState.FAILED}),
        lambda store, post: redraft(store, post, PostState.HELD),
    ),
    "redraft and keep": (
        PostState.SCHEDULED,
        frozenset({PostState.SCHEDULED}),
        lambda store, post: redraft(store, post, PostState.SCHEDULED),
    ),
    "reschedule": (
        PostState.SCHEDULED,
        frozenset({PostState.SCHEDULED}),
        lambda store, post: store.outbox.reschedule(
            post.key, expected_due_at=post.due_at or NOW, due_at=SLOT, reason="", actor=LOA, now=NOW
        ),
    ),
    "publish": (PostState.PUBLISHED, frozenset({PostState.PUBLISHING}), publish),
    "fail": (
        PostState.FAILED,
        frozenset({PostState.PUBLISHING}),
        lambda store, post: store.outbox.settle_failed(post, now=NOW, reason="", actor=LOA),
    ),
    "postpone": (
        PostState.SCHEDULED,
        frozenset({PostState.PUBLISHING}),
        lambda store, post: store.outbox.settle_scheduled(post, now=NOW, try_after=None, reason="", actor=LOA),
    ),
}


def redraft(store: Store, there: Post, state: PostState, message: str = "Bản mới") -> Post:
    draft = Draft(message=message, link=there.draft.link, marker=there.key)
    return store.outbox.replace_draft(
        there.key, expected_hash=there.draft.hash, draft=draft, state=state, reason="nguồn đổi", actor=LOA, now=NOW
    )


@pytest.mark.parametrize("before", PostState)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_moves_a_post_only_from_where_it_may_and_else_leaves_it_alone(store, verb, before):
    after, allowed, move = VERBS[verb]
    there = a_post(store, state=before)
    journal = store.journal.of(there.key)
    if before in allowed:
        assert before is after or after in MOVES[before]
        move(store, there)
        assert store.outbox.get(there.key).state is after
        last = store.journal.of(there.key)[-1]
        assert (last.before, last.after) == (before, after)
    else:
        with pytest.raises(Conflict):
            move(store, there)
        assert store.outbox.get(there.key) == there
        assert store.journal.of(there.key) == journal


def test_every_legal_move_is_made_by_some_verb():
    made = {(before, after) for after, allowed, _ in VERBS.values() for before in allowed if before is not after}
    legal = {(before, after) for before, afters in MOVES.items() for after in afters}
    # `claim` has its own tests, and so have the Step that withdraws and `undo` (test_decisions.py).
    elsewhere = {
        (PostState.SCHEDULED, PostState.PUBLISHING),
        (PostState.PUBLISHED, PostState.WITHDRAWN),
        (PostState.DROPPED, PostState.HELD),
    }
    assert legal - made == elsewhere
    assert made - legal == set()


@pytest.mark.parametrize("verb", ["approve", "retry", "reject", "drop", "redraft and hold", "reschedule"])
def test_a_verb_for_an_unknown_post_is_not_found(store, verb):
    with pytest.raises(NotFound):
        VERBS[verb][2](store, post(entry()))


def test_a_permalink_belongs_to_a_published_post(store):
    with pytest.raises(NotFound):
        store.outbox.set_permalink("p0", "https://fb.example/1")
    with pytest.raises(Conflict):
        store.outbox.set_permalink(a_post(store).key, "https://fb.example/1")


# Editors


def test_an_approval_gives_a_slot_and_is_kept_with_the_draft_it_was_for(store):
    held = a_post(store, state=PostState.HELD)
    after = store.outbox.approve(held.key, draft_hash=held.draft.hash, by=ANNA, note="được", due_at=SLOT, now=NOW)
    assert after == replace(held, state=PostState.SCHEDULED, due_at=SLOT)
    assert store.approvals.of(held.key) == [
        Approval(post_key=held.key, draft_hash=held.draft.hash, approved=True, by=ANNA, at=NOW, note="được")
    ]
    assert store.journal.of(held.key)[-1] == Event(
        at=NOW, actor=ANNA, subject=held.key, verb="approved", before=PostState.HELD, after=PostState.SCHEDULED, reason="được"
    )


def test_a_rejection_keeps_the_editors_reason(store):
    held = a_post(store, state=PostState.HELD)
    after = store.outbox.reject(held.key, draft_hash=held.draft.hash, by=ANNA, note="sai tên xã", now=NOW)
    assert (after.state, after.reason, after.due_at) == (PostState.DROPPED, "sai tên xã", None)
    assert store.approvals.of(held.key) == [
        Approval(post_key=held.key, draft_hash=held.draft.hash, approved=False, by=ANNA, at=NOW, note="sai tên xã")
    ]


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_a_decision_on_another_draft_than_the_present_one_is_refused_and_not_kept(store, verb):
    seen = a_post(store, state=PostState.HELD)
    present = redraft(store, seen, PostState.HELD)
    with pytest.raises(Conflict):
        VERBS[verb][2](store, seen)
    assert store.outbox.get(seen.key) == present
    assert store.approvals.of(seen.key) == []


def test_a_new_draft_takes_an_approved_post_out_of_the_timetable(store):
    held = a_post(store, state=PostState.HELD)
    approved = VERBS["approve"][2](store, held)
    later = store.outbox.settle_scheduled(claimed(store, approved), now=NOW, try_after=SLOT, reason="", actor=LOA)
    after = redraft(store, later, PostState.HELD)
    assert (after.state, after.due_at, after.try_after, after.draft.message, after.reason) == (
        PostState.HELD,
        None,
        None,
        "Bản mới",
        "nguồn đổi",
    )
    assert after.draft.hash not in {each.draft_hash for each in store.approvals.of(held.key)}


def test_a_draft_is_replaced_only_where_it_is_the_one_that_was_seen(store):
    seen = a_post(store)
    present = redraft(store, seen, PostState.SCHEDULED)
    assert (present.state, present.due_at) == (PostState.SCHEDULED, seen.due_at)
    with pytest.raises(Conflict):
        redraft(store, seen, PostState.SCHEDULED, "Bản thứ ba")
    assert store.outbox.get(seen.key) == present


@pytest.mark.parametrize("verb", ["approve", "retry", "reschedule"])
def test_a_slot_that_is_taken_is_refused_by_name_and_nothing_changes(store, verb):
    _, allowed, move = VERBS[verb]
    there = a_post(store, "1", next(iter(allowed)))
    other = a_post(store, "2")
    store.outbox.reschedule(other.key, expected_due_at=other.due_at, due_at=SLOT, reason="", actor=LOA, now=NOW)
    journal = store.journal.recent(99)
    with pytest.raises(SlotTaken) as refused:
        move(store, there)
    assert PAGE in str(refused.value)
    assert store.outbox.get(there.key) == there
    assert (store.approvals.of(there.key), store.journal.recent(99)) == ([], journal)


def test_two_channels_may_use_one_slot(store):
    one = entry()
    stored(store, arrival(one, post(one), post(one, channel="trang-2")))
    assert [each.channel for each in store.outbox.by_entry(one.key)] == [PAGE, "trang-2"]
    assert len({each.due_at for each in store.outbox.by_entry(one.key)}) == 1


def test_of_two_editors_approving_into_one_slot_one_is_told_to_plan_again(store, other):
    held = [a_post(store, number, PostState.HELD) for number in "12"]
    found = together(*(lambda each=each, of=of: VERBS["approve"][2](each, of) for each, of in zip((store, other), held, strict=True)))
    assert sorted(type(each) for each in found if not isinstance(each, Post)) == [SlotTaken]
    assert store.outbox.counts() == {PostState.HELD: 1, PostState.SCHEDULED: 1}
    assert sum(len(store.approvals.of(each.key)) for each in held) == 1


def test_of_two_editors_approving_one_post_one_decides(store, other):
    held = a_post(store, state=PostState.HELD)
    found = together(*(lambda each=each: VERBS["approve"][2](each, held) for each in (store, other)))
    assert sorted(isinstance(each, Post) for each in found) == [False, True]
    assert len(store.approvals.of(held.key)) == 1


# Channels


def test_a_channel_is_fine_until_it_is_paused_and_the_alarm_sounds_once(store):
    assert store.channels.status(PAGE) == ChannelStatus(name=PAGE)
    event = store.channels.pause(PAGE, reason="token hết hạn", now=NOW, probe_at=SLOT, actor=LOA)
    assert event == Event(at=NOW, actor=LOA, subject=f"channel:{PAGE}", verb="paused", reason="token hết hạn")
    assert store.channels.pause(PAGE, reason="lần nữa", now=SLOT, probe_at=SLOT, actor=LOA) is None
    assert store.channels.status(PAGE) == ChannelStatus(name=PAGE, paused_since=NOW, reason="token hết hạn", probe_at=SLOT)
    store.channels.resume(PAGE, reason="token mới", now=SLOT, actor=LOA)
    store.channels.resume(PAGE, reason="token mới", now=SLOT, actor=LOA)
    assert store.channels.status(PAGE) == ChannelStatus(name=PAGE)
    assert [each.verb for each in store.journal.of(f"channel:{PAGE}")] == ["paused", "resumed"]
    assert store.channels.pause(PAGE, reason="", now=SLOT, probe_at=SLOT, actor=LOA) is not None


def test_of_two_workers_pausing_at_once_one_sounds_the_alarm(store, other):
    found = together(
        *(lambda each=each: each.channels.pause(PAGE, reason="", now=NOW, probe_at=SLOT, actor=LOA) for each in (store, other))
    )
    assert sorted(each is not None for each in found) == [False, True]
    assert len(store.journal.of(f"channel:{PAGE}")) == 1


def test_a_probe_is_claimed_once_when_it_is_due(store, other):
    store.channels.pause(PAGE, reason="", now=NOW, probe_at=SLOT, actor=LOA)
    assert store.channels.claim_probe(SLOT - MINUTE, LEASE, [PAGE]) is None
    assert store.channels.claim_probe(SLOT, LEASE, ["khac"]) is None
    found = together(*(lambda each=each: each.channels.claim_probe(SLOT, LEASE, [PAGE]) for each in (store, other)))
    assert [each.name for each in found if each] == [PAGE]
    assert store.channels.status(PAGE).probe_at == SLOT + LEASE


# Snapshots


def test_a_rung_is_stored_once_and_a_missing_metric_stays_missing(store):
    out = a_post(store, state=PostState.PUBLISHED)
    first = Snapshot(post_key=out.key, rung="1h", taken_at=NOW, metrics={"likes": 3}, missing={"reach": "không có quyền"})
    again = replace(first, taken_at=SLOT, metrics={"likes": 9})
    last = Snapshot(post_key=out.key, rung="1d", taken_at=SLOT, metrics={"likes": 0})
    store.snapshots.add([first])
    store.snapshots.add([again, last])
    store.snapshots.add([])
    assert store.snapshots.of(out.key) == [first, last]
    assert store.snapshots.latest() == [last]
    assert store.snapshots.rungs([out.key, "p0"]) == {out.key: {"1h", "1d"}}
    assert store.snapshots.rungs([]) == {}


def test_the_log_gets_each_snapshot_once_in_order(store):
    out = a_post(store, state=PostState.PUBLISHED)
    taken = [Snapshot(post_key=out.key, rung=f"{hour}h", taken_at=NOW, metrics={}) for hour in range(5)]
    store.snapshots.add(taken)
    first = store.snapshots.after(0, 3)
    rest = store.snapshots.after(first[-1][0], 9)
    assert [each for _, each in (*first, *rest)] == taken
    assert store.snapshots.after(rest[-1][0], 9) == []


def test_two_workers_measuring_the_same_rung_store_it_once(store, other):
    out = a_post(store, state=PostState.PUBLISHED)
    taken = [Snapshot(post_key=out.key, rung=f"{hour}h", taken_at=NOW, metrics={"likes": hour}) for hour in range(5)]
    together(*(lambda each=each: each.snapshots.add(taken) for each in (store, other)))
    assert store.snapshots.of(out.key) == taken


# Times, the journal, opening


def test_times_come_back_in_utc_to_the_microsecond_whatever_zone_they_came_in(store):
    hanoi = NOW.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    store.feeds.ensure("huyen", "https://huyen.example.vn/rss", hanoi)
    back = store.feeds.get("huyen").next_poll_at
    assert (back, back.utcoffset()) == (NOW, timedelta(0))
    assert store.feeds.claim_due(hanoi - timedelta(microseconds=1), ["huyen"], LEASE) == []
    assert len(store.feeds.claim_due(NOW.astimezone(timezone(timedelta(hours=-5))), ["huyen"], LEASE)) == 1


def test_a_naive_time_is_a_bug_and_nothing_is_stored(store):
    with pytest.raises(StatementError, match="naive datetime"):
        store.feeds.ensure("huyen", "https://huyen.example.vn/rss", datetime(2026, 11, 24))  # noqa: DTZ001 - that is the point
    assert store.feeds.all() == []


def test_the_journal_has_the_newest_first_or_a_subjects_story_in_order(store):
    events = [Event(at=NOW, actor=ANNA, subject="feed:huyen", verb=verb, reason="…") for verb in ("a", "b", "c")]
    for event in events:
        store.journal.write(event)
    assert store.journal.of("feed:huyen") == events
    assert store.journal.recent(2) == [events[2], events[1]]
    assert store.journal.of("feed:tinh") == []


def test_what_was_stored_is_there_when_the_database_is_opened_again(url, store):
    waiting = a_post(store)
    store.close()
    again = open_store(url, now=SLOT)
    try:
        assert again.outbox.get(waiting.key) == waiting
        assert again.revision() == store.revision() != ""
    finally:
        again.close()


@pytest.mark.parametrize("kind", BOTH)
def test_workers_opening_an_empty_database_at_once_all_get_in(kind, tmp_path):
    with empty_database(kind, tmp_path) as url:
        opened = together(*[lambda: open_store(url, now=NOW)] * 4)
        try:
            assert [each.feeds.all() for each in opened] == [[]] * 4
        finally:
            for each in opened:
                each.close()


# Looking at articles again


@pytest.mark.parametrize("state", list(PostState))
def test_an_article_is_looked_at_while_a_post_waits_or_went_out_lately(store, state):
    a_post(store, state=state)
    found = store.entries.claim_look(NOW + LEASE, LEASE, NOW)
    assert (found is not None) is (state in {PostState.HELD, PostState.SCHEDULED, PostState.PUBLISHED})


def test_an_article_is_looked_at_by_one_worker_once_in_a_while_the_longest_unseen_first(store):
    first, second = a_post(store, "1"), a_post(store, "2")
    assert store.entries.claim_look(NOW + LEASE / 2, LEASE, NOW) is None
    claimed_keys = [store.entries.claim_look(NOW + LEASE, LEASE, NOW), store.entries.claim_look(NOW + LEASE, LEASE, NOW)]
    assert {each.entry.key for each in claimed_keys} == {first.entry_key, second.entry_key}
    assert store.entries.claim_look(NOW + LEASE, LEASE, NOW) is None
    assert store.entries.claim_look(NOW + LEASE * 2, LEASE, NOW).entry.key == claimed_keys[0].entry.key


def test_a_look_out_of_turn_counts_as_one(store):
    post = a_post(store, state=PostState.SCHEDULED)
    store.entries.looked(post.entry_key, NOW + LEASE)
    assert store.entries.claim_look(NOW + LEASE * 1.5, LEASE, NOW) is None
    assert store.entries.claim_look(NOW + LEASE * 2, LEASE, NOW) is not None


def test_a_scheduled_post_is_put_off_within_its_slot(store):
    post = a_post(store, state=PostState.SCHEDULED)
    change = {"try_after": NOW + LEASE, "reason": "chưa xem được", "actor": LOA, "now": NOW}
    with pytest.raises(Conflict):
        store.outbox.postpone(post.key, expected_due_at=post.due_at + LEASE, **change)
    store.outbox.postpone(post.key, expected_due_at=post.due_at, **change)
    assert store.outbox.get(post.key) == replace(post, try_after=NOW + LEASE, reason="chưa xem được")
    assert (store.journal.of(post.key)[-1].verb, store.journal.of(post.key)[-1].reason) == ("postponed", "chưa xem được")
    with pytest.raises(Conflict):
        store.outbox.postpone(a_post(store, "2", state=PostState.HELD).key, expected_due_at=NOW, **change)


def test_how_often_an_entry_has_changed_lately(store):
    stored(store, arrival(entry()))
    for number in range(3):
        changed = arrival(replace(entry(), title=f"Tin đã sửa {number}"))
        store.polls.record(feed(), (changed,), NOW + number * LEASE, LOA)
    assert [store.entries.changes_since(entry().key, NOW + number * LEASE) for number in (-1, 0, 1, 2)] == [3, 2, 1, 0]
    assert store.entries.changes_since(entry("2").key, NOW - LEASE) == 0


def test_what_went_out_too_long_ago_is_not_looked_at(store):
    a_post(store, state=PostState.PUBLISHED)
    assert store.entries.claim_look(NOW + LEASE, LEASE, NOW + LEASE / 2) is None


def test_a_new_draft_brings_its_pictures_in_the_same_transaction(store):
    held = a_post(store, state=PostState.HELD)
    content = b"a picture"
    name = sha256(content).hexdigest()
    draft = replace(held.draft, pictures=(Picture(digest=name, width=1, height=1, alt="ảnh"),))
    change = {"draft": draft, "state": PostState.HELD, "reason": "", "actor": ANNA, "now": NOW, "pictures": {name: content}}
    with pytest.raises(Conflict):
        store.outbox.replace_draft(held.key, expected_hash="0" * 64, **change)
    with pytest.raises(NotFound):
        store.pictures.contents([name])
    store.outbox.replace_draft(held.key, expected_hash=held.draft.hash, **change)
    assert store.pictures.contents([name]) == (content,)
    assert store.outbox.get(held.key).draft == draft


def test_a_lease_is_renewed_by_its_holder_and_the_attempt_begins_anew(store):
    mine = a_post(store, state=PostState.PUBLISHING)
    renewed = store.outbox.renew(mine, now=NOW + MINUTE, lease=LEASE)
    assert (renewed.attempted_at, renewed.claimed_until, renewed.attempts) == (NOW + MINUTE, NOW + MINUTE + LEASE, mine.attempts)
    with pytest.raises(Conflict):
        store.outbox.settle_published(mine, remote_id="1_9", permalink="", published_at=NOW, now=NOW, actor=LOA)
    assert publish(store, renewed).state is PostState.PUBLISHED


def test_a_lease_that_ran_out_and_was_taken_over_is_not_renewed(store, other):
    mine = a_post(store, state=PostState.PUBLISHING)
    assert other.outbox.claim_doubtful(NOW + LEASE, LEASE, [PAGE]) is not None
    with pytest.raises(Conflict):
        store.outbox.renew(mine, now=NOW + LEASE, lease=LEASE)


@pytest.mark.parametrize("state", [state for state in PostState if state is not PostState.PUBLISHING])
def test_only_a_post_that_is_being_published_has_a_lease(store, state):
    with pytest.raises(Conflict):
        store.outbox.renew(a_post(store, state=state), now=NOW, lease=LEASE)
