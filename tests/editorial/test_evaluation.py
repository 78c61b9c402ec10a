"""Precision, recall and F1 over labelled lines."""

import json
from pathlib import Path

import pytest

from bot.editorial.classify import classify
from bot.editorial.evaluation import evaluate
from bot.editorial.labelled import LabelledLines, as_json_line, parse_entry_line, parse_labelled
from bot.errors import LoaError
from bot.judgement import Band, Classification, Evidence, Field, Tone, Topic
from bot.plan.bands import BandsPolicy, band_of
from tests.editorial.test_judgement import LEXICON, judged

DEV = Path(__file__).parents[3] / "shared" / "eval" / "dev.jsonl"


def trusted(result: Classification) -> Band:
    return band_of(BandsPolicy(), result)


def line(identity: str | int, **label: object) -> str:
    return json.dumps({"id": identity, "title": "Tin", "relevant": True, "fields": ["procedures"], "topics": [], "tone": "praise", **label})


def given(relevant: bool, tone: Tone | None = None, *fields: Field) -> Classification:
    return Classification(relevant=relevant, confidence=0.8, fields=fields, tone=tone)


def test_the_arithmetic_of_a_small_example():
    labels = [
        parse_labelled(line("1"), 1),
        parse_labelled(line("2", tone="criticism"), 2),
        parse_labelled(line("3", relevant=False, fields=[], tone=None), 3),
        parse_labelled(line("4", relevant=False, fields=[], tone=None), 4),
    ]
    results = [
        given(True, Tone.PRAISE, Field.PROCEDURES),
        given(True, Tone.PRAISE, Field.APPARATUS),
        given(True, Tone.NEUTRAL, Field.PROCEDURES),
        given(False),
    ]
    report = evaluate(list(zip(labels, results, strict=True)), trusted)
    assert (report.relevance.right, report.relevance.wrong, report.relevance.missed) == (2, 1, 0)
    assert pytest.approx(2 / 3) == report.relevance.precision
    assert report.relevance.recall == 1.0
    assert (report.fields["procedures"].right, report.fields["procedures"].wrong, report.fields["procedures"].missed) == (1, 1, 1)
    assert report.swaps == 1
    assert {"2", "3"} == {item.id for item in report.worst}
    assert "relevant" in report.as_text("vi")
    assert "docs/editorial.md" in report.as_text("vi"), "figures of what was learnt from flatter"
    assert report.as_dict()["lines"] == 4


def test_what_does_not_occur_at_all_does_not_lower_the_mean_over_classes():
    labels = [parse_labelled(line("1"), 1), parse_labelled(line("2", fields=["apparatus"]), 2)]
    results = [given(True, Tone.PRAISE, Field.PROCEDURES), given(True, Tone.PRAISE, Field.APPARATUS)]
    value = evaluate(list(zip(labels, results, strict=True)), trusted).as_dict()
    assert [value[name]["macro_f1"] for name in ("fields", "topics", "tones")] == [1.0, 0.0, 1.0]


def found(*fields: Field, topics: tuple[Topic, ...] = (), confidence: float = 0.8, tone: Tone = Tone.PRAISE) -> Classification:
    evidence = tuple(
        Evidence(phrase=phrase, where="title", start=0, end=3, weight=weight, target=target)
        for phrase, weight, target in (("tin", 1.0, "field:apparatus"), ("tin tin", 2.0, "topic:one_stop"), ("khen", 9.0, "tone:praise"))
    )
    return Classification(relevant=True, confidence=confidence, fields=fields, topics=topics, tone=tone, evidence=evidence)


@pytest.mark.parametrize(
    ("label", "result", "mistake", "evidence"),
    [
        ({}, found(Field.PROCEDURES), None, []),
        ({}, found(Field.APPARATUS), "fields procedures taken for apparatus", ["tin (+1.0 field:apparatus)"]),
        ({"fields": []}, found(Field.APPARATUS), "fields none taken for apparatus", ["tin (+1.0 field:apparatus)"]),
        ({"topics": ["one_stop"]}, found(Field.PROCEDURES), "topics one_stop taken for none", ["tin tin (+2.0 topic:one_stop)"]),
        (
            {"topics": ["directive"]},
            found(Field.GENERAL, topics=(Topic.ONE_STOP,)),
            "fields procedures taken for general; topics directive taken for one_stop",
            ["tin tin (+2.0 topic:one_stop)"],
        ),
        ({"tone": "neutral"}, found(Field.APPARATUS), "neutral taken for praise", ["khen (+9.0 tone:praise)"]),
    ],
)
def test_a_mistake_names_what_was_wrong_with_the_evidence_for_it(label, result, mistake, evidence):
    report = evaluate([(parse_labelled(line("1", **label), 1), result)], trusted)
    assert [(each["mistake"], each["evidence"]) for each in report.as_dict()["worst"]] == ([] if mistake is None else [(mistake, evidence)])
    told = report.as_text("en").partition("The surest mistakes:\n")[2]
    assert told == ("    none" if mistake is None else f"1: {mistake} 0.80  Tin\n    {evidence[0]}")


@pytest.mark.parametrize(
    ("label", "result", "mistake"),
    [
        ({}, given(False), "bỏ sót"),
        ({"relevant": False, "fields": [], "tone": None}, found(Field.APPARATUS), "nhận nhầm"),
        ({"tone": "neutral"}, found(Field.APPARATUS), "sắc thái neutral bị gán thành praise"),
        (
            {"topics": ["directive"]},
            found(Field.APPARATUS),
            "lĩnh vực procedures bị gán thành apparatus; chủ đề directive bị gán thành none",
        ),
    ],
)
def test_a_mistake_is_told_in_the_language_of_its_readers(label, result, mistake):
    told = evaluate([(parse_labelled(line("1", **label), 1), result)], trusted).as_text("vi")
    assert f"\n1: {mistake} {result.confidence:.2f}  Tin" in told


def test_confidence_speaks_of_relevance_and_tone_whose_mistakes_come_first():
    labels = [parse_labelled(line(identity), 1) for identity in "12"]
    report = evaluate([(labels[0], found(Field.GENERAL)), (labels[1], found(Field.GENERAL, tone=Tone.NEUTRAL, confidence=0.5))], trusted)
    assert [each.id for each in report.worst] == ["2", "1"]
    assert [(each.lines, each.right) for each in report.confidence] == [(1, 0.0), (1, 1.0)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"id": 1}',
        '{"id": 1, "title": 2}',
        '{"id": "\\ud800", "title": "x"}',
        '{"id": 1, "title": "\\udfff"}',
        "[" * 100_000,
    ],
)
def test_a_line_that_is_none_is_named(text):
    with pytest.raises(LoaError, match="Line 7"):
        parse_entry_line(text, 7)


LABEL = {"relevant": True, "fields": ["procedures"], "topics": [], "tone": "praise"}
NOT_RELEVANT = {"relevant": False, "fields": [], "topics": [], "tone": None}


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("relevant", {"relevant": "yes"}),
        ("relevant", {"relevant": None}),
        ("relevant", {"relevant": 1}),
        ("fields", {"fields": ["prosedures"]}),
        ("fields", {"fields": {"general": 1}}),
        ("fields", {"fields": "general"}),
        ("fields", {"fields": None}),
        ("topics", {"topics": [3]}),
        ("topics", {"topics": 0}),
        ("topics", {"topics": [["one_stop"]]}),
        ("tone", {"tone": "angry"}),
        ("tone", {"tone": ""}),
        ("tone", {"tone": ["praise"]}),
        ("tone", {"tone": None}),
        ("fields", {**NOT_RELEVANT, "fields": ["general"]}),
        ("topics", {**NOT_RELEVANT, "topics": ["one_stop"]}),
        ("tone", {**NOT_RELEVANT, "tone": "neutral"}),
        ("id", {"id": None}),
        ("id", {"id": True}),
        ("id", {"id": ["x"]}),
        ("summary", {"summary": ["x", 1]}),
        ("body", {"body": 0}),
        ("link", {"link": False}),
        ("fields", {"fields": ["x" * 100_000]}),
        ("sumary", {"sumary": "Tóm tắt"}),
        ("Body", {"Body": "Nội dung", "summary": "Tóm tắt"}),
    ],
)
def test_a_wrong_label_is_named(key, label):
    with pytest.raises(LoaError, match="Line 3") as wrong:
        parse_labelled(line("1", **label), 3)
    assert key in wrong.value.say("en").split(". ", maxsplit=1)[0]
    assert key in wrong.value.say("vi")
    assert len(wrong.value.say("vi")) < 400


@pytest.mark.parametrize("key", LABEL)
@pytest.mark.parametrize("label", [LABEL, NOT_RELEVANT])
def test_a_label_that_is_missing_is_no_answer(key, label):
    given = {"id": "1", "title": "Tin", **label}
    del given[key]
    with pytest.raises(LoaError, match=f"Line 3.*{key}"):
        parse_labelled(json.dumps(given), 3)


@pytest.mark.parametrize(
    "label", [{}, {"fields": []}, {"fields": ["general", "general"]}, NOT_RELEVANT, {"id": 7}, {"summary": None, "body": ""}]
)
def test_a_label_that_keeps_the_rules_is_read(label):
    read = parse_labelled(line("1", **label), 3)
    assert read.relevant == (read.tone is not None)


def read(*texts: str, lines: LabelledLines, file: str = "") -> list[str]:
    return [label.id for label in lines.read(enumerate(texts, start=1), file)]


@pytest.mark.parametrize("file", ["", "a.jsonl"])
def test_an_id_that_stood_before_is_told_and_the_line_is_measured(file):
    lines = LabelledLines()
    assert read(line("a"), line(7), line("b"), lines=lines, file="một.jsonl") == ["a", "7", "b"]
    assert lines.notes == ()
    assert read(line("c"), line("7"), line("a"), lines=lines, file=file) == ["c", "7", "a"]
    where = f"dòng 2 của {file}" if file else "dòng 2"
    assert [note.say("vi") for note in lines.notes] == [
        f"Có 2 dòng (dòng đầu tiên: {where}) dùng lại id của một dòng trước. Các tin chỉ phân biệt bằng id trong bản tóm tắt; hãy đặt cho mỗi tin một id riêng."
    ]


@pytest.mark.parametrize("fields", [["general", "procedures"], ["procedures", "apparatus", "civil_service", "e_government"]])
def test_fields_that_are_never_answered_are_told_and_the_line_is_measured(fields):
    lines = LabelledLines()
    (label,) = lines.read([(4, line("a", fields=fields))])
    assert label.fields == frozenset(fields)
    (note,) = lines.notes
    assert note.say("vi").startswith("Có 1 dòng (dòng đầu tiên: dòng 4) ghi general cùng lĩnh vực khác, hoặc quá 3 lĩnh vực.")
    (fine,) = LabelledLines().read([(1, line("a", fields=["procedures", "apparatus", "civil_service"]))])
    assert len(fine.fields) == 3


def test_keys_that_nobody_reads_are_told_once_with_place_and_remedy_and_those_of_training_are_not():
    lines = LabelledLines()
    read(
        line("1", kind="press", year="2026", sure=False), line("2", nguon="a", summary="", summary2="x"), line("3", nguon="b"), lines=lines
    )
    first, second = (each.say("vi") for each in lines.notes)
    assert first == (
        'Khóa "nguon" không được đọc (lần đầu ở dòng 2, có ở 2 dòng). Nếu là ghi chú của bạn thì không sao; nếu không, hãy sửa thành một trong: '
        "id, title, summary, body, link, relevant, fields, topics, tone."
    )
    assert second.startswith('Khóa "summary2" không được đọc (lần đầu ở dòng 2, có ở 1 dòng).')


def test_nothing_to_compare_is_an_error():
    with pytest.raises(LoaError):
        evaluate([], trusted)


def test_a_line_out_has_what_a_machine_needs():
    value = json.loads(as_json_line("x", judged("Cải cách thủ tục hành chính tại bộ phận một cửa"), Band.AUTO))
    assert {
        "id",
        "relevant",
        "confidence",
        "likelihood",
        "tone_confidence",
        "criticism_likelihood",
        "band",
        "fields",
        "topics",
        "tone",
        "evidence",
        "findings",
    } == set(value)
    assert value["relevant"]
    assert "procedures" in value["fields"]
    assert {"phrase", "where", "start", "end", "weight", "for"} == set(value["evidence"][0])


@pytest.mark.skipif(not DEV.is_file(), reason="the labelled entries are not beside this checkout")
def test_the_first_version_does_not_fall_below_what_was_measured():
    labels = [parse_labelled(text, number) for number, text in enumerate(DEV.read_text(encoding="utf-8").splitlines(), start=1)]
    report = evaluate([(label, classify(label.entry, LEXICON)) for label in labels], trusted)
    figures = report.as_dict()
    assert report.relevance.f1 >= 0.82
    assert report.relevance.precision >= 0.87
    assert figures["fields"]["micro"]["f1"] >= 0.72
    assert figures["topics"]["micro"]["f1"] >= 0.63
    assert report.swaps <= 2
