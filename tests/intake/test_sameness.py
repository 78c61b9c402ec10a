"""Which article is the same as another: never a wrong one, and the usual copies (facts: lessons 28-30, 35, 36)."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.sameness import (
    FEWEST_WORDS,
    clearly_another,
    fingerprint,
    likeness,
    link_key,
    reading,
    same_article,
    title_words,
)
from bot.likeness import NEAR, near
from bot.model import Entry

TITLE = "Xã Tân Liên trả kết quả thủ tục hành chính sớm hẹn"
TEXT = (
    "Từ đầu năm đến nay, bộ phận một cửa xã Tân Liên tiếp nhận 1.240 hồ sơ, trong đó 98% được giải quyết trước hạn. "
    "Người dân không còn phải đi lại nhiều lần, cán bộ hướng dẫn tận tình từng bước nộp hồ sơ trên cổng dịch vụ công, "
    "và kết quả được gửi về tận nhà theo đường bưu điện. Chủ tịch xã cho biết sẽ mở thêm một điểm hỗ trợ ở thôn xa nhất."
)
OTHER_TEXT = (
    "Sáng nay, đoàn thanh niên ra quân dọn vệ sinh tuyến đường liên thôn, trồng thêm hoa hai bên lề và vận động các hộ không xả rác xuống suối. "
    "Gần trăm bạn trẻ tham gia, nhiều gia đình mang nước ra tiếp sức, không khí vui như ngày hội của cả bản."
)


def entry(title: str = TITLE, summary: str = TEXT, link: str = "https://xa.vn/tin/1.html", body: str = "", feed: str = "tin") -> Entry:
    return Entry(feed=feed, identity=link, title=title, link=link, summary=summary, body=body)


def same(one: Entry, other: Entry) -> bool:
    found = same_article(reading(one), reading(other))
    assert found == same_article(reading(other), reading(one)), "whichever is asked"
    return found


ELSEWHERE = "https://bao.vn/xa-hoi/2.html"


@pytest.mark.parametrize(
    "other",
    [
        entry(link=ELSEWHERE),
        entry(summary=f"(QTO) - {TEXT}", link=ELSEWHERE),
        entry(summary=f"{TITLE}. {TEXT}", link=ELSEWHERE),
        entry(summary=TEXT[:150], link=ELSEWHERE),
        entry(summary=TEXT[:150], body=TEXT, link=ELSEWHERE),
        entry(summary="", body=TEXT + " " + OTHER_TEXT, link=ELSEWHERE),
        entry(title=TITLE.upper(), link=ELSEWHERE),
        entry(title=f"[Video] {TITLE}!", link=ELSEWHERE),
        entry(title=f"{TITLE} - Báo Quảng Trị", link=ELSEWHERE),
        entry(title="Xã Tân Liên trả kết qủa thủ tục hành chính sớm hẹn", link=ELSEWHERE),
    ],
    ids=[
        "elsewhere",
        "signed",
        "headline-repeated",
        "cut",
        "with-body",
        "inside-a-longer-one",
        "capitals",
        "label",
        "source-behind",
        "typo",
    ],
)
def test_lesson_29_the_same_article_in_another_feed_is_the_same(other):
    assert same(entry(), other)


@pytest.mark.parametrize(
    "title",
    [
        "Xã Tân Liên trả kết quả thủ tục hành chính sớm hẹn cho người dân",
        "Tân Liên: kết quả thủ tục hành chính đến tay người dân sớm hẹn",
        "Xã Tân Liên trả kết quả 98% thủ tục hành chính sớm hẹn",
    ],
    ids=["longer", "rewritten", "a-number-of-the-text"],
)
def test_lesson_28_an_edited_headline_under_another_address_is_the_same_article(title):
    assert same(entry(), entry(title=title, link="https://xa.vn/tin/tan-lien.html"))


def test_lesson_35_another_guid_and_link_for_one_article_are_the_same():
    assert same(entry(), replace(entry(link="https://xa.vn/chi-tiet?id=77"), identity="77"))


WEEKS = "Thứ hai: họp giao ban. Thứ ba: tiếp công dân tại trụ sở. Thứ tư: kiểm tra bộ phận một cửa. Thứ năm: làm việc tại các thôn. Thứ sáu: hội ý. Ngày {}."
RECEPTION = (
    "Ủy ban nhân dân xã thông báo lịch tiếp công dân định kỳ của Chủ tịch xã vào ngày {} tại trụ sở, mời bà con có nhu cầu đến đăng ký."
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (entry("Lịch công tác tuần 12", WEEKS.format("16/3")), entry("Lịch công tác tuần 13", WEEKS.format("23/3"), ELSEWHERE)),
        (entry("Lịch công tác tuần 12", WEEKS.format("16/3")), entry("Lịch công tác tuần 13", WEEKS.format("16/3"), ELSEWHERE)),
        (entry("Lịch công tác tuần", WEEKS.format("16/3")), entry("Lịch công tác tuần", WEEKS.format("23/3"), ELSEWHERE)),
        (entry("Thông báo lịch tiếp công dân", RECEPTION.format("10/3")), entry("Thông báo lịch tiếp công dân", RECEPTION.format("10/4"))),
        (entry("Thông báo lịch tiếp công dân", "Xem tệp đính kèm."), entry("Thông báo lịch tiếp công dân", "Xem tệp đính kèm.", ELSEWHERE)),
        (entry("Thời tiết ngày 5/6"), entry("Thời tiết ngày 6/6", link=ELSEWHERE)),
        (entry("Công báo số 5/2026"), entry("Công báo số 6/2026", link=ELSEWHERE)),
        (entry(), entry(summary=OTHER_TEXT, link=ELSEWHERE)),
        (entry(), entry("Đoàn thanh niên ra quân", OTHER_TEXT, ELSEWHERE)),
        (entry(), entry("Đoàn thanh niên ra quân dọn vệ sinh", TEXT, ELSEWHERE)),
        (entry(TITLE, ""), entry(TITLE, "", ELSEWHERE)),
        (entry(TITLE, "", ""), entry(TITLE, "", "")),
    ],
    ids=[
        "weeks", "weeks-by-title", "weeks-by-text", "receptions-at-one-address", "short-boilerplate", "weather", "numbers", "one-title-two-texts",
        "another", "one-text-under-titles-that-share-nothing", "titles-alone", "no-link-no-text",
    ],
)  # fmt: skip
def test_what_is_not_certainly_the_same_is_another_article(one, other):
    assert not same(one, other)


def test_a_text_too_short_is_known_by_title_and_link_together():
    assert same(entry(TITLE, "", "https://xa.vn/tin/1.html"), entry(TITLE, "", "http://www.xa.vn/tin/1.html?utm_source=rss"))


def test_lesson_37_clearly_another_article_shares_hardly_a_word():
    another = reading(entry("Đoàn thanh niên ra quân dọn vệ sinh", OTHER_TEXT))
    assert clearly_another(reading(entry()), another)
    assert not clearly_another(reading(entry()), reading(entry(TITLE, OTHER_TEXT)))
    assert not clearly_another(reading(entry()), reading(entry("Đoàn thanh niên ra quân dọn vệ sinh", TEXT)))


def test_titles_are_compared_without_what_the_source_puts_around_them():
    plain = title_words("Khai mạc kỳ họp")
    for title in (
        "[Ảnh] Khai mạc kỳ họp",
        "Khai mạc kỳ họp | VnExpress",
        "KHAI MẠC KỲ HỌP!",
        "Khai mạc kỳ họp - Báo Quảng Trị",
        "“Khai mạc” kỳ họp",
    ):
        assert title_words(title) == plain
    assert title_words("Tàu Sài Gòn - Hà Nội") != title_words("Tàu Sài Gòn")
    assert title_words("Bàn") != title_words("Bán"), "marks tell words apart"


def test_the_first_page_of_a_site_is_no_articles_address():
    assert "" == link_key("https://xa.vn/") == link_key("") == link_key("https://www.xa.vn/index.html")
    assert link_key("https://xa.vn/tin") == link_key("http://m.xa.vn/tin/")


def test_similar_texts_have_near_fingerprints_and_others_have_not():
    mark = fingerprint(TEXT)
    others = [
        fingerprint(OTHER_TEXT),
        fingerprint(TEXT.replace("tận tình", "chu đáo")),
        0,
        mark,
        mark ^ ((1 << NEAR) - 1),
        mark ^ ((2 << NEAR) - 1),
    ]
    assert near(mark, others) == [1, 3, 4]
    assert fingerprint(" ".join(["một"] * (FEWEST_WORDS - 1))) == 0
    assert near(0, [0, 1]) == [], "texts of which nothing is known are not alike"
    assert -(2**63) <= mark < 2**63


def test_a_fingerprint_is_the_same_in_every_process():
    code = f"from bot.intake.sameness import fingerprint; print(fingerprint({TEXT!r}))"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7", "PYTHONUTF8": "1"}
    )
    assert int(told.stdout) == fingerprint(TEXT)


def test_likeness_is_made_of_all_three():
    one, other = likeness(entry()), likeness(entry(link="http://xa.vn/tin/1.html", summary=f"(QTO) - {TEXT}"))
    assert one == other
    assert (len(one.title_key), len(one.link_key)) == (16, 16)
    assert likeness(Entry(feed="tin", identity="1", title="", link="")) == likeness(Entry(feed="x", identity="2", title="…", link=""))


@given(st.text(max_size=200), st.text(max_size=400), st.text(max_size=80))
def test_whatever_the_text_there_is_an_answer_and_an_entry_with_text_is_like_itself(title, summary, link):
    one = Entry(feed="tin", identity="1", title=title, link=link, summary=summary)
    found = likeness(one)
    assert found == likeness(one)
    assert -(2**63) <= found.fingerprint < 2**63
    read = reading(one)
    assert same_article(read, read) == (len(read.words) >= FEWEST_WORDS or read.link != "")
