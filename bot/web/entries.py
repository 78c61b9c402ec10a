"""What has been read, and what became of it."""

from typing import Final

from flask import Blueprint, render_template

from bot.plan.rights import Deed
from bot.web.moment import world
from bot.web.rights import requires

routes: Final = Blueprint("entries", __name__)

_SHOWN: Final = 200


@routes.get("/entries")
@requires(Deed.LOOK)
def show() -> str:
    """The entries seen last."""
    return render_template("entries.html", entries=world().store.entries.recent(limit=_SHOWN))
