"""An article that is taken off the site after its Post was made: an editor decides, and nothing is posted anew."""

from dataclasses import replace

import pytest

from bot.errors import Unfetched
from bot.intake.fetch import Resource
from bot.model import PostState, StepKind, StepState
from bot.service import editors
from bot.service.watch import watch_source
from tests.service.conftest import OTHER, PRAISE, Bench

PAGE = "https://cong.vn/1.html"


def answers(bench: Bench, status: int) -> None:
    bench.fetcher.resources[PAGE] = Resource(status=status, body=b"", content_type="text/html", url=PAGE)


def look(bench: Bench, status: int) -> str | None:
    answers(bench, status)
    bench.pass_time(hours=3)
    return watch_source(bench.world)


def published(bench: Bench):
    bench.serve(PRAISE)
    bench.poll()
    bench.run()
    (post,) = bench.posts(PostState.PUBLISHED)
    return post


def verbs(bench: Bench, key: str) -> list[str]:
    return [event.verb for event in bench.world.store.journal.of(key) if event.verb.startswith("source-")]


def test_an_article_that_is_there_changes_nothing(bench):
    post = published(bench)
    for _ in range(3):
        assert look(bench, 200) == post.entry_key
    assert bench.world.store.steps.of(post.key) == []
    assert verbs(bench, post.entry_key) == []


def test_it_is_asked_no_oftener_than_the_settings_say(bench):
    post = published(bench)
    assert look(bench, 200) == post.entry_key
    before = len(bench.fetcher.fetched)
    assert watch_source(bench.world) is None
    bench.pass_time(hours=2.9)
    assert watch_source(bench.world) is None
    assert len(bench.fetcher.fetched) == before


def test_not_found_twice_asks_an_editor_about_the_published_post(bench):
    post = published(bench)
    look(bench, 404)
    assert bench.world.store.steps.of(post.key) == []
    look(bench, 404)
    (step,) = bench.world.store.steps.of(post.key)
    assert (step.kind, step.state) == (StepKind.WITHDRAW, StepState.HELD)
    assert "đã bị gỡ khỏi cổng thông tin" in step.reason
    assert verbs(bench, post.entry_key) == ["source-missing", "source-removed"]


def test_gone_for_good_is_believed_at_once(bench):
    post = published(bench)
    look(bench, 410)
    assert [step.state for step in bench.world.store.steps.of(post.key)] == [StepState.HELD]


def test_a_passing_fault_of_the_site_is_no_removal(bench):
    post = published(bench)
    for status in (404, 200, 404, 500, 503, 403, 200):
        look(bench, status)
    assert bench.world.store.steps.of(post.key) == []
    assert verbs(bench, post.entry_key) == ["source-missing", "source-there", "source-missing", "source-there"]


def test_a_site_that_does_not_answer_is_no_removal(bench):
    post = published(bench)
    bench.fetcher.resources[PAGE] = Unfetched("intake.resource_slow", host_down=True, url=PAGE)
    bench.pass_time(hours=3)
    assert watch_source(bench.world) == post.entry_key
    assert verbs(bench, post.entry_key) == []


def test_an_editor_who_keeps_the_post_is_not_asked_again(bench):
    post = published(bench)
    look(bench, 410)
    editors.reject(bench.world, post.key, by="Anna", note="giữ lại")
    for _ in range(3):
        look(bench, 410)
    assert [step.state for step in bench.world.store.steps.of(post.key)] == [StepState.DROPPED]
    assert bench.page.texts


def test_a_post_that_waits_is_held_and_goes_out_only_when_an_editor_says_so(bench):
    bench.serve(PRAISE)
    bench.poll()
    settings = bench.world.settings
    corrections = settings.corrections.model_copy(update={"look_every": settings.corrections.look_every / 60})
    bench.world = replace(bench.world, settings=replace(settings, corrections=corrections))
    answers(bench, 410)
    bench.pass_time(minutes=4)
    watch_source(bench.world)
    (post,) = bench.posts()
    assert (post.state, post.due_at) == (PostState.HELD, None)
    editors.approve(bench.world, post.key, by="Anna")
    bench.pass_time(minutes=4)
    watch_source(bench.world)
    assert bench.posts()[0].state is PostState.SCHEDULED
    bench.run()
    assert len(bench.page.posts) == 1


def test_entries_without_a_post_and_old_ones_are_not_looked_at(bench):
    bench.serve(OTHER)
    bench.poll()
    assert look(bench, 404) is None
    post = published(bench)
    bench.pass_time(days=15)
    assert look(bench, 404) is None
    assert verbs(bench, post.entry_key) == []


@pytest.mark.parametrize("crash_at", ["steps", "journal"])
def test_a_crash_in_the_middle_asks_the_editor_all_the_same_and_once(bench, crash_at):
    post = published(bench)
    store = bench.world.store

    class Broken:
        """One part of the store that dies at its first write."""

        def __init__(self, inner: object) -> None:
            self._inner = inner

        def __getattr__(self, name: str):
            if name in {"want", "write"}:
                raise KeyboardInterrupt
            return getattr(self._inner, name)

    class Half:
        def __getattr__(self, name: str):
            return Broken(getattr(store, name)) if name == crash_at else getattr(store, name)

    answers(bench, 410)
    bench.pass_time(hours=3)
    with pytest.raises(KeyboardInterrupt):
        watch_source(replace(bench.world, store=Half()))
    look(bench, 410)
    assert [step.state for step in store.steps.of(post.key)] == [StepState.HELD]
