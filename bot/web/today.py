"""The start page: what needs a human now, the most urgent first."""

from typing import Final

from flask import Blueprint, render_template

from bot.plan.rights import Deed
from bot.web.moment import faults, world
from bot.web.rights import requires

routes: Final = Blueprint("today", __name__)


@routes.get("/")
@requires(Deed.LOOK)
def show() -> str:
    """What needs a human now."""
    here = world()
    return render_template("today.html", counts=here.store.outbox.counts(), faults=faults())
