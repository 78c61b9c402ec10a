"""On which days a Post of some tone does not go out."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.judgement import Tone
from bot.plan.policy import QuietDay, QuietDaysPolicy, TimetablePolicy
from bot.plan.public_holidays import first_of_tet, holiday_on
from bot.plan.quiet_days import may_be_quiet, quiet_day

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
# By the Vietnamese calendar; in 2007 and 2030 it was, and will be, a day before the Chinese one.
TETS = {
    2007: date(2007, 2, 17),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 2),
    2031: date(2031, 1, 23),
    2032: date(2032, 2, 11),
    2035: date(2035, 2, 8),
}


def noon(day: date | str) -> datetime:
    return datetime.combine(date.fromisoformat(str(day)), datetime.min.time(), HERE).replace(hour=12)


def said(policy: TimetablePolicy, tone: Tone, day: date | str) -> str:
    why = quiet_day(policy, tone, noon(day))
    return "" if why is None else why.key


@pytest.mark.parametrize("year", TETS)
def test_tet_is_by_the_lunar_calendar_of_vietnam(year):
    assert TETS[year] == first_of_tet(year)


@pytest.mark.parametrize("year", TETS)
def test_no_criticism_around_tet_by_default_and_everything_else_goes_out(year):
    policy, first = TimetablePolicy(), TETS[year]
    spoken = {days: said(policy, Tone.CRITICISM, first + timedelta(days=days)) for days in range(-4, 8)}
    assert {days for days, key in spoken.items() if key} == set(range(-2, 6))
    assert set(spoken.values()) == {"", "plan.quiet_tet"}
    assert {said(policy, tone, first) for tone in (Tone.PRAISE, Tone.NEUTRAL)} == {""}


def test_how_many_days_belong_to_tet_is_a_setting():
    policy = TimetablePolicy(quiet_days=QuietDaysPolicy(tet=tuple(Tone), tet_before=15, tet_after=30))
    days = [TETS[2026] + timedelta(days=number) for number in range(-20, 40)]
    quiet = [day for day in days if said(policy, Tone.NEUTRAL, day)]
    assert (quiet[0], quiet[-1], len(quiet)) == (date(2026, 2, 2), date(2026, 3, 19), 46)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "Tết Dương lịch"),
        ("2026-04-26", "Ngày Giỗ Tổ Hùng Vương"),
        ("2026-04-27", "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
        ("2026-09-02", "Quốc khánh"),
        ("2026-09-03", None),
        ("2101-01-02", None),
    ],
)
def test_public_holidays_and_days_off_in_their_place_are_known(day, name):
    assert name == holiday_on(date.fromisoformat(day))
    policy = TimetablePolicy(quiet_days=QuietDaysPolicy(holidays=(Tone.CRITICISM,)))
    assert bool(name) == bool(said(policy, Tone.CRITICISM, day))
    assert not said(policy, Tone.PRAISE, day)


def test_after_the_tables_end_there_is_no_tet_and_no_fault():
    assert first_of_tet(2101) is None
    assert said(TimetablePolicy(), Tone.CRITICISM, "2101-02-01") == ""


def test_in_mourning_only_what_is_neutral_goes_out_and_the_gravest_reason_is_given():
    policy = TimetablePolicy(quiet_days=QuietDaysPolicy(mourning=("2026-02-16..2026-02-17", "2026-05-24")))
    assert [said(policy, Tone.PRAISE, f"2026-02-{day}") for day in (15, 16, 17, 18)] == [
        "",
        "plan.quiet_mourning",
        "plan.quiet_mourning",
        "",
    ]
    assert said(policy, Tone.CRITICISM, "2026-02-17") == "plan.quiet_mourning"
    assert said(policy, Tone.CRITICISM, "2026-02-18") == "plan.quiet_tet"
    assert said(policy, Tone.PRAISE, "2026-05-24") == "plan.quiet_mourning"
    assert said(policy, Tone.NEUTRAL, "2026-05-24") == ""


def test_an_agencys_own_days_name_themselves():
    own = QuietDay(days="2026-07-08..2026-07-09", tones=(Tone.CRITICISM,), name="ngày giải phóng Hướng Hóa")
    policy = TimetablePolicy(quiet_days=QuietDaysPolicy(others=(own,)))
    why = quiet_day(policy, Tone.CRITICISM, noon("2026-07-09"))
    assert "giải phóng Hướng Hóa" in why.say("vi")
    assert said(policy, Tone.PRAISE, "2026-07-09") == said(policy, Tone.CRITICISM, "2026-07-10") == ""


def test_the_day_is_that_of_the_zone_and_not_of_utc():
    policy = TimetablePolicy(quiet_days=QuietDaysPolicy(mourning=("2026-05-24",)))
    assert quiet_day(policy, Tone.PRAISE, datetime(2026, 5, 23, 17, tzinfo=UTC)) is not None
    assert quiet_day(policy, Tone.PRAISE, datetime(2026, 5, 24, 17, tzinfo=UTC)) is None


@pytest.mark.parametrize("days", ["2026-02-30", "20 tháng 7", "2026-07-22..2026-07-20", "2026-01-01..2027-01-05", "..2026-01-01", ""])
def test_what_is_no_day_is_a_fault_of_the_settings(days):
    with pytest.raises(ValidationError) as raised:
        QuietDaysPolicy(mourning=(days,))
    assert [error["type"] for error in raised.value.errors()] == ["settings.not_days"]


@given(st.sampled_from(Tone), st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.booleans())
def test_a_tone_that_is_never_quiet_is_quiet_on_no_day(tone, day, holidays):
    policy = TimetablePolicy(quiet_days=QuietDaysPolicy(holidays=(Tone.CRITICISM,) if holidays else (), mourning=("2026-07-20",)))
    if not may_be_quiet(policy, tone):
        assert quiet_day(policy, tone, noon(day)) is None
