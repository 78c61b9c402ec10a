"""Which item is which (facts: lessons 22-37)."""

from datetime import UTC, datetime

import pytest

from bot.intake.identity import LONGEST, canonical, identity_of, told_apart
from bot.model import Entry

ARTICLE = "https://xa.vn/tin/mot-cua-1.html"


@pytest.mark.parametrize(
    "link",
    [
        "http://xa.vn/tin/mot-cua-1.html",
        "https://www.xa.vn/tin/mot-cua-1.html",
        "https://XA.vn/tin/mot-cua-1.html",
        "https://xa.vn:443/tin/mot-cua-1.html",
        "http://xa.vn:80/tin/mot-cua-1.html",
        "https://xa.vn/tin/mot-cua-1.html/",
        "https://xa.vn/tin/mot-cua-1.html#binh-luan",
        "https://xa.vn/tin/mot-cua-1.html?utm_source=rss&utm_medium=feed",
        "https://xa.vn/tin/mot-cua-1.html?fbclid=abc",
        "https://xa.vn/tin/mot-cua-1.html?GCLID=abc#x",
    ],
)
def test_one_article_has_one_canonical_address(link):
    assert canonical(ARTICLE) == canonical(link)


@pytest.mark.parametrize(
    "link",
    [
        "https://xa.vn/tin/mot-cua-2.html",
        "https://xa.vn/Tin/mot-cua-1.html",  # a path may tell capitals apart
        "https://xa.vn/tin/mot-cua-1.html?id=2",
        "https://xa.vn/tin/mot-cua-1.html?page=",
        "https://xa.vn:8080/tin/mot-cua-1.html",
        "https://tin.xa.vn/tin/mot-cua-1.html",
    ],
)
def test_another_article_has_another_address(link):
    assert canonical(ARTICLE) != canonical(link)


def test_what_tells_articles_apart_stays_when_tracking_goes():
    assert canonical("https://xa.vn/chi-tiet?utm_campaign=x&id=5&p=&fbclid=1") == "xa.vn/chi-tiet?id=5&p="


@pytest.mark.parametrize("link", ["http://[::1", "http://xa.vn:port/", "không phải liên kết", "//", "http://xa.vn:99999999/"])
def test_a_broken_address_still_has_a_spelling(link):
    assert canonical(link)


def test_the_guid_comes_first_without_its_white_space():
    assert identity_of("\n\t\tnews_1000\n", ARTICLE, "Tin", "") == "news_1000"


def test_a_guid_that_is_an_address_survives_the_move_to_https():
    """Lesson 33: http→https changed every guid."""
    assert identity_of("http://www.xa.vn/tin/1", "", "", "") == identity_of("https://xa.vn/tin/1/", "", "", "")


def test_without_guid_the_link_counts_and_without_link_the_text():
    assert canonical(ARTICLE) == identity_of(" ", ARTICLE, "Tin", "")
    by_text = identity_of("", "", "Tin", "Tóm tắt")
    assert by_text.startswith("text:")
    assert by_text != identity_of("", "", "Tin", "Tóm tắt khác")


def test_a_monstrous_guid_becomes_a_digest():
    guid = "x" * 10_000
    assert len(identity_of(guid, "", "", "")) <= LONGEST
    assert identity_of(guid, "", "", "") != identity_of(guid + "y", "", "", "")


def entry(identity: str, link: str, title: str = "Tin", day: int | None = None) -> Entry:
    date = datetime(2026, 11, day, tzinfo=UTC) if day else None
    return Entry(feed="tin", identity=identity, title=title, link=link, published_at=date)


def identities(*entries: Entry) -> list[str]:
    return [each.identity for each in told_apart(entries)]


def test_entries_of_their_own_pass_unchanged_and_in_order():
    entries = (entry("b", "https://xa.vn/2"), entry("a", "https://xa.vn/1"))

    assert entries == told_apart(entries)


def test_exact_twins_are_one():
    first = entry("a", "https://xa.vn/1", "Bản đầu")

    assert (first,) == told_apart([first, entry("a", "http://www.xa.vn/1?utm_source=rss", "Bản sau"), first])


def test_one_guid_on_two_articles_gives_two_entries():
    assert identities(entry("a", "https://xa.vn/2"), entry("a", "https://xa.vn/1")) == ["a|xa.vn/2", "a"]


def test_the_article_that_was_there_first_keeps_its_identity_when_a_twin_arrives():
    """Lesson 34: otherwise the twin's arrival makes the stored article new, and it is posted again."""
    old = entry("a", "https://xa.vn/1", day=1)

    assert identities(old) == ["a"]
    assert identities(entry("a", "https://xa.vn/2", day=2), old) == ["a|xa.vn/2", "a"]
    assert identities(old, entry("a", "https://xa.vn/2", day=2)) == ["a", "a|xa.vn/2"]  # a feed that goes upwards


def test_three_on_one_guid_are_three():
    assert identities(*(entry("a", f"https://xa.vn/{number}") for number in (3, 2, 1))) == ["a|xa.vn/3", "a|xa.vn/2", "a"]


def test_a_twin_with_a_monstrous_link_keeps_the_bound():
    found = identities(entry("a", "https://xa.vn/" + "x" * 1_900), entry("a", "https://xa.vn/1"))

    assert len(set(found)) == 2
    assert max(map(len, found)) <= LONGEST
