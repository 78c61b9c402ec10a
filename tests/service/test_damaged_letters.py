"""An article whose letters can't be read with certainty is never posted by itself; one that can be read goes out as it was meant."""

import pytest

from bot.model import PostState, Standing
from bot.service import editors
from tests.service.conftest import OTHER, PRAISE, rss
from tests.vietnamese import legacy

DAMAGED = f"{PRAISE}, má»i ngÆ°á»i hÃ i lÃ²ng"


def test_a_post_with_damaged_letters_waits_and_says_why(bench):
    bench.fetcher.body = rss(DAMAGED)
    bench.poll()
    (post,) = bench.posts()
    assert post.state is PostState.HELD
    assert "lỗi bảng mã (UTF-8)" in post.reason
    stored = bench.world.store.entries.get(post.entry_key)
    assert {finding.where for finding in stored.classification.findings if finding.kind == "encoding"} == {"title", "summary"}
    assert editors.approve(bench.world, post.key, by="Hà").state is PostState.SCHEDULED


def test_an_article_that_could_not_be_read_is_not_silently_another_subject(bench):
    bench.fetcher.body = rss(legacy.without_invisible(legacy.as_latin_1(PRAISE)), OTHER)
    bench.poll()
    damaged, other = sorted(bench.world.store.entries.recent(2), key=lambda stored: stored.entry.identity)
    assert damaged.standing is other.standing is Standing.IRRELEVANT
    assert "lỗi bảng mã" in damaged.reason
    assert "lỗi bảng mã" not in other.reason


@pytest.mark.parametrize("way", [legacy.vni, legacy.as_windows_1252, legacy.windows_1258])
def test_what_is_certain_is_posted_as_it_was_meant(bench, way):
    bench.fetcher.body = rss(way(PRAISE))
    bench.poll()
    (post,) = bench.posts()
    assert post.draft.message.startswith(PRAISE)
    assert "bảng mã" not in post.reason
