"""Who may see and do what: every route says which deed it is, and one that says nothing is closed to everybody."""

from collections.abc import Callable
from typing import Final, TypeVar

from flask import abort, current_app, request

from bot.plan.rights import Deed, may
from bot.web.moment import user, world

View = TypeVar("View", bound=Callable[..., object])

_DEED: Final = "loa_deed"
_OPEN: Final = "loa_open"
_WITHOUT_USERS: Final = frozenset({Deed.LOOK, Deed.REPORT})


def requires(deed: Deed) -> Callable[[View], View]:
    """The route is this deed: whoever may not do it gets 403, and whoever is not signed in is asked to. To stand below the route's own decorator."""

    def mark(view: View) -> View:
        setattr(view, _DEED, deed)
        return view

    return mark


def open_to_all(view: View) -> View:
    """The route is for those who are not signed in, too."""
    setattr(view, _OPEN, True)
    return view


def is_allowed(deed: Deed) -> bool:
    """Whether who asks may do it. Where the settings know nobody, this machine may look, and have that as a report; nobody may do anything."""
    found = user()
    if found is None:
        return deed in _WITHOUT_USERS and not world().settings.users
    return may(found.role, deed)


def demand(deed: Deed) -> None:
    """Refuse what who asks may not do: for deeds that depend on what is there, beside the route's own."""
    if not is_allowed(deed):
        abort(401 if user() is None and world().settings.users else 403)


def check_route() -> None:
    """Before every request that found a route. Raises 401 or 403."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, _OPEN, False):
        return
    deed = getattr(view, _DEED, None)
    if deed is None:
        abort(403)
    demand(deed)
