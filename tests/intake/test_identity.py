"""Which item is which (facts: lessons 22-37)."""

from datetime import UTC, datetime

import pytest

from bot.intake.identity import LONGEST, beside, canonical, identity_of, settled, told_apart
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
    assert settled(ARTICLE) == settled(link)


@pytest.mark.parametrize(
    "link",
    [
        "https://m.xa.vn/tin/mot-cua-1.html",
        "https://amp.xa.vn/tin/mot-cua-1.html",
        "https://xa.vn/amp/tin/mot-cua-1.html",
        "https://xa.vn/tin/mot-cua-1.html/amp/",
        "https://xa.vn/tin/mot-cua-1.amp.html",
        "https://xa.vn/tin/mot-cua-1.html?amp=1",
        "https://xa.vn/tin/mot-cua-1.html?outputType=amp&ref=rss",
        "https://xa.vn/tin/mot-cua-1.html;jsessionid=0A1B?_gl=1*x&igshid=y&src=facebook",
        "https://xa.vn/tin//mot-cua-1.html",
        "https://xa.vn/tin/m%6ft-cua-1.html",
        "https://xa.vn./tin/mot-cua-1.html",
    ],
)
def test_what_stands_in_identities_does_not_change_when_more_is_known_of_addresses(link):
    assert canonical(ARTICLE) == canonical(link)
    assert settled(ARTICLE) != settled(link), "stored entries are found by the old spelling"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://xa.vn/tin", "https://xa.vn/tin/index.html"),
        ("https://xa.vn/tin?nv=news", "https://xa.vn/tin/default.aspx?nv=news"),
        ("https://xa.vn/?a=1&b=2", "https://xa.vn/?b=2&a=1"),
        ("https://xa.vn/t%C3%ACn", "https://xa.vn/tìn"),
        ("https://xa.vn/t%c3%acn", "https://xa.vn/ti\u0300n"),
        ("https://xã.vn/1", "https://xn--x-yfa.vn/1"),
    ],
)
def test_other_ways_to_write_one_address(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://xa.vn/tin?id=1", "https://xa.vn/tin?id=2"),
        ("https://xa.vn/tin?id=1&id=2", "https://xa.vn/tin?id=2&id=1"),
        ("https://xa.vn/tin?ref=123", "https://xa.vn/tin?ref=124"),
        ("https://xa.vn/tin?source=12", "https://xa.vn/tin"),
        ("https://xa.vn/index.html/1", "https://xa.vn/1"),
        ("https://xa.vn/amp", "https://xa.vn/ampe"),
        ("https://xa.vn/a%2Fb", "https://xa.vn/a/b"),
        ("https://m.gov.vn/1", "https://gov.vn/1"),
        ("https://m.vn/1", "https://vn/1"),
        ("https://xa.vn/#!/tin/1", "https://xa.vn/#!/tin/2"),
        ("https://xa.vn/app#/tin/1", "https://xa.vn/app#/tin/2"),
        ("https://xa.vn/#tin-1", "https://xa.vn/#tin-2"),
    ],
)
def test_two_articles_never_have_one_address(one, other):
    assert canonical(one) != canonical(other)


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


@pytest.mark.parametrize(
    ("how", "identity"),
    [("auto", "77"), ("guid", "77"), ("link", "xa.vn/tin/mot-cua-1.html"), ("title", "title:tin mơi\u0301")],
)
def test_lesson_32_the_settings_choose_what_tells_items_apart(how, identity):
    assert identity == identity_of("77", ARTICLE, "Tin: mới!", "Tóm tắt", how)


@pytest.mark.parametrize("how", ["guid", "link", "title"])
def test_an_item_without_what_was_chosen_is_not_lost(how):
    given = {"guid": ("", ARTICLE, "Tin", ""), "link": ("77", "", "Tin", ""), "title": ("77", ARTICLE, "…", "")}[how]
    assert identity_of(*given, how) == identity_of(*given)


def test_lesson_31_the_content_is_no_identity_where_there_is_anything_else():
    assert identity_of("", ARTICLE, "Tin", "Tóm tắt") == identity_of("", ARTICLE, "Tin sửa", "Tóm tắt sửa")


def test_what_the_settings_call_one_identity_is_one_entry():
    twins = (entry("a", "https://xa.vn/2"), entry("a", "https://xa.vn/1"))
    assert twins[:1] == told_apart(twins, "guid")


def test_beside_an_identity_stand_its_link_and_its_title():
    assert beside("a", entry("a", "https://www.xa.vn/1")) == ("a|xa.vn/1", "a|title:tin")
    assert beside("a", entry("a", "")) == ("a|title:tin",)


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


def test_twins_whose_addresses_only_look_different_are_one():
    first = entry("a", "https://xa.vn/tin?b=2&a=1")

    assert (first,) == told_apart([first, entry("a", "https://m.xa.vn/tin?a=1&b=2")])


def test_articles_that_only_a_fragment_tells_apart_are_two():
    assert identities(entry("xa.vn", "https://xa.vn/#!/2"), entry("xa.vn", "https://xa.vn/#!/1")) == ["xa.vn|xa.vn#!/2", "xa.vn"]


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
