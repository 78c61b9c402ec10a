"""When people are told: together, not too often, only what is urgent at night, and never more than a day's cap."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.policy import TellingPolicy
from bot.plan.telling import (
    Diary,
    Waiting,
    after_failure,
    digest_is_due,
    is_last_today,
    is_night,
    now_told,
    sent_today,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 12:00 in Vietnam
NIGHT = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # 23:00
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
POLICY = TellingPolicy()
NOTHING = Diary()


def thing(urgent: bool = False, ago: timedelta = HOUR, now: datetime = NOON, told_at: datetime | None = None) -> Waiting:
    return Waiting(urgent=urgent, seen_at=now - ago, told_at=told_at)


def told(
    *waiting: Waiting, diary: Diary = NOTHING, now: datetime = NOON, policy: TellingPolicy = POLICY, at_once: bool = False
) -> list[int]:
    return now_told(policy, waiting, diary, now, ZONE, at_once=at_once)


def test_nothing_is_told_of_nothing():
    assert told() == []


def test_a_message_waits_for_company_and_then_tells_everything():
    assert told(thing(ago=4 * MINUTE), thing(ago=MINUTE)) == []
    assert told(thing(ago=5 * MINUTE), thing(ago=timedelta(0))) == [0, 1]
    assert told(thing(ago=timedelta(0)), at_once=True) == [0]


def test_between_two_messages_without_anything_urgent_there_is_a_while():
    diary = Diary(day=date(2026, 11, 24), sent=1, last_sent_at=NOON - 59 * MINUTE)
    assert told(thing(), diary=diary) == []
    assert told(thing(), diary=diary, now=NOON + MINUTE) == [0]
    assert told(thing(), thing(urgent=True, ago=5 * MINUTE), diary=diary) == [0, 1], "whoever is called anyway hears of everything"


def test_at_night_only_what_is_urgent_is_told():
    assert is_night(POLICY, NIGHT, ZONE)
    assert not is_night(POLICY, NOON, ZONE)
    assert told(thing(now=NIGHT), now=NIGHT) == []
    assert told(thing(now=NIGHT), thing(urgent=True, now=NIGHT), now=NIGHT) == [0, 1]
    assert told(thing(now=NIGHT), now=NIGHT, policy=POLICY.model_copy(update={"quiet_hours": ()})) == [0]
    morning = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert told(thing(ago=9 * HOUR, now=morning), now=morning) == [0], "06:30: the night is over"
    assert told(thing(ago=9 * HOUR, now=morning), now=morning - timedelta(seconds=1)) == []


def test_the_last_quarter_of_the_day_s_messages_is_kept_for_what_is_urgent():
    today = date(2026, 11, 24)
    full = Diary(day=today, sent=9, last_sent_at=NOON - 2 * HOUR)
    assert told(thing(), diary=full) == []
    assert told(thing(urgent=True), diary=full) == [0]
    assert told(thing(urgent=True), diary=Diary(day=today, sent=12, last_sent_at=NOON - 2 * HOUR)) == []
    assert told(thing(), diary=Diary(day=date(2026, 11, 23), sent=12, last_sent_at=NOON - 2 * HOUR)) == [0], "yesterday's count for nothing"
    assert (sent_today(full, NOON, ZONE), sent_today(full, NOON + timedelta(days=1), ZONE)) == (9, 0)


def test_the_last_message_knows_that_it_is():
    def diary(sent: int) -> Diary:
        return Diary(day=date(2026, 11, 24), sent=sent)

    assert [is_last_today(POLICY, diary(sent), NOON, ZONE, urgent=False) for sent in (7, 8)] == [False, True]
    assert [is_last_today(POLICY, diary(sent), NOON, ZONE, urgent=True) for sent in (10, 11)] == [False, True]


def test_what_was_told_lately_waits_and_is_not_lost():
    again = thing(urgent=True, told_at=NOON - HOUR)
    assert told(again) == []
    assert told(again, thing()) == [1]
    assert told(again, now=NOON + 5 * HOUR) == [0]


def test_after_a_failure_nothing_is_sent_before_its_time():
    diary = Diary(try_after=NOON + MINUTE)
    assert told(thing(urgent=True), diary=diary) == []
    assert told(thing(urgent=True), diary=diary, now=NOON + MINUTE) == [0]
    assert [after_failure(attempts) / MINUTE for attempts in (1, 2, 3, 6, 7, 50)] == [1, 2, 4, 32, 60, 60]


@pytest.mark.parametrize(
    ("clock", "expected"), [("07:29", False), ("07:30", True), ("13:29", True), ("13:30", False), ("23:59", False), ("00:00", False)]
)
def test_the_digest_is_due_from_its_time_on_for_some_hours(clock, expected):
    policy = TellingPolicy(digest_at=time(7, 30))
    now = datetime.combine(date(2026, 11, 24), time.fromisoformat(clock), ZONE).astimezone(UTC)
    assert digest_is_due(policy, NOTHING, now, ZONE) is expected
    assert not digest_is_due(policy, Diary(digest_on=date(2026, 11, 24)), now, ZONE)
    assert digest_is_due(policy, Diary(digest_on=date(2026, 11, 23)), now, ZONE) is expected
    assert not digest_is_due(policy, Diary(try_after=now + MINUTE), now, ZONE)
    assert not digest_is_due(POLICY, NOTHING, now, ZONE), "none unless the settings say so"


LIFE = st.lists(st.tuples(st.integers(1, 300), st.booleans(), st.integers(0, 3)), max_size=120)


@given(LIFE, st.integers(2, 12))
def test_whatever_happens_nobody_gets_more_than_the_cap_nothing_calm_at_night_and_everything_is_told_in_the_end(life, cap):
    policy = TellingPolicy(most_per_day=cap)
    waiting: list[Waiting] = []
    diary, now = NOTHING, NOON
    messages: list[tuple[datetime, bool]] = []
    happened = 0

    def beat() -> None:
        nonlocal diary, waiting
        chosen = now_told(policy, waiting, diary, now, ZONE)
        if chosen:
            messages.append((now, any(waiting[place].urgent for place in chosen)))
            waiting = [each for place, each in enumerate(waiting) if place not in chosen]
            day = now.astimezone(ZONE).date()
            diary = Diary(day=day, sent=sent_today(diary, now, ZONE) + 1, last_sent_at=now)

    for minutes, urgent, count in life:
        now += minutes * MINUTE
        waiting += [Waiting(urgent=urgent, seen_at=now)] * count
        happened += count
        beat()
    a_day: dict[date, int] = {}
    for at, urgent in messages:
        a_day[at.astimezone(ZONE).date()] = a_day.get(at.astimezone(ZONE).date(), 0) + 1
        assert urgent or not is_night(policy, at, ZONE)
    assert all(count <= cap for count in a_day.values())
    for _ in range(3 * 24):
        now += HOUR
        beat()
    assert waiting == []
    assert (happened == 0) == (messages == [])
