"""What each of Graph's error codes means for us: which of the four errors, and which sentence (facts: graph-api §7.2). Data only."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Verdict(StrEnum):
    """What the caller must do."""

    TRANSIENT = "transient"  # certainly nothing happened; later again
    IN_DOUBT = "in-doubt"  # a write that may have happened
    REFUSED = "refused"  # this Post never
    DOWN = "down"  # nothing until a human acts


_T, _Q, _R, _D = Verdict.TRANSIENT, Verdict.IN_DOUBT, Verdict.REFUSED, Verdict.DOWN

# (code, subcode) first, then (code, None). The verdict is that of a write; `decipher` makes IN_DOUBT of a read TRANSIENT.
_ROWS: Final = (
    (1, None, _Q, "unknown_fault"),
    (1, 99, _Q, "unknown_fault"),
    (1, 2_853_006, _R, "not_permitted"),
    (2, None, _Q, "service_down"),
    (3, None, _D, "app_not_permitted"),
    (4, None, _T, "app_limit"),
    (10, None, _D, "permission"),
    (17, None, _T, "user_limit"),
    (32, None, _T, "page_limit"),
    (100, None, _R, "bad_parameter"),
    (100, 33, _R, "no_such_object"),
    (100, 1_609_005, _R, "link_unreadable"),
    (100, 1_609_008, _R, "link_to_facebook"),
    (100, 2_061_006, _R, "link_invalid"),
    (100, 1_366_046, _R, "photo_bad"),
    (100, 2_069_019, _R, "photo_bad"),
    (100, 2_874_008, _R, "insights_too_few"),
    (102, None, _D, "token"),
    (104, None, _D, "proof"),
    (190, None, _D, "token"),
    (190, 458, _D, "token_app_removed"),
    (190, 459, _D, "token_checkpoint"),
    (190, 460, _D, "token_password"),
    (190, 463, _D, "token_expired"),
    (190, 464, _D, "token_checkpoint"),
    (190, 467, _D, "token"),
    (190, 492, _D, "token_no_role"),
    (190, 2_069_032, _D, "token_not_page"),
    (197, None, _R, "empty"),
    (324, None, _R, "photo_bad"),
    (341, None, _T, "app_limit"),
    (368, None, _R, "blocked"),
    (368, 1_390_008, _D, "too_fast"),
    (368, 1_404_078, _D, "authorisation"),
    # "You have posted this already": after a doubt that is evidence that it is there; the Page is asked (facts: graph-api §5.3).
    (368, 1_404_082, _Q, "duplicate"),
    (368, 4_854_002, _D, "identity"),
    (368, 1_346_003, _R, "blocked"),
    (368, 1_404_102, _R, "blocked"),
    (368, 1_404_112, _D, "restricted"),
    (506, None, _Q, "duplicate"),
    (613, None, _T, "page_limit"),
    (803, None, _R, "no_such_object"),
    (1_500, None, _R, "link_invalid"),
    (1_609_005, None, _R, "link_unreadable"),
    (1_609_008, None, _R, "link_to_facebook"),
    (1_609_010, None, _T, "service_down"),
    (2_061_006, None, _R, "link_invalid"),
    (1_363_047, None, _Q, "service_down"),
    (1_366_046, None, _R, "photo_bad"),
    (1_366_051, None, _R, "photo_bad"),
    (2_069_019, None, _R, "photo_bad"),
    (2_500, None, _R, "bad_parameter"),
    (2_635, None, _D, "dead_version"),
    (3_001, None, _R, "insights_none"),
    (2_874_008, None, _R, "insights_too_few"),
    (200, 2_069_030, _R, "unsupported"),
    (200, 2_069_031, _R, "unsupported"),
    (200, 2_069_033, _R, "unsupported"),
)

TABLE: Final[Mapping[tuple[int, int | None], tuple[Verdict, str]]] = MappingProxyType(
    {(code, subcode): (verdict, f"channels.{key}") for code, subcode, verdict, key in _ROWS}
)


def look_up(code: int, subcode: int | None, status: int) -> tuple[Verdict, str]:
    """The verdict and the message key for an error envelope; unknown codes have a rule too."""
    exact = TABLE.get((code, subcode)) or TABLE.get((code, None))
    if exact is not None:
        return exact
    if 200 <= code <= 299:
        return (Verdict.DOWN, "channels.permission")
    if 80_000 <= code <= 80_014:
        return (Verdict.TRANSIENT, "channels.page_limit")
    # Unknown: a 4xx was decided against us, yet "refused" posts have been seen on the Page (facts: graph-api §5.2), so a write is looked for first.
    return (Verdict.IN_DOUBT, "channels.unknown_code" if status < 500 else "channels.service_down")
