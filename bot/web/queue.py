"""The queue as a list: the Posts of one state, leaf by leaf, with filters; and what is to be done to Posts that are out."""

from typing import Final

from flask import Blueprint, render_template

from bot.judgement import Tone
from bot.model import PostState, StepState
from bot.plan.rights import Deed
from bot.store.lists import QueueWish
from bot.web import asked
from bot.web.frame import named
from bot.web.moment import world
from bot.web.rights import requires

routes: Final = Blueprint("queue", __name__)

A_LEAF: Final = 50
_STATES: Final = (
    PostState.HELD,
    PostState.SCHEDULED,
    PostState.PUBLISHING,
    PostState.FAILED,
    PostState.PUBLISHED,
    PostState.DROPPED,
    PostState.WITHDRAWN,
)
_OPEN_STEPS: Final = (StepState.HELD, StepState.FAILED, StepState.DUE, StepState.DOING)


@routes.get("/queue")
@requires(Deed.LOOK)
def show() -> str:
    """One state at a time: what is scheduled, unless another is asked for."""
    here = world()
    wish = QueueWish(
        state=asked.one_of("state", asked.names(_STATES), PostState.SCHEDULED),
        channel=asked.text("page"),
        feed=asked.text("feed"),
        tone=asked.one_of("tone", asked.names(Tone), None),
        words=asked.text("words"),
    )
    leaf = here.store.lists.queue(wish, A_LEAF, mark := asked.mark())
    filters = {"page": wish.channel, "feed": wish.feed, "tone": wish.tone, "words": wish.words}
    return render_template(
        "queue.html",
        wish=wish,
        filters=filters,
        is_filtered=any(filters.values()),
        states=_STATES,
        counts=here.store.lists.counts(),
        leaf=leaf,
        onward=asked.onward(leaf, {"state": wish.state, **filters}),
        is_first=mark is None,
        steps=here.store.lists.steps(_OPEN_STEPS, A_LEAF) if mark is None else (),
        pages=asked.pairs(page.name for page in here.settings.pages),
        feeds=asked.pairs(feed.name for feed in here.settings.feeds),
        tones=[(tone, named(tone)) for tone in Tone],
    )
