"""Editors' labels and corrections, over SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Conflict, NotFound, Overruled
from bot.judgement import Answer, Field, Label, LabelKind, Tone
from bot.model import PostState, Standing, Step, StepKind, StepState
from bot.store.corrections import Correction, Redraft
from tests.contract.conftest import together
from tests.store.samples import ANNA, CLASSIFICATION, LOA, NOW, a_post, a_step, arrival, claimed, entry, feed, post, stored

LATER = NOW + timedelta(hours=1)
SLOT = NOW + timedelta(hours=6)
RIGHT = Answer(relevant=True, fields=(Field.CIVIL_SERVICE,), tone=Tone.CRITICISM)
CORRECTED = replace(CLASSIFICATION, confidence=1.0, fields=RIGHT.fields, topics=(), tone=RIGHT.tone)


def correction(store, key, **more) -> Correction:
    last = store.labels.correction(key)
    usual = {
        "seen": store.entries.get(key),
        "seen_label": 0 if last is None else last.id,
        "answer": RIGHT,
        "classification": CORRECTED,
        "standing": Standing.ACCEPTED,
        "reason": "Anna đã sửa",
        "by": ANNA,
        "at": LATER,
        "note": "đọc kỹ",
        "said": "khen → chê",
    }
    return Correction(**{**usual, **more})


def everything(store, key):
    posts = store.outbox.by_entry(key)
    steps = [step for each in posts for step in store.steps.of(each.key)]
    return store.entries.get(key), store.labels.of(key), posts, steps, store.journal.recent(999)


# With approvals and rejections


def test_an_approval_keeps_what_stood_there_with_the_text_it_stood_for(store):
    held = a_post(store, state=PostState.HELD)
    store.outbox.approve(held.key, draft_hash=held.draft.hash, by=ANNA, note="đúng", due_at=SLOT, now=LATER)
    (label,) = store.labels.of(held.entry_key)
    wanted = Label(
        id=label.id,
        entry_key=held.entry_key,
        revision=1,
        content_hash=entry().content_hash,
        kind=LabelKind.APPROVED,
        classification=CLASSIFICATION,
        by=ANNA,
        at=LATER,
        note="đúng",
    )
    assert label == wanted


@pytest.mark.parametrize("state", [PostState.HELD, PostState.SCHEDULED, PostState.FAILED])
def test_a_rejection_is_kept_too(store, state):
    waiting = a_post(store, state=state)
    store.outbox.reject(waiting.key, draft_hash=waiting.draft.hash, by=ANNA, note="cũ rồi", now=LATER)
    assert [(each.kind, each.note) for each in store.labels.of(waiting.entry_key)] == [(LabelKind.REJECTED, "cũ rồi")]
    assert store.labels.correction(waiting.entry_key) is None


def test_a_decision_that_is_refused_leaves_no_label(store):
    held = a_post(store, state=PostState.HELD)
    with pytest.raises(Conflict):
        store.outbox.approve(held.key, draft_hash="0" * 64, by=ANNA, note="", due_at=SLOT, now=LATER)
    assert store.labels.of(held.entry_key) == []


# Corrections


def test_a_correction_changes_what_stands_and_keeps_what_stood(store):
    waiting = a_post(store)
    made = store.corrections.record(correction(store, waiting.entry_key))
    kept = store.entries.get(waiting.entry_key)
    assert (kept.classification, kept.standing, kept.reason) == (CORRECTED, Standing.ACCEPTED, "Anna đã sửa")
    assert (kept.entry, kept.revision, kept.updated_at) == (entry(), 1, NOW)
    assert store.labels.of(waiting.entry_key) == [made]
    assert (made.kind, made.classification, made.answer, made.note) == (LabelKind.CORRECTED, CLASSIFICATION, RIGHT, "đọc kỹ")
    assert store.labels.correction(waiting.entry_key) == made
    line = store.journal.of(waiting.entry_key)[-1]
    assert (line.verb, line.actor, line.reason, line.at) == ("corrected", ANNA, "khen → chê", LATER)
    assert store.outbox.get(waiting.key) == waiting


def test_the_last_correction_holds(store):
    key = a_post(store).entry_key
    first = store.corrections.record(correction(store, key))
    second = store.corrections.record(correction(store, key, answer=Answer(relevant=False)))
    assert store.labels.of(key) == [first, second]
    assert store.labels.correction(key) == second
    assert second.classification == CORRECTED, "what stood there then"


def test_posts_that_wait_are_changed_or_dropped_in_the_same_transaction(store):
    waiting, failed = a_post(store), a_post(store, "2", PostState.FAILED)
    draft = replace(waiting.draft, message="Bản khác")
    redraft = Redraft(seen=waiting, draft=draft, state=PostState.HELD, reason="duyệt lại")
    store.corrections.record(correction(store, waiting.entry_key, redrafts=(redraft,)))
    now_held = store.outbox.get(waiting.key)
    assert (now_held.state, now_held.draft, now_held.reason, now_held.due_at) == (PostState.HELD, draft, "duyệt lại", None)
    drop = Redraft(seen=failed, draft=failed.draft, state=PostState.DROPPED, reason="không phải")
    store.corrections.record(correction(store, failed.entry_key, redrafts=(drop,)))
    assert (store.outbox.get(failed.key).state, store.outbox.get(failed.key).reason) == (PostState.DROPPED, "không phải")
    assert [(event.verb, event.actor) for event in (store.journal.of(waiting.key)[-1], store.journal.of(failed.key)[-1])] == [
        ("redrafted", ANNA),
        ("dropped", ANNA),
    ]


def test_an_ignored_entry_gets_its_post_in_the_same_transaction(store):
    stored(store, arrival(entry(), standing=Standing.IRRELEVANT))
    held = post(entry(), PostState.HELD)
    store.corrections.record(correction(store, entry().key, posts=(held,), notes=("vẽ ảnh",)))
    assert store.outbox.by_entry(entry().key) == [held]
    assert [event.verb for event in store.journal.of(held.key)] == ["made", "illustrated"]


def test_questions_are_raised_and_taken_back_in_the_same_transaction(store):
    out = a_post(store, state=PostState.PUBLISHED)
    old = store.steps.want(Step(post_key=out.key, kind=StepKind.EDIT, state=StepState.HELD, text="Mới", by=LOA, created_at=NOW))
    new = Step(post_key=out.key, kind=StepKind.WITHDRAW, state=StepState.HELD, by=LOA, reason="không phải", created_at=LATER)
    store.corrections.record(correction(store, out.entry_key, taken_back=(old,), steps=(new,)))
    assert [(each.kind, each.state) for each in store.steps.of(out.key)] == [
        (StepKind.EDIT, StepState.DROPPED),
        (StepKind.WITHDRAW, StepState.HELD),
    ]
    assert [(event.verb, event.actor) for event in store.journal.of(out.key)[-2:]] == [("edit-dropped", LOA), ("withdraw-wanted", LOA)]


def _stale_revision(store, waiting):
    seen = store.entries.get(waiting.entry_key)
    return {"seen": replace(seen, revision=2)}


def _stale_label(store, waiting):
    return {"seen_label": 7}


def _moved_post(store, waiting):
    draft = replace(waiting.draft, message="Bản khác")
    return {"redrafts": (Redraft(seen=replace(waiting, state=PostState.HELD), draft=draft, state=PostState.HELD, reason=""),)}


def _other_draft(store, waiting):
    other = replace(waiting.draft, message="Chưa ai thấy")
    return {"redrafts": (Redraft(seen=replace(waiting, draft=other), draft=other, state=PostState.HELD, reason=""),)}


def _step_of_a_post_that_waits(store, waiting):
    step = Step(post_key=waiting.key, kind=StepKind.EDIT, state=StepState.HELD, text="Mới", by=LOA, created_at=LATER)
    return {"posts": (post(entry(), PostState.HELD, channel="khác"),), "steps": (step,)}


@pytest.mark.parametrize("stale", [_stale_revision, _stale_label, _moved_post, _other_draft, _step_of_a_post_that_waits])
def test_what_is_no_longer_as_it_was_seen_leaves_nothing(store, stale):
    waiting = a_post(store)
    before = everything(store, waiting.entry_key)
    with pytest.raises(Conflict):
        store.corrections.record(correction(store, waiting.entry_key, **stale(store, waiting)))
    assert everything(store, waiting.entry_key) == before


def test_a_post_that_is_being_sent_is_neither_changed_nor_dropped(store):
    mine = claimed(store, a_post(store))
    for state in (PostState.HELD, PostState.DROPPED):
        redraft = Redraft(seen=mine, draft=mine.draft, state=state, reason="")
        with pytest.raises(Conflict):
            store.corrections.record(correction(store, mine.entry_key, redrafts=(redraft,)))
    assert store.labels.of(mine.entry_key) == []


def test_while_a_step_is_being_done_a_question_of_its_kind_leaves_nothing(store):
    out = a_post(store, state=PostState.PUBLISHED)
    a_step(store, out, StepKind.EDIT, StepState.DOING)
    step = Step(post_key=out.key, kind=StepKind.EDIT, state=StepState.HELD, text="Khác", by=LOA, created_at=LATER)
    with pytest.raises(Conflict):
        store.corrections.record(correction(store, out.entry_key, steps=(step,)))
    assert store.labels.of(out.entry_key) == []


def test_an_entry_that_is_not_there_can_not_be_corrected(store):
    key = a_post(store).entry_key
    seen = store.entries.get(key)
    with pytest.raises((Conflict, NotFound)):
        store.corrections.record(correction(store, key, seen=replace(seen, entry=entry("99"))))


def test_of_two_editors_who_correct_at_once_one_is_told(store, other):
    key = a_post(store).entry_key
    wishes = [(store, correction(store, key)), (other, correction(store, key, answer=Answer(relevant=False)))]
    found = together(*(lambda each=each, wish=wish: each.corrections.record(wish) for each, wish in wishes))
    assert {type(each) for each in found} == {Label, Conflict}
    assert len(store.labels.of(key)) == 1


def test_an_approval_and_a_correction_at_once_both_come_through_or_one_is_told(store, other):
    held = a_post(store, state=PostState.HELD)
    wish = correction(store, held.entry_key, redrafts=(Redraft(seen=held, draft=held.draft, state=PostState.DROPPED, reason=""),))
    found = together(
        lambda: store.outbox.approve(held.key, draft_hash=held.draft.hash, by=ANNA, note="", due_at=SLOT, now=LATER),
        lambda: other.corrections.record(wish),
    )
    kept = [isinstance(each, Conflict) for each in found]
    assert kept in ([True, False], [False, True])
    assert len(store.labels.of(held.entry_key)) == 1


# The article changes


def changed(**more):
    return arrival(replace(entry(), title="Tiêu đề mới"), **more)


def test_a_change_that_was_judged_without_the_editors_word_is_not_stored(store):
    waiting = a_post(store)
    label = store.corrections.record(correction(store, waiting.entry_key))
    before = everything(store, waiting.entry_key)
    with pytest.raises(Overruled):
        store.polls.record(feed(), (changed(),), LATER, LOA)
    assert everything(store, waiting.entry_key) == before
    told = store.polls.record(feed(), (replace(changed(), classification=CORRECTED, correction=label.id),), LATER, LOA)
    assert told.changed == (waiting.entry_key,)
    assert store.entries.get(waiting.entry_key).classification == CORRECTED


def test_each_label_comes_with_the_text_it_was_given_for(store):
    key = a_post(store).entry_key
    first = store.corrections.record(correction(store, key))
    store.polls.record(feed(), (replace(changed(), correction=first.id),), LATER, LOA)
    second = store.corrections.record(correction(store, key, answer=Answer(relevant=False)))
    store.polls.record(feed(), (replace(changed(), entry=replace(entry(), title="Lần ba"), correction=second.id),), LATER, LOA)
    found = store.labels.all()
    assert [(label, of.title) for label, of in found] == [(first, entry().title), (second, "Tiêu đề mới")]
    assert [of.content_hash for _, of in found] == [first.content_hash, second.content_hash]


def test_where_nobody_has_decided_there_are_no_labels(store):
    a_post(store)
    assert store.labels.all() == []
