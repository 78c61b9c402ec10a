"""The sample website: what it tells, and how it answers over real HTTP on this machine."""

import http.client
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path

import feedparser
import pytest

from bot.sandbox.site import FEED_LENGTH, FEED_PATH, SampleSite, load_news
from bot.sandbox.site_news import FIELDS, TOPICS
from bot.sandbox.site_pictures import THEMES, draw

NEWS = Path(__file__).parents[2] / "config/demo/news.yaml"
BEGIN = datetime(2023, 3, 6, 1, 30, 0, 250_000, tzinfo=UTC)  # a Monday, 08:30 in Hướng Hóa
PLAN = "ke-hoach-tuyen-truyen-cai-cach-hanh-chinh-nam-2023"


class Clock:
    def __init__(self):
        self.now = BEGIN

    def __call__(self):
        return self.now

    def forward(self, **amount):
        self.now += timedelta(**amount)


class Tags(HTMLParser):
    """The start tags of a page, and its text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def meta(self, name):
        return [attrs["content"] for tag, attrs in self.tags if tag == "meta" and name in (attrs.get("property"), attrs.get("name"))]


@pytest.fixture(scope="module")
def news():
    return load_news(NEWS)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def site(news, clock):
    with SampleSite(news, clock) as running:
        yield running


def get(site, path, method="GET", **headers):
    """One request over the wire, its path sent exactly as given: status, headers, body."""
    connection = http.client.HTTPConnection(site.host_port, timeout=10)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def feed(site):
    status, _headers, body = get(site, FEED_PATH)
    assert status == 200
    parsed = feedparser.parse(body)
    assert not parsed.bozo
    return parsed


def appeared(news, after=0):
    return [item for item in news if item.minutes <= after]


# ------------------------------------------------------------------------------------------------ the content


def test_there_are_26_items_about_reform_and_26_that_are_not(news):
    assert Counter(item.expect.relevant for item in news) == {True: 26, False: 26}


def test_each_field_is_there_three_times_and_each_topic_too(news):
    fields = Counter(field for item in news for field in item.expect.fields)
    topics = Counter(topic for item in news for topic in item.expect.topics)

    assert set(fields) == FIELDS
    assert min(fields.values()) >= 3
    assert set(topics) == TOPICS
    assert min(topics.values()) >= 3


def test_praise_criticism_and_directives_are_enough_to_see_each_rule_at_work(news):
    tones = Counter(item.expect.tone for item in news)

    assert tones["praise"] >= 6
    assert tones["criticism"] >= 5
    assert sum("directive" in item.expect.topics for item in news) >= 4


def test_every_text_is_nfc_and_carries_no_invisible_characters():
    text = NEWS.read_text(encoding="utf-8")

    assert text == unicodedata.normalize("NFC", text)
    assert {unicodedata.category(sign) for sign in text.replace("\n", "")}.isdisjoint({"Cc", "Cf", "Co", "Cn"})


def test_the_file_says_at_its_head_that_this_is_no_real_news():
    assert NEWS.read_text(encoding="utf-8").startswith("# TIN MINH HỌA, KHÔNG PHẢI TIN THẬT.\n")


def test_titles_and_summaries_are_each_written_once(news):
    assert len({item.title for item in news}) == len(news)
    assert len({item.summary for item in news}) == len(news)


def test_the_plan_of_2023_names_the_six_fields_the_four_outlets_and_both_praise_and_criticism(news):
    plan = next(item for item in news if item.slug == PLAN)
    text = " ".join([plan.summary, *plan.body]).lower()

    assert plan.title == "Kế hoạch tuyên truyền công tác cải cách hành chính năm 2023 trên địa bàn huyện Hướng Hóa"
    assert plan.expect.fields == {"general"}
    assert "directive" in plan.expect.topics
    assert plan.expect.tone == "neutral"
    for phrase in (
        "cải cách thể chế",
        "cải cách thủ tục hành chính",
        "cải cách tổ chức bộ máy",
        "cải cách chế độ công vụ",
        "cải cách tài chính công",
        "chính phủ điện tử, chính phủ số",
        "trang thông tin điện tử",
        "facebook",
        "đài truyền thanh huyện",
        "đài truyền thanh cơ sở",
        "biểu dương, nêu gương",
        "đối phó, hình thức, tiêu cực",
    ):
        assert phrase in text


def test_some_items_of_both_kinds_arrive_while_the_demo_runs(news):
    later = [item for item in news if item.minutes > 0]

    assert 5 <= len(later) <= 12
    assert {item.expect.relevant for item in later} == {True, False}


def test_what_was_there_before_is_spread_over_some_days(news):
    days = Counter(-item.minutes // 1440 for item in appeared(news))

    assert len(days) >= 5
    assert max(days.values()) <= len(news) // 3


# ------------------------------------------------------------------------------------------------ reading the file

ITEM = """
  - id: a-1
    slug: mot-tin
    title: Một tin
    summary: Tóm tắt.
    section: Kinh tế
    author: Bạn đọc
    picture: coffee
    published: 5
    body: [Đoạn một., Đoạn hai.]
    expect: {relevant: true, fields: [general], topics: [], tone: neutral}
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("slug: mot-tin", "slug: ../mot-tin", "item a-1: slug: "),
        ("slug: mot-tin", "slug: Một tin", "item a-1: slug: "),
        ("id: a-1", "id: 7", "item 7: id: "),
        ("id: a-1", "ma: a-1", "item number 1: ma: no such key"),
        ("title: Một tin", 'title: ""', "item a-1: title: expected some text"),
        ("title: Một tin", 'title: "Mo\\u0323\\u0302t tin"', "item a-1: title: is not in Unicode form NFC"),
        ("title: Một tin", 'title: "Một\\x08 tin"', "item a-1: title: contains a control character"),
        ("title: Một tin", 'title: "Một tin "', "item a-1: title: has blanks at an end"),
        ("expect: {", "expect: yes # {", "item a-1: expect: expected keys and values"),
        ("    summary: Tóm tắt.\n", "", "item a-1: summary: expected some text"),
        ("picture: coffee", "picture: tea", "item a-1: picture: 'tea' is none of ball, "),
        ("published: 5", "published: 5\n    appears_after: 5", "item a-1: published: expected either"),
        ("published: 5", "appears_after: 0", "item a-1: appears_after: expected whole minutes"),
        ("published: 5", "published: true", "item a-1: published: expected whole minutes"),
        ("body: [Đoạn một., Đoạn hai.]", "body: [Đoạn một.]", "item a-1: body: expected a list of 2 to 5 paragraphs"),
        ("body: [Đoạn một., Đoạn hai.]", "body: [Đoạn một., 2]", "item a-1: body[1]: expected some text"),
        ("relevant: true", "relevant: false", "item a-1: expect: an item that is not relevant has no fields, topics or tone"),
        ("relevant: true", "relevant: maybe", "item a-1: expect.relevant: "),
        ("[general]", "[general, procedures]", "item a-1: expect.fields: expected 1 to 3 fields, or 'general' alone"),
        ("[general]", "[]", "item a-1: expect.fields: expected 1 to 3 fields, or 'general' alone"),
        ("[general]", "[reform]", "item a-1: expect.fields: 'reform' is none of "),
        ("topics: []", "topics: none", "item a-1: expect.topics: expected a list"),
        ("tone: neutral", "tone: null", "item a-1: expect.tone: None is none of "),
        ("tone: neutral", "mood: neutral", "item a-1: expect.mood: no such key"),
    ],
)
def test_a_wrong_item_is_refused_with_file_item_and_key(tmp_path, old, new, complaint):
    path = tmp_path / "news.yaml"
    assert old in ITEM
    path.write_text("items:" + ITEM.replace(old, new), encoding="utf-8")

    with pytest.raises(ValueError, match="^" + re.escape(f"{path}: {complaint}")):
        load_news(path)


@pytest.mark.parametrize(("key", "other"), [("id: a-1", "id: a-2"), ("slug: mot-tin", "slug: hai-tin")])
def test_two_items_may_share_neither_id_nor_slug(tmp_path, key, other):
    path = tmp_path / "news.yaml"
    path.write_text("items:" + ITEM + ITEM.replace(key, other), encoding="utf-8")

    with pytest.raises(ValueError, match="occurs twice"):
        load_news(path)


@pytest.mark.parametrize("text", ["items: [", "- a", "items: {}", "items: []\nmore: 1", "items: [1]"])
def test_a_file_of_another_shape_is_refused_with_its_name(tmp_path, text):
    path = tmp_path / "news.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match="^" + re.escape(f"{path}: ")):
        load_news(path)


# ------------------------------------------------------------------------------------------------ the feed


def test_the_feed_carries_every_item_that_has_appeared_exactly_once_newest_first(site, news):
    entries = feed(site).entries
    expected = sorted(appeared(news), key=lambda item: item.minutes, reverse=True)

    assert [entry.title for entry in entries] == [item.title for item in expected]
    assert [entry.link for entry in entries] == [f"{site.base_url}/{item.slug}.html" for item in expected]
    assert len({entry.id for entry in entries}) == len(expected)


def test_an_item_appears_when_its_time_has_come_and_not_before(site, news, clock):
    later = min((item for item in news if item.minutes > 0), key=lambda item: item.minutes)
    before = len(feed(site).entries)

    clock.forward(minutes=later.minutes, seconds=-1)
    assert len(feed(site).entries) == before
    assert get(site, f"/{later.slug}.html")[0] == 404
    assert get(site, f"/anh/{later.slug}.svg")[0] == 404

    clock.forward(seconds=1)
    assert len(feed(site).entries) == before + 1
    assert feed(site).entries[0].title == later.title
    assert get(site, f"/{later.slug}.html")[0] == 200

    clock.forward(days=1)
    assert len(feed(site).entries) == len(news)


def test_publication_times_are_told_in_vietnamese_time_and_do_not_move(site, news, clock):
    plan = next(item for item in news if item.slug == PLAN)
    dates = []
    for _ in range(2):
        channel = ET.fromstring(get(site, FEED_PATH)[2]).find("channel")
        dates += [item.findtext("pubDate") for item in channel.findall("item") if item.findtext("title") == plan.title]
        clock.forward(hours=30)

    assert dates == ["Mon, 06 Mar 2023 05:20:00 +0700"] * 2
    assert parsedate_to_datetime(dates[0]) == BEGIN.replace(microsecond=0) + timedelta(minutes=plan.minutes)


def test_the_summary_follows_an_image_in_the_feed_and_is_whole(site, news):
    entry = next(entry for entry in feed(site).entries if entry.link.endswith(f"/{PLAN}.html"))
    plan = next(item for item in news if item.slug == PLAN)

    summary = Tags(entry.summary.encode())
    assert entry.summary.startswith("<img ")
    assert [(tag, attrs["src"]) for tag, attrs in summary.tags] == [("img", f"{site.base_url}/anh/{PLAN}.svg")]
    assert summary.text == plan.summary
    assert entry.author == plan.author
    assert [tag.term for tag in entry.tags] == [plan.section]


def test_guids_stay_the_same_at_another_port(news, clock):
    guids = []
    for _ in range(2):
        with SampleSite(news, clock) as site, SampleSite(news, clock) as other:
            guids += [[entry.id for entry in feed(each).entries] for each in (site, other)]

    assert guids[1:] == guids[:1] * 3


def test_the_feed_is_a_window_on_the_newest_items(news, clock):
    many = [replace(news[0], id=f"n-{number}", slug=f"n-{number}", minutes=-number) for number in range(1, FEED_LENGTH + 30)]

    with SampleSite(many, clock) as site:
        links = [entry.link for entry in feed(site).entries]

    assert links == [f"{site.base_url}/n-{number}.html" for number in range(1, FEED_LENGTH + 1)]


def test_what_an_editor_would_say_of_an_item_is_never_shown(site, news):
    pages = [get(site, path)[2] for path in ("/", FEED_PATH, f"/{PLAN}.html")]

    for word in (b"general", b"neutral", b"relevant", b"directive", b"expect"):
        assert not any(word in page for page in pages)


# ------------------------------------------------------------------------------------------------ conditional requests


@pytest.mark.parametrize("path", [FEED_PATH, "/", f"/{PLAN}.html", f"/anh/{PLAN}.svg"])
def test_who_has_it_already_is_answered_304_without_a_body(site, path):
    _status, headers, _body = get(site, path)

    for condition in (
        {"If_None_Match": headers["ETag"]},
        {"If_None_Match": f'"other", W/{headers["ETag"]}'},
        {"If_Modified_Since": headers["Last-Modified"]},
    ):
        status, again, body = get(site, path, **condition)
        assert (status, body) == (304, b"")
        assert again["ETag"] == headers["ETag"]


def test_news_an_edit_and_a_withdrawal_each_change_both_validators_of_the_feed(site, news, clock):
    seen = [get(site, FEED_PATH)[1]]
    clock.forward(days=2)
    seen.append(get(site, FEED_PATH)[1])
    clock.forward(minutes=1)
    site.edit(PLAN, title="Kế hoạch đã sửa")
    seen.append(get(site, FEED_PATH)[1])
    clock.forward(minutes=1)
    site.withdraw(PLAN)
    seen.append(get(site, FEED_PATH)[1])

    assert len({headers["ETag"] for headers in seen}) == len(seen)
    dates = [parsedate_to_datetime(headers["Last-Modified"]) for headers in seen]
    assert dates == sorted(set(dates))
    for headers in seen[:-1]:
        assert get(site, FEED_PATH, If_None_Match=headers["ETag"])[0] == 200
        assert get(site, FEED_PATH, If_Modified_Since=headers["Last-Modified"])[0] == 200


def test_a_stale_tag_overrules_a_fresh_date_and_a_bad_date_is_ignored(site):
    headers = get(site, FEED_PATH)[1]

    assert get(site, FEED_PATH, If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"])[0] == 200
    assert get(site, FEED_PATH, If_Modified_Since="hôm qua".encode())[0] == 200
    assert get(site, FEED_PATH, If_Modified_Since="Mon, 06 Mar 2023 01:30:00 -0000")[0] == 304


def test_time_passing_without_news_changes_nothing(site, clock):
    first = get(site, FEED_PATH)
    clock.forward(minutes=1)
    second = get(site, FEED_PATH)

    assert second[2] == first[2]
    assert second[1]["Last-Modified"] == first[1]["Last-Modified"]
    assert (first[1]["Date"], second[1]["Date"]) == ("Mon, 06 Mar 2023 01:30:00 GMT", "Mon, 06 Mar 2023 01:31:00 GMT")


# ------------------------------------------------------------------------------------------------ pages and pictures


def test_every_article_page_has_its_open_graph_tags_its_text_and_its_picture(site, news, clock):
    clock.forward(days=1)
    for item in news:
        status, headers, body = get(site, f"/{item.slug}.html?utm_source=facebook&utm_content=1")
        page = Tags(body)
        url, picture = f"{site.base_url}/{item.slug}.html", f"{site.base_url}/anh/{item.slug}.svg"

        assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert page.meta("og:title") == [item.title]
        assert page.meta("og:description") == [item.summary]
        assert page.meta("og:url") == [url]
        assert page.meta("og:image") == [picture]
        assert ("link", {"rel": "canonical", "href": url}) in page.tags
        assert all(paragraph in page.text for paragraph in (item.title, item.summary, *item.body, item.section, item.author))
        assert get(site, f"/anh/{item.slug}.svg")[0] == 200


def test_a_page_tells_its_date_as_a_vietnamese_reader_expects_it(site):
    page = Tags(get(site, f"/{PLAN}.html")[2])

    assert "Thứ Hai, 06/03/2023, 05:20" in page.text
    assert page.meta("article:published_time") == ["2023-03-06T05:20:00+07:00"]


def test_the_front_page_links_every_item_that_has_appeared(site, news):
    page = Tags(get(site, "/")[2])
    links = {attrs["href"] for tag, attrs in page.tags if tag == "a"}

    assert links == {"/", FEED_PATH, *(f"/{item.slug}.html" for item in appeared(news))}


@pytest.mark.parametrize(("path", "status"), [("/", 200), (f"/{PLAN}.html", 200), ("/khong-co.html", 404)])
def test_every_page_says_that_it_is_a_sample_and_fetches_nothing_from_elsewhere(site, path, status):
    answered, headers, body = get(site, path)
    page = Tags(body)

    assert answered == status
    assert "Trang mẫu để thử nghiệm, tin minh họa" in page.text
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert not [attrs for tag, attrs in page.tags if not attrs.get("src", "/").startswith("/") or tag in {"script", "iframe"}]


def test_a_picture_is_well_formed_and_always_the_same(news):
    item = news[0]
    first, second = (draw(slug=item.slug, section=item.section, theme=item.picture, hue=210) for _ in range(2))
    root = ET.fromstring(first)

    assert first == second
    assert (root.get("width"), root.get("height")) == ("1200", "630")
    assert draw(slug="another", section=item.section, theme=item.picture, hue=210) != first


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_every_theme_can_be_drawn(theme):
    root = ET.fromstring(draw(slug="a", section="Hỏi & <đáp>", theme=theme, hue=30))

    assert root.find("{*}text[last()]") is not None
    assert [text.text for text in root.findall("{*}text")][-1] == "Hỏi & <đáp>"


def test_every_theme_is_used_by_the_news(news):
    assert {item.picture for item in news} == THEMES


# ------------------------------------------------------------------------------------------------ hostile and unusual requests


@pytest.mark.parametrize(
    "path",
    [
        "/../config/demo/news.yaml",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd.html",
        "/anh/../site.py",
        "/anh/..%5c..%5csite.svg",
        f"/{PLAN}.html/",
        f"/{PLAN}.html%00",
        f"//{PLAN}.html.svg",
        f"/{PLAN}",
        f"/{PLAN.upper()}.html",
        "/anh/",
        "/base.html",
        "/<script>alert(1)</script>.html",
        "/rss/",
        "*",
        "http://example.org/",
    ],
)
def test_a_path_that_is_none_of_the_sites_own_is_not_found_and_not_echoed(site, path):
    status, headers, body = get(site, path)

    assert status == 404
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"alert" not in body
    assert b"root:" not in body
    assert "ETag" not in headers


def test_texts_are_escaped_in_pages_feed_and_tags(site):
    title, summary = "Tin <b>\"đậm\"</b> & 'nghiêng' ]]>", "<script>alert(1)</script> ]]> & xong"
    site.edit(PLAN, title=title, summary=summary, body=["<i>Một</i>", "Hai & ba"])

    status, _headers, body = get(site, f"/{PLAN}.html")
    page = Tags(body)
    entry = next(entry for entry in feed(site).entries if entry.link.endswith(f"/{PLAN}.html"))

    assert status == 200
    assert page.meta("og:title") == [title]
    assert page.meta("og:description") == [summary]
    assert not {"script", "b", "i"} & {tag for tag, _ in page.tags}
    assert "<i>Một</i>" in page.text
    channel = ET.fromstring(get(site, FEED_PATH)[2]).find("channel")
    raw = next(item for item in channel.findall("item") if item.findtext("link") == entry.link)
    assert raw.findtext("title") == title
    assert Tags(raw.findtext("description").encode()).text == summary
    assert {tag for tag, _ in Tags(raw.findtext("description").encode()).tags} == {"img"}


@pytest.mark.parametrize("path", ["/", FEED_PATH, f"/{PLAN}.html", f"/anh/{PLAN}.svg", "/favicon.ico", "/khong-co.html"])
def test_head_gives_the_same_headers_as_get_and_no_body(site, path):
    status, headers, body = get(site, path)
    head_status, head_headers, head_body = get(site, path, method="HEAD")

    assert (head_status, head_body) == (status, b"")
    assert head_headers.items() == headers.items()
    assert int(headers["Content-Length"]) == len(body)


def test_another_method_is_refused(site):
    assert get(site, "/", method="POST")[0] == 501


# ------------------------------------------------------------------------------------------------ withdraw, edit, start, stop


def test_a_withdrawn_article_is_gone_from_page_picture_feed_and_front(site, news):
    site.withdraw(PLAN)

    assert [get(site, path)[0] for path in (f"/{PLAN}.html", f"/anh/{PLAN}.svg")] == [404, 404]
    assert len(feed(site).entries) == len(appeared(news)) - 1
    assert PLAN.encode() not in get(site, "/")[2]


def test_an_edited_article_keeps_address_guid_and_date_and_says_when_it_changed(site, clock):
    def entry():
        return next(entry for entry in feed(site).entries if entry.link.endswith(f"/{PLAN}.html"))

    before = entry()
    clock.forward(minutes=12)
    site.edit(PLAN, summary="Tóm tắt đã sửa.")
    after = entry()
    page = Tags(get(site, f"/{PLAN}.html")[2])

    assert (after.id, after.published, after.title) == (before.id, before.published, before.title)
    assert after.summary.endswith(">Tóm tắt đã sửa.")
    assert page.meta("article:modified_time") == ["2023-03-06T08:42:00+07:00"]
    assert "cập nhật Thứ Hai, 06/03/2023, 08:42" in page.text


def test_an_unknown_article_can_be_neither_withdrawn_nor_edited(site):
    with pytest.raises(KeyError):
        site.withdraw("khong-co")
    with pytest.raises(KeyError):
        site.edit("khong-co", title="Tin")


def test_an_edit_the_site_could_not_show_is_refused_and_changes_nothing(site):
    before = get(site, FEED_PATH)[2]

    with pytest.raises(ValueError, match="control character"):
        site.edit(PLAN, title="Tin mới", summary="Hai\ndòng")

    assert get(site, FEED_PATH)[2] == before


def test_a_stopped_site_refuses_connections_and_comes_back_at_the_same_address_with_the_same_news(news, clock):
    site = SampleSite(news, clock)
    with site:
        address, before = site.base_url, get(site, FEED_PATH)
    with pytest.raises(ConnectionRefusedError):
        get(site, FEED_PATH)
    with site:
        assert site.base_url == address
        assert get(site, FEED_PATH)[2] == before[2]


def test_a_site_that_was_never_started_has_no_address_and_can_be_stopped_all_the_same(news, clock):
    site = SampleSite(news, clock)

    site.stop()
    with pytest.raises(RuntimeError, match="before it is started"):
        _ = site.feed_url


def test_a_running_site_can_not_be_started_again(site):
    with pytest.raises(RuntimeError, match="running already"):
        site.start()


def test_a_clock_without_zone_is_refused(news):
    with pytest.raises(ValueError, match="aware"):
        SampleSite(news, lambda: BEGIN.replace(tzinfo=None))
