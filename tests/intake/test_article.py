"""Which pictures an article's page names as its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.article import pictures_of

URL = "https://xa.vn/tin/1.html"


def found(markup: str) -> tuple[str, ...]:
    return pictures_of(markup.encode(), "text/html; charset=utf-8", URL)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<meta property="og:image" content="/anh/1.jpg">', ("https://xa.vn/anh/1.jpg",)),
        ('<META NAME="twitter:image" CONTENT="https://cdn.vn/a.jpg?w=1&amp;h=2">', ("https://cdn.vn/a.jpg?w=1&h=2",)),
        ('<link rel="image_src" href="a.jpg">', ("https://xa.vn/tin/a.jpg",)),
        ('<article><p><img src="trong.jpg"></p></article><img src="ngoài.jpg">', ("https://xa.vn/tin/trong.jpg",)),
        ('<main><img src="cho.gif" data-src="that.jpg"></main>', ("https://xa.vn/tin/that.jpg", "https://xa.vn/tin/cho.gif")),
        (
            '<article><article><img src="1.jpg"></article><img src="2.jpg"></article>',
            ("https://xa.vn/tin/1.jpg", "https://xa.vn/tin/2.jpg"),
        ),
        ('<meta property="og:image" content="a.jpg"><article><img src="a.jpg"></article>', ("https://xa.vn/tin/a.jpg",)),
        ('<meta property="og:image" content="javascript:alert(1)"><meta property="og:image" content="">', ()),
        ('</article></article><article><img src="file:///etc/passwd"></article>', ()),
        # Declarations that nobody knows are comments, as in a browser.
        ('<![CD\r\n><meta property="og:image" content="a.jpg">', ("https://xa.vn/tin/a.jpg",)),
        ('<![if IE]><meta property="og:image" content="a.jpg"><![endif]>', ("https://xa.vn/tin/a.jpg",)),
        ("<![", ()),
        ("<p>không có ảnh</p>", ()),
        ("", ()),
    ],
)
def test_pictures_of_tags_come_before_those_inside_the_article_and_no_others(markup, expected):
    assert expected == found(markup)


def test_a_page_with_a_thousand_pictures_gives_twenty():
    assert len(found("<article>" + "".join(f"<img src={number}.jpg>" for number in range(1_000)))) == 20


@given(st.binary(max_size=400))
def test_whatever_the_bytes_only_web_addresses_come_out(page):
    assert all(address.startswith(("http://", "https://")) for address in pictures_of(b"<article>" + page, "", URL))
