"""How long a Post may wait for a decision: reminders come once a period, and the end comes in the end."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.plan.policy import ApprovalPolicy
from bot.plan.waiting import is_overdue, is_reminder_due, reason_to_give_up
from tests.conftest import NOW

POLICY = ApprovalPolicy(remind_after=timedelta(hours=6), expires_after=timedelta(days=3))
SPANS = st.integers(0, 400_000).map(lambda seconds: timedelta(seconds=seconds))


def test_a_wait_is_overdue_from_the_moment_on_that_the_settings_name():
    assert not is_overdue(POLICY, NOW, NOW + timedelta(hours=5, minutes=59))
    assert is_overdue(POLICY, NOW, NOW + timedelta(hours=6))


def test_a_reminder_of_an_earlier_question_does_not_count():
    later = NOW + timedelta(hours=6)
    assert is_reminder_due(POLICY, NOW, NOW - timedelta(minutes=1), later)
    assert not is_reminder_due(POLICY, NOW, NOW + timedelta(minutes=1), later)


def test_the_end_says_after_how_many_days():
    assert reason_to_give_up(POLICY, NOW, NOW + timedelta(days=3) - timedelta(seconds=1)) is None
    assert "quá 3 ngày" in reason_to_give_up(POLICY, NOW, NOW + timedelta(days=3)).say("vi")
    half = ApprovalPolicy(expires_after=timedelta(hours=12))
    assert "more than 0.5 days" in reason_to_give_up(half, NOW, NOW + timedelta(days=1)).say("en")


@given(st.lists(SPANS, min_size=1, max_size=30))
def test_however_often_it_is_asked_there_is_one_reminder_a_period(gaps):
    now, reminded, told = NOW, None, []
    for gap in gaps:
        now += gap
        if is_reminder_due(POLICY, NOW, reminded, now):
            reminded = now
            told.append(now)
    assert all(later - earlier >= POLICY.remind_after for earlier, later in zip([NOW, *told], told, strict=False))
    assert len(told) <= (now - NOW) // POLICY.remind_after
