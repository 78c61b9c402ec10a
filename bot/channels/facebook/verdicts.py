"""What each of Graph's error codes means for us: which of the four errors, and which sentence (facts: graph-api §7.2). Data only."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.errors import Scope


class Verdict(StrEnum):
    """What the caller must do. The verdict is that of a write; for a read, IN_DOUBT, VAGUE and DUPLICATE are harmless."""

    TRANSIENT = "transient"  # certainly nothing happened; later again
    THROTTLED = "throttled"  # the same, and the scope is left alone for a while
    ESCALATES = "escalates"  # the same, longer each time
    IN_DOUBT = "in-doubt"  # a write that may have happened
    VAGUE = "vague"  # a refusal of a write that has been seen on posts that are on the Page: look first, then it is refused
    DUPLICATE = "duplicate"  # "posted already": evidence, to be looked for
    REFUSED = "refused"  # this Post never
    REFUSED_WAY = "refused-way"  # this Post never in this way; its next way may be tried
    DOWN = "down"  # nothing until a human acts


@dataclass(frozen=True, slots=True)
class Row:
    """One code: the verdict, the key of the sentence for the editor, what it is (for developers), and whom a throttle is for."""

    verdict: Verdict
    key: str
    meaning: str
    scope: Scope = "page"


_T, _H, _E = Verdict.TRANSIENT, Verdict.THROTTLED, Verdict.ESCALATES
_Q, _V, _U = Verdict.IN_DOUBT, Verdict.VAGUE, Verdict.DUPLICATE
_R, _W, _D = Verdict.REFUSED, Verdict.REFUSED_WAY, Verdict.DOWN

# (code, subcode) first, then (code, None).
_ROWS: Final[tuple[tuple[int, int | None, Verdict, str, str], ...]] = (
    (1, None, _Q, "unknown_fault", "unknown error; for a read also: too much data asked for"),
    (1, 99, _Q, "unknown_fault", "unknown error; the link was on the Page all the same"),
    (1, 2_853_006, _R, "not_permitted", "the viewer lacks the permission"),
    (2, None, _Q, "service_down", "service down; the post was on the Page all the same"),
    (3, None, _D, "app_not_permitted", "the app lacks the capability"),
    (4, None, _H, "app_limit", "the app's rate limit"),
    (10, None, _D, "permission", "a permission is missing or was taken away"),
    (12, None, _R, "unsupported", "a field that is gone"),
    (17, None, _H, "user_limit", "the token's rate limit"),
    (17, 2_446_079, _H, "user_limit", "the token's rate limit"),
    (32, None, _H, "page_limit", "the Page's rate limit"),
    (100, None, _V, "bad_parameter", "a parameter is invalid; also: a wrong appsecret_proof"),
    (100, 33, _V, "no_such_object", "no such object, or not visible; also said of posts that were made"),
    (100, 1_504_028, _R, "insights_none", "no metric was named"),
    (100, 1_609_005, _W, "link_unreadable", "the link could not be scraped"),
    (100, 1_609_008, _W, "link_to_facebook", "a link to Facebook itself"),
    (100, 1_609_010, _T, "scrape_down", "the scraping service is down"),
    (100, 2_061_006, _W, "link_invalid", "the link is invalid"),
    (100, 1_363_047, _Q, "service_down", "service temporarily unavailable"),
    (100, 1_366_046, _W, "photo_bad", "the photo's size or type"),
    (100, 1_366_051, _W, "photo_used", "the photo was posted already"),
    (100, 2_069_019, _W, "photo_bad", "a file that is no picture"),
    (100, 2_874_008, _R, "insights_too_few", "fewer than 100 likes"),
    (102, None, _D, "token", "the login session"),
    (104, None, _D, "proof", "the signature (appsecret_proof)"),
    (190, None, _D, "token", "the token is invalid"),
    (190, 458, _D, "token_app_removed", "the app is not installed"),
    (190, 459, _D, "token_checkpoint", "a checkpoint"),
    (190, 460, _D, "token_password", "the password was changed"),
    (190, 463, _D, "token_expired", "the token has expired"),
    (190, 464, _D, "token_checkpoint", "the user is unconfirmed"),
    (190, 467, _D, "token", "the token is invalid"),
    (190, 492, _D, "token_no_role", "no role on this Page"),
    (190, 2_069_032, _D, "token_not_page", "a Page token is required"),
    (197, None, _R, "empty", "the post is empty"),
    (200, 2_069_030, _R, "unsupported", "the endpoint or field is not supported"),
    (200, 2_069_031, _R, "unsupported", "the endpoint or field is not supported"),
    (200, 2_069_033, _R, "unsupported", "the feature is gone"),
    (324, None, _W, "photo_bad", "an upload without a file"),
    (341, None, _H, "app_limit", "the application limit is reached"),
    (368, None, _R, "blocked", "blocked for policy"),
    (368, 1_346_003, _R, "blocked", "abusive content"),
    (368, 1_390_008, _E, "too_fast", "posting too fast: all writes rest"),
    (368, 1_404_006, _D, "identity", "a security check"),
    (368, 1_404_078, _D, "authorisation", "publishing authorisation is needed"),
    (368, 1_404_082, _U, "duplicate", "posted already"),
    (368, 1_404_102, _R, "blocked", "community standards"),
    (368, 1_404_112, _D, "restricted", "restricted for days"),
    (368, 4_854_002, _D, "identity", "the identity must be confirmed"),
    (506, None, _U, "duplicate", "a duplicate can't be published consecutively"),
    (506, 1_455_006, _U, "duplicate", "a duplicate can't be published consecutively"),
    (613, None, _H, "page_limit", "a custom rate limit"),
    (613, 1_996, _H, "page_limit", "inconsistent volume of calls"),
    (803, None, _R, "no_such_object", "an unknown alias"),
    (1_500, None, _W, "link_invalid", "the URL is invalid"),
    (1_363_047, None, _Q, "service_down", "service temporarily unavailable"),
    (1_366_046, None, _W, "photo_bad", "the photo's size or type"),
    (1_366_051, None, _W, "photo_used", "the photo was posted already"),
    (1_609_005, None, _W, "link_unreadable", "the link could not be scraped"),
    (1_609_008, None, _W, "link_to_facebook", "a link to Facebook itself"),
    (1_609_010, None, _T, "scrape_down", "the scraping service is down"),
    (2_061_006, None, _W, "link_invalid", "the link is invalid"),
    (2_069_019, None, _W, "photo_bad", "a file that is no picture"),
    (2_500, None, _R, "bad_parameter", "the path or query can't be parsed"),
    (2_635, None, _D, "dead_version", "the Graph version is dead"),
    (2_874_008, None, _R, "insights_too_few", "fewer than 100 likes"),
    (3_001, None, _R, "insights_none", "no metric was named"),
    (3_001, 1_504_028, _R, "insights_none", "no metric was named"),
)
_SCOPES: Final[Mapping[int, Scope]] = MappingProxyType({4: "app", 341: "app", 17: "token"})

TABLE: Final[Mapping[tuple[int, int | None], Row]] = MappingProxyType(
    {(code, subcode): Row(verdict, f"channels.{key}", meaning, _SCOPES.get(code, "page")) for code, subcode, verdict, key, meaning in _ROWS}
)
PERMISSION: Final = Row(_D, "channels.permission", "a permission is missing or was taken away")
PAGE_LIMIT: Final = Row(_H, "channels.page_limit", "a Page's rate limit (business use case)")
UNKNOWN: Final = Row(_V, "channels.unknown_code", "a code nobody knows, answered as a refusal")
UNKNOWN_FAULT: Final = Row(_Q, "channels.service_down", "a code nobody knows, answered as a fault of the server")


def look_up(code: int, subcode: int | None, status: int) -> Row:
    """The row for an error envelope; codes that are in no row have a rule too."""
    exact = TABLE.get((code, subcode)) or TABLE.get((code, None))
    if exact is not None:
        return exact
    if 200 <= code <= 299:
        return PERMISSION
    if 80_000 <= code <= 80_014:
        return PAGE_LIMIT
    # Unknown: a 4xx was decided against us, yet "refused" posts have been seen on the Page (facts: graph-api §5.2), so a write is looked for first.
    return UNKNOWN if status < 500 else UNKNOWN_FAULT
