"""The complaints of other projects' users (facts: lessons, 22-53: identity, edits, first run and floods, dates): each is a test with its number in its name."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
NAMED = re.compile(r"^def test_(?:lesson_)?((?:\d\d_)+)|\"lesson_(\d\d)\"", re.MULTILINE)


@pytest.fixture(scope="module")
def told() -> set[int]:
    found = (match for path in TESTS.rglob("test_*.py") for match in NAMED.finditer(path.read_text(encoding="utf-8")))
    return {int(number) for match in found for number in re.findall(r"\d\d", match[0])}


@pytest.mark.parametrize("lesson", range(22, 54))
def test_a_lesson_is_a_test_with_its_number(told, lesson):
    assert lesson in told
