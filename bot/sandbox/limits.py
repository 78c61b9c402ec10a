"""Facebook's limits as machines of state on the sandbox's clock: throttles with rising usage headers, and "posting too fast" (facts: graph-api §7)."""

import json
import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.sandbox.errors import GraphError

_TOLD_FROM: Final = 60  # percent; below, "enough calls have" not "been made" for headers
_MESSAGES: Final = {
    4: "Application request limit reached",
    17: "User request limit reached",
    32: "Page request limit reached",
    613: "Calls to this api have exceeded the rate limit.",
    80_001: "There have been too many calls to this Page account. Wait a bit and try again.",
}
_OF_APP: Final = frozenset({4, 17})  # counted by app or by user's token; their header tells no time


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """After `calls` within `within`, every further call is answered by `code` for `regain`; each one made meanwhile makes it `penalty` longer.

    `code` says whose calls count together: the app's (4), a token's (17) or a Page's (32, 613, 80001). `page_id` None: each Page by itself.
    """

    code: Literal[4, 17, 32, 613, 80_001]
    calls: int
    within: timedelta = timedelta(hours=1)
    regain: timedelta = timedelta(minutes=30)
    penalty: timedelta = timedelta(minutes=5)
    page_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFast:
    """After `posts` on a Page within `within`, all its writes are answered by 368/1390008 for `lasts`. `page_id` None: each Page by itself."""

    posts: int
    within: timedelta
    lasts: timedelta
    page_id: str | None = None


@dataclass(slots=True)
class _Meter:
    """The calls of one throttle for one app, token or Page."""

    calls: deque[datetime] = field(default_factory=deque)
    blocked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the limits say of a call: the usage headers for its answer, and the error that is answered instead, if any."""

    headers: dict[str, str]
    error: GraphError | None = None


class Limits:
    """The limits in force. Not thread-safe: the server holds its lock around each use."""

    def __init__(self, throttles: Iterable[Throttle] = (), too_fast: Iterable[TooFast] = ()) -> None:
        self.throttles = tuple(throttles)
        self.too_fast = tuple(too_fast)
        self._meters: dict[tuple[int, str], _Meter] = {}
        self._writes_blocked: dict[tuple[int, str], datetime] = {}

    def call(self, page_id: str, token: str, cost: int, now: datetime) -> Verdict:
        """Count a call that costs as many as `cost` against every throttle it falls under."""
        headers: dict[str, str] = {}
        error: GraphError | None = None
        for place, throttle in enumerate(self.throttles):
            if throttle.page_id not in {None, page_id}:
                continue
            key = {4: "app", 17: token}.get(throttle.code, page_id)
            percent, left = self._count(throttle, self._meters.setdefault((place, key), _Meter()), cost, now)
            if percent >= _TOLD_FROM:
                headers.update(_usage(throttle.code, page_id, percent, left))
            if left and error is None:
                error = GraphError(throttle.code, _MESSAGES[throttle.code])
        return Verdict(headers, error)

    @staticmethod
    def _count(throttle: Throttle, meter: _Meter, cost: int, now: datetime) -> tuple[int, timedelta]:
        """Percent used, and how long the calls are blocked (0: they are not)."""
        if meter.blocked_until is not None and now < meter.blocked_until:
            meter.blocked_until += throttle.penalty
            return 100, meter.blocked_until - now
        if meter.blocked_until is not None:
            meter.blocked_until = None
            meter.calls.clear()
        while meter.calls and now - meter.calls[0] >= throttle.within:
            meter.calls.popleft()
        if len(meter.calls) + cost > throttle.calls:
            meter.blocked_until = now + throttle.regain
            return 100, throttle.regain
        meter.calls.extend([now] * cost)
        return 100 * len(meter.calls) // throttle.calls, timedelta(0)

    def check_write(self, page_id: str, posted: Iterable[datetime], now: datetime) -> None:
        """Whether a write on the Page is let through, whose posts were made at `posted`. Raises GraphError 368/1390008."""
        times = list(posted)
        for place, rule in enumerate(self.too_fast):
            if rule.page_id not in {None, page_id}:
                continue
            key = (place, page_id)
            until = self._writes_blocked.get(key)
            if until is None or now >= until:
                # The ones before a block that has ended don't count again.
                begin = max(now - rule.within, until or datetime.min.replace(tzinfo=now.tzinfo))
                if sum(begin < at <= now for at in times) < rule.posts:
                    continue
                self._writes_blocked[key] = now + rule.lasts
            raise GraphError(368, "The action attempted has been deemed abusive or is otherwise disallowed", subcode=1_390_008)


def _usage(code: int, page_id: str, percent: int, left: timedelta) -> dict[str, str]:
    percents = {"call_count": percent, "total_time": percent // 2, "total_cputime": percent // 2}
    if code in _OF_APP:
        return {"x-app-usage": json.dumps(percents)}
    minutes = math.ceil(left / timedelta(minutes=1))
    row = {"type": "pages", **percents, "estimated_time_to_regain_access": minutes}
    return {"x-business-use-case-usage": json.dumps({page_id or "0": [row]}), "x-page-usage": json.dumps(percents)}
