"""The verb `token`: four steps, a look whether the new token does what is needed, and one line in .env. No token is ever shown or left in an address."""

import json
import stat

import pytest
from dotenv import dotenv_values

from tests.cli.conftest import PAGE_ID, TOKEN
from tests.fakes.graph import refusal

SHORT, LONG, NEW, SECRET = "EAAUSERSHORTUSERSHORTUSER", "EAAUSERLONGUSERLONGUSERLONG", "EAAPAGENEWPAGENEWPAGENEW", "app-secret-of-the-test"
SCOPES = [
    "pages_manage_posts",
    "pages_read_engagement",
    "pages_show_list",
    "pages_manage_engagement",
    "pages_read_user_content",
    "read_insights",
]
OWNED = {"id": PAGE_ID, "name": "UBND huyện", "access_token": NEW, "tasks": ["CREATE_CONTENT", "MODERATE", "ANALYZE"]}
INSPECTED = {"is_valid": True, "type": "PAGE", "app_id": "900000000000009", "profile_id": PAGE_ID, "expires_at": 0, "scopes": SCOPES}


def graph(office, *, exchange=None, owned=(OWNED,), inspected=INSPECTED, node=None):
    """A Graph for which the account has the Pages `owned` and their tokens are as `inspected`."""

    def in_batch(value):
        status, body = value if isinstance(value, tuple) else (200, value)
        return [{"code": status, "body": json.dumps(body)}]

    def answer(method, path, fields):
        if "fb_exchange_token" in fields.get("batch", ""):
            return in_batch(exchange or {"access_token": LONG})
        if "debug_token" in fields.get("batch", ""):
            return in_batch({"data": inspected})
        if path == "/me/accounts":
            return {"data": list(owned)}
        return node or {"id": PAGE_ID, "name": "UBND huyện", "followers_count": 5}

    office.script.answer = answer


@pytest.fixture
def ready(office, monkeypatch):
    """An office whose app is known and whose user token is in a variable, so that nothing is asked for."""
    for name, value in (("FACEBOOK_APP_ID", "900000000000009"), ("FACEBOOK_APP_SECRET", SECRET), ("USER_TOKEN", SHORT)):
        monkeypatch.setenv(name, value)
    graph(office)
    return office


def run(office, *words: str) -> int:
    return office.run("token", "--user-token-from", "USER_TOKEN", *words)


def kept(office) -> str:
    return dotenv_values(office.folder / ".env")["FACEBOOK_PAGE_TOKEN"]


def test_the_pages_own_token_comes_into_the_env_file_step_by_step(ready, capsys):
    assert run(ready) == 0
    out = capsys.readouterr().out
    assert all(f"Bước {number}/4" in out for number in (1, 2, 3, 4))
    assert "UBND huyện" in out
    assert "Xong: đã ghi FACEBOOK_PAGE_TOKEN" in out
    assert kept(ready) == NEW
    assert stat.S_IMODE((ready.folder / ".env").stat().st_mode) == 0o600


def test_every_request_bears_the_token_it_is_made_with_and_none_is_in_an_address(ready):
    run(ready)
    app = f"900000000000009|{SECRET}"
    assert ready.script.bearers == [app, LONG, NEW, app]
    assert not any(secret in address for address in ready.script.addresses for secret in (SHORT, LONG, NEW, SECRET))


@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"owned": ()},
        {"exchange": refusal(190, 463)},
        {"inspected": {**INSPECTED, "type": "USER"}},
        {"node": refusal(2, status=500)},
    ],
)
def test_no_token_and_no_secret_is_ever_shown(ready, capfd, fault):
    graph(ready, **fault)
    run(ready)
    shown = "".join(capfd.readouterr())
    assert shown
    assert not any(secret in shown for secret in (SHORT, LONG, NEW, SECRET, TOKEN))


def test_what_is_not_known_is_asked_for_and_not_shown_while_it_is_typed(office, monkeypatch, capfd):
    graph(office)
    asked = []

    def typed(question, hide_input):
        asked.append((question, hide_input))
        return {"Mã ứng dụng (App ID)": "900000000000009"}.get(question, f" {SHORT} ")

    monkeypatch.setattr("typer.prompt", typed)
    assert office.run("token") == 0
    assert [hidden for _, hidden in asked] == [False, True, True]
    assert kept(office) == NEW
    assert SHORT not in "".join(capfd.readouterr())


def test_the_app_may_stand_in_the_env_file(office, monkeypatch):
    (office.folder / ".env").write_text(f"A=1\nFACEBOOK_APP_ID=900000000000009\nFACEBOOK_APP_SECRET={SECRET}\n", encoding="utf-8")
    monkeypatch.setenv("USER_TOKEN", SHORT)
    graph(office)
    assert run(office) == 0
    assert dotenv_values(office.folder / ".env") == {
        "A": "1",
        "FACEBOOK_APP_ID": "900000000000009",
        "FACEBOOK_APP_SECRET": SECRET,
        "FACEBOOK_PAGE_TOKEN": NEW,
    }


def test_each_page_has_its_own_variable_and_its_own_token(ready):
    other = {"name": "xa", "page_id": "100000000000002", "token": "XA_TOKEN", "enabled": False}
    ready.configure(pages=[{"name": "trang", "page_id": PAGE_ID}, other])
    graph(
        ready,
        owned=(OWNED, {**OWNED, "id": "100000000000002", "access_token": "EAAPAGEOFTHECOMMUNE"}),
        inspected={**INSPECTED, "profile_id": "100000000000002"},
        node={"id": "100000000000002", "name": "Xã"},
    )
    assert run(ready, "--page", "xa") == 0
    assert dotenv_values(ready.folder / ".env") == {"FACEBOOK_PAGE_TOKEN": TOKEN, "XA_TOKEN": "EAAPAGEOFTHECOMMUNE"}


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"owned": ()}, "các trang thấy được: không có"),
        ({"owned": ({**OWNED, "id": "100000000000009", "name": "Trang khác"},)}, "trang khác (100000000000009)"),
        ({"exchange": refusal(190, 463)}, "hết hạn"),
        ({"owned": ({**OWNED, "tasks": ["ANALYZE"]},)}, "create_content"),
        ({"inspected": {**INSPECTED, "type": "USER"}}, "chưa dùng được"),
        ({"inspected": {**INSPECTED, "scopes": ["pages_read_engagement"]}}, "chưa dùng được"),
        ({"inspected": {**INSPECTED, "is_valid": False}}, "chưa dùng được"),
        ({"node": refusal(190, 460)}, "chưa dùng được"),
    ],
)
def test_what_is_not_fit_is_not_written(ready, capsys, fault, told):
    graph(ready, **fault)
    assert run(ready) == 1
    assert told in capsys.readouterr().err.lower()
    assert kept(ready) == TOKEN


def test_a_right_that_costs_figures_only_is_told_and_does_not_stop_it(ready, capsys):
    graph(ready, inspected={**INSPECTED, "scopes": [scope for scope in SCOPES if scope != "read_insights"]})
    assert run(ready) == 0
    assert "read_insights" in capsys.readouterr().out
    assert kept(ready) == NEW


def test_an_account_whose_tasks_are_not_told_is_given_the_benefit_of_the_doubt(ready):
    graph(ready, owned=({**OWNED, "tasks": None},))
    assert run(ready) == 0
    assert kept(ready) == NEW


def test_a_page_that_the_settings_do_not_name_is_refused_before_anything_is_asked(ready, capsys):
    assert run(ready, "--page", "không-có") == 1
    assert "trang" in capsys.readouterr().err
    assert ready.script.asked == []


def test_a_variable_that_comes_before_the_file_is_told(ready, monkeypatch, capsys):
    monkeypatch.setenv("FACEBOOK_PAGE_TOKEN", "EAAOLDTOKENINTHEENVIRONMENT")
    assert run(ready) == 0
    assert "biến môi trường FACEBOOK_PAGE_TOKEN" in capsys.readouterr().err
    assert kept(ready) == NEW


def test_a_token_that_no_line_can_hold_is_an_error_that_does_not_show_it(ready, capsys):
    graph(ready, owned=({**OWNED, "access_token": 'EAA"odd'},))
    assert run(ready) == 1
    shown = "".join(capsys.readouterr())
    assert ".env" in shown
    assert "EAA" not in shown


def test_a_file_that_can_not_be_written_is_named(ready, capsys):
    (ready.folder / ".env").unlink()
    (ready.folder / ".env").symlink_to(ready.folder / "không-có" / "env")
    assert run(ready) == 1
    assert ".env" in capsys.readouterr().err
