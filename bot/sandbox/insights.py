"""Insights of posts and Pages (facts: graph-api §6): which metrics live, and the shape of an answer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from bot.sandbox.config import SandboxConfig
from bot.sandbox.errors import GraphError
from bot.sandbox.growth import Engagement


def _by_type(counts: Engagement) -> dict[str, int]:
    # CARE is folded into like; SAD is called sorry here and ANGRY anger (facts: graph-api §6.2).
    names = {"LIKE": "like", "CARE": "like", "LOVE": "love", "WOW": "wow", "HAHA": "haha", "SAD": "sorry", "ANGRY": "anger"}
    folded: dict[str, int] = {}
    for kind, count in counts.reactions.items():
        folded[names[kind]] = folded.get(names[kind], 0) + count
    return folded


_POST: Final[Mapping[str, Callable[[Engagement], Any]]] = {
    "post_media_view": lambda counts: counts.views,
    "post_total_media_view_unique": lambda counts: counts.reach,
    "post_clicks": lambda counts: counts.clicks,
    "post_reactions_by_type_total": _by_type,
    "post_reactions_like_total": lambda counts: _by_type(counts).get("like", 0),
    "post_reactions_love_total": lambda counts: _by_type(counts).get("love", 0),
    "post_reactions_wow_total": lambda counts: _by_type(counts).get("wow", 0),
    "post_reactions_haha_total": lambda counts: _by_type(counts).get("haha", 0),
    "post_reactions_sorry_total": lambda counts: _by_type(counts).get("sorry", 0),
    "post_reactions_anger_total": lambda counts: _by_type(counts).get("anger", 0),
}
_PAGE: Final = (
    "page_follows",
    "page_daily_follows_unique",
    "page_daily_unfollows_unique",
    "page_media_view",
    "page_total_media_view_unique",
    "page_post_engagements",
    "page_views_total",
)
_MOST_DAYS: Final = 90
# Midnight in California, as UTC; the sandbox knows no summer time.
_DAY_ENDS: Final = timedelta(hours=8)
_DAY: Final = timedelta(days=1)

Values = Callable[[str, datetime, datetime], int]


def post_insights(config: SandboxConfig, post_id: str, metrics: Sequence[str], counts: Engagement, likes_of_page: int) -> dict[str, Any]:
    """`GET /{post}/insights`. One metric that is dead or unknown makes the whole call fail."""
    if not metrics:
        raise GraphError(3001, "No metric was specified to be fetched", subcode=1504028)
    if likes_of_page < config.min_likes_for_insights:
        raise GraphError(100, "There are not enough viewers for the media to show insights", subcode=2874008)
    for metric in metrics:
        if metric not in _POST or metric in config.dead_metrics:
            raise GraphError(100, "The value must be a valid insights metric")
    data = [_row(post_id, metric, "lifetime", _POST[metric](counts)) for metric in metrics]
    return {"data": data, "paging": _paging(post_id)}


def page_insights(  # noqa: PLR0917 - what the Page is, and what it is asked for
    config: SandboxConfig, page_id: str, metrics: Sequence[str], likes_of_page: int, days: Sequence[datetime], values: Values
) -> dict[str, Any]:
    """`GET /{page}/insights` of the days that end at `days`. One metric that is dead or unknown makes the whole call fail."""
    if not metrics:
        raise GraphError(3001, "No metric was specified to be fetched", subcode=1504028)
    if likes_of_page < config.min_likes_for_insights:
        raise GraphError(100, "There are not enough viewers for the media to show insights", subcode=2874008)
    for metric in metrics:
        if metric not in _PAGE or metric in config.dead_metrics:
            raise GraphError(100, "The value must be a valid insights metric")
    rows = []
    for metric in metrics:
        told = [{"value": values(metric, end - _DAY, end), "end_time": end.strftime("%Y-%m-%dT%H:%M:%S+0000")} for end in days]
        rows.append({**_row(page_id, metric, "day", None), "values": told})
    return {"data": rows, "paging": _paging(page_id)}


def ends_of_days(since: datetime | None, until: datetime | None, now: datetime) -> list[datetime]:
    """The ends of the days that are over, after `since` and up to `until`; without them, of the last two. Raises GraphError for more than 90 days."""
    until = min(until or now, now)
    since = since or until - 2 * _DAY
    if until - since > _MOST_DAYS * _DAY:
        raise GraphError(100, "There cannot be more than 90 days (7776000 s) between since and until")
    end = since.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY_ENDS
    ends = [end + number * _DAY for number in range(_MOST_DAYS + 2)]
    return [each for each in ends if since < each <= until]


def _row(node: str, metric: str, period: str, value: Any) -> dict[str, Any]:
    return {
        "name": metric,
        "period": period,
        "values": [{"value": value}],
        "title": metric.replace("_", " ").capitalize(),
        "description": "",
        "id": f"{node}/insights/{metric}/{period}",
    }


def _paging(node: str) -> dict[str, str]:
    # Always there, and never to be followed: it never ends (facts: graph-api §6.5).
    return {
        "previous": f"https://graph.facebook.com/{node}/insights?since=0&until=1",
        "next": f"https://graph.facebook.com/{node}/insights?since=1&until=2",
    }
