"""The searcher finds a planted secret in each kind of place and in each form; else its silence would mean nothing."""

import base64
import html
import json
import logging
import sqlite3
import urllib.parse
from datetime import UTC, datetime

import pytest
import requests
from sqlalchemy import create_engine, text

from bot.errors import Transient
from bot.model import Event
from bot.sandbox import PageSpec, Sandbox, SandboxConfig
from bot.store.store import open_store
from tests.fakes.tap import Tap, answer
from tests.oracle.conftest import official
from tests.secrets.conftest import LIKE_META, check_the_line
from tests.secrets.searcher import PART, Find, Places, Searcher, Unredacted, forms, operations
from tests.store.databases import BOTH, new_database

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SECRET = 'EAABq7/Zk+3=Tr&x9Lw"Vn2%Yc#Mh5Gd8Js1Pf4Ke6'
OTHER = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
SEARCHER = Searcher({"token": SECRET, "secret": OTHER})


def found(places: Places) -> set[tuple[str, str]]:
    return {(find.place, find.secret) for find in SEARCHER.search(places)}


def placed(said: str | bytes) -> Places:
    places = Places()
    places.add("here", said)
    return places


@pytest.mark.parametrize(
    "write",
    [
        lambda secret: f"before {secret} after",
        lambda secret: urllib.parse.urlencode({"access_token": secret}),
        lambda secret: urllib.parse.urlencode({"batch": json.dumps([{"relative_url": urllib.parse.urlencode({"input_token": secret})}])}),
        lambda secret: json.dumps({"a": [secret]}),
        lambda secret: json.dumps(json.dumps({"a": [secret]})),
        lambda secret: repr({"a": secret}),
        lambda secret: html.escape(f"<p>{secret}</p>"),
        lambda secret: base64.b64encode(secret.encode()).decode(),
        lambda secret: base64.b64encode(f"a{secret}".encode()).decode(),
        lambda secret: base64.b64encode(f"aa{secret}".encode()).decode(),
        lambda secret: base64.b64encode(f"id:{secret}:x".encode()).decode(),
        lambda secret: base64.urlsafe_b64encode(secret.encode()).decode(),
        lambda secret: secret.encode().hex(),
        lambda secret: secret[::-1],
        lambda secret: f"…{secret[-PART:]}",
        lambda secret: f"{secret[:PART]}…",
        lambda secret: f"x{secret[20 : 20 + PART]}x",
    ],
)
@pytest.mark.parametrize(("name", "secret"), [("token", SECRET), ("secret", OTHER)])
def test_a_secret_is_found_in_every_form_and_in_part(write, name, secret):
    assert found(placed(write(secret))) == {("here", name)}
    assert found(placed(write(secret).encode())) == {("here", name)}


def test_what_is_no_secret_is_not_found():
    assert found(placed("EAAB" + "x" * 60 + SECRET[: PART - 1] + " " + OTHER[: PART - 1])) == set()
    assert {len(value) >= PART for value in forms(OTHER).values()} == {True}


def test_it_is_found_in_the_log_before_redaction_and_in_its_exceptions():
    places = Places()
    log = logging.getLogger("loa.planted")
    handler = Unredacted(places)
    log.addHandler(handler)
    try:
        log.warning({"event": "x", "reason": f"failed with {SECRET}"})
        assert found(places) == {("log, before redaction", "token")}
        log.warning("x", exc_info=ValueError(OTHER))
    finally:
        log.removeHandler(handler)
    assert handler.count == 2
    assert ("exception", "secret") in found(places)


def raised(fail) -> BaseException:
    try:
        fail()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at
        return error
    raise AssertionError("nothing was raised")


def _hidden() -> None:
    try:
        requests.get("http://127.0.0.1:1/v26.0/me", params={"access_token": SECRET}, timeout=5)
    except requests.RequestException:
        raise Transient("channels.not_reached", why="refused") from None


def _caused() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise Transient("channels.not_reached", why="refused") from error


def _in_a_parameter() -> None:
    raise Transient("channels.not_reached", why=SECRET)


@pytest.mark.parametrize(
    ("fail", "expected"),
    [(_hidden, {"behind an exception"}), (_caused, {"exception", "behind an exception"}), (_in_a_parameter, {"exception"})],
)
def test_it_is_found_in_an_exception_its_parameters_and_what_it_hides(fail, expected):
    places = Places()
    places.add_exception(raised(fail))
    assert found(places) == {(place, "token") for place in expected}


@pytest.mark.parametrize("kind", BOTH)
def test_it_is_found_in_every_kind_of_cell_of_the_database(kind, tmp_path, now):
    with new_database(kind, tmp_path) as url:
        store = open_store(url, now=now)
        clean, places = Places(), Places()
        clean.add_database(url)
        store.journal.write(Event(at=now, actor="x", subject="x", verb="warned", reason=SECRET))
        store.close()
        engine = create_engine(url)
        blob = "BYTEA" if kind == "postgres" else "BLOB"
        with engine.begin() as connection:
            connection.execute(text(f"CREATE TABLE planted (written JSON, raw {blob}, empty TEXT)"))
            planted = {"written": json.dumps({"a": [OTHER]}), "raw": b"\xff\xd8" + SECRET.encode()}
            connection.execute(text("INSERT INTO planted (written, raw) VALUES (:written, :raw)"), planted)
        engine.dispose()
        places.add_database(url)
    assert len(clean.said) > 20, "the tables were read"
    assert found(clean) == set()
    assert found(places) == {
        ("database: events.reason", "token"),
        ("database: planted.written", "secret"),
        ("database: planted.raw", "token"),
    }


def test_it_is_found_in_files_and_in_their_names(tmp_path):
    (tmp_path / "engagement.jsonl").write_text(json.dumps({"missing": {"views": OTHER}}))
    (tmp_path / "deep").mkdir()
    with sqlite3.connect(tmp_path / "deep" / "loa.db.0004.backup") as database:
        database.execute("CREATE TABLE t (x)")
        database.execute("INSERT INTO t VALUES (?)", (SECRET,))
    database.close()
    (tmp_path / f"{OTHER}.txt").write_text("")
    (tmp_path / ".env").write_text(SECRET)
    places = Places()
    places.add_files(tmp_path)
    assert found(places) == {
        ("file: engagement.jsonl", "secret"),
        ("file: loa.db.0004.backup", "token"),
        (f"file: {OTHER}.txt", "secret"),
    }


def test_it_is_found_in_the_address_the_headers_and_the_body_of_a_request():
    with Tap("http://127.0.0.1:1") as tap:
        tap.instead = lambda _: answer("{}")
        headers = {"Referer": f"http://x/?token={OTHER}", "Authorization": f"Bearer {OTHER}", "Connection": "close"}
        requests.get(f"{tap.url}/v26.0/me", params={"access_token": SECRET}, headers=headers, timeout=5)
        requests.post(f"{tap.url}/v26.0/1/feed", data={"access_token": SECRET}, timeout=5)
        requests.post(f"{tap.url}/v26.0/1/photos", data={"access_token": SECRET}, files={"source": b"x"}, timeout=5)
        batch = [{"method": "GET", "relative_url": f"debug_token?input_token={OTHER}"}]
        requests.post(f"{tap.url}/v26.0/", data={"batch": json.dumps(batch), "access_token": SECRET}, timeout=5)
        requests.post(f"{tap.url}/v26.0/", data={"batch": json.dumps(batch)}, timeout=5)
    expected = [
        {("request: address", "token"), ("request: header referer", "secret")},
        {("request: body", "token")},
        {("request: body", "token")},
        {("request: body", "token")},
        set(),
    ]
    for request, told in zip(tap.requests, expected, strict=True):
        places = Places()
        places.add_request(request)
        assert found(places) == told
    assert [operations(request) for request in tap.requests] == [[], [], [], ["debug_token"], ["debug_token"]]


def test_a_real_client_that_puts_its_token_into_the_address_is_caught():
    """The official SDK does; ours must not. The sandbox's own log has it redacted all the same."""
    token = "EAAB" + "Zk3Tr9LwVn2YcMh5Gd8Js1Pf4Ke6" * 4
    page = PageSpec(page_id="100000000000001", name="Trang", token=token)
    with Sandbox(SandboxConfig(pages=(page,)), lambda: NOW) as sandbox, Tap(sandbox.base_url) as tap:
        official(tap.url, token=token, app_secret="sandbox-app-secret").page.api_get(fields=["id"])
        places = Places()
        places.add_request(tap.requests[0])
        finds = Searcher({"token": token}).search(places)
        own_log = Places()
        own_log.add("sandbox", repr(sandbox.request_log()))
    assert Find("request: address", "token", "plain") in finds
    assert Searcher({"token": token}).search(own_log) == set()


@pytest.mark.parametrize(
    ("target", "headers", "form"),
    [
        ("/v26.0/me?access_token={token}", {}, None),
        ("/v26.0/me?x={secret}", {}, None),
        ("/v26.0/me", {"Referer": "http://x/{token}"}, None),
        ("/v26.0/me", {"Authorization": "Basic {token}"}, None),
        ("/v26.0/me", {"Authorization": "Bearer another-token"}, None),
        ("/v26.0/1/feed", {}, {"access_token": "{token}"}),
        ("/v26.0/1/feed", {}, {"message": "{secret}"}),
        ("/v26.0/", {}, {"batch": '[{{"method": "GET", "relative_url": "me?access_token={token}"}}]'}),
    ],
)
def test_the_line_is_checked_for_what_stands_where_graph_demands_none(target, headers, form):
    keys = LIKE_META

    def filled(text: str) -> str:
        return text.format(token=keys.page_token, secret=keys.app_secret)

    with Tap("http://127.0.0.1:1") as tap:
        tap.instead = lambda _: answer("{}")
        right = {"Authorization": f"Bearer {keys.page_token}"}
        requests.get(f"{tap.url}/v26.0/me", headers=right, timeout=5)
        wrong = right | {name: filled(value) for name, value in headers.items()}
        body = {name: filled(value) for name, value in form.items()} if form else None
        requests.request("POST" if form else "GET", tap.url + filled(target), headers=wrong, data=body, timeout=5)
    check_the_line(keys, tap.requests[:1])
    with pytest.raises(AssertionError):
        check_the_line(keys, tap.requests)
