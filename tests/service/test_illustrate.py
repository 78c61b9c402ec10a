"""Where the pictures of a Post come from, and what becomes of one that has none."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from bot.compose.policy import PicturePolicy
from bot.errors import Refused, Unfetched
from bot.intake.fetch import Resource
from bot.judgement import Tone
from bot.model import PostState, Way
from bot.service.illustrate import Studio
from bot.service.poll import poll
from bot.service.preview import preview
from tests.service.conftest import CRITICISM, OTHER, PRAISE, Bench

ANH = "https://cong.vn/anh"
PAGE = "https://cong.vn/1.html"


def jpeg(shade: int = 0, width: int = 900, height: int = 600) -> bytes:
    image = Image.new("RGB", (width, height), (shade, 80, 160))
    ImageDraw.Draw(image).ellipse((100, 100, 400, 400), fill="white")
    target = io.BytesIO()
    image.save(target, "JPEG")
    return target.getvalue()


def with_ways(bench: Bench, *ways: Way, tone: str = "default", **pictures: object) -> None:
    compose = bench.world.settings.compose.model_copy(update={"ways": {tone: ways}, "pictures": PicturePolicy(**pictures)})
    bench.world = replace(bench.world, settings=replace(bench.world.settings, compose=compose))


def serve(bench: Bench, title: str, *addresses: str) -> None:
    pictures = "".join(f'<enclosure url="{address}" type="image/jpeg" length="1"/>' for address in addresses)
    bench.fetcher.body = f"<rss version='2.0'><channel><item><title>{title}</title><link>{PAGE}</link><guid>1</guid>{pictures}</item></channel></rss>".encode()


def there(bench: Bench, url: str, body: bytes, content_type: str = "image/jpeg", status: int = 200) -> None:
    bench.fetcher.resources[url] = Resource(status=status, body=body, content_type=content_type, url=url)


def notes(bench: Bench, key: str) -> str:
    return "; ".join(event.reason for event in bench.world.store.journal.of(key) if event.verb == "illustrated")


def test_a_way_without_pictures_asks_for_none(bench):
    serve(bench, PRAISE, f"{ANH}/1.jpg")
    bench.poll()
    (post,) = bench.posts()
    assert (post.draft.pictures, post.draft.ways, bench.fetcher.fetched) == ((), (Way.LINK,), [])


def test_a_photo_post_shows_the_feeds_picture_and_says_what_it_is(bench):
    with_ways(bench, Way.PHOTO, Way.LINK)
    serve(bench, PRAISE, f"{ANH}/logo.png", f"{ANH}/1.jpg", f"{ANH}/2.jpg")
    there(bench, f"{ANH}/1.jpg", jpeg())
    bench.poll()
    (post,) = bench.posts()
    (picture,) = post.draft.pictures
    assert (picture.width, picture.height, picture.alt) == (900, 600, f"Ảnh trong bài: {PRAISE}")
    assert (post.way, post.draft.ways) == (Way.PHOTO, (Way.PHOTO, Way.LINK))
    assert bench.fetcher.fetched == [f"{ANH}/1.jpg"]
    (content,) = bench.world.store.pictures.contents([picture.digest])
    bench.run()
    assert bench.page.sent == [(Way.PHOTO, (content,))]


def test_a_picture_that_is_not_fit_is_told_and_the_next_one_taken(bench):
    with_ways(bench, Way.PHOTO)
    serve(bench, PRAISE, f"{ANH}/1.jpg", f"{ANH}/2.jpg", f"{ANH}/3.jpg", f"{ANH}/4.jpg")
    there(bench, f"{ANH}/1.jpg", jpeg(width=200, height=150))
    there(bench, f"{ANH}/2.jpg", b"<html>", "text/html")
    there(bench, f"{ANH}/4.jpg", jpeg())
    bench.poll()
    (post,) = bench.posts()
    assert post.draft.pictures[0].width == 900
    said = notes(bench, post.key)
    assert f"{ANH}/1.jpg: ảnh quá nhỏ (200×150" in said
    assert f"{ANH}/2.jpg: không phải ảnh" in said
    assert f"{ANH}/3.jpg trả lời bằng mã 404" in said


def test_where_the_feed_has_no_picture_the_article_is_read(bench):
    with_ways(bench, Way.PHOTO)
    serve(bench, PRAISE)
    there(bench, PAGE, f'<meta property="og:image" content="{ANH}/bai.jpg">'.encode(), "text/html; charset=utf-8")
    there(bench, f"{ANH}/bai.jpg", jpeg())
    bench.poll()
    (post,) = bench.posts()
    assert post.draft.pictures[0].width == 900
    assert bench.fetcher.fetched == [PAGE, f"{ANH}/bai.jpg"]


def test_the_article_is_left_alone_where_the_settings_say_so(bench):
    with_ways(bench, Way.PHOTO, article=False)
    serve(bench, PRAISE)
    bench.poll()
    assert bench.fetcher.fetched == []


def test_several_photos_are_different_ones_and_no_more_than_the_settings_say(bench):
    with_ways(bench, Way.PHOTOS, most=3)
    serve(bench, PRAISE, *(f"{ANH}/{number}.jpg" for number in range(6)))
    for number, shade in enumerate((0, 0, 90, 200, 240, 30)):
        there(bench, f"{ANH}/{number}.jpg", jpeg(shade))
    bench.poll()
    (post,) = bench.posts()
    assert len({picture.digest for picture in post.draft.pictures}) == len(post.draft.pictures) == 3
    bench.run()
    assert [(way, len(contents)) for way, contents in bench.page.sent] == [(Way.PHOTOS, 3)]


def test_without_any_picture_a_title_card_is_drawn_and_told(bench):
    with_ways(bench, Way.PHOTO)
    serve(bench, PRAISE, f"{ANH}/1.jpg")
    bench.poll()
    (post,) = bench.posts()
    (card,) = post.draft.pictures
    assert (card.width, card.height) == (1_200, 630)
    assert PRAISE in card.alt
    assert "vẽ ảnh tiêu đề" in notes(bench, post.key)
    assert post.state is PostState.SCHEDULED


def test_without_any_picture_the_next_way_is_taken_where_the_settings_say_so(bench):
    with_ways(bench, Way.PHOTO, Way.LINK, when_none="next")
    serve(bench, PRAISE)
    bench.poll()
    (post,) = bench.posts()
    assert (post.draft.ways, post.way, post.draft.pictures) == ((Way.LINK,), Way.LINK, ())
    assert "cách kế tiếp" in notes(bench, post.key)


@pytest.mark.parametrize(("ways", "policy"), [((Way.PHOTO, Way.LINK), "hold"), ((Way.PHOTO, Way.PHOTOS), "next")])
def test_without_any_picture_an_editor_is_asked_where_the_settings_say_so_or_no_way_is_left(bench, ways, policy):
    with_ways(bench, *ways, when_none=policy)
    serve(bench, PRAISE)
    bench.poll()
    (post,) = bench.posts()
    assert post.state is PostState.HELD
    assert "không có ảnh nào dùng được" in post.reason
    assert post.draft.pictures


def test_a_held_criticism_keeps_its_own_reason(bench):
    with_ways(bench, Way.PHOTO, when_none="hold")
    serve(bench, CRITICISM)
    bench.poll()
    (post,) = bench.posts()
    assert "Phê phán" in post.reason


def test_entries_of_which_no_post_is_made_ask_for_nothing(bench):
    with_ways(bench, Way.PHOTO)
    serve(bench, OTHER, f"{ANH}/1.jpg")
    bench.poll()
    assert bench.fetcher.fetched == []


def test_the_ways_are_those_of_the_tone(bench):
    with_ways(bench, Way.PHOTO, tone="praise")
    compose = bench.world.settings.compose
    assert (compose.ways_of(Tone.PRAISE), compose.ways_of(Tone.NEUTRAL), compose.ways_of(None)) == ((Way.PHOTO,), (Way.LINK,), (Way.LINK,))


def test_a_server_that_is_down_is_asked_once_a_poll(bench):
    with_ways(bench, Way.PHOTO)
    down = Unfetched("intake.resource_slow", host_down=True, url=f"{ANH}/1.jpg")
    bench.fetcher.resources = {f"{ANH}/1.jpg": down}
    serve(bench, PRAISE, f"{ANH}/1.jpg", f"{ANH}/2.jpg", f"{ANH}/3.jpg")
    bench.poll()
    assert bench.fetcher.fetched == [f"{ANH}/1.jpg"]
    (post,) = bench.posts()
    assert "không trả lời kịp" in notes(bench, post.key)


def test_a_picture_that_is_gone_costs_only_itself(bench):
    with_ways(bench, Way.PHOTO)
    bench.fetcher.resources[f"{ANH}/1.jpg"] = Unfetched("intake.resource_broken", url=f"{ANH}/1.jpg")
    there(bench, f"{ANH}/2.jpg", jpeg())
    serve(bench, PRAISE, f"{ANH}/1.jpg", f"{ANH}/2.jpg")
    bench.poll()
    assert bench.posts()[0].draft.pictures[0].width == 900


def test_a_feed_full_of_pictures_loads_no_more_than_a_hundred_a_poll(bench):
    with_ways(bench, Way.PHOTO, article=False)
    items = "".join(
        f"<item><title>{PRAISE} {number}</title><link>https://cong.vn/{number}.html</link><guid>{number}</guid>"
        + "".join(f'<enclosure url="{ANH}/{number}/{each}.jpg" type="image/jpeg" length="1"/>' for each in range(8))
        + "</item>"
        for number in range(20)
    )
    bench.fetcher.body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    bench.poll()
    assert len(bench.fetcher.fetched) == 100
    assert any("chỉ tải nhiều nhất 100 ảnh" in notes(bench, post.key) for post in bench.posts())


def test_an_entry_is_illustrated_once_a_poll_however_often_its_slot_is_lost(bench):
    with_ways(bench, Way.PHOTO)
    serve(bench, PRAISE, f"{ANH}/1.jpg")
    there(bench, f"{ANH}/1.jpg", jpeg())
    poll(bench.world)
    entry = bench.world.store.entries.get(bench.posts()[0].entry_key)
    studio = Studio(bench.world, bench.world.settings.feeds[0])
    first = studio.illustrate(entry.entry, entry.classification)
    assert studio.illustrate(entry.entry, entry.classification) is first
    assert bench.fetcher.fetched.count(f"{ANH}/1.jpg") == 2


def test_preview_shows_the_picture_and_stores_nothing(bench):
    with_ways(bench, Way.PHOTO)
    serve(bench, PRAISE, f"{ANH}/1.jpg")
    there(bench, f"{ANH}/1.jpg", jpeg())
    (item,) = preview(bench.world, None)
    bench.poll()
    (post,) = bench.posts()
    assert item.verdict.posts[0].draft == post.draft


def test_a_changed_headline_gets_a_new_card_and_its_bytes_are_there_when_it_goes_out(bench):
    with_ways(bench, Way.PHOTO)
    serve(bench, PRAISE)
    bench.poll()
    (before,) = bench.posts()
    serve(bench, PRAISE.replace("Tân Liên", "Tân Long"))
    bench.poll()
    (after,) = bench.posts()
    assert before.draft.pictures != after.draft.pictures
    bench.run()
    assert bench.page.sent == [(Way.PHOTO, bench.world.store.pictures.contents([after.draft.pictures[0].digest]))]


def test_a_way_that_facebook_refuses_gives_way_to_the_next(bench):
    from_errors = bench.page.before
    with_ways(bench, Way.PHOTO, Way.LINK)
    serve(bench, PRAISE, f"{ANH}/1.jpg")
    there(bench, f"{ANH}/1.jpg", jpeg())
    bench.poll()
    from_errors.append(Refused("channels.photo_bad", of_way=True, code="1366046"))
    bench.run()
    assert bench.page.sent == [(Way.LINK, bench.world.store.pictures.contents([bench.posts()[0].draft.pictures[0].digest]))]
    assert bench.posts()[0].state is PostState.PUBLISHED
