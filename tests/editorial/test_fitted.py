"""The fitted part: its points, where they come from, and what is no model."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.editorial.chance import Chances
from bot.editorial.classify import assume_relevant, classify, sections_of
from bot.editorial.fitted import parse_fitted, weigh
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.policy import ReformPolicy, TargetRule
from bot.editorial.words import in_words, parse_words, tears
from bot.errors import LoaError
from bot.judgement import Band, Field, Tone
from bot.plan.bands import BandsPolicy, band_of
from bot.settings.shipped import shipped
from tests.editorial.test_judgement import POLICY, entry
from training.model_file import model_text

HEADLINE = "Xã Húc công khai danh mục thủ tục hành chính"
SCALE = {"logit": 0.5, "threshold": 3.0, "bias": -1.0, "slope": 1.0, "offset": 0.0}
HEAD = {
    "sections": {"title": 1.0, "summary": 0.5, "body": 0.25},
    "headline": 0.5,
    "body_characters": 20,
    "longest": 2,
    "targets": ["relevant", "field:procedures", "tone:praise", "tone:criticism"],
    "scales": dict.fromkeys(("relevant", "field:procedures", "tone:praise", "tone:criticism"), SCALE),
}
BARE = ReformPolicy.model_validate(
    {
        "relevance": {"threshold": 3.0},
        "fields": {"procedures": {"name": "Thủ tục", "threshold": 3.0}},
        "topics": {},
        "tones": {tone: {"name": "Sắc thái", "threshold": 3.0} for tone in Tone},
    }
)


def forms(text: str) -> str:
    return " ".join(each.form for each in sections_of(entry(text), {})[0].syllables)


ROWS = {
    forms("hồ sơ"): [(0, 4000), (1, 4000)],
    forms("dân"): [(0, -2000)],
    "^" + forms("dân"): [(3, 6000)],
}
MODEL = json.loads(model_text(HEAD, ROWS))


def lexicon():
    return compile_lexicon(BARE, fitted=parse_fitted(json.dumps(MODEL)))


@pytest.mark.parametrize("name", ["Đắk Lắk", "ĐẮK LẮK", "Đắc Lắc", "Lào Cai", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"])
def test_the_name_of_a_province_says_nothing_of_a_tone(name):
    rows = {forms(name): [(0, 4000), (2, 4000), (3, 4000)], "^" + forms(name): [(2, 4000), (3, 4000)], forms(name.split()[-1]): [(3, 4000)]}
    model = json.loads(model_text({**HEAD, "longest": 3}, rows))
    knowledge = compile_lexicon(BARE, fitted=parse_fitted(json.dumps(model)))
    named, unnamed = (classify(entry(f"{text} rà soát hồ sơ"), knowledge).scores for text in (name, "Tỉnh"))
    assert {tone: named[f"tone:{tone}"] for tone in (Tone.PRAISE, Tone.CRITICISM)} == {
        tone: unnamed[f"tone:{tone}"] for tone in (Tone.PRAISE, Tone.CRITICISM)
    }
    assert len(name.split()) > 3 or named["relevant"] > unnamed["relevant"]


def test_points_are_what_the_logit_is_worth_in_points_above_the_threshold():
    knowledge = lexicon()
    found = classify(entry("", "Hồ sơ"), knowledge)
    # Three runs of the summary, each 0.5: the vector's length is √0.75; logit = -1 + 4 · 0.5 / √0.75; two points to a logit.
    assert found.scores["relevant"] == pytest.approx((-1 + 2 / 0.75**0.5) / 0.5 + 3, abs=0.001)
    assert found.relevant
    assert found.fields == (Field.PROCEDURES,)


def test_a_run_counts_where_it_counts_most_and_once_more_in_the_headline():
    found, norm, _ = weigh(sections_of(entry("Dân", "dân chờ"), {}), HEAD["sections"], 0.5, 20, 2, said=({}, {}, {}))
    assert {gram: value for gram, (value, *_) in found.items()} == {
        forms("dân"): 1.0,
        "^" + forms("dân"): 0.5,
        forms("chờ"): 0.5,
        forms("dân chờ"): 0.5,
    }
    assert norm == pytest.approx((1 + 0.25 + 0.25 + 0.25) ** 0.5)


def test_the_body_is_read_as_far_as_training_read_it_and_figures_are_one():
    found, *_ = weigh(sections_of(entry("", "", "năm 2026 năm 1999 " + "xã " * 30), {}), HEAD["sections"], 0.5, 20, 2, said=({}, {}, {}))
    assert f"{forms('năm')} 0" in found
    assert not any("2026" in gram or "1999" in gram for gram in found)
    assert len(found) < 10


def test_runs_end_with_their_clause():
    found, *_ = weigh(sections_of(entry("", "hồ, sơ"), {}), HEAD["sections"], 0.5, 20, 2, said=({}, {}, {}))
    assert forms("hồ sơ") not in found


def test_inside_a_phrase_for_a_tone_no_single_word_speaks_for_or_against_that_tone():
    rows = {forms("giảm"): [(0, 9000), (2, 4000), (3, -4000)], "^" + forms("giảm"): [(3, -1000)], f"{forms('giảm')} 0": [(3, -2000)]}
    phrase = {"phrase": "giảm <số> bậc", "weight": 2}
    policy = BARE.model_copy(update={"tones": {**BARE.tones, Tone.CRITICISM: TargetRule(name="Chê", threshold=3.0, phrases=[phrase])}})
    knowledge = compile_lexicon(policy, fitted=parse_fitted(model_text(HEAD, rows)))
    constant = 3.0 - 1.0 / 0.5

    def score(target, *texts):
        return classify(entry(*texts), knowledge).scores[target]

    # Criticism has the phrase alone, at twice its weight in the title; praise still has the word.
    assert score("tone:criticism", "Giảm 4 bậc") == pytest.approx(constant + 2 * 2)
    assert score("tone:praise", "Giảm 4 bậc") > constant
    # Outside the phrase, there or in another section, the words speak again, but not as those of a headline that they do not stand in by themselves.
    aside = score("tone:criticism", "Giảm 4 bậc", "giảm")
    assert constant < aside < constant + 2 * 2
    assert score("tone:criticism", "Giảm 4 bậc, giảm") < aside
    told = [(item.phrase, item.where) for item in classify(entry("Giảm 4 bậc"), knowledge).evidence if item.target == "tone:criticism"]
    assert told == [("giảm <số> bậc", "title")]
    # Said again it is no new evidence, and leaves its words no say either.
    again = classify(entry("Giảm 4 bậc, lại giảm 5 bậc"), knowledge)
    assert again.scores["tone:criticism"] == pytest.approx(constant + 2 * 2)
    assert [(item.phrase, item.where) for item in again.evidence if item.target == "tone:criticism"] == told


def test_a_faint_phrase_leaves_its_words_their_say():
    rows = {forms("giảm"): [(0, 9000), (3, -4000)]}
    tone = TargetRule(name="Chê", threshold=3.0, phrases=[{"phrase": "giảm <số> bậc", "weight": 1.9}])
    policy = BARE.model_copy(update={"tones": {**BARE.tones, Tone.CRITICISM: tone}})
    knowledge = compile_lexicon(policy, fitted=parse_fitted(model_text(HEAD, rows)))
    assert classify(entry("Giảm 4 bậc"), knowledge).scores["tone:criticism"] < 3.0 - 1.0 / 0.5 + 2 * 1.9


def test_evidence_of_the_fitted_part_stands_where_it_was_read_and_adds_up():
    knowledge = lexicon()
    title = "Dân nộp hồ sơ"
    found = classify(entry(title), knowledge)
    mine = [item for item in found.evidence if item.target == "relevant"]
    assert {(item.phrase, title[item.start : item.end]) for item in mine} == {("Dân", "Dân"), ("hồ sơ", "hồ sơ")}
    constant = 3.0 - 1.0 / 0.5
    assert found.scores["relevant"] == pytest.approx(constant + sum(item.weight for item in mine), abs=0.01)


def test_no_evidence_tears_a_word_and_a_word_is_on_the_side_its_syllables_are_on_together():
    rows = {forms("nộp"): [(0, 2000)], forms("hồ"): [(0, -1000)], forms("sơ"): [(0, 3000)], forms("dân"): [(0, -2000)]}
    torn = parse_fitted(model_text(HEAD, rows))
    title = "Dân nộp hồ sơ"
    told = {
        words: [item.phrase for item in classify(entry(title), compile_lexicon(BARE, fitted=torn, words=words)).evidence]
        for words in (frozenset(), parse_words("hồ sơ\n"))
    }
    assert told == {frozenset(): ["sơ", "Dân", "nộp", "hồ"], parse_words("hồ sơ"): ["nộp hồ sơ", "Dân"]}


def test_a_long_run_ends_between_words():
    words = "cải cách thủ tục hành chính công khai"
    rows = {forms(each): [(0, 2000)] for each in words.split()}
    known = parse_words("cải cách\nthủ tục\nhành chính\ncông khai")
    found = classify(entry(f"của {words}"), compile_lexicon(BARE, fitted=parse_fitted(model_text(HEAD, rows)), words=known)).evidence
    assert {item.phrase for item in found if item.target == "relevant"} == {"cải cách thủ tục hành chính", "công khai"}


def test_words_end_with_their_clause():
    (title, *_) = sections_of(entry("Nộp hồ, sơ lược hồ sơ"), {})
    assert in_words(title.syllables, parse_words("# lời\nhồ sơ\nsơ lược")) == [(0, 1), (1, 2), (2, 4), (4, 6)]


@pytest.mark.parametrize(
    ("text", "sought", "torn"),
    [
        ("Bộ chính trị họp", "trị", True),
        ("chữa trị bệnh", "trị", False),
        ("giữ trị an", "trị", True),
        ("chính trị an", "trị", True),  # whichever word it is of
        ("hành chính trị bệnh", "trị", False),  # "chính" may be the other's
        ("chính, trị", "trị", False),
        ("một cửa hàng", "một cửa", True),
        ("một cửa hàng quán", "một cửa", False),
        ("hành chính trị bệnh", "hành chính", False),
    ],
)
def test_what_tears_a_word(text, sought, torn):
    words = parse_words("chính trị\ntrị an\nhành chính\ncửa hàng\nhàng quán")
    (title, *_) = sections_of(entry(text), {})
    found = " ".join(each.form for each in title.syllables)
    first = found[: found.index(forms(sought))].count(" ")
    assert tears(title.syllables, first, first + len(sought.split()), words) is torn


@pytest.mark.parametrize(("text", "line"), [("hồ sơ\nhồ", 2), ("hồ sơ cũ", 1), ("hồ  sơ", 1)])
def test_a_broken_line_of_words_is_named(text, line):
    with pytest.raises(LoaError, match=f"at line {line}"):
        parse_words(text)


def test_what_is_not_relevant_has_nothing_else_unless_it_is_asked_what_it_would_be():
    knowledge = lexicon()
    given, asked = classify(entry("Dân"), knowledge), assume_relevant(entry("Dân"), knowledge)
    assert (given.relevant, given.fields, given.tone) == (False, (), None)
    assert (asked.relevant, asked.fields, asked.tone) == (False, (Field.PROCEDURES,), Tone.CRITICISM)
    assert given.likelihood == asked.likelihood
    assert given.confidence == pytest.approx(1 - given.likelihood, abs=0.001)


@given(praise=st.floats(-30, 30), criticism=st.floats(-30, 30), slope=st.floats(0.1, 3), offset=st.floats(-2, 2))
def test_the_likeliest_tone_is_given(praise, criticism, slope, offset):
    scales = {**HEAD["scales"], "tone:criticism": {**SCALE, "slope": slope, "offset": offset}}
    knowledge = compile_lexicon(BARE, fitted=parse_fitted(json.dumps({**MODEL, "scales": scales})))
    tone, chance, of_criticism = Chances(knowledge, {"tone:praise": praise, "tone:criticism": criticism}).tone(30)
    odds = {
        Tone.PRAISE: math.exp(0.5 * (praise - 3)),
        Tone.CRITICISM: math.exp(slope * 0.5 * (criticism - 3) + offset),
        Tone.NEUTRAL: 1.0,
    }
    assert odds[tone] == pytest.approx(max(odds.values()))
    assert chance == pytest.approx(odds[tone] / sum(odds.values()))
    assert of_criticism == pytest.approx(odds[Tone.CRITICISM] / sum(odds.values()))


@given(praise=st.floats(-30, 30), criticism=st.floats(-30, 30), syllables=st.integers(0, 12))
def test_by_few_syllables_nothing_is_surely_neutral_and_nothing_else_changes(praise, criticism, syllables):
    chances = Chances(lexicon(), {"tone:praise": praise, "tone:criticism": criticism})
    few, more = chances.tone(syllables), chances.tone(13)
    assert few.tone is more.tone
    if more.tone is not Tone.NEUTRAL or more.chance <= 0.6:
        assert few == more
    else:
        assert (few.chance, few.criticism) == (0.6, max(more.criticism, 0.18))


@pytest.mark.parametrize(
    ("summary", "band"),
    [
        ("", Band.REVIEW),
        (HEADLINE, Band.REVIEW),
        (
            "Danh mục thủ tục hành chính thuộc thẩm quyền của xã được niêm yết tại bộ phận một cửa và trên trang thông tin điện tử.",
            Band.AUTO,
        ),
    ],
    ids=["none", "the headline again", "a lead"],
)
def test_a_short_headline_without_a_lead_waits_where_it_seems_neutral(summary, band):
    assert band_of(BandsPolicy(), classify(entry(HEADLINE, summary), WHOLE)) is band


def test_a_phrase_of_an_editor_works_at_once_beside_the_fitted_part():
    taught = BARE.model_copy(
        update={"relevance": BARE.relevance.model_validate({"threshold": 3.0, "phrases": [{"phrase": "dân", "weight": 10}]})}
    )
    before = classify(entry("Dân"), lexicon())
    after = classify(entry("Dân"), compile_lexicon(taught, fitted=lexicon().fitted))
    assert not before.relevant
    assert after.relevant
    assert after.scores["relevant"] - before.scores["relevant"] == pytest.approx(10 * taught.positions.title)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '"x"',
        json.dumps({**MODEL, "format": 1}),
        json.dumps({key: value for key, value in MODEL.items() if key != "grams"}),
        json.dumps({**MODEL, "numbers": [0, 1, 0, 9]}),
        json.dumps({**MODEL, "numbers": [0, 1, 0, -1]}),
        json.dumps({**MODEL, "numbers": [0, 1, 0]}),
        json.dumps({**MODEL, "numbers": [0, 1, 0, "3"]}),
        json.dumps({**MODEL, "weights": [1, 2, 3]}),
        json.dumps({**MODEL, "weights": [1, 2, 3, "4"]}),
        json.dumps({**MODEL, "grams": ["a", "b"]}),
        json.dumps({**MODEL, "grams": ["a", "b", "a"]}),
        json.dumps({**MODEL, "lengths": [2, 2, 0]}),
        json.dumps({**MODEL, "lengths": [1, 1, 1]}),
        json.dumps({**MODEL, "targets": ["other"]}),
        json.dumps({**MODEL, "scales": {}}),
    ],
)
def test_what_is_no_model_is_an_error_that_tells_what_to_do(text):
    with pytest.raises(LoaError, match="shipped: false"):
        parse_fitted(text)


WHOLE = compile_lexicon(POLICY, vocabulary=shipped().vocabulary, fitted=shipped().fitted, words=shipped().words)


def test_the_shipped_model_was_trained_with_the_thresholds_of_the_shipped_settings():
    rules = {"relevant": POLICY.relevance}
    rules |= {f"field:{key}": rule for key, rule in POLICY.fields.items()}
    rules |= {f"topic:{key}": rule for key, rule in POLICY.topics.items()}
    rules |= {f"tone:{key}": rule for key, rule in POLICY.tones.items()}
    for target, scale in shipped().fitted.scales.items():
        assert scale.threshold == rules[target].threshold, f"{target}: train anew (docs/editorial.md)"
        assert scale.logit > 0
        assert scale.slope > 0
        # A tone is given from where it is as likely as neutral: there its threshold is.
        assert scale.offset == 0 or not target.startswith("tone:")


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_with_everything_that_is_shipped_judgement_is_total_and_its_evidence_stands_in_the_text(title, summary, body):
    found = assume_relevant(entry(title, summary, body), WHOLE)
    assert 0 <= found.likelihood <= 1
    assert 0 <= found.tone_confidence <= 1
    # Title and lead alone may tell another tone than with the body.
    assert 0 <= found.criticism_likelihood <= (1 if found.tone is Tone.CRITICISM or body else 1.001 - found.tone_confidence)
    sections = {"title": title, "summary": summary, "body": body}
    for item in found.evidence:
        assert 0 <= item.start <= item.end <= len(sections[item.where])


@pytest.mark.parametrize(
    "title",
    [
        "Khai trương một cửa hàng tiện lợi ở Khe Sanh",
        "Dịch vụ công nghệ gọi xe có mặt tại Đông Hà",
        "Bắt nhóm thanh niên chống người thi hành công vụ",
        "Câu lạc bộ bóng đá kỷ luật ba cầu thủ",
        "Giá vàng trong nước tăng mạnh",
    ],
)
def test_a_word_is_not_enough_with_everything_that_is_shipped(title):
    assert not classify(entry(title), WHOLE).relevant


@pytest.mark.parametrize(
    ("title", "tone"),
    [
        ("PAPI và PCI đều giảm", Tone.CRITICISM),
        ("PAR INDEX năm 2025 của tỉnh giảm 4 bậc", Tone.CRITICISM),
        ("Chỉ số hài lòng của người dân về sự phục vụ hành chính giảm", Tone.CRITICISM),
        ("Cán bộ một cửa chơi game trong giờ làm việc", Tone.CRITICISM),
        ("PAR INDEX năm 2025 của tỉnh tăng 4 bậc", Tone.PRAISE),
        ("Phấn đấu PAR INDEX năm 2026 tăng hạng", Tone.NEUTRAL),
        ("Nghiêm cấm uống rượu bia trong giờ hành chính", Tone.NEUTRAL),
    ],
)
def test_plain_headlines_have_their_tone_with_everything_that_is_shipped(title, tone):
    found = classify(entry(title), WHOLE)
    assert (found.relevant, found.tone) == (True, tone)


@pytest.mark.parametrize("unseen", ["\ufeff", "\u200b", "&#8203;"])
@pytest.mark.parametrize("title", ["Thái Lan yêu cầu công chức tiết kiệm năng lượng", "Ủy quyền đúng chỗ, dân đỡ hai ngày chờ"])
def test_what_is_not_seen_before_a_headline_changes_nothing(title, unseen):
    plain, marked = (assume_relevant(entry(text, f"{title}: một cửa"), WHOLE) for text in (title, unseen + title))
    assert (marked.likelihood, marked.fields, marked.tone, marked.scores) == (plain.likelihood, plain.fields, plain.tone, plain.scores)
    assert [(each.start - len(unseen), each.phrase) for each in marked.evidence if each.where == "title"] == [
        (each.start, each.phrase) for each in plain.evidence if each.where == "title"
    ]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Một cửa hàng, một cửa kính, một cửa sông ở Cửa Việt", "một cửa"),
        ("Dịch vụ công nghệ, dịch vụ công cộng, dịch vụ công nghiệp và dịch vụ công ty", "dịch vụ công"),
        ("Hãng xe công nghệ và xe công trình", "xe công"),
        ("Quốc hội thảo luận ở tổ", "hội thảo"),
        ("Bến bãi xếp hàng hóa", "xếp hàng"),
        ("Chủ tịch xã yêu cầu thủ trưởng các cơ quan có mặt", "cầu thủ"),
        ("Đăng ký biến động đất đai", "động đất"),
        ("Bí thư dẫn đầu đoàn công tác", "dẫn đầu"),
    ],
)
def test_a_word_that_is_torn_is_evidence_of_nothing(text, phrase):
    bare = compile_lexicon(POLICY, vocabulary=shipped().vocabulary, words=shipped().words)
    assert phrase not in {item.phrase for item in assume_relevant(entry(text, text), bare).evidence}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Quảng Trị phê bình ba xã giải quyết hồ sơ trễ hạn", "trị"),
        ("Bộ Chính trị kỷ luật ba cán bộ", "trị"),
        ("Để thất thoát, sai phạm trong mua sắm", "thoát"),
        ("Bầu không khí chán nản, trễ hẹn ở bộ phận một cửa", "không"),
        ("Dân bị bỏ rơi, phiền hà", "bỏ"),
        ("Né tránh, nhũng nhiễu khi tiếp dân", "tránh"),
    ],
)
def test_half_a_word_negates_nothing(text, word):
    assert word not in {item.note for item in assume_relevant(entry(text), WHOLE).evidence}


@pytest.mark.parametrize("text", ["Dân chẳng thể hài lòng", "Chặn đứng nhũng nhiễu", "Nếu như gây phiền hà"])
def test_a_whole_word_of_two_syllables_may_negate(text):
    assert any(item.note for item in assume_relevant(entry(text), WHOLE).evidence if item.target.startswith("tone:"))


@pytest.mark.parametrize(
    "title",
    [
        "Dẫn đầu về hồ sơ trễ hạn thủ tục hành chính",
        "Xã đứng đầu danh sách chậm giải quyết hồ sơ một cửa",
        "Xã chưa được đánh giá cao về cải cách hành chính",
        "Bao giờ hết cảnh hồ sơ trễ hạn ở bộ phận một cửa?",
        "Không hết cảnh trễ hạn ở một cửa",
    ],
)
def test_what_sounds_like_praise_and_is_none_is_none(title):
    assert classify(entry(title), WHOLE).tone is not Tone.PRAISE


@pytest.mark.parametrize(
    "title",
    [
        "Cán bộ một cửa không gây khó khăn cho dân khi làm thủ tục",
        "Không có sai phạm trong tuyển dụng công chức",
        "Nói không với nhũng nhiễu, vòi vĩnh, trễ hẹn ở bộ phận một cửa",
        "Loại bỏ sự chồng chéo, rườm rà và bất cập trong thủ tục hành chính",
        "Khắc phục tình trạng đùn đẩy, né tránh, sợ trách nhiệm của cán bộ, công chức",
        "Cán bộ một cửa không bị kỷ luật",
    ],
)
def test_what_sounds_like_a_fault_and_is_none_is_no_criticism(title):
    assert classify(entry(title), WHOLE).tone is not Tone.CRITICISM


@pytest.mark.parametrize(
    ("title", "field", "tone"),
    [
        ("Bộ phận một cửa xã giải quyết 100% hồ sơ trước hạn, người dân hài lòng", Field.PROCEDURES, Tone.PRAISE),
        ("Dân đi lại năm lần vẫn chưa xong hồ sơ đất đai vì cán bộ đùn đẩy", Field.PROCEDURES, Tone.CRITICISM),
        ("Hướng dẫn nộp hồ sơ đăng ký khai sinh trực tuyến", Field.PROCEDURES, Tone.NEUTRAL),
    ],
)
def test_the_job_in_three_lines(title, field, tone):
    found = classify(entry(title), WHOLE)
    assert found.relevant
    assert field in found.fields
    assert found.tone is tone
