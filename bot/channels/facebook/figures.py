"""Engagement of many Posts with one request: the Page's listing a hundred at a time, or fifty by their ids. What is not given takes nothing else with it.

Everything is asked for at once. Where that is refused, small requests find out what it was (a dead metric, a missing permission), and the rest is asked
for again without it; who asks next is told, and leaves it out (`without`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from bot.channels.facebook.figure_fields import SHARES, Wish, read_node, wish
from bot.channels.facebook.graph import Graph
from bot.channels.facebook.listing import inner, moment, whole_id
from bot.channels.facebook.wire import GraphRefused
from bot.channels.protocol import Measure, Survey, Surveyed
from bot.errors import ChannelDown, ChannelError, Transient
from bot.figures import Lack

_PROBED: Final = 5  # ids; one of them may be gone
_MOST_EMPTY: Final = 5  # pages of a listing without a post, and with a next one
_A_LISTING: Final = 100
_HALVED_FOR: Final = timedelta(days=1)
_UNKNOWN_FAULT: Final = "channels.unknown_fault"  # code 1, for a read also "reduce the amount of data"
# What costs the figures that were asked for and nothing else: a permission or capability they need, a code nobody knows.
_COSTS_ONLY_THESE: Final[Mapping[str, Lack]] = {
    "channels.permission": Lack.NO_PERMISSION,
    "channels.app_not_permitted": Lack.NO_PERMISSION,
    "channels.unknown_code": Lack.REFUSED,
}
_REFUSALS: Final[Mapping[str, Lack]] = {"channels.insights_too_few": Lack.TOO_FEW_LIKES, "channels.unsupported": Lack.NOT_OFFERED}
_INVALID: Final = (100, None)

T = TypeVar("T")


@dataclass(slots=True)
class Pace:
    """How many posts a listing is asked for: half as many for a day, after "reduce the amount of data"."""

    clock: Callable[[], datetime]
    limit: int = _A_LISTING
    until: datetime | None = None

    def now(self) -> int:
        """The present limit."""
        if self.until is not None and self.clock() >= self.until:
            self.limit, self.until = _A_LISTING, None
        return self.limit

    def halve(self, limit: int) -> None:
        """Remember a limit that worked where a greater one did not."""
        self.limit, self.until = limit, self.clock() + _HALVED_FOR


def read_figures(graph: Graph, remote_ids: Sequence[str], day: date, without: Mapping[str, Lack]) -> Mapping[str, Measure]:
    """By remote id; Posts that Graph no longer shows are absent.

    Raises:
        Transient, ChannelDown, Refused: nothing at all can be read.
    """
    if not remote_ids:
        return {}
    nodes, asked = _asked_whole(
        lambda fields: many(graph, remote_ids, fields),
        lambda fields: many(graph, remote_ids[:_PROBED], fields),
        wish(graph.version, day, without),
    )
    return {remote_id: read_node(node, asked) for remote_id, node in nodes.items()}


def read_survey(  # noqa: PLR0917 - a window, and what is wanted of it
    graph: Graph, page_id: str, since: datetime, until: datetime, pace: Pace, day: date, without: Mapping[str, Lack]
) -> Survey:
    """The Page's own posts between the two, the newest hundred, with their figures. Raises as `read_figures` does."""
    window = {"since": int(since.timestamp()), "until": int(until.timestamp())}
    (items, goes_on), asked = _asked_whole(
        lambda fields: _page_of(graph, page_id, pace, window, fields),
        lambda fields: graph.get_connections(page_id, "published_posts", fields=f"id,{fields}", limit=1, **window),
        wish(graph.version, day, without),
    )
    posts = [
        Surveyed(remote_id=remote_id, created_at=moment(item.get("created_time")), measure=read_node(item, asked))
        for item in items
        if (remote_id := whole_id(item, page_id))
    ]
    known = [post.created_at for post in posts if post.created_at is not None]
    if goes_on and not known:
        raise Transient("channels.unreadable", code=200)
    return Survey(posts=posts, reached=min(known) if goes_on else None)


def _page_of(graph: Graph, page_id: str, pace: Pace, window: Mapping[str, int], fields: str) -> tuple[Sequence[Mapping[str, Any]], bool]:
    """The first page of the listing that has posts, and whether there are more behind it."""
    args: dict[str, Any] = {"fields": f"id,created_time,{fields}", **window}
    for _ in range(_MOST_EMPTY):
        value = _halving(graph, page_id, pace, args)
        data = value.get("data") if isinstance(value, Mapping) else None
        if not isinstance(data, list):
            raise Transient("channels.unreadable", code=200)
        items, paging = [item for item in data if isinstance(item, Mapping)], inner(value, "paging")
        if items or not paging.get("next"):
            return items, bool(paging.get("next"))
        after = inner(paging, "cursors").get("after")
        if not isinstance(after, str) or not after:
            break
        args["after"] = after
    raise Transient("channels.listing_too_long", code=200)


def _halving(graph: Graph, page_id: str, pace: Pace, args: Mapping[str, Any]) -> Any:
    """One page of the listing: half as many, and half again, where Facebook finds it too much."""
    limit = pace.now()
    while True:
        try:
            value = graph.get_connections(page_id, "published_posts", limit=limit, **args)
        except Transient as error:
            if error.key != _UNKNOWN_FAULT or limit == 1:
                raise
            limit //= 2
        else:
            if limit < pace.limit:
                pace.halve(limit)
            return value


def many(graph: Graph, ids: Sequence[str], fields: str) -> dict[str, Mapping[str, Any]]:
    """`ids=`, halved where one bad id spoils the request or the answer is too large, so that the others are kept; an id refused alone is absent.

    Raises Transient for an answer that holds none of the ids: that is no statement about fifty Posts.
    """
    try:
        value = graph.get_objects(list(ids), fields=fields)
    except GraphRefused as error:
        if (error.code, error.subcode) != (100, 33):
            raise
        return _halves(graph, ids, fields) if len(ids) > 1 else {}
    except Transient as error:
        if error.key != _UNKNOWN_FAULT or len(ids) == 1:
            raise
        return _halves(graph, ids, fields)
    nodes = {each: value[each] for each in ids if isinstance(value.get(each), Mapping)} if isinstance(value, Mapping) else {}
    if not nodes:
        raise Transient("channels.unreadable", code=200)
    return nodes


def _halves(graph: Graph, ids: Sequence[str], fields: str) -> dict[str, Mapping[str, Any]]:
    half = len(ids) // 2
    return {**many(graph, ids[:half], fields), **many(graph, ids[half:], fields)}


def lack_of(error: ChannelError) -> Lack:
    """Why the figures asked for are missing. Raises what means more than that."""
    if isinstance(error, GraphRefused):
        return _REFUSALS.get(error.key, Lack.REFUSED)
    if error.key in _COSTS_ONLY_THESE:
        return _COSTS_ONLY_THESE[error.key]
    raise error


def is_invalid(error: ChannelError) -> bool:
    """Whether it is what Graph says of a metric that it does not know."""
    return isinstance(error, GraphRefused) and (error.code, error.subcode) == _INVALID


def _asked_whole(ask: Callable[[str], T], probe: Callable[[str], object], asked: Wish) -> tuple[T, Wish]:
    """The answer to one request for everything, or for what is left of it, and what that was."""
    try:
        return ask(asked.fields), asked
    except (GraphRefused, ChannelDown, Transient) as error:
        lack_of(error)
    probe(SHARES)  # what refuses even that is no matter of figures
    asked = _sifted(probe, asked)
    try:
        return ask(asked.fields), asked
    except (GraphRefused, ChannelDown, Transient) as error:
        # Each by itself is given, and all together are not: shares at least.
        asked = asked.without([*asked.counts, *asked.insights], lack_of(error))
    return ask(asked.fields), asked


def _sifted(probe: Callable[[str], object], asked: Wish) -> Wish:
    """What is left of a wish without what is refused. Summaries stand and fall together; insights die one by one."""
    for names in (asked.counts, tuple(asked.insights)):
        refusal = _refusal(probe, asked.only(names)) if names else None
        if refusal is None:
            continue
        if not is_invalid(refusal) or names == asked.counts:
            asked = asked.without(names, lack_of(refusal))
            continue
        for name in names:
            alone = refusal if len(names) == 1 else _refusal(probe, asked.only([name]))
            if alone is not None:
                asked = asked.without([name], Lack.NOT_OFFERED if is_invalid(alone) else lack_of(alone))
    return asked


def _refusal(probe: Callable[[str], object], asked: Wish) -> ChannelError | None:
    try:
        probe(asked.fields)
    except (GraphRefused, ChannelDown, Transient) as error:
        lack_of(error)
        return error
    return None
