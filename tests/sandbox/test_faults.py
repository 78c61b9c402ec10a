"""The fault script: which requests are struck, how often, in what order, and what each kind does over real HTTP."""

import json
from datetime import timedelta

import pytest
import requests

from bot.sandbox import Fault, Throttle, TooFast
from bot.sandbox.faults import FaultScript, dice
from tests.sandbox.conftest import OTHER, OTHER_TOKEN, PAGE, TOKEN, code

# Which requests


def struck(script: FaultScript, requests_made: int = 1_000, **request) -> list[int]:
    chosen = {"method": "POST", "edge": "feed", "page_id": PAGE, **request}
    return [number for number in range(requests_made) if script.take(request=number, **chosen)]


def test_a_fault_without_end_strikes_its_share_of_the_requests_and_the_same_ones_each_time():
    first, again, other = (struck(FaultScript(seed, [Fault(kind="error", times=None, share=0.3)])) for seed in (7, 7, 8))
    assert first == again
    assert first != other
    assert 250 < len(first) < 350


def test_two_rules_roll_their_own_dice():
    script = FaultScript(7, [Fault(kind="error", times=None, share=0.2), Fault(kind="gzip", times=None, share=0.2)])
    struck(script)
    assert script.injected["error"] > 150
    assert script.injected["gzip"] > 110


def test_a_fault_with_times_ends_after_so_many_strikes_whatever_its_share():
    assert len(struck(FaultScript(7, [Fault(kind="error", times=3, share=0.5)]))) == 3
    assert struck(FaultScript(7, [Fault(kind="error", share=0.0)])) == []


@pytest.mark.parametrize("request_made", [{"method": "GET"}, {"edge": "photos"}, {"page_id": OTHER}], ids=["method", "edge", "Page"])
def test_a_fault_strikes_only_what_matches(request_made):
    rule = Fault(kind="error", method="POST", edge="feed", page_id=PAGE, times=None)
    assert struck(FaultScript(7, [rule]), 5) == [0, 1, 2, 3, 4]
    assert struck(FaultScript(7, [rule]), 5, **request_made) == []


@pytest.mark.parametrize(
    "wrong",
    [{"share": 1.5}, {"share": -0.1}, {"times": 0}, {"pause": -1}, {"kind": "drop-before-reading", "page_id": PAGE}],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"a fault needs|before"):
        Fault(**{"kind": "error", **wrong})


def test_a_share_can_be_switched_while_it_runs_and_a_rule_taken_out(bench):
    number = bench.sandbox.add_fault(Fault(kind="error", times=None, share=0))
    assert bench.get("me")["id"] == PAGE
    bench.switches.set_share(number, 1)
    assert code(bench.get("me")) == (1, None)
    bench.switches.remove_fault(number)
    assert bench.get("me")["id"] == PAGE
    bench.sandbox.add_fault(Fault(kind="error", times=None))
    bench.switches.clear_faults()
    assert bench.get("me")["id"] == PAGE


def test_a_fault_of_one_page_leaves_the_other_alone_also_where_only_the_token_tells_which(bench):
    bench.sandbox.add_fault(Fault(kind="error", page_id=PAGE, times=None, code=1))
    assert code(bench.get("me")) == (1, None)
    assert bench.get("me", token=OTHER_TOKEN)["id"] == OTHER
    assert bench.post("Tin", page=OTHER, token=OTHER_TOKEN)


def test_dice_are_the_same_for_the_same_key_and_spread_evenly():
    rolled = [dice(7, "x", number) for number in range(2_000)]
    assert rolled == [dice(7, "x", number) for number in range(2_000)]
    assert 0.48 < sum(rolled) / 2_000 < 0.52
    assert all(0 <= each < 1 for each in rolled)


# What the kinds do


def test_a_connection_dropped_before_reading_carries_nothing_out(bench):
    bench.sandbox.add_fault(Fault(kind="drop-before-reading"))
    with pytest.raises(requests.ConnectionError):
        bench.call("POST", f"{PAGE}/feed", data={"message": "Tin"})
    assert bench.truth.posts(PAGE) == ()
    assert bench.truth.request_log() == ()
    assert bench.post("Tin")


def test_unplugged_it_refuses_connections_and_plugged_in_again_it_is_where_it_was(bench):
    address = bench.sandbox.base_url
    bench.sandbox.unplug()
    bench.sandbox.unplug()
    with pytest.raises(requests.ConnectionError, match="refused"):
        bench.get("me")
    bench.sandbox.plug_in()
    bench.sandbox.plug_in()
    assert bench.get("me")["id"] == PAGE
    assert bench.sandbox.base_url == address


def test_a_slow_trickle_brings_the_whole_answer_byte_by_byte(bench):
    bench.sandbox.add_fault(Fault(kind="slow-trickle", pause=0.0001))
    assert bench.get("me") == {"id": PAGE, "name": "Trang một"}


def test_a_trickle_and_a_hang_end_when_the_sandbox_stops(bench):
    bench.sandbox.add_fault(Fault(kind="slow-trickle", method="GET", pause=3_600))
    with requests.get(f"{bench.sandbox.base_url}/me", params={"access_token": TOKEN}, stream=True, timeout=30) as answer:
        bench.sandbox.stop()
        # Fewer bytes than the header has promised
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            answer.json()


def test_a_hang_ends_when_the_client_has_gone(bench):
    bench.sandbox.add_fault(Fault(kind="commit-then-hang", method="POST"))
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{bench.sandbox.base_url}/{PAGE}/feed", data={"access_token": TOKEN, "message": "Tin"}, timeout=(5, 0.05))
    bench.sandbox.wait_for_post(PAGE)
    assert bench.get("me")["id"] == PAGE


def test_a_hang_ends_when_it_is_released_and_then_none_begins(bench):
    bench.sandbox.release_hangs()
    bench.sandbox.add_fault(Fault(kind="commit-then-hang"))
    with pytest.raises(requests.ConnectionError):
        bench.call("POST", f"{PAGE}/feed", data={"message": "Tin"})
    assert len(bench.truth.posts(PAGE)) == 1


def test_unknown_keys_come_in_headers_and_answers_and_errors(bench):
    bench.sandbox.add_fault(Fault(kind="unknown-keys"))
    bench.sandbox.add_fault(Fault(kind="error", code=987_654, subcode=3, status=418, message="Nobody knows", headers={"x-new": "1"}))
    odd = bench.call("GET", "me")
    assert odd.json()["id"] == PAGE
    assert odd.json()["unknown_key"]
    assert json.loads(odd.headers["x-app-usage"])["a_new_key"] == "x"
    failed = bench.call("GET", "me")
    assert (failed.status_code, code(failed), failed.headers["x-new"]) == (418, (987_654, 3), "1")
    assert "unknown_key" in failed.json()["error"]


def test_entries_of_a_batch_come_as_null_or_out_of_order(bench):
    operations = json.dumps([{"method": "GET", "relative_url": each} for each in ("me?fields=id", "me?fields=name")])
    bench.sandbox.add_fault(Fault(kind="null-in-batch"))
    bench.sandbox.add_fault(Fault(kind="batch-out-of-order"))
    first = bench.call("POST", "", data={"batch": operations}).json()
    assert (json.loads(first[0]["body"]), first[1]) == ({"id": PAGE}, None)
    second = bench.call("POST", "", data={"batch": operations}).json()
    assert [json.loads(each["body"]) for each in second] == [{"id": PAGE, "name": "Trang một"}, {"id": PAGE}]


# Throttles


@pytest.mark.parametrize("limit", [4, 17, 32, 613, 80_001])
def test_usage_rises_to_the_limit_then_calls_are_refused_until_access_is_regained(bench, limit):
    bench.switches.set_limits([Throttle(code=limit, calls=20, regain=timedelta(minutes=30))])
    name = "x-app-usage" if limit in {4, 17} else "x-page-usage"
    answers = [bench.call("GET", "me") for _ in range(20)]
    told = [json.loads(answer.headers[name])["call_count"] if name in answer.headers else 0 for answer in answers]
    assert told == sorted(told)
    assert {60, 75, 90, 100} <= set(told)
    refused = bench.call("GET", "me")
    assert code(refused) == (limit, None)
    assert json.loads(refused.headers[name])["call_count"] == 100
    bench.wait(minutes=30)
    assert bench.get("me")["id"] == PAGE


def regain(answer: requests.Response) -> int:
    (rows,) = json.loads(answer.headers["x-business-use-case-usage"]).values()
    return rows[0]["estimated_time_to_regain_access"]


def test_the_time_to_regain_access_is_told_and_grows_with_each_call_made_meanwhile(bench):
    throttle = Throttle(code=80_001, calls=1, regain=timedelta(minutes=30), penalty=timedelta(minutes=5))
    bench.switches.set_limits([throttle])
    bench.get("me")
    assert [regain(bench.call("GET", "me")) for _ in range(3)] == [30, 35, 40]
    bench.wait(minutes=39)
    assert regain(bench.call("GET", "me")) == 6
    bench.wait(minutes=6)
    assert bench.get("me")["id"] == PAGE


def test_a_throttle_counts_the_calls_of_its_page_token_or_app_and_forgets_old_ones(bench):
    bench.switches.set_limits([Throttle(code=32, calls=2, within=timedelta(hours=1))])
    for _ in range(2):
        bench.get("me")
        assert bench.get("me", token=OTHER_TOKEN)["id"] == OTHER
    bench.wait(hours=1)
    assert bench.get("me")["id"] == PAGE
    bench.switches.set_limits([Throttle(code=4, calls=1)])
    bench.get("me")
    assert code(bench.get("me", token=OTHER_TOKEN)) == (4, None)
    bench.switches.set_limits([Throttle(code=80_001, calls=1, page_id=OTHER)])
    assert [bench.get("me")["id"] for _ in range(3)] == [PAGE] * 3


def test_each_operation_of_a_batch_and_each_id_counts(bench):
    identity = bench.post("Tin")
    bench.switches.set_limits([Throttle(code=32, calls=3)])
    bench.get("", ids=f"{identity},{PAGE}")
    operations = json.dumps([{"method": "GET", "relative_url": "me"}] * 2)
    assert code(bench.call("POST", "", data={"batch": operations})) == (32, None)


def test_after_too_many_posts_all_writes_rest_for_a_while_and_reading_goes_on(bench):
    bench.switches.set_limits(too_fast=[TooFast(posts=2, within=timedelta(minutes=10), lasts=timedelta(days=1))])
    identities = bench.posts(2)
    assert code(bench.call("POST", f"{PAGE}/feed", data={"message": "Tin mới"})) == (368, 1_390_008)
    assert code(bench.call("POST", f"{identities[0]}/comments", data={"message": "x"})) == (368, 1_390_008)
    assert code(bench.call("DELETE", identities[0])) == (368, 1_390_008)
    assert len(bench.get(f"{PAGE}/published_posts")["data"]) == 2
    assert bench.post("Trang kia", page=OTHER, token=OTHER_TOKEN)
    bench.wait(hours=23)
    assert code(bench.call("POST", f"{PAGE}/feed", data={"message": "Tin mới"})) == (368, 1_390_008)
    bench.wait(hours=1)
    assert bench.post("Tin mới")


# Tokens, permissions, listings, clock


@pytest.mark.parametrize("subcode", [None, 458, 459, 460, 463, 464, 467, 492])
def test_a_token_dies_with_its_subcode_and_lives_again_when_it_is_repaired(bench, subcode):
    bench.switches.kill_token(PAGE, subcode)
    assert code(bench.get("me")) == (190, subcode)
    assert bench.get("me", token=OTHER_TOKEN)["id"] == OTHER
    bench.switches.repair_token(PAGE)
    assert bench.get("me")["id"] == PAGE


def test_a_token_dies_at_its_hour_and_is_repaired_by_another(bench):
    bench.switches.kill_token(PAGE, 460, bench.now + timedelta(hours=1))
    assert bench.get("me")["id"] == PAGE
    bench.wait(hours=1)
    assert code(bench.get("me")) == (190, 460)
    bench.switches.repair_token(PAGE, "EAAFRESHTOKEN")
    assert code(bench.get("me")) == (190, None)
    assert bench.get("me", token="EAAFRESHTOKEN")["id"] == PAGE


def test_a_permission_is_taken_away_and_given_back(bench):
    bench.switches.remove_permissions(PAGE, ["pages_manage_posts", "pages_read_engagement"])
    assert code(bench.call("POST", f"{PAGE}/feed", data={"message": "Tin"})) == (200, None)
    assert code(bench.get(f"{PAGE}/published_posts")) == (283, None)
    bench.switches.restore_permissions(PAGE, ["pages_manage_posts", "pages_read_engagement"])
    assert bench.post("Tin")
    assert len(bench.get(f"{PAGE}/published_posts")["data"]) == 1


def test_a_new_post_is_read_by_id_at_once_and_listed_later(bench):
    bench.switches.change_rules(listing_lag=timedelta(minutes=5))
    identity = bench.post("Tin")
    assert bench.get(identity)["message"] == "Tin"
    assert bench.get(f"{PAGE}/published_posts")["data"] == []
    bench.wait(minutes=5)
    assert [each["id"] for each in bench.get(f"{PAGE}/published_posts")["data"]] == [identity]


def listed(bench, **params) -> list[str]:
    """Everything a listing shows, page by page."""
    found, after = [], ""
    while True:
        page = bench.get(f"{PAGE}/published_posts", **params, **({"after": after} if after else {}))
        found += [each["id"] for each in page["data"]]
        if "next" not in page.get("paging", {}):
            return found
        after = page["paging"]["cursors"]["after"]


def test_an_incomplete_listing_leaves_out_others_each_time_and_a_hidden_post_never_shows(bench):
    made = bench.posts(20)
    bench.switches.change_rules(listing_leaves_out=0.3)
    seen = [frozenset(listed(bench)) for _ in range(6)]
    assert len(set(seen)) > 1
    assert all(each < set(made) for each in seen)
    assert set(made) == frozenset.union(*seen)
    bench.switches.change_rules(listing_leaves_out=0, listing_hides=0.3)
    hidden = [listed(bench) for _ in range(2)]
    assert hidden[0] == hidden[1]
    assert 8 <= len(hidden[0]) < 20


def test_a_listing_may_begin_with_an_empty_page_that_has_a_next_one(bench):
    made = bench.posts(3)
    bench.switches.change_rules(listing_empty_page=True)
    first = bench.get(f"{PAGE}/published_posts")
    assert (first["data"], "next" in first["paging"]) == ([], True)
    assert made == listed(bench)


def test_with_offset_cursors_pages_change_under_the_reader(bench):
    made = bench.posts(4)
    bench.switches.change_rules(listing_offset_cursors=True)
    first = bench.get(f"{PAGE}/published_posts", limit=2)
    after = first["paging"]["cursors"]["after"]
    newer = bench.post("Chen vào")
    second = bench.get(f"{PAGE}/published_posts", limit=2, after=after)
    assert made[1] == second["data"][0]["id"], "seen twice"
    for gone in (newer, made[0]):
        bench.call("DELETE", gone)
    third = bench.get(f"{PAGE}/published_posts", limit=2, after=after)
    assert [each["id"] for each in third["data"]] == [made[3]], "the third one was never seen"


def test_facebooks_clock_may_be_ahead_of_ours(bench):
    bench.switches.change_rules(clock_skew=timedelta(hours=2))
    identity = bench.post("Tin")
    assert bench.get(identity)["created_time"] == "2026-11-24T03:00:00+0000"
    later = int((bench.now + timedelta(hours=1)).timestamp())
    assert len(bench.get(f"{PAGE}/published_posts", since=later)["data"]) == 1
    assert bench.get(f"{PAGE}/published_posts", until=later)["data"] == []


def test_only_rules_can_be_switched_and_a_page_that_is_not_there_is_named(bench):
    with pytest.raises(ValueError, match="pages"):
        bench.switches.change_rules(pages=())
    for throw in (bench.switches.kill_token, bench.switches.repair_token):
        with pytest.raises(KeyError, match="404"):
            throw("404")
