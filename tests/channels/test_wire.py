"""The whole wire contract: bytes in, value or one of the four errors out."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.facebook.usage import read_usage
from bot.channels.facebook.verdicts import TABLE, Verdict, look_up
from bot.channels.facebook.wire import Answer, GraphRefused, decipher
from bot.errors import ChannelDown, ChannelError, Doubt, InDoubt, Refused, Throttled, Transient
from bot.messages import TABLE as SENTENCES

OF = {
    Verdict.TRANSIENT: Transient,
    Verdict.THROTTLED: Throttled,
    Verdict.ESCALATES: Throttled,
    Verdict.IN_DOUBT: InDoubt,
    Verdict.VAGUE: InDoubt,
    Verdict.DUPLICATE: InDoubt,
    Verdict.REFUSED: Refused,
    Verdict.REFUSED_WAY: Refused,
    Verdict.DOWN: ChannelDown,
}
# Every code and subcode that the fact sheet names (graph-api §7.2, and those of §1, §2 and §3 elsewhere in it).
NAMED = [
    *((1, each) for each in (None, 99, 2_853_006)),
    *((each, None) for each in (2, 3, 4, 10, 12, 32, 102, 104, 197, 341, 803, 1_500, 2_500, 2_635, 2_874_008)),
    *((17, each) for each in (None, 2_446_079)),
    *((613, each) for each in (None, 1_996)),
    *((100, each) for each in (None, 33)),
    *((190, each) for each in (None, 458, 459, 460, 463, 464, 467, 492, 2_069_032)),
    *((200, each) for each in (2_069_030, 2_069_031, 2_069_033)),
    *((368, each) for each in (None, 1_390_008, 1_404_082, 4_854_002, 1_346_003, 1_404_102, 1_404_112, 1_404_006, 1_404_078)),
    *((506, each) for each in (None, 1_455_006)),
    *((each, None) for each in (1_609_005, 1_609_008, 1_609_010, 2_061_006, 1_366_046, 1_366_051, 2_069_019, 1_363_047)),
    *((3_001, each) for each in (None, 1_504_028)),
]
DOUBTS = {Verdict.IN_DOUBT: Doubt.UNKNOWN, Verdict.VAGUE: Doubt.REFUSED, Verdict.DUPLICATE: Doubt.DUPLICATE}


def error(code, subcode=None, **more) -> bytes:
    body = {"message": "x", "type": "OAuthException", "code": code, "fbtrace_id": "A", **more}
    return json.dumps({"error": {**body, **({} if subcode is None else {"error_subcode": subcode})}}).encode()


@pytest.mark.parametrize(("code", "subcode"), sorted(TABLE, key=str))
def test_every_row_is_what_it_says_for_a_write_and_harmless_for_a_read(code, subcode):
    row = TABLE[code, subcode]
    with pytest.raises(OF[row.verdict]) as write:
        decipher("POST", 400, {}, error(code, subcode))
    assert write.value.say("vi") != write.value.say("en")
    assert row.meaning
    if isinstance(write.value, InDoubt):
        assert write.value.doubt is DOUBTS[row.verdict]
    if isinstance(write.value, Throttled):
        assert (write.value.scope, write.value.escalates) == (row.scope, row.verdict is Verdict.ESCALATES)
    if isinstance(write.value, Refused):
        assert write.value.of_way is (row.verdict is Verdict.REFUSED_WAY)
    with pytest.raises(ChannelError) as read:
        decipher("GET", 400, {}, error(code, subcode))
    assert not isinstance(read.value, InDoubt)


def test_every_code_that_the_fact_sheet_names_has_a_row_of_its_own():
    assert [pair for pair in NAMED if pair not in TABLE] == []


@pytest.mark.parametrize("code", [200, 210, 283, 299])
def test_permissions_have_a_rule(code):
    assert look_up(code, None, 400).verdict is Verdict.DOWN


@pytest.mark.parametrize("code", [80_000, 80_001, 80_008, 80_014])
def test_limits_of_business_use_cases_have_a_rule(code):
    assert (look_up(code, None, 400).verdict, look_up(code, None, 400).scope) == (Verdict.THROTTLED, "page")


def test_the_same_words_mean_nothing_where_the_code_is_another():
    """Postiz looked for "490" anywhere in the body, and a post's id with these digits made a token dead."""
    told = json.dumps({"error": {"message": "post 190_463 (#190) OAuthException token expired", "code": 100, "error_subcode": 33}}).encode()
    with pytest.raises(InDoubt):
        decipher("POST", 400, {}, told)


@pytest.mark.parametrize(
    ("method", "status", "body", "expected"),
    [
        ("POST", 500, error(2), InDoubt),
        ("GET", 500, error(2), Transient),
        ("POST", 400, error(1, 99), InDoubt),
        ("POST", 503, b"<html>Sorry</html>", InDoubt),
        ("GET", 503, b"<html>Sorry</html>", Transient),
        ("POST", 200, b"", InDoubt),
        ("POST", 200, b'{"id": "1', InDoubt),
        ("POST", 200, b"<html>", InDoubt),
        ("GET", 200, b"", Transient),
        ("POST", 302, b"", Transient),
        ("POST", 429, b"", Transient),
        ("POST", 400, b"{}", InDoubt),
        ("POST", 400, error("190"), InDoubt),
        ("POST", 400, error(190), ChannelDown),
        ("POST", 400, error(200), ChannelDown),
        ("POST", 400, error(283), ChannelDown),
        ("POST", 400, error(80_001), Transient),
        ("POST", 400, error(99_999), InDoubt),
        ("GET", 400, error(99_999), Transient),
        ("POST", 400, error(506), InDoubt),
        ("POST", 400, error(368, 1_404_082), InDoubt),
        ("POST", 400, error(368, 1_390_008), Throttled),
        ("DELETE", 500, error(2), InDoubt),
    ],
)
def test_the_hard_cases(method, status, body, expected):
    with pytest.raises(expected):
        decipher(method, status, {}, body)


def test_a_refusal_keeps_its_code_for_those_who_know_better():
    with pytest.raises(GraphRefused) as refused:
        decipher("GET", 400, {}, error(100, 33))
    assert (refused.value.code, refused.value.subcode) == (100, 33)


def test_a_value_comes_with_the_version_that_answered():
    headers = {"X-App-Usage": '{"call_count": 28, "total_time": 25}', "facebook-api-version": "v25.0"}
    answer = decipher("GET", 200, headers, b'{"id": "1"}')
    assert (answer.value, answer.version) == ({"id": "1"}, "v25.0")


@pytest.mark.parametrize(
    ("headers", "percent", "minutes"),
    [
        ({}, 0, None),
        ({"x-app-usage": '{"call_count":28,"total_time":95,"total_cputime":25}'}, 95, None),
        ({"x-page-usage": '{"call_count":100}'}, 100, None),
        (
            {"X-Business-Use-Case-Usage": '{"1":[{"type":"pages","call_count":97,"estimated_time_to_regain_access":12,"new_key":{}}]}'},
            97,
            12,
        ),
        ({"x-app-usage": "not json"}, 0, None),
        ({"x-app-usage": "[1,2]"}, 0, None),
        ({"x-app-usage": '{"call_count":"many"}'}, 0, None),
        ({"x-business-use-case-usage": '{"1":[1,null,{"call_count":-5}]}'}, 0, None),
    ],
)
def test_usage_headers_are_read_whatever_is_in_them(headers, percent, minutes):
    usage = read_usage(headers)
    assert percent == usage.percent
    assert (None if minutes is None else timedelta(minutes=minutes)) == usage.regain


def test_a_throttle_waits_as_long_as_facebook_says():
    headers = {"x-business-use-case-usage": '{"1":[{"call_count":100,"estimated_time_to_regain_access":12}]}'}
    with pytest.raises(Transient) as throttled:
        decipher("POST", 400, headers, error(80_001))
    assert timedelta(minutes=12) == throttled.value.retry_after


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
bodies = (
    st.binary(max_size=200)
    | json_values.map(lambda value: json.dumps(value).encode())
    | json_values.map(lambda value: json.dumps({"error": value}).encode())
)
headers = st.dictionaries(
    st.sampled_from(["x-app-usage", "X-Page-Usage", "facebook-api-version", "x-business-use-case-usage"]),
    st.text() | json_values.map(json.dumps),
)


@given(st.sampled_from(["GET", "POST", "DELETE"]), st.integers(100, 599), headers, bodies)
def test_any_answer_is_a_value_or_one_of_the_four_errors(method, status, found, body):
    outcome = outcome_of(method, status, found, body)
    assert type(outcome) in {Answer, Transient, Throttled, InDoubt, GraphRefused, ChannelDown}
    assert not (method == "GET" and isinstance(outcome, InDoubt))
    if method != "GET" and status >= 500 and b'"error"' not in body:
        assert isinstance(outcome, InDoubt), "a write that ended in 5xx is a doubt"


def outcome_of(method, status, found, body) -> Answer | ChannelError:
    try:
        return decipher(method, status, found, body)
    except ChannelError as error:
        return error


@given(st.integers(-10, 100_000), st.none() | st.integers(0, 3_000_000), st.integers(400, 599))
def test_every_code_has_a_verdict(code, subcode, status):
    row = look_up(code, subcode, status)
    assert row.verdict in Verdict
    assert row.key in SENTENCES
