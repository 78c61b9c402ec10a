"""Changes that arrive while a Post is in doubt, has failed, or is being sent: none is lost, and no stale text goes out."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.errors import Conflict, InDoubt, Refused
from bot.model import PostState, StepKind, StepState
from bot.plan.policy import SlotDays, TimetablePolicy
from bot.service import editors
from bot.service.corrections import source_removed
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from bot.service.undoing import undo
from tests.fault.life import beat, leap
from tests.service.conftest import OTHER, PRAISE

DOUBT = InDoubt("channels.service_down", code=2)
CORRECTED = f"{PRAISE} (đính chính)"
NEWS = f"{PRAISE} tin khác"


def in_doubt(bench, *, there: bool) -> None:
    """The only Post was sent, and nobody knows whether it is on the Page."""
    bench.serve(PRAISE)
    bench.poll()
    bench.instant[0] = bench.posts()[0].due_at
    (bench.page.after if there else bench.page.before).append(DOUBT)
    assert publish_due(bench.world).verb == "in-doubt"


def on_to_rest(bench) -> None:
    while bench.posts(PostState.SCHEDULED, PostState.PUBLISHING):
        beat(bench.world)
        leap(bench)
    bench.pass_time(hours=1)
    beat(bench.world)


def test_a_change_that_comes_while_a_post_is_in_doubt_is_in_it_when_it_goes_out_after_all(bench):
    in_doubt(bench, there=False)
    bench.serve(CORRECTED, NEWS)
    assert bench.poll().new, "the other entries need not wait"
    on_to_rest(bench)
    assert sorted(draft.message.split("\n")[0] for draft in bench.page.posts) == sorted([CORRECTED, NEWS])


def test_a_change_that_comes_while_a_post_is_in_doubt_is_a_question_when_it_is_out(bench):
    in_doubt(bench, there=True)
    bench.serve(CORRECTED)
    bench.poll()
    on_to_rest(bench)
    (post,) = bench.posts(PostState.PUBLISHED)
    assert [(step.kind, step.state) for step in bench.world.store.steps.of(post.key)] == [(StepKind.EDIT, StepState.HELD)]


def test_what_no_longer_fits_while_it_is_in_doubt_is_held_and_not_posted(bench):
    in_doubt(bench, there=False)
    bench.serve(OTHER)
    bench.poll()
    on_to_rest(bench)
    assert bench.posts()[0].state is PostState.HELD
    assert bench.page.posts == []


def test_an_article_taken_away_while_its_post_is_in_doubt_holds_it_when_it_is_surely_absent(bench):
    in_doubt(bench, there=False)
    removed = bench.world.store.entries.get(bench.posts()[0].entry_key).entry
    with pytest.raises(Conflict):
        source_removed(bench.world, removed, bench.instant[0])
    while bench.posts()[0].state is PostState.PUBLISHING:
        bench.pass_time(minutes=10)
        reconcile(bench.world)
    source_removed(bench.world, removed, bench.instant[0])
    assert bench.posts()[0].state is PostState.HELD


def test_a_failed_post_whose_article_has_changed_is_held_with_the_new_text(bench):
    bench.serve(PRAISE)
    bench.poll()
    bench.page.before = [Refused("channels.blocked", code=368)]
    bench.run()
    assert bench.posts()[0].state is PostState.FAILED
    bench.serve(CORRECTED)
    bench.poll()
    (post,) = bench.posts(PostState.HELD)
    editors.approve(bench.world, post.key, by="Lan")
    bench.run()
    assert [CORRECTED in draft.message for draft in bench.page.posts] == [True]


SAME_WORDS = "<rss version='2.0'><channel><item><title>Giải quyết thủ tục hành chính ở xã</title><guid>1</guid><link>https://cong.vn/1.html</link>{}</item></channel></rss>"
A_FAULT = "<description>Phê bình cán bộ nhũng nhiễu, hồ sơ trễ hạn, sai phạm kéo dài.</description>"


def becomes_a_criticism_in_the_same_words(bench) -> None:
    bench.fetcher.body = SAME_WORDS.format(A_FAULT).encode()
    bench.poll()


def test_a_failed_post_that_becomes_a_criticism_in_the_same_words_is_held_and_no_retry_sends_it(bench):
    bench.fetcher.body = SAME_WORDS.format("").encode()
    bench.poll()
    bench.page.before = [Refused("channels.blocked", code=368)]
    bench.run()
    becomes_a_criticism_in_the_same_words(bench)
    (post,) = bench.posts(PostState.HELD)
    assert "Phê phán" in post.reason
    with pytest.raises(Conflict):
        editors.retry(bench.world, post.key, by="Lan")


def test_a_failed_post_whose_very_words_were_approved_stays_as_it_is(bench):
    bench.fetcher.body = SAME_WORDS.format("").encode()
    bench.poll()
    post = editors.edit(bench.world, bench.posts()[0].key, by="Lan", message=bench.posts()[0].draft.message)
    editors.approve(bench.world, post.key, by="Hoa")
    bench.page.before = [Refused("channels.blocked", code=368)]
    bench.run()
    becomes_a_criticism_in_the_same_words(bench)
    assert bench.posts()[0].state is PostState.FAILED


def test_what_becomes_a_criticism_in_the_same_words_while_it_is_in_doubt_waits_when_it_is_surely_absent(bench):
    bench.fetcher.body = SAME_WORDS.format("").encode()
    bench.poll()
    bench.instant[0] = bench.posts()[0].due_at
    bench.page.before.append(DOUBT)
    assert publish_due(bench.world).verb == "in-doubt"
    becomes_a_criticism_in_the_same_words(bench)
    on_to_rest(bench)
    assert bench.posts()[0].state is PostState.HELD
    assert bench.page.posts == []


def test_a_post_that_waits_says_what_it_waits_for_now_also_in_the_same_words(bench):
    approval = bench.world.settings.approval.model_copy(update={"sources": {"cong": "hold"}})
    bench.world = replace(bench.world, settings=replace(bench.world.settings, approval=approval))
    bench.fetcher.body = SAME_WORDS.format("").encode()
    bench.poll()
    before = bench.posts(PostState.HELD)[0]
    becomes_a_criticism_in_the_same_words(bench)
    (after,) = bench.posts(PostState.HELD)
    assert after.draft == before.draft
    assert ("Phê phán" in before.reason, "Phê phán" in after.reason) == (False, True)


def test_a_rejected_post_that_comes_back_says_what_it_waits_for_now_also_in_the_same_words(bench):
    bench.fetcher.body = SAME_WORDS.format("").encode()
    bench.poll()
    post = editors.reject(bench.world, bench.posts()[0].key, by="Lan", note="để xem")
    becomes_a_criticism_in_the_same_words(bench)
    bench.instant[0] -= timedelta(minutes=15)
    assert "Phê phán" in undo(bench.world, post.key, by="Lan").reason


def test_a_post_in_doubt_keeps_its_distance_to_the_next_and_counts_for_the_day(bench):
    timetable = TimetablePolicy(slots={SlotDays.EVERYDAY: (time(9), time(9, 45), time(16))}, quiet_hours=(), cap_per_day=2)
    bench.world = replace(bench.world, settings=replace(bench.world.settings, timetable=timetable))
    bench.serve(PRAISE, NEWS)
    bench.poll()
    first, second = bench.posts(PostState.SCHEDULED)
    bench.page.after = [DOUBT]
    bench.instant[0] = first.due_at + timedelta(minutes=25)  # late, but within its slot
    assert publish_due(bench.world).verb == "in-doubt"
    bench.instant[0] = second.due_at
    assert publish_due(bench.world) is None, "twenty minutes after what may be on the Page"
    bench.instant[0] = first.due_at + timedelta(minutes=70)
    assert publish_due(bench.world).verb == "published"
    later, sooner = bench.page.times[1], bench.page.times[0]
    assert later - sooner == timetable.least_spacing
