"""The verbs of figures: what they show, what they print for programs, and how far back they read."""

import json
from datetime import timedelta

import pytest

from bot.cli.wiring import system_clock
from bot.figures import Answers, ForeignSnapshot, Lack, LostMetric, PageSnapshot
from bot.model import Event, PostState, Snapshot
from tests.cli.conftest import PAGE_ID
from tests.fakes.graph import refusal
from tests.store.samples import LOA, NOW, PAGE, a_post

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def post(office):
    """A Post of an hour ago that does better than the Page's others, and loses a share."""
    store, now = office.store, system_clock()
    made = a_post(store, "1", PostState.PUBLISHING)
    made = store.outbox.settle_published(
        made, remote_id="1_1", permalink="https://fb.example/1", published_at=now - 3 * HOUR, now=now, actor=LOA
    )
    rows = [(1, {"reach": 40, "shares": 2, "comments": 3}), (2, {"reach": 90, "shares": 1}), (24, {"reach": 120})]
    store.snapshots.add(
        [
            Snapshot(post_key=made.key, rung=name, taken_at=now - (3 - hours) * HOUR if hours < 3 else now, metrics=metrics)
            for hours, metrics in rows
            for name in [f"{hours}h" if hours < 24 else "1d"]
        ]
    )
    for number in range(8):
        at = now - 5 * DAY
        for rung, reach in (("1h", 10), ("2h", 20), ("1d", 30)):
            store.measuring.add_foreign(
                [
                    ForeignSnapshot(
                        channel=PAGE, remote_id=f"1_9{number}", published_at=at, rung=rung, taken_at=at, metrics={"reach": reach + number}
                    )
                ]
            )
    return made


def test_the_latest_figures_of_every_post(office, post, capsys):
    assert office.run("engagement", "--json") == 0
    assert [each["rung"] for each in json.loads(capsys.readouterr().out)["snapshots"]] == ["1d"]
    assert office.run("engagement") == 0
    assert "120" in capsys.readouterr().out


def test_a_post_beside_the_others_of_its_page(office, post, capsys):
    assert office.run("engagement", post.key, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    reach = next(each for each in told["account"]["beside"] if each["metric"] == "reach")
    assert (reach["rung"], reach["standing"]["others"], reach["standing"]["typical"]["value"], reach["standing"]["above"]) == (
        "1d",
        8,
        33.5,
        1,
    )
    assert [point["fell"] for point in told["account"]["points"]] == [{}, {"shares": 1}, {}]
    assert len(told["snapshots"]) == 3
    assert office.run("engagement", post.key) == 0
    shown = capsys.readouterr().out
    assert "33,5 (từ 30 đến 37)" in shown
    assert "2h: Chia sẻ giảm 1" in shown


@pytest.mark.parametrize(("by", "group"), [("field", "procedures"), ("topic", "one_stop"), ("tone", "praise"), ("picture", False)])
def test_posts_by_what_they_were_like(office, post, capsys, by, group):
    assert office.run("engagement", "--by", by, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["metric"], told["age"]) == ("reach", "1d")
    assert [each["typical"] for each in told["by"] if each["key"] == group] == [120]
    assert office.run("engagement", "--by", by) == 0
    assert "120 (còn ít bài)" in capsys.readouterr().out


@pytest.mark.parametrize("by", ["hour", "weekday"])
def test_posts_by_when_they_went_out(office, post, capsys, by):
    assert office.run("engagement", "--by", by, "--metric", "shares", "--age", "2h", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["typical"] for each in told["by"] if each["measured"]] == [1]
    assert office.run("engagement", "--by", by) == 0


def test_what_is_rising(office, post, capsys):
    assert office.run("engagement", "--rising", "--json") == 0
    (gain,) = json.loads(capsys.readouterr().out)["rising"]["trang"]
    assert (gain["post_key"], gain["gained"]) == (post.key, 30)
    assert office.run("engagement", "--rising") == 0
    assert "+30" in capsys.readouterr().out
    assert office.run("engagement", "--rising", "--metric", "clicks") == 0
    assert "Không có bài nào đang lên" in capsys.readouterr().out


def test_the_page_day_by_day_and_what_it_does_not_give(office, capsys):
    assert office.run("engagement", "--followers") == 0
    assert "chưa có số liệu" in capsys.readouterr().out
    now = system_clock()
    day = now.date() - DAY
    office.store.measuring.add_page(
        PageSnapshot(
            channel=PAGE,
            rung="x",
            taken_at=now,
            metrics={"followers": 1_234},
            missing={"page_reach": Lack.NOT_OFFERED},
            days={"page_views": {day: 77}},
        )
    )
    assert office.run("engagement", "--followers", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)["pages"]
    assert (told["now"], told["days"]) == ({"followers": 1_234}, {"page_views": {day.isoformat(): 77}})
    assert office.run("engagement", "--followers") == 0
    shown = capsys.readouterr().out
    assert all(part in shown for part in ("Người theo dõi: 1.234", f"{day:%d/%m/%Y}", "77", "Facebook không còn cung cấp số liệu này"))


def test_comments_that_wait(office, post, capsys):
    assert office.run("engagement", "--waiting") == 0
    assert "Không có bình luận nào chờ" in capsys.readouterr().out
    office.store.measuring.put_answers([Answers(post_key=post.key, looked_at=NOW, comments=3, waiting=2, is_whole=False)])
    assert office.run("engagement", "--waiting", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)["waiting"]
    assert [each["answers"]["waiting"] for each in told["posts"]] == [2]
    assert office.run("engagement", "--waiting") == 0
    assert "ít nhất 2" in capsys.readouterr().out


def test_the_registry_and_what_is_missing_now(office, capsys):
    lost = LostMetric(channel=PAGE, metric="clicks", why=Lack.NOT_OFFERED, found_at=NOW, until=NOW + DAY)
    office.store.measuring.note_lost([lost], Event(at=NOW, actor=LOA, subject="channel:trang", verb="metrics-lost"))
    assert office.run("engagement", "--metrics", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {"name", "meaning", "unit", "period", "permission", "offers"} <= told["metrics"][0].keys()
    assert [each["metric"] for each in told["lost"]] == ["clicks"]
    assert office.run("engagement", "--metrics") == 0
    assert "Lượt bấm đang thiếu" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--page", "khac"), "khac"),
        (("--metric", "likes"), "reach"),
        (("--by", "tone", "--age", "5h"), "1d"),
        (("--by", "moon"), "weekday"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(office, capsys, words, told):
    office.configure(engagement={"ladder": ["1h", "1d"], "log": ""})
    assert office.run("engagement", *words) == 2
    assert told in capsys.readouterr().err


# Reading back


def leaves(office, *ages: int):
    """A Page whose posts have these ages in days, fifty a leaf at most."""
    now = system_clock()
    posts = [{"id": f"{PAGE_ID}_{age}", "created_time": (now - age * DAY).isoformat(timespec="seconds")} for age in ages]

    def answer(method, path, query):
        if not path.endswith("published_posts"):
            return {}
        there = [
            each
            for each in posts
            if int(query["since"]) <= int((now - int(each["id"].split("_")[1]) * DAY).timestamp()) <= int(query["until"])
        ]
        return {"data": there[:2], **({"paging": {"next": "x", "cursors": {"after": "x"}}} if len(there) > 2 else {})}

    office.script.answer = answer


def test_what_was_on_the_page_before_is_read_back_and_then_not_again(office, capsys):
    leaves(office, 1, 2, 5, 8, 13, 200)
    assert office.run("backfill", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)["pages"]
    assert (told["posts"], told["done_at"] is None) == (5, False)
    asked = len(office.script.asked)
    assert office.run("backfill") == 0
    assert "5 bài" in capsys.readouterr().out
    assert len(office.script.asked) == asked
    assert office.run("backfill", "--days", "300") == 0
    assert "6 bài" in capsys.readouterr().out


def test_a_bar_tells_how_much_of_the_time_has_been_read_back(office, capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    leaves(office, 1, 2, 5, 8, 13, 200)
    assert office.run("backfill") == 0
    told = capsys.readouterr()
    assert "đọc lùi các bài đã đăng" in told.err
    assert "%" in told.err
    assert "%" not in told.out


def test_what_can_not_be_read_now_is_told_and_fails(office, capsys):
    office.script.answer = lambda *_: refusal(2, status=500)
    assert office.run("backfill") == 1
    assert "0 bài" in capsys.readouterr().out
