"""The verbs of second thoughts and of proof: undo, note, audit --verify. In Vietnamese, with exit codes."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from bot.cli.wiring import system_clock
from bot.model import Event, PostState
from bot.store.schema import events
from tests.cli.conftest import Office
from tests.store.databases import journal_unguarded
from tests.store.samples import NOW, a_post, arrival, entry, post, stored

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # for every clock that this may run by
LINE = Event(at=NOW, actor="loa", subject="feed:huyen", verb="x")


def rejected(office: Office, at: datetime) -> str:
    post = a_post(office.store, state=PostState.HELD)
    office.store.outbox.reject(post.key, draft_hash=post.draft.hash, by="Mai", note="nhầm", now=at)
    return post.key


def sealed(office: Office, count: int = 3) -> str:
    """The anchor."""
    for number in range(count):
        office.store.journal.write(Event(at=NOW, actor="loa", subject="feed:huyen", verb="x", reason=str(number)))
    head = office.store.seals.seal()
    return f"{head.number}:{head.hash}"


def changed(office: Office, **values) -> None:
    with journal_unguarded(office.store._engine) as connection:
        connection.execute(update(events).where(events.c.seal == 2).values(**values))


# undo and note


def test_a_decision_is_taken_back(office, capsys):
    key = rejected(office, system_clock())
    assert office.run("undo", key, "--by", "Mai") == 0
    assert f"bài {key} trở lại chờ duyệt" in capsys.readouterr().out
    assert office.store.outbox.get(key).state is PostState.HELD
    assert office.store.journal.of(key)[-1].actor == "Mai"


def test_a_decision_of_long_ago_stands_and_that_is_said(office, capsys):
    key = rejected(office, LONG_AGO)
    assert office.run("undo", key) == 1
    assert "Không lấy lại được nữa: Mai quyết định" in capsys.readouterr().err


def test_undo_and_note_speak_json(office, capsys):
    key = rejected(office, system_clock())
    assert office.run("undo", key, "--json") == 0
    assert json.loads(capsys.readouterr().out)["state"] == "held"
    assert office.run("note", key, "đã hỏi xã", "--json") == 0
    assert json.loads(capsys.readouterr().out)["verb"] == "noted"


def test_a_note_is_shown_with_the_post(office, capsys):
    post = a_post(office.store)
    assert office.run("note", post.key, "Đã hỏi xã", "--by", "Mai") == 0
    assert "không đăng" in capsys.readouterr().out
    assert office.run("show", post.key) == 0
    told = capsys.readouterr().out
    assert "Đã hỏi xã" in told
    assert "ghi chú" in told


@pytest.mark.parametrize("odd", ["[/b] lạ", "xem [video] này", "[red]đỏ[/red] :smile:", "[link=x]y"])
def test_a_square_bracket_in_what_people_wrote_is_shown_as_it_is(office, capsys, odd):
    made = post(entry(title=odd), PostState.HELD)
    stored(office.store, arrival(entry(title=odd), made))
    assert office.run("note", made.key, odd, "--by", f"Mai {odd}") == 0
    capsys.readouterr()
    for verb, words in (("show", 2), ("why", 3), ("queue", 1)):
        assert office.run(verb, *([] if verb == "queue" else [made.key])) == 0
        told = " ".join(capsys.readouterr().out.split())
        assert told.count(odd) >= words


# audit --verify


def test_a_journal_that_is_whole_says_so_with_its_anchor(office, capsys):
    anchor = sealed(office)
    office.store.journal.write(LINE)
    assert office.run("audit", "--verify") == 0
    told = capsys.readouterr().out
    assert "Nhật ký nguyên vẹn: 3 dòng đã niêm phong, 1 dòng chưa kịp" in told
    assert told.rstrip().endswith(anchor)
    assert office.run("audit", "--verify", "--anchor", anchor) == 0
    assert office.script.asked == [], "the Page is not asked"


def test_a_line_that_was_changed_is_named_with_exit_one(office, capsys):
    sealed(office)
    changed(office, actor="Mai")
    assert office.run("audit", "--verify") == 1
    assert "Nhật ký đã bị sửa: dòng mã 2 (thứ 2)" in capsys.readouterr().out


def test_a_line_that_is_gone_is_named_and_in_json(office, capsys):
    anchor = sealed(office)
    changed(office, seal=None, hash=None)
    assert office.run("audit", "--verify", "--json", "--anchor", anchor) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["lines"], told["unsealed"]) == (False, 1, 1)
    assert (told["fault"]["number"], told["fault"]["id"], told["fault"]["what"]) == (2, None, "missing")
    assert "thiếu dòng thứ 2" in told["fault"]["sentence"]


def test_in_json_a_whole_journal_has_no_fault(office, capsys):
    anchor = sealed(office)
    assert office.run("audit", "--verify", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "lines": 3, "anchor": anchor, "unsealed": 0, "fault": None}


@pytest.mark.parametrize(("anchor", "said"), [("3:" + "0" * 64, "Nhật ký đã bị viết lại"), ("9:" + "0" * 64, "Nhật ký đã bị cắt")])
def test_an_anchor_that_does_not_agree_is_told(office, capsys, anchor, said):
    sealed(office)
    assert office.run("audit", "--verify", "--anchor", anchor) == 1
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("words", [("--verify", "--anchor", "3"), ("--verify", "--anchor", "3:XYZ"), ("--anchor", "3:" + "0" * 64)])
def test_an_anchor_of_another_form_or_for_nothing_is_wrong_use(office, capsys, words):
    assert office.run("audit", *words) == 2
    assert "audit --verify" in capsys.readouterr().err


def test_one_pass_gives_up_what_nobody_decides_and_seals_the_journal(office):
    there = post(entry(), PostState.HELD)
    stored(office.store, arrival(entry(), there), now=LONG_AGO)
    office.run("once")
    assert "approval.expires_after" in office.store.outbox.get(there.key).reason
    assert office.store.seals.verify().unsealed == 0
