"""Whether one more change of an article is followed: a clock or a counter in its text must not revise, hold and ask for ever."""

from datetime import datetime
from typing import Final

from bot.messages import say
from bot.model import Entry, Event
from bot.plan.corrections import CHANGES_COUNT_FOR
from bot.service.world import SERVICE, World, log

_IGNORED: Final = "changes-ignored"


def is_followed(world: World, entry: Entry, now: datetime) -> bool:
    """Whether a change of a stored Entry is followed (`intake.most_changes`): where it is not, its journal says so, once in a week."""
    most, since = world.settings.intake.most_changes, now - CHANGES_COUNT_FOR
    count = world.store.entries.changes_since(entry.key, since)
    if count < most:
        return True
    if not any(event.verb == _IGNORED and event.at > since for event in world.store.journal.of(entry.key)):
        reason = say("service.changes_ignored", world.language, count=count)
        world.store.journal.write(Event(at=now, actor=SERVICE, subject=entry.key, verb=_IGNORED, reason=reason))
        log.warning("changes too often: not followed for a while", entry=entry.key, changes=count)
    return False
