"""Second thoughts: the last approval or rejection is taken back for a while, and what comes back is never stale."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Conflict, NotFound
from bot.intake.fetch import Resource
from bot.judgement import Tone
from bot.model import Post, PostState
from bot.service import editors
from bot.service.correcting import Said, correct
from bot.service.corrections import source_removed
from bot.service.poll import poll
from bot.service.publish import publish_due
from bot.service.undoing import undo
from bot.service.watch import watch_source
from tests.service.conftest import CRITICISM, OTHER, PRAISE


def arrived(bench, title: str = CRITICISM) -> Post:
    bench.serve(title)
    bench.poll()
    (post,) = bench.posts()
    return post


def rejected(bench, title: str = CRITICISM) -> Post:
    return editors.reject(bench.world, arrived(bench, title).key, by="Lan", note="chưa kiểm chứng")


def now(bench, key: str) -> Post:
    return bench.world.store.outbox.get(key)


def test_an_approval_by_mistake_is_taken_back_and_the_post_says_why_it_waits(bench):
    post = arrived(bench)
    editors.approve(bench.world, post.key, by="Lan")
    bench.pass_time(minutes=10)
    after = undo(bench.world, post.key, by="Bình")
    assert (after.state, after.draft, after.due_at) == (PostState.HELD, post.draft, None)
    assert after.reason == f"Bình đã lấy lại quyết định duyệt; {post.reason}"
    bench.pass_time(days=1)
    assert publish_due(bench.world) is None


def test_a_rejection_by_mistake_is_taken_back_and_the_post_says_what_was_said_against_it(bench):
    post = rejected(bench)
    after = undo(bench.world, post.key, by="Lan")
    assert (after.state, after.draft) == (PostState.HELD, post.draft)
    assert after.reason == "Lan đã lấy lại quyết định bỏ bài; chờ duyệt vì sắc thái là “Phê phán”; chưa kiểm chứng"
    assert editors.approve(bench.world, post.key, by="Lan").state is PostState.SCHEDULED


def test_a_post_that_went_by_itself_and_was_rejected_comes_back_to_be_approved(bench):
    after = undo(bench.world, rejected(bench, PRAISE).key, by="Lan")
    assert (after.state, after.reason) == (PostState.HELD, "Lan đã lấy lại quyết định bỏ bài; chưa kiểm chứng")


@pytest.mark.parametrize("approve", [True, False])
def test_after_the_grace_time_a_decision_stands(bench, approve):
    post = arrived(bench)
    if approve:
        editors.approve(bench.world, post.key, by="Lan")
    else:
        editors.reject(bench.world, post.key, by="Lan", note="thôi")
    before = now(bench, post.key)
    bench.pass_time(minutes=10, seconds=1)
    with pytest.raises(Conflict) as refused:
        undo(bench.world, post.key, by="Lan")
    assert "đã quá 10 phút" in refused.value.say("vi")
    assert now(bench, post.key) == before


def test_where_undoing_is_switched_off_a_decision_stands_at_once(bench):
    old = bench.world.settings
    off = old.approval.model_copy(update={"undo_within": timedelta(0)})
    bench.world = replace(bench.world, settings=replace(old, approval=off))
    post = rejected(bench)
    bench.pass_time(seconds=1)
    with pytest.raises(Conflict):
        undo(bench.world, post.key, by="Lan")


def test_what_is_being_posted_or_out_is_not_taken_back(bench):
    post = arrived(bench)
    scheduled = editors.approve(bench.world, post.key, by="Lan")
    long = bench.world.settings.approval.model_copy(update={"undo_within": timedelta(days=9)})
    bench.world = replace(bench.world, settings=replace(bench.world.settings, approval=long))
    bench.instant[0] = scheduled.due_at
    assert publish_due(bench.world).verb == "published"
    with pytest.raises(Conflict) as refused:
        undo(bench.world, post.key, by="Lan")
    assert "published" in refused.value.say("en")


def test_there_is_nothing_to_take_back_of_what_nobody_decided_or_took_back_already(bench):
    post = arrived(bench)
    with pytest.raises(Conflict):
        undo(bench.world, post.key, by="Lan")
    editors.approve(bench.world, post.key, by="Lan")
    undo(bench.world, post.key, by="Lan")
    with pytest.raises(Conflict):
        undo(bench.world, post.key, by="Lan")
    with pytest.raises(NotFound):
        undo(bench.world, "p0", by="Lan")


def test_a_text_that_was_edited_after_its_approval_waits_already(bench):
    post = arrived(bench)
    editors.approve(bench.world, post.key, by="Lan")
    editors.edit(bench.world, post.key, by="Lan", message="Lời mới")
    with pytest.raises(Conflict):
        undo(bench.world, post.key, by="Lan")


def test_a_post_that_was_dropped_by_a_correction_is_not_a_rejection(bench):
    post = arrived(bench)
    correct(bench.world, post.entry_key, Said(relevant=False), by="Lan")
    with pytest.raises(Conflict):
        undo(bench.world, post.key, by="Lan")


# What comes back is what the article says now


def test_an_article_that_changes_meanwhile_comes_back_as_it_is_now(bench):
    post = rejected(bench)
    bench.serve(f"{CRITICISM} (đính chính)")
    bench.pass_time(minutes=5)
    poll(bench.world, only="cong")
    dropped = now(bench, post.key)
    assert (dropped.state, dropped.draft.message.split("\n")[0]) == (PostState.DROPPED, f"{CRITICISM} (đính chính)")
    after = undo(bench.world, post.key, by="Lan")
    assert (after.state, after.draft) == (PostState.HELD, dropped.draft)
    assert "chưa kiểm chứng" in after.reason
    assert "thay đổi" in after.reason


def test_an_article_that_is_no_longer_reform_news_comes_back_with_that_said(bench):
    post = rejected(bench)
    bench.serve(OTHER)
    bench.pass_time(minutes=5)
    poll(bench.world, only="cong")
    again = now(bench, post.key)
    assert again.draft == post.draft
    assert again.reason.startswith("chưa kiểm chứng; ")
    assert undo(bench.world, post.key, by="Lan").reason.endswith(again.reason)


def test_an_entry_that_is_corrected_meanwhile_comes_back_as_it_was_corrected(bench):
    post = rejected(bench)
    correct(bench.world, post.entry_key, Said(relevant=False), by="Bình")
    after = undo(bench.world, post.key, by="Lan")
    assert "Bình xác định đây không phải tin cải cách hành chính" in after.reason


def test_a_tone_that_is_corrected_meanwhile_stands_in_what_comes_back(bench):
    old = bench.world.settings
    templates = old.templates.model_copy(update={"sources": {"default": "{{ tone }} {{ title }}"}})
    bench.world = replace(bench.world, settings=replace(old, templates=templates))
    post = rejected(bench)
    correct(bench.world, post.entry_key, Said(tone=Tone.NEUTRAL), by="Bình")
    assert now(bench, post.key).state is PostState.DROPPED
    assert undo(bench.world, post.key, by="Lan").draft.message.startswith("neutral ")


def test_an_article_that_is_taken_away_meanwhile_comes_back_with_that_said(bench):
    post = arrived(bench)
    url = bench.world.store.entries.get(post.entry_key).entry.link
    bench.fetcher.resources[url] = Resource(status=410, body=b"", content_type="", url=url)
    bench.pass_time(hours=4)
    editors.reject(bench.world, post.key, by="Lan", note="thôi")
    # Its turn came while it waited; the look ends only now.
    entry = bench.world.store.entries.get(post.entry_key).entry
    for _ in range(2):
        source_removed(bench.world, entry, bench.instant[0])
    assert now(bench, post.key).reason.count("đã bị gỡ") == 1
    assert "đã bị gỡ" in undo(bench.world, post.key, by="Lan").reason
    assert watch_source(bench.world) == post.entry_key


def test_long_after_a_rejection_its_text_stays_as_it_was_rejected(bench):
    post = rejected(bench)
    bench.pass_time(hours=2)
    bench.serve(f"{CRITICISM} (đính chính)")
    bench.poll()
    assert now(bench, post.key) == post
    correct(bench.world, post.entry_key, Said(tone=Tone.NEUTRAL), by="Bình")
    assert now(bench, post.key) == post
