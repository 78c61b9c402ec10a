"""What the bands make of an Entry: out by itself, held for an editor, or no further."""

from dataclasses import replace

import pytest

from bot.errors import Conflict
from bot.judgement import Answer, Field, LabelKind, Tone
from bot.model import PostState, Standing
from bot.plan.bands import BandsPolicy
from bot.plan.policy import ApprovalPolicy
from bot.service import editors
from bot.service.correcting import Effect, Said, correct
from bot.service.learning import decisions
from tests.service.conftest import OTHER, PRAISE, rss

# Known to the phrases, and not enough to be called reform news.
DOUBTFUL = "Xã nhận giấy tờ của người dân"
# Enough for that, but not sure.
UNSURE = "Chủ tịch xã tiếp công dân, nghe người dân nói về giấy tờ"


def with_bands(bench, **bands: float) -> None:
    settings = replace(bench.world.settings, approval=ApprovalPolicy(bands=BandsPolicy(**bands)))
    bench.world = replace(bench.world, settings=settings)


def test_what_may_be_reform_news_is_held_with_what_its_post_would_be(bench):
    with_bands(bench, auto_from=0, tone_from=0, praise_from=0, criticism_below=1, ignore_below=0.05)
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
    with_bands(bench, auto_from=0, tone_from=0, praise_from=0, criticism_below=1, ignore_below=0.3)
    bench.fetcher.body = rss(OTHER)
    bench.poll()
    assert bench.posts() == []
    (stored,) = bench.world.store.entries.recent(1)
    assert stored.standing is Standing.IRRELEVANT


def test_what_is_sure_goes_out_and_what_is_not_sure_enough_waits(bench):
    with_bands(bench, auto_from=0.9, tone_from=0.5, praise_from=0.5, criticism_below=1)
    bench.serve(PRAISE, UNSURE)
    bench.poll()
    sure, unsure = sorted(bench.posts(), key=lambda post: post.reason)
    assert (sure.state, sure.reason) == (PostState.SCHEDULED, "")
    assert unsure.state is PostState.HELD
    assert "chưa đủ chắc" in unsure.reason


def in_doubt(bench):
    """The held Post of an Entry that Loa takes for no reform news, not surely."""
    with_bands(bench, auto_from=0, tone_from=0, praise_from=0, criticism_below=1, ignore_below=0.05)
    bench.serve(DOUBTFUL)
    bench.poll()
    (post,) = bench.posts()
    assert not bench.world.store.entries.get(post.entry_key).classification.relevant
    return post


def test_that_it_is_no_reform_news_is_an_answer_to_the_doubt_and_is_learnt_from(bench):
    post = in_doubt(bench)
    done = correct(bench.world, post.entry_key, Said(relevant=False), by="Lan", note="chuyện khác")
    assert [(each.post, each.effect) for each in done.consequences] == [(post.key, Effect.DROPPED)]
    dropped = bench.world.store.outbox.get(post.key)
    assert (dropped.state, "Lan" in dropped.reason) == (PostState.DROPPED, True)
    (label,) = bench.world.store.labels.of(post.entry_key)
    assert (label.kind, label.answer, label.classification.relevant) == (LabelKind.CORRECTED, Answer(relevant=False), False)
    stored = bench.world.store.entries.get(post.entry_key)
    assert (stored.standing, stored.classification.likelihood) == (Standing.IRRELEVANT, 0.0)
    line = bench.world.store.journal.of(post.entry_key)[-1]
    assert (line.verb, line.actor) == ("corrected", "Lan")
    assert line.reason == "xác nhận không phải tin cải cách hành chính: chuyện khác"
    assert [(each.relevant, each.tone) for each in decisions(bench.world).labelled] == [(False, None)]
    bench.serve(DOUBTFUL + " nữa")
    bench.poll()
    assert [each.state for each in bench.posts()] == [PostState.DROPPED], "it stays so when the article changes"
    with pytest.raises(Conflict, match="already"):
        correct(bench.world, post.entry_key, Said(relevant=False), by="Mai")


@pytest.mark.parametrize("how", ["rejected", "approved", "corrected to it", "nothing was said of it", "no post"])
def test_without_a_doubt_an_answer_that_stands_is_none(bench, how):
    if how == "no post":
        with_bands(bench, auto_from=0, tone_from=0, praise_from=0, criticism_below=1, ignore_below=1)
        bench.serve(DOUBTFUL)
        bench.poll()
        (stored,) = bench.world.store.entries.recent(1)
        key = stored.entry.key
    else:
        post = in_doubt(bench)
        key = post.entry_key
    said = Said(relevant=False)
    match how:
        case "rejected":
            editors.reject(bench.world, post.key, by="Lan", note="thôi")
        case "approved":
            editors.approve(bench.world, post.key, by="Lan")
        case "corrected to it":
            correct(bench.world, key, Said(relevant=True, fields=(Field.PROCEDURES,), tone=Tone.NEUTRAL), by="Lan")
            said = Said(relevant=True)
        case "nothing was said of it":
            said = Said()
    before = len(bench.world.store.labels.of(key))
    with pytest.raises(Conflict, match="already"):
        correct(bench.world, key, said, by="Mai")
    assert len(bench.world.store.labels.of(key)) == before
