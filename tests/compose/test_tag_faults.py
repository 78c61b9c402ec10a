"""Hashtags that an editor types: what Facebook would not take for what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.hashtags import hashtag
from bot.compose.tag_faults import tag_faults, tags_in


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Tin #CCHC #ThủTụcHànhChính", []),
        ("# CCHC", ["compose.tag_apart"]),
        ("a#CCHC", ["compose.tag_glued"]),
        ("#CCHC#MộtCửa", ["compose.tag_glued"]),
        ("#một-cửa", ["compose.tag_cut"]),
        ("#2026", ["compose.tag_digits"]),
        ("#CCHC #cchc", ["compose.tag_twice"]),
        ("#a #b #c #d", ["compose.tags_many"]),
        ("C# là ngôn ngữ, điểm #", []),
        ("#CCHC.", []),
    ],
)
def test_each_doubt_is_named(text, keys):
    assert [fault.key for fault in tag_faults(text, 3)] == keys


@given(st.text(max_size=60))
def test_what_our_own_hand_makes_is_never_doubtful(words):
    made = hashtag(words)
    assert made is None or [fault for fault in tag_faults(f"Tin {made}", 3) if fault.key != "compose.tag_digits"] == []


@given(st.text(alphabet=st.sampled_from("#ab1_ -\n"), max_size=60))
def test_there_are_never_more_than_five_and_each_can_be_said(text):
    found = tag_faults(text, 2)
    assert len(found) <= 5
    assert all(fault.say("vi") and fault.say("en") for fault in found)
    assert all(tag.startswith("#") for tag in tags_in(text))
