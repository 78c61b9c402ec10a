"""The pictures of Drafts, by their digest and nothing else: no name, so no path."""

import re
from typing import Final

from flask import Blueprint, Response, abort

from bot.plan.rights import Deed
from bot.web.moment import world
from bot.web.rights import requires

routes: Final = Blueprint("pictures", __name__)

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@routes.get("/pictures/<digest>")
@requires(Deed.LOOK)
def show(digest: str) -> Response:
    """One picture, as it goes out. What has this digest never changes, so a browser may keep it."""
    if not _DIGEST.fullmatch(digest):
        abort(404)
    (content,) = world().store.pictures.contents([digest])
    return Response(content, mimetype="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})
