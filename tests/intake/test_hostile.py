"""Whatever the bytes, and whatever the web server: entries, or one FeedError with a sentence.

`make fuzz` tries 100,000 variants; here a few hundred of them, LOA_TEST_EXAMPLES for more.
"""

import os
from dataclasses import replace

import pytest

from benchmarks.answers import End, Exchange, Said, exchange
from benchmarks.asking import Asking
from benchmarks.fuzz import feeds, outcome
from benchmarks.judging import Wrong, judge, sentence_of
from benchmarks.variants import CONTENT_TYPES, SAMPLES, corpus, variant
from bot.errors import FeedError, LoaError
from bot.intake.delta import read
from bot.intake.parse import parse

MANY = int(os.environ.get("LOA_TEST_EXAMPLES", "0"))
LARGEST = 60_000 if MANY else 5_000
URL = "https://xa.vn/rss/tin.rss"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_variant_ends_in_entries_or_in_a_sentence():
    bodies = [body for body in corpus(feeds()) if len(body) <= LARGEST]
    ends = {outcome(*variant(seed, bodies)) for seed in range(MANY or 250)}

    # Which tricks come up depends on the corpora that are there; that of these samples alone is known.
    assert {"entries", "intake.not_a_feed"} <= ends
    assert outcome(*variant(397, SAMPLES)) == "intake.entities"


def test_a_variant_is_the_same_each_time_and_so_is_what_becomes_of_it():
    for seed in range(30):
        assert variant(seed, SAMPLES) == variant(seed, SAMPLES)
        assert outcome(*variant(seed, SAMPLES)) == outcome(*variant(seed, SAMPLES))


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_no_wrong_content_type_loses_a_sound_feed(content_type):
    assert [outcome(sample, content_type) for sample in SAMPLES[:5]] == ["entries"] * 5


@pytest.mark.parametrize(
    "name", ["links", "tags", "content", "media_content", "media_thumbnail", "enclosures", "title", "author", "updated", "id"]
)
@pytest.mark.parametrize("shape", ["<{0}>x</{0}>", "<{0} a='b'>x</{0}>", "<{0} a='b'/>", "<{0}/><{0} rel='enclosure'/>"])
def test_tags_that_are_called_as_feedparser_calls_its_own_break_nothing(name, shape):
    document = f"<rss><channel><item><title>Tin</title>{shape.format(name)}<guid>1</guid></item></channel></rss>".encode()

    assert outcome(document, "") in {"entries", "intake.unreadable"}


@pytest.mark.parametrize("name", ["links", "title", "ttl", "link", "image", "skipHours", "hour"])
@pytest.mark.parametrize("shape", ["<{0}>x</{0}>", "<{0} a='b'>x</{0}>", "<{0} a='b'/>"])
def test_nor_do_those_of_the_feed(name, shape):
    document = f"<rss><channel>{shape.format(name)}<item><title>Tin</title></item></channel></rss>".encode()

    assert outcome(document, "") in {"entries", "intake.unreadable"}


ITEM = "<item><title>Tin</title>{}</item>"


@pytest.mark.parametrize(
    ("inside", "end"),
    [
        ("<author>" + "a." * 200_000 + "</author>", "entries"),
        ("<author>" + "a@" * 200_000 + "</author>", "entries"),
        ("".join(f"<category>{number}</category>" for number in range(15_000)), "entries"),
        ("<category>&</category>" * 5_000, "entries"),
        ("<b " + " ".join(f"a{number}=''" for number in range(20_000)) + "/>", "entries"),
        ("<b " + " ".join(f"xmlns:a{number}='u{number}'" for number in range(20_000)) + "/>", "intake.unreadable"),
        ("<image>" + "<link href='a'/>" * 5_000 + "</image>" + "</item><item>" * 1_000, "entries"),
    ],
    ids=["author", "address", "categories", "loose", "attributes", "namespaces", "image"],
)
def test_what_is_made_to_be_slow_ends(inside, end):
    """Nothing is measured: unbounded, the first takes some ten minutes."""
    document = f"<rss><channel><image><url>u</url></image>{ITEM.format(inside)}</channel></rss>".encode()

    assert outcome(document, "") == end


def test_the_judge_sees_what_is_wrong():
    """That no fault is found says something only where one would be."""
    reading = read(SAMPLES[0], "", "tin", URL)
    first, *others = reading.entries
    judge(reading)
    for worse in ({"title": "a\u0302"}, {"identity": ""}, {"identity": others[0].identity}, {"author": "\ud800"}):
        entries = (replace(first, **worse), *others)
        with pytest.raises((Wrong, UnicodeEncodeError)):
            judge(replace(reading, entries=entries, identities=tuple(entry.identity for entry in entries)))


def test_the_same_error_comes_from_the_whole_and_from_the_unseen():
    remembered = read(SAMPLES[0], "", "tin", URL).remembered
    assert remembered
    for seed in range(40):
        body, content_type = variant(seed, SAMPLES)
        ends = []
        for make in (lambda: parse(body, content_type, "tin", URL), lambda: read(body, content_type, "tin", URL, remembered)):  # noqa: B023
            try:
                make()
                ends.append("")
            except FeedError as error:
                ends.append(error.key)
        assert ends[0] == ends[1]


@pytest.fixture
def asking():
    one = Asking()
    yield one
    one.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_answer_ends_in_entries_in_nothing_new_or_in_one_sentence(asking):
    bodies = [body for body in corpus(feeds()) if len(body) <= LARGEST]
    ends = {end for seed in range(MANY or 250) for end in asking.ends(exchange(seed, bodies), seed)}

    assert {
        "entries",
        "not modified",
        "page",
        "intake.bad_answer",
        "intake.broken_off",
        "intake.bad_encoding",
        "intake.redirect_loop",
    } <= ends


def test_an_exchange_is_the_same_each_time_and_so_is_what_becomes_of_it_whatever_came_before(asking):
    another = Asking()
    for seed in range(40):
        first = exchange(seed, SAMPLES)
        assert first == exchange(seed, SAMPLES)
        assert asking.ends(first, seed) == another.ends(first, seed) == asking.ends(first, seed)
    another.close()


def answers(*says: bytes, end: End = End.STAYS, times: int = 1, **how: float) -> Exchange:
    return Exchange("xa.vn", "feed", times, tuple(Said(data, end, **how) for data in says))


GOOD = b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: %d\r\n\r\n%b' % (len(SAMPLES[0]), SAMPLES[0])


@pytest.mark.parametrize(
    ("says", "ends"),
    [
        (answers(GOOD), ["entries"]),
        (answers(GOOD, piece=1), ["entries"]),
        (answers(GOOD, GOOD, times=2), ["entries", "not modified"]),
        (answers(GOOD, GOOD, end=End.LEAVES, times=2), ["entries", "not modified"]),
        (answers(GOOD, b"HTTP/1.1 304 x\r\n\r\n", times=2), ["entries", "not modified"]),
        (answers(GOOD[:-1]), ["intake.read_timeout"]),
        (answers(GOOD[:-1], end=End.CLOSES), ["intake.broken_off"]),
        (answers(GOOD[:-1], end=End.RESETS), ["intake.broken_off"]),
        (answers(GOOD, gap=31.0), ["intake.read_timeout"]),
        (answers(GOOD, piece=10, gap=20.0), ["intake.read_timeout"]),
        (answers(GOOD, piece=len(GOOD) // 12, gap=20.0), ["intake.too_slow"]),
        (answers(b"HTTP/1.1 301 x\r\nLocation: /neu\r\nContent-Length: 0\r\n\r\n", GOOD), ["entries"]),
    ],
)
def test_the_line_of_the_fuzzer_is_a_line_like_any_other(asking, says, ends):
    assert asking.ends(says, 5) == ends


def test_the_judge_of_sentences_sees_what_is_wrong():
    with pytest.raises(Wrong):
        sentence_of(LoaError("intake.gone", url="http://xa.vn/" + "a" * 1_000, status=410), 1_000)
    with pytest.raises(Wrong):
        sentence_of(LoaError("intake.gone", url="http://xa.vn/\x07", status=410), 1_000)
