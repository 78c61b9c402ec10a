"""The verbs about when: move, hours. In Vietnamese, with exit codes."""

import json
from datetime import timedelta

import pytest
from ruamel.yaml import YAML

from bot.cli.wiring import system_clock
from bot.model import PostState
from tests.store.samples import a_post

ALWAYS = {"slots": {"everyday": ["08:00", "16:00"]}, "quiet_hours": [], "expires_after": "90000d"}  # whenever this may run


def closed(office) -> None:
    """Nothing goes out today."""
    today = system_clock().date()
    days = f"{today - timedelta(days=1)}..{today + timedelta(days=1)}"
    quiet = {"mourning": [days], "mourning_tones": ["praise", "criticism", "neutral"]}
    office.configure(timetable={**ALWAYS, "quiet_days": quiet})


def test_a_post_is_given_a_time_of_its_own(office, capsys):
    office.configure(timetable=ALWAYS)
    post = a_post(office.store)
    day = (system_clock() + timedelta(days=2)).date()
    assert office.run("move", post.key, "--to", f"{day} 10:10", "--by", "Mai") == 0
    assert f"Bài {post.key} sẽ đăng lúc {day:%d/%m} 10:10." in capsys.readouterr().out
    event = office.store.journal.of(post.key)[-1]
    assert (event.verb, event.actor) == ("placed", "Mai")


def test_a_post_is_put_off_to_the_next_free_slot(office, capsys):
    office.configure(timetable=ALWAYS)
    post = a_post(office.store)
    assert office.run("move", post.key, "--later", "--json") == 0
    moved = json.loads(capsys.readouterr().out)
    assert moved["state"] == "scheduled"
    assert moved["due_at"][11:16] in {"01:00", "09:00"}
    assert office.store.journal.of(post.key)[-1].verb == "deferred"


def test_now_is_refused_on_a_quiet_day_and_can_be_forced(office, capsys):
    closed(office)
    post = a_post(office.store)
    assert office.run("move", post.key, "--now") == 1
    told = capsys.readouterr().err
    assert "quốc tang" in told
    assert "--force" in told
    assert office.run("move", post.key, "--now", "--force") == 0
    assert "trong ít phút nữa" in capsys.readouterr().out
    assert office.store.journal.of(post.key)[-1].verb == "forced"


@pytest.mark.parametrize(
    "words", [[], ["--later", "--now"], ["--to", "2030-01-01 08:00", "--now"], ["--later", "--force"], ["--to", "mai 8 giờ"]]
)
def test_exactly_one_way_of_moving_must_be_said_and_a_time_be_one(office, words):
    post = a_post(office.store)
    assert office.run("move", post.key, *words) == 2
    assert office.store.outbox.get(post.key) == post


def test_what_is_not_scheduled_is_refused(office, capsys):
    post = a_post(office.store, state=PostState.HELD)
    assert office.run("move", post.key, "--later") == 1
    assert "duyệt trước" in capsys.readouterr().err


def test_hours_prints_slots_as_yaml_to_look_at_and_changes_nothing(office, capsys):
    before = office.config.read_text(encoding="utf-8")
    assert office.run("hours") == 0
    told = capsys.readouterr().out
    proposed = YAML(typ="safe").load(told)
    assert proposed == {"timetable": {"slots": {"weekdays": ["07:30", "11:15", "16:45", "19:30"], "weekend": ["08:30", "19:00"]}}}
    assert "Chỉ là đề xuất" in told
    assert "chưa đủ 30" in told
    assert office.config.read_text(encoding="utf-8") == before


def test_hours_in_json_and_of_what_there_is_not(office, capsys):
    assert office.run("hours", "--page", "trang", "--metric", "views", "--days", "30", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["page"], found["metric"], found["rung"], found["days"], found["posts"]) == ("trang", "views", "1d", 30, 0)
    assert found["groups"][0]["slots"] == ["07:30", "11:15", "16:45", "19:30"]
    assert office.run("hours", "--metric", "hài lòng") == 1
    assert "reactions" in capsys.readouterr().err
    assert office.run("hours", "--page", "khac") == 1
    assert "trang" in capsys.readouterr().err
