"""Another text for a Post: looked at first, if wanted, as it would appear; saved only where nobody else has changed it meanwhile."""

from dataclasses import replace
from typing import Final

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from bot.compose.draft import tidy
from bot.errors import Conflict
from bot.model import PostState, StepKind, StepState
from bot.plan.rights import Deed, deed_of_edit
from bot.service import editors
from bot.service.screen import in_the_words_of_an_editor
from bot.web.deciding import carry_out, field
from bot.web.frame import said, tell
from bot.web.moment import actor, world
from bot.web.posts import check_of, page_of
from bot.web.rights import demand, requires

routes: Final = Blueprint("rewriting", __name__)


@routes.post("/posts/<key>/edit")
@requires(Deed.EDIT)
def edit(key: str) -> ResponseReturnValue:
    """Save the text, or (the other button) only show how it would look."""
    here = world()
    seen = here.store.outbox.get(key)
    demand(deed_of_edit(seen.state))
    if request.form.get("trial"):
        return page_of(key, typed=request.form.to_dict(), draft=replace(seen.draft, message=tidy(field("text"))))

    def deed() -> None:
        if seen.draft.hash != field("seen"):
            raise Conflict("web.changed_meanwhile")
        if tidy(field("text")) == seen.draft.message:
            tell("told_same")
            return
        done = editors.edit(here, key, by=actor(), message=field("text"), seen=seen)
        if done.state is PostState.PUBLISHED:
            step = next(each for each in reversed(here.store.steps.of(key)) if each.kind is StepKind.EDIT)
            tell("told_edit_waits" if step.state is StepState.HELD else "told_edit_on_page")
        else:
            tell("told_edited")

    return carry_out(key, deed)


@routes.post("/posts/<key>/check")
@requires(Deed.EDIT)
def check(key: str) -> ResponseReturnValue:
    """What there is to say of a text while it is typed, for the script of the form."""
    here = world()
    draft = replace(here.store.outbox.get(key).draft, message=tidy(field("text")))
    found = check_of(draft)
    personal = in_the_words_of_an_editor(here, draft.message)
    doubts = [*found.doubts, *([said("check_personal", found=personal)] if personal else [])]
    return jsonify(length=found.length, html=render_template("check.html", check=found, doubts=doubts))
