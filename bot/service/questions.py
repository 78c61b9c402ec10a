"""What a correction asks about Posts that are on their Page: those of the Entry, and those of the same article by other Entries, each on a Page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.editorial.correction import overrule
from bot.errors import Conflict, LoaError
from bot.judgement import Answer, Classification, Label
from bot.messages import is_said, say
from bot.model import Post, PostState, Step, StepKind, StepState
from bot.service.answers import answer_text, is_same
from bot.service.corrections import message_today
from bot.service.world import SERVICE, World
from bot.store.entries import StoredEntry

_UNDER_WAY: Final = frozenset({StepState.DUE, StepState.DOING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An Entry as it is stored, what it is by the correction, and its Posts; `elsewhere` says where an editor has said so, "" where it was of this one."""

    stored: StoredEntry
    classification: Classification
    posts: Sequence[Post]
    elsewhere: str = ""


def copies_of(world: World, stored: StoredEntry, label: Label) -> tuple[Matter, ...]:
    """The other Entries of the article that `label` corrects and of which no editor has said anything: the same word is asked about for each of their Posts.

    Their rows stay as they are: it was said of another one, which may have another text.

    Raises Conflict where a Post of one that stands as something else is being sent or in doubt: nobody would be asked about it afterwards.
    """
    assert label.answer is not None  # a correction has one
    key, found = stored.entry.key, []
    known = world.store.likenesses.known([key])[key].known
    told = answer_text(label.answer, world.language, world.settings.vocabulary.names)
    elsewhere = say("service.corrected_elsewhere_published", world.language, by=label.by, entry=key, answer=told)
    for other in world.store.likenesses.others(known.same_as or key, but=key):
        posts = world.store.outbox.by_entry(other)
        if not posts or world.store.labels.correction(other) is not None:
            continue
        copy = world.store.entries.get(other)
        sent = next((post for post in posts if post.state is PostState.PUBLISHING), None)
        if sent is not None and not is_same(Answer.of(copy.classification), label.answer):
            raise Conflict("service.being_posted", post=sent.key)
        found.append(Matter(stored=copy, classification=overrule(copy.classification, label), posts=posts, elsewhere=elsewhere))
    return tuple(found)


def questions(world: World, matters: Sequence[Matter], by: str, now: datetime) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The decisions to be raised about Posts that are on their Page, and the questions of Loa about them that are answered by the correction."""
    wanted: list[Step] = []
    answered: list[Step] = []
    for matter in matters:
        for post in matter.posts:
            if post.state is not PostState.PUBLISHED:
                continue
            kind, text, reason, moot = _question(world, matter, post, by)
            steps = world.store.steps.of(post.key)
            removed = _of_removal(steps)
            ours = [step for step in steps if step.state is StepState.HELD and step.kind in moot and _is_ours(step, matter)]
            answered += [step for step in ours if step is not removed]
            # What is decided already must not be held up by a question.
            going = kind is StepKind.WITHDRAW and any(step.kind is kind and step.state in _UNDER_WAY for step in steps)
            if kind is not None and not going:
                if removed is not None and kind is StepKind.WITHDRAW:
                    reason = f"{say('service.source_removed', world.language)}; {reason}"
                wanted.append(
                    Step(post_key=post.key, kind=kind, state=StepState.HELD, text=text, by=SERVICE, reason=reason, created_at=now)
                )
            if removed is not None and removed in ours and not removed.entry_hash:
                # A correction had stood beside it, and is over.
                alone = say("service.source_removed", world.language)
                wanted.append(replace(removed, id=0, reason=alone, entry_hash=matter.stored.entry.content_hash, created_at=now))
    return tuple(wanted), tuple(answered)


def _of_removal(steps: Sequence[Step]) -> Step | None:
    """The question whether the Post of an article that was taken off the site stays: no word about what the article is answers it."""
    asked = (step for step in steps if step.kind is StepKind.WITHDRAW and step.state is StepState.HELD and step.by == SERVICE)
    return next((step for step in asked if is_said("service.source_removed", step.reason)), None)


def _is_ours(step: Step, matter: Matter) -> bool:
    """Whether the correction may answer the question: of a copy, only what a correction has asked, and not what its own article has."""
    return step.by == SERVICE and not (matter.elsewhere and step.entry_hash)


def _question(world: World, matter: Matter, post: Post, by: str) -> tuple[StepKind | None, str, str, frozenset[StepKind]]:
    """What an editor is asked about a published Post (None: nothing), with its text and reason, and which questions are moot now."""
    if matter.elsewhere and is_same(Answer.of(matter.stored.classification), Answer.of(matter.classification)):
        return None, "", "", frozenset({StepKind.EDIT, StepKind.WITHDRAW})
    if not matter.classification.relevant:
        reason = matter.elsewhere or say("service.corrected_to_irrelevant", world.language, by=by)
        return StepKind.WITHDRAW, "", reason, frozenset({StepKind.EDIT})
    corrected = matter.elsewhere or say("service.corrected_published", world.language, by=by)
    try:
        message, personal = message_today(world, post, matter.stored.entry, matter.classification)
    except LoaError as error:
        why = error.say(world.language)
        unusable = say("service.corrected_unusable", world.language, by=by, why=why)
        return StepKind.WITHDRAW, "", f"{matter.elsewhere} ({why})" if matter.elsewhere else unusable, frozenset({StepKind.EDIT})
    if message == post.draft.message:
        return None, "", "", frozenset(StepKind) - {StepKind.COMMENT}
    kind = StepKind.EDIT if message != _message_before(world, post, matter.stored) else None
    return kind, message, "; ".join(filter(None, (corrected, personal))), frozenset({StepKind.WITHDRAW})


def _message_before(world: World, post: Post, stored: StoredEntry) -> str | None:
    """The text by what stood: what the correction does not change is none of its matters (an editor's own words, another template)."""
    try:
        return message_today(world, post, stored.entry, stored.classification)[0] if stored.classification.relevant else None
    except LoaError:
        return None
