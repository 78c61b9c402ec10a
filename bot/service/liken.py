"""The tick that learns what stored entries are like which were stored without it: all of a feed's first run, and those of an older Loa.

A first run is not to wait for it: nothing of it is ever posted, and what it is like matters only when another feed carries the same article later.
"""

from typing import Final

from bot.intake.sameness import likeness
from bot.service.world import World

_AT_ONCE: Final = 100


def liken(world: World) -> int | None:
    """Learn it for some entries; how many they were, or None where there are none."""
    store = world.store.likenesses
    found = store.unlearnt(_AT_ONCE)
    if not found:
        return None
    store.fill({entry.key: likeness(entry) for entry in found})
    return len(found)
