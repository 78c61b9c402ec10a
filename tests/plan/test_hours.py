"""The best hours, proposed by figures that are few."""

import itertools
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.plan.hours import LEAST_POSTS, Sample, propose
from bot.plan.policy import SlotDays, TimetablePolicy

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
POLICY = TimetablePolicy(slots={SlotDays.WEEKDAYS: (time(7, 30), time(16, 45)), SlotDays.WEEKEND: (time(8, 30),)})


def posts(clock: str, count: int, figure: int, *, begin: str = "2026-06-01") -> list[Sample]:
    """`count` Posts on working days from `begin` on, all at `clock`; every second one did three times as well."""
    first = datetime.fromisoformat(f"{begin} {clock}").replace(tzinfo=HERE)
    days = (first + timedelta(days=number) for number in range(count * 2))
    working = [at for at in days if at.weekday() < 5][:count]
    return [Sample(published_at=at, figure=figure * (1 + 2 * (number % 2))) for number, at in enumerate(working)]


def test_an_hour_that_did_better_takes_the_place_of_the_worst_slot():
    weekdays, weekend = propose(POLICY, [*posts("07:30", 25, 40), *posts("16:45", 25, 5), *posts("19:40", 25, 60)])
    assert weekdays.slots == (time(7, 30), time(19, 30))
    assert [(hour.clock, hour.posts, hour.is_slot) for hour in weekdays.hours] == [
        (time(19, 30), 25, False),
        (time(7, 30), 25, True),
        (time(16, 30), 25, True),
    ]
    assert weekdays.hours[0].ratio > 1 > weekdays.hours[-1].ratio
    assert (weekend.enough, weekend.slots) == (False, (time(8, 30),))


def test_a_few_lucky_posts_are_no_reason():
    few = [*posts("07:30", 25, 40), *posts("16:45", 25, 38), *posts("19:40", 3, 900)]
    assert propose(POLICY, few)[0].slots == (time(7, 30), time(16, 45))
    slightly = [*posts("07:30", 25, 40), *posts("16:45", 25, 38), *posts("19:40", 6, 41)]
    assert propose(POLICY, slightly)[0].slots == (time(7, 30), time(16, 45))


def test_of_too_few_posts_nothing_is_concluded():
    proposal = propose(POLICY, posts("19:40", LEAST_POSTS - 1, 900))[0]
    assert (proposal.enough, proposal.posts, proposal.slots) == (False, LEAST_POSTS - 1, (time(7, 30), time(16, 45)))


def test_an_hour_is_held_against_its_own_month_since_a_page_grows():
    """All was small in June, when Posts went out at 19:30; in August, at 07:30 and 16:45, it was ten times as much."""
    then = [*posts("19:40", 12, 9), *posts("07:30", 12, 9), *posts("16:45", 12, 3)]
    later = [*posts("07:30", 15, 90, begin="2026-08-03"), *posts("16:45", 15, 90, begin="2026-08-03")]
    hours = {hour.clock: hour.ratio for hour in propose(POLICY, [*then, *later])[0].hours}
    assert hours[time(19, 30)] >= hours[time(16, 30)]


def test_without_slots_for_a_group_nothing_is_proposed_for_it():
    policy = TimetablePolicy(slots={SlotDays.MON: (time(8),)})
    assert [proposal.slots for proposal in propose(policy, posts("08:00", 40, 5))] == [(), ()]


samples = st.builds(
    Sample,
    published_at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    figure=st.integers(0, 100_000),
)


@given(st.lists(samples, max_size=120))
def test_what_is_proposed_keeps_quiet_hours_spacing_and_number_whatever_was_measured(some):
    policy = TimetablePolicy()
    for proposal in propose(policy, some):
        now = policy.slots[proposal.days]
        assert len(proposal.slots) <= len(now)
        if not proposal.enough:
            assert proposal.slots == tuple(sorted(now))
        minutes = [clock.hour * 60 + clock.minute for clock in proposal.slots]
        assert minutes == sorted(minutes)
        assert all(6 * 60 + 30 <= minute < 21 * 60 + 30 for minute in minutes)
        assert all(later - earlier >= 45 for earlier, later in itertools.pairwise(minutes))
        assert sum(hour.posts for hour in proposal.hours) == proposal.posts
    assert propose(policy, some) == propose(policy, list(reversed(some)))
