"""The sandbox speaks Graph: independent clients (plain requests, and facebook-sdk as it comes) see what the facts say."""

import json
from datetime import timedelta

import facebook
import pytest
import requests

from bot.sandbox import Fault, PageSpec, Sandbox, SandboxConfig
from bot.sandbox.faults import FaultKind
from bot.sandbox.growth import engagement

PAGE = "100000000000001"
OTHER = "100000000000002"
TOKEN = "EAATESTTOKENTESTTOKENTESTTOKEN"


@pytest.fixture
def clock(now):
    return {"now": now}


@pytest.fixture
def sandbox(clock):
    pages = (
        PageSpec(page_id=PAGE, name="Trang <b>một</b>", token=TOKEN, about="Giới thiệu"),
        PageSpec(page_id=OTHER, name="Trang hai", token=TOKEN + "2"),
    )
    with Sandbox(SandboxConfig(pages=pages, usage_headers_after=3), lambda: clock["now"]) as running:
        yield running


@pytest.fixture
def call(sandbox):
    def do(method: str, path: str, *, token: str = TOKEN, **more):
        return requests.request(
            method, f"{sandbox.base_url}/{path}", headers={"Authorization": f"Bearer {token}"}, timeout=30, allow_redirects=False, **more
        )

    return do


def post(call, message="Xin chào", **more) -> str:
    return call("POST", f"v26.0/{PAGE}/feed", data={"message": message, **more}).json()["id"]


def code(response) -> tuple[int, int | None]:
    error = response.json()["error"]
    assert error["fbtrace_id"]
    return error["code"], error.get("error_subcode")


def test_a_post_is_made_read_edited_listed_and_deleted(call, sandbox):
    identity = post(call, link="https://cong.vn/a?utm_content=p1")
    assert identity.startswith(f"{PAGE}_")
    read = call("GET", f"v26.0/{identity}", params={"fields": "message,permalink_url,attachments{unshimmed_url,url,type}"}).json()
    assert read["attachments"]["data"][0]["unshimmed_url"] == "https://cong.vn/a?utm_content=p1"
    assert "l.facebook.com" in read["attachments"]["data"][0]["url"]
    assert call("POST", f"v26.0/{identity}/", data={"message": "Đã sửa"}).json() == {"success": True}
    assert [item["message"] for item in call("GET", f"{PAGE}/published_posts").json()["data"]] == ["Đã sửa"]
    assert call("DELETE", f"v26.0/{identity}").json() == {"success": True}
    assert code(call("GET", f"v26.0/{identity}")) == (100, 33)
    assert sandbox.posts(PAGE)[0].deleted


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, (197, None)),
        ({"message": "   "}, (197, None)),
        ({"message": "x" * 63_207}, (100, None)),
        ({"message": "x", "link": "nowhere"}, (1500, None)),
        ({"message": "x", "link": "http://127.0.0.1:1/a"}, (1500, None)),
        ({"message": "x", "picture": "http://a.vn/b.jpg"}, (100, None)),
        ({"message": "x", "scheduled_publish_time": "1"}, (100, None)),
        ({"message": "x", "attached_media": '[{"media_fbid": "404"}]'}, (100, None)),
    ],
)
def test_what_graph_refuses_is_refused(call, data, expected):
    assert expected == code(call("POST", f"v26.0/{PAGE}/feed", data=data))


def test_the_same_again_is_a_duplicate_at_once_and_disallowed_for_hours(call, clock):
    post(call)
    assert code(call("POST", f"{PAGE}/feed", data={"message": "Xin chào"})) == (506, 1455006)
    post(call, message="Tin khác")
    assert code(call("POST", f"{PAGE}/feed", data={"message": "Xin chào"})) == (368, 1404082)
    clock["now"] += timedelta(hours=7)
    post(call)


def test_tokens_belong_to_pages_and_end(call, sandbox, clock, now):
    assert code(call("GET", "me", token="EAAWRONG")) == (190, None)
    assert code(requests.get(f"{sandbox.base_url}/me", timeout=30))[0] == 104
    assert code(call("POST", f"{OTHER}/feed", data={"message": "x"}))[0] == 200
    sandbox.change_token(PAGE, expires_at=now + timedelta(hours=1))
    clock["now"] += timedelta(hours=2)
    assert code(call("GET", "me")) == (190, 463)


def test_the_token_is_taken_from_query_form_and_json_too(sandbox):
    root = sandbox.base_url
    assert requests.get(f"{root}/me", params={"access_token": TOKEN}, timeout=30).json()["id"] == PAGE
    assert "id" in requests.post(f"{root}/{PAGE}/feed", data={"access_token": TOKEN, "message": "a"}, timeout=30).json()
    assert "id" in requests.post(f"{root}/{PAGE}/feed", json={"access_token": TOKEN, "message": "b"}, timeout=30).json()
    assert not any(TOKEN in record.query + record.body for record in sandbox.request_log())


def test_facebook_sdk_as_it_comes_can_work_with_it(sandbox, monkeypatch):
    monkeypatch.setattr(facebook, "FACEBOOK_GRAPH_URL", sandbox.base_url + "/")
    graph = facebook.GraphAPI(TOKEN)
    graph.version = "v26.0"
    made = graph.put_object(PAGE, "feed", message="Từ SDK")
    assert graph.get_object(made["id"], fields="message")["message"] == "Từ SDK"
    photo = graph.put_photo(b"\xff\xd8\xff", album_path=f"{PAGE}/photos", caption="Ảnh")
    assert photo["post_id"].startswith(PAGE)
    assert made["id"] in graph.get_objects([made["id"]], fields="id")
    with pytest.raises(facebook.GraphAPIError):
        graph.get_object("1_2")


def test_listings_are_newest_first_cut_into_pages_and_end_without_next(call, clock):
    made = []
    for number in range(5):
        clock["now"] += timedelta(minutes=1)
        made.append(post(call, message=f"Tin {number}"))
    first = call("GET", f"{PAGE}/published_posts", params={"limit": 3}).json()
    second = call("GET", f"{PAGE}/published_posts", params={"limit": 3, "after": first["paging"]["cursors"]["after"]}).json()
    assert made[::-1] == [item["id"] for item in first["data"] + second["data"]]
    assert "next" in first["paging"]
    assert TOKEN not in first["paging"]["next"]
    assert "next" not in second["paging"]


def test_many_ids_come_in_one_answer_and_one_bad_id_spoils_it(call):
    identity = post(call)
    assert identity in call("GET", "", params={"ids": identity, "fields": "message"}).json()
    assert code(call("GET", "", params={"ids": f"{identity},{PAGE}_9"})) == (100, 33)
    assert code(call("GET", "", params={"ids": ",".join(["1"] * 51)}))[0] == 100


def test_a_batch_answers_in_order_each_with_its_own_code(call):
    identity = post(call)
    operations = [{"method": "GET", "relative_url": f"{identity}?fields=message"}, {"method": "GET", "relative_url": f"{PAGE}_404"}]
    good, bad = call("POST", "", data={"batch": json.dumps(operations)}).json()
    assert (good["code"], json.loads(good["body"])["message"]) == (200, "Xin chào")
    assert (bad["code"], json.loads(bad["body"])["error"]["error_subcode"]) == (400, 33)


def test_fields_have_modifiers_aliases_and_limits(call, clock):
    identity = post(call)
    clock["now"] += timedelta(days=3)
    fields = "reactions.type(LIKE).limit(0).summary(total_count).as(thich),reactions.limit(0).summary(total_count),comments.summary(total_count){message}"
    read = call("GET", identity, params={"fields": fields}).json()
    assert 0 < read["thich"]["summary"]["total_count"] <= read["reactions"]["summary"]["total_count"]
    assert code(call("GET", identity, params={"fields": "nothing_of_the_kind"}))[0] == 100
    assert code(call("GET", identity, params={"fields": "reactions{"}))[0] == 2500


def test_insights_live_and_die_and_always_name_a_next_page(call, clock, sandbox):
    identity = post(call)
    clock["now"] += timedelta(days=2)
    found = call("GET", f"{identity}/insights", params={"metric": '["post_media_view","post_clicks"]', "period": "lifetime"}).json()
    assert [row["name"] for row in found["data"]] == ["post_media_view", "post_clicks"]
    assert found["data"][0]["values"][0]["value"] > 0
    assert "next" in found["paging"]
    sandbox.kill_metric("post_clicks")
    assert code(call("GET", f"{identity}/insights", params={"metric": "post_media_view,post_clicks"}))[0] == 100
    assert code(call("GET", f"{identity}/insights")) == (3001, 1504028)


def test_a_missing_permission_costs_what_needs_it_and_nothing_else(call, sandbox):
    identity = post(call)
    sandbox.change_token(PAGE, scopes=("pages_manage_posts",))
    assert code(call("GET", identity, params={"fields": "reactions.summary(total_count)"}))[0] == 10
    assert identity == call("GET", identity, params={"fields": "shares"}).json()["id"]
    assert code(call("POST", f"{identity}/comments", data={"message": "x"}))[0] == 200


def test_comments_are_made_and_listed(call):
    identity = post(call)
    assert call("POST", f"{identity}/comments", data={"message": "Liên kết: https://cong.vn"}).json()["id"].startswith(identity)
    assert call("GET", f"{identity}/comments").json()["data"][0]["message"] == "Liên kết: https://cong.vn"


def test_a_token_can_be_inspected(call, sandbox, now):
    sandbox.change_token(PAGE, expires_at=now + timedelta(days=1))
    app = f"{SandboxConfig(pages=()).app_id}|{SandboxConfig(pages=()).app_secret}"
    data = call("GET", "debug_token", token=app, params={"input_token": TOKEN}).json()["data"]
    assert ("PAGE", True, int((now + timedelta(days=1)).timestamp())) == (data["type"], data["is_valid"], data["expires_at"])
    assert not call("GET", "debug_token", token=app, params={"input_token": "EAANONE"}).json()["data"]["is_valid"]


def test_a_wrong_proof_is_refused(call):
    assert code(call("GET", "me", params={"appsecret_proof": "0" * 64}))[0] == 100


def test_headers_tell_version_trace_and_after_some_calls_the_usage(call):
    answers = [call("GET", "v19.0/me") for _ in range(5)]
    assert {"v21.0"} == {answer.headers["facebook-api-version"] for answer in answers}, "a dead version is served as the oldest living one"
    assert answers[0].headers["x-fb-trace-id"] != answers[1].headers["x-fb-trace-id"]
    assert "x-app-usage" not in answers[0].headers
    assert "call_count" in json.loads(answers[4].headers["x-app-usage"])


def test_scheduled_posts_go_live_when_the_clock_passes_them_with_the_same_id(call, clock, now):
    at = int((now + timedelta(hours=1)).timestamp())
    identity = post(call, published="false", scheduled_publish_time=at)
    assert call("GET", f"{PAGE}/published_posts").json()["data"] == []
    assert [identity] == [item["id"] for item in call("GET", f"{PAGE}/scheduled_posts").json()["data"]]
    clock["now"] += timedelta(hours=2)
    assert [identity] == [item["id"] for item in call("GET", f"{PAGE}/published_posts").json()["data"]]


@pytest.mark.parametrize("kind", FaultKind.__args__)
def test_each_fault_happens_once_and_commits_or_not_as_its_name_says(call, sandbox, kind):
    blind = kind == "drop-before-reading"
    sandbox.add_fault(Fault(kind=kind, pause=0) if blind else Fault(kind=kind, method="POST", edge="feed", pause=0))
    if kind == "commit-then-hang":
        with pytest.raises(requests.ReadTimeout):
            requests.post(f"{sandbox.base_url}/{PAGE}/feed", data={"access_token": TOKEN, "message": "Tin"}, timeout=(5, 0.05))
        sandbox.wait_for_post(PAGE)
    elif kind in {"drop-before-reading", "drop-before-commit", "commit-then-drop"}:
        with pytest.raises(requests.ConnectionError):
            call("POST", f"{PAGE}/feed", data={"message": "Tin"})
    else:
        call("POST", f"{PAGE}/feed", data={"message": "Tin"})
    refused = {"drop-before-reading", "drop-before-commit", "500-before-commit", "503-html-before-commit", "error", "redirect"}
    committed = kind not in refused
    assert int(committed) == len(sandbox.posts(PAGE))
    assert {kind: 1} == sandbox.truth.injected()
    assert "id" in call("POST", f"{PAGE}/feed", data={"message": "Tin sau"}).json()


def test_engagement_grows_with_age_and_only_with_age(now):
    ages = [engagement(7, "1_2", timedelta(hours=hours), 2_000) for hours in range(0, 100, 5)]
    views = [each.views for each in ages]
    assert sorted(views) == views
    assert 0 == views[0] < views[-1]
    assert ages[3] == engagement(7, "1_2", timedelta(hours=15), 2_000)
    assert ages[-1] != engagement(7, "1_3", timedelta(hours=95), 2_000)


def test_the_page_shows_posts_escaped_with_tags_links_and_counts(call, sandbox, clock):
    post(call, message="<script>alert(1)</script>\n#CCHC xem https://cong.vn/a @[100000000000009]", link="https://www.cong.vn/b?x=<y>")
    clock["now"] += timedelta(days=2)
    page = requests.get(sandbox.page_url(PAGE), timeout=30).text
    assert "<script>" not in page
    assert "<b>một" not in page
    assert '<span class="tag">#CCHC</span>' in page
    assert '<a href="https://cong.vn/a"' in page
    assert "cong.vn</span>" in page
    assert "2 ngày trước" in page
    assert "lượt xem" in page
    assert "không phải Facebook thật" in page
    assert requests.get(f"{sandbox.base_url}/page/404", timeout=30).status_code == 404


def test_odd_numbers_are_refused_and_never_a_crash(call):
    post(call)
    assert code(call("GET", f"{PAGE}/feed", params={"limit": "nhiều"}))[0] == 100
    assert code(call("GET", f"{PAGE}/feed", params={"since": "hôm qua"}))[0] == 100
    assert code(call("POST", "", data={"batch": "{"}))[0] == 100
