"""A database that can't be used: every public method says so with a StoreError, and nothing is half written."""

import inspect as python
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from bot.alert import Alert, AlertKind, Recipient
from bot.errors import Doubt, StoreError
from bot.figures import Answers, Backfill, ForeignSnapshot, Lack, LostMetric, PageSnapshot
from bot.judgement import Answer
from bot.likeness import Likeness
from bot.model import Cooldown, Draft, Event, PostState, Snapshot, Standing, StepKind, StepState, Subscription, Way
from bot.plan.sign_in import BY_NAME, Counted
from bot.store.corrections import Correction
from bot.store.engine import make_engine
from bot.store.lists import EntryWish, JournalWish, QueueWish
from bot.store.making import Making
from bot.store.polls import Answered
from bot.store.retention import Kind
from bot.store.sessions import Session
from bot.store.store import Store, open_store
from bot.store.unread import Waiting
from tests.store.databases import new_file
from tests.store.samples import ANNA, CLASSIFICATION, LEASE, LOA, NOW, PAGE, a_post, a_step, arrival, entry, feed, post, stored

LINE = Event(at=NOW, actor=LOA, subject="feed:huyen", verb="x")
A_SESSION = Session(mark="x", user="lan", stamp="s", begun_at=NOW, seen_at=NOW)
AN_ALERT = Alert(kind=AlertKind.PAGE_DOWN, subject="channel:trang", mark="1", since=NOW)
A_LIKENESS = Likeness(title_key="0" * 16, link_key="1" * 16, fingerprint=1)

LOST = LostMetric(channel=PAGE, metric="clicks", why=Lack.NOT_OFFERED, found_at=NOW, until=NOW + LEASE)

READS: dict[str, Callable[[Store, dict[PostState, Any]], Any]] = {
    "feeds.get": lambda store, there: store.feeds.get("huyen"),
    "feeds.all": lambda store, there: store.feeds.all(),
    "subscriptions.get": lambda store, there: store.subscriptions.get("huyen"),
    "subscriptions.all": lambda store, there: store.subscriptions.all(),
    "subscriptions.due_for_renewal": lambda store, there: store.subscriptions.due_for_renewal(NOW, ["huyen"], ""),
    "entries.get": lambda store, there: store.entries.get(entry().key),
    "entries.find_by_link": lambda store, there: store.entries.find_by_link(entry().link),
    "entries.recent": lambda store, there: store.entries.recent(9),
    "articles.get": lambda store, there: store.articles.get(entry().key),
    "makings.covering": lambda store, there: store.makings.covering(entry().key, ""),
    "likenesses.at_once": lambda store, there: store.likenesses.at_once().__enter__(),
    "likenesses.known": lambda store, there: store.likenesses.known([entry().key]),
    "likenesses.alike": lambda store, there: store.likenesses.alike([A_LIKENESS], NOW),
    "likenesses.texts": lambda store, there: store.likenesses.texts([entry().key]),
    "likenesses.aliases_of": lambda store, there: store.likenesses.aliases_of([entry().key]),
    "likenesses.earlier": lambda store, there: store.likenesses.earlier(entry().key),
    "likenesses.covered": lambda store, there: store.likenesses.covered(entry().key, but=""),
    "likenesses.others": lambda store, there: store.likenesses.others(entry().key, but=""),
    "outbox.get": lambda store, there: store.outbox.get(there[PostState.HELD].key),
    "outbox.by_entry": lambda store, there: store.outbox.by_entry(entry().key),
    "outbox.listing": lambda store, there: store.outbox.listing(list(PostState), 9),
    "outbox.counts": lambda store, there: store.outbox.counts(),
    "outbox.taken": lambda store, there: store.outbox.taken(PAGE, NOW, in_full=True),
    "outbox.sent": lambda store, there: store.outbox.sent(PAGE, NOW),
    "outbox.published": lambda store, there: store.outbox.published(PAGE, NOW),
    "outbox.missing_permalinks": lambda store, there: store.outbox.missing_permalinks(PAGE, NOW, 9),
    "outbox.first_due": lambda store, there: store.outbox.first_due(PAGE, None, NOW),
    "outbox.first_elsewhere": lambda store, there: store.outbox.first_elsewhere([PAGE], NOW),
    "decisions.waiting": lambda store, there: store.decisions.waiting(),
    "seals.head": lambda store, there: store.seals.head(),
    "seals.verify": lambda store, there: store.seals.verify(),
    "approvals.of": lambda store, there: store.approvals.of("p0"),
    "labels.of": lambda store, there: store.labels.of(there[PostState.HELD].entry_key),
    "labels.correction": lambda store, there: store.labels.correction(there[PostState.HELD].entry_key),
    "labels.correction_of_article": lambda store, there: store.labels.correction_of_article(there[PostState.HELD].entry_key),
    "labels.all": lambda store, there: store.labels.all(),
    "journal.of": lambda store, there: store.journal.of("p0"),
    "journal.recent": lambda store, there: store.journal.recent(9),
    "snapshots.of": lambda store, there: store.snapshots.of("p0"),
    "snapshots.latest": lambda store, there: store.snapshots.latest(),
    "snapshots.after": lambda store, there: store.snapshots.after(0, 9),
    "snapshots.rungs": lambda store, there: store.snapshots.rungs(["p0"]),
    "snapshots.figures": lambda store, there: store.snapshots.figures(["p0"], "1d"),
    "outbox.remote_ids": lambda store, there: store.outbox.remote_ids(PAGE),
    "steps.of": lambda store, there: store.steps.of("p0"),
    "steps.listing": lambda store, there: store.steps.listing(list(StepState), 9),
    "pictures.contents": lambda store, there: store.pictures.contents([]),
    "entries.accepted_since": lambda store, there: store.entries.accepted_since("huyen", NOW),
    "entries.carried": lambda store, there: store.entries.carried(NOW),
    "entries.sightings": lambda store, there: store.entries.sightings("huyen", NOW, 9),
    "entries.changes_since": lambda store, there: store.entries.changes_since(there["entry"].entry.key, NOW),
    "likenesses.unlearnt": lambda store, there: store.likenesses.unlearnt(9),
    "documents.waiting": lambda store, there: store.documents.waiting("huyen"),
    "documents.of_all": lambda store, there: store.documents.of_all(["huyen", "xa"]),
    "documents.of": lambda store, there: store.documents.of("huyen"),
    "feeds.due": lambda store, there: store.feeds.due(NOW),
    "cooldowns.of": lambda store, there: store.cooldowns.of(["page:x"]),
    "cooldowns.active": lambda store, there: store.cooldowns.active(["page:x"], NOW),
    "lists.counts": lambda store, there: store.lists.counts(),
    "lists.queue": lambda store, there: store.lists.queue(QueueWish(state=PostState.HELD, words="x"), 9),
    "lists.steps": lambda store, there: store.lists.steps(list(StepState), 9),
    "lists.between": lambda store, there: store.lists.between(PAGE, NOW, NOW + LEASE, 9),
    "lists.entries": lambda store, there: store.lists.entries(EntryWish(), 9),
    "lists.journal": lambda store, there: store.lists.journal(JournalWish(), 9),
    "lists.measured": lambda store, there: store.lists.measured(PAGE, "1d", NOW, NOW + LEASE, 9),
    "lists.attempts": lambda store, there: store.lists.attempts(NOW),
    "lists.titles": lambda store, there: store.lists.titles([entry().key]),
    "lists.last_out": lambda store, there: store.lists.last_out(PAGE),
    "channels.status": lambda store, there: store.channels.status(PAGE),
    "measuring.measured": lambda store, there: store.measuring.measured(PAGE, NOW),
    "measuring.pages": lambda store, there: store.measuring.pages(PAGE, NOW),
    "measuring.last_page": lambda store, there: store.measuring.last_page(PAGE),
    "measuring.lost": lambda store, there: store.measuring.lost(PAGE),
    "measuring.backfill": lambda store, there: store.measuring.backfill(PAGE),
    "compared.at_rungs": lambda store, there: store.compared.at_rungs(PAGE, ["1h"], NOW),
    "compared.typical": lambda store, there: store.compared.typical(PAGE, "views", ["1h"], NOW),
    "compared.rows": lambda store, there: store.compared.rows(PAGE, "views", NOW),
    "compared.waiting": lambda store, there: store.compared.waiting(PAGE, 9),
    "compared.untold": lambda store, there: store.compared.untold(PAGE),
    "sessions.get": lambda store, there: store.sessions.get(A_SESSION.mark),
    "reporting.shown": lambda store, there: store.reporting.shown(NOW - LEASE, NOW + LEASE),
    "reporting.taken": lambda store, there: store.reporting.taken(NOW - LEASE, NOW + LEASE, NOW),
    "reporting.events": lambda store, there: store.reporting.events(("made", "failed")),
    "reporting.read": lambda store, there: store.reporting.read(NOW - LEASE, NOW + LEASE),
    "reporting.followers": lambda store, there: store.reporting.followers(NOW - LEASE, NOW + LEASE),
    "reporting.first_seen_at": lambda store, there: store.reporting.first_seen_at(),
    "reporting.standings": lambda store, there: store.reporting.standings([there[PostState.HELD].key]),
    "exports.at_once": lambda store, there: store.exports.at_once().__enter__(),
    "exports.count": lambda store, there: store.exports.count("posts"),
    "exports.portion": lambda store, there: store.exports.portion("posts"),
    "exports.rows": lambda store, there: list(store.exports.rows("posts")),
    "exports.copy": lambda store, there: store.exports.copy(Path(mkdtemp()) / "copy.db", lambda _: None),
    "retention.overdue": lambda store, there: store.retention.overdue(dict.fromkeys(Kind, NOW + LEASE)),
    "forgetting.find": lambda store, there: store.forgetting.find(re.compile("Hướng Hóa")),
    "alerts.open": lambda store, there: store.alerts.open(),
    "alerts.listing": lambda store, there: store.alerts.listing(limit=9),
    "alerts.told": lambda store, there: store.alerts.told([1]),
    "alerts.untold": lambda store, there: store.alerts.untold("lan", list(AlertKind), NOW, NOW),
    "alerts.recipient": lambda store, there: store.alerts.recipient("lan"),
    "needs.posts": lambda store, there: store.needs.posts(1, {"trang"}, NOW),
    "needs.steps": lambda store, there: store.needs.steps(),
    "needs.paused": lambda store, there: store.needs.paused(),
    "needs.events": lambda store, there: store.needs.events({"warned"}, NOW),
    "needs.attempts": lambda store, there: store.needs.attempts(NOW),
    "needs.overdue": lambda store, there: store.needs.overdue(NOW),
    "needs.still": lambda store, there: store.needs.still(NOW),
    "needs.agenda": lambda store, there: store.needs.agenda(PostState.SCHEDULED, NOW, NOW + LEASE, 9),
    "needs.latest_figures": lambda store, there: store.needs.latest_figures(NOW),
    "revision": lambda store, there: store.revision(),
}

WRITES: dict[str, Callable[[Store, dict[PostState, Any]], Any]] = {
    "feeds.ensure": lambda store, there: store.feeds.ensure("moi", "https://moi.example.vn/rss", NOW),
    "feeds.claim_due": lambda store, there: store.feeds.claim_due(NOW, ["huyen"], LEASE),
    "feeds.claim": lambda store, there: store.feeds.claim("huyen", NOW, LEASE),
    "feeds.rouse": lambda store, there: store.feeds.rouse(NOW, NOW),
    "feeds.save_all": lambda store, there: store.feeds.save_all((feed(etag="x"),)),
    "feeds.make_due": lambda store, there: store.feeds.make_due("tinh", NOW),
    "subscriptions.put": lambda store, there: store.subscriptions.put(Subscription(feed="tinh", hub="h", topic="t"), [LINE]),
    "subscriptions.save": lambda store, there: store.subscriptions.save(
        there["subscription"], replace(there["subscription"], failures=2), [LINE]
    ),
    "subscriptions.forget": lambda store, there: store.subscriptions.forget("huyen", [LINE]),
    "subscriptions.told": lambda store, there: store.subscriptions.told("huyen", NOW + LEASE),
    "subscriptions.untold": lambda store, there: store.subscriptions.untold("huyen", NOW + LEASE),
    "polls.record_all": lambda store, there: store.polls.record_all(
        (Answered(feed=feed(etag="x"), arrivals=(arrival(entry("88")),), at=NOW), Answered(feed=feed("xa"), arrivals=(), at=NOW)), LOA
    ),
    "polls.record": lambda store, there: store.polls.record(feed(etag="x"), (arrival(entry("9"), post(entry("9"))),), NOW, LOA),
    "unread.claim": lambda store, there: store.unread.claim(NOW, LEASE),
    "unread.again": lambda store, there: store.unread.again(Waiting(entry_key=entry("8").key, tries=1), NOW + LEASE),
    "unread.forget": lambda store, there: store.unread.forget(entry("8").key),
    "makings.record": lambda store, there: store.makings.record(
        Making(
            seen=there["entry"],
            seen_label=0,
            entry=replace(there["entry"].entry, body="Toàn văn"),
            classification=CLASSIFICATION,
            standing=Standing.ACCEPTED,
            reason="",
            posts=(post(there["entry"].entry, channel="khac"),),
            verb="page-read",
            said="",
            by=LOA,
            at=NOW,
        )
    ),
    "entries.looked": lambda store, there: store.entries.looked(there["entry"].entry.key, NOW),
    "outbox.postpone": lambda store, there: store.outbox.postpone(
        there[PostState.SCHEDULED].key,
        expected_due_at=there[PostState.SCHEDULED].due_at,
        try_after=NOW,
        reason="chưa mở được",
        actor=LOA,
        now=NOW,
    ),
    "likenesses.fill": lambda store, there: store.likenesses.fill({entry("1").key: A_LIKENESS}),
    "entries.claim_look": lambda store, there: store.entries.claim_look(NOW + LEASE, LEASE, NOW),
    "outbox.claim": lambda store, there: store.outbox.claim(
        there[PostState.SCHEDULED].key, expected_due_at=there[PostState.SCHEDULED].due_at, now=NOW, lease=LEASE, actor=LOA
    ),
    "outbox.renew": lambda store, there: store.outbox.renew(there[PostState.PUBLISHING], now=NOW + LEASE / 2, lease=LEASE),
    "outbox.settle_published": lambda store, there: store.outbox.settle_published(
        there[PostState.PUBLISHING], remote_id="1_9", permalink="", published_at=NOW, now=NOW, actor=LOA
    ),
    "outbox.settle_scheduled": lambda store, there: store.outbox.settle_scheduled(
        there[PostState.PUBLISHING], now=NOW, try_after=None, reason="", actor=LOA
    ),
    "outbox.settle_failed": lambda store, there: store.outbox.settle_failed(there[PostState.PUBLISHING], now=NOW, reason="", actor=LOA),
    "outbox.doubt": lambda store, there: store.outbox.doubt(there[PostState.PUBLISHING], now=NOW, look_at=NOW, reason="?", actor=LOA),
    "outbox.doubt_late": lambda store, there: store.outbox.doubt_late(
        there[PostState.PUBLISHING], now=NOW, look_at=NOW, reason="?", actor=LOA, kind=Doubt.UNKNOWN
    ),
    "outbox.claim_doubtful": lambda store, there: store.outbox.claim_doubtful(NOW + LEASE, LEASE, [PAGE]),
    "outbox.reschedule": lambda store, there: store.outbox.reschedule(
        there[PostState.SCHEDULED].key, expected_due_at=there[PostState.SCHEDULED].due_at, due_at=NOW, reason="", actor=LOA, now=NOW
    ),
    "outbox.drop": lambda store, there: store.outbox.drop(there[PostState.HELD].key, reason="", actor=LOA, now=NOW),
    "outbox.replace_draft": lambda store, there: store.outbox.replace_draft(
        there[PostState.HELD].key,
        expected_hash=there[PostState.HELD].draft.hash,
        draft=Draft(message="m", link="l", marker=there[PostState.HELD].key),
        state=PostState.HELD,
        reason="",
        actor=LOA,
        now=NOW,
    ),
    "outbox.approve": lambda store, there: store.outbox.approve(
        there[PostState.HELD].key, draft_hash=there[PostState.HELD].draft.hash, by=ANNA, note="", due_at=NOW, now=NOW
    ),
    "outbox.reject": lambda store, there: store.outbox.reject(
        there[PostState.HELD].key, draft_hash=there[PostState.HELD].draft.hash, by=ANNA, note="", now=NOW
    ),
    "decisions.undo": lambda store, there: store.decisions.undo(
        there["rejected"], store.approvals.of(there["rejected"].key)[-1], by=ANNA, reason="nhầm", now=NOW
    ),
    "decisions.remind": lambda store, there: store.decisions.remind(store.decisions.waiting()[0], reason="chờ", actor=LOA, now=NOW),
    "decisions.give_up": lambda store, there: store.decisions.give_up(store.decisions.waiting()[0], reason="quá hạn", actor=LOA, now=NOW),
    "seals.seal": lambda store, there: store.seals.seal(),
    "outbox.retry": lambda store, there: store.outbox.retry(there[PostState.FAILED].key, due_at=NOW, by=ANNA, now=NOW),
    "outbox.fall_back": lambda store, there: store.outbox.fall_back(there[PostState.PUBLISHING], Way.LINK, now=NOW, reason="", actor=LOA),
    "corrections.record": lambda store, there: store.corrections.record(
        Correction(
            seen=there["entry"],
            seen_label=0,
            answer=Answer(relevant=False),
            classification=CLASSIFICATION,
            standing=Standing.IRRELEVANT,
            reason="",
            by=ANNA,
            at=NOW,
            said="",
        )
    ),
    "steps.want": lambda store, there: store.steps.want(replace(there["step held"], text="khác")),
    "steps.decide": lambda store, there: store.steps.decide(there["step held"], StepState.DUE, by=ANNA, reason="", now=NOW),
    "steps.claim": lambda store, there: store.steps.claim(NOW, LEASE, [PAGE], LOA),
    "steps.about_to_send": lambda store, there: store.steps.about_to_send(there["step doing"], NOW),
    "steps.settle_done": lambda store, there: store.steps.settle_done(there["step doing"], now=NOW, actor=LOA, reason=""),
    "steps.settle_due": lambda store, there: store.steps.settle_due(there["step doing"], now=NOW, try_after=NOW, actor=LOA, reason="?"),
    "steps.settle_failed": lambda store, there: store.steps.settle_failed(there["step doing"], now=NOW, actor=LOA, reason=""),
    "cooldowns.put": lambda store, there: store.cooldowns.put(Cooldown(scope="page:x", until=NOW, reason="")),
    "channels.probe_soon": lambda store, there: store.channels.probe_soon([PAGE, "khac"], NOW + LEASE),
    "channels.claim_inspection": lambda store, there: store.channels.claim_inspection("khac", NOW, LEASE),
    "channels.inspect_soon": lambda store, there: store.channels.inspect_soon([PAGE, "khac"]),
    "outbox.set_permalink": lambda store, there: store.outbox.set_permalink(there[PostState.PUBLISHED].key, "https://fb.example/1"),
    "outbox.look_again": lambda store, there: store.outbox.look_again(there[PostState.PUBLISHED].key, NOW),
    "journal.write": lambda store, there: store.journal.write(Event(at=NOW, actor=LOA, subject="feed:huyen", verb="x")),
    "snapshots.add": lambda store, there: store.snapshots.add(
        [Snapshot(post_key=there[PostState.PUBLISHED].key, rung="1h", taken_at=NOW, metrics={})]
    ),
    "retention.delete": lambda store, there: store.retention.delete({Kind.UNPOSTED: NOW + LEASE}, LINE),
    "forgetting.mask": lambda store, there: store.forgetting.mask(re.compile("Hướng Hóa"), by=ANNA, reason="", held="", now=NOW),
    "alerts.turn": lambda store, there: store.alerts.turn([replace(AN_ALERT, mark="2")], [1], NOW),
    "alerts.claim": lambda store, there: store.alerts.claim(store.alerts.recipient("mai"), NOW, LEASE),
    "alerts.settle_sent": lambda store, there: store.alerts.settle_sent(there["turn"], [1], [], now=NOW, day=NOW.date()),
    "alerts.settle_failed": lambda store, there: store.alerts.settle_failed(
        there["turn"], now=NOW, try_after=NOW, reason="x", in_doubt=False
    ),
    "measuring.add_foreign": lambda store, there: store.measuring.add_foreign(
        [ForeignSnapshot(channel=PAGE, remote_id="1_2", published_at=NOW, rung="1h", taken_at=NOW, metrics={})]
    ),
    "measuring.add_page": lambda store, there: store.measuring.add_page(
        PageSnapshot(channel=PAGE, rung="2026-11-24", taken_at=NOW, metrics={})
    ),
    "measuring.note_lost": lambda store, there: store.measuring.note_lost([replace(LOST, metric="reach")], LINE),
    "measuring.note_regained": lambda store, there: store.measuring.note_regained(PAGE, ["clicks"], LINE),
    "measuring.put_answers": lambda store, there: store.measuring.put_answers(
        [Answers(post_key=there[PostState.PUBLISHED].key, looked_at=NOW, comments=2, waiting=1)]
    ),
    "measuring.put_backfill": lambda store, there: store.measuring.put_backfill(Backfill(channel=PAGE, since=NOW, reached=NOW)),
    "channels.pause": lambda store, there: store.channels.pause(PAGE, reason="", now=NOW, probe_at=NOW, actor=LOA),
    "channels.resume": lambda store, there: store.channels.resume("khac", reason="", now=NOW, actor=LOA),
    "channels.claim_probe": lambda store, there: store.channels.claim_probe(NOW, LEASE, ["khac"]),
    "sessions.begin": lambda store, there: store.sessions.begin(replace(A_SESSION, mark="y"), begun_before=NOW, seen_before=NOW),
    "sessions.seen": lambda store, there: store.sessions.seen(A_SESSION.mark, NOW + LEASE),
    "sessions.end": lambda store, there: store.sessions.end(A_SESSION.mark),
    "sessions.end_all_of": lambda store, there: store.sessions.end_all_of(A_SESSION.user),
    "sign_ins.attempt": lambda store, there: store.sign_ins.attempt([Counted("k", BY_NAME)], NOW),
    "sign_ins.succeeded": lambda store, there: store.sign_ins.succeeded(["j"], []),
}


# In this order: the claim in the third takes the one that is due, and the last becomes due after it.
STEPS = ((StepKind.EDIT, StepState.HELD), (StepKind.WITHDRAW, StepState.DOING), (StepKind.COMMENT, StepState.DUE))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "loa.db"


@pytest.fixture
def there(path):
    """A database with a Post in each state and a paused channel."""
    store = open_store(new_file(path), now=NOW)
    failing = store.feeds.ensure("hong", "https://hong.example.vn/rss", NOW)
    store.feeds.save_all((replace(failing, failures=1, failing_since=NOW, last_polled_at=NOW - LEASE * 3, next_poll_at=NOW + LEASE),))
    made = {state: a_post(store, str(number + 1), state) for number, state in enumerate(PostState)}
    made |= {f"step {state}": a_step(store, made[PostState.PUBLISHED], kind, state) for kind, state in STEPS}
    store.feeds.ensure("tinh", "https://tinh.example.vn/rss", NOW + LEASE)
    made["subscription"] = Subscription(feed="huyen", hub="h", topic="t", told_at=NOW)
    store.subscriptions.put(made["subscription"])
    store.polls.record(feed(), (replace(arrival(entry("8")), read_at=NOW),), NOW, LOA)
    twentieth = a_post(store, "20", PostState.HELD)
    made["rejected"] = store.outbox.reject(twentieth.key, draft_hash=twentieth.draft.hash, by=ANNA, note="", now=NOW)
    made["entry"] = store.entries.get(made[PostState.HELD].entry_key)
    stored(store, arrival(entry("77"), standing=Standing.IRRELEVANT))
    store.alerts.turn([AN_ALERT], (), NOW)
    made["turn"] = store.alerts.claim(Recipient(name="lan"), NOW, LEASE)
    store.measuring.note_lost([LOST], LINE)
    store.channels.claim_inspection(PAGE, NOW, LEASE)
    store.channels.pause("khac", reason="", now=NOW, probe_at=NOW, actor=LOA)
    store.sessions.begin(A_SESSION, begun_before=NOW, seen_before=NOW)
    store.sign_ins.attempt([Counted("j", BY_NAME)], NOW)
    store.close()
    return made


@pytest.fixture
def impatient(path, there):
    """The store of that database, giving a locked one up after a millisecond."""
    store = Store(make_engine(f"sqlite:///{path}", busy_milliseconds=1))
    yield store
    store.close()


def content(path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_every_public_method_is_in_one_of_the_two_tables(impatient):
    public = {
        f"{room}.{name}"
        for room, instance in vars(impatient).items()
        if not room.startswith("_")
        for name, _ in python.getmembers(instance, python.ismethod)
        if not name.startswith("_")
    }
    own = {name for name, _ in python.getmembers(impatient, python.ismethod) if not name.startswith("_")}
    assert public | (own - {"backup", "close"}) == READS.keys() | WRITES.keys()


@pytest.mark.parametrize("name", WRITES)
def test_a_write_to_a_database_that_another_program_writes_is_refused_and_leaves_nothing_then_works(impatient, there, path, name):
    before = content(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as outside:
        outside.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as refused:
            WRITES[name](impatient, there)
        outside.execute("ROLLBACK")
    assert (refused.value.key, refused.value.params["where"]) == ("store.locked", str(path))
    assert content(path) == before
    WRITES[name](impatient, there)
    assert content(path) != before


@pytest.mark.parametrize("name", READS)
def test_reading_goes_on_while_another_program_writes(impatient, there, path, name):
    with closing(sqlite3.connect(path, isolation_level=None)) as outside:
        outside.execute("BEGIN IMMEDIATE")
        assert READS[name](impatient, there) == READS[name](impatient, there)


@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_a_database_that_another_program_keeps_for_itself_is_refused(impatient, there, path, name):
    with closing(sqlite3.connect(path, isolation_level=None)) as outside:
        outside.execute("PRAGMA locking_mode = EXCLUSIVE")
        outside.execute("BEGIN EXCLUSIVE")
        outside.execute("DELETE FROM channels")
        with pytest.raises(StoreError) as refused:
            (READS | WRITES)[name](impatient, there)
    assert refused.value.key == "store.locked"


@pytest.mark.parametrize("name", WRITES)
def test_a_write_that_breaks_at_its_last_step_leaves_nothing(impatient, there, path, name):
    """The journal is written last, so a journal that refuses stands for any break in between."""
    with closing(sqlite3.connect(path)) as outside:
        outside.execute("CREATE TRIGGER broken BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'broken'); END")
    before = content(path)
    without_event = {
        "seals.seal",
        "feeds.ensure",
        "entries.claim_look",
        "unread.claim",
        "unread.again",
        "unread.forget",
        "entries.looked",
        "likenesses.fill",
        "feeds.claim_due",
        "feeds.claim",
        "feeds.save_all",
        "feeds.rouse",
        "outbox.claim_doubtful",
        "outbox.renew",
        "outbox.set_permalink",
        "outbox.look_again",
        "snapshots.add",
        "measuring.add_foreign",
        "measuring.add_page",
        "measuring.put_answers",
        "measuring.put_backfill",
        "channels.claim_probe",
        "channels.probe_soon",
        "channels.claim_inspection",
        "channels.inspect_soon",
        "steps.about_to_send",
        "cooldowns.put",
        "feeds.make_due",
        "subscriptions.told",
        "subscriptions.untold",
        "sessions.begin",
        "sessions.seen",
        "sessions.end",
        "sessions.end_all_of",
        "sign_ins.attempt",
        "sign_ins.succeeded",
        "alerts.turn",
        "alerts.claim",
        "alerts.settle_sent",
        "alerts.settle_failed",
    }
    if name in without_event:
        WRITES[name](impatient, there)
        assert content(path) != before
    else:
        with pytest.raises(Exception, match="broken"):
            WRITES[name](impatient, there)
        assert content(path) == before


def test_a_full_disk_is_told_as_such(impatient, there, path):
    with impatient._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError) as refused:
        impatient.journal.write(Event(at=NOW, actor=LOA, subject="feed:huyen", verb="x", reason="dài " * 10_000))
    assert refused.value.key == "store.full"
