"""What has been read and was not posted, and why; and the whole story of one entry."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, render_template

from bot.editorial.explain import telling
from bot.editorial.reading import tell
from bot.judgement import Answer
from bot.model import Standing
from bot.plan.rights import Deed
from bot.service import explain
from bot.store.lists import EntryWish
from bot.web import asked
from bot.web.moment import world
from bot.web.posts import answer_form
from bot.web.rights import is_allowed, requires

routes: Final = Blueprint("entries", __name__)

_A_LEAF: Final = 50
_NOT_POSTED: Final = tuple(standing for standing in Standing if standing is not Standing.ACCEPTED)
_GROUPS: Final[Mapping[str, tuple[Standing, ...]]] = {
    "not-posted": _NOT_POSTED,
    "all": tuple(Standing),
    **{standing: (standing,) for standing in Standing},
}


@routes.get("/entries")
@requires(Deed.LOOK)
def show() -> str:
    """Those that were not posted, unless others are asked for; the last first."""
    here = world()
    which = asked.one_of("standing", asked.names(_GROUPS), "not-posted")
    wish = EntryWish(standings=_GROUPS[which], feed=asked.text("feed"), words=asked.text("words"))
    leaf = here.store.lists.entries(wish, _A_LEAF, mark := asked.mark())
    filters = {"standing": which, "feed": wish.feed, "words": wish.words}
    return render_template(
        "entries.html",
        leaf=leaf,
        which=which,
        wish=wish,
        standings=tuple(Standing),
        onward=asked.onward(leaf, filters),
        is_first=mark is None,
        feeds=asked.pairs(feed.name for feed in here.settings.feeds),
    )


@routes.get("/entries/<key>")
@requires(Deed.LOOK)
def story(key: str) -> str:
    """Why one entry was or wasn't posted. Raises NotFound."""
    return page_of(key)


def page_of(key: str, *, problem: str = "", typed: Mapping[str, str] | None = None, chosen: Answer | None = None) -> str:
    """The page of an Entry.

    Args:
        key: the Entry's.
        problem: why what was just asked could not be done.
        typed: what was typed into its forms.
        chosen: what was chosen in the form that corrects its Classification.

    Raises:
        NotFound: no such Entry.
    """
    here = world()
    found = explain.why(here, key)
    judged = found.entry.classification
    return render_template(
        "entry.html",
        story=found,
        evidence=telling(judged),
        findings=tell(judged.findings, here.language),
        problem=problem,
        typed=typed or {},
        **answer_form(judged, chosen),
        may_correct=is_allowed(Deed.CORRECT),
        may_admit=found.entry.standing is not Standing.ACCEPTED and is_allowed(Deed.ADMIT),
        pages=here.pages_of(found.entry.entry.feed),
    )
