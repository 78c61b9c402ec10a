"""What a request works with: the World of its beginning, the settings' faults, and who asks. Set once, so that a reload never changes a request under way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from flask import current_app, g

from bot.errors import Fault
from bot.service.workshop import Workshop
from bot.service.world import World
from bot.settings.model import UserPolicy

_EXTENSION: Final = "loa"


@dataclass(frozen=True, slots=True)
class Source:
    """Where each request gets its World from, what is wrong with settings that were edited since, and where long work is done."""

    world: Callable[[], World]
    faults: Callable[[], Sequence[Fault]]
    workshop: Workshop


def install(extensions: dict[str, object], source: Source) -> None:
    """Give an application its source."""
    extensions[_EXTENSION] = source


def begin() -> None:
    """At the beginning of a request."""
    source = cast("Source", current_app.extensions[_EXTENSION])
    g.world, g.faults, g.user = source.world(), tuple(source.faults()), None


def world() -> World:
    """The World of this request."""
    return cast("World", g.world)


def faults() -> tuple[Fault, ...]:
    """What is wrong with the settings as they stand in the files; empty while they are the ones in force."""
    return cast("tuple[Fault, ...]", g.faults)


def workshop() -> Workshop:
    """Where long work is done."""
    return cast("Source", current_app.extensions[_EXTENSION]).workshop


def user() -> UserPolicy | None:
    """Who is signed in."""
    return cast("UserPolicy | None", g.user)


def set_user(found: UserPolicy | None) -> None:
    """Note who is signed in."""
    g.user = found


def actor() -> str:
    """Who is signed in, as the journal names them. Raises RuntimeError where nobody is: then no deed may come so far."""
    found = user()
    if found is None:
        raise RuntimeError("a deed without a doer")
    return found.name
