"""The Page's own figures: followers now, and whole days one by one; and how many comments have no answer of the Page."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from bot.channels.facebook.figure_fields import insight_number, insight_rows, number
from bot.channels.facebook.figures import is_invalid, lack_of, many
from bot.channels.facebook.graph import Graph
from bot.channels.facebook.listing import inner, moment
from bot.channels.facebook.wire import GraphRefused
from bot.channels.protocol import PageMeasure, Unanswered
from bot.engagement.metrics import PAGE_METRICS
from bot.errors import ChannelDown, ChannelError, Transient
from bot.figures import Lack

MOST_DAYS: Final = 90  # between since and until (facts: graph-api §6.4)
# A day's value ends at midnight in California, 07:00 or 08:00 UTC of the next day.
_WITHIN_THE_DAY: Final = timedelta(hours=12)
_COMMENTS: Final = "comments.filter(toplevel).limit(100){from{id},comments.limit(25){from{id}}}"


def read_page(graph: Graph, page_id: str, since: date, until: date, without: Mapping[str, Lack]) -> PageMeasure:
    """The Page's figures: those of now, and of each day from `since` on and before `until`, at most 90.

    Raises:
        Transient, ChannelDown, Refused: nothing at all can be read.
    """
    now = {name: metric.offers[0].name for name, metric in PAGE_METRICS.items() if not metric.insight}
    node = graph.get_object(page_id, fields=",".join(now.values()))
    if not isinstance(node, Mapping):
        raise Transient("channels.unreadable", code=200)
    values = {name: number(node.get(field)) for name, field in now.items()}
    missing: dict[str, str] = {name: why.value for name, why in without.items() if name in PAGE_METRICS}
    missing |= {name: Lack.NOT_YET.value for name, value in values.items() if value is None}
    offers = {name: metric.offered(graph.version, until) for name, metric in PAGE_METRICS.items() if metric.insight and name not in without}
    missing |= {name: Lack.NOT_OFFERED.value for name, offer in offers.items() if offer is None}
    asked = {name: offer for name, offer in offers.items() if offer is not None}
    days, lost = _days(graph, page_id, asked, {"since": _at(max(since, until - timedelta(days=MOST_DAYS))), "until": _at(until)})
    missing |= {name: why.value for name, why in lost.items()}
    missing |= {name: Lack.NOT_YET.value for name in asked if not days.get(name) and name not in lost}
    return PageMeasure(metrics={name: value for name, value in values.items() if value is not None}, missing=missing, days=days)


def _at(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _days(
    graph: Graph, page_id: str, asked: Mapping[str, str], window: Mapping[str, int]
) -> tuple[dict[str, dict[date, int]], dict[str, Lack]]:
    """The values of the days by our name, and what is not given. All with one request; where one of them is refused, each alone."""
    if not asked:
        return {}, {}
    found = _asked(graph, page_id, asked, window)
    if not isinstance(found, ChannelError):
        return found, {}
    if not is_invalid(found):
        return {}, dict.fromkeys(asked, lack_of(found))
    days: dict[str, dict[date, int]] = {}
    lost: dict[str, Lack] = {}
    for name, offer in asked.items():
        alone = _asked(graph, page_id, {name: offer}, window)
        if isinstance(alone, ChannelError):
            lost[name] = Lack.NOT_OFFERED if is_invalid(alone) else lack_of(alone)
        else:
            days |= alone
    # Where none is taken, it is not the metrics that are wrong.
    return days, lost if len(lost) < len(asked) else dict.fromkeys(asked, Lack.REFUSED)


def _asked(graph: Graph, page_id: str, asked: Mapping[str, str], window: Mapping[str, int]) -> dict[str, dict[date, int]] | ChannelError:
    try:
        # `paging.next` is always there on insights, and never ends: it is not followed (facts: graph-api §6.5).
        value = graph.get_connections(page_id, "insights", metric=list(asked.values()), period="day", **window)
    except (GraphRefused, ChannelDown, Transient) as error:
        lack_of(error)
        return error
    rows = insight_rows(value.get("data") if isinstance(value, Mapping) else None)
    return {name: _values([row for row in rows if row.get("name") == offer]) for name, offer in asked.items()}


def _values(rows: Sequence[Mapping[str, Any]]) -> dict[date, int]:
    found = {}
    for value in (each for row in rows for each in row["values"] if isinstance(each, Mapping)):
        ends, counted = moment(value.get("end_time")), insight_number(value.get("value"))
        if ends is not None and counted is not None:
            found[(ends.astimezone(UTC) - _WITHIN_THE_DAY).date()] = counted
    return found


def read_unanswered(graph: Graph, page_id: str, remote_ids: Sequence[str]) -> Mapping[str, Unanswered]:
    """By remote id, how many comments have no answer of the Page; Posts that Graph no longer shows are absent. No text is asked for.

    Raises:
        Transient, ChannelDown, Refused: nothing at all can be read.
    """
    if not remote_ids:
        return {}
    return {remote_id: _unanswered(inner(node, "comments"), page_id) for remote_id, node in many(graph, remote_ids, _COMMENTS).items()}


def _unanswered(edge: Mapping[str, Any], page_id: str) -> Unanswered:
    waiting, is_whole = 0, not _goes_on(edge)
    for comment in _items(edge):
        if _author(comment) == page_id:
            continue
        replies = inner(comment, "comments")
        if any(_author(reply) == page_id for reply in _items(replies)):
            continue
        waiting += 1
        is_whole = is_whole and not _goes_on(replies)
    return Unanswered(waiting=waiting, is_whole=is_whole)


def _items(edge: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    data = edge.get("data")
    return [each for each in data if isinstance(each, Mapping)] if isinstance(data, list) else []


def _goes_on(edge: Mapping[str, Any]) -> bool:
    return bool(inner(edge, "paging").get("next"))


def _author(comment: Mapping[str, Any]) -> object:
    return inner(comment, "from").get("id")
