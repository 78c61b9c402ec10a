"""What is kept: written out whole, deleted only by the settings, masked for a person; the journal stays."""

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bot.errors import LoaError, StoreError
from bot.figures import ForeignSnapshot, PageSnapshot
from bot.judgement import Finding, FindingKind, Tone
from bot.model import Event, PostState, Snapshot, Standing, StepKind
from bot.service import editors
from bot.service.correcting import Said, correct
from bot.service.exporting import ExportFormat, export
from bot.service.keeping import forget, overdue, tidy
from bot.service.learning import decisions
from bot.store.columns import METADATA
from bot.store.exporting import LEFT_OUT, dictionary, exported
from bot.store.forgetting import Fate
from bot.store.policy import RetentionPolicy
from bot.store.retention import Kind
from bot.store.store import open_store
from tests.service.conftest import CRITICISM, Bench
from tests.store.samples import CLASSIFICATION, a_post, arrival, claimed, entry, post, publish, stored

PERSON = "Hồ Văn Lâm"
YEAR = timedelta(days=365)


def quiet(_done: int, _total: int) -> None: ...


# Export


def test_every_column_has_a_meaning_and_every_table_is_exported_or_left_out_with_a_reason():
    assert [(each.table, each.column) for each in dictionary() if not each.meaning] == []
    assert {table.name for table in exported()} | set(LEFT_OUT) == set(METADATA.tables)
    lines = Path("bot/store/dictionary.tsv").read_text(encoding="utf-8").splitlines()[1:]
    known = {(table.name, column.name) for table in METADATA.tables.values() for column in table.columns} | {
        (name, "") for name in METADATA.tables
    }
    assert [line for line in lines if tuple(line.split("\t")[:2]) not in known] == []
    assert len({tuple(line.split("\t")[:2]) for line in lines}) == len(lines)


@pytest.fixture
def filled(bench: Bench) -> Bench:
    store = bench.world.store
    for number, state in enumerate((PostState.HELD, PostState.PUBLISHED, PostState.DROPPED)):
        a_post(store, str(number + 1), state)
    store.journal.write(Event(at=bench.instant[0], actor="=Lan", subject="p0", verb="noted", reason="=1+1"))
    with store._engine.begin() as connection:
        connection.execute(sql("INSERT INTO pictures VALUES ('ab', x'ffd8', '2026-01-01 00:00:00.000000')"))
        connection.execute(
            sql("INSERT INTO sessions VALUES ('dau', 'lan', 'x', '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000')")
        )
    return bench


def counts(bench: Bench) -> dict[str, int]:
    return {table.name: bench.world.store.exports.count(table.name) for table in exported()}


def test_json_lines_hold_every_row_as_it_is(filled, tmp_path):
    done = export(filled.world, tmp_path / "out", ExportFormat.JSONL, quiet)
    assert dict(done.rows) == counts(filled)
    for name, count in done.rows.items():
        lines = [json.loads(line) for line in (tmp_path / "out" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert len(lines) == count
    events = [json.loads(line) for line in (tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    assert events[-1]["reason"] == "=1+1"
    assert events[-1]["at"] == filled.instant[0].isoformat()
    assert (tmp_path / "out" / "pictures" / "ab.jpg").read_bytes() == b"\xff\xd8"


def test_csv_holds_every_row_and_no_formula(filled, tmp_path):
    done = export(filled.world, tmp_path / "out", ExportFormat.CSV, quiet)
    for name, count in done.rows.items():
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) == count + 1
        assert [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "@"))] == []
    with (tmp_path / "out" / "dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        described = {(row["table"], row["column"]) for row in csv.DictReader(file)}
    assert ("posts", "message") in described


def test_what_lets_somebody_sign_in_is_in_no_export(filled, tmp_path):
    for form in ExportFormat:
        export(filled.world, tmp_path / form, form, quiet)
    names = {path.stem for path in tmp_path.rglob("*") if path.is_file()}
    assert not names & set(LEFT_OUT)
    with closing(sqlite3.connect(tmp_path / "sqlite" / "loa.db")) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (0,)


def test_the_sqlite_file_is_one_that_loa_opens_with_the_same_rows(filled, tmp_path):
    export(filled.world, tmp_path / "out", ExportFormat.SQLITE, quiet)
    copy = open_store(f"sqlite:///{tmp_path / 'out' / 'loa.db'}", now=filled.instant[0])
    try:
        for table in exported():
            assert list(copy.exports.rows(table.name)) == list(filled.world.store.exports.rows(table.name))
        assert copy.seals.verify().fault is None
    finally:
        copy.close()


def test_an_export_is_of_one_moment(filled, tmp_path):
    seen = []

    def meanwhile(done: int, _total: int) -> None:
        if not done:
            other = filled.restarted()
            other.store.journal.write(Event(at=filled.instant[0], actor="lan", subject="p0", verb="noted"))
        seen.append(done)

    before = filled.world.store.exports.count("events")
    done = export(filled.world, tmp_path / "out", ExportFormat.JSONL, meanwhile)
    assert len((tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8").splitlines()) == before
    assert seen[-1] == sum(done.rows.values())


def test_a_folder_that_holds_something_is_left_alone_and_a_broken_export_leaves_nothing(filled, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "x").write_text("x")
    with pytest.raises(LoaError) as refused:
        export(filled.world, tmp_path / "there", ExportFormat.CSV, quiet)
    assert refused.value.key == "service.export_not_empty"

    def broken(done: int, _total: int) -> None:
        if done > 3:
            raise StoreError("store.locked", where="", why="")

    with pytest.raises(StoreError):
        export(filled.world, tmp_path / "new", ExportFormat.CSV, broken)
    assert sorted(path.name for path in tmp_path.iterdir() if "loa.db" not in path.name) == ["there"]


# Retention


def keeping(bench: Bench, **kept: timedelta):
    return replace(bench.world, settings=replace(bench.world.settings, retention=RetentionPolicy(**kept)))


def all_of(world) -> dict[Kind, int]:
    deleted: dict[Kind, int] = {}
    while (done := tidy(world)) is not None:
        for kind, count in done.deleted.items():
            deleted[kind] = deleted.get(kind, 0) + count
    return deleted


def test_without_settings_nothing_is_ever_deleted(filled):
    filled.pass_time(days=4_000)
    assert tidy(filled.world) is None
    assert overdue(filled.world) == {}


def test_texts_of_entries_without_a_post_go_and_what_they_are_known_by_stays(bench):
    store = bench.world.store
    stored(store, arrival(entry("9"), standing=Standing.IRRELEVANT), now=bench.instant[0])
    a_post(store, "1", PostState.PUBLISHED)
    before = store.entries.get(entry("9").key)
    bench.pass_time(days=400)
    assert all_of(keeping(bench, unposted=YEAR)) == {Kind.UNPOSTED: 1}
    after = store.entries.get(entry("9").key)
    assert (after.entry.title, after.entry.link) == (before.entry.title, before.entry.link)
    assert (after.entry.summary, after.entry.body, after.classification.evidence) == ("", "", ())
    assert store.entries.get(entry("1").key).entry.body == entry("1").body
    known = store.likenesses.known([entry("9").key])[entry("9").key].known
    assert known.source_hash == entry("9").content_hash, "its feed says nothing new of it"


def test_of_each_post_the_last_measurement_stays(bench):
    store, now = bench.world.store, bench.instant[0]
    post = a_post(store, "1", PostState.PUBLISHED)
    store.snapshots.add(
        [Snapshot(post_key=post.key, rung=f"{day}d", taken_at=now + timedelta(days=day), metrics={"views": day}) for day in (1, 7, 30)]
    )
    bench.pass_time(days=800)
    assert all_of(keeping(bench, snapshots=YEAR)) == {Kind.SNAPSHOTS: 2}
    assert [each.rung for each in store.snapshots.of(post.key)] == ["30d"]


def test_of_each_other_post_of_a_page_and_of_each_page_the_last_measurement_stays_too(bench):
    measuring, now = bench.world.store.measuring, bench.instant[0]
    days = [now + timedelta(days=number) for number in (1, 7, 30)]
    measuring.add_foreign(
        ForeignSnapshot(channel=page, remote_id=remote, published_at=now, rung=f"{at:%d}", taken_at=at, metrics={"reactions": 1})
        for page, remote in (("trang", "1_1"), ("trang", "1_2"), ("xa", "1_1"))
        for at in days
    )
    for page in ("trang", "xa"):
        for at in days:
            measuring.add_page(PageSnapshot(channel=page, rung=at.date().isoformat(), taken_at=at, metrics={"followers": 9}))
    bench.pass_time(days=800)
    world = keeping(bench, snapshots=YEAR)
    assert overdue(world) == all_of(world) == {Kind.SNAPSHOTS: 10}
    left = {name: list(bench.world.store.exports.rows(name)) for name in ("foreign_snapshots", "page_snapshots")}
    assert [(row["channel"], row["remote_id"]) for row in left["foreign_snapshots"]] == [("trang", "1_1"), ("trang", "1_2"), ("xa", "1_1")]
    assert {row["taken_at"] for rows in left.values() for row in rows} == {days[-1]}
    assert measuring.last_page("trang").taken_at == days[-1]


def test_measurements_of_every_kind_go_with_one_line_of_the_journal(bench):
    store, now = bench.world.store, bench.instant[0]
    post = a_post(store, "1", PostState.PUBLISHED)
    for day in (1, 2):
        at = now + timedelta(days=day)
        store.snapshots.add([Snapshot(post_key=post.key, rung=f"{day}d", taken_at=at, metrics={})])
        store.measuring.add_foreign(
            [ForeignSnapshot(channel="trang", remote_id="1", published_at=now, rung=f"{day}d", taken_at=at, metrics={})]
        )
        store.measuring.add_page(PageSnapshot(channel="trang", rung=at.date().isoformat(), taken_at=at, metrics={}))
    bench.pass_time(days=800)
    assert tidy(keeping(bench, snapshots=YEAR)).deleted == {Kind.SNAPSHOTS: 3}
    (line,) = store.journal.of("retention")
    assert line.reason == "xóa theo cài đặt retention: snapshots=3"


def test_what_was_said_before_a_change_goes_but_for_pages_whose_post_waits(bench):
    made = [a_post(bench.world.store, str(number + 1), state) for number, state in enumerate((PostState.HELD, PostState.PUBLISHED))]
    with bench.world.store._engine.begin() as connection:
        for each in made:
            row = {"key": each.entry_key, "at": "2026-01-01 00:00:00.000000"}
            connection.execute(sql("INSERT INTO revisions VALUES (:key, 1, '{}', :at)"), row)
            connection.execute(sql("INSERT INTO articles VALUES (:key, '', '', '', '{}', :at)"), row)
    bench.pass_time(days=400)
    assert all_of(keeping(bench, earlier=YEAR)) == {Kind.EARLIER: 3}


def test_the_text_that_an_editor_has_judged_stays_and_what_is_learnt_from_it_goes_by_it(bench):
    for title in (CRITICISM, f"{CRITICISM} (bản 2)", f"{CRITICISM} (bản 3)"):
        bench.serve(title)
        bench.poll()
        if "bản 2" in title:
            correct(bench.world, bench.posts()[0].entry_key, Said(tone=Tone.NEUTRAL), by="Lan")
    bench.pass_time(days=800)
    assert all_of(keeping(bench, earlier=YEAR)) == {Kind.EARLIER: 1}
    (labelled,) = decisions(bench.world).labelled
    assert labelled.entry.title == f"{CRITICISM} (bản 2)"


def test_a_label_whose_text_was_deleted_before_such_texts_stayed_teaches_nothing(bench):
    for title in (CRITICISM, f"{CRITICISM} (bản 2)"):
        bench.serve(title)
        bench.poll()
        if title == CRITICISM:
            correct(bench.world, bench.posts()[0].entry_key, Said(tone=Tone.NEUTRAL), by="Lan")
    with bench.world.store._engine.begin() as connection:
        connection.execute(sql("DELETE FROM revisions"))
    assert decisions(bench.world).labelled == ()


def test_pictures_of_posts_that_wait_or_are_out_stay(filled):
    store = filled.world.store
    with store._engine.begin() as connection:
        connection.execute(sql("INSERT INTO pictures VALUES ('cd', x'ffd8', '2026-01-01 00:00:00.000000')"))
        named = json.dumps([{"digest": "cd", "width": 1, "height": 1, "alt": ""}])
        connection.execute(sql("UPDATE posts SET pictures = :named WHERE state = 'published'"), {"named": named})
    filled.pass_time(days=400)
    assert all_of(keeping(filled, pictures=YEAR)) == {Kind.PICTURES: 1}
    assert store.pictures.contents(["cd"])


def test_each_deletion_is_in_the_journal_and_the_journal_itself_stays(filled):
    store = filled.world.store
    before = len(list(store.exports.rows("events")))
    posts = list(store.exports.rows("posts"))
    filled.pass_time(days=4_000)
    everything = keeping(filled, unposted=YEAR, earlier=YEAR, snapshots=YEAR, pictures=YEAR)
    assert overdue(everything) == all_of(everything) == {Kind.PICTURES: 1}
    (line,) = store.journal.of("retention")
    assert (line.actor, line.verb, line.reason) == ("loa", "tidied", "xóa theo cài đặt retention: pictures=1")
    assert len(list(store.exports.rows("events"))) == before + 1
    assert list(store.exports.rows("posts")) == posts


# Forgetting


def about(bench: Bench, state: PostState, number: str = "1"):
    """A Post whose entry and text name the person."""
    store = bench.world.store
    named = entry(number, title=f"Ông {PERSON} trả hồ sơ", body=f"Ông hồ  văn lâm, số 0912.345.678. {PERSON.upper()}! Hồ Văn Lâmm.")
    made = post(named, PostState.SCHEDULED if state is PostState.PUBLISHED else PostState.HELD)
    finding = Finding(kind=FindingKind.AGENCY, value=PERSON, where="title", start=4, end=14)
    what = replace(CLASSIFICATION, findings=(finding,))
    stored(store, replace(arrival(named, made), classification=what), now=bench.instant[0])
    if state is PostState.PUBLISHED:
        publish(store, claimed(store, store.outbox.get(made.key)))
    if state is PostState.DROPPED:
        store.outbox.drop(made.key, reason=f"gia đình {PERSON} yêu cầu", actor="lan", now=bench.instant[0])
    return store.outbox.get(made.key)


def raw(bench: Bench) -> bytes:
    folder = Path(bench.url.removeprefix("sqlite:///")).parent
    return b"".join(path.read_bytes() for path in folder.glob("loa.db*"))


@pytest.mark.parametrize("text", ["Lâm", "ab", "", "1234567", "   "])
def test_what_would_be_found_everywhere_is_refused(bench, text):
    with pytest.raises(LoaError) as refused:
        forget(bench.world, text, by="Lan", apply=True)
    assert refused.value.key == "editorial.forget_too_little"


def test_looking_changes_nothing_and_says_where_it_stands(bench):
    made = about(bench, PostState.HELD)
    before = list(bench.world.store.exports.rows("entries")), list(bench.world.store.exports.rows("events"))
    looked = []
    found = forget(bench.world, PERSON, by="Lan", apply=False, told=lambda done, total: looked.append((done, total)))
    assert {(place.table, place.column, place.fate) for place in found.places} == {
        ("entries", "title", Fate.MASKED),
        ("entries", "body", Fate.MASKED),
        ("entries", "classification", Fate.MASKED),
        ("posts", "message", Fate.MASKED),
    }
    assert not found.done
    assert looked
    assert (list(bench.world.store.exports.rows("entries")), list(bench.world.store.exports.rows("events"))) == before
    assert bench.world.store.outbox.get(made.key) == made


def test_masking_leaves_nothing_of_it_and_holds_a_post_that_waits(bench):
    made = about(bench, PostState.HELD)
    editors.approve(bench.world, made.key, by="Lan")
    forget(bench.world, PERSON, by="Lan", apply=True)
    after = bench.world.store.outbox.get(made.key)
    assert (after.state, after.draft.message, after.due_at) == (PostState.HELD, "Ông ** *** *** trả hồ sơ #CCHC", None)
    assert "che theo yêu cầu" in after.reason
    kept = bench.world.store.entries.get(made.entry_key)
    assert kept.entry.title == "Ông ** *** *** trả hồ sơ"
    assert kept.entry.body == "Ông **  *** ***, số 0912.345.678. ** *** ***! Hồ Văn Lâmm."
    assert forget(bench.world, PERSON, by="Lan", apply=False).places == ()
    approvals = bench.world.store.approvals.of(made.key)
    assert approvals[0].draft_hash != after.draft.hash, "what was approved is another text"


def test_a_number_is_found_however_it_is_written(bench):
    made = about(bench, PostState.HELD)
    forget(bench.world, "0912 345 678", by="Lan", apply=True)
    assert "số ****.***.***." in bench.world.store.entries.get(made.entry_key).entry.body


def test_of_a_dropped_post_text_and_reason_are_masked_and_the_journal_is_told_to_stay(bench):
    made = about(bench, PostState.DROPPED)
    found = forget(bench.world, PERSON, by="Lan", apply=True)
    after = bench.world.store.outbox.get(made.key)
    assert (after.state, after.reason) == (PostState.DROPPED, "gia đình ** *** *** yêu cầu")
    assert after.draft.hash == next(row for row in bench.world.store.exports.rows("posts"))["draft_hash"]
    kept = [place for place in found.places if place.fate is Fate.KEPT]
    assert [(place.table, place.column) for place in kept] == [("events", "reason")]
    assert PERSON in bench.world.store.journal.of(made.key)[-2].reason


def test_the_journal_says_that_something_was_masked_and_not_what(bench):
    made = about(bench, PostState.HELD)
    forget(bench.world, PERSON, by="Lan", apply=True)
    for subject in (made.key, made.entry_key):
        line = bench.world.store.journal.of(subject)[-1]
        assert (line.actor, line.verb) == ("Lan", "forgotten")
        assert PERSON not in line.reason
    while bench.world.store.seals.seal() is not None:
        pass
    assert bench.world.store.seals.verify().fault is None


def test_a_post_on_its_page_is_changed_there_first_and_the_next_time_nothing_is_left(bench):
    made = about(bench, PostState.PUBLISHED)
    found = forget(bench.world, PERSON, by="Lan", apply=True)
    assert found.edits == (made.key,)
    (step,) = bench.world.store.steps.of(made.key)
    assert (step.kind, step.text, step.by) == (StepKind.EDIT, "Ông ** *** *** trả hồ sơ #CCHC", "Lan")
    assert bench.world.store.outbox.get(made.key).draft.message.startswith(f"Ông {PERSON}"), (
        "what the Page shows is what is kept, till it is changed"
    )
    again = forget(bench.world, PERSON, by="Lan", apply=False)
    assert [place.fate for place in again.places] == [Fate.ON_PAGE]


def test_what_was_masked_is_not_in_the_file_any_more(bench):
    about(bench, PostState.HELD)
    written = f"Ông {PERSON} trả".encode()
    assert written in raw(bench)
    forget(bench.world, PERSON, by="Lan", apply=True)
    assert written not in raw(bench)


def test_nobody_of_that_name_is_found_nowhere(bench):
    about(bench, PostState.HELD)
    assert forget(bench.world, "Nguyễn Thị Không Có", by="Lan", apply=True).places == ()
    assert bench.posts(PostState.HELD)
