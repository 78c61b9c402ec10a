"""Trying a page that lists news: nothing is stored (the verb: tests/cli/test_preview_list.py)."""

from pathlib import Path

import pytest

from bot.errors import FeedError, NotFound
from bot.intake.policy import ListPolicy
from bot.service.list_preview import preview_list
from tests.service.conftest import bench, url

__all__ = ("bench", "url")

PAGE = (Path(__file__).parents[1] / "intake/pages/vnpt-list.html").read_text(encoding="utf-8")


def test_given_and_proposed_selectors_find_the_same_and_nothing_is_stored(bench):
    bench.fetcher.body = PAGE.encode()
    proposed = preview_list(bench.world, "https://cong.vn/tin-tuc", None)
    given = preview_list(bench.world, "https://cong.vn/tin-tuc", ListPolicy(item=proposed.selectors.item, title=proposed.selectors.title))
    assert (proposed.proposed, given.proposed, proposed.matched) == (True, False, 3)
    assert [each.title for each in given.entries] == [each.title for each in proposed.entries]
    assert bench.world.store.entries.recent(9) == []


def test_a_wrong_selector_an_empty_page_and_no_address_are_told_apart(bench):
    bench.fetcher.body = PAGE.encode()
    with pytest.raises(FeedError) as wrong:
        preview_list(bench.world, "https://cong.vn/tin-tuc", ListPolicy(item="div.khac"))
    bench.fetcher.body = b"<html><body><p>khong co gi</p></body></html>"
    with pytest.raises(FeedError) as empty:
        preview_list(bench.world, "https://cong.vn/tin-tuc", None)
    with pytest.raises(NotFound) as nowhere:
        preview_list(bench.world, "cong.vn/tin-tuc", None)
    keys = (wrong.value.key, empty.value.key, nowhere.value.key)
    assert keys == ("intake.list_no_item", "intake.list_nothing_repeats", "service.no_address")
