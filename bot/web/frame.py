"""What every template may say and call: sentences, names, times; the sections of the page; and a word on what was just done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from flask import Flask, flash, get_flashed_messages, request

from bot.engagement.metrics import METRICS
from bot.messages import say
from bot.model import Event, PostState, Standing, StepKind, StepState, Way
from bot.plan.rights import Deed
from bot.service.feeds import Health
from bot.web.moment import faults, user, world
from bot.web.rights import is_allowed

# The navigation: endpoint and message key, in its order.
SECTIONS: Final[tuple[tuple[str, str], ...]] = (
    ("today.show", "web.today"),
    ("queue.show", "web.queue"),
    ("calendar.show", "web.calendar"),
    ("entries.show", "web.entries"),
    ("feeds.show", "web.feeds"),
    ("health.show", "web.pages"),
    ("figures.show", "web.figures"),
    ("files.show", "web.reports"),
    ("journal.show", "web.journal"),
    ("configuration.show", "web.settings"),
)
_LEAF_OF: Final[Mapping[str | None, str]] = {"page_figures.show": "figures.show"}  # what is shown in the navigation as another one's leaf
_LONGEST_TOLD: Final = 300  # it travels in a cookie


def said(key: str, **params: object) -> str:
    """The sentence under `web.{key}`."""
    return say(f"web.{key}", world().language, **params)


def tell(key: str, **params: object) -> None:
    """Say `web.{key}` at the top of the page that is shown next."""
    flash(said(key, **params)[:_LONGEST_TOLD])


def local(at: datetime | None) -> str:
    """A time of the wall clock."""
    return f"{at.astimezone(world().zone):%d/%m/%Y %H:%M}" if at else "–"


def named(key: str | None) -> str:
    """The name for people of a field, topic or tone."""
    return world().settings.vocabulary.names.get(key, key) if key else ""


def person_name(actor: str) -> str:
    """How the page calls an actor of the journal."""
    return next((each.display for each in world().settings.users if each.name == actor and each.display), actor)


def state_name(state: PostState | str) -> str:
    """A Post's state in words."""
    return say(f"model.state_{state}", world().language)


def standing_name(standing: Standing) -> str:
    """An Entry's standing in words."""
    return say(f"model.standing_{standing}", world().language)


def step_name(kind: StepKind) -> str:
    """What is to be done to a published Post, in words."""
    return say(f"model.step_{kind}", world().language)


def step_state_name(state: StepState) -> str:
    """Where that stands."""
    return say(f"model.step_state_{state}", world().language)


def way_name(way: Way) -> str:
    """A way of posting in words."""
    return say(f"model.way_{way}", world().language)


def health_name(health: Health) -> str:
    """How a feed fares, in words."""
    return say(f"service.health_{health}", world().language)


def verb_name(verb: str) -> str:
    """What the journal tells, in words."""
    return say(f"model.verb_{verb}", world().language)


def event_reason(event: Event) -> str:
    """What the journal's line adds: an Entry's standing, with which it may begin, in words."""
    word = next((each for each in Standing if event.reason.startswith((f"{each}:", f"{each} →"))), None)
    return event.reason if word is None else standing_name(word) + event.reason.removeprefix(word)


def dress(application: Flask) -> None:
    """Give an application's templates all of this."""
    application.jinja_env.autoescape = True
    application.jinja_env.globals.update(
        said=said,
        local=local,
        named=named,
        person_name=person_name,
        state_name=state_name,
        standing_name=standing_name,
        step_name=step_name,
        step_state_name=step_state_name,
        way_name=way_name,
        health_name=health_name,
        verb_name=verb_name,
        event_reason=event_reason,
        is_allowed=is_allowed,
        Deed=Deed,
        metrics=METRICS,
    )

    @application.context_processor
    def every_page() -> dict[str, object]:
        here = world()
        return {
            "language": here.language,
            "organisation": here.settings.organisation.name,
            "now": here.clock(),
            "me": user(),
            "people_known": bool(here.settings.users),
            "sections": [(endpoint, say(key, here.language)) for endpoint, key in SECTIONS if endpoint in application.view_functions],
            "section": _LEAF_OF.get(request.endpoint, request.endpoint),
            "told": get_flashed_messages(),
            "settings_faults": len(faults()),
        }
