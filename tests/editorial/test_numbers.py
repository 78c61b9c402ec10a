"""A phrase with "<số>" matches with any number at that place."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from bot.editorial.lexicon import compile_lexicon, counting
from bot.editorial.policy import ReformPolicy
from bot.editorial.text import syllables
from bot.editorial.trie import NUMBER, Trie


def found(text: str, *phrases: str, tones: tuple[str, ...] = ()) -> list[str]:
    """Each phrase, for relevance or of `tones`, with what it was found as, through the lexicon."""
    rules, praise = ([{"phrase": phrase, "weight": 1} for phrase in each] for each in (phrases, tones))
    policy = {
        "relevance": {"threshold": 1, "phrases": rules},
        "fields": {},
        "topics": {},
        "tones": {"praise": {"name": "Khen", "phrases": praise}},
        "shipped": False,
    }
    lexicon = compile_lexicon(ReformPolicy.model_validate(policy))
    section = syllables(text, {})
    return [
        f"{entry.phrase} = {text[section[first].start : section[last - 1].end]}"
        for entry, first, last in counting(lexicon.occurrences(text, section))
    ]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("xã tụt 23 bậc", ["tụt <số> bậc = tụt 23 bậc"]),
        ("TỤT 23 BẬC", ["tụt <số> bậc = TỤT 23 BẬC"]),
        ("tụt 1.234 bậc", ["tụt <số> bậc = tụt 1.234 bậc"]),
        ("tụt 2,5 bậc", ["tụt <số> bậc = tụt 2,5 bậc"]),
        ("tụt bậc", []),
        ("tụt nhiều bậc", []),
        ("tụt 23 hạng", []),
        ("tụt 23", []),
        ("tụt 2, 5 bậc", []),  # two numbers, in two clauses
    ],
)
def test_any_number_matches_as_one(text, seen):
    assert found(text, "tụt <số> bậc") == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("đạt 99% hồ sơ", ["99% hồ sơ = 99% hồ sơ"]),
        ("đạt 99 % hồ sơ", ["99% hồ sơ = 99 % hồ sơ"]),
        ("nhận 99 hồ sơ", []),
        ("đạt 8,99% hồ sơ", []),
        ("đạt 8.99% hồ sơ", []),
        ("quý 8, 99% hồ sơ", ["99% hồ sơ = 99% hồ sơ"]),
        ("99 hồ sơ%", []),
    ],
)
def test_per_cent_is_a_word_and_no_figure_is_torn(text, seen):
    assert found(text, "99% hồ sơ") == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("cán bộ, công chức xã", ["cán bộ công chức = cán bộ, công chức"]),
        ("(cán bộ) công chức", ["cán bộ công chức = cán bộ) công chức"]),
        ("nói với cán bộ. Công chức thì không", []),
        ("của cán bộ; công chức xã", []),
        ("ai là cán bộ?\nCông chức", []),
        ("là cán bộ… công chức", []),
        ("khen cán bộ: công chức xã", []),
    ],
)
def test_a_phrase_runs_over_a_comma_and_over_no_end_of_a_sentence(text, seen):
    assert found(text, "cán bộ công chức") == seen


def test_what_is_counted_stands_in_the_clause_of_its_number():
    assert found("Từ tháng 3, hồ sơ quá hạn phải có thư", "<số> hồ sơ quá hạn") == []
    assert found("Có 3 hồ sơ, quá hạn cả", "<số> hồ sơ quá hạn") == ["<số> hồ sơ quá hạn = 3 hồ sơ, quá hạn"]


@pytest.mark.parametrize(
    ("text", "phrase", "seen"),
    [
        ("Từ nhóm dẫn đầu, tỉnh rơi xuống", "dẫn đầu tỉnh", False),
        ("Tốt nhất là vì dân, phục vụ tốt", "dân phục vụ", False),
        ("Sáng nộp, chiều nhận", "sáng nộp chiều nhận", True),
        ("Sáng, nộp chiều nhận", "sáng nộp chiều nhận", False),
        ("Cởi mở, thân thiện, hòa nhã", "cởi mở, thân thiện, hòa nhã", True),  # an editor who writes the commas means them
    ],
)
def test_a_tone_goes_over_a_comma_only_between_two_halves(text, phrase, seen):
    assert bool(found(text, tones=(phrase,))) is seen


def test_a_number_may_begin_or_end_a_phrase_and_the_longest_counts():
    assert found("còn 12 hồ sơ", "<số> hồ sơ") == ["<số> hồ sơ = 12 hồ sơ"]
    assert found("công văn số 5959 ngày", "công văn số <số>", "công văn số") == ["công văn số <số> = công văn số 5959"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("cắt giảm 30% chi phí", ["giảm <số>% = giảm 30%"]),
        ("cắt giảm 30,5 % chi phí", ["giảm <số>% = giảm 30,5 %"]),
        ("cắt giảm 400 thủ tục", []),
        ("cắt giảm 5 - 30%", []),
    ],
)
@pytest.mark.parametrize("spelling", ["giảm <số>%", "giảm <số> %"])
def test_any_number_of_per_cent_is_no_other_number(spelling, text, seen):
    assert found(text, spelling) == [each.replace("giảm <số>%", spelling) for each in seen]


def test_the_very_number_is_found_beside_any():
    phrases = ("tăng 10 bậc", "tăng <số> bậc", "tăng 10 bậc liền")
    assert found("tăng 10 bậc liền", *phrases) == ["tăng 10 bậc liền = tăng 10 bậc liền"]
    assert found("tăng 11 bậc liền", *phrases) == ["tăng <số> bậc = tăng 11 bậc"]
    trie: Trie[str] = Trie()
    for phrase in ("10 bậc", "<số> bậc"):
        trie.node([NUMBER if word == NUMBER else word for word in phrase.split()]).plant(phrase)
    section = [each._replace(form=word) for each, word in zip(syllables("10 bậc", {}), ("10", "bậc"), strict=True)]
    assert sorted(trie.matches(section, 0)) == [("10 bậc", 2), ("<số> bậc", 2)]


def test_an_editor_may_write_it_in_yaml_without_quotation_marks():
    assert YAML(typ="safe").load("{phrase: tụt <số> bậc, weight: 4}")["phrase"] == "tụt <số> bậc"


@given(st.lists(st.sampled_from(["tụt", "bậc", "1", "22", "3.000", ",", "."]), max_size=40))
def test_no_sequence_of_numbers_and_words_breaks_it_or_is_found_where_it_is_not(words):
    for hit in found(" ".join(words), "tụt <số> bậc", "<số> bậc", "<số> <số>", "tụt <số>"):
        _, _, text = hit.partition(" = ")
        assert any(letter.isdigit() for letter in text)


def test_a_text_of_nothing_but_figures_costs_what_its_length_costs(monkeypatch):
    looked_at = []

    class Counting(dict):
        def get(self, key, default=None):
            looked_at.append(key)
            return super().get(key, default)

    trie: Trie[str] = Trie()
    trie.node([NUMBER, NUMBER, "bậc"]).plant("x")
    monkeypatch.setattr(trie, "branches", Counting(trie.branches))
    node = trie.branches[NUMBER]
    monkeypatch.setattr(node, "branches", Counting(node.branches))
    costs = []
    for length in (100, 200):
        looked_at.clear()
        section = syllables("1 " * length, {})
        assert not [hit for first in range(length) for hit in trie.matches(section, first)]
        costs.append(len(looked_at))
    assert costs[1] < 2.2 * costs[0]


@pytest.mark.parametrize("written", ["tụt <Số> bậc", "tụt < số > bậc", unicodedata.normalize("NFD", "tụt <số> bậc")])
def test_it_is_known_in_every_way_of_writing(written):
    assert [hit.partition(" = ")[2] for hit in found("tụt 23 bậc", written)] == ["tụt 23 bậc"]


def test_anything_else_in_angle_brackets_is_refused_by_name():
    with pytest.raises(ValidationError) as refused:
        found("x", "tụt <so> bậc")
    (error,) = refused.value.errors()
    assert (error["type"], error["ctx"]["value"]) == ("settings.unknown_slot", "<so>")


@pytest.mark.parametrize(
    ("text", "phrase", "seen"),
    [
        ("chính quyền địa phương 02 cấp", "chính quyền địa phương 2 cấp", ["chính quyền địa phương 02 cấp"]),
        ("chính quyền địa phương 2 cấp", "chính quyền địa phương 02 cấp", ["chính quyền địa phương 2 cấp"]),
        ("Từ 01/7/2025, từ 01/07", "từ 1/7", ["Từ 01/7", "từ 01/07"]),
        ("Đề án 6 và Đề án 06", "đề án 06", ["Đề án 6", "Đề án 06"]),
        ("giảm 002 cấp, 20 cấp, 0 cấp, 00 cấp", "2 cấp", []),
        ("đạt 8,05 điểm, 1.05 điểm", "5 điểm", []),
        ("đạt 8,05 điểm", "8,5 điểm", []),
    ],
)
def test_a_figure_in_two_digits_is_the_same_figure(text, phrase, seen):
    assert found(text, phrase) == [f"{phrase} = {each}" for each in seen]
