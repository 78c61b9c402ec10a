"""Lives of Posts to be broken anywhere: what the site serves, what the Page answers, what the editor does, and how it must end.

An editor looks at what is there and does what is still to be done; so a life goes on after a crash from wherever it stood.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from bot.judgement import Tone
from bot.model import Draft, Post, PostState, StepKind, StepState, Way
from bot.service import editors
from bot.service.poll import poll
from bot.service.undoing import undo
from bot.service.world import World
from tests.fault import graph_faults as graph
from tests.service.conftest import CRITICISM, OTHER, PRAISE, Bench

CORRECTED: Final = f"{PRAISE} (đính chính)"
AGAIN: Final = f"{PRAISE} lần nữa"
WORDS: Final = "Lời của biên tập viên"
Turn = Callable[[Bench, World, list[Post]], None]


def _nothing(bench: Bench, world: World, posts: list[Post]) -> None:
    """The editor has nothing to do."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """`ends` are the states in which its Posts end; `turn` is what the world around does at each moment; `done` says that it has done all of it.

    `every` is how often the feed is asked; `text` is how the Posts read in the end ("": as it comes).
    """

    serve: tuple[str, ...] = (PRAISE,)
    ends: tuple[PostState, ...] = (PostState.PUBLISHED,)
    ways: tuple[Way, ...] = (Way.LINK,)
    arrange: Callable[[Bench], None] = lambda bench: None
    turn: Turn = _nothing
    done: Callable[[Bench, list[Post]], bool] = lambda bench, posts: True
    comments: int = 0
    text: str = ""
    every: timedelta = timedelta(hours=3)


def before(*errors: Callable[[], BaseException]) -> Callable[[Bench], None]:
    return lambda bench: bench.page.before.extend(error() for error in errors)


def after(*errors: Callable[[], BaseException]) -> Callable[[Bench], None]:
    return lambda bench: bench.page.after.extend(error() for error in errors)


def _lag(*errors: Callable[[], BaseException]) -> Callable[[Bench], None]:
    def arrange(bench: Bench) -> None:
        bench.page.lag = timedelta(minutes=4)
        bench.page.after.extend(error() for error in errors)

    return arrange


def _approve(bench: Bench, world: World, posts: list[Post]) -> None:
    for post in posts:
        if post.state is PostState.HELD:
            editors.approve(world, post.key, by="Lan", seen_hash=post.draft.hash)


def _reject(bench: Bench, world: World, posts: list[Post]) -> None:
    for post in posts:
        if post.state is PostState.HELD:
            editors.reject(world, post.key, by="Lan", note="chưa kiểm chứng")


def _long_grace(bench: Bench) -> None:
    """Time enough to take a decision back, whatever fails meanwhile."""
    settings = bench.world.settings
    approval = settings.approval.model_copy(update={"undo_within": timedelta(days=2)})
    bench.world = replace(bench.world, settings=replace(settings, approval=approval))


def _praise_waits_by_now(bench: Bench) -> None:
    """The Post was scheduled by itself, and then an editor asked for approvals of praise."""
    settings = bench.world.settings
    out, wait = (settings.approval.model_copy(update={"tones": {Tone.PRAISE: decision}}) for decision in ("auto", "hold"))
    poll(replace(bench.world, settings=replace(settings, approval=out)))
    bench.world = replace(bench.world, settings=replace(settings, approval=wait))


def _change_ones_mind(bench: Bench, world: World, posts: list[Post]) -> None:
    for seen in posts:
        now = seen
        if now.state is PostState.HELD and not world.store.approvals.of(now.key):
            now = editors.reject(world, now.key, by="Lan", note="nhầm")
        if now.state is PostState.DROPPED:
            now = undo(world, now.key, by="Lan")
        if now.state is PostState.HELD:
            editors.approve(world, now.key, by="Lan")


def _decide_nothing(bench: Bench, world: World, posts: list[Post]) -> None:
    if any(post.state is PostState.HELD for post in posts):
        bench.pass_time(days=5)


def _retry(bench: Bench, world: World, posts: list[Post]) -> None:
    for post in posts:
        if post.state is PostState.FAILED:
            editors.retry(world, post.key, by="Lan")


def _steps(bench: Bench, post: Post, kind: StepKind) -> list[StepState]:
    return [step.state for step in bench.world.store.steps.of(post.key) if step.kind is kind]


def _arm(bench: Bench, faults: tuple[Callable[[Bench], None], ...]) -> None:
    """Let the Page fail; once, however often the editor begins anew."""
    if not (bench.page.before or bench.page.after):
        for fault in faults:
            fault(bench)


def _edit(*faults: Callable[[Bench], None]) -> Turn:
    def turn(bench: Bench, world: World, posts: list[Post]) -> None:
        for post in posts:
            if post.state is PostState.PUBLISHED and not _steps(bench, post, StepKind.EDIT):
                _arm(bench, faults)
                editors.edit(world, post.key, by="Lan", message=WORDS)

    return turn


def _withdraw(*faults: Callable[[Bench], None]) -> Turn:
    def turn(bench: Bench, world: World, posts: list[Post]) -> None:
        for post in posts:
            if post.state is PostState.PUBLISHED and not _steps(bench, post, StepKind.WITHDRAW):
                _arm(bench, faults)
                editors.withdraw(world, post.key, by="Lan", note="sai số liệu")

    return turn


def _was_edited(bench: Bench, posts: list[Post]) -> bool:
    return all(StepState.DONE in _steps(bench, post, StepKind.EDIT) for post in posts)


def _dies(bench: Bench) -> None:
    bench.page.before.append(graph.dead_token())
    bench.page.healthy = False


def _dead_from_the_start(bench: Bench) -> None:
    bench.page.healthy = False


def _repair(bench: Bench, world: World, posts: list[Post]) -> None:
    since = world.store.channels.status("trang").paused_since
    if since is not None and bench.instant[0] - since >= timedelta(hours=1):
        bench.page.healthy = True


def _was_paused(bench: Bench, posts: list[Post]) -> bool:
    return bench.page.healthy and world_is_fine(bench)


def world_is_fine(bench: Bench) -> bool:
    return bench.world.store.channels.status("trang").paused_since is None


def _correct_while_waiting(bench: Bench, world: World, posts: list[Post]) -> None:
    if any(post.state in {PostState.SCHEDULED, PostState.HELD} for post in posts):
        bench.serve(CORRECTED)
    _approve(bench, world, posts)


def _correct_when_out(bench: Bench, world: World, posts: list[Post]) -> None:
    for post in posts:
        if post.state is PostState.PUBLISHED:
            bench.serve(CORRECTED)
            if StepState.HELD in _steps(bench, post, StepKind.EDIT):
                editors.approve(world, post.key, by="Lan", kind=StepKind.EDIT)


def _no_longer_fits_when_out(bench: Bench, world: World, posts: list[Post]) -> None:
    for post in posts:
        if post.state is PostState.PUBLISHED:
            bench.serve(OTHER)
            if StepState.HELD in _steps(bench, post, StepKind.WITHDRAW):
                editors.approve(world, post.key, by="Lan", kind=StepKind.WITHDRAW)


def _change_an_approved(bench: Bench, world: World, posts: list[Post]) -> None:
    try:
        _approve(bench, world, posts)
    finally:
        if posts and bench.world.store.approvals.of(posts[0].key):
            bench.serve(f"{CRITICISM} (đính chính)")


def _sleep_through_the_slot(bench: Bench, world: World, posts: list[Post]) -> None:
    if posts and bench.instant[0] < bench.world.store.entries.get(posts[0].entry_key).first_seen_at + timedelta(minutes=1):
        bench.pass_time(hours=6)


def _for_too_long(bench: Bench, world: World, posts: list[Post]) -> None:
    if posts and posts[0].state is PostState.SCHEDULED:
        bench.pass_time(days=15)


def _redraft_by_editor(bench: Bench, world: World, posts: list[Post]) -> None:
    for post in posts:
        if post.state is PostState.SCHEDULED and post.draft.message != WORDS:
            editors.edit(world, post.key, by="Lan", message=WORDS)
    _approve(bench, world, [world.store.outbox.get(post.key) for post in posts])


def _second_write(bench: Bench, place: Callable[..., Callable[[Bench], None]]) -> None:
    """A doubt at the comment, not at the Post: the fault comes once the Post is made."""
    make = bench.page.publish

    def publish(*args: Any) -> Any:
        receipt = make(*args)
        place(graph.in_doubt)(bench)
        return receipt

    bench.page.publish = publish


def _refuses(error: Callable[[], BaseException], ways: Collection[Way]) -> Callable[[Bench], None]:
    """The Page refuses some ways to post, however often it is asked."""

    def arrange(bench: Bench) -> None:
        make = bench.page.publish

        def publish(draft: Draft, way: Way, *args: Any) -> Any:
            if way in ways:
                raise error()
            return make(draft, way, *args)

        bench.page.publish = publish

    return arrange


PUBLISHED, DROPPED, WITHDRAWN, FAILED = PostState.PUBLISHED, PostState.DROPPED, PostState.WITHDRAWN, PostState.FAILED
COMMENT = (Way.COMMENT,)

SCENARIOS: Final[Mapping[str, Scenario]] = {
    "a praise": Scenario(text=PRAISE),
    "two entries, one approved": Scenario(serve=(PRAISE, CRITICISM, OTHER), ends=(PUBLISHED, PUBLISHED), turn=_approve),
    "a criticism, rejected": Scenario(serve=(CRITICISM,), ends=(DROPPED,), turn=_reject),
    "a criticism, rejected, and the rejection taken back": Scenario(
        serve=(CRITICISM,), arrange=_long_grace, turn=_change_ones_mind, text=CRITICISM
    ),
    "a criticism that nobody decides on": Scenario(serve=(CRITICISM,), ends=(DROPPED,), turn=_decide_nothing),
    "scheduled by itself, held by newer settings, and approved": Scenario(arrange=_praise_waits_by_now, turn=_approve, text=PRAISE),
    "in doubt, and there": Scenario(arrange=after(graph.in_doubt)),
    "in doubt, there, listed late": Scenario(arrange=_lag(graph.in_doubt)),
    "in doubt, and not there": Scenario(arrange=before(graph.in_doubt)),
    "refused in words that may mean nothing": Scenario(arrange=after(graph.vague)),
    "refused by a vague code, and not there": Scenario(arrange=before(graph.vague), turn=_retry),
    "called a duplicate of itself": Scenario(arrange=after(graph.duplicate)),
    "not reached, twice": Scenario(arrange=before(graph.transient, graph.transient)),
    "refused in its first way": Scenario(ways=(Way.COMMENT, Way.LINK), arrange=_refuses(graph.refused_of_way, {Way.COMMENT})),
    "refused, and tried again by an editor": Scenario(arrange=before(graph.refused), turn=_retry),
    "refused, and left": Scenario(arrange=_refuses(graph.refused, set(Way)), ends=(FAILED,)),
    "with a first comment": Scenario(ways=COMMENT, comments=1),
    "with a first comment in doubt, and there": Scenario(ways=COMMENT, comments=1, arrange=lambda bench: _second_write(bench, after)),
    "with a first comment in doubt, there, listed late": Scenario(
        ways=COMMENT, comments=1, arrange=lambda bench: (_lag()(bench), _second_write(bench, after))
    ),
    "with a first comment in doubt, not there": Scenario(ways=COMMENT, comments=1, arrange=lambda bench: _second_write(bench, before)),
    "with a first comment listed late": Scenario(ways=COMMENT, comments=1, arrange=_lag()),
    "edited when out": Scenario(turn=_edit(), done=_was_edited, text=WORDS),
    "edited when out, in doubt and done": Scenario(turn=_edit(after(graph.in_doubt)), done=_was_edited, text=WORDS),
    "edited when out, in doubt and not done": Scenario(turn=_edit(before(graph.in_doubt)), done=_was_edited, text=WORDS),
    "edited before": Scenario(turn=_redraft_by_editor, text=WORDS),
    "withdrawn": Scenario(turn=_withdraw(), ends=(WITHDRAWN,), done=lambda bench, posts: posts[0].state is WITHDRAWN),
    "withdrawn, in doubt and gone": Scenario(
        turn=_withdraw(after(graph.in_doubt)), ends=(WITHDRAWN,), done=lambda bench, posts: posts[0].state is WITHDRAWN
    ),
    "withdrawn, in doubt and there": Scenario(
        turn=_withdraw(before(graph.in_doubt)), ends=(WITHDRAWN,), done=lambda bench, posts: posts[0].state is WITHDRAWN
    ),
    "throttled": Scenario(arrange=before(graph.throttled, graph.too_fast)),
    "a token dies and is repaired": Scenario(arrange=_dies, turn=_repair, done=_was_paused),
    "a token found dead, and repaired": Scenario(arrange=_dead_from_the_start, turn=_repair, done=_was_paused),
    "corrected while it waits": Scenario(turn=_correct_while_waiting, text=CORRECTED),
    "corrected after an approval": Scenario(
        serve=(CRITICISM,), turn=_change_an_approved, text=f"{CRITICISM} (đính chính)", every=timedelta(hours=1)
    ),
    "corrected when out": Scenario(turn=_correct_when_out, done=_was_edited, text=CORRECTED),
    "no longer fits when out": Scenario(
        turn=_no_longer_fits_when_out, ends=(WITHDRAWN,), done=lambda bench, posts: posts[0].state is WITHDRAWN
    ),
    "slept through its slot": Scenario(turn=_sleep_through_the_slot),
    "slept through its time": Scenario(turn=_for_too_long, ends=(DROPPED,)),
}

# Those that differ most from one another; the others are broken in all ways only in a long run (docs/testing.md).
CORE: Final[Mapping[str, Scenario]] = {
    name: SCENARIOS[name]
    for name in (
        "a praise",
        "two entries, one approved",
        "in doubt, and there",
        "refused in its first way",
        "with a first comment in doubt, and there",
        "edited when out, in doubt and done",
        "withdrawn, in doubt and gone",
        "throttled",
        "a token dies and is repaired",
        "corrected while it waits",
        "corrected after an approval",
        "corrected when out",
    )
}


def settled(bench: Bench, scenario: Scenario) -> None:
    """The settings of a scenario, from now on."""
    old = bench.world.settings
    feed = old.feeds[0].model_copy(update={"every": scenario.every})
    compose = old.compose.model_copy(update={"ways": {"default": scenario.ways}})
    bench.world = replace(bench.world, settings=replace(old, feeds=(feed,), compose=compose))
