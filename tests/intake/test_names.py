"""Looking names up: in a time of its own, in few threads, and with a sentence that tells "no such name" from "nobody could be asked"."""

import socket
from contextlib import suppress
from threading import Event, active_count, current_thread

import pytest

from bot.errors import FeedError, Unfetched
from bot.intake.connection import Network
from bot.intake.fetch import Fetcher
from bot.intake.names import Names, NameServerSilentError
from bot.intake.policy import IntakePolicy
from tests.fakes.network import FakeNetwork
from tests.fakes.site import Answer

RSS = b"<rss version='2.0'><channel><title>Tin</title></channel></rss>"
FAR = "93.184.216.34"


class SlowServer:
    """A name server that says nothing until it is let go; `asked` are the names, `looking` the threads that asked."""

    def __init__(self) -> None:
        self.goes = Event()
        self.asked: list[str] = []
        self.looking = []

    def resolve(self, host, port):
        self.asked.append(host)
        self.looking.append(current_thread())
        self.goes.wait(60)
        return [(socket.AF_INET, (FAR, port))]

    def let_go(self) -> None:
        self.goes.set()
        for thread in self.looking:
            thread.join(60)


@pytest.fixture
def silent():
    server = SlowServer()
    yield server
    server.let_go()


def failing(code: int):
    def resolve(host, port):
        raise socket.gaierror(code, "no")

    return Network(resolve=resolve)


@pytest.mark.parametrize(
    ("code", "key", "words"),
    [
        (socket.EAI_NONAME, "intake.no_such_host", "tên miền trong"),
        (socket.EAI_AGAIN, "intake.name_server_fails", "DNS"),
        (socket.EAI_FAIL, "intake.name_server_fails", "DNS"),
    ],
)
def test_a_name_that_nobody_has_is_told_from_one_that_nobody_could_look_up(policy, feed, code, key, words):
    fetcher = Fetcher(IntakePolicy(), network=failing(code))
    with pytest.raises(FeedError) as caught:
        fetcher.fetch(policy("http://cong.vn/rss"), feed())
    assert (caught.value.key, caught.value.params["host"]) == (key, "cong.vn")
    assert words in caught.value.say("vi")
    fetcher.close()


def test_a_name_server_that_says_nothing_has_its_own_sentence_and_time(policy, feed, silent):
    fetcher = Fetcher(IntakePolicy(), network=Network(resolve=silent.resolve))
    asked = policy("http://cong.vn/rss", connect_timeout="1s")
    with pytest.raises(FeedError) as caught:
        fetcher.fetch(asked, feed())
    assert caught.value.key == "intake.name_server_silent"
    assert "1 giây" in caught.value.say("vi")
    assert "within 1 seconds" in caught.value.say("en")
    with pytest.raises(Unfetched) as told:
        fetcher.get("http://cong.vn/1.html", asked, accept="*/*", most_bytes=9)
    assert told.value.host_down
    fetcher.close()


def test_only_so_many_questions_are_under_way_and_a_free_place_is_used_again(silent):
    names = Names(silent.resolve, most=2)
    before = active_count()
    for name in ("a.vn", "b.vn", "c.vn", "d.vn"):
        with pytest.raises(NameServerSilentError):
            names.find(name, 80, 0.05)
    assert silent.asked == ["a.vn", "b.vn"]
    assert active_count() - before == 2
    silent.let_go()
    assert names.find("e.vn", 80, 60) == [(socket.AF_INET, (FAR, 80))]


def test_a_question_that_fails_gives_its_place_back():
    asked = []

    def resolve(host, port):
        asked.append(host)
        raise UnicodeError(host) if len(asked) % 2 else socket.gaierror(socket.EAI_NONAME, "no")

    names = Names(resolve, most=1)
    for name in ("a.vn", "b.vn", "c.vn"):
        with suppress(socket.gaierror, UnicodeError):
            names.find(name, 80, 60)
    assert asked == ["a.vn", "b.vn", "c.vn"]


def test_what_the_system_still_waits_for_does_not_hold_up_the_end_of_the_program(silent):
    with pytest.raises(NameServerSilentError):
        Names(silent.resolve).find("a.vn", 80, 0.05)
    assert [thread.daemon for thread in silent.looking] == [True]


@pytest.mark.parametrize("host", [FAR, "2606:2800:220:1::1", "fe80::1%eth0"])
def test_an_address_needs_no_thread(silent, host):
    silent.goes.set()
    Names(silent.resolve, most=1).find(host, 80, 5)
    assert silent.looking == [current_thread()]
    silent.looking.clear()


def test_what_is_looked_up_in_a_thread_is_still_looked_at_when_it_is_connected_to(site, policy, feed):
    """The rules are about the address, whoever brings it."""
    site.answers["/rss"] = Answer(RSS)
    net = FakeNetwork(site.port, {"cong.vn": [FAR], "xau.vn": ["10.0.0.1"]})
    fetcher = Fetcher(IntakePolicy(), network=net.network)
    assert fetcher.fetch(policy("http://cong.vn/rss"), feed()).body == RSS
    with pytest.raises(FeedError) as caught:
        fetcher.fetch(policy("http://xau.vn/rss"), feed())
    net.truly = "127.0.0.1"
    with pytest.raises(FeedError) as lied:
        fetcher.fetch(policy("http://cong.vn:8080/rss"), feed())
    assert {caught.value.key, lied.value.key} == {"intake.private_address"}
    assert net.dialled == [FAR, FAR]
    fetcher.close()


def test_a_name_that_the_proxy_alone_can_look_up_is_let_through_however_long_ours_is_silent(site, policy, feed, silent):
    site.answers["http://cong.vn/rss"] = Answer(RSS)

    def resolve(host, port):
        return [(socket.AF_INET, ("127.0.0.1", port))] if host == "localhost" else silent.resolve(host, port)

    fetcher = Fetcher(IntakePolicy(), proxy=f"http://localhost:{site.port}", network=Network(resolve=resolve))
    assert fetcher.fetch(policy("http://cong.vn/rss", connect_timeout="1s"), feed()).body == RSS
    assert silent.asked == ["cong.vn"]
    fetcher.close()
