"""Is the Page fit to work with? Token, type, scopes, its three clocks, the Page itself, the version that really answers (facts: graph-api §4.2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.channels.facebook.graph import Graph
from bot.errors import ChannelError
from bot.messages import Sentence

_WARN_BEFORE: Final = timedelta(days=14)
# What breaks without each permission (facts: graph-api §4.1)
_SCOPES: Final[Mapping[str, str]] = {
    "pages_manage_posts": "channels.scope_posts",
    "pages_read_engagement": "channels.scope_reading",
    "pages_read_user_content": "channels.scope_reactions",
    "read_insights": "channels.scope_insights",
}

Looked = tuple[bool, Sentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What is to be inspected. `app_id` and `app_secret` may be "": then the token's own clocks can't be read."""

    page_id: str
    version: str
    token: str
    app_id: str
    app_secret: str
    now: datetime


def inspect(graph: Graph, wanted: Inspection) -> Iterator[Looked]:
    """Whether each thing is fine, with a sentence that names the remedy. Channel errors become findings; nothing is raised for them."""
    try:
        page = graph.get_object(wanted.page_id, fields="id,name,followers_count")
        yield True, Sentence("channels.page_fine", {"page": page.get("name", ""), "followers": page.get("followers_count", "?")})
        yield from _version(graph, wanted)
    except ChannelError as error:
        yield False, Sentence(error.key, error.params)
        return
    if not (wanted.app_id and wanted.app_secret):
        yield True, Sentence("channels.no_app")
        return
    try:
        answer = graph.debug_access_token(wanted.token, wanted.app_id, wanted.app_secret)
    except ChannelError as error:
        yield False, Sentence(error.key, error.params)
        return
    data = answer.get("data") if isinstance(answer, Mapping) else None
    yield from _token(data if isinstance(data, Mapping) else {}, wanted)


def _version(graph: Graph, wanted: Inspection) -> Iterator[Looked]:
    answered = graph.answered_version
    if answered and answered != wanted.version:
        # A dead version does not fail; it is silently served by another one (facts: graph-api §1).
        yield False, Sentence("channels.other_version", {"asked": wanted.version, "answered": answered})


def _token(data: Mapping[str, Any], wanted: Inspection) -> Iterator[Looked]:
    if not data.get("is_valid"):
        yield False, Sentence("channels.token", {"code": 190})
        return
    if data.get("type") != "PAGE":
        yield False, Sentence("channels.token_not_page", {"code": str(data.get("type"))})
    if data.get("app_id") != wanted.app_id:
        yield False, Sentence("channels.token_other_app", {"app": str(data.get("app_id"))})
    scopes = data.get("scopes")
    held = set(scopes) if isinstance(scopes, list) else set()
    for scope, key in _SCOPES.items():
        if scope not in held:
            yield False, Sentence(key, {"scope": scope})
    yield from _clocks(data, wanted.now)


def _clocks(data: Mapping[str, Any], now: datetime) -> Iterator[Looked]:
    for name, key in (("expires_at", "channels.token_ends"), ("data_access_expires_at", "channels.data_access_ends")):
        seconds = data.get(name)
        if not isinstance(seconds, int) or seconds <= 0:
            # 0: it never expires by itself, which is a value of its own (facts: lessons 64).
            yield True, Sentence("channels.no_end", {"what": name})
            continue
        ends = datetime.fromtimestamp(min(seconds, 32_503_680_000), UTC)
        days = (ends - now).days
        yield ends - now > _WARN_BEFORE, Sentence(key, {"date": f"{ends:%d/%m/%Y}", "days": days})
