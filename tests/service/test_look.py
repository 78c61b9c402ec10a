"""The look after the posting: the address for people, the card without a picture, and what is gone is not asked for for ever."""

from datetime import timedelta

import pytest

from bot.channels.protocol import Load
from bot.errors import ChannelDown, Throttled, Transient
from bot.model import Post, PostState, Way
from bot.service.look import look_after
from tests.service.conftest import scheduled


def published(bench, count: int = 1, *, way: Way = Way.LINK) -> list[Post]:
    """Posts on the Page, the newest first."""
    scheduled(bench, count, way=way)
    bench.run()
    return bench.posts(PostState.PUBLISHED)


def looks(bench) -> int:
    return bench.page.asked.count("look")


def verbs(bench, post: Post) -> list[str]:
    return [event.verb for event in bench.world.store.journal.of(post.key)]


def test_the_address_is_learnt_once(bench):
    (post,) = published(bench)
    assert look_after(bench.world) == post.key
    assert look_after(bench.world) is None
    assert bench.world.store.outbox.get(post.key).permalink == "http://127.0.0.1/100_1"
    assert looks(bench) == 1
    assert "bare" not in verbs(bench, post)


def test_a_card_without_a_picture_is_told_once(bench):
    (post,) = published(bench)
    bench.page.bare = {"100_1"}
    look_after(bench.world)
    bench.pass_time(days=1)
    look_after(bench.world)
    assert verbs(bench, post).count("bare") == 1


def test_a_text_whose_link_stands_in_the_comment_has_no_card_and_misses_none(bench):
    (post,) = published(bench, way=Way.COMMENT)
    bench.page.bare = {"100_1"}
    assert look_after(bench.world) == post.key
    assert "bare" not in verbs(bench, post)


@pytest.mark.parametrize("gone", [True, False])
def test_what_has_no_address_is_looked_at_less_and_less_often(bench, gone):
    published(bench)
    if gone:
        bench.page.texts.clear()
    bench.page.nameless = {"100_1"}
    for _ in range(2 * 60 * 24):
        look_after(bench.world)
        bench.pass_time(seconds=30)
    first_day = looks(bench)
    assert 5 <= first_day <= 15
    for _ in range(2 * 60 * 24):
        look_after(bench.world)
        bench.pass_time(seconds=30)
    assert looks(bench) - first_day <= 1


def test_an_address_that_comes_late_is_still_learnt(bench):
    (post,) = published(bench)
    bench.page.nameless = {"100_1"}
    look_after(bench.world)
    bench.page.nameless.clear()
    assert look_after(bench.world) is None, "not at once"
    bench.pass_time(minutes=1)
    assert look_after(bench.world) == post.key


def test_a_look_that_fails_is_made_again_and_lets_the_older_ones_go_first_meanwhile(bench):
    new, old = published(bench, 2)
    bench.page.looking = [Transient("channels.not_reached", why="refused")]
    assert look_after(bench.world) is None
    assert looks(bench) == 1, "the network is gone: nine more would wait for it in vain"
    assert look_after(bench.world) == old.key
    bench.pass_time(minutes=1)
    assert look_after(bench.world) == new.key


def test_a_throttle_lets_the_page_rest(bench):
    published(bench, 2)
    bench.page.looking = [Throttled("channels.app_limit", scope="app", retry_after=timedelta(minutes=20), code=4)]
    assert look_after(bench.world) is None
    bench.pass_time(minutes=19)
    assert look_after(bench.world) is None
    assert looks(bench) == 1
    bench.pass_time(minutes=1)
    assert look_after(bench.world) is not None


def test_a_dead_token_pauses_the_page_which_is_not_looked_at_until_it_works_again(bench):
    published(bench, 2)
    bench.page.looking = [ChannelDown("channels.token_expired", code=190)]
    assert look_after(bench.world) is None
    assert bench.world.store.channels.status("trang").paused_since is not None
    assert look_after(bench.world) is None
    assert looks(bench) == 1
    bench.world.store.channels.resume("trang", reason="", now=bench.instant[0], actor="loa")
    assert look_after(bench.world) is not None


def test_a_page_whose_limits_are_nearly_used_up_is_not_looked_at(bench):
    published(bench)
    bench.page.load = Load(75.0)
    assert look_after(bench.world) is None
    assert looks(bench) == 0
