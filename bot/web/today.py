"""The start page: what needs a human now, the most urgent first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import Blueprint, render_template

from bot.model import ChannelStatus, Cooldown, Post, PostState, Step, StepState
from bot.plan.rights import Deed
from bot.plan.waiting import is_overdue
from bot.service import limits
from bot.service.feeds import TROUBLED, Bulletin, bulletins
from bot.service.world import World
from bot.store.entries import StoredEntry
from bot.store.lists import QueueWish
from bot.web.moment import faults, world
from bot.web.rights import requires

routes: Final = Blueprint("today", __name__)

_SHOWN: Final = 30  # of each kind; the queue has them all
_NEXT: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One Post that needs somebody, with its Entry; `step` where it is about something to be done on the Page."""

    post: Post
    entry: StoredEntry
    since: datetime
    step: Step | None = None
    is_overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Everything that waits for a human."""

    doubtful: list[Line]
    steps: list[Line]
    failed: list[Line]
    held: list[Line]
    coming: list[Line]
    paused: list[ChannelStatus]
    resting: dict[str, Cooldown]
    feeds: list[Bulletin]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing does."""
        return not (self.doubtful or self.steps or self.failed or self.held or self.paused or self.feeds)


@routes.get("/")
@requires(Deed.LOOK)
def show() -> str:
    """What needs a human now."""
    here = world()
    return render_template(
        "today.html", needs=needs_of(here), counts=here.store.lists.counts(), faults=faults(), shown=_SHOWN, states=PostState
    )


def needs_of(here: World) -> Needs:
    """What waits for a human, read from the store."""
    now, outbox = here.clock(), here.store.outbox

    def first(state: PostState, most: int) -> list[Post]:
        return [line.post for line in here.store.lists.queue(QueueWish(state=state), most).lines]

    steps = here.store.steps.listing((StepState.HELD, StepState.FAILED), _SHOWN)
    held = [_line(here, post, now) for post in first(PostState.HELD, _SHOWN)]
    return Needs(
        doubtful=[_line(here, post, now) for post in first(PostState.PUBLISHING, _SHOWN) if post.reason],
        steps=[_line(here, outbox.get(step.post_key), now, step) for step in steps],
        failed=[_line(here, post, now) for post in first(PostState.FAILED, _SHOWN)],
        held=sorted(held, key=lambda line: not line.is_overdue),
        coming=[_line(here, post, now) for post in first(PostState.SCHEDULED, _NEXT)],
        paused=[status for name in here.channels if (status := here.store.channels.status(name)).paused_since is not None],
        resting={name: rest for name, channel in here.channels.items() if (rest := limits.resting(here, channel)) is not None},
        feeds=[bulletin for bulletin in bulletins(here) if bulletin.health in TROUBLED],
    )


def _line(here: World, post: Post, now: datetime, step: Step | None = None) -> Line:
    since = step.created_at if step is not None else _held_since(here, post)
    late = (step is not None or post.state is PostState.HELD) and is_overdue(here.settings.approval, since, now)
    return Line(post=post, entry=here.store.entries.get(post.entry_key), step=step, since=since, is_overdue=late)


def _held_since(here: World, post: Post) -> datetime:
    """Since when it waits as it is now: held again, it is another question."""
    if post.state is not PostState.HELD:
        return post.created_at
    return next((event.at for event in reversed(here.store.journal.of(post.key)) if event.after == PostState.HELD), post.created_at)
