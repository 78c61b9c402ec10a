"""The verbs about what is on the Page, or may be: edit, withdraw, approve, reject, retry, settle, audit. In Vietnamese, with exit codes."""

import io
import json
import sys
from datetime import UTC, datetime

import pytest

from bot.cli.wiring import system_clock
from bot.model import PostState, StepKind, StepState
from tests.cli.conftest import PAGE_ID
from tests.fakes.graph import refusal
from tests.store.samples import LOA, NOW, a_post, a_step, claimed

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # for every clock that this may run by


def steps(office, key):
    return [(step.kind, step.state, step.text, step.by, step.reason) for step in office.store.steps.of(key)]


# edit


def test_an_edit_of_a_published_post_is_done_on_the_page_soon(office, capsys):
    post = a_post(office.store, state=PostState.PUBLISHED)
    assert office.run("edit", post.key, "--text", "Nội dung mới", "--by", "Mai") == 0
    assert f"Đã ghi nội dung mới của bài {post.key}" in capsys.readouterr().out
    assert steps(office, post.key) == [(StepKind.EDIT, StepState.DUE, "Nội dung mới", "Mai", "")]


def test_an_edit_of_a_post_that_waits_needs_an_approval(office, capsys):
    post = a_post(office.store)
    assert office.run("edit", post.key, "--text", "Nội dung mới") == 0
    assert "cần duyệt lại" in capsys.readouterr().out
    edited = office.store.outbox.get(post.key)
    assert (edited.state, edited.draft.message) == (PostState.HELD, "Nội dung mới")
    assert office.store.journal.of(post.key)[-1].actor == "lan", "who sits at this terminal"


def test_an_edit_with_personal_data_says_that_it_waits_and_for_what(office, capsys):
    post = a_post(office.store, state=PostState.PUBLISHED)
    assert office.run("edit", post.key, "--text", "Gọi 0914 123 456") == 0
    told = capsys.readouterr().out
    assert "********56" in told
    assert f"approve {post.key} --step edit" in told
    assert "0914" not in told
    assert [(step.kind, step.state) for step in office.store.steps.of(post.key)] == [(StepKind.EDIT, StepState.HELD)]


def test_an_edit_of_a_waiting_post_warns_of_personal_data(office, capsys):
    post = a_post(office.store)
    assert office.run("edit", post.key, "--text", "Gọi 0914 123 456") == 0
    told = capsys.readouterr().out
    assert "cần duyệt lại" in told
    assert "********56" in told
    assert "0914" not in told


@pytest.mark.parametrize("source", ["file", "standard input"])
def test_the_text_may_come_from_a_file_or_standard_input(office, monkeypatch, source):
    post = a_post(office.store, state=PostState.PUBLISHED)
    (office.folder / "mới.txt").write_text("\ufeffDòng một\n\nDòng hai\n", encoding="utf-8")
    piped = io.TextIOWrapper(io.BytesIO("\ufeffDòng một\n\nDòng hai\n".encode()), encoding="cp1252")  # a locale of its own
    monkeypatch.setattr(sys, "stdin", piped)
    assert office.run("edit", post.key, "--file", "mới.txt" if source == "file" else "-") == 0
    assert office.store.steps.of(post.key)[0].text == "Dòng một\n\nDòng hai"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--file", "không-có.txt"], "Không đọc được"),
        (["--file", "utf16.txt"], "UTF-8"),
        (["--text", "  "], "trống"),
        ([], "trống"),
        (["--text", "a" * 63_207], "63207"),
    ],
)
def test_a_text_that_can_not_be_read_or_used_changes_nothing(office, capsys, words, told):
    post = a_post(office.store, state=PostState.PUBLISHED)
    (office.folder / "utf16.txt").write_bytes("xấu".encode("utf-16"))
    assert office.run("edit", post.key, *words) == 1
    assert told in capsys.readouterr().err.replace(".", "").replace(",", "")
    assert steps(office, post.key) == []


def test_an_edit_can_be_read_by_programs(office, capsys):
    post = a_post(office.store, state=PostState.PUBLISHED)
    assert office.run("edit", post.key, "--text", "Mới", "--json") == 0
    assert json.loads(capsys.readouterr().out)["key"] == post.key


# withdraw


def test_a_withdrawal_needs_a_reason_and_is_done_soon(office, capsys):
    post = a_post(office.store, state=PostState.PUBLISHED)
    assert office.run("withdraw", post.key) == 2
    assert office.run("withdraw", post.key, "--note", "sai số liệu") == 0
    assert post.key in capsys.readouterr().out
    assert steps(office, post.key) == [(StepKind.WITHDRAW, StepState.DUE, "", "lan", "sai số liệu")]


def test_what_is_not_on_the_page_can_not_be_withdrawn(office, capsys):
    post = a_post(office.store)
    assert office.run("withdraw", post.key, "--note", "sai") == 1
    assert "reject" in capsys.readouterr().err
    assert office.run("withdraw", "p000000000000000", "--note", "sai") == 1


# approve, reject, retry


def test_a_decision_is_agreed_to_or_dropped(office, capsys):
    post = a_post(office.store, state=PostState.PUBLISHED)
    a_step(office.store, post, StepKind.EDIT, StepState.HELD)
    a_step(office.store, post, StepKind.WITHDRAW, StepState.HELD, text="")
    assert office.run("approve", post.key) == 1
    assert "--step" in capsys.readouterr().err
    assert office.run("approve", post.key, "--step", "edit") == 0
    assert "Đã đồng ý" in capsys.readouterr().out
    assert office.run("reject", post.key, "--note", "giữ lại") == 0
    assert "giữ nguyên" in capsys.readouterr().out
    assert [(kind, state) for kind, state, *_ in steps(office, post.key)] == [
        (StepKind.EDIT, StepState.DUE),
        (StepKind.WITHDRAW, StepState.DROPPED),
    ]


def test_a_failed_step_goes_again(office, capsys):
    post = a_post(office.store, state=PostState.PUBLISHED)
    mine = a_step(office.store, post, StepKind.EDIT, StepState.DOING)
    office.store.steps.settle_failed(mine, now=NOW, actor=LOA, reason="từ chối")
    assert office.run("queue") == 0
    assert "sửa trên Trang" in capsys.readouterr().out
    assert office.run("retry", post.key, "--step", "comment") == 1
    assert office.run("retry", post.key) == 0
    assert office.store.steps.of(post.key)[0].state is StepState.DUE


@pytest.mark.parametrize("verb", [["approve"], ["reject", "--note", ""], ["retry"]])
def test_a_decision_can_be_read_by_programs(office, capsys, verb):
    post = a_post(office.store, state=PostState.PUBLISHED)
    step = a_step(office.store, post, StepKind.EDIT, StepState.DOING if verb == ["retry"] else StepState.HELD)
    if verb == ["retry"]:
        office.store.steps.settle_failed(step, now=NOW, actor=LOA, reason="")
    assert office.run(verb[0], post.key, *verb[1:], "--json") == 0
    assert json.loads(capsys.readouterr().out)["state"] == "published"


# settle


def test_a_post_that_a_human_has_seen_is_recorded_with_its_id(office, capsys):
    post = a_post(office.store, state=PostState.PUBLISHING)
    assert office.run("settle", post.key, "--posted", f"{PAGE_ID}_77") == 0
    assert post.key in capsys.readouterr().out
    settled = office.store.outbox.get(post.key)
    assert (settled.state, settled.remote_id) == (PostState.PUBLISHED, f"{PAGE_ID}_77")


def test_a_post_that_a_human_has_not_seen_is_scheduled_again(office, capsys):
    post = claimed(office.store, a_post(office.store), now=LONG_AGO)
    assert office.run("settle", post.key, "--absent", "--json") == 0
    assert json.loads(capsys.readouterr().out)["state"] == "scheduled"
    assert office.store.journal.of(post.key)[-1].actor == "lan"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--absent", "--posted", "1_2"],
        ["--posted", "77"],
        ["--posted", "1_2_3"],
        ["--posted", "../me"],
        ["--posted", "1_٢"],
        ["--posted", "https://x"],
    ],
)
def test_what_a_human_has_seen_must_be_said_clearly(office, capsys, words):
    post = a_post(office.store, state=PostState.PUBLISHING)
    assert office.run("settle", post.key, *words) == 2
    assert "--absent" in capsys.readouterr().err
    assert office.store.outbox.get(post.key).state is PostState.PUBLISHING


def test_a_post_that_was_sent_a_moment_ago_is_not_believed_to_be_absent(office, capsys):
    post = claimed(office.store, a_post(office.store), now=system_clock())
    assert office.run("settle", post.key, "--absent") == 1
    assert "kết luận từ" in capsys.readouterr().err
    assert office.store.outbox.get(post.key).state is PostState.PUBLISHING


def test_only_a_post_in_doubt_is_settled(office, capsys):
    assert office.run("settle", a_post(office.store).key, "--absent") == 1
    assert "chưa rõ" in capsys.readouterr().err


# audit


def on_the_page(office, *items):
    office.script.answer = lambda method, path, fields: {"data": list(items)} if path.endswith("published_posts") else refusal(100, 33)


def test_an_audit_in_which_all_agrees_exits_with_nought(office, capsys):
    on_the_page(office)
    assert office.run("audit") == 0
    assert capsys.readouterr().out.startswith("Khớp: 0 bài")


def test_a_post_made_by_hand_is_shown_and_exits_with_nought(office, capsys):
    on_the_page(office, {"id": "8", "message": "Chúc mừng năm mới"})
    assert office.run("audit") == 0
    out = capsys.readouterr().out
    assert "đăng tay" in out
    assert "Chúc mừng" in out


def test_an_audit_that_finds_a_fault_exits_with_one_and_names_it(office, capsys):
    on_the_page(office, {"id": "8", "message": "Tin https://cong.vn/1?utm_content=p123456789abcdef"})
    assert office.run("audit") == 1
    out = capsys.readouterr().out
    assert "chưa ghi sổ" in out
    assert "p123456789abcdef" in out
    assert "1 việc cần xử lý" in out


def test_an_audit_can_be_read_by_programs(office, capsys):
    on_the_page(office, {"id": "8", "message": "Tin https://cong.vn/1?utm_content=p123456789abcdef"})
    assert office.run("audit", "--json", "--days", "7") == 1
    found = json.loads(capsys.readouterr().out)
    assert [(line["what"], line["fault"], line["remote_id"]) for line in found["lines"]] == [("unrecorded", True, f"{PAGE_ID}_8")]
    assert (found["on_pages"], found["in_outbox"]) == (1, 0)


def test_a_page_that_can_not_be_read_is_a_fault(office, capsys):
    office.script.answer = lambda *_: refusal(190, 463)
    assert office.run("audit") == 1
    assert "không đọc được" in capsys.readouterr().out


@pytest.mark.parametrize("days", ["0", "367", "x"])
def test_days_that_make_no_sense_are_wrong_use(office, days):
    assert office.run("audit", "--days", days) == 2
