"""The editors' page as a WSGI application: its routes put together, and what every request passes before it reaches one."""

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import structlog
from flask import Flask, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from bot.errors import Fault, NotFound, StoreError
from bot.messages import say
from bot.service.workshop import Workshop
from bot.service.world import World
from bot.settings.model import WebPolicy
from bot.web import (
    correcting,
    deciding,
    entries,
    guards,
    moment,
    moving,
    pictures,
    posts,
    queue,
    remedying,
    rewriting,
    sessions,
    signing_in,
    today,
)
from bot.web.frame import dress
from bot.web.rights import check_route
from bot.web.sections import add_sections
from bot.web.websub import websub

log = structlog.stdlib.get_logger("loa.web")

LARGEST_FORM: Final = 500_000  # bytes: the longest Post, its letters percent-encoded
_MOST_FIELDS: Final = 200


def build_application(
    world_now: Callable[[], World],
    policy: WebPolicy | None = None,
    *,
    key: str | None = None,
    faults_now: Callable[[], Sequence[Fault]] = tuple,
    workshop: Workshop | None = None,
) -> Flask:
    """The WSGI application.

    Args:
        world_now: gives the World of the moment, so that a reload shows at once.
        policy: what stays as it is until the next start: addresses, cookies.
        key: what cookies are signed with; None: one of this process alone, with which every sign-in ends.
        faults_now: what is wrong with the settings as they stand in the files, where the ones in force are older.
        workshop: where long work is done; whoever gives it closes it.
    """
    policy = policy or WebPolicy()
    secure = policy.cookies_are_secure
    application = Flask(__name__, static_folder=str(Path(__file__).parent / "static"))
    application.config.update(
        SECRET_KEY=key or secrets.token_hex(32),
        # The prefix is a promise that browsers hold: only this host set it, over https.
        SESSION_COOKIE_NAME="__Host-loa" if secure else "loa",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=policy.session_longest,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=_MOST_FIELDS,
        # The token is bound to the session, whose end is its end: an editor may write for two hours. Origin is checked by `guards`.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    moment.install(application.extensions, moment.Source(world_now, faults_now, workshop or Workshop()))
    shield = CSRFProtect(application)
    hubs = websub(world_now)
    shield.exempt(hubs)
    application.register_blueprint(hubs)
    for room in (signing_in, today, queue, posts, deciding, moving, rewriting, correcting, remedying, entries, pictures):
        application.register_blueprint(room.routes)
    add_sections(application)
    dress(application)

    @application.before_request
    def enter() -> None:
        moment.begin()
        if request.blueprint == hubs.name:
            # Hubs come by the callback's host, without a session: `websub` is a door of its own.
            return
        guards.check_host(policy)
        if request.endpoint in {None, "static"}:
            return
        guards.check_origin()
        sessions.recognise()
        shield.protect()
        check_route()

    @application.after_request
    def leave(response: Response) -> Response:
        return guards.finish(response, secure=secure)

    @application.errorhandler(CSRFError)
    def strange_form(_: CSRFError) -> ResponseReturnValue:
        return _trouble(400, say("web.strange_form", moment.world().language))

    @application.errorhandler(401)
    def who(_: Exception) -> ResponseReturnValue:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("sign_in.form", next=signing_in.safe_next(wanted)), 303)

    @application.errorhandler(403)
    def not_yours(_: Exception) -> ResponseReturnValue:
        return _trouble(403, say("web.not_yours", moment.world().language))

    @application.errorhandler(404)
    def missing(_: Exception) -> ResponseReturnValue:
        return _trouble(404, say("web.missing", moment.world().language))

    @application.errorhandler(413)
    def too_much(_: Exception) -> ResponseReturnValue:
        return _trouble(413, say("web.too_much", moment.world().language))

    @application.errorhandler(421)
    def misdirected(_: Exception) -> ResponseReturnValue:
        # Nothing of the page, for whoever it is that came by another name.
        return Response(say("web.other_host", moment.world().language), status=421, mimetype="text/plain")

    @application.errorhandler(NotFound)
    def unknown(_: NotFound) -> ResponseReturnValue:
        return _trouble(404, say("web.missing", moment.world().language))

    @application.errorhandler(StoreError)
    def store_busy(error: StoreError) -> ResponseReturnValue:
        log.error("the editors' page could not use the database", reason=str(error))
        return _trouble(503, error.say(moment.world().language))

    @application.errorhandler(500)
    def broken(_: Exception) -> ResponseReturnValue:
        # Flask has logged it, with its trace; the person is told nothing of the inside.
        return _trouble(500, say("web.broken", moment.world().language))

    return application


def _trouble(status: int, sentence: str) -> tuple[str, int]:
    return render_template("trouble.html", status=status, sentence=sentence), status
