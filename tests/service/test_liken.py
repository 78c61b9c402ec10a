"""What entries of a first run are like is learnt afterwards."""

from dataclasses import replace

from bot.intake.sameness import likeness
from bot.likeness import Likeness
from bot.model import Standing
from bot.service.liken import liken
from tests.service.conftest import OTHER, PRAISE, bench, url

__all__ = ("bench", "url")


def first_run(bench, *titles: str) -> None:
    settings = bench.world.settings
    feeds = tuple(policy.model_copy(update={"first_run": "baseline"}) for policy in settings.feeds)
    bench.world = replace(bench.world, settings=replace(settings, feeds=feeds))
    bench.serve(*titles)
    bench.poll()


def likenesses(bench) -> dict[str, Likeness]:
    """By title."""
    entries = [stored.entry for stored in bench.world.store.entries.recent(99)]
    found = bench.world.store.likenesses.known([entry.key for entry in entries])
    return {entry.title: found[entry.key].likeness for entry in entries}


def test_a_first_run_does_not_wait_for_it_and_the_tick_learns_it(bench):
    first_run(bench, PRAISE, OTHER)
    entries = {stored.entry.title: stored for stored in bench.world.store.entries.recent(99)}
    assert {stored.standing for stored in entries.values()} == {Standing.BASELINE}
    assert set(likenesses(bench).values()) == {Likeness()}
    assert liken(bench.world) == 2
    assert likenesses(bench) == {title: likeness(stored.entry) for title, stored in entries.items()}
    assert liken(bench.world) is None


def test_what_comes_later_has_it_at_once(bench):
    first_run(bench, OTHER)
    bench.serve(PRAISE, OTHER, numbers=range(2, 0, -1))
    bench.serve(OTHER, PRAISE)
    bench.poll()
    assert likenesses(bench)[PRAISE].title_key


def test_a_title_without_a_word_is_not_looked_at_again(bench):
    first_run(bench, "… !")
    assert liken(bench.world) == 1
    assert liken(bench.world) is None
