"""The journal and its seals, on both engines: sealed once and in one chain; what is changed, deleted or put in afterwards is found."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import DatabaseError

from bot.model import Event, PostState
from bot.store.chain import START, link
from bot.store.rows import from_event
from bot.store.schema import events
from bot.store.seals import Breach, Fault, Head
from bot.store.store import Store
from tests.contract.conftest import together
from tests.store.databases import journal_unguarded
from tests.store.samples import LOA, NOW, a_post

LINE = Event(at=NOW, actor=LOA, subject="feed:huyen", verb="x", reason="Huyện Hướng Hóa")


def written(store: Store, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        store.journal.write(replace(LINE, at=NOW + timedelta(seconds=number), reason=f"dòng {number}"))


def sealed(store: Store, count: int) -> Head:
    written(store, count)
    head = store.seals.seal()
    assert head is not None
    return head


def tampered(store: Store, deed: Callable[[Connection], object]) -> None:
    """What somebody does who has the database, and takes the guards away first."""
    with journal_unguarded(store._engine) as connection:
        deed(connection)


def test_an_empty_journal_has_nothing_to_seal_and_is_whole(store):
    assert store.seals.seal() is None
    assert store.seals.head() == Head(number=0, hash=START)
    found = store.seals.verify()
    assert (found.head, found.unsealed, found.fault) == (Head(number=0, hash=START), 0, None)


def test_each_line_is_sealed_once_and_the_chain_goes_on(store):
    first = sealed(store, 3)
    assert store.seals.seal() is None
    written(store, 2, first=3)
    assert store.seals.verify().unsealed == 2
    second = store.seals.seal()
    assert (first.number, second.number) == (3, 5)
    assert store.seals.head() == second == store.seals.verify().head


def test_the_hash_is_that_of_the_line_and_the_one_before(store):
    head = sealed(store, 2)
    with store._engine.connect() as connection:
        ids = connection.scalars(select(events.c.id).order_by(events.c.id)).all()
    hash_before = START
    for number, (event_id, event) in enumerate(zip(ids, store.journal.of("feed:huyen"), strict=True), start=1):
        hash_before = link(hash_before, number, event_id, event)
    assert head.hash == hash_before


def test_what_a_hash_is_made_of_never_changes():
    """Every anchor that was ever written down depends on it."""
    event = Event(at=NOW, actor="Lan", subject="p0", verb="approved", before="held", after="scheduled", reason='được "đấy"\n')
    assert link(START, 1, 7, event) == "f8ebef960ee6d1b15fe4157835460d949deb2024f56bf0b9bf9db05cc3b53689"


def test_a_thousand_lines_are_sealed_at_once_and_the_rest_at_the_next_beat(store):
    a_post(store)
    store.polls.record(store.feeds.get("huyen"), (), NOW, LOA, events=[replace(LINE, reason=str(number)) for number in range(1_500)])
    count = len(store.journal.recent(9_999))
    assert store.seals.seal().number == 1_000
    assert store.seals.seal().number == count
    assert store.seals.seal() is None
    assert store.seals.verify().fault is None


# What is found

DEEDS: dict[str, tuple[Callable[[Connection, int], object], Breach]] = {
    "another actor": (lambda c, n: c.execute(update(events).where(events.c.id == n).values(actor="Bình")), Breach.CHANGED),
    "another reason": (lambda c, n: c.execute(update(events).where(events.c.id == n).values(reason="dòng  4")), Breach.CHANGED),
    "another state": (lambda c, n: c.execute(update(events).where(events.c.id == n).values(after="held")), Breach.CHANGED),
    "another time, by a microsecond": (
        lambda c, n: c.execute(update(events).where(events.c.id == n).values(at=NOW + timedelta(seconds=4, microseconds=1))),
        Breach.CHANGED,
    ),
    "another hash": (lambda c, n: c.execute(update(events).where(events.c.id == n).values(hash="0" * 64)), Breach.CHANGED),
    "deleted": (lambda c, n: c.execute(delete(events).where(events.c.id == n)), Breach.MISSING),
    "unsealed again": (lambda c, n: c.execute(update(events).where(events.c.id == n).values(seal=None, hash=None)), Breach.MISSING),
    "another id": (lambda c, n: c.execute(update(events).where(events.c.id == n).values(id=9_999)), Breach.CHANGED),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_what_was_done_to_a_sealed_line_is_found_at_its_place(store, deed):
    head = sealed(store, 9)
    with store._engine.connect() as connection:
        fifth = connection.scalars(select(events.c.id).where(events.c.seal == 5)).one()
    act, what = DEEDS[deed]
    tampered(store, lambda connection: act(connection, fifth))
    found = store.seals.verify(head)
    assert (found.head.number, found.fault.number, found.fault.what) == (4, 5, what)
    assert (found.fault.event_id != 0) is (what is Breach.CHANGED)


def test_two_lines_that_have_changed_places_are_found(store):
    sealed(store, 5)

    def swap(connection: Connection) -> None:
        rows = connection.execute(select(events.c.id, events.c.reason).where(events.c.seal.in_((2, 4)))).all()
        for row, other in zip(rows, reversed(rows), strict=True):
            connection.execute(update(events).where(events.c.id == row.id).values(reason=other.reason))

    tampered(store, swap)
    assert store.seals.verify().fault.number == 2


def test_a_line_that_was_put_in_with_a_seal_of_its_own_is_found(store):
    head = sealed(store, 3)
    forged = {**from_event(replace(LINE, actor="Lan")), "seal": 4, "hash": "f" * 64}
    tampered(store, lambda connection: connection.execute(insert(events).values(**forged)))
    found = store.seals.verify()
    assert (found.head, found.fault.number, found.fault.what) == (head, 4, Breach.CHANGED)


def test_an_end_that_was_cut_off_is_found_by_an_anchor_only(store):
    head = sealed(store, 5)
    tampered(store, lambda connection: connection.execute(delete(events).where(events.c.seal > 3)))
    assert store.seals.verify().fault is None
    assert store.seals.verify(head).fault == Fault(number=4, event_id=0, what=Breach.CUT)


def test_a_chain_that_was_written_anew_is_found_by_an_anchor_only(store):
    head = sealed(store, 5)

    def rewrite(connection: Connection) -> None:
        connection.execute(update(events).where(events.c.seal == 2).values(actor="Bình"))
        connection.execute(update(events).values(seal=None, hash=None))

    tampered(store, rewrite)
    store.seals.seal()
    assert store.seals.verify().fault is None
    found = store.seals.verify(head)
    assert (found.fault.number, found.fault.what) == (5, Breach.OTHER)


def test_an_anchor_may_be_the_beginning_of_a_hash_and_of_an_earlier_line(store):
    early = sealed(store, 2)
    written(store, 3, first=2)
    store.seals.seal()
    assert store.seals.verify(replace(early, hash=early.hash[:16])).fault is None
    assert store.seals.verify(replace(early, hash="0" * 16)).fault.what is Breach.OTHER


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text(max_size=40).filter(lambda text: "\0" not in text and text.isprintable()), st.datetimes(timezones=st.just(NOW.tzinfo)))
@example("", NOW)
@example("“Một cửa” \U0001f4e3 e\u0301", NOW.replace(microsecond=0))
def test_whatever_a_line_says_it_is_read_as_it_was_sealed(store, reason, at):
    store.journal.write(replace(LINE, at=at, actor=reason, reason=reason))
    store.seals.seal()
    assert store.seals.verify().fault is None


# Append-only


@pytest.mark.parametrize(
    "statement",
    [
        update(events).values(reason="khác"),
        update(events).values(seal=None, hash=None),
        update(events).values(seal=events.c.seal + 100, hash="0" * 64),
        update(events).values(seal=99, hash=None),
        delete(events),
        delete(events).where(events.c.id < 0),
    ],
    ids=str,
)
def test_no_program_changes_or_deletes_a_line(store, statement):
    head = sealed(store, 1)
    if "id <" in str(statement) and store._engine.dialect.name == "sqlite":
        pytest.skip("SQLite asks row by row, and there is none")
    with pytest.raises(DatabaseError, match="append-only"), store._engine.begin() as connection:
        connection.execute(statement)
    assert (store.seals.head(), store.seals.verify().fault) == (head, None)


def test_sealing_a_line_changes_nothing_else_of_it(store):
    written(store, 1)
    with pytest.raises(DatabaseError, match="append-only"), store._engine.begin() as connection:
        connection.execute(update(events).values(seal=1, hash="0" * 64, reason="khác"))


# Several workers


def test_workers_that_write_and_seal_at_the_same_time_make_one_chain(store, other):
    stores = (store, other)

    def write(which: Store, first: int) -> None:
        for number in range(first, first + 15):
            if number % 5:
                which.journal.write(replace(LINE, reason=f"dòng {number}"))
            else:
                which.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
                which.polls.record(which.feeds.get("huyen"), (), NOW, LOA, events=[replace(LINE, reason=f"{number}.{n}") for n in range(4)])

    def seal(which: Store) -> None:
        for _ in range(12):
            which.seals.seal()

    deeds = [
        *(lambda each=each, n=n: write(each, 100 * n) for n, each in enumerate(stores)),
        *(lambda each=each: seal(each) for each in stores),
    ]
    random.Random(1).shuffle(deeds)
    together(*deeds)
    while store.seals.seal() is not None:
        pass
    found = store.seals.verify()
    assert (found.fault, found.unsealed, found.head.number) == (None, 0, 2 * (12 + 3 * 4))


def test_a_line_whose_transaction_ends_late_is_sealed_behind_those_that_ended_before(store, other):
    if store._engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    with store._engine.begin() as slow:
        slow.execute(insert(events).values(**from_event(replace(LINE, reason="chậm"))))
        written(other, 2)
        assert other.seals.seal().number == 2
    assert other.seals.seal().number == 3
    found = store.seals.verify()
    assert (found.fault, found.head.number) == (None, 3)


def test_while_one_worker_seals_another_leaves_it_to_that_one(store, other):
    if store._engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time")
    written(store, 1)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(268)")
        assert other.seals.seal() is None
    assert other.seals.seal().number == 1


def test_a_post_and_its_journal_do_not_wait_for_their_seals(store):
    there = a_post(store, state=PostState.HELD)
    assert store.seals.seal() is not None
    store.outbox.reject(there.key, draft_hash=there.draft.hash, by="Lan", note="", now=NOW)
    assert store.seals.verify().unsealed == 1
