"""Posts that nobody decides on: editors are reminded once a period, and in the end the Post is dropped, with the reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Post, PostState
from bot.service import editors
from bot.service.reminders import overdue, remind
from tests.service.conftest import CRITICISM, PRAISE

DAY = timedelta(days=1)


def waiting(bench, *titles: str) -> list[Post]:
    bench.serve(*(titles or (CRITICISM,)))
    bench.poll()
    return bench.posts(PostState.HELD)


def verbs(bench, post: Post) -> list[str]:
    return [event.verb for event in bench.world.store.journal.of(post.key)]


def with_approval(bench, **changes) -> None:
    old = bench.world.settings
    bench.world = replace(bench.world, settings=replace(old, approval=old.approval.model_copy(update=changes)))


def test_within_a_day_nobody_is_reminded(bench):
    waiting(bench)
    bench.pass_time(hours=23, minutes=59)
    assert (remind(bench.world), overdue(bench.world)) == (None, [])


def test_once_a_day_editors_are_reminded_with_what_waits_and_since_when(bench):
    (post,) = waiting(bench)
    for _ in range(3):
        bench.pass_time(days=1)
        done = remind(bench.world)
        assert (done.post, done.verb) == (post.key, "reminded")
        assert done.reason == "chờ duyệt từ 24/11/2026 08:20: chờ duyệt vì sắc thái là “Phê phán”"
        assert remind(bench.world) is None
        assert [each.post.key for each in overdue(bench.world)] == [post.key]
    assert verbs(bench, post) == ["made", "reminded", "reminded", "reminded"]
    assert bench.posts() == [post]


def test_each_post_is_reminded_of_for_itself_the_one_that_waits_longest_first(bench):
    (first,) = waiting(bench)
    bench.serve(CRITICISM, f"{CRITICISM} số 2")
    bench.poll()
    bench.pass_time(days=1)
    told = [remind(bench.world).post for _ in range(2)]
    assert told[0] == first.key
    assert len(set(told)) == 2
    assert remind(bench.world) is None


def test_another_text_begins_the_time_anew(bench):
    (post,) = waiting(bench)
    bench.pass_time(hours=20)
    editors.edit(bench.world, post.key, by="Lan", message="Lời mới")
    bench.pass_time(hours=20)
    assert remind(bench.world) is None
    bench.pass_time(hours=4)
    assert remind(bench.world).verb == "reminded"


def test_a_note_or_a_post_in_its_slot_is_no_question(bench):
    (post,) = waiting(bench, CRITICISM, PRAISE)
    bench.pass_time(hours=23)
    editors.note(bench.world, post.key, by="Lan", text="đã hỏi xã")
    bench.pass_time(hours=1)
    assert remind(bench.world).post == post.key, "a note decides nothing"
    assert remind(bench.world) is None


def test_what_nobody_decides_is_dropped_in_the_end(bench):
    with_approval(bench, expires_after=timedelta(days=3))
    (post,) = waiting(bench)
    bench.pass_time(days=3)
    done = remind(bench.world)
    assert (done.verb, done.reason) == ("expired", "bỏ vì chờ duyệt quá 3 ngày mà không ai quyết định (approval.expires_after)")
    after = bench.world.store.outbox.get(post.key)
    assert (after.state, after.reason) == (PostState.DROPPED, done.reason)
    assert (remind(bench.world), overdue(bench.world)) == (None, [])


def test_a_wait_that_ends_before_the_first_reminder_ends_without_one(bench):
    with_approval(bench, expires_after=timedelta(hours=2))
    (post,) = waiting(bench)
    bench.pass_time(hours=2)
    assert remind(bench.world).verb == "expired"
    assert verbs(bench, post) == ["made", "dropped"]


def test_news_too_old_to_go_out_is_dropped_though_the_question_is_younger(bench):
    (post,) = waiting(bench)
    bench.pass_time(days=13)
    editors.edit(bench.world, post.key, by="Lan", message="Lời mới")
    bench.pass_time(hours=23)
    assert remind(bench.world) is None
    bench.pass_time(hours=25)
    assert "quá 14 ngày" in remind(bench.world).reason


@pytest.mark.parametrize("decide", ["approve", "reject"])
def test_of_what_is_decided_nobody_is_reminded(bench, decide):
    (post,) = waiting(bench)
    if decide == "approve":
        editors.approve(bench.world, post.key, by="Lan")
    else:
        editors.reject(bench.world, post.key, by="Lan", note="thôi")
    bench.pass_time(days=30)
    assert remind(bench.world) is None


def test_a_second_worker_that_was_faster_leaves_nothing_to_do(bench):
    (post,) = waiting(bench)
    bench.pass_time(days=1)
    store = bench.world.store

    class Late:
        """Another worker reminds between this one's look and its writing."""

        def __getattr__(self, name):
            return getattr(store.decisions, name)

        def waiting(self):
            found = store.decisions.waiting()
            remind(bench.world)
            return found

    class Doubled:
        decisions = Late()

        def __getattr__(self, name):
            return getattr(store, name)

    assert remind(replace(bench.world, store=Doubled())) is None
    assert verbs(bench, post).count("reminded") == 1
