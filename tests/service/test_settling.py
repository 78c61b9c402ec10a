"""Doubts told apart, the ways tried in turn, what a human has seen, and a Page that says it works and does not."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.channels.protocol import Absent, Receipt, Unsure
from bot.errors import ChannelDown, Conflict, Doubt, InDoubt, NotFound, Refused, Throttled
from bot.model import Picture, Post, PostState, StepKind, Way
from bot.service import editors
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from tests.service.conftest import PRAISE

UNKNOWN = InDoubt("channels.service_down", code=2)
VAGUE = InDoubt("channels.bad_parameter", doubt=Doubt.REFUSED, code=100)
DUPLICATE = InDoubt("channels.duplicate", doubt=Doubt.DUPLICATE, code=506)
OF_WAY = Refused("channels.link_invalid", of_way=True, code=1500)
WAYS = (Way.LINK, Way.PHOTO, Way.COMMENT)


def scheduled(bench, *ways: Way) -> Post:
    """A Post that is due, to be tried by `ways`."""
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts()
    draft = replace(post.draft, ways=ways or (Way.LINK,), comment="Đọc bài")
    bench.world.store.outbox.replace_draft(
        post.key, expected_hash=post.draft.hash, draft=draft, state=PostState.HELD, reason="", actor="Lan", now=bench.instant[0]
    )
    bench.instant[0] = editors.approve(bench.world, post.key, by="Lan").due_at
    return bench.world.store.outbox.get(post.key)


def again(bench, key: str) -> Post:
    return bench.world.store.outbox.get(key)


def doubtful(bench, error: InDoubt, *ways: Way) -> Post:
    """A Post whose first attempt was answered by `error`, and that is not on the Page."""
    post = scheduled(bench, *ways)
    bench.page.before.append(error)
    assert publish_due(bench.world).verb == "in-doubt"
    return again(bench, post.key)


def settle(bench, hours: float = 2) -> list[str]:
    """Let reconcile look until it has settled, or the hours are over; its verbs."""
    verbs = []
    for _ in range(int(hours * 60)):
        bench.pass_time(minutes=1)
        while (done := reconcile(bench.world)) is not None:
            verbs.append(done.verb)
    return verbs


# Doubts told apart


@pytest.mark.parametrize(
    ("error", "last", "state"),
    [(UNKNOWN, "rescheduled", PostState.SCHEDULED), (VAGUE, "failed", PostState.FAILED), (DUPLICATE, "failed", PostState.FAILED)],
)
def test_what_surely_absent_means_depends_on_the_answer(bench, error, last, state):
    post = doubtful(bench, error)
    *looks, settled = settle(bench)
    assert set(looks) == {"still-in-doubt"}
    assert (settled, again(bench, post.key).state) == (last, state)


@pytest.mark.parametrize("error", [UNKNOWN, VAGUE, DUPLICATE])
def test_whatever_the_answer_a_post_that_is_there_is_adopted(bench, error):
    post = scheduled(bench)
    bench.page.after.append(error)
    publish_due(bench.world)
    assert settle(bench) == ["adopted"]
    assert again(bench, post.key).state is PostState.PUBLISHED
    assert bench.page.asked.count("publish") == 1


def test_a_vague_refusal_fails_with_what_facebook_said_whatever_kept_loa_from_looking(bench):
    post = doubtful(bench, VAGUE)
    bench.page.finding = [
        Unsure("không đọc được"),
        ChannelDown("channels.token_expired", code=190),
        Throttled("channels.page_limit", scope="page", retry_after=timedelta(minutes=5), code=32),
    ]
    settle(bench)
    failed = again(bench, post.key)
    assert failed.state is PostState.FAILED
    assert "mã 100" in failed.reason


def test_posted_already_at_the_first_attempt_is_a_copy_of_another_post(bench):
    post = doubtful(bench, DUPLICATE, *WAYS)
    assert settle(bench)[-1] == "failed"
    assert "trùng" in again(bench, post.key).reason
    assert bench.page.asked.count("publish") == 1, "no other way makes it another text"


def test_posted_already_after_a_doubt_is_evidence_and_calls_a_human_who_settles_it(bench):
    post = doubtful(bench, UNKNOWN)
    assert settle(bench)[-1] == "rescheduled"
    bench.page.before.append(DUPLICATE)
    bench.instant[0] = again(bench, post.key).due_at
    publish_due(bench.world)
    assert set(settle(bench, hours=48)) == {"still-in-doubt"}, "neither posted again nor given up"
    there = again(bench, post.key)
    assert there.state is PostState.PUBLISHING
    assert "settle" in there.reason
    assert bench.page.asked.count("publish") == 2
    editors.settle(bench.world, post.key, by="Lan", remote_id="100000000000001_77")
    assert (again(bench, post.key).state, again(bench, post.key).remote_id) == (PostState.PUBLISHED, "100000000000001_77")
    assert settle(bench) == []


def test_posted_already_after_a_doubt_is_adopted_when_the_listing_shows_it_at_last(bench):
    post = doubtful(bench, UNKNOWN)
    settle(bench)
    bench.page.before.append(DUPLICATE)
    bench.instant[0] = again(bench, post.key).due_at
    publish_due(bench.world)
    bench.page.finding = [Absent()] * 9 + [Receipt("100_9")]
    assert settle(bench, hours=48)[-1] == "adopted"
    assert again(bench, post.key).remote_id == "100_9"


# The ways in turn


def test_the_next_way_is_tried_where_this_one_is_refused_in_the_same_slot(bench):
    post = scheduled(bench, *WAYS)
    bench.page.before = [OF_WAY, OF_WAY]
    assert [publish_due(bench.world).verb for _ in range(3)] == ["fell-back", "fell-back", "published"]
    assert [way for way, _ in bench.page.sent] == [Way.COMMENT]
    out = again(bench, post.key)
    assert (out.way, out.attempts, out.due_at) == (Way.COMMENT, 3, post.due_at)
    assert [step.kind for step in bench.world.store.steps.of(post.key)] == [StepKind.COMMENT]
    assert [event.verb for event in bench.world.store.journal.of(post.key)].count("fell-back") == 2


def test_after_the_last_way_the_post_has_failed(bench):
    post = scheduled(bench, Way.LINK, Way.PHOTO)
    bench.page.before = [OF_WAY, OF_WAY]
    assert [publish_due(bench.world).verb for _ in range(2)] == ["fell-back", "failed"]
    assert again(bench, post.key).state is PostState.FAILED


def test_a_post_that_is_refused_whatever_the_way_tries_no_other(bench):
    scheduled(bench, *WAYS)
    bench.page.before = [Refused("channels.blocked", code=368)]
    assert publish_due(bench.world).verb == "failed"


def test_a_doubt_about_one_way_never_tries_the_next_before_the_page_was_asked(bench):
    post = doubtful(bench, UNKNOWN, *WAYS)
    assert publish_due(bench.world) is None
    assert settle(bench)[-1] == "rescheduled"
    assert again(bench, post.key).way is Way.LINK, "an answer that says nothing says nothing against the way"


def test_a_vague_refusal_that_is_surely_absent_is_one_of_the_way(bench):
    post = doubtful(bench, VAGUE, *WAYS)
    assert settle(bench)[-1] == "fell-back"
    bench.run()
    assert (again(bench, post.key).state, again(bench, post.key).way) == (PostState.PUBLISHED, Way.PHOTO)
    assert len(bench.page.posts) == 1


def test_a_new_text_begins_with_the_first_way_again(bench):
    post = scheduled(bench, Way.LINK, Way.PHOTO)
    bench.page.before = [OF_WAY, OF_WAY]
    for _ in range(2):
        publish_due(bench.world)
    editors.edit(bench.world, post.key, by="Lan", message="Nội dung khác")
    assert again(bench, post.key).way is Way.LINK


def test_a_picture_that_is_no_more_in_the_database_costs_the_way_and_nothing_is_sent(bench):
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts()
    bench.instant[0] = post.due_at
    gone = Picture(digest="0" * 64, width=1, height=1, alt="Ảnh")
    draft = replace(post.draft, ways=(Way.PHOTO, Way.LINK), pictures=(gone,))
    bench.world.store.outbox.replace_draft(
        post.key, expected_hash=post.draft.hash, draft=draft, state=PostState.SCHEDULED, reason="", actor="Lan", now=bench.instant[0]
    )
    assert publish_due(bench.world).verb == "fell-back"
    assert "publish" not in bench.page.asked


class Blind:
    """A store that does not see which times are taken, as one that looked a moment too early."""

    def __init__(self, inner) -> None:
        self._inner = inner
        self.outbox = self

    def taken(self, channel, since, *, in_full):
        return []

    def __getattr__(self, name):
        return getattr(self._inner, name) if hasattr(self._inner, name) else getattr(self._inner.outbox, name)


def test_a_slot_that_was_taken_a_moment_ago_leaves_the_post_in_doubt_until_the_next_look(bench):
    post = doubtful(bench, UNKNOWN)
    for _ in range(3):
        bench.pass_time(minutes=10)
        reconcile(bench.world)
    assert again(bench, post.key).state is PostState.SCHEDULED
    bench.page.before.append(UNKNOWN)
    bench.instant[0] = again(bench, post.key).due_at
    publish_due(bench.world)
    bench.serve(f"{PRAISE} hai", numbers=range(2, 3))
    bench.poll()
    for _ in range(2):
        bench.pass_time(minutes=10)
        reconcile(bench.world)
    bench.pass_time(minutes=10)
    assert reconcile(replace(bench.world, store=Blind(bench.world.store))).verb == "still-in-doubt"
    assert settle(bench) == ["rescheduled"]
    assert len({each.due_at for each in bench.posts(PostState.SCHEDULED)}) == 2


# What a human has seen


def test_a_human_who_sees_it_settles_it_for_good_from_when_it_was_sent(bench):
    post = doubtful(bench, UNKNOWN, Way.COMMENT)
    done = editors.settle(bench.world, post.key, by="Lan", remote_id="100000000000001_5")
    assert (done.state, done.published_at, done.remote_id) == (PostState.PUBLISHED, post.attempted_at, "100000000000001_5")
    last = [event for event in bench.world.store.journal.of(post.key) if event.verb == "published"]
    assert [event.actor for event in last] == ["Lan"]
    assert [step.kind for step in bench.world.store.steps.of(post.key)] == [StepKind.COMMENT], "its first comment follows"
    bench.run()
    assert bench.page.posts == []


def test_a_human_who_does_not_see_it_has_it_scheduled_again_but_not_before_absence_can_be_believed(bench):
    post = doubtful(bench, UNKNOWN)
    with pytest.raises(Conflict) as early:
        editors.settle(bench.world, post.key, by="Lan", remote_id=None)
    believed = (post.attempted_at + bench.world.settings.retry.grace).astimezone(bench.world.zone)
    assert f"{believed:%H:%M}" in early.value.say("vi")
    assert again(bench, post.key) == post
    bench.instant[0] = post.attempted_at + bench.world.settings.retry.grace
    assert editors.settle(bench.world, post.key, by="Lan", remote_id=None).state is PostState.SCHEDULED
    bench.run()
    assert len(bench.page.posts) == 1


def test_the_id_of_another_post_is_refused(bench):
    bench.serve(f"{PRAISE} khác", numbers=range(9, 10))
    bench.poll()
    bench.run()
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts(PostState.SCHEDULED)
    bench.instant[0] = post.due_at
    bench.page.before.append(UNKNOWN)
    publish_due(bench.world)
    with pytest.raises(Conflict):
        editors.settle(bench.world, post.key, by="Lan", remote_id="100_1")
    assert again(bench, post.key).state is PostState.PUBLISHING


@pytest.mark.parametrize("remote_id", ["100000000000001_5", None])
def test_only_a_post_in_doubt_can_be_settled(bench, remote_id):
    post = scheduled(bench)
    with pytest.raises(Conflict):
        editors.settle(bench.world, post.key, by="Lan", remote_id=remote_id)
    bench.run()
    with pytest.raises(Conflict):
        editors.settle(bench.world, post.key, by="Lan", remote_id=remote_id)
    with pytest.raises(NotFound):
        editors.settle(bench.world, "p000000000000000", by="Lan", remote_id=remote_id)


# A Page that says it works and does not


def test_a_fault_that_no_probe_can_see_is_met_less_and_less_often(bench):
    scheduled(bench)
    bench.page.before = [ChannelDown("channels.identity", code="368/4854002") for _ in range(500)]
    tried = []
    for minute in range(24 * 60):
        while publish_due(bench.world, ignore_timetable=True) is not None or reconcile(bench.world) is not None:
            pass
        if bench.page.asked.count("publish") > len(tried):
            tried.append(minute)
        bench.pass_time(minutes=1)
    gaps = [later - earlier for earlier, later in pairwise(tried)]
    assert gaps == sorted(gaps)
    assert (gaps[0], gaps[-1]) == (15, 15 * 32)
    paused = [event for event in bench.world.store.journal.of("channel:trang") if event.verb == "paused"]
    assert len(paused) == len(tried) <= 8
    (post,) = bench.posts()
    assert (post.state, post.attempts) == (PostState.SCHEDULED, 0), "it burns no attempt"


def test_another_fault_of_the_page_is_probed_soon(bench):
    scheduled(bench)
    for code in (1, 2, 3):
        bench.page.before = [ChannelDown("channels.identity", code=code)]
        assert publish_due(bench.world, ignore_timetable=True).verb == "paused"
        status = bench.world.store.channels.status("trang")
        assert status.probe_at - bench.instant[0] == bench.world.settings.retry.probe_every
        bench.pass_time(minutes=15)
        assert reconcile(bench.world).verb == "resumed"


def test_a_fault_of_long_ago_is_forgotten(bench):
    scheduled(bench)
    for _ in range(3):
        bench.page.before = [ChannelDown("channels.identity", code=1)]
        publish_due(bench.world, ignore_timetable=True)
        status = bench.world.store.channels.status("trang")
        assert status.probe_at - bench.instant[0] == bench.world.settings.retry.probe_every
        bench.pass_time(days=2)
        reconcile(bench.world)
