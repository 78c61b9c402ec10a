"""What an entry's own page said, kept in the transaction of its poll; and the hash by which a poll knows whether its feed says anything new."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store.articles import KeptArticle, keep_articles
from tests.store.samples import LOA, NOW, arrival, entry, feed, stored

PAGE = KeptArticle(
    url="https://huyen.example.vn/1", etag='"1"', content={"title": "Một cửa", "pictures": ["a"], "published_at": None}, fetched_at=NOW
)


def test_a_page_is_kept_with_its_entry_and_the_next_one_takes_its_place(store):
    assert store.articles.get(entry().key) is None
    stored(store, replace(arrival(entry()), article=PAGE))
    assert store.articles.get(entry().key) == PAGE
    later = replace(PAGE, etag="", last_modified="Tue", content={"title": "Hai"}, fetched_at=NOW + timedelta(hours=1))
    stored(store, replace(arrival(entry(title="Đã sửa")), article=later), arrival(entry("2")))
    assert store.articles.get(entry().key) == later
    assert store.articles.get(entry("2").key) is None


def known(store, identity: str):
    """What a poll sees of a stored entry."""
    key = entry(identity).key
    return store.likenesses.known([key])[key].known


def test_the_source_hash_is_that_of_the_entry_where_nothing_was_added(store):
    stored(store, arrival(entry()), replace(arrival(entry("2")), source_hash="ab"))
    one, two = known(store, "1"), known(store, "2")
    assert one.source_hash == one.content_hash == entry().content_hash
    assert (two.source_hash, two.content_hash) == ("ab", entry("2").content_hash)


def test_another_source_with_the_same_content_is_no_change_and_is_remembered(store):
    stored(store, replace(arrival(entry()), source_hash="ab"))
    done = store.polls.record(feed(), (replace(arrival(entry()), source_hash="cd"),), NOW, LOA)
    assert done.changed == ()
    assert known(store, "1").source_hash == "cd"
    assert store.entries.get(entry().key).revision == 1
    done = store.polls.record(feed(), (replace(arrival(entry(title="Đã sửa")), source_hash="ef"),), NOW, LOA)
    assert done.changed == (entry().key,)
    assert known(store, "1").source_hash == "ef"


def test_a_page_of_no_entry_is_refused_by_the_database(store):
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), store.articles._database.write() as connection:
        keep_articles(connection, {"e0": PAGE})
