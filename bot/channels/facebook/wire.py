"""The whole wire contract with Graph in one pure function: bytes in, value or one of the four errors out (DESIGN, section 8)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.channels.facebook.usage import Usage, read_usage
from bot.channels.facebook.verdicts import UNKNOWN, Verdict, look_up
from bot.errors import ChannelDown, ChannelError, Doubt, InDoubt, Refused, Throttled, Transient

_THROTTLE_PAUSE: Final = timedelta(minutes=15)  # where Facebook names no time
_DELAYED: Final = timedelta(minutes=2)  # before a passing fault that is no limit is met again


class GraphRefused(Refused):
    """Refused by Graph, with the code it gave, for callers that know better what it means (a dead metric, a deleted Post)."""

    def __init__(self, key: str, /, *, code: int, subcode: int | None, of_way: bool = False, **params: object) -> None:
        super().__init__(key, of_way=of_way, code=_shown(code, subcode), **params)
        self.code = code
        self.subcode = subcode


@dataclass(frozen=True, slots=True)
class Answer:
    """What Graph answered: the JSON value, and the version that really answered ("" where not told)."""

    value: Any
    version: str


def decipher(method: str, status: int, headers: Mapping[str, str], body: bytes) -> Answer:
    """An HTTP answer to an Answer.

    The same HTTP 500 is Transient for a GET and InDoubt for everything else: Facebook has answered 500 and published all the same.

    Raises:
        Transient, InDoubt, Refused, ChannelDown: decided on code and subcode, never on words in the text.
    """
    usage = read_usage(headers)
    value = _json(body)
    error = value.get("error") if isinstance(value, Mapping) else None
    if isinstance(error, Mapping):
        raise _judged(method, status, error, usage)
    if status >= 500 or status in {408, 425}:
        raise unclear(method, "channels.service_down", code=status)
    if status == 429:
        raise Throttled("channels.page_limit", scope="page", retry_after=usage.regain or _THROTTLE_PAUSE, code=status)
    if status == 303:
        # "See other" is what a server says after it has carried the request out.
        raise unclear(method, "channels.redirected", code=status)
    if 300 <= status < 400:
        # Never followed: the token must not go anywhere else. Nothing was carried out at the address we asked.
        raise Transient("channels.redirected", code=status)
    if status >= 400 or value is None:
        raise unclear(method, "channels.unreadable", code=status)
    lowered = {name.lower(): text for name, text in headers.items()}
    return Answer(value=value, version=lowered.get("facebook-api-version", ""))


def _json(body: bytes) -> Any:
    """The JSON value, whatever the content type says; None where there is none."""
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def unclear(method: str, key: str, /, **params: Any) -> ChannelError:
    """The error for an outcome nobody knows: harmless for a read, a doubt for a write."""
    return Transient(key, retry_after=None, **params) if method.upper() == "GET" else InDoubt(key, **params)


def _integer(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _shown(code: int, subcode: int | None) -> str:
    return f"{code}/{subcode}" if subcode is not None else str(code)


def _judged(method: str, status: int, error: Mapping[str, Any], usage: Usage) -> ChannelError:
    code = _integer(error.get("code"))
    subcode = _integer(error.get("error_subcode")) or None  # 0 is how Graph says "none"
    if code is None:
        return unclear(method, "channels.unreadable", code=status)
    row = look_up(code, subcode, status)
    key, shown, reads = row.key, _shown(code, subcode), method.upper() == "GET"
    match row.verdict:
        case Verdict.TRANSIENT:
            return Transient(key, retry_after=_DELAYED, code=shown)
        case Verdict.THROTTLED | Verdict.ESCALATES as verdict:
            pause = usage.regain or _THROTTLE_PAUSE
            return Throttled(key, scope=row.scope, escalates=verdict is Verdict.ESCALATES, retry_after=pause, code=shown)
        case Verdict.IN_DOUBT:
            return unclear(method, key, code=shown)
        case Verdict.DUPLICATE:
            return Transient(key, retry_after=None, code=shown) if reads else InDoubt(key, doubt=Doubt.DUPLICATE, code=shown)
        case Verdict.VAGUE if not reads:
            # "Unsupported post request" has been answered to posts that are on the Page (facts: graph-api §5.2): look before giving up.
            return InDoubt(key, doubt=Doubt.REFUSED, code=shown)
        case Verdict.VAGUE if row is UNKNOWN:
            return Transient(key, retry_after=None, code=shown)
        case Verdict.DOWN:
            return ChannelDown(key, code=shown)
        case Verdict.VAGUE | Verdict.REFUSED | Verdict.REFUSED_WAY as verdict:
            return GraphRefused(key, code=code, subcode=subcode, of_way=verdict is Verdict.REFUSED_WAY)
