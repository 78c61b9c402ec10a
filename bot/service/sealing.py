"""The tick that seals the journal, and says in the log how far: who keeps the log has an anchor to hold the journal against (`audit --verify --anchor`)."""

from bot.service.world import World, log
from bot.store.seals import Head


def seal(world: World) -> Head | None:
    """Seal what the journal has that is not sealed yet; None where there is nothing, or another worker is at it."""
    head = world.store.seals.seal()
    if head is not None:
        log.info("journal sealed", anchor=anchor_of(head))
    return head


def anchor_of(head: Head) -> str:
    """The head of the chain as it is written down: `NUMBER:HASH`."""
    return f"{head.number}:{head.hash}"
