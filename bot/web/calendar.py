"""The queue as a week: what is due when on one Page, and moving a Post to a free slot, by its form or by drag (which sends the same form)."""

from datetime import UTC, date, datetime
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.errors import Conflict, LoaError, NotFound, StoreError
from bot.messages import say
from bot.model import Post
from bot.plan.rights import Deed
from bot.service.moving import move
from bot.service.slots import told
from bot.service.week import monday_of, week
from bot.web import asked
from bot.web.frame import local, named, said, tell
from bot.web.moment import actor, world
from bot.web.rights import requires

routes: Final = Blueprint("calendar", __name__)

_LONGEST: Final = 40  # letters of a time


@routes.get("/calendar")
@requires(Deed.LOOK)
def show() -> str:
    """The week of a day, of today unless another is asked for."""
    return _page(asked.one_of("page", _pages(), ""), asked.day("week"))


@routes.post("/calendar/move")
@requires(Deed.MOVE)
def carry() -> ResponseReturnValue:
    """Move a Post, if it is still due when the form says."""
    here = world()
    key, seen, due_at = request.form.get("key", ""), _instant("seen"), _instant("due_at")
    post = here.store.outbox.get(key)
    try:
        moved = _move(post, seen, due_at)
    except (NotFound, StoreError):
        raise
    except LoaError as error:
        problem = said("not_moved", why=error.say(here.language))
        return _page(post.channel, asked.day_in(request.form.get("week", "")), problem), 409 if isinstance(error, Conflict) else 422
    tell("told_moved", due=local(moved.due_at))
    return redirect(url_for("calendar.show", page=moved.channel, week=request.form.get("week") or None), 303)


def _move(post: Post, seen: datetime | None, due_at: datetime | None) -> Post:
    if due_at is None:
        raise LoaError("web.move_where")
    if seen is None or post.due_at != seen:
        raise Conflict("web.moved_meanwhile")
    return move(world(), post.key, by=actor(), due_at=due_at)


def _pages() -> dict[str, str]:
    return asked.names(policy.name for policy in world().settings.pages)


def _page(page: str, day: date | None, problem: str = "") -> str:
    here = world()
    chosen = page or next(iter(_pages()))
    found = week(here, chosen, monday_of(here, day))
    return render_template(
        "calendar.html",
        week=found,
        problem=problem,
        pages=asked.pairs(_pages()),
        this_week=monday_of(here, None),
        zone=here.zone,
        quiet={day.day: [(told(here, each.why), ", ".join(map(named, each.tones))) for each in day.quiet] for day in found.days},
        weekday=lambda day: say(f"web.weekday_{day.weekday()}", here.language),
    )


def _instant(name: str) -> datetime | None:
    """A time as our own forms say it: aware; None for anything else."""
    try:
        found = datetime.fromisoformat(request.form.get(name, "")[:_LONGEST])
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
