"""What a sandbox is made of: Pages with their tokens, rules that can be switched, and scripted faults."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

ALL_SCOPES: Final = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_manage_posts",
    "pages_read_user_content",
    "pages_manage_engagement",
    "read_insights",
)

# Facts: graph-api §1. The first is what a dead version is silently served as.
LIVING_VERSIONS: Final = ("v21.0", "v22.0", "v23.0", "v24.0", "v25.0", "v26.0")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSpec:
    """A Page and its token. `expires_at` None: the token never expires by itself."""

    page_id: str
    name: str
    token: str
    about: str = ""
    followers: int = 1_200
    scopes: tuple[str, ...] = ALL_SCOPES
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxConfig:
    """The whole sandbox. `port` 0 takes any free port."""

    pages: tuple[PageSpec, ...]
    host: str = "127.0.0.1"
    port: int = 0
    app_id: str = "900000000000009"
    app_secret: str = "sandbox-app-secret"  # noqa: S105 - opens nothing but the sandbox
    require_proof: bool = False
    # Hosts ("127.0.0.1:8091") whose pages are read for link cards; other private hosts are refused as Facebook does (1500).
    scrape_hosts: frozenset[str] = frozenset()
    unscrapable_hosts: frozenset[str] = frozenset()
    allow_private_links: bool = False
    repeat_window: timedelta = timedelta(hours=6)
    listing_lag: timedelta = timedelta(0)
    usage_headers_after: int = 10
    dead_metrics: frozenset[str] = frozenset()
    min_likes_for_insights: int = 0
    seed: int = 7


FaultKind = Literal[
    "drop-before-commit",
    "commit-then-drop",
    "commit-then-hang",
    "commit-then-500",
    "commit-then-400",
    "commit-then-empty",
    "commit-then-html",
    "commit-then-truncated",
    "commit-then-no-id",
    "500-before-commit",
    "503-html-before-commit",
    "error",
    "redirect",
    "no-content-type",
    "gzip",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One scripted fault for the next `times` requests that match.

    `method` and `edge` ("feed", "published_posts", "insights", … or "" for a node itself) choose the requests, None matches any. For kind "error",
    `code`, `subcode`, `status`, `message` and `headers` say what is answered instead of doing anything.
    """

    kind: FaultKind
    method: str | None = None
    edge: str | None = None
    times: int = 1
    code: int = 1
    subcode: int | None = None
    status: int = 400
    message: str = "An unknown error occurred"
    headers: dict[str, str] = field(default_factory=dict)
