"""What the journal is told of an edit of the settings that was refused, and of its mending: so that it can be told to people, and is known after a restart."""

from collections.abc import Sequence
from typing import Final

from bot.errors import Fault, StoreError
from bot.messages import say
from bot.model import Event
from bot.service.world import SERVICE, World, log

SETTINGS: Final = "settings"  # the journal's subject
REFUSED: Final = "settings-refused"
SOUND: Final = "settings-sound"


def settings_refused(world: World, faults: Sequence[Fault]) -> None:
    """An edited file is faulty and the old settings go on."""
    reason = str(faults[0]) if len(faults) == 1 else say("service.faults", world.language, count=len(faults), first=str(faults[0]))
    _write(world, REFUSED, reason)


def settings_sound(world: World) -> None:
    """The settings in force are those of the files."""
    _write(world, SOUND, "")


def _write(world: World, verb: str, reason: str) -> None:
    """One line, unless the last one says the same: other workers read the same files."""
    try:
        last = next(reversed(world.store.journal.of(SETTINGS)), None)
        if (verb, reason) == ((SOUND, "") if last is None else (last.verb, last.reason)):
            return
        world.store.journal.write(Event(at=world.clock(), actor=SERVICE, subject=SETTINGS, verb=verb, reason=reason))
    except StoreError as error:
        # It stands in the log already; a database that can't be used has an alarm of its own.
        log.error("not written into the journal", subject=SETTINGS, verb=verb, reason=str(error))
