"""The admin port: each verb over real HTTP; from this machine and from no website; and no token in any answer."""

import base64
from datetime import timedelta

import pytest

from tests.sandbox.conftest import LONG_TOKEN, OTHER, PAGE, PNG, TOKEN, USER_TOKEN, code


def done(response):
    assert response.status_code == 200, response.text
    return response.json()


def test_the_overview_tells_pages_rules_limits_and_faults_without_tokens(bench):
    done(bench.admin("POST", "faults", {"kind": "gzip", "share": 0.5, "times": None}))
    shown = bench.admin("GET", "")
    overview = done(shown)
    assert [page["page_id"] for page in overview["pages"]] == [PAGE, OTHER]
    assert overview["rules"]["repeat_window"] == 6 * 3_600
    assert overview["faults"]["1"]["share"] == 0.5
    assert bench.truth.tokens_in(shown.text) == 0


def test_reset_brings_back_the_beginning(bench):
    bench.post("Tin")
    done(bench.admin("POST", "clock", {"advance": 60}))
    done(bench.admin("POST", "pages", {"page_id": "77777", "name": "Mới", "token": "EAANEWPAGE"}))
    done(bench.admin("POST", "faults", {"kind": "error", "times": None, "edge": "feed"}))
    done(bench.admin("POST", "reset"))
    overview = done(bench.admin("GET", ""))
    assert (overview["offset"], overview["faults"], overview["requests"], len(overview["pages"])) == (0, {}, 0, 2)
    assert bench.truth.posts(PAGE) == ()
    assert bench.post("Tin")


def test_the_clock_is_set_and_moved_on(bench):
    assert done(bench.admin("POST", "clock", {"offset": 3_600}))["offset"] == 3_600
    moved = done(bench.admin("POST", "clock", {"advance": "PT30M"}))
    assert moved == {"now": (bench.now + timedelta(minutes=90)).isoformat().replace("+00:00", "Z"), "offset": 5_400}
    assert done(bench.admin("GET", "clock")) == moved
    assert bench.get(bench.post("Tin"))["created_time"] == "2026-11-24T02:30:00+0000"


def test_faults_are_added_listed_changed_and_taken_out(bench):
    first = {"kind": "error", "method": "GET", "code": 2, "status": 500, "times": None}
    assert done(bench.admin("POST", "faults", [first, {"kind": "gzip"}])) == {"added": [1, 2]}
    assert code(bench.get("me")) == (2, None)
    listed = done(bench.admin("GET", "faults"))
    assert (listed["rules"]["1"]["code"], listed["injected"]) == (2, {"error": 1})
    done(bench.admin("POST", "faults/1", {"share": 0}))
    assert bench.get("me")["id"] == PAGE
    done(bench.admin("POST", "faults/1", {"share": 1}))
    done(bench.admin("DELETE", "faults/1"))
    assert bench.get("me")["id"] == PAGE
    done(bench.admin("POST", "faults", first))
    done(bench.admin("DELETE", "faults"))
    assert bench.get("me")["id"] == PAGE


def test_rules_and_limits_are_switched(bench):
    done(
        bench.admin("POST", "rules", {"listing_lag": 300, "clock_skew": "PT1H", "dead_metrics": ["post_clicks"], "listing_leaves_out": 0.5})
    )
    identity = bench.post("Tin")
    assert bench.get(f"{PAGE}/published_posts")["data"] == []
    assert bench.get(identity)["created_time"] == "2026-11-24T02:00:00+0000"
    rules = done(bench.admin("GET", ""))["rules"]
    assert (rules["listing_leaves_out"], rules["dead_metrics"], rules["repeat_window"]) == (0.5, ["post_clicks"], 6 * 3_600)
    done(bench.admin("POST", "limits", {"throttles": [{"code": 4, "calls": 1}], "too_fast": [{"posts": 1, "within": 60, "lasts": 60}]}))
    assert code(bench.call("POST", f"{PAGE}/feed", data={"message": "Nữa"})) == (368, 1_390_008)
    assert code(bench.get("me")) == (4, None)
    done(bench.admin("POST", "limits", {}))
    assert bench.get("me")["id"] == PAGE


def test_pages_and_users_are_added_and_tokens_killed_and_repaired(bench):
    done(bench.admin("POST", "pages", {"page_id": "77777", "name": "Mới", "token": "EAANEWPAGE"}))
    assert bench.get("me", token="EAANEWPAGE")["name"] == "Mới"
    user = {"user_id": "9", "name": "Nam", "token": "EAANAMSHORT", "long_token": "EAANAMLONG", "pages": ["77777"]}
    done(bench.admin("POST", "users", user))
    assert bench.get("me/accounts", token="EAANAMLONG")["data"][0]["access_token"] == "EAANEWPAGE"
    done(bench.admin("POST", f"pages/{PAGE}/kill", {"subcode": 460}))
    assert code(bench.get("me")) == (190, 460)
    done(bench.admin("POST", f"pages/{PAGE}/repair"))
    assert bench.get("me")["id"] == PAGE
    done(bench.admin("POST", f"pages/{PAGE}/kill", {"at": (bench.now + timedelta(minutes=1)).isoformat()}))
    assert bench.get("me")["id"] == PAGE
    bench.wait(minutes=1)
    assert code(bench.get("me")) == (190, None)
    done(bench.admin("POST", f"pages/{PAGE}/repair", {"token": "EAAFRESHTOKEN"}))
    assert bench.get("me", token="EAAFRESHTOKEN")["id"] == PAGE


def test_permissions_are_taken_and_given_back(bench):
    done(bench.admin("POST", f"pages/{PAGE}/permissions", {"remove": ["pages_manage_posts"]}))
    assert code(bench.call("POST", f"{PAGE}/feed", data={"message": "x"})) == (200, None)
    done(bench.admin("POST", f"pages/{PAGE}/permissions", {"restore": ["pages_manage_posts"]}))
    assert bench.post("x")


def test_the_ground_truth_is_told(bench):
    identity = bench.post("Tin", link="https://cong.vn/a?utm_content=p1")
    bench.call("POST", f"{identity}/comments", data={"message": "a"})
    photo = bench.photo(published="false", alt_text_custom="Ảnh")["id"]
    truth = done(bench.admin("GET", f"posts?page_id={PAGE}"))
    assert list(truth) == [PAGE]
    told = truth[PAGE]
    assert told["posts"][0]["id"] == identity
    assert told["by_content"] == [{"content": "Tin\nhttps://cong.vn/a?utm_content=p1", "made": 1}]
    assert told["by_marker"] == {"p1": {"made": 1, "present": 1}}
    assert told["comments"] == [{"post": identity, "text": "a", "made": 1}]
    assert told["staged_photos"] == [{"id": photo, "temporary": False, "alt": "Ảnh"}]
    assert list(done(bench.admin("GET", "posts"))) == [PAGE, OTHER]
    assert bench.admin("GET", "posts?page_id=404").status_code == 404


def test_the_request_log_is_told_with_the_faults_that_struck(bench):
    done(bench.admin("POST", "faults", {"kind": "gzip"}))
    bench.get("me", token="", access_token=TOKEN)
    bench.call("POST", f"{PAGE}/photos", files={"source": ("source", base64.b64decode("/9j/") + PNG)})
    log = bench.admin("GET", "log")
    first, second = done(log)
    assert (first["method"], first["path"], first["fault"], first["had_bearer"]) == ("GET", "/me", "gzip", False)
    assert (second["fault"], second["had_bearer"]) == ("", True)
    assert bench.truth.tokens_in(log.text) == 0


def test_a_text_with_any_token_fails_the_check_and_is_not_repeated(bench):
    assert done(bench.admin("POST", "assert-no-token", {"text": "posted, all is well"})) == {"found": 0}
    for token in (TOKEN, USER_TOKEN, LONG_TOKEN, "sandbox-app-secret"):
        failed = bench.admin("POST", "assert-no-token", {"text": f"Bearer {token}"})
        assert (failed.status_code, failed.json()) == (409, {"found": 1})


def test_connections_are_refused_while_it_is_unplugged(bench):
    address = bench.sandbox.base_url
    done(bench.admin("POST", "listening", {"on": False}))
    with pytest.raises(OSError, match="refused"):
        bench.get("me")
    done(bench.admin("POST", "listening", {"on": True}))
    assert bench.get("me")["id"] == PAGE
    assert bench.sandbox.base_url == address


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "faults", {"kind": "no-such-kind"}, 400),
        ("POST", "faults", {"kind": "gzip", "shares": 1}, 400),
        ("POST", "faults", {"kind": "gzip", "share": 2}, 400),
        ("POST", "faults/1", {"share": 0.5}, 404),
        ("POST", "faults/x", {"share": 0.5}, 400),
        ("PUT", "faults", {}, 501),
        ("POST", "rules", {"pages": []}, 400),
        ("POST", "rules", {"listing_lag": "soon"}, 400),
        ("POST", "clock", {"advance": "soon"}, 400),
        ("POST", "clock", {"advance": 1e30}, 400),
        ("POST", "clock", {"advance": 86_400 * 400_000}, 400),
        ("POST", "clock", {"offset": 86_400 * 4_000_000}, 400),
        ("POST", "pages", {"page_id": "1", "token": "EAASECRETSECRET"}, 400),
        ("POST", "pages/404/kill", {}, 404),
        ("POST", "pages/1/2/3", {}, 404),
        ("POST", "limits", {"throttles": [{"code": 5, "calls": 1}]}, 400),
        ("POST", "clock", [1], 400),
        ("GET", "nothing", None, 404),
    ],
)
def test_wrong_use_is_refused_and_changes_nothing(bench, method, path, body, status):
    before = done(bench.admin("GET", ""))
    refused = bench.admin(method, path, body)
    assert refused.status_code == status
    assert "SECRET" not in refused.text
    assert before == done(bench.admin("GET", ""))


def test_a_website_can_not_throw_the_switches(bench):
    for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
        assert bench.admin("POST", "reset", headers=headers).status_code == 403
    assert bench.admin("GET", "", data="{not json").status_code == 400


def test_the_admin_port_is_another_one_and_the_graph_api_has_none_of_its_verbs(bench):
    assert bench.sandbox.admin_url != bench.sandbox.base_url
    assert bench.sandbox.admin_url.startswith("http://127.0.0.1:")
    assert code(bench.call("POST", "reset")) == (100, 33)
