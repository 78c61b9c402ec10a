"""The verbs about feeds: feeds, poll, and preview where a feed can't be read."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cli.wiring import system_clock
from bot.model import FeedState, Standing, Subscription, SubscriptionState
from tests.store.samples import LOA, NOW, arrival, entry

LATER = datetime(2099, 11, 24, 5, tzinfo=UTC)
NEWS = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Cổng",
    "items": [
        {"id": "1", "url": "https://cong.vn/1", "title": "Bộ phận một cửa trả kết quả thủ tục hành chính sớm hẹn", "content_text": "Tin"}
    ],
}


@pytest.fixture
def office(office):
    """An office that knows but one phrase: what it makes of the news is no matter here, and the whole of what Loa knows takes a second to read."""
    knowledge = {
        "shipped": False,
        "relevance": {"threshold": 3, "phrases": [{"phrase": "thủ tục hành chính", "weight": 5}]},
        "tones": {"criticism": {"name": "Phê phán"}},
    }
    (office.folder / "reform.yaml").write_text(json.dumps({**knowledge, "fields": {}, "topics": {}}), encoding="utf-8")
    office.configure(reform="reform.yaml")
    return office


def serve(office, answer=NEWS) -> None:
    office.script.answer = lambda *_: answer


def put(office, **changes) -> None:
    """The feed's row as an earlier run has left it."""
    row = office.store.feeds.ensure("huyen", f"{office.script.url}/rss", system_clock())
    office.store.polls.record(replace(row, **changes), (arrival(entry("cũ"), standing=Standing.IRRELEVANT),), system_clock(), LOA)


def test_poll_asks_one_feed_whether_due_or_not_and_says_what_came(office, capsys):
    serve(office)
    put(office, next_poll_at=system_clock().replace(year=2099), state=FeedState.RESTING, failures=12, last_error="hỏng")
    assert office.run("poll", "--feed", "huyen") == 0
    told = capsys.readouterr().out
    assert "1 tin, 1 tin mới" in told
    assert "Bộ phận một cửa" in told
    assert office.store.feeds.get("huyen").failures == 0
    assert office.run("poll", "--feed", "huyen") == 0
    assert "không có gì mới" in capsys.readouterr().out


def test_a_feed_that_can_not_be_read_says_why_and_exits_with_one(office, capsys):
    serve(office, (404, {}))
    assert office.run("poll", "--feed", "huyen") == 1
    assert "mã 404" in capsys.readouterr().out
    assert office.run("poll", "--feed", "huyen", "--json") == 1
    (asked,) = json.loads(capsys.readouterr().out)["polls"]
    assert asked["feed"] == "huyen"
    assert "404" in asked["error"]


def test_poll_without_a_name_asks_what_is_due_and_nothing_else(office, capsys):
    serve(office)
    assert office.run("poll", "--json") == 0
    (asked,) = json.loads(capsys.readouterr().out)["polls"]
    assert (asked["entries"], len(asked["new"]), asked["error"]) == (1, 1, "")
    assert office.run("poll") == 0
    assert "Chưa nguồn tin nào đến giờ hỏi" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["không-có", "tat"])
def test_a_feed_that_is_unknown_or_off_is_not_asked(office, capsys, name):
    office.configure(reform="reform.yaml", feeds=[{"name": "tat", "url": f"{office.script.url}/rss", "enabled": False}])
    assert office.run("poll", "--feed", name) == 1
    assert name in capsys.readouterr().err
    assert office.script.asked == []


def test_feeds_shows_how_each_fares(office, capsys):
    put(
        office, state=FeedState.RESTING, failures=12, last_error="Máy chủ từ chối kết nối.", failing_since=system_clock(), last_answer="503"
    )
    assert office.run("feeds") == 0
    told = capsys.readouterr().out
    assert "✘ tạm nghỉ" in told
    assert "Máy chủ từ chối kết nối" in " ".join(told.split())
    assert "1 (+1)" in told
    assert office.run("feeds", "--json") == 0
    (report,) = json.loads(capsys.readouterr().out)["feeds"]
    assert (report["name"], report["health"], report["last_answer"], report["entries"]) == ("huyen", "resting", "503", 1)
    assert report["week"] == {"irrelevant": 1}


def test_feeds_tells_all_of_one(office, capsys):
    serve(office, (404, {}))
    office.run("poll", "--feed", "huyen")
    put(office, asks_at="https://moi.vn/rss", hub="https://hub.vn/", moved_to="https://nua.vn/rss", failures=1)
    capsys.readouterr()
    assert office.run("feeds", "--feed", "huyen") == 0
    told = capsys.readouterr().out
    for part in (
        "https://moi.vn/rss",
        "https://hub.vn/",
        "https://nua.vn/rss",
        "không thuộc diện đăng 1",
        "không đọc được nguồn tin",
        "mã 404",
    ):
        assert part in told
    assert office.run("feeds", "--feed", "khác") == 1


def with_hub(office, monkeypatch, **changes) -> None:
    put(office, hub="https://hub.vn/")
    monkeypatch.setenv("LOA_WEBSUB_SECRET", "bí mật dài hơn ba mươi hai ký tự của hub")
    office.configure(
        intake={"private_hosts": ["127.0.0.0/8"], "websub": {"callback": "https://xa.vn/", "secret": "LOA_WEBSUB_SECRET"}},
        web={"enabled": True},
        reform="reform.yaml",
    )
    office.store.subscriptions.put(Subscription(feed="huyen", hub="https://hub.vn/", topic="https://huyen.example.vn/rss", **changes))


@pytest.mark.parametrize(
    ("changes", "words", "state"),
    [
        ({}, "chưa đăng ký", None),
        ({"asked_at": NOW}, "chờ xác nhận", "asked"),
        (
            {"asked_at": NOW, "state": SubscriptionState.REFUSED, "failures": 2, "reason": "hub trả lời mã 500"},
            "hub trả lời mã 500",
            "refused",
        ),
        ({"asked_at": NOW, "state": SubscriptionState.LIVE, "lease_until": LATER}, "chưa báo tin nào", "live"),
        ({"asked_at": NOW, "state": SubscriptionState.LIVE, "lease_until": LATER, "told_at": NOW}, "hỏi thưa hơn", "live"),
    ],
)
def test_feeds_tells_how_the_subscription_at_a_hub_stands(office, capsys, monkeypatch, changes, words, state):
    with_hub(office, monkeypatch, **changes)
    assert office.run("feeds") == 0
    assert "WebSub:" in capsys.readouterr().out
    assert office.run("feeds", "--feed", "huyen") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert words in told
    assert ("24/11 12:00" in told) == ("lease_until" in changes)
    assert ("chưa lần nào" in told) == ("told_at" not in changes)
    assert office.run("feeds", "--json") == 0
    out = capsys.readouterr().out
    (report,) = json.loads(out)["feeds"]
    hub = report["subscription"]
    assert (hub["state"], hub["lease_until"] is not None, hub["told_at"] is not None, hub["is_relied_on"]) == (
        state,
        "lease_until" in changes,
        "told_at" in changes,
        "told_at" in changes,
    )
    assert "asked_with" not in out


def test_a_preview_of_all_feeds_goes_on_past_one_that_can_not_be_read(office, capsys):
    office.configure(reform="reform.yaml", feeds=[{"name": name, "url": f"{office.script.url}/{name}"} for name in ("hong", "tot")])
    office.script.answer = lambda _method, path, _fields: NEWS if path == "/tot" else (404, {})
    assert office.run("preview") == 1
    told = capsys.readouterr()
    assert "Bộ phận một cửa" in told.out
    assert "Nguồn tin hong:" in told.err
    assert office.run("preview", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (len(found["entries"]), list(found["errors"])) == (1, ["hong"])


def test_a_preview_of_one_address_says_what_is_wrong_with_it(office, capsys):
    serve(office, (404, {}))
    assert office.run("preview", f"{office.script.url}/rss") == 1
    assert "mã 404" in capsys.readouterr().err
    assert office.run("preview", "cong.vn/rss") == 1
    assert "https://cong.vn/rss" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("state", "due", "asked"),
    [
        (FeedState.ACTIVE, False, True),
        (FeedState.RESTING, False, False),
        (FeedState.RESTING, True, True),
        (FeedState.GONE, True, False),
    ],
)
def test_once_asks_no_oftener_than_the_service_what_rests_or_is_gone(office, capsys, state, due, asked):
    serve(office)
    now = system_clock()
    put(office, next_poll_at=now.replace(year=now.year - 1 if due else now.year + 1), state=state, failures=12, last_error="hỏng")
    office.run("once", "--json")
    assert json.loads(capsys.readouterr().out)["polled"] == int(asked)


def test_poll_without_a_name_asks_all_that_are_due_and_says_so_where_none_is(office, capsys):
    serve(office)
    put(office, next_poll_at=system_clock())
    assert office.run("poll", "--json") == 0
    assert [each["feed"] for each in json.loads(capsys.readouterr().out)["polls"]] == ["huyen"]
    assert office.run("poll") == 0
    assert "huyen" not in capsys.readouterr().out
