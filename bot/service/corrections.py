"""What a change of the article means for Posts that are on their Page: an editor's decision, or, where the settings say so, a small correction by itself."""

from datetime import datetime

from bot.errors import Conflict
from bot.messages import say
from bot.model import Entry, Post, PostState, Step, StepKind, StepState
from bot.plan.corrections import is_small
from bot.service.editing import Verdict
from bot.service.world import SERVICE, World, log


def correct_published(world: World, before: Entry, after: Entry, verdict: Verdict, now: datetime) -> None:
    """Raise a decision for every Post of a changed Entry that went out lately; it is never posted anew.

    Like `revise_open_posts`, before the changed Entry itself is stored: repeating it after a crash changes nothing.
    """
    drafts = {post.key: post for post in verdict.posts}
    for post in world.store.outbox.by_entry(after.key):
        if post.state is not PostState.PUBLISHED or post.published_at is None:
            continue
        if now - post.published_at > world.settings.corrections.watch_for:
            continue
        fresh = drafts.get(post.key)
        if fresh is None:
            _want(world, post, StepKind.WITHDRAW, StepState.HELD, "", say("service.source_no_longer_fits", world.language), after, now)
        elif fresh.draft.message != post.draft.message:
            small = fresh.state is not PostState.HELD and _is_small(world, post, before, after, fresh.draft.message)
            reason = say("service.source_corrected" if small else "service.source_changed_after", world.language)
            _want(world, post, StepKind.EDIT, StepState.DUE if small else StepState.HELD, fresh.draft.message, reason, after, now)


def source_removed(world: World, entry: Entry, now: datetime) -> None:
    """The article was taken off the site: what waits is held, and for what is out an editor is asked."""
    reason = say("service.source_removed", world.language)
    for post in world.store.outbox.by_entry(entry.key):
        if post.state is PostState.PUBLISHED:
            _want(world, post, StepKind.WITHDRAW, StepState.HELD, "", reason, entry, now)
        elif post.state is PostState.SCHEDULED:
            world.store.outbox.replace_draft(
                post.key,
                expected_hash=post.draft.hash,
                draft=post.draft,
                state=PostState.HELD,
                reason=reason,
                actor=SERVICE,
                now=now,
            )


def _is_small(world: World, post: Post, before: Entry, after: Entry, message: str) -> bool:
    policy = world.settings.corrections
    only_the_title = post.draft.message.replace(before.title, after.title) == message
    return policy.auto and only_the_title and is_small(before.title, after.title, policy.most_letters)


def _want(  # noqa: PLR0917 - the fields of a Step
    world: World, post: Post, kind: StepKind, state: StepState, text: str, reason: str, entry: Entry, now: datetime
) -> None:
    wanted = Step(
        post_key=post.key, kind=kind, state=state, text=text, by=SERVICE, reason=reason, entry_hash=entry.content_hash, created_at=now
    )
    decided = [step for step in world.store.steps.of(post.key) if (step.kind, step.entry_hash) == (kind, entry.content_hash)]
    if any(step.state not in {StepState.HELD, StepState.DUE} for step in decided):
        # An editor has answered this very question, or it was done.
        return
    try:
        world.store.steps.want(wanted)
    except Conflict as error:
        # Another Step is being done at this moment; the feed is read again, and then this one is raised.
        log.warning("decision not raised yet", post=post.key, reason=str(error))
        raise
    log.warning("the source has changed after posting", post=post.key, kind=kind, state=state, reason=reason)
