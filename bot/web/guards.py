"""What every request and every answer go through, whatever the page: the right host, our own origin, and headers that leave an attack nothing to stand on."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from flask import Response, abort, request

from bot.settings.model import WebPolicy, is_loopback

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OUR_OWN: Final = frozenset({"same-origin", "none"})

# Nothing from outside and nothing inline: a feed's text can't run anything even if an escape were missed. Nobody frames the page.
_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def check_host(policy: WebPolicy) -> None:
    """Refuse a request that was addressed to another name: a website that has its own name point here (DNS rebinding), a forged Host in a link."""
    host = urlsplit(f"//{request.host}").hostname or ""
    public = policy.public_url.host if policy.public_url is not None else None
    if not (is_loopback(host) or (public is not None and host == public.strip("[]").lower())):
        abort(421)


def check_origin() -> None:
    """Refuse a change that another website asked the browser for. Beside the form's own token, which is enough; browsers without these headers pass."""
    if request.method in _SAFE_METHODS:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site not in _OUR_OWN:
        abort(403)
    if origin is not None and urlsplit(origin).netloc.lower() != request.host.lower():
        abort(403)


def finish(response: Response, *, secure: bool) -> Response:
    """Set the headers of every answer."""
    response.headers.update(_HEADERS)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "no-cache"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    if secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
