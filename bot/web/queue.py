"""The queue: every state with its Posts."""

from typing import Final

from flask import Blueprint, render_template

from bot.model import PostState, StepState
from bot.plan.rights import Deed
from bot.service import limits
from bot.service.feeds import TROUBLED, bulletins
from bot.web.moment import world
from bot.web.rights import requires

routes: Final = Blueprint("queue", __name__)

_SECTIONS: Final = (
    PostState.PUBLISHING,
    PostState.HELD,
    PostState.FAILED,
    PostState.SCHEDULED,
    PostState.PUBLISHED,
    PostState.WITHDRAWN,
    PostState.DROPPED,
)
_OPEN_STEPS: Final = (StepState.HELD, StepState.FAILED, StepState.DUE, StepState.DOING)
_A_SECTION: Final = 100
_FEEDS: Final = 200


@routes.get("/queue")
@requires(Deed.LOOK)
def show() -> str:
    """Everything, state by state."""
    here = world()
    counts = here.store.outbox.counts()
    sections = [(state, here.store.outbox.listing(states=(state,), limit=_A_SECTION)) for state in _SECTIONS]
    steps = [(each, here.store.outbox.get(each.post_key)) for each in here.store.steps.listing(_OPEN_STEPS, _A_SECTION)]
    shown = [*(post for _, posts in sections for post in posts), *(post for _, post in steps)]
    entries = {post.entry_key: here.store.entries.get(post.entry_key) for post in shown}
    resting = {name: rest for name, channel in here.channels.items() if (rest := limits.resting(here, channel)) is not None}
    paused = [status for name in here.channels if (status := here.store.channels.status(name)).paused_since is not None]
    feeds = bulletins(here)
    return render_template(
        "queue.html",
        counts=counts,
        states=_SECTIONS,
        groups=sections,
        steps=steps,
        entries=entries,
        feeds=feeds[:_FEEDS],
        more_feeds=len(feeds[_FEEDS:]),
        troubled=TROUBLED,
        troubled_feeds=sum(bulletin.health in TROUBLED for bulletin in feeds),
        paused=paused,
        resting=resting,
    )
