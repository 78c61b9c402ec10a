"""The sections beside the queue and the entries, and what their templates need beside what every template has."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask

from bot.engagement.words import number
from bot.store.lists import COUNTED
from bot.web import calendar, engagement, feeds, health, journal, page_figures, reports, settings

_SCHEMES: Final = frozenset({"http", "https"})


def is_web_address(text: str) -> bool:
    """Whether it is the address of a web page: what a feed names as one may be anything, and a link must never run."""
    try:
        found = urlsplit(text)
    except ValueError:
        return False
    return found.scheme in _SCHEMES and bool(found.hostname)


def counted(count: int, but: int = 0) -> str:
    """A count of the store's, less so many; a long list is not counted to its end."""
    return f"{number(COUNTED)}+" if count > COUNTED else number(count - but)


def add_sections(application: Flask) -> None:
    """Add their routes; give templates numbers as people write them, and whether an address may be linked to."""
    for room in (calendar, feeds, health, engagement, page_figures, reports, journal, settings):
        application.register_blueprint(room.routes)
    application.jinja_env.globals.update(number=number, counted=counted)
    application.jinja_env.tests["web_address"] = is_web_address
