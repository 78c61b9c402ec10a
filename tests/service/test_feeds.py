"""What an editor is told of the feeds, and when."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from bot.errors import FeedError, NotFound
from bot.intake.policy import FeedPolicy
from bot.model import Event, Feed, FeedState, Standing
from bot.plan.health import answered, failed, redirected
from bot.plan.silence import Rhythm
from bot.service.doctor import doctor
from bot.service.feeds import (
    Health,
    bulletins,
    describe,
    pace_of,
    policy_to_ask,
    rhythm_text,
    rouse_others,
    told,
    with_silence,
)
from bot.service.poll import ensure_feeds
from bot.service.preview import preview
from tests.conftest import NOW
from tests.service.conftest import OTHER, PRAISE, bench, url
from tests.store.samples import LOA, arrival, entry

__all__ = ("bench", "url")

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DOWN = "Máy chủ cong.vn từ chối kết nối."


def settle(bench, *policies: FeedPolicy) -> None:
    """Other feeds in the settings."""
    bench.world = replace(bench.world, settings=replace(bench.world.settings, feeds=policies))
    ensure_feeds(bench.world)


def put(bench, **changes) -> Feed:
    """The feed's row, changed."""
    after = replace(bench.world.store.feeds.get("cong"), **changes)
    bench.world.store.polls.record(after, (), bench.instant[0], LOA)
    return after


def carry(bench, *days: int, feed: str = "cong") -> None:
    """One entry on each of these days ago."""
    row = bench.world.store.feeds.get(feed)
    for ago in days:
        new = arrival(entry(str(ago), feed=feed), standing=Standing.IRRELEVANT)
        bench.world.store.polls.record(row, [new], bench.instant[0] - ago * DAY, LOA)


class Life:
    """A feed that is polled when it is due, and what the journal is told of it."""

    def __init__(self, bench) -> None:
        self.bench = bench
        self.policy = bench.world.settings.feeds[0]
        self.pace = pace_of(bench.world, self.policy)
        self.feed = replace(bench.world.store.feeds.get("cong"), seeded=True, last_new_at=bench.instant[0])
        self.events: list[Event] = []

    def fail(self, times: int = 1, sentence: str = DOWN, *, gone: bool = False) -> None:
        for _ in range(times):
            now = self._due()
            self._take(failed(self.feed, self.pace, now, sentence=sentence, answer="410" if gone else "", gone=gone))

    def answer(self, *, moved_to: str = "", new: bool = False) -> None:
        now = self._due()
        after = answered(redirected(self.feed, moved_to, now, self.pace.hold), self.pace, now, answer="200", new=new)
        self._take(with_silence(self.bench.world, self.policy, after))

    def _due(self):
        self.bench.instant[0] = max(self.bench.instant[0], self.feed.next_poll_at)
        return self.bench.instant[0]

    def _take(self, after: Feed) -> None:
        self.events += told(self.bench.world, self.feed, after)
        self.feed = after

    @property
    def verbs(self) -> list[str]:
        return [event.verb for event in self.events]


@pytest.fixture
def life(bench):
    return Life(bench)


def test_a_rest_is_told_once_with_the_reason_and_the_way_back_and_so_is_its_end(life):
    life.fail(9)
    assert life.verbs == ["poll-failed"]  # once, not at each of its repetitions
    life.fail(3)
    life.fail(4, "Không có gì ở https://cong.vn/rss (mã 404).")  # another reason while it rests: in its row only
    assert life.verbs == ["poll-failed", "feed-rests"]
    assert life.feed.last_error.startswith("Không có gì")
    life.answer()
    life.answer()
    assert life.verbs == ["poll-failed", "feed-rests", "feed-back"]
    rests, back = life.events[1:]
    assert rests.subject == "feed:cong"
    assert "10 lần liền từ 24/11/2026 08:" in rests.reason
    assert DOWN in rests.reason
    assert "poll --feed cong" in rests.reason
    assert "sau 16 lần" in back.reason


def test_each_spell_is_told_anew(life):
    for _ in range(2):
        life.fail(20)
        life.answer()
    assert life.verbs == ["poll-failed", "feed-rests", "feed-back"] * 2


def test_a_fault_that_changes_is_told_while_the_feed_is_asked_as_ever(life):
    life.fail()
    life.fail(2, "Máy chủ trục trặc.")
    assert [event.reason for event in life.events] == [DOWN, "Máy chủ trục trặc."]


def test_gone_is_told_once(life):
    life.fail(3, "https://cong.vn/rss đã bị gỡ hẳn (mã 410).", gone=True)
    life.fail(1)
    assert life.verbs == ["feed-gone"]
    assert "không hỏi nữa" in life.events[0].reason
    life.answer()
    assert life.verbs == ["feed-gone", "feed-back"]


def test_a_move_is_told_when_it_is_adopted_and_when_it_is_given_up(life):
    while not life.feed.asks_at:
        life.answer(moved_to="https://moi.vn/rss")
    life.answer()
    assert life.verbs == ["feed-moved"]
    assert "https://moi.vn/rss từ 24/11/2026 08:" in life.events[0].reason
    assert "bot.yaml" in life.events[0].reason
    life.fail(2)
    life.answer()
    assert life.verbs == ["feed-moved", "poll-failed", "feed-moved"]
    assert "trở lại hỏi https://cong.vn/rss" in life.events[2].reason


def test_silence_is_told_once_until_there_are_news(bench, life):
    carry(bench, *range(30))
    while bench.instant[0] < NOW + 6 * DAY:
        life.answer()
    assert life.verbs == ["feed-silent"]
    assert NOW + 3 * DAY <= life.events[0].at < NOW + 3 * DAY + HOUR
    assert "từ 24/11/2026 08:" in life.events[0].reason
    life.answer(new=True)
    while bench.instant[0] < NOW + 10 * DAY:
        life.answer()
    assert life.verbs == ["feed-silent", "feed-silent"]


def test_a_row_of_an_older_loa_learns_when_its_last_news_were(bench):
    carry(bench, *range(4, 30))
    found = with_silence(bench.world, bench.world.settings.feeds[0], put(bench, seeded=True))
    assert (found.silence_told_at, found.last_new_at) == (NOW, NOW - 4 * DAY)


def test_the_setting_silence_off_silences_the_alarm(bench):
    settle(bench, FeedPolicy(name="cong", url="https://cong.vn/rss", silence="off"))
    carry(bench, *range(30, 60))
    feed = put(bench, seeded=True, last_new_at=NOW - 30 * DAY)
    assert with_silence(bench.world, bench.world.settings.feeds[0], feed) == feed


def test_a_feed_that_comes_back_rouses_those_that_failed_with_it(bench):
    settle(bench, *(FeedPolicy(name=name, url=f"https://{name}.vn/rss") for name in ("cong", "xa", "huyen")))
    since, later = NOW - 2 * DAY, NOW + 20 * HOUR
    for name, began in (("xa", since + 5 * timedelta(minutes=1)), ("huyen", since - 9 * DAY)):
        row = bench.world.store.feeds.get(name)
        failing = replace(row, failures=12, failing_since=began, state=FeedState.RESTING, last_polled_at=NOW - HOUR, next_poll_at=later)
        bench.world.store.polls.record(failing, (), NOW, LOA)
    before = put(bench, failures=12, failing_since=since, state=FeedState.RESTING)
    after = answered(before, pace_of(bench.world, bench.world.settings.feeds[0]), NOW, answer="200", new=False)
    assert rouse_others(bench.world, before, before) == 0
    assert rouse_others(bench.world, replace(before, failures=2), after) == 0  # a hiccup
    assert rouse_others(bench.world, before, after) == 1
    assert bench.world.store.feeds.get("xa").next_poll_at == NOW
    assert bench.world.store.feeds.get("huyen").next_poll_at == later


SICK = {"failures": 12, "failing_since": NOW - 3 * DAY, "last_error": DOWN, "last_polled_at": NOW}
CASES = [
    ({}, Health.NEW, ""),
    ({"last_polled_at": NOW}, Health.FINE, ""),
    (SICK, Health.FAILING, DOWN),
    ({**SICK, "state": FeedState.RESTING}, Health.RESTING, "poll --feed cong"),
    ({**SICK, "state": FeedState.GONE}, Health.GONE, "không hỏi nữa"),
    ({"last_polled_at": NOW, "last_new_at": NOW - 9 * DAY, "silence_told_at": NOW}, Health.SILENT, "không có tin mới từ 15/11/2026"),
]


@pytest.mark.parametrize(("changes", "health", "says"), CASES)
def test_how_a_feed_fares(bench, changes, health, says):
    put(bench, **changes)
    (found,) = bulletins(bench.world)
    assert found.health is health
    assert says in found.sentence
    assert bool(says) is bool(found.sentence)


@pytest.mark.parametrize(("changes", "health", "says"), CASES)
def test_doctor_mentions_what_rests_is_gone_or_silent_though_the_feed_can_be_read(bench, changes, health, says):
    bench.serve(PRAISE)
    put(bench, **changes)
    findings = [finding for finding in doctor(bench.world) if finding.what == "feed:cong"]
    assert findings[0].ok
    assert [says in finding.sentence for finding in findings[1:]] == [True] * (health in {Health.GONE, Health.RESTING, Health.SILENT})
    assert not any(finding.ok or finding.stops for finding in findings[1:])


def test_those_that_need_a_human_come_first_and_feeds_of_old_settings_not_at_all(bench):
    settle(bench, *(FeedPolicy(name=name, url=f"https://{name}.vn/rss", enabled=name != "b") for name in ("a", "b", "c")))
    row = bench.world.store.feeds.get("c")
    bench.world.store.polls.record(replace(row, state=FeedState.RESTING, **SICK), (), NOW, LOA)
    assert [(each.feed.name, each.health) for each in bulletins(bench.world)] == [
        ("c", Health.RESTING),
        ("a", Health.NEW),
        ("b", Health.OFF),
    ]


def test_a_report_has_figures_rhythm_and_what_is_the_matter(bench):
    carry(bench, *range(0, 60, 2))
    put(
        bench,
        seeded=True,
        last_polled_at=NOW,
        last_answer="304",
        moved_to="https://moi.vn/rss",
        moved_since=NOW - HOUR,
        hub="https://hub.vn",
    )
    (report,) = describe(bench.world)
    assert (report.name, report.health, report.last_answer, report.next_poll_at) == ("cong", Health.FINE, "304", NOW)
    assert (report.entries, report.week) == (30, {Standing.IRRELEVANT: 4})
    assert report.rhythm == "khoảng 4 tin một tuần, thường cách nhau 2 ngày"
    assert (report.a_day, report.gap_hours, report.silent_after_days) == (0.5, 48, 6)
    assert (report.last_new_at, report.asks_at, report.moved_to, report.hub) == (
        NOW,
        "https://cong.vn/rss",
        "https://moi.vn/rss",
        "https://hub.vn",
    )
    assert report.events == ()


def test_one_report_has_its_journal(bench):
    bench.fetcher.error = FeedError("intake.refused", host="cong.vn", url="https://cong.vn/rss")
    bench.poll()
    (report,) = describe(bench.world, "cong")
    assert [event.verb for event in report.events] == ["poll-failed"]
    with pytest.raises(NotFound):
        describe(bench.world, "không-có")


def test_a_thousand_feeds_cost_one_query_each_and_each_goes_by_an_index(bench):
    settle(bench, *(FeedPolicy(name=f"xa-{number}", url=f"https://xa-{number}.vn/rss") for number in range(40)))
    carry(bench, 1, 2, feed="xa-7")
    asked: list[tuple[str, tuple]] = []
    engine = bench.world.store._engine

    def note(_connection, _cursor, statement, parameters, _context, _many) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    assert [report.entries for report in describe(bench.world)].count(2) == 1
    event.remove(engine, "before_cursor_execute", note)
    selects = [each for each in asked if each[0].startswith("SELECT")]
    assert len(selects) == 40 + 3
    with engine.connect() as connection:
        for statement, parameters in selects:
            if "entries" in statement:
                plan = " ".join(row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
                assert re.search(r"USING (COVERING )?INDEX ix_entries_(feed_)?first_seen_at", plan), plan
        assert connection.execute(text("SELECT 1")).scalar() == 1


@pytest.mark.parametrize(
    ("a_day", "gap", "words"),
    [
        (4.2, 5 * HOUR, "khoảng 4 tin một ngày, thường cách nhau 5 giờ"),
        (30, timedelta(seconds=20), "khoảng 30 tin một ngày, thường cách nhau 1 phút"),
        (0.5, 1.9 * DAY, "khoảng 4 tin một tuần, thường cách nhau 46 giờ"),
        (0.1, 9.4 * DAY, "khoảng 3 tin một tháng, thường cách nhau 9 ngày"),
    ],
)
def test_a_rhythm_in_words(bench, a_day, gap, words):
    assert rhythm_text(bench.world, Rhythm(a_day=a_day, gap=gap)) == words
    assert rhythm_text(bench.world, None) == ""


def test_only_feeds_that_are_switched_on_are_asked(bench):
    settle(bench, FeedPolicy(name="cong", url="https://cong.vn/rss", enabled=False))
    with pytest.raises(NotFound, match="switched off"):
        policy_to_ask(bench.world, "cong")
    with pytest.raises(NotFound, match="no feed"):
        policy_to_ask(bench.world, "xa")


@pytest.mark.parametrize("typed", ["cong.vn/rss", "ftp://cong.vn/rss", "https://", "cong.vn"])
def test_a_preview_of_what_is_no_address_says_what_to_type(bench, typed):
    with pytest.raises(NotFound) as caught:
        preview(bench.world, typed)
    assert typed in caught.value.say("vi")
    assert "https://" in caught.value.say("vi")


def test_a_preview_of_an_address_never_seen(bench):
    bench.serve(OTHER)
    (item,) = preview(bench.world, "https://moi.vn/rss")
    assert item.entry.title == OTHER
