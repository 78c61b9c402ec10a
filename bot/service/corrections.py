"""What a change of the article means for Posts that are on their Page: an editor's decision, or, where the settings say so, a small correction by itself."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from bot.errors import Conflict, LoaError
from bot.judgement import Classification, Label
from bot.messages import is_said, say
from bot.model import Entry, Post, PostState, Step, StepKind, StepState
from bot.plan.approval import reason_to_hold
from bot.plan.corrections import is_small
from bot.service.editing import Verdict, judged
from bot.service.screen import draft_of, screen
from bot.service.undoing import may_come_back
from bot.service.world import SERVICE, World, log

_UNDER_WAY: Final = frozenset({StepState.DUE, StepState.DOING})


def correct_published(world: World, before: Entry, after: Entry, verdict: Verdict, now: datetime) -> None:
    """Raise a decision for every Post of a changed Entry that went out lately; it is never posted anew.

    Like `revise_open_posts`, before the changed Entry itself is stored: repeating it after a crash changes nothing.

    Raises Conflict where a Step of the same kind is being done at this moment: the feed is asked again, and then the decision is raised.
    """
    for post in world.store.outbox.by_entry(after.key):
        if _is_watched(world, post, now):
            _compare(world, post, before, after, verdict, now)


def source_removed(world: World, entry: Entry, now: datetime) -> None:
    """The article was taken off the site: what waits is held, and for what is out an editor is asked.

    Raises Conflict, as above, and also where a Post is being sent or in doubt: it is asked again when that is settled.
    """
    reason = say("service.source_removed", world.language)
    for post in world.store.outbox.by_entry(entry.key):
        if post.state is PostState.PUBLISHING:
            raise Conflict("store.moved_on", post=post.key)
        if _is_watched(world, post, now):
            _want(world, post, StepKind.WITHDRAW, StepState.HELD, "", reason, entry, now)
        elif post.state in {PostState.HELD, PostState.SCHEDULED} and post.reason != reason:
            hold(world, post, reason, now)
        elif may_come_back(world, post, now) and not is_said("service.source_removed", post.reason):
            world.store.outbox.replace_draft(
                post.key,
                expected_hash=post.draft.hash,
                draft=post.draft,
                state=PostState.DROPPED,
                reason="; ".join(filter(None, (post.reason, reason))),
                actor=SERVICE,
                now=now,
            )


def hold(world: World, post: Post, reason: str, now: datetime) -> None:
    """A Post that has not gone out waits for an editor, its Draft as it is. Raises Conflict where it is no longer as it was seen."""
    world.store.outbox.replace_draft(
        post.key, expected_hash=post.draft.hash, draft=post.draft, state=PostState.HELD, reason=reason, actor=SERVICE, now=now
    )


def _is_watched(world: World, post: Post, now: datetime) -> bool:
    if post.state is not PostState.PUBLISHED:
        return False
    assert post.published_at is not None  # a database constraint
    return now - post.published_at <= world.settings.corrections.watch_for


def _compare(  # noqa: PLR0917 - a Post and the two states of its article
    world: World, post: Post, before: Entry, after: Entry, verdict: Verdict, now: datetime
) -> None:
    classification, correction = verdict.classification, verdict.correction
    if not classification.relevant:
        if correction is not None:
            # That is an editor's word, not the article's doing; the question was raised when it was said.
            return
        _ask_to_withdraw(world, post, say("service.source_no_longer_fits", world.language), after, now)
        return
    try:
        message, personal = message_today(world, post, after, classification)
    except LoaError as error:
        _ask_to_withdraw(world, post, say("service.source_unusable", world.language, why=error.say(world.language)), after, now)
        return
    _take_back(world, post, {StepKind.WITHDRAW}, now)
    if message == post.draft.message:
        _take_back(world, post, {StepKind.EDIT}, now)
    elif message != _message_before(world, post, before, correction):
        small = not personal and _is_small(world, post, before, after, message, classification)
        reason = say("service.source_corrected" if small else "service.source_changed_after", world.language)
        reason = "; ".join(filter(None, (reason, personal)))
        _want(world, post, StepKind.EDIT, StepState.DUE if small else StepState.HELD, message, reason, after, now)


def message_today(world: World, post: Post, entry: Entry, classification: Classification) -> tuple[str, str]:
    """The text that this very Post would have today, and why an editor must look at its personal data ("": nobody need).

    By its own ways and pictures, and whether or not its Page is still enabled.
    """
    draft, personal = draft_of(world, screen(world, entry), classification, post.key, ways=post.draft.ways, pictures=post.draft.pictures)
    return draft.message, personal


def _message_before(world: World, post: Post, before: Entry, correction: Label | None) -> str | None:
    """The same of the article as it was: only what the article's change makes another text is a matter of the article, and not an editor's or a template's."""
    classification = judged(world, before, correction)
    try:
        return message_today(world, post, before, classification)[0] if classification.relevant else None
    except LoaError:
        return None


def _is_small(  # noqa: PLR0917 - a Post and the two states of its article
    world: World, post: Post, before: Entry, after: Entry, message: str, classification: Classification
) -> bool:
    policy = world.settings.corrections
    old, new = screen(world, before).entry.title, screen(world, after).entry.title
    only_the_title = post.draft.message.replace(old, new) == message
    if not (policy.auto and only_the_title and is_small(before.title, after.title, policy.most_letters)):
        return False
    return reason_to_hold(world.settings.approval, classification, world.settings.vocabulary.names, feed=after.feed) is None


def _ask_to_withdraw(world: World, post: Post, reason: str, entry: Entry, now: datetime) -> None:
    _take_back(world, post, {StepKind.EDIT}, now)
    _want(world, post, StepKind.WITHDRAW, StepState.HELD, "", reason, entry, now)


def _take_back(world: World, post: Post, kinds: Collection[StepKind], now: datetime) -> None:
    """A question that the article has answered meanwhile must not be agreed to by mistake. What an editor wants stays."""
    for step in world.store.steps.of(post.key):
        if step.kind in kinds and step.state is StepState.HELD and step.by == SERVICE:
            reason = say("service.source_agrees_again", world.language)
            world.store.steps.decide(step, StepState.DROPPED, by=SERVICE, reason=reason, now=now)


def _answered(world: World, last: Step, entry: Entry) -> bool:
    """Whether this very question was answered by an editor, or what it asks for was done or tried."""
    if last.entry_hash != entry.content_hash or last.state in {StepState.HELD, StepState.DUE}:
        return False
    if last.state is not StepState.DROPPED:
        return True
    dropped = [event for event in world.store.journal.of(last.post_key) if event.verb == f"{last.kind}-dropped"]
    return dropped[-1].actor != SERVICE


def _want(  # noqa: PLR0917 - the fields of a Step
    world: World, post: Post, kind: StepKind, state: StepState, text: str, reason: str, entry: Entry, now: datetime
) -> None:
    last = next((step for step in reversed(world.store.steps.of(post.key)) if step.kind is kind), None)
    if last is not None and (_answered(world, last, entry) or (kind is StepKind.WITHDRAW and last.state in _UNDER_WAY)):
        # What is decided already must not be held up by a question.
        return
    wanted = Step(
        post_key=post.key, kind=kind, state=state, text=text, by=SERVICE, reason=reason, entry_hash=entry.content_hash, created_at=now
    )
    try:
        world.store.steps.want(wanted)
    except Conflict as error:
        log.warning("decision not raised yet", post=post.key, reason=str(error))
        raise
    log.warning("the source has changed after posting", post=post.key, kind=kind, state=state, reason=reason)
