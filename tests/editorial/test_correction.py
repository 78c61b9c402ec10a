"""An editor's word over the machine's, and what decisions say is right."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.editorial.correction import overrule, right_answer
from bot.editorial.explain import why
from bot.judgement import EDITOR, Answer, Classification, Evidence, Field, Label, LabelKind, Tone, Topic

FOUND = Evidence(phrase="thủ tục", where="title", start=0, end=7, weight=4.0, target="relevant")
MACHINE = Classification(
    relevant=True,
    confidence=0.7,
    fields=(Field.PROCEDURES,),
    topics=(Topic.ONE_STOP,),
    tone=Tone.PRAISE,
    scores={"relevant": 4.0},
    evidence=(FOUND,),
)
IGNORED = Classification(relevant=False, confidence=0.9)
RIGHT = Answer(relevant=True, fields=(Field.APPARATUS,), tone=Tone.NEUTRAL)


def label(
    kind: LabelKind, classification: Classification = MACHINE, answer: Answer | None = None, by: str = "Lan", number: int = 1
) -> Label:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return Label(
        id=number,
        entry_key="e1",
        revision=1,
        content_hash="0" * 64,
        kind=kind,
        classification=classification,
        answer=answer,
        by=by,
        at=at,
    )


CORRECTED = label(LabelKind.CORRECTED, answer=RIGHT)
APPROVED = label(LabelKind.APPROVED)
REJECTED = label(LabelKind.REJECTED)


def test_the_editors_answer_stands_and_the_reasons_of_the_machine_stay():
    found = overrule(MACHINE, CORRECTED)
    assert Answer.of(found) == RIGHT
    assert (found.confidence, found.scores) == (1.0, MACHINE.scores)
    assert [(item.where, item.phrase, item.weight) for item in found.evidence] == [(EDITOR, "Lan", 0.0), ("title", "thủ tục", 4.0)]


@pytest.mark.parametrize(("tone", "likelihood"), [(Tone.CRITICISM, 1.0), (Tone.NEUTRAL, 0.0)])
def test_whether_it_is_criticism_is_the_editors_word_too(tone, likelihood):
    doubted = replace(MACHINE, criticism_likelihood=0.3)
    found = overrule(doubted, label(LabelKind.CORRECTED, answer=Answer(relevant=True, fields=(Field.APPARATUS,), tone=tone)))
    assert found.criticism_likelihood == likelihood


def test_the_mark_of_an_older_correction_gives_way():
    twice = overrule(overrule(MACHINE, CORRECTED), label(LabelKind.CORRECTED, answer=RIGHT, by="Minh"))
    assert [item.phrase for item in twice.evidence if item.where == EDITOR] == ["Minh"]


@pytest.mark.parametrize("nothing", [None, APPROVED, REJECTED])
def test_what_is_no_correction_overrules_nothing(nothing):
    assert overrule(MACHINE, nothing) == MACHINE


def test_the_reasons_say_who_decided_and_do_not_call_it_too_little():
    sentences = why(overrule(MACHINE, label(LabelKind.CORRECTED, answer=Answer(relevant=False))), "vi", {})
    assert sentences == ("phân loại theo quyết định của biên tập viên Lan", "có cụm từ “thủ tục”")
    assert why(overrule(IGNORED, CORRECTED), "en", {}) == ("classified as editor Lan decided",)


@pytest.mark.parametrize(
    ("labels", "right"),
    [
        ([], None),
        ([APPROVED], Answer.of(MACHINE)),
        ([REJECTED], None),
        ([APPROVED, REJECTED], None),
        ([REJECTED, APPROVED], Answer.of(MACHINE)),
        ([CORRECTED], RIGHT),
        ([APPROVED, CORRECTED], RIGHT),
        ([CORRECTED, REJECTED], RIGHT),
        ([CORRECTED, label(LabelKind.CORRECTED, answer=Answer(relevant=False))], Answer(relevant=False)),
        ([CORRECTED, label(LabelKind.APPROVED, classification=overrule(MACHINE, CORRECTED))], RIGHT),
        ([label(LabelKind.APPROVED, classification=IGNORED)], None),
    ],
)
def test_the_latest_decision_says_what_is_right(labels, right):
    found = right_answer(labels)
    assert (found[1] if found else None) == right


def test_the_label_that_says_so_is_named_with_it():
    newer = label(LabelKind.APPROVED, classification=overrule(MACHINE, CORRECTED), number=2)
    assert right_answer([CORRECTED, newer])[0].id == 2
