"""Which Pages take an entry by the places it names, what it says of those that don't, and the hashtag it gets."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from ruamel.yaml import YAML

from bot.cli.render import entry_story, preview_text
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.policy import PlacesPolicy
from bot.model import PostState, Standing
from bot.service import explain
from bot.service.preview import preview
from bot.settings.loader import load_settings
from bot.web.application import build_application
from tests.fakes.page import FakePage
from tests.service.conftest import REFORM, Bench

ROOT = Path(__file__).parents[2]
PLACES = PlacesPolicy.model_validate(YAML(typ="safe").load((ROOT / "config/places.yaml").read_text(encoding="utf-8")))
LEXICON = compile_lexicon(REFORM, PLACES)
NEWS = "dẫn đầu về cải cách hành chính, 100% hồ sơ thủ tục hành chính được giải quyết đúng hạn"


def with_places(bench: Bench, *, pages: dict[str, tuple[str, ...]], feed: tuple[str, ...] = ()) -> None:
    """Pages of these names, each asking for its places; the feed too."""
    settings = bench.world.settings
    (policy,) = settings.pages
    policies = tuple(policy.model_copy(update={"name": name, "places": places}) for name, places in pages.items())
    feeds = tuple(each.model_copy(update={"places": feed}) for each in settings.feeds)
    channels = {name: FakePage(clock=lambda: bench.instant[0], name=name) for name in pages}
    vocabulary = load_settings(ROOT / "config/bot.yaml", {"FACEBOOK_PAGE_TOKEN": "x"}).vocabulary
    changed = replace(settings, pages=policies, feeds=feeds, places=PLACES, vocabulary=vocabulary)
    bench.world = replace(bench.world, settings=changed, channels=channels, lexicon=LEXICON)


def channels(bench: Bench) -> list[str]:
    return sorted(post.channel for post in bench.posts())


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("Xã Hướng Phùng", ["huonghoa", "moi", "phung"]),
        ("Xã Hướng Linh", ["huonghoa", "moi", "phung"]),
        ("Xã Khe Sanh", ["huonghoa", "moi"]),
        ("Huyện Hướng Hóa", ["huonghoa", "moi"]),
        ("Phường Đông Hà", ["moi"]),
        ("Một xã", ["moi"]),
    ],
)
def test_an_entry_goes_only_to_pages_whose_places_it_names(bench, place, wanted):
    with_places(bench, pages={"moi": (), "huonghoa": ("huyện Hướng Hóa",), "phung": ("xã Hướng Phùng",)})
    bench.serve(f"{place} {NEWS}")
    bench.poll()
    assert wanted == channels(bench)


def test_what_no_page_takes_goes_no_further_and_says_why(bench):
    with_places(bench, pages={"huonghoa": ("huyện Hướng Hóa",), "phung": ("xã Hướng Phùng",)})
    bench.serve(f"Phường Đông Hà {NEWS}", f"Một xã {NEWS}")
    named, unnamed = bench.poll().new
    assert channels(bench) == []
    story = explain.why(bench.world, named)
    assert Standing.IRRELEVANT is story.entry.standing
    assert story.entry.reason == (
        "tin không nhắc đến địa bàn của Trang (huonghoa: huyện Hướng Hóa; phung: xã Hướng Phùng); nơi tin nhắc đến: phường Đông Hà"
    )
    assert story.entry.classification.findings[0].value == "phường Đông Hà"
    assert explain.why(bench.world, unnamed).entry.reason.endswith("nơi tin nhắc đến: không có nơi nào trong danh sách địa danh")


def test_pages_that_were_passed_over_are_told_beside_the_others(bench):
    with_places(bench, pages={"moi": (), "phung": ("xã Hướng Phùng",)})
    bench.serve(f"Phường Đông Hà {NEWS}")
    (key,) = bench.poll().new
    story = explain.why(bench.world, key)
    assert Standing.ACCEPTED is story.entry.standing
    assert "có cụm từ" in story.entry.reason
    assert "tin không nhắc đến địa bàn của Trang (phung: xã Hướng Phùng); nơi tin nhắc đến: phường Đông Hà" in story.entry.reason


def test_a_feed_may_take_only_news_of_its_places(bench):
    with_places(bench, pages={"moi": ()}, feed=("Hướng Hóa",))
    bench.serve(f"Xã A Dơi {NEWS}", f"Xã Cam Lộ {NEWS}")
    _, other = bench.poll().new
    assert channels(bench) == ["moi"]
    assert explain.why(bench.world, other).entry.reason == "nguồn này chỉ lấy tin có nhắc đến Hướng Hóa; nơi tin nhắc đến: xã Cam Lộ"


def test_the_place_of_the_news_is_its_hashtag(bench):
    with_places(bench, pages={"moi": ()})
    bench.serve(f"Xã Hướng Linh (cũ) {NEWS}", f"Xã Quảng Ninh {NEWS}")
    bench.poll()
    first, second = sorted(bench.posts(), key=lambda post: "#XãQuảngNinh" in post.draft.message)
    assert "#HướngPhùng" in first.draft.message
    assert "#XãQuảngNinh" in second.draft.message


def test_a_preview_tells_the_same(bench):
    with_places(bench, pages={"phung": ("xã Hướng Phùng",)})
    bench.serve(f"Xã Khe Sanh {NEWS}", f"Xã Hướng Phùng {NEWS}")
    out, taken = preview(bench.world, None)
    assert out.verdict.posts == ()
    assert "nơi tin nhắc đến: xã Khe Sanh" in out.verdict.reason
    assert [post.channel for post in taken.verdict.posts] == ["phung"]


def test_a_waiting_post_whose_article_names_the_place_no_longer_is_held(bench):
    with_places(bench, pages={"phung": ("xã Hướng Phùng",)})
    bench.serve(f"Xã Hướng Phùng {NEWS}")
    bench.poll()
    (post,) = bench.posts(PostState.SCHEDULED)
    bench.serve(f"Xã Khe Sanh {NEWS}")
    bench.poll()
    assert [each.key for each in bench.posts(PostState.HELD)] == [post.key]


def printed(renderable) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def test_editors_see_what_was_read(bench):
    with_places(bench, pages={"moi": ()})
    bench.serve(f"UBND xã Hướng Linh {NEWS}")
    shown = preview(bench.world, None)[0]
    (key,) = bench.poll().new
    (post,) = bench.posts()
    page = build_application(lambda: bench.world).test_client().get(f"/posts/{post.key}").text
    for text in (printed(preview_text(bench.world, shown)), printed(entry_story(bench.world, explain.why(bench.world, key))), page):
        assert "địa danh xã Hướng Phùng (tiêu đề; tên cũ: xã Hướng Linh)" in text
        assert "cơ quan UBND xã Hướng Phùng (tiêu đề; tên cũ: xã Hướng Linh)" in text
