"""Decisions taken back, reminded of and given up, on both engines: each once, and only what the caller saw."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Conflict, NotFound
from bot.model import Draft, Event, Post, PostState
from bot.store.store import Store
from tests.contract.conftest import together
from tests.store.samples import ANNA, LOA, NOW, a_post, entry, post

SLOT = NOW + timedelta(hours=5)
LATER = NOW + timedelta(minutes=3)
BINH = "Bình"
DAY = timedelta(days=1)


def approved(store: Store, identity: str = "1") -> Post:
    held = a_post(store, identity, PostState.HELD)
    return store.outbox.approve(held.key, draft_hash=held.draft.hash, by=ANNA, note="được", due_at=SLOT, now=NOW)


def rejected(store: Store, identity: str = "1", state: PostState = PostState.HELD) -> Post:
    there = a_post(store, identity, state)
    return store.outbox.reject(there.key, draft_hash=there.draft.hash, by=ANNA, note="sai tên xã", now=NOW)


def undone(store: Store, there: Post, by: str = BINH) -> Post:
    return store.decisions.undo(there, store.approvals.of(there.key)[-1], by=by, reason="nhầm", now=LATER)


def another(there: Post, message: str = "Bản mới") -> Draft:
    return replace(there.draft, message=message)


def redraft(store: Store, there: Post, state: PostState, draft: Draft | None = None, **more) -> Post:
    return store.outbox.replace_draft(
        there.key,
        expected_hash=there.draft.hash,
        draft=draft or another(there),
        state=state,
        reason="nguồn đổi",
        actor=LOA,
        now=NOW,
        **more,
    )


# Undo


def test_an_approval_that_is_taken_back_holds_the_post_and_frees_its_slot(store):
    there = approved(store)
    after = undone(store, there)
    assert after == replace(there, state=PostState.HELD, due_at=None, reason="nhầm")
    assert store.outbox.taken(there.channel, NOW) == []
    assert store.journal.of(there.key)[-1] == Event(
        at=LATER, actor=BINH, subject=there.key, verb="undone", before=PostState.SCHEDULED, after=PostState.HELD, reason="nhầm"
    )


@pytest.mark.parametrize("state", [PostState.HELD, PostState.SCHEDULED, PostState.FAILED])
def test_a_rejection_that_is_taken_back_holds_the_post_wherever_it_stood(store, state):
    after = undone(store, rejected(store, state=state))
    assert (after.state, after.reason, after.due_at) == (PostState.HELD, "nhầm", None)


@pytest.mark.parametrize("decide", [approved, rejected])
def test_a_decision_that_was_taken_back_is_kept_and_counts_no_more_and_teaches_nothing(store, decide):
    there = decide(store)
    assert len(store.labels.of(there.entry_key)) == len(store.labels.all()) == 1
    undone(store, there)
    (decision,) = store.approvals.of(there.key)
    assert (decision.by, decision.undone_at) == (ANNA, LATER)
    assert store.labels.of(there.entry_key) == store.labels.all() == []


def test_only_the_label_of_the_decision_is_taken_back(store):
    there = rejected(store)
    undone(store, there)
    again = store.outbox.approve(there.key, draft_hash=there.draft.hash, by=ANNA, note="", due_at=SLOT, now=LATER)
    assert [label.kind for label in store.labels.of(there.entry_key)] == ["approved"]
    assert [each.undone_at for each in store.approvals.of(there.key)] == [LATER, None]
    undone(store, again)
    assert store.labels.of(there.entry_key) == []


def test_what_was_taken_back_is_not_taken_back_twice(store):
    there = approved(store)
    undone(store, there)
    with pytest.raises(Conflict):
        undone(store, there)
    assert [event.verb for event in store.journal.of(there.key)] == ["made", "approved", "undone"]


@pytest.mark.parametrize("state", [PostState.PUBLISHING, PostState.PUBLISHED, PostState.FAILED, PostState.WITHDRAWN, PostState.DROPPED])
def test_nothing_but_a_waiting_approval_or_a_rejection_is_taken_back(store, state):
    decision = store.approvals.of(approved(store).key)[-1]
    there = a_post(store, "2", state)
    for each in (decision, replace(decision, approved=False)):
        with pytest.raises(Conflict):
            store.decisions.undo(there, each, by=BINH, reason="", now=LATER)
    assert store.outbox.get(there.key) == there


def test_a_post_that_nobody_knows_has_nothing_to_take_back(store):
    decision = store.approvals.of(approved(store).key)[-1]
    with pytest.raises(Conflict):
        store.decisions.undo(post(entry("9")), decision, by=BINH, reason="", now=LATER)
    with pytest.raises(NotFound):
        store.outbox.get(post(entry("9")).key)


def test_of_an_undo_and_a_claim_at_the_same_moment_one_wins(store, other):
    for number in range(1, 6):
        there = approved(store, str(number))
        decision = store.approvals.of(there.key)[-1]
        done = together(
            lambda there=there, decision=decision: store.decisions.undo(there, decision, by=BINH, reason="", now=LATER),
            lambda there=there: other.outbox.claim(there.key, expected_due_at=there.due_at, now=LATER, lease=DAY, actor=LOA),
        )
        won = [result for result in done if isinstance(result, Post)]
        assert len(won) == 1
        assert store.outbox.get(there.key) == won[0]
        if won[0].state is PostState.PUBLISHING:
            store.outbox.settle_failed(won[0], now=LATER, reason="", actor=LOA)


def test_of_two_who_take_back_the_same_decision_one_does(store, other):
    there = rejected(store)
    done = together(lambda: undone(store, there), lambda: undone(other, there, by=ANNA))
    assert sum(isinstance(result, Conflict) for result in done) == 1
    assert [event.verb for event in store.journal.of(there.key)].count("undone") == 1


# A Draft and the approval of it


def test_a_new_draft_never_takes_the_slot_of_an_approved_one(store):
    there = approved(store)
    with pytest.raises(Conflict):
        redraft(store, there, PostState.SCHEDULED)
    assert store.outbox.get(there.key) == there
    assert redraft(store, there, PostState.HELD).state is PostState.HELD


def test_a_draft_that_was_never_approved_is_replaced_in_its_slot(store):
    there = a_post(store)
    assert redraft(store, there, PostState.SCHEDULED).due_at == there.due_at


def test_whose_words_a_draft_holds_goes_with_the_draft(store):
    there = a_post(store, state=PostState.HELD)
    edited = redraft(store, there, PostState.HELD, edited_by=(ANNA, BINH))
    assert edited.edited_by == (ANNA, BINH)
    held = redraft(store, edited, PostState.HELD, draft=edited.draft)
    assert held.edited_by == (ANNA, BINH), "the same Draft holds the same words"
    assert redraft(store, held, PostState.HELD, draft=another(held, "Bản từ nguồn")).edited_by == ()


def test_a_rejected_draft_is_kept_in_line_and_stays_rejected(store):
    there = rejected(store)
    kept = redraft(store, there, PostState.DROPPED)
    assert (kept.state, kept.draft.message) == (PostState.DROPPED, "Bản mới")
    for state in (PostState.HELD, PostState.SCHEDULED):
        with pytest.raises(Conflict):
            redraft(store, kept, state, draft=another(kept, "Bản thứ ba"))
    assert undone(store, kept).draft == kept.draft


# Waiting


def test_what_waits_is_told_with_since_when_the_longest_first(store):
    first = a_post(store, "1", PostState.HELD)
    second = approved(store, "2")
    undone(store, second)
    a_post(store, "3")
    waiting = store.decisions.waiting()
    assert [(each.post.key, each.since, each.reminded_at, each.first_seen_at) for each in waiting] == [
        (first.key, NOW, None, NOW),
        (second.key, LATER, None, NOW),
    ]


def test_another_text_is_another_question(store):
    held = a_post(store, state=PostState.HELD)
    (before,) = store.decisions.waiting()
    store.outbox.replace_draft(
        held.key, expected_hash=held.draft.hash, draft=another(held), state=PostState.HELD, reason="", actor=LOA, now=NOW + DAY
    )
    assert [each.since for each in store.decisions.waiting()] == [NOW + DAY]
    assert not store.decisions.remind(before, reason="chờ", actor=LOA, now=NOW + DAY)
    assert not store.decisions.give_up(before, reason="quá hạn", actor=LOA, now=NOW + DAY)


def test_a_reminder_is_a_line_of_the_journal_and_moves_nothing(store):
    held = a_post(store, state=PostState.HELD)
    (waiting,) = store.decisions.waiting()
    assert store.decisions.remind(waiting, reason="chờ", actor=LOA, now=NOW + DAY)
    assert store.outbox.get(held.key) == held
    assert store.journal.of(held.key)[-1] == Event(at=NOW + DAY, actor=LOA, subject=held.key, verb="reminded", reason="chờ")
    assert store.decisions.waiting() == [replace(waiting, reminded_at=NOW + DAY)]


def test_two_workers_remind_once_and_give_up_once(store, other):
    for number in range(1, 6):
        a_post(store, str(number), PostState.HELD)
    for waiting in store.decisions.waiting():
        done = together(
            *(
                lambda each=each, waiting=waiting: each.decisions.remind(waiting, reason="", actor=LOA, now=NOW + DAY)
                for each in (store, other)
            )
        )
        assert sorted(done) == [False, True]
    for waiting in store.decisions.waiting():
        done = together(
            *(
                lambda each=each, waiting=waiting: each.decisions.give_up(waiting, reason="", actor=LOA, now=NOW + DAY)
                for each in (store, other)
            )
        )
        assert sorted(done) == [False, True]
    assert store.outbox.counts() == {PostState.DROPPED: 5}


def test_what_is_decided_at_the_last_moment_is_not_given_up(store, other):
    for number in range(1, 6):
        held = a_post(store, str(number), PostState.HELD)
        (waiting,) = store.decisions.waiting()
        due_at = SLOT + timedelta(hours=number)
        gave_up, result = together(
            lambda waiting=waiting: store.decisions.give_up(waiting, reason="quá hạn", actor=LOA, now=LATER),
            lambda held=held, due_at=due_at: other.outbox.approve(
                held.key, draft_hash=held.draft.hash, by=ANNA, note="", due_at=due_at, now=LATER
            ),
        )
        assert gave_up is isinstance(result, Conflict)
        assert store.outbox.get(held.key).state is (PostState.DROPPED if gave_up else PostState.SCHEDULED)


def test_what_was_given_up_is_no_decision_to_take_back(store):
    held = a_post(store, state=PostState.HELD)
    (waiting,) = store.decisions.waiting()
    assert store.decisions.give_up(waiting, reason="quá hạn", actor=LOA, now=LATER)
    after = store.outbox.get(held.key)
    assert (after.state, after.reason, store.approvals.of(held.key)) == (PostState.DROPPED, "quá hạn", [])
