"""A database that can't be used is told from memory: after some minutes, once in a while, and not for a passing lock."""

from dataclasses import replace

import pytest

from bot.alert import Concern
from bot.alerts.policy import AlertsPolicy, RecipientPolicy
from bot.errors import Transient
from bot.service.last_resort import LastResort, tell_of_the_database
from tests.fakes.messenger import FakeMessenger

WHY = "Không ghi được vào data/loa.db vì hết chỗ. Hãy giải phóng dung lượng đĩa."


@pytest.fixture
def told(bench):
    """The messenger of Lan, who wants to hear of what is urgent; Mai wants only the digest."""
    lan, mai = FakeMessenger(), FakeMessenger()
    recipients = (
        RecipientPolicy(name="lan", url_from="LOA_LAN"),
        RecipientPolicy(name="mai", url_from="LOA_MAI", kinds=(Concern.DIGEST,)),
    )
    settings = replace(bench.world.settings, alerts=AlertsPolicy(recipients=recipients))
    bench.world = replace(bench.world, settings=settings, messengers={"lan": lan, "mai": mai})
    yield lan
    assert mai.received == []


def fail(bench, trouble: LastResort, minutes: int, tick: str = "poll") -> int:
    """The tick fails every minute; how often somebody was told."""
    sent = 0
    for _ in range(minutes):
        trouble.failed(tick, WHY, bench.instant[0])
        sent += tell_of_the_database(bench.world, trouble)
        bench.pass_time(minutes=1)
    return sent


def test_a_database_that_fails_for_long_is_told_once_with_since_and_why(bench, told):
    trouble = LastResort()
    assert fail(bench, trouble, 10) == 0
    assert fail(bench, trouble, 300) == 1
    assert told.titles == ["Loa KHẨN: không dùng được cơ sở dữ liệu"]
    assert told.last == f"Từ 08:00 24/11/2026 Loa không ghi được gì nên không đọc tin, không đăng bài. {WHY}"
    assert fail(bench, trouble, 120) == 1, "it lasts: told again after hours"


def test_a_passing_lock_is_not_told(bench, told):
    trouble = LastResort()
    assert fail(bench, trouble, 5) == 0
    trouble.worked("poll")
    assert fail(bench, trouble, 9) == 0
    bench.pass_time(hours=3)
    assert tell_of_the_database(bench.world, trouble) == 0, "what failed once and has had no work since says nothing of now"
    assert fail(bench, trouble, 9) == 0


def test_that_one_tick_works_does_not_hide_that_another_fails(bench, told):
    trouble = LastResort()
    fail(bench, trouble, 6)
    trouble.worked("publish")
    assert fail(bench, trouble, 6) == 1


def test_while_nobody_can_be_reached_it_is_tried_again(bench, told):
    trouble = LastResort()
    told.failures = [Transient("alerts.unreached")] * 2
    assert fail(bench, trouble, 14) == 1
    assert told.tried == 3
