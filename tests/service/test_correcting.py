"""An editor corrects the classification of an entry: what stands from then on, and what follows for its Posts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.compose.policy import Templates
from bot.errors import Conflict, InDoubt, LoaError, NotFound, Refused
from bot.judgement import EDITOR, Answer, Field, LabelKind, Tone, Topic
from bot.messages import say
from bot.model import PostState, Standing, StepKind, StepState
from bot.service import editors
from bot.service.correcting import Effect, Said, correct
from bot.service.corrections import source_removed
from bot.service.explain import why
from bot.service.preview import preview
from bot.service.publish import publish_due
from bot.service.steps import step
from tests.service.conftest import CRITICISM, OTHER, PRAISE, rss

TEMPLATE = "{{ tone }} | {{ fields | join(',') }} | {{ title }}"


@pytest.fixture(autouse=True)
def told_by_tone(bench):
    """A text that shows what the entry was taken for."""
    bench.world = replace(bench.world, settings=replace(bench.world.settings, templates=Templates(sources={"default": TEMPLATE})))


def arrived(bench, title: str = PRAISE):
    """The Post (None where there is none) and the key of its Entry."""
    bench.serve(title)
    bench.poll()
    posts = bench.posts()
    (stored,) = bench.world.store.entries.recent(1)
    return (posts[0] if posts else None), stored.entry.key


def said(bench, key: str, by: str = "Lan", note: str = "", **what):
    bench.pass_time(minutes=1)
    return correct(bench.world, key, Said(**what), by=by, note=note)


def stands(bench, key: str) -> Answer:
    return Answer.of(bench.world.store.entries.get(key).classification)


def effects(done) -> list[Effect]:
    return [each.effect for each in done.consequences]


def published(bench, title: str = PRAISE) -> tuple[str, str]:
    post, key = arrived(bench, title)
    if post.state is PostState.HELD:
        editors.approve(bench.world, post.key, by="Lan")
    bench.run()
    return post.key, key


def steps(bench, post: str) -> list[tuple[StepKind, StepState]]:
    return [(each.kind, each.state) for each in bench.world.store.steps.of(post)]


# What stands


def test_the_editors_word_stands_and_the_machines_is_kept_in_the_label(bench):
    post, key = arrived(bench)
    machine = bench.world.store.entries.get(key)
    done = said(bench, key, tone=Tone.NEUTRAL, fields=(Field.CIVIL_SERVICE, Field.E_GOVERNMENT), topics=(), note="đọc kỹ")
    answer = Answer(relevant=True, fields=(Field.CIVIL_SERVICE, Field.E_GOVERNMENT), topics=(), tone=Tone.NEUTRAL)
    kept = bench.world.store.entries.get(key)
    assert (stands(bench, key), done.after, done.before) == (answer, answer, Answer.of(machine.classification))
    assert (kept.standing, kept.classification.confidence, kept.classification.scores) == (
        Standing.ACCEPTED,
        1.0,
        machine.classification.scores,
    )
    assert [item.phrase for item in kept.classification.evidence if item.where == EDITOR] == ["Lan"]
    assert "biên tập viên Lan" in kept.reason
    (label,) = bench.world.store.labels.of(key)
    assert (label.kind, label.classification, label.answer, label.by, label.note) == (
        LabelKind.CORRECTED,
        machine.classification,
        answer,
        "Lan",
        "đọc kỹ",
    )
    line = bench.world.store.journal.of(key)[-1]
    assert (line.verb, line.actor) == ("corrected", "Lan")
    assert "đọc kỹ" in line.reason
    assert bench.world.store.outbox.get(post.key).state is PostState.SCHEDULED


def test_what_is_not_said_stays_as_it_stands(bench):
    _, key = arrived(bench)
    before = stands(bench, key)
    said(bench, key, tone=Tone.NEUTRAL)
    assert stands(bench, key) == replace(before, tone=Tone.NEUTRAL)


@pytest.mark.parametrize("name", ["key", "link", "post"])
def test_an_entry_is_named_as_everywhere(bench, name):
    post, key = arrived(bench)
    what = {"key": key, "link": "https://cong.vn/1.html", "post": post.key}[name]
    assert said(bench, what, tone=Tone.NEUTRAL).entry == key


def test_a_second_correction_begins_with_the_first(bench):
    _, key = arrived(bench)
    said(bench, key, tone=Tone.NEUTRAL)
    said(bench, key, topics=(Topic.DIRECTIVE,), by="Minh")
    assert (stands(bench, key).tone, stands(bench, key).topics) == (Tone.NEUTRAL, (Topic.DIRECTIVE,))
    assert [item.phrase for item in bench.world.store.entries.get(key).classification.evidence if item.where == EDITOR] == ["Minh"]
    assert [label.by for label in why(bench.world, key).labels] == ["Lan", "Minh"]


def test_the_same_again_changes_nothing_and_says_so(bench):
    _, key = arrived(bench)
    said(bench, key, tone=Tone.NEUTRAL)
    with pytest.raises(Conflict, match="nothing to correct"):
        said(bench, key, tone=Tone.NEUTRAL)
    assert len(bench.world.store.labels.of(key)) == 1


@pytest.mark.parametrize(
    ("title", "what", "told"),
    [
        (PRAISE, {"fields": (Field.GENERAL, Field.PROCEDURES)}, "stands alone"),
        (PRAISE, {"fields": (Field.PROCEDURES, Field.APPARATUS, Field.CIVIL_SERVICE, Field.E_GOVERNMENT)}, "at most 3"),
        (PRAISE, {"relevant": False, "tone": Tone.PRAISE}, "--relevant"),
        (OTHER, {"tone": Tone.PRAISE}, "--relevant"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_a_remedy(bench, title, what, told):
    _, key = arrived(bench, title)
    with pytest.raises(LoaError, match=told):
        said(bench, key, **what)
    assert bench.world.store.labels.of(key) == []


def test_an_unknown_entry_is_not_found(bench):
    with pytest.raises(NotFound):
        said(bench, "e000000000000000", relevant=False)


# Posts that wait


def test_a_scheduled_post_is_composed_anew_and_keeps_its_slot_where_nobody_need_look(bench):
    post, key = arrived(bench)
    assert post.state is PostState.SCHEDULED
    done = said(bench, key, fields=(Field.CIVIL_SERVICE,))
    (after,) = bench.posts()
    assert (after.state, after.due_at) == (PostState.SCHEDULED, post.due_at)
    assert after.draft.message == f"praise | civil_service | {PRAISE}"
    assert effects(done) == [Effect.KEPT_SLOT]


def failed_in_doubt(bench, fault):
    """The only Post, whose text shows no tone, after the Page has answered with `fault`."""
    bench.world = replace(bench.world, settings=replace(bench.world.settings, templates=Templates(sources={"default": "{{ title }}"})))
    post, key = arrived(bench)
    bench.instant[0] = post.due_at
    bench.page.before.append(fault)
    publish_due(bench.world)
    return post, key


def test_a_failed_post_that_becomes_a_criticism_in_the_same_words_is_held(bench):
    post, key = failed_in_doubt(bench, Refused("channels.blocked", code=368))
    assert effects(said(bench, key, tone=Tone.CRITICISM)) == [Effect.HELD]
    after = bench.world.store.outbox.get(post.key)
    assert (after.state, after.draft) == (PostState.HELD, post.draft)
    assert "Phê phán" in after.reason


def test_a_correction_to_criticism_is_refused_while_the_same_words_are_in_doubt(bench):
    post, key = failed_in_doubt(bench, InDoubt("channels.service_down", code=2))
    with pytest.raises(Conflict, match=post.key):
        said(bench, key, tone=Tone.CRITICISM)
    assert stands(bench, key).tone is Tone.PRAISE


def test_a_post_that_becomes_a_criticism_is_held_as_the_settings_say(bench):
    _, key = arrived(bench)
    done = said(bench, key, tone=Tone.CRITICISM)
    (after,) = bench.posts()
    assert (after.state, after.due_at) == (PostState.HELD, None)
    assert after.draft.message.startswith("criticism")
    assert "Phê phán" in after.reason
    assert effects(done) == [Effect.HELD]


def test_an_approval_is_void_after_a_correction(bench):
    post, key = arrived(bench, CRITICISM)
    editors.approve(bench.world, post.key, by="Lan")
    said(bench, key, tone=Tone.NEUTRAL, by="Minh")
    (after,) = bench.posts()
    assert (after.state, after.draft.message[:7]) == (PostState.HELD, "neutral")
    assert "Minh" in after.reason
    bench.run(hours=30)
    assert bench.page.texts == {}
    editors.approve(bench.world, after.key, by="Lan")
    bench.run()
    assert list(bench.page.texts.values()) == [after.draft.message]


def test_a_held_post_says_why_it_waits_now_and_not_why_it_did(bench):
    post, key = arrived(bench, CRITICISM)
    assert "Phê phán" in post.reason
    said(bench, key, tone=Tone.NEUTRAL)
    (after,) = bench.posts()
    assert after.state is PostState.HELD
    assert "Phê phán" not in after.reason
    assert "Lan" in after.reason


def test_a_text_that_stays_the_same_stays_held_with_the_new_reason(bench):
    settings = replace(bench.world.settings, templates=Templates(sources={"default": "{{ title }}"}))
    bench.world = replace(bench.world, settings=settings)
    post, key = arrived(bench, CRITICISM)
    done = said(bench, key, tone=Tone.NEUTRAL)
    (after,) = bench.posts()
    assert (after.draft, after.state) == (post.draft, PostState.HELD)
    assert "Phê phán" not in after.reason
    assert effects(done) == [Effect.HELD]


def test_that_an_article_is_gone_is_not_forgotten_below_a_correction(bench):
    post, key = arrived(bench, CRITICISM)
    store = bench.world.store
    gone = say("service.source_removed", "vi")
    store.outbox.replace_draft(
        post.key,
        expected_hash=post.draft.hash,
        draft=post.draft,
        state=PostState.HELD,
        reason=gone,
        actor="loa",
        now=bench.instant[0],
    )
    said(bench, key, tone=Tone.NEUTRAL)
    assert gone in bench.posts()[0].reason


def test_that_an_article_is_gone_is_known_in_whichever_language_it_was_told(bench):
    post, key = published(bench)
    source_removed(bench.world, bench.world.store.entries.get(key).entry, bench.instant[0])
    (question,) = bench.world.store.steps.of(post)
    bench.world = replace(bench.world, settings=replace(bench.world.settings, language="en"))
    said(bench, key, topics=(Topic.DIRECTIVE,))
    assert bench.world.store.steps.of(post) == [question], "a word about what it is says nothing of whether it stays"


def test_that_the_article_of_a_waiting_post_is_gone_is_told_again_in_the_language_of_now(bench):
    _, key = arrived(bench, CRITICISM)
    source_removed(bench.world, bench.world.store.entries.get(key).entry, bench.instant[0])
    bench.world = replace(bench.world, settings=replace(bench.world.settings, language="en"))
    said(bench, key, tone=Tone.NEUTRAL)
    assert say("service.source_removed", "en") in bench.posts()[0].reason


def test_a_post_of_what_is_no_reform_news_is_dropped_with_the_reason_and_stays_so(bench):
    post, key = arrived(bench)
    done = said(bench, key, relevant=False)
    (after,) = bench.posts()
    assert (after.state, after.due_at) == (PostState.DROPPED, None)
    assert "Lan" in after.reason
    assert bench.world.store.entries.get(key).standing is Standing.IRRELEVANT
    assert effects(done) == [Effect.DROPPED]
    again = said(bench, key, relevant=True)
    assert again.consequences == ()
    assert [(each.key, each.state) for each in bench.posts()] == [(post.key, PostState.DROPPED)], "as after a rejection"


def test_a_failed_post_is_held_with_its_new_text(bench):
    post, key = arrived(bench)
    claimed = bench.world.store.outbox.claim(
        post.key, expected_due_at=post.due_at, now=bench.instant[0], lease=timedelta(minutes=5), actor="loa"
    )
    bench.world.store.outbox.settle_failed(claimed, now=bench.instant[0], reason="từ chối", actor="loa")
    said(bench, key, tone=Tone.NEUTRAL)
    (after,) = bench.posts()
    assert (after.state, after.draft.message[:7]) == (PostState.HELD, "neutral")


@pytest.mark.parametrize("what", [{"relevant": False}, {"tone": Tone.NEUTRAL}])
def test_while_a_post_is_being_sent_the_correction_waits(bench, what):
    post, key = arrived(bench)
    bench.world.store.outbox.claim(post.key, expected_due_at=post.due_at, now=bench.instant[0], lease=timedelta(minutes=5), actor="loa")
    before = bench.world.store.entries.get(key)
    with pytest.raises(Conflict, match="being sent"):
        said(bench, key, **what)
    assert bench.world.store.entries.get(key) == before
    assert bench.world.store.labels.of(key) == []


def test_a_post_of_a_page_that_is_switched_off_is_composed_anew_too(bench):
    post, key = arrived(bench, CRITICISM)
    bench.world = replace(bench.world, channels={})
    said(bench, key, tone=Tone.NEUTRAL)
    (after,) = bench.posts()
    assert (after.state, after.draft.message[:7], after.key) == (PostState.HELD, "neutral", post.key)


def test_a_post_that_can_not_be_composed_any_more_is_held_and_says_why(bench):
    _, key = arrived(bench)
    sources = {"default": TEMPLATE, "neutral": "{{ 1 / 0 }}"}
    bench.world = replace(bench.world, settings=replace(bench.world.settings, templates=Templates(sources=sources)))
    done = said(bench, key, tone=Tone.NEUTRAL)
    (after,) = bench.posts()
    assert after.state is PostState.HELD
    assert "ZeroDivisionError" in after.reason
    assert (done.standing, effects(done)) == (Standing.UNUSABLE, [Effect.HELD])


# Entries that were ignored


def test_an_ignored_entry_gets_its_post_and_an_editor_sees_it_first(bench):
    none, key = arrived(bench, OTHER)
    assert none is None
    done = said(bench, key, relevant=True)
    (post,) = bench.posts()
    assert (post.state, post.due_at) == (PostState.HELD, None)
    assert "Lan" in post.reason
    assert post.draft.message == f"neutral | general | {OTHER}"
    assert effects(done) == [Effect.MADE]
    assert bench.world.store.entries.get(key).standing is Standing.ACCEPTED
    bench.run(hours=30)
    assert bench.page.texts == {}
    editors.approve(bench.world, post.key, by="Lan")
    bench.run()
    assert list(bench.page.texts.values()) == [post.draft.message]


def test_an_ignored_entry_takes_the_fields_and_tone_that_are_said(bench):
    _, key = arrived(bench, OTHER)
    said(bench, key, relevant=True, fields=(Field.E_GOVERNMENT,), tone=Tone.PRAISE)
    assert bench.posts()[0].draft.message == f"praise | e_government | {OTHER}"


def test_what_was_on_the_site_before_loa_is_learnt_from_and_never_posted(bench):
    feed = bench.world.settings.feeds[0].model_copy(update={"first_run": "baseline"})
    bench.world = replace(bench.world, settings=replace(bench.world.settings, feeds=(feed,)))
    _, key = arrived(bench, OTHER)
    done = said(bench, key, relevant=True)
    assert (done.standing, done.consequences, bench.posts()) == (Standing.BASELINE, (), [])
    assert stands(bench, key).relevant


# Posts on their Page


def test_for_a_published_post_another_text_waits_for_a_decision(bench):
    post, key = published(bench)
    done = said(bench, key, tone=Tone.NEUTRAL)
    assert steps(bench, post) == [(StepKind.EDIT, StepState.HELD)]
    assert effects(done) == [Effect.EDIT_ASKED]
    (asked,) = bench.world.store.steps.of(post)
    assert asked.text == f"neutral | procedures | {PRAISE}"
    assert "Lan" in asked.reason
    assert step(bench.world) is None
    editors.approve(bench.world, post, by="Lan")
    while step(bench.world) is not None:
        pass
    assert list(bench.page.texts.values()) == [asked.text]


def test_for_a_published_post_that_is_no_reform_news_a_withdrawal_waits_for_a_decision(bench):
    post, key = published(bench)
    done = said(bench, key, relevant=False)
    assert steps(bench, post) == [(StepKind.WITHDRAW, StepState.HELD)]
    assert effects(done) == [Effect.WITHDRAW_ASKED]
    again = said(bench, key, relevant=True, fields=(Field.PROCEDURES,), tone=Tone.PRAISE)
    assert steps(bench, post) == [(StepKind.WITHDRAW, StepState.DROPPED)]
    assert again.consequences == ()
    assert list(bench.page.texts.values()) == [f"praise | procedures | {PRAISE}"]


def test_a_correction_back_takes_the_question_back(bench):
    post, key = published(bench)
    said(bench, key, tone=Tone.NEUTRAL)
    said(bench, key, tone=Tone.PRAISE)
    assert steps(bench, post) == [(StepKind.EDIT, StepState.DROPPED)]


@pytest.mark.parametrize(
    ("what", "asked"), [({"topics": (Topic.DIRECTIVE,)}, []), ({"tone": Tone.NEUTRAL}, [StepKind.EDIT])], ids=["same text", "another text"]
)
def test_no_correction_answers_whether_the_post_of_a_removed_article_stays(bench, what, asked):
    post, key = published(bench)
    source_removed(bench.world, bench.world.store.entries.get(key).entry, bench.instant[0])
    (question,) = bench.world.store.steps.of(post)
    said(bench, key, **what)
    assert bench.world.store.steps.of(post)[0] == question
    assert steps(bench, post)[1:] == [(kind, StepState.HELD) for kind in asked]


def test_that_its_article_is_gone_is_told_beside_the_correction_and_asked_alone_where_that_is_taken_back(bench):
    post, key = published(bench)
    source_removed(bench.world, bench.world.store.entries.get(key).entry, bench.instant[0])
    gone = bench.world.store.steps.of(post)[0].reason
    done = said(bench, key, relevant=False)
    assert [each.reason for each in done.consequences] == [f"{gone}; biên tập viên Lan xác định đây không phải tin cải cách hành chính"]
    for tone in (Tone.PRAISE, Tone.NEUTRAL):
        said(bench, key, relevant=True, fields=(Field.PROCEDURES,), tone=tone)
        (last,) = [each for each in bench.world.store.steps.of(post) if each.kind is StepKind.WITHDRAW and each.state is StepState.HELD]
        assert (last.reason, last.by) == (gone, "loa")
    editors.approve(bench.world, post, by="Lan", kind=StepKind.WITHDRAW)
    while step(bench.world) is not None:
        pass
    assert bench.page.texts == {}


def test_a_text_that_an_editor_wrote_is_not_questioned_by_what_does_not_show(bench):
    post, key = published(bench)
    editors.edit(bench.world, post, by="Lan", message="Lời của biên tập viên")
    while step(bench.world) is not None:
        pass
    said(bench, key, topics=(Topic.DIRECTIVE,))
    assert steps(bench, post) == [(StepKind.EDIT, StepState.DONE)]


def test_a_withdrawal_that_is_wanted_already_is_not_turned_into_a_question(bench):
    post, key = published(bench)
    editors.withdraw(bench.world, post, by="Lan", note="sai")
    said(bench, key, relevant=False)
    assert steps(bench, post) == [(StepKind.WITHDRAW, StepState.DUE)]


def test_a_published_post_that_can_not_be_composed_any_more_is_asked_about(bench):
    post, key = published(bench)
    sources = {"default": TEMPLATE, "neutral": "{{ 1 / 0 }}"}
    bench.world = replace(bench.world, settings=replace(bench.world.settings, templates=Templates(sources=sources)))
    said(bench, key, tone=Tone.NEUTRAL)
    (asked,) = bench.world.store.steps.of(post)
    assert (asked.kind, asked.state) == (StepKind.WITHDRAW, StepState.HELD)
    assert "ZeroDivisionError" in asked.reason


def test_while_a_step_is_being_done_nothing_of_the_correction_is_kept(bench):
    post, key = published(bench)
    editors.edit(bench.world, post, by="Lan", message="Lời của biên tập viên")
    bench.world.store.steps.claim(bench.instant[0], timedelta(minutes=30), ["trang"], "loa")
    with pytest.raises(Conflict):
        said(bench, key, tone=Tone.NEUTRAL)
    assert bench.world.store.labels.of(key) == []
    assert stands(bench, key).tone is Tone.PRAISE


# The article changes afterwards


def test_the_editors_word_stays_when_the_article_changes(bench):
    _, key = arrived(bench)
    said(bench, key, tone=Tone.NEUTRAL, fields=(Field.CIVIL_SERVICE,))
    bench.serve(f"{PRAISE} và được khen")
    bench.poll()
    kept = bench.world.store.entries.get(key)
    assert kept.revision == 2
    assert (stands(bench, key).tone, stands(bench, key).fields) == (Tone.NEUTRAL, (Field.CIVIL_SERVICE,))
    assert "biên tập viên Lan" in kept.reason
    assert bench.posts()[0].draft.message == f"neutral | civil_service | {PRAISE} và được khen"


def test_what_an_editor_ruled_out_stays_out_when_the_article_changes(bench):
    _, key = arrived(bench)
    said(bench, key, relevant=False)
    bench.serve(f"{PRAISE} và được khen")
    bench.poll()
    assert bench.world.store.entries.get(key).standing is Standing.IRRELEVANT
    assert [post.state for post in bench.posts()] == [PostState.DROPPED]


def test_a_change_of_the_article_raises_the_question_by_the_editors_word(bench):
    post, key = published(bench)
    said(bench, key, fields=(Field.CIVIL_SERVICE,))
    editors.approve(bench.world, post, by="Lan")
    while step(bench.world) is not None:
        pass
    bench.serve(f"{PRAISE} và được khen")
    bench.poll()
    asked = bench.world.store.steps.of(post)[-1]
    assert (asked.state, asked.text) == (StepState.HELD, f"praise | civil_service | {PRAISE} và được khen")


def test_a_withdrawal_that_an_editor_has_declined_is_not_asked_for_at_each_change_of_the_article(bench):
    post, key = published(bench)
    said(bench, key, relevant=False)
    editors.reject(bench.world, post, by="Lan", note="cứ để")
    bench.serve(f"{PRAISE} và được khen")
    bench.poll()
    assert steps(bench, post) == [(StepKind.WITHDRAW, StepState.DROPPED)]


def test_a_preview_takes_the_editors_word_too(bench):
    _, key = arrived(bench)
    said(bench, key, tone=Tone.NEUTRAL)
    (shown,) = preview(bench.world, key)
    assert shown.verdict.posts[0].draft == bench.posts()[0].draft


class Racing:
    """The store's labels; the first time a poll asks for a correction, an editor's word comes right afterwards."""

    def __init__(self, inner, come) -> None:
        self._inner, self._come = inner, come

    def correction(self, key):
        found = self._inner.correction(key)
        come, self._come = self._come, lambda: None
        come()
        return found

    def __getattr__(self, name):
        return getattr(self._inner, name)


class RacingStore:
    def __init__(self, inner, labels) -> None:
        self._inner, self.labels = inner, labels

    def __getattr__(self, name):
        return getattr(self._inner, name)


def test_a_correction_that_comes_while_a_changed_article_is_judged_stands(bench):
    _, key = arrived(bench)
    whole = bench.world
    racing = Racing(whole.store.labels, lambda: correct(whole, key, Said(fields=(Field.CIVIL_SERVICE,)), by="Lan"))
    bench.world = replace(whole, store=RacingStore(whole.store, racing))
    bench.fetcher.body = rss(f"{PRAISE} và được khen")
    bench.poll()
    assert whole.store.entries.get(key).revision == 2
    assert stands(bench, key).fields == (Field.CIVIL_SERVICE,)
    assert bench.posts()[0].draft.message == f"praise | civil_service | {PRAISE} và được khen"


# A crash


class CrashError(BaseException):
    """The process dies here."""


class Dying:
    def __init__(self, inner, *, after: bool) -> None:
        self._inner, self._after = inner, after

    def record(self, correction):
        if self._after:
            self._inner.record(correction)
        raise CrashError


class DyingStore:
    def __init__(self, inner, *, after: bool) -> None:
        self._inner = inner
        self.corrections = Dying(inner.corrections, after=after)

    def __getattr__(self, name):
        return getattr(self._inner, name)


@pytest.mark.parametrize("after", [False, True])
def test_a_crash_leaves_all_of_a_correction_or_nothing_and_saying_it_again_makes_it_whole(bench, after):
    post, key = arrived(bench)
    whole = bench.world
    bench.world = replace(whole, store=DyingStore(whole.store, after=after))
    with pytest.raises(CrashError):
        said(bench, key, tone=Tone.CRITICISM)
    bench.world = whole
    states = (stands(bench, key).tone, bench.posts()[0].state, len(whole.store.labels.of(key)))
    assert states == ((Tone.CRITICISM, PostState.HELD, 1) if after else (Tone.PRAISE, PostState.SCHEDULED, 0))
    if not after:
        said(bench, key, tone=Tone.CRITICISM)
    assert (stands(bench, key).tone, bench.posts()[0].state, len(whole.store.labels.of(key))) == (Tone.CRITICISM, PostState.HELD, 1)
    assert post.key == bench.posts()[0].key


# Approvals and rejections


def test_approvals_and_rejections_are_kept_with_the_entry(bench):
    bench.serve(CRITICISM, f"{CRITICISM} lần hai")
    bench.poll()
    one, two = bench.posts(PostState.HELD)
    editors.approve(bench.world, one.key, by="Lan", note="đúng")
    editors.reject(bench.world, two.key, by="Lan", note="trùng")
    kinds = [(label.kind, label.note) for post in (one, two) for label in bench.world.store.labels.of(post.entry_key)]
    assert kinds == [(LabelKind.APPROVED, "đúng"), (LabelKind.REJECTED, "trùng")]
