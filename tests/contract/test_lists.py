"""What the editors' page lists, over SQLite and PostgreSQL alike: leaf by leaf, nothing twice, nothing left out, the same whatever is filtered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.judgement import Tone
from bot.model import Event, PostState, Snapshot, Standing, StepKind, StepState
from bot.store.leaves import Leaf, Mark
from bot.store.lists import COUNTED, EntryWish, JournalWish, Lists, QueueWish, StepLine
from tests.store.samples import CLASSIFICATION, LOA, NOW, PAGE, a_post, a_step, arrival, claimed, entry, post, publish, stored

MINUTE = timedelta(minutes=1)


def through(read, limit: int) -> list:
    """Every line, leaf by leaf; no leaf is longer than asked for."""
    found, after = [], None
    while True:
        leaf: Leaf = read(limit, after)
        assert len(leaf.lines) <= limit
        found += leaf.lines
        after = leaf.after
        if after is None:
            return found
        after = Mark.read(str(after))


def some(store, count: int, state: PostState = PostState.SCHEDULED, **changes) -> list[str]:
    """Posts in `state`; their keys in the order of their numbers."""
    made = [(entry(str(number)), number) for number in range(1, count + 1)]
    posts = [post(of, state, created_at=NOW + number % 3 * MINUTE, **changes) for of, number in made]
    stored(store, *(arrival(of, each) for (of, _), each in zip(made, posts, strict=True)))
    return [each.key for each in posts]


# The queue


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_what_is_scheduled_is_listed_by_its_time_whatever_the_length_of_a_leaf(store, limit):
    keys = some(store, 7)
    lines = through(lambda most, after: store.lists.queue(QueueWish(state=PostState.SCHEDULED), most, after), limit)
    assert [line.post.key for line in lines] == keys
    assert {(line.title, line.feed, line.tone) for line in lines} == {(entry().title, "huyen", Tone.PRAISE)}
    assert lines[0].fields == CLASSIFICATION.fields
    assert lines[0].post == store.outbox.get(keys[0])


def test_what_is_held_is_listed_by_when_it_came_in_with_ties_apart(store):
    keys = some(store, 8, PostState.HELD)
    lines = through(lambda most, after: store.lists.queue(QueueWish(state=PostState.HELD), most, after), 3)
    assert sorted(keys) == sorted(line.post.key for line in lines)
    places = [(line.post.created_at, line.post.key) for line in lines]
    assert places == sorted(places)


@pytest.mark.parametrize("state", PostState)
def test_each_state_has_its_list_and_its_count(store, state):
    mine = a_post(store, "1", state)
    assert [line.post.key for line in store.lists.queue(QueueWish(state=state), 9).lines] == [mine.key]
    assert store.lists.counts() == {each: int(each is state) for each in PostState}
    others = [each for each in PostState if each is not state]
    assert [store.lists.queue(QueueWish(state=each), 9).lines for each in others] == [()] * len(others)


def test_what_went_out_is_listed_with_the_last_first(store):
    out = [publish(store, claimed(store, a_post(store, str(number))), NOW + number * MINUTE) for number in (1, 2, 3)]
    lines = through(lambda most, after: store.lists.queue(QueueWish(state=PostState.PUBLISHED), most, after), 2)
    assert [line.post.key for line in lines] == [each.key for each in reversed(out)]


def test_the_queue_is_filtered_by_page_feed_tone_and_words(store):
    texts = {"1": "HỌP VỀ MỘT CỬA", "2": "Họp về một cửa 100%", "3": "Thông báo về hồ sơ"}
    made = [entry(number, title=title) for number, title in texts.items()]
    stored(store, *(arrival(of, post(of, PostState.HELD)) for of in made))
    other = entry("4", title="một cửa ở xã")
    neutral = replace(CLASSIFICATION, tone=Tone.NEUTRAL, fields=())
    stored(store, replace(arrival(other, post(other, PostState.HELD, channel="khac")), classification=neutral))

    def found(**wish) -> list[str]:
        lines = store.lists.queue(QueueWish(state=PostState.HELD, **wish), 9).lines
        return sorted(line.title for line in lines)

    assert found(words="Một cửa") == sorted([texts["1"], texts["2"], other.title])
    assert found(words="cửa họp") == sorted([texts["1"], texts["2"]])
    assert found(words="100%") == [texts["2"]]
    assert found(words="_") == []
    assert found(channel="khac") == [other.title]
    assert found(tone=Tone.NEUTRAL) == [other.title]
    assert found(tone=Tone.CRITICISM) == []
    assert found(feed="tinh") == []
    assert len(found(feed="huyen")) == 4


def test_a_filtered_leaf_looks_through_so_many_rows_and_says_where_it_stopped(store):
    lists = Lists(store.lists._database, looked_at=3)
    made = [entry(str(number), title="tìm tôi" if number == 8 else "tin khác") for number in range(1, 9)]
    stored(store, *(arrival(of, post(of)) for of in made))
    wish = QueueWish(state=PostState.SCHEDULED, words="tìm")
    first = lists.queue(wish, 5)
    assert (first.lines, first.after is None) == ((), False)
    assert [line.title for line in through(lambda most, after: lists.queue(wish, most, after), 5)] == ["tìm tôi"]


def test_counts_stop_where_nobody_counts_any_more(store):
    some(store, COUNTED + 5)
    assert store.lists.counts()[PostState.SCHEDULED] == COUNTED + 1


def test_what_is_to_be_done_to_posts_that_are_out_is_listed_with_their_headlines(store):
    out = a_post(store, "1", PostState.PUBLISHED)
    wanted = a_step(store, out, StepKind.EDIT, StepState.HELD)
    assert store.lists.steps([StepState.HELD, StepState.DUE], 9) == [StepLine(step=wanted, title=entry().title)]
    assert store.lists.steps([StepState.DONE], 9) == []


# A week


def test_a_week_has_what_is_due_and_what_went_out_then_by_time(store):
    out = publish(store, claimed(store, a_post(store, "5")), NOW + MINUTE)
    keys = [a_post(store, number).key for number in ("1", "2", "3")]
    a_post(store, "9", PostState.HELD)
    lines = store.lists.between(PAGE, NOW + MINUTE, NOW + 3 * MINUTE, 9)
    assert [line.post.key for line in lines] == [*sorted([out.key, keys[0]]), keys[1]]
    assert store.lists.between("khac", NOW, NOW + timedelta(days=9), 9) == []
    assert len(store.lists.between(PAGE, NOW, NOW + timedelta(days=9), 1)) == 2


# Entries


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_entries_are_listed_with_the_last_first_and_what_became_of_them(store, limit):
    for number, standing in enumerate(Standing):
        made = arrival(entry(str(number)), standing=standing, reason=f"vì {standing}")
        stored(store, made, now=NOW + number // 2 * MINUTE)
    lines = through(lambda most, after: store.lists.entries(EntryWish(), most, after), limit)
    assert {line.standing: line.reason for line in lines} == {standing: f"vì {standing}" for standing in Standing}
    times = [(line.first_seen_at, line.key) for line in lines]
    assert times == sorted(times, reverse=True)
    some = through(lambda most, after: store.lists.entries(EntryWish(standings=(Standing.COPY, Standing.LATE)), most, after), limit)
    assert sorted(line.standing for line in some) == ["copy", "late"]
    assert store.lists.entries(EntryWish(feed="tinh"), 9).lines == ()
    assert len(through(lambda most, after: store.lists.entries(EntryWish(feed="huyen", words="một CỬA"), most, after), limit)) == len(
        Standing
    )


# The journal


@pytest.fixture
def told(store):
    lines = [
        Event(
            at=NOW + number // 3 * MINUTE,
            actor=("loa", "Lan")[number % 2],
            subject=f"p{number % 4}",
            verb=("moved", "dropped")[number % 3 == 0],
        )
        for number in range(12)
    ]
    for line in lines:
        store.journal.write(line)
    return lines


@pytest.mark.parametrize("limit", [1, 5, 50])
@pytest.mark.parametrize(
    "wish",
    [
        JournalWish(),
        JournalWish(actor="Lan"),
        JournalWish(verb="dropped"),
        JournalWish(subject="p1"),
        JournalWish(subject="p1", verb="moved", actor="Lan"),
        JournalWish(subject="p0", verb="dropped"),
        JournalWish(since=NOW + MINUTE, until=NOW + 3 * MINUTE),
        JournalWish(since=NOW + MINUTE, actor="loa", verb="moved"),
        JournalWish(until=NOW),
    ],
)
def test_the_journal_is_filtered_and_listed_with_the_last_first(store, told, wish, limit):
    expected = [
        line
        for line in reversed(told)
        if wish.subject in {"", line.subject}
        and wish.actor in {"", line.actor}
        and wish.verb in {"", line.verb}
        and (wish.since is None or line.at >= wish.since)
        and (wish.until is None or line.at < wish.until)
    ]
    assert through(lambda most, after: store.lists.journal(wish, most, after), limit) == expected


def test_headlines_are_found_by_the_keys_of_entries_and_of_posts(store):
    mine = a_post(store)
    assert store.lists.titles([mine.key, mine.entry_key, "feed:huyen"]) == dict.fromkeys((mine.key, mine.entry_key), entry().title)


# What was measured


def test_what_went_out_is_listed_with_its_figures_at_one_age(store):
    out = [publish(store, claimed(store, a_post(store, str(number))), NOW + number * MINUTE) for number in (1, 2, 3)]
    store.snapshots.add([Snapshot(post_key=out[0].key, rung="1h", taken_at=NOW, metrics={"reach": 4})])
    store.snapshots.add([Snapshot(post_key=out[0].key, rung="1d", taken_at=NOW, metrics={"reach": 9})])
    store.snapshots.add([Snapshot(post_key=out[1].key, rung="1d", taken_at=NOW, metrics={}, missing={"reach": "?"})])
    lines = store.lists.measured("", "1d", NOW, NOW + timedelta(days=1), 9)
    assert [(line.key, line.metrics) for line in lines] == [(out[2].key, None), (out[1].key, {}), (out[0].key, {"reach": 9})]
    assert (lines[0].tone, lines[0].fields, lines[0].title) == (Tone.PRAISE, CLASSIFICATION.fields, entry().title)
    assert [line.key for line in store.lists.measured(PAGE, "1h", NOW, NOW + 3 * MINUTE, 1)] == [out[1].key]
    assert store.lists.measured("khac", "1d", NOW, NOW + timedelta(days=1), 9) == []
    assert store.lists.last_out(PAGE) == out[2].published_at
    assert store.lists.last_out("khac") is None


def test_attempts_are_counted_by_channel(store):
    assert store.lists.attempts(NOW - MINUTE) == {}
    for number in (1, 2):
        claimed(store, a_post(store, str(number)))
    other = entry("7")
    stored(store, arrival(other, post(other, channel="khac")))
    claimed(store, store.outbox.by_entry(other.key)[0], NOW + MINUTE)
    assert store.lists.attempts(NOW - MINUTE) == {PAGE: 2, "khac": 1}
    assert store.lists.attempts(NOW) == {"khac": 1}


# Marks


def test_a_mark_reads_back_what_it_wrote():
    mark = Mark(datetime(2026, 12, 31, 23, 59, 59, 7, tzinfo=UTC), "p0123456789abcde")
    assert Mark.read(str(mark)) == mark


@pytest.mark.parametrize("text", ["", "x", "20261301T000000000000-p1", "20261124T010000000000-", "20261124T010000000000-p' OR 1", "٢" * 8])
def test_what_is_no_mark_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - two kinds of it
        Mark.read(text)


def test_a_mark_of_another_list_is_no_crash(store):
    stored(store, arrival(entry()))
    store.journal.write(Event(at=NOW, actor=LOA, subject="p1", verb="moved"))
    strange = Mark(NOW + timedelta(days=400), "p1")
    assert store.lists.journal(JournalWish(subject="p1"), 9, strange).lines
    assert store.lists.journal(JournalWish(), 9, Mark(NOW, "9" * 20)).lines
