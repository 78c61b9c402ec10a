"""The four ticks and the editor's verbs, over a real database, with a fake Page."""

import json
from dataclasses import replace
from datetime import time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.channels.protocol import Absent, Measure, Unsure
from bot.errors import ChannelDown, Conflict, FeedError, InDoubt, NotFound, Refused, StoreError, Transient
from bot.judgement import Field
from bot.model import Cooldown, PostState, Standing
from bot.plan.policy import ApprovalPolicy, SlotDays
from bot.service import editors, explain
from bot.service.collect import collect
from bot.service.doctor import doctor
from bot.service.engagement_log import catch_up
from bot.service.look import look_after
from bot.service.poll import poll
from bot.service.preview import preview
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from tests.fakes.page import FakePage
from tests.service.conftest import CRITICISM, OTHER, PRAISE, rss

DOUBT = InDoubt("channels.service_down", code=2)


def only(posts):
    (post,) = posts
    return post


def with_settings(bench, **changes) -> None:
    bench.world = replace(bench.world, settings=replace(bench.world.settings, **changes))


# Polling


def test_praise_is_scheduled_criticism_held_and_the_rest_goes_no_further(bench):
    bench.serve(PRAISE, CRITICISM, OTHER)
    done = bench.poll()
    assert 3 == done.entries == len(done.new)
    assert [PRAISE in post.draft.message for post in bench.posts(PostState.SCHEDULED)] == [True]
    assert [CRITICISM in post.draft.message for post in bench.posts(PostState.HELD)] == [True]
    other = bench.world.store.entries.find_by_link("https://cong.vn/3.html")
    assert Standing.IRRELEVANT is other.standing
    assert other.reason


def test_the_first_run_stores_all_and_posts_none_and_later_news_goes_out(bench):
    feed = bench.world.settings.feeds[0]
    with_settings(bench, feeds=(feed.model_copy(update={"first_run": "baseline"}),))
    bench.serve(PRAISE)
    bench.poll()
    assert bench.posts() == []
    assert Standing.BASELINE is bench.world.store.entries.find_by_link("https://cong.vn/1.html").standing
    bench.serve(PRAISE, f"{PRAISE} lần hai")
    bench.poll()
    assert len(bench.posts()) == 1


def test_the_first_run_may_post_the_latest_few_by_the_documents_order(bench):
    feed = bench.world.settings.feeds[0]
    with_settings(bench, feeds=(feed.model_copy(update={"latest": 2}),))
    bench.serve(*[f"{PRAISE} số {number}" for number in range(5)])
    bench.poll()
    assert {"số 0", "số 1"} == {post.draft.message.split("\n")[0][-4:] for post in bench.posts()}


def test_the_same_feed_again_makes_nothing_new(bench):
    bench.serve(PRAISE)
    bench.poll()
    bench.serve(PRAISE, OTHER)
    bench.poll()
    assert len(bench.posts()) == 1
    assert None is poll(bench.world), "a feed that was just asked is not due"


def test_an_entry_without_a_link_is_kept_and_says_why_it_is_not_posted(bench):
    bench.fetcher.body = f"<rss version='2.0'><channel><item><title>{PRAISE}</title></item></channel></rss>".encode()
    bench.poll()
    (stored,) = bench.world.store.entries.recent(limit=10)
    assert Standing.UNUSABLE is stored.standing
    assert "liên kết" in stored.reason


def test_a_fault_of_the_feed_is_kept_told_once_and_forgotten_when_it_is_over(bench):
    bench.fetcher.error = FeedError("intake.server_fault", url="https://cong.vn/rss", status=500)
    for _ in range(3):
        bench.pass_time(hours=7)
        assert poll(bench.world).error
    feed = bench.world.store.feeds.get("cong")
    assert feed.failures == 3
    assert len([event for event in bench.world.store.journal.of("feed:cong") if event.verb == "poll-failed"]) == 1
    bench.fetcher.error = None
    bench.serve(PRAISE)
    bench.pass_time(hours=7)
    poll(bench.world)
    assert (bench.world.store.feeds.get("cong").failures, bench.world.store.feeds.get("cong").last_error) == (0, "")


def test_an_edit_at_the_source_changes_the_draft_of_a_post_that_waits(bench):
    bench.serve(PRAISE)
    bench.poll()
    before = only(bench.posts())
    bench.serve(f"{PRAISE} (đã sửa)")
    bench.poll()
    after = only(bench.posts())
    assert "(đã sửa)" in after.draft.message
    assert (before.state, before.due_at) == (after.state, after.due_at)


def test_the_same_words_wait_once_what_stands_below_them_makes_them_a_criticism(bench):
    item = "<rss version='2.0'><channel><item><title>Giải quyết thủ tục hành chính ở xã</title><guid>1</guid><link>https://cong.vn/1.html</link>{}</item></channel></rss>"
    bench.fetcher.body = item.format("").encode()
    bench.poll()
    before = only(bench.posts(PostState.SCHEDULED))
    bench.fetcher.body = item.format("<description>Phê bình cán bộ nhũng nhiễu, hồ sơ trễ hạn, sai phạm kéo dài.</description>").encode()
    bench.poll()
    held = only(bench.posts())
    assert held.state is PostState.HELD
    assert held.draft == before.draft


def test_an_edit_at_the_source_voids_an_approval(bench):
    bench.serve(CRITICISM)
    bench.poll()
    post = editors.approve(bench.world, only(bench.posts()).key, by="Lan")
    assert PostState.SCHEDULED is post.state
    bench.serve(f"{CRITICISM} (đã sửa)")
    bench.poll()
    held = only(bench.posts())
    assert PostState.HELD is held.state
    assert "duyệt lại" in held.reason


def test_an_edit_of_what_is_published_posts_nothing_again(bench):
    bench.serve(PRAISE)
    bench.poll()
    bench.run()
    bench.serve(f"{PRAISE} (đã sửa)")
    bench.poll()
    bench.run()
    assert len(bench.page.posts) == 1


def test_an_edit_that_makes_it_something_else_leaves_the_decision_to_an_editor(bench):
    bench.serve(PRAISE)
    bench.poll()
    bench.serve(OTHER)
    bench.poll()
    post = only(bench.posts())
    assert PostState.HELD is post.state
    assert PRAISE in post.draft.message


# Publishing


def test_a_post_goes_out_in_its_slot_byte_for_byte_and_once(bench):
    bench.serve(PRAISE)
    bench.poll()
    post = only(bench.posts())
    assert None is publish_due(bench.world), "not before its time"
    bench.instant[0] = post.due_at
    assert publish_due(bench.world).verb == "published"
    assert None is publish_due(bench.world)
    assert [post.draft] == bench.page.posts
    assert post.due_at == only(bench.posts(PostState.PUBLISHED)).published_at


def test_a_service_that_slept_through_the_slots_spreads_what_waits_over_the_next_ones(bench):
    bench.serve(*[f"{PRAISE} số {number}" for number in range(3)])
    bench.poll()
    bench.pass_time(days=3)
    while publish_due(bench.world) is not None:
        pass
    assert bench.page.posts == [], "no burst after an outage"
    due = [post.due_at for post in bench.posts(PostState.SCHEDULED)]
    assert all(later - earlier >= timedelta(minutes=45) for earlier, later in pairwise(due))
    bench.run()
    assert len(bench.page.posts) == 3


def test_stale_news_is_dropped_with_its_reason(bench):
    bench.serve(PRAISE)
    bench.poll()
    bench.pass_time(days=15)
    assert publish_due(bench.world).verb == "expired"
    assert PostState.DROPPED is only(bench.posts()).state
    assert bench.page.posts == []


def test_ignoring_the_timetable_never_ignores_the_approval(bench):
    bench.serve(PRAISE, CRITICISM)
    bench.poll()
    while publish_due(bench.world, ignore_timetable=True) is not None:
        pass
    assert [PRAISE in draft.message for draft in bench.page.posts] == [True]


def test_the_days_cap_counts_each_post_once_and_yesterday_not_at_all(bench):
    hours = tuple(time(hour) for hour in (9, 11, 13, 15, 17))
    with_settings(bench, timetable=bench.world.settings.timetable.model_copy(update={"slots": {SlotDays.EVERYDAY: hours}}))
    bench.serve(PRAISE)
    bench.poll()
    bench.run()
    bench.serve(PRAISE, f"{PRAISE} hai", f"{PRAISE} ba", f"{PRAISE} bốn")
    bench.poll()
    due = [post.due_at for post in bench.posts(PostState.SCHEDULED)]
    zone = bench.world.zone
    went_out = bench.posts(PostState.PUBLISHED)[0].published_at.astimezone(zone).date()
    days = [at.astimezone(zone).date() for at in due]
    assert days.count(went_out) == 2, "one is out, the cap is three"
    assert len(days) == 3


def test_a_post_sent_before_its_slot_gives_the_slot_back(bench):
    bench.serve(PRAISE)
    bench.poll()
    slot = only(bench.posts()).due_at
    publish_due(bench.world, ignore_timetable=True)
    assert only(bench.posts()).due_at is None
    bench.pass_time(hours=1)
    bench.serve(PRAISE, f"{PRAISE} hai")
    bench.poll()
    assert slot == only(bench.posts(PostState.SCHEDULED)).due_at


def test_a_transient_failure_is_tried_again_later_in_the_same_slot(bench):
    bench.page.before = [Transient("channels.not_reached", why="refused")]
    bench.serve(PRAISE)
    bench.poll()
    bench.instant[0] = only(bench.posts()).due_at
    assert publish_due(bench.world).verb == "postponed"
    assert None is publish_due(bench.world)
    bench.pass_time(minutes=1)
    assert publish_due(bench.world).verb == "published"


def test_a_refused_post_fails_with_the_reason_and_an_editor_may_retry_it(bench):
    bench.page.before = [Refused("channels.blocked", code=368)]
    bench.serve(PRAISE)
    bench.poll()
    bench.run()
    failed = only(bench.posts())
    assert PostState.FAILED is failed.state
    assert "368" in failed.reason
    editors.retry(bench.world, failed.key, by="Lan")
    bench.run()
    assert len(bench.page.posts) == 1
    with pytest.raises(Conflict):
        editors.retry(bench.world, failed.key, by="Lan")


def test_a_dead_token_pauses_the_page_once_and_everything_goes_on_when_it_is_mended(bench):
    bench.page.before = [ChannelDown("channels.token_expired", code=190)]
    bench.page.healthy = False
    bench.serve(PRAISE, f"{PRAISE} hai")
    bench.poll()
    bench.instant[0] = bench.posts(PostState.SCHEDULED)[0].due_at
    assert publish_due(bench.world).verb == "paused"
    bench.pass_time(hours=1)
    assert None is publish_due(bench.world), "nothing goes out on a paused Page"
    assert reconcile(bench.world).verb == "still-paused"
    assert None is reconcile(bench.world), "not asked again at once"
    bench.page.healthy = True
    bench.pass_time(minutes=15)
    bench.page.warnings = ["mã truy cập còn 13 ngày"]
    assert reconcile(bench.world).verb == "resumed", "a warning stops nothing"
    bench.run()
    assert len(bench.page.posts) == 2
    assert len([event for event in bench.world.store.journal.of("channel:trang") if event.verb == "paused"]) == 1


# Doubt


def test_a_post_in_doubt_that_is_there_is_adopted_and_not_posted_again(bench):
    bench.page.after = [DOUBT]
    bench.serve(PRAISE)
    bench.poll()
    bench.run()
    assert len(bench.page.posts) == 1
    post = only(bench.posts())
    assert (post.state, post.remote_id) == (PostState.PUBLISHED, "100_1")
    assert bench.page.asked.count("publish") == 1


def test_a_post_in_doubt_that_is_surely_absent_is_scheduled_again_after_the_grace_time(bench):
    bench.page.before = [DOUBT]
    bench.serve(PRAISE)
    bench.poll()
    bench.instant[0] = only(bench.posts()).due_at
    publish_due(bench.world)
    bench.pass_time(minutes=1)
    assert reconcile(bench.world).verb == "still-in-doubt"
    assert PostState.PUBLISHING is only(bench.posts()).state
    bench.run()
    assert len(bench.page.posts) == 1
    assert bench.page.asked.count("publish") == 2


def test_a_post_that_always_ends_in_doubt_and_is_never_there_fails_in_the_end(bench):
    bench.page.before = [DOUBT] * 50
    bench.serve(PRAISE)
    bench.poll()
    bench.run(hours=24 * 13)
    assert PostState.FAILED is only(bench.posts()).state
    assert bench.world.settings.retry.most_attempts == bench.page.asked.count("publish")


def test_while_the_page_can_not_be_read_nothing_is_posted_again(bench):
    bench.page.after = [DOUBT]
    bench.page.finding = [Unsure("không đọc được")] * 8
    bench.serve(PRAISE)
    bench.poll()
    bench.run(hours=100)
    assert bench.page.asked.count("publish") == 1
    assert PostState.PUBLISHED is only(bench.posts()).state


def test_a_dead_token_during_the_look_pauses_the_page_and_the_doubt_stays(bench):
    bench.page.after = [DOUBT]
    bench.page.finding = [ChannelDown("channels.token_expired", code=190)]
    bench.serve(PRAISE)
    bench.poll()
    bench.instant[0] = only(bench.posts()).due_at
    publish_due(bench.world)
    bench.pass_time(minutes=1)
    assert reconcile(bench.world).verb == "still-in-doubt"
    assert bench.world.store.channels.status("trang").paused_since is not None
    bench.run()
    assert PostState.PUBLISHED is only(bench.posts()).state
    assert len(bench.page.posts) == 1


# Editors


def test_an_approval_of_another_text_than_the_present_one_is_refused(bench):
    bench.serve(CRITICISM)
    bench.poll()
    post = only(bench.posts())
    with pytest.raises(Conflict):
        editors.approve(bench.world, post.key, by="Lan", seen_hash="0" * 64)
    assert PostState.HELD is only(bench.posts()).state


def test_what_is_not_held_can_not_be_approved_and_what_is_out_can_not_be_rejected(bench):
    bench.serve(PRAISE)
    bench.poll()
    key = only(bench.posts()).key
    with pytest.raises(Conflict):
        editors.approve(bench.world, key, by="Lan")
    bench.run()
    with pytest.raises(Conflict):
        editors.reject(bench.world, key, by="Lan", note="muộn")
    with pytest.raises(NotFound):
        editors.approve(bench.world, "p000000000000000", by="Lan")


def test_two_approvals_take_two_slots(bench):
    bench.serve(CRITICISM, f"{CRITICISM} hai")
    bench.poll()
    due = {editors.approve(bench.world, post.key, by="Lan").due_at for post in bench.posts(PostState.HELD)}
    assert len(due) == 2


def test_a_rejected_post_is_dropped_with_the_editors_words(bench):
    bench.serve(CRITICISM)
    bench.poll()
    key = only(bench.posts()).key
    editors.reject(bench.world, key, by="Lan", note="Chưa kiểm chứng")
    story = explain.show(bench.world, key)
    assert (story.events[-1].verb, story.events[-1].actor, story.events[-1].reason) == ("rejected", "Lan", "Chưa kiểm chứng")
    assert [approval.approved for approval in story.approvals] == [False]


def test_a_field_can_be_held_by_setting(bench):
    with_settings(bench, approval=ApprovalPolicy(fields=dict.fromkeys(Field, "hold")))
    bench.serve(PRAISE)
    bench.poll()
    assert "lĩnh vực" in only(bench.posts(PostState.HELD)).reason


# Measuring


def published(bench) -> None:
    bench.serve(PRAISE)
    bench.poll()
    bench.run()


def test_each_rung_is_measured_once_and_missing_is_not_zero(bench):
    published(bench)
    assert None is collect(bench.world)
    bench.pass_time(minutes=10)
    assert collect(bench.world).posts == 1
    assert None is collect(bench.world)
    bench.pass_time(hours=1)
    collect(bench.world)
    first, second = bench.world.store.snapshots.of(only(bench.posts()).key)
    assert [first.rung, second.rung] == ["10m", "1h"]
    assert "reach" not in first.metrics
    assert first.missing["reach"] == "not yet"


def test_a_post_that_is_gone_is_noted_and_not_asked_for_again(bench):
    published(bench)
    bench.page.figures = Measure(metrics={})
    bench.page.texts.clear()
    bench.pass_time(minutes=10)
    collect(bench.world)
    assert "post" in only(bench.world.store.snapshots.latest()).missing
    assert None is collect(bench.world)


def test_a_failure_to_measure_leaves_the_rung_due(bench):
    published(bench)
    bench.pass_time(minutes=10)
    bench.page.figures = Transient("channels.page_limit", code=32)
    assert collect(bench.world).error
    bench.page.figures = Measure(metrics={"views": 1})
    assert collect(bench.world).posts == 1


def test_the_log_has_each_snapshot_once_also_after_a_crash_in_the_middle_of_a_line(bench):
    published(bench)
    log = Path(bench.world.settings.engagement.log)
    bench.pass_time(minutes=10)
    collect(bench.world)
    assert catch_up(bench.world) == 1
    assert catch_up(bench.world) == 0
    bench.pass_time(hours=1)
    collect(bench.world)
    whole = log.read_text(encoding="utf-8")
    log.write_text(whole + '{"snapshot": 2, "pos', encoding="utf-8")
    assert catch_up(bench.world) == 1
    assert [json.loads(line)["snapshot"] for line in log.read_text(encoding="utf-8").splitlines()] == [1, 2]


def test_a_log_that_is_not_ours_is_left_alone(bench):
    published(bench)
    log = Path(bench.world.settings.engagement.log)
    log.write_text("ghi chú của tôi\n", encoding="utf-8")
    bench.pass_time(minutes=10)
    collect(bench.world)
    with pytest.raises(StoreError):
        catch_up(bench.world)
    assert log.read_text(encoding="utf-8") == "ghi chú của tôi\n"


def test_an_address_for_people_is_learnt_after_publishing(bench):
    published(bench)
    key = only(bench.posts()).key
    assert key == look_after(bench.world)
    assert None is look_after(bench.world)
    assert only(bench.posts()).permalink == "http://127.0.0.1/100_1"


# Questions


def test_a_post_whose_address_stays_unknown_does_not_starve_the_others(bench):
    bench.serve(PRAISE, f"{PRAISE} hai")
    bench.poll()
    bench.run()
    bench.page.nameless = {"100_2"}
    assert look_after(bench.world) is not None
    assert look_after(bench.world) is None


def test_a_preview_stores_nothing_sends_nothing_and_is_what_is_sent(bench):
    bench.serve(PRAISE, OTHER)
    first, second = preview(bench.world, None)
    assert bench.posts() == []
    assert second.verdict.posts == ()
    bench.poll()
    bench.run()
    assert [first.verdict.posts[0].draft] == bench.page.posts


def test_why_finds_an_entry_by_key_link_or_post(bench):
    bench.serve(PRAISE)
    bench.poll()
    post = only(bench.posts())
    stories = [explain.why(bench.world, key) for key in (post.key, post.entry_key, "https://cong.vn/1.html")]
    assert stories[0] == stories[1] == stories[2]
    with pytest.raises(NotFound):
        explain.why(bench.world, "https://cong.vn/404.html")


def test_absent_is_not_said_of_a_post_that_is_there(bench):
    published(bench)
    draft = bench.page.posts[0]
    assert Absent() != bench.page.find(draft, bench.instant[0])


def test_a_page_that_got_another_name_gets_no_second_post_of_an_article_that_changes(bench):
    bench.serve(PRAISE)
    bench.poll()
    bench.run()
    renamed = bench.world.settings.pages[0].model_copy(update={"name": "ten-moi"})
    page = FakePage(name="ten-moi")
    bench.world = replace(bench.world, settings=replace(bench.world.settings, pages=(renamed,)), channels={"ten-moi": page})
    bench.serve(f"{PRAISE} (sửa)")
    bench.poll()
    bench.run()
    assert len(bench.posts()) == 1
    assert page.posts == []


def test_an_article_that_becomes_reform_news_by_a_change_is_posted(bench):
    bench.serve(OTHER)
    bench.poll()
    bench.serve(PRAISE)
    bench.poll()
    bench.run()
    assert len(bench.page.posts) == 1


def test_doctor_tells_of_posts_that_wait_for_a_page_the_settings_no_longer_name(bench):
    bench.serve(PRAISE)
    bench.poll()
    bench.world = replace(bench.world, channels={})
    (finding,) = [finding for finding in doctor(bench.world) if finding.what == "channel:trang"]
    assert not finding.ok
    assert "còn 1 bài chờ đăng lên Trang “trang”" in finding.sentence


def test_doctor_tells_of_a_rest_that_facebook_asked_for(bench, now):
    bench.world.store.cooldowns.put(Cooldown(scope="app:A", until=now + timedelta(hours=2), reason="quá nhiều lần gọi"))
    said = [finding.sentence for finding in doctor(bench.world) if not finding.ok]
    assert any("nghỉ đến 24/11/2026 10:00" in sentence and "quá nhiều lần gọi" in sentence for sentence in said)


def test_what_changed_in_a_document_that_could_not_be_remembered_and_changed_back_is_seen(bench):
    first, other = PRAISE, f"{PRAISE} (đã sửa)"
    bench.serve(first, OTHER)
    bench.poll()
    # One identity twice: such a document is read whole, and not remembered.
    bench.fetcher.body = rss(other, OTHER, OTHER, numbers=range(1, 4)).replace(b"<guid>3<", b"<guid>2<")
    bench.poll()
    titles = {stored.entry.title for stored in bench.world.store.entries.recent(9)}
    assert other in titles
    bench.serve(first, OTHER)
    bench.poll()
    titles = {stored.entry.title for stored in bench.world.store.entries.recent(9)}
    assert first in titles
    assert other not in titles
