"""Engagement of up to fifty Posts: counts in one request, insights in another, and a metric or a Post that fails takes nothing else with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bot.channels.facebook.graph import Graph
from bot.channels.facebook.wire import GraphRefused
from bot.channels.protocol import Measure
from bot.errors import ChannelDown, ChannelError, Transient

_DEAD_FOR: Final = timedelta(hours=24)
_KINDS: Final = ("like", "love", "care", "wow", "haha", "sad", "angry")
_SHARES: Final = "shares"
_SUMMARIES: Final = ",".join(
    [
        "reactions.limit(0).summary(total_count)",
        "comments.limit(0).filter(stream).summary(total_count)",
        *(f"reactions.type({kind.upper()}).limit(0).summary(total_count).as(reaction_{kind})" for kind in _KINDS),
    ]
)
# Our name -> Graph's (facts: graph-api §6.2)
_INSIGHTS: Final[Mapping[str, str]] = {"views": "post_media_view", "reach": "post_total_media_view_unique", "clicks": "post_clicks"}
_COUNTS: Final = ("reactions", "comments", *(f"reaction_{kind}" for kind in _KINDS))
# What costs the figures that were asked for and nothing else: a permission or capability they need, a code nobody knows.
_COSTS_ONLY_THESE: Final = frozenset({"channels.permission", "channels.app_not_permitted", "channels.unknown_code"})
_UNKNOWN_FAULT: Final = "channels.unknown_fault"  # code 1, for a read also "reduce the amount of data"
_MOST: Final = 2**63 - 1  # a database can't hold more


@dataclass(slots=True)
class Figures:
    """Which metrics are known to be dead, and until when that is believed."""

    clock: Callable[[], datetime]
    dead_until: dict[str, datetime] = field(default_factory=dict)

    def alive(self) -> list[str]:
        """Our names of the insights worth asking for now."""
        now = self.clock()
        return [name for name in _INSIGHTS if self.dead_until.get(name, now) <= now]

    def bury(self, name: str) -> None:
        """Remember a metric as dead for a day."""
        self.dead_until[name] = self.clock() + _DEAD_FOR


@dataclass(slots=True)
class _Sheet:
    """What is known of one Post while it is being read."""

    metrics: dict[str, int] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def lack(self, names: Sequence[str], why: str) -> None:
        for name in names:
            if name not in self.metrics:
                self.missing[name] = why


def read_figures(graph: Graph, figures: Figures, remote_ids: Sequence[str]) -> Mapping[str, Measure]:
    """By remote id; Posts that Graph no longer shows are absent. Raises Transient or ChannelDown where nothing at all can be read."""
    sheets: dict[str, _Sheet] = {}
    if not remote_ids:
        return {}
    for remote_id, node in _many(graph, remote_ids, _SHARES).items():
        sheets[remote_id] = sheet = _Sheet()
        # `shares` is left out when it is 0 (facts: graph-api §6.1); that is the one absence which means a number.
        shares = _count(node["shares"], "count") if "shares" in node else 0
        if shares is not None:
            sheet.metrics["shares"] = shares
        sheet.lack(["shares"], "unreadable")
    present = list(sheets)
    if present:
        _add_counts(graph, sheets, present)
        _add_insights(graph, figures, sheets, present)
    return {remote_id: Measure(metrics=sheet.metrics, missing=sheet.missing) for remote_id, sheet in sheets.items()}


def _many(graph: Graph, ids: Sequence[str], fields: str) -> dict[str, Mapping[str, Any]]:
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
    return {**_many(graph, ids[:half], fields), **_many(graph, ids[half:], fields)}


def _reason(error: ChannelError) -> str:
    """Why the figures asked for are missing. Raises what means more than that."""
    if isinstance(error, GraphRefused) or error.key in _COSTS_ONLY_THESE:
        return error.say("en")
    raise error


def _add_counts(graph: Graph, sheets: Mapping[str, _Sheet], ids: Sequence[str]) -> None:
    try:
        nodes = _many(graph, ids, _SUMMARIES)
    except (GraphRefused, ChannelDown, Transient) as error:
        # These need a permission that shares and insights don't (facts: graph-api §4.1): their lack must not cost the others.
        why = _reason(error)
        for sheet in sheets.values():
            sheet.lack(_COUNTS, why)
        return
    for remote_id, sheet in sheets.items():
        node = nodes.get(remote_id, {})
        for name in _COUNTS:
            edge = node.get(name)
            total = _count(edge.get("summary"), "total_count") if isinstance(edge, Mapping) else None
            if total is not None:
                sheet.metrics[name] = total
        sheet.lack(_COUNTS, "not in the answer")


def _add_insights(graph: Graph, figures: Figures, sheets: Mapping[str, _Sheet], ids: Sequence[str]) -> None:
    alive = figures.alive()
    for sheet in sheets.values():
        sheet.lack([name for name in _INSIGHTS if name not in alive], "no longer offered by Facebook")
    _ask_insights(graph, figures, sheets, ids, alive)


def _ask_insights(graph: Graph, figures: Figures, sheets: Mapping[str, _Sheet], ids: Sequence[str], names: Sequence[str]) -> None:
    """All metrics in one request; where one of them is refused, each alone, so that one dead metric never loses the others."""
    if not names:
        return
    metrics = ",".join(_INSIGHTS[name] for name in names)
    try:
        nodes = _many(graph, ids, f"insights.metric({metrics}).period(lifetime)")
    except (GraphRefused, ChannelDown, Transient) as error:
        why = _reason(error)
        invalid = isinstance(error, GraphRefused) and (error.code, error.subcode) == (100, None)
        if invalid and len(names) > 1:
            for name in names:
                _ask_insights(graph, figures, sheets, ids, [name])
            return
        if invalid:
            figures.bury(names[0])
        for sheet in sheets.values():
            sheet.lack(names, why)
        return
    for remote_id, sheet in sheets.items():
        values = _insight_values(nodes.get(remote_id, {}))
        sheet.metrics.update({name: values[_INSIGHTS[name]] for name in names if _INSIGHTS[name] in values})
        sheet.lack(names, "not in the answer yet")


def _insight_values(node: Mapping[str, Any]) -> dict[str, int]:
    edge = node.get("insights")
    rows = edge.get("data") if isinstance(edge, Mapping) else None
    found = {}
    for row in rows if isinstance(rows, list) else ():
        values = row.get("values") if isinstance(row, Mapping) else None
        value = values[-1].get("value") if isinstance(values, list) and values and isinstance(values[-1], Mapping) else None
        if isinstance(value, Mapping):
            # Some metrics come split (paid, organic): the parts add up (facts: graph-api §6.5).
            parts = [part for part in map(_number, value.values()) if part is not None]
            value = sum(parts) if parts else None
        number = _number(value)
        if number is not None:
            found[str(row.get("name"))] = number
    return found


def _count(node: object, name: str) -> int | None:
    return _number(node.get(name)) if isinstance(node, Mapping) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST else None
