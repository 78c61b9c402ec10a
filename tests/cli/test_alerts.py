"""The verb alerts, and what a change of the settings leaves in the journal."""

import json

import pytest

from bot.alert import Alert, AlertKind
from tests.alerts.hook import hook
from tests.cli.conftest import TOKEN
from tests.store.samples import LEASE, NOW

__all__ = ("hook",)


@pytest.fixture
def told(office, hook):
    """Lan is told by a hook of this machine; Mai's address is none that anybody takes."""
    office.configure(alerts={"recipients": [{"name": "lan", "url_from": "LOA_LAN"}, {"name": "mai", "url_from": "LOA_MAI"}]})
    variables = f"FACEBOOK_PAGE_TOKEN={TOKEN}\nLOA_LAN={hook.address}\nLOA_MAI=nope://x\n"
    (office.folder / ".env").write_text(variables, encoding="utf-8")
    return office


def an_alert(office) -> None:
    alert = Alert(kind=AlertKind.FEED_GONE, subject="feed:huyen", mark="1", since=NOW, said="máy chủ báo 410")
    office.store.alerts.turn([alert], (), NOW)


def test_nothing_and_nobody_are_said_in_so_many_words(office, capfd):
    assert office.run("alerts") == 0
    out = capfd.readouterr().out
    assert "Không có việc gì cần người xem." in out
    assert "alerts.recipients" in out


def test_what_is_open_and_who_was_told_are_shown(told, capfd):
    an_alert(told)
    assert told.run("alerts") == 0
    out = " ".join(capfd.readouterr().out.split())
    assert "Nguồn tin huyen đã bị gỡ" in out
    assert "máy chủ báo 410" in out
    assert "lan: nhận urgent, trouble, decisions, digest" in out


def test_json_has_alerts_and_recipients(told, capfd):
    an_alert(told)
    mine = told.store.alerts.claim(told.store.alerts.recipient("mai"), NOW, LEASE)
    told.store.alerts.settle_failed(mine, now=NOW, try_after=NOW, reason="vì", in_doubt=False)
    assert told.run("alerts", "--all", "--json") == 0
    found = json.loads(capfd.readouterr().out)
    assert [(each["kind"], each["told"]) for each in found["alerts"]] == [("feed-gone", {})]
    assert [(each["name"], each["failures"], each["reason"]) for each in found["recipients"]] == [("lan", 0, ""), ("mai", 1, "vì")]
    assert told.run("alerts") == 0
    assert "mai: nhận urgent, trouble, decisions, digest; không gửi được từ" in " ".join(capfd.readouterr().out.split())


def test_a_test_message_arrives(told, hook, capfd):
    assert told.run("alerts", "--test", "lan") == 0
    ((_, _, body),) = hook.requests
    assert body["title"] == "Loa: tin nhắn thử"
    assert "UBND huyện Hướng Hóa" in body["message"]
    assert "Đã gửi tin nhắn thử cho lan" in capfd.readouterr().out
    assert told.run("alerts", "--test", "lan", "--json") == 0
    assert json.loads(capfd.readouterr().out) == {"sent": "lan"}


@pytest.mark.parametrize(("name", "said"), [("hoa", "lan, mai"), ("mai", "LOA_MAI")])
def test_a_test_message_that_can_not_be_sent_says_why(told, capfd, name, said):
    assert told.run("alerts", "--test", name) == 1
    found = capfd.readouterr()
    assert said in found.err
    assert "nope" not in found.err


def test_a_pass_tells_at_once_and_no_secret_is_in_the_log(told, hook, capfd):
    told.store.channels.pause("trang", reason="mã truy cập đã hết hạn", now=NOW, probe_at=NOW, actor="loa")
    told.run("once", "--json")
    assert next(body["title"] for _, _, body in hook.requests).startswith("Loa KHẨN: Trang trang đang tạm dừng")
    found = capfd.readouterr()
    assert '"told"' in found.err
    for secret in (hook.password, hook.token, TOKEN):
        assert secret not in found.out + found.err
