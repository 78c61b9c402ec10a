"""sitemap.xml, news sitemaps and sitemaps of sitemaps; packed, hostile and none."""

import gzip
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.intake.sitemap import Sitemap, read_sitemap, title_from_address

URL = "https://xa.vn/sitemap.xml"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def read(inside: str, root: str = "urlset", head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> Sitemap:
    return read_sitemap(f"{head}<{root} {NAMESPACES}>{inside}</{root}>".encode(), "application/xml", "tin", URL)


def why_not(body: bytes | str) -> FeedError:
    with pytest.raises(FeedError) as caught:
        read_sitemap(body.encode() if isinstance(body, str) else body, "", "tin", URL)
    assert URL in caught.value.say("vi")
    return caught.value


def address(number: int, lastmod: str = "") -> str:
    return f"<url><loc>https://xa.vn/tin/mot-cua-{number}.html</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</url>"


def test_a_plain_sitemap_gives_addresses_the_newest_first():
    found = read("<url><loc>https://xa.vn/</loc></url>" + address(1, "2026-11-01") + address(2, "2026-11-20T10:00:00+07:00") + address(3))
    assert [entry.link[-13:] for entry in found.entries] == ["mot-cua-2.html"[-13:], "mot-cua-1.html"[-13:], "mot-cua-3.html"[-13:]]
    first = found.entries[0]
    assert (first.identity, first.title) == ("xa.vn/tin/mot-cua-2.html", "mot cua 2")
    assert first.published_at == datetime(2026, 11, 20, 3, tzinfo=UTC)


def test_a_news_sitemap_knows_headline_date_and_picture():
    (entry,) = read(
        "<url><loc>https://xa.vn/1.html</loc><lastmod>2026-11-22</lastmod><image:image><image:loc>/1.jpg</image:loc></image:image>"
        "<news:news><news:publication><news:name>Xã</news:name></news:publication><news:publication_date>2026-11-20</news:publication_date>"
        "<news:title><![CDATA[Một cửa &amp; <b>sớm</b> hẹn]]></news:title></news:news></url>"
    ).entries
    assert (entry.title, entry.pictures) == ("Một cửa & sớm hẹn", ("https://xa.vn/1.jpg",))
    assert entry.published_at == datetime(2026, 11, 19, 17, tzinfo=UTC)


@pytest.mark.parametrize(("written", "title"), [("&#xD83D;", "\ufffd"), ("&#55357;&#56832;", "\U0001f600"), ("&#0;", "\ufffd")])
def test_half_a_character_by_its_number_is_read_as_in_a_feed(written, title):
    (entry,) = read(f"<url><loc>https://xa.vn/1.html</loc><news:news><news:title>Một cửa {written}</news:title></news:news></url>").entries
    assert entry.title == f"Một cửa {title}"


def test_it_may_be_packed_and_may_break_off():
    whole = f"<urlset>{address(1)}{address(2)}</urlset>".encode()
    assert len(read_sitemap(gzip.compress(whole), "application/gzip", "tin", URL).entries) == 2
    assert len(read_sitemap(whole[:-30], "", "tin", URL).entries) >= 1
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000 + b"</urlset>")
    assert read_sitemap(bomb, "", "tin", URL).entries == ()
    assert why_not(b"\x1f\x8b\x08broken").key == "intake.unreadable"


def test_of_many_the_newest_are_taken_and_without_dates_those_at_both_ends():
    dated = read("".join(address(number, f"2026-11-{number % 28 + 1:02}") for number in range(2_100))).entries
    assert len(dated) == 2_000
    assert dated[0].published_at is not None
    undated = read("".join(address(number) for number in range(2_100))).entries
    assert len(undated) == 2_000
    assert {undated[0].identity, undated[-1].identity} == {"xa.vn/tin/mot-cua-0.html", "xa.vn/tin/mot-cua-2099.html"}


def child(name: str, lastmod: str = "2026-11-20") -> str:
    return f"<sitemap><loc>https://xa.vn/{name}.xml</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</sitemap>"


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        (child("category-sitemap") + child("post-sitemap") + child("author-sitemap"), "post-sitemap"),
        (child("post-sitemap1", "2026-10-01") + child("post-sitemap2", "2026-11-01"), "post-sitemap2"),
        (child("a", "2026-10-01") + child("b", "2026-11-01") + child("c", "2026-09-01"), "b"),
    ],
)
def test_a_sitemap_of_sitemaps_leads_to_the_newest_with_news(children, expected):
    assert read(children, "sitemapindex") == Sitemap(child=f"https://xa.vn/{expected}.xml")


def test_a_sitemap_of_sitemaps_without_dates_is_refused_with_the_address_to_take():
    error = why_not(f"<sitemapindex>{child('page', '')}{child('post', '')}</sitemapindex>")
    assert error.key == "intake.sitemap_undated_index"
    assert "https://xa.vn/post.xml" in error.say("vi")
    assert why_not("<sitemapindex></sitemapindex>").key == "intake.sitemap_empty_index"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>', "intake.entities"),
        ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>http://a/&f;</loc></url></urlset>', "intake.entities"),
        ("<html><body>404</body></html>", "intake.no_sitemap"),
        ("<html><form><input type=password>", "intake.list_login_page"),
        ("<html><script>captcha", "intake.list_bot_protection"),
        ("<rss><channel></channel></rss>", "intake.no_sitemap"),
        ("", "intake.no_sitemap"),
        ("{}", "intake.no_sitemap"),
    ],
)
def test_what_is_no_sitemap_is_called_by_its_name(body, key):
    assert why_not(body).key == key


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("https://xa.vn/tin/b%E1%BB%99-ph%E1%BA%ADn_mot-cua-12.html", "bộ phận mot cua 12"),
        ("https://xa.vn/tin?id=3", "tin"),
        ("https://xa.vn/?id=3", "https://xa.vn/?id=3"),
    ],
)
def test_an_address_is_called_by_its_words(link, title):
    assert title_from_address(link) == title


@settings(max_examples=80)
@given(st.binary(max_size=200), st.sampled_from([b"<urlset><url><loc>https://a.vn/1</loc>", b"<sitemapindex><sitemap>", b"", b"\x1f\x8b"]))
def test_whatever_the_bytes_entries_or_one_feed_error_come_out(rest, head):
    found = Sitemap()
    with suppress(FeedError):
        found = read_sitemap(head + rest, "", "tin", URL)
    assert all(entry.title and entry.link.startswith("http") for entry in found.entries)
