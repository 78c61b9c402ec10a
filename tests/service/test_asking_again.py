"""From the wire to the feed's row: what a server and a document say of time, moves and ends, and when and where the feed is asked next. The real Fetcher asks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.intake.fetch import Fetcher
from bot.intake.policy import FeedPolicy, IntakePolicy
from bot.model import Feed, FeedState
from bot.service.poll import ensure_feeds, poll, poll_due
from tests.fakes.raw import RawServer
from tests.intake.test_conformance import DATE, LATER, http, to
from tests.service.conftest import PRAISE, Bench, rss

EVERY = timedelta(minutes=15)
DAY = timedelta(days=1)
# The jitter: a tenth of the interval either way.
USUAL = (EVERY * 0.9, EVERY * 1.1)


def news(extra: str = "") -> bytes:
    return rss(PRAISE).replace(b"<title>", f"{extra}<title>".encode(), 1)


def after(least: timedelta, most: timedelta | None = None) -> tuple[timedelta, timedelta]:
    return least, (least if most is None else most) + EVERY * 0.1


@pytest.fixture
def site() -> Iterator[RawServer]:
    with RawServer() as server:
        yield server


@pytest.fixture
def asking(bench, site) -> Iterator[Bench]:
    """A world that asks `site`, whatever it says."""
    settings = bench.world.settings
    policy = FeedPolicy(name="cong", url=f"{site.url}/rss", every=EVERY, connect_timeout="5s", read_timeout="20s")
    intake = IntakePolicy(private_hosts=("127.0.0.0/8",), rest_after=3)
    fetcher = Fetcher(intake)
    bench.world = replace(bench.world, settings=replace(settings, feeds=(policy,), intake=intake), fetcher=fetcher)
    ensure_feeds(bench.world)
    yield bench
    fetcher.close()


def row(bench: Bench) -> Feed:
    return bench.world.store.feeds.get("cong")


def asked(bench: Bench) -> Feed:
    """The feed's row after one poll when it is due."""
    bench.instant[0] = max(bench.instant[0], row(bench).next_poll_at)
    poll(bench.world)
    return row(bench)


@pytest.mark.parametrize(
    ("says", "wait"),
    [
        (http(200, body=news()), USUAL),
        (http(200, DATE, body=news()), USUAL),
        (http(200, "Cache-Control: max-age=7200", body=news()), after(timedelta(hours=2))),
        (http(200, "Cache-Control: max-age=7200", "Age: 3600", body=news()), after(timedelta(hours=1))),
        (http(200, "Cache-Control: no-cache, max-age=7200", body=news()), USUAL),
        (http(200, "Cache-Control: max-age=31536000", body=news()), after(DAY)),
        (http(200, DATE, "Expires: Tue, 24 Nov 2026 04:00:00 GMT", body=news()), after(timedelta(hours=3))),
        (http(200, DATE, "Expires: Mon, 23 Nov 2026 04:00:00 GMT", body=news()), USUAL),
        (http(200, "Expires: 0", body=news()), USUAL),
        (http(200, DATE, "Expires: Tue, 24 Nov 2099 04:00:00 GMT", body=news()), after(DAY)),
        (http(200, "Retry-After: 3600", body=news()), after(timedelta(hours=1))),
        (http(200, body=news("<ttl>120</ttl>")), after(timedelta(hours=2))),
        (http(200, body=news("<ttl>9999</ttl>")), after(DAY)),
        (http(200, body=news("<ttl>1</ttl>")), USUAL),
        (http(200, "Cache-Control: max-age=3600", body=news("<ttl>120</ttl>")), after(timedelta(hours=2))),
        (http(429, "Retry-After: 3600"), after(timedelta(hours=1))),
        (http(429, DATE, f"Retry-After: {LATER}"), USUAL),
        (http(503, DATE, "Retry-After: Tue, 24 Nov 2026 03:00:00 GMT"), after(timedelta(hours=2))),
        (http(503, "Retry-After: 99999999"), after(DAY)),
        (http(503), USUAL),
        (b"", USUAL),
    ],
    ids=[
        "nothing", "date", "max-age", "max-age-less-age", "no-cache", "max-age-of-a-year", "expires", "expired", "expires-0", "expires-far", "retry-after-on-200", "ttl",
        "ttl-of-a-week", "ttl-of-a-minute", "the-longest-wish", "429-in-seconds", "429-by-a-date", "503-by-a-date", "503-for-years", "503", "no-answer",
    ],
)  # fmt: skip
def test_when_it_is_asked_next(asking, site, says, wait):
    site.answers["/rss"] = says
    feed = asked(asking)
    least, most = wait
    assert least <= feed.next_poll_at - asking.instant[0] <= most


def test_hours_that_are_to_be_skipped_are(asking, site):
    # It is 01:00 GMT or so; from then till noon nobody is to ask.
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(12))
    site.answers["/rss"] = http(200, body=news(f"<skipHours>{hours}</skipHours>"))
    assert asked(asking).next_poll_at.hour == 12


def test_failures_are_asked_about_more_and_more_seldom_and_then_the_feed_rests(asking, site):
    site.answers["/rss"] = http(500)
    gaps = []
    for _ in range(9):
        feed = asked(asking)
        gaps.append(feed.next_poll_at - asking.instant[0])
    assert all(EVERY * 0.9 * factor <= gap <= EVERY * 1.1 * factor for gap, factor in zip(gaps[:4], (1, 2, 4, 8), strict=True))
    assert (feed.state, feed.last_answer) == (FeedState.RESTING, "500")
    assert DAY * 0.9 <= gaps[-1] <= DAY * 1.1
    site.answers["/rss"] = http(200, body=news())
    assert asked(asking).state is FeedState.ACTIVE


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_is_adopted_after_it_has_held(asking, site, status):
    site.answers.update({"/rss": to(status, "/neu"), "/neu": http(200, body=news())})
    since = asked(asking).moved_since
    while (feed := asked(asking)).asks_at == "":
        assert asking.instant[0] - since < timedelta(days=2)
    assert asking.instant[0] - since >= timedelta(days=2)
    assert feed.asks_at == f"{site.url}/neu"
    site.asked.clear()
    asked(asking)
    assert [path for path, _ in site.asked] == ["/neu"]


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_redirect_for_now_never_is(asking, site, status):
    site.answers.update({"/rss": to(status, "/neu"), "/neu": http(200, body=news())})
    began = asking.instant[0]
    while asking.instant[0] - began < timedelta(days=3):
        feed = asked(asking)
        assert (feed.asks_at, feed.moved_to) == ("", "")


def test_what_is_gone_is_asked_no_more_until_an_operator_asks(asking, site):
    site.answers["/rss"] = http(410)
    assert asked(asking).state is FeedState.GONE
    site.asked.clear()
    asking.pass_time(days=400)
    assert poll_due(asking.world) is None
    assert site.asked == []
    site.answers["/rss"] = http(200, body=news())
    poll(asking.world, only="cong")
    assert row(asking).state is FeedState.ACTIVE


def test_what_is_as_it_was_is_asked_with_what_the_server_gave(asking, site):
    site.answers["/rss"] = http(200, 'ETag: "1"', f"Last-Modified: {LATER}", body=news())
    assert asked(asking).etag == '"1"'
    site.answers["/rss"] = http(304, 'ETag: "2"', "Cache-Control: max-age=3600", "X-No-Length: 1", body=b"")
    feed = asked(asking)
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    assert (feed.etag, feed.last_modified, feed.last_answer) == ('"2"', LATER, "304")
    assert timedelta(hours=1) <= feed.next_poll_at - asking.instant[0]
