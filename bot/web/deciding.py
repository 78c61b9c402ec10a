"""An editor's decisions about a Post: each form names what was seen, so that nobody decides on another text than the one before their eyes."""

import re
from collections.abc import Callable
from typing import Final

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.errors import Conflict, LoaError, NotFound, StoreError
from bot.model import PostState, StepKind
from bot.plan.rights import Deed
from bot.service import editors
from bot.service.undoing import undo as undo_decision
from bot.web.frame import local, said, tell
from bot.web.moment import actor, world
from bot.web.posts import page_of
from bot.web.rights import requires

routes: Final = Blueprint("deciding", __name__)

_LONGEST_NOTE: Final = 2_000
_REMOTE_ID: Final = re.compile(r"[0-9]{1,30}_[0-9]{1,30}", re.ASCII)


def carry_out(key: str, deed: Callable[[], None]) -> ResponseReturnValue:
    """Do it and show the Post as it is then; where it can't be done, show why, above what was typed."""
    try:
        deed()
    except (NotFound, StoreError):
        raise
    except LoaError as error:
        status = 409 if isinstance(error, Conflict) else 422
        problem = said("not_done", why=error.say(world().language))
        return page_of(key, problem=problem, typed=request.form.to_dict()), status
    return redirect(url_for("posts.show", key=key), 303)


def field(name: str) -> str:
    """One field of the form, without what stands around it."""
    return request.form.get(name, "").strip()


@routes.post("/posts/<key>/approve")
@requires(Deed.APPROVE)
def approve(key: str) -> ResponseReturnValue:
    """Approve exactly the Draft that was seen; or let a Step of a published Post go ahead."""

    def deed() -> None:
        here = world()
        kind = _step()
        _check_seen(key)
        done = editors.approve(here, key, by=actor(), note=note_in_form(), seen_hash=field("seen"), kind=kind)
        if done.state is PostState.PUBLISHED:
            tell("told_step_approved")
        else:
            tell("told_approved", due=local(done.due_at))

    return carry_out(key, deed)


@routes.post("/posts/<key>/reject")
@requires(Deed.REJECT)
def reject(key: str) -> ResponseReturnValue:
    """Drop the Post, or a Step of a published one; with the reason."""

    def deed() -> None:
        kind = _step()
        _check_seen(key)
        done = editors.reject(world(), key, by=actor(), note=_reason(), kind=kind)
        tell("told_step_rejected" if done.state is PostState.PUBLISHED else "told_rejected")

    return carry_out(key, deed)


@routes.post("/posts/<key>/retry")
@requires(Deed.RETRY)
def retry(key: str) -> ResponseReturnValue:
    """Let what failed go again."""

    def deed() -> None:
        done = editors.retry(world(), key, by=actor(), kind=_step())
        if done.state is PostState.PUBLISHED:
            tell("told_step_approved")
        else:
            tell("told_retried", due=local(done.due_at))

    return carry_out(key, deed)


@routes.post("/posts/<key>/withdraw")
@requires(Deed.WITHDRAW)
def withdraw(key: str) -> ResponseReturnValue:
    """Take the Post off its Page; with the reason, and a tick in a box, since it can't be taken back."""

    def deed() -> None:
        if not request.form.get("sure"):
            raise LoaError("web.withdraw_not_sure")
        editors.withdraw(world(), key, by=actor(), note=_reason())
        tell("told_withdrawing")

    return carry_out(key, deed)


@routes.post("/posts/<key>/settle")
@requires(Deed.SETTLE)
def settle(key: str) -> ResponseReturnValue:
    """Say what was seen on the Page of a Post in doubt."""

    def deed() -> None:
        outcome, remote_id = field("outcome"), field("remote_id")
        if outcome not in {"posted", "absent"} or (outcome == "posted" and not _REMOTE_ID.fullmatch(remote_id)):
            raise LoaError("web.settle_how")
        editors.settle(world(), key, by=actor(), remote_id=remote_id if outcome == "posted" else None)
        tell("told_settled")

    return carry_out(key, deed)


@routes.post("/posts/<key>/undo")
@requires(Deed.UNDO)
def undo(key: str) -> ResponseReturnValue:
    """Take the last decision back; the Post is held again."""

    def deed() -> None:
        undo_decision(world(), key, by=actor())
        tell("told_undone")

    return carry_out(key, deed)


@routes.post("/posts/<key>/note")
@requires(Deed.NOTE)
def note(key: str) -> ResponseReturnValue:
    """A note for colleagues, which is never published."""

    def deed() -> None:
        editors.note(world(), key, by=actor(), text=note_in_form())
        tell("told_noted")

    return carry_out(key, deed)


def _step() -> StepKind | None:
    """Which Step is meant; None for the Post itself."""
    wanted = field("step")
    if not wanted:
        return None
    if wanted not in list(StepKind):
        raise LoaError("web.strange_choice")
    return StepKind(wanted)


def _check_seen(key: str) -> None:
    """Refuse where the Post's text, or the Step's, is another one than was shown."""
    here, kind = world(), _step()
    post = here.store.outbox.get(key)
    if post.draft.hash != field("seen"):
        raise Conflict("web.changed_meanwhile")
    if kind is not None and not any(step.kind is kind and str(step.id) == field("step_id") for step in here.store.steps.of(key)[-20:]):
        raise Conflict("web.changed_meanwhile")
    if kind is None and post.state is PostState.PUBLISHED:
        # The form was about a Post that waited; meanwhile it went out, and a Step must not be taken for what was meant.
        raise Conflict("web.changed_meanwhile")


def note_in_form() -> str:
    """The note for colleagues. Raises LoaError where it is too long."""
    text = field("note")
    if len(text) > _LONGEST_NOTE:
        raise LoaError("web.note_long", most=_LONGEST_NOTE)
    return text


def _reason() -> str:
    text = note_in_form()
    if not text:
        raise LoaError("web.reason_missing")
    return text
