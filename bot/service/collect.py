"""The tick that measures: a hundred published Posts of a Page with one request while the Page lists them, fifty by their ids where it does not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from bot.channels.protocol import Channel, Measure, Surveyed
from bot.engagement.due import AN_IDS, Batch, Stand, next_batch
from bot.engagement.ladder import oldest_of_interest, reached, rung_name
from bot.errors import ChannelDown, Throttled, Transient
from bot.figures import ForeignSnapshot, Lack
from bot.model import Snapshot
from bot.policy import parse_duration
from bot.service.limits import rest, room_to_measure
from bot.service.lost import known_lost, note_losses
from bot.service.publish import pause
from bot.service.world import World, log
from bot.store.measuring import Measured

_GONE: Final = Measure(metrics={}, missing={"post": Lack.GONE.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one unit brought: how many Posts of which Page were measured, or why none could be."""

    channel: str
    posts: int
    error: str = ""


def collect(world: World) -> Collected | None:
    """Measure one batch of due Posts of one Page; None where no rung is due anywhere, or what is due waits for company."""
    for page, channel in world.channels.items():
        if not may_ask(world, channel):
            continue
        now = world.clock()
        policy = world.settings.engagement
        stands = [_stand(row) for row in world.store.measuring.measured(page, oldest_of_interest(policy, now))]
        batch = next_batch(policy.ladder, stands, now)
        if batch is not None:
            return asked(world, channel, partial(_measure, world, channel, batch, stands))
    return None


def may_ask(world: World, channel: Channel) -> bool:
    """Whether figures of the Page may be asked for now."""
    return world.store.channels.status(channel.name).paused_since is None and room_to_measure(world, channel)


def asked(world: World, channel: Channel, unit: Callable[[list[int]], None]) -> Collected:
    """Do a unit, and say what came of it. It is handed a list to which it appends how many it has stored; what is stored stays, whatever comes after."""
    stored: list[int] = []
    try:
        unit(stored)
    except ChannelDown as error:
        pause(world, channel.name, error.say(world.language), world.clock())
        return Collected(channel=channel.name, posts=sum(stored), error=error.say(world.language))
    except Throttled as error:
        rest(world, channel, error)
        return Collected(channel=channel.name, posts=sum(stored), error=error.say(world.language))
    except Transient as error:
        # Reading may fail at no cost: the rungs stay due, and the next beat asks again.
        log.warning("engagement not read", channel=channel.name, reason=str(error))
        return Collected(channel=channel.name, posts=sum(stored), error=error.say(world.language))
    return Collected(channel=channel.name, posts=sum(stored))


def _stand(row: Measured) -> Stand:
    return Stand(
        key=row.post_key,
        remote_id=row.remote_id,
        published_at=row.published_at,
        rung=None if row.rung is None else parse_duration(row.rung),
        taken_at=row.taken_at,
        gone=row.gone,
    )


def _measure(world: World, channel: Channel, batch: Batch, stands: Sequence[Stand], stored: list[int]) -> None:
    without = known_lost(world, channel.name)
    unlisted = list(batch.due)
    if batch.since is not None and batch.until is not None:
        survey = channel.survey(batch.since, batch.until, without)
        listed = {post.remote_id: post.measure for post in survey.posts}
        _keep(world, [(stand, rung) for stand, rung in batch.due if stand.remote_id in listed], listed, stored)
        ours = {stand.remote_id for stand in stands}
        keep_foreign(world, channel.name, [post for post in survey.posts if post.remote_id not in ours])
        note_losses(world, channel.name, listed.values())
        without = known_lost(world, channel.name)
        # What the listing does not reach is left for the next unit; what it has passed over is asked for by name.
        unlisted = [
            (stand, rung)
            for stand, rung in batch.due
            if stand.remote_id not in listed and (survey.reached is None or stand.published_at >= survey.reached)
        ]
    for start in range(0, len(unlisted), AN_IDS):
        some = unlisted[start : start + AN_IDS]
        measures = channel.engagement([stand.remote_id for stand, _ in some], without)
        _keep(world, some, measures, stored)
        note_losses(world, channel.name, measures.values())


def _keep(world: World, due: Sequence[tuple[Stand, timedelta]], measures: Mapping[str, Measure], stored: list[int]) -> None:
    """Store what was measured, each under its rung; a Post that is absent is gone."""
    taken_at = world.clock()
    snapshots = [
        Snapshot(post_key=stand.key, rung=rung_name(rung), taken_at=taken_at, metrics=measure.metrics, missing=measure.missing)
        for stand, rung in due
        for measure in [measures.get(stand.remote_id, _GONE)]
    ]
    if snapshots:
        world.store.snapshots.add(snapshots)
        stored.append(len(snapshots))


def keep_foreign(world: World, page: str, posts: Sequence[Surveyed]) -> int:
    """Store the figures of posts that are not Loa's, as far as the settings want them; how many are new."""
    if not world.settings.engagement.whole_page:
        return 0
    taken_at, ladder = world.clock(), world.settings.engagement.ladder
    rungs = [(post, post.created_at, reached(ladder, taken_at - post.created_at)) for post in posts if post.created_at is not None]
    taken = [
        ForeignSnapshot(
            channel=page,
            remote_id=post.remote_id,
            published_at=created_at,
            rung=rung_name(rung),
            taken_at=taken_at,
            metrics=post.measure.metrics,
            missing=post.measure.missing,
        )
        for post, created_at, rung in rungs
        if rung is not None
    ]
    return world.store.measuring.add_foreign(taken) if taken else 0
