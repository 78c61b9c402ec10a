"""What can be switched while the sandbox runs: tokens, permissions, the clock, the rules, the limits, the fault script."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, timedelta
from threading import RLock
from typing import Any, Final

from bot.sandbox.config import PageSpec, SandboxConfig, UserSpec
from bot.sandbox.errors import GraphError
from bot.sandbox.faults import Fault
from bot.sandbox.limits import Limits, Throttle, TooFast
from bot.sandbox.state import PostRecord, State

# What `change_rules` may change; the rest has a switch of its own, or can't be changed while it runs.
RULES: Final = frozenset(each.name for each in fields(SandboxConfig)) - {
    "pages",
    "users",
    "host",
    "port",
    "admin_port",
    "faults",
    "throttles",
    "too_fast",
    "seed",
}


class Switches:
    """Every switch may be thrown from any thread; it counts from the next request on. All raise KeyError for a Page or rule that is not there."""

    def __init__(self, state: State, lock: RLock) -> None:
        self._state = state
        self._lock = lock

    def reset(self) -> None:
        """Everything as at the start: no posts, the first tokens, rules and faults, and no clock offset."""
        with self._lock:
            self._state.reset()

    # Clock and rules

    def set_clock(self, offset: timedelta) -> None:
        """Let the sandbox's clock be so far ahead of the one that was handed in. Raises OverflowError beyond the years 1970 to 2999."""
        with self._lock:
            self._state.set_offset(offset)

    def advance_clock(self, by: timedelta) -> datetime:
        """Move the sandbox's clock on; what it shows then. Raises as `set_clock` does."""
        with self._lock:
            self._state.set_offset(self._state.offset + by)
            return self._state.now

    def change_rules(self, **changes: Any) -> None:
        """Change rules of `SandboxConfig` by name (those in `RULES`). Raises ValueError for another name."""
        if unknown := set(changes) - RULES:
            raise ValueError(f"no rules that can be switched: {', '.join(sorted(unknown))}")
        with self._lock:
            self._state.change(**changes)

    def set_limits(self, throttles: Iterable[Throttle] = (), too_fast: Iterable[TooFast] = ()) -> None:
        """Put these limits in the place of all before; none of them has counted anything yet."""
        with self._lock:
            self._state.limits = Limits(throttles, too_fast)

    def kill_metric(self, name: str) -> None:
        """Let a metric die, as Facebook does from one day to the next."""
        with self._lock:
            self._state.change(dead_metrics=self._state.config.dead_metrics | {name})

    def allow_scrape(self, host_port: str) -> None:
        """Let link cards be read from this host ("127.0.0.1:8091")."""
        with self._lock:
            self._state.change(scrape_hosts=self._state.config.scrape_hosts | {host_port})

    # Posts

    def add_post(self, page_id: str, message: str, at: datetime, link: str = "") -> str:
        """A post as somebody made it by hand at that time, past the API and its rules; its id."""
        with self._lock:
            self._page(page_id)
            made = PostRecord(
                id=f"{page_id}_{self._state.number()}", page_id=page_id, message=message, link=link, created_time=at, app_id="by hand"
            )
            self._state.posts[made.id] = made
            return made.id

    # Pages and tokens

    def add_page(self, page: PageSpec) -> None:
        """One more Page, or another one in the place of that with the same id."""
        with self._lock:
            others = (each for each in self._state.config.pages if each.page_id != page.page_id)
            self._state.change(pages=(*others, page))

    def add_user(self, user: UserSpec) -> None:
        """One more user, or another one in the place of that with the same id."""
        with self._lock:
            others = (each for each in self._state.config.users if each.user_id != user.user_id)
            self._state.change(users=(*others, user))

    def change_page(self, page_id: str, **changes: Any) -> None:
        """Change a Page's token, scopes, expiry, or whatever else `PageSpec` has."""
        with self._lock:
            self._page(page_id)
            self._state.change_page(page_id, **changes)

    def kill_token(self, page_id: str, subcode: int | None = None, at: datetime | None = None) -> None:
        """Let a Page's token die (190 with this subcode), now or at an instant of the sandbox's clock."""
        self.change_page(page_id, dies_at=at or datetime.min.replace(tzinfo=self._state.now.tzinfo), death=subcode)

    def repair_token(self, page_id: str, token: str | None = None) -> None:
        """Let a dead or expired token live again, or give the Page another one."""
        with self._lock:
            token = token or self._page(page_id).token
            self.change_page(page_id, token=token, dies_at=None, death=None, expires_at=None)

    def remove_permissions(self, page_id: str, scopes: Iterable[str]) -> None:
        """Take permissions from a Page's token."""
        with self._lock:
            gone = set(scopes)
            self.change_page(page_id, scopes=tuple(scope for scope in self._page(page_id).scopes if scope not in gone))

    def restore_permissions(self, page_id: str, scopes: Iterable[str]) -> None:
        """Give permissions to a Page's token."""
        with self._lock:
            self.change_page(page_id, scopes=tuple(dict.fromkeys((*self._page(page_id).scopes, *scopes))))

    def _page(self, page_id: str) -> PageSpec:
        try:
            return self._state.page(page_id)
        except GraphError:
            raise KeyError(page_id) from None

    # Faults

    @property
    def faults(self) -> dict[int, Fault]:
        """The rules in force, by their number."""
        with self._lock:
            return self._state.script.rules

    def add_fault(self, fault: Fault) -> int:
        """Script a fault for matching requests; several are worked off in order. The rule's number."""
        with self._lock:
            return self._state.script.add(fault)

    def set_share(self, number: int, share: float) -> None:
        """Let a rule strike another share of its requests. Raises ValueError for a share outside of 0 to 1."""
        with self._lock:
            self._state.script.change(number, share)

    def remove_fault(self, number: int) -> None:
        """Take one rule out."""
        with self._lock:
            self._state.script.remove(number)

    def clear_faults(self) -> None:
        """From now on everything works."""
        with self._lock:
            self._state.script.clear()
