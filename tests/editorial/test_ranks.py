"""A rank with what it is out of is high, in the middle or low: "<hạng cao>", "<hạng giữa>" and "<hạng thấp>" in a phrase."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.editorial.lexicon import compile_lexicon, counting
from bot.editorial.policy import ReformPolicy
from bot.editorial.ranks import HIGH, LOW, MIDDLE, rank_at
from bot.editorial.text import syllables
from tests.editorial.test_numbers import found

PHRASES = ("thứ <hạng cao>", "thứ <hạng giữa>", "thứ <hạng thấp>")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("xếp thứ 58/63", "thứ <hạng thấp> = thứ 58/63"),
        ("XẾP THỨ 76/78", "thứ <hạng thấp> = THỨ 76/78"),
        ("đứng thứ 8/9 huyện", "thứ <hạng thấp> = thứ 8/9"),
        ("đứng thứ 3/9 huyện", "thứ <hạng cao> = thứ 3/9"),
        ("đứng thứ 4/9 huyện", "thứ <hạng giữa> = thứ 4/9"),
        ("đứng thứ 6/9 huyện", "thứ <hạng giữa> = thứ 6/9"),
        ("đứng thứ 1/34", "thứ <hạng cao> = thứ 1/34"),
        ("đứng thứ 71/193", "thứ <hạng giữa> = thứ 71/193"),
        ("đứng thứ 9 trên 10 huyện", "thứ <hạng thấp> = thứ 9 trên 10"),
        ("đứng thứ 9 trong số 10 huyện", "thứ <hạng thấp> = thứ 9 trong số 10"),
        ("đứng thứ 2 trong tổng số 10 huyện", "thứ <hạng cao> = thứ 2 trong tổng số 10"),
        ("đứng thứ 2 trong 34, năm ngoái", "thứ <hạng cao> = thứ 2 trong 34"),
        ("đứng thứ 60 cả nước", "thứ <hạng thấp> = thứ 60 cả nước"),
        ("đứng thứ 2 trong cả nước", "thứ <hạng cao> = thứ 2 trong cả nước"),
        ("đứng thứ 9 toàn quốc", "thứ <hạng cao> = thứ 9 toàn quốc"),
    ],
)
def test_a_rank_of_so_many(text, seen):
    assert found(text, *PHRASES) == [seen]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("đứng thứ 3/63 từ dưới lên", "thứ <hạng thấp> = thứ 3/63"),
        ("đứng thứ 3/34 tính từ dưới lên", "thứ <hạng thấp> = thứ 3/34"),
        ("đứng thứ 2/45 từ dưới đếm lên", "thứ <hạng thấp> = thứ 2/45"),
        ("đứng thứ 2/45 đếm từ dưới lên", "thứ <hạng thấp> = thứ 2/45"),
        ("đứng thứ 4/9 huyện từ dưới lên", "thứ <hạng giữa> = thứ 4/9"),
        ("đứng thứ 3/63 tỉnh thành phố tính từ dưới lên", "thứ <hạng thấp> = thứ 3/63"),
        ("đứng thứ 5 cả nước tính từ dưới lên", "thứ <hạng thấp> = thứ 5 cả nước"),
        ("đứng thứ 2 trong số 10 từ cuối lên", "thứ <hạng thấp> = thứ 2 trong số 10"),
        ("đứng thứ 21/63 từ dưới lên", "thứ <hạng thấp> = thứ 21/63"),
        ("đứng thứ 22/63 từ dưới lên", "thứ <hạng giữa> = thứ 22/63"),
        ("vươn lên thứ 3/63 từ dưới đáy bảng xếp hạng", "thứ <hạng cao> = thứ 3/63"),
        ("đứng thứ 3/63, cải cách từ dưới lên", "thứ <hạng cao> = thứ 3/63"),
        ("đứng thứ 3/63 nhờ đổi mới từ dưới lên", "thứ <hạng cao> = thứ 3/63"),
        ("đứng thứ 3/63 tính từ cuối năm 2025", "thứ <hạng cao> = thứ 3/63"),
    ],
)
def test_counted_from_below_it_is_the_rank_that_is_meant(text, seen):
    assert found(text, *PHRASES) == [seen]


@pytest.mark.parametrize(
    "text",
    [
        "xếp thứ 58",
        "xếp thứ 58, 63 phiếu",
        "xếp thứ 8,9",
        "xếp thứ 8,85/10",
        "xếp thứ 2,8/10",
        "thứ 6/3/2026",
        "thứ 2/3",
        "thứ 64/63",
        "thứ 0/63",
        "thứ 2024/2025",
        "thứ 58 /63",
        "thứ 25 cả nước",  # of 63 in the middle, of 34 low
        "lần thứ 2 trong 6 tháng",
        "lần thứ 3 trong 10 năm",
        "thứ 60 trong",
        "thứ 60 trong tổng",
        "thứ 3 trên địa bàn",
    ],
)
def test_what_is_no_rank_or_not_known(text):
    assert found(text, *PHRASES) == []


def test_a_phrase_goes_on_before_and_behind_a_rank():
    assert found("đứng thứ 58/63 tỉnh", "thứ <hạng thấp> tỉnh", "đứng <hạng thấp>") == ["thứ <hạng thấp> tỉnh = thứ 58/63 tỉnh"]
    assert found("8,85 điểm, xếp thứ 58/63", "<số> điểm xếp thứ <hạng thấp>") == [
        "<số> điểm xếp thứ <hạng thấp> = 8,85 điểm, xếp thứ 58/63"
    ]
    assert found("thứ 58/63", "thứ <số>", "thứ <hạng thấp>", "thứ 58") == ["thứ <hạng thấp> = thứ 58/63"]


def test_a_rank_may_stand_in_a_context():
    rule = {"phrase": "thứ <hạng thấp>", "weight": 1, "unless": ["thứ <hạng thấp> về du lịch"]}
    policy = {"relevance": {"threshold": 1, "phrases": [rule]}, "fields": {}, "topics": {}, "tones": {}, "shipped": False}
    lexicon = compile_lexicon(ReformPolicy.model_validate(policy))
    text = "thứ 58/63 về du lịch, thứ 60/63 về cải cách hành chính"
    section = syllables(text, {})
    hits = counting(lexicon.occurrences(text, section))
    assert [text[section[first].start : section[last - 1].end] for _, first, last in hits] == ["thứ 60/63"]


@pytest.mark.parametrize("written", ["thứ <Hạng  Thấp>", "thứ < hạng thấp >"])
def test_the_slot_is_known_in_any_spelling(written):
    assert found("thứ 58/63", written) == ["thứ <hạng thấp> = thứ 58/63"]


def test_another_slot_is_refused():
    with pytest.raises(ValidationError, match="<hạng kém>"):
        ReformPolicy.model_validate(
            {"relevance": {"threshold": 1, "phrases": [{"phrase": "thứ <hạng kém>"}]}, "fields": {}, "topics": {}, "tones": {}}
        )


@given(st.integers(1, 999), st.integers(5, 999))
def test_thirds_are_in_order_and_cover_all(number, total):
    rank = rank_at(syllables(f"{number}/{total}", {}), 0)
    if number > total:
        assert rank is None
    else:
        third = number / total
        assert rank == (HIGH if third <= 1 / 3 else MIDDLE if third <= 2 / 3 else LOW, 2)


@given(
    st.lists(
        st.sampled_from(["thứ", "58", "63", "/", ".", ",", "trên", "trong", "tổng", "số", "cả", "nước", "từ", "dưới", "lên", "²", "٣"]),
        max_size=12,
    )
)
def test_nothing_breaks_and_every_rank_lies_in_the_text(parts):
    text = "".join(part if part in "/.," else f" {part}" for part in parts)
    section = syllables(text, {})
    for first in range(len(section)):
        rank = rank_at(section, first)
        assert rank is None or first < rank[1] <= len(section)
    found(text, *PHRASES)
