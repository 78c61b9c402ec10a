"""Entry to Classification: syllables, phrases, negation, fields, tone, and evidence that is true."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.editorial.classify import classify
from bot.editorial.explain import telling, why
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.policy import ReformPolicy
from bot.editorial.text import form_of, syllables
from bot.judgement import Classification, Field, Tone, Topic
from bot.model import Entry

ROOT = Path(__file__).parents[2]
POLICY = ReformPolicy.model_validate(YAML(typ="safe").load((ROOT / "config/reform.yaml").read_text(encoding="utf-8")))
LEXICON = compile_lexicon(POLICY)


def entry(title: str, summary: str = "", body: str = "") -> Entry:
    return Entry(feed="f", identity="1", title=title, summary=summary, body=body, link="")


def judged(title: str, summary: str = "", body: str = "") -> Classification:
    return classify(entry(title, summary, body), LEXICON)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("ủy", "uỷ"),
        ("THỦY", "thuỷ"),
        ("Đ", "đ"),
        ("\u00d0", "đ"),
        ("thủ", unicodedata.normalize("NFD", "thủ")),
        ("mộ\u200bt", "một"),
        ("quý", "quý"),
    ],
)
def test_ways_of_writing_a_syllable_are_one(one, other):
    assert form_of(other) == form_of(one)


@pytest.mark.parametrize(("one", "other"), [("hoa", "hòa"), ("đa", "da"), ("ma", "mã"), ("tham", "thâm"), ("cua", "của")])
def test_different_syllables_stay_different(one, other):
    assert form_of(other) != form_of(one)


def test_syllables_know_their_place_and_their_clause():
    text = "Xã Thuận,dân chờ. TTHC nhanh"
    found = syllables(text, {"TTHC": ["thu\u0309", "tu\u0323c"]})
    assert [text[each.start : each.end] for each in found] == ["Xã", "Thuận", "dân", "chờ", "TTHC", "TTHC", "nhanh"]
    assert [each.clause for each in found] == [0, 0, 1, 1, 2, 2, 2]


@pytest.mark.parametrize(
    "title",
    [
        "Khai trương một cửa hàng tiện lợi ở Khe Sanh",
        "Dịch vụ công nghệ gọi xe đến Lao Bảo",
        "Bắt đối tượng chống người thi hành công vụ",
        "Đội bóng xã Thuận được khen thưởng sau giải mùa xuân",
        "Điện thoại mới trễ hẹn lên kệ",
        "Thời tiết hôm nay: nắng nhẹ",
        "",
    ],
)
def test_a_word_is_not_enough(title):
    found = judged(title)
    assert not found.relevant
    assert (found.fields, found.topics, found.tone) == ((), (), None)


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Cắt giảm 30% điều kiện kinh doanh, đẩy mạnh phân cấp cho địa phương", Field.INSTITUTIONAL),
        ("Rút ngắn thời gian giải quyết thủ tục hành chính về đất đai", Field.PROCEDURES),
        ("Sáp nhập đơn vị hành chính, tinh gọn tổ chức bộ máy cấp xã", Field.APPARATUS),
        ("Siết kỷ luật, kỷ cương hành chính với cán bộ, công chức", Field.CIVIL_SERVICE),
        ("Giao quyền tự chủ tài chính cho đơn vị sự nghiệp, kiểm kê tài sản công", Field.PUBLIC_FINANCE),
        ("Xây dựng chính quyền điện tử, dùng chữ ký số trong cơ quan nhà nước", Field.E_GOVERNMENT),
        ("Kế hoạch tuyên truyền công tác cải cách hành chính năm 2023", Field.GENERAL),
    ],
)
def test_each_field_is_recognised_by_its_words(title, field):
    found = judged(title)
    assert found.relevant
    assert field in found.fields


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Bộ phận một cửa xã Tân Liên giải quyết thủ tục hành chính", Topic.ONE_STOP),
        ("Nộp hồ sơ qua Cổng dịch vụ công quốc gia", Topic.ONLINE_SERVICES),
        ("Thủ tướng ban hành chỉ thị về cải cách thủ tục hành chính", Topic.DIRECTIVE),
    ],
)
def test_each_topic_is_recognised_by_its_words(title, topic):
    assert topic in judged(title).topics


def test_tones():
    assert Tone.PRAISE is judged("Xã Tân Liên dẫn đầu về cải cách hành chính, được tặng bằng khen").tone
    assert Tone.CRITICISM is judged("Phê bình cán bộ nhũng nhiễu, để hồ sơ thủ tục hành chính trễ hạn").tone
    assert Tone.NEUTRAL is judged("Hướng dẫn nộp hồ sơ thủ tục hành chính").tone


@pytest.mark.parametrize("negation", ["không còn", "khắc phục", "thay vì", "phòng ngừa", "không để"])
def test_a_negated_fault_is_no_criticism(negation):
    found = judged(f"Thủ tục hành chính ở xã {negation} nhũng nhiễu")
    turned = [item for item in found.evidence if item.target == "tone:criticism" and item.phrase == "nhũng nhiễu"]
    assert [(0.0, negation)] == [(item.weight, item.note) for item in turned]
    assert Tone.CRITICISM is not found.tone


@pytest.mark.parametrize("words", ["không chỉ", "không ngừng"])
def test_words_that_only_look_like_a_negation_turn_nothing(words):
    found = judged(f"Xã {words} dẫn đầu về cải cách hành chính")
    assert [item.note for item in found.evidence if item.phrase == "dẫn đầu"] == [""]


def test_two_spellings_of_one_phrase_count_once_with_the_contexts_of_both():
    policy = ReformPolicy.model_validate(
        {
            "relevance": {
                "phrases": [
                    {"phrase": "một, cửa", "unless": ["một cửa hàng"]},
                    {"phrase": "một cửa", "weight": 9, "unless": ["một cửa sổ"]},
                ]
            },
            "fields": {},
            "topics": {},
            "tones": {},
        }
    )
    lexicon = compile_lexicon(policy)
    assert [item.weight for item in classify(entry("Một cửa"), lexicon).evidence] == [9 * 2.0]
    assert classify(entry("Một cửa hàng và một cửa sổ"), lexicon).evidence == ()


@pytest.mark.parametrize(
    "title", ["Bộ Tư pháp rà soát thủ tục hành chính", "Mỹ Tho cải cách thủ tục hành chính", "Lào Cai cải cách thủ tục hành chính"]
)
def test_a_syllable_of_a_longer_name_is_no_foreign_country(title):
    assert judged(title).relevant


def test_a_negation_ends_with_its_clause():
    found = judged("Thủ tục hành chính không còn nữa, nhũng nhiễu vẫn có")
    assert all(item.note == "" for item in found.evidence if item.phrase == "nhũng nhiễu")


def test_abbreviations_count_as_what_they_stand_for():
    long, short = judged("Cải cách thủ tục hành chính tại xã"), judged("Cải cách TTHC tại xã")
    assert long.fields == short.fields
    assert [item for item in short.evidence if "thủ tục hành chính" in item.phrase]


@pytest.mark.parametrize(
    ("short", "long", "text"),
    [
        ("CBCC", "cán bộ, công chức", "Tập huấn cho CBCC xã"),
        ("CBCC", "cán bộ, công chức", "Tập huấn cho CB, CC xã"),
        ("CBCCX", "CBCC xã", "Tập huấn cho CBCCX"),
        ("\u00d0VCB", "đơn vị có cán bộ - công chức", "Tập huấn cho ĐVCB"),
    ],
)
def test_what_an_abbreviation_stands_for_is_read_as_any_text(short, long, text):
    shorts = {"CBCC": "cán bộ công chức", short: long}
    policy = POLICY.model_copy(update={"abbreviations": shorts})
    found = classify(entry(text), compile_lexicon(policy))
    assert [item for item in found.evidence if item.phrase == "cán bộ, công chức"]


def test_at_most_three_fields_are_given():
    everything = "Cải cách thể chế, thủ tục hành chính, tổ chức bộ máy, chế độ công vụ, tài chính công, chính phủ số"
    assert len(judged(everything).fields) == 3


def test_what_is_said_twice_in_a_section_counts_once():
    once, twice = judged("Thủ tục hành chính"), judged("Thủ tục hành chính. Thủ tục hành chính")
    assert once.scores == twice.scores


def test_a_phrase_inside_a_longer_one_for_the_same_target_is_silent():
    phrases = [item.phrase for item in judged("Bộ phận một cửa liên thông").evidence if item.target == "topic:one_stop"]
    assert "một cửa" not in phrases


@pytest.mark.parametrize(
    "source",
    [
        " - Cổng thông tin điện tử xã Khe Sanh",
        " | Cổng Thông tin điện tử tỉnh Quảng Trị",
        " - Trang thông tin điện tử UBND xã Khe Sanh",
        " – Cổng thông tin điện tử Chính phủ",
    ],
)
def test_the_name_of_the_source_behind_a_headline_is_no_evidence(source):
    # A headline said again in the summary is the one without it.
    for news, summary in (("Lúa được mùa", ""), ("Một cửa ở xã", "Một cửa ở xã. Thủ tục nhanh.")):
        named, bare = judged(f"{news}{source}", summary), judged(news, summary)
        assert (named.scores, named.evidence) == (bare.scores, bare.evidence)


@pytest.mark.parametrize("title", ["Xã Lìa - Cổng thông tin điện tử thành nơi dân hỏi", "Xã Lìa - Cải cách hành chính"])
def test_what_is_no_source_counts_behind_a_dash(title):
    assert judged(title).evidence


@pytest.mark.parametrize("language", ["vi", "en"])
def test_why_names_the_phrases_that_counted(language):
    names = {"praise": "Biểu dương"}
    assert any("“dẫn đầu”" in sentence for sentence in why(judged("Xã dẫn đầu về cải cách hành chính"), language, names))
    assert len(why(judged("Nắng đẹp"), language, names)) == 1
    assert "không phải" not in why(judged("Nắng đẹp"), "en", names)[0]


def test_what_is_told_is_the_evidence_of_what_was_decided_the_strongest_first():
    found = judged("Phê bình cán bộ đùn đẩy, để hồ sơ đất đai trễ hạn", "Đề nghị kiểm điểm; ngân sách không đổi")
    told = telling(found)
    assert {item.target for item in told} <= {"relevant", "tone:praise", "tone:criticism"} | {f"field:{each}" for each in found.fields} | {
        f"topic:{each}" for each in found.topics
    }
    assert {item.target for item in found.evidence} - {item.target for item in told}
    weights = [abs(item.weight) for item in told]
    assert weights == sorted(weights, reverse=True)


WORDS = st.sampled_from(
    [
        "thủ",
        "tục",
        "hành",
        "chính",
        "một",
        "cửa",
        "hàng",
        "liên",
        "thông",
        "cán",
        "bộ",
        "công",
        "chức",
        "nhũng",
        "nhiễu",
        "không",
        "còn",
        "khắc",
        "phục",
        "dẫn",
        "đầu",
        "khen",
        "thưởng",
        "sáp",
        "nhập",
        "TTHC",
        "UBND",
        ".",
        ",",
        ";",
        "-",
        "\n",
        "“",
        "”",
        "2026",
        "hòa",
        "hoà",
    ]
)
texts = st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=200)


def test_no_body_hides_what_title_and_lead_criticise():
    title, lead = "Thủ tục hành chính ở phường", "Người dân than phiền vì thủ tục rườm rà."
    body = "Phường được tặng bằng khen, giấy khen, được biểu dương là điểm sáng, dẫn đầu tỉnh, nhiều mô hình hay, cách làm hay, đúng hạn, tận tâm, tận tụy."
    alone, whole = judged(title, lead), judged(title, lead, body)
    assert (alone.tone, whole.tone) == (Tone.CRITICISM, Tone.PRAISE)
    assert whole.criticism_likelihood == alone.criticism_likelihood
    # Without a summary the lead is in the body, and a headline alone says too little.
    assert judged(f"{title} phiền hà", "", body).criticism_likelihood < 0.2


@given(texts, texts, texts)
def test_classification_is_total_and_its_evidence_really_stands_in_the_text(title, summary, body):
    found = judged(title, summary, body)
    assert found == judged(title, summary, body)
    assert 0 <= found.confidence <= 1
    assert 0 <= found.criticism_likelihood <= 1
    assert found.tone is not Tone.CRITICISM or found.criticism_likelihood == found.tone_confidence
    assert len(found.fields) <= 3
    assert (found.tone is not None) is found.relevant
    sections = {"title": title, "summary": summary, "body": body}
    for item in found.evidence:
        read = sections[item.where][item.start : item.end]
        forms = [each.form for each in syllables(read, LEXICON.abbreviations)]
        wanted = [each.form for each in syllables(item.phrase, LEXICON.abbreviations)]
        # The span is read as the phrase; an abbreviation may stand for more than the phrase needs.
        assert " ".join(wanted) in " ".join(forms)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_composed_and_decomposed_are_judged_alike(text):
    composed = judged(unicodedata.normalize("NFC", text))
    decomposed = judged(unicodedata.normalize("NFD", text))
    assert (composed.relevant, composed.scores, composed.tone) == (decomposed.relevant, decomposed.scores, decomposed.tone)


def test_every_field_topic_and_tone_has_a_name_and_the_editors_words():
    assert set(Field) == set(POLICY.fields)
    assert set(Topic) == set(POLICY.topics)
    assert set(Tone) == set(POLICY.tones)
    assert all(rule.name and rule.hashtags for rule in [*POLICY.fields.values(), *POLICY.topics.values()])


def test_a_long_text_costs_no_more_than_its_length_and_is_bounded():
    assert judged("Cải cách hành chính", body="một cửa " * 200_000).relevant
