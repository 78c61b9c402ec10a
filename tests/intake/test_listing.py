"""Pages that list news, read by selectors; and what is said where nothing is found."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.intake.listing import how_many, read_list
from bot.intake.policy import ListPolicy
from bot.intake.proposal import propose

PAGES = Path(__file__).parent / "pages"
URL = "https://xa.vn/tin-tuc"
BY_HAND = {
    "nukeviet": ListPolicy(item="div.panel-default", link="h2 a, h3 a", summary="div.text-justify", date=".text-muted li"),
    "vnpt": ListPolicy(item="div.tin-item", title="a.tieude", summary=".tomtat", date=".ngay"),
    "wordpress": ListPolicy(item="article", summary=".entry-summary", date="time"),
}
FIRST = {
    "nukeviet": ("Xã Tân Lập đưa bộ phận một cửa đến tận thôn bản", datetime(2026, 11, 20, 7, 35, tzinfo=UTC), 4),
    "vnpt": ("Huyện Hướng Hóa: Phê bình ba xã để hồ sơ đất đai trễ hạn kéo dài", datetime(2026, 11, 18, 17, tzinfo=UTC), 3),
    "wordpress": ("Thị xã Quảng Trị dẫn đầu chỉ số hài lòng của người dân", datetime(2026, 11, 18, 2, 15, 22, tzinfo=UTC), 3),
}


def sample(name: str) -> bytes:
    return (PAGES / f"{name}-list.html").read_bytes()


def read(markup: str, **selectors: str):
    return read_list(markup.encode(), "text/html", "tin", URL, ListPolicy(**selectors))


def why_not(markup: str, **selectors: str) -> FeedError:
    with pytest.raises(FeedError) as caught:
        read(markup, **selectors)
    assert URL in caught.value.say("vi")
    return caught.value


@pytest.mark.parametrize("name", BY_HAND)
def test_a_portals_list_is_read(name):
    entries = read_list(sample(name), "text/html", "tin", URL, BY_HAND[name])
    title, date, count = FIRST[name]
    first = entries[0]
    assert (first.title, first.published_at, len(entries)) == (title, date, count)
    assert len(first.summary.split()) > 10
    assert first.pictures[0].startswith("https://")
    assert first.pictures[0].endswith(".jpg")
    assert not first.identity.startswith("http")


@pytest.mark.parametrize("name", BY_HAND)
def test_proposed_selectors_find_the_same(name):
    proposed = propose(sample(name), "text/html", URL)
    assert proposed is not None
    assert read_list(sample(name), "", "tin", URL, proposed) == read_list(sample(name), "", "tin", URL, BY_HAND[name])


@pytest.mark.parametrize("page", [b"", b"<p>x</p>", *((PAGES / f"{name}-article.html").read_bytes() for name in BY_HAND)], ids=range(5))
def test_where_nothing_repeats_nothing_is_proposed(page):
    assert propose(page, "", URL) is None


def test_a_list_whose_items_are_the_links_themselves():
    page = (
        "<div>" + "".join(f'<a class="show h4" href="/tin/{n}"><h4>Tin số {n} của bộ phận một cửa xã</h4></a>' for n in range(4)) + "</div>"
    )
    proposed = propose(page.encode(), "", URL)
    assert proposed is not None
    assert proposed.item == "a.show"
    assert [entry.link for entry in read_list(page.encode(), "", "tin", URL, proposed)] == [f"https://xa.vn/tin/{n}" for n in range(4)]


def test_the_headline_is_what_the_longest_link_to_the_news_says():
    (entry,) = read('<article><a href="/1"><img src="a.jpg" alt="ảnh"></a><h3><a href="/1">Một cửa</a></h3><a href="/1">Xem</a></article>')
    assert entry.title == "Một cửa"
    (entry,) = read('<article><a href="/1" title="Một cửa sớm hẹn"><img src="a.jpg" alt="ảnh"></a></article>')
    assert entry.title == "Một cửa sớm hẹn"
    (entry,) = read('<article><a href="/1"><img src="a.jpg" alt="Cán bộ một cửa"></a></article>')
    assert entry.title == "Cán bộ một cửa"


def test_links_to_the_list_itself_to_scripts_and_to_other_schemes_are_none():
    page = '<article><a href="#">Tin</a><a href="javascript:x()">Tin</a><a href="mailto:a@b.vn">Tin</a><a href="https://bao.vn/1">Tin báo</a></article>'
    assert [entry.link for entry in read(page)] == ["https://bao.vn/1"]


def test_the_same_address_twice_is_one_entry_and_there_are_at_most_two_hundred():
    item = '<article><a href="{}">Tin</a></article>'
    assert len(read("".join(item.format("/1?utm_source=a") + item.format("http://www.xa.vn/1/") for _ in range(3)))) == 1
    assert len(read("".join(item.format(f"/{number}") for number in range(300)))) == 200


def test_what_stands_on_the_page_is_plain_text():
    (entry,) = read('<article><a href="/1">Một&lt;script&gt;x&lt;/script&gt; c&#7917;a</a><p>Hai <b>ba</b></p></article>', summary="p")
    assert (entry.title, entry.summary) == ("Một cửa", "Hai ba")


def test_a_selector_that_matches_nothing_is_named_with_a_remedy():
    error = why_not('<div class="tin"><a href="/1">Một</a></div>' * 12, item="div.khac")
    assert error.key == "intake.list_no_item"
    assert "div.khac" in error.say("vi")
    assert "12 liên kết" in error.say("vi")
    assert "preview https://xa.vn/tin-tuc --list" in error.say("vi")


def test_items_without_links_are_counted():
    error = why_not("<article>Một</article><article>Hai</article>", link="a.tieude")
    assert error.key == "intake.list_no_link"
    assert "2 phần" in error.say("vi")
    assert "a.tieude" in error.say("vi")


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("<html><body><form><input type='password'></form>", "intake.list_login_page"),
        ("<html><script src='/cdn-cgi/challenge-platform/x'></script>", "intake.list_bot_protection"),
        (
            "<html>" + "<a href='/1'>Tin</a>" * 12 + "<form><input type=password></form>",
            "intake.list_no_item",
        ),  # a portal with its sign-in form
        ("", "intake.list_no_item"),
    ],
)
def test_a_page_in_the_place_of_the_list_is_called_by_its_name(page, key):
    assert why_not(page, item="div.tin").key == key


def test_matches_are_counted_whatever_stands_there():
    assert how_many(sample("vnpt"), "", ListPolicy(item="div.tin-item")) == 3
    assert how_many(b"", "", ListPolicy()) == 0


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["article", "*", "li", "a"]))
def test_whatever_the_bytes_entries_or_one_feed_error_come_out(page, item):
    policy = ListPolicy(item=item, title="b", summary="p", date="i")
    propose(page, "", URL)
    entries = []
    with suppress(FeedError):
        entries = read_list(b"<article><a href=/1>x" + page, "", "tin", URL, policy)
    assert all(entry.link.startswith(("http://", "https://")) and entry.title for entry in entries)


def test_32_a_lists_identity_is_what_the_settings_choose():
    """A site that writes another address for the same news at every look: by its headline it stays the same."""
    pages = [f"<article><a href='/tin/{number}?phien={number}'>Một cửa trả kết quả sớm hẹn</a></article>" for number in (1, 2)]
    by_link, by_title = (
        [read_list(page.encode(), "", "tin", URL, ListPolicy(), how)[0].identity for page in pages] for how in ("auto", "title")
    )
    assert by_link[0] != by_link[1]
    assert by_title[0] == by_title[1]
    twice = read_list("".join(pages).encode(), "", "tin", URL, ListPolicy(), "title")
    assert [entry.link for entry in twice] == ["https://xa.vn/tin/1?phien=1"]
