"""One Post: as it will look, why, and everything that happened to it."""

from typing import Final

from flask import Blueprint, render_template

from bot.editorial.explain import telling
from bot.editorial.reading import tell
from bot.model import Post
from bot.plan.rights import Deed
from bot.service import explain
from bot.web.moment import world
from bot.web.rights import requires

routes: Final = Blueprint("posts", __name__)

_METRICS: Final = ("views", "reach", "reactions", "comments", "shares", "clicks")


@routes.get("/posts/<key>")
@requires(Deed.LOOK)
def show(key: str) -> str:
    """The Post. Raises NotFound."""
    here = world()
    story = explain.show(here, key)
    entry = here.store.entries.get(story.post.entry_key)
    findings = tell(entry.classification.findings, here.language)
    return render_template(
        "post.html",
        story=story,
        entry=entry,
        shown=_METRICS,
        lines=_lines(story.post),
        evidence=telling(entry.classification),
        findings=findings,
    )


def _lines(post: Post) -> list[list[tuple[str, bool]]]:
    """The Post's text by lines and words, as its way sends it; True marks a hashtag or a tagged Page, to be coloured as the Page colours it."""
    text = post.draft.text(post.way)
    return [[(word, word.startswith(("#", "@[")) and len(word) > 1) for word in line.split(" ")] for line in text.split("\n")]
