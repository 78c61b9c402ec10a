"""The editor's verbs. Each is one compare-and-set on exactly the state and Draft the editor saw."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.compose.draft import tidy
from bot.compose.excerpt import length
from bot.compose.policy import FACEBOOK_LIMIT
from bot.errors import Conflict, LoaError
from bot.messages import say
from bot.model import MOVES, Event, Post, PostState, Step, StepKind, StepState
from bot.service.corrections import hold
from bot.service.four_eyes import hands_in, hands_in_step, refuse_own
from bot.service.screen import in_the_words_of_an_editor
from bot.service.slots import Slot, plan_until_it_holds, seat
from bot.service.unapproved import said_of_the_article
from bot.service.world import World

_LONGEST_NOTE: Final = 2_000


def approve(world: World, key: str, *, by: str, note: str = "", seen_hash: str | None = None, kind: StepKind | None = None) -> Post:
    """Approve the Post's present Draft (or refuse, where `seen_hash` is of another one) and give it the next free slot.

    For a published Post: let the Step go ahead that waits for a decision (of `kind`, where several do).

    Raises:
        NotFound: no such Post.
        Conflict: it is not held any more, its Draft is not the one that was seen, the settings no longer name its Page, `by` has had a hand in it
            (`approval.four_eyes`), or its article was corrected in another feed and nobody has been told so far.
    """
    post = world.store.outbox.get(key)
    waiting = _decided_step(world, post, {StepState.HELD}, kind) if post.state is PostState.PUBLISHED else None
    if waiting is not None:
        refuse_own(post, by, hands_in_step(world, post, waiting))
        world.store.steps.decide(waiting, StepState.DUE, by=by, reason=note, now=world.clock())
        return post
    if post.state is not PostState.HELD:
        raise Conflict("service.not_held", post=key, state=post.state)
    refuse_own(post, by, hands_in(world, post))
    _refuse_nowhere(world, post)
    _refuse_untold(world, post)
    seen = seen_hash or post.draft.hash

    def give(slot: Slot, now: datetime) -> Post:
        return world.store.outbox.approve(key, draft_hash=seen, by=by, note=note, due_at=slot.due_at, now=now, reason=slot.why)

    return _in_next_slot(world, post, give)


def reject(world: World, key: str, *, by: str, note: str, kind: StepKind | None = None) -> Post:
    """Drop a Post that has not gone out, or the Step of a published one that waits for a decision. Raises NotFound or Conflict."""
    post = world.store.outbox.get(key)
    waiting = _decided_step(world, post, {StepState.HELD, StepState.FAILED}, kind) if post.state is PostState.PUBLISHED else None
    if waiting is not None:
        world.store.steps.decide(waiting, StepState.DROPPED, by=by, reason=note, now=world.clock())
        return post
    if PostState.DROPPED not in MOVES[post.state]:
        raise Conflict("service.not_open", post=key, state=post.state)
    return world.store.outbox.reject(key, draft_hash=post.draft.hash, by=by, note=note, now=world.clock())


def retry(world: World, key: str, *, by: str, kind: StepKind | None = None) -> Post:
    """Schedule a failed Post again in the next free slot, or let a failed Step of a published one go again. Raises NotFound or Conflict."""
    post = world.store.outbox.get(key)
    failed = _decided_step(world, post, {StepState.FAILED}, kind) if post.state is PostState.PUBLISHED else None
    if failed is not None:
        world.store.steps.decide(failed, StepState.DUE, by=by, reason="", now=world.clock())
        return post
    if post.state is not PostState.FAILED:
        raise Conflict("service.not_failed", post=key, state=post.state)
    _refuse_nowhere(world, post)

    def give(slot: Slot, now: datetime) -> Post:
        return world.store.outbox.retry(key, due_at=slot.due_at, by=by, now=now, reason=slot.why)

    return _in_next_slot(world, post, give)


def edit(world: World, key: str, *, by: str, message: str, seen: Post | None = None) -> Post:
    """Another text for a Post. One that waits is held for approval; on one that is out, the text is changed at the next tick.

    Where the text brings personal data to the Page (`approval.personal`), or nobody may approve their own words (`approval.four_eyes`), that change
    waits for an approval, too. `seen` is the Post as its editor saw it, where that is known.

    Raises:
        NotFound: no such Post.
        Conflict: it is being posted right now, was dropped or withdrawn, or has another text than was seen, or is on its Page since.
        LoaError: the text is empty or too long.
    """
    post, text = world.store.outbox.get(key), tidy(message)
    on_page = post.state is PostState.PUBLISHED
    if seen is not None and (seen.draft.hash != post.draft.hash or (seen.state is PostState.PUBLISHED) != on_page):
        raise Conflict("store.moved_on", post=key)
    if not text:
        raise LoaError("service.text_empty")
    draft = replace(post.draft, message=text)
    longest = max(length(draft.text(way)) for way in draft.ways)
    if longest > FACEBOOK_LIMIT:
        raise LoaError("service.text_too_long", count=longest, most=FACEBOOK_LIMIT)
    now = world.clock()
    if on_page:
        found = in_the_words_of_an_editor(world, text, but_for=post.draft.message)
        personal = say("service.held_for_personal", world.language, found=found) if found else ""
        other = say("service.held_for_four_eyes", world.language) if world.settings.approval.four_eyes else ""
        reason = "; ".join(filter(None, (personal, other)))
        state = StepState.HELD if reason else StepState.DUE
        world.store.steps.want(Step(post_key=key, kind=StepKind.EDIT, state=state, text=text, by=by, reason=reason, created_at=now))
        return post
    if post.state not in {PostState.HELD, PostState.SCHEDULED, PostState.FAILED}:
        raise Conflict("service.not_editable", post=key, state=post.state)
    found = in_the_words_of_an_editor(world, text)
    personal = say("service.held_for_personal", world.language, found=found) if found else ""
    return world.store.outbox.replace_draft(
        key,
        expected_hash=post.draft.hash,
        draft=draft,
        state=PostState.HELD,
        reason="; ".join(filter(None, (say("service.edited", world.language), personal))),
        actor=by,
        now=now,
        edited_by=tuple(dict.fromkeys((*post.edited_by, by))),
    )


def note(world: World, key: str, *, by: str, text: str) -> Event:
    """A note for colleagues in the Post's journal, which is never published. Raises NotFound, or LoaError where the text is empty or too long."""
    post, words = world.store.outbox.get(key), tidy(text)
    if not words:
        raise LoaError("service.note_empty")
    if len(words) > _LONGEST_NOTE:
        raise LoaError("service.note_too_long", count=len(words), most=_LONGEST_NOTE)
    event = Event(at=world.clock(), actor=by, subject=post.key, verb="noted", reason=words)
    world.store.journal.write(event)
    return event


def withdraw(world: World, key: str, *, by: str, note: str) -> Step:
    """Have a published Post taken off its Page at the next tick. Raises NotFound, or Conflict for one that is not there."""
    post = world.store.outbox.get(key)
    if post.state is not PostState.PUBLISHED:
        raise Conflict("service.not_published", post=key, state=post.state)
    return world.store.steps.want(
        Step(post_key=key, kind=StepKind.WITHDRAW, state=StepState.DUE, by=by, reason=note, created_at=world.clock())
    )


def settle(world: World, key: str, *, by: str, remote_id: str | None) -> Post:
    """What a human has seen on the Page settles a Post in doubt: it is there, as `remote_id`, or (None) it is not, and is scheduled again.

    Raises NotFound, or Conflict where it is not in doubt, another Post has this id, or it is too early to believe that it is not there.
    """
    post = world.store.outbox.get(key)
    if post.state is not PostState.PUBLISHING or post.attempted_at is None:
        raise Conflict("service.not_in_doubt", post=key, state=post.state)
    if remote_id is None:
        # The attempt may still be on its way, whatever a human sees now; then it would be posted twice.
        believed_from = post.attempted_at + world.settings.retry.grace
        if world.clock() < believed_from:
            raise Conflict("service.too_early", post=key, time=f"{believed_from.astimezone(world.zone):%H:%M}")

        def give(slot: Slot, now: datetime) -> Post:
            reason = "; ".join(filter(None, (say("service.human_says_absent", world.language), slot.why)))
            return world.store.outbox.settle_scheduled(post, now=now, due_at=slot.due_at, try_after=None, reason=reason, actor=by)

        return _in_next_slot(world, post, give)
    if remote_id in world.store.outbox.remote_ids(post.channel):
        raise Conflict("service.id_of_other", id=remote_id)
    return world.store.outbox.settle_published(
        post,
        remote_id=remote_id,
        permalink="",
        published_at=post.attempted_at,
        now=world.clock(),
        actor=by,
        reason=say("service.human_says_posted", world.language),
    )


def _decided_step(world: World, post: Post, states: Collection[StepState], kind: StepKind | None) -> Step | None:
    """The Step of a published Post that a decision is about; the newest of `states`, of `kind` where that is said.

    Raises Conflict where several kinds are meant: a correction agreed to must never become a withdrawal.
    """
    found = [step for step in world.store.steps.of(post.key) if step.state in states and kind in {None, step.kind}]
    if len({step.kind for step in found}) > 1:
        raise Conflict("service.which_step", post=post.key, kinds=", ".join(sorted({step.kind for step in found})))
    return found[-1] if found else None


def _refuse_nowhere(world: World, post: Post) -> None:
    """Raises Conflict where the Post has no Page to go to: it would wait in its slot for ever. One that is only switched off will go on."""
    if not world.is_named(post.channel):
        raise Conflict("service.nowhere_to_post", post=post.key, page=post.channel)


def _refuse_untold(world: World, post: Post) -> None:
    """Raises Conflict, once, where an editor has said something else of the same article in another feed and the Post does not tell so yet: now it does."""
    said = said_of_the_article(world, world.store.entries.get(post.entry_key))
    if said and said not in post.reason:
        hold(world, post, "; ".join(filter(None, (post.reason, said))), world.clock())
        raise Conflict("service.look_again", post=post.key, why=said)


def _in_next_slot(world: World, post: Post, give: Callable[[Slot, datetime], Post]) -> Post:
    def attempt() -> Post:
        now = world.clock()
        return give(seat(world, post, now), now)

    return plan_until_it_holds(attempt)
