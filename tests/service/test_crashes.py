"""A crash before and after every effect, then a fresh process on the same database: nothing doubled, nothing lost, nothing stuck (style facts, 6.4)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import InDoubt, LoaError
from bot.model import PostState
from bot.service import editors
from bot.service.poll import poll
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from bot.service.world import World
from tests.service.conftest import CRITICISM, PRAISE, Bench


class CrashError(BaseException):
    """The process dies here. No `except Exception` may hold it up."""


class Counter:
    """Counts effects and crashes before or after the k-th."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.at = at
        self.after = after
        self.seen = 0

    def wrap(self, effect: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*args: Any, **kwargs: Any) -> Any:
            self.seen += 1
            mine = self.seen
            if mine == self.at and not self.after:
                raise CrashError
            try:
                return effect(*args, **kwargs)
            finally:
                # Also where the effect ended in an error: the process dies before it can act on it.
                if mine == self.at and self.after:
                    raise CrashError

        return guarded


class Brittle:
    """Any object, with the named effects guarded."""

    def __init__(self, inner: object, counter: Counter, effects: set[str]) -> None:
        self._inner, self._counter, self._effects = inner, counter, effects

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return self._counter.wrap(found) if name in self._effects else found


OUTBOX = {
    "claim",
    "settle_published",
    "settle_scheduled",
    "settle_failed",
    "doubt",
    "reschedule",
    "drop",
    "approve",
    "replace_draft",
}


class BrittleStore:
    """The store, whose every write may be the last thing this process does (claims that find nothing are no effects and not counted)."""

    def __init__(self, inner: Any, counter: Counter) -> None:
        self._inner = inner
        self.outbox = Brittle(inner.outbox, counter, OUTBOX)
        self.polls = Brittle(inner.polls, counter, {"record"})
        self.channels = Brittle(inner.channels, counter, {"pause", "resume"})

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def brittle(world: World, counter: Counter) -> World:
    pages = {name: Brittle(page, counter, {"publish", "find", "check"}) for name, page in world.channels.items()}
    return replace(world, store=BrittleStore(world.store, counter), channels=pages)


def live(bench: Bench, world: World) -> None:
    """The whole life of two Posts: polled, one approved, both published, some minutes apart."""
    bench.pass_time(minutes=20)
    poll(world)
    for post in world.store.outbox.listing(states=(PostState.HELD,), limit=10):
        editors.approve(world, post.key, by="Lan")
    for _ in range(12 * 30):
        while publish_due(world) is not None or reconcile(world) is not None:
            pass
        if not world.store.outbox.listing(states=(PostState.HELD, PostState.SCHEDULED, PostState.PUBLISHING), limit=1):
            return
        bench.pass_time(minutes=5)


def recover(bench: Bench) -> None:
    """A fresh process on the same database, until nothing is left to do."""
    fresh = bench.restarted()
    bench.pass_time(minutes=20)
    live(bench, fresh)


def check_invariants(bench: Bench) -> None:
    posts = bench.posts()
    # I1, I2, I6: one Post an entry, one object a Post, and both approved Posts are out.
    assert len(posts) == 2
    assert [post.state for post in posts] == [PostState.PUBLISHED] * 2
    assert sorted(post.key for post in posts) == sorted(draft.marker for draft in bench.page.posts)
    assert {post.remote_id for post in posts} == {"100_1", "100_2"}
    for post in posts:
        events = bench.world.store.journal.of(post.key)
        # I3: criticism went out with an approval of exactly this Draft only.
        if CRITICISM in post.draft.message:
            approvals = bench.world.store.approvals.of(post.key)
            assert any(approval.approved and approval.draft_hash == post.draft.hash for approval in approvals)
        # I5: the journal folds to the state, each line beginning where the one before ended.
        state = ""
        for event in events:
            assert event.before in {state, event.before if event.verb == "redrafted" else state}
            state = event.after
        assert post.state == state


def effects_of(bench: Bench) -> int:
    counter = Counter(0, after=False)
    live(bench, brittle(bench.world, counter))
    return counter.seen


def doubtful(bench: Bench) -> None:
    """The first post is made, and Facebook answers 500 all the same."""
    bench.page.after = [InDoubt("channels.service_down", code=2)]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("effect", range(1, 9))
def test_a_crash_around_any_effect_doubles_nothing_and_loses_nothing(bench, effect, when):
    bench.serve(PRAISE, CRITICISM)
    with pytest.raises(CrashError):
        live(bench, brittle(bench.world, Counter(effect, after=when == "after")))
    recover(bench)
    check_invariants(bench)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("effect", range(1, 11))
def test_a_crash_around_any_effect_of_a_life_with_a_doubt_doubles_nothing_and_loses_nothing(bench, effect, when):
    bench.serve(PRAISE, CRITICISM)
    doubtful(bench)
    with pytest.raises(CrashError):
        live(bench, brittle(bench.world, Counter(effect, after=when == "after")))
    recover(bench)
    check_invariants(bench)


def test_the_enumerations_cover_every_effect(bench):
    bench.serve(PRAISE, CRITICISM)
    assert effects_of(bench) == 10, "record, approve, and twice claim, publish, settle"
    check_invariants(bench)


def test_the_enumeration_with_a_doubt_covers_every_effect(bench):
    bench.serve(PRAISE, CRITICISM)
    doubtful(bench)
    assert effects_of(bench) == 12, "the same, and once doubt and find"
    check_invariants(bench)


def test_a_second_worker_that_settles_first_is_not_overwritten(bench):
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts()
    bench.instant[0] = post.due_at
    first = bench.world.store.outbox.claim(
        post.key, expected_due_at=post.due_at, now=post.due_at, lease=bench.world.settings.retry.lease, actor="loa"
    )
    bench.page.publish(first.draft)
    bench.pass_time(minutes=6)
    assert reconcile(bench.restarted()).verb == "adopted"
    with pytest.raises(LoaError):
        bench.world.store.outbox.settle_scheduled(first, now=bench.instant[0], try_after=None, reason="", actor="loa")
    assert PostState.PUBLISHED is bench.posts()[0].state
