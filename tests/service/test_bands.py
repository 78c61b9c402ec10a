"""What the bands make of an Entry: out by itself, held for an editor, or no further."""

from dataclasses import replace

from bot.model import PostState, Standing
from bot.plan.policy import ApprovalPolicy, BandsPolicy
from bot.service import editors
from tests.service.conftest import OTHER, PRAISE, rss

# Known to the phrases, and not enough to be called reform news.
DOUBTFUL = "Xã nhận giấy tờ của người dân"
# Enough for that, but not sure.
UNSURE = "Chủ tịch xã tiếp công dân, nghe người dân nói về giấy tờ"


def with_bands(bench, **bands: float) -> None:
    settings = replace(bench.world.settings, approval=ApprovalPolicy(bands=BandsPolicy(**bands)))
    bench.world = replace(bench.world, settings=settings)


def test_what_may_be_reform_news_is_held_with_what_its_post_would_be(bench):
    with_bands(bench, auto_from=0, tone_from=0, praise_from=0, ignore_below=0.05)
    bench.serve(DOUBTFUL)
    bench.poll()
    (post,) = bench.posts()
    stored = bench.world.store.entries.get(post.entry_key)
    assert not stored.classification.relevant
    assert stored.classification.tone is not None
    assert (post.state, stored.standing) == (PostState.HELD, Standing.ACCEPTED)
    assert "có thể là tin cải cách hành chính, cũng có thể không" in post.reason
    assert editors.approve(bench.world, post.key, by="Hà").state is PostState.SCHEDULED
    bench.run()
    assert [each.state for each in bench.posts()] == [PostState.PUBLISHED]


def test_what_is_surely_another_subject_goes_no_further(bench):
    with_bands(bench, auto_from=0, tone_from=0, praise_from=0, ignore_below=0.3)
    bench.fetcher.body = rss(OTHER)
    bench.poll()
    assert bench.posts() == []
    (stored,) = bench.world.store.entries.recent(1)
    assert stored.standing is Standing.IRRELEVANT


def test_what_is_sure_goes_out_and_what_is_not_sure_enough_waits(bench):
    with_bands(bench, auto_from=0.9, tone_from=0.5, praise_from=0.5)
    bench.serve(PRAISE, UNSURE)
    bench.poll()
    sure, unsure = sorted(bench.posts(), key=lambda post: post.reason)
    assert (sure.state, sure.reason) == (PostState.SCHEDULED, "")
    assert unsure.state is PostState.HELD
    assert "chưa đủ chắc" in unsure.reason
