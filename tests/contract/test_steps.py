"""The second outbox's promises, over SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.errors import Conflict, NotFound
from bot.model import STEP_MOVES, PostState, Step, StepKind, StepState, Way
from tests.contract.conftest import together
from tests.store.samples import ANNA, LEASE, LOA, NOW, PAGE, a_post, a_step, arrival, claimed, entry, post, publish, stored

MINUTE = timedelta(minutes=1)


@pytest.fixture
def out(store):
    """A published Post."""
    return a_post(store, state=PostState.PUBLISHED)


def wish(of, kind=StepKind.EDIT, state=StepState.DUE, **more) -> Step:
    return Step(
        **{"post_key": of.key, "kind": kind, "state": state, "text": "Tin mới", "by": ANNA, "reason": "vì", "created_at": NOW, **more}
    )


def verbs(store, of) -> list[str]:
    return [event.verb for event in store.journal.of(of.key)]


def claim(store, now=NOW, names=(PAGE,)):
    return store.steps.claim(now, LEASE, names, LOA)


# Wanting


def test_what_is_wanted_is_kept_and_read_back_the_same(store, out):
    made = store.steps.want(wish(out, state=StepState.HELD, entry_hash="abc"))
    assert [made] == store.steps.of(out.key) == store.steps.listing([StepState.HELD], 9)
    assert store.steps.listing([StepState.DUE], 9) == []
    assert verbs(store, out)[-1] == "edit-wanted"


def test_nothing_is_wanted_of_a_post_that_is_not_on_its_page(store):
    for number, state in enumerate(PostState):
        if state is not PostState.PUBLISHED:
            with pytest.raises(Conflict):
                store.steps.want(wish(a_post(store, str(number + 1), state)))
    with pytest.raises(NotFound):
        store.steps.want(wish(post(entry("99"))))


def test_the_very_same_wish_is_one_step(store, out):
    first = store.steps.want(wish(out))
    assert store.steps.want(wish(out, by=LOA)) == first
    assert verbs(store, out).count("edit-wanted") == 1


@pytest.mark.parametrize("born", [StepState.HELD, StepState.DUE, StepState.FAILED])
def test_a_new_wish_takes_the_place_of_one_that_waits_or_has_failed(store, out, born):
    old = a_step(store, out, StepKind.EDIT, StepState.DOING if born is StepState.FAILED else born)
    if born is StepState.FAILED:
        store.steps.settle_failed(old, now=NOW, actor=LOA, reason="từ chối")
    new = store.steps.want(wish(out, text="Bản sau"))
    assert [(each.id, each.state) for each in store.steps.of(out.key)] == [(old.id, StepState.DROPPED), (new.id, StepState.DUE)]
    assert verbs(store, out)[-2:] == ["edit-dropped", "edit-wanted"]


def test_each_kind_has_a_place_of_its_own(store, out):
    for kind in StepKind:
        store.steps.want(wish(out, kind, state=StepState.HELD))
    assert [each.state for each in store.steps.of(out.key)] == [StepState.HELD] * 3


def test_while_one_is_being_done_another_of_its_kind_is_refused_whole(store, out):
    mine = a_step(store, out, StepKind.EDIT, StepState.DOING)
    before = store.journal.recent(99)
    with pytest.raises(Conflict):
        store.steps.want(wish(out, text="Bản sau"))
    assert (store.steps.of(out.key), store.journal.recent(99)) == ([mine], before)


def test_there_is_one_first_comment_ever(store, out):
    store.steps.settle_done(a_step(store, out, StepKind.COMMENT, StepState.DOING), now=NOW, actor=LOA, reason="", remote_id="1_2_3")
    with pytest.raises(Conflict):
        store.steps.want(wish(out, StepKind.COMMENT))


def test_of_two_who_want_at_once_both_or_one_succeed_and_one_step_is_open(store, other, out):
    found = together(
        *(lambda each=each, text=text: each.steps.want(wish(out, text=text)) for each, text in ((store, "một"), (other, "hai")))
    )
    assert any(isinstance(each, Step) for each in found)
    assert len([each for each in store.steps.of(out.key) if each.state is StepState.DUE]) == 1


def test_the_first_comment_is_due_with_the_settlement(store):
    made = post(entry("1"))
    stored(store, arrival(entry("1"), replace(made, way=Way.COMMENT, draft=replace(made.draft, ways=(Way.COMMENT,), comment="Đọc ở đây"))))
    out = publish(store, claimed(store, store.outbox.get(made.key)))
    (comment,) = store.steps.of(out.key)
    assert (comment.kind, comment.state, comment.text) == (StepKind.COMMENT, StepState.DUE, "Đọc ở đây")
    assert verbs(store, out)[-2:] == ["published", "comment-wanted"]


@pytest.mark.parametrize(("way", "comment"), [(Way.COMMENT, ""), (Way.LINK, "Đọc ở đây")])
def test_without_a_text_or_in_another_way_there_is_no_first_comment(store, way, comment):
    made = post(entry("1"))
    stored(store, arrival(entry("1"), replace(made, way=way, draft=replace(made.draft, ways=(way, Way.COMMENT), comment=comment))))
    assert store.steps.of(publish(store, claimed(store, store.outbox.get(made.key))).key) == []


# Claiming


def test_a_claim_takes_the_oldest_that_is_due_with_its_post_for_the_length_of_the_lease(store, out):
    first = a_step(store, out, StepKind.EDIT, StepState.DUE)
    a_step(store, out, StepKind.WITHDRAW, StepState.DUE, text="")
    mine, of = claim(store)
    assert mine == replace(first, state=StepState.DOING, claimed_until=NOW + LEASE, attempted_at=NOW)
    assert of == out
    assert verbs(store, out)[-1] == "edit-begun"


def test_a_held_one_and_one_that_waits_are_not_due(store, out):
    a_step(store, out, StepKind.EDIT, StepState.HELD)
    store.steps.settle_due(
        a_step(store, out, StepKind.COMMENT, StepState.DOING), now=NOW, try_after=NOW + MINUTE, actor=LOA, reason="mất mạng"
    )
    assert claim(store) is None
    mine, _ = claim(store, NOW + MINUTE)
    assert mine.kind is StepKind.COMMENT


def test_only_steps_of_the_named_channels_that_are_not_paused_are_claimed(store, out):
    a_step(store, out, StepKind.EDIT, StepState.DUE)
    assert claim(store, names=("khac",)) is None
    assert claim(store, names=()) is None
    store.channels.pause(PAGE, reason="token hết hạn", now=NOW, probe_at=NOW, actor=LOA)
    assert claim(store) is None
    store.channels.resume(PAGE, reason="", now=NOW, actor=LOA)
    assert claim(store) is not None


def test_one_whose_worker_is_gone_is_claimed_when_its_lease_has_run_out_and_not_begun_anew(store, out):
    mine = a_step(store, out, StepKind.EDIT, StepState.DOING)
    assert claim(store, NOW + LEASE - MINUTE) is None
    again, _ = claim(store, NOW + LEASE)
    assert again == replace(mine, claimed_until=NOW + 2 * LEASE, attempted_at=NOW + LEASE)
    assert verbs(store, out).count("edit-begun") == 1


def test_of_two_workers_claiming_at_once_one_gets_the_step(store, other, out):
    a_step(store, out, StepKind.EDIT, StepState.DUE)
    found = together(*(lambda each=each: claim(each) for each in (store, other)))
    assert sorted(each is not None for each in found) == [False, True]


def test_two_workers_claiming_at_once_get_two_steps_where_there_are_two(store, other, out):
    a_step(store, out, StepKind.EDIT, StepState.DUE)
    a_step(store, out, StepKind.WITHDRAW, StepState.DUE, text="")
    found = [each for each in together(*(lambda each=each: claim(each) for each in (store, other))) if each]
    # PostgreSQL may skip the row that the other worker holds; nobody ever gets the same one.
    assert len({step.id for step, _ in found}) == len(found) >= 1


# Sending and settling


def test_before_the_network_is_touched_the_doubt_is_noted(store, out):
    mine = store.steps.about_to_send(a_step(store, out, StepKind.EDIT, StepState.DOING), NOW + MINUTE)
    assert (mine.sent_at, mine.attempts) == (NOW + MINUTE, 1)
    assert [mine] == store.steps.of(out.key)


def test_a_sending_that_surely_did_nothing_leaves_no_doubt(store, out):
    for number, (unsent, counts) in enumerate([(False, True), (True, True), (True, False)], start=1):
        mine = store.steps.about_to_send(
            claim(store, NOW + number * MINUTE)[0] if number > 1 else a_step(store, out, StepKind.EDIT, StepState.DOING), NOW
        )
        back = store.steps.settle_due(mine, now=NOW, try_after=NOW, actor=LOA, reason=f"lần {number}", unsent=unsent, counts=counts)
        assert (back.state, back.sent_at, back.claimed_until, back.reason) == (
            StepState.DUE,
            None if unsent else NOW,
            None,
            f"lần {number}",
        )
        assert back.attempts == mine.attempts - (not counts)
    assert store.steps.of(out.key)[0].attempts == 2


def test_the_journal_hears_a_reason_once(store, out):
    a_step(store, out, StepKind.EDIT, StepState.DUE)
    for minute in range(3):
        mine, _ = claim(store, NOW + minute * MINUTE)
        store.steps.settle_due(mine, now=NOW, try_after=NOW, actor=LOA, reason="mất mạng")
    assert verbs(store, out).count("edit-postponed") == 1


def test_a_failure_with_certainty_leaves_no_doubt_and_one_in_doubt_keeps_it(store, out):
    for unsent in (True, False):
        mine = store.steps.about_to_send(a_step(store, out, StepKind.EDIT, StepState.DOING, text=str(unsent)), NOW)
        failed = store.steps.settle_failed(mine, now=NOW, actor=LOA, reason="từ chối", unsent=unsent)
        assert (failed.state, failed.sent_at, failed.reason) == (StepState.FAILED, None if unsent else NOW, "từ chối")


def test_an_edit_that_is_done_is_the_posts_new_text(store, out):
    store.steps.settle_done(a_step(store, out, StepKind.EDIT, StepState.DOING, text="Chữ mới"), now=NOW, actor=LOA, reason="xong")
    after = store.outbox.get(out.key)
    assert after == replace(out, draft=replace(out.draft, message="Chữ mới"))
    assert after.draft.hash != out.draft.hash


def test_a_withdrawal_that_is_done_moves_the_post_and_drops_the_rest_with_a_line_each(store, out):
    for kind, state in ((StepKind.EDIT, StepState.HELD), (StepKind.COMMENT, StepState.DUE)):
        a_step(store, out, kind, state)
    store.steps.want(wish(out, StepKind.WITHDRAW, text="", reason="sai số liệu"))
    claim(store)
    mine, _ = claim(store)
    mine = store.steps.settle_due(mine, now=NOW, try_after=NOW, actor=LOA, reason="mất mạng")
    mine, _ = claim(store, NOW + MINUTE)
    store.steps.settle_done(mine, now=NOW + MINUTE, actor=LOA, reason="đã xong")
    gone = store.outbox.get(out.key)
    assert (gone.state, gone.reason, gone.remote_id) == (PostState.WITHDRAWN, "sai số liệu", out.remote_id)
    assert [each.state for each in store.steps.of(out.key)] == [StepState.DROPPED, StepState.DOING, StepState.DONE]
    last = store.journal.of(out.key)[-2:]
    assert [event.verb for event in last] == ["edit-dropped", "withdraw-done"]
    assert (last[-1].before, last[-1].after) == (PostState.PUBLISHED, PostState.WITHDRAWN)


def test_a_step_in_hand_when_the_post_is_withdrawn_can_not_change_it_any_more(store, out):
    edit = a_step(store, out, StepKind.EDIT, StepState.DOING)
    store.steps.settle_done(a_step(store, out, StepKind.WITHDRAW, StepState.DOING, text=""), now=NOW, actor=LOA, reason="")
    with pytest.raises(Conflict):
        store.steps.settle_done(edit, now=NOW, actor=LOA, reason="")
    assert store.outbox.get(out.key).draft == out.draft
    assert store.steps.settle_failed(edit, now=NOW, actor=LOA, reason="").state is StepState.FAILED


SETTLEMENTS = {
    "done": lambda steps, mine: steps.settle_done(mine, now=NOW, actor=LOA, reason=""),
    "due": lambda steps, mine: steps.settle_due(mine, now=NOW, try_after=NOW, actor=LOA, reason="?"),
    "failed": lambda steps, mine: steps.settle_failed(mine, now=NOW, actor=LOA, reason=""),
    "about to send": lambda steps, mine: steps.about_to_send(mine, NOW),
}


@pytest.mark.parametrize("settle", SETTLEMENTS.values(), ids=SETTLEMENTS)
@pytest.mark.parametrize("kind", StepKind)
def test_a_worker_whose_lease_ran_out_changes_nothing_any_more(store, out, kind, settle):
    lost = a_step(store, out, kind, StepState.DOING)
    mine, _ = claim(store, NOW + LEASE)
    with pytest.raises(Conflict):
        settle(store.steps, lost)
    assert (store.steps.of(out.key), store.outbox.get(out.key)) == ([mine], out)
    store.steps.settle_failed(mine, now=NOW, actor=LOA, reason="")
    with pytest.raises(Conflict):
        settle(store.steps, lost)


# Deciding


def reached(store, out, state: StepState) -> Step:
    """A Step that stands in `state`, by the store's own moves."""
    if state in {StepState.HELD, StepState.DUE, StepState.DOING}:
        return a_step(store, out, StepKind.EDIT, state)
    if state is StepState.DROPPED:
        return store.steps.decide(a_step(store, out, StepKind.EDIT, StepState.HELD), state, by=ANNA, reason="", now=NOW)
    mine = a_step(store, out, StepKind.EDIT, StepState.DOING)
    return SETTLEMENTS[state](store.steps, mine)


@pytest.mark.parametrize("after", [StepState.DUE, StepState.DROPPED])
@pytest.mark.parametrize("before", StepState)
def test_an_editor_decides_where_the_table_of_moves_allows_it(store, out, before, after):
    step = reached(store, out, before)
    if after not in STEP_MOVES[before] or before is StepState.DOING:
        # What is in hand is its worker's; see below.
        if before is not StepState.DOING:
            with pytest.raises(Conflict):
                store.steps.decide(step, after, by=ANNA, reason="", now=NOW)
        return
    done = store.steps.decide(step, after, by=ANNA, reason="vì thế", now=NOW)
    assert (done.state, done.try_after) == (after, None)
    last = store.journal.of(out.key)[-1]
    assert (last.actor, last.verb, last.reason) == (ANNA, "edit-approved" if after is StepState.DUE else "edit-dropped", "vì thế")


def test_a_failed_one_that_goes_again_has_all_its_attempts(store, out):
    mine = store.steps.about_to_send(a_step(store, out, StepKind.EDIT, StepState.DOING), NOW)
    failed = store.steps.settle_failed(mine, now=NOW, actor=LOA, reason="từ chối")
    again = store.steps.decide(failed, StepState.DUE, by=ANNA, reason="", now=NOW)
    assert (again.attempts, again.sent_at) == (0, NOW), "it is still in doubt"


def test_a_decision_on_what_has_moved_on_is_refused(store, out):
    held = a_step(store, out, StepKind.EDIT, StepState.HELD)
    store.steps.decide(held, StepState.DROPPED, by=ANNA, reason="", now=NOW)
    with pytest.raises(Conflict):
        store.steps.decide(held, StepState.DUE, by=ANNA, reason="", now=NOW)


def test_of_two_editors_deciding_at_once_one_decides(store, other, out):
    held = a_step(store, out, StepKind.EDIT, StepState.HELD)
    found = together(
        lambda: store.steps.decide(held, StepState.DUE, by=ANNA, reason="", now=NOW),
        lambda: other.steps.decide(held, StepState.DROPPED, by=ANNA, reason="", now=NOW),
    )
    assert sorted(isinstance(each, Step) for each in found) == [False, True]


def test_a_first_comment_and_all_its_moves_fold_to_its_state(store, out):
    """Whatever happened to a Step, its last line in the journal says where it stands."""
    says = {"wanted": {StepState.HELD, StepState.DUE}, "begun": {StepState.DOING}, "done": {StepState.DONE}, "failed": {StepState.FAILED}}
    says |= {"postponed": {StepState.DUE}, "approved": {StepState.DUE}, "dropped": {StepState.DROPPED}}
    step = a_step(store, out, StepKind.COMMENT, StepState.DUE)
    moves = [
        lambda step: claim(store)[0],
        lambda step: store.steps.settle_due(step, now=NOW, try_after=NOW, actor=LOA, reason="mất mạng"),
        lambda step: claim(store, NOW + MINUTE)[0],
        lambda step: store.steps.settle_failed(step, now=NOW, actor=LOA, reason="từ chối"),
        lambda step: store.steps.decide(step, StepState.DUE, by=ANNA, reason="", now=NOW),
        lambda step: claim(store, NOW + 2 * MINUTE)[0],
        lambda step: store.steps.settle_done(step, now=NOW, actor=LOA, reason="", remote_id="1_2_3"),
    ]
    states = [step.state]
    for move in moves:
        step = move(step)
        states.append(step.state)
        assert step.state in says[store.journal.of(out.key)[-1].verb.partition("-")[2]]
    assert all(later in STEP_MOVES[earlier] for earlier, later in pairwise(states))
