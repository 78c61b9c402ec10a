"""The same article by two feeds, on two Pages: what an editor says of the one is asked about for both."""

from dataclasses import replace

import pytest

from bot.compose.policy import Templates
from bot.errors import Conflict
from bot.judgement import Answer, Tone
from bot.model import PostState, Step, StepKind, StepState
from bot.service import editors
from bot.service.correcting import Corrected, Effect, Said, correct
from bot.service.corrections import source_removed
from bot.service.publish import publish_due
from bot.service.steps import step
from tests.fakes.page import FakePage
from tests.fault import graph_faults as graph
from tests.service.conftest import PRAISE, Bench
from tests.service.test_unapproved import of, the_copy_comes, two_pages


@pytest.fixture
def other(bench) -> FakePage:
    """Both Posts are on their Pages; the text shows what the entry was taken for. The second Page."""
    found = with_two(bench)
    bench.run()
    assert [post.state for post in bench.posts()] == [PostState.PUBLISHED] * 2
    return found


def with_two(bench: Bench) -> FakePage:
    settings = replace(bench.world.settings, templates=Templates(sources={"default": "{{ tone }} | {{ title }}"}))
    bench.world = replace(bench.world, settings=settings)
    found = two_pages(bench)
    the_copy_comes(bench)
    return found


def said(bench: Bench, page: str, **what) -> Corrected:
    bench.pass_time(minutes=1)
    return correct(bench.world, of(bench, page).entry_key, Said(**what), by="Lan")


def steps(bench: Bench, page: str) -> list[Step]:
    return bench.world.store.steps.of(of(bench, page).key)


def kinds(bench: Bench, page: str) -> list[tuple[StepKind, StepState]]:
    return [(each.kind, each.state) for each in steps(bench, page)]


def let_go(bench: Bench, page: str, by: str = "Lan") -> None:
    editors.approve(bench.world, of(bench, page).key, by=by)
    while step(bench.world) is not None:
        pass


BOTH = pytest.mark.parametrize(("corrected", "asked"), [("trang", "khac"), ("khac", "trang")])


@BOTH
def test_another_text_waits_for_a_decision_on_every_page(bench, other, corrected, asked):
    done = said(bench, corrected, tone=Tone.CRITICISM)
    assert [(each.post, each.effect) for each in done.consequences] == [
        (of(bench, corrected).key, Effect.EDIT_ASKED),
        (of(bench, asked).key, Effect.EDIT_ASKED),
    ]
    (question,) = steps(bench, asked)
    assert (question.kind, question.state, question.text) == (StepKind.EDIT, StepState.HELD, f"criticism | {PRAISE}")
    assert question.reason == (
        f"biên tập viên Lan đã sửa phân loại của chính bài này ở tin {of(bench, corrected).entry_key} thành “procedures; one_stop; online_services; directive; Phê phán” sau khi đăng: "
        "đồng ý đổi trên Trang (approve) hay giữ nguyên (reject)?"
    )
    assert step(bench.world) is None
    let_go(bench, asked)
    page = {"trang": bench.page, "khac": other}[asked]
    assert list(page.texts.values()) == [question.text]
    stands = bench.world.store.entries.get(of(bench, asked).entry_key).classification
    assert stands.tone is Tone.PRAISE  # it was said of the other entry


@BOTH
def test_a_withdrawal_waits_for_a_decision_on_every_page(bench, other, corrected, asked):
    said(bench, corrected, relevant=False)
    assert kinds(bench, corrected) == kinds(bench, asked) == [(StepKind.WITHDRAW, StepState.HELD)]
    let_go(bench, asked)
    assert of(bench, asked).state is PostState.WITHDRAWN
    assert of(bench, corrected).state is PostState.PUBLISHED


def test_a_correction_back_takes_both_questions_back(bench, other):
    was = Answer.of(bench.world.store.entries.get(of(bench, "trang").entry_key).classification)
    said(bench, "trang", tone=Tone.NEUTRAL)
    said(bench, "trang", relevant=False)
    assert kinds(bench, "khac") == [(StepKind.EDIT, StepState.DROPPED), (StepKind.WITHDRAW, StepState.HELD)]
    said(bench, "trang", relevant=True, fields=was.fields, topics=was.topics, tone=was.tone)
    for page in ("trang", "khac"):
        assert {each.state for each in steps(bench, page)} == {StepState.DROPPED}


def test_what_an_editor_has_said_of_the_copy_itself_stands(bench, other):
    said(bench, "khac", tone=Tone.NEUTRAL)
    let_go(bench, "khac")
    let_go(bench, "trang")
    said(bench, "trang", tone=Tone.CRITICISM)
    assert kinds(bench, "khac") == [(StepKind.EDIT, StepState.DONE)]


def test_what_its_own_article_asks_is_not_answered_by_a_word_about_another(bench, other):
    post = of(bench, "khac")
    asked = Step(
        post_key=post.key, kind=StepKind.WITHDRAW, state=StepState.HELD, by="loa", reason="gỡ", entry_hash="x", created_at=bench.instant[0]
    )
    bench.world.store.steps.want(asked)
    said(bench, "trang", tone=Tone.NEUTRAL)
    said(bench, "trang", tone=Tone.PRAISE)
    assert kinds(bench, "khac") == [(StepKind.WITHDRAW, StepState.HELD), (StepKind.EDIT, StepState.DROPPED)]


def test_that_the_copys_own_article_was_removed_is_asked_again_where_the_correction_is_taken_back(bench, other):
    stored = bench.world.store.entries.get(of(bench, "khac").entry_key)
    was = Answer.of(stored.classification)
    source_removed(bench.world, stored.entry, bench.instant[0])
    (gone,) = steps(bench, "khac")
    said(bench, "trang", relevant=False)
    assert steps(bench, "khac")[-1].reason.startswith(f"{gone.reason}; biên tập viên Lan")
    said(bench, "trang", relevant=True, fields=was.fields, topics=was.topics, tone=was.tone)
    assert kinds(bench, "khac") == [(StepKind.WITHDRAW, StepState.DROPPED)] * 2 + [(StepKind.WITHDRAW, StepState.HELD)]
    assert (steps(bench, "khac")[-1].reason, kinds(bench, "trang")[-1][1]) == (gone.reason, StepState.DROPPED)


def test_a_withdrawal_of_the_copy_that_is_wanted_already_is_not_turned_into_a_question(bench, other):
    editors.withdraw(bench.world, of(bench, "khac").key, by="Hà", note="sai")
    said(bench, "trang", relevant=False)
    assert kinds(bench, "khac") == [(StepKind.WITHDRAW, StepState.DUE)]


def test_while_a_copy_is_in_doubt_the_correction_waits_as_for_a_post_of_its_own(bench):
    found = with_two(bench)
    found.before.append(graph.in_doubt())
    for _ in range(1_000):
        publish_due(bench.world)
        if of(bench, "khac").state is PostState.PUBLISHING:
            break
        bench.pass_time(minutes=5)
    with pytest.raises(Conflict, match=of(bench, "khac").key):
        said(bench, "trang", tone=Tone.CRITICISM)
    assert bench.world.store.labels.of(of(bench, "trang").entry_key) == []


def test_whoever_has_corrected_the_article_does_not_agree_to_the_copys_text_either(bench, other):
    said(bench, "trang", tone=Tone.CRITICISM)
    settings = bench.world.settings
    bench.world = replace(bench.world, settings=replace(settings, approval=settings.approval.model_copy(update={"four_eyes": True})))
    for page in ("trang", "khac"):
        with pytest.raises(Conflict, match="Lan has had a hand"):
            let_go(bench, page)
        let_go(bench, page, by="Hà")
