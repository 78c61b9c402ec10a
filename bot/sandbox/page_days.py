"""A Page's own days: what its followers and its posts gained between two instants."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.sandbox.growth import Engagement
from bot.sandbox.nodes import Nodes
from bot.sandbox.state import PostRecord

_SUMS: Final[Mapping[str, Callable[[Engagement], int]]] = {
    "page_media_view": lambda counts: counts.views,
    "page_total_media_view_unique": lambda counts: counts.reach,
    "page_post_engagements": lambda counts: counts.total_reactions + len(counts.comments) + counts.shares + counts.clicks,
    "page_views_total": lambda counts: counts.clicks,
}


class PageDays:
    """The values of one Page, of these posts."""

    def __init__(self, nodes: Nodes, posts: Sequence[PostRecord]) -> None:
        self._nodes = nodes
        self._posts = posts

    def value(self, metric: str, begin: datetime, end: datetime) -> int:
        """One metric over the time between."""
        followers = self._nodes.followers(end)
        change = followers - self._nodes.followers(begin)
        if metric == "page_follows":
            return followers
        if metric == "page_daily_follows_unique":
            return max(change, 0)
        if metric == "page_daily_unfollows_unique":
            return max(-change, 0)
        count = _SUMS[metric]
        there = [post for post in self._posts if post.created_time < end]
        return sum(
            count(self._nodes.counts_at(post, end)) - count(self._nodes.counts_at(post, max(begin, post.created_time))) for post in there
        )
