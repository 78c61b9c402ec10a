"""Every feed beside the checkout: entries, or a FeedError that says why. What Vietnamese portals wrote must come whole."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.errors import FeedError
from bot.intake.identity import settled
from bot.intake.parse import parse
from bot.model import Entry

FEEDS = next((folder / "shared" / "feeds" for folder in Path(__file__).parents if (folder / "shared" / "feeds").is_dir()), None)
FILES = sorted(path for path in FEEDS.rglob("*") if path.is_file() and path.name not in {"LICENSE", "README.md"}) if FEEDS else []

pytestmark = pytest.mark.skipif(FEEDS is None, reason="the shared feeds are not beside this checkout")

COUNTS = {
    "dialects/entities-in-cdata.rss.xml": 30,
    "dialects/no-dates-mixed-nfd.rss.xml": 30,
    "dialects/nukeviet-dialect.rss.xml": 30,
    "dialects/portal.atom.xml": 30,
    "vi/dantri-item-2024-01-27.snippet.xml": 1,
    "vi/thanhnien-item-2024-01-27.snippet.xml": 1,
    "vi/vnexpress-the-gioi-2025-02-06.snippet.xml": 1,
    "vi/vnexpress-thoi-su-2017-03-25.rss.xml": 25,
    "vi/vnexpress-tin-moi-nhat-2017-04-19.rss.xml": 25,
    "vi/vnexpress-tin-moi-nhat-2017-08-30.rss.xml": 25,
    "vi/vnexpress-tin-moi-nhat-2017-11-14.rss.xml": 25,
}
NO_FEEDS = {
    "public/feedparser/tests/illformed/rss_empty_document.xml": "intake.other_xml",
    "public/miniflux/internal/reader/encoding/testdata/iso-8859-1-meta-after-1024.html": "intake.web_page",
    "public/miniflux/internal/reader/encoding/testdata/iso-8859-1.html": "intake.web_page",
    "public/miniflux/internal/reader/encoding/testdata/utf8-meta-after-1024.html": "intake.web_page",
    "public/miniflux/internal/reader/encoding/testdata/utf8.html": "intake.web_page",
    "public/miniflux/internal/reader/xml/testdata/iso88591.xml": "intake.other_xml",
    "public/miniflux/internal/reader/xml/testdata/iso88591_utf8_mismatch.xml": "intake.other_xml",
    "public/reader/tests/data/custom": "intake.not_a_feed",
    "public/reader/tests/data/sqlite_releases.html": "intake.web_page",
}
# Expectations of another parser's tests, which are JSON and no feed.
EXPECTATIONS = re.compile(r"public/fastfeedparser/.*(?<!/json_feed_sample)\.json")
LEFT_OVER = re.compile(r"</?[a-z]+[\s/>]|&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.IGNORECASE)


def name(path: Path) -> str:
    return path.relative_to(FEEDS).as_posix() if FEEDS else path.name


def read(path: Path) -> tuple[Entry, ...]:
    return parse(path.read_bytes(), "application/xml", "tin", "https://xa.vn/rss")


def texts(entries: Iterable[Entry]) -> list[str]:
    return [text for entry in entries for text in (entry.title, entry.summary, entry.body, entry.author, *entry.categories)]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_gives_entries_apart_and_in_nfc_or_the_right_sentence(path):
    expected = "intake.other_json" if EXPECTATIONS.fullmatch(name(path)) else NO_FEEDS.get(name(path))
    if expected is not None:
        with pytest.raises(FeedError) as caught:
            read(path)
        assert caught.value.key == expected
        return

    entries = read(path)

    assert len(entries) == len({entry.identity for entry in entries})
    assert [text for text in texts(entries) if unicodedata.normalize("NFC", text) != text] == []
    assert entries == read(path)


@pytest.mark.parametrize(("path", "count"), COUNTS.items())
def test_a_vietnamese_feed_comes_whole(path, count):
    entries = read(FEEDS / path)

    assert len(entries) == count
    assert [text for text in texts(entries) if LEFT_OVER.search(text)] == []
    assert [entry.title for entry in entries if not entry.title or not entry.identity] == []


@pytest.mark.parametrize("path", [path for path in COUNTS if "no-dates" not in path])
def test_no_date_that_is_there_is_lost(path):
    source = (FEEDS / path).read_text(encoding="utf-8")
    items = re.findall(r"<(?:item|entry)\b.*?</(?:item|entry)>|<item\b.*", source, re.DOTALL)
    there = [bool(re.search(r"<(?:pubDate|updated|published)>\s*\S", each)) for each in items]

    assert there == [entry.published_at is not None for entry in read(FEEDS / path)]


def test_the_dates_of_every_dialect_are_those_that_stand_there():
    """One hour for the same first article in three dialects: in GMT, with a zone and a year of two digits, in ISO 8601.

    NukeViet's minutes are the number of the month, so of its dates only the hour is kept.
    """
    first = {
        path: read(FEEDS / path)[0].published_at.isoformat() for path in COUNTS if path.startswith("dialects/") and "no-dates" not in path
    }

    assert first == {
        "dialects/entities-in-cdata.rss.xml": "2026-08-20T10:30:00+00:00",
        "dialects/nukeviet-dialect.rss.xml": "2026-08-20T10:00:00+00:00",
        "dialects/portal.atom.xml": "2026-08-20T10:30:00+00:00",
    }


def test_the_same_articles_read_the_same_in_every_dialect():
    titles = {path: [entry.title for entry in read(FEEDS / path)] for path in COUNTS if path.startswith("dialects/")}

    assert len({tuple(each) for each in titles.values()}) == 1, titles


def test_a_nukeviet_guid_loses_its_white_space():
    assert read(FEEDS / "dialects/nukeviet-dialect.rss.xml")[0].identity == "news_1000"


def test_an_id_used_twice_gives_two_entries_and_the_older_one_keeps_it():
    source = (FEEDS / "dialects/portal.atom.xml").read_text(encoding="utf-8")
    ids = [settled(each) for each in re.findall(r"<id>([^<]+)</id>", source)]
    (doubled,) = {each for each in ids if ids.count(each) > 1}

    shared = [entry for entry in read(FEEDS / "dialects/portal.atom.xml") if doubled in entry.identity]

    assert [f"{doubled}|{settled(shared[0].link)}", doubled] == [entry.identity for entry in shared]
    assert shared[0].published_at > shared[1].published_at


def test_tracking_parameters_are_no_part_of_an_identity():
    assert [entry.identity for entry in read(FEEDS / "dialects/no-dates-mixed-nfd.rss.xml") if "utm_" in entry.identity] == []
