"""What somebody has to be is asked for, and no praise of what is so."""

import pytest

from bot.editorial.classify import classify
from bot.editorial.lexicon import compile_lexicon
from tests.editorial.test_judgement import entry
from tests.editorial.test_turning import POLICY, notes


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Phải dẫn đầu về hồ sơ", "phải"),
        ("Chủ tịch tỉnh: Xã phải thực sự dẫn đầu về hồ sơ", "phải"),
        ("Xã phải trở thành đơn vị dẫn đầu về hồ sơ", "phải"),
        ("Phải làm cho người dân thật sự dẫn đầu về hồ sơ", ""),
        ("Phải, xã dẫn đầu về hồ sơ", ""),
        ("Xã chỉ phải dẫn đầu về hồ sơ", ""),
        ("Ai cũng phải dẫn đầu về hồ sơ", ""),
        ("Hồ sơ phải nộp dẫn đầu", ""),
        ("Hồ sơ dẫn đầu phải kể đến xã Lìa", ""),
    ],
)
def test_praise_of_what_has_to_be_is_none(title, note):
    assert notes(classify(entry(title), compile_lexicon(POLICY))) == {"dẫn đầu": note}


def test_a_fault_that_one_has_to_bear_stands():
    assert notes(classify(entry("Làm hồ sơ phải phiền hà"), compile_lexicon(POLICY))) == {"phiền hà": ""}
