"""An editor moves a Post that waits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Conflict, LoaError, NotFound
from bot.model import PostState
from bot.plan.policy import TimetablePolicy
from bot.service import moving
from bot.service.publish import publish_due
from tests.fault import graph_faults as graph
from tests.service.conftest import CRITICISM, PRAISE, Bench


def having(bench: Bench, **keys: object) -> None:
    settings = bench.world.settings
    bench.world = replace(bench.world, settings=replace(settings, timetable=TimetablePolicy.model_validate(keys).over(settings.timetable)))


def three(bench: Bench) -> list[str]:
    """Posts at 12:00, 16:00 and tomorrow 08:00 (it is 08:20): their keys."""
    bench.serve(*[f"{PRAISE} số {number}" for number in range(3)])
    bench.poll()
    posts = sorted(bench.posts(PostState.SCHEDULED), key=lambda post: post.due_at)
    assert [local(bench, post) for post in posts] == ["24 12:00", "24 16:00", "25 08:00"]
    return [post.key for post in posts]


def local(bench: Bench, post) -> str:
    return f"{post.due_at.astimezone(bench.world.zone):%d %H:%M}"


def here(text: str) -> datetime:
    """`"24 09:10"` of November 2026 in Vietnam."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-11-{day} {clock}+07:00").astimezone(UTC)


def last(bench: Bench, key: str):
    return bench.world.store.journal.of(key)[-1]


def test_later_is_the_next_free_slot_after_its_own_and_moves_no_other(bench):
    first, second, third = three(bench)
    moved = moving.later(bench.world, first, by="Lan")
    assert local(bench, moved) == "25 12:00"
    assert [local(bench, bench.world.store.outbox.get(key)) for key in (second, third)] == ["24 16:00", "25 08:00"]
    event = last(bench, first)
    assert (event.verb, event.actor, event.before, event.after) == ("deferred", "Lan", "scheduled", "scheduled")
    assert local(bench, moving.later(bench.world, first, by="Lan")) == "25 16:00"


def test_to_an_exact_time_that_need_be_no_slot(bench):
    first, *_ = three(bench)
    moved = moving.move(bench.world, first, by="Lan", due_at=here("24 09:10"))
    assert local(bench, moved) == "24 09:10"
    assert (last(bench, first).verb, last(bench, first).actor) == ("placed", "Lan")
    bench.instant[0] = here("24 09:10")
    assert publish_due(bench.world).verb == "published"


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("24 16:30", "45m"),
        ("24 16:00", "45m"),
        ("24 22:30", "giờ yên lặng"),
        ("26 10:00", "quốc tang"),
        ("30 10:00", "quá cũ"),
        ("25 10:00", "đủ 1 bài"),
    ],
)
def test_a_time_that_the_timetable_speaks_against_is_refused_with_the_reason_and_nothing_moves(bench, when, why):
    first, *_ = three(bench)
    having(bench, quiet_hours=["22:00-06:00"], quiet_days={"mourning": ["2026-11-26"]}, expires_after="5d", cap_per_day=2)
    if "1 bài" in why:
        having(bench, cap_per_day=1)
    with pytest.raises(Conflict) as refused:
        moving.move(bench.world, first, by="Lan", due_at=here(when))
    assert refused.value.key == "service.not_then"
    assert why in refused.value.say("vi")
    assert local(bench, bench.world.store.outbox.get(first)) == "24 12:00"
    assert last(bench, first).verb == "made"


def test_a_time_that_is_past_is_refused(bench):
    first, *_ = three(bench)
    with pytest.raises(LoaError) as refused:
        moving.move(bench.world, first, by="Lan", due_at=bench.instant[0])
    assert refused.value.key == "service.time_past"


def test_now_goes_out_at_the_next_tick_though_it_is_no_slot(bench):
    *_, third = three(bench)
    moving.now(bench.world, third, by="Lan")
    attempt = publish_due(bench.world)
    assert (attempt.post, attempt.verb) == (third, "published")
    assert [(event.verb, event.actor) for event in bench.world.store.journal.of(third)][:2] == [("made", "loa"), ("placed", "Lan")]
    assert publish_due(bench.world) is None


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"quiet_hours": ["08:00-09:00"]}, "giờ yên lặng"),
        ({"quiet_days": {"mourning": ["2026-11-24"]}}, "quốc tang"),
        ({"cooling_off": "2h"}, "10:20 24/11"),
        ({"least_spacing": "4h"}, "4h"),
        ({"cap_per_day": 2}, "đủ 2 bài"),
    ],
)
def test_now_is_refused_where_the_timetable_speaks_against_it_and_forced_in_so_many_words_it_goes_out(bench, keys, why):
    *_, third = three(bench)
    having(bench, **keys)
    with pytest.raises(Conflict) as refused:
        moving.now(bench.world, third, by="Lan")
    assert refused.value.key == "service.not_now"
    assert why in refused.value.say("vi")
    moving.now(bench.world, third, by="Lan", force=True)
    assert last(bench, third).verb == "forced"
    bench.pass_time(minutes=1)
    attempt = publish_due(bench.world)
    assert (attempt.post, attempt.verb) == (third, "published")


def test_a_forced_post_does_not_wait_behind_one_that_keeps_the_spacing(bench):
    first, second, _ = three(bench)
    bench.instant[0] = here("24 12:29")
    publish_due(bench.world)
    moving.now(bench.world, second, by="Lan", force=True)
    having(bench, slots={"everyday": ["12:45"]}, lateness="60m")
    # Another one is due first, and must wait for the spacing.
    bench.serve(f"{PRAISE} số 9", numbers=range(9, 10))
    bench.poll()
    waits = next(post for post in bench.posts(PostState.SCHEDULED) if "số 9" in post.draft.message)
    bench.world.store.outbox.reschedule(
        waits.key, expected_due_at=waits.due_at, due_at=here("24 12:20"), reason="", actor="loa", now=bench.instant[0]
    )
    assert publish_due(bench.world).post == second
    assert publish_due(bench.world) is None
    assert bench.world.store.outbox.get(waits.key).state is PostState.SCHEDULED
    assert bench.world.store.outbox.get(first).state is PostState.PUBLISHED


def test_force_counts_for_this_one_time_also_after_a_passing_fault_and_no_longer(bench):
    *_, third = three(bench)
    having(bench, quiet_hours=["08:00-11:00"])
    moving.now(bench.world, third, by="Lan", force=True)
    bench.page.before.append(graph.transient())
    assert publish_due(bench.world).verb == "postponed"
    bench.pass_time(minutes=5)
    assert publish_due(bench.world).verb == "published"
    first, second, *_ = sorted((post for post in bench.posts(PostState.SCHEDULED)), key=lambda post: post.due_at)
    moving.now(bench.world, second.key, by="Lan", force=True)
    bench.pass_time(minutes=31)
    # Loa was not running: too late is too late.
    assert publish_due(bench.world).verb == "moved"
    assert bench.world.store.outbox.get(second.key).due_at > first.due_at
    assert bench.world.store.outbox.get(first.key) == first


def test_only_what_is_scheduled_is_moved(bench):
    bench.serve(CRITICISM)
    bench.poll()
    (held,) = bench.posts(PostState.HELD)
    for verb in (moving.later, moving.now):
        with pytest.raises(Conflict) as refused:
            verb(bench.world, held.key, by="Lan")
        assert refused.value.key == "service.not_scheduled"
    with pytest.raises(NotFound):
        moving.later(bench.world, "p000000000000000", by="Lan")


class Hasty:
    """A store on which somebody else moves the Post between the look and the write."""

    def __init__(self, inner, meanwhile) -> None:
        self._inner, self._meanwhile, self.outbox = inner, meanwhile, self

    def reschedule(self, *args, **keys):
        if self._meanwhile is not None:
            meanwhile, self._meanwhile = self._meanwhile, None
            meanwhile()
        return self._inner.outbox.reschedule(*args, **keys)

    def __getattr__(self, name):
        return getattr(self._inner, name) if hasattr(self._inner, name) else getattr(self._inner.outbox, name)


def test_what_somebody_else_has_moved_meanwhile_is_not_moved_again(bench):
    first, *_ = three(bench)
    hasty = replace(bench.world, store=Hasty(bench.world.store, lambda: moving.later(bench.world, first, by="Mai")))
    with pytest.raises(Conflict) as refused:
        moving.move(hasty, first, by="Lan", due_at=here("24 10:00"))
    assert refused.value.key == "store.moved_on"
    assert last(bench, first).actor == "Mai"


def test_a_time_that_somebody_else_takes_meanwhile_is_told_as_taken(bench):
    first, second, third = three(bench)
    hasty = replace(
        bench.world, store=Hasty(bench.world.store, lambda: moving.move(bench.world, second, by="Mai", due_at=here("24 10:00")))
    )
    with pytest.raises(Conflict) as refused:
        moving.move(hasty, first, by="Lan", due_at=here("24 10:00"))
    assert "đúng giờ đó" in refused.value.say("vi")
    # Of a slot there is another: who loses it plans again.
    later = replace(bench.world, store=Hasty(bench.world.store, lambda: moving.later(bench.world, second, by="Mai")))
    assert moving.later(later, third, by="Lan").due_at > bench.world.store.outbox.get(second).due_at
    assert bench.instant[0] + timedelta(days=3) > bench.world.store.outbox.get(third).due_at
