"""A degree commends only what is good: a fault that is highest, first or rising is no praise."""

import pytest

from bot.editorial.classify import classify
from bot.editorial.degrees import fault_measured, is_degree
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.policy import ReformPolicy
from bot.editorial.text import syllables
from tests.editorial.test_judgement import entry

POLICY = ReformPolicy.model_validate(
    {
        "relevance": {"phrases": [{"phrase": "tỉnh", "weight": 9}]},
        "fields": {},
        "topics": {},
        "tones": {
            "praise": {
                "name": "Khen",
                "phrases": [
                    *({"phrase": phrase, "weight": 4} for phrase in ("dẫn đầu", "cao nhất tỉnh", "nhóm dẫn đầu", "tăng vọt", "biểu dương")),
                ],
            },
            "criticism": {
                "name": "Chê",
                "phrases": [
                    *({"phrase": phrase, "weight": 3} for phrase in ("trễ hạn", "tồn đọng", "khiếu nại", "yếu kém")),
                    {"phrase": "xử lý", "weight": 0.2},
                ],
            },
        },
        "negations": ["không", "giảm"],
    }
)


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("Tỷ lệ hồ sơ trễ hạn của phường cao nhất tỉnh", "trễ hạn"),
        ("Hồ sơ trễ hạn ở tỉnh tăng vọt", "trễ hạn"),
        ("Đơn khiếu nại ở tỉnh tăng vọt", "khiếu nại"),
        ("Tỉnh dẫn đầu cả nước về hồ sơ tồn đọng", "tồn đọng"),
        ("Tỉnh dẫn đầu danh sách trễ hạn", "trễ hạn"),
        ("Tỉnh vào nhóm dẫn đầu về đơn khiếu nại", "khiếu nại"),
    ],
)
def test_the_degree_of_a_fault_is_no_praise(title, fault):
    assert _praise(title) == [(0.0, fault)]


@pytest.mark.parametrize(
    "title",
    [
        "Tỷ lệ hài lòng cao nhất tỉnh",
        "Hồ sơ trễ hạn đã hết, phường cao nhất tỉnh",
        "Tỷ lệ giải quyết hồ sơ tồn đọng cao nhất tỉnh",
        "Tỉnh giảm hồ sơ trễ hạn ở cấp xã dẫn đầu cả nước",
        "Không hồ sơ trễ hạn ở xã dẫn đầu tỉnh",
        "Tỉnh dẫn đầu về xử lý hồ sơ tồn đọng",
        "Chuyển đổi số giúp tỉnh từ yếu kém vươn lên nhóm dẫn đầu",
        "Từ đơn vị yếu kém trở thành xã dẫn đầu tỉnh",
        "Chất lượng từ chỗ yếu kém đã dẫn đầu tỉnh",
        "Hồ sơ trễ hạn còn 0,1% giúp xã dẫn đầu tỉnh",
        "Tỷ lệ hồ sơ trễ hạn thấp nhất đưa xã dẫn đầu tỉnh",
        "Tỉnh dẫn đầu cả nước, xã trễ hạn",
        "Xã yếu kém dẫn đầu tỉnh",
        "Tỉnh biểu dương xã xử lý hồ sơ trễ hạn",
    ],
)
def test_the_degree_of_anything_else_is_praise(title):
    assert [weight for weight, _ in _praise(title)] == [8.0]


def _praise(title):
    found = classify(entry(title), compile_lexicon(POLICY)).evidence
    return [(item.weight, item.note) for item in found if item.target == "tone:praise"]


@pytest.mark.parametrize(
    ("phrase", "is_one"), [("dẫn đầu cả nước", True), ("tăng gấp đôi", True), ("cao nhất tỉnh", True), ("biểu dương", False)]
)
def test_what_a_degree_is(phrase, is_one):
    assert is_degree(phrase) is is_one


@pytest.mark.parametrize(("between", "fault"), [(16, (2, 4)), (17, None)])
def test_a_degree_is_that_of_a_fault_near_by(between, fault):
    section = syllables(f"Hồ sơ trễ hạn {'xa ' * between}dẫn đầu", {})
    degree = 4 + between
    assert fault_measured(section, degree, degree + 2, [(2, 4)]) == fault
