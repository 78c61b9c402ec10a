"""Nouns, keys and legal moves."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import TABLE
from bot.model import MOVES, STEP_MOVES, Draft, Entry, Picture, PostState, StepKind, StepState, Way, digest, entry_key, post_key

ENTRY = Entry(feed="cong", identity="1", title="Tin", link="https://a.vn/1", summary="Tóm tắt")


def test_the_table_of_moves_is_closed_over_all_states():
    assert set(PostState) == set(MOVES)
    assert {after for targets in MOVES.values() for after in targets} <= set(PostState)


def test_what_is_published_can_only_be_withdrawn_and_what_is_withdrawn_never_moves_again():
    assert frozenset({PostState.WITHDRAWN}) == MOVES[PostState.PUBLISHED]
    assert frozenset() == MOVES[PostState.WITHDRAWN]


def test_what_is_dropped_never_goes_out_unless_an_editor_takes_that_back_and_approves_it():
    assert frozenset({PostState.HELD}) == MOVES[PostState.DROPPED]


def test_the_table_of_the_moves_of_steps_is_closed_and_what_is_done_stays_done():
    assert set(StepState) == set(STEP_MOVES)
    assert frozenset() == STEP_MOVES[StepState.DONE] == STEP_MOVES[StepState.DROPPED]
    assert [state for state in StepState if StepState.DONE in STEP_MOVES[state]] == [StepState.DOING]


def test_nothing_is_published_that_was_not_publishing():
    assert [state for state in PostState if PostState.PUBLISHED in MOVES[state]] == [PostState.PUBLISHING]


def test_keys_are_the_same_in_every_process():
    assert "e" + digest("cong", "1")[:15] == entry_key("cong", "1") == ENTRY.key
    assert post_key(ENTRY.key, "trang") == post_key(ENTRY.key, "trang", 1)
    assert post_key(ENTRY.key, "trang", 2) != post_key(ENTRY.key, "trang", 1)


def test_parts_of_a_digest_do_not_run_into_each_other():
    assert digest("ab", "c") != digest("a", "bc")


def test_the_content_hash_ignores_dates_and_sees_words(now):
    assert ENTRY.content_hash == replace(ENTRY, published_at=now + timedelta(days=1)).content_hash
    assert ENTRY.content_hash != replace(ENTRY, title="Tin khác").content_hash


@pytest.mark.parametrize(
    "change",
    [
        {"message": "M "},
        {"link": "https://a.vn/2"},
        {"marker": "p2"},
        {"ways": (Way.PHOTO, Way.LINK)},
        {"pictures": (Picture(digest="d", width=1, height=1, alt="a"),)},
        {"comment": "Xem thêm"},
    ],
)
def test_any_change_of_a_draft_changes_its_hash(change):
    draft = Draft(message="M", link="https://a.vn/1", marker="p1")
    assert draft.hash != replace(draft, **change).hash


def test_a_draft_of_the_first_schema_keeps_its_hash_so_that_its_approval_still_counts():
    draft = Draft(message="M", link="https://a.vn/1", marker="p1")
    assert draft.hash == digest('{"link": "https://a.vn/1", "marker": "p1", "message": "M"}')


@pytest.mark.parametrize(
    ("message", "way", "text"),
    [
        ("M", Way.LINK, "M"),
        ("M", Way.COMMENT, "M"),
        ("M", Way.PHOTO, "M\n\nhttps://a.vn/1"),
        ("M", Way.PHOTOS, "M\n\nhttps://a.vn/1"),
        ("M https://a.vn/1 M", Way.PHOTO, "M https://a.vn/1 M"),
    ],
)
def test_the_link_stands_in_the_text_only_where_no_card_and_no_comment_has_it(message, way, text):
    assert Draft(message=message, link="https://a.vn/1", marker="p1").text(way) == text


def test_every_verb_of_the_journal_has_a_name_for_people():
    root = Path(__file__).parents[1] / "bot"
    paths = [path for folder in ("store", "service") for path in (root / folder).rglob("*.py") if path.name != "steps.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in paths)
    verbs = (
        set(re.findall(r'verb="([a-z-]+)"', code))
        | set(re.findall(r'_event\([^)]*?"([a-z-]+)"', code))
        | set(re.findall(r'actor, "([a-z-]+)"\)', code))
    )
    named = {key.removeprefix("model.verb_") for key in TABLE if key.startswith("model.verb_")}
    told_by_ticks = {
        "expired",
        "held",
        "looked",
        "postponed",
        "adopted",
        "overtaken",
        "rescheduled",
        "still-in-doubt",
        "still-paused",
    }  # what a tick returns, not what is journaled
    assert set() == verbs - named - told_by_ticks
    assert {"made", "claimed", "approved"} <= named


def test_every_verb_of_a_step_has_a_name_for_people():
    code = (Path(__file__).parents[1] / "bot/store/steps.py").read_text(encoding="utf-8")
    said = set(re.findall(r'"(wanted|begun|done|postponed|failed|approved|dropped)"', code))
    assert len(said) == 7
    assert {f"model.verb_{kind}-{verb}" for kind in StepKind for verb in said} <= set(TABLE)
