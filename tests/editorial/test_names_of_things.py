"""What a model, a movement or a contest is called is no praise, however long the name in the quotation marks."""

import time

import pytest

from bot.editorial.classify import classify
from bot.editorial.lexicon import compile_lexicon
from tests.editorial.test_judgement import entry
from tests.editorial.test_turning import POLICY, notes


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Ra mắt mô hình “Dẫn đầu vì dân phục vụ về hồ sơ”", "“…”"),
        ('Ra mắt mô hình "Dẫn đầu vì dân phục vụ về hồ sơ"', "“…”"),
        ("Phát động phong trào thi đua «Cả xã chung sức dẫn đầu về hồ sơ»", "“…”"),
        ("Mở cuộc thi trực tuyến: “Cả xã chung sức dẫn đầu về hồ sơ”", "“…”"),
        (f"Câu lạc bộ “Cả xã {'chung sức ' * 8}dẫn đầu về hồ sơ”", "“…”"),
        ("Mở lớp “Kỹ năng dẫn đầu về hồ sơ vì dân”", "“…”"),
        ("Mô hình “Vì dân phục vụ cho thật nhanh”: hồ sơ của xã dẫn đầu", ""),
        ("Mô hình được dân khen “Xã tôi nay dẫn đầu về hồ sơ”", ""),
        ("Xã có mô hình mới. “Xã tôi nay dẫn đầu về hồ sơ”, ông nói", ""),
        ("Mô hình mới, “Xã tôi nay dẫn đầu về hồ sơ”, ông nói", ""),
        ("Mô hình ở hai xã và bốn phường “Xã tôi nay dẫn đầu về hồ sơ”", ""),
        ("“Mô hình của xã tôi nay dẫn đầu về hồ sơ”", ""),
        ("Nhận danh hiệu “Xã bốn năm liền dẫn đầu về hồ sơ”", ""),
    ],
)
def test_praise_in_the_name_of_something_is_not_meant(title, note):
    assert notes(classify(entry(title), compile_lexicon(POLICY))) == {"dẫn đầu": note}


def test_a_fault_in_the_name_of_something_is_a_fault():
    found = classify(entry("Hồ sơ: phong trào “Cả xã chung tay bớt giấy tờ phiền hà”"), compile_lexicon(POLICY))
    assert notes(found) == {"phiền hà": ""}


def test_a_text_of_nothing_but_names_takes_no_time():
    lexicon = compile_lexicon(POLICY)
    started = time.process_time()
    classify(entry("Hồ sơ", "mô hình “dẫn đầu vì dân phục vụ ” " * 400 + "mô hình “" * 4000), lexicon)
    assert time.process_time() - started < 2
