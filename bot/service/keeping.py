"""What is kept, and for how long: the tick that deletes what the settings no longer keep, and the verb that masks a person's data at a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.editorial.forgetting import masked, pattern_of
from bot.messages import say
from bot.model import Event, PostState
from bot.service.editors import edit
from bot.service.progress import Told, silent
from bot.service.world import SERVICE, World, log
from bot.store.exporting import exported
from bot.store.forgetting import Fate, Place
from bot.store.retention import Kind

_SUBJECT: Final = "retention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """What one unit of the tick deleted."""

    deleted: Mapping[Kind, int]


def tidy(world: World) -> Tidied | None:
    """Delete some of what `retention` no longer keeps; None where there is nothing, or nothing is to be deleted ever."""
    before = _before(world)
    # First a look: an empty transaction that writes would hold other workers up.
    if not before or not world.store.retention.overdue(before):
        return None
    line = Event(at=world.clock(), actor=SERVICE, subject=_SUBJECT, verb="tidied", reason=say("service.tidied", world.language))
    deleted = world.store.retention.delete(before, line)
    if not deleted:
        return None
    log.info("deleted by the settings of retention", **{kind.value: count for kind, count in deleted.items()})
    return Tidied(deleted=deleted)


def overdue(world: World) -> Mapping[Kind, int]:
    """What `tidy` would delete in all, by kind."""
    return world.store.retention.overdue(_before(world))


def _before(world: World) -> dict[Kind, datetime]:
    policy, now = world.settings.retention, world.clock()
    kept = {kind: getattr(policy, kind) for kind in Kind}
    return {kind: now - span for kind, span in kept.items() if span is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """Where a person's data stand, or stood; and the Posts whose text is to be changed on their Pages."""

    done: bool
    places: tuple[Place, ...]
    edits: tuple[str, ...]


def forget(world: World, text: str, *, by: str, apply: bool, told: Told = silent) -> Forgotten:
    """Find `text` in everything that is kept, and, where `apply`, mask it: what waits is held again, what is out is changed on its Page.

    Raises:
        LoaError: the text is so short that it would be found everywhere.
        Conflict: a Post on its Page can't be changed just now; what was masked before stays masked.
    """
    pattern, store = pattern_of(text), world.store.forgetting
    total, looked = sum(world.store.exports.count(table.name) for table in exported()), 0

    def further(rows: int) -> None:
        nonlocal looked
        looked += rows
        told(looked, total)

    found = store.find(pattern, further)
    on_page = tuple(dict.fromkeys(place.key for place in found if place.fate is Fate.ON_PAGE and place.column == "message"))
    if not apply:
        return Forgotten(done=False, places=tuple(found), edits=on_page)
    reason, held = say("service.forgotten", world.language), say("service.forgotten_held", world.language)
    places = store.mask(pattern, by=by, reason=reason, held=held, now=world.clock())
    for key in on_page:
        post = world.store.outbox.get(key)
        if post.state is PostState.PUBLISHED:
            edit(world, key, by=by, message=masked(post.draft.message, pattern))
    log.info("personal data masked at a request", places=len(places), on_pages=len(on_page))
    return Forgotten(done=True, places=tuple(places), edits=on_page)
