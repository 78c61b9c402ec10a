"""Whatever a noun holds, the store gives it back equal; and the journal alone tells where each Post stands."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import count, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy.exc import IntegrityError

from bot.errors import Conflict
from bot.judgement import Answer, Classification, Evidence, Field, Finding, FindingKind, Tone, Topic
from bot.model import Approval, Draft, Entry, Event, Feed, Post, PostState, Snapshot, Standing, post_key
from bot.store.corrections import Correction
from bot.store.polls import Arrival
from bot.store.store import open_store
from tests.store.databases import BOTH, new_database
from tests.store.samples import ANNA, LEASE, LOA, NOW, a_post, arrival, entry, post, stored

# What the intake lets through: any text without NUL and lone surrogates, which no database stores.
texts = some.text(some.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
names = some.from_regex(r"[a-z0-9][a-z0-9_-]{0,39}", fullmatch=True)
hashes = some.text("0123456789abcdef", min_size=64, max_size=64)
counts = some.integers(0, 2**31 - 1)
zones = some.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = some.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=zones)  # noqa: DTZ001 - hypothesis adds the zone
scores = some.floats(allow_nan=False, allow_infinity=False)

feeds = some.builds(
    Feed,
    name=names,
    url=texts,
    etag=texts,
    last_modified=texts,
    body_hash=hashes | some.just(""),
    next_poll_at=times,
    last_polled_at=some.none() | times,
    failures=counts,
    last_error=texts,
    seeded=some.booleans(),
)
entries = some.builds(
    Entry,
    feed=names,
    identity=texts,
    title=texts,
    link=texts,
    summary=texts,
    body=texts,
    author=texts,
    categories=some.lists(texts, max_size=4).map(tuple),
    pictures=some.lists(texts, max_size=3).map(tuple),
    published_at=some.none() | times,
)
evidence = some.builds(
    Evidence,
    phrase=texts,
    where=some.sampled_from(["title", "summary", "body"]),
    start=counts,
    end=counts,
    weight=scores,
    target=texts,
    note=texts,
)
findings = some.builds(Finding, kind=some.sampled_from(FindingKind), value=texts, where=texts, start=counts, end=counts, note=texts)
classifications = some.builds(
    Classification,
    relevant=some.booleans(),
    confidence=some.floats(0, 1),
    fields=some.lists(some.sampled_from(Field), unique=True).map(tuple),
    topics=some.lists(some.sampled_from(Topic), unique=True).map(tuple),
    tone=some.none() | some.sampled_from(Tone),
    scores=some.dictionaries(texts, scores, max_size=4),
    evidence=some.lists(evidence, max_size=3).map(tuple),
    findings=some.lists(findings, max_size=3).map(tuple),
)
events = some.builds(Event, at=times, actor=texts, subject=texts, verb=texts.map(lambda text: text[:40]), reason=texts)

_numbers = count(1)


@pytest.fixture(scope="module", params=BOTH)
def store(request, tmp_path_factory):
    with new_database(request.param, tmp_path_factory.mktemp("round-trip")) as url:
        opened = open_store(url, now=NOW)
        yield opened
        opened.close()


# One database for all examples: each has keys of its own, and making a database takes long.
by_the_dozen = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def fresh() -> str:
    """An identity that no other example has."""
    return str(next(_numbers))


@by_the_dozen
@given(feed=feeds)
def test_a_feed_comes_back_equal(store, feed):
    store.feeds.ensure(feed.name, feed.url, NOW)
    store.polls.record(feed, (), NOW, LOA)
    assert store.feeds.get(feed.name) == feed


@by_the_dozen
@given(news=entries, classification=classifications, standing=some.sampled_from(Standing), reason=texts, now=times)
def test_an_entry_comes_back_equal_with_its_judgement(store, news, classification, standing, reason, now):
    news = Entry(**{**{name: getattr(news, name) for name in news.__slots__}, "identity": f"{news.identity}#{fresh()}"})
    store.polls.record(
        store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW), (_arrival(news, classification, standing, reason),), now, LOA
    )
    back = store.entries.get(news.key)
    assert (back.entry, back.classification, back.standing, back.reason) == (news, classification, standing, reason)
    assert (back.first_seen_at, back.updated_at, back.entry.content_hash) == (now, now, news.content_hash)


def _arrival(news: Entry, classification: Classification, standing: Standing, reason: str) -> Arrival:
    return Arrival(entry=news, classification=classification, standing=standing, reason=reason)


@by_the_dozen
@given(channel=names, edition=counts, message=texts, link=texts, held=some.booleans(), due_at=times, created_at=times, reason=texts)
def test_a_post_comes_back_equal_and_its_draft_keeps_its_hash(store, channel, edition, message, link, held, due_at, created_at, reason):
    of = entry(fresh())
    key = post_key(of.key, channel, edition)
    made = Post(
        key=key,
        entry_key=of.key,
        channel=f"{channel[:30]}-{next(_numbers)}",
        edition=edition,
        draft=Draft(message=message, link=link, marker=key),
        state=PostState.HELD if held else PostState.SCHEDULED,
        due_at=None if held else due_at,
        created_at=created_at,
        reason=reason,
    )
    stored(store, arrival(of, made))
    back = store.outbox.get(key)
    assert back == made
    assert back.draft.hash == made.draft.hash


@by_the_dozen
@given(by=texts, note=texts, at=times, approved=some.booleans())
def test_an_approval_comes_back_equal(store, by, note, at, approved):
    of = entry(fresh())
    held = post(of, PostState.HELD)
    stored(store, arrival(of, held))
    wanted = Approval(post_key=held.key, draft_hash=held.draft.hash, approved=approved, by=by, at=at, note=note)
    if approved:
        slot = NOW + timedelta(seconds=next(_numbers))
        store.outbox.approve(held.key, draft_hash=held.draft.hash, by=by, note=note, due_at=slot, now=at)
    else:
        store.outbox.reject(held.key, draft_hash=held.draft.hash, by=by, note=note, now=at)
    assert store.approvals.of(held.key) == [wanted]


@by_the_dozen
@given(stood=classifications, right=classifications, by=texts, note=texts, at=times)
def test_a_label_comes_back_equal_with_what_stood_and_what_is_right(store, stood, right, by, note, at):
    of = entry(fresh())
    stored(store, _arrival(of, stood, Standing.IRRELEVANT, ""))
    answer = Answer(relevant=right.relevant, fields=right.fields, topics=right.topics, tone=right.tone)
    correction = Correction(
        seen=store.entries.get(of.key),
        seen_label=0,
        answer=answer,
        classification=right,
        standing=Standing.IRRELEVANT,
        reason="",
        by=by,
        at=at,
        note=note,
        said="",
    )
    made = store.corrections.record(correction)
    assert store.labels.of(of.key) == [made]
    assert (made.classification, made.answer, made.by, made.note, made.at) == (stood, answer, by, note, at)
    assert store.entries.get(of.key).classification == right


@by_the_dozen
@given(event=events)
def test_an_event_comes_back_equal(store, event):
    store.journal.write(event)
    assert store.journal.recent(1) == [event]
    assert store.journal.of(event.subject)[-1] == event


@by_the_dozen
@given(metrics=some.dictionaries(texts, some.integers(0, 2**53)), missing=some.dictionaries(texts, texts), taken_at=times)
def test_a_snapshot_comes_back_equal(store, metrics, missing, taken_at):
    of = entry(fresh())
    made = post(of, PostState.HELD)
    stored(store, arrival(of, made))
    snapshot = Snapshot(post_key=made.key, rung="1h", taken_at=taken_at, metrics=metrics, missing=missing)
    store.snapshots.add([snapshot])
    assert store.snapshots.of(made.key) == [snapshot]


@by_the_dozen
@given(name=names, reason=texts, now=times, probe_at=times)
def test_a_pause_comes_back_equal(store, name, reason, now, probe_at):
    store.channels.resume(name, reason="", now=NOW, actor=LOA)
    store.channels.pause(name, reason=reason, now=now, probe_at=probe_at, actor=LOA)
    status = store.channels.status(name)
    assert (status.paused_since, status.reason, status.probe_at) == (now, reason, probe_at)


# I5: fold(journal) == state. Any verbs in any order, legal or refused.

STEPS: dict[str, Callable[[Any, Post, datetime], Any]] = {
    "claim": lambda outbox, post, slot: outbox.claim(post.key, expected_due_at=post.due_at or slot, now=NOW, lease=LEASE, actor=LOA),
    "look": lambda outbox, post, slot: outbox.claim_doubtful(NOW + LEASE, timedelta(0), [post.channel]),
    "publish": lambda outbox, post, slot: outbox.settle_published(
        post, remote_id="1_9", permalink="", published_at=NOW, now=NOW, actor=LOA
    ),
    "postpone": lambda outbox, post, slot: outbox.settle_scheduled(post, now=NOW, try_after=slot, reason="mạng", actor=LOA),
    "fail": lambda outbox, post, slot: outbox.settle_failed(post, now=NOW, reason="từ chối", actor=LOA),
    "doubt": lambda outbox, post, slot: outbox.doubt(post, now=NOW, look_at=slot, reason="500", actor=LOA),
    "reschedule": lambda outbox, post, slot: outbox.reschedule(
        post.key, expected_due_at=post.due_at or slot, due_at=slot, reason="", actor=LOA, now=NOW
    ),
    "drop": lambda outbox, post, slot: outbox.drop(post.key, reason="quá hạn", actor=LOA, now=NOW),
    "hold": lambda outbox, post, slot: outbox.replace_draft(
        post.key,
        expected_hash=post.draft.hash,
        draft=Draft(message=f"bản {slot}", link="l", marker=post.key),
        state=PostState.HELD,
        reason="nguồn đổi",
        actor=LOA,
        now=NOW,
    ),
    "approve": lambda outbox, post, slot: outbox.approve(post.key, draft_hash=post.draft.hash, by=ANNA, note="", due_at=slot, now=NOW),
    "reject": lambda outbox, post, slot: outbox.reject(post.key, draft_hash=post.draft.hash, by=ANNA, note="", now=NOW),
    "retry": lambda outbox, post, slot: outbox.retry(post.key, due_at=slot, by=ANNA, now=NOW),
}


@by_the_dozen
@given(first=some.sampled_from([PostState.HELD, PostState.SCHEDULED]), steps=some.lists(some.sampled_from(sorted(STEPS)), max_size=12))
def test_the_journal_alone_tells_where_a_post_stands_after_any_steps(store, first, steps):
    of = entry(fresh())
    made = post(of, first, channel=f"trang-{next(_numbers)}")
    stored(store, arrival(of, made))
    states = [first]
    for step in steps:
        present = store.outbox.get(made.key)
        try:
            STEPS[step](store.outbox, present, datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=next(_numbers)))
        except Conflict:
            assert store.outbox.get(made.key) == present
        states.append(store.outbox.get(made.key).state)
    fold = ""
    for event in store.journal.of(made.key):
        assert event.before == fold
        fold = event.after
    assert fold == states[-1]
    walked = [after for before, after in pairwise(states) if before is not after]
    told = [event.after for event in store.journal.of(made.key)[1:] if event.before != event.after]
    assert told == walked


def test_a_post_of_no_entry_is_refused_by_the_database(store):
    stray = post(entry(fresh()))
    of = entry(fresh())
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        stored(store, arrival(of, stray))
    assert store.likenesses.known([of.key]) == {}


def test_samples_reach_every_state(store):
    assert [a_post(store, fresh(), state).state for state in PostState] == list(PostState)
