"""The look at a Post after it went out: its address for people, and whether its card or photo is there."""

from datetime import timedelta
from typing import Final

from bot.channels.protocol import Channel
from bot.errors import ChannelDown, ChannelError, Throttled
from bot.messages import say
from bot.model import Event, Post, Way
from bot.service.limits import rest, room_to_measure
from bot.service.publish import pause
from bot.service.world import SERVICE, World, log

_A_BEAT: Final = 10  # one whose address stays unknown must not starve the older ones
_FIRST_GAP: Final = timedelta(seconds=30)


def look_after(world: World) -> str | None:
    """Look at published Posts that have no address yet; the key of the first whose address was learnt, else None."""
    for page, channel in world.channels.items():
        if world.store.channels.status(page).paused_since is not None or not room_to_measure(world, channel):
            continue
        for post in world.store.outbox.missing_permalinks(page, world.clock(), limit=_A_BEAT):
            try:
                learnt = _look_at(world, channel, post)
            except Throttled as error:
                rest(world, channel, error)
                break
            except ChannelDown as error:
                pause(world, page, error.say(world.language), world.clock())
                break
            except ChannelError as error:
                # An address is a convenience: its absence must never disturb publishing (facts: lessons §3.2).
                log.warning("not looked at", post=post.key, reason=str(error))
                _look_later(world, post)
                break
            if learnt:
                return post.key
    return None


def _look_at(world: World, channel: Channel, post: Post) -> bool:
    seen = channel.look(post.remote_id)
    if seen is None or not seen.permalink:
        _look_later(world, post)
        return False
    world.store.outbox.set_permalink(post.key, seen.permalink)
    # Text whose link stands in the first comment has no card, and should have none.
    if not seen.picture and post.way is not Way.COMMENT and (post.draft.pictures or post.draft.link):
        _tell_bare(world, post)
    return True


def _look_later(world: World, post: Post) -> None:
    """When it is twice as old: one that was deleted on the Page must not be asked for at every beat for ever."""
    assert post.published_at is not None  # a database constraint
    now = world.clock()
    world.store.outbox.look_again(post.key, now + max(now - post.published_at, _FIRST_GAP))


def _tell_bare(world: World, post: Post) -> None:
    """The journal says that the Post stands there without a picture: an editor may want to look (facts: lessons 54-57)."""
    event = Event(at=world.clock(), actor=SERVICE, subject=post.key, verb="bare", reason=say("service.bare", world.language))
    world.store.journal.write(event)
    log.warning("the Post shows no picture", post=post.key, permalink=post.permalink)
