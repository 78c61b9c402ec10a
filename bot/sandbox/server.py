"""The sandbox over HTTP: one lock around the state, the Graph API with its faults, the Page for people, its pictures, and the admin port."""

import threading
import urllib.parse
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from email.message import Message
from types import TracebackType
from typing import Any, Self

from bot.sandbox.admin import Admin
from bot.sandbox.config import SandboxConfig
from bot.sandbox.errors import GraphError, trace_id
from bot.sandbox.faults import Fault
from bot.sandbox.page_html import render_page
from bot.sandbox.replies import Reply, carried_out, instead, json_reply, usage
from bot.sandbox.routes import Routes, cost_of
from bot.sandbox.scrape import scrape
from bot.sandbox.state import Card, Clock, PostRecord, RequestRecord, State, redact
from bot.sandbox.switches import Switches
from bot.sandbox.tokens import Tokens
from bot.sandbox.transport import Listener
from bot.sandbox.truth import Truth
from bot.sandbox.wire import Call, read_call


class Sandbox:
    """A local Graph API and its Page. `start`/`stop`, or a context manager; every other method may be called from any thread.

    `switches` changes it while it runs, `truth` says what was really made. The methods named like theirs here are the ones that tests need most.
    """

    def __init__(self, config: SandboxConfig, clock: Clock) -> None:
        self._config = config
        self._state = State(config, clock)
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._connections = 0
        self.switches = Switches(self._state, self._lock)
        self.truth = Truth(self._state, self._lock)
        self._listener = Listener(config.host, config.port, self._answer, self._welcome)
        self._admin = Admin(self._state, self._lock, self.switches, self.truth, self._listener)
        self._admin_listener: Listener | None = None
        if config.admin_port is not None:
            self._admin_listener = Listener("127.0.0.1", config.admin_port, self._admin.answer)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to answer."""
        self._listener.plug_in()
        if self._admin_listener is not None:
            self._admin_listener.plug_in()

    def stop(self) -> None:
        """Stop answering; requests that hang by a fault are released."""
        self._listener.stop()
        if self._admin_listener is not None:
            self._admin_listener.stop()

    def unplug(self) -> None:
        """Let connections to the Graph API be refused, as when the network is down; `plug_in` ends it."""
        self._listener.unplug()

    def plug_in(self) -> None:
        """Accept connections again, on the same port."""
        self._listener.plug_in()

    def release_hangs(self) -> None:
        """Break off what hangs by a fault, and from now on what would."""
        self._listener.release()

    @property
    def base_url(self) -> str:
        """The Graph API's root, without a trailing slash."""
        return self._listener.url

    @property
    def admin_url(self) -> str:
        """The admin API's root, without a trailing slash; "" where there is none."""
        return self._admin_listener.url if self._admin_listener is not None else ""

    def page_url(self, page_id: str) -> str:
        """The Page for people."""
        return f"{self.base_url}/page/{page_id}"

    def add_fault(self, fault: Fault) -> int:
        """See `Switches.add_fault`."""
        return self.switches.add_fault(fault)

    def allow_scrape(self, host_port: str) -> None:
        """See `Switches.allow_scrape`."""
        self.switches.allow_scrape(host_port)

    def change_token(self, page_id: str, **changes: Any) -> None:
        """See `Switches.change_page`."""
        self.switches.change_page(page_id, **changes)

    def kill_metric(self, name: str) -> None:
        """See `Switches.kill_metric`."""
        self.switches.kill_metric(name)

    def posts(self, page_id: str) -> tuple[PostRecord, ...]:
        """See `Truth.posts`."""
        return self.truth.posts(page_id)

    def posts_by_content(self, page_id: str) -> Counter[str]:
        """See `Truth.posts_by_content`."""
        return self.truth.posts_by_content(page_id)

    def request_log(self) -> tuple[RequestRecord, ...]:
        """See `Truth.request_log`."""
        return self.truth.request_log()

    def wait_until(self, condition: Callable[[], bool], timeout: float = 60.0) -> None:
        """Return as soon as the condition holds after some request (for tests that act in the middle of one). Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(condition, timeout):
                raise TimeoutError("it did not come to that")

    def wait_for_post(self, page_id: str, timeout: float = 60.0) -> PostRecord:
        """The newest post of the Page, as soon as there is one."""
        self.wait_until(lambda: bool(self.posts(page_id)), timeout)
        return self.posts(page_id)[-1]

    # Answering

    def _welcome(self) -> bool:
        """Whether a connection is taken at all."""
        with self._lock:
            self._connections += 1
            return self._state.script.take_blind(self._connections) is None

    def _answer(self, method: str, target: str, headers: Message, body: bytes) -> Reply:
        path = urllib.parse.urlsplit(target).path
        if method == "GET" and path.startswith("/page/"):
            return self._page_for_people(path.removeprefix("/page/").strip("/"))
        if method == "GET" and path.startswith("/photo/"):
            return self._picture(path.removeprefix("/photo/"))
        return self._answer_call(method, target, headers, body)

    def _page_for_people(self, page_id: str) -> Reply:
        with self._lock:
            try:
                page = self._state.page(page_id)
            except GraphError:
                return Reply(status=404, body=b"404", content_type="text/plain; charset=utf-8")
            now = self._state.now
            self._state.settle(now)
            html = render_page(self._state, page, now, self.base_url)
        return Reply(status=200, body=html.encode(), content_type="text/html; charset=utf-8")

    def _picture(self, photo_id: str) -> Reply:
        with self._lock:
            photo = self._state.photos.get(photo_id)
        if photo is None or not photo.content:
            return Reply(status=404, body=b"404", content_type="text/plain; charset=utf-8")
        # What was uploaded must not become a page of this origin, whatever it is.
        return Reply(
            status=200,
            body=photo.content,
            content_type=photo.content_type,
            headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=3600"},
        )

    def _answer_call(self, method: str, target: str, headers: Message, body: bytes) -> Reply:
        call: Call | None = None
        fault: Fault | None = None
        with self._lock:
            state = self._state
            number = len(state.log) + 1
            told = {"x-fb-trace-id": trace_id(number, state.config.seed), "x-fb-debug": "sandbox", "x-fb-rev": "1"}
            try:
                call = read_call(method, target, headers, body)
                told["facebook-api-version"] = call.version
                page_id = self._page_id(call)
                fault = state.script.take(call.method, call.edge, page_id, number)
                reply = (fault and instead(fault, told)) or self._carry_out(call, fault, told, number, page_id)
            except GraphError as error:
                reply = json_reply(error.status, error.envelope(told["x-fb-trace-id"]), told)
            bearer, kind = call is not None and call.had_bearer, fault.kind if fault is not None else ""
            state.log.append(replace(self._redacted(method, target, body), status=reply.status, had_bearer=bearer, fault=kind))
            self._changed.notify_all()
        return reply

    def _page_id(self, call: Call) -> str:
        """The Page a call is about: that of its path, else that of its token."""
        node = call.path[0].partition("_")[0] if call.path else ""
        if any(page.page_id == node for page in self._state.config.pages):
            return node
        return Tokens(self._state, self._state.now).page_id_of(call.token)

    def _carry_out(self, call: Call, fault: Fault | None, told: dict[str, str], number: int, page_id: str) -> Reply:
        state = self._state
        now = state.now
        state.settle(now)
        if len(state.log) >= state.config.usage_headers_after:
            told.update(usage(len(state.log), call))
        verdict = state.limits.call(page_id, call.token, cost_of(call), now)
        told.update(verdict.headers)
        if verdict.error is not None:
            raise verdict.error
        hosts = state.config.scrape_hosts

        def card(link: str) -> Card:
            return scrape(link, hosts)

        value = Routes(state, now, self.base_url, card, number).answer(call)
        return carried_out(fault, value, call, told)

    def _redacted(self, method: str, target: str, body: bytes) -> RequestRecord:
        """The request without what came of it yet."""
        parts = urllib.parse.urlsplit(target)
        secrets = self._state.known_secrets
        return RequestRecord(
            method=method,
            path=redact(parts.path, secrets),
            query=redact(parts.query, secrets),
            body=redact(body.decode("utf-8", "replace"), secrets)[:20_000],  # in this order: half a secret is none that is known
            status=0,
            had_bearer=False,
        )
