"""The editors' page: shows what is there, escaped, to this machine only."""

import pytest

from bot.model import PostState
from bot.web.application import build_application
from tests.service.conftest import CRITICISM, OTHER, PRAISE, bench, url

__all__ = ("bench", "url")


@pytest.fixture
def client(bench):
    return build_application(lambda: bench.world).test_client()


def test_the_queue_shows_each_state_with_its_posts_and_the_feeds(bench, client):
    bench.serve(PRAISE, CRITICISM, OTHER)
    bench.poll()
    page = client.get("/").text
    assert PRAISE in page
    assert CRITICISM in page
    assert OTHER not in page
    assert "chờ duyệt" in page
    assert "https://cong.vn/rss" in page


def test_a_post_is_shown_byte_for_byte_with_its_reasons_and_journal(bench, client):
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts(PostState.SCHEDULED)
    page = client.get(f"/posts/{post.key}").text
    assert post.draft.message.split("\n")[0] in page
    assert "dẫn đầu" in page
    assert "tạo bài" in page


def test_entries_say_what_became_of_them(bench, client):
    bench.serve(OTHER)
    bench.poll()
    page = client.get("/entries").text
    assert OTHER in page
    assert "không phải tin cải cách hành chính" in page


@pytest.mark.parametrize("hostile", ["&lt;script&gt;alert(1)&lt;/script&gt; cải cách hành chính", "{{ 7*7 }} cải cách hành chính"])
def test_what_a_feed_says_is_never_markup_nor_a_template(bench, client, hostile):
    bench.serve(hostile)
    bench.poll()
    for path in ("/", "/entries"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert ">49 " not in page


def test_a_paused_page_is_an_alarm(bench, client, now):
    bench.world.store.channels.pause("trang", reason="mã hết hạn", now=now, probe_at=now, actor="loa")
    assert "mã hết hạn" in client.get("/").text


def test_unknown_things_are_a_plain_404(client):
    assert client.get("/posts/p000000000000000").status_code == 404
    assert client.get("/../../etc/passwd").status_code == 404


def test_every_answer_forbids_scripts_frames_and_outside_resources(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    with client.get("/static/page.css") as style:
        assert "http" not in style.text


def test_nothing_can_be_changed_here(client):
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)("/").status_code == 405
