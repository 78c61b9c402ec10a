"""The audit: what the Page shows against what the outbox says, so that a missing, doubled or foreign post shows (facts: lessons 18)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.channels.protocol import Channel, Listed
from bot.errors import ChannelDown, ChannelError, Throttled
from bot.messages import say
from bot.model import Post, PostState
from bot.service.limits import rest, room_to_look
from bot.service.world import World

_SHOWN: Final = 80  # characters of a text
_MOST: Final = 10_000  # Posts of some states


class Discrepancy(StrEnum):
    """What is not as it should be."""

    DOUBLED = "doubled"  # the Page shows two posts with one marker
    UNRECORDED = "unrecorded"  # the Page shows a post with our marker that no published Post has
    FOREIGN = "foreign"  # the Page shows a post without any marker of ours: a human's, which is no fault
    MISSING = "missing"  # a published Post that the Page no longer has
    STILL_THERE = "still-there"  # the Page still shows a Post that was withdrawn
    DIFFERENT = "different"  # a published Post whose text on the Page is another
    IN_DOUBT = "in-doubt"  # a Post whose outcome is not known yet
    UNREADABLE = "unreadable"  # the Page could not be read


_NO_FAULT: Final = frozenset({Discrepancy.FOREIGN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the audit; `post` is the Post's key, "" where the outbox knows none. `fault` says whether a human should act."""

    channel: str
    what: Discrepancy
    post: str
    remote_id: str
    sentence: str
    text: str = ""
    fault: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The lines, and how many posts of the Pages and of the outbox were held against each other."""

    since: datetime
    on_pages: int
    in_outbox: int
    lines: tuple[Line, ...]


def audit(world: World, days: int) -> Audit:
    """Every enabled Page against the outbox, for the last `days` days. Nothing is changed, here or there."""
    since = world.clock() - timedelta(days=days)
    lines: list[Line] = []
    on_pages = in_outbox = 0
    for name, channel in world.channels.items():
        posts = world.store.outbox.published(name, since)
        in_outbox += len(posts)
        if not room_to_look(world, channel):
            lines.append(_line(name, Discrepancy.UNREADABLE, say("service.audit_no_room", world.language)))
            continue
        try:
            shown = channel.listing(since)
        except ChannelError as error:
            if isinstance(error, Throttled):
                rest(world, channel, error)
            lines.append(_line(name, Discrepancy.UNREADABLE, error.say(world.language)))
            continue
        on_pages += len(shown)
        lines.extend(_page(world, channel, posts, shown))
    return Audit(since=since, on_pages=on_pages, in_outbox=in_outbox, lines=tuple(lines))


def _line(channel: str, what: Discrepancy, sentence: str, *, post: str = "", remote_id: str = "", text: str = "") -> Line:
    return Line(
        channel=channel, what=what, post=post, remote_id=remote_id, sentence=sentence, text=text[:_SHOWN], fault=what not in _NO_FAULT
    )


def _page(world: World, channel: Channel, posts: list[Post], shown: Sequence[Listed]) -> Iterator[Line]:
    yield from _listed(world, channel, posts, shown)
    yield from _recorded(world, channel, posts, {item.remote_id: item for item in shown})
    for post in _of(world, channel, PostState.PUBLISHING):
        if not _under_way(world, post):
            reason = post.reason or say("service.not_seen_yet", world.language)
            yield _line(channel.name, Discrepancy.IN_DOUBT, reason, post=post.key)


def _of(world: World, channel: Channel, *states: PostState) -> list[Post]:
    return [post for post in world.store.outbox.listing(states, limit=_MOST) if post.channel == channel.name]


def _under_way(world: World, post: Post) -> bool:
    """Whether it is being posted at this very moment, and nothing is wrong."""
    in_hand = post.claimed_until is not None and post.claimed_until > world.clock()
    return post.state is PostState.PUBLISHING and in_hand and not post.reason and not post.doubts


def _listed(world: World, channel: Channel, posts: list[Post], shown: Sequence[Listed]) -> Iterator[Line]:
    """What the Page shows: is it recorded, once, and meant to be there?"""
    name, language = channel.name, world.language
    open_posts = _of(world, channel, PostState.PUBLISHING, PostState.SCHEDULED, PostState.FAILED)
    ours, withdrawn = world.store.outbox.remote_ids(name), {post.remote_id: post for post in _of(world, channel, PostState.WITHDRAWN)}
    under_way = {post.key for post in open_posts if _under_way(world, post)}
    # A text whose link stands in the first comment has no marker: it is told by itself, as when a doubt is settled.
    by_text = {post.draft.text(post.way).strip(): post.key for post in [*open_posts, *posts]}
    copies: dict[str, list[str]] = defaultdict(list)
    for item in shown:
        if item.remote_id in withdrawn:
            sentence, post = say("service.audit_still_there", language), withdrawn[item.remote_id].key
            yield _line(name, Discrepancy.STILL_THERE, sentence, post=post, remote_id=item.remote_id, text=item.message)
            continue
        markers = item.markers or {by_text[text] for text in [item.message] if text in by_text}
        for marker in markers:
            copies[marker].append(item.remote_id)
        if item.remote_id in ours or markers & under_way:
            continue
        what = Discrepancy.UNRECORDED if markers else Discrepancy.FOREIGN
        sentence = say("service.audit_unrecorded" if markers else "service.audit_foreign", language)
        yield _line(name, what, sentence, post=", ".join(sorted(markers)), remote_id=item.remote_id, text=item.message)
    for marker, ids in copies.items():
        if len(ids) > 1:
            sentence = say("service.audit_doubled", language, count=len(ids))
            yield _line(name, Discrepancy.DOUBLED, sentence, post=marker, remote_id=", ".join(ids))


def _recorded(world: World, channel: Channel, posts: Sequence[Post], shown: Mapping[str, Listed]) -> Iterator[Line]:
    """What is recorded as published: is it there, and is it what was sent?"""
    for post in posts:
        item = shown.get(post.remote_id)
        try:
            # A listing leaves posts out; only the Post itself can say that it is gone (facts: graph-api §5.1).
            seen = item or channel.look(post.remote_id)
        except ChannelError as error:
            if isinstance(error, Throttled):
                rest(world, channel, error)
            yield _line(channel.name, Discrepancy.UNREADABLE, error.say(world.language), post=post.key, remote_id=post.remote_id)
            if isinstance(error, Throttled | ChannelDown):
                # Nothing more can be asked: what follows would be the same line over and over.
                return
            continue
        if seen is None:
            sentence = say("service.audit_missing", world.language)
            yield _line(channel.name, Discrepancy.MISSING, sentence, post=post.key, remote_id=post.remote_id, text=post.draft.message)
        elif not _same_text(seen.message, post):
            sentence = say("service.audit_different", world.language)
            yield _line(channel.name, Discrepancy.DIFFERENT, sentence, post=post.key, remote_id=post.remote_id, text=seen.message)


def _same_text(shown: str, post: Post) -> bool:
    text = post.draft.text(post.way).strip()
    # The Page shows a mention as the name of what is mentioned, which nobody here knows.
    return shown == text or "@[" in text
