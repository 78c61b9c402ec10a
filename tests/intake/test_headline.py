"""What a page calls itself, and whether that is still the article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.headline import headlines, still_says

TITLE = "Xã Tân Liên giải quyết 100% hồ sơ thủ tục hành chính đúng hạn"


def page(head: str, body: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<meta property="og:title" content="Một cửa &amp; dịch vụ">', ("Một cửa & dịch vụ",)),
        ("<META CONTENT='Tin \"mới\"' NAME=twitter:title />", ('Tin "mới"',)),
        ("<title>\n Tin mới - Cổng\n</title><h1 class=a><a href='/1'>Tin <b>mới</b></a></h1>", ("Tin mới - Cổng", "Tin mới")),
        ('<meta name="description" content="og:title"><h2>Khác</h2>', ()),
        ("<title></title>", ()),
        ("", ()),
    ],
)
def test_the_titles_of_a_page_are_those_of_its_tags_its_window_and_its_headings(text, expected):
    assert headlines(page(text), "text/html") == expected


def test_a_page_in_an_old_charset_is_read_like_a_feed():
    assert headlines("<title>Thủ tục</title>".encode("utf-16"), "text/html; charset=utf-16") == ("Thủ tục",)


@pytest.mark.parametrize(
    "there",
    [
        TITLE,
        TITLE.upper(),
        f"{TITLE} - Cổng thông tin điện tử huyện Hướng Hóa",
        f"Tin tức | {TITLE}",
        "Xã Tân Liên giải quyết 100% hồ sơ thủ tục…",
        TITLE.replace("giải quyết", "giải quyêt"),
        TITLE.replace("thủ tục", "thu tuc", 1).replace("đúng hạn", "đúng hạn!"),
    ],
)
def test_the_same_title_in_other_clothes_is_the_same(there):
    assert still_says(["Trang chủ", there], TITLE)


@pytest.mark.parametrize(
    "there",
    [
        "Trang chủ",
        "Cổng thông tin điện tử huyện Hướng Hóa",
        "Xã Tân Liên",  # a section's name
        TITLE.replace("100%", "10%"),
        "Không tìm thấy trang",
        "Xã Thuận tổ chức tập huấn chuyển đổi số cho cán bộ",
        "",
    ],
)
def test_another_title_is_another_article(there):
    assert not still_says([there], TITLE)
    assert not still_says([], TITLE)


@given(st.binary(max_size=300) | st.text(alphabet="<>!/[]-=\"' metaogh1title:content", max_size=300).map(str.encode))
def test_any_bytes_have_some_titles_or_none(body):
    found = headlines(body, "text/html")

    assert all(isinstance(each, str) and each for each in found)
    assert still_says(found, "tin") in {True, False}


@pytest.mark.parametrize("body", [b"<meta " * 50_000, b"<title>" * 50_000, b"<h1 " * 50_000, b"<meta content='" * 50_000])
def test_hostile_markup_is_given_up_soon(body):
    assert headlines(body, "text/html") in {(), headlines(body, "text/html")}
