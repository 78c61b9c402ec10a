"""The look at a Post after it went out: its address for people, and whether its card or photo is there."""

from typing import Final

from bot.errors import ChannelError, Throttled
from bot.messages import say
from bot.model import Event, Post
from bot.service.limits import rest, room_to_measure
from bot.service.world import SERVICE, World, log

_A_BEAT: Final = 10  # one whose address stays unknown must not starve the older ones


def look_after(world: World) -> str | None:
    """Look at one published Post that has no address yet; its key where the address was learnt, else None."""
    for page, channel in world.channels.items():
        if not room_to_measure(world, channel):
            continue
        for post in world.store.outbox.missing_permalinks(page, limit=_A_BEAT):
            try:
                seen = channel.look(post.remote_id)
            except Throttled as error:
                rest(world, channel, error)
                break
            except ChannelError as error:
                # An address is a convenience: its absence must never disturb publishing (facts: lessons §3.2).
                log.warning("not looked at", post=post.key, reason=str(error))
                continue
            if seen is not None and seen.permalink:
                world.store.outbox.set_permalink(post.key, seen.permalink)
                if not seen.picture and (post.draft.pictures or post.draft.link):
                    _tell_bare(world, post)
                return post.key
    return None


def _tell_bare(world: World, post: Post) -> None:
    """The journal says that the Post stands there without a picture: an editor may want to look (facts: lessons 54-57)."""
    event = Event(at=world.clock(), actor=SERVICE, subject=post.key, verb="bare", reason=say("service.bare", world.language))
    world.store.journal.write(event)
    log.warning("the Post shows no picture", post=post.key, permalink=post.permalink)
