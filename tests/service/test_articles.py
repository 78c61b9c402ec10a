"""Entries and their own pages: what a page adds, how politely it is asked, and what becomes of an entry whose page can't be had."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import Unfetched
from bot.intake.fetch import Resource
from bot.intake.page import Article
from bot.intake.policy import FeedPolicy, ListPolicy
from bot.model import Entry, PostState, Standing
from bot.service.articles import PageReader, enriched
from bot.service.preview import preview
from tests.service.conftest import OTHER, PRAISE, Bench, rss

BODY = "Ba cán bộ của bộ phận một cửa luân phiên xuống sáu thôn xa nhất để nhận hồ sơ đăng ký khai sinh. " * 5
PAGE = "https://cong.vn/1.html"


def page(title: str = PRAISE, body: str = BODY, head: str = "") -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1><p>{body}</p></article></body></html>".encode()


def with_feed(bench: Bench, **changes: object) -> FeedPolicy:
    policy = FeedPolicy.model_validate({**bench.world.settings.feeds[0].model_dump(), **changes})
    bench.world = replace(bench.world, settings=replace(bench.world.settings, feeds=(policy,)))
    return policy


def there(bench: Bench, body: bytes, url: str = PAGE, status: int = 200, **validators: str) -> None:
    bench.fetcher.resources[url] = Resource(status=status, body=body, content_type="text/html", url=url, **validators)


def stored(bench: Bench, number: int = 0) -> Entry:
    return bench.world.store.entries.recent(100)[number].entry


def test_a_page_is_left_alone_where_the_settings_do_not_ask_for_it(bench):
    bench.serve(PRAISE)
    bench.poll()
    assert bench.fetcher.fetched == []
    assert bench.world.store.articles.get(stored(bench).key) is None


def test_a_short_entry_gets_its_pages_text_date_and_pictures_and_keeps_its_headline(bench):
    with_feed(bench, article="short")
    head = '<meta property="article:published_time" content="2026-11-20T14:35:00+07:00"><meta property="og:image" content="/anh.jpg"><meta name="author" content="Lan">'
    there(bench, page("Tên khác trên trang", head=head), etag='"1"')
    bench.serve(PRAISE)
    bench.poll()
    entry = stored(bench)
    assert (entry.title, entry.summary, entry.author) == (PRAISE, f"{PRAISE}.", "Lan")
    assert entry.body.startswith("Ba cán bộ của bộ phận một cửa")
    assert entry.published_at == datetime(2026, 11, 20, 7, 35, tzinfo=UTC)
    assert entry.pictures == ("https://cong.vn/anh.jpg",)
    kept = bench.world.store.articles.get(entry.key)
    assert (kept.url, kept.etag, kept.content["title"]) == (PAGE, '"1"', "Tên khác trên trang")


def test_a_long_entry_is_read_only_where_every_page_is(bench):
    with_feed(bench, article="short")
    bench.serve(PRAISE + " và hơn nữa" * 20)
    bench.poll()
    assert bench.fetcher.fetched == []
    with_feed(bench, article="always")
    bench.serve(PRAISE + " và hơn thế nữa" * 20)
    bench.poll()
    assert bench.fetcher.fetched == [PAGE]


def test_what_the_page_adds_is_no_change_at_the_next_polls(bench):
    """The same document parsed whole again, as it is where it can't be cut: nothing is asked, nothing is revised."""
    with_feed(bench, article="always")
    there(bench, page())
    bench.serve(PRAISE)
    bench.poll()
    first = bench.posts()
    bench.serve(PRAISE, OTHER)
    done = bench.poll()
    assert (len(done.new), done.changed) == (1, ())
    assert bench.fetcher.fetched == [PAGE, "https://cong.vn/2.html"]
    assert bench.posts() == first


def test_a_changed_entry_asks_its_page_again_with_what_the_server_gave_it(bench):
    with_feed(bench, article="always")
    there(bench, page(), etag='"1"', last_modified="Fri, 20 Nov 2026 07:35:00 GMT")
    bench.serve(PRAISE)
    bench.poll()
    there(bench, b"", status=304)
    bench.serve(f"{PRAISE} trước hạn")
    done = bench.poll()
    assert len(done.changed) == 1
    assert bench.fetcher.validators[-1] == ('"1"', "Fri, 20 Nov 2026 07:35:00 GMT")
    entry = stored(bench)
    assert entry.title == f"{PRAISE} trước hạn"
    assert entry.body.startswith("Ba cán bộ")
    assert bench.world.store.articles.get(entry.key).etag == '"1"'


def test_an_entry_that_was_read_once_does_not_lose_its_text_for_a_broken_line(bench):
    with_feed(bench, article="always")
    there(bench, page())
    bench.serve(PRAISE)
    bench.poll()
    bench.fetcher.resources[PAGE] = Unfetched("intake.resource_slow", host_down=True, url=PAGE)
    bench.serve(f"{PRAISE} trước hạn")
    bench.poll()
    assert stored(bench).body.startswith("Ba cán bộ")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Resource(status=404, body=b"", content_type="", url=PAGE), "mã 404"),
        (Resource(status=503, body=b"", content_type="", url=PAGE), "mã 503"),
        (Resource(status=200, body=b"", content_type="text/html", url=PAGE), "không có nội dung"),
        (Unfetched("intake.resource_broken", url=PAGE), "không tải được"),
    ],
)
def test_where_the_page_can_not_be_had_the_entry_is_as_the_feed_gave_it_and_the_journal_says_why(bench, answer, why):
    with_feed(bench, article="always")
    bench.fetcher.resources[PAGE] = answer
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts(PostState.SCHEDULED)
    assert stored(bench).body == ""
    assert why in "; ".join(event.reason for event in bench.world.store.journal.of(post.key))


def test_a_server_that_is_down_is_asked_once_a_poll(bench):
    with_feed(bench, article="always")
    bench.fetcher.resources[PAGE] = Unfetched("intake.resource_slow", host_down=True, url=PAGE)
    bench.serve(PRAISE, OTHER, f"{PRAISE} hai")
    assert len(bench.poll().new) == 3
    assert bench.fetcher.fetched == [PAGE]


def test_a_poll_reads_at_most_twenty_pages(bench):
    with_feed(bench, article="always")
    bench.serve(*[f"{PRAISE} số {number}" for number in range(30)])
    assert len(bench.poll().new) == 30
    assert len(bench.fetcher.fetched) == 20


def test_slow_pages_stop_after_two_minutes(bench):
    policy = with_feed(bench, article="always")
    slow = replace(bench.world, clock=lambda: bench.pass_time(seconds=50))
    reader = PageReader(slow, policy)
    for number in range(9):
        reader.read(Entry(feed="cong", identity=str(number), title=PRAISE, link=f"https://cong.vn/{number}.html"))
    assert len(bench.fetcher.fetched) < 5


def test_entries_of_before_loa_are_not_read(bench):
    with_feed(bench, article="always", first_run="baseline")
    bench.serve(PRAISE)
    bench.poll()
    assert bench.fetcher.fetched == []
    assert bench.world.store.entries.recent(1)[0].standing is Standing.BASELINE


def test_a_preview_shows_what_the_page_adds(bench):
    with_feed(bench, article="always")
    there(bench, page())
    bench.serve(PRAISE)
    (item,) = preview(bench.world, None)
    assert item.entry.body.startswith("Ba cán bộ")
    bench.poll()
    assert bench.posts()[0].draft == item.verdict.posts[0].draft


def test_the_feeds_own_text_stays_where_the_page_has_hardly_more():
    entry = Entry(feed="a", identity="1", title="Tin", link="https://a.vn/x", body="a" * 100)
    assert enriched(entry, Article(url="u", body="b" * 140)).body == entry.body
    assert enriched(entry, Article(url="u", body="b" * 160)).body == "b" * 160


LIST = "".join(
    f'<div class="tin"><a href="/{number}.html">{title}</a></div>' for number, title in enumerate((PRAISE, OTHER, f"{PRAISE} ba"), start=1)
)


def test_a_page_that_lists_news_is_polled_like_a_feed(bench):
    with_feed(bench, kind="list", selectors=ListPolicy(item="div.tin").model_dump())
    bench.fetcher.body = LIST.encode()
    assert len(bench.poll().new) == 3
    assert [post.draft.link.partition("?")[0] for post in bench.posts()] == ["https://cong.vn/1.html", "https://cong.vn/3.html"]
    bench.fetcher.body = b"<p>Trang da doi</p>"
    assert "div.tin" in bench.poll().error


def test_32_a_list_whose_addresses_change_is_told_by_its_headlines_where_the_settings_say_so(bench):
    with_feed(bench, kind="list", selectors=ListPolicy(item="div.tin").model_dump(), identity="title")
    bench.fetcher.body = LIST.encode()
    assert len(bench.poll().new) == 3
    bench.fetcher.body = LIST.replace(".html", ".html?phien=2").encode()
    assert bench.poll().new == ()


def sitemap(*numbers: int) -> bytes:
    urls = "".join(f"<url><loc>https://cong.vn/mot-cua-{number}.html</loc></url>" for number in numbers)
    return f"<urlset>{urls}</urlset>".encode()


def test_a_sitemaps_entries_are_called_by_their_pages_headlines(bench):
    with_feed(bench, kind="sitemap")
    bench.fetcher.body = sitemap(1)
    there(bench, page(), "https://cong.vn/mot-cua-1.html")
    bench.poll()
    (post,) = bench.posts()
    assert stored(bench).title == PRAISE
    assert PRAISE in post.draft.message


def test_an_address_whose_page_can_not_be_had_now_is_put_off_and_one_that_never_can_is_never_posted(bench):
    with_feed(bench, kind="sitemap")
    bench.fetcher.body = sitemap(1, 2)
    there(bench, b"", "https://cong.vn/mot-cua-1.html", status=503)
    there(bench, b"", "https://cong.vn/mot-cua-2.html", status=410)
    assert len(bench.poll().new) == 1
    (gone,) = bench.world.store.entries.recent(9)
    assert (gone.standing, gone.entry.title) == (Standing.UNUSABLE, "mot cua 2")
    assert "mã 410" in gone.reason
    # The very same bytes: what was put off is asked again, what is gone is not.
    there(bench, page(), "https://cong.vn/mot-cua-1.html")
    bench.fetcher.fetched.clear()
    assert len(bench.poll().new) == 1
    assert bench.fetcher.fetched == ["https://cong.vn/mot-cua-1.html"]
    assert len(bench.posts()) == 1


def test_more_addresses_than_a_poll_reads_come_with_the_next_polls(bench):
    with_feed(bench, kind="sitemap")
    bench.fetcher.body = sitemap(*range(30))
    for number in range(30):
        there(bench, page(f"{PRAISE} số {number}"), f"https://cong.vn/mot-cua-{number}.html")
    assert [len(bench.poll().new) for _ in range(2)] == [20, 10]


def test_a_sitemap_of_sitemaps_is_followed_once(bench):
    with_feed(bench, kind="sitemap", first_run="baseline")
    child = "https://cong.vn/post-sitemap.xml"
    bench.fetcher.body = f"<sitemapindex><sitemap><loc>{child}</loc><lastmod>2026-11-20</lastmod></sitemap></sitemapindex>".encode()
    assert "404" in bench.poll().error
    there(bench, bench.fetcher.body, child)
    bench.pass_time(hours=2)
    assert child in bench.poll().error
    there(bench, sitemap(1, 2), child)
    bench.pass_time(hours=2)
    assert len(bench.poll().new) == 2
    bench.fetcher.resources[child] = Unfetched("intake.resource_slow", host_down=True, url=child)
    bench.fetcher.body = bench.fetcher.body.replace(b"11-20", b"11-21")
    assert "không trả lời kịp" in bench.poll().error


def test_a_document_that_is_read_whole_again_after_an_upgrade_changes_nothing(bench):
    """Entries stored before pages were read have the feed's own hash; asking for pages from now on reads none of theirs again."""
    bench.fetcher.body = rss(PRAISE)
    bench.poll()
    with_feed(bench, article="always")
    bench.fetcher.body = rss(PRAISE, OTHER)
    assert bench.poll().changed == ()
    assert bench.fetcher.fetched == ["https://cong.vn/2.html"]
