"""The tables of the old charsets, held against another that was written for the tests alone."""

import unicodedata

import pytest

from bot.vietnamese.charsets import CHARSETS, TCVN3, VNI, WINDOWS_1258
from tests.vietnamese import legacy

LETTERS = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"


@pytest.mark.parametrize("letter", LETTERS)
def test_each_letter_has_its_place(letter):
    assert letter == TCVN3.decoded(legacy.tcvn3(letter))
    for case in (letter, letter.upper()):
        assert case == VNI.decoded(legacy.vni(case))
        assert case == WINDOWS_1258.decoded(legacy.windows_1258(case))


def test_the_capitals_that_tcvn3_has():
    assert TCVN3.decoded(legacy.tcvn3("ĂÂÊÔƠƯĐ")) == "ĂÂÊÔƠƯĐ"


def test_a_capital_with_a_small_mark_is_a_capital_in_vni():
    assert VNI.decoded("Uûy ban, UÛY BAN, OÅn, Ñaûng") == "Ủy ban, ỦY BAN, Ổn, Đảng"


def test_every_letter_of_a_table_is_vietnamese_and_nfc():
    for charset in CHARSETS:
        meant = {letter for letter in charset.meant.values() if not unicodedata.combining(letter)}
        assert meant <= set(LETTERS + LETTERS.upper() + "₫")


def test_a_word_with_another_letter_can_not_be_of_that_charset():
    assert TCVN3.can_hold("h¹nh")
    assert not TCVN3.can_hold("hạnh")
    assert VNI.can_hold("haïnh")
    assert not VNI.can_hold("haïnhà")
    assert WINDOWS_1258.can_hold("haònh, cá")
    assert not WINDOWS_1258.can_hold("hạnh")
