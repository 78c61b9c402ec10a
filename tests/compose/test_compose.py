"""Entry and Classification to the exact text that is sent."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.draft import Desk, compose
from bot.compose.excerpt import cut, excerpt, length
from bot.compose.hashtags import choose_hashtags, hashtag
from bot.compose.links import with_marker
from bot.compose.policy import ComposePolicy, Templates, Vocabulary
from bot.errors import LoaError
from bot.judgement import Classification, Field, Finding, FindingKind, Tone, Topic
from bot.model import Entry

ROOT = Path(__file__).parents[2]
TEMPLATES = Templates(sources={path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "config/templates").glob("*.j2")})
VOCABULARY = Vocabulary(
    names={"procedures": "Cải cách thủ tục hành chính", "praise": "Biểu dương", "criticism": "Phê phán", "neutral": "Thông tin"},
    hashtags={
        "procedures": ("ThủTụcHànhChính",),
        "one_stop": ("MộtCửa",),
        "praise": ("BiểuDương",),
        "criticism": ("ChấnChỉnh",),
        "neutral": (),
    },
)
DESK = Desk(
    policy=ComposePolicy(place_hashtags=("Hướng Hóa", "Quảng Trị")),
    vocabulary=VOCABULARY,
    templates=TEMPLATES,
    source="Trung tâm Văn hóa huyện Hướng Hóa",
    timezone="Asia/Ho_Chi_Minh",
)
ENTRY = Entry(
    feed="cong",
    identity="1",
    title="Xã Tân Liên giải quyết đúng hạn toàn bộ hồ sơ",
    link="https://cong.vn/tin?id=7&utm_source=zalo#than",
    summary="Sáu tháng qua, xã tiếp nhận 412 hồ sơ. Không hồ sơ nào trễ hạn.",
    published_at=datetime(2026, 11, 23, 18, 30, tzinfo=UTC),
)


def judged(tone: Tone) -> Classification:
    return Classification(relevant=True, confidence=0.9, fields=(Field.PROCEDURES,), topics=(Topic.ONE_STOP,), tone=tone)


@pytest.mark.parametrize("tone", list(Tone))
def test_each_tone_has_its_text(tone):
    golden = Path(__file__).parent / "golden" / f"{tone}.txt"
    assert golden.read_text(encoding="utf-8") == compose(ENTRY, judged(tone), DESK, "p1").message + "\n"


def test_a_tone_without_a_template_falls_back_to_the_default():
    desk = replace(DESK, templates=Templates(sources={"default": "CHUNG {{ title }}"}))
    assert f"CHUNG {ENTRY.title}" == compose(ENTRY, judged(Tone.PRAISE), desk, "p1").message


def test_the_link_carries_the_marker_and_keeps_its_own_parameters():
    draft = compose(ENTRY, judged(Tone.NEUTRAL), DESK, "p1")
    assert draft.link == "https://cong.vn/tin?id=7&utm_source=facebook&utm_medium=page&utm_content=p1#than"
    assert draft.marker == "p1"


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "ftp://a.vn/x", "/tuong-doi", "http://", "http://[::1"])
def test_what_is_no_web_address_is_refused_with_the_remedy(link):
    with pytest.raises(LoaError, match="link"):
        with_marker(link, "p1")


def test_parameters_stay_byte_for_byte():
    assert with_marker("http://a.vn/?q=%C3%A1+b&x=&utm_campaign=z", "p1").startswith(
        "http://a.vn/?q=%C3%A1+b&x=&utm_campaign=z&utm_source=facebook"
    )
    assert with_marker("http://a.vn", "p1").startswith("http://a.vn/?utm_source")


@pytest.mark.parametrize("title", ["{{ 7*7 }}", "{% for x in y %}", "{{ ''.__class__ }}", "{# ẩn #}"])
def test_what_a_feed_says_is_text_and_never_a_template(title):
    assert title in compose(replace(ENTRY, title=title), judged(Tone.NEUTRAL), DESK, "p1").message


def test_a_feed_can_not_tag_other_pages():
    draft = compose(replace(ENTRY, title="Chào @[100000000000009]", summary="@[1]"), judged(Tone.NEUTRAL), DESK, "p1")
    assert "@[" not in draft.message


def test_settings_can_tag_pages_by_tone():
    desk = replace(DESK, policy=ComposePolicy(mentions={"praise": ("100000000000009",)}))
    assert "@[100000000000009] #CCHC" in compose(ENTRY, judged(Tone.PRAISE), desk, "p1").message
    assert "@[" not in compose(ENTRY, judged(Tone.NEUTRAL), desk, "p1").message


@pytest.mark.parametrize(
    "source", ["{{ ''.__class__.__mro__ }}", "{{ nothing }}", "{{ title.foo.bar }}", "{{ 1 // 0 }}", "{{ title | nope }}"]
)
def test_a_template_that_fails_or_breaks_out_is_a_clear_error(source):
    with pytest.raises(LoaError):
        compose(ENTRY, judged(Tone.PRAISE), replace(DESK, templates=Templates(sources={"default": source})), "p1")


def test_the_excerpt_gives_way_before_the_headline():
    desk = replace(DESK, policy=ComposePolicy(max_length=300, excerpt_length=2_000))
    draft = compose(replace(ENTRY, summary="Một câu vừa phải thôi. " * 60), judged(Tone.NEUTRAL), desk, "p1")
    assert length(draft.message) <= 300
    assert ENTRY.title in draft.message
    assert "Một câu vừa phải thôi." in draft.message


def test_a_template_that_leaves_no_room_is_a_clear_error():
    desk = replace(DESK, policy=ComposePolicy(max_length=200), templates=Templates(sources={"default": "x" * 300 + "{{ title }}"}))
    with pytest.raises(LoaError, match="200"):
        compose(ENTRY, judged(Tone.PRAISE), desk, "p1")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("thủ tục hành chính", "#ThủTụcHànhChính"),
        ("CCHC", "#CCHC"),
        ("HướngHóa", "#HướngHóa"),
        ("  một-cửa  ", "#MộtCửa"),
        (unicodedata.normalize("NFD", "Hướng Hóa"), "#HướngHóa"),
        ("Đề án 06", "#ĐềÁn06"),
        ("#đã_có_dấu", "#đã_có_dấu"),
        ("2026", None),
        ("06/2026", None),
        ("!!!", None),
        ("", None),
    ],
)
def test_hashtags_are_one_word_of_letters_digits_and_underscores(text, tag):
    assert tag == hashtag(text)


def test_hashtags_are_distinct_and_no_more_than_asked():
    policy = ComposePolicy(hashtags=("CCHC", "cchc"), place_hashtags=("Hướng Hóa", "HướngHóa", "Quảng Trị"), max_hashtags=5)
    tags = choose_hashtags(policy, VOCABULARY, judged(Tone.PRAISE))
    assert tags == ("#CCHC", "#BiểuDương", "#ThủTụcHànhChính", "#HướngHóa", "#MộtCửa")


def place(value: str, where: str = "title") -> Finding:
    return Finding(kind=FindingKind.PLACE, value=value, where=where, start=0, end=1)


PLACES = VOCABULARY.model_copy(
    update={
        "communes": {"xã Hướng Phùng": "Hướng Phùng", "xã A Dơi": "A Dơi", "phường Đông Hà": "Đông Hà"},
        "districts": {"huyện Hướng Hóa": "Hướng Hóa"},
    }
)


@pytest.mark.parametrize(
    ("findings", "most", "tags"),
    [
        ([place("xã Hướng Phùng")], 1, "#HướngPhùng #HướngHóa #MộtCửa #QuảngTrị"),
        ([place("xã Hướng Phùng")], 0, "#HướngHóa #MộtCửa #QuảngTrị"),
        ([place("huyện Hướng Hóa"), place("xã Hướng Phùng")], 1, "#HướngPhùng #HướngHóa #MộtCửa #QuảngTrị"),
        ([place("huyện Hướng Hóa")], 1, "#HướngHóa #MộtCửa #QuảngTrị"),
        ([place("xã A Dơi", "summary"), place("phường Đông Hà")], 2, "#ĐôngHà #ADơi #HướngHóa #MộtCửa #QuảngTrị"),
        ([place("xã Hướng Phùng"), place("xã Hướng Phùng", "summary"), place("xã A Dơi", "summary")], 2, "#HướngPhùng #ADơi #HướngHóa #MộtCửa #QuảngTrị"),
        ([place("xã Hướng Phùng", "body"), place("tỉnh Quảng Trị")], 1, "#HướngHóa #MộtCửa #QuảngTrị"),
        ([Finding(kind=FindingKind.AGENCY, value="xã Hướng Phùng", where="title", start=0, end=1)], 1, "#HướngHóa #MộtCửa #QuảngTrị"),
    ],
)  # fmt: skip
def test_the_places_of_the_news_come_before_the_standing_ones(findings, most, tags):
    policy = ComposePolicy(hashtags=(), place_hashtags=("Hướng Hóa", "Quảng Trị"), place_hashtags_from_news=most, max_hashtags=9)
    found = choose_hashtags(policy, PLACES, replace(judged(Tone.PRAISE), findings=tuple(findings)))
    assert " ".join(found) == f"#BiểuDương #ThủTụcHànhChính {tags}"


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("Câu một. Câu hai.", 100, "Câu một. Câu hai."),
        ("Câu một dài. Câu hai rất dài.", 20, "Câu một dài."),
        ("TP. Huế công bố kết quả năm nay", 20, "TP. Huế công bố kết…"),
        ("Đạt 10.000 hồ sơ trong tháng này", 20, "Đạt 10.000 hồ sơ…"),
        ("Ông nói: “Rất tốt.” Dân đồng tình lắm", 25, "Ông nói: “Rất tốt.”"),
        ("Khôngcókhoảngtrắngnàocảnhé", 10, ""),
        ("", 10, ""),
        ("Một hai", 0, ""),
    ],
)
def test_text_is_cut_at_a_sentence_else_between_words(text, most, kept):
    assert kept == cut(text, most)


def test_a_headline_repeated_at_the_start_of_the_summary_is_left_out():
    assert excerpt("Tin nóng", "TIN NÓNG. Phần sau.", "", 100) == "Phần sau."
    assert excerpt("Tin nóng", "", "Từ thân bài.", 100) == "Từ thân bài."


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=400)


@given(texts, st.integers(0, 300))
def test_a_cut_never_exceeds_its_room_nor_breaks_a_word(text, most):
    kept = cut(text, most)
    assert length(kept) <= most
    words = text.split()
    assert all(word in words or word.endswith("…") for word in kept.split()) or kept == text.strip()


@given(texts.filter(str.strip), texts, st.sampled_from(list(Tone)), st.integers(400, 3_000))
def test_any_entry_gives_a_draft_within_the_limit_or_a_clear_error(title, summary, tone, most):
    desk = replace(DESK, policy=ComposePolicy(max_length=most, place_hashtags=("Hướng Hóa",)))
    entry = replace(ENTRY, title=title, summary=summary)
    try:
        draft = compose(entry, judged(tone), desk, "p1")
    except LoaError:
        # Too little room for these tags and this headline: said so, not cut somewhere.
        return
    assert length(draft.message) <= most
    assert unicodedata.is_normalized("NFC", draft.message)
    assert draft == compose(entry, judged(tone), desk, "p1")
    assert all(tag in draft.message for tag in choose_hashtags(desk.policy, VOCABULARY, judged(tone)))
    assert "utm_content=p1" in draft.link
