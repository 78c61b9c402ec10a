"""What somebody would try against the page, each with what becomes of it (docs/editors-page.md has the table)."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from statistics import median

import pytest

from bot.model import PostState, Way
from bot.plan.rights import Deed, may
from bot.settings.model import UserPolicy, WebPolicy
from bot.web.application import LARGEST_FORM, build_application
from bot.web.passwords import make_hash
from tests.service.conftest import CRITICISM, PRAISE, bench, url
from tests.service.test_illustrate import with_ways
from tests.web.people import APPROVER, EDITOR, EVERYBODY, PASSWORD, VIEWER, client_of, form_on, sign_in, signed_in, token_in, with_people

__all__ = ("bench", "url")

ACTIONS = {
    "approve": Deed.APPROVE,
    "reject": Deed.REJECT,
    "retry": Deed.RETRY,
    "withdraw": Deed.WITHDRAW,
    "settle": Deed.SETTLE,
    "undo": Deed.UNDO,
    "note": Deed.NOTE,
    "remedy": Deed.REMEDY,
    "remedy/clear": Deed.REMEDY,
    "edit": Deed.EDIT,
    "check": Deed.EDIT,
}


@pytest.fixture
def staffed(bench):
    with_people(bench, *EVERYBODY)
    bench.serve(CRITICISM)
    bench.poll()
    return bench


@pytest.fixture
def held(staffed):
    (post,) = staffed.posts(PostState.HELD)
    return post


def routes(bench):
    application = build_application(lambda: bench.world)
    return [(rule, application.view_functions[rule.endpoint]) for rule in application.url_map.iter_rules() if rule.endpoint != "static"]


# Whoever is not allowed to


def test_every_route_says_which_deed_it_is_or_that_it_is_open(bench):
    unmarked = [rule.rule for rule, view in routes(bench) if not hasattr(view, "loa_deed") and not hasattr(view, "loa_open")]
    assert unmarked == []
    is_open = {rule.rule for rule, view in routes(bench) if hasattr(view, "loa_open")}
    assert is_open == {"/sign-in", "/websub/<path:token>"}


def test_no_route_that_changes_anything_is_for_who_may_only_look(bench):
    changing = [(rule.rule, view.loa_deed) for rule, view in routes(bench) if "POST" in rule.methods and hasattr(view, "loa_deed")]
    assert {rule for rule, deed in changing if deed is Deed.LOOK} == {"/sign-out"}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("user", EVERYBODY, ids=lambda user: user.role)
def test_a_form_of_another_role_is_refused_by_the_server_whatever_the_page_showed(staffed, held, user, action):
    client = signed_in(staffed, user.name)
    before = staffed.posts(PostState.HELD), staffed.world.store.journal.of(held.key)
    fields = {"csrf_token": token_in(client, "/"), "seen": "0" * 64}
    answer = client.post(f"/posts/{held.key}/{action}", data=fields)
    assert (answer.status_code == 403) is not may(user.role, ACTIONS[action])
    assert (staffed.posts(PostState.HELD), staffed.world.store.journal.of(held.key)) == before, "nothing was seen, so nothing is decided"


@pytest.mark.parametrize("user", [VIEWER, EDITOR], ids=lambda user: user.role)
def test_the_key_of_a_post_is_no_right_to_it(staffed, held, user):
    client = signed_in(staffed, user.name)
    data = {"csrf_token": token_in(client, "/"), "seen": held.draft.hash}
    assert client.post(f"/posts/{held.key}/approve", data=data).status_code == 403
    assert client.get(f"/posts/{held.key}").text.count("/approve") == 0


def test_who_may_edit_what_waits_may_not_edit_what_is_on_the_page(staffed):
    staffed.serve(PRAISE, numbers=range(2, 3))
    staffed.poll()
    minh = signed_in(staffed, "minh")
    (post,) = staffed.posts(PostState.SCHEDULED)
    fields = {**form_on(minh, f"/posts/{post.key}", f"/posts/{post.key}/edit"), "text": "chữ khác"}
    staffed.run()
    assert staffed.world.store.outbox.get(post.key).state is PostState.PUBLISHED
    assert minh.post(f"/posts/{post.key}/edit", data=fields).status_code == 403
    assert staffed.world.store.steps.of(post.key) == []


def test_an_entry_is_corrected_beside_its_own_post_alone(staffed, held):
    client = signed_in(staffed)
    fields = form_on(client, f"/posts/{held.key}", f"/entries/{held.entry_key}/correct")
    staffed.serve(PRAISE, numbers=range(2, 3))
    staffed.poll()
    other = staffed.posts(PostState.SCHEDULED)[0]
    assert client.post(f"/entries/{other.entry_key}/correct", data={**fields, "relevant": "no"}).status_code == 404


# Forged requests


@pytest.mark.parametrize("action", ACTIONS)
def test_a_form_without_its_token_changes_nothing(staffed, held, action):
    client = signed_in(staffed)
    fields = form_on(client, f"/posts/{held.key}", f"/posts/{held.key}/approve")
    for token in (None, "", "x", fields["csrf_token"][:-2], token_in(client_of(staffed))):
        data = {**fields, "note": "x", "text": "x"} | ({} if token is None else {"csrf_token": token})
        if token is None:
            del data["csrf_token"]
        answer = client.post(f"/posts/{held.key}/{action}", data=data)
        assert answer.status_code == 400
        assert "Biểu mẫu này đã hết hạn" in answer.text
    assert staffed.posts(PostState.HELD) == [held]


def test_signing_in_and_out_need_their_token_too(staffed):
    client = client_of(staffed)
    assert client.post("/sign-in", data={"name": "lan", "password": PASSWORD}).status_code == 400
    inside = signed_in(staffed)
    assert inside.post("/sign-out").status_code == 400
    assert inside.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://xau.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_a_change_that_another_site_asks_for_is_refused_even_with_the_token(staffed, held, headers):
    client = signed_in(staffed)
    fields = form_on(client, f"/posts/{held.key}", f"/posts/{held.key}/approve")
    assert client.post(f"/posts/{held.key}/approve", data=fields, headers=headers).status_code == 403
    assert staffed.posts(PostState.HELD) == [held]
    ours = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post(f"/posts/{held.key}/approve", data=fields, headers=ours).status_code == 303


def test_nothing_is_changed_by_a_mere_link(staffed, held):
    client = signed_in(staffed)
    for action in ACTIONS:
        assert client.get(f"/posts/{held.key}/{action}").status_code == 405
    assert client.get("/sign-out").status_code == 405
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)(f"/posts/{held.key}").status_code == 405


# What a feed, an editor or an address says

_HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{{ config }}",
    "${7*7}",
)


@pytest.mark.parametrize("hostile", _HOSTILE)
def test_what_a_feed_says_is_never_markup_nor_a_template(bench, hostile):
    with_people(bench, *EVERYBODY)
    escaped = hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    bench.serve(f"{escaped} phê bình thủ tục hành chính trễ hạn, gây phiền hà")
    bench.poll()
    client = signed_in(bench)
    (post,) = bench.posts(PostState.HELD)
    assert_harmless([client.get(path).text for path in ("/", "/queue", "/entries", f"/posts/{post.key}")])


@pytest.mark.parametrize("hostile", _HOSTILE)
def test_what_an_editor_types_is_never_markup_nor_a_template(staffed, held, hostile):
    client = signed_in(staffed)
    page = f"/posts/{held.key}"
    edit = {**form_on(client, page, f"{page}/edit"), "text": f"#CCHC {hostile} #a#b"}
    pages = [
        client.post(f"{page}/edit", data={**edit, "trial": "1"}).text,
        client.post(f"{page}/check", data=edit).get_json()["html"],
        client.post(f"{page}/settle", data={**edit, "note": hostile, "outcome": hostile}).text,
    ]
    assert client.post(f"{page}/edit", data=edit).status_code == 303
    client.post(f"{page}/note", data={**edit, "note": hostile})
    again = form_on(client, page, f"{page}/reject")
    client.post(f"{page}/reject", data={**again, "note": hostile})
    failed = client.post("/sign-in", data={"csrf_token": again["csrf_token"], "name": hostile, "password": "x"})
    assert_harmless([*pages, client.get(page).text, client.get("/queue").text, failed.text])


def assert_harmless(pages):
    for page in pages:
        tags = re.findall(r"<[^>]*>", page)
        # Within a tag, what is hostile may stand in a quoted value only.
        bare = [re.sub(r'"[^"]*"', '""', tag) for tag in tags]
        assert [tag for tag in bare if re.search(r"\son\w+\s*=|alert|<svg|<img src=x", tag)] == []
        assert [tag for tag in tags if tag.startswith("<script") and 'src="/static/' not in tag] == []
        assert not re.search(r'(href|action|src)="\s*javascript:', page)
        assert " 49 " not in page
        assert "SECRET_KEY" not in page
        assert "&lt;class" not in page


def test_an_address_that_is_none_of_the_web_is_no_link(staffed, held):
    store = staffed.world.store
    draft = replace(held.draft, link="javascript:alert(1)")
    store.outbox.replace_draft(
        held.key, expected_hash=held.draft.hash, draft=draft, state=PostState.HELD, reason="", actor="Lan", now=staffed.instant[0]
    )
    page = signed_in(staffed).get(f"/posts/{held.key}").text
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    "target",
    [
        "https://xau.example/",
        "//xau.example/",
        "///xau.example",
        "/\\xau.example",
        "\\\\xau.example",
        "/\t/xau.example",
        "http:xau.example",
        "javascript:alert(1)",
        "/x\r\nSet-Cookie: a=b",
        "/x\nLocation: https://xau.example",
        "@xau.example",
        "/" + "x" * 600,
        "",
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(staffed, target):
    answer = sign_in(client_of(staffed), next=target)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "a=b" not in str(answer.headers)
    inside = signed_in(staffed)
    assert inside.get("/sign-in", query_string={"next": target}).headers["Location"] == "/"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../application.py",
        "/static/%2e%2e/application.py",
        "/static/..%2fapplication.py",
        "/static/..%5capplication.py",
        "/static//etc/passwd",
        "/static/%00",
        "/pictures/../../etc/passwd",
        "/pictures/..%2f..%2fetc%2fpasswd",
        f"/pictures/{'0' * 63}%00",
        f"/pictures/{'A' * 64}",
        "/posts/../../etc/passwd",
        "/posts/%2e%2e",
    ],
)
def test_no_path_leaves_what_is_meant_to_be_seen(staffed, path):
    with signed_in(staffed).get(path) as answer:
        assert answer.status_code in {404, 308}
        assert b"root:" not in answer.data
        assert b"def " not in answer.data


@pytest.mark.parametrize("host", ["xau.example", "localhost.xau.example", "127.0.0.1.xau.example", "[::1].xau", "xau.example:8080", ""])
def test_a_page_asked_for_by_another_name_is_not_given(staffed, host):
    client = signed_in(staffed)
    answer = client.get("/", headers={"Host": host} if host else {"Host": "xau.example."})
    assert answer.status_code == 421
    assert CRITICISM not in answer.text
    assert "xau" not in answer.text


def test_the_public_name_and_this_machines_names_are_ours(staffed):
    policy = WebPolicy(public_url="https://loa.example.vn", behind_proxy="127.0.0.1")
    client = build_application(lambda: staffed.world, policy, key="k" * 64).test_client()
    for host in ("loa.example.vn", "LOA.example.vn:443", "127.0.0.1:8080", "localhost", "[::1]:8080"):
        assert client.get("/sign-in", headers={"Host": host}).status_code == 200
    assert client.get("/sign-in", headers={"Host": "xloa.example.vn"}).status_code == 421


def test_more_than_a_form_holds_is_not_read(staffed, held):
    client = signed_in(staffed)
    fields = form_on(client, f"/posts/{held.key}", f"/posts/{held.key}/edit")
    assert client.post(f"/posts/{held.key}/edit", data={**fields, "text": "x" * LARGEST_FORM}).status_code == 413
    many = {**fields, **{f"f{number}": "x" for number in range(300)}}
    assert client.post(f"/posts/{held.key}/edit", data=many, content_type="multipart/form-data").status_code == 413
    assert staffed.posts(PostState.HELD) == [held]


# Headers


@pytest.mark.parametrize("path", ["/", "/sign-in", "/queue", "/nowhere", "/static/page.css"])
def test_every_answer_forbids_frames_scripts_and_outside_resources(staffed, path):
    with signed_in(staffed).get(path) as answer:
        policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == ("no-cache" if path.startswith("/static") else "no-store")


def test_no_page_holds_a_script_or_a_style_of_its_own(staffed, held):
    client = signed_in(staffed)
    for path in ("/", "/sign-in", "/queue", "/entries", f"/posts/{held.key}"):
        page = client.get(path).text
        assert "<style" not in page
        assert not re.search(r"<[^>]*\sstyle=", page)
        assert [tag for tag in re.findall(r"<script[^>]*>", page) if "/static/" not in tag] == []


def test_a_picture_is_kept_by_its_own_browser_alone(staffed):
    with_ways(staffed, Way.PHOTO)
    staffed.serve(PRAISE, numbers=range(2, 3))
    staffed.poll()
    picture = next(post for post in staffed.posts() if post.draft.pictures).draft.pictures[0]
    with signed_in(staffed).get(f"/pictures/{picture.digest}") as answer:
        assert answer.headers["Cache-Control"].startswith("private")


# Sessions


def test_a_cookie_that_somebody_planted_is_worth_nothing_after_signing_in(staffed):
    attacker, victim = client_of(staffed), client_of(staffed)
    attacker.get("/sign-in")
    planted = attacker.get_cookie("loa").value
    victim.set_cookie("loa", planted)
    sign_in(victim)
    assert victim.get_cookie("loa").value != planted
    assert attacker.get("/").status_code == 303


def test_signing_in_again_ends_the_session_of_before(staffed):
    client = signed_in(staffed)
    before, token = client.get_cookie("loa").value, token_in(client, "/")
    client.post("/sign-in", data={"csrf_token": token, "name": "minh", "password": PASSWORD})
    assert "Trần Minh" in client.get("/").text
    old = client_of(staffed)
    old.set_cookie("loa", before)
    assert old.get("/").status_code == 303


@pytest.mark.parametrize("forged", ["", "x", "eyJ3b3JkIjoieCJ9.aaaa.bbbb", "a" * 3_000])
def test_a_forged_cookie_is_nobodys(staffed, forged):
    client = client_of(staffed)
    client.set_cookie("loa", forged)
    assert client.get("/").status_code == 303


# Guessing


def test_guessing_a_password_becomes_slower_and_slower_and_a_right_one_waits_too(staffed):
    client = client_of(staffed)
    answers, waits = [], []
    for _ in range(9):
        answer = sign_in(client, "lan", "sai sai sai sai")
        answers.append(answer.status_code)
        if answer.status_code == 429:
            waits.append(int(answer.headers["Retry-After"]))
            assert sign_in(client, "lan", PASSWORD).status_code == 429, "nobody learns by it that the password was right"
            staffed.pass_time(seconds=waits[-1])
    assert answers[:4] == [422] * 4
    assert waits == sorted(waits)
    assert waits[-1] >= 2 * waits[0]
    assert sign_in(client, "lan", PASSWORD).status_code in {303, 429}


def test_one_password_tried_on_many_names_is_slowed_down_by_its_address(staffed):
    client = client_of(staffed)
    codes = [sign_in(client, f"ai{number}", "mật khẩu thường gặp").status_code for number in range(25)]
    assert codes[:20] == [422] * 20
    assert 429 in codes[20:]


def test_a_stranger_who_keeps_guessing_locks_nobody_out_of_their_own_browser(staffed):
    mine = signed_in(staffed)
    mine.post("/sign-out", data={"csrf_token": token_in(mine, "/")})
    for number in range(12):
        client_of(staffed).post(
            "/sign-in", data={"csrf_token": "x", "name": "lan", "password": "sai"}, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}
        )
    stranger = client_of(staffed)
    token = token_in(stranger)
    for number in range(12):
        stranger.post(
            "/sign-in",
            data={"csrf_token": token, "name": "lan", "password": "sai"},
            environ_base={"REMOTE_ADDR": f"10.0.0.{number}"},
        )
    assert sign_in(stranger).status_code == 429
    assert sign_in(mine).status_code == 303


def test_the_networks_of_one_house_count_as_one_address(staffed):
    client = client_of(staffed)
    token = token_in(client)
    codes = [
        client.post(
            "/sign-in",
            data={"csrf_token": token, "name": f"ai{number}", "password": "sai"},
            environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{number:x}"},
        ).status_code
        for number in range(1, 25)
    ]
    assert 429 in codes


def test_failures_are_forgotten_after_a_day(staffed):
    client = client_of(staffed)
    for _ in range(6):
        sign_in(client, "lan", "sai")
    assert sign_in(client).status_code == 429
    staffed.pass_time(days=1, seconds=1)
    assert [sign_in(client, "lan", "sai").status_code for _ in range(4)] == [422] * 4


def test_the_brake_holds_over_a_restart(staffed):
    for _ in range(6):
        sign_in(client_of(staffed), "lan", "sai")
    staffed.world = staffed.restarted()
    assert sign_in(client_of(staffed)).status_code == 429


def test_a_name_that_does_not_exist_answers_as_one_that_does(staffed):
    answers = []
    for name in ("lan", "khong-co"):
        answer = sign_in(client_of(staffed), name, "sai sai sai sai")
        text = re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", answer.text).replace(f'value="{name}"', "")
        answers.append((answer.status_code, text, sorted(key for key, _ in answer.headers if key != "Content-Length")))
    assert answers[0] == answers[1]


def test_a_name_that_does_not_exist_costs_as_much_as_one_that_does(staffed):
    """Of some tries each, the middle ones are alike: what no such user costs is one real hash."""
    real = UserPolicy(name="that", role="viewer", password=make_hash("mật khẩu thật sự dài"))
    with_people(staffed, real)
    spent = {"that": [], "khong-co": []}
    for number in range(3):
        for name, times in spent.items():
            client = client_of(staffed)
            token = token_in(client)
            begun = time.process_time()
            client.post(
                "/sign-in",
                data={"csrf_token": token, "name": name, "password": "sai"},
                environ_base={"REMOTE_ADDR": f"10.1.{number}.1"},
            )
            times.append(time.process_time() - begun)
    one, other = (median(times) for times in spent.values())
    assert 0.4 < one / other < 2.5


def test_a_password_of_any_length_costs_no_more(staffed):
    client = client_of(staffed)
    assert sign_in(client, "lan", "x" * 100_000).status_code == 422
    assert sign_in(client, "x" * 100_000, "x").status_code == 422
    assert sign_in(client, "lan\0\r\n", "x\0").status_code == 422


def test_many_at_the_same_time_gain_nothing(staffed):
    """Each attempt is counted before its password is looked at: of twenty at once, no more are tried than one after the other."""
    clients = [client_of(staffed) for _ in range(12)]
    tokens = [token_in(client) for client in clients]

    def guess(pair):
        client, token = pair
        return client.post("/sign-in", data={"csrf_token": token, "name": "lan", "password": "sai"}).status_code

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(guess, zip(clients, tokens, strict=True)))
    assert codes.count(422) == 4
    assert codes.count(429) == 8


def test_the_table_of_failures_stays_small(staffed):
    client = client_of(staffed)
    token = token_in(client)
    for number in range(10):
        client.post(
            "/sign-in",
            data={"csrf_token": token, "name": f"ai{number}", "password": "sai"},
            environ_base={"REMOTE_ADDR": f"10.2.0.{number}"},
        )
    staffed.pass_time(days=3)
    sign_in(client_of(staffed), "lan", "sai")
    with staffed.world.store.sign_ins._database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sign_ins").scalar() == 2


def test_the_log_of_a_failed_sign_in_holds_neither_name_nor_password(staffed, capsys):
    """People type their password into the wrong box."""
    sign_in(client_of(staffed), "mat-khau-cua-toi", "sai sai sai sai")
    out = capsys.readouterr()
    assert "sign-in failed" in out.out + out.err
    assert "mat-khau-cua-toi" not in out.out + out.err
    assert "sai sai" not in out.out + out.err


def test_a_fault_of_ours_shows_nothing_of_the_inside(staffed, held):
    class Broken:
        def __getattr__(self, name):
            raise ZeroDivisionError("bí mật bên trong")

    client = signed_in(staffed)
    good = staffed.world
    staffed.world = replace(good, lexicon=Broken(), channels={"x": Broken()})
    answer = client.get("/")
    staffed.world = good
    assert answer.status_code == 500
    assert "bí mật" not in answer.text
    assert "Traceback" not in answer.text


def test_a_user_cannot_be_called_as_the_service_is_in_the_journal():
    with pytest.raises(ValueError, match="taken"):
        APPROVER.model_validate({**APPROVER.model_dump(), "name": "loa"})


def test_the_longest_session_is_bounded_by_the_settings():
    with pytest.raises(ValueError, match="too long"):
        WebPolicy(session_longest=timedelta(days=400))
