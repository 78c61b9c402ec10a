"""A week as people see it: its days, the slots that are still free for a Post, and the days that are quiet for whom."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judgement import Tone
from bot.plan.bookings import PLAIN, Booking, Traits
from bot.plan.policy import QuietDaysPolicy, SlotDays, TimetablePolicy
from bot.plan.timetable import objection, slots
from bot.plan.week import days_of, free_slots, quiet_on

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = date(2026, 11, 23)
POLICY = TimetablePolicy(
    slots={SlotDays.EVERYDAY: (time(8), time(8, 30), time(12), time(16))},
    quiet_hours=(),
    cap_per_day=3,
    least_spacing=timedelta(minutes=45),
)
BEGIN = datetime(2026, 11, 23, tzinfo=HANOI)
END = BEGIN + timedelta(days=7)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HANOI)


def free(*taken: datetime, post: Traits = PLAIN, policy: TimetablePolicy = POLICY) -> list[datetime]:
    return list(free_slots(policy, BEGIN, END, [Booking(at=each) for each in taken], post))


def test_the_days_of_a_week_follow_each_other_and_last_a_day_each():
    days = days_of(HANOI, MONDAY)
    assert [day for day, _, _ in days] == [MONDAY + timedelta(days=number) for number in range(7)]
    assert all(end == begin for (_, _, end), (_, begin, _) in pairwise(days))
    assert {end - begin for _, begin, end in days} == {timedelta(days=1)}


@pytest.mark.parametrize(("monday", "hours"), [(date(2026, 3, 23), 23), (date(2026, 10, 19), 25)])
def test_a_day_of_a_change_of_daylight_saving_is_shorter_or_longer(monday, hours):
    days = days_of(ZoneInfo("Europe/Berlin"), monday)
    assert [(end - begin) / timedelta(hours=1) for _, begin, end in days] == [24] * 6 + [hours]


def test_every_slot_of_an_empty_week_is_free_from_its_begin_to_its_end():
    assert free() == [at(23 + day, *clock) for day in range(7) for clock in ((8,), (8, 30), (12,), (16,))]


def test_what_is_taken_too_near_or_of_a_full_day_is_not_free():
    found = free(at(23, 8), at(24, 8), at(24, 12), at(24, 16), at(25, 15, 30))
    assert [slot for slot in found if slot < at(26, 0)] == [at(23, 12), at(23, 16), at(25, 8), at(25, 8, 30), at(25, 12)]


def test_cooling_off_and_quiet_days_close_slots_for_those_they_are_for():
    policy = POLICY.model_copy(
        update={"cooling_off": timedelta(hours=2), "quiet_days": QuietDaysPolicy(mourning=((date(2026, 11, 24), date(2026, 11, 24)),))}
    )
    young = Traits(tone=Tone.PRAISE, first_seen_at=at(23, 7))
    found = free(post=young, policy=policy)
    assert [slot for slot in found if slot < at(26, 0)][:3] == [at(23, 12), at(23, 16), at(25, 8)]
    assert at(24, 8) in free(policy=policy)
    (quiet,) = quiet_on(policy, date(2026, 11, 24))
    assert quiet.tones == (Tone.PRAISE, Tone.CRITICISM)
    assert quiet_on(policy, date(2026, 11, 25)) == ()


def test_tet_is_quiet_for_criticism():
    (quiet,) = quiet_on(TimetablePolicy(), date(2027, 2, 6))
    assert (quiet.tones, quiet.why.say("vi") != "") == ((Tone.CRITICISM,), True)


@given(
    taken=st.lists(st.integers(0, 7 * 48), max_size=30, unique=True),
    tone=st.sampled_from(Tone),
    spacing=st.integers(0, 240),
    cap=st.integers(1, 5),
)
def test_a_slot_is_free_exactly_where_the_timetable_says_nothing_against_it(taken, tone, spacing, cap):
    policy = POLICY.model_copy(update={"least_spacing": timedelta(minutes=spacing), "cap_per_day": cap})
    bookings = [Booking(at=BEGIN + timedelta(minutes=30 * each)) for each in taken]
    post = Traits(tone=tone)
    expected = []
    for slot in slots(policy, BEGIN - timedelta(microseconds=1)):
        if slot >= END:
            break
        if objection(policy, slot, bookings, post) is None:
            expected.append(slot)
    assert list(free_slots(policy, BEGIN, END, bookings, post)) == expected
    assert all(slot.tzinfo is UTC for slot in expected)
