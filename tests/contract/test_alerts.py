"""Alerts, recipients and what they were told, over SQLite and PostgreSQL alike: each occurrence once, each recipient once, one worker at a time."""

from dataclasses import replace
from datetime import date, timedelta

from bot.alert import Alert, AlertKind, Recipient, Telling
from bot.model import Event, PostState, Snapshot, StepKind, StepState
from tests.contract.conftest import together
from tests.store.samples import LEASE, LOA, NOW, PAGE, a_post, a_step, publish

HOUR = timedelta(hours=1)
DAY = date(2026, 11, 24)
ALL = list(AlertKind)


def need(number: int = 1, kind: AlertKind = AlertKind.PAGE_DOWN, mark: str = "1", said: str = "vì") -> Alert:
    return Alert(kind=kind, subject=f"channel:{number}", mark=mark, since=NOW - HOUR, said=said)


def begin(store, *needs: Alert, now=NOW) -> list[int]:
    store.alerts.turn(needs, (), now)
    known = store.alerts.open()
    return [known[each.identity] for each in needs]


def tell(store, name: str, told, *, now=NOW, solved=()) -> Recipient:
    mine = store.alerts.claim(store.alerts.recipient(name), now, LEASE)
    store.alerts.settle_sent(mine, told, solved, now=now, day=DAY)
    return store.alerts.recipient(name)


def untold(store, name: str = "lan", kinds=ALL, again_since=NOW, solved_since=None):
    return store.alerts.untold(name, kinds, again_since, solved_since)


def test_an_occurrence_has_one_row_whoever_notices_it_and_however_often(store, other):
    together(lambda: store.alerts.turn([need()], (), NOW), lambda: other.alerts.turn([need()], (), NOW + HOUR))
    (found,) = store.alerts.listing(limit=9)
    assert replace(found, id=0, seen_at=None) == need()
    assert store.alerts.open() == {need().identity: found.id}


def test_what_is_over_is_known_as_such_and_another_occurrence_is_another(store):
    (first,) = begin(store, need())
    store.alerts.turn([need(mark="2")], [first], NOW + HOUR)
    store.alerts.turn([], [first], NOW + 2 * HOUR)
    assert [alert.mark for alert in store.alerts.listing(limit=9)] == ["2"]
    both = store.alerts.listing(since=NOW + HOUR, limit=9)
    assert [(alert.mark, alert.resolved_at) for alert in both] == [("1", NOW + HOUR), ("2", None)], "over is over: the first time counts"
    assert len(store.alerts.listing(since=NOW + HOUR + LEASE, limit=9)) == 1


def test_an_occurrence_that_comes_back_is_open_again_and_who_was_told_is_not_told_twice(store):
    (first,) = begin(store, need())
    tell(store, "lan", [first])
    store.alerts.turn([], [first], NOW + HOUR)
    assert begin(store, need(said="khác"), now=NOW + 2 * HOUR) == [first]
    (found,) = store.alerts.listing(limit=9)
    assert (found.resolved_at, found.seen_at, found.said) == (None, NOW + 2 * HOUR, "khác")
    assert untold(store) == []
    assert [each.alert.id for each in untold(store, "mai")] == [first]


def test_many_are_noticed_and_over_at_once(store):
    numbers = begin(store, *(need(number) for number in range(250)))
    tell(store, "lan", numbers)
    assert untold(store) == []
    assert len(store.alerts.told(numbers)) == 250
    store.alerts.turn([], numbers, NOW)
    assert store.alerts.open() == {}


def test_a_recipient_hears_of_the_kinds_they_want_only(store):
    begin(store, need(), need(2, AlertKind.HELD))
    assert [each.alert.kind for each in untold(store, kinds=[AlertKind.HELD])] == [AlertKind.HELD]
    assert untold(store, kinds=[]) == []


def test_the_same_told_of_the_same_lately_is_said_beside_what_is_new(store):
    (first,) = begin(store, need())
    tell(store, "lan", [first])
    begin(store, need(mark="2"), need(mark="3", said="khác"), need(2, mark="2"), need(mark="4", kind=AlertKind.BRAKED))
    lately = {(each.alert.subject, each.alert.mark): each.told_at for each in untold(store, again_since=NOW - HOUR)}
    assert lately == {("channel:1", "2"): NOW, ("channel:1", "3"): None, ("channel:2", "2"): None, ("channel:1", "4"): None}
    assert {each.told_at for each in untold(store, again_since=NOW)} == {None}
    assert {each.told_at for each in untold(store, "mai", again_since=NOW - HOUR)} == {None}


def test_that_something_is_over_is_told_once_to_those_who_heard_of_it(store):
    first, second = begin(store, need(), need(2))
    tell(store, "lan", [first])
    store.alerts.turn([], [first, second], NOW + HOUR)
    assert untold(store) == []
    assert [(each.alert.id, each.solved) for each in untold(store, solved_since=NOW)] == [(first, True)]
    assert untold(store, solved_since=NOW + 2 * HOUR) == []
    assert untold(store, "mai", solved_since=NOW) == []
    tell(store, "lan", [], solved=[first], now=NOW + 2 * HOUR)
    assert untold(store, solved_since=NOW) == []
    assert store.alerts.told([first]) == [Telling(alert=first, recipient="lan", told_at=NOW, solved_at=NOW + 2 * HOUR)]


# Whose turn it is


def test_of_two_workers_one_takes_the_turn(store, other):
    seen = store.alerts.recipient("lan")
    found = together(lambda: store.alerts.claim(seen, NOW, LEASE), lambda: other.alerts.claim(seen, NOW, LEASE))
    (mine,) = [each for each in found if each is not None]
    assert (mine.turn, mine.claimed_until) == (1, NOW + LEASE)


def test_who_has_not_seen_the_last_message_takes_no_turn(store, other):
    seen = other.alerts.recipient("lan")
    tell(store, "lan", [])
    assert other.alerts.claim(seen, NOW + HOUR, LEASE) is None
    assert other.alerts.claim(other.alerts.recipient("lan"), NOW + HOUR, LEASE) is not None


def test_a_turn_is_free_when_its_lease_is_over_and_shows_that_it_was_left(store, other):
    store.alerts.claim(store.alerts.recipient("lan"), NOW, LEASE)
    left = other.alerts.recipient("lan")
    assert left.claimed_until == NOW + LEASE
    assert other.alerts.claim(left, NOW + LEASE - timedelta(microseconds=1), LEASE) is None
    assert other.alerts.claim(left, NOW + LEASE, LEASE).turn == 2


def test_a_settlement_that_comes_late_leaves_the_turn_of_another_worker_and_what_was_told_is_true(store, other):
    (first,) = begin(store, need())
    late = store.alerts.claim(store.alerts.recipient("lan"), NOW, LEASE)
    theirs = other.alerts.claim(other.alerts.recipient("lan"), NOW + LEASE, LEASE)
    store.alerts.settle_failed(late, now=NOW + LEASE, try_after=NOW + HOUR, reason="x", in_doubt=False)
    store.alerts.settle_sent(late, [first], [], now=NOW + LEASE, day=DAY)
    assert store.alerts.recipient("lan") == theirs
    assert untold(store) == []
    other.alerts.settle_sent(theirs, [first], [], now=NOW + LEASE, day=DAY)
    assert [telling.told_at for telling in store.alerts.told([first])] == [NOW + LEASE]


def test_messages_are_counted_by_the_day_and_digests_are_not(store):
    assert store.alerts.recipient("lan") == Recipient(name="lan")
    tell(store, "lan", [])
    row = tell(store, "lan", [], now=NOW + HOUR)
    assert (row.day, row.sent, row.last_sent_at, row.claimed_until, row.digest_on) == (DAY, 2, NOW + HOUR, None, None)
    mine = store.alerts.claim(row, NOW + HOUR, LEASE)
    store.alerts.settle_sent(mine, [], [], now=NOW + 2 * HOUR, day=DAY + timedelta(days=1), digest=True)
    row = store.alerts.recipient("lan")
    assert (row.day, row.sent, row.last_sent_at, row.digest_on) == (DAY, 2, NOW + HOUR, DAY + timedelta(days=1))
    mine = store.alerts.claim(row, NOW + HOUR, LEASE)
    store.alerts.settle_sent(mine, [], [], now=NOW + 2 * HOUR, day=DAY + timedelta(days=1))
    assert store.alerts.recipient("lan").sent == 1


def test_a_failure_is_kept_with_its_beginning_and_a_success_ends_it(store):
    for number in range(1, 3):
        mine = store.alerts.claim(store.alerts.recipient("lan"), NOW + number * HOUR, LEASE)
        store.alerts.settle_failed(mine, now=NOW + number * HOUR, try_after=NOW + 5 * HOUR, reason=f"lỗi {number}", in_doubt=number == 2)
    row = store.alerts.recipient("lan")
    assert (row.attempts, row.failing_since, row.reason, row.try_after) == (2, NOW + HOUR, "lỗi 2", NOW + 5 * HOUR)
    assert row.claimed_until == NOW + 2 * HOUR, "perhaps it has arrived, and the next message says so"
    row = tell(store, "lan", [], now=NOW + 6 * HOUR)
    assert (row.attempts, row.failing_since, row.reason, row.try_after) == (0, None, "", None)


# Questions about what needs a human


def test_posts_that_need_a_human(store):
    posts = {state: a_post(store, f"{number}", state) for number, state in enumerate(PostState, start=1)}
    found = {post.key: post for post in store.needs.posts(1, {PAGE}, NOW)}
    assert found.keys() == {posts[PostState.HELD].key, posts[PostState.FAILED].key}
    held = found[posts[PostState.HELD].key]
    assert (held.channel, held.state, held.draft_hash) == (PAGE, PostState.HELD, posts[PostState.HELD].draft.hash)
    assert found[posts[PostState.FAILED].key].attempts == 1
    store.outbox.claim_doubtful(NOW + LEASE, LEASE, [PAGE])
    assert posts[PostState.PUBLISHING].key in {post.key for post in store.needs.posts(1, {PAGE}, NOW)}
    assert posts[PostState.PUBLISHING].key not in {post.key for post in store.needs.posts(2, {PAGE}, NOW)}
    elsewhere = [{post.key for post in store.needs.posts(2, {"khac"}, until)} for until in (NOW - 2 * LEASE, NOW + 2 * LEASE)]
    assert [posts[PostState.PUBLISHING].key in found for found in elsewhere] == [False, True]


def test_steps_that_need_a_human(store):
    out = a_post(store, "1", PostState.PUBLISHED)
    held = a_step(store, out, StepKind.EDIT, StepState.HELD)
    doing = a_step(store, out, StepKind.WITHDRAW, StepState.DOING)
    assert [(step.id, step.post_key, step.channel, step.kind, step.state) for step in store.needs.steps()] == [
        (held.id, out.key, PAGE, StepKind.EDIT, StepState.HELD)
    ]
    store.steps.settle_failed(doing, now=NOW, actor=LOA, reason="x")
    assert {step.state for step in store.needs.steps()} == {StepState.HELD, StepState.FAILED}


def test_paused_channels_lines_of_the_journal_and_attempts(store):
    store.channels.pause(PAGE, reason="mã hết hạn", now=NOW, probe_at=NOW, actor=LOA)
    store.channels.claim_inspection("khac", NOW, LEASE)
    assert [(status.name, status.reason) for status in store.needs.paused()] == [(PAGE, "mã hết hạn")]
    store.journal.write(Event(at=NOW, actor=LOA, subject="channel:khac", verb="warned", reason="sắp hết hạn"))
    assert [event.subject for event in store.needs.events({"warned", "eased"}, NOW)] == ["channel:khac"]
    assert store.needs.events({"warned"}, NOW + LEASE) == []
    a_post(store, "1", PostState.PUBLISHING)
    assert store.needs.attempts(NOW - HOUR) == {PAGE: 1}
    assert store.needs.attempts(NOW) == {}
    waiting = a_post(store, "2")
    assert (store.needs.overdue(waiting.due_at), store.needs.overdue(NOW)) == (frozenset({PAGE}), frozenset())


def test_a_page_is_still_when_nothing_has_gone_out_on_it_for_long(store):
    assert store.needs.still(NOW) == {}, "one that never had a Post is not still"
    publish(store, a_post(store, "1", PostState.PUBLISHING), at=NOW)
    publish(store, a_post(store, "2", PostState.PUBLISHING), at=NOW + HOUR)
    assert store.needs.still(NOW + HOUR) == {}
    assert store.needs.still(NOW + 2 * HOUR) == {PAGE: NOW + HOUR}


def test_a_day_s_posts_are_counted_and_the_first_ones_named(store):
    for number in range(1, 4):
        publish(store, a_post(store, f"{number}", PostState.PUBLISHING), at=NOW + number * HOUR)
    waiting = a_post(store, "9")
    count, first = store.needs.agenda(PostState.PUBLISHED, NOW, NOW + 3 * HOUR, 1)
    assert (count, [due.at for due in first]) == (2, [NOW + HOUR])
    count, (planned,) = store.needs.agenda(PostState.SCHEDULED, NOW, NOW + HOUR, 5)
    assert (count, planned.key, planned.channel, planned.headline_of) == (1, waiting.key, PAGE, waiting.entry_key)


def test_the_last_figures_of_posts_published_lately(store):
    out = publish(store, a_post(store, "1", PostState.PUBLISHING), at=NOW)
    publish(store, a_post(store, "2", PostState.PUBLISHING), at=NOW)
    for rung, likes in (("1h", 3), ("1d", 8)):
        store.snapshots.add([Snapshot(post_key=out.key, rung=rung, taken_at=NOW, metrics={"reactions": likes})])
    assert store.needs.latest_figures(NOW) == [{"reactions": 8}]
    assert store.needs.latest_figures(NOW + HOUR) == []
