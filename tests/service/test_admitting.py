"""The editor's verb `admit`: what was kept back is posted on purpose, once on each Page, and is then a Post like every other."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Conflict, NotFound
from bot.judgement import Tone
from bot.model import Post, PostState, Standing
from bot.plan.policy import ApprovalPolicy
from bot.service import editors
from bot.service.admitting import admit
from bot.service.correcting import Said, correct
from bot.service.publish import publish_due
from bot.service.reread import reread
from bot.service.steps import step
from bot.service.undoing import undo
from tests.conftest import TRUSTING
from tests.fakes.page import FakePage
from tests.service.conftest import OTHER, PRAISE, Bench
from tests.service.test_articles import page, stored, there, with_feed
from tests.service.test_floods import serve
from tests.service.test_places import with_places


def kept_back(bench: Bench, standing: Standing) -> str:
    """The key of an entry of this standing."""
    match standing:
        case Standing.BASELINE:
            with_feed(bench, first_run="baseline")
            bench.serve(PRAISE)
            bench.poll()
        case Standing.LATE:
            bench.serve(OTHER)
            bench.poll()
            serve(bench, [(2, PRAISE, bench.instant[0] - timedelta(days=90))])
            bench.poll()
        case Standing.COPY:
            body = "Ba cán bộ của bộ phận một cửa luân phiên xuống sáu thôn xa nhất để nhận hồ sơ. " * 3
            first, second = (
                f"<item><title>{PRAISE}</title><link>https://cong.vn/{n}.html</link><guid>{n}</guid><description>{body}</description></item>"
                for n in "12"
            )
            bench.fetcher.body = f"<rss><channel>{first}{second}</channel></rss>".encode()
            bench.poll()
    (found,) = [each for each in bench.world.store.entries.recent(9) if each.standing is standing]
    return found.entry.key


@pytest.mark.parametrize("standing", [Standing.BASELINE, Standing.LATE])
def test_what_was_kept_back_gets_its_post_in_a_slot_once(bench, standing):
    key = kept_back(bench, standing)
    (post,) = admit(bench.world, key, by="Lan", note="kỷ niệm")
    assert bench.posts() == [post]
    assert post.state is PostState.SCHEDULED
    kept = bench.world.store.entries.get(key)
    assert kept.standing is Standing.ACCEPTED
    assert kept.reason.startswith("Lan cho đăng; trước đó: ")
    line = bench.world.store.journal.of(key)[-1]
    assert (line.verb, line.actor, line.reason) == ("admitted", "Lan", f"{standing} → trang: kỷ niệm")
    with pytest.raises(Conflict) as refused:
        admit(bench.world, key, by="Hoa")
    assert refused.value.key == "store.article_on_page"
    assert post.key in refused.value.say("vi")
    for _ in range(3):
        bench.poll()
    bench.run()
    assert [each.state for each in bench.posts()] == [PostState.PUBLISHED]
    assert len(bench.page.posts) == 1


def test_it_does_not_expire_for_having_been_seen_long_ago(bench):
    key = kept_back(bench, Standing.BASELINE)
    bench.pass_time(days=90)
    admit(bench.world, key, by="Lan")
    bench.run()
    assert [each.state for each in bench.posts()] == [PostState.PUBLISHED]


def test_the_approval_policy_holds_it_like_any_other(bench):
    key = kept_back(bench, Standing.BASELINE)
    bench.world = replace(
        bench.world, settings=replace(bench.world.settings, approval=ApprovalPolicy(tones=dict.fromkeys(Tone, "hold"), bands=TRUSTING))
    )
    (post,) = admit(bench.world, key, by="Lan")
    assert (post.state, post.due_at) == (PostState.HELD, None)
    editors.approve(bench.world, post.key, by="Hoa")
    bench.run()
    assert [each.state for each in bench.posts()] == [PostState.PUBLISHED]


def test_a_copy_is_refused_while_its_article_is_on_the_page_or_waits_for_it(bench):
    key = kept_back(bench, Standing.COPY)
    (first,) = bench.posts()
    with pytest.raises(Conflict) as refused:
        admit(bench.world, key, by="Lan")
    assert (refused.value.key, refused.value.params["post"]) == ("store.article_on_page", first.key)
    # What was dropped will not get there, and leaves the Page to the copy; not so what was posted and withdrawn.
    editors.reject(bench.world, first.key, by="Lan", note="bản kia hay hơn")
    (post,) = admit(bench.world, key, by="Lan")
    assert post.entry_key == key
    with pytest.raises(Conflict):
        admit(bench.world, first.entry_key, by="Lan")
    with pytest.raises(Conflict) as undone:
        undo(bench.world, first.key, by="Lan")
    assert undone.value.params["post"] == post.key


def test_what_is_no_reform_news_is_to_be_corrected_first(bench):
    with_feed(bench, first_run="baseline")
    bench.serve(OTHER)
    bench.poll()
    key = stored(bench).key
    with pytest.raises(Conflict) as refused:
        admit(bench.world, key, by="Lan")
    assert f"correct {key} --relevant" in refused.value.say("vi")
    correct(bench.world, key, Said(relevant=True), by="Lan")
    assert bench.posts() == [], "a correction alone posts nothing of what is kept back"
    (post,) = admit(bench.world, key, by="Lan")
    assert bench.posts() == [post]


def test_it_can_be_rejected_before_and_withdrawn_after_it_went_out(bench):
    key = kept_back(bench, Standing.BASELINE)
    (post,) = admit(bench.world, key, by="Lan")
    assert editors.reject(bench.world, post.key, by="Hoa", note="thôi").state is PostState.DROPPED
    with pytest.raises(Conflict):
        admit(bench.world, key, by="Lan")


def test_what_is_out_is_withdrawn_like_any_other(bench):
    (post,) = admit(bench.world, kept_back(bench, Standing.LATE), by="Lan")
    bench.run()
    editors.withdraw(bench.world, post.key, by="Hoa", note="thôi")
    while step(bench.world) is not None:
        pass
    assert bench.world.store.outbox.get(post.key).state is PostState.WITHDRAWN


def test_a_change_at_the_source_changes_its_post_from_then_on(bench):
    key = kept_back(bench, Standing.BASELINE)
    (before,) = admit(bench.world, key, by="Lan")
    bench.serve(f"{PRAISE} và trước hạn")
    bench.poll()
    (after,) = bench.posts()
    assert after.key == before.key
    assert "và trước hạn" in after.draft.message


def test_pages_that_are_named_get_it_and_no_others(bench):
    key = kept_back(bench, Standing.BASELINE)
    second = FakePage(clock=lambda: bench.instant[0])
    bench.world = replace(bench.world, channels={**bench.world.channels, "xa": second})
    with pytest.raises(NotFound):
        admit(bench.world, key, by="Lan", pages=["huyen"])
    (one,) = admit(bench.world, key, by="Lan", pages=["xa"])
    assert one.channel == "xa"
    with pytest.raises(Conflict):
        admit(bench.world, key, by="Lan", pages=["trang", "xa"])
    (other,) = admit(bench.world, key, by="Lan")
    assert other.channel == "trang"
    assert len(bench.posts()) == 2


def test_what_is_of_another_place_is_posted_only_where_a_page_is_named(bench):
    with_places(bench, pages={"trang": ("xã Hướng Phùng",)})
    bench.serve(PRAISE)
    bench.poll()
    key = stored(bench).key
    assert bench.world.store.entries.get(key).standing is Standing.IRRELEVANT
    with pytest.raises(Conflict) as refused:
        admit(bench.world, key, by="Lan")
    assert "--page" in refused.value.say("vi")
    (post,) = admit(bench.world, key, by="Lan", pages=["trang"])
    assert post.state is PostState.SCHEDULED


def test_two_editors_at_once_make_one_post(bench):
    key = kept_back(bench, Standing.BASELINE)
    seen = bench.world.store.entries.get(key)
    (post,) = admit(bench.world, key, by="Lan")
    # The second has seen the entry as it was before.
    world = replace(bench.world, store=_as_seen(bench, seen))
    with pytest.raises(Conflict):
        admit(world, key, by="Hoa")
    assert bench.posts() == [post]


class _as_seen:  # noqa: N801 - stands for a store
    """The store, but that an entry is seen as it was, and no Post of it is."""

    def __init__(self, bench: Bench, seen) -> None:
        self._store = bench.world.store
        self.entries = self
        self.get = lambda key: seen
        self.makings = self
        self.covering = lambda key, same_as: {}
        self.record = self._store.makings.record

    def __getattr__(self, name):
        return getattr(self._store, name)


def test_its_page_is_read_before_it_goes_out_where_the_settings_want_pages(bench):
    with_feed(bench, first_run="baseline", article="always")
    bench.serve(PRAISE)
    bench.poll()
    assert bench.fetcher.fetched == []
    there(bench, page(head='<meta property="article:published_time" content="2019-03-01T08:00:00+07:00">'))
    (post,) = admit(bench.world, stored(bench).key, by="Lan")
    assert publish_due(bench.world, ignore_timetable=True) is None
    assert reread(bench.world) is not None
    entry = stored(bench)
    assert entry.body.startswith("Ba cán bộ")
    found: Post = bench.world.store.outbox.get(post.key)
    assert found.state is PostState.SCHEDULED, "old by its page's date, and wanted all the same"
