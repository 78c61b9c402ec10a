"""The sign-in form. It says the same whether the name or the password was wrong, at the same cost, and ever more slowly."""

import ipaddress
import re
import secrets
from typing import Final

import structlog
from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from bot.model import digest
from bot.plan.rights import Deed
from bot.plan.sign_in import BY_ADDRESS, BY_DEVICE, BY_NAME, Counted
from bot.settings.model import UserPolicy
from bot.web import sessions
from bot.web.frame import tell
from bot.web.moment import user, world
from bot.web.passwords import is_right
from bot.web.rights import open_to_all, requires

log = structlog.stdlib.get_logger("loa.web")

routes: Final = Blueprint("sign_in", __name__)

_LONGEST_NAME: Final = 100
# A path on this very host: no other characters, and no second slash at its beginning, which would begin a host.
_OURS: Final = re.compile(r"/(?![/\\])[A-Za-z0-9/_.?=&%+-]{0,500}")
_YEAR: Final = 31_536_000
_DEVICE: Final = "device"


def safe_next(target: str | None) -> str:
    """Where to go after the sign-in: `target` where it is a path of this page, else the start."""
    return target if target is not None and _OURS.fullmatch(target) else url_for("today.show")


@routes.get("/sign-in")
@open_to_all
def form() -> ResponseReturnValue:
    """Ask for name and password."""
    wanted = safe_next(request.args.get("next"))
    if user() is not None:
        return redirect(wanted)
    return render_template("sign_in.html", wanted=wanted, name="", problem="")


@routes.post("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Check them."""
    here = world()
    name, password = request.form.get("name", "").strip().lower()[:_LONGEST_NAME], request.form.get("password", "")
    wanted = safe_next(request.form.get("next"))
    address = _network(request.remote_addr or "")
    device = _known_device(name)
    # A browser in which this user has signed in before has a count of its own: a stranger who keeps guessing locks nobody out.
    person = Counted(digest("device", device), BY_DEVICE) if device else Counted(digest("name", name), BY_NAME)
    place = Counted(digest("address", address), BY_ADDRESS)
    until = here.store.sign_ins.attempt([person, place], here.clock())
    if until is not None:
        log.warning("sign-in refused for now", address=address)
        seconds = max(1, int((until - here.clock()).total_seconds()) + 1)
        problem = "sign_in_wait_long" if seconds > 90 else "sign_in_wait"
        answer = make_response(
            render_template("sign_in.html", wanted=wanted, name=name, problem=problem, seconds=seconds, minutes=-(-seconds // 60)), 429
        )
        answer.headers["Retry-After"] = str(seconds)
        return answer
    found = next((each for each in here.settings.users if each.name == name), None)
    if not is_right(password, found.password if found is not None else None) or found is None:
        log.warning("sign-in failed", address=address)
        return render_template("sign_in.html", wanted=wanted, name=name, problem="sign_in_wrong"), 422
    here.store.sign_ins.succeeded([person.key], [place.key])
    sessions.begin(found)
    log.info("signed in", user=found.name)
    return _remember(make_response(redirect(wanted, 303)), found, device)


@routes.post("/sign-out")
@requires(Deed.LOOK)
def sign_out() -> ResponseReturnValue:
    """Sign out here, or in every browser."""
    found = user()
    if found is not None and request.form.get("everywhere"):
        sessions.end_everywhere(found)
    else:
        sessions.end()
    tell("signed_out")
    return redirect(url_for("sign_in.form"), 303)


def _network(address: str) -> str:
    """What counts as one address: of IPv6, the network that a household or an office has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="loa.device")


def _device_cookie() -> str:
    return str(current_app.config["SESSION_COOKIE_NAME"]) + "-" + _DEVICE


def _known_device(name: str) -> str:
    """The mark of this browser, where `name` has signed in with it before; else ""."""
    try:
        whose, mark = _signer().loads(request.cookies.get(_device_cookie(), ""))
    except (BadSignature, ValueError, TypeError):
        return ""
    return mark if whose == name and isinstance(mark, str) else ""


def _remember(answer: Response, found: UserPolicy, device: str) -> Response:
    answer.set_cookie(
        _device_cookie(),
        str(_signer().dumps([found.name, device or secrets.token_urlsafe(16)])),
        max_age=_YEAR,
        path="/",
        httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        samesite="Lax",
    )
    return answer
