"""Photos, comments, tokens of users, and the ground truth: what is made is counted, listed and shown."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
import requests

from bot.sandbox.scrape import _Tags
from bot.sandbox.truth import Count
from tests.sandbox.conftest import APP, LONG_TOKEN, OTHER, OTHER_TOKEN, PAGE, PNG, TOKEN, USER_TOKEN, code

JPEG = b"\xff\xd8\xff\xe0rest"


def attached(bench, photos: list[str], message: str = "Ảnh") -> str:
    return bench.post(message, attached_media=json.dumps([{"media_fbid": photo} for photo in photos]))


# Photos


def test_a_published_photo_is_a_post_with_its_caption_and_picture(bench):
    made = bench.photo(caption="Trao giải", alt_text_custom="Hai người bắt tay")
    fields = "message,full_picture,status_type,attachments{media_type,media,description,target}"
    (post,) = bench.get(f"{PAGE}/published_posts", fields=fields)["data"]
    assert (post["id"], post["message"], post["status_type"]) == (made["post_id"], "Trao giải", "added_photos")
    (attachment,) = post["attachments"]["data"]
    assert attachment["media_type"] == "photo"
    assert attachment["description"] == "Hai người bắt tay"
    assert attachment["target"]["id"] == made["id"]
    assert attachment["media"]["image"]["src"] == post["full_picture"]
    picture = requests.get(post["full_picture"], timeout=30)
    assert (picture.content, picture.headers["Content-Type"]) == (PNG, "image/png")
    assert bench.get(made["id"], fields="alt_text_custom")["alt_text_custom"] == "Hai người bắt tay"
    assert [each["id"] for each in bench.get(f"{PAGE}/photos")["data"]] == [made["id"]]


def test_several_photos_make_one_post_that_is_an_album(bench):
    photos = [bench.photo(content, published="false")["id"] for content in (PNG, JPEG)]
    identity = attached(bench, photos)
    read = bench.get(identity, fields="message,full_picture,attachments")
    (album,) = read["attachments"]["data"]
    assert album["media_type"] == "album"
    assert [each["target"]["id"] for each in album["subattachments"]["data"]] == photos
    assert read["full_picture"].endswith(photos[0])
    assert requests.get(album["subattachments"]["data"][1]["media"]["image"]["src"], timeout=30).headers["Content-Type"] == "image/jpeg"
    assert bench.truth.staged_photos(PAGE) == ()


def test_an_unpublished_photo_is_no_post_and_is_counted_as_left_behind(bench):
    kept, temporary = (bench.photo(published="false", temporary=each)["id"] for each in ("false", "true"))
    assert bench.get(f"{PAGE}/published_posts")["data"] == []
    assert [(each.id, each.temporary) for each in bench.truth.staged_photos(PAGE)] == [(kept, False), (temporary, True)]
    bench.wait(hours=24)
    bench.get("me")
    assert [each.id for each in bench.truth.staged_photos(PAGE)] == [kept]
    assert bench.call("DELETE", kept).json() == {"success": True}
    assert bench.truth.staged_photos(PAGE) == ()
    assert code(bench.get(kept)) == (100, 33)


def test_a_temporary_photo_that_a_post_shows_stays(bench):
    photo = bench.photo(published="false", temporary="true")["id"]
    identity = attached(bench, [photo])
    bench.wait(days=3)
    assert bench.get(identity, fields="full_picture")["full_picture"].endswith(photo)


def test_a_post_survives_the_deletion_of_its_photo(bench):
    made = bench.photo(caption="Trao giải")
    bench.call("DELETE", made["id"])
    assert "attachments" not in bench.get(made["post_id"], fields="message,attachments")
    assert requests.get(f"{bench.sandbox.base_url}/photo/{made['id']}", timeout=30).status_code == 404


def test_what_facebook_refuses_of_photos_is_refused(bench):
    theirs = bench.photo(published="false")["id"]
    other = bench.call("POST", f"{OTHER}/feed", token=OTHER_TOKEN, data={"attached_media": json.dumps([{"media_fbid": theirs}])})
    assert code(other) == (100, None)
    assert code(bench.get(theirs, token=OTHER_TOKEN)) == (100, 33)
    assert code(bench.photo(b"\xff\xd8\xff" + b"x" * 10 * 1024 * 1024)) == (100, 1_366_046)
    assert code(bench.call("POST", f"{PAGE}/photos", data={"caption": "x"})) == (324, None)


def test_a_refused_repetition_leaves_no_photo_behind(bench):
    bench.photo(caption="Trao giải")
    assert code(bench.photo(caption="Trao giải")) == (506, 1_455_006)
    assert len(bench.get(f"{PAGE}/photos")["data"]) == 1


def test_what_is_no_picture_is_not_served_as_a_page(bench):
    made = bench.photo(b"<script>alert(1)</script>", caption="x")
    served = requests.get(f"{bench.sandbox.base_url}/photo/{made['id']}", timeout=30)
    assert (served.headers["Content-Type"], served.headers["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")


# Fields, comments


def test_only_the_fields_of_an_attachment_that_were_asked_for_come_and_unknown_ones_are_refused(bench):
    identity = bench.post("Tin", link="https://cong.vn/a")
    (card,) = bench.get(identity, fields="attachments{unshimmed_url}")["attachments"]["data"]
    assert card == {"unshimmed_url": "https://cong.vn/a"}
    assert code(bench.get(identity, fields="attachments{nothing}")) == (100, None)
    assert bench.get(f"{identity}/attachments", fields="url")["data"][0]["url"].startswith("https://l.facebook.com")


def test_the_pages_comments_come_from_the_page_and_are_read_page_by_page(bench):
    identity = bench.post("Tin")
    made = [bench.call("POST", f"{identity}/comments", data={"message": f"Thứ {number}"}).json()["id"] for number in range(5)]
    first = bench.get(f"{identity}/comments", limit=3, fields="id,message,from{id}")
    assert first["data"][0] == {"id": made[0], "message": "Thứ 0", "from": {"id": PAGE}}
    assert first["summary"] == {"total_count": 5}
    second = bench.get(f"{identity}/comments", limit=3, after=first["paging"]["cursors"]["after"], fields="message")
    assert [each["id"] for each in first["data"] + second["data"]] == made
    assert ("next" in first["paging"], "next" in second["paging"]) == (True, False)
    assert bench.get(f"{identity}/comments", limit=1)["data"][0]["from"] == {"id": PAGE, "name": "Trang một"}


def test_comments_of_people_are_not_from_the_page_and_need_the_permission(bench):
    bench.switches.change_page(PAGE, followers=50_000)
    identity = bench.post("Tin")
    bench.wait(days=10)
    found = bench.get(f"{identity}/comments")["data"]
    assert found
    assert all(each["from"]["id"] != PAGE for each in found)
    bench.switches.remove_permissions(PAGE, ["pages_read_user_content"])
    assert code(bench.get(f"{identity}/comments")) == (10, None)


# The ground truth


def test_the_truth_counts_posts_by_marker_wherever_the_link_stands_and_deleted_ones_too(bench):
    bench.post("Một", link="https://cong.vn/a?utm_content=p1")
    bench.wait(hours=7)
    gone = bench.post("Hai", link="https://cong.vn/b?x=1&utm_content=p1#y")
    bench.photo(caption="Ảnh\n\nhttps://cong.vn/c?utm_content=p2")
    commented = bench.post("Ba")
    bench.call("POST", f"{commented}/comments", data={"message": "Đọc: https://cong.vn/d?utm_content=p3"})
    bench.call("DELETE", gone)
    assert bench.truth.posts_by_marker(PAGE) == {"p1": Count(2, 1), "p2": Count(1, 1), "p3": Count(1, 1)}


def test_the_truth_counts_comments_by_post_and_text(bench):
    identity = bench.post("Tin")
    for text in ("a", "a", "b"):
        bench.call("POST", f"{identity}/comments", data={"message": text})
    assert bench.truth.comments_by_content(PAGE) == {(identity, "a"): 2, (identity, "b"): 1}


def test_tokens_old_and_new_are_found_in_a_text_and_never_in_the_log(bench):
    bench.switches.repair_token(PAGE, "EAAFRESHTOKEN")
    assert bench.truth.tokens_in(f"x{TOKEN}y EAAFRESHTOKEN sandbox-app-secret") == 3
    assert bench.truth.tokens_in("bình yên") == 0
    bench.get("me", access_token=TOKEN, token="")
    bench.call("GET", f"debug_token?input_token={LONG_TOKEN}", token=APP)
    assert bench.truth.tokens_in(str(bench.truth.request_log())) == 0
    assert "(redacted)" in bench.truth.request_log()[-1].query


# Users


def test_the_way_from_a_short_lived_user_token_to_a_page_token_that_lasts(bench):
    asked = {"grant_type": "fb_exchange_token", "client_id": APP.split("|")[0], "client_secret": APP.split("|")[1]}
    answer = bench.get("oauth/access_token", token="", **asked, fb_exchange_token=USER_TOKEN)
    assert (answer["access_token"], answer["token_type"]) == (LONG_TOKEN, "bearer")
    assert answer["expires_in"] == 60 * 86_400
    pages = bench.get("me/accounts", token=LONG_TOKEN, fields="id,name,access_token,tasks", limit=1)
    assert pages["data"] == [{"id": PAGE, "name": "Trang một", "access_token": TOKEN, "tasks": ["ANALYZE", "CREATE_CONTENT", "MODERATE"]}]
    rest = bench.get("me/accounts", token=LONG_TOKEN, fields="id,access_token", after=pages["paging"]["cursors"]["after"])
    assert rest["data"] == [{"id": OTHER, "access_token": OTHER_TOKEN}]


def test_a_page_token_from_a_short_lived_user_token_dies_with_it(bench):
    short = bench.get("me/accounts", token=USER_TOKEN)["data"][0]["access_token"]
    assert short != TOKEN
    assert bench.get("me", token=short)["id"] == PAGE
    bench.wait(hours=1)
    assert code(bench.get("me", token=short)) == (190, 463)
    assert bench.get("me", token=TOKEN)["id"] == PAGE
    asked = {"grant_type": "fb_exchange_token", "client_id": APP.split("|")[0], "client_secret": APP.split("|")[1]}
    assert code(bench.get("oauth/access_token", token="", **asked, fb_exchange_token=USER_TOKEN)) == (190, 463)


def test_a_users_token_is_no_pages_token(bench):
    assert bench.get("me", token=USER_TOKEN) == {"id": "55", "name": "Lan"}
    assert len(bench.get("me/permissions", token=USER_TOKEN)["data"]) == 6
    assert code(bench.call("POST", f"{PAGE}/feed", token=LONG_TOKEN, data={"message": "x"})) == (190, 2_069_032)


def debugged(bench, token: str) -> dict:
    return bench.get("debug_token", token=APP, input_token=token)["data"]


def test_inspecting_tells_whose_a_token_is_what_it_may_and_when_it_ends(bench):
    user = debugged(bench, USER_TOKEN)
    assert (user["type"], user["is_valid"], user["user_id"]) == ("USER", True, "55")
    assert user["expires_at"] == int((bench.begun + timedelta(hours=1)).timestamp())
    assert user["granular_scopes"][0]["target_ids"] == [PAGE, OTHER]
    ends = bench.now + timedelta(days=9)
    bench.switches.change_page(PAGE, data_access_expires_at=ends, granular_targets=(OTHER,), scopes=("pages_manage_posts",))
    page = debugged(bench, TOKEN)
    assert (page["type"], page["profile_id"], page["expires_at"]) == ("PAGE", PAGE, 0)
    assert page["data_access_expires_at"] == int(ends.timestamp())
    assert page["granular_scopes"] == [{"scope": "pages_manage_posts", "target_ids": [OTHER]}]
    bench.wait(hours=2)
    assert debugged(bench, USER_TOKEN)["error"]["subcode"] == 463
    bench.switches.kill_token(PAGE, 460)
    dead = debugged(bench, TOKEN)
    assert (dead["is_valid"], dead["error"]["subcode"]) == (False, 460)
    assert code(bench.get("debug_token", token="EAANOBODY", input_token=TOKEN)) == (190, None)


@pytest.mark.parametrize("token", [TOKEN, USER_TOKEN])
def test_the_proof_must_be_that_of_the_token(bench, token):
    right = hmac.new(APP.split("|")[1].encode(), token.encode(), hashlib.sha256).hexdigest()
    bench.switches.change_rules(require_proof=True)
    assert "id" in bench.get("me", token=token, appsecret_proof=right)
    assert code(bench.get("me", token=token, appsecret_proof="0" * 64)) == (100, None)
    assert code(bench.get("me", token=token)) == (100, None)


# Seen by people


def test_the_page_shows_one_picture_with_its_text_and_several_as_a_grid(bench):
    bench.photo(caption="Một ảnh", alt_text_custom='Cờ "đỏ" <sao>')
    attached(bench, [bench.photo(published="false", alt_text_custom=f"Ảnh {number}")["id"] for number in range(10)], "Mười ảnh")
    html = requests.get(bench.sandbox.page_url(PAGE), timeout=30).text
    assert 'alt="Cờ &#34;đỏ&#34; &lt;sao&gt;"' in html
    assert 'class="photos n1"' in html
    assert 'class="photos n5"' in html
    assert html.count("<img") == 1 + 5
    assert "+5</b>" in html
    photos = [each for each in html.split('"') if each.startswith(bench.sandbox.base_url + "/photo/")]
    assert {200} == {requests.get(each, timeout=30).status_code for each in photos}


def test_the_page_shows_its_own_first_comment_open_with_a_link_to_click(bench):
    identity = bench.post("Tin")
    bench.call("POST", f"{identity}/comments", data={"message": "Đọc toàn văn: https://cong.vn/a?b=1&c=<2>"})
    html = requests.get(bench.sandbox.page_url(PAGE), timeout=30).text
    assert '<a href="https://cong.vn/a?b=1&amp;c="' in html
    assert "&lt;2&gt;" in html
    assert "<details open>" in html
    assert "comment own" in html


def test_a_declaration_that_nobody_knows_is_a_comment_in_a_linked_page():
    tags = _Tags()
    tags.feed('<![CD\r\n><meta property="og:title" content="Một cửa">')
    assert tags.found == {"og:title": "Một cửa"}
