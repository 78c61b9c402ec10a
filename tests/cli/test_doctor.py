"""The verb `doctor`: what breaks for each missing permission, and the trap that no error tells."""

import json

import pytest

from bot.cli.wiring import system_clock
from tests.cli.conftest import PAGE_ID
from tests.cli.test_token import INSPECTED, SCOPES, SECRET, graph


@pytest.fixture
def office(office, monkeypatch):
    """An office whose Page has an app."""
    monkeypatch.setenv("FACEBOOK_APP_ID", "900000000000009")
    monkeypatch.setenv("FACEBOOK_APP_SECRET", SECRET)
    office.configure(
        pages=[{"name": "trang", "page_id": PAGE_ID, "app_id": "FACEBOOK_APP_ID", "app_secret": "FACEBOOK_APP_SECRET"}],
    )
    return office


BREAKS = {
    "pages_manage_posts": (True, "không đăng được bài"),
    "pages_read_engagement": (True, "không đối chiếu được bài"),
    "pages_show_list": (False, "không lấy được mã của Trang"),
    "pages_manage_engagement": (False, "không viết được bình luận"),
    "pages_read_user_content": (False, "không đếm được cảm xúc"),
    "read_insights": (False, "không đọc được lượt xem"),
}


@pytest.mark.parametrize("scope", SCOPES)
def test_each_missing_permission_is_named_with_what_breaks_and_the_remedy(office, capsys, scope):
    graph(office, inspected={**INSPECTED, "scopes": [each for each in SCOPES if each != scope]})
    assert office.run("doctor", "--json") == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    [missing] = [finding for finding in findings if finding["what"] == "channel:trang" and not finding["ok"]]
    stops, breaks = BREAKS[scope]
    assert missing["stops"] is stops
    assert scope in missing["sentence"]
    assert breaks in missing["sentence"]
    assert "Hãy lấy lại mã truy cập" in missing["sentence"]


def test_the_live_mode_trap_is_named_as_advice_and_is_no_fault(office, capsys):
    graph(office)
    office.run("doctor")
    lines = capsys.readouterr().out
    assert "➜ channel:trang" in lines
    assert "ẩn danh" in lines
    assert "✘ channel" not in lines


def test_a_paused_page_says_since_when_and_why(office, capsys):
    graph(office)
    now = system_clock()
    office.store.channels.pause("trang", reason="mã truy cập hết hạn", now=now, probe_at=now, actor="loa")
    assert office.run("doctor") == 1
    assert "mã truy cập hết hạn" in capsys.readouterr().out
