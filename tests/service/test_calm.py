"""Polls that make no Post are stored together; what one of them is about is known to the next all the same."""

from dataclasses import dataclass, field, replace

import pytest

from bot.errors import Overruled, StoreError
from bot.model import Entry, Standing
from bot.service.calm import Calm
from bot.service.poll import poll_due
from bot.store.polls import Answered
from tests.service.conftest import OTHER, PRAISE, bench, rss, url
from tests.service.test_gather import Websites, feeds_on

__all__ = ("bench", "url")

TEXT = f"{OTHER} sau trận chung kết với đội thôn Úp Ly; hàng nghìn khán giả đến cổ vũ suốt hai hiệp đấu sáng nay tại sân vận động huyện"


@dataclass
class Told:
    """The store's `polls`: how many outcomes each transaction had; `breaks` is raised by the first of several."""

    inner: object
    sizes: list[int] = field(default_factory=list)
    breaks: Exception | None = None

    def record_all(self, polled: list[Answered], actor: str):
        self.sizes.append(len(polled))
        if self.breaks is not None and len(polled) > 1:
            broken, self.breaks = self.breaks, None
            raise broken
        return self.inner.record_all(polled, actor)


class Watched:
    """A store whose transactions of polls are counted."""

    def __init__(self, inner, breaks: Exception | None = None) -> None:
        self._inner, self.polls = inner, Told(inner.polls, breaks=breaks)

    def __getattr__(self, name):
        return getattr(self._inner, name)


def watched(bench, bodies: dict[str, bytes], breaks: Exception | None = None) -> Told:
    feeds_on(bench, *(f"h{number}.vn" for number in range(len(bodies))), workers=1)
    store = Watched(bench.world.store, breaks)
    bench.world = replace(bench.world, store=store, fetcher=Websites(bodies=bodies))
    return store.polls


def others(count: int) -> dict[str, bytes]:
    return {f"f{number}": rss(f"{OTHER} lần thứ {number}", numbers=range(number, number + 1)) for number in range(count)}


def test_feeds_without_posts_are_stored_together_and_one_with_posts_by_itself(bench):
    told = watched(bench, {**others(4), "f1": rss(PRAISE)})
    assert {each.feed: len(each.new) for each in poll_due(bench.world)} == {f"f{number}": 1 for number in range(4)}
    assert sorted(told.sizes) == [1, 3]
    assert [post.entry_key for post in bench.posts()] == [Entry(feed="f1", identity="1", title="", link="").key]


def test_one_article_in_two_feeds_is_one_article_though_they_are_asked_together(bench):
    body = rss(TEXT)
    watched(bench, {"f0": body, "f1": body, "f2": body})
    done = poll_due(bench.world)
    entries = [bench.world.store.entries.get(key) for each in done for key in each.new]
    assert len(entries) == 3
    first, *copies = sorted(entries, key=lambda each: each.standing is Standing.COPY)
    assert first.standing is Standing.IRRELEVANT
    same_as = {known.known.same_as for known in bench.world.store.likenesses.known([each.entry.key for each in copies]).values()}
    assert same_as == {first.entry.key}


def test_where_another_worker_was_at_one_of_them_each_is_stored_by_itself(bench):
    told = watched(bench, others(3), breaks=Overruled("store.entry_moved_on", entry="e0"))
    done = poll_due(bench.world)
    assert sorted(each.feed for each in done) == ["f0", "f1", "f2"]
    assert all(len(each.new) == 1 for each in done)
    assert told.sizes == [3, 1, 1, 1]


def test_many_entries_are_not_kept_waiting(bench):
    places = {f"f{feed}": range(feed * 100, feed * 100 + 60) for feed in range(3)}
    bodies = {name: rss(*(f"Tin thể thao số {number}" for number in numbers), numbers=numbers) for name, numbers in places.items()}
    told = watched(bench, bodies)
    poll_due(bench.world)
    assert told.sizes == [2, 1]


def test_a_database_that_can_not_be_used_ends_the_beat_and_nothing_is_said_to_be_done(bench):
    watched(bench, others(2), breaks=StoreError("store.locked", where="x", why="locked"))
    with pytest.raises(StoreError):
        poll_due(bench.world)


def test_nothing_that_waits_is_nothing_to_store(bench):
    told = watched(bench, {})
    Calm(bench.world).flush()
    assert told.sizes == []
