"""An article's own page: text, headline, date, author and pictures, from the pages of the systems that portals run on; nothing guessed, nothing raised."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.page import Article, read_article

PAGES = Path(__file__).parent / "pages"
URL = "https://xa.vn/tin/mot-cua-12.html"
TEXT = "Bộ phận một cửa của xã trả kết quả sớm hẹn cho người dân trong toàn bộ hồ sơ của tháng mười. " * 4


def sample(name: str, url: str, selector: str = "") -> Article:
    return read_article((PAGES / f"{name}-article.html").read_bytes(), "text/html; charset=utf-8", url, selector)


def read(head: str, body: str = f"<article><h1>Một cửa sớm hẹn</h1><p>{TEXT}</p></article>", selector: str = "", url: str = URL) -> Article:
    return read_article(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "text/html", url, selector)


def test_a_page_of_nukeviet():
    url = "https://tanlap.huonghoa.gov.vn/vi/news/cai-cach-hanh-chinh/mot-cua-den-thon-ban-1042.html"
    found = sample("nukeviet", f"{url}?utm_source=zalo")
    assert found.url == url
    assert found.title == "Xã Tân Lập đưa bộ phận một cửa đến tận thôn bản"
    assert found.description.startswith("Cứ chiều thứ Năm, bộ phận một cửa xã Tân Lập")
    assert found.body.startswith("Từ đầu tháng 11, thay vì chờ người dân")
    assert "139 hồ sơ trả trước hạn" in found.body
    assert not any(word in found.body for word in ("Rất mong", "Hội diễn", "Trang nhất", "Từ khóa", "Những tin mới hơn", "Ý kiến"))
    assert found.published_at == datetime(2026, 11, 20, 7, 35, tzinfo=UTC)
    assert found.author == "UBND xã Tân Lập"
    assert found.pictures == ("https://tanlap.huonghoa.gov.vn/uploads/news/2026_11/mot-cua-ve-ban.jpg",)


def test_a_page_of_an_asp_net_portal_that_says_the_same_of_itself_on_every_page():
    """One form around everything, the front page as canonical link, the site's praise as description, today's date in the head and no date of its own."""
    url = "https://huonghoa.quangtri.gov.vn/chi-tiet-tin?id=20871"
    found = sample("vnpt", url)
    assert found.url == url
    assert found.title == "Huyện Hướng Hóa: Phê bình ba xã để hồ sơ đất đai trễ hạn kéo dài"
    assert found.description == ""
    assert found.body.startswith("UBND huyện vừa có văn bản phê bình")
    assert "công khai kết quả" in found.body
    assert not any(word in found.body for word in ("Lượt xem", "dân vận", "Trang chủ", "dịch vụ công trực tuyến"))
    assert found.published_at is None


def test_a_page_of_wordpress():
    found = sample("wordpress", "https://www.vhtt.example.vn/thi-xa-quang-tri-dan-dau-chi-so-hai-long/?amp=1")
    assert found.url == "https://vhtt.example.vn/thi-xa-quang-tri-dan-dau-chi-so-hai-long/"
    assert found.title == "Thị xã Quảng Trị dẫn đầu chỉ số hài lòng của người dân"
    assert found.author == "Lê Hằng"
    assert found.published_at == datetime(2026, 11, 18, 2, 15, 22, tzinfo=UTC)
    assert "Rút ngắn 30% thời gian" in found.body
    assert not any(word in found.body for word in ("Facebook", "áo dài", "hộ chiếu", "Bản quyền"))
    assert found.pictures[0].endswith("/hai-long.jpg")
    assert found.pictures[-1].endswith("/hai-long-goc.jpg")


def test_where_an_editor_says_where_the_text_stands_it_is_taken_from_there():
    found = sample("vnpt", "https://huonghoa.quangtri.gov.vn/chi-tiet-tin?id=20871", ".noidung-tin")
    assert found.body.startswith("Theo kết quả kiểm tra của Phòng Nội vụ")
    assert found.body.endswith("Thanh Hà")
    assert "https://huonghoa.quangtri.gov.vn/Portals/0/tin/2026/kiem-tra-mot-cua.jpg" in found.pictures


def test_a_selector_that_matches_nothing_leaves_it_to_the_automatic_reading():
    assert "sớm hẹn" in read("", selector="div.khong-co").body


def test_a_page_too_large_for_the_automatic_reading_is_read_by_the_selector_all_the_same():
    boxes = "<i></i>" * 12_000
    assert read("", f"<p>{TEXT}</p>{boxes}").body == ""
    assert read("", f"<p id=bai>{TEXT}</p>{boxes}", selector="#bai").body.startswith("Bộ phận một cửa")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://xa.vn/bai-12", "https://xa.vn/bai-12"),
        ("/bai-12", "https://xa.vn/bai-12"),
        ("https://www.xa.vn/bai-12", "https://www.xa.vn/bai-12"),
        ("https://m.xa.vn/bai-12", "https://m.xa.vn/bai-12"),
        ("https://bao-khac.vn/bai-12", URL),  # another site's
        ("https://xa.vn.bao-khac.vn/bai-12", URL),
        ("https://xa.vn/", URL),  # the front page, on every page
        ("javascript:alert(1)", URL),
        ("", URL),
    ],
)
def test_the_canonical_link_is_taken_from_the_same_site_only(link, expected):
    assert read(f'<link rel="canonical" href="{link}">').url == expected
    assert read(f'<meta property="og:url" content="{link}">').url == expected


def test_a_canonical_link_that_loses_the_articles_number_is_not_taken():
    url = "https://xa.vn/tin?id=12"
    assert read('<link rel="canonical" href="https://xa.vn/tin">', url=url).url == url


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<title>Một cửa sớm hẹn - Xã Tân Lập</title>", "Một cửa sớm hẹn"),
        ('<title>Xã Tân Lập</title><meta property="og:site_name" content="Xã Tân Lập">', "Một cửa sớm hẹn"),
        ('<meta property="og:title" content="Đúng hẹn | Xã A"><meta property="og:site_name" content="Xã A">', "Đúng hẹn"),
        ('<meta property="og:title" content="Trả kết quả &quot;sớm&quot; &lt;b&gt;hẹn&lt;/b&gt;">', 'Trả kết quả "sớm" hẹn'),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Tiêu đề thật"}</script><title>x</title>', "Tiêu đề thật"),
    ],
)
def test_the_headline_is_the_articles_not_the_sites(head, expected):
    assert read(head).title == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2026-11-20T14:35:00+07:00">', datetime(2026, 11, 20, 7, 35, tzinfo=UTC)),
        ('<meta name="citation_publication_date" content="20/11/2026">', datetime(2026, 11, 19, 17, 0, tzinfo=UTC)),
        ('<meta name="pubdate" content="Thứ Sáu, 20/11/2026 14:35">', datetime(2026, 11, 20, 7, 35, tzinfo=UTC)),
        (
            '<script type="application/ld+json">[{"@graph":[{"@type":["Article"],"datePublished":"2026-11-20"}]}]</script>',
            datetime(2026, 11, 19, 17, 0, tzinfo=UTC),
        ),
        ('<meta property="article:published_time" content="hôm qua">', None),
        ('<meta property="article:modified_time" content="2026-11-20">', None),
        ("<span>Thứ Ba, 24/11/2026</span>", None),  # today, in a portal's head
    ],
)
def test_a_date_is_declared_or_not_there(head, expected):
    assert read(head).published_at == expected


def test_a_description_that_praises_the_site_is_not_the_articles():
    slogan = "Cổng thông tin điện tử huyện: thủ tục hành chính, dịch vụ công trực tuyến, cải cách hành chính, chỉ đạo điều hành"
    assert read(f'<meta name="description" content="{slogan}">').description == ""
    assert read('<meta name="description" content="Bộ phận một cửa của xã trả kết quả sớm hẹn cho bà con.">').description


def test_an_author_that_is_an_address_is_none():
    assert read('<meta property="article:author" content="https://facebook.com/xa">').author == ""
    assert read('<meta name="author" content="&lt;b&gt;Lan&lt;/b&gt;">').author == "Lan"


@pytest.mark.parametrize(
    "script",
    [
        "[" * 100_000,
        "{",
        '{"@type": 7, "@graph": {"@graph": []}}',
        '{"@type":"NewsArticle","headline":7,"image":[{}],"author":[null]}',
        "null",
    ],
    ids=lambda script: script[:12],
)
def test_json_that_is_broken_or_deep_says_nothing(script):
    assert read(f'<script type="application/ld+json">{script}</script><title>Một cửa sớm hẹn</title>').title == "Một cửa sớm hẹn"


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "blockquote", "ul><li"])
def test_deep_nesting_ends_in_an_article(tag):
    found = read_article((f"<html><title>Tin</title><body>{'<' + tag + '>'}" * 5_000 + TEXT).encode(), "text/html", URL, "body")
    assert found.url == URL


def test_what_is_no_page_is_an_article_of_nothing_but_its_address():
    assert read_article(b"", "", URL) == Article(url=URL)
    assert read_article(b"\x89PNG\r\n\x1a\n\0\0", "image/png", URL).title == ""


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["", "p", "div.x", "*"]))
def test_whatever_the_bytes_nothing_is_raised_and_what_comes_out_is_plain(page, selector):
    found = read_article(b"<html><title>Tin</title><article><p>" + page, "text/html", URL, selector)
    assert all(address.startswith(("http://", "https://")) for address in (found.url, *found.pictures))
    assert "<script" not in found.body
    assert len(found.body) <= 100_000
