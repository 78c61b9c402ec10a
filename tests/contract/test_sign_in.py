"""Sessions and failed sign-ins, over SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta

from bot.plan.sign_in import Brake, Counted
from bot.store.sessions import Session
from tests.contract.conftest import together
from tests.store.samples import NOW

HOUR = timedelta(hours=1)
SESSION = Session(mark="a" * 64, user="lan", stamp="b" * 64, begun_at=NOW, seen_at=NOW)
NAME, PLACE = Counted("n" * 64, Brake(free=2)), Counted("p" * 64, Brake(free=5))


def begin(store, session):
    store.sessions.begin(session, begun_before=NOW - HOUR, seen_before=NOW - HOUR)


def test_a_session_is_there_until_it_ends(store, other):
    begin(store, SESSION)
    assert other.sessions.get(SESSION.mark) == SESSION
    other.sessions.seen(SESSION.mark, NOW + HOUR)
    assert store.sessions.get(SESSION.mark) == replace(SESSION, seen_at=NOW + HOUR)
    store.sessions.end(SESSION.mark)
    store.sessions.end(SESSION.mark)
    assert other.sessions.get(SESSION.mark) is None


def test_all_sessions_of_one_user_end_together(store):
    for mark, user in (("1", "lan"), ("2", "lan"), ("3", "minh")):
        begin(store, replace(SESSION, mark=mark * 64, user=user))
    store.sessions.end_all_of("lan")
    assert [store.sessions.get(mark * 64) is not None for mark in "123"] == [False, False, True]


def test_what_is_over_goes_when_somebody_signs_in(store):
    begin(store, replace(SESSION, mark="1" * 64, begun_at=NOW - HOUR * 2))
    begin(store, replace(SESSION, mark="2" * 64, seen_at=NOW - HOUR * 2))
    begin(store, SESSION)
    assert [store.sessions.get(mark) is not None for mark in ("1" * 64, "2" * 64, SESSION.mark)] == [False, False, True]


def test_attempts_count_under_every_key_and_the_strictest_refuses(store, other):
    for worker in (store, other):
        assert worker.sign_ins.attempt([NAME, PLACE], NOW) is None
    until = store.sign_ins.attempt([NAME, PLACE], NOW)
    assert until == NOW + timedelta(seconds=2)
    assert other.sign_ins.attempt([NAME, PLACE], until) is None
    assert store.sign_ins.attempt([NAME], until) == until + timedelta(seconds=4)
    assert store.sign_ins.attempt([PLACE], until) is None


def test_a_right_password_forgives_the_name_and_gives_the_address_one_back(store):
    for _ in range(2):
        store.sign_ins.attempt([NAME, PLACE], NOW)
    store.sign_ins.succeeded([NAME.key], [PLACE.key])
    assert [store.sign_ins.attempt([NAME], NOW) for _ in range(2)] == [None, None]
    assert store.sign_ins.attempt([NAME], NOW) is not None
    assert [store.sign_ins.attempt([PLACE], NOW) for _ in range(4)] == [None] * 4
    assert store.sign_ins.attempt([PLACE], NOW) is not None


def test_what_is_long_past_is_forgotten(store):
    for _ in range(3):
        store.sign_ins.attempt([NAME], NOW)
    later = NOW + timedelta(days=1, seconds=5)
    assert [store.sign_ins.attempt([NAME], later) for _ in range(2)] == [None, None]
    assert store.sign_ins.attempt([NAME], later) is not None


def test_of_many_at_the_same_time_no_more_are_let_through_than_one_after_the_other(store, other):
    answers = together(*[lambda worker=worker: worker.sign_ins.attempt([NAME, PLACE], NOW) for worker in (store, other) * 3])
    assert answers.count(None) == 2


def test_the_table_never_grows_without_bound(store):
    store.sign_ins.most = 20
    for number in range(50):
        store.sign_ins.attempt([Counted(f"{number:064d}", Brake(free=2))], NOW + timedelta(seconds=number))
    with store.sign_ins._database.read() as connection:
        kept = [key for (key,) in connection.exec_driver_sql("SELECT key FROM sign_ins ORDER BY last_at")]
    assert len(kept) <= 20
    assert kept[-1] == f"{49:064d}", "the newest stays, so that nobody shakes off their own count"
