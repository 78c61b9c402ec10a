"""The admin port: every switch, and the ground truth, as JSON over HTTP on the loopback interface (docs/sandbox.md). No token is ever in an answer."""

import json
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from email.message import Message
from threading import RLock
from typing import Any, Final, get_type_hints

from pydantic import BaseModel, ConfigDict, NonNegativeInt, create_model
from pydantic_core import to_jsonable_python

from bot.sandbox.config import PageSpec, SandboxConfig, UserSpec
from bot.sandbox.forms import read, read_faults
from bot.sandbox.limits import Throttle, TooFast
from bot.sandbox.replies import Reply, json_reply
from bot.sandbox.state import State
from bot.sandbox.switches import RULES, Switches
from bot.sandbox.transport import Listener
from bot.sandbox.truth import Truth

_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Clock(_Form):
    offset: timedelta | None = None
    advance: timedelta = timedelta(0)


class _Limits(_Form):
    throttles: tuple[Throttle, ...] = ()
    too_fast: tuple[TooFast, ...] = ()


class _Share(_Form):
    share: float


class _Death(_Form):
    subcode: NonNegativeInt | None = None
    at: datetime | None = None


class _Repair(_Form):
    token: str | None = None


class _Permissions(_Form):
    remove: tuple[str, ...] = ()
    restore: tuple[str, ...] = ()


class _Text(_Form):
    text: str


class _Listening(_Form):
    on: bool


class _NotThere(Exception):
    """No such endpoint, Page or rule."""


def _rules_form() -> type[BaseModel]:
    hints = get_type_hints(SandboxConfig)
    chosen: dict[str, Any] = {each.name: (hints[each.name] | None, None) for each in fields(SandboxConfig) if each.name in RULES}
    return create_model("Rules", __base__=_Form, **chosen)


class Admin:
    """Answers the admin port."""

    def __init__(self, state: State, lock: RLock, switches: Switches, truth: Truth, listener: Listener) -> None:
        self._state = state
        self._lock = lock
        self._switches = switches
        self._truth = truth
        self._listener = listener
        self._rules: type[BaseModel] = _rules_form()

    def answer(self, method: str, target: str, headers: Message, body: bytes) -> Reply:
        """One request: 200 with JSON; 400 for what can't be read, 403 for a foreign Host or Origin, 404 for what is not there, 409 where a check fails."""
        host = urllib.parse.urlsplit(f"//{headers.get('Host', '')}").hostname or ""
        if (host not in _HOSTS and host != "::1") or headers.get("Origin"):
            # A website in a browser on this machine must not throw our switches.
            return json_reply(403, {"error": "only from this machine, and from no website"})
        parts = urllib.parse.urlsplit(target)
        path = [urllib.parse.unquote(each) for each in parts.path.split("/") if each]
        query = dict(urllib.parse.parse_qsl(parts.query))
        try:
            given = json.loads(body) if body else {}
            status, value = self._do(method, path, query, given)
        except (_NotThere, KeyError) as error:
            return json_reply(404, {"error": f"not there: {method} {parts.path} {error}".strip()})
        except (ValueError, TypeError, OverflowError, OSError) as error:
            return json_reply(400, {"error": str(error)})
        return json_reply(status, to_jsonable_python(value, bytes_mode="base64"))

    def _do(self, method: str, path: Sequence[str], query: Mapping[str, str], given: Any) -> tuple[int, Any]:
        match method, list(path):
            case "GET", []:
                return 200, self._overview()
            case "POST", ["reset"]:
                return self._done(self._switches.reset)
            case "POST", ["listening"]:
                on = read(_Listening, given).on
                return self._done(self._listener.plug_in if on else self._listener.unplug)
            case (("GET" | "POST"), ["clock"]):
                return 200, self._clock(given)
            case "POST", ["rules"]:
                changes = read(self._rules, given).model_dump(exclude_unset=True)
                return self._done(lambda: self._switches.change_rules(**changes))
            case "POST", ["limits"]:
                limits = read(_Limits, given)
                return self._done(lambda: self._switches.set_limits(limits.throttles, limits.too_fast))
            case "GET", ["posts"]:
                return 200, self._posts(query)
            case "GET", ["log"]:
                return 200, [asdict(record) for record in self._truth.request_log()]
            case "POST", ["assert-no-token"]:
                found = self._truth.tokens_in(read(_Text, given).text)
                return (409 if found else 200), {"found": found}
            case _, ["faults", *rest]:
                return 200, self._faults(method, rest, given)
            case "POST", ["pages" | "users", *rest]:
                return self._done(lambda: self._identities(path[0], rest, given))
            case _:
                raise _NotThere

    @staticmethod
    def _done(change: Callable[[], object]) -> tuple[int, Any]:
        change()
        return 200, {"done": True}

    def _overview(self) -> dict[str, Any]:
        with self._lock:
            state = self._state
            config = state.config
            return {
                "now": state.now,
                "offset": state.offset.total_seconds(),
                "pages": [{**asdict(page), "token": "(redacted)"} for page in config.pages],
                "users": [{**asdict(user), "token": "(redacted)", "long_token": "(redacted)"} for user in config.users],
                "rules": {name: _plain(getattr(config, name)) for name in sorted(RULES - {"app_secret"})},
                "limits": {"throttles": state.limits.throttles, "too_fast": state.limits.too_fast},
                "faults": self._rules_in_force(),
                "injected": self._truth.injected(),
                "requests": len(state.log),
            }

    def _clock(self, given: Any) -> dict[str, Any]:
        wanted = read(_Clock, given)
        with self._lock:
            if wanted.offset is not None:
                self._switches.set_clock(wanted.offset)
            now = self._switches.advance_clock(wanted.advance)
            return {"now": now, "offset": self._state.offset.total_seconds()}

    def _faults(self, method: str, rest: Sequence[str], given: Any) -> Any:
        match method, list(rest):
            case "GET", []:
                return {"rules": self._rules_in_force(), "injected": self._truth.injected()}
            case "POST", []:
                return {"added": [self._switches.add_fault(fault) for fault in read_faults(given)]}
            case "DELETE", []:
                self._switches.clear_faults()
            case "POST", [number]:
                self._switches.set_share(int(number), read(_Share, given).share)
            case "DELETE", [number]:
                self._switches.remove_fault(int(number))
            case _:
                raise _NotThere
        return {"done": True}

    def _rules_in_force(self) -> dict[str, Any]:
        return {str(number): asdict(fault) for number, fault in self._switches.faults.items()}

    def _identities(self, kind: str, rest: Sequence[str], given: Any) -> None:
        match [kind, *rest]:
            case ["pages"]:
                self._switches.add_page(read(PageSpec, given))
            case ["users"]:
                self._switches.add_user(read(UserSpec, given))
            case ["pages", page_id, "kill"]:
                death = read(_Death, given)
                self._switches.kill_token(page_id, death.subcode, death.at)
            case ["pages", page_id, "repair"]:
                self._switches.repair_token(page_id, read(_Repair, given).token)
            case ["pages", page_id, "permissions"]:
                wanted = read(_Permissions, given)
                self._switches.remove_permissions(page_id, wanted.remove)
                self._switches.restore_permissions(page_id, wanted.restore)
            case _:
                raise _NotThere

    def _posts(self, query: Mapping[str, str]) -> dict[str, Any]:
        """The ground truth of each Page, or of the one that is asked for."""
        with self._lock:
            pages = [page.page_id for page in self._state.config.pages if query.get("page_id") in {None, page.page_id}]
            if not pages:
                raise KeyError(query.get("page_id"))
            return {page_id: self._truth_of(page_id) for page_id in pages}

    def _truth_of(self, page_id: str) -> dict[str, Any]:
        truth = self._truth
        return {
            "posts": [asdict(post) for post in truth.posts(page_id)],
            "by_content": [{"content": content, "made": made} for content, made in truth.posts_by_content(page_id).items()],
            "by_marker": {marker: asdict(count) for marker, count in truth.posts_by_marker(page_id).items()},
            "comments": [{"post": post, "text": text, "made": made} for (post, text), made in truth.comments_by_content(page_id).items()],
            "staged_photos": [{"id": photo.id, "temporary": photo.temporary, "alt": photo.alt} for photo in truth.staged_photos(page_id)],
        }


def _plain(value: Any) -> Any:
    return value.total_seconds() if isinstance(value, timedelta) else value
