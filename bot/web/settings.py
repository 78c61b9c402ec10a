"""The settings: which files are in force, and what is wrong with what was edited since, each fault with its file and line."""

from typing import Final

from flask import Blueprint, render_template

from bot.plan.rights import Deed
from bot.web.moment import faults, world
from bot.web.rights import requires

routes: Final = Blueprint("configuration", __name__)


@routes.get("/settings")
@requires(Deed.LOOK)
def show() -> str:
    """What the last look at the files has found."""
    here = world()
    return render_template("configuration.html", faults=faults(), files=sorted({path.name for path in here.settings.files}))
