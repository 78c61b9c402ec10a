"""What goes back over the wire: a value as JSON, and what each fault makes of it."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.sandbox.errors import GraphError
from bot.sandbox.faults import Fault
from bot.sandbox.wire import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One HTTP answer. `pause` is waited before each byte of the body; with `hangs` nothing is sent; with `drops` the connection breaks."""

    status: int
    body: bytes
    content_type: str | None = "application/json; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0
    hangs: bool = False
    drops: bool = False


def json_reply(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Reply:
    """A value as JSON."""
    return Reply(status=status, body=json.dumps(value, ensure_ascii=False).encode(), headers=headers or {})


def instead(fault: Fault, headers: Mapping[str, str]) -> Reply | None:
    """The answer of a fault that keeps the request from being carried out; None for the other kinds."""
    trace = headers["x-fb-trace-id"]
    match fault.kind:
        case "drop-before-commit" | "drop-before-reading":
            return Reply(status=0, body=b"", drops=True)
        case "500-before-commit":
            return json_reply(500, GraphError(2, "Service temporarily unavailable", status=500).envelope(trace), headers)
        case "503-html-before-commit":
            return Reply(status=503, body=b"<html><body>Sorry, something went wrong.</body></html>", content_type="text/html")
        case "error":
            error = GraphError(fault.code, fault.message, subcode=fault.subcode, status=fault.status)
            return json_reply(fault.status, error.envelope(trace, {"unknown_key": {"a": 1}}), {**headers, **fault.headers})
        case "redirect":
            return Reply(status=302, body=b"", headers={**headers, "Location": "http://127.0.0.1:9/elsewhere"})
        case _:
            return None


def carried_out(fault: Fault | None, value: Any, call: Call, headers: Mapping[str, str]) -> Reply:
    """The answer after the request was carried out, spoilt where the fault says so."""
    whole = json_reply(200, value, headers)
    match fault.kind if fault is not None else None:
        case "commit-then-drop":
            return replace(whole, drops=True)
        case "commit-then-hang":
            return replace(whole, hangs=True, drops=True)
        case "commit-then-500":
            message = "An unexpected error has occurred. Please retry your request later."
            return json_reply(500, GraphError(2, message, status=500).envelope(headers["x-fb-trace-id"]), headers)
        case "commit-then-400":
            return json_reply(400, GraphError(100, "Unsupported post request.").envelope(headers["x-fb-trace-id"]), headers)
        case "commit-then-empty":
            return replace(whole, body=b"")
        case "commit-then-html":
            return Reply(status=200, body=b"<html><body>Facebook</body></html>", content_type="text/html", headers=headers)
        case "commit-then-truncated":
            return replace(whole, body=whole.body[: len(whole.body) // 2])
        case "commit-then-no-id":
            return replace(whole, body=b"{}")
        case "slow-trickle":
            return replace(whole, pause=fault.pause if fault is not None else 0.0)
        case "no-content-type":
            return replace(whole, content_type=None)
        case "gzip":
            return replace(whole, body=gzip.compress(whole.body), headers={**headers, "Content-Encoding": "gzip"})
        case "unknown-keys":
            return json_reply(200, {**value, "unknown_key": {"a": [1]}} if isinstance(value, dict) else value, {**headers, **_odd(call)})
        case "null-in-batch":
            # An operation that timed out: whether it was carried out is not told (facts: graph-api §5.1).
            return json_reply(200, [*value[:-1], None] if isinstance(value, list) else value, headers)
        case "batch-out-of-order":
            return json_reply(200, value[::-1] if isinstance(value, list) else value, headers)
        case _:
            return whole


def _odd(call: Call) -> dict[str, str]:
    """Usage headers with keys and shapes that nobody has heard of."""
    row = {"type": "pages", "call_count": 12, "a_new_key": {"b": [1, 2]}, "total_time": "many", "estimated_time_to_regain_access": None}
    return {
        "x-app-usage": json.dumps({"call_count": 11, "a_new_key": "x", "total_time": []}),
        "x-business-use-case-usage": json.dumps({call.path[0] if call.path else "0": [row, 7, None], "also_new": 3}),
        "x-page-usage": "not JSON at all",
        "x-a-new-header": "1",
    }


def usage(calls: int, call: Call) -> dict[str, str]:
    """Usage headers of an ordinary day after so many calls; far from any limit."""
    share = min(calls // 50, 50)
    node = call.path[0] if call.path else "0"
    percents = {"call_count": share, "total_time": share // 2, "total_cputime": share // 2}
    row = {"type": "pages", **percents, "estimated_time_to_regain_access": 0}
    return {
        "x-app-usage": json.dumps(percents),
        "x-page-usage": json.dumps(percents),
        "x-business-use-case-usage": json.dumps({node.split("_")[0]: [row]}),
    }
