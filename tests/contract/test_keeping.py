"""What reports read, exports, retention and forgetting, on both engines."""

import re
from datetime import timedelta

from bot.model import Event, PostState, Snapshot, Standing
from bot.store.exporting import exported
from bot.store.forgetting import Fate
from bot.store.retention import Kind
from bot.store.store import open_store
from tests.store.samples import LOA, NOW, a_post, arrival, entry, stored

LATER = NOW + timedelta(days=1)


def test_what_went_out_is_read_with_what_it_is_and_half_open(store):
    out, gone = a_post(store, "1", PostState.PUBLISHED), a_post(store, "2", PostState.WITHDRAWN)
    a_post(store, "3", PostState.HELD)
    assert [(each.post, each.state) for each in store.reporting.shown(NOW, LATER)] == [
        (each.key, each.state) for each in sorted((out, gone), key=lambda post: post.key)
    ]
    assert store.reporting.shown(NOW - timedelta(days=1), NOW) == []
    assert store.reporting.shown(NOW, LATER)[0].classification.fields
    assert store.reporting.first_seen_at() == NOW
    assert store.reporting.read(NOW, LATER) == {Standing.ACCEPTED: 3}
    assert store.reporting.standings([out.key]) == {out.key: (out.channel, PostState.PUBLISHED)}


def test_measurements_are_read_by_post_in_the_order_of_time(store):
    out, gone = a_post(store, "1", PostState.PUBLISHED), a_post(store, "2", PostState.WITHDRAWN)
    late, early = (
        Snapshot(post_key=out.key, rung=f"{hours}h", taken_at=NOW + timedelta(hours=hours), metrics={"views": hours}) for hours in (6, 1)
    )
    store.snapshots.add([late, early, Snapshot(post_key=gone.key, rung="1h", taken_at=NOW, metrics={})])
    assert {key: [each.metrics["views"] for each in taken] for key, taken in store.reporting.taken(NOW, LATER, LATER).items()} == {
        out.key: [1, 6]
    }
    assert [each.metrics["views"] for each in store.reporting.taken(NOW, LATER, NOW + timedelta(hours=2))[out.key]] == [1]


def test_lines_of_the_journal_are_read_by_verb_and_time(store):
    for hours, verb in enumerate(("paused", "resumed", "paused")):
        store.journal.write(Event(at=NOW + timedelta(hours=hours), actor=LOA, subject="channel:x", verb=verb))
    assert len(store.reporting.events(("paused",))) == 2
    assert len(store.reporting.events(("paused", "resumed"), NOW, NOW + timedelta(hours=2))) == 2
    assert len(store.reporting.events(("paused",), NOW + timedelta(hours=2))) == 1


def test_an_export_sees_one_moment_and_its_file_is_a_database_of_loa(store, other, tmp_path):
    a_post(store, "1", PostState.PUBLISHED)
    before = {table.name: store.exports.count(table.name) for table in exported()}
    with store.exports.at_once():
        assert store.exports.count("entries") == before["entries"]
        a_post(other, "2", PostState.HELD)
        store.exports.copy(tmp_path / "copy.db", lambda _: None)
    assert store.exports.count("entries") == before["entries"] + 1
    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}", now=NOW)
    try:
        assert {table.name: copy.exports.count(table.name) for table in exported()} == before
        assert list(copy.exports.rows("posts")) == [row for row in store.exports.rows("posts") if row["state"] == "published"]
    finally:
        copy.close()


def test_rows_are_read_in_portions_by_keys_of_several_columns_too(store):
    for number in range(5):
        stored(store, arrival(entry(f"{number}")), arrival(entry(f"x{number}")))
    for name in ("entries", "events", "revisions"):
        rows, after, keys = [], None, [column.name for column in next(table for table in exported() if table.name == name).primary_key]
        while some := store.exports.portion(name, after, limit=3):
            rows += some
            after = tuple(some[-1][key] for key in keys)
        assert rows == list(store.exports.rows(name))


def test_texts_without_a_post_are_emptied_once_and_with_a_line(store):
    stored(store, arrival(entry("9"), standing=Standing.IRRELEVANT))
    a_post(store, "1", PostState.HELD)
    line = Event(at=LATER, actor=LOA, subject="retention", verb="tidied", reason="x")
    before = dict.fromkeys(Kind, LATER)
    assert store.retention.overdue(before) == {Kind.UNPOSTED: 1}
    assert store.retention.delete(before, line) == {Kind.UNPOSTED: 1}
    assert store.retention.delete(before, line) == store.retention.overdue(before) == {}
    assert [event.reason for event in store.journal.of("retention")] == ["x: unposted=1"]
    assert store.entries.get(entry("9").key).entry.body == ""


def test_measurements_before_the_last_are_deleted(store):
    out = a_post(store, "1", PostState.PUBLISHED)
    store.snapshots.add([Snapshot(post_key=out.key, rung=f"{hours}h", taken_at=NOW, metrics={}) for hours in (1, 6)])
    line = Event(at=LATER, actor=LOA, subject="retention", verb="tidied")
    assert store.retention.delete({Kind.SNAPSHOTS: LATER}, line) == {Kind.SNAPSHOTS: 1}
    assert [each.rung for each in store.snapshots.of(out.key)] == ["6h"]


def test_what_is_found_is_masked_everywhere_at_once(store):
    held, out = a_post(store, "1", PostState.SCHEDULED), a_post(store, "2", PostState.PUBLISHED)
    places = store.forgetting.mask(re.compile("Hướng Hóa"), by="Lan", reason="theo yêu cầu", held="đã che", now=LATER)
    assert {(place.table, place.column, place.key, place.fate) for place in places} >= {
        ("posts", "message", held.key, Fate.MASKED),
        ("posts", "message", out.key, Fate.ON_PAGE),
        ("entries", "title", held.entry_key, Fate.MASKED),
    }
    after = store.outbox.get(held.key)
    assert (after.state, after.due_at, after.reason) == (PostState.HELD, None, "đã che")
    assert "***** ***" in after.draft.message
    assert store.outbox.get(out.key) == out
    assert {place.fate for place in store.forgetting.find(re.compile("Hướng Hóa"))} == {Fate.ON_PAGE}
