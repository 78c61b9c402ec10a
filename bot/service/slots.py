"""Races for a slot: whoever commits first has it, the others plan again on what is there now."""

from collections.abc import Callable
from typing import Final, TypeVar

from bot.errors import SlotTaken

_TRIES: Final = 20

Done = TypeVar("Done")


def plan_until_it_holds(attempt: Callable[[], Done]) -> Done:
    """What `attempt` returns, tried again while its slot is taken under its hands; it must look at the taken times anew each time.

    Raises:
        SlotTaken: twenty times in a row, after which the caller's own repetition (a tick, an editor) is the better one. Nothing was stored.
    """
    for _ in range(_TRIES - 1):
        try:
            return attempt()
        except SlotTaken:
            continue
    return attempt()
