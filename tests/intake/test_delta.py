"""Reading only what is unseen gives exactly what the whole document gives: over the feeds beside the checkout, over documents made of hostile pieces, cut anywhere.

How many are tried: LOA_TEST_EXAMPLES (docs/testing.md).
"""

import os
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from benchmarks.variants import SAMPLES, corpus, successor
from bot.errors import FeedError
from bot.intake.delta import Reading, read
from bot.intake.memory import digest_of, pack
from bot.intake.parse import parse
from tests.intake.documents import two_documents

FEEDS = next((folder / "shared" / "feeds" for folder in Path(__file__).parents if (folder / "shared" / "feeds").is_dir()), None)
MANY = int(os.environ.get("LOA_TEST_EXAMPLES", "0"))
LARGEST = 60_000
URL = "https://xa.vn/rss/tin.rss"
HEAD = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title><link>https://xa.vn/</link>'
TAIL = "</channel></rss>"


def reading_of(body: bytes, remembered: bytes = b"", url: str = URL) -> Reading:
    return read(body, "application/xml", "tin", url, remembered)


def key_or(make):
    try:
        return make()
    except FeedError as error:
        return error.key


def agrees(old: bytes, new: bytes) -> Reading | None:
    """Reads `new` after `old`, and holds it against the whole; None where `new` is no feed."""
    try:
        before = reading_of(old)
    except FeedError:
        remembered, known = b"", {}
    else:
        assert before.whole
        remembered, known = before.remembered, {entry.identity: entry for entry in before.entries}
        assert before.entries == parse(old, "application/xml", "tin", URL)
    whole, reading = (key_or(lambda: parse(new, "application/xml", "tin", URL)), key_or(lambda: reading_of(new, remembered)))
    if isinstance(whole, str):
        assert whole == reading
        return None
    assert reading.identities == tuple(entry.identity for entry in whole)
    assert reading.entries == tuple(whole[place] for place in reading.places)
    omitted = [entry for place, entry in enumerate(whole) if place not in set(reading.places)]
    assert omitted == [known[entry.identity] for entry in omitted]
    assert not reading.whole or not omitted
    fresh = reading_of(new)
    for name in ("ttl", "skip_hours", "skip_days", "hub", "self_link", "title"):
        assert getattr(fresh, name) == getattr(reading, name)
    assert reading.whole or fresh.remembered == reading.remembered
    return reading


def test_what_a_site_publishes_next_is_read_as_in_the_whole():
    bodies = [body for body in corpus(FEEDS) if len(body) <= LARGEST]
    several = [body for body in bodies if body.count(b"</item>") + body.count(b"</entry>") > 1]
    partly = read_at_all = 0
    for seed in range(MANY or 36):
        rng = Random(seed)
        old = rng.choice(several if rng.random() < 0.8 else bodies)
        reading = agrees(old, successor(rng, successor(rng, old) if rng.random() < 0.2 else old))
        read_at_all += reading is not None
        partly += reading is not None and not reading.whole
    assert partly > read_at_all // 8  # or nothing is tried here


@pytest.mark.parametrize("body", SAMPLES[:3])
def test_a_document_cut_anywhere_is_read_as_in_the_whole(body):
    places = range(0, len(body), 1 if MANY else 97)
    for place in places:
        agrees(body, body[:place])


@given(two_documents())
@settings(max_examples=MANY or 80)
def test_documents_of_hostile_pieces_are_read_as_in_the_whole(documents):
    agrees(*documents)


def items(*numbers: int, **more: str) -> str:
    extra = "".join(f"<{name}>{text}</{name}>" for name, text in more.items())
    return "\n".join(f"<item><title>Tin {number}</title><link>https://xa.vn/{number}</link>{extra}</item>" for number in numbers)


def document(*parts: str, head: str = HEAD) -> bytes:
    return f"{head}{''.join(parts)}{TAIL}".encode()


def test_only_what_is_unseen_is_read():
    first = reading_of(document(items(1, 2, 3)))
    second = reading_of(document(items(4), "<!-- x -->", items(1, 3)), first.remembered)
    third = reading_of(document(items(4, 1, 3)), second.remembered)

    assert first.whole
    assert first.places == (0, 1, 2)
    assert not second.whole
    assert [entry.title for entry in second.entries] == ["Tin 4"]
    assert second.identities == ("xa.vn/4", "xa.vn/1", "xa.vn/3")
    assert second.places == (0,)
    assert (third.entries, third.places, third.whole) == ((), (), False)
    assert third.identities == second.identities
    assert reading_of(document(items(1)), third.remembered).identities == ("xa.vn/1",)


def test_a_changed_date_in_the_head_makes_nothing_unseen():
    old = document("<lastBuildDate>Tue, 24 Nov 2026 08:05:00 GMT</lastBuildDate>", items(1, 2))

    assert reading_of(old.replace(b"08:05", b"08:20"), reading_of(old).remembered).entries == ()


@pytest.mark.parametrize(
    "new",
    [
        document(items(1, 2), head=HEAD.replace("https://xa.vn/", "https://khac.vn/")),
        document(items(1, 2), head=HEAD.replace("<rss ", '<rss xml:base="https://khac.vn/" ')),
        document(items(1, 2), head=HEAD.replace("<rss ", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" ')),
        document(items(1, 2), head=HEAD.replace("<rss ", "<!DOCTYPE rss><rss ")),
        document(items(1, 2), head="\n" + HEAD),
        document(items(1, 2), "<item><title>a & b</title></item>"),
        document(items(1, 2), "<item><title>a<item></title></item>"),
        document(items(1, 2), "<item/>"),
        document(items(1, 2), "<ITEM><title>x</title></ITEM>"),
        document(items(1, 2), "<link>https://xa.vn/</link>"),
        document("<!--", items(1, 2), "-->"),
        document("<![CDATA[", items(1, 2), "]]>"),
        document(items(1, 2), "<item><guid>https://xa.vn/2</guid><link>https://xa.vn/khac</link></item>"),
        document(items(1, 2))[: -len(TAIL) - 10],
        document(items(1), items(1)),
    ],
)  # fmt: skip
def test_what_can_not_be_cut_safely_is_read_whole(new):
    old = document(items(1, 2))
    reading = agrees(old, new)

    assert reading is not None
    assert reading.whole


def test_what_an_item_leaves_behind_makes_every_document_be_read_whole():
    """A base address that feedparser does not take back, a prefix declared inside an item, a text that is not ended where it began."""
    for rest in ('<d xml:base="https://kia.vn/">x</d>', '<d xmlns:x="urn:x"/>', "<description>a<b>b</b><title>c</title></description>"):
        old = document(items(1), f"<item><title>x</title>{rest}</item>")
        assert reading_of(old).remembered == b""


def test_where_one_identity_stands_twice_nothing_is_remembered():
    twice = document(
        '<item><guid isPermaLink="false">a</guid><link>/1</link></item><item><guid isPermaLink="false">a</guid><link>/2</link></item>'
    )

    assert reading_of(twice).remembered == b""
    assert len(reading_of(twice).identities) == 2


@pytest.mark.parametrize("other", [{"feed": "khac"}, {"url": "https://xa.vn/khac.rss"}])
def test_what_is_remembered_of_another_feed_or_address_is_not_used(other):
    body = document(items(1, 2))
    given = {"feed": "tin", "url": URL, **other}

    assert read(body, "", given["feed"], given["url"], reading_of(body).remembered).whole


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff" * 40, b"[]", digest_of(b"[]").encode() + b"[]", digest_of(b"null").encode() + b"null", digest_of(b'["a",1]').encode() + b'["a",1]', pack("0" * 16, [])])  # fmt: skip
def test_what_is_remembered_wrongly_is_nothing(damage):
    assert reading_of(document(items(1)), damage).whole


def test_no_byte_of_what_is_remembered_can_be_wrong_unnoticed():
    body = document(items(1, 2, 3))
    remembered = reading_of(body).remembered
    for place in range(len(remembered)):
        damaged = remembered[:place] + bytes([remembered[place] ^ 1]) + remembered[place + 1 :]
        assert reading_of(body, damaged).whole


def test_items_that_say_nothing_have_no_identity():
    body = document("<item></item>", items(1), "<item> </item>")
    first = reading_of(body)
    again = reading_of(body, first.remembered)

    assert first.identities == again.identities == ("xa.vn/1",)
    assert not again.whole


def test_two_thousand_items_are_remembered_and_more_are_not():
    body = document(items(*range(2_000)))
    first = reading_of(body)
    assert len(first.remembered) < 100_000
    assert not reading_of(body, first.remembered).whole
    more = reading_of(document(items(*range(2_001))), first.remembered)
    assert (more.whole, len(more.identities), more.remembered) == (True, 2_000, b"")


def test_a_document_says_when_to_come_again_and_where_its_hub_is():
    asked = reading_of(
        SAMPLES[0].replace(b"</skipHours>", b"<hour>24</hour><hour>99</hour></skipHours><skipDays><day>Sunday</day><day>x</day></skipDays>")
    )

    assert asked.title == "Tin xã"
    assert asked.ttl == timedelta(minutes=30)
    assert asked.skip_hours == {0, 1}
    assert asked.skip_days == {6}
    assert asked.hub == "https://hub.vn/"
    assert reading_of(SAMPLES[1]).self_link == "https://xa.vn/atom"
    assert (reading_of(SAMPLES[3]).hub, reading_of(SAMPLES[3]).title) == ("https://hub.vn", "Tin")
    assert reading_of(document("<ttl>-1</ttl>", items(1))).ttl is None
