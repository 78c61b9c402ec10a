"""The settings of approval: a feed that does not exist, and criticism that is let out by one word, are faults with line and remedy."""

from datetime import timedelta

import pytest

from bot.settings.loader import load_settings
from tests.settings.test_loading import ENVIRONMENT, SOUND, faults, folder

__all__ = ("folder",)


def written(folder, approval: str) -> None:
    (folder / "bot.yaml").write_text(f"{SOUND}approval:\n{approval}", encoding="utf-8")


def test_criticism_that_is_let_out_by_one_word_is_refused_with_the_remedy(folder):
    written(folder, "  tones: {criticism: auto}\n")
    (found,) = faults(folder)
    assert found.startswith("bot.yaml:10:11: approval.tones.criticism: “auto” là để tin phê phán tự đăng")
    assert "criticism_unapproved: true" in found


def test_criticism_is_let_out_where_it_is_said_twice(folder):
    written(folder, "  tones: {criticism: auto}\n  criticism_unapproved: true\n")
    approval = load_settings(folder / "bot.yaml", ENVIRONMENT).approval
    assert (approval.tones, approval.criticism_unapproved) == ({"criticism": "auto"}, True)


def test_a_feed_that_is_not_among_the_feeds_is_refused_with_the_one_that_may_be_meant(folder):
    name = load_settings(folder / "bot.yaml", ENVIRONMENT).feeds[0].name
    written(folder, f"  sources: {{{name}x: hold, {name}: auto}}\n")
    (found,) = faults(folder)
    assert found.startswith(f"bot.yaml:10:13: approval.sources.{name}x: không có nguồn tin nào tên “{name}x”")
    assert f"“{name}”" in found


@pytest.mark.parametrize(("key", "value"), [("remind_after", "9m"), ("expires_after", "59m")])
def test_a_wait_that_would_remind_or_drop_at_every_beat_is_refused(folder, key, value):
    written(folder, f"  {key}: {value}\n")
    (found,) = faults(folder)
    assert found.startswith(f"bot.yaml:10:3: approval.{key}: “{value}” quá ngắn")


def test_undoing_can_be_switched_off(folder):
    written(folder, "  undo_within: 0s\n")
    assert load_settings(folder / "bot.yaml", ENVIRONMENT).approval.undo_within == timedelta(0)


@pytest.mark.parametrize("bands", ["{auto_from: 0.1, ignore_below: 0.94}", "{auto_from: 0.5, ignore_below: 0.5}", "{auto_from: 0.05}"])
def test_bands_out_of_order_are_refused_with_both_figures(folder, bands):
    written(folder, f"  undo_within: 5m\n  bands: {bands}\n")
    (found,) = faults(folder)
    assert found.startswith("bot.yaml:11:3: approval.bands: ignore_below (0.")
    assert "phải nhỏ hơn auto_from (0." in found


@pytest.mark.parametrize(
    "bands",
    ["{auto_from: 0.6, ignore_below: 0.59}", "{auto_from: 0, ignore_below: 0.3}", "{ignore_below: 1}", "{auto_from: 0, ignore_below: 1}"],
)
def test_bands_in_order_pass_and_so_does_a_side_that_asks_nobody(folder, bands):
    written(folder, f"  bands: {bands}\n")
    assert load_settings(folder / "bot.yaml", ENVIRONMENT).approval.bands.tone_from == 0.65
