"""Personal data: what a Post would show is held for an editor or masked, whichever way it was composed; the data stand in no reason, journal or log."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
import structlog

from bot.compose.policy import ComposePolicy, Templates
from bot.judgement import FindingKind
from bot.model import Post, PostState, Step, StepKind, StepState, Way
from bot.plan.policy import ApprovalPolicy, CorrectionsPolicy, PersonalPolicy
from bot.reports.period import Period
from bot.reports.render import Format
from bot.service import editors
from bot.service.corrections import source_removed
from bot.service.preview import preview
from bot.service.reporting import report_file
from bot.service.steps import step
from tests.conftest import TRUSTING
from tests.service.conftest import CRITICISM, PRAISE, Bench

PHONE, CARD = "0914 123 456", "045203001234"
DATA = {
    "phone": (PHONE, "số điện thoại ********56"),
    "identity_card": (f"CCCD {CARD}", "số căn cước hoặc chứng minh nhân dân **********34"),
    "account": ("STK 5502205123456", "số tài khoản ngân hàng ***********56"),
    "email": ("nva@gmail.com", "địa chỉ thư điện tử n**@gmail.com"),
    "minor": ("em Hồ Thị Bưởi, lớp 7", "tên trẻ em H* T** B***"),
}
BARE = {"phone": PHONE, "identity_card": CARD, "account": "5502205123456", "email": "nva@", "minor": "Hồ Thị Bưởi"}
ITEM = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Cổng</title><item><guid>1</guid>'
    "<link>https://cong.vn/1.html</link><title>{title}</title><description>{summary}</description><content:encoded>{body}</content:encoded>"
    "</item></channel></rss>"
)


def article(bench: Bench, title: str = PRAISE, summary: str = "", body: str = "") -> None:
    """The feed carries one article, and is read."""
    bench.fetcher.body = ITEM.format(title=title, summary=summary, body=body).encode()
    bench.poll()


def with_settings(
    bench: Bench, *, template: str = "{{ title }}\n\n{{ excerpt }}", personal: Mapping[str, str] | None = None, **changes
) -> None:
    approval = ApprovalPolicy(bands=TRUSTING, personal=PersonalPolicy.model_validate(personal or {}))
    settings = replace(bench.world.settings, approval=approval, templates=Templates(sources={"default": template}), **changes)
    bench.world = replace(bench.world, settings=settings)


def only(bench: Bench) -> Post:
    (post,) = bench.posts()
    return post


def everything_written(bench: Bench) -> str:
    """Every reason and every line of the journal."""
    written = []
    for post in bench.posts():
        stored = bench.world.store.entries.get(post.entry_key)
        events = [*bench.world.store.journal.of(post.key), *bench.world.store.journal.of(post.entry_key)]
        written += [post.reason, stored.reason, *(event.reason for event in events)]
        written += [each.reason for each in bench.world.store.steps.of(post.key)]
        written += [f"{each.value} {each.note}" for each in stored.classification.findings]
    return "\n".join(written)


@pytest.mark.parametrize("kind", sorted(DATA))
def test_held_data_wait_for_an_editor_who_is_told_what_and_where_but_not_the_data(bench, kind):
    data, told = DATA[kind]
    with_settings(bench, personal={kind: "hold"})
    article(bench, summary=f"Người dân gặp {data} để biết thêm.")
    post = only(bench)
    assert (post.state, post.due_at) == (PostState.HELD, None)
    assert f"{told} (tóm tắt" in post.reason
    assert data in post.draft.message, "the editor sees what would go out"
    assert BARE[kind] not in everything_written(bench)


@pytest.mark.parametrize("kind", sorted(DATA))
def test_masked_data_are_in_no_part_of_the_draft(bench, kind):
    data, told = DATA[kind]
    with_settings(
        bench,
        personal={kind: "mask"},
        compose=ComposePolicy(ways={"default": (Way.PHOTO, Way.COMMENT, Way.LINK)}),
        template="{{ title }}|{{ excerpt }}",
    )
    article(bench, title=f"{PRAISE}: {data}", summary=f"Người dân gặp {data} để biết thêm.", body=f"Gặp {data}")
    post = only(bench)
    assert post.state is PostState.SCHEDULED
    assert post.draft.message.count("*") >= 4
    (picture,) = post.draft.pictures
    for text in (post.draft.message, post.draft.comment, picture.alt):
        assert BARE[kind] not in text
    assert "*" in picture.alt
    assert f"{told} (tiêu đề" in bench.world.store.entries.get(post.entry_key).reason
    assert BARE[kind] not in everything_written(bench)


def test_the_title_card_is_drawn_of_the_masked_headline(bench):
    cards = []
    for headline in (f"{PRAISE} CCCD {CARD}", f"{PRAISE} CCCD **********34"):
        with_settings(bench, compose=ComposePolicy(ways={"default": (Way.PHOTO,)}))
        (shown,) = [each.verdict.posts[0].draft.pictures[0].digest for each in _previews(bench, headline)]
        cards.append(shown)
    assert cards[0] == cards[1]


def _previews(bench: Bench, title: str):
    bench.fetcher.body = ITEM.format(title=title, summary="", body="").encode()
    return preview(bench.world, None)


@pytest.mark.parametrize("kind", sorted(DATA))
def test_data_that_may_be_published_change_nothing(bench, kind):
    with_settings(bench, personal={kind: "publish"})
    article(bench, summary=f"Người dân gặp {DATA[kind][0]} để biết thêm.")
    assert (only(bench).state, only(bench).reason) == (PostState.SCHEDULED, "")
    assert DATA[kind][0] in only(bench).draft.message


def test_by_default_a_card_number_is_masked_and_everything_else_held():
    policy = PersonalPolicy()
    assert policy.kinds("mask") == {FindingKind.IDENTITY_CARD}
    assert policy.kinds("hold") == {FindingKind.PHONE, FindingKind.ACCOUNT, FindingKind.EMAIL, FindingKind.MINOR}
    assert policy.kinds("publish") == set()


def test_headline_and_summary_count_as_shown_since_the_link_card_shows_them(bench):
    with_settings(bench, template="{{ title }}")
    article(bench, summary=f"Gọi {PHONE}")
    assert only(bench).state is PostState.HELD


def test_the_body_counts_as_far_as_the_post_has_it(bench):
    with_settings(bench)
    article(bench, summary=PRAISE, body=f"Người dân gọi bà Hoa {PHONE}. {'Tin dài. ' * 100} Gọi ông Bình 0905 111 222.")
    assert "********56 (nội dung)" in only(bench).reason
    assert "22 (nội dung)" not in only(bench).reason


def test_a_summary_that_is_the_whole_article_counts_as_far_as_the_card_or_the_post_has_it(bench):
    with_settings(bench, template="{{ title }}")
    article(bench, summary=f"{'Tin dài. ' * 100} Gọi ông Bình {PHONE}.")
    assert only(bench).state is PostState.SCHEDULED


def test_what_the_body_says_beside_the_summary_is_not_shown(bench):
    with_settings(bench)
    article(bench, summary="Người dân hài lòng.", body=f"Gọi bà Hoa {PHONE}")
    assert (only(bench).state, only(bench).reason) == (PostState.SCHEDULED, "")


def test_a_masked_number_in_the_body_is_masked_where_the_excerpt_quotes_it(bench):
    with_settings(bench)
    article(bench, summary=PRAISE, body=f"Ông A, CCCD {CARD}, được trả kết quả.")
    assert "**********34" in only(bench).draft.message
    assert CARD not in only(bench).draft.message


def test_a_child_whose_age_only_the_summary_tells_is_masked_in_the_headline_too(bench):
    with_settings(bench, personal={"minor": "mask"})
    article(bench, title=f"{PRAISE}: Hồ Thị Bưởi", summary="Em Hồ Thị Bưởi, học sinh lớp 7, giúp dân nộp hồ sơ.")
    assert "Bưởi" not in only(bench).draft.message
    assert only(bench).draft.message.count("H* T** B***") == 2


def test_an_agencys_hotline_holds_nothing(bench):
    with_settings(bench)
    article(bench, summary=f"Đường dây nóng của UBND huyện: {PHONE}, thư: vanthu@huonghoa.quangtri.gov.vn")
    assert only(bench).state is PostState.SCHEDULED


def test_a_criticism_with_a_phone_number_is_held_for_both(bench):
    with_settings(bench)
    article(bench, title=CRITICISM, summary=f"Gọi {PHONE}")
    assert "Phê phán" in only(bench).reason
    assert "********56" in only(bench).reason


def test_many_data_are_told_by_the_first_of_them(bench):
    with_settings(bench)
    article(bench, summary=" ".join(f"Gọi 09141234{number}," for number in range(10, 30)))
    assert "và 15 chỗ khác" in only(bench).reason


def test_an_approved_number_goes_out(bench):
    with_settings(bench)
    article(bench, summary=f"Gọi {PHONE}")
    editors.approve(bench.world, only(bench).key, by="Lan")
    bench.run()
    assert PHONE in bench.page.texts["100_1"]


def test_a_preview_tells_the_same_as_the_poll(bench):
    with_settings(bench)
    (shown,) = _previews(bench, f"{PRAISE}, gọi {PHONE}")
    article(bench, title=f"{PRAISE}, gọi {PHONE}")
    (post,) = shown.verdict.posts
    assert (post.state, post.reason, post.draft) == (only(bench).state, only(bench).reason, only(bench).draft)


def test_a_change_of_the_source_that_brings_data_holds_a_scheduled_post_and_says_so(bench):
    with_settings(bench)
    article(bench, summary="Người dân hài lòng.")
    assert only(bench).state is PostState.SCHEDULED
    article(bench, summary=f"Gọi {PHONE}")
    assert only(bench).state is PostState.HELD
    assert "đã thay đổi" in only(bench).reason
    assert "********56" in only(bench).reason


def do_all(bench: Bench) -> None:
    while step(bench.world) is not None:
        pass


def published(bench: Bench, **texts: str) -> Post:
    article(bench, **texts)
    if only(bench).state is PostState.HELD:
        editors.approve(bench.world, only(bench).key, by="Lan")
    bench.run()
    return only(bench)


def the_step(bench: Bench) -> Step:
    (found,) = bench.world.store.steps.of(only(bench).key)
    return found


def test_a_correction_after_posting_is_masked_or_asked_with_its_reason(bench):
    with_settings(bench)
    published(bench, summary="Người dân hài lòng.")
    article(bench, summary=f"Ông A, CCCD {CARD}, gọi {PHONE}")
    assert the_step(bench).state is StepState.HELD
    assert "********56 (tóm tắt)" in the_step(bench).reason
    assert "**********34" in the_step(bench).text
    assert CARD not in the_step(bench).text
    assert PHONE not in everything_written(bench)


def test_a_small_correction_of_a_headline_with_data_does_not_go_by_itself(bench):
    with_settings(bench, corrections=CorrectionsPolicy(auto=True), template="{{ title }}")
    published(bench, title=f"{PRAISE} gọi {PHONE}")
    article(bench, title=f"{PRAISE.replace('giải quyết', 'giải quyêt')} gọi {PHONE}")
    assert the_step(bench).state is StepState.HELD


def test_a_small_correction_of_a_headline_with_a_masked_number_does(bench):
    with_settings(bench, corrections=CorrectionsPolicy(auto=True), template="{{ title }}")
    published(bench, title=f"{PRAISE} CCCD {CARD}")
    article(bench, title=f"{PRAISE.replace('giải quyết', 'giải quyêt')} CCCD {CARD}")
    assert the_step(bench).state is StepState.DUE
    do_all(bench)
    assert "giải quyêt" in bench.page.texts["100_1"]
    assert CARD not in bench.page.texts["100_1"]


def test_an_editors_text_that_brings_data_to_the_page_waits_for_an_approval(bench):
    with_settings(bench)
    post = published(bench)
    editors.edit(bench.world, post.key, by="Lan", message=f"Gọi {PHONE}, CCCD {CARD}")
    waiting = the_step(bench)
    assert (waiting.kind, waiting.state) == (StepKind.EDIT, StepState.HELD)
    assert "********56 (bài đăng)" in waiting.reason
    assert "**********34 (bài đăng)" in waiting.reason
    assert waiting.text == f"Gọi {PHONE}, CCCD {CARD}", "an editor's words stay"
    do_all(bench)
    assert PHONE not in bench.page.texts["100_1"]
    editors.approve(bench.world, post.key, by="Mai")
    do_all(bench)
    assert PHONE in bench.page.texts["100_1"]
    assert PHONE not in everything_written(bench)


def test_data_that_stand_on_the_page_already_are_no_news_in_an_edit(bench):
    with_settings(bench)
    post = published(bench, summary=f"Gọi {PHONE}")
    editors.edit(bench.world, post.key, by="Lan", message=f"Mời gọi {PHONE}")
    assert (the_step(bench).state, the_step(bench).reason) == (StepState.DUE, "")


def test_an_editor_is_warned_of_data_in_the_text_of_a_post_that_waits(bench):
    with_settings(bench)
    article(bench)
    edited = editors.edit(bench.world, only(bench).key, by="Lan", message=f"Gọi {PHONE}")
    assert edited.state is PostState.HELD
    assert "********56 (bài đăng)" in edited.reason
    plain = editors.edit(bench.world, only(bench).key, by="Lan", message="Không có gì")
    assert "dữ liệu" not in plain.reason


def test_a_removed_source_asks_as_ever(bench):
    with_settings(bench)
    post = published(bench, summary=f"Gọi {PHONE}")
    source_removed(bench.world, bench.world.store.entries.get(post.entry_key).entry, bench.instant[0])
    assert the_step(bench).kind is StepKind.WITHDRAW


@pytest.mark.parametrize("kind", sorted(DATA))
def test_a_report_lists_the_headline_without_the_data(bench, kind):
    with_settings(bench, personal={kind: "mask"})
    published(bench, title=f"{PRAISE}: {DATA[kind][0]}")
    day = bench.instant[0].astimezone(bench.world.zone).date()
    report = report_file(bench.world, Period(first=day, last=day), Format.HTML, lambda *_: None).decode()
    assert PRAISE in report
    assert BARE[kind] not in report


def test_no_log_line_holds_the_data(bench):
    with_settings(bench)
    with structlog.testing.capture_logs() as lines:
        published(bench, title=f"{PRAISE} gọi {PHONE}", summary=f"CCCD {CARD}")
        article(bench, title=f"{PRAISE} gọi {PHONE}!", summary=f"CCCD {CARD}, em Hồ Thị Bưởi, lớp 7")
    assert lines
    assert not any(data in str(lines) for data in (PHONE, CARD, "Bưởi"))
