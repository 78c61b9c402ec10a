"""Hostile HTML to plain text."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.intake.plain import fold, images, plain, web_address


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("Chữ thường", "Chữ thường"),
        ("<p>Đoạn một</p><p>đoạn hai<br>dòng ba</p>", "Đoạn một đoạn hai dòng ba"),
        ("<b>Liền</b>nhau", "Liềnnhau"),
        ("Tuy&ecirc;n d&#432;&#417;ng", "Tuyên dương"),
        ("Tuy&amp;ecirc;n d&amp;#x1b0;ơng", "Tuyên dương"),  # escaped twice
        ("&lt;p&gt;Bi&amp;ecirc;n b&amp;#7843;n&lt;/p&gt;", "Biên bản"),
        ("một &lt; hai &amp; ba", "một < hai & ba"),
        ("A & B, C&D", "A & B, C&D"),
        ("AT&amp;T", "AT&T"),
        ("trước<script>alert('x')</script> sau<style>p{}</style>", "trước sau"),
        ("trước&lt;script&gt;alert(1)&lt;/script&gt; sau", "trước sau"),
        ("<a href='javascript:x' onclick='y'>chữ</a>", "chữ"),
        ("<img src=x onerror=alert(1)>chữ", "chữ"),
        ("chữ <!-- ẩn --> hiện", "chữ hiện"),
        ("chữ <b", "chữ"),
        ("n\u0309a mu\u031b\u0309a".replace("n\u0309", "nư\u0309"), "nưửa mửa".replace("ưử", "ử")),
        ("a\u200bb\u202ec\ufeffd\u00ade", "abcde"),
        ("a\u00a0b\u3000c\td\r\ne\x00f\x85g", "a b c d e f g"),
        ("nửa \ud800 chữ", "nửa chữ"),
        ("<p>nửa \udfff chữ</p>", "nửa chữ"),
        ("😀 vui", "😀 vui"),
    ],
)
def test_markup_becomes_what_a_reader_would_see(markup, expected):
    assert expected == plain(markup, 500)


def test_text_is_cut_at_its_limit():
    assert plain("x" * 50, 10) == "x" * 10
    assert plain("<p>chữ này</p>", 4) == "chữ"


def test_markup_too_dense_for_a_tree_is_cut_tag_by_tag():
    table = "<table>" + "<tr><td>ô</td></tr>" * 1_000 + "<script>alert(1)</script><STYLE>p{}</STYLE><p>cuối</p></table>"

    assert plain(table, 100_000) == "ô " * 1_000 + "cuối"


@pytest.mark.parametrize("tag", ["<div>", "<font size={}>", "<b><i><u>", "<table>", "<", "<a", "<script>", "&", "&#", "<!--"])
def test_markup_made_to_be_slow_ends(tag):
    """Nothing is measured: unbounded, the first two of these take minutes."""
    assert len(plain("".join(tag.format(number) for number in range(200_000)), 100_000)) <= 100_000


@given(st.text(max_size=300) | st.text(alphabet="<>&;#x/pbr! ad\u0301\u200f", max_size=300), st.integers(1, 100))
@example("&amp;amp;amp;lt;b&gt;", 50)
def test_any_text_ends_bounded_in_nfc_folded_and_visible(text, most):
    found = plain(text, most)

    assert len(found) <= most
    assert unicodedata.normalize("NFC", found) == found
    assert " ".join(found.split()) == found
    assert not [character for character in found if unicodedata.category(character) in {"Cc", "Cs"}]
    assert fold(found) == found


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://a.vn/x", "https://a.vn/x"),
        ("/tin/1", "https://xa.vn/tin/1"),
        ("2.html", "https://xa.vn/rss/2.html"),
        ("//cdn.vn/1.jpg", "https://cdn.vn/1.jpg"),
        ("?id=5", "https://xa.vn/rss/tin?id=5"),
        (" \n https://a.vn/x\n ", "https://a.vn/x"),
        ("https://a.vn/x\n/y", "https://a.vn/x/y"),
        ("https://a.vn/công báo.pdf", "https://a.vn/công%20báo.pdf"),
        ("", ""),
        ("   ", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("mailto:a@b.vn", ""),
        ("https://", ""),
        ("http://[::1", ""),
        ("https://a.vn/\u202egpj.exe", ""),
        ("https://a.vn/\ud800", ""),
        ("https://a.vn/" + "x" * 2_000, ""),
    ],
)
def test_a_link_is_an_absolute_web_address_or_nothing(link, expected):
    assert expected == web_address(link, "https://xa.vn/rss/tin")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>x<img src='/a.jpg'><img src='/b.jpg'>", "https://xa.vn/a.jpg"),
        ('<IMG width=5 SRC="https://cdn.vn/a.jpg?w=1&amp;h=2">', "https://cdn.vn/a.jpg?w=1&h=2"),
        ("<img alt=x src=a.jpg>", "https://xa.vn/a.jpg"),
        ("<img data-src='/thật.jpg' src='/chờ.gif'>", "https://xa.vn/thật.jpg"),
        ("<img src='data:image/gif;base64,R0'>", ""),
        ("<img alt=x>", ""),
        ("<image src=x>", ""),
        ("", ""),
    ],
)
def test_the_first_picture_of_a_text_is_found(markup, expected):
    assert expected == next(images(markup, "https://xa.vn/"), "")
