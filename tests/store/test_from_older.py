"""A database that an older Loa has filled (0003), brought up by 0004 and what follows: nothing is lost, what is new says nothing yet, and the journal is sealed."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, MetaData, insert, update
from sqlalchemy.exc import DatabaseError

from bot.likeness import Likeness
from bot.model import Event, FeedState, Standing
from bot.service.liken import liken
from bot.store.engine import MIGRATIONS, make_engine, newest_revision
from bot.store.rows import from_classification, to_classification
from bot.store.schema import events
from bot.store.store import Store, open_store
from bot.store.upgrading import bring_up
from tests.store.databases import BOTH, empty_database
from tests.store.samples import CLASSIFICATION, LEASE, NOW, arrival, entry

THEN = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)
LINES = 1_234
OF_NOW = ("0004_intake", "0005_websub", "0006_approval", "0008_sign_in", "0009_lists", "0010_alerts", "0011_unread", "0012_figures")


@pytest.fixture(params=BOTH)
def url(request, tmp_path) -> Iterator[str]:
    """A database of revision 0003 with one feed and one entry."""
    older = shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    for name in OF_NOW:
        (older / "versions" / f"{name}.py").unlink()
    with empty_database(request.param, tmp_path) as made:
        engine = make_engine(made)
        bring_up(engine, NOW, older)
        fill(engine)
        engine.dispose()
        yield made


def fill(engine: Engine) -> None:
    tables = MetaData()
    tables.reflect(engine, only=("feeds", "entries", "events"))
    at = THEN if engine.dialect.name == "postgresql" else THEN.replace(tzinfo=None)
    feed = {"name": "huyen", "url": "https://huyen.example.vn/rss", "etag": '"1"', "last_modified": "", "body_hash": "0" * 64}
    there = entry("cũ")
    row = {name: getattr(there, name) for name in ("key", "feed", "identity", "title", "link", "summary", "body", "author", "content_hash")}
    row |= {"categories": [], "pictures": [], "classification": from_classification(CLASSIFICATION), "standing": "accepted", "reason": "vì"}
    with engine.begin() as connection:
        connection.execute(
            insert(tables.tables["feeds"]).values(**feed, next_poll_at=at, last_polled_at=at, failures=2, last_error="hỏng", seeded=True)
        )
        connection.execute(insert(tables.tables["entries"]).values(**row, revision=1, first_seen_at=at, updated_at=at))
        connection.execute(
            insert(tables.tables["events"]),
            [
                {
                    "at": at + timedelta(microseconds=number),
                    "actor": "Lan",
                    "subject": "feed:huyen",
                    "verb": "x",
                    "before": "",
                    "after": "",
                    "reason": f"“{number}” \U0001f4e3",
                }
                for number in range(LINES)
            ],
        )


@pytest.fixture
def store(url) -> Iterator[Store]:
    opened = open_store(url, now=NOW)
    yield opened
    opened.close()


def test_a_feed_is_active_with_all_that_was_known_of_it(store):
    assert store.revision() == newest_revision()
    feed = store.feeds.get("huyen")
    assert (feed.etag, feed.failures, feed.last_error, feed.seeded, feed.last_polled_at) == ('"1"', 2, "hỏng", True, THEN)
    assert (feed.state, feed.asks_at, feed.hub, feed.ttl, feed.skip_hours) == (FeedState.ACTIVE, "", "", None, frozenset())
    assert [each.name for each in store.feeds.claim_due(NOW, ["huyen"], LEASE)] == ["huyen"]
    assert store.documents.of("huyen") == b""
    assert store.subscriptions.get("huyen") is None


def test_an_entry_is_as_it_was_and_known_by_what_its_feed_said(store):
    key = entry("cũ").key
    stored = store.entries.get(key)
    assert (stored.entry.title, stored.standing, stored.first_seen_at, stored.absent_since) == (
        entry().title,
        Standing.ACCEPTED,
        THEN,
        None,
    )
    known = store.likenesses.known([key])[key]
    assert known.known.source_hash == known.known.content_hash == entry("cũ").content_hash, "else every entry would look changed"
    assert known.likeness == Likeness()


def test_a_judgement_of_an_older_loa_knew_one_chance_only():
    of_today = from_classification(CLASSIFICATION)
    older = {name: value for name, value in of_today.items() if name not in {"likelihood", "tone_confidence", "criticism_likelihood"}}
    found = to_classification(older)
    assert (found.likelihood, found.tone_confidence, found.criticism_likelihood) == (0.75, 0.75, 0.0)


def test_what_it_is_like_is_learnt_afterwards(store):
    class Here:
        """All that the tick takes of a World."""

        def __init__(self, kept):
            self.store = kept

    assert liken(Here(store)) == 1
    assert liken(Here(store)) is None
    key = entry("cũ").key
    assert store.likenesses.known([key])[key].likeness.title_key


def test_the_journal_is_sealed_as_it_was_and_goes_on(store):
    assert [event.at for event in store.journal.of("feed:huyen")] == [THEN + timedelta(microseconds=number) for number in range(LINES)]
    found = store.seals.verify()
    assert (found.fault, found.unsealed, found.head.number) == (None, 0, LINES)
    store.journal.write(Event(at=NOW, actor="Lan", subject="feed:huyen", verb="x"))
    assert store.seals.seal().number == LINES + 1
    assert store.seals.verify().fault is None


def test_the_journal_of_then_is_append_only_now(store):
    with pytest.raises(DatabaseError, match="append-only"), store._engine.begin() as connection:
        connection.execute(update(events).values(actor="Bình"))


def test_the_new_standings_may_be_stored(store):
    feed = store.feeds.get("huyen")
    for number, standing in enumerate((Standing.COPY, Standing.LATE)):
        store.polls.record(feed, (arrival(entry(f"mới {number}"), standing=standing),), NOW, "loa")
        assert store.entries.get(entry(f"mới {number}").key).standing is standing
