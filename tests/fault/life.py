"""The life of a service under a clock that is moved by hand: all its ticks until there is no work, then on to the next moment at which there may be some."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.errors import LoaError
from bot.model import PostState, StepState
from bot.service.collect import Collected, collect
from bot.service.collect_page import collect_page
from bot.service.look import look_after
from bot.service.poll import ensure_feeds, poll
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from bot.service.reminders import remind
from bot.service.steps import step
from bot.service.tokens import inspect_anew, inspect_channels
from bot.service.world import World
from bot.store.engine import make_engine
from bot.store.store import Store
from tests.service.conftest import Bench

TICKS: Final[dict[str, Callable[[World], object]]] = {
    "poll": poll,
    "publish": publish_due,
    "reconcile": reconcile,
    "steps": step,
    "inspect": inspect_channels,
    "collect": collect,
    "collect page": collect_page,
    "look": look_after,
    "remind": remind,
}
_MOST_UNITS = 100  # no test has so much work for one beat


def tick(world: World, unit: Callable[[World], object]) -> None:
    """One tick until there is no work, as the daemon does it: what can't be done now ends it."""
    for _ in range(_MOST_UNITS):
        try:
            done = unit(world)
        except LoaError:
            return
        if done is None or (isinstance(done, Collected) and done.error):
            return
    raise AssertionError(f"{unit} finds work without end")


def beat(world: World, ticks: Mapping[str, Callable[[World], object]] = TICKS) -> None:
    """Every tick once, each until there is no work."""
    for unit in ticks.values():
        tick(world, unit)


def started(bench: Bench) -> World:
    """A fresh process on the same database. (Its Store may be an old one's: it remembers nothing, but how SQL is written.)"""
    if not bench.others:
        bench.others.append(replace(bench.world, store=Store(make_engine(bench.url))))
    world = replace(bench.world, store=bench.others[0].store)
    ensure_feeds(world)
    inspect_anew(world)
    return world


def is_quiet(bench: Bench) -> bool:
    """Nothing is waiting that a tick could bring further."""
    store = bench.world.store
    return not bench.posts(PostState.SCHEDULED, PostState.PUBLISHING) and not store.steps.listing((StepState.DUE, StepState.DOING), limit=1)


def leap(bench: Bench) -> None:
    """On to the next moment at which there may be work: something is due, may be tried again, or a lease runs out."""
    now, store = bench.instant[0], bench.world.store
    waiting = bench.posts(PostState.SCHEDULED, PostState.PUBLISHING)
    steps = store.steps.listing((StepState.DUE, StepState.DOING), limit=100)
    moments = [moment for post in waiting for moment in (post.due_at, post.try_after, post.claimed_until)]
    moments += [moment for each in steps for moment in (each.try_after, each.claimed_until)]
    moments += [feed.next_poll_at for feed in store.feeds.all()]
    for name, channel in bench.world.channels.items():
        moments.append(store.channels.status(name).probe_at)
        moments += [each.until for each in store.cooldowns.of(list(channel.scopes.values()))]
    if any(post.state is PostState.SCHEDULED and post.due_at <= now for post in waiting):
        # It waits for the spacing, or behind a pause.
        moments.append(now + timedelta(minutes=5))
    ahead = [moment for moment in moments if moment is not None and moment > now]
    bench.instant[0] = min([*ahead, now + timedelta(hours=3)])
