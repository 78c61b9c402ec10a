"""Bounds that hold whatever a server does: time for the headers, memory for what is unpacked, questions to one host at a time."""

import gzip
import tracemalloc
import zlib
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Event, Lock, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.intake.coding import PIECE, CodingError, codings_of, opened
from bot.intake.fetch import Fetched, Fetcher
from bot.intake.freshness import fresh_for, http_date, retry_after
from bot.intake.turns import Turns
from tests.fakes.site import Answer
from tests.intake.conftest import HERE
from tests.intake.test_fetch import Clock

RSS = b"<rss version='2.0'><channel><title>Tin</title></channel></rss>"


def test_headers_that_drip_end_at_their_deadline(site, policy, feed):
    clock = Clock()

    def drip(write):
        # An interim answer has gone out already; what drips is the head of the true one.
        write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(1_000):
            clock.looked.acquire()
            clock.now += 10
            write(b"X: x\r\n")

    site.answers["/rss"] = Answer(drip, status=103, headers={"Date": None})
    fetcher = Fetcher(HERE, monotonic=clock)

    with pytest.raises(FeedError) as caught:
        fetcher.fetch(policy(f"{site.url}/rss"), feed())

    assert caught.value.key == "intake.read_timeout"
    assert clock.now < 200
    fetcher.close()


def test_all_redirects_together_have_a_deadline(site, policy, feed):
    clock = Clock()
    clock.step = 12.0  # a look costs twelve seconds; each hop looks five times
    for hop in range(6):
        site.answers[f"/{hop}"] = Answer(status=302, headers={"Location": f"/{hop + 1}", "Content-Length": "0"})
    fetcher = Fetcher(HERE, monotonic=clock)

    with pytest.raises(FeedError) as caught:
        fetcher.fetch(policy(f"{site.url}/0"), feed())

    assert caught.value.key == "intake.read_timeout"
    assert len(site.asked) < 5
    fetcher.close()


@pytest.mark.parametrize("stages", [1, 2])
def test_a_bomb_never_becomes_more_than_a_piece_a_stage(stages):
    bomb = b"\0" * 30_000_000
    for _ in range(stages):
        bomb = gzip.compress(bomb)
    tracemalloc.start()
    try:
        pieces = opened(iter([bomb]), ["gzip"] * stages)
        for _ in range(3):
            assert len(next(pieces)) <= PIECE
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20 * PIECE


@given(st.binary(max_size=3_000), st.lists(st.sampled_from(["gzip", "deflate"]), max_size=2), st.integers(1, 100))
def test_what_is_packed_comes_out_however_it_is_cut(data, codings, size):
    packed = data
    for coding in codings:
        packed = gzip.compress(packed, mtime=0) if coding == "gzip" else zlib.compress(packed)
    pieces = [packed[place : place + size] for place in range(0, len(packed), size)]
    assert b"".join(opened(iter(pieces), codings)) == data


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_whatever_is_not_packed_ends_in_its_error(data, coding):
    with suppress(CodingError):
        b"".join(opened(iter([data]), [coding]))


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_headers_say_is_read_or_passed_over(text, other):
    with suppress(CodingError):
        assert len(codings_of(text)) <= 2
    date = http_date(other)
    found = retry_after(text, date, timedelta(days=1)), fresh_for({"Cache-Control": text, "Age": other, "Expires": text}, date)
    assert all(each is None or timedelta(0) <= each <= timedelta(days=366) for each in found)


def test_a_turn_is_waited_for_and_given_back():
    turns = Turns(1)
    with turns.turn("cong.vn", 1) as first, turns.turn("cong.vn", 0) as second, turns.turn("khac.vn", 0) as other:
        assert (first, second, other) == (True, False, True)
        assert len(turns) == 2
    with turns.turn("cong.vn", 0) as again:
        assert again
    assert len(turns) == 0


def test_one_host_is_asked_two_things_at_a_time_by_however_many_threads(site, policy, feed):
    lock, inside, most = Lock(), [0], [0]
    together = Barrier(2, timeout=30)

    def slow(_asked):
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        together.wait()  # two are here, or this would never end; a third would be counted
        with lock:
            inside[0] -= 1
        return Answer(RSS)

    site.answers["/rss"] = slow
    fetcher = Fetcher(HERE)
    came: list[object] = []
    threads = [Thread(target=lambda: came.append(fetcher.fetch(policy(f"{site.url}/rss"), feed()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert [type(each) for each in came] == [Fetched] * 8
    assert most == [2]
    fetcher.close()


def test_who_waits_too_long_for_a_turn_hears_why(site, policy, feed):
    begun, end = Event(), Event()

    def slow(_asked):
        begun.set()
        end.wait(60)
        return Answer(RSS)

    site.answers["/cham"] = slow
    clock = Clock()
    fetcher = Fetcher(HERE.model_copy(update={"per_host": 1}), monotonic=clock)
    thread = Thread(target=lambda: fetcher.fetch(policy(f"{site.url}/cham"), feed()))
    thread.start()
    assert begun.wait(60)
    for _ in range(4):
        clock.looked.acquire()  # until it waits for the head, and looks at the clock no more
    clock.step = 119.95  # of the two minutes for turns and redirects hardly anything is left
    with pytest.raises(FeedError) as caught:
        fetcher.fetch(policy(f"{site.url}/rss"), feed())
    assert caught.value.key == "intake.host_busy"
    clock.step = 0.0
    end.set()
    thread.join(60)
    fetcher.close()


def test_the_connections_of_fifty_hosts_in_turn_are_kept_and_of_a_thousand_not_all():
    fetcher = Fetcher()
    manager = fetcher._transport.poolmanager
    for _ in range(2):
        pools = {id(manager.connection_from_host(f"cong{number}.vn", 443, "https")) for number in range(50)}
    assert len(pools) == len(manager.pools) == 50
    for number in range(1_000):
        manager.connection_from_host(f"cong{number}.vn", 443, "https")
    assert len(manager.pools) == 128
    fetcher.close()
