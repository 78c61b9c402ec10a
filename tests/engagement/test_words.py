"""Figures in words: the same in the terminal and on the page, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.engagement import words
from bot.engagement.series import marked
from bot.engagement.standing import beside
from bot.figures import Lack, LostMetric
from bot.model import Snapshot

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "low", "high", "vi", "en"),
    [
        (None, None, None, "–", "–"),
        (7, None, None, "7 (còn ít bài)", "7 (few posts)"),
        (1_234.5, 1_000, 2_000, "1.234,5 (từ 1.000 đến 2.000)", "1.234,5 (1.000 to 2.000)"),
        (0, 0, 0, "0 (từ 0 đến 0)", "0 (0 to 0)"),
    ],
)
def test_a_median_says_how_sure_it_is(value, low, high, vi, en):
    assert words.typical(value, low, high, "vi") == vi
    assert words.typical(value, low, high, "en") == en


def test_how_a_post_stands_beside_the_others():
    assert words.surpassed(None, "vi") == words.others_typical(None, "vi") == "–"
    found = beside(40, [10, 20, 30, 40, 50, 60])
    assert words.surpassed(found, "en") == "58 % (19 to 90 %) of 6 posts"
    assert words.others_typical(found, "en") == "35 (10 to 60)"


def test_every_fall_is_told_with_its_age():
    taken = [("1h", {"shares": 1_200, "old_figure": 2}), ("2h", {"shares": 100, "old_figure": 1}), ("3h", {"shares": 100})]
    points = marked(Snapshot(post_key="p1", rung=rung, taken_at=NOW, metrics=metrics) for rung, metrics in taken)
    assert words.falls(points, "vi") == ["2h: Chia sẻ giảm 1.100"]
    assert words.falls(points, "en", lambda rung: f"<{rung}>") == ["<2h>: Shares fell by 1.100"]


def test_what_waits_is_a_least_number_where_not_all_was_read():
    assert words.waits(1_200, "vi", is_whole=True) == "1.200"
    assert words.waits(1_200, "vi", is_whole=False) == "ít nhất 1.200"


def test_what_is_missing_is_told_with_its_reason_and_a_figure_that_nobody_knows_any_more_by_its_own_name():
    found = LostMetric(channel="trang", metric="post_video", why=Lack.NOT_OFFERED, found_at=NOW, until=NOW + timedelta(days=1))
    told = words.lost(found, "en", lambda at: f"{at:%d/%m}")
    assert told == "trang: post_video is missing since 24/11 (Facebook does not offer it any more); asked for again after 25/11"
    assert words.missing("fans", Lack.NOT_YET, "vi") == "Thiếu Người thích Trang: Facebook chưa có số liệu này"
    assert words.within(NOW, NOW + timedelta(minutes=90), "vi") == "1,5 giờ"
    assert [words.pictured(each, "vi") for each in (True, False)] == ["Có ảnh riêng", "Không có ảnh riêng"]
