"""Limits at work: is there room, and what to do when a channel says stop."""

from typing import Final

from bot.channels.protocol import Channel
from bot.errors import Throttled
from bot.model import Cooldown
from bot.plan.limits import cool_down, may_measure, may_publish
from bot.service.world import World, log

_WRITES: Final = "/writes"  # "posting too fast" forbids writes alone: the Page may still be read, and what is in doubt be settled


def resting(world: World, channel: Channel) -> Cooldown | None:
    """The cool-down of the channel, its app or its token that lasts longest, of everything or of writes alone; or None."""
    scopes = list(channel.scopes.values())
    return world.store.cooldowns.active([*scopes, *(scope + _WRITES for scope in scopes)], world.clock())


def _resting_wholly(world: World, channel: Channel) -> Cooldown | None:
    return world.store.cooldowns.active(list(channel.scopes.values()), world.clock())


def room_to_publish(world: World, channel: Channel) -> bool:
    """Whether a write may be sent now."""
    return may_publish(world.settings.limits, channel.load.percent) and resting(world, channel) is None


def room_to_look(world: World, channel: Channel) -> bool:
    """Whether the Page may be read now to settle what is in doubt: as urgent as a posting."""
    return may_publish(world.settings.limits, channel.load.percent) and _resting_wholly(world, channel) is None


def room_to_measure(world: World, channel: Channel) -> bool:
    """Whether figures may be asked for now: they give way first."""
    return may_measure(world.settings.limits, channel.load.percent) and _resting_wholly(world, channel) is None


def rest(world: World, channel: Channel, error: Throttled) -> Cooldown:
    """Leave what the throttle names alone for a while; said once, kept over a restart."""
    scope, now = channel.scopes[error.scope] + (_WRITES if error.escalates else ""), world.clock()
    before = next(iter(world.store.cooldowns.of([scope])), None)
    found = cool_down(
        world.settings.limits,
        scope,
        error.say(world.language),
        asked=error.retry_after,
        escalates=error.escalates,
        before=before,
        now=now,
    )
    world.store.cooldowns.put(found)
    log.warning("throttled: left alone for a while", scope=scope, until=found.until.isoformat(), strikes=found.strikes, reason=str(error))
    return found
