"""The watched parser is feedparser's own: all that it gives is what `feedparser.parse` gives, dates read by feedparser aside."""

import os
from pathlib import Path

import feedparser
import pytest
from feedparser.api import StrictFeedParser
from hypothesis import given, settings

from benchmarks.variants import corpus
from bot.intake.charset import decoded
from bot.intake.xmlfeed import _Watched, read_xml
from tests.intake.documents import two_documents

FEEDS = next((folder / "shared" / "feeds" for folder in Path(__file__).parents if (folder / "shared" / "feeds").is_dir()), None)
MANY = int(os.environ.get("LOA_TEST_EXAMPLES", "0"))
LARGEST = 10_000_000 if MANY else 30_000

# Every attribute in which feedparser's parser keeps what it knows: compared between the items, or of no matter to the next item, for the reason given.
COMPARED = {
    "_summaryKey", "baseuri", "basestack", "contentparams", "decls", "hasContent", "inauthor", "incontent", "incontributor", "inentry", "infeed", "ingeometry", "inpublisher",
    "insource", "namespacemap", "namespaces_in_use", "psc_chapters_flag", "sourcedata", "svgOK", "version",
}  # fmt: skip
HARMLESS = {
    "_locator": "never asked",
    "bozo": "not well-formed: no state at all",
    "depth": "only compared with depths inside the same item",
    "elementstack": "an item puts itself on top of it, and what lies below is reached by nothing but the end of an item",
    "encoding": "constant",
    "entries": "only the last one is written to; their number is held against the places",
    "exc": "as bozo",
    "feeddata": "its image and text input and its size are compared; the rest is not asked inside an item",
    "inimage": "put out by the start of an item",
    "intextinput": "put out by the start of an item",
    "lang": "names the language of texts, which nobody here asks for",
    "langstack": "as lang",
    "property_depth_map": "by entry",
    "title_depth": "put back by the start of an item",
}


def bare(value: object) -> object:
    """Plain dicts and lists, without the dates that feedparser has read: asked of dict itself, since FeedParserDict answers for other keys, too."""
    if isinstance(value, dict):
        return {key: bare(dict.__getitem__(value, key)) for key in dict.keys(value) if not key.endswith("_parsed")}
    return [bare(each) for each in value] if isinstance(value, list) else value


def outcome(make):
    try:
        read = make()
    except Exception as error:  # noqa: BLE001  # feedparser raises what it likes, and so must we
        return type(error)
    return read


def agrees(document: bytes) -> None:
    said = {"content-type": "application/xml; charset=utf-8"}
    theirs = outcome(lambda: feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False, response_headers=said))
    ours = outcome(lambda: read_xml(document))
    if isinstance(theirs, type):
        assert ours is theirs
        return
    assert bare(list(ours.items)) == bare(theirs.entries)
    assert bare(ours.feed) == bare(theirs.feed)
    assert (ours.version, ours.broken) == (theirs.version, bool(theirs.bozo))


@pytest.mark.skipif(FEEDS is None, reason="the shared feeds are not beside this checkout")
def test_every_feed_beside_the_checkout_is_read_as_feedparser_reads_it():
    for body in corpus(FEEDS):
        if 0 < len(body) <= LARGEST:
            agrees(decoded(body, "").encode("utf-8", "ignore"))


@given(two_documents())
@settings(max_examples=MANY or 40)
def test_documents_of_hostile_pieces_are_read_as_feedparser_reads_them(documents):
    for document in documents:
        agrees(document)


def test_all_that_the_parser_keeps_is_compared_or_harmless():
    """A newer feedparser that keeps more must be looked at: is it carried from one item to the next?"""
    assert set(vars(StrictFeedParser("", None, "utf-8"))) == COMPARED | set(HARMLESS)
    watched = _Watched()
    assert len(watched._state()) == 23
    watched.let_go()
