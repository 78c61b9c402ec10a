"""Races for a slot, for an article, or with an editor's word: whoever commits first has it, the others plan again on what is there now."""

from collections.abc import Callable
from typing import Final, TypeVar

from bot.errors import Overruled, Overtaken, SlotTaken

_TRIES: Final = 20

Done = TypeVar("Done")


def plan_until_it_holds(attempt: Callable[[], Done]) -> Done:
    """What `attempt` returns, tried again while its slot is taken (or its Entry corrected, or its article stored) under its hands; it must look at what is there anew each time.

    Raises:
        SlotTaken, Overruled, Overtaken: twenty times in a row, after which the caller's own repetition (a tick, an editor) is the better one. Nothing was stored.
    """
    for _ in range(_TRIES - 1):
        try:
            return attempt()
        except (SlotTaken, Overruled, Overtaken):
            continue
    return attempt()
