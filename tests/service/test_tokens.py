"""Tokens and rights are inspected at start and daily: an end is told in time and once, what stops a Page pauses it, what passes does not."""

from dataclasses import replace
from datetime import timedelta

from bot.channels.protocol import Load
from bot.errors import Throttled
from bot.model import PostState
from bot.service.limits import rest
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from bot.service.tokens import inspect_anew, inspect_channels
from tests.fakes.page import FakePage
from tests.service.conftest import PRAISE


def checks(bench) -> int:
    return bench.page.asked.count("check")


def told(bench) -> list[str]:
    return [event.reason for event in bench.world.store.journal.of("channel:trang") if event.verb == "warned"]


def paused(bench) -> bool:
    return bench.world.store.channels.status("trang").paused_since is not None


def live(bench, *, days: int) -> None:
    """The tick, every hour, for so many days."""
    for _ in range(days * 24):
        while inspect_channels(bench.world) is not None:
            pass
        bench.pass_time(hours=1)


def test_each_page_is_inspected_at_start_and_daily(bench):
    other = FakePage(name="khac")
    bench.world = replace(bench.world, channels={"trang": bench.page, "khac": other})
    assert [inspect_channels(bench.world) for _ in range(3)] == ["trang", "khac", None]
    bench.pass_time(hours=23)
    assert inspect_channels(bench.world) is None
    bench.pass_time(hours=1)
    assert inspect_channels(bench.world) == "trang"
    inspect_anew(bench.world)
    assert [inspect_channels(bench.world) for _ in range(3)] == ["trang", "khac", None]


def test_of_two_workers_one_inspects(bench):
    assert inspect_channels(bench.world) == "trang"
    assert inspect_channels(bench.restarted()) is None
    assert checks(bench) == 1


def test_a_healthy_page_is_told_of_nothing(bench):
    live(bench, days=3)
    assert (told(bench), paused(bench), checks(bench)) == ([], False, 3)


def test_an_end_is_told_fourteen_seven_three_and_one_days_before_and_once_each(bench):
    bench.page.ends = bench.instant[0] + timedelta(days=20)
    live(bench, days=20)
    assert [sentence.partition(":")[0] for sentence in told(bench)] == [f"còn không quá {days} ngày" for days in (14, 7, 3, 1)]
    assert all("hãy lấy mã mới" in sentence for sentence in told(bench)), "the remedy is told, too"
    assert not any("(" in sentence for sentence in told(bench))


def test_a_service_that_was_down_tells_the_nearest_threshold_only(bench):
    bench.page.ends = bench.instant[0] + timedelta(days=2)
    live(bench, days=1)
    assert [sentence[:20] for sentence in told(bench)] == ["còn không quá 3 ngày"]


def test_a_new_token_with_another_end_is_told_of_anew(bench):
    bench.page.ends = bench.instant[0] + timedelta(hours=12)
    live(bench, days=1)
    bench.page.ends = bench.instant[0] + timedelta(days=60)
    live(bench, days=40)
    assert len(told(bench)) == 1


def test_what_costs_figures_only_is_told_once_a_month_and_stops_nothing(bench):
    bench.page.warnings = ["thiếu quyền read_insights"]
    live(bench, days=29)
    assert told(bench) == ["thiếu quyền read_insights"]
    live(bench, days=3)
    assert told(bench) == ["thiếu quyền read_insights"] * 2
    assert not paused(bench)


def test_a_dead_token_pauses_the_page_once_loudly_and_a_new_one_lets_everything_go_on(bench):
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts()
    bench.page.healthy = False
    live(bench, days=1)
    assert paused(bench)
    assert publish_due(bench.world, ignore_timetable=True) is None
    live(bench, days=2)
    assert [event.verb for event in bench.world.store.journal.of("channel:trang")] == ["paused", "inspected"]
    bench.page.healthy = True
    inspect_anew(bench.world)
    assert reconcile(bench.world).verb == "resumed", "asked at once, not at the next probe"
    bench.run()
    out = bench.world.store.outbox.get(post.key)
    assert (out.state, out.attempts) == (PostState.PUBLISHED, 1)


def test_a_network_that_is_away_pauses_nothing_and_the_inspection_is_made_up_for(bench):
    bench.page.unreachable = True
    bench.page.ends = bench.instant[0] + timedelta(days=2)
    assert inspect_channels(bench.world) == "trang"
    assert inspect_channels(bench.world) is None
    assert (paused(bench), told(bench)) == (False, [])
    bench.page.unreachable = False
    bench.pass_time(minutes=15)
    assert inspect_channels(bench.world) == "trang"
    assert len(told(bench)) == 1
    bench.pass_time(minutes=15)
    assert inspect_channels(bench.world) is None


def test_a_network_that_is_away_lets_no_paused_page_go_on(bench):
    bench.page.healthy = False
    inspect_channels(bench.world)
    bench.page.healthy, bench.page.unreachable = True, True
    bench.pass_time(minutes=15)
    assert reconcile(bench.world).verb == "still-paused"
    assert paused(bench)


def test_a_page_that_must_rest_is_not_inspected_until_it_may_be_asked(bench):
    rest(bench.world, bench.page, Throttled("channels.app_limit", scope="app", retry_after=timedelta(hours=1), code=4))
    assert inspect_channels(bench.world) is None
    bench.pass_time(hours=1)
    bench.page.load = Load(99.0)
    assert inspect_channels(bench.world) is None
    assert checks(bench) == 0
    bench.page.load = Load()
    assert inspect_channels(bench.world) == "trang"


def test_what_an_inspection_finds_is_written_down_once_until_it_is_something_else(bench):
    def noted() -> list[str]:
        return [event.reason for event in bench.world.store.journal.of("channel:trang") if event.verb == "inspected"]

    bench.page.warnings = ["hãy xem trang có 41 người theo dõi"]
    live(bench, days=2)
    assert noted() == ["✔ ổn\n✘ hãy xem trang có 41 người theo dõi"]
    bench.page.warnings = ["hãy xem trang có 45 người theo dõi"]
    live(bench, days=2)
    assert len(noted()) == 1, "the number of followers is no news"
    bench.page.ends = bench.instant[0] + timedelta(days=14)
    live(bench, days=2)
    assert noted()[1:] == ["✔ hết hạn ngày 08/12/2026; hãy lấy mã mới\n✘ hãy xem trang có 45 người theo dõi"]
    bench.page.unreachable = True
    live(bench, days=2)
    assert len(noted()) == 2, "what could not be asked is nothing that was found"
