"""Zones with daylight saving, and what the settings call a zone."""

from datetime import UTC, datetime, time, timedelta
from itertools import takewhile

import pytest
from pydantic import ValidationError

from bot.plan.bookings import Booking
from bot.plan.placing import next_due
from bot.plan.policy import SlotDays, TimetablePolicy
from bot.plan.timetable import is_quiet, reason_to_expire, slots

BERLIN = TimetablePolicy(
    timezone="Europe/Berlin", slots={SlotDays.EVERYDAY: (time(2, 30), time(3, 30))}, quiet_hours=(), least_spacing=timedelta(0)
)


def utc(text: str) -> datetime:
    """`"2026-03-29 01:30"` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_clock_time_that_spring_skips_is_posted_once_with_the_next():
    """02:30 does not exist on 29 March 2026 in Berlin: by the offset before it is 03:30, where a slot stands already."""
    found = [slot for slot in slots(BERLIN, utc("2026-03-28 12:00")) if slot < utc("2026-03-30 12:00")]
    assert found == [utc("2026-03-29 01:30"), utc("2026-03-30 00:30"), utc("2026-03-30 01:30")]


def test_a_clock_time_that_autumn_repeats_is_posted_once():
    """02:30 comes twice on 25 October 2026 in Berlin: the first counts."""
    found = [slot for slot in slots(BERLIN, utc("2026-10-24 12:00")) if slot < utc("2026-10-26 00:00")]
    assert found == [utc("2026-10-25 00:30"), utc("2026-10-25 02:30")]


def test_quiet_hours_follow_the_clock_on_the_wall():
    policy = TimetablePolicy(timezone="Europe/Berlin", quiet_hours=((time(2), time(3)),))
    assert [is_quiet(policy, utc(f"2026-10-25 {clock}")) for clock in ("00:30", "01:30", "02:00")] == [True, True, False]
    assert not is_quiet(policy, utc("2026-03-29 01:00"))


def test_the_cap_counts_the_days_of_the_zone_and_not_of_utc():
    policy = TimetablePolicy(slots={SlotDays.EVERYDAY: (time(1), time(9))}, quiet_hours=(), cap_per_day=1)
    # 01:00 in Vietnam on the 25th is still the 24th in UTC.
    assert next_due(policy, utc("2026-11-24 18:00"), [Booking(at=utc("2026-11-24 18:00"))]) == utc("2026-11-25 18:00")
    assert next_due(policy, utc("2026-11-24 18:00"), [Booking(at=utc("2026-11-24 02:00"))]) == utc("2026-11-25 02:00")


@pytest.mark.parametrize("name", ["Europe", "Mars/Base", "", "../passwd", "/etc/localtime", "x" * 300, "tzdata.zi"])
def test_what_is_no_zone_is_a_fault_of_the_settings(name):
    with pytest.raises(ValidationError) as raised:
        TimetablePolicy(timezone=name)
    assert [error["type"] for error in raised.value.errors()] == ["settings.unknown_timezone"]


@pytest.mark.parametrize(("expires_after", "said"), [("14d", "14 ngày"), ("36h", "1.5 ngày"), ("6h", "0.25 ngày")])
def test_an_expired_post_says_the_true_age(now, expires_after, said):
    policy = TimetablePolicy(expires_after=expires_after)
    assert said in reason_to_expire(policy, now - timedelta(days=15), now).say("vi")


@pytest.mark.parametrize(
    ("zone", "window", "after", "until", "found"),
    [
        # Berlin, spring: 02:00-03:00 does not exist, so 02:30 is 03:30 by the offset before, which the window names, too.
        ("Europe/Berlin", "01:30-03:30 every 60m", "2026-03-28 12:00", "2026-03-29 12:00", ["03-29 00:30", "03-29 01:30"]),
        # Berlin, autumn: 02:00-03:00 comes twice, and the first one counts.
        ("Europe/Berlin", "01:30-03:30 every 60m", "2026-10-24 12:00", "2026-10-25 12:00", ["10-24 23:30", "10-25 00:30", "10-25 02:30"]),
        # Lord Howe changes by half an hour.
        ("Australia/Lord_Howe", "01:30-02:30 every 30m", "2026-10-03 00:00", "2026-10-04 00:00", ["10-03 15:00", "10-03 15:30"]),
        (
            "America/New_York",
            "23:00-23:50 every 25m",
            "2026-11-01 12:00",
            "2026-11-02 12:00",
            ["11-02 04:00", "11-02 04:25", "11-02 04:50"],
        ),
        # The turn of a year, and of a leap year's February.
        (
            "Asia/Ho_Chi_Minh",
            "22:00-23:30 every 90m",
            "2026-12-31 00:00",
            "2027-01-01 16:00",
            ["12-31 15:00", "12-31 16:30", "01-01 15:00"],
        ),
        (
            "Asia/Ho_Chi_Minh",
            "07:00-07:05 every 5m",
            "2028-02-28 12:00",
            "2028-03-01 01:00",
            ["02-29 00:00", "02-29 00:05", "03-01 00:00", "03-01 00:05"],
        ),
    ],
)
def test_windows_follow_the_clock_on_the_wall(zone, window, after, until, found):
    policy = TimetablePolicy(timezone=zone, slots={}, windows={SlotDays.EVERYDAY: (window,)}, quiet_hours=())
    shown = [f"{slot:%m-%d %H:%M}" for slot in takewhile(lambda slot: slot < utc(until), slots(policy, utc(after)))]
    assert found == shown


@pytest.mark.parametrize(
    "window", ["08:00-11:00", "11:00-08:00 every 60m", "08:00-08:00 every 60m", "08:00-11:00 every 4m", "8-11 every 1h", "x"]
)
def test_what_is_no_window_is_a_fault_of_the_settings(window):
    with pytest.raises(ValidationError) as raised:
        TimetablePolicy(windows={SlotDays.MON: (window,)})
    assert next(error["type"] for error in raised.value.errors()) in {"settings.not_a_window", "settings.not_a_clock_time"}


def test_the_days_cap_and_the_month_of_the_mix_end_with_the_zones_year():
    policy = TimetablePolicy(slots={SlotDays.EVERYDAY: (time(0, 30), time(23, 30))}, quiet_hours=(), cap_per_day=1)
    # 23:30 on 31 December in Vietnam; 00:30 on 1 January is 17:30 UTC of the old year.
    assert next_due(policy, utc("2026-12-31 16:00"), []) == utc("2026-12-31 16:30")
    assert next_due(policy, utc("2026-12-31 16:00"), [Booking(at=utc("2026-12-31 16:30"))]) == utc("2026-12-31 17:30")
