"""What somebody has to be, or has promised in a list, is asked for and to come: no praise of what is so."""

import pytest

from bot.editorial.classify import classify
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.policy import ReformPolicy
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


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Ký cam kết: lời chào, dẫn đầu về hồ sơ", "cam kết"),
        ("Ký cam kết đúng giờ, trả hồ sơ sớm, dẫn đầu", "cam kết"),
        ("Mục tiêu năm 2027: 100% hồ sơ ký số, dẫn đầu tỉnh", "mục tiêu"),
        ("Phấn đấu làm nhanh hồ sơ, dẫn đầu tỉnh", "phấn đấu"),
        ("Ký giao ước thi đua năm 2027, đăng ký nộp hồ sơ, dẫn đầu tỉnh", "ký giao ước"),
        ("Phát động đợt thi đua với chỉ tiêu đến Tết xã nộp hồ sơ dẫn đầu tỉnh", "với chỉ tiêu"),
        ("Sắp có trợ lý ảo giúp dân làm hồ sơ dẫn đầu", ""),
        ("Sắp có trợ lý ảo cho dân làm hồ sơ dẫn đầu", "sắp có"),
        ("Phấn đấu làm nhanh hồ sơ, xã dẫn đầu tỉnh", ""),
        ("Phấn đấu làm nhanh hồ sơ, nay dẫn đầu tỉnh", ""),
        ("Phấn đấu làm nhanh hồ sơ, kết quả dẫn đầu tỉnh", ""),
        ("Phấn đấu làm nhanh hồ sơ, vượt xa bạn, dẫn đầu tỉnh", ""),
        ("Phấn đấu làm nhanh hồ sơ; dẫn đầu tỉnh", ""),
        ("Phấn đấu làm nhanh hồ sơ: dẫn đầu tỉnh", ""),
        ("Thực hiện cam kết làm nhanh hồ sơ, dẫn đầu tỉnh", ""),
    ],
)
def test_a_list_of_aims_is_to_come(title, note):
    policy = ReformPolicy.model_validate(
        POLICY.model_dump() | {"negations": ["phấn đấu", "mục tiêu", "cam kết", "ký giao ước", "với chỉ tiêu", "sắp có"]}
    )
    assert notes(classify(entry(title), compile_lexicon(policy))) == {"dẫn đầu": note}
