"""The editors' page: shows what is there, escaped, to this machine only."""

from datetime import timedelta

import pytest

from bot.channels.protocol import Unsure
from bot.errors import InDoubt
from bot.judgement import Tone
from bot.model import Cooldown, PostState, Way
from bot.service.correcting import Said, correct
from bot.service.corrections import source_removed
from bot.service.publish import publish_due
from bot.web.application import build_application
from tests.service.conftest import CRITICISM, OTHER, PRAISE, bench, url
from tests.service.test_illustrate import with_ways

__all__ = ("bench", "url")


@pytest.fixture
def client(bench):
    return build_application(lambda: bench.world).test_client()


def test_the_queue_shows_each_state_with_its_posts(bench, client):
    bench.serve(PRAISE, CRITICISM, OTHER)
    bench.poll()
    page, held = client.get("/queue").text, client.get("/queue?state=held").text
    assert (PRAISE in page, CRITICISM in page, OTHER in page) == (True, False, False)
    assert (PRAISE in held, CRITICISM in held, OTHER in held) == (False, True, False)
    assert "chờ duyệt" in page


def test_a_post_is_shown_byte_for_byte_with_its_reasons_and_journal(bench, client):
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts(PostState.SCHEDULED)
    page = client.get(f"/posts/{post.key}").text
    assert post.draft.message.split("\n")[0] in page
    assert "dẫn đầu" in page
    assert "tạo bài" in page


def test_an_editors_word_stands_among_the_reasons(bench, client):
    bench.serve(CRITICISM)
    bench.poll()
    (post,) = bench.posts(PostState.HELD)
    correct(bench.world, post.key, Said(tone=Tone.NEUTRAL), by="Lan <b>")
    page = client.get(f"/posts/{post.key}").text
    assert "phân loại theo quyết định của biên tập viên Lan &lt;b&gt;" in page
    assert ">biên tập viên</td>" in page


def test_what_else_was_read_stands_on_the_post_with_personal_data_masked(bench, client):
    bench.serve(f"{PRAISE} theo Kế hoạch số 12/KH-UBND, gọi bà Hoa 0914 123 456")
    bench.poll()
    (post,) = bench.posts(PostState.HELD)
    page = client.get(f"/posts/{post.key}").text
    assert "văn bản 12/KH-UBND (tiêu đề; Kế hoạch)" in page
    assert "số điện thoại ********56 (tiêu đề)" in page


def test_a_photo_post_shows_its_picture_with_its_alternative_text(bench, client):
    with_ways(bench, Way.PHOTO, Way.LINK)
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts()
    (picture,) = post.draft.pictures
    page = client.get(f"/posts/{post.key}").text
    assert f'src="/pictures/{picture.digest}"' in page
    assert f'alt="{picture.alt}"' in page
    assert post.draft.link.replace("&", "&amp;") in page
    with client.get(f"/pictures/{picture.digest}") as answer:
        assert (answer.mimetype, answer.data) == ("image/jpeg", bench.world.store.pictures.contents([picture.digest])[0])


@pytest.mark.parametrize("digest", ["0" * 64, "0" * 63, "../../etc/passwd", "A" * 64])
def test_a_picture_that_is_not_there_is_a_plain_404(client, digest):
    assert client.get(f"/pictures/{digest}").status_code == 404


def test_each_state_that_needs_a_human_says_what_to_do(bench, client):
    bench.serve(PRAISE, CRITICISM)
    bench.poll()
    (held,) = bench.posts(PostState.HELD)
    (waiting,) = bench.posts(PostState.SCHEDULED)
    assert f"approve {held.key}" in client.get(f"/posts/{held.key}").text
    bench.page.after.append(InDoubt("channels.no_answer", why="ReadTimeout"))
    bench.page.finding.append(Unsure("không đọc được Trang"))
    bench.instant[0] = waiting.due_at
    publish_due(bench.world)
    page = client.get(f"/posts/{waiting.key}").text
    assert f"settle {waiting.key} --posted" in page
    assert "đừng đăng tay" in page


def test_a_decision_after_posting_stands_in_the_queue_and_on_the_post(bench, client):
    bench.serve(PRAISE)
    bench.poll()
    bench.run()
    (post,) = bench.posts(PostState.PUBLISHED)
    source_removed(bench.world, bench.world.store.entries.get(post.entry_key).entry, bench.instant[0])
    for path in ("/queue", f"/posts/{post.key}"):
        page = client.get(path).text
        assert "gỡ khỏi Trang" in page
        assert "chờ quyết định" in page
    assert f"approve {post.key} --step withdraw" in client.get(f"/posts/{post.key}").text


def test_a_rest_that_facebook_asked_for_is_told_with_its_end(bench, client, now):
    until = now + timedelta(hours=2)
    bench.world.store.cooldowns.put(Cooldown(scope="page:trang", until=until, reason="đăng quá nhanh", strikes=1))
    page = client.get("/").text
    assert "nghỉ đến 24/11/2026 10:00" in page
    assert "đăng quá nhanh" in page


def test_entries_say_what_became_of_them(bench, client):
    bench.serve(OTHER)
    bench.poll()
    page = client.get("/entries").text
    assert OTHER in page
    assert "Không thuộc diện đăng" in page


@pytest.mark.parametrize("hostile", ["&lt;script&gt;alert(1)&lt;/script&gt; cải cách hành chính", "{{ 7*7 }} cải cách hành chính"])
def test_what_a_feed_says_is_never_markup_nor_a_template(bench, client, hostile):
    bench.serve(hostile)
    bench.poll()
    for path in ("/queue", "/entries"):
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
    policy = client.get("/queue").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    with client.get("/static/page.css") as style:
        assert "http" not in style.text


def test_nothing_can_be_changed_here(client):
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)("/").status_code == 405
