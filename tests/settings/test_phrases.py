"""Entries of reform.yaml that would do nothing, or stand against each other, are faults with line and remedy."""

import json

import pytest

from bot.settings.loader import load_settings
from tests.settings.test_loading import ENVIRONMENT, faults, folder

__all__ = ("folder",)


def written(folder, *phrases: object, **more: object) -> None:
    """The phrases of relevance, one a line (the first on line 3)."""
    lines = [f"  - {json.dumps(each if isinstance(each, dict) else {'phrase': each}, ensure_ascii=False)}" for each in phrases]
    rest = {"fields": {}, "topics": {}, "tones": {"criticism": {"name": "Phê phán"}}, **more}
    text = "\n".join(
        ["relevance:", "  phrases:", *lines, *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in rest.items())]
    )
    (folder / "reform.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"phrase": "dân kêu", "weight": 8}, {"phrase": "dân kêu", "weight": -8}, "“dân kêu” (-8) trùng với “dân kêu” (8)"),
        ("một cửa", "một cửa", "“một cửa” (1) trùng với “một cửa” (1)"),
        ("cán bộ, công chức", "Cán bộ công chức", "“Cán bộ công chức” (1) trùng với “cán bộ, công chức” (1)"),
        ("TTHC", "thủ tục hành chính", "“thủ tục hành chính” (1) trùng với “TTHC” (1)"),
        ("tụt <số> bậc", "tụt < số > bậc", "trùng với “tụt <số> bậc”"),
    ],
)
def test_a_phrase_that_stands_twice_in_one_target_is_refused_and_both_are_named(folder, first, second, told):
    written(folder, first, "cải cách", second, abbreviations={"TTHC": "thủ tục hành chính"})
    (found,) = faults(folder)
    assert found.startswith("reform.yaml:5:")
    assert "relevance.phrases[2].phrase: " in found
    assert told in found


def test_the_same_phrase_may_speak_for_several_targets_and_a_number_beside_any_number(folder):
    tone = {"name": "Khen", "phrases": [{"phrase": "dân kêu"}]}
    written(folder, "dân kêu", "tụt <số> bậc", "tụt 3 bậc", "dân kêu ca", tones={"praise": tone, "criticism": tone})
    assert len(load_settings(folder / "bot.yaml", ENVIRONMENT).reform.relevance.phrases) == 4


@pytest.mark.parametrize(
    ("phrase", "context", "told"),
    [
        ("một cửa", "cà phê", "“cà phê” không chứa cụm từ “một cửa”"),
        ("một cửa", "một", "“một” không chứa"),
        ("một cửa", "cửa một", "“cửa một” không chứa"),
        ("một cửa", "một cửahàng", "không chứa"),
        ("tụt <số> bậc", "tụt bậc học", "không chứa"),
        ("một cửa", "Một cửa", "giống hệt cụm từ “một cửa”"),
        ("hòa giải", "hoà giải", "giống hệt"),
    ],
)
def test_an_exception_that_never_counts_or_always_does_is_refused(folder, phrase, context, told):
    written(folder, {"phrase": phrase, "unless": [f"{phrase} khác", context]})
    (found,) = faults(folder)
    assert found.startswith("reform.yaml:3:")
    assert "relevance.phrases[0].unless[1]: " in found
    assert told in found


@pytest.mark.parametrize(
    ("phrase", "context"),
    [
        ("một cửa", "một cửa hàng"),
        ("một cửa", "mở MỘT CỬA, hàng"),
        ("TTHC", "bỏ thủ tục hành chính"),
        ("tụt <số> bậc", "tụt <số> bậc học"),
        ("tụt <số> bậc", "tụt 1,5 bậc học"),
        ("top 10", "top <số> bài hát"),
    ],
)
def test_an_exception_that_holds_its_phrase_passes(folder, phrase, context):
    written(folder, {"phrase": phrase, "unless": [context]}, abbreviations={"TTHC": "thủ tục hành chính"})
    assert load_settings(folder / "bot.yaml", ENVIRONMENT).reform.relevance.phrases[0].unless


@pytest.mark.parametrize("nothing", ["--", "  ", "“”", "…!"])
@pytest.mark.parametrize("where", ["phrase", "unless", "negations", "abbreviations"])
def test_a_phrase_without_words_is_refused(folder, nothing, where):
    more = {"negations": {"negations": [nothing]}, "abbreviations": {"abbreviations": {"X": nothing}}}.get(where, {})
    written(folder, {"phrase": nothing if where == "phrase" else "một cửa", "unless": [nothing] if where == "unless" else []}, **more)
    (found,) = faults(folder)
    assert "không có chữ nào" in found


@pytest.mark.parametrize("text", ["<số>", "4.0", "AI", "số hóa"])
def test_a_number_or_an_abbreviation_is_a_phrase(folder, text):
    written(folder, text)
    assert load_settings(folder / "bot.yaml", ENVIRONMENT).reform.relevance.phrases[0].phrase == text


@pytest.mark.parametrize(
    ("short", "told"),
    [
        ("CB-CC", "hãy ghi CBCC "),
        ("CB, CC", "hãy ghi CBCC "),
        ("KH&CN", "hãy ghi KHCN "),
        ("U.B.N.D", "hãy ghi UBND "),
        ("...", "“...” không có chữ nào"),
        ("", "“” không có chữ nào"),
    ],
)
def test_an_abbreviation_that_no_text_could_have_is_refused(folder, short, told):
    written(folder, "cải cách", abbreviations={"TTHC": "thủ tục hành chính", short: "cán bộ, công chức"})
    (found,) = faults(folder)
    assert f"abbreviations.{short}: " in found
    assert told in found
