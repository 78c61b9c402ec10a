"""Edges cut into pages by cursors, and the listings of posts with their gaps: late, incomplete, or changing under the cursor (facts: graph-api §5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.sandbox.errors import GraphError
from bot.sandbox.faults import dice
from bot.sandbox.nodes import Nodes
from bot.sandbox.state import PostRecord, State
from bot.sandbox.wire import Call

_MOST_A_PAGE: Final = 100
_START: Final = "from-the-start"
_PLACE: Final = "place-"


def cut(call: Call, items: Sequence[dict[str, Any]], base_url: str, *, by_place: bool = False) -> dict[str, Any]:
    """One page of an edge, by `limit` and `after`. With `by_place` the cursor counts items, so that what comes or goes before it moves the rest."""
    limit = min(max(_number(call, "limit", 25), 1), _MOST_A_PAGE)
    after = str(call.parameters.get("after", ""))
    if after.startswith(_PLACE) and after.removeprefix(_PLACE).isdecimal():
        start = int(after.removeprefix(_PLACE))
    else:
        start = next((place + 1 for place, item in enumerate(items) if item["id"] == after), 0)
    shown = items[start : start + limit]
    answer: dict[str, Any] = {"data": list(shown)}
    if shown:
        end = start + len(shown)
        last = f"{_PLACE}{end}" if by_place else shown[-1]["id"]
        first = f"{_PLACE}{start}" if by_place else shown[0]["id"]
        answer["paging"] = {"cursors": {"before": first, "after": last}}
        if end < len(items):
            answer["paging"]["next"] = _next(call, base_url, limit, last)
    return answer


def _next(call: Call, base_url: str, limit: int, after: str) -> str:
    # With header authorization Graph's own `next` carries no token (facts: graph-api §2.3).
    return f"{base_url}/{call.version}/{'/'.join(call.path)}?limit={limit}&after={after}"


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing of posts for one request; `request` is its number, which decides what an incomplete one leaves out."""

    state: State
    nodes: Nodes
    now: datetime
    base_url: str
    request: int

    def published(self, call: Call, page_id: str) -> dict[str, Any]:
        """The Page's own posts, newest first, as far as this listing shows them."""
        config = self.state.config
        posts = [post for post in self.state.visible(page_id) if self._is_shown(post)]
        if config.listing_empty_page and not call.parameters.get("after"):
            paging = {"cursors": {"before": _START, "after": _START}, "next": _next(call, self.base_url, 25, _START)}
            return {"data": [], "paging": paging}
        return self.of(call, posts)

    def _is_shown(self, post: PostRecord) -> bool:
        config = self.state.config
        if post.created_time + config.listing_lag > self.now:
            return False
        if dice(config.seed, "hidden", post.id) < config.listing_hides:
            return False
        return dice(config.seed, "left out", post.id, self.request) >= config.listing_leaves_out

    def of(self, call: Call, posts: Sequence[PostRecord]) -> dict[str, Any]:
        """These posts, within `since` and `until`, which are compared with the times as they are told."""
        since, until = instant(call, "since", self.now), instant(call, "until", self.now)
        skew = self.state.config.clock_skew
        kept = [
            post
            for post in posts
            if (since is None or post.created_time + skew >= since) and (until is None or post.created_time + skew <= until)
        ]
        fields = str(call.parameters.get("fields", ""))
        by_place = self.state.config.listing_offset_cursors
        page = cut(call, [{"id": post.id} for post in kept], self.base_url, by_place=by_place)
        check_amount(fields, len(page["data"]), self.state.config.most_at_once)
        by_id = {post.id: post for post in kept}
        return {**page, "data": [self.nodes.post(by_id[item["id"]], fields) for item in page["data"]]}


def instant(call: Call, name: str, now: datetime) -> datetime | None:
    """A time in the parameters: seconds, or ISO 8601. Raises GraphError for what is none."""
    text = str(call.parameters.get(name, ""))
    if not text:
        return None
    try:
        at = datetime.fromtimestamp(int(text), now.tzinfo) if text.isdecimal() else datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError) as error:
        raise GraphError(100, f"Invalid parameter {name}") from error
    return at if at.tzinfo else at.replace(tzinfo=now.tzinfo)


def check_amount(fields: str, posts: int, most: int) -> None:
    """Figures of very many posts at once are refused. Raises GraphError."""
    if posts > most and ("insights" in fields or "summary" in fields):
        raise GraphError(1, "Please reduce the amount of data you're asking for, then retry your request", status=500)


def _number(call: Call, name: str, default: int) -> int:
    text = str(call.parameters.get(name) or default)
    if not text.isdecimal() or len(text) > 9:
        raise GraphError(100, f"Param {name} must be an integer")
    return int(text)
