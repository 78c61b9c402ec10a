"""A crash before and after every effect, then a fresh process on the same database: nothing doubled, nothing lost, nothing stuck (style facts, 6.4).

Also: an effect that ends in an error of the database, before or after it was stored; and a second worker that runs all its ticks at every effect.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime

import pytest
from structlog.testing import capture_logs

from bot.errors import LoaError, StoreError
from bot.model import PostState
from bot.service.poll import ensure_feeds
from bot.service.reconcile import reconcile
from bot.service.world import World
from tests.fault import invariants
from tests.fault.effects import MOMENTS, CrashError, Effects, When
from tests.fault.graph_faults import TOKEN
from tests.fault.life import beat, is_quiet, leap, started
from tests.fault.scenarios import CORE, SCENARIOS, Scenario, settled
from tests.service.conftest import PRAISE, Bench, a_bench
from tests.store.databases import BOTH, emptied, new_database

# A long run breaks everything everywhere (docs/testing.md); else PostgreSQL gets the crashes of the core only, and SQLite the crashes of all.
LONG = "LOA_TEST_EXAMPLES" in os.environ
POSTGRES = pytest.mark.postgres


def lives(*, sqlite: Mapping[str, Scenario], postgres: Mapping[str, Scenario]) -> pytest.MarkDecorator:
    """Both engines, each with its scenarios; in a long run with all of them."""
    here = [pytest.param("sqlite", each, id=f"sqlite-{name}") for name, each in (SCENARIOS if LONG else sqlite).items()]
    there = [
        pytest.param("postgres", each, id=f"postgres-{name}", marks=POSTGRES) for name, each in (SCENARIOS if LONG else postgres).items()
    ]
    return pytest.mark.parametrize(("engine", "scenario"), [*here, *there])


# What every life begins and ends with: broken in the first two lives only, unless a long run is asked for (docs/testing.md).
_BEGINNING = ("feeds.claim_due", "channels.claim_inspection", "channel.check")
_END = ("channel.survey", "channel.page_figures", "snapshots.add", "measuring.add_page", "measuring.put_backfill")
_WHOLE = {"a praise", "two entries, one approved"}


def points(effects: Effects, scenario: Scenario) -> list[int]:
    """Where to break a life: at its effects."""
    numbers = effects.numbers()
    if LONG or any(SCENARIOS[name] is scenario for name in _WHOLE):
        return numbers
    names = [call.name for call in effects.calls]
    first = {names.index(name) for name in _BEGINNING}
    return [number for number in numbers if number not in first and names[number] not in _END]


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
def bench(engine, tmp_path, now):
    with new_database(engine, tmp_path) as url:
        found = a_bench(url, tmp_path, now)
        yield found
        found.close()


@contextmanager
def fresh(bench: Bench, scenario: Scenario, now: datetime) -> Iterator[Bench]:
    """The bench on an emptied database, with another Page, at the beginning of `scenario`; at the end its invariants are looked at.

    What a scenario has arranged in the settings ends with it.
    """
    settings = bench.world.settings
    emptied(bench.world.store._engine)
    bench.instant[0] = now
    bench.page.__init__(clock=bench.page.clock)
    vars(bench.page).pop("publish", None)
    bench.fetcher.__init__()
    bench.serve(*scenario.serve)
    settled(bench, scenario)
    ensure_feeds(bench.world)
    scenario.arrange(bench)
    with capture_logs() as heard:
        yield bench
    at_rest(bench, scenario)
    invariants.nothing_tells(bench.world, [TOKEN], heard)
    bench.world = replace(bench.world, settings=settings)


def live(bench: Bench, world: World, scenario: Scenario, enter: Callable[[int | None], None] = lambda beat: None) -> None:
    """The whole life, by this worker, until all is done; then the time of the first measurement. `enter` is told of each beat, and (None) of each turn."""
    for number in range(150):
        enter(None)
        with suppress(LoaError):  # the editor is told so, looks again and finds what is there now
            scenario.turn(bench, world, bench.posts())
        enter(number)
        beat(world)
        posts = bench.posts()
        if sorted(scenario.ends) == sorted(post.state for post in posts) and is_quiet(bench) and scenario.done(bench, posts):
            break
        leap(bench)
    else:
        raise AssertionError(f"stuck: {bench.posts()}")
    bench.pass_time(hours=3)
    for number in (-1, -2):
        # What the first one could not do, the second does.
        enter(number)
        beat(world)


def at_rest(bench: Bench, scenario: Scenario) -> None:
    posts, page = bench.posts(), bench.page
    invariants.one_post_an_entry(posts)
    invariants.one_object_a_post(page, posts)
    invariants.the_page_is_as_recorded(page, posts)
    invariants.the_journal_tells_the_state(bench.world, posts)
    assert sorted(scenario.ends) == sorted(post.state for post in posts)
    assert scenario.comments == len(page.comments)
    assert not any(page.before + page.after), "the faults were met"
    for number, draft in enumerate(page.posts):
        post = bench.world.store.outbox.get(draft.marker)
        invariants.went_out_in_time(bench.world.settings.timetable, page.times[number], post.due_at, page.times[:number])
        if "Phê bình" in draft.message or "biên tập viên" in draft.message:
            approvals = bench.world.store.approvals.of(post.key)
            assert any(each.approved and each.draft_hash == draft.hash and each.at <= page.times[number] for each in approvals)
    for post in posts:
        if scenario.text:
            assert post.draft.message.startswith(f"{scenario.text}\n") or post.draft.message == scenario.text
        if post.state is PostState.PUBLISHED:
            assert {"10m", "1h"} & {each.rung for each in bench.world.store.snapshots.of(post.key)}, "never measured"
            assert post.permalink
        if post.state in {PostState.FAILED, PostState.DROPPED}:
            assert post.reason


def recorded(bench: Bench, scenario: Scenario, now: datetime) -> Effects:
    """The effects of an undisturbed life."""
    effects = Effects()
    with fresh(bench, scenario, now):
        live(bench, effects.watched(bench.world), scenario, effects.enter)
    return effects


@pytest.fixture
def count(request):
    """How many points a test has broken a life at; told at the end of the run (see conftest.py)."""

    def kept(number: int) -> None:
        request.node.user_properties.append(("points", number))

    return kept


@lives(sqlite=SCENARIOS, postgres=CORE)
def test_a_crash_before_or_after_any_effect_doubles_nothing_loses_nothing_and_leaves_nothing_stuck(bench, now, scenario, count):
    effects = recorded(bench, scenario, now)
    broken = effects.moments(points(effects, scenario))
    count(len(broken))
    for number, moment in broken:
        with named(effects, number, moment), fresh(bench, scenario, now):
            with pytest.raises(CrashError):
                live(bench, Effects(dying_at(number, moment)).watched(bench.world), scenario)
            bench.pass_time(minutes=1)
            live(bench, started(bench), scenario)


def dying_at(number: int, moment: When):
    def hook(seen: int, _name: str, when: When) -> None:
        if (seen, when) == (number, moment):
            raise CrashError

    return hook


@contextmanager
def named(effects: Effects, number: int, moment: When) -> Iterator[None]:
    """A failure says where the life was broken."""
    try:
        yield
    except Exception as error:
        raise AssertionError(f"{moment} effect {number}, {effects.calls[number].name}") from error


@lives(sqlite=CORE, postgres={})
def test_a_database_that_fails_at_any_write_before_or_after_it_is_stored_doubles_nothing_and_loses_nothing(bench, now, scenario, count):
    effects = recorded(bench, scenario, now)
    writes = [number for number in points(effects, scenario) if not effects.calls[number].name.startswith("channel.")]
    count(2 * len(writes))
    for number in writes:
        for moment in MOMENTS:
            with named(effects, number, moment), fresh(bench, scenario, now):
                live(bench, Effects(failing_at(number, moment)).watched(bench.world), scenario)


def failing_at(number: int, moment: When):
    def hook(seen: int, _name: str, when: When) -> None:
        if (seen, when) == (number, moment):
            raise StoreError("store.locked", where="loa.db", why="database is locked")

    return hook


@pytest.mark.parametrize("minutes", [0, 6] if LONG else [6], ids=["at once", "after its lease"] if LONG else ["after its lease"])
@lives(sqlite=CORE, postgres={})
def test_a_second_worker_that_does_all_there_is_at_any_effect_changes_nothing(bench, now, scenario, minutes, count):
    effects = recorded(bench, scenario, now)
    broken = points(effects, scenario)
    count(2 * len(broken))
    for number in broken:
        for moment in MOMENTS:
            with named(effects, number, moment), fresh(bench, scenario, now):
                live(bench, Effects(joined_at(bench, number, moment, minutes)).watched(bench.world), scenario)


def joined_at(bench: Bench, number: int, moment: When, minutes: int):
    def hook(seen: int, _name: str, when: When) -> None:
        if (seen, when) == (number, moment):
            bench.pass_time(minutes=minutes)
            beat(started(bench))

    return hook


def test_the_scenarios_cross_every_effect_of_the_path(tmp_path, now):
    crossed = set()
    with new_database("sqlite", tmp_path) as url:
        bench = a_bench(url, tmp_path, now)
        for scenario in SCENARIOS.values():
            crossed |= {call.name for call in recorded(bench, scenario, now).calls if call.did}
        bench.close()
    assert crossed >= PATH


PATH = {
    "feeds.claim_due",
    "polls.record_all",
    "outbox.claim",
    "outbox.settle_published",
    "outbox.settle_scheduled",
    "outbox.settle_failed",
    "outbox.fall_back",
    "outbox.doubt",
    "outbox.claim_doubtful",
    "outbox.reschedule",
    "outbox.drop",
    "outbox.replace_draft",
    "outbox.approve",
    "outbox.reject",
    "decisions.undo",
    "decisions.remind",
    "decisions.give_up",
    "outbox.retry",
    "outbox.set_permalink",
    "steps.want",
    "steps.decide",
    "steps.claim",
    "steps.about_to_send",
    "steps.settle_done",
    "steps.settle_due",
    "cooldowns.put",
    "channels.pause",
    "channels.resume",
    "channels.claim_probe",
    "channels.claim_inspection",
    "snapshots.add",
    "channel.publish",
    "channel.find",
    "channel.look",
    "channel.comment",
    "channel.find_comment",
    "channel.edit",
    "channel.withdraw",
    "channel.check",
    "channel.survey",
    "channel.page_figures",
    "measuring.add_page",
    "measuring.put_backfill",
}


@pytest.mark.parametrize("engine", BOTH)
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
