"""How much of the limits is used: whatever stands in the headers, the reading is a number or nothing."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.facebook.usage import Gauge, Usage, read_usage
from bot.channels.protocol import Load
from tests.conftest import NOW

NAMES = ["x-app-usage", "X-App-Usage", "x-page-usage", "X-PAGE-USAGE", "x-business-use-case-usage", "X-Business-Use-Case-Usage"]
KEYS = ["call_count", "total_time", "total_cputime", "estimated_time_to_regain_access", "type", "1", "100000000000001"]


def business(*objects) -> str:
    return json.dumps({"100000000000001": list(objects)})


@pytest.mark.parametrize(
    ("headers", "percent", "minutes"),
    [
        ({"x-app-usage": '{"call_count":28,"total_time":25,"total_cputime":91}'}, 91, None),
        ({"x-page-usage": '{"call_count":60,"total_time":75}'}, 75, None),
        ({"x-business-use-case-usage": business({"call_count": 97, "total_cputime": 23, "estimated_time_to_regain_access": 0})}, 97, None),
        ({"x-business-use-case-usage": business({"call_count": 1}, {"call_count": 100, "estimated_time_to_regain_access": 12})}, 100, 12),
        (
            {
                "x-app-usage": '{"call_count":10}',
                "X-PAGE-USAGE": '{"call_count":30}',
                "x-business-use-case-usage": business({"total_time": 20}),
            },
            30,
            None,
        ),
        ({"x-app-usage": '{"call_count":"96"}'}, 0, None),
        ({"x-app-usage": '{"call_count":true}'}, 0, None),
        ({"x-app-usage": '{"call_count":NaN}'}, 0, None),
        ({"x-app-usage": '{"call_count":Infinity,"total_time":5}'}, 5, None),
        ({"x-app-usage": '{"call_count":-1,"total_time":1e400}'}, 0, None),
        ({"x-app-usage": "[" * 100_000}, 0, None),
        ({"x-app-usage": ""}, 0, None),
        ({"x-business-use-case-usage": '{"1": {"call_count": 96}, "2": "x", "3": [null, 5, [{"call_count": 97}]]}'}, 0, None),
        ({"x-business-use-case-usage": business({"call_count": 5, "estimated_time_to_regain_access": -3})}, 5, None),
        ({"x-business-use-case-usage": business({"call_count": 5, "estimated_time_to_regain_access": 1e8})}, 5, 24 * 60),
        ({"x-ad-account-usage": '{"acc_id_util_pct": 99}'}, 0, None),
    ],
)
def test_the_fullest_limit_counts_and_the_longest_wait(headers, percent, minutes):
    assert read_usage(headers) == Usage(percent, None if minutes is None else timedelta(minutes=minutes))


def test_no_more_than_a_hundred_objects_of_a_list_are_looked_at():
    assert read_usage({"x-business-use-case-usage": business(*[{"call_count": 1}] * 100, {"call_count": 99})}).percent == 1


numbers = st.integers() | st.floats() | st.booleans() | st.none() | st.text(max_size=3)
shapes = st.recursive(
    numbers, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=4)
)
texts = st.text(max_size=30) | shapes.map(json.dumps)


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), texts, max_size=6))
def test_any_headers_are_a_share_and_a_wait_that_are_bounded(headers):
    usage = read_usage(headers)
    assert 0 <= usage.percent < 1e9
    assert usage.regain is None or timedelta(0) < usage.regain <= timedelta(days=1)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=5), st.sampled_from(["type", "note"]))
def test_the_same_numbers_say_the_same_in_every_shape(shares, unknown_key):
    plain = dict(zip(["call_count", "total_time", "total_cputime"], shares, strict=False)) | {unknown_key: "pages"}
    readings = [
        read_usage({"x-app-usage": json.dumps(plain)}),
        read_usage({"x-page-usage": json.dumps(plain)}),
        read_usage({"x-business-use-case-usage": business(plain)}),
    ]
    assert {reading.percent for reading in readings} == {max(shares[:3])}


# The gauge


def test_a_reading_counts_as_long_as_it_says_something():
    clock = [NOW]
    gauge = Gauge(lambda: clock[0])
    assert gauge.load == Load()
    gauge.read({"x-app-usage": '{"call_count": 80}'})
    assert gauge.load == Load(80, NOW + timedelta(minutes=10))
    gauge.read({})
    gauge.read({"x-app-usage": '{"call_count": 0}'})
    assert gauge.load.percent == 80, "no usage is no reading"
    clock[0] += timedelta(minutes=10)
    assert gauge.load == Load()


def test_a_limit_that_is_used_up_counts_until_access_is_regained():
    clock = [NOW]
    gauge = Gauge(lambda: clock[0])
    gauge.read({"x-business-use-case-usage": business({"call_count": 100, "estimated_time_to_regain_access": 90})})
    clock[0] += timedelta(minutes=89)
    assert gauge.load.percent == 100
    clock[0] += timedelta(minutes=1)
    assert gauge.load.percent == 0


def test_a_newer_reading_takes_the_place_of_an_older_one():
    gauge = Gauge(lambda: NOW)
    for share in (96, 12):
        gauge.read({"x-app-usage": json.dumps({"call_count": share})})
    assert gauge.load.percent == 12
