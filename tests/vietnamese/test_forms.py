"""What can't be seen, and what only looks alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vietnamese.forms import form_of, parted, plain_letters, visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hành\u200bchính", "hành chính"),
        ("ho\u200bà", "ho\u200bà"),
        ("xã\u200b\u200bhội", "xã  hội"),
        ("\u200bxã", "\u200bxã"),
        ("web\u200bsite", "web\u200bsite"),
        ("ha\u0300nh\u200bchi\u0301nh công\u200bvụ", "ha\u0300nh chi\u0301nh công vụ"),
    ],
)
def test_a_zero_width_space_parts_two_syllables_and_no_other_word(text, expected):
    assert expected == parted(text)


@given(st.text(alphabet="xaã hộic\u200b\u0301", max_size=30))
def test_parting_keeps_every_place(text):
    after = parted(text)
    assert len(after) == len(text)
    assert all(one == other or (one, other) == ("\u200b", " ") for one, other in zip(text, after, strict=True))


@pytest.mark.parametrize(
    ("written", "letters"),
    [
        ("cáсh", "cách"),  # Cyrillic с
        ("ХÃ", "XÃ"),  # Cyrillic Х
        ("Ηà", "Hà"),  # Greek Η
        ("Москва", "Москва"),
        ("Lй", "Lй"),  # a letter that has no twin
        ("ｔｈủ", "thủ"),
        ("𝗧𝗵𝘂̉", "Thủ"),
        ("Ðông", "Đông"),
        ("ðông", "đông"),
        ("ƉÔNG", "ĐÔNG"),
        ("h\u00adò\u200da", "hòa"),
        ("m²", "m²"),
    ],
)
def test_letters_that_look_alike_are_one(written, letters):
    assert letters == plain_letters(written)


def test_a_long_word_is_compared_like_others_and_not_remembered():
    assert form_of("ò" * 100) == form_of("o\u0300" * 100)
    assert visible("a\u200bb\u2066c\u3164") == "abc"
