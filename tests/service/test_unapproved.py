"""What was scheduled by itself is asked about once more before it is sent: by the settings in force then, and by what editors have said of its article."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.alert import AlertKind
from bot.channels.policy import PagePolicy
from bot.compose.policy import Templates
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.policy import PhraseRule
from bot.errors import Conflict, LoaError
from bot.judgement import Tone
from bot.model import Post, PostState
from bot.plan.bands import BandsPolicy
from bot.plan.policy import ApprovalPolicy, PersonalPolicy
from bot.service import editors
from bot.service.admitting import admit
from bot.service.correcting import Said, correct
from bot.service.needs import present
from bot.service.poll import ensure_feeds, poll
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from bot.service.undoing import undo
from bot.service.world import World
from tests.conftest import TRUSTING
from tests.fakes.page import FakePage
from tests.fault import graph_faults as graph
from tests.service.conftest import CRITICISM, PRAISE, REFORM, Bench, rss
from tests.service.test_places import PLACES

TEXT = (
    "Từ đầu năm đến nay, bộ phận một cửa tiếp nhận 1.240 hồ sơ, trong đó 98% được giải quyết trước hạn. Người dân không còn phải đi lại nhiều lần, "
    "cán bộ hướng dẫn tận tình từng bước nộp hồ sơ trên cổng dịch vụ công, và kết quả được gửi về tận nhà theo đường bưu điện."
)
# Enough to be called reform news, and not sure.
UNSURE = "Chủ tịch xã tiếp công dân, nghe người dân nói về giấy tờ"
PHONE, CARD = "0914 123 456", "045203001234"
OPEN: Mapping[str, Any] = {"tones": {Tone.PRAISE: "auto", Tone.CRITICISM: "auto"}, "criticism_unapproved": True}
NOTHING_PERSONAL = dict.fromkeys(("phone", "identity_card", "account", "email", "minor"), "publish")


def with_approval(bench: Bench, **keys: Any) -> None:
    """Other settings are read; what they don't say lets everything out."""
    approval = ApprovalPolicy(bands=TRUSTING, **{**OPEN, "personal": PersonalPolicy.model_validate(NOTHING_PERSONAL)})
    bench.world = replace(bench.world, settings=replace(bench.world.settings, approval=approval.model_copy(update=keys)))


def waiting(bench: Bench, title: str = PRAISE, template: str = "{{ title }}\n\n{{ excerpt }}") -> Post:
    """A Post that was scheduled by itself, and whose time has come."""
    with_approval(bench)
    bench.world = replace(bench.world, settings=replace(bench.world.settings, templates=Templates(sources={"default": template})))
    if not bench.fetcher.body:
        bench.serve(title)
    bench.poll()
    (post,) = bench.posts(PostState.SCHEDULED)
    assert post.due_at is not None
    bench.instant[0] = post.due_at
    return post


def only(bench: Bench) -> Post:
    (post,) = bench.posts()
    return post


def is_held(bench: Bench, why: str) -> None:
    """The next tick holds it, tells why, and sends nothing; once approved, the same words go out, and nobody is asked again."""
    attempt = publish_due(bench.world)
    assert attempt is not None
    held = only(bench)
    assert (attempt.verb, held.state, held.due_at, bench.page.asked) == ("held", PostState.HELD, None, [])
    assert held.reason == attempt.reason
    assert held.reason.startswith("chưa ai duyệt, và khi xét lại ngay trước giờ đăng: ")
    assert why in held.reason
    last = bench.world.store.journal.of(held.key)[-1]
    assert (last.actor, last.verb, last.before, last.after, last.reason) == ("loa", "redrafted", "scheduled", "held", held.reason)
    assert publish_due(bench.world) is None
    editors.approve(bench.world, held.key, by="Lan")
    bench.run()
    assert [draft.hash for draft in bench.page.posts] == [held.draft.hash]


@pytest.mark.parametrize(
    ("title", "keys", "why"),
    [
        (PRAISE, {"tones": {Tone.PRAISE: "hold"}}, "chờ duyệt vì sắc thái là"),
        (CRITICISM, {"criticism_unapproved": False}, "chờ duyệt vì sắc thái là “Phê phán”"),
        (CRITICISM, {"tones": {}}, "chờ duyệt vì sắc thái là “Phê phán”"),
        (PRAISE, {"fields": {"procedures": "hold"}}, "chờ duyệt vì thuộc lĩnh vực"),
        (PRAISE, {"sources": {"cong": "hold"}}, "chờ duyệt vì lấy từ nguồn tin “cong”"),
        (UNSURE, {"bands": BandsPolicy(auto_from=1)}, "83%"),
        (UNSURE, {"bands": TRUSTING.model_copy(update={"tone_from": 1.0})}, "97%"),
        (PRAISE, {"bands": TRUSTING.model_copy(update={"criticism_below": 0.0})}, "có thể là tin phê phán"),
        (f"{PRAISE}, liên hệ {PHONE}", {"personal": PersonalPolicy()}, "số điện thoại ********56"),
        (f"{PRAISE}, CCCD {CARD}", {"personal": PersonalPolicy()}, "**********34"),
    ],
)
def test_what_the_settings_want_an_approval_of_by_now_is_held_before_it_is_sent(bench, title, keys, why):
    waiting(bench, title)
    with_approval(bench, **keys)
    is_held(bench, why)
    assert PHONE not in "".join(event.reason for event in bench.world.store.journal.recent(100))


def test_so_is_what_the_phrases_take_for_a_criticism_by_now(bench):
    waiting(bench, "Xã Tân Liên tổ chức hội nghị cải cách hành chính, giải quyết thủ tục hành chính")
    with_approval(bench, criticism_unapproved=False)
    criticism = REFORM.tones[Tone.CRITICISM]
    criticism = criticism.model_copy(update={"phrases": (*criticism.phrases, PhraseRule(phrase="tổ chức hội nghị", weight=10))})
    reform = REFORM.model_copy(update={"tones": {**REFORM.tones, Tone.CRITICISM: criticism}})
    bench.world = replace(bench.world, lexicon=compile_lexicon(reform))
    is_held(bench, "Phê phán")


def test_what_can_no_more_be_composed_is_shown_to_an_editor(bench):
    waiting(bench)
    bench.world = replace(bench.world, settings=replace(bench.world.settings, templates=Templates(sources={"default": "{{ nothing }}"})))
    attempt = publish_due(bench.world)
    assert attempt is not None
    assert (attempt.verb, only(bench).state, bench.page.asked) == ("held", PostState.HELD, [])


@pytest.mark.parametrize("template", ["{{ title }}", "{{ title }}\n\n{{ excerpt }}\n\nĐường dây nóng: 0233 3 888 999"])
def test_another_template_alone_holds_nothing_and_changes_nothing(bench, template):
    """Its own Draft counts: what another template would show of the text below is not there."""
    bench.fetcher.body = rss(PRAISE).replace(b"</description>", f" {TEXT * 2} Liên hệ {PHONE}.</description>".encode())
    post = waiting(bench, template="{{ title }}")
    with_approval(bench, personal=PersonalPolicy())
    bench.world = replace(bench.world, settings=replace(bench.world.settings, templates=Templates(sources={"default": template})))
    attempt = publish_due(bench.world)
    assert attempt is not None
    assert attempt.verb == "published"
    assert bench.page.posts == [post.draft]


# Where its news goes by now


def with_settings(bench: Bench, **keys: Any) -> None:
    bench.world = replace(bench.world, settings=replace(bench.world.settings, **keys))


def with_a_second_page(bench: Bench) -> FakePage:
    other = FakePage(clock=bench.page.clock)
    with_settings(bench, pages=(*bench.world.settings.pages, PagePolicy(name="khac", page_id="100000000000002")))
    bench.world = replace(bench.world, channels={**bench.world.channels, "khac": other})
    return other


def sent_elsewhere(bench: Bench) -> None:
    (feed,) = bench.world.settings.feeds
    with_settings(bench, feeds=(feed.model_copy(update={"pages": ("khac",)}),))


def taken_away(bench: Bench) -> None:
    (feed,) = bench.world.settings.feeds
    with_settings(bench, feeds=(feed.model_copy(update={"name": "moi"}),))
    ensure_feeds(bench.world)


def of_other_places(bench: Bench) -> None:
    (page, other) = bench.world.settings.pages
    with_settings(bench, pages=(page.model_copy(update={"places": ("xã Hướng Phùng",)}), other))
    bench.world = replace(bench.world, lexicon=compile_lexicon(REFORM, PLACES))


ELSEWHERE = [
    (sent_elsewhere, "tin của nguồn “cong” không còn đăng lên Trang trang (feeds[].pages trong bot.yaml): hãy duyệt nếu vẫn muốn đăng, hoặc bỏ bài"),
    (taken_away, "nguồn tin “cong” không còn trong bot.yaml: hãy duyệt nếu vẫn muốn đăng, hoặc bỏ bài"),
    (of_other_places, "tin không nhắc đến địa bàn của Trang (trang: xã Hướng Phùng); nơi tin nhắc đến: "),
]  # fmt: skip


@pytest.mark.parametrize(("change", "why"), ELSEWHERE)
def test_what_its_page_would_not_get_by_now_is_held(bench, change, why):
    waiting(bench)
    other = with_a_second_page(bench)
    change(bench)
    is_held(bench, why)
    assert other.posts == []


def test_a_feed_that_goes_to_its_page_among_others_holds_nothing(bench):
    waiting(bench)
    with_a_second_page(bench)
    (feed,) = bench.world.settings.feeds
    with_settings(bench, feeds=(feed.model_copy(update={"pages": ("khac", "trang"), "enabled": False}),))
    assert publish_due(bench.world).verb == "published"


@pytest.mark.parametrize("change", [change for change, _ in ELSEWHERE])
def test_what_an_editor_has_approved_or_admitted_goes_to_its_page_wherever_its_feed_goes_since(bench, change):
    with_approval(bench, tones={Tone.PRAISE: "hold"})
    (feed,) = bench.world.settings.feeds
    with_settings(bench, feeds=(feed.model_copy(update={"first_run": "baseline"}),))
    bench.serve(PRAISE)
    bench.poll()
    bench.serve(PRAISE, f"{PRAISE} số 2", numbers=range(1, 3))
    bench.poll()
    editors.approve(bench.world, only(bench).key, by="Lan")
    with_approval(bench)
    (kept_back,) = [each.entry for each in bench.world.store.entries.recent(9) if each.entry.identity == "1"]
    (admitted,) = admit(bench.world, kept_back.key, by="Lan")
    assert admitted.state is PostState.SCHEDULED
    with_a_second_page(bench)
    change(bench)
    bench.run()
    assert len(bench.page.posts) == 2


# Its Page is gone


def page_is_gone(bench: Bench) -> FakePage:
    """bot.yaml names another Page in the place of the one there was."""
    other = FakePage(clock=bench.page.clock)
    with_settings(bench, pages=(PagePolicy(name="khac", page_id="100000000000002"),))
    bench.world = replace(bench.world, channels={"khac": other})
    return other


@pytest.mark.parametrize("approved", [False, True])
def test_a_post_whose_page_is_gone_from_the_settings_is_held_and_told_of_approved_or_not(bench, approved):
    with_approval(bench, **({"tones": {Tone.PRAISE: "hold"}} if approved else {}))
    bench.serve(PRAISE)
    bench.poll()
    if approved:
        editors.approve(bench.world, only(bench).key, by="Lan")
    before, post = bench.world, only(bench)
    other = page_is_gone(bench)
    bench.instant[0] = post.due_at
    assert publish_due(bench.world) is None  # another worker may know more of the settings
    bench.pass_time(hours=1)
    attempt = publish_due(bench.world)
    held = only(bench)
    why = "Trang trang không còn trong bot.yaml nên bài chưa đăng: hãy ghi lại Trang này đúng tên cũ rồi duyệt, hoặc bỏ bài"
    assert (attempt.verb, attempt.reason, held.state, held.reason) == ("held", why, PostState.HELD, why)
    assert publish_due(bench.world) is None
    assert [need.kind for need in present(bench.world) if need.subject == held.key] == [AlertKind.HELD]
    with pytest.raises(Conflict, match="the Page trang is no longer in bot"):
        editors.approve(bench.world, held.key, by="Lan")
    bench.world = before
    editors.approve(bench.world, held.key, by="Lan")
    bench.run()
    assert (bench.page.posts, other.posts) == ([held.draft], [])


def test_a_post_that_has_failed_is_not_tried_again_where_its_page_is_gone(bench):
    waiting(bench)
    bench.page.before.append(graph.refused())
    assert publish_due(bench.world).verb == "failed"
    page_is_gone(bench)
    with pytest.raises(Conflict, match="no longer in bot"):
        editors.retry(bench.world, only(bench).key, by="Lan")
    editors.reject(bench.world, only(bench).key, by="Lan", note="Trang cũ")


def test_a_post_in_doubt_whose_page_is_gone_is_told_of_and_settled_by_hand(bench):
    """Nobody looks for it there any more."""
    waiting(bench)
    bench.page.before.append(graph.in_doubt())
    publish_due(bench.world)
    page_is_gone(bench)
    key = only(bench).key
    assert only(bench).state is PostState.PUBLISHING
    for minutes, told in ((59, []), (1, [AlertKind.IN_DOUBT])):
        bench.pass_time(minutes=minutes)
        assert reconcile(bench.world) is None
        assert [need.kind for need in present(bench.world) if need.subject == key] == told
    editors.settle(bench.world, key, by="Lan", remote_id=None)
    bench.pass_time(days=1)
    publish_due(bench.world)
    assert [need.kind for need in present(bench.world) if need.subject == key] == [AlertKind.HELD]


def test_a_page_that_is_only_switched_off_keeps_its_posts_in_their_slots(bench):
    post = waiting(bench)
    world = bench.world
    bench.world = replace(world, channels={})
    bench.pass_time(hours=5)
    assert publish_due(bench.world) is None
    assert only(bench) == post
    assert not any(need.subject == post.key for need in present(bench.world))


STRICT: Mapping[str, Any] = {
    "tones": {Tone.PRAISE: "hold"},
    "sources": {"cong": "hold"},
    "bands": BandsPolicy(auto_from=1),
    "personal": PersonalPolicy(),
}


def test_what_an_editor_has_approved_goes_out_whatever_the_settings_say_since(bench):
    with_approval(bench, tones={Tone.PRAISE: "hold"})
    bench.serve(f"{PRAISE}, liên hệ {PHONE}")
    bench.poll()
    editors.approve(bench.world, only(bench).key, by="Lan")
    with_approval(bench, **STRICT)
    bench.run()
    assert only(bench).state is PostState.PUBLISHED


def test_what_is_held_stays_held_where_the_settings_would_let_it_out_by_now(bench):
    with_approval(bench, tones={Tone.PRAISE: "hold"})
    bench.serve(PRAISE)
    bench.poll()
    with_approval(bench)
    bench.run(hours=24)
    assert (only(bench).state, bench.page.posts) == (PostState.HELD, [])


def _by_a_restart(bench: Bench) -> World:
    return bench.restarted()


def _by_a_failure(bench: Bench) -> World:
    """It failed, and an editor, who may not approve it, has it tried again."""
    settings, strict = bench.world.settings, bench.world
    with_approval(bench)
    bench.page.before.append(graph.refused())
    assert publish_due(bench.world).verb == "failed"
    bench.world = replace(strict, settings=settings)
    post = editors.retry(bench.world, only(bench).key, by="Hà")
    bench.instant[0] = post.due_at
    return bench.world


def _by_a_doubt(bench: Bench) -> World:
    """In doubt, and surely not there in the end."""
    strict = bench.world
    with_approval(bench)
    bench.page.before.append(graph.in_doubt())
    assert publish_due(bench.world).verb == "in-doubt"
    bench.world = strict
    for _ in range(100):
        if only(bench).state is PostState.SCHEDULED:
            break
        bench.pass_time(minutes=1)
        reconcile(bench.world)
    bench.page.asked.clear()
    return bench.world


def _by_an_undone_approval(bench: Bench) -> World:
    post = only(bench)
    editors.edit(bench.world, post.key, by="Hà", message=post.draft.message + " ")
    editors.approve(bench.world, post.key, by="Lan")
    undo(bench.world, post.key, by="Lan")
    return bench.world


@pytest.mark.parametrize("again", [_by_a_restart, _by_a_failure, _by_a_doubt, _by_an_undone_approval])
@pytest.mark.parametrize("ignore_timetable", [False, True])
def test_no_way_round_leads_past_the_question(bench, again: Callable[[Bench], World], ignore_timetable):
    waiting(bench)
    with_approval(bench, **STRICT)
    world = again(bench)
    for _ in range(60):
        publish_due(world, ignore_timetable=ignore_timetable)
        bench.pass_time(minutes=5)
    assert only(bench).state is PostState.HELD
    assert bench.page.posts == []


# The same article in another feed, on another Page


def two_pages(bench: Bench) -> FakePage:
    """The article stands in two feeds, each of which goes to a Page of its own; the second Page."""
    with_approval(bench)
    other = FakePage(clock=bench.page.clock)
    cong = bench.world.settings.feeds[0].model_copy(update={"pages": ("trang",)})
    bao = cong.model_copy(update={"name": "bao", "pages": ("khac",)})
    pages = (*bench.world.settings.pages, PagePolicy(name="khac", page_id="100000000000002"))
    settings = replace(bench.world.settings, feeds=(cong, bao), pages=pages)
    bench.world = replace(bench.world, settings=settings, channels={"trang": bench.page, "khac": other})
    ensure_feeds(bench.world)
    bench.fetcher.body = rss(PRAISE).replace(b"</description>", f" {TEXT}</description>".encode())
    bench.pass_time(minutes=20)
    poll(bench.world, only="cong")
    return other


def the_copy_comes(bench: Bench) -> None:
    bench.fetcher.body = bench.fetcher.body.replace(b"https://cong.vn/", b"https://bao.vn/")
    bench.pass_time(minutes=20)
    poll(bench.world, only="bao")


def of(bench: Bench, page: str) -> Post:
    (post,) = [post for post in bench.posts() if post.channel == page]
    return post


@pytest.mark.parametrize("comes_first", [True, False], ids=["while it waits", "before it comes"])
@pytest.mark.parametrize(
    ("said", "told"), [(Said(tone=Tone.CRITICISM), "Phê phán"), (Said(relevant=False), "không phải tin cải cách hành chính")]
)
def test_what_an_editor_has_said_of_an_article_holds_its_copy_on_another_page(bench, comes_first, said, told):
    other = two_pages(bench)
    if comes_first:
        the_copy_comes(bench)
    correct(bench.world, of(bench, "trang").entry_key, said, by="Lan")
    if not comes_first:
        the_copy_comes(bench)
    assert of(bench, "khac").state is PostState.SCHEDULED

    bench.run()
    held = of(bench, "khac")
    assert (held.state, other.posts) == (PostState.HELD, [])
    assert told in held.reason
    assert f"biên tập viên Lan đã sửa phân loại của chính bài này ở tin {of(bench, 'trang').entry_key}" in held.reason
    editors.approve(bench.world, held.key, by="Hà")
    bench.run()
    assert len(other.posts) == 1


@pytest.mark.parametrize("comes_first", [True, False], ids=["while it is held", "before it comes"])
def test_who_approves_a_held_copy_is_told_first_what_an_editor_has_said_of_its_article(bench, comes_first):
    other = two_pages(bench)
    with_approval(bench, sources={"bao": "hold"})
    if comes_first:
        the_copy_comes(bench)
    correct(bench.world, of(bench, "trang").entry_key, Said(tone=Tone.CRITICISM), by="Lan")
    if not comes_first:
        the_copy_comes(bench)
    before = of(bench, "khac")
    with pytest.raises(Conflict, match="đã sửa phân loại của chính bài này"):
        editors.approve(bench.world, before.key, by="Hà")
    held = of(bench, "khac")
    assert (held.state, held.draft, bench.world.store.approvals.of(held.key)) == (PostState.HELD, before.draft, [])
    assert held.reason.startswith(f"{before.reason}; biên tập viên Lan đã sửa phân loại của chính bài này")
    editors.approve(bench.world, held.key, by="Hà")
    bench.run()
    assert other.posts == [held.draft]


def test_a_held_copy_of_which_the_same_is_said_is_approved_at_once(bench):
    two_pages(bench)
    with_approval(bench, sources={"bao": "hold"})
    the_copy_comes(bench)
    for page in ("trang", "khac"):
        correct(bench.world, of(bench, page).entry_key, Said(tone=Tone.NEUTRAL), by="Lan")
    assert editors.approve(bench.world, of(bench, "khac").key, by="Hà").state is PostState.SCHEDULED


def test_a_copy_goes_out_where_an_editor_has_said_the_same_of_it(bench):
    other = two_pages(bench)
    the_copy_comes(bench)
    correct(bench.world, of(bench, "trang").entry_key, Said(tone=Tone.NEUTRAL), by="Lan")
    correct(bench.world, of(bench, "khac").entry_key, Said(tone=Tone.NEUTRAL), by="Hà")
    bench.run()
    assert len(other.posts) == 1


def test_a_copy_whose_own_correction_says_otherwise_is_the_editors_will(bench):
    other = two_pages(bench)
    the_copy_comes(bench)
    correct(bench.world, of(bench, "khac").entry_key, Said(tone=Tone.NEUTRAL), by="Hà")
    correct(bench.world, of(bench, "trang").entry_key, Said(relevant=False), by="Lan")
    bench.run()
    assert len(other.posts) == 1


def test_a_corrected_copy_holds_the_first_one_too(bench):
    two_pages(bench)
    the_copy_comes(bench)
    correct(bench.world, of(bench, "khac").entry_key, Said(relevant=False), by="Hà")
    bench.run()
    assert (of(bench, "trang").state, bench.page.posts) == (PostState.HELD, [])


def test_a_correction_that_says_what_stands_holds_nothing(bench):
    other = two_pages(bench)
    the_copy_comes(bench)
    stood = bench.world.store.entries.get(of(bench, "trang").entry_key).classification.tone
    correct(bench.world, of(bench, "trang").entry_key, Said(tone=Tone.NEUTRAL), by="Lan")
    correct(bench.world, of(bench, "trang").entry_key, Said(tone=stood), by="Lan")
    bench.run()
    assert len(other.posts) == 1
    with pytest.raises(LoaError):
        correct(bench.world, of(bench, "trang").entry_key, Said(tone=stood), by="Lan")
