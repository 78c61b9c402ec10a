"""What would have decided corrections rightly, found and tried on small knowledge; and on the shipped one, within seconds."""

import pytest

from bot.editorial.changes import Change, ChangeKind, applied
from bot.editorial.classify import classify
from bot.editorial.labelled import Labelled
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.policy import ReformPolicy
from bot.editorial.suggestion import suggest
from bot.editorial.text import form_of
from bot.editorial.trial import Case, Trial, mistakes, wrong
from bot.judgement import Field, Tone, Topic
from bot.model import Entry
from tests.editorial.test_judgement import POLICY as SHIPPED
from tests.vietnamese import legacy


def rule(name: str, *phrases: dict[str, object]) -> dict[str, object]:
    return {"name": name, "phrases": list(phrases)}


def phrase(text: str, weight: float, *unless: str) -> dict[str, object]:
    return {"phrase": text, "weight": weight, "unless": list(unless)}


def small(**more: object) -> ReformPolicy:
    return ReformPolicy.model_validate(
        {
            "relevance": {"threshold": 3, "phrases": [phrase("cải cách hành chính", 4), phrase("giải vô địch", -4)]},
            "fields": {
                "procedures": rule("Thủ tục", phrase("thủ tục", 4), phrase("một cửa", 4)),
                "apparatus": rule("Bộ máy", phrase("bộ máy", 4)),
                "general": rule("Chung"),
            },
            "topics": {"one_stop": rule("Một cửa", phrase("một cửa", 4))},
            "tones": {"praise": rule("Khen", phrase("dẫn đầu", 3)), "criticism": rule("Chê", phrase("trễ hẹn", 3))},
            **more,
        }
    )


P, A, G = Field.PROCEDURES, Field.APPARATUS, Field.GENERAL


def label(
    identity: str,
    title: str,
    *fields: Field,
    tone: Tone = Tone.NEUTRAL,
    topics: tuple[Topic, ...] = (),
    summary: str = "",
    body: str = "",
) -> Labelled:
    """Relevant where it has a field."""
    return Labelled(
        id=identity,
        entry=Entry(feed="x", identity=identity, title=title, link="", summary=summary, body=body),
        relevant=bool(fields),
        fields=frozenset(fields),
        topics=frozenset(topics),
        tone=tone if fields else None,
    )


def found(policy: ReformPolicy, corrections: list[Labelled], guards: list[Labelled] = ()):
    cases = [*(Case(each, to_mend=True) for each in corrections), *(Case(each, to_mend=False) for each in guards)]
    return suggest(cases, policy, compile_lexicon)


def changes(suggestion) -> list[tuple[ChangeKind, str, str, str]]:
    return [(each.change.kind, each.change.target, each.change.phrase, each.change.context) for each in suggestion.proposals]


def decided(policy: ReformPolicy, item: Labelled) -> frozenset[str]:
    return wrong(item, classify(item.entry, compile_lexicon(policy)))


def test_a_phrase_that_several_corrections_share_mends_them_all():
    corrections = [
        label("1", "Xã Thuận cấp giấy xác nhận nhanh cho dân", P),
        label("2", "Người dân chờ cấp giấy xác nhận", P),
        label("3", "Tổ lưu động cấp giấy xác nhận tận nhà", P),
    ]
    suggestion = found(small(), corrections)
    assert len(suggestion.proposals) == 1
    (proposal,) = suggestion.proposals
    assert (proposal.change.kind, proposal.change.target) == (ChangeKind.ADD, "field:procedures")
    assert proposal.change.phrase == "cấp giấy xác nhận"
    assert proposal.mends == suggestion.mended == ("1", "2", "3")
    assert [decided(suggestion.policy, each) for each in corrections] == [frozenset()] * 3


def test_no_known_word_is_torn_where_another_phrase_does_it_too():
    cases = [
        Case(label("1", "Sáng nay người dân chấm điểm hài lòng", P), to_mend=True),
        Case(label("2", "Lòng dân chấm dứt", P), to_mend=False),
    ]
    words = frozenset(" ".join(map(form_of, word.split())) for word in ("người dân", "chấm điểm", "hài lòng"))
    blind, knowing = (
        suggest(cases, small(), lambda policy, known=known: compile_lexicon(policy, words=known)).proposals
        for known in (frozenset(), words)
    )
    assert [each.change.phrase for each in blind] == ["dân chấm"]
    assert [each.change.phrase for each in knowing] == ["chấm điểm hài lòng"]


def test_a_candidate_that_would_break_a_guard_is_not_taken():
    correction = label("1", "Trả hồ sơ tại nhà", P)
    guard = label("mẫu", "Trả hồ sơ")
    alone, guarded = found(small(), [correction]), found(small(), [correction], [guard])
    assert decided(alone.policy, guard) != frozenset(), "without a guard the phrase they share is taken"
    assert guarded.mended == ("1",)
    assert decided(guarded.policy, guard) == frozenset()
    assert "nhà" in guarded.proposals[0].change.phrase


def test_where_every_phrase_would_break_a_guard_it_says_which():
    correction = label("1", "Trả hồ sơ", P)
    guards = [label("mẫu", "Hôm nay trả hồ sơ"), label("mẫu 2", "Trả hồ sơ bệnh án")]
    suggestion = found(small(), [correction], guards)
    assert (suggestion.proposals, suggestion.mended) == ((), ())
    (left,) = suggestion.unmended
    assert (left.id, left.wrong) == ("1", ("fields", "relevance", "tone"))
    assert left.breaks in {"", "mẫu", "mẫu 2"}


def test_another_correction_and_an_approval_guard_as_well():
    correction = label("1", "Trả hồ sơ tại nhà", P)
    others = [label("2", "Trả hồ sơ"), label("3", "Bộ máy dẫn đầu", A, tone=Tone.PRAISE)]
    suggestion = found(small(), [correction, *others])
    assert suggestion.right == 2
    assert suggestion.mended == ("1",)
    assert all(decided(suggestion.policy, each) == frozenset() for each in others)


def test_what_is_right_about_a_correction_that_is_not_mended_stays_right():
    corrections = [
        label("1", "Hồ sơ xã cải cách hành chính"),
        label("2", "Nhà cải cách hành chính"),
        label("3", "Xã cải cách hành chính", P, topics=(Topic.ONE_STOP,), tone=Tone.CRITICISM),
    ]
    suggestion = found(small(), corrections)
    assert suggestion.mended == ("1", "2")
    assert "relevance" not in decided(suggestion.policy, corrections[2])


@pytest.mark.parametrize("damaged", [legacy.vni, legacy.windows_1258])
@pytest.mark.parametrize("title", ["Phát giấy khen", "Đổi thẻ xe"])
def test_a_headline_that_only_the_article_below_it_makes_legible_is_learnt_from_and_guards(damaged, title):
    below = damaged("Ủy ban nhân dân xã tổ chức hội nghị gặp mặt các cụ cao tuổi trên địa bàn, có đông đủ bà con tham dự buổi lễ")
    correction, guard = label("1", title, P), label("mẫu", damaged(title), body=below)
    assert found(small(), [correction], [guard]).proposals == ()
    other = label("1", damaged(title), P, body=below)
    (proposal,) = found(small(), [other]).proposals
    assert proposal.change.phrase in title.lower()


def test_a_false_alarm_is_mended_by_what_speaks_for_another_subject():
    corrections = [label("1", "Thủ tục nhập học của tân sinh viên"), label("2", "Tân sinh viên xếp hàng làm thủ tục")]
    guard = label("mẫu", "Bớt thủ tục", P)
    suggestion = found(small(), corrections, [guard])
    assert suggestion.mended == ("1", "2")
    (proposal,) = suggestion.proposals
    assert (proposal.change.target, proposal.change.weight < 0) == ("relevant", True)
    assert "sinh viên" in proposal.change.phrase or proposal.change.phrase == "tân sinh"


def test_a_misleading_topic_gets_an_exception_rather_than_a_weight_against_it():
    correction = label("1", "Thủ tục mở một cửa hàng", P)
    guard = label("mẫu", "Thủ tục ở bộ phận một cửa", P, topics=(Topic.ONE_STOP,))
    suggestion = found(small(), [correction], [guard])
    assert changes(suggestion) == [(ChangeKind.UNLESS, "topic:one_stop", "một cửa", "một cửa hàng")]
    assert suggestion.mended == ("1",)


def test_a_missing_topic_and_a_missing_tone_are_found_one_after_the_other():
    correction = label("1", "Thủ tục nhanh gọn tại quầy tiếp dân", P, tone=Tone.PRAISE, topics=(Topic.ONE_STOP,))
    suggestion = found(small(), [correction], [label("mẫu", "Thủ tục tại huyện", P)])
    assert {target for _, target, _, _ in changes(suggestion)} == {"topic:one_stop", "tone:praise"}
    assert decided(suggestion.policy, correction) == frozenset()


def test_a_tone_that_was_taken_for_its_opposite_is_turned():
    correction = label("1", "Bộ máy dẫn đầu về đơn thư khiếu nại", A, tone=Tone.CRITICISM)
    guard = label("mẫu", "Bộ máy dẫn đầu toàn tỉnh", A, tone=Tone.PRAISE)
    suggestion = found(small(), [correction], [guard])
    assert suggestion.mended == ("1",)
    assert decided(suggestion.policy, guard) == frozenset()


def test_an_existing_phrase_gets_another_weight_where_that_mends_more_than_any_new_one():
    policy = small(tones={"praise": rule("Khen", phrase("dẫn đầu", 0.5)), "criticism": rule("Chê")})
    words = ("nhanh", "gọn", "sớm", "tốt")
    corrections = [label(word, f"Thủ tục {word}, dẫn đầu", P, tone=Tone.PRAISE) for word in words]
    suggestion = found(policy, corrections)
    assert changes(suggestion) == [(ChangeKind.WEIGHT, "tone:praise", "dẫn đầu", "")]
    assert suggestion.mended == words


def test_a_phrase_with_a_number_takes_part_and_may_get_another_weight():
    policy = small(tones={"praise": rule("Khen", phrase("tăng <số> bậc", 0.5)), "criticism": rule("Chê")})
    corrections = [label(str(number), f"Thủ tục {word}, tăng {number} bậc", P, tone=Tone.PRAISE) for number, word in enumerate("abcd")]
    suggestion = found(policy, corrections)
    assert changes(suggestion) == [(ChangeKind.WEIGHT, "tone:praise", "tăng <số> bậc", "")]
    assert suggestion.mended == ("0", "1", "2", "3")


def test_phrases_below_title_and_summary_are_not_proposed():
    suggestion = found(small(), [label("1", "A", P, body="Cấp giấy xác nhận tại nhà")])
    assert suggestion.proposals == ()
    assert suggestion.unmended[0].phrase == ""


def test_a_phrase_of_the_summary_counts_for_less_and_gets_more_weight():
    in_title = found(small(), [label("1", "Thủ tục: gọn lẹ", P, tone=Tone.PRAISE)])
    in_summary = found(small(), [label("1", "Thủ tục", P, tone=Tone.PRAISE, summary="Gọn lẹ")])
    assert in_summary.mended == in_title.mended == ("1",)
    assert in_summary.proposals[0].change.weight > in_title.proposals[0].change.weight


E = Field.E_GOVERNMENT


def test_what_only_brings_an_entry_nearer_to_a_decision_is_not_proposed():
    nearer = label("1", "Bộ máy nhận đơn", P, Field.CIVIL_SERVICE)  # the settings know nothing of the second
    suggestion = found(small(), [nearer])
    assert suggestion.proposals == ()
    assert [(each.id, each.wrong) for each in suggestion.unmended] == [("1", ("fields",))]
    with_another = found(small(), [nearer, label("2", "Nhận đơn", P)])
    assert [each.mends for each in with_another.proposals] == [("2",)]


@pytest.mark.parametrize("fields", [(P, A), (P, E), (P, E, A)])
def test_steps_that_only_together_make_a_decision_right_are_proposed_together(fields):
    known = {"procedures": rule("Thủ tục"), "apparatus": rule("Bộ máy", phrase("bộ máy", 4)), "e_government": rule("Số")}
    correction = label("1", "Bộ máy nhận đơn, ký số", *fields)
    suggestion = found(small(fields=known), [correction])
    assert suggestion.mended == ("1",)
    assert len(suggestion.proposals) >= len({P, E} & set(fields))
    assert all(each.mends == ("1",) for each in suggestion.proposals)
    assert decided(suggestion.policy, correction) == frozenset()


def against(weight: float) -> ReformPolicy:
    return small(relevance={"threshold": 3, "phrases": [phrase("vô địch", weight), phrase("bóng đá", weight)]})


def test_a_weight_may_be_as_great_as_the_settings_take_it():
    correction = label("1", "Bóng đá vô địch nộp đơn", P)
    suggestion = found(against(-3.5), [correction])
    assert suggestion.mended == ("1",)
    assert max(each.change.weight for each in suggestion.proposals) == 10


def test_that_no_weight_is_enough_is_told_and_not_that_there_is_no_phrase():
    (left,) = found(against(-10), [label("1", "Bóng đá vô địch nộp đơn", P)]).unmended
    assert (left.phrase, left.breaks) == ("", "")
    assert left.weak
    (other,) = found(small(), [label("1", "A", P, body="Nộp đơn")]).unmended
    assert other.weak == ""


def test_what_is_right_already_needs_nothing():
    suggestion = found(small(), [label("1", "Bớt thủ tục", P)])
    assert (suggestion.right, suggestion.proposals, suggestion.unmended) == (1, (), ())
    assert found(small(), []).right == 0


def test_an_answer_of_which_the_settings_know_nothing_stays_unmended():
    suggestion = found(small(), [label("1", "Lương cán bộ", Field.CIVIL_SERVICE)])
    assert suggestion.mended == ()
    assert [each.id for each in suggestion.unmended] == ["1"]


def test_two_corrections_that_contradict_one_another_do_no_harm():
    suggestion = found(small(), [label("1", "Trả hồ sơ", P), label("2", "Trả hồ sơ")])
    assert (suggestion.right, suggestion.mended) == (1, ())


def test_the_same_cases_give_the_same_proposals():
    corrections = [label(str(number), f"Cấp giấy xác nhận {word}", P) for number, word in enumerate(["nhanh", "chậm", "tại nhà"])]
    assert changes(found(small(), corrections)) == changes(found(small(), corrections))


# Trials


def test_a_trial_of_few_phrases_says_the_same_as_the_whole_knowledge():
    texts = (
        "Phê bình bộ phận một cửa nhiều hồ sơ thủ tục hành chính trễ hạn",
        "Xã dẫn đầu về cải cách hành chính, không còn nhũng nhiễu",
        "Mở một cửa hàng hoa, ký dịch vụ công nghệ",
        "Đội bóng đá vô địch",
    )
    cases = [Case(label(str(number), text), to_mend=True) for number, text in enumerate(texts)]
    trial = Trial(cases, SHIPPED, compile_lexicon)
    change = Change(kind=ChangeKind.ADD, target="tone:criticism", phrase="cửa hàng hoa", weight=5)
    changed = applied(SHIPPED, change)
    trial.learn({trial.key("cửa hàng hoa")})
    whole = compile_lexicon(changed)
    assert trial.touched(change) == {2}
    outcome = trial.outcome(changed, range(4))
    for number, case in enumerate(cases):
        expected = classify(case.label.entry, whole)
        given = outcome.of(number)
        assert (given.relevant, given.fields, given.topics, given.tone, given.scores) == (
            expected.relevant,
            expected.fields,
            expected.topics,
            expected.tone,
            expected.scores,
        )


def test_mistakes_are_counted_one_by_one():
    policy = compile_lexicon(small())
    item = label("1", "Bộ máy dẫn đầu", P, tone=Tone.CRITICISM, topics=(Topic.ONE_STOP,))
    assert mistakes(item, classify(item.entry, policy)) == 4
    assert wrong(item, classify(item.entry, policy)) == {"fields", "topics", "tone"}


def test_a_change_of_what_is_not_there_is_a_programming_error():
    with pytest.raises(ValueError, match="không có"):
        applied(small(), Change(kind=ChangeKind.WEIGHT, target="relevant", phrase="không có", weight=1))


def test_what_only_guards_keeps_neither_its_evidence_nor_the_syllables_of_its_body():
    """There may be ten thousand of them, with bodies."""
    policy, body = small(), "Bộ máy của xã dẫn đầu, giải quyết xong 12/15 hồ sơ. " * 5
    cases = [Case(label(name, "Thủ tục cải cách hành chính", P, body=body), to_mend=name == "a") for name in "ab"]
    trial = Trial(cases, policy, compile_lexicon)
    mended, guard = trial.given
    assert [bool(each.evidence) for each in (mended, guard)] == [True, False]
    assert (mended.scores, mended.findings) == (guard.scores, ())
    assert [len(read) for read in trial.sections] == [2, 2]
    key = trial.key("bộ máy")
    assert [key in each for each in trial.spot({key})] == [True, True]
    assert [key in each for each in trial.spot({key}, slice(0, 2))] == [False, False]
    number = trial.key("12/15 hồ sơ")
    assert trial.factor(1, number) == trial.factor(1, key) == policy.positions.body
