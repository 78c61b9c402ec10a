"""Signing in: who comes in, how long they stay, and what ends it."""

import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import PostState, Role
from bot.settings.model import WebPolicy
from bot.web.application import build_application
from tests.service.conftest import CRITICISM, bench, url
from tests.web.people import APPROVER, EDITOR, EVERYBODY, HASH, OTHER_HASH, PASSWORD, client_of, sign_in, signed_in, token_in, with_people

__all__ = ("bench", "url")


@pytest.fixture
def staffed(bench):
    return with_people(bench, *EVERYBODY)


def is_in(client) -> bool:
    return client.get("/").status_code == 200


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_what_they_wanted(staffed):
    client = client_of(staffed)
    for path in ("/", "/queue", "/entries", "/posts/p000000000000000", f"/pictures/{'0' * 64}"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in?next={path}")
    answer = sign_in(client, next="/queue?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/queue?x=1")
    assert "Nguyễn Thị Lan" in client.get("/").text


def test_names_are_taken_in_any_case_and_letters_however_a_keyboard_composes_them(staffed):
    assert sign_in(client_of(staffed), " LAN ", unicodedata.normalize("NFD", PASSWORD)).status_code == 303


def test_who_is_signed_in_needs_no_form(staffed):
    client = signed_in(staffed)
    assert client.get("/sign-in?next=/queue").headers["Location"] == "/queue"


def test_signing_out_ends_it_on_the_server_too(staffed):
    client = signed_in(staffed)
    kept = client.get_cookie("loa").value
    assert client.post("/sign-out", data={"csrf_token": token_in(client, "/")}).headers["Location"] == "/sign-in"
    assert not is_in(client)
    client.set_cookie("loa", kept)
    assert not is_in(client), "a copy of the cookie opens nothing"


def test_signing_out_everywhere_ends_every_session_of_that_person_alone(staffed):
    one, other, stranger = signed_in(staffed), signed_in(staffed), signed_in(staffed, "minh")
    one.post("/sign-out", data={"csrf_token": token_in(one, "/"), "everywhere": "1"})
    assert [is_in(each) for each in (one, other, stranger)] == [False, False, True]


def test_a_session_nobody_uses_ends_and_one_in_use_goes_on(staffed):
    idle, used = signed_in(staffed), signed_in(staffed)
    for _ in range(5):
        staffed.pass_time(hours=3)
        assert is_in(used)
    assert not is_in(idle)


def test_no_session_lasts_longer_than_the_longest(staffed):
    client = signed_in(staffed)
    for _ in range(27):
        staffed.pass_time(hours=6)
        assert is_in(client)
    staffed.pass_time(hours=6)
    assert not is_in(client)


@pytest.mark.parametrize(
    "users",
    [
        (APPROVER.model_copy(update={"password": OTHER_HASH}), EDITOR),
        (APPROVER.model_copy(update={"role": Role.VIEWER}), EDITOR),
        (EDITOR,),
    ],
    ids=["another password", "another role", "no such user any more"],
)
def test_a_change_of_the_settings_ends_the_sessions_of_who_was_changed(staffed, users):
    lan, minh = signed_in(staffed), signed_in(staffed, "minh")
    with_people(staffed, *users)
    assert not is_in(lan)
    assert is_in(minh)
    with_people(staffed, *EVERYBODY)
    assert not is_in(lan), "what has ended stays so"


def test_a_session_outlives_a_restart_with_the_same_key_and_no_other(staffed):
    client = signed_in(staffed)
    kept = client.get_cookie("loa").value
    for key, expected in (("k" * 64, True), ("x" * 64, False)):
        again = build_application(lambda: staffed.world, key=key).test_client()
        again.set_cookie("loa", kept)
        assert is_in(again) is expected


def test_the_database_holds_nothing_that_signs_in(staffed, tmp_path):
    client = signed_in(staffed)
    with client.session_transaction() as session:
        word = session["word"]
    content = b"".join(path.read_bytes() for path in tmp_path.glob("loa.db*"))
    assert b"lan" in content
    assert word.encode() not in content
    assert PASSWORD.encode() not in content


@pytest.mark.parametrize(
    ("policy", "name", "secure"),
    [
        (WebPolicy(), "loa", False),
        (WebPolicy(public_url="https://loa.example.vn", behind_proxy="127.0.0.1"), "__Host-loa", True),
        (WebPolicy(host="0.0.0.0", public_url="http://192.168.1.5:8080", secure_cookies=False), "loa", False),
        (WebPolicy(host="0.0.0.0", public_url="https://loa.example.vn"), "__Host-loa", True),
    ],
)
def test_cookies_are_kept_from_scripts_from_other_sites_and_from_lines_that_others_read(staffed, policy, name, secure):
    client = build_application(lambda: staffed.world, policy, key="k" * 64).test_client()
    base = "https://localhost" if secure else "http://localhost"
    token = client.get("/sign-in", base_url=base).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = client.post("/sign-in", base_url=base, data={"csrf_token": token, "name": "lan", "password": PASSWORD})
    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {name, f"{name}-device"}
    for cookie in cookies:
        assert ("HttpOnly" in cookie, "SameSite=Lax" in cookie, "Path=/" in cookie, "Domain" in cookie) == (True, True, True, False)
        assert ("Secure" in cookie) is secure
    assert ("Strict-Transport-Security" in answer.headers) is secure


def test_without_users_this_machine_may_look_and_nobody_may_do_anything(bench):
    bench.serve(CRITICISM)
    bench.poll()
    (post,) = bench.posts(PostState.HELD)
    client = client_of(bench)
    page = client.get(f"/posts/{post.key}").text
    assert "user add" in page
    assert "<form" not in page
    token = token_in(client)
    assert client.post(f"/posts/{post.key}/approve", data={"csrf_token": token, "seen": post.draft.hash}).status_code == 403
    assert sign_in(client).status_code == 422
    assert bench.posts(PostState.HELD) == [post]


def test_the_first_user_closes_the_page_at_once(bench):
    client = client_of(bench)
    assert client.get("/").status_code == 200
    with_people(bench, APPROVER)
    assert client.get("/").status_code == 303


def test_the_language_of_the_settings_is_that_of_the_page(staffed):
    staffed.world = replace(staffed.world, settings=replace(staffed.world.settings, language="en"))
    page = client_of(staffed).get("/sign-in").text
    assert 'lang="en"' in page
    assert "Sign in" in page
    assert "Đăng nhập" not in page


def test_who_comes_back_after_long_finds_the_sessions_of_before_gone_from_the_database(staffed):
    for _ in range(3):
        signed_in(staffed)
    staffed.pass_time(days=8)
    signed_in(staffed)
    with staffed.world.store.sessions._database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar() == 1


def test_a_clock_that_was_set_back_ends_sessions_rather_than_prolong_them(staffed):
    client = signed_in(staffed)
    staffed.instant[0] -= timedelta(days=2)
    assert not is_in(client)


def test_a_hash_of_another_strength_still_counts(staffed):
    assert HASH.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert sign_in(client_of(staffed)).status_code == 303
