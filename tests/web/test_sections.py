"""The sections of the editors' page: lists and their filters, leaf by leaf; what a feed says is never markup; who may see and do what."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from bot.channels.protocol import Load
from bot.errors import Fault
from bot.figures import Answers, Backfill, ForeignSnapshot, Lack, LostMetric, PageSnapshot
from bot.intake.policy import FeedPolicy
from bot.model import Cooldown, Event, FeedState, PostState, Snapshot, Standing, Subscription, SubscriptionState
from bot.service.poll import ensure_feeds
from bot.service.tokens import inspect_channels
from bot.web.application import build_application
from tests.fakes import newsroom
from tests.service.conftest import OTHER, PRAISE, bench, url
from tests.web.people import APPROVER, EDITOR, EVERYBODY, VIEWER, client_of, signed_in, token_in, with_people

__all__ = ("bench", "url")

SECTIONS = ("/queue", "/calendar", "/entries", "/feeds", "/pages", "/engagement", "/engagement/page", "/reports", "/journal", "/settings")
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} cải cách hành chính"


@pytest.fixture
def faults():
    return []


@pytest.fixture
def application(bench, faults):
    return build_application(lambda: bench.world, faults_now=lambda: faults)


@pytest.fixture
def client(application):
    return application.test_client()


def rows(page: str) -> list[str]:
    """What stands in each row of the page's tables, without markup."""
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL) if "<td" in row]


def link(page: str, relation: str = "next") -> str | None:
    found = re.search(rf'<a href="([^"]+)" rel="{relation}"', page)
    return found and found[1].replace("&amp;", "&")


def through(client, path: str) -> list[str]:
    """The rows of every leaf."""
    found = []
    while path:
        page = client.get(path)
        assert page.status_code == 200
        found += rows(page.text)
        path = link(page.text)
    return found


# The queue


def test_the_queue_shows_what_is_scheduled_and_counts_every_state(bench, client):
    newsroom.fill(bench.world, scheduled=3, held=2)
    page = client.get("/queue").text
    assert len(rows(page)) == 3
    assert re.search(r"<b>3</b>\s*đã xếp lịch", page)
    assert re.search(r"<b>2</b>\s*chờ duyệt", page)
    assert len(rows(client.get("/queue?state=held").text)) == 2
    assert "sắc thái Phê phán phải được duyệt" in client.get("/queue?state=held").text
    assert "Không có bài nào." in client.get("/queue?state=failed").text


def test_a_long_queue_is_read_leaf_by_leaf_with_nothing_twice(bench, client):
    newsroom.fill(bench.world, scheduled=120)
    found = through(client, "/queue")
    assert len(found) == len(set(found)) == 120
    assert len(rows(client.get("/queue").text)) == 50
    assert "Về đầu danh sách" in client.get(link(client.get("/queue").text)).text


def test_a_count_ends_at_a_thousand(bench, client):
    newsroom.fill(bench.world, scheduled=1_002)
    assert re.search(r"<b>1\.000\+</b>\s*đã xếp lịch", client.get("/queue").text)


def test_the_queue_is_filtered_and_the_filter_goes_on_to_the_next_leaf(bench, client):
    newsroom.fill(bench.world, scheduled=500)
    found = through(client, "/queue?tone=criticism&words=%C4%91%E1%BA%A5t&page=trang&feed=cong")
    assert {("Phê phán" in row, "đất đai" in row) for row in found} == {(True, True)}
    assert len(found) == 63
    assert rows(client.get("/queue?page=khac").text) == []
    assert "Không có gì khớp." in client.get("/queue?words=qq%00zz").text


def test_what_is_to_be_done_on_the_page_stands_above_the_queue(bench, client):
    (out,) = newsroom.publish(bench.world, 1)
    from_editor = client.get("/queue").text
    assert "Việc trên Trang đang chờ" not in from_editor
    bench.world.store.steps.want(newsroom.withdrawal(out, bench.instant[0]))
    page = client.get("/queue").text
    assert "Việc trên Trang đang chờ" in page
    assert "gỡ khỏi Trang" in page


@pytest.mark.parametrize("path", SECTIONS)
@pytest.mark.parametrize(
    "query",
    [
        "?state=nowhere&tone=x&page=%00&feed=%27%20OR%201--&words=%25%5C_%27%22",
        "?_external=1&_scheme=javascript&_anchor=x&_method=POST",
        "?standing=x&health=x&from=x&to=9999-12-31&verb=x&actor=%00&subject=%FF%FE",
        "?days=-1&metric=__class__&age=x&from=2026-02-30",
        "?words=" + "x" * 4_000,
    ],
)
def test_an_address_that_says_strange_things_is_answered_like_any_other(bench, client, path, query):
    newsroom.fill(bench.world, scheduled=60)
    answer = client.get(path + query)
    assert answer.status_code == 200
    assert "javascript" not in answer.text
    onward = link(answer.text)
    assert onward is None or not urlsplit(onward).netloc


@pytest.mark.parametrize("path", ["/queue", "/entries", "/journal"])
@pytest.mark.parametrize("mark", ["x", "20261301T000000000000-p1", "-", "20260101T000000000000-" + "9" * 20])
def test_a_place_in_a_list_that_no_link_of_ours_names_is_no_error_of_the_program(client, path, mark):
    assert client.get(f"{path}?after={mark}").status_code in {200, 404}


# Entries


def test_entries_that_were_not_posted_say_why_and_can_be_chosen_by_what_became_of_them(bench, client):
    newsroom.fill(bench.world, scheduled=1)
    newsroom.unposted(bench.world)
    page = client.get("/entries").text
    assert len(rows(page)) == len(Standing) - 1
    assert "Trùng với tin khác" in page
    assert "khả năng là tin cải cách hành chính chỉ 4%" in page
    assert len(rows(client.get("/entries?standing=all").text)) == len(Standing)
    (only,) = rows(client.get("/entries?standing=irrelevant&words=b%C3%B3ng+%C4%91%C3%A1").text)
    assert "bóng đá" in only
    assert rows(client.get("/entries?feed=khac").text) == []


def test_an_entry_has_its_story(bench, client):
    bench.serve(PRAISE, OTHER)
    bench.poll()
    (line,) = [each for each in bench.world.store.entries.recent(9) if each.entry.title == PRAISE]
    page = client.get(f"/entries/{line.entry.key}").text
    assert 'href="https://cong.vn/1.html"' in page
    assert "dẫn đầu" in page
    assert "trang: đã xếp lịch" in page
    assert "thấy lần đầu" in page
    assert client.get("/entries/e000000000000000").status_code == 404
    assert client.get("/entries/https://cong.vn/1.html").status_code == 404


def test_an_entrys_link_that_is_no_web_address_is_no_link(bench, client):
    bench.serve(OTHER)
    bench.poll()
    (stored,) = bench.world.store.entries.recent(9)
    bad = replace(stored.entry, identity="bad", link="javascript:alert(1)")
    newsroom.keep(bench.world, bad)
    page = client.get(f"/entries/{bad.key}").text
    assert bad.title in page
    assert "javascript:" not in page


# What feeds say


def test_what_a_feed_says_is_never_markup_nor_a_template_in_any_section(bench, client):
    newsroom.publish(bench.world, 3, title=HOSTILE)
    store = bench.world.store
    store.journal.write(Event(at=bench.instant[0], actor="<b>ai</b>", subject="<i>x</i>", verb="warned", reason="<u>y</u>"))
    (first, *_) = store.entries.recent(9)
    newsroom.keep(bench.world, replace(first.entry, identity="x", body=HOSTILE))
    shown = 0
    for path in (*SECTIONS, "/queue?state=published", "/entries?standing=all", f"/entries/{first.entry.key}", "/feeds/cong"):
        page = client.get(path).text
        assert not re.search(r"<script>|<b>ai|<i>x|<u>y", page)
        assert " 49 cải cách" not in page
        shown += "&lt;script&gt;alert(1)" in page
    assert shown >= 4


# Feeds


@pytest.fixture
def three_feeds(bench, now):
    feeds = [FeedPolicy(name=name, url=f"https://{name}.vn/rss") for name in ("an", "ba", "cu")]
    bench.world = replace(bench.world, settings=replace(bench.world.settings, feeds=tuple(feeds)))
    ensure_feeds(bench.world)
    for name, changes in (
        ("an", {"last_polled_at": now, "last_answer": "304", "hub": "https://hub.vn/"}),
        ("ba", {"last_polled_at": now, "silence_told_at": now, "last_new_at": now - timedelta(days=9)}),
        ("cu", {"state": FeedState.RESTING, "failures": 12, "failing_since": now, "last_error": "<b>hỏng</b>"}),
    ):
        bench.world.store.polls.record(replace(bench.world.store.feeds.get(name), **changes), (), now, "loa")


def test_feeds_that_need_a_human_stand_first_with_the_reason_in_plain_words(client, three_feeds):
    page = client.get("/feeds").text
    assert "Có 2 nguồn tin cần người xem" in page
    assert [row.split()[0] for row in rows(page)] == ["cu", "ba", "an"]
    assert page.count("⚠") == 2
    assert "&lt;b&gt;hỏng&lt;/b&gt;" in page
    assert [row.split()[0] for row in rows(client.get("/feeds?health=silent").text)] == ["ba"]
    assert [row.split()[0] for row in rows(client.get("/feeds?words=AN.vn").text)] == ["an"]


def test_a_feeds_own_page_tells_its_last_answer_rhythm_and_subscription(bench, client, three_feeds, now):
    page = client.get("/feeds/an").text
    assert "304" in page
    assert "chưa đủ tin để biết nhịp" in page
    assert "nguồn có, chưa đăng ký" in page
    lease = now + timedelta(days=2)
    bench.world.store.subscriptions.put(
        Subscription(feed="an", hub="https://hub.vn/", topic="t", state=SubscriptionState.LIVE, asked_at=now, lease_until=lease), ()
    )
    assert "đã đăng ký, có tin là được báo" in client.get("/feeds/an").text
    bench.pass_time(days=3)
    assert "đăng ký đã hết hạn" in client.get("/feeds/an").text
    assert "12 lần" in client.get("/feeds/cu").text
    assert client.get("/feeds/khong-co").status_code == 404


def test_many_feeds_are_listed_fifty_at_a_time(bench, client):
    feeds = tuple(FeedPolicy(name=f"n{number:03}", url=f"https://n{number}.vn/rss") for number in range(120))
    bench.world = replace(bench.world, settings=replace(bench.world.settings, feeds=feeds))
    ensure_feeds(bench.world)
    assert len(through(client, "/feeds")) == 120
    assert len(rows(client.get("/feeds").text)) == 50
    assert client.get("/feeds?from=99999999999999999999").status_code == 200


def test_an_editor_asks_a_feed_now_and_is_told_what_came_of_it(bench):
    with_people(bench, *EVERYBODY)
    browser = signed_in(bench, EDITOR.name)
    bench.serve(PRAISE, OTHER)
    form = {"csrf_token": token_in(browser, "/feeds/cong")}
    bench.pass_time(minutes=20)
    page = browser.post("/feeds/cong/poll", data=form, follow_redirects=True).text
    assert "Nguồn cong có 2 tin: 2 mới, 0 thay đổi." in page
    bench.pass_time(minutes=20)
    assert "không có gì mới" in browser.post("/feeds/cong/poll", data=form, follow_redirects=True).text
    off = bench.world.settings.feeds[0].model_copy(update={"enabled": False})
    bench.world = replace(bench.world, settings=replace(bench.world.settings, feeds=(off,)))
    assert "đang tắt" in browser.post("/feeds/cong/poll", data=form, follow_redirects=True).text
    assert browser.post("/feeds/khong-co/poll", data=form).status_code == 404


# Pages


def test_a_page_tells_what_its_last_inspection_found_and_asks_nobody(bench, client, now):
    bench.page.ends = now + timedelta(days=14)
    bench.page.warnings = ["thiếu quyền <x>"]
    assert "chưa kiểm tra" in client.get("/pages").text
    inspect_channels(bench.world)
    bench.page.asked.clear()
    page = client.get("/pages").text
    assert "hết hạn ngày 08/12/2026; hãy lấy mã mới" in page
    assert "Cần sửa:</b> thiếu quyền &lt;x&gt;" in page
    assert "cần người xem" in page
    assert "chưa biết; Facebook chỉ nói khi trả lời" in page
    assert bench.page.asked == []


def test_a_page_tells_of_its_pause_its_rest_and_its_limits(bench, client, now):
    store = bench.world.store
    store.cooldowns.put(Cooldown(scope="page:trang", until=now + timedelta(hours=2), reason="đăng quá nhanh", strikes=1))
    bench.page.load = Load(percent=97.0, until=now + timedelta(minutes=20))
    page = client.get("/pages").text
    assert "nghỉ đến 24/11/2026 10:00" in page
    assert "đã dùng 97%" in page
    assert "tạm ngừng đăng từ 95%" in page
    store.channels.pause("trang", reason="mã hết hạn", now=now, probe_at=now + timedelta(minutes=15), actor="loa")
    page = client.get("/pages").text
    assert "mã hết hạn" in page
    assert "Loa tự thử lại lúc 24/11/2026 08:15" in page
    bench.pass_time(hours=1)
    assert "đã dùng" not in client.get("/pages").text


# Settings


def test_the_faults_of_edited_settings_are_shown_with_file_line_and_remedy_on_every_page(client, faults):
    assert "không có lỗi" in client.get("/settings").text
    faults.append(Fault("config/bot.yaml", 14, 3, "feeds[0].<b>", "không có khóa nào tên “x”. Có phải ý bạn là “y”?"))
    page = client.get("/settings").text
    assert "<b>config/bot.yaml</b>, dòng 14, cột 3" in page
    assert "feeds[0].&lt;b&gt;" in page
    assert "Có phải ý bạn là “y”?" in page
    for path in set(SECTIONS) - {"/settings"}:
        assert 'href="/settings">Xem từng lỗi' in client.get(path).text


# Engagement


def test_engagement_compares_posts_at_one_age_and_says_what_is_missing(bench, client):
    newsroom.publish(bench.world, 30)
    page = client.get("/engagement").text
    assert "30 bài đã đăng" in page
    assert page.count('<svg class="chart" role="img"') == 7
    assert page.count("<title>") == 8
    assert "style=" not in page
    assert len(re.findall(r'<th scope="row">', page)) == 30 + 7 + 3 + 3 + 2 + 24 + 7
    assert "Chưa có số liệu nào" in client.get("/engagement?age=10m").text
    assert "Chưa có số liệu nào" in client.get("/engagement?page=khac&days=7&metric=clicks&age=10m").text


def test_beside_each_median_stands_how_sure_it_is_or_that_there_are_few_posts(bench, client):
    newsroom.publish(bench.world, 30)
    page = client.get("/engagement").text
    praise, neutral = [row for row in rows(page) if row.startswith(("praise", "neutral"))]
    assert re.fullmatch(r"neutral [0-9.,]+ \(từ [0-9.,]+ đến [0-9.,]+\) 12", neutral)
    assert re.fullmatch(r"praise [0-9.,]+ \((còn ít bài|từ [0-9.,]+ đến [0-9.,]+)\) [0-9]+", praise)
    assert "Không có ảnh riêng" in page
    assert 'class="whisker"' in page


def test_a_few_posts_are_shown_without_a_span_that_says_nothing(bench, client):
    newsroom.publish(bench.world, 5)
    page = client.get("/engagement").text
    assert "(còn ít bài)" in page
    assert 'class="whisker"' not in page


# A Page as it stands now


def test_a_page_of_which_nothing_is_known_says_so(bench, client):
    page = client.get("/engagement/page").text
    for sentence in (
        "Không có bình luận nào chờ trả lời.",
        "Không có bài nào đang lên",
        "trang: chưa có số liệu của Trang.",
        "Hiện không thiếu số liệu nào.",
        "Chưa bắt đầu đọc.",
    ):
        assert sentence in page
    bench.world = replace(bench.world, channels={})
    assert "Chưa có Trang nào được bật." in client.get("/engagement/page").text


def test_the_first_page_is_shown_where_none_is_chosen(bench, client):
    bench.world = replace(bench.world, channels={"trang": bench.page, "khac": bench.page})
    bench.world.store.measuring.add_page(PageSnapshot(channel="khac", rung="x", taken_at=bench.instant[0], metrics={"followers": 4_321}))
    assert "4.321" not in client.get("/engagement/page").text
    assert "4.321" in client.get("/engagement/page?page=khac").text
    assert "4.321" not in client.get("/engagement/page?page=nirgendwo").text


def test_comments_that_wait_are_counted_with_a_link_to_their_post(bench, client):
    first, second, third = newsroom.publish(bench.world, 3)
    looked = ((first, 2, True), (second, 1_200, False), (third, None, False))
    bench.world.store.measuring.put_answers(
        [
            Answers(post_key=post.key, looked_at=bench.instant[0], comments=2_000, waiting=count, is_whole=whole)
            for post, count, whole in looked
        ]
    )
    page = client.get("/engagement/page").text
    assert "ít nhất 1.202 bình luận ở 2 bài" in page
    assert [re.sub(r".*\(500[0-9]\) ", "", row) for row in rows(page)] == ["ít nhất 1.200", "2"]
    assert f'href="/posts/{second.key}"' in page
    assert "trang: 1 bài không đếm được" in page


def test_what_is_rising_is_shown_with_what_is_usual(bench, client):
    (post,) = newsroom.publish(bench.world, 1, every=timedelta(hours=3), measure=False, title=HOSTILE)
    taken = [("1h", 1, 40), ("2h", 2, 1_240)]
    bench.world.store.snapshots.add(
        [
            Snapshot(post_key=post.key, rung=rung, taken_at=post.published_at + timedelta(hours=hours), metrics={"reach": reach})
            for rung, hours, reach in taken
        ]
    )
    at = bench.instant[0] - timedelta(days=9)
    bench.world.store.measuring.add_foreign(
        [
            ForeignSnapshot(channel="trang", remote_id=f"9_{number}", published_at=at, rung=rung, taken_at=at, metrics={"reach": reach})
            for number in range(3)
            for rung, reach in (("1h", 20), ("2h", 30))
        ]
    )
    page = client.get("/engagement/page").text
    assert "<script>alert" not in page
    (row,) = [row for row in rows(page) if "+1.200" in row]
    assert row.endswith("1.240 +1.200 trong 1 giờ 10")
    assert "+1.200" not in client.get("/engagement/page?metric=shares").text


def test_followers_over_time_have_a_gap_where_a_day_is_not_known_and_never_nought(bench, client):
    now, store = bench.instant[0], bench.world.store
    for ago, followers in ((4, 3_200), (3, 3_204), (1, 3_210)):
        at = now - timedelta(days=ago)
        store.measuring.add_page(
            PageSnapshot(
                channel="trang",
                rung=at.date().isoformat(),
                taken_at=at,
                metrics={"followers": followers},
                missing={"page_views": Lack.NOT_YET, "page_reach": Lack.NOT_OFFERED},
            )
        )
    lost = LostMetric(channel="trang", metric="page_reach", why=Lack.NOT_OFFERED, found_at=now, until=now + timedelta(days=1))
    store.measuring.note_lost([lost], Event(at=now, actor="loa", subject="channel:trang", verb="metrics-lost"))
    page = client.get("/engagement/page").text
    (line,) = re.findall(r'<path class="line" d="([^"]*)"', page)
    assert (line.count("M"), line.count("L")) == (2, 1)
    assert [row.split()[1] for row in rows(page) if row.startswith("2")] == ["3.210", "3.204", "3.200"]
    assert "trang: Người tiếp cận trong ngày đang thiếu từ 24/11/2026" in page
    assert "Thiếu Lượt xem nội dung trong ngày: Facebook chưa có số liệu này" in page
    assert "Thiếu Người tiếp cận" not in page, "what is lost is told once"


@pytest.mark.parametrize(
    ("reached", "done", "percent", "sentence"),
    [(40, False, 40, "Mới đọc lùi đến ngày 15/10/2026: 1.234 bài"), (100, True, 100, "Đã đọc xong: 1.234 bài")],
)
def test_how_far_the_past_of_the_page_has_been_read_is_a_native_bar(bench, client, now, reached, done, percent, sentence):
    state = Backfill(
        channel="trang",
        since=now - timedelta(days=100),
        reached=now - timedelta(days=reached),
        posts=1_234,
        done_at=now if done else None,
    )
    bench.world.store.measuring.put_backfill(state)
    page = client.get("/engagement/page").text
    assert f'<progress id="read-back" max="100" value="{percent}">{percent}%</progress>' in page
    assert '<label for="read-back">Đọc lùi đến ngày 16/08/2026:</label>' in page
    assert sentence in page
    off = bench.world.settings.engagement.model_copy(update={"whole_page": False})
    bench.world = replace(bench.world, settings=replace(bench.world.settings, engagement=off))
    assert "engagement.whole_page đang tắt" in client.get("/engagement/page").text


# The journal


def test_the_journal_is_filtered_by_whom_what_about_what_and_when(bench, client):
    bench.serve(PRAISE, OTHER)
    bench.poll()
    (post,) = bench.posts(PostState.SCHEDULED)
    bench.world.store.journal.write(
        Event(at=bench.instant[0] + timedelta(days=1), actor="lan", subject=post.key, verb="moved", reason="vì")
    )
    assert len(rows(client.get("/journal").text)) == 4
    (only,) = rows(client.get("/journal?actor=lan").text)
    assert "chuyển khung giờ" in only
    assert PRAISE in only
    assert len(rows(client.get(f"/journal?subject={post.key}").text)) == 2
    assert len(rows(client.get("/journal?verb=seen").text)) == 2
    assert len(rows(client.get("/journal?from=2026-11-25").text)) == 1
    assert len(rows(client.get("/journal?to=2026-11-24").text)) == 3
    assert rows(client.get("/journal?from=2026-11-26&to=2026-11-24").text) == []
    assert f'href="/posts/{post.key}"' in client.get("/journal").text


def test_a_long_journal_is_read_leaf_by_leaf(bench, client):
    for number in range(230):
        bench.world.store.journal.write(
            Event(at=bench.instant[0], actor="loa", subject="feed:cong", verb="poll-failed", reason=f"lần {number}")
        )
    found = through(client, "/journal?verb=poll-failed")
    assert len(found) == len(set(found)) == 230


# Who may


@pytest.mark.parametrize("path", [*SECTIONS, "/feeds/cong", "/entries/e000000000000000"])
def test_where_people_are_known_nobody_else_sees_a_section(bench, path):
    with_people(bench, *EVERYBODY)
    answer = client_of(bench).get(path)
    assert (answer.status_code, urlsplit(answer.headers["Location"]).path) == (303, "/sign-in")


@pytest.mark.parametrize(("user", "status"), [(VIEWER, 403), (EDITOR, 303), (APPROVER, 303)], ids=lambda each: getattr(each, "role", each))
def test_a_viewer_looks_and_asks_no_feed(bench, user, status):
    with_people(bench, *EVERYBODY)
    browser = signed_in(bench, user.name)
    for path in SECTIONS:
        assert browser.get(path).status_code == 200
    page = browser.get("/feeds/cong").text
    assert ("Hỏi nguồn này ngay" in page) == (user is not VIEWER)
    assert browser.post("/feeds/cong/poll", data={"csrf_token": token_in(browser, "/feeds/cong")}).status_code == status
    assert browser.post("/feeds/cong/poll").status_code == 400


@pytest.mark.parametrize("path", SECTIONS)
def test_every_section_is_in_english_where_the_settings_say_so(bench, client, path):
    newsroom.fill(bench.world, scheduled=3, held=1)
    newsroom.publish(bench.world, 3)
    bench.world = replace(bench.world, settings=replace(bench.world.settings, language="en"))
    page = client.get(path)
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
