"""A scheduled Post to another hour: the next slot, now, or a time of the editor's own."""

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from bot.errors import Conflict, LoaError
from bot.model import Post
from bot.plan.rights import Deed
from bot.service import moving
from bot.web.deciding import carry_out, field
from bot.web.frame import local, tell
from bot.web.moment import actor, world
from bot.web.rights import demand, requires

routes: Final = Blueprint("moving", __name__)

_LONGEST: Final = 40  # letters of a time


@routes.post("/posts/<key>/later")
@requires(Deed.MOVE)
def later(key: str) -> ResponseReturnValue:
    """The next free slot after the one it has."""

    def deed() -> None:
        _check_seen(key)
        tell("told_put_off", due=local(moving.later(world(), key, by=actor()).due_at))

    return carry_out(key, deed)


@routes.post("/posts/<key>/now")
@requires(Deed.MOVE)
def now(key: str) -> ResponseReturnValue:
    """At the next tick. Against the timetable only by who may also approve, and only said in so many words."""
    force = bool(request.form.get("force"))
    if force:
        demand(Deed.APPROVE)

    def deed() -> None:
        _check_seen(key)
        moving.now(world(), key, by=actor(), force=force)
        tell("told_now")

    return carry_out(key, deed)


@routes.post("/posts/<key>/move")
@requires(Deed.MOVE)
def move(key: str) -> ResponseReturnValue:
    """At a time of the editor's own, of the Page's wall clock."""

    def deed() -> None:
        _check_seen(key)
        tell("told_placed", due=local(moving.move(world(), key, by=actor(), due_at=_wanted()).due_at))

    return carry_out(key, deed)


def _check_seen(key: str) -> None:
    post: Post = world().store.outbox.get(key)
    if post.draft.hash != field("seen") or post.due_at is None or post.due_at.isoformat() != field("due"):
        raise Conflict("web.changed_meanwhile")


def _wanted() -> datetime:
    """The time of the form: "2026-11-24T08:30", as browsers send it, or with a blank, as people type it."""
    try:
        found = datetime.fromisoformat(field("wanted")[:_LONGEST])
        if found.tzinfo is None:
            return found.replace(tzinfo=world().zone).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise LoaError("web.move_when")
