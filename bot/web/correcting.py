"""What an Entry really is, and whether it is to be posted after all, by an editor's word: the forms beside a Post, or beside an Entry that has none."""

from typing import Final

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.errors import Conflict, LoaError, NotFound, StoreError
from bot.judgement import Answer, Classification, Field, Tone, Topic
from bot.plan.rights import Deed
from bot.service.admitting import admit
from bot.service.correcting import Said, correct
from bot.web import entries
from bot.web.deciding import field, note_in_form
from bot.web.frame import said, state_name, tell
from bot.web.moment import actor, world
from bot.web.posts import mark_of, page_of
from bot.web.rights import requires
from bot.web.signing_in import safe_next

routes: Final = Blueprint("correcting", __name__)


@routes.post("/entries/<key>/correct")
@requires(Deed.CORRECT)
def save(key: str) -> ResponseReturnValue:
    """Take the form's word; what follows for the Entry's Posts is told, and stands in their journals.

    The form names where to go back to (`next`), the Post beside which it stood (`post`, "" for none) and what was seen (`seen`, of `mark_of`).
    """
    here = world()
    post = field("post")
    stored = here.store.entries.get(key)
    if post and here.store.outbox.get(post).entry_key != key:
        raise NotFound("store.no_post", key=post)
    try:
        _check_seen(stored.classification)
        done = correct(here, key, _said(), by=actor(), note=note_in_form())
    except (NotFound, StoreError):
        raise
    except LoaError as error:
        status = 409 if isinstance(error, Conflict) else 422
        problem = said("not_done", why=error.say(here.language))
        typed, chosen = {"note": field("note")}, _chosen()
        if post:
            return page_of(post, problem=problem, typed=typed, chosen=chosen), status
        return entries.page_of(key, problem=problem, typed=typed, chosen=chosen), status
    effects = "; ".join(dict.fromkeys(said(f"effect_{each.effect.value.replace('-', '_')}") for each in done.consequences))
    tell("told_corrected", effects=effects or said("effect_none"))
    elsewhere = safe_next(field("next")) if field("next") else url_for("entries.story", key=key)
    return redirect(url_for("posts.show", key=post) if post else elsewhere, 303)


@routes.post("/entries/<key>/admit")
@requires(Deed.ADMIT)
def post_it(key: str) -> ResponseReturnValue:
    """Make the Posts of an Entry that was kept back, on the Page that the form names (`page`, "" for all that take it)."""
    here = world()
    try:
        _check_seen(here.store.entries.get(key).classification)
        made = admit(here, key, by=actor(), note=note_in_form(), pages=[field("page")] if field("page") else ())
    except StoreError:
        raise
    except LoaError as error:
        status = 409 if isinstance(error, Conflict) else 422
        return entries.page_of(key, problem=said("not_done", why=error.say(here.language)), typed={"admit_note": field("note")}), status
    tell("told_admitted", posts="; ".join(f"{post.channel}: {state_name(post.state).lower()}" for post in made))
    return redirect(url_for("entries.story", key=key), 303)


def _check_seen(classification: Classification) -> None:
    if mark_of(Answer.of(classification)) != field("seen"):
        raise Conflict("web.changed_meanwhile")


def _said() -> Said:
    """The whole answer: what the form shows is what it says."""
    if field("relevant") == "no":
        return Said(relevant=False)
    fields, topics, tone = request.form.getlist("field"), request.form.getlist("topic"), field("tone")
    known = set(fields) <= set(Field) and set(topics) <= set(Topic) and tone in list(Tone)
    if field("relevant") != "yes" or not known:
        raise LoaError("web.strange_choice")
    return Said(relevant=True, fields=tuple(map(Field, fields)) or (Field.GENERAL,), topics=tuple(map(Topic, topics)), tone=Tone(tone))


def _chosen() -> Answer:
    """What the form shows again where it could not be done, as far as there is such a thing: whoever mends one choice must not lose the others."""
    fields, topics, tone = request.form.getlist("field"), request.form.getlist("topic"), field("tone")
    return Answer(
        relevant=field("relevant") != "no",
        fields=tuple(each for each in Field if each in fields),
        topics=tuple(each for each in Topic if each in topics),
        tone=next((each for each in Tone if each == tone), None),
    )
