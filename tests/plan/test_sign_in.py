"""The brake on sign-ins: some are free, then each wait is at least as long as the one before, and none is endless."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.sign_in import BY_ADDRESS, BY_DEVICE, BY_NAME, Brake, refused_until
from tests.conftest import NOW

brakes = st.builds(
    Brake,
    free=st.integers(0, 30),
    first=st.timedeltas(timedelta(seconds=1), timedelta(minutes=1)),
    longest=st.timedeltas(timedelta(minutes=1), timedelta(hours=1)),
)


@given(brakes, st.integers(0, 10_000))
def test_waits_never_shrink_and_never_pass_the_longest(brake, failures):
    assert timedelta(0) <= brake.wait(failures) <= brake.wait(failures + 1) <= brake.longest
    assert (brake.wait(failures) == timedelta(0)) is (failures < brake.free)


@pytest.mark.parametrize(("brake", "guesses"), [(BY_NAME, 110), (BY_ADDRESS, 130), (BY_DEVICE, 120)])
def test_a_day_of_guessing_is_some_hundred_guesses(brake, guesses):
    now, failures = NOW, 0
    while now < NOW + timedelta(days=1):
        failures += 1
        now = max(now, brake.until(failures, now))
    assert failures < guesses


def test_the_longest_of_several_waits_counts_and_what_is_forgotten_does_not():
    one, other = Brake(free=0, first=timedelta(seconds=10)), Brake(free=0, first=timedelta(seconds=30))
    assert refused_until([(one, 0, NOW), (other, 0, NOW)], NOW) == NOW + timedelta(seconds=30)
    assert refused_until([(one, 0, NOW)], NOW + timedelta(seconds=10)) is None
    assert refused_until([], NOW) is None
    lasting = Brake(free=0, longest=timedelta(days=3))
    assert refused_until([(lasting, 99, NOW)], NOW + timedelta(days=1)) is None
