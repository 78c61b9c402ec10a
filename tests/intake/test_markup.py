"""Pages to trees of bounded size, whatever the bytes; and what selectors find in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.markup import select, text_of, tree_of, without_furniture


def tree(markup: str):
    return tree_of(markup.encode(), "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + "tin",
        "<div>" * 50_000 + "</b>" * 50_000,
        "<table><tr><td>" * 30_000,
        "<ul><li>" * 30_000,
        "<p><a " + " ".join(f"a{number}=1" for number in range(50_000)) + ">tin",
        "<p>tin" * 100_000,
        "<" * 200_000,
        "<!--" * 100_000,
        "<![CDATA[" * 50_000,
        "<script>" + "</scrip" * 50_000,
        '<a b="' + "x" * 500_000,
    ],
    ids=lambda markup: markup[:12],
)
def test_hostile_markup_gives_a_small_tree_or_none(markup):
    found = tree(markup)
    if found is not None:
        assert sum(1 for _ in found.iter()) <= 30_000
        assert max(len(list(each.iterancestors())) for each in found.iter()) < 200
        assert all(len(each.attrib) <= 40 for each in found.iter())


@given(st.binary(max_size=300))
def test_whatever_the_bytes_a_tree_or_none_comes_out(page):
    found = tree_of(b"<div class=a>" + page, "")
    assert found is None or isinstance(text_of(found, 100), str)


def test_what_is_too_deep_keeps_its_text():
    assert "tin" in text_of(tree("<div>" * 300 + "tin" + "</div>" * 300 + "khác"), 1_000)


def test_blocks_end_words_and_letters_inside_a_word_do_not():
    assert text_of(tree("<p>Một<b>cửa</b></p><p>Hai</p><br>Ba<script>x</script>"), 100).split() == ["Mộtcửa", "Hai", "Ba"]


def test_a_form_around_the_whole_page_is_no_form():
    """ASP.NET (lessons of the portals it serves) posts the whole page back."""
    page = tree("<form><h1>Tin</h1><div id=bai>Nội dung</div></form><form id=nho><input name=q></form>")
    assert [form.get("id") for form in page.iter("form")] == ["nho"]


def test_furniture_is_left_out_of_an_articles_text():
    page = tree("<div id=bai>Một<nav>Trang chủ</nav><form>Gửi</form> cửa<style>a{}</style></div>")
    (box,) = select(page, "#bai")
    assert " ".join(text_of(without_furniture(box), 100).split()) == "Một cửa"
    assert "Trang chủ" in text_of(box, 100)


@pytest.mark.parametrize(
    ("selector", "found"), [("p.a", ["1"]), ("p", ["1", "2"]), ("div > p:nth-child(2)", ["2"]), ("svg|a", []), ("p:hover", []), ("", [])]
)
def test_selectors_find_what_css_says(selector, found):
    page = tree("<div><p class=a>1</p><p>2</p></div>")
    assert found == [each.text for each in select(page, selector)]


def test_nothing_is_no_page():
    assert tree("") is None
    assert tree("   <!-- ghi chú -->") is None
