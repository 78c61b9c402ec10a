"""The verbs that learn from editors: correct, evaluate --corrections, suggest; and the patch, taken by a copy of reform.yaml."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.judgement import Classification, Field, LabelKind, Tone, Topic
from bot.model import Entry, PostState, Standing
from bot.store.polls import Arrival
from tests.cli.conftest import ROOT
from tests.store.samples import ANNA, CLASSIFICATION, LOA, NOW, a_post, entry
from tests.store.samples import post as a_held_post

IGNORED = Classification(relevant=False, confidence=0.9)
MISSED = (
    "Tổ lưu động về tận thôn nhận đơn giúp bà con",
    "Mỗi tuần một buổi tổ lưu động xuống bản",
    "Bà con Hướng Phùng mong có tổ lưu động",
)


def news(identity: str, title: str, summary: str = "") -> Entry:
    return Entry(feed="huyen", identity=identity, title=title, link=f"https://huyen.example.vn/{identity}", summary=summary)


def ignored(office, *titles: str) -> list[str]:
    """Entries that Loa has ignored; their keys."""
    known = office.store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    made = [news(f"x{number}", title) for number, title in enumerate(titles)]
    arrivals = [Arrival(entry=each, classification=IGNORED, standing=Standing.IRRELEVANT, reason="thiếu căn cứ") for each in made]
    office.store.polls.record(known, arrivals, NOW, LOA)
    return [each.key for each in made]


def with_own_knowledge(office) -> Path:
    """A copy of reform.yaml beside the settings, for `patch`."""
    path = office.folder / "reform.yaml"
    shutil.copy(ROOT / "config/reform.yaml", path)
    office.configure(reform="reform.yaml")
    return path


def with_phrases_only(office) -> None:
    """The same without what Loa brings along: then a small change of one phrase decides."""
    path = with_own_knowledge(office)
    path.write_text(path.read_text(encoding="utf-8").replace("shipped: true", "shipped: false"), encoding="utf-8")


def told(capsys) -> tuple[str, str]:
    found = capsys.readouterr()
    return found.out, found.err


# admit


def test_what_was_kept_back_is_posted_on_purpose_once(office, capsys):
    known = office.store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    kept = entry("cũ")
    office.store.polls.record(
        known,
        [Arrival(entry=kept, classification=CLASSIFICATION, standing=Standing.BASELINE, reason="có từ trước")],
        NOW,
        LOA,
    )
    assert office.run("admit", kept.key, "--by", "Lan", "--page", "khong-co") == 1
    assert "khong-co" in told(capsys)[1]
    assert office.run("admit", kept.key, "--by", "Lan") == 0
    (post,) = office.store.outbox.by_entry(kept.key)
    out = told(capsys)[0]
    assert post.key in out
    assert "trang" in out
    assert office.store.entries.get(kept.key).standing is Standing.ACCEPTED
    assert office.run("admit", kept.key, "--by", "Hoa", "--json") == 1
    assert post.key in told(capsys)[1]


def test_admit_gives_its_posts_as_json(office, capsys):
    known = office.store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    kept = entry("cũ")
    office.store.polls.record(
        known, [Arrival(entry=kept, classification=CLASSIFICATION, standing=Standing.LATE, reason="tin cũ")], NOW, LOA
    )
    assert office.run("admit", kept.link, "--json") == 0
    (told_post,) = json.loads(told(capsys)[0])["posts"]
    assert (told_post["entry_key"], told_post["channel"]) == (kept.key, "trang")


# correct


def test_a_correction_says_what_it_changed_and_what_follows(office, capsys):
    post = a_post(office.store)
    assert office.run("correct", post.entry_key, "--tone", "criticism", "--field", "civil_service", "--by", "Mai", "--note", "đọc kỹ") == 0
    out, _ = told(capsys)
    assert f"Đã sửa phân loại tin {post.entry_key}" in out
    assert f"Bài {post.key} chờ duyệt" in out
    (label,) = office.store.labels.of(post.entry_key)
    assert (label.kind, label.by, label.note) == (LabelKind.CORRECTED, "Mai", "đọc kỹ")
    assert (label.answer.tone, label.answer.fields, label.answer.topics) == (Tone.CRITICISM, (Field.CIVIL_SERVICE,), (Topic.ONE_STOP,))
    assert office.store.outbox.get(post.key).state is PostState.HELD


@pytest.mark.parametrize(
    ("words", "topics"), [(["--no-topics"], ()), (["--topic", "directive", "--topic", "one_stop"], ("directive", "one_stop"))]
)
def test_topics_are_replaced_or_emptied(office, words, topics):
    post = a_post(office.store)
    assert office.run("correct", post.key, *words) == 0
    (label,) = office.store.labels.of(post.entry_key)
    assert (label.answer.topics, label.by) == (topics, "lan")


def test_a_correction_can_be_read_by_programs(office, capsys):
    post = a_post(office.store)
    assert office.run("correct", entry().link, "--not-relevant", "--json") == 0
    done = json.loads(told(capsys)[0])
    assert (done["entry"], done["before"]["relevant"], done["after"]["relevant"], done["standing"]) == (
        post.entry_key,
        True,
        False,
        "irrelevant",
    )
    assert [(each["post"], each["effect"]) for each in done["consequences"]] == [(post.key, "dropped")]


def test_a_correction_without_any_effect_on_posts_says_so(office, capsys):
    post = a_post(office.store, state=PostState.DROPPED)
    assert office.run("correct", post.entry_key, "--tone", "neutral") == 0
    assert "Không bài nào phải thay đổi" in told(capsys)[0]


@pytest.mark.parametrize(
    ("words", "told_"),
    [
        ([], "--not-relevant"),
        (["--topic", "directive", "--no-topics"], "không cả hai"),
        (["--field", "finance"], "finance"),
        (["--tone", "angry"], "angry"),
    ],
)
def test_what_is_not_said_clearly_is_wrong_use(office, capsys, words, told_):
    post = a_post(office.store)
    assert office.run("correct", post.entry_key, *words) == 2
    assert told_ in " ".join(told(capsys)[1].replace("│", " ").split())
    assert office.store.labels.of(post.entry_key) == []


def test_a_correction_that_changes_nothing_is_told(office, capsys):
    post = a_post(office.store)
    assert office.run("correct", post.entry_key, "--tone", "praise") == 1
    assert "không có gì để sửa" in told(capsys)[1]


def test_that_what_is_in_doubt_is_no_reform_news_is_kept_and_told(office, capsys):
    known = office.store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    doubtful = entry("ngờ")
    held = a_held_post(doubtful, PostState.HELD, reason="chưa chắc")
    arrived = Arrival(entry=doubtful, classification=IGNORED, standing=Standing.ACCEPTED, reason="chưa chắc", posts=(held,))
    office.store.polls.record(known, [arrived], NOW, LOA)
    assert office.run("correct", doubtful.key, "--not-relevant", "--by", "Mai") == 0
    out = told(capsys)[0]
    assert "xác nhận không phải tin cải cách hành chính" in out
    assert f"Bỏ bài {held.key}" in out
    assert office.run("why", doubtful.key) == 0
    assert "Mai sửa phân loại: xác nhận không phải tin cải cách hành chính" in " ".join(told(capsys)[0].split())
    assert office.run("evaluate", "--corrections", "--json") == 0
    assert json.loads(told(capsys)[0])["decisions"] == {"corrected": 1, "approved": 0, "rejected": 0}


def test_why_shows_the_corrections(office, capsys):
    post = a_post(office.store)
    office.run("correct", post.entry_key, "--tone", "neutral", "--note", "chỉ là thông báo")
    told(capsys)
    assert office.run("why", post.entry_key) == 0
    out = " ".join(told(capsys)[0].split())
    assert "lan sửa phân loại" in out
    assert "chỉ là thông báo" in out
    assert "phân loại theo quyết định của biên tập viên lan" in out
    assert office.run("why", post.entry_key, "--json") == 0
    assert [label["kind"] for label in json.loads(told(capsys)[0])["labels"]] == ["corrected"]


# evaluate --corrections


def test_the_present_judgement_is_measured_on_corrections_and_approvals(office, capsys):
    with_phrases_only(office)
    right, rejected = a_post(office.store, "1", PostState.HELD), a_post(office.store, "2", PostState.HELD)
    office.store.outbox.approve(right.key, draft_hash=right.draft.hash, by=ANNA, note="", due_at=NOW, now=NOW)
    office.store.outbox.reject(rejected.key, draft_hash=rejected.draft.hash, by=ANNA, note="", now=NOW)
    (missed,) = ignored(office, MISSED[0])
    assert office.run("correct", missed, "--relevant", "--field", "procedures") == 0
    told(capsys)
    assert office.run("evaluate", "--corrections", "--json") == 0
    found = json.loads(told(capsys)[0])
    assert found["decisions"] == {"corrected": 1, "approved": 1, "rejected": 1}
    assert (found["lines"], found["relevance"]["missed"]) == (2, 1)
    assert office.run("evaluate", "--corrections") == 0
    out, _ = told(capsys)
    assert "đã sửa phân loại 1 tin và duyệt 1 tin" in out
    assert "relevant" in out


def test_a_headline_in_a_report_is_shown_whole_and_on_one_line(office, capsys):
    with_phrases_only(office)
    odd = "[/b] [video] Chuyện lạ :smile: " + "ở một nơi rất xa " * 10 + "[red]đỏ[/red]"
    (key,) = ignored(office, odd)
    assert office.run("correct", key, "--relevant") == 0
    told(capsys)
    assert office.run("evaluate", "--corrections") == 0
    assert odd in told(capsys)[0]
    label = {"id": "a", "title": odd, "relevant": True, "fields": ["general"], "topics": [], "tone": "neutral"}
    (office.folder / "tin.jsonl").write_text(json.dumps(label, ensure_ascii=False), encoding="utf-8")
    assert office.run("evaluate", "tin.jsonl") == 0
    assert odd in told(capsys)[0]


def test_before_anybody_has_decided_there_is_nothing_to_measure(office, capsys):
    assert office.run("evaluate", "--corrections") == 0
    assert "đã sửa phân loại 0 tin" in told(capsys)[0]
    assert office.run("evaluate", "--corrections", "--json") == 0
    assert json.loads(told(capsys)[0])["lines"] == 0


@pytest.mark.parametrize("words", [[], ["dev.jsonl", "--corrections"]])
def test_a_file_or_the_corrections_and_not_both(office, capsys, words):
    assert office.run("evaluate", *words) == 2
    assert "--corrections" in told(capsys)[1]


# suggest


def test_without_decisions_there_is_nothing_to_learn_from(office, capsys):
    assert office.run("suggest") == 0
    assert told(capsys)[0] == ""
    a_post(office.store)
    assert office.run("suggest") == 0
    out, err = told(capsys)
    assert out == ""
    assert "chưa có gì để học" in err


def test_where_all_is_right_already_nothing_is_proposed(office, capsys):
    with_phrases_only(office)
    (key,) = ignored(office, "UBND huyện công bố bộ thủ tục hành chính")
    assert office.run("correct", key, "--relevant", "--field", "procedures") == 0
    office.run("suggest")
    told(capsys)
    assert office.run("suggest") == 0
    out, err = told(capsys)
    assert out == ""
    assert "Không có gì để đề xuất" in err


def corrected(office, capsys) -> list[str]:
    keys = ignored(office, *MISSED)
    for key in keys:
        assert office.run("correct", key, "--relevant", "--field", "procedures") == 0
    told(capsys)
    return keys


def test_the_patch_taken_by_a_copy_of_the_knowledge_mends_the_entries(office, capsys):
    path = with_own_knowledge(office)
    before = path.read_bytes()
    keys = corrected(office, capsys)
    assert office.run("suggest") == 0
    patch, err = told(capsys)
    assert path.read_bytes() == before, "nothing changes by itself"
    assert patch.startswith("--- ")
    assert "Không có tệp --guard" in err
    assert all(key in err for key in keys)
    assert f"patch {path.name} de-xuat.patch" in err
    if shutil.which("patch") is None:
        pytest.skip("there is no patch here")
    (office.folder / "de-xuat.patch").write_text(patch, encoding="utf-8")
    done = subprocess.run(["patch", "reform.yaml", "de-xuat.patch"], cwd=office.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    lines = [json.dumps({"id": title, "title": title}, ensure_ascii=False) for title in MISSED]
    (office.folder / "tin.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert office.run("classify", "tin.jsonl") == 0
    found = [json.loads(line) for line in told(capsys)[0].splitlines()]
    assert [(each["relevant"], list(each["fields"])) for each in found] == [(True, ["procedures"])] * 3
    assert office.run("check") == 0
    assert office.run("suggest") == 0
    assert "Không có gì để đề xuất" in told(capsys)[1]


def test_guards_are_named_and_kept_right(office, capsys):
    with_phrases_only(office)
    corrected(office, capsys)
    guard = {"id": "canh", "title": "Tổ lưu động bán hàng Tết", "relevant": False, "fields": [], "topics": [], "tone": None}
    (office.folder / "canh.jsonl").write_text(json.dumps(guard, ensure_ascii=False), encoding="utf-8")
    assert office.run("suggest", "--guard", "canh.jsonl", "--json") == 0
    found = json.loads(told(capsys)[0])
    assert (found["guards"], found["file"], found["right"]) == (1, "reform.yaml", 0)
    assert all(each["phrase"] not in guard["title"].lower() for each in found["proposals"] if each["kind"] == "add")
    assert set(found["mended"]) | {each["id"] for each in found["unmended"]} == _keys()
    assert office.run("suggest", "--guard", "canh.jsonl") == 0
    assert "1 dòng" in told(capsys)[1]


def _keys() -> set[str]:
    return {news(f"x{number}", "").key for number in range(len(MISSED))}


def test_what_can_not_be_mended_is_told_with_the_reason(office, capsys):
    with_own_knowledge(office)
    keys = ignored(office, "Trời rét")
    office.run("correct", keys[0], "--relevant", "--field", "civil_service")
    told(capsys)
    guards = [{"id": "canh", "title": "Trời rét", "relevant": False, "fields": [], "topics": [], "tone": None}]
    (office.folder / "canh.jsonl").write_text("\n".join(json.dumps(each) for each in guards), encoding="utf-8")
    assert office.run("suggest", "--guard", "canh.jsonl") == 0
    out, err = told(capsys)
    assert out == ""
    assert "Chưa sửa được" in err
    assert keys[0] in err
    assert "lĩnh vực" in err


def test_guards_are_told_of_ids_that_stand_twice_and_of_keys_that_nobody_reads(office, capsys):
    guard = {"id": 1, "title": "Trời rét", "relevant": False, "fields": [], "topics": [], "tone": None, "nguồn": "báo"}
    for name in ("một.jsonl", "hai.jsonl"):
        (office.folder / name).write_text(json.dumps(guard), encoding="utf-8")
    assert office.run("suggest", "--guard", "một.jsonl") == 0
    assert 'Khóa "nguồn" không được đọc (lần đầu ở dòng 1 của một.jsonl, có ở 1 dòng).' in told(capsys)[1]
    assert office.run("suggest", "--guard", "một.jsonl", "--guard", "hai.jsonl") == 0
    assert "Có 1 dòng (dòng đầu tiên: dòng 1 của hai.jsonl) dùng lại id của một dòng trước." in told(capsys)[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "Dòng 1"), ('{"id": 1, "title": "x"}', "relevant"), (None, "không-có.jsonl")],
)
def test_a_guard_that_can_not_be_read_is_named(office, capsys, content, said):
    name = "không-có.jsonl"
    if content is not None:
        name = "hỏng.jsonl"
        (office.folder / name).write_text(content, encoding="utf-8")
    assert office.run("suggest", "--guard", name) == 1
    _, err = told(capsys)
    assert name in err
    assert said in err


def test_a_correction_is_in_the_journal(office):
    post = a_post(office.store)
    office.run("correct", post.entry_key, "--tone", "neutral")
    line = office.store.journal.of(post.entry_key)[-1]
    assert (line.verb, line.actor) == ("corrected", "lan")
    assert "→" in line.reason
