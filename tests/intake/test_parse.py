"""Bytes to Entries: the dialects that portals speak, damage, and what is no feed at all."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.intake.parse import parse
from bot.model import Entry

URL = "https://xa.vn/rss/tin.rss"


def read(document: str | bytes, content_type: str = "application/rss+xml") -> tuple[Entry, ...]:
    return parse(document.encode() if isinstance(document, str) else document, content_type, "tin", URL)


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>Tin</title><link>https://xa.vn/</link>{"".join(items)}</channel></rss>'


def item(number: int = 1, **more: str) -> str:
    fields = {"title": f"Tin {number}", "link": f"https://xa.vn/{number}", **more}
    return "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in fields.items()) + "</item>"


def why_not(document: str | bytes, content_type: str = "text/html") -> FeedError:
    with pytest.raises(FeedError) as caught:
        read(document, content_type)
    assert URL in caught.value.say("vi")
    return caught.value


def test_the_nukeviet_dialect():
    """White space round the guid, a picture before the text, character references; minutes that lie are kept as they are."""
    document = rss("""
      <item>
        <title>Xã Tân Lập ra mắt t&#7893; công nghệ số cộng đồng</title>
        <link>https://xa.vn/vi/news/tin-tuc/ra-mat-to-cong-nghe-so-1000.html</link>
        <guid isPermaLink="false">
        <![CDATA[news_1000]]>
        </guid>
        <description><![CDATA[<img src="/uploads/1000.jpg" width="100" align="left" border="0">Tổ gồm 7 người &amp; đến từng nhà.]]></description>
        <pubDate>Tue, 24 Nov 2026 08:11:00 GMT</pubDate>
      </item>""")

    expected = Entry(
        feed="tin",
        identity="news_1000",
        title="Xã Tân Lập ra mắt tổ công nghệ số cộng đồng",
        link="https://xa.vn/vi/news/tin-tuc/ra-mat-to-cong-nghe-so-1000.html",
        summary="Tổ gồm 7 người & đến từng nhà.",
        pictures=("https://xa.vn/uploads/1000.jpg",),
        published_at=datetime(2026, 11, 24, 8, 11, tzinfo=UTC),
    )
    assert (expected,) == read(document)


def test_entities_inside_cdata_and_years_of_two_digits():
    document = rss("""
      <item>
        <title><![CDATA[C&aacute;n bộ x&atilde; trả hồ sơ đ&uacute;ng hẹn]]></title>
        <description><![CDATA[<a href="https://xa.vn/2"><img src="https://xa.vn/2.jpg" /></a></br>Ng&agrave;y 24-11, bộ phận một cửa.]]></description>
        <link>https://xa.vn/2</link>
        <guid>https://www.xa.vn/2</guid>
        <pubDate>Tue, 24 Nov 26 08:05:00 +0700</pubDate>
      </item>""")

    expected = Entry(
        feed="tin",
        identity="xa.vn/2",
        title="Cán bộ xã trả hồ sơ đúng hẹn",
        link="https://xa.vn/2",
        summary="Ngày 24-11, bộ phận một cửa.",
        pictures=("https://xa.vn/2.jpg",),
        published_at=datetime(2026, 11, 24, 1, 5, tzinfo=UTC),
    )
    assert (expected,) == read(document)


def test_no_dates_and_letters_in_two_pieces():
    document = rss(item(3, title="Mo\u0323\u0302t cu\u031b\u0309a", link="https://xa.vn/3?utm_source=rss&amp;utm_medium=feed"))

    (entry,) = read(document)

    assert entry.title == "Một cửa"
    assert entry.identity == "xa.vn/3"
    assert entry.link == "https://xa.vn/3?utm_source=rss&utm_medium=feed"  # the link itself stays as the site gave it
    assert entry.published_at is None


def test_atom_of_a_portal():
    document = """<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Cổng</title>
      <link href='https://xa.vn/'/><link rel='self' href='https://xa.vn/rss'/>
      <entry><title type='html'>Bộ phận &amp;quot;một cửa&amp;quot;</title><id>tag:xa.vn,2026:4</id>
        <link rel='self' href='/api/4'/><link rel='alternate' href='/tin/4'/><link rel='enclosure' type='image/png' href='/4.png'/>
        <published>2026-11-24T08:05:00+07:00</published><updated>2026-11-25T08:05:00+07:00</updated>
        <author><name>Ban biên tập</name></author><category term='CCHC'/><category term='CCHC'/>
        <summary type='html'>&lt;p&gt;Tóm tắt.&lt;/p&gt;</summary>
        <content type='html'>&lt;p&gt;Toàn văn.&lt;/p&gt;</content></entry></feed>"""

    expected = Entry(
        feed="tin",
        identity="tag:xa.vn,2026:4",
        title='Bộ phận "một cửa"',
        link="https://xa.vn/tin/4",
        summary="Tóm tắt.",
        body="Toàn văn.",
        author="Ban biên tập",
        categories=("CCHC",),
        pictures=("https://xa.vn/4.png",),
        published_at=datetime(2026, 11, 24, 1, 5, tzinfo=UTC),
    )
    assert (expected,) == read(document, "application/atom+xml")


def test_the_whole_text_of_an_item_is_its_body():
    document = rss(item(description="Tóm tắt", **{"content:encoded": "<![CDATA[<p>Toàn</p><p>văn</p>]]>"})).replace(
        "<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    )

    (entry,) = read(document)

    assert (entry.summary, entry.body) == ("Tóm tắt", "Toàn văn")


def test_rdf_is_read():
    document = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
      <channel rdf:about="https://xa.vn/"><title>Tin</title></channel>
      <item rdf:about="https://xa.vn/5"><title>Tin 5</title><link>https://xa.vn/5</link></item></rdf:RDF>"""

    assert [(entry.title, entry.link) for entry in read(document)] == [("Tin 5", "https://xa.vn/5")]


def test_json_feed_is_read():
    document = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "home_page_url": "https://xa.vn/",
            "items": [
                {
                    "id": 6,
                    "url": "/tin/6",
                    "title": "Tin 6",
                    "summary": "Tóm tắt",
                    "content_html": "<p>Toàn văn</p><img src='/6.jpg'>",
                    "date_published": "2026-11-24T08:05:00+07:00",
                    "authors": [{"name": "Ban biên tập"}],
                    "tags": ["CCHC", {"lạ": 1}],
                },
                "không phải tin",
                {"id": "7", "content_text": "Chỉ có chữ, không có tiêu đề"},
            ],
        }
    )

    expected = (
        Entry(
            feed="tin",
            identity="6",
            title="Tin 6",
            link="https://xa.vn/tin/6",
            summary="Tóm tắt",
            body="Toàn văn",
            author="Ban biên tập",
            categories=("CCHC",),
            pictures=("https://xa.vn/6.jpg",),
            published_at=datetime(2026, 11, 24, 1, 5, tzinfo=UTC),
        ),
        Entry(
            feed="tin",
            identity="7",
            title="Chỉ có chữ, không có tiêu đề",
            link="",
            summary="Chỉ có chữ, không có tiêu đề",
        ),
    )
    assert expected == read(document, "application/feed+json")


def test_entries_come_in_the_order_of_the_document_whatever_their_dates():
    document = rss(
        item(1, pubDate="Thu, 24 Nov 2039 08:00:00 +0700"),
        item(2, pubDate="hôm qua"),
        item(3, pubDate="Tue, 24 Nov 2026 08:00:00 +0700"),
    )

    assert [entry.published_at.year if entry.published_at else None for entry in read(document)] == [2039, None, 2026]


def test_a_feed_without_items_is_an_empty_one():
    assert read(rss()) == ()
    assert read("<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>") == ()
    assert read('{"version": "https://jsonfeed.org/version/1", "items": []}') == ()


def test_an_item_without_title_is_called_by_its_first_words():
    (entry,) = read(rss("<item><description>Một hai ba bốn năm sáu bảy tám chín mười mười-một mười-hai mười-ba</description></item>"))

    assert entry.title == "Một hai ba bốn năm sáu bảy tám chín mười mười-một mười-hai"


def test_items_without_a_link_are_kept_without_one_and_apart():
    entries = read(
        rss("<item><title>Một</title></item>", "<item><title>Hai</title><link/></item>", "<item><title>Ba</title><link>x:y</link></item>")
    )

    assert [(entry.title, entry.link) for entry in entries] == [("Một", ""), ("Hai", ""), ("Ba", "")]
    assert len({entry.identity for entry in entries}) == 3


def test_a_guid_that_is_an_address_serves_as_link_where_there_is_none():
    assert [entry.link for entry in read(rss("<item><title>Tin</title><guid>https://xa.vn/8</guid></item>"))] == ["https://xa.vn/8"]


def test_relative_links_are_resolved():
    assert [entry.link for entry in read(rss(item(link="/tin/9")))] == ["https://xa.vn/tin/9"]


def test_twins_in_one_feed_are_told_apart_and_exact_copies_are_one():
    document = rss(item(2, guid="a"), item(1, guid="a"), item(1, guid="a"))

    assert [entry.identity for entry in read(document)] == ["a|xa.vn/2", "a"]


# --- damage


@pytest.mark.parametrize(
    ("document", "content_type"),
    [
        (rss(item(title="Cải cách")).encode(), ""),
        (b"\xef\xbb\xbf" + rss(item(title="Cải cách")).encode(), "text/xml"),
        (rss(item(title="Cải cách")).encode("utf-16"), "text/xml"),
        (rss(item(title="Cải cách"), head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16-be"), ""),
        (rss(item(title="Cải cách"), head="").encode("utf-32-le"), ""),
        # ASP.NET: a string writer's declaration above bytes in UTF-8; twice, because by chance an odd number of bytes was refused
        (rss(item(title="Cải cách"), head='<?xml version="1.0" encoding="utf-16"?>').encode(), "text/xml; charset=utf-8"),
        (rss(item(title="Cải cách"), head='<?xml version="1.0" encoding="utf-16"?> ').encode(), ""),
        (rss(item(title="Cải cách"), head='<?xml version="1.0" encoding="iso-8859-1"?>').encode(), ""),
        (rss(item(title="Cải cách"), head='<?xml version="1.0" encoding="undefined"?>').encode(), ""),
        (rss(item(title="Cải cách"), head='<?xml version="1.0" encoding="punycode"?>').encode(), ""),
        # a browser's line, a blank line, a PHP warning before the document
        (b"This XML file does not appear to have any style information\n" + rss(item(title="Cải cách")).encode(), ""),
        (b"\r\n\r\n" + rss(item(title="Cải cách")).encode(), ""),
        (b"<br />\n<b>Warning</b>: x in /y.php on line 3\n" + rss(item(title="Cải cách")).encode(), ""),
        # control characters pasted from Word
        (rss(item(title="Cải\x0b cách\x00")).encode(), ""),
    ],
)
def test_letters_survive_whatever_is_said_of_their_charset(document, content_type):
    assert [entry.title for entry in read(document, content_type)] == ["Cải cách"]


def test_the_charset_that_only_http_names_is_used():
    document = rss(item(title="Каша"), head="").encode("koi8-r")

    assert [entry.title for entry in read(document, "text/xml; charset=KOI8-R")] == ["Каша"]


def test_a_declared_charset_is_used():
    document = rss(item(title="Phát"), head='<?xml version="1.0" encoding="windows-1258"?>').encode("cp1258")

    assert [entry.title for entry in read(document, "text/xml; charset=utf-8")] == ["Phát"]


def test_a_charset_that_shifts_by_escapes_is_used_though_its_bytes_are_ascii():
    document = rss(item(title="日本"), head='<?xml version="1.0" encoding="iso-2022-jp"?>').encode("iso-2022-jp")

    assert [entry.title for entry in read(document)] == ["日本"]


def test_bytes_in_no_known_charset_are_taken_for_windows_1252():
    document = rss(item(title="Café" * 20), head='<?xml version="1.0" encoding="iso-9999"?>').encode("cp1252")

    assert [entry.title for entry in read(document)] == ["Café" * 20]


def test_one_bad_byte_damages_one_letter_and_not_the_feed():
    """Lesson 74: feedparser alone would take the whole document for ISO-8859-2."""
    document = rss(item(1, title="H\ufffdng Hóa"), item(2, title="Cải cách hành chính")).encode().replace("\ufffd".encode(), b"\xe1")

    assert [entry.title for entry in read(document)] == ["H\ufffdng Hóa", "Cải cách hành chính"]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("&#55357;&#56832;", "😀"),  # the halves of an emoji, as some portals write it
        ("&#xD83D;&#xDE00;", "😀"),
        ("&#xD83D;", "\ufffd"),
        ("&#99999999999999999999;", "\ufffd"),
        ("&#x110000;", "\ufffd"),
        ("&#0;", "\ufffd"),
        ("&#7893;", "ổ"),
    ],
)
def test_a_reference_to_no_character_does_not_lose_the_feed(reference, expected):
    assert [f"a {expected} b", "Tin 2"] == [entry.title for entry in read(rss(item(1, title=f"a {reference} b"), item(2)))]


@pytest.mark.parametrize(
    "tail", ["<item><title>Bê bối", "<item><title>Tin 3</title><link>https://xa.vn/", "<item><title><![CDATA[Tin", "<item>", "<ite", ""]
)
def test_a_document_that_breaks_off_gives_the_items_that_are_whole(tail):
    """Half an item would be stored under another identity than the whole one later, and posted twice."""
    document = rss(item(1), item(2)).removesuffix("</channel></rss>") + tail

    assert [entry.title for entry in read(document)] == ["Tin 1", "Tin 2"]


def test_a_bare_ampersand_loses_nothing():
    assert [entry.title for entry in read(rss(item(1, title="A & B"), item(2)))] == ["A & B", "Tin 2"]


def test_more_items_than_any_feed_has_are_bounded():
    assert len(read(rss(*(item(number) for number in range(2_100))))) == 2_000


# --- attack


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "document",
    [
        LAUGHS + rss(item(title="&c;"), head=""),
        FILE + rss(item(title="&a;"), head=""),
        "<!-- <rss -->" + LAUGHS + rss(item(title="&c;"), head=""),  # hides the DOCTYPE from feedparser's own filter
        (LAUGHS + rss(item(title="&c;"), head="")).encode("utf-16"),
    ],
)
def test_entities_of_the_documents_own_are_refused(document):
    assert why_not(document, "text/xml").key == "intake.entities"


def test_a_document_on_which_feedparser_itself_fails_is_called_broken():
    document = rss("<item><gml:pos>1 2</gml:pos></item>").replace("<rss ", '<rss xmlns:gml="http://www.opengis.net/gml" ')

    error = why_not(document)

    assert error.key == "intake.unreadable"
    assert isinstance(error.__cause__, KeyError)


def test_utf_7_hides_nothing():
    document = '<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x [+ADwAIQ-ENTITY c "ha">]>' + rss(item(title="&c;"), head="")

    assert [entry.title for entry in read(document)] == ["&c;"]


def test_an_external_document_type_is_never_fetched():
    document = '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/rss.dtd">' + rss(item(), head="")

    assert [entry.title for entry in read(document)] == ["Tin 1"]


def test_what_an_item_says_is_text_and_never_markup():
    document = rss(
        item(
            title="&lt;script&gt;alert(1)&lt;/script&gt;Tin", description="<![CDATA[<a href='javascript:x'>chữ</a>]]>", link="javascript:x"
        )
    )

    (entry,) = read(document)

    assert (entry.title, entry.summary, entry.link, entry.pictures) == ("Tin", "chữ", "", ())


# --- no feed at all


PAGE = "<!DOCTYPE html><html><head><title>Trang chủ</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("document", "key"),
    [
        (PAGE.format("<p>Chào mừng"), "intake.web_page"),
        (PAGE.format("<item><title>x</title></item>"), "intake.web_page"),
        ("<html><body>chào", "intake.web_page"),
        (PAGE.format("<form><input name=u><input type='password'></form>"), "intake.login_page"),
        (PAGE.format("<script src='/cdn-cgi/challenge-platform/x.js'></script>"), "intake.bot_protection"),
        (PAGE.format("<script src='/aes.js'></script>"), "intake.bot_protection"),
        ("Bảo trì hệ thống", "intake.not_a_feed"),
        ("", "intake.not_a_feed"),
        (b"\x89PNG\r\n\x1a\n\0\0", "intake.not_a_feed"),
        (b"%PDF-1.7", "intake.not_a_feed"),
        ("<?xml version='1.0'?><urlset><url/></urlset>", "intake.other_xml"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "intake.other_xml"),
        ("<rss", "intake.other_xml"),
        ('{"error": "not found"}', "intake.other_json"),
        ('{"version": "https://jsonfeed.org/version/1"}', "intake.other_json"),
        ('{"version": ["https://jsonfeed.org/version/1"], "items": []}', "intake.other_json"),
        ("[]", "intake.other_json"),
        ("[1, 2", "intake.broken_json"),
        ("{" * 5_000, "intake.broken_json"),
        ("[" * 100_000, "intake.broken_json"),
        (b'{"a": "\xe1"}', "intake.broken_json"),
    ],
)
def test_what_is_no_feed_is_called_by_its_name(document, key):
    assert key == why_not(document).key


def test_a_wrong_document_type_above_a_feed_does_not_make_it_a_web_page():
    assert [entry.title for entry in read("<!DOCTYPE html>" + rss(item(), head=""))] == ["Tin 1"]


# --- anything


PIECES = st.sampled_from(
    [
        *"<>&;\"'[]{}=/!?-",
        *("<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "<guid>", "<description>", "<pubDate>"),
        *(
            "<feed xmlns='http://www.w3.org/2005/Atom'>",
            "<entry>",
            "<content type='xhtml'>",
            "<link href='",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
        ),
        *(
            "<?xml version='1.0' encoding='",
            "utf-16",
            "idna",
            "&#xD800;",
            "&#55357;",
            "&amp;lt;b&gt;",
            "<!DOCTYPE x [",
            "<content type='",
            "base64",
        ),
        *("http://[", "https://xa.vn/", "Thứ Ba, 99/99/9999", "\x00", "\ud7ff", "\ufeff", "ệ", "<enclosure url='x' type='image/'/>"),
        *('{"version":"https://jsonfeed.org/version/1","items":[', '{"id":', '"\\ud800"', "null", "1e999", "]}"),
    ]
)


@settings(deadline=None, max_examples=400)
@given(
    st.binary(max_size=300)
    | st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join).map(str.encode)
    | st.lists(PIECES, max_size=30).map(lambda pieces: ("<rss version='2.0'><channel><item>" + "".join(pieces)).encode())
    | st.lists(PIECES, max_size=20).map(
        lambda pieces: ("<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + "".join(pieces)).encode("utf-16")
    ),
    st.sampled_from(["", "text/xml", "text/html; charset=utf-16", "application/json; charset=undefined", "; charset=\ufffd"])
    | st.text(max_size=30),
)
def test_any_bytes_and_headers_give_entries_or_a_feed_error(body, content_type):
    entries, sentence = (), ""
    try:
        entries = parse(body, content_type, "tin", URL)
    except FeedError as error:
        sentence = error.say("vi")

    assert not (entries and sentence)
    assert len(entries) == len({entry.identity for entry in entries})
    assert all(entry.identity and (not entry.link or entry.link.startswith(("http://", "https://"))) for entry in entries)
    # What can't be stored as UTF-8 (half an emoji) never comes out: encode() would raise.
    texts = [
        text
        for entry in entries
        for text in (entry.title, entry.summary, entry.body, entry.author, entry.identity, entry.link, *entry.pictures)
    ]
    assert texts == [text.encode().decode() for text in texts]
