"""Which item is which, through whole polls: nothing twice, nothing lost (facts: lessons 22-37). Each test carries its lesson's number."""

from dataclasses import dataclass, field, replace

import pytest

from bot.channels.policy import PagePolicy
from bot.intake.fetch import Fetched, NotModified
from bot.intake.policy import FeedPolicy
from bot.likeness import Likeness
from bot.model import PostState, Standing, digest
from bot.service import correcting, editors
from bot.service.liken import liken
from bot.service.poll import ensure_feeds, poll
from bot.service.recognise import recognise
from bot.store.schema import entries as entry_rows
from tests.fakes.page import FakePage
from tests.service.conftest import OTHER, PRAISE, FakeFetcher

TEXT = (
    "Từ đầu năm đến nay, bộ phận một cửa tiếp nhận 1.240 hồ sơ, trong đó 98% được giải quyết trước hạn. Người dân không còn phải đi lại nhiều lần, "
    "cán bộ hướng dẫn tận tình từng bước nộp hồ sơ trên cổng dịch vụ công, và kết quả được gửi về tận nhà theo đường bưu điện."
)
SECOND = "Phường Đông Hà khen thưởng cán bộ một cửa giải quyết thủ tục hành chính đúng hạn"
SECOND_TEXT = (
    "Sáng nay, lãnh đạo phường trao giấy khen cho năm cán bộ tận tụy, những người đã tự học thêm buổi tối để hướng dẫn bà con dùng chữ ký số, "
    "mở tài khoản định danh và tra cứu kết quả ngay tại nhà, được nhân dân trong khu phố quý mến và tin tưởng."
)


@dataclass
class Item:
    """One item of a feed; what is None is left out."""

    title: str = PRAISE
    guid: str | None = "1"
    link: str | None = "https://cong.vn/1.html"
    text: str = TEXT
    date: str | None = None

    def __str__(self) -> str:
        parts = {"title": self.title, "guid": self.guid, "link": self.link, "description": self.text, "pubDate": self.date}
        return f"<item>{''.join(f'<{name}>{value}</{name}>' for name, value in parts.items() if value is not None)}</item>"


@dataclass
class Sites(FakeFetcher):
    """Answers for each feed by its name."""

    bodies: dict[str, bytes] = field(default_factory=dict)

    def fetch(self, policy, feed):
        body = self.bodies[policy.name]
        body_hash = digest(body.decode())
        if body_hash == feed.body_hash:
            return NotModified()
        return Fetched(body=body, content_type="application/rss+xml", etag="", last_modified="", url=str(policy.url), body_hash=body_hash)


@dataclass
class Desk:
    """A bench with several feeds."""

    bench: object
    sites: Sites

    def poll(self, *items: Item, feed: str = "cong"):
        listed = "".join(map(str, items))
        self.sites.bodies[feed] = f'<rss version="2.0"><channel><title>Cổng</title>{listed}</channel></rss>'.encode()
        self.bench.pass_time(minutes=20)
        return poll(self.bench.world, only=feed)

    def settle(self, **changes) -> None:
        self.bench.world = replace(self.bench.world, settings=replace(self.bench.world.settings, **changes))
        ensure_feeds(self.bench.world)

    def stored(self):
        return self.bench.world.store.entries.recent(limit=100)

    def titles(self) -> list[str]:
        return [post.draft.message.split("\n")[0] for post in self.bench.posts()]

    def page(self, name: str) -> None:
        page = FakePage(clock=lambda: self.bench.instant[0])
        self.bench.world = replace(self.bench.world, channels={**self.bench.world.channels, name: page})
        self.settle(pages=(*self.bench.world.settings.pages, PagePolicy(name=name, page_id="100000000000002")))


@pytest.fixture
def desk(bench):
    sites = Sites()
    bench.world = replace(bench.world, fetcher=sites)
    made = Desk(bench, sites)
    feed = bench.world.settings.feeds[0]
    made.settle(feeds=(feed, feed.model_copy(update={"name": "bao", "url": FeedPolicy(name="x", url="https://bao.vn/rss").url})))
    return made


def only(found):
    (one,) = found
    return one


LATER = Item(SECOND, "2", "https://cong.vn/2.html", SECOND_TEXT)


def test_lesson_22_what_comes_below_or_before_the_last_date_is_new_all_the_same(desk):
    first = replace(Item(), date="Tue, 24 Nov 2026 08:00:00 +0700")
    desk.poll(first)
    desk.poll(first, replace(LATER, date="Mon, 23 Nov 2026 08:00:00 +0700"))
    assert sorted(desk.titles()) == sorted([PRAISE, SECOND])
    assert desk.poll(first, replace(LATER, date="Mon, 23 Nov 2026 08:00:00 +0700")).new == ()


def test_lesson_23_a_missing_date_loses_and_repeats_nothing(desk):
    desk.poll(Item(date="Tue, 24 Nov 2026 08:00:00 +0700"))
    desk.poll(LATER, Item(date="Tue, 24 Nov 2026 08:00:00 +0700"))
    desk.poll(LATER, Item())
    assert sorted(desk.titles()) == sorted([PRAISE, SECOND])


@pytest.mark.parametrize("lesson", [24, 25], ids=["lesson_24", "lesson_25"])
def test_a_bumped_date_is_neither_new_nor_a_change(desk, lesson):
    desk.poll(Item(date="Tue, 24 Nov 2026 08:00:00 +0700"))
    for day in range(25, 28):
        done = desk.poll(Item(date=f"Tue, {day} Nov 2026 08:00:{lesson} +0700"))
        assert (done.new, done.changed) == ((), ())


def test_lesson_26_a_feed_that_gives_every_item_a_new_guid_each_time_posts_each_article_once(desk):
    for poll_number in range(6):
        desk.poll(Item(guid=f"a{poll_number}"), replace(LATER, guid=f"b{poll_number}"))
    assert sorted(desk.titles()) == sorted([PRAISE, SECOND])
    assert len(desk.stored()) == 2


def test_lesson_27_an_edit_of_what_is_on_the_page_is_not_posted_again(desk):
    desk.poll(Item())
    desk.bench.run()
    desk.poll(Item(f"{PRAISE} (cập nhật)", text=f"{TEXT} Tin thêm."))
    desk.bench.run()
    assert len(desk.bench.page.posts) == 1


def test_lesson_28_a_headline_in_guid_and_address_may_be_edited(desk):
    desk.poll(Item(guid="https://cong.vn/dan-dau", link="https://cong.vn/dan-dau"))
    before = only(desk.stored())
    address = "https://cong.vn/tan-lien-dan-dau"
    done = desk.poll(
        Item("Tân Liên dẫn đầu toàn tỉnh về cải cách hành chính, 100% hồ sơ đúng hạn", address, address, f"{TEXT} Tỉ lệ 100%.")
    )
    after = only(desk.stored())
    assert (done.new, done.changed) == ((), (before.entry.key,))
    assert (after.entry.key, after.entry.link, after.revision) == (before.entry.key, address, 2)
    assert only(desk.titles()).startswith("Tân Liên dẫn đầu toàn tỉnh")


def test_lesson_29_an_article_in_two_feeds_is_posted_once_and_the_copy_says_of_what(desk):
    desk.poll(Item())
    first = only(desk.stored()).entry.key
    desk.poll(Item(f"{PRAISE} - Báo Quảng Trị", "b-9", "https://bao.vn/9.html", f"(QTO) - {TEXT}"), feed="bao")
    assert len(desk.bench.posts()) == 1
    copy = next(stored for stored in desk.stored() if stored.entry.feed == "bao")
    assert copy.standing is Standing.COPY
    assert first in copy.reason
    done = desk.poll(Item(f"{PRAISE} - Báo Quảng Trị", "b-9", "https://bao.vn/9.html", f"(QTO) - {TEXT} Sửa."), feed="bao")
    assert done.changed
    assert len(desk.bench.posts()) == 1, "an edited copy stays a copy"


def test_lesson_30_a_mended_slug_is_the_same_article(desk):
    desk.poll(Item(guid=None, link="https://cong.vn/mot-cau.html"))
    key = only(desk.stored()).entry.key
    desk.poll(Item(guid=None, link="https://cong.vn/mot-cua.html"))
    assert (key, "https://cong.vn/mot-cua.html") == ((stored := only(desk.stored())).entry.key, stored.entry.link)
    assert len(desk.bench.posts()) == 1


def test_lesson_31_without_a_guid_an_edit_of_the_text_is_an_edit(desk):
    desk.poll(Item(guid=None))
    done = desk.poll(Item(guid=None, text=SECOND_TEXT))
    assert (done.new, len(done.changed), len(desk.bench.posts())) == ((), 1, 1)


@pytest.mark.parametrize(
    ("identity", "second"),
    [
        ("link", Item(SECOND, "other guid", "https://cong.vn/1.html", SECOND_TEXT)),
        ("guid", Item(SECOND, "1", "https://cong.vn/other.html", SECOND_TEXT)),
        ("title", Item(PRAISE.upper(), "other guid", "https://cong.vn/other.html", SECOND_TEXT)),
    ],
)
def test_lesson_32_the_settings_say_what_an_item_is_known_by(desk, identity, second):
    desk.settle(feeds=(desk.bench.world.settings.feeds[0].model_copy(update={"identity": identity}),))
    desk.poll(Item())
    done = desk.poll(second)
    assert (done.new, len(done.changed)) == ((), 1)


@pytest.mark.parametrize("guid", ["http://cong.vn/1.html", None])
def test_lesson_33_https_makes_nothing_new(desk, guid):
    desk.poll(Item(guid=guid, link="http://cong.vn/1.html"))
    done = desk.poll(Item(guid=guid and guid.replace("http:", "https:"), link="https://cong.vn/1.html"))
    assert (done.new, len(desk.stored())) == ((), 1)


def test_lesson_33_two_servers_that_spell_the_address_differently_settle(desk):
    changes = [len(desk.poll(Item(guid="1", link=f"http{'s' * (turn % 2)}://cong.vn/1.html")).changed) for turn in range(8)]
    assert sum(changes) == 1


def test_lesson_34_another_form_of_all_ids_at_once_makes_nothing_new(desk):
    desk.poll(Item(guid="cong.vn:1"), replace(LATER, guid="cong.vn:2"))
    done = desk.poll(Item(guid="urn:uuid:0001"), replace(LATER, guid="urn:uuid:0002"))
    assert (done.new, done.changed, len(desk.bench.posts())) == ((), (), 2)
    done = desk.poll(Item(f"{PRAISE} (sửa)", "urn:uuid:0001"), replace(LATER, guid="urn:uuid:0002"))
    assert (done.new, len(done.changed)) == ((), 1), "an edit under the new id changes the old entry"
    assert len(desk.stored()) == 2


def test_lesson_34_ids_and_addresses_that_change_all_at_once_make_nothing_new(desk):
    desk.poll(Item(), LATER)
    done = desk.poll(Item(guid="x1", link="https://moi.cong.vn/a/1"), replace(LATER, guid="x2", link="https://moi.cong.vn/a/2"))
    assert (done.new, len(done.changed), len(desk.stored()), len(desk.bench.posts())) == ((), 2, 2, 2)


TWIN = Item(SECOND, "1", "https://cong.vn/twin.html", SECOND_TEXT)
NEAR_TWIN = Item(guid="1", link="https://cong.vn/ban-sao.html")


@pytest.mark.parametrize(
    ("one", "other", "articles", "most"),
    [
        (Item(), TWIN, 2, 0),
        (Item(), NEAR_TWIN, 1, 3),
        (Item(guid="1"), Item(guid="2", link="https://cong.vn/2.html"), 1, 1),
        (Item(), Item(text=f"{TEXT} Bản khác."), 1, 3),
    ],
    ids=["two-articles", "two-addresses", "two-ids", "two-texts"],
)
def test_lesson_34_twins_that_alternate_settle(desk, one, other, articles, most):
    polls = [desk.poll(one if turn % 2 == 0 else other) for turn in range(10)]
    assert sum(len(done.new) for done in polls) == articles == len(desk.bench.posts())
    assert sum(len(done.changed) for done in polls) <= most
    assert [done.changed for done in polls[-4:]] == [()] * 4


def test_lesson_34_an_entry_and_its_other_name_in_one_document_are_one(desk):
    desk.poll(Item(guid="1"))
    desk.poll(Item(guid="2", link="https://cong.vn/2.html"))
    polls = [desk.poll(Item(guid="2", link="https://cong.vn/2.html"), Item(guid="1", text=f"{TEXT} {turn % 2}")) for turn in range(8)]
    assert [done.new for done in polls] == [()] * 8
    assert [done.changed for done in polls[-3:]] == [()] * 3
    assert len(desk.bench.posts()) == 1


def test_lesson_34_one_id_three_times_in_one_feed(desk):
    third = Item("Xã Thuận tuyên dương công chức một cửa làm thủ tục hành chính nhanh", "1", "https://cong.vn/3.html", "")
    for _ in range(3):
        desk.poll(third, TWIN, Item())
    desk.poll(TWIN, Item())
    desk.poll(TWIN)
    desk.poll(third, Item())
    assert len(desk.stored()) == 3 == len(desk.bench.posts())


def test_lesson_35_one_article_twice_in_a_feed_is_posted_once(desk):
    desk.poll(Item(guid="a"), Item(guid="b", link="https://cong.vn/chuyen-muc/1.html"))
    assert len(desk.bench.posts()) == 1
    assert sorted(stored.standing for stored in desk.stored()) == [Standing.ACCEPTED, Standing.COPY]
    desk.poll(Item(guid="b", link="https://cong.vn/chuyen-muc/1.html"), Item(guid="a"), Item(guid="c", link="https://cong.vn/in/1"))
    assert sorted(stored.standing for stored in desk.stored()) == [Standing.ACCEPTED, Standing.COPY, Standing.COPY]


def test_lesson_36_what_was_posted_long_ago_is_known_after_it_has_left_the_feed(desk):
    desk.poll(LATER, Item())
    desk.bench.run()
    desk.poll(LATER)
    desk.bench.pass_time(days=200)
    desk.poll(LATER, Item(guid="republished", link="https://cong.vn/moi/1.html"))
    desk.bench.run()
    assert len(desk.bench.page.posts) == 2
    desk.poll(Item(guid="b", link="https://bao.vn/1"), feed="bao")
    assert len(desk.bench.posts()) == 2


def test_lesson_37_an_old_guid_on_a_new_article_is_a_new_entry(desk):
    desk.poll(Item())
    desk.bench.pass_time(days=4)
    second = Item(SECOND, "1", "https://cong.vn/moi.html", SECOND_TEXT)
    assert len(desk.poll(second).new) == 1
    assert sorted(desk.titles()) == sorted([PRAISE, SECOND])
    first = next(stored for stored in desk.stored() if stored.entry.title == PRAISE)
    assert (first.revision, first.entry.identity) == (1, "1")
    done = desk.poll(replace(second, text=f"{SECOND_TEXT} Bổ sung."))
    assert (done.new, len(done.changed)) == ((), 1), "and goes on as one"


@pytest.mark.parametrize("days", [0, 40])
def test_what_changes_wholly_at_its_address_is_an_edit_however_late(desk, days):
    desk.poll(Item())
    desk.bench.pass_time(days=days)
    done = desk.poll(Item(SECOND, text=SECOND_TEXT))
    assert (done.new, len(done.changed)) == ((), 1)


def test_a_weekly_title_is_news_each_week(desk):
    text = "Thủ tục hành chính trong tuần: thứ hai tiếp công dân, thứ ba kiểm tra bộ phận một cửa, thứ tư trả kết quả hồ sơ. Từ ngày {}."
    for week, day in (("12", "16/3"), ("13", "23/3"), ("13", "30/3")):
        desk.poll(Item(f"Lịch giải quyết thủ tục hành chính tuần {week}", f"w{day}", f"https://cong.vn/lich?d={day}", text.format(day)))
    assert len(desk.stored()) == 3
    assert {Standing.COPY} & {stored.standing for stored in desk.stored()} == set()


def test_a_text_under_many_titles_makes_no_copies(desk):
    blurb = f"{TEXT} {SECOND_TEXT}".replace("1.240", "nhiều").replace("98%", "phần lớn")
    names = ("dẫn đầu cải cách hành chính ở Hướng Hóa", "cải cách hành chính nhanh nhất miền núi", "đứng nhất tỉnh về cải cách hành chính")
    items = [Item(f"Xã Tân Liên {name}", name, f"https://cong.vn/{place}", blurb) for place, name in enumerate(names)]
    desk.poll(*items)
    assert [stored.standing for stored in desk.stored()].count(Standing.COPY) <= 1
    more = Item("Xã Tân Liên được biểu dương về cải cách hành chính", "n", "https://cong.vn/9", blurb)
    desk.poll(more, *items)
    assert next(stored for stored in desk.stored() if stored.entry.title == more.title).standing is Standing.ACCEPTED


# Copies and Pages


def two_pages(desk, *, first: tuple[str, ...]) -> None:
    """The first feed serves `first`, the other both Pages."""
    desk.page("khac")
    cong, bao = desk.bench.world.settings.feeds
    desk.settle(feeds=(cong.model_copy(update={"pages": first}), bao))


def test_a_copy_goes_to_the_pages_that_do_not_have_the_article(desk):
    two_pages(desk, first=("trang",))
    desk.poll(Item())
    desk.poll(Item(guid="b", link="https://bao.vn/1"), feed="bao")
    assert sorted((post.channel, post.draft.link.split("?")[0]) for post in desk.bench.posts()) == [
        ("khac", "https://bao.vn/1"),
        ("trang", "https://cong.vn/1.html"),
    ]
    copy = next(stored for stored in desk.stored() if stored.entry.feed == "bao")
    assert copy.standing is Standing.ACCEPTED
    assert "trang" in copy.reason
    desk.poll(Item(f"{PRAISE} (sửa)"))
    desk.poll(Item(f"{PRAISE} (sửa)", "b", "https://bao.vn/1"), feed="bao")
    assert len(desk.bench.posts()) == 2, "changes of either make no more"


def test_two_copies_in_one_document_fill_a_page_once(desk):
    two_pages(desk, first=("trang",))
    desk.poll(Item())
    desk.poll(Item(guid="b", link="https://bao.vn/1"), Item(guid="c", link="https://bao.vn/2"), feed="bao")
    assert sorted(post.channel for post in desk.bench.posts()) == ["khac", "trang"]


def test_where_the_first_of_two_has_no_link_the_other_is_posted(desk):
    desk.poll(Item(guid=None, link=None), Item(guid="b", link="https://cong.vn/1"), Item(guid="c", link="https://cong.vn/2"))
    assert only(desk.bench.posts()).draft.link.startswith("https://cong.vn/1?")
    assert {stored.standing for stored in desk.stored()} == {Standing.UNUSABLE, Standing.ACCEPTED, Standing.COPY}


def test_a_copy_of_what_was_there_before_loa_is_old_news_too(desk):
    cong, bao = desk.bench.world.settings.feeds
    desk.settle(feeds=(cong.model_copy(update={"first_run": "baseline"}), bao))
    desk.poll(Item())
    liken(desk.bench.world)
    desk.poll(Item(guid="b", link="https://bao.vn/1"), feed="bao")
    assert desk.bench.posts() == []
    assert {stored.standing for stored in desk.stored()} == {Standing.BASELINE, Standing.COPY}


def test_a_copy_of_what_could_not_be_posted_is_posted(desk):
    desk.poll(Item(guid=None, link=None))
    desk.poll(Item(guid="b", link="https://bao.vn/1"), feed="bao")
    assert only(desk.bench.posts()).draft.link.startswith("https://bao.vn/1")


def test_an_article_that_becomes_news_where_its_copy_is_posted_is_not_posted_again(desk):
    plain = Item(OTHER, text=SECOND_TEXT.replace("lãnh đạo phường", "huấn luyện viên"))
    desk.poll(plain)
    first = only(desk.stored()).entry
    desk.poll(replace(plain, title=f"{OTHER}!", guid="b", link="https://bao.vn/1"), feed="bao")
    copy = next(stored for stored in desk.stored() if stored.entry.feed == "bao")
    assert (copy.standing, desk.bench.posts()) == (Standing.IRRELEVANT, [])
    desk.poll(Item(PRAISE, "b", "https://bao.vn/1", plain.text), feed="bao")
    assert len(desk.bench.posts()) == 1
    desk.poll(Item(PRAISE, text=plain.text))
    assert len(desk.bench.posts()) == 1
    assert desk.bench.world.store.entries.get(first.key).standing is Standing.COPY


def test_an_editors_word_on_a_copy_does_not_post_it(desk):
    desk.poll(Item())
    desk.poll(Item(guid="b", link="https://bao.vn/1"), feed="bao")
    copy = next(stored for stored in desk.stored() if stored.entry.feed == "bao")
    correcting.correct(desk.bench.world, copy.entry.key, correcting.Said(relevant=False), by="Lan")
    correcting.correct(desk.bench.world, copy.entry.key, correcting.Said(relevant=True), by="Lan")
    assert len(desk.bench.posts()) == 1
    assert desk.bench.world.store.entries.get(copy.entry.key).standing is Standing.COPY


def test_an_article_rejected_by_an_editor_does_not_come_back_by_another_feed(desk):
    desk.poll(Item())
    editors.reject(desk.bench.world, only(desk.bench.posts()).key, by="Lan", note="đã có")
    desk.poll(Item(guid="b", link="https://bao.vn/1"), feed="bao")
    assert only(desk.bench.posts()).state is PostState.DROPPED


def test_a_feed_that_brings_nothing_but_copies_is_not_silent(desk):
    desk.poll(Item())
    desk.poll(Item(guid="b", link="https://bao.vn/1"), feed="bao")
    assert desk.bench.world.store.feeds.get("bao").last_new_at == desk.bench.instant[0]


def test_many_alike_in_one_document_are_copies_of_one(desk):
    desk.poll(*(Item(guid=str(number), link=f"https://cong.vn/{number}") for number in range(30)))
    assert len(desk.bench.posts()) == 1
    (first,) = (stored for stored in desk.stored() if stored.standing is Standing.ACCEPTED)
    assert all(first.entry.key in stored.reason for stored in desk.stored() if stored.standing is Standing.COPY)


# What recognising needs


def test_entries_of_an_older_loa_learn_what_they_are_like_while_they_are_still_there(desk):
    desk.poll(Item())
    with desk.bench.world.store._engine.begin() as connection:
        connection.execute(entry_rows.update().values(title_key="", link_key="", fingerprint=0))
    desk.poll(Item(date="Tue, 24 Nov 2026 08:00:00 +0700"))
    done = desk.poll(Item(guid="new form"))
    assert (done.new, len(desk.stored())) == ((), 1)


def test_where_only_some_items_are_read_the_others_count_as_there(desk):
    desk.poll(Item(guid="a"))
    known = only(desk.stored()).entry
    fresh = replace(known, identity="b", link="https://cong.vn/in/1")
    now = desk.bench.instant[0]
    copy = only(recognise(desk.bench.world.store.likenesses, "cong", [fresh], now, identities=("a", "b")))
    assert (copy.copy_of, copy.known, copy.entry.identity) == (known.key, None, "b")
    renamed = only(recognise(desk.bench.world.store.likenesses, "cong", [fresh], now))
    assert (renamed.alias, renamed.copy_of, renamed.entry.key, renamed.unchanged) == ("b", "", known.key, False)


def test_nothing_is_recognised_in_nothing(desk):
    assert recognise(desk.bench.world.store.likenesses, "cong", [], desk.bench.instant[0]) == ()


def test_what_is_as_it_was_is_told_without_a_likeness(desk):
    desk.poll(Item())
    known = only(recognise(desk.bench.world.store.likenesses, "cong", [only(desk.stored()).entry], desk.bench.instant[0]))
    assert (known.unchanged, known.likeness, known.compared) == (True, Likeness(), frozenset())
