"""Texts that were cut, by a website or by us."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vietnamese.cut import beginning, whole_words_end

LEAD = "Bộ phận một cửa của xã tiếp nhận hồ sơ và hẹn "


@pytest.mark.parametrize(
    "end",
    ["ngườ", "ngườ...", "ngườ…", "ch…", "giải quyế..", "th", "“quyế”", "quyế…)", "ngườ ...", "ngườ …", "ngườ [...]", "ngườ […]", "th  ..."],
)
def test_a_word_that_needs_more_letters_is_cut(end):
    text = LEAD + end
    assert text[: whole_words_end(text)] in {LEAD, f"{LEAD}“", f"{LEAD}giải "}


@pytest.mark.parametrize(
    "end",
    [
        "người",
        "người...",
        "hành chí…",
        "UBND…",
        "Tr",
        "QT",
        "5 tr",
        "30 th",
        "h",
        "km",
        "website",
        "ngườ.",
        "ngườ,",
        "người ...",
        "người [...]",
        "5 tr ...",
        "QT ...",
        "ngườ .",
        "2026",
    ],
)
def test_a_word_that_may_be_whole_is_kept(end):
    assert whole_words_end(LEAD + end) == len(LEAD + end)


@pytest.mark.parametrize("end", ["nhiệ", "ph\u00adiề...", "gi\u200dải quyế"])
def test_a_word_is_cut_however_its_letters_are_written(end):
    text = LEAD + unicodedata.normalize("NFD", end)
    assert text[: whole_words_end(text)] in {LEAD, f"{LEAD}gi\u200da\u0309i "}


def test_a_short_text_was_not_cut():
    assert whole_words_end("Xã họp dân về ngườ") == len("Xã họp dân về ngườ")


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("một cửa hàng", 9, "một cửa "),
        ("một cửa hàng", 8, "một cửa "),
        ("một cửa hàng", 7, "một cửa"),
        ("một cửa", 7, "một cửa"),
        ("x" * 99, 50, "x" * 50),
        ("một", 0, ""),
    ],
)
def test_our_own_limit_goes_through_no_word(text, most, kept):
    assert kept == beginning(text, most)


@given(st.text(alphabet="a b\u0301 ", max_size=90), st.integers(0, 60))
def test_a_beginning_is_a_beginning(text, most):
    kept = beginning(text, most)
    assert text.startswith(kept)
    assert len(kept) <= most
