"""The tick that measures: one request for up to fifty published Posts whose next rung of the ladder is due, then the log file is brought up to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.channels.protocol import Channel, Measure
from bot.engagement.ladder import due_rung, oldest_of_interest
from bot.errors import ChannelDown, Throttled, Transient
from bot.messages import say
from bot.model import Post, Snapshot
from bot.service.limits import rest, room_to_measure
from bot.service.publish import pause
from bot.service.world import World, log

_AT_ONCE: Final = 50  # ids= takes no more (facts: graph-api §5.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one request brought: how many Posts of which Page were measured, or why none could be."""

    channel: str
    posts: int
    error: str = ""


def collect(world: World) -> Collected | None:
    """Measure one batch of due Posts of one Page; None where no rung is due anywhere."""
    for page, channel in world.channels.items():
        now = world.clock()
        if world.store.channels.status(page).paused_since is not None or not room_to_measure(world, channel):
            continue
        due = _due(world, page, now)
        if due:
            return _measure(world, channel, due[:_AT_ONCE])
    return None


def _due(world: World, page: str, now: datetime) -> list[tuple[Post, str]]:
    policy = world.settings.engagement
    posts = world.store.outbox.published(page, oldest_of_interest(policy, now))
    taken = world.store.snapshots.rungs([post.key for post in posts])
    rungs = ((post, due_rung(policy, post.published_at, now, taken.get(post.key, frozenset()))) for post in posts if post.published_at)
    return [(post, rung) for post, rung in rungs if rung is not None]


def _measure(world: World, channel: Channel, due: Sequence[tuple[Post, str]]) -> Collected:
    try:
        measures = channel.engagement([post.remote_id for post, _ in due])
    except ChannelDown as error:
        pause(world, channel.name, error.say(world.language), world.clock())
        return Collected(channel=channel.name, posts=0, error=error.say(world.language))
    except Throttled as error:
        rest(world, channel, error)
        return Collected(channel=channel.name, posts=0, error=error.say(world.language))
    except Transient as error:
        # Reading may fail at no cost: the rungs stay due, and the next beat asks again.
        log.warning("engagement not read", channel=channel.name, reason=str(error))
        return Collected(channel=channel.name, posts=0, error=error.say(world.language))
    taken_at = world.clock()
    gone = Measure(metrics={}, missing={"post": say("service.post_gone", world.language)})
    snapshots = [
        Snapshot(post_key=post.key, rung=rung, taken_at=taken_at, metrics=measure.metrics, missing=measure.missing)
        for post, rung in due
        for measure in [measures.get(post.remote_id, gone)]
    ]
    world.store.snapshots.add(snapshots)
    return Collected(channel=channel.name, posts=len(snapshots))
