"""What hubs reach: `/websub/…`, the only path that a reverse proxy may publish. No page, no session; answers tell nobody more than a hub must know."""

from collections.abc import Callable
from typing import Final

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from bot.errors import LoaError
from bot.intake.websub import MOST_BYTES, PATH
from bot.service.websub import Delivered, Question, deliver, verify
from bot.service.world import World
from bot.web.rights import open_to_all

log = structlog.stdlib.get_logger("loa.web")

# 2xx whatever the signature is worth, so that it can't be guessed at (section 7.1.2); 410 lets a hub stop that was left.
_STATUS: Final = {Delivered.TAKEN: 202, Delivered.IGNORED: 202, Delivered.UNKNOWN: 410}


def websub(world_now: Callable[[], World]) -> Blueprint:
    """The routes; `world_now` gives the World of the moment."""
    routes = Blueprint("websub", __name__)

    @routes.get(f"{PATH}<path:token>")
    @open_to_all
    def asked(token: str) -> Response:
        said = request.args
        question = Question(
            mode=said.get("hub.mode", ""),
            topic=said.get("hub.topic", ""),
            challenge=said.get("hub.challenge", ""),
            lease=said.get("hub.lease_seconds", ""),
            reason=said.get("hub.reason", ""),
        )
        answer = verify(world_now(), token, question)
        return _plain(404) if answer is None else _plain(200, answer)

    @routes.post(f"{PATH}<path:token>")
    @open_to_all
    def delivered(token: str) -> Response:
        request.max_content_length = MOST_BYTES
        body = request.get_data(cache=False)
        return _plain(_STATUS[deliver(world_now(), token, body, request.headers.get("X-Hub-Signature", ""))])

    @routes.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        """Every exception, since Flask's own way would write the address into the log, and with it the token."""
        if isinstance(error, HTTPException):
            return _plain(error.code or 500)
        if isinstance(error, LoaError):
            log.error("a hub could not be answered", reason=str(error))
            return _plain(503)
        log.error("a hub could not be answered", exc_info=error)
        return _plain(500)

    return routes


def _plain(status: int, text: str = "") -> Response:
    """A media type that no browser shows (section 8.2)."""
    return Response(text, status=status, mimetype="application/octet-stream")
