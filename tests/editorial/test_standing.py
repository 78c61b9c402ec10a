"""A slot of a rank matches the one that is held now: no former one, and no ordinal of something else. One that is aimed at is void."""

import time

import pytest

from bot.editorial.classify import classify
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.policy import ReformPolicy
from tests.editorial.test_judgement import entry
from tests.editorial.test_numbers import found

PHRASES = tuple(f"{words} <hạng {third}>" for words in ("thứ", "hạng", "vị trí", "xếp", "đứng") for third in ("cao", "giữa", "thấp"))
RANKS = {"cao": "5/63", "giữa": "30/63", "thấp": "58/63"}


@pytest.mark.parametrize("third", RANKS)
@pytest.mark.parametrize("before", ["từ", "so với", "trước đó", "Từ", "nay tụt từ"])
@pytest.mark.parametrize(
    "words",
    [
        *(
            "thứ",
            "vị trí thứ",
            "hạng thứ",
            "vị trí xếp thứ",
            "xếp thứ",
            "đứng thứ",
            "chỗ đứng thứ",
            "chỗ xếp thứ",
            "vị trí đứng thứ",
            "mức xếp thứ",
        ),
        *("hạng", "thứ hạng", "vị trí hạng", "vị trí xếp hạng", "xếp hạng", "chỗ xếp hạng"),
        *("vị trí", "xếp", "chỗ xếp", "vị trí xếp", "đứng", "chỗ đứng", "vị trí đứng", "chỗ ở vị trí"),
    ],
)
def test_a_former_rank_is_not_held(before, words, third):
    text = f"{words} {RANKS[third]}"
    assert found(f"tỉnh {text}", *PHRASES)
    assert found(f"tỉnh {before} {text}", *PHRASES) == []


@pytest.mark.parametrize("third", RANKS)
@pytest.mark.parametrize(
    "counted", ["lần", "đợt", "lượt", "phiên", "phiên họp", "kỳ họp", "họp", "buổi", "ngày", "hôm", "sáng", "trưa", "chiều", "tối", "đêm"]
)
def test_what_is_counted_is_no_rank(counted, third):
    assert found(f"{counted} thứ {RANKS[third]}", *PHRASES, *(f"<hạng {each}>" for each in RANKS)) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("từ thứ 58/63 lên thứ 10/63", ["thứ <hạng cao> = thứ 10/63"]),
        ("từ vị trí 58/63 năm 2024, tỉnh vươn lên vị trí 5/63", ["vị trí <hạng cao> = vị trí 5/63"]),
        ("lên hạng 5/63, so với hạng 58/63 năm trước", ["hạng <hạng cao> = hạng 5/63"]),
        ("tụt xuống thứ 58/63 từ vị trí thứ 5/63", ["thứ <hạng thấp> = thứ 58/63"]),
        ("trước đó đứng thứ 5/63, nay đứng thứ 58/63", ["thứ <hạng thấp> = thứ 58/63"]),
        ("họp, thứ 5/63", ["thứ <hạng cao> = thứ 5/63"]),
        ("cuối năm thứ 9/63", ["thứ <hạng cao> = thứ 9/63"]),
        ("ba lần xếp thứ 5/63", ["thứ <hạng cao> = thứ 5/63"]),
        ("lần thứ ba xếp hạng 5/63", ["hạng <hạng cao> = hạng 5/63"]),
        ("từ năm 2020 đến nay giữ vị trí 3/63", ["vị trí <hạng cao> = vị trí 3/63"]),
        ("tăng ba bậc so với năm trước, vị trí 3/63", ["vị trí <hạng cao> = vị trí 3/63"]),
        ("thứ 5/63", ["thứ <hạng cao> = thứ 5/63"]),
    ],
)
def test_the_rank_that_is_held_is_found(text, seen):
    assert [each for each in found(text, *PHRASES) if not each.startswith(("xếp", "đứng"))] == seen


def test_what_a_phrase_says_itself_is_its_own_matter():
    assert found("từ hạng 58/63 lên hạng 5/63", "từ hạng <hạng thấp>") == ["từ hạng <hạng thấp> = từ hạng 58/63"]
    assert found("phiên họp thứ 5/12", "họp thứ <hạng giữa>") == ["họp thứ <hạng giữa> = họp thứ 5/12"]
    assert found("từ 90 điểm, hạng 58/63", "<số> điểm hạng <hạng thấp>") == []


@pytest.mark.parametrize("third", RANKS)
@pytest.mark.parametrize(
    "words", ["xếp thứ", "đứng thứ", "vào vị trí thứ", "lên thứ", "đạt thứ hạng", "hạng", "giữ vị trí", "ở vị trí", "xếp", "đứng"]
)
def test_a_rank_that_is_aimed_at_is_void(words, third):
    tones = {
        "praise": {
            "name": "Khen",
            "phrases": [{"phrase": f"{each} <hạng cao>", "weight": 4} for each in ("thứ", "hạng", "vị trí", "xếp", "đứng")],
        },
        "criticism": {
            "name": "Chê",
            "phrases": [
                {"phrase": f"{each} <hạng {low}>", "weight": 4}
                for each in ("thứ", "hạng", "vị trí", "xếp", "đứng")
                for low in ("giữa", "thấp")
            ],
        },
    }
    policy = {
        "relevance": {"phrases": [{"phrase": "tỉnh", "weight": 9}]},
        "fields": {},
        "topics": {},
        "tones": tones,
        "negations": ["phấn đấu"],
    }
    found = classify(entry(f"Tỉnh phấn đấu {words} {RANKS[third]}"), compile_lexicon(ReformPolicy.model_validate(policy)))
    notes = [item.note for item in found.evidence if item.target.startswith("tone:")]
    assert set(notes) == {"phấn đấu"}


@pytest.mark.parametrize("piece", ["vị trí ", "thứ 5/63 ", "từ vị trí thứ 5/63 "])
def test_one_clause_of_nothing_but_ranks_takes_no_time(piece):
    started = time.process_time()
    found(piece * 1_000, *PHRASES)
    assert time.process_time() - started < 2
