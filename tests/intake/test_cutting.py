"""What the cut by text says; whether it is right is tested with the parser (test_delta.py)."""

import pytest

from bot.intake.cutting import cut_up

RSS = b'<?xml version="1.0"?><rss><channel><title>C</title> <item><guid>1</guid></item>\n<!-- hai --><item>\n<guid>2</guid></item></channel></rss>\n'


def test_head_items_and_tail_are_the_whole_document_but_for_what_stands_between():
    cut = cut_up(RSS, 9)
    assert cut.head == b'<?xml version="1.0"?><rss><channel><title>C</title> '
    assert cut.items == (b"<item><guid>1</guid></item>", b"<item>\n<guid>2</guid></item>")
    assert cut.tail == b"</channel></rss>\n"
    assert [RSS[start : start + len(item)] for start, item in zip(cut.starts, cut.items, strict=True)] == list(cut.items)
    assert [RSS[end : end + 7] for _, end in cut.spans] == [b"</item>", b"</item>"]


def test_atom_is_cut_at_its_entries():
    cut = cut_up(b'<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><entry><id>1</id></entry></feed>', 9)
    assert (cut.items, cut.end) == ((b"<entry><id>1</id></entry>",), b"</entry>")


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html><item></item></html>",
        b"<rss><channel></channel></rss>",
        RSS.replace(b"<rss>", b"<!DOCTYPE rss><rss>"),
        RSS.replace(b"<!-- hai -->", b"chu"),  # text between two items
        RSS.replace(b"</channel>", b"<title>sau</title></channel>"),  # something of the feed's own behind them
        RSS.replace(b"</rss>", b""[:0]).replace(b"<guid>2</guid></item>", b"<guid>2</guid>"),  # the last item is broken off
    ],
    ids=["empty", "no feed", "no item", "doctype", "text between", "something behind", "broken off"],
)
def test_what_is_anything_else_is_not_cut(document):
    assert cut_up(document, 9) is None


def test_more_items_than_are_wanted_are_not_cut():
    assert cut_up(RSS, 2) is not None
    assert cut_up(RSS, 1) is None
