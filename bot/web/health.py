"""The Pages: whether they can be posted to, their tokens, and how much of Facebook's limits is used. Nothing is asked of Facebook for it."""

from typing import Final

from flask import Blueprint, render_template

from bot.plan.rights import Deed
from bot.service.condition import PageHealth, conditions
from bot.web.moment import world
from bot.web.rights import requires

routes: Final = Blueprint("health", __name__)

_NEEDS_A_HUMAN: Final = frozenset({PageHealth.PAUSED, PageHealth.WARNED})


@routes.get("/pages")
@requires(Deed.LOOK)
def show() -> str:
    """Every enabled Page, those that need a human first."""
    here = world()
    reports = conditions(here)
    return render_template(
        "pages.html",
        reports=reports,
        troubled=_NEEDS_A_HUMAN,
        off=[page.name for page in here.settings.pages if page.name not in here.channels],
        limits=here.settings.limits,
    )
