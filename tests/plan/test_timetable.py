"""When a Post may go out."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.errors import Conflict
from bot.plan.bookings import Booking
from bot.plan.placing import next_due
from bot.plan.policy import SlotDays, TimetablePolicy
from bot.plan.timetable import GoOut, Move, Wait, is_quiet, judge, reason_to_expire, slots
from tests.conftest import NOW

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
LATER = datetime(2028, 3, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """`"2026-11-24 08:00"` in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def booked(times):
    """Other Posts at these times."""
    return [Booking(at=each) for each in times]


DAILY = TimetablePolicy(slots={SlotDays.EVERYDAY: (time(8), time(12), time(20))}, quiet_hours=((time(21), time(6)),), cap_per_day=2)


@pytest.mark.parametrize(
    ("now", "taken", "due"),
    [
        ("2026-11-24 07:59", [], "2026-11-24 08:00"),
        ("2026-11-24 08:00", [], "2026-11-24 12:00"),
        ("2026-11-24 07:00", ["2026-11-24 08:00"], "2026-11-24 12:00"),
        ("2026-11-24 07:00", ["2026-11-24 08:00", "2026-11-24 12:00"], "2026-11-25 08:00"),
        ("2026-11-24 07:00", ["2026-11-24 07:30"], "2026-11-24 12:00"),
        ("2026-12-31 23:00", [], "2027-01-01 08:00"),
    ],
)
def test_the_next_slot_is_the_first_that_is_free_spaced_and_below_the_cap(now, taken, due):
    assert at(due) == next_due(DAILY, at(now), booked(at(each) for each in taken))


def test_a_days_own_slots_add_to_its_groups():
    policy = TimetablePolicy(
        slots={SlotDays.TUE: (time(9),), SlotDays.WEEKDAYS: (time(10),), SlotDays.WEEKEND: (time(11),)}, quiet_hours=()
    )
    first_week = [slot.astimezone(HERE) for slot, _ in zip(slots(policy, at("2026-11-23 00:00")), range(8), strict=False)]
    assert [(9, 10)[0]] == [slot.hour for slot in first_week if slot.hour == 9]
    assert [slot.hour for slot in first_week if slot.weekday() >= 5] == [11, 11]


def test_a_timetable_that_is_full_for_years_says_so():
    policy = TimetablePolicy(slots={SlotDays.EVERYDAY: (time(8),)}, quiet_hours=((time(7), time(9)),))
    with pytest.raises(Conflict):
        next_due(policy, at("2026-11-24 00:00"), [])


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("20:59", False), ("21:00", True), ("23:59", True), ("00:00", True), ("05:59", True), ("06:00", False)],
)
def test_quiet_hours_over_midnight_include_their_begin_and_not_their_end(clock, quiet):
    assert quiet is is_quiet(DAILY, at(f"2026-11-24 {clock}"))


@pytest.mark.parametrize(
    ("due", "now", "published", "verdict"),
    [
        ("2026-11-24 08:00", "2026-11-24 08:00", [], GoOut()),
        ("2026-11-24 08:00", "2026-11-24 08:30", [], GoOut()),
        ("2026-11-24 08:00", "2026-11-24 08:31", [], Move),
        ("2026-11-24 20:00", "2026-11-24 20:20", ["2026-11-24 08:00"], GoOut()),
        ("2026-11-24 12:00", "2026-11-24 12:00", ["2026-11-24 11:30"], Wait(at("2026-11-24 12:15"))),
        ("2026-11-24 12:00", "2026-11-24 12:20", ["2026-11-24 12:00"], Move),
        ("2026-11-24 20:00", "2026-11-24 20:00", ["2026-11-24 08:00", "2026-11-24 12:00"], Move),
        ("2026-11-24 20:45", "2026-11-24 21:00", [], Move),
    ],
)
def test_a_due_post_goes_out_waits_or_moves(due, now, published, verdict):
    found = judge(DAILY, at(due), at(now), booked(at(each) for each in published))
    if verdict is Move:
        assert isinstance(found, Move)
        assert found.why.say("vi") != found.why.say("en")
    else:
        assert verdict == found


def test_a_post_expires_some_days_after_it_was_first_seen(now):
    assert reason_to_expire(DAILY, now - timedelta(days=14), now) is None
    assert reason_to_expire(DAILY, now - timedelta(days=14, seconds=1), now) is not None


clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
policies = st.builds(
    TimetablePolicy,
    timezone=st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    slots=st.dictionaries(st.sampled_from(list(SlotDays)), st.lists(clocks, min_size=1, max_size=6).map(tuple), min_size=1, max_size=3),
    quiet_hours=st.lists(st.tuples(clocks, clocks).filter(lambda span: span[0] != span[1]), max_size=1).map(tuple),
    least_spacing=st.integers(0, 180).map(lambda minutes: timedelta(minutes=minutes)),
    cap_per_day=st.integers(1, 6),
)
instants = st.datetimes(NOW.replace(tzinfo=None), LATER.replace(tzinfo=None), timezones=st.just(UTC))


@given(policies, instants)
def test_twenty_posts_given_slots_one_after_another_keep_every_rule(policy, now):
    assume(next(slots(policy, now), None) is not None)
    zone = ZoneInfo(policy.timezone)
    taken: list[datetime] = []
    for _ in range(20):
        due = next_due(policy, now, booked(taken))
        assert due > now
        assert not is_quiet(policy, due)
        assert all(abs(due - other) >= policy.least_spacing and due != other for other in taken)
        taken.append(due)
    days = [due.astimezone(zone).date() for due in taken]
    assert max(days.count(day) for day in days) <= policy.cap_per_day
    # First come, first served: nobody overtakes.
    assert sorted(taken) == taken
    assert taken[0] == next_due(policy, now, [])


@given(policies, instants)
def test_slots_come_in_order_and_once(policy, after):
    some = [slot for slot, _ in zip(slots(policy, after), range(40), strict=False)]
    assert sorted(set(some)) == some
    assert all(slot > after for slot in some)


@given(policies, instants, st.lists(instants, max_size=5), st.integers(0, 3_000))
def test_nothing_goes_out_in_quiet_hours_too_late_or_too_near(policy, due, published, late):
    now = due + timedelta(minutes=late)
    published = [each for each in published if each <= now]
    match judge(policy, due, now, booked(published)):
        case GoOut():
            assert not is_quiet(policy, now)
            assert now - due <= policy.lateness
            assert all(now - each >= policy.least_spacing for each in published)
        case Wait(until):
            assert now < until <= due + policy.lateness
        case Move(why):
            assert why.say("vi")
