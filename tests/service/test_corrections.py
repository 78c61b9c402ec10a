"""The article changes or goes away after its Post is on the Page: an editor is asked, small things are mended by setting, nothing is posted again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.compose.policy import Templates
from bot.errors import Conflict, Refused
from bot.model import Draft, PostState, Standing, StepKind, StepState
from bot.plan.policy import ApprovalPolicy, CorrectionsPolicy
from bot.service import editors
from bot.service.corrections import source_removed
from bot.service.steps import step
from tests.service.conftest import CRITICISM, OTHER, PRAISE

MENDED = PRAISE.replace("giải quyết", "giải quyêt")  # one letter
CHANGED = f"{PRAISE}, Phó Chủ tịch huyện khen ngợi"


def published(bench, title: str = PRAISE) -> str:
    """The key of a Post on the Page."""
    bench.serve(title)
    bench.poll()
    (post,) = bench.posts()
    if post.state is PostState.HELD:
        editors.approve(bench.world, post.key, by="Lan")
    bench.run()
    return post.key


def with_settings(bench, **changes) -> None:
    bench.world = replace(bench.world, settings=replace(bench.world.settings, **changes))


def automatic(bench, **more) -> None:
    with_settings(bench, corrections=CorrectionsPolicy(auto=True, **more))


def source(bench, title: str) -> None:
    """The article now has this headline, and the feed is read."""
    bench.serve(title)
    bench.poll()


def steps(bench, key: str) -> list[tuple[StepKind, StepState]]:
    return [(each.kind, each.state) for each in bench.world.store.steps.of(key)]


def do_all(bench) -> None:
    while step(bench.world) is not None:
        pass


def test_a_change_raises_one_decision_and_the_page_stays_until_it_is_taken(bench):
    key = published(bench)
    source(bench, CHANGED)
    assert steps(bench, key) == [(StepKind.EDIT, StepState.HELD)]
    (asked,) = bench.world.store.steps.of(key)
    assert CHANGED in asked.text
    assert "approve" in asked.reason
    do_all(bench)
    assert CHANGED not in bench.page.texts["100_1"]
    editors.approve(bench.world, key, by="Lan", note="đúng")
    do_all(bench)
    assert bench.page.texts == {"100_1": asked.text}
    assert len(bench.page.posts) == 1, "never posted anew"


def test_the_same_feed_again_asks_nothing_again(bench):
    key = published(bench)
    source(bench, CHANGED)
    bench.serve(CHANGED, OTHER)
    bench.poll()
    assert steps(bench, key) == [(StepKind.EDIT, StepState.HELD)]


def test_a_further_change_takes_the_place_of_the_question(bench):
    key = published(bench)
    source(bench, CHANGED)
    source(bench, f"{CHANGED} lần nữa")
    assert steps(bench, key) == [(StepKind.EDIT, StepState.DROPPED), (StepKind.EDIT, StepState.HELD)]
    editors.approve(bench.world, key, by="Lan")
    do_all(bench)
    assert "lần nữa" in bench.page.texts["100_1"]


def test_an_article_that_is_as_it_was_takes_the_question_back(bench):
    key = published(bench)
    source(bench, CHANGED)
    source(bench, PRAISE)
    assert steps(bench, key) == [(StepKind.EDIT, StepState.DROPPED)]
    with pytest.raises(Conflict):
        editors.approve(bench.world, key, by="Lan")


def test_a_question_that_was_taken_back_is_asked_when_the_article_changes_again(bench):
    key = published(bench)
    for title in (CHANGED, PRAISE, CHANGED):
        source(bench, title)
    assert steps(bench, key) == [(StepKind.EDIT, StepState.DROPPED), (StepKind.EDIT, StepState.HELD)]


def test_a_question_that_an_editor_has_answered_is_not_asked_again_by_a_feed_that_goes_to_and_fro(bench):
    key = published(bench)
    source(bench, CHANGED)
    editors.reject(bench.world, key, by="Lan", note="giữ nguyên")
    for title in (PRAISE, CHANGED, PRAISE, CHANGED):
        source(bench, title)
    assert steps(bench, key) == [(StepKind.EDIT, StepState.DROPPED)]


def test_a_correction_that_was_done_is_asked_for_backwards_and_forwards(bench):
    key = published(bench)
    for title in (CHANGED, PRAISE, CHANGED):
        source(bench, title)
        editors.approve(bench.world, key, by="Lan")
        do_all(bench)
        assert title in bench.page.texts["100_1"]
    assert steps(bench, key) == [(StepKind.EDIT, StepState.DONE)] * 3


ITEM = "<title>{title}</title><guid>1</guid><link>https://cong.vn/1.html</link><description>{text}</description>"


def article(bench, text: str, title: str = PRAISE) -> None:
    item = ITEM.format(title=title, text=text)
    bench.fetcher.body = f"<rss version='2.0'><channel><title>Cổng</title><item>{item}</item></channel></rss>".encode()
    bench.poll()


def test_what_changes_no_word_of_the_post_is_no_matter_of_an_editors(bench):
    article(bench, "Người dân hài lòng.")
    (post,) = bench.posts()
    bench.run()
    article(bench, "Người dân rất hài lòng.")
    assert bench.world.store.steps.of(post.key) == []
    assert bench.world.store.entries.get(post.entry_key).revision == 2


def test_a_text_that_an_editor_wrote_is_not_questioned_by_a_change_that_would_not_show(bench):
    article(bench, "Người dân hài lòng.")
    (post,) = bench.posts()
    bench.run()
    editors.edit(bench.world, post.key, by="Lan", message="Lời của biên tập viên")
    do_all(bench)
    article(bench, "Người dân rất hài lòng.")
    assert steps(bench, post.key) == [(StepKind.EDIT, StepState.DONE)]
    article(bench, "Người dân rất hài lòng.", title=CHANGED)
    assert steps(bench, post.key)[-1] == (StepKind.EDIT, StepState.HELD)


def test_a_change_long_after_the_posting_is_no_longer_looked_for(bench):
    key = published(bench)
    bench.pass_time(days=14, minutes=1)
    source(bench, CHANGED)
    assert steps(bench, key) == []


# Corrections by themselves


def test_a_mended_letter_is_carried_over_by_itself_where_the_settings_say_so(bench):
    automatic(bench)
    key = published(bench)
    source(bench, MENDED)
    assert steps(bench, key) == [(StepKind.EDIT, StepState.DUE)]
    do_all(bench)
    assert MENDED in bench.page.texts["100_1"]
    assert MENDED in bench.world.store.outbox.get(key).draft.message


@pytest.mark.parametrize(
    ("settings", "title"),
    [
        ({"corrections": CorrectionsPolicy(auto=False)}, MENDED),
        ({"corrections": CorrectionsPolicy(auto=True)}, CHANGED),
        ({"corrections": CorrectionsPolicy(auto=True)}, PRAISE.replace("100%", "10%")),
        ({"corrections": CorrectionsPolicy(auto=True), "approval": ApprovalPolicy(tones={"praise": "hold"})}, MENDED),
    ],
)
def test_everything_else_waits_for_an_editor(bench, settings, title):
    key = published(bench)
    with_settings(bench, **settings)
    source(bench, title)
    assert steps(bench, key) == [(StepKind.EDIT, StepState.HELD)]


def test_a_mended_letter_below_a_text_that_an_editor_wrote_waits_for_an_editor(bench):
    automatic(bench)
    key = published(bench)
    editors.edit(bench.world, key, by="Lan", message=f"{PRAISE}. Lời của biên tập viên")
    do_all(bench)
    source(bench, MENDED)
    assert steps(bench, key)[-1] == (StepKind.EDIT, StepState.HELD)


# It no longer fits


def test_an_article_that_is_no_reform_news_any_more_raises_the_question_of_a_withdrawal(bench):
    key = published(bench)
    source(bench, OTHER)
    assert steps(bench, key) == [(StepKind.WITHDRAW, StepState.HELD)]
    editors.approve(bench.world, key, by="Lan")
    do_all(bench)
    assert bench.page.texts == {}
    assert bench.world.store.outbox.get(key).state is PostState.WITHDRAWN
    source(bench, PRAISE)
    bench.run()
    assert len(bench.page.posts) == 1, "never posted again"


def test_an_article_that_fits_again_takes_the_question_of_a_withdrawal_back(bench):
    key = published(bench)
    source(bench, OTHER)
    source(bench, CHANGED)
    assert steps(bench, key) == [(StepKind.WITHDRAW, StepState.DROPPED), (StepKind.EDIT, StepState.HELD)]


def test_a_question_about_the_text_is_taken_back_where_nothing_fits_any_more(bench):
    key = published(bench)
    source(bench, CHANGED)
    source(bench, OTHER)
    assert steps(bench, key) == [(StepKind.EDIT, StepState.DROPPED), (StepKind.WITHDRAW, StepState.HELD)]


def test_a_withdrawal_that_an_editor_wants_is_never_turned_into_a_question(bench):
    key = published(bench)
    editors.withdraw(bench.world, key, by="Lan", note="sai số liệu")
    source(bench, OTHER)
    assert steps(bench, key) == [(StepKind.WITHDRAW, StepState.DUE)]
    do_all(bench)
    assert bench.page.texts == {}


def test_an_article_of_which_no_post_can_be_made_any_more_says_why(bench):
    key = published(bench)
    with_settings(bench, templates=Templates(sources={"default": "{{ 1 / 0 }}"}))
    source(bench, CHANGED)
    (asked,) = bench.world.store.steps.of(key)
    assert (asked.kind, asked.state) == (StepKind.WITHDRAW, StepState.HELD)
    assert "ZeroDivisionError" in asked.reason


def test_an_article_that_could_not_be_composed_before_is_compared_with_the_post(bench):
    key = published(bench)
    broken = {"default": "{% if 'lần nữa' not in title %}{{ 1 / 0 }}{% endif %}{{ title }}"}
    with_settings(bench, templates=Templates(sources=broken))
    source(bench, f"{PRAISE} lần nữa")
    assert steps(bench, key) == [(StepKind.EDIT, StepState.HELD)]


def test_a_page_that_is_switched_off_is_not_taken_for_an_article_that_no_longer_fits(bench):
    key = published(bench)
    bench.world = replace(bench.world, channels={})
    source(bench, CHANGED)
    assert steps(bench, key) == [(StepKind.EDIT, StepState.HELD)]


def test_posts_that_were_withdrawn_or_dropped_are_left_alone(bench):
    key = published(bench)
    editors.withdraw(bench.world, key, by="Lan", note="sai")
    do_all(bench)
    source(bench, CHANGED)
    assert steps(bench, key) == [(StepKind.WITHDRAW, StepState.DONE)]


# While something is in hand, and after a crash


def test_while_a_step_of_the_kind_is_being_done_the_change_is_not_stored_and_the_question_comes_later(bench):
    key = published(bench)
    editors.edit(bench.world, key, by="Lan", message="Lời của biên tập viên")
    bench.world.store.steps.claim(bench.instant[0], timedelta(minutes=30), ["trang"], "loa")
    entry_key = bench.world.store.outbox.get(key).entry_key
    source(bench, CHANGED)
    assert bench.world.store.entries.get(entry_key).revision == 1, "put off, not lost"
    bench.pass_time(minutes=30)
    do_all(bench)
    bench.poll()
    assert steps(bench, key) == [(StepKind.EDIT, StepState.DONE), (StepKind.EDIT, StepState.HELD)]
    assert bench.world.store.entries.get(entry_key).revision == 2


class CrashError(BaseException):
    """The process dies here."""


class Dying:
    """The store's `polls`, whose write is the last thing that does not happen any more."""

    def record_all(self, *args, **kwargs):
        raise CrashError


class DyingStore:
    """A store in which a poll's outcome is never stored."""

    def __init__(self, inner) -> None:
        self._inner = inner
        self.polls = Dying()

    def __getattr__(self, name):
        return getattr(self._inner, name)


@pytest.mark.parametrize("answer", ["none", "approve", "reject", "refused"])
def test_a_crash_between_the_question_and_the_storing_of_the_change_asks_once(bench, answer):
    key = published(bench)
    whole = bench.world
    bench.world = replace(whole, store=DyingStore(whole.store))
    with pytest.raises(CrashError):
        source(bench, CHANGED)
    bench.world = whole
    if answer == "reject":
        editors.reject(whole, key, by="Lan", note="giữ nguyên")
    elif answer != "none":
        editors.approve(whole, key, by="Lan")
        bench.page.before = [] if answer == "approve" else [Refused("channels.blocked", code=368)]
        do_all(bench)
    before = bench.world.store.steps.of(key)
    bench.poll()
    assert before == bench.world.store.steps.of(key)
    assert whole.store.entries.get(whole.store.outbox.get(key).entry_key).revision == 2


# The article is gone


def test_a_removed_article_raises_the_question_once_and_holds_what_waits(bench):
    key = published(bench, CRITICISM)
    entry = bench.world.store.entries.get(bench.world.store.outbox.get(key).entry_key).entry
    for _ in range(2):
        source_removed(bench.world, entry, bench.instant[0])
    assert steps(bench, key) == [(StepKind.WITHDRAW, StepState.HELD)]
    assert "gỡ khỏi cổng" in bench.world.store.steps.of(key)[0].reason
    editors.reject(bench.world, key, by="Lan", note="giữ")
    source_removed(bench.world, entry, bench.instant[0])
    assert steps(bench, key) == [(StepKind.WITHDRAW, StepState.DROPPED)], "answered is answered"


@pytest.mark.parametrize("title", [PRAISE, CRITICISM])
def test_a_post_of_a_removed_article_that_has_not_gone_out_waits_for_an_editor(bench, title):
    bench.serve(title)
    bench.poll()
    (post,) = bench.posts()
    entry = bench.world.store.entries.get(post.entry_key).entry
    for _ in range(2):
        source_removed(bench.world, entry, bench.instant[0])
    (held,) = bench.posts(PostState.HELD)
    assert "gỡ khỏi cổng" in held.reason
    assert held.draft == post.draft
    assert [event.verb for event in bench.world.store.journal.of(post.key)].count("redrafted") == 1
    assert bench.world.store.entries.get(post.entry_key).standing is Standing.ACCEPTED


def test_a_removed_article_long_after_the_posting_and_a_dropped_post_are_left_alone(bench):
    key = published(bench)
    entry = bench.world.store.entries.get(bench.world.store.outbox.get(key).entry_key).entry
    source_removed(bench.world, entry, bench.instant[0] + timedelta(days=15))
    assert steps(bench, key) == []
    assert isinstance(bench.world.store.outbox.get(key).draft, Draft)
