"""Keys stand in databases and in links on the Page: the same words must give the same key for ever."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.model import MOVES, Draft, PostState, digest, entry_key, post_key

DRAFT = Draft(message="Xã Tân Liên giải quyết đúng hạn", link="https://cong.vn/tin?id=7", marker="p1")


def test_keys_have_their_golden_values():
    assert digest("cong", "1") == "f3612b9c65e18cee9c0ded0f6e470262d7c848fad2bdae09f2a35e9bb68e76cd"
    assert entry_key("cong", "https://cong.vn/tin/1") == "ec17a7c92d07d1f8"
    assert post_key("e0123456789abcde", "trang") == "p1e93201701ae79d"
    assert post_key("e0123456789abcde", "trang", 2) == "p4cbd5cf08a7380e"
    assert DRAFT.hash == "ee6a2bd5d709751f736ed7e13630cc55f32bb540bc79ffca3d2daf71923b4acb"


@given(st.sampled_from(["message", "link", "marker"]), st.data())
def test_any_changed_character_of_any_field_changes_the_hash(name, data):
    text = getattr(DRAFT, name)
    place = data.draw(st.integers(0, len(text)))
    changed = text[:place] + data.draw(st.text(max_size=1)) + text[place + data.draw(st.integers(0, 1)) :]
    assume(changed != text)
    assert replace(DRAFT, **{name: changed}).hash != DRAFT.hash


def test_what_moves_from_one_field_to_the_next_changes_the_hash():
    assert Draft(message="a", link="bc", marker="d").hash != Draft(message="ab", link="c", marker="d").hash


@pytest.mark.parametrize("state", list(PostState))
def test_no_state_moves_to_itself_and_publishing_is_reached_by_a_claim_only(state):
    assert state not in MOVES[state]
    assert (PostState.PUBLISHING in MOVES[state]) is (state is PostState.SCHEDULED)
