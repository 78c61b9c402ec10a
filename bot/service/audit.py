"""The audit: what the Page shows against what the outbox says, so that a missing, doubled or foreign post shows (facts: lessons 18)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.channels.protocol import Channel, Listed
from bot.errors import ChannelError
from bot.messages import say
from bot.model import Post, PostState
from bot.service.world import World

_SHOWN: Final = 80  # characters of a text


class Discrepancy(StrEnum):
    """What is not as it should be."""

    DOUBLED = "doubled"  # the Page shows two posts with one marker
    UNRECORDED = "unrecorded"  # the Page shows a post with our marker that no published Post has
    FOREIGN = "foreign"  # the Page shows a post without any marker of ours: a human's, which is no fault
    MISSING = "missing"  # a published Post that the Page no longer has
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
    """Every enabled Page against the outbox, for the last `days` days; reads only."""
    since = world.clock() - timedelta(days=days)
    lines: list[Line] = []
    on_pages = in_outbox = 0
    for name, channel in world.channels.items():
        posts = world.store.outbox.published(name, since)
        in_outbox += len(posts)
        try:
            shown = channel.listing(since)
        except ChannelError as error:
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
    name, language = channel.name, world.language
    ours = world.store.outbox.remote_ids(name)
    by_marker: dict[str, list[Listed]] = defaultdict(list)
    for item in shown:
        for marker in item.markers:
            by_marker[marker].append(item)
        if item.remote_id in ours:
            continue
        what = Discrepancy.UNRECORDED if item.markers else Discrepancy.FOREIGN
        sentence = say("service.audit_unrecorded" if item.markers else "service.audit_foreign", language)
        yield _line(name, what, sentence, post=", ".join(sorted(item.markers)), remote_id=item.remote_id, text=item.message)
    for marker, items in by_marker.items():
        if len(items) > 1:
            ids = ", ".join(item.remote_id for item in items)
            yield _line(name, Discrepancy.DOUBLED, say("service.audit_doubled", language, count=len(items)), post=marker, remote_id=ids)
    listed = {item.remote_id: item for item in shown}
    for post in posts:
        yield from _recorded(world, channel, post, listed.get(post.remote_id))
    for post in world.store.outbox.listing((PostState.PUBLISHING,), limit=1_000):
        if post.channel == name:
            yield _line(name, Discrepancy.IN_DOUBT, post.reason or say("service.not_seen_yet", language), post=post.key)


def _recorded(world: World, channel: Channel, post: Post, item: Listed | None) -> Iterator[Line]:
    text = item.message if item is not None else None
    if text is None:
        # A listing leaves posts out; only the Post itself can say that it is gone (facts: graph-api §5.1).
        try:
            seen = channel.look(post.remote_id)
        except ChannelError as error:
            yield _line(channel.name, Discrepancy.UNREADABLE, error.say(world.language), post=post.key, remote_id=post.remote_id)
            return
        if seen is None:
            sentence = say("service.audit_missing", world.language)
            yield _line(channel.name, Discrepancy.MISSING, sentence, post=post.key, remote_id=post.remote_id, text=post.draft.message)
            return
        text = seen.message
    if text != post.draft.text(post.way).strip():
        sentence = say("service.audit_different", world.language)
        yield _line(channel.name, Discrepancy.DIFFERENT, sentence, post=post.key, remote_id=post.remote_id, text=text)
