"""What followed on a Post, above all on a criticism: noted by editors for the reports, and taken back."""

from typing import Final

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from bot.errors import Conflict
from bot.plan.rights import Deed
from bot.service import remedies
from bot.web.deciding import carry_out, field
from bot.web.frame import tell
from bot.web.moment import actor, world
from bot.web.posts import remedies_mark
from bot.web.rights import requires

routes: Final = Blueprint("remedying", __name__)


@routes.post("/posts/<key>/remedy")
@requires(Deed.REMEDY)
def note(key: str) -> ResponseReturnValue:
    """Note it, beside or in the place of what was noted before."""

    def deed() -> None:
        _check_seen(key)
        replace = bool(request.form.get("replace"))
        remedies.remedy(world(), key, by=actor(), text=field("remedy_text"), link=field("remedy_link"), replace=replace)
        tell("told_remedy")

    return carry_out(key, deed)


@routes.post("/posts/<key>/remedy/clear")
@requires(Deed.REMEDY)
def clear(key: str) -> ResponseReturnValue:
    """Take back all that was noted; it stays in the journal."""

    def deed() -> None:
        _check_seen(key)
        remedies.clear(world(), key, by=actor())
        tell("told_remedy_cleared")

    return carry_out(key, deed)


def _check_seen(key: str) -> None:
    """Refuse where a colleague has noted something since: nobody takes back what they have not seen."""
    here = world()
    here.store.outbox.get(key)
    if remedies_mark(remedies.noted_of(here, key)) != field("seen"):
        raise Conflict("web.changed_meanwhile")
