"""What a sandbox is made of: Pages and users with their tokens, rules that can be switched, limits, and scripted faults."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.sandbox.faults import Fault
from bot.sandbox.limits import Throttle, TooFast

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
    """A Page and its token.

    `expires_at` None: the token never expires by itself; `data_access_expires_at` None: always in 90 days. From `dies_at` on the token is dead, with
    the subcode `death` of error 190 (None: without one). `granular_targets` are the Pages its scopes are for, None: this one.
    """

    page_id: str
    name: str
    token: str
    about: str = ""
    followers: int = 1_200
    scopes: tuple[str, ...] = ALL_SCOPES
    expires_at: datetime | None = None
    data_access_expires_at: datetime | None = None
    dies_at: datetime | None = None
    death: int | None = None
    granular_targets: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserSpec:
    """A user with a role on Pages: a short-lived token, and the long-lived one it is exchanged for (facts: graph-api §4.2).

    `pages` are ids. A Page's own token is given out for the long-lived one; for the short-lived one, a Page token that dies with it.
    """

    user_id: str
    name: str
    token: str
    long_token: str
    pages: tuple[str, ...]
    scopes: tuple[str, ...] = ALL_SCOPES
    expires_at: datetime | None = None
    long_expires_at: datetime | None = None
    tasks: tuple[str, ...] = ("ANALYZE", "CREATE_CONTENT", "MODERATE")


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxConfig:
    """The whole sandbox. `port` 0 takes any free port; `admin_port` None: there is no admin port.

    `refuse_repeats` is Facebook's own guard against doubled posts (506, and 368 within `repeat_window`): without it every mistake of a client shows.
    `clock_skew` is added to every time that is told: Facebook's clock against the client's. Of listings: `listing_lag` is how long a new post is not in
    them; `listing_leaves_out` the share of posts that each listing leaves out anew, `listing_hides` the share that none ever shows;
    `listing_empty_page` begins them with an empty page that has a next one; with `listing_offset_cursors` a cursor is a place and not a post, so that
    pages change under it; of more than `most_at_once` posts with figures Facebook asks to "reduce the amount of data".
    """

    pages: tuple[PageSpec, ...]
    users: tuple[UserSpec, ...] = ()
    host: str = "127.0.0.1"
    port: int = 0
    admin_port: int | None = None
    app_id: str = "900000000000009"
    app_secret: str = "sandbox-app-secret"  # noqa: S105 - opens nothing but the sandbox
    require_proof: bool = False
    # Hosts ("127.0.0.1:8091") whose pages are read for link cards; other private hosts are refused as Facebook does (1500).
    scrape_hosts: frozenset[str] = frozenset()
    unscrapable_hosts: frozenset[str] = frozenset()
    allow_private_links: bool = False
    refuse_repeats: bool = True
    repeat_window: timedelta = timedelta(hours=6)
    clock_skew: timedelta = timedelta(0)
    listing_lag: timedelta = timedelta(0)
    listing_leaves_out: float = 0.0
    listing_hides: float = 0.0
    listing_empty_page: bool = False
    listing_offset_cursors: bool = False
    most_at_once: int = 100
    usage_headers_after: int = 10
    dead_metrics: frozenset[str] = frozenset()
    min_likes_for_insights: int = 0
    faults: tuple[Fault, ...] = ()
    throttles: tuple[Throttle, ...] = ()
    too_fast: tuple[TooFast, ...] = ()
    seed: int = 7
