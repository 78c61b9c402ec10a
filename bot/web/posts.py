"""One Post: as it will look, why, what may be done with it by whom, and everything that happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template

from bot.compose.excerpt import length
from bot.compose.policy import FACEBOOK_LIMIT
from bot.compose.tag_faults import tag_faults
from bot.editorial.explain import telling
from bot.editorial.reading import tell
from bot.judgement import Answer, Classification, Field, Tone, Topic
from bot.model import MOVES, Draft, Post, PostState, StepState, digest
from bot.plan.rights import Deed, deed_of_edit
from bot.reports.material import Remedy
from bot.service import explain
from bot.service.comparing import COMPARED
from bot.service.four_eyes import hands_in, is_same_person
from bot.service.remedies import REMEDIABLE, remedies_in
from bot.web.card import card_of, web_address
from bot.web.marking import marked
from bot.web.moment import user, world
from bot.web.post_figures import post_figures
from bot.web.rights import is_allowed, requires

routes: Final = Blueprint("posts", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A text held against what Facebook takes: its length with what is added below it, and what is doubtful about its hashtags."""

    length: int
    wanted: int
    most: int
    doubts: tuple[str, ...]


@routes.get("/posts/<key>")
@requires(Deed.LOOK)
def show(key: str) -> str:
    """The Post. Raises NotFound."""
    return page_of(key)


def page_of(
    key: str, *, problem: str = "", typed: Mapping[str, str] | None = None, chosen: Answer | None = None, draft: Draft | None = None
) -> str:
    """The page of a Post.

    Args:
        key: the Post's.
        problem: why what was just asked could not be done.
        typed: what was typed into its forms, so that nothing has to be typed twice.
        chosen: what was chosen in the form that corrects its Classification.
        draft: another one to be looked at before it is saved.

    Raises:
        NotFound: no such Post.
    """
    here = world()
    story = explain.show(here, key)
    post, entry = story.post, here.store.entries.get(story.post.entry_key)
    evidence = telling(entry.classification)
    shown, remedies = draft or post.draft, remedies_in(story.events).get(key, ())
    return render_template(
        "post.html",
        story=story,
        post=post,
        entry=entry,
        article=web_address(entry.entry.link),
        card=card_of(shown, post.way, entry.entry),
        is_trial=draft is not None,
        check=check_of(shown),
        added=max(length(shown.text(way)) for way in shown.ways) - length(shown.message),
        problem=problem,
        zone=here.zone,
        typed=typed or {},
        may=_deeds(story),
        own_work=_is_own_work(post),
        steps_to_decide=[step for step in story.steps if step.state in {StepState.HELD, StepState.FAILED}],
        **answer_form(entry.classification, chosen),
        evidence=evidence,
        marked=marked(entry.entry, evidence, entry.classification),
        findings=tell(entry.classification.findings, here.language),
        shown_metrics=COMPARED,
        figures=post_figures(post, story.snapshots) if story.snapshots else None,
        remedies=remedies,
        remedies_mark=remedies_mark(remedies),
    )


def check_of(draft: Draft) -> Check:
    """What there is to say of a Draft's text."""
    policy, language = world().settings.compose, world().language
    return Check(
        length=max(length(draft.text(way)) for way in draft.ways),
        wanted=policy.max_length,
        most=FACEBOOK_LIMIT,
        doubts=tuple(fault.say(language) for fault in tag_faults(draft.message, policy.max_hashtags)),
    )


def answer_form(classification: Classification, chosen: Answer | None) -> dict[str, object]:
    """What the form that corrects a Classification shows (_correction.html): what stands, or what was `chosen` in it and could not be done."""
    answer = Answer.of(classification)
    return {
        "answer": answer,
        "chosen": chosen or answer,
        "answer_mark": mark_of(answer),
        "fields": list(Field),
        "topics": list(Topic),
        "tones": list(Tone),
    }


def mark_of(answer: Answer) -> str:
    """Tells whether a Classification is still what an editor saw when they corrected it."""
    return digest(str(answer.relevant), *sorted(answer.fields), "", *sorted(answer.topics), "", answer.tone or "")[:16]


def remedies_mark(remedies: Sequence[Remedy]) -> str:
    """Tells whether what is noted of what followed is still what an editor saw."""
    return digest(*(f"{each.at.isoformat()} {each.by} {each.text} {each.link}" for each in remedies))[:16]


def _deeds(story: explain.PostStory) -> set[str]:
    """What fits the Post's state and who asks may do; the routes check both again."""
    post, steps = story.post, story.steps
    state, on_page = post.state, post.state is PostState.PUBLISHED
    editable = state in {PostState.HELD, PostState.SCHEDULED, PostState.FAILED, PostState.PUBLISHED}
    asked = on_page and any(step.state is StepState.HELD for step in steps)
    stuck = on_page and any(step.state is StepState.FAILED for step in steps)
    fits = {
        Deed.APPROVE: state is PostState.HELD or asked,
        Deed.REJECT: PostState.DROPPED in MOVES[state] or asked or stuck,
        Deed.RETRY: state is PostState.FAILED or stuck,
        Deed.WITHDRAW: on_page,
        Deed.SETTLE: state is PostState.PUBLISHING,
        Deed.MOVE: state is PostState.SCHEDULED,
        Deed.CORRECT: state is not PostState.PUBLISHING,
        Deed.UNDO: _may_be_undone(story),
        Deed.NOTE: True,
        Deed.REMEDY: state in REMEDIABLE,
    }
    found = {str(deed) for deed, fit in fits.items() if fit and is_allowed(deed)}
    return found | ({str(Deed.EDIT)} if editable and is_allowed(deed_of_edit(state)) else set())


def _may_be_undone(story: explain.PostStory) -> bool:
    last, here = next(reversed(story.approvals), None), world()
    if last is None or last.undone_at is not None or here.clock() - last.at > here.settings.approval.undo_within:
        return False
    if last.approved:
        return story.post.state is PostState.SCHEDULED and story.post.draft.hash == last.draft_hash
    return story.post.state is PostState.DROPPED


def _is_own_work(post: Post) -> bool:
    """Whether who asks has had a hand in the Draft, and so may not approve it."""
    found = user()
    return found is not None and any(is_same_person(found.name, each) for each in hands_in(world(), post))
