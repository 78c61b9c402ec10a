"""Phrases as a text has them, written as an editor would, and where else they occur."""

import pytest

from bot.editorial.grams import Spotter, grams, key_of
from bot.editorial.text import syllables

SHORT = {"TTHC": ["thu\u0309", "tuc\u0323", "hanh\u0300", "chinh\u0301"]}


def written(text: str, longest: int = 5) -> list[str]:
    return [found.gram.text for found in grams(text, syllables(text, SHORT), longest)]


def named(text: str) -> set[str]:
    return {found.gram.text for found in grams(text, syllables(text, SHORT)) if found.gram.named}


def test_every_run_within_a_clause_and_none_across():
    found = written("Cấp sổ đỏ, trễ hẹn")
    assert {"cấp sổ đỏ", "sổ đỏ", "trễ hẹn", "đỏ"} <= set(found)
    assert not any("đỏ trễ" in each for each in found)


def test_no_run_begins_or_ends_with_a_joining_word_and_none_has_a_figure():
    found = written("người dân của xã được 100 điểm và khen")
    assert {"người dân của xã", "điểm và khen"} <= set(found)
    assert not any(each.split()[0] in {"của", "được", "và"} or each.split()[-1] in {"của", "được", "và"} for each in found)
    assert not any("100" in each for each in found)


def test_no_run_is_longer_than_wanted():
    assert max(len(each.split()) for each in written("một hai ba bốn sáu bảy tám chín")) == 5
    assert max(len(each.split()) for each in written("một hai ba bốn sáu bảy tám chín", 6)) == 6


def test_what_only_begins_a_sentence_is_small_and_a_name_stays_as_it_is():
    assert "phần mềm" in written("Phần mềm hỏng")
    assert "Hướng Hóa" in written("tại Hướng Hóa")
    assert {"Hướng Hóa", "Hóa", "mềm của Hướng"} <= named("Phần mềm của Hướng Hóa")
    assert "phần mềm" not in named("Phần mềm của Hướng Hóa")


def test_a_headline_in_capitals_is_written_small_and_names_nobody():
    assert "cấp sổ đỏ" in written("CẤP SỔ ĐỎ CHO DÂN")
    assert named("CẤP SỔ ĐỎ CHO DÂN") == set()


def test_an_abbreviation_is_taken_whole():
    found = written("giải quyết TTHC nhanh")
    assert "giải quyết TTHC" not in found, "that would be six syllables"
    assert "TTHC nhanh" in found
    assert "TTHC" in found
    assert not any("hành" in each for each in found)


def test_what_can_not_be_seen_is_not_written():
    assert "thủ tục" in written("thủ\u00ad \u200btục")
    assert "thủ tục" in written("thu\u0309 tu\u0323c")


def test_letters_with_figures_or_signs_are_no_phrase():
    assert written("mã F0 m²") == ["mã"]


@pytest.mark.parametrize(("text", "found"), [("cấp sổ đỏ trễ hẹn", {"so đỏ", "tre hen"}), ("sổ", set()), ("", set())])
def test_a_spotter_finds_whole_syllables_in_one_pass(text, found):
    keys = {"so đỏ": key_of("sổ đỏ", {}), "tre hen": key_of("trễ hẹn", {}), "x": key_of("sổ hồng", {})}
    spotted = Spotter(keys.values()).spot(syllables(text, {}))
    assert {name for name, key in keys.items() if key in spotted} == found
