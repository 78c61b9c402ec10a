"""Feeds in old charsets, under right and wrong names, and feeds whose texts were damaged before: Entries as they were meant, or as they are."""

import json

import pytest

from bot.intake.charset import decoded
from bot.intake.parse import parse
from bot.intake.plain import fold, plain, plain_together
from bot.model import Entry
from tests.vietnamese import legacy

TITLE = "Xã Gio Linh đẩy mạnh chuyển đổi số"
SUMMARY = "Tổ công nghệ số cộng đồng ở các thôn hướng dẫn người dân nộp hồ sơ trực tuyến, ký số và thanh toán lệ phí."
BODY = "<p>Đến nay, 98% hồ sơ thủ tục hành chính được số hóa. Bà con không phải đi lại nhiều lần.</p>"


def rss(title: str, summary: str, body: str, declared: str = "") -> str:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return (
        f'{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>C</title><item><guid>1</guid>'
        f"<link>https://xa.vn/1</link><title>{title}</title><description>{summary}</description>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded></item></channel></rss>"
    )


def only(document: bytes, content_type: str = "") -> Entry:
    (entry,) = parse(document, content_type, "tin", "https://xa.vn/rss")
    return entry


def texts(entry: Entry) -> tuple[str, str, str]:
    return entry.title, entry.summary, entry.body


MEANT = (TITLE, SUMMARY, plain(BODY, 1_000))


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "windows-1252", "us-ascii", "x-unknown"])
@pytest.mark.parametrize("way", [legacy.tcvn3, legacy.vni, legacy.windows_1258])
def test_bytes_of_an_old_charset_are_read_whatever_they_are_called(way, declared):
    document = rss(way(TITLE), way(SUMMARY), way(BODY), declared).encode("cp1252")
    assert texts(only(document)) == MEANT


@pytest.mark.parametrize(
    ("way", "declared"),
    [
        (legacy.tcvn3, "TCVN3"),
        (legacy.tcvn3, "x-viet-tcvn5712"),
        (legacy.tcvn3, "TCVN5712-1"),
        (legacy.vni, "vni"),
        (legacy.vni, "x-viet-vni"),
        (legacy.windows_1258, "windows-1258"),
    ],
)
def test_a_charset_that_is_called_by_its_name_needs_no_proof(way, declared):
    """One word is not enough to tell a charset by itself."""
    document = rss(way("Bão"), "Bão", "", declared).encode("cp1252")
    assert only(document).title == "Bão"
    http = rss(way("Bão"), "Bão", "").encode("cp1252")
    assert only(http, f"text/xml; charset={declared}").title == "Bão"


def test_utf_8_under_an_old_name_is_utf_8():
    assert only(rss(TITLE, SUMMARY, BODY, "TCVN3").encode()).title == TITLE


@pytest.mark.parametrize("way", [legacy.as_windows_1252, legacy.as_latin_1, legacy.tcvn3, legacy.vni, legacy.windows_1258])
def test_texts_that_were_damaged_before_they_were_encoded_are_mended(way):
    document = rss(way(TITLE), way(SUMMARY), way(BODY), "utf-8").encode()
    assert texts(only(document)) == MEANT
    references = rss(
        *("".join(f"&#{ord(letter)};" if ord(letter) > 127 else letter for letter in way(text)) for text in (TITLE, SUMMARY, BODY))
    )
    assert texts(only(references.encode())) == MEANT


def test_a_short_headline_is_mended_with_its_article():
    document = rss(legacy.tcvn3("Tin bão"), legacy.tcvn3(SUMMARY), "", "utf-8").encode()
    assert only(document).title == "Tin bão"
    assert only(rss(legacy.tcvn3("Tin bão"), "", "", "utf-8").encode()).title == legacy.tcvn3("Tin bão")


def test_what_is_not_certain_is_left_as_it_is():
    assert only(rss("má»i ngÆ°á»i", "", "", "utf-8").encode()).title == "má»i ngÆ°á»i"


def test_a_json_feed_is_mended_too():
    way = legacy.as_windows_1252
    item = {"id": "1", "url": "https://xa.vn/1", "title": way(TITLE), "summary": way(SUMMARY), "content_text": legacy.vni(SUMMARY)}
    document = {"version": "https://jsonfeed.org/version/1.1", "items": [item]}
    assert texts(only(json.dumps(document).encode())) == (TITLE, SUMMARY, "")
    item["content_html"] = way(BODY)
    assert texts(only(json.dumps(document).encode())) == MEANT


def test_a_document_without_one_good_letter_of_utf_8_is_none_in_it():
    """However few the bad ones are among the markup."""
    assert decoded(b"<rss>" + b"<item/>" * 100 + "Café".encode("cp1252") + b"</rss>", "").endswith("Café</rss>")


def test_texts_of_one_hand_are_cut_between_words():
    assert plain_together(("một cửa hàng", 9), ("<p>một</p> cửa", 50)) == ("một cửa", "một cửa")


def test_a_zero_width_space_between_words_is_a_blank():
    assert fold("hành\u200bchính\u200b ho\u200bà") == "hành chính hoà"
