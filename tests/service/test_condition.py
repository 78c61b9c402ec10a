"""How each Page fares, from what is written down: those that need a human first, and nobody is asked."""

from dataclasses import replace
from datetime import timedelta

from bot.channels.protocol import Load
from bot.model import Cooldown
from bot.service.condition import PageHealth, conditions, read_findings
from bot.service.tokens import inspect_channels
from tests.fakes.page import FakePage
from tests.service.conftest import bench, scheduled, url

__all__ = ("bench", "url")


def health(bench) -> dict[str, PageHealth]:
    return {report.name: report.health for report in conditions(bench.world)}


def test_pages_that_need_a_human_stand_first(bench, now):
    pages = {name: FakePage(name=name) for name in ("an", "ba", "cu", "da", "en")}
    pages["cu"].warnings = ["thiếu quyền"]
    bench.world = replace(bench.world, channels=pages)
    while inspect_channels(bench.world) is not None:
        pass
    bench.world = replace(bench.world, channels={**pages, "moi": FakePage(name="moi")})
    bench.world.store.channels.pause("en", reason="mã hết hạn", now=now, probe_at=now, actor="loa")
    bench.world.store.cooldowns.put(Cooldown(scope="page:da", until=now + timedelta(hours=1), reason="nhanh quá"))
    assert list(health(bench).items()) == [
        ("en", PageHealth.PAUSED),
        ("cu", PageHealth.WARNED),
        ("da", PageHealth.RESTING),
        ("moi", PageHealth.UNKNOWN),
        ("an", PageHealth.FINE),
        ("ba", PageHealth.FINE),
    ]
    assert {name for name, page in pages.items() if page.asked != ["check"]} == set()


def test_what_was_found_is_read_back_line_by_line():
    good, bad, advice = read_findings("✔ đọc được Trang\n✘ thiếu quyền\n➜ hãy mở một bài")
    assert (good.ok, good.advice, good.sentence) == (True, False, "đọc được Trang")
    assert (bad.ok, bad.advice, bad.sentence) == (False, False, "thiếu quyền")
    assert (advice.ok, advice.advice, advice.sentence) == (True, True, "hãy mở một bài")


def test_a_load_that_is_no_longer_to_be_believed_is_not_known(bench, now):
    bench.page.load = Load(percent=80.0, until=now + timedelta(minutes=5))
    (report,) = conditions(bench.world)
    assert (report.load, report.slow, report.stopped) == (80.0, True, False)
    bench.pass_time(minutes=6)
    (report,) = conditions(bench.world)
    assert report.load is None


def test_attempts_of_the_last_hour_and_the_last_post_are_told(bench):
    scheduled(bench, 2)
    bench.run()
    (report,) = conditions(bench.world)
    assert report.last_out == bench.instant[0]
    assert (report.attempts, report.most_per_hour) == (1, 10)
