"""The fault script: which requests go wrong, and how. Switchable while running; what looks like chance is decided by the seed and the request's number."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

FaultKind = Literal[
    # Nothing was carried out
    "drop-before-reading",
    "drop-before-commit",
    "500-before-commit",
    "503-html-before-commit",
    "error",
    "redirect",
    # It was carried out, and the client is not told so
    "commit-then-drop",
    "commit-then-hang",
    "commit-then-500",
    "commit-then-400",
    "commit-then-empty",
    "commit-then-html",
    "commit-then-truncated",
    "commit-then-no-id",
    # It was carried out, and the answer is whole but odd
    "slow-trickle",
    "no-content-type",
    "gzip",
    "unknown-keys",
    "null-in-batch",
    "batch-out-of-order",
]

# Facts: graph-api §5.2 and §10, rows a to e. After each of these a client can't know that its write is there.
AFTER_COMMIT: Final[tuple[FaultKind, ...]] = (
    "commit-then-drop",
    "commit-then-hang",
    "commit-then-500",
    "commit-then-400",
    "commit-then-empty",
    "commit-then-html",
    "commit-then-truncated",
    "commit-then-no-id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One rule of the script: requests that match go wrong in one way.

    `method`, `edge` ("feed", "published_posts", "insights", … or "" for a node itself) and `page_id` choose the requests, None matches any.
    `share` (0 to 1) of those are struck, and after `times` of them the rule is used up; None: never. For kind "error", `code`, `subcode`,
    `status`, `message` and `headers` say what is answered instead of doing anything. `pause` is how long "slow-trickle" waits before each byte, in
    seconds. "drop-before-reading" strikes before anything of the request is known: it takes no method, edge or Page.

    Raises:
        ValueError: a share outside of 0 to 1, less than one time, a negative pause, or a choice where none can be made.
    """

    kind: FaultKind
    method: str | None = None
    edge: str | None = None
    page_id: str | None = None
    times: int | None = 1
    share: float = 1.0
    code: int = 1
    subcode: int | None = None
    status: int = 400
    message: str = "An unknown error occurred"
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.05

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or (self.times is not None and self.times < 1) or self.pause < 0:
            raise ValueError("a fault needs a share from 0 to 1, at least one time, and no negative pause")
        if self.kind == "drop-before-reading" and (self.method, self.edge, self.page_id) != (None, None, None):
            raise ValueError("drop-before-reading strikes before method, edge and Page are known")

    def matches(self, method: str, edge: str, page_id: str) -> bool:
        """Whether a request with these properties is one of those chosen."""
        wanted = ((self.method, method), (self.edge, edge), (self.page_id, page_id))
        return all(choice is None or choice == value for choice, value in wanted)


def dice(seed: int, *key: object) -> float:
    """A number in [0, 1), the same for the same seed and key."""
    digest = hashlib.sha256(":".join(map(str, (seed, *key))).encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


class FaultScript:
    """The rules in force, worked off in the order in which they came. Not thread-safe: the server holds its lock around each use."""

    def __init__(self, seed: int, faults: Iterable[Fault] = ()) -> None:
        self._seed = seed
        self._rules: dict[int, Fault] = {}
        self._last = 0
        self.injected: Counter[str] = Counter()
        for fault in faults:
            self.add(fault)

    @property
    def rules(self) -> dict[int, Fault]:
        """The rules in force by their number."""
        return dict(self._rules)

    def add(self, fault: Fault) -> int:
        """Put a rule at the end; its number."""
        self._last += 1
        self._rules[self._last] = fault
        return self._last

    def change(self, number: int, share: float) -> None:
        """Let a rule strike another share of its requests. Raises KeyError where there is no such rule, ValueError for a share that is none."""
        self._rules[number] = replace(self._rules[number], share=share)

    def remove(self, number: int) -> None:
        """Take a rule out. Raises KeyError where there is no such rule."""
        del self._rules[number]

    def clear(self) -> None:
        """From now on everything works."""
        self._rules.clear()

    def take_blind(self, connection: int) -> Fault | None:
        """The fault of the connection with this number, of which nothing has been read."""
        chosen = [number for number, rule in self._rules.items() if rule.kind == "drop-before-reading"]
        return self._first(chosen, f"connection {connection}")

    def take(self, method: str, edge: str, page_id: str, request: int) -> Fault | None:
        """The fault of the request with this number, or None; a rule that has struck often enough is gone."""
        chosen = [
            number for number, rule in self._rules.items() if rule.kind != "drop-before-reading" and rule.matches(method, edge, page_id)
        ]
        return self._first(chosen, str(request))

    def _first(self, chosen: Iterable[int], request: str) -> Fault | None:
        for number in chosen:
            rule = self._rules[number]
            if dice(self._seed, number, request) >= rule.share:
                continue
            if rule.times == 1:
                del self._rules[number]
            elif rule.times is not None:
                self._rules[number] = replace(rule, times=rule.times - 1)
            self.injected[rule.kind] += 1
            return rule
        return None
