"""Four eyes: nobody approves what they have edited or classified themselves; whatever else they do is as ever."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import Conflict, LoaError
from bot.judgement import Tone
from bot.model import Post, PostState, StepKind, StepState
from bot.service import editors
from bot.service.correcting import Said, correct
from bot.service.four_eyes import hands_in, is_same_person
from bot.service.undoing import undo
from tests.service.conftest import CRITICISM, PRAISE, Bench


@pytest.fixture(autouse=True)
def four_eyes(bench):
    switch(bench, on=True)


def switch(bench: Bench, *, on: bool) -> None:
    old = bench.world.settings
    bench.world = replace(bench.world, settings=replace(old, approval=old.approval.model_copy(update={"four_eyes": on})))


def arrived(bench, title: str = CRITICISM) -> Post:
    bench.serve(title)
    bench.poll()
    (post,) = bench.posts()
    return post


def edited(bench, by: str = "Lan", message: str = "Lời mới") -> Post:
    return editors.edit(bench.world, arrived(bench).key, by=by, message=message)


def published(bench) -> Post:
    arrived(bench, PRAISE)
    bench.run()
    (post,) = bench.posts()
    return post


def test_nobody_approves_their_own_words_and_a_colleague_does(bench):
    post = edited(bench)
    with pytest.raises(Conflict) as refused:
        editors.approve(bench.world, post.key, by="Lan")
    assert "cần người khác duyệt" in refused.value.say("vi")
    assert bench.world.store.approvals.of(post.key) == []
    assert editors.approve(bench.world, post.key, by="Bình").state is PostState.SCHEDULED


@pytest.mark.parametrize("name", ["lan", " Lan ", "LAN"])
def test_another_spelling_is_no_other_person(bench, name):
    post = edited(bench)
    with pytest.raises(Conflict):
        editors.approve(bench.world, post.key, by=name)


def test_marks_make_another_name_and_their_way_of_writing_does_not():
    assert is_same_person("Hướng  hoá", "hướng hoá")
    assert is_same_person("Bình", "Bi\u0300nh")
    assert not is_same_person("Bình", "Binh")


def test_of_several_who_have_edited_it_none_approves(bench):
    post = edited(bench)
    editors.edit(bench.world, post.key, by="Bình", message="Lời mới, có dấu phẩy")
    assert hands_in(bench.world, bench.posts()[0]) == ("Lan", "Bình")
    for name in ("Lan", "Bình"):
        with pytest.raises(Conflict):
            editors.approve(bench.world, post.key, by=name)
    assert editors.approve(bench.world, post.key, by="Chi").state is PostState.SCHEDULED


def test_an_edit_that_changes_nothing_is_no_hand_in_it(bench):
    post = arrived(bench)
    editors.edit(bench.world, post.key, by="Lan", message=post.draft.message)
    assert editors.approve(bench.world, post.key, by="Lan").state is PostState.SCHEDULED


def test_what_is_composed_anew_holds_nobodys_words(bench):
    edited(bench)
    bench.serve(f"{CRITICISM} (đính chính)")
    bench.poll()
    (post,) = bench.posts()
    assert post.edited_by == ()
    assert editors.approve(bench.world, post.key, by="Lan").state is PostState.SCHEDULED


def test_a_post_that_is_held_again_as_it_is_holds_the_same_words(bench):
    post = edited(bench)
    editors.approve(bench.world, post.key, by="Bình")
    undo(bench.world, post.key, by="Bình")
    with pytest.raises(Conflict):
        editors.approve(bench.world, post.key, by="Lan")


def test_nobody_approves_their_own_classification(bench):
    post = arrived(bench)
    correct(bench.world, post.entry_key, Said(tone=Tone.PRAISE), by="Lan")
    with pytest.raises(Conflict):
        editors.approve(bench.world, post.key, by="Lan")
    assert editors.approve(bench.world, post.key, by="Bình").state is PostState.SCHEDULED


def test_the_correction_that_holds_is_whose_word_it_is(bench):
    post = arrived(bench)
    correct(bench.world, post.entry_key, Said(tone=Tone.PRAISE), by="Lan")
    correct(bench.world, post.entry_key, Said(tone=Tone.NEUTRAL), by="Bình")
    assert editors.approve(bench.world, post.key, by="Lan").state is PostState.SCHEDULED


def test_rejecting_ones_own_words_takes_no_second_pair_of_eyes(bench):
    assert editors.reject(bench.world, edited(bench).key, by="Lan", note="thôi").state is PostState.DROPPED


def test_another_text_on_the_page_waits_for_a_colleague(bench):
    post = published(bench)
    editors.edit(bench.world, post.key, by="Lan", message="Lời mới")
    (step,) = bench.world.store.steps.of(post.key)
    assert (step.state, step.reason) == (StepState.HELD, "cần người khác duyệt (approval.four_eyes)")
    with pytest.raises(Conflict):
        editors.approve(bench.world, post.key, by="lan")
    editors.approve(bench.world, post.key, by="Bình")
    assert [each.state for each in bench.world.store.steps.of(post.key)] == [StepState.DUE]


def test_a_question_of_loa_about_ones_own_classification_is_for_a_colleague_too(bench):
    old = bench.world.settings
    templates = old.templates.model_copy(update={"sources": {"default": "{{ tone }} {{ title }}"}})
    bench.world = replace(bench.world, settings=replace(old, templates=templates))
    post = published(bench)
    correct(bench.world, post.entry_key, Said(tone=Tone.NEUTRAL), by="Lan")
    with pytest.raises(Conflict):
        editors.approve(bench.world, post.key, by="Lan", kind=StepKind.EDIT)
    editors.approve(bench.world, post.key, by="Bình", kind=StepKind.EDIT)


def test_what_is_wrong_comes_off_the_page_at_once(bench):
    assert editors.withdraw(bench.world, published(bench).key, by="Lan", note="sai").state is StepState.DUE


def test_switched_off_everybody_approves_everything(bench):
    switch(bench, on=False)
    post = edited(bench)
    assert hands_in(bench.world, post) == ()
    assert editors.approve(bench.world, post.key, by="Lan").state is PostState.SCHEDULED


DEEDS = st.lists(
    st.tuples(st.sampled_from(("edit", "approve", "undo", "reject", "correct", "news")), st.sampled_from(("Lan", "Bình", "Chi"))),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(DEEDS)
def test_whatever_is_done_by_whom_nobody_ever_approves_a_text_of_their_own(bench, deeds):
    """Told from outside: whose text each Draft was when it was approved."""
    number = bench.instant[0].timestamp()
    bench.serve(f"{CRITICISM} số {number}", numbers=range(int(number), int(number) + 1))
    bench.poll()
    post = next(post for post in bench.posts() if f"số {number}" in post.draft.message)
    hands: dict[str, set[str]] = {post.draft.hash: set()}
    for place, (deed, by) in enumerate(deeds):
        bench.pass_time(seconds=30)
        before = bench.world.store.outbox.get(post.key)
        try:
            match deed:
                case "edit":
                    editors.edit(bench.world, post.key, by=by, message=f"{number} lần {place}")
                case "approve":
                    editors.approve(bench.world, post.key, by=by)
                    assert by not in hands[before.draft.hash]
                case "undo":
                    undo(bench.world, post.key, by=by)
                case "reject":
                    editors.reject(bench.world, post.key, by=by, note="")
                case "correct":
                    tone = Tone.NEUTRAL if place % 2 else Tone.PRAISE
                    correct(bench.world, post.entry_key, Said(tone=tone), by=by)
                case "news":
                    bench.serve(f"{CRITICISM} số {number} bản {place}", numbers=range(int(number), int(number) + 1))
                    bench.poll()
        except LoaError:
            continue
        after = bench.world.store.outbox.get(post.key)
        if after.draft.hash != before.draft.hash:
            hands[after.draft.hash] = {*hands[before.draft.hash], by} if deed == "edit" else set()
    bench.pass_time(minutes=1)
