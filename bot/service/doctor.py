"""What `doctor` asks: the feeds, the Pages, the database, the disk, the clock. Everything is asked, whatever fails; each answer names its remedy."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.channels.protocol import Finding
from bot.errors import FeedError, Refused
from bot.intake.fetch import Fetched
from bot.intake.parse import parse
from bot.intake.policy import FeedPolicy
from bot.messages import say
from bot.model import Feed, PostState
from bot.service.feeds import TROUBLED, bulletins
from bot.service.limits import resting
from bot.service.world import World

_LEAST_FREE: Final = 200  # MB
_MOST_SKEW: Final = 120  # seconds


def doctor(world: World) -> Iterator[Finding]:
    """Every finding, as it comes; asks the network."""
    yield _database(world)
    yield disk(world)
    for policy in world.settings.feeds:
        yield from _feed(world, policy)
    for bulletin in bulletins(world):
        if bulletin.health in TROUBLED:
            yield Finding(ok=False, what=f"feed:{bulletin.feed.name}", sentence=bulletin.sentence, stops=False)
    yield from _orphans(world)
    for name, channel in world.channels.items():
        status = world.store.channels.status(name)
        if status.paused_since is not None:
            sentence = say("service.paused", world.language, since=_local(world, status.paused_since), reason=status.reason)
            yield Finding(ok=False, what=f"channel:{name}", sentence=sentence)
        rest = resting(world, channel)
        if rest is not None:
            sentence = say("service.resting", world.language, until=_local(world, rest.until), reason=rest.reason)
            yield Finding(ok=False, what=f"channel:{name}", sentence=sentence, stops=False)
        yield from channel.check()
    yield from _recipients(world)


def _recipients(world: World) -> Iterator[Finding]:
    """Whether each recipient's address can be used, and whether the last message has reached them. Sends nothing: `alerts --test` does."""
    for name, messenger in world.messengers.items():
        row, what = world.store.alerts.recipient(name), f"recipient:{name}"
        try:
            messenger.check()
        except Refused as error:
            yield Finding(ok=False, what=what, sentence=error.say(world.language), stops=False)
            continue
        yield Finding(ok=not row.attempts, what=what, sentence=row.reason or say("service.recipient_fine", world.language), stops=False)


def _orphans(world: World) -> Iterator[Finding]:
    """Posts that wait for a Page which is no longer among the settings' enabled ones: no tick will ever look at them."""
    waiting = world.store.outbox.listing((PostState.HELD, PostState.SCHEDULED, PostState.PUBLISHING), limit=10_000)
    for name, count in Counter(post.channel for post in waiting if post.channel not in world.channels).items():
        yield Finding(
            ok=False, what=f"channel:{name}", sentence=say("service.orphans", world.language, page=name, count=count), stops=False
        )


def _local(world: World, at: datetime) -> str:
    return f"{at.astimezone(world.zone):%d/%m/%Y %H:%M}"


def _database(world: World) -> Finding:
    return Finding(ok=True, what="database", sentence=say("service.database_fine", world.language, revision=world.store.revision()))


def disk(world: World) -> Finding:
    """Whether there is room on the disk to go on recording."""
    path = Path(world.settings.engagement.log or ".").resolve().parent
    while not path.exists():
        path = path.parent
    free = shutil.disk_usage(path).free // 1_000_000
    key = "service.disk_fine" if free >= _LEAST_FREE else "service.disk_low"
    return Finding(ok=free >= _LEAST_FREE, what="disk", sentence=say(key, world.language, free=free, path=path))


def _feed(world: World, policy: FeedPolicy) -> Iterator[Finding]:
    what = f"feed:{policy.name}"
    feed = Feed(name=policy.name, url=str(policy.url), next_poll_at=world.clock())
    try:
        answer = world.fetcher.fetch(policy, feed)
        count = (
            len(parse(answer.body, answer.content_type, policy.name, answer.url, identity=policy.identity))
            if isinstance(answer, Fetched)
            else 0
        )
    except FeedError as error:
        yield Finding(ok=False, what=what, sentence=error.say(world.language))
        return
    yield Finding(ok=True, what=what, sentence=say("service.feed_fine", world.language, count=count))
    if isinstance(answer, Fetched) and answer.server_date is not None:
        seconds = abs(int((world.clock() - answer.server_date).total_seconds()))
        key = "service.clock_fine" if seconds <= _MOST_SKEW else "service.clock_off"
        yield Finding(ok=seconds <= _MOST_SKEW, what="clock", sentence=say(key, world.language, seconds=seconds, host=policy.url.host))
