"""Durations, clock times and names as editors write them."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from bot.messages import TABLE
from bot.plan.policy import TimetablePolicy
from bot.policy import ClockTime, Duration, EnvironmentName, Name, Policy, parse_clock, parse_duration, write_duration


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0s", timedelta(0)),
        ("90s", timedelta(seconds=90)),
        (" 15m ", timedelta(minutes=15)),
        ("6h", timedelta(hours=6)),
        ("007d", timedelta(days=7)),
        ("999999d", timedelta(days=999_999)),
    ],
)
def test_durations_are_a_number_and_a_unit(text, value):
    assert value == parse_duration(text)


@pytest.mark.parametrize("value", ["", "15", "15 m", "1.5h", "-5m", "1h30m", "15M", "٣m", "1000000s", "1w", 15, None, True, ["15m"]])
def test_what_is_no_duration_is_refused_under_its_message_key(value):
    with pytest.raises(PydanticCustomError) as raised:
        parse_duration(value)
    assert raised.value.type == "settings.not_a_duration"
    assert raised.value.type in TABLE


@given(st.integers(0, 999_999), st.sampled_from("smhd"))
def test_a_duration_is_written_in_its_largest_unit_and_read_back(number, unit):
    value = parse_duration(f"{number}{unit}")
    assert parse_duration(write_duration(value)) == value
    assert len(write_duration(value)) <= len(str(number)) + 1


@pytest.mark.parametrize(("text", "value"), [("07:30", time(7, 30)), ("7:30", time(7, 30)), (" 00:00 ", time(0)), ("23:59", time(23, 59))])
def test_clock_times_are_hours_and_minutes(text, value):
    assert value == parse_clock(text)


@pytest.mark.parametrize("value", ["24:00", "7h30", "07:60", "7:3", "07:30:00", "", 730, 7.5, None])
def test_what_is_no_clock_time_is_refused_under_its_message_key(value):
    with pytest.raises(PydanticCustomError) as raised:
        parse_clock(value)
    assert raised.value.type == "settings.not_a_clock_time"
    assert raised.value.type in TABLE


@pytest.mark.parametrize("span", ["21:30", "21:30-21:30", "21:30-25:00", "-", ""])
def test_what_is_no_span_of_hours_is_refused(span):
    with pytest.raises(ValidationError):
        TimetablePolicy(quiet_hours=(span,))


def test_a_span_may_pass_midnight():
    assert TimetablePolicy(quiet_hours=("21:30 - 6:30",)).quiet_hours == ((time(21, 30), time(6, 30)),)


@pytest.mark.parametrize("name", ["cong", "trang-1", "a" * 40, "7"])
def test_names_are_plain(name):
    assert TypeAdapter(Name).validate_python(name) == name


@pytest.mark.parametrize("name", ["", "Cong", "-a", "có", "a b", "a/b", "a" * 41, "a\n"])
def test_what_could_not_be_part_of_a_key_is_no_name(name):
    with pytest.raises(ValidationError):
        TypeAdapter(Name).validate_python(name)


@pytest.mark.parametrize("name", ["", "token", "1A", "A-B", "EAAB token", "A" * 65])
def test_a_secret_written_where_its_name_belongs_is_refused(name):
    with pytest.raises(ValidationError):
        TypeAdapter(EnvironmentName).validate_python(name)


def test_a_policy_is_frozen_strict_about_keys_and_writes_itself_as_editors_do():
    class Example(Policy):
        every: Duration = timedelta(minutes=15)
        at: ClockTime = time(7, 30)

    assert Example().model_dump() == {"every": "15m", "at": "07:30"}
    with pytest.raises(ValidationError):
        Example(evry="15m")
    with pytest.raises(ValidationError):
        Example().every = timedelta(0)
