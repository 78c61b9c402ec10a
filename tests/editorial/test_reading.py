"""What else is read from an entry: put together, bounded, told in both languages; and how hostile texts are read."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.editorial.legible import legible
from bot.editorial.personal import PERSONAL
from bot.editorial.reading import read, tell
from bot.judgement import Finding, FindingKind
from bot.model import Entry

PUBLISHED = datetime(2025, 6, 9, 20, 0, tzinfo=UTC)  # in Vietnam it is the tenth already


def entry(title: str, summary: str = "", body: str = "", published_at: datetime | None = PUBLISHED) -> Entry:
    return Entry(feed="f", identity="1", title=title, summary=summary, body=body, link="", published_at=published_at)


def test_findings_stand_in_the_order_of_the_text_with_their_places():
    item = entry(
        "Kế hoạch 12/KH-UBND: hoàn thành trước ngày 30/6",
        "Liên hệ bà Hoa, 0914 123 456; em N.T.B, học sinh lớp 7.",
        "Nghị định số 118/2025/NĐ-CP ngày 9/6/2025.",
    )
    texts = {"title": item.title, "summary": item.summary, "body": item.body}
    assert [(each.kind, each.where, texts[each.where][each.start : each.end], each.value) for each in read(item)] == [
        (FindingKind.DOCUMENT, "title", "12/KH-UBND", "12/KH-UBND"),
        (FindingKind.DEADLINE, "title", "trước ngày 30/6", "2025-06-30"),
        (FindingKind.PHONE, "summary", "0914 123 456", "********56"),
        (FindingKind.MINOR, "summary", "N.T.B", "*.*.*"),
        (FindingKind.DOCUMENT, "body", "118/2025/NĐ-CP", "118/2025/NĐ-CP"),
    ]


def test_the_day_of_publication_is_that_of_vietnam():
    (found,) = read(entry("chậm nhất ngày 9/6"))
    assert found.note == "đã qua khi tin đăng"


def test_findings_are_bounded_and_personal_data_come_first():
    documents = " ".join(f"Kế hoạch {number}/KH-UBND," for number in range(1, 200))
    found = read(entry("", documents, "gọi 0914123456"))
    assert len(found) == 50
    assert found[-1].kind is FindingKind.PHONE
    assert len(read(entry("", "", "gọi 0914123456, " * 1_000))) == 50


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_kind_and_each_section_has_words(language):
    findings = [
        Finding(kind=kind, value="x", where=where, start=0, end=1, note=note)
        for kind in FindingKind
        for where in ("title", "summary", "body", "text")
        for note in ("", "ghi chú")
    ]
    lines = tell(findings, language)
    assert len(set(lines)) == len(findings)
    assert all(("ghi chú" in line) == bool(finding.note) for line, finding in zip(lines, findings, strict=True))


def test_a_line_says_what_where_and_what_else_is_known():
    assert tell(read(entry("Kế hoạch số 123/KH-UBND ngày 9/6/2025 của UBND tỉnh")), "vi") == (
        "văn bản 123/KH-UBND (tiêu đề; Kế hoạch, 09/06/2025)",
    )


HOSTILE = [
    *("0", "0914 ", "0914.", "+84", "(", "(0", "1 ", "12/", "12/KH-", "12/KH-UBND ", "A", "A.", "A. ", "Nguyễn ", "NGUYỄN", "cháu ", "cháu Nguyễn ", "em N."),
    *("a@", "@", "a@b.", "a" * 70 + "@", "trước ngày ", "từ ngày 1/7 đến ", "từ ", "hạn cuối ", "căn cước ", "CCCD 1", "số tài khoản ", "tài khoản 1.", "STK "),
    *("nghị định 1", "Ngày 9/6/2025, ban hành ", "luật ", "đường dây nóng ", "UBND 0914123456 ", "ông A ", "\u0301", "a\u0301", "\u200b", " ", "&nbsp;", "oà"),
    *("[dot]", "a@b[dot]", "NQ57 ", "các nghị quyết 1, 2", "đến hết tháng 7, ", "trong năm 2026, ", "hộ chiếu số B", "BHXH số ", "giải Nhất: Hồ Văn A, "),
    *("cô bé A ", "Hồ Văn A, cô bé ", "Hà cho biết ", "khai sinh cho con là ", "1,5 ", "Cam Lộ - ", "cao tốc A - A A A - "),
    *("(at)", "sinh ngày 1", "12 tuổi ", "bé gái 9 tuổi tên ", "hoàn thành ", "0914123456,", "57-NQ/", "-", "_", "İ", "\U0001d7d8"),
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_is_read_to_its_end(piece):
    """Would take hours, were any pattern to look back over what it has read: the time must not grow with the square of the length."""
    text = piece * (100_000 // len(piece))
    assert len(read(entry(text, text, text))) <= 50


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=100)
    | st.text(alphabet="oaàáeyuý \u0301\u0323\u200b\u00a0Ðđ–0９&nbsp;", max_size=60)
)
def test_what_is_read_knows_where_it_was_written(text):
    page = legible(text)
    assert len(page.text) == len(page.lower) == len(page.starts) == len(page.ends)
    last = 0
    for start, end in zip(page.starts, page.ends, strict=True):
        assert last <= end <= len(text)
        assert start < end
        last = end
    for group in page.digits:
        start, end = page.original(group.start, group.end)
        written = unicodedata.normalize("NFKC", text[start:end])
        assert [int(each) for each in group.text] == [unicodedata.digit(each) for each in written if each.isdecimal()]


def test_personal_kinds_are_kinds_of_findings():
    assert set(PERSONAL) < set(FindingKind)
