"""Signing in and out: a random word in the browser's signed cookie, its digest in the database, and the user's settings of that moment beside it."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from flask import session

from bot.model import digest
from bot.service.world import World
from bot.settings.model import UserPolicy
from bot.store.sessions import Session
from bot.web.moment import set_user, world

_WORD: Final = "word"
_SEEN_STEPS: Final = 20  # so many times within `session_idle` a session in use is written down


def begin(found: UserPolicy) -> None:
    """Sign in: whatever the browser held before is worth nothing from now on, so that a cookie that somebody planted gains nothing."""
    here, now = world(), world().clock()
    end()
    session.clear()
    word = secrets.token_urlsafe(32)
    session[_WORD] = word
    session.permanent = True
    web = here.settings.web
    made = Session(mark=_mark(word), user=found.name, stamp=_stamp(found), begun_at=now, seen_at=now)
    here.store.sessions.begin(made, begun_before=now - web.session_longest, seen_before=now - web.session_idle)


def end() -> None:
    """Sign out, here and in the database."""
    word = session.get(_WORD)
    if isinstance(word, str):
        world().store.sessions.end(_mark(word))
    session.clear()


def end_everywhere(found: UserPolicy) -> None:
    """Sign out of every browser."""
    world().store.sessions.end_all_of(found.name)
    session.clear()


def recognise() -> None:
    """Before a request: who asks, if the session is one that is known, not over, and of a user who has not been changed since."""
    word = session.get(_WORD)
    if not isinstance(word, str):
        return
    here, now = world(), world().clock()
    kept = here.store.sessions.get(_mark(word))
    found = None if kept is None else _still(here, kept, now)
    if kept is None or found is None:
        end()
        return
    if now - kept.seen_at >= here.settings.web.session_idle / _SEEN_STEPS:
        here.store.sessions.seen(kept.mark, now)
    set_user(found)


def _still(here: World, kept: Session, now: datetime) -> UserPolicy | None:
    """The user of a session that still counts."""
    web = here.settings.web
    is_over = (
        now - kept.begun_at >= web.session_longest or now - kept.seen_at >= web.session_idle or kept.begun_at - now > timedelta(hours=1)
    )
    found = next((each for each in here.settings.users if each.name == kept.user), None)
    return None if is_over or found is None or _stamp(found) != kept.stamp else found


def _mark(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def _stamp(found: UserPolicy) -> str:
    """Changes with the password and the role: who was signed in by the old ones is not any more."""
    return digest(found.name, found.role, found.password)
