"""Reports, and everything that is kept, as files: ordered by form, made beside the requests, fetched by whoever ordered them and by nobody else."""

import secrets
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, session, url_for
from flask.typing import ResponseReturnValue

from bot.errors import Conflict, LoaError
from bot.plan.rights import Deed
from bot.service.exporting import ExportFormat
from bot.service.orders import export_order
from bot.service.workshop import KEPT, Order, Piece, Stage
from bot.web.frame import said
from bot.web.moment import actor, user, workshop, world
from bot.web.report_form import form, order_of, typed_in
from bot.web.rights import demand, requires

routes: Final = Blueprint("files", __name__)

_EXPORTS: Final = ((ExportFormat.CSV, "CSV"), (ExportFormat.JSONL, "JSON lines"), (ExportFormat.SQLITE, "SQLite"))
_BROWSER: Final = "browser"


@routes.get("/reports")
@requires(Deed.LOOK)
def show() -> str:
    """The form, and what one has ordered."""
    return _section({})


@routes.post("/reports")
@requires(Deed.REPORT)
def begin() -> ResponseReturnValue:
    """Order the report of a period; what was typed stays where it can't be made."""
    typed = typed_in()
    return _take(lambda: order_of(typed, _owner()), typed)


@routes.post("/reports/export")
@requires(Deed.EXPORT)
def begin_export() -> ResponseReturnValue:
    """Order everything that is kept."""

    def order() -> Order:
        wanted = request.form.get("format", "")
        if wanted not in list(ExportFormat):
            raise LoaError("web.strange_choice")
        return export_order(world(), ExportFormat(wanted), owner=_owner(), by=actor())

    return _take(order, {})


def _take(order: Callable[[], Order], typed: Mapping[str, str]) -> ResponseReturnValue:
    try:
        key = workshop().order(order())
    except LoaError as error:
        return _section(typed, problem=error.say(world().language)), 409 if isinstance(error, Conflict) else 422
    return redirect(url_for("files.one", key=key), 303)


@routes.get("/reports/<key>")
@requires(Deed.LOOK)
def one(key: str) -> str:
    """One piece of work: how far it is, its file, or why there is none."""
    piece = _mine(key)
    return render_template("work.html", piece=piece, where=_where(piece), kept=_kept(), **form(piece.order.wish))


@routes.get("/reports/<key>/progress")
@requires(Deed.LOOK)
def progress(key: str) -> dict[str, object]:
    """How far it is, for the page that waits."""
    piece = _mine(key)
    return {"is_over": piece.is_over, "done": piece.done, "total": piece.total, "where": _where(piece)}


@routes.get("/reports/<key>/file")
@requires(Deed.LOOK)
def fetch(key: str) -> Response:
    """The file: to be kept, never to be shown within this page."""
    finished = _mine(key).finished
    if finished is None:
        abort(404)
    try:
        answer = send_file(finished.path, mimetype=finished.media_type, conditional=False, etag=False)
    except OSError:
        # Its time was over at this very moment.
        abort(404)
    answer.headers["Content-Disposition"] = disposition(finished.plain_name, finished.name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def disposition(plain_name: str, name: str) -> str:
    """The header of a download: a plain name for whoever knows no other, and the whole one percent-encoded, so that nothing of it is part of the header."""
    return f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def _owner() -> str:
    """Whose work it is: the user's, or, where nobody can sign in, this browser's."""
    found = user()
    if found is not None:
        return f"user {found.name}"
    return f"browser {session.setdefault(_BROWSER, secrets.token_urlsafe(24))}"


def _known_owner() -> str | None:
    """The same; None for a browser that has never ordered anything, which gets no cookie for looking."""
    return _owner() if user() is not None or _BROWSER in session else None


def _mine(key: str) -> Piece:
    """The piece of work, if it is the asker's own, and they may still have what it is. 404 for everything else, whether it is there or not."""
    owner = _known_owner()
    piece = workshop().look(key, owner) if owner else None
    if piece is None:
        abort(404)
    demand(piece.order.deed)
    return piece


def _section(typed: Mapping[str, str], problem: str = "") -> str:
    owner = _known_owner()
    pieces = [(piece, _where(piece)) for piece in workshop().of(owner)] if owner else []
    return render_template("files.html", problem=problem, pieces=pieces, exports=_EXPORTS, kept=_kept(), **form(typed))


def _kept() -> int:
    """For how many minutes a file is kept."""
    return int(KEPT.total_seconds() // 60)


def _where(piece: Piece) -> str:
    """Where a piece of work stands, in a sentence."""
    match piece.stage:
        case Stage.WAITING:
            return said("work_waiting", ahead=piece.ahead)
        case Stage.UNDER_WAY:
            return said("work_under_way", percent=piece.done * 100 // piece.total) if piece.total else said("work_begun")
        case Stage.DONE:
            return said("work_done", size=_size(piece.size))
        case Stage.FAILED:
            return piece.error.say(world().language) if piece.error is not None else said("broken")


def _size(count: int) -> str:
    """Bytes as people read them."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1_000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", "," if world().language == "vi" else ".")
