"""Posts of entries that are stored already, and pages that are to be read again: claimed once, made once, on either engine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Conflict, SlotTaken
from bot.model import PostState, Standing
from bot.store.articles import KeptArticle
from bot.store.making import Making
from tests.contract.conftest import together
from tests.store.samples import ANNA, CLASSIFICATION, LEASE, LOA, NOW, arrival, entry, post, stored

PAGE = KeptArticle(url="https://huyen.example.vn/1", content={"body": "Toàn văn"}, fetched_at=NOW)


def making(store, identity: str = "1", *posts, by: str = ANNA, **changes) -> Making:
    seen = store.entries.get(entry(identity).key)
    given = {
        "seen": seen,
        "seen_label": 0,
        "entry": seen.entry,
        "classification": CLASSIFICATION,
        "standing": Standing.ACCEPTED,
        "reason": "vì",
        "posts": posts,
        "verb": "admitted",
        "said": "",
        "by": by,
        "at": NOW,
    }
    return Making(**{**given, **changes})


def kept_back(store, *identities: str, same_as: str = "") -> None:
    stored(store, *(replace(arrival(entry(each), standing=Standing.LATE), same_as=same_as) for each in identities))


def test_a_kept_back_entry_is_accepted_with_its_posts_and_its_line(store):
    kept_back(store, "1")
    store.makings.record(making(store, "1", post(entry())))
    assert [each.state for each in store.outbox.by_entry(entry().key)] == [PostState.SCHEDULED]
    assert store.entries.get(entry().key).standing is Standing.ACCEPTED
    assert [(line.verb, line.actor) for line in store.journal.of(entry().key)] == [("seen", LOA), ("admitted", ANNA)]


def test_of_two_who_want_the_same_one_makes_it(store, other):
    kept_back(store, "1")
    one, two = making(store, "1", post(entry())), making(other, "1", post(entry()), by=LOA)
    done = together(lambda: store.makings.record(one), lambda: other.makings.record(two))
    assert sum(isinstance(each, Conflict) for each in done) == 1
    assert len(store.outbox.by_entry(entry().key)) == 1


def test_of_two_entries_of_one_article_one_gets_to_the_page(store, other):
    kept_back(store, "1")
    kept_back(store, "2", same_as=entry("1").key)
    one, two = making(store, "1", post(entry("1"))), making(other, "2", post(entry("2")))
    done = together(lambda: store.makings.record(one), lambda: other.makings.record(two))
    assert [each.key for each in done if isinstance(each, Conflict)] == ["store.article_on_page"]
    assert len([*store.outbox.by_entry(entry("1").key), *store.outbox.by_entry(entry("2").key)]) == 1


def test_what_was_dropped_leaves_the_page_to_another_entry_of_the_article_and_not_to_its_own(store):
    kept_back(store, "1")
    kept_back(store, "2", same_as=entry("1").key)
    store.makings.record(making(store, "1", post(entry("1"))))
    store.outbox.drop(post(entry("1")).key, reason="", actor=ANNA, now=NOW)
    with pytest.raises(Conflict):
        store.makings.record(making(store, "1", post(entry("1"))))
    store.makings.record(making(store, "2", post(entry("2"))))
    assert store.makings.covering(entry("2").key, entry("1").key)["trang"].entry_key == entry("2").key


def test_a_slot_that_is_taken_leaves_nothing(store):
    kept_back(store, "1", "2")
    store.makings.record(making(store, "1", post(entry("1"))))
    with pytest.raises(SlotTaken):
        store.makings.record(making(store, "2", post(entry("2"), due_at=post(entry("1")).due_at)))
    assert store.entries.get(entry("2").key).standing is Standing.LATE


def test_another_content_is_a_revision_and_the_source_stays_what_the_feed_said(store):
    stored(store, replace(arrival(entry()), read_at=NOW))
    said = store.likenesses.known([entry().key])[entry().key].known.source_hash
    store.makings.record(making(store, entry=entry(body="Toàn văn"), article=PAGE, verb="page-read"))
    found = store.entries.get(entry().key)
    assert (found.entry.body, found.revision) == ("Toàn văn", 2)
    assert store.likenesses.known([entry().key])[entry().key].known.source_hash == said
    assert store.likenesses.earlier(entry().key)[0]["body"] == entry().body
    assert store.articles.get(entry().key) == PAGE
    assert store.unread.claim(NOW + timedelta(days=1), LEASE) is None
    with pytest.raises(Conflict):
        store.makings.record(replace(making(store), seen=replace(found, revision=1)))


def test_a_page_that_is_to_be_read_is_claimed_by_one_and_again_after_the_lease(store, other):
    stored(store, replace(arrival(entry()), read_at=NOW), replace(arrival(entry("2")), read_at=NOW + LEASE * 9))
    assert store.unread.claim(NOW - timedelta(seconds=1), LEASE) is None
    found = together(lambda: store.unread.claim(NOW, LEASE), lambda: other.unread.claim(NOW, LEASE))
    (mine,) = [each for each in found if each is not None]
    assert (mine.entry_key, mine.tries) == (entry().key, 1)
    assert store.unread.claim(NOW + LEASE, LEASE) == mine
    store.unread.again(mine, NOW + LEASE * 3)
    assert store.unread.claim(NOW + LEASE * 2, LEASE) is None
    assert store.unread.claim(NOW + LEASE * 3, LEASE).tries == 2
    # What was decided meanwhile stands.
    store.unread.again(mine, NOW)
    assert store.unread.claim(NOW + LEASE * 3, LEASE) is None
    store.unread.forget(entry().key)
    assert store.unread.claim(NOW + LEASE * 8, LEASE) is None
    assert store.unread.claim(NOW + LEASE * 9, LEASE).entry_key == entry("2").key


def test_a_change_of_the_feed_begins_the_tries_anew_and_a_page_that_was_read_ends_them(store):
    stored(store, replace(arrival(entry()), read_at=NOW))
    store.unread.again(store.unread.claim(NOW, LEASE), NOW + LEASE)
    known = store.feeds.get("huyen")
    store.polls.record(known, (replace(arrival(entry(title="Mới")), read_at=NOW),), NOW, LOA)
    assert store.unread.claim(NOW, LEASE).tries == 1
    store.polls.record(known, (replace(arrival(entry(title="Mới hơn")), article=PAGE),), NOW, LOA)
    assert store.unread.claim(NOW + LEASE * 9, LEASE) is None
