"""Is the Page fit to work with? Token, type, scopes, its three clocks, the Page itself, the version that really answers (facts: graph-api §4.2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.channels.facebook.graph import Graph
from bot.channels.facebook.verdicts import TABLE
from bot.channels.facebook.wire import GraphRefused
from bot.errors import ChannelError, Transient
from bot.messages import Sentence

_WARN_BEFORE: Final = timedelta(days=14)
# What breaks without each permission (facts: graph-api §4.1). Without the first two nothing can be published, or not be found again.
_SCOPES: Final[Mapping[str, str]] = {
    "pages_manage_posts": "channels.scope_posts",
    "pages_read_engagement": "channels.scope_reading",
    "pages_show_list": "channels.scope_list",
    "pages_manage_engagement": "channels.scope_comments",
    "pages_read_user_content": "channels.scope_reactions",
    "read_insights": "channels.scope_insights",
}

_TO_PUBLISH: Final = frozenset({"pages_manage_posts", "pages_read_engagement"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing looked at, as in `Finding`, before the language is chosen."""

    ok: bool
    sentence: Sentence
    stops: bool = True
    ends: datetime | None = None
    passing: bool = False
    advice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What is to be inspected. `app_id` and `app_secret` may be "": then the token's own clocks can't be read."""

    page_id: str
    version: str
    token: str
    app_id: str
    app_secret: str
    now: datetime


def inspect(graph: Graph, wanted: Inspection) -> Iterator[Seen]:
    """Whether each thing is fine, with a sentence that names the remedy. Channel errors become findings; nothing is raised for them."""
    try:
        page = graph.get_object(wanted.page_id, fields="id,name,followers_count")
    except ChannelError as error:
        yield Seen(False, _why(error, wanted), passing=isinstance(error, Transient))
        return
    if not isinstance(page, Mapping) or "id" not in page:
        yield Seen(False, Sentence("channels.unreadable", {"code": 200}), passing=True)
        return
    yield Seen(True, Sentence("channels.page_fine", {"page": page.get("name", ""), "followers": page.get("followers_count", "?")}))
    yield from _version(graph, wanted)
    # An app in Development mode posts "successfully" what nobody but its own people can see (facts: graph-api §3.1). Graph does not tell the mode.
    yield Seen(True, Sentence("channels.live_mode"), advice=True)
    if not (wanted.app_id and wanted.app_secret):
        yield Seen(True, Sentence("channels.no_app"))
        return
    try:
        answer = graph.debug_access_token(wanted.token, wanted.app_id, wanted.app_secret)
    except ChannelError as error:
        # The Page has just answered with this token: what can't be read is only how long it will go on.
        yield Seen(False, _why(error, wanted), stops=False, passing=isinstance(error, Transient))
        return
    data = answer.get("data") if isinstance(answer, Mapping) else None
    if not isinstance(data, Mapping):
        yield Seen(False, Sentence("channels.unreadable", {"code": 200}), stops=False, passing=True)
        return
    yield from _token(data, wanted)


def _why(error: ChannelError, wanted: Inspection) -> Sentence:
    if isinstance(error, GraphRefused) and (error.code, error.subcode) == (100, None) and wanted.app_secret:
        # Nothing in these requests can be a bad parameter but the proof (facts: graph-api §4.2).
        return Sentence("channels.proof", error.params)
    return Sentence(error.key, error.params)


def _version(graph: Graph, wanted: Inspection) -> Iterator[Seen]:
    answered = graph.answered_version
    if answered and answered != wanted.version:
        # A dead version does not fail; it is silently served by another one (facts: graph-api §1).
        yield Seen(False, Sentence("channels.other_version", {"asked": wanted.version, "answered": answered}), stops=False)


def _token(data: Mapping[str, Any], wanted: Inspection) -> Iterator[Seen]:
    if data.get("is_valid") is not True:
        yield Seen(False, _why_invalid(data))
        return
    if data.get("type") != "PAGE":
        yield Seen(False, Sentence("channels.token_not_page", {"code": str(data.get("type"))}))
    if str(data.get("profile_id") or wanted.page_id) != wanted.page_id:
        yield Seen(False, Sentence("channels.token_other_page", {"page": str(data.get("profile_id"))}))
    if str(data.get("app_id")) != wanted.app_id:
        yield Seen(False, Sentence("channels.token_other_app", {"app": str(data.get("app_id"))}), stops=False)
    scopes = data.get("scopes")
    held = {scope for scope in scopes if isinstance(scope, str)} if isinstance(scopes, list) else set()
    elsewhere = _granted_for_others(data, wanted.page_id)
    for scope, key in _SCOPES.items():
        if scope not in held or scope in elsewhere:
            yield Seen(False, Sentence(key, {"scope": scope}), stops=scope in _TO_PUBLISH)
    yield from _clocks(data, wanted.now)


def _why_invalid(data: Mapping[str, Any]) -> Sentence:
    error = data.get("error")
    subcode = error.get("subcode") if isinstance(error, Mapping) else None
    known = subcode if isinstance(subcode, int) and (190, subcode) in TABLE else None
    return Sentence(TABLE[190, known].key, {"code": f"190/{known}" if known else "190"})


def _granted_for_others(data: Mapping[str, Any], page_id: str) -> set[str]:
    """The scopes that are granted for other Pages only: `granular_scopes` names the Pages of each; none named means every one."""
    rows = data.get("granular_scopes")
    found = set()
    for row in rows if isinstance(rows, list) else ():
        targets = row.get("target_ids") if isinstance(row, Mapping) else None
        if isinstance(targets, list) and targets and page_id not in {str(each) for each in targets}:
            found.add(str(row.get("scope")))
    return found


def _clocks(data: Mapping[str, Any], now: datetime) -> Iterator[Seen]:
    for name, key in (("expires_at", "channels.token_ends"), ("data_access_expires_at", "channels.data_access_ends")):
        seconds = data.get(name)
        if not isinstance(seconds, int) or seconds <= 0:
            # 0: it never expires by itself, which is a value of its own (facts: lessons 64).
            yield Seen(True, Sentence("channels.no_end", {"what": name}))
            continue
        ends = datetime.fromtimestamp(min(seconds, 32_503_680_000), UTC)
        if ends <= now:
            yield Seen(False, Sentence("channels.has_ended", {"what": name, "date": f"{ends:%d/%m/%Y}"}), stops=False)
            continue
        days = (ends - now).days
        # A warning in time; a token that has ended is found invalid above.
        yield Seen(ends - now > _WARN_BEFORE, Sentence(key, {"date": f"{ends:%d/%m/%Y}", "days": days}), stops=False, ends=ends)
