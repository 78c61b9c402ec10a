"""A Facebook Page as a Channel: publish once, find again, measure, check."""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from bot.channels.facebook.check import Inspection, inspect
from bot.channels.facebook.figures import Figures, read_figures
from bot.channels.facebook.graph import Graph
from bot.channels.policy import GraphPolicy, PagePolicy
from bot.channels.protocol import Absent, Finding, Found, Measure, Receipt, Unsure
from bot.errors import ChannelDown, ChannelError, InDoubt, Refused, Transient
from bot.messages import Language
from bot.model import Draft

# The listing is read from so long before the attempt: a machine whose clock is hours fast (a time zone taken for UTC) must still see its own post,
# or it would post it again. The marker keeps an older post from being taken for it.
_BEFORE: Final = timedelta(days=1)
_A_LISTING: Final = 100
_MOST_LISTINGS: Final = 10
_FIND_FIELDS: Final = "id,message,created_time,permalink_url,attachments{unshimmed_url,url}"
_ID: Final = re.compile(r"[0-9]{1,30}(_[0-9]{1,30})?", re.ASCII)  # it goes into the paths of later requests
_LONGEST_ADDRESS: Final = 2_000


class FacebookPage:
    """One Page. Safe to use from several threads: each has a client of its own.

    `clock` gives aware UTC, for the token's expiry and for how long a dead metric is remembered.
    """

    def __init__(
        self,
        policy: PagePolicy,
        graph: GraphPolicy,
        *,
        token: str,
        app_id: str,
        app_secret: str,
        clock: Callable[[], datetime],
        language: Language,
    ) -> None:
        self._policy = policy
        self._graph_policy = graph
        self._token = token
        self._app_id = app_id
        self._app_secret = app_secret
        self._clock = clock
        self._language = language
        self._local = threading.local()
        self._figures = Figures(clock)

    def __repr__(self) -> str:
        return f"FacebookPage({self._policy.name})"

    @property
    def name(self) -> str:
        """The Page's name in the settings."""
        return self._policy.name

    @property
    def _graph(self) -> Graph:
        """This thread's client."""
        client: Graph | None = getattr(self._local, "graph", None)
        if client is None:
            policy = self._graph_policy
            client = Graph(
                token=self._token,
                version=policy.version,
                base_url=str(policy.url),
                timeouts=(policy.connect_timeout.total_seconds(), policy.read_timeout.total_seconds()),
                app_secret=self._app_secret,
            )
            self._local.graph = client
        return client

    def publish(self, draft: Draft) -> Receipt:
        """One bare POST, never repeated; see `Channel.publish`. No `fields=`: a denied field would turn a committed write into an error."""
        # An empty parameter is an error to Graph; one that is not there is not.
        value = self._graph.put_object(self._policy.page_id, "feed", message=draft.message or None, link=draft.link or None)
        remote_id = self._remote_id(value)
        if not remote_id:
            raise InDoubt("channels.no_id", code=200)
        return Receipt(remote_id)

    def _remote_id(self, value: object) -> str:
        """The whole id of a Post in an answer, "" where there is none that can be one."""
        found = value.get("id") if isinstance(value, Mapping) else None
        if not isinstance(found, str) or not _ID.fullmatch(found):
            return ""
        return found if "_" in found else f"{self._policy.page_id}_{found}"

    def find(self, draft: Draft, since: datetime) -> Found:
        """See `Channel.find`: by the marker in the link, else by the exact NFC message."""
        try:
            for item in self._listing(since - _BEFORE):
                if _is_it(item, draft):
                    return Receipt(self._remote_id(item), _address(item.get("permalink_url")))
        except ChannelDown:
            raise
        except ChannelError as error:
            return Unsure(error.say(self._language))
        return Absent()

    def _listing(self, since: datetime) -> Iterator[Mapping[str, Any]]:
        """The Page's own posts since then; a page may be short or empty and still have a next one, so only the absence of `next` ends it."""
        args: dict[str, Any] = {"fields": _FIND_FIELDS, "limit": _A_LISTING, "since": int(since.timestamp())}
        for _ in range(_MOST_LISTINGS):
            value = self._graph.get_connections(self._policy.page_id, "published_posts", **args)
            data = value.get("data") if isinstance(value, Mapping) else None
            if not isinstance(data, list):
                raise Transient("channels.unreadable", code=200)
            yield from (item for item in data if isinstance(item, Mapping) and self._remote_id(item))
            paging = _inner(value, "paging")
            if not paging.get("next"):
                return
            after = _inner(paging, "cursors").get("after")
            if not isinstance(after, str) or not after:
                break
            # The cursor, never the `next` address itself: it may name any host and carries no token.
            args["after"] = after
        raise Transient("channels.listing_too_long", code=200)

    def engagement(self, remote_ids: Sequence[str]) -> Mapping[str, Measure]:
        """See `Channel.engagement`."""
        return read_figures(self._graph, self._figures, remote_ids)

    def permalink(self, remote_id: str) -> str:
        """See `Channel.permalink`."""
        try:
            value = self._graph.get_object(remote_id, fields="permalink_url")
        except Refused:
            return ""
        return _address(value.get("permalink_url")) if isinstance(value, Mapping) else ""

    def check(self) -> Sequence[Finding]:
        """See `Channel.check`."""
        inspection = Inspection(
            page_id=self._policy.page_id,
            version=self._graph_policy.version,
            token=self._token,
            app_id=self._app_id,
            app_secret=self._app_secret,
            now=self._clock(),
        )
        what = f"channel:{self.name}"
        try:
            graph = self._graph
        except ChannelDown as error:
            return [Finding(ok=False, what=what, sentence=error.say(self._language))]
        return [
            Finding(ok=seen.ok, what=what, sentence=seen.sentence.say(self._language), stops=seen.stops)
            for seen in inspect(graph, inspection)
        ]


def _is_it(item: Mapping[str, Any], draft: Draft) -> bool:
    markers = _markers(item)
    if draft.marker in markers:
        return True
    # A post with another marker is another post, whatever its text; one without any marker is told by its exact text.
    return not markers and bool(_nfc(draft.message)) and _nfc(item.get("message")) == _nfc(draft.message)


def _markers(item: Mapping[str, Any]) -> set[str]:
    """The markers in the links of a post: `unshimmed_url` is the address as posted, `url` the same behind l.facebook.com's `u`."""
    data = _inner(item, "attachments").get("data")
    cards = [each for each in data if isinstance(each, Mapping)] if isinstance(data, list) else []
    links = [str(card.get(name) or "") for card in cards for name in ("unshimmed_url", "url")]
    behind = [address for link in links for address in _query(link, "u")]
    return {marker for link in (*links, *behind) for marker in _query(link, "utm_content")[:1]}


def _query(link: str, name: str) -> list[str]:
    try:
        return parse_qs(urlsplit(link).query).get(name, [])
    except ValueError:
        return []


def _inner(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inner = value.get(name)
    return inner if isinstance(inner, Mapping) else {}


def _address(value: object) -> str:
    """An address fit to be shown as a link, else "". Videos have one without a host."""
    text = value if isinstance(value, str) and len(value) <= _LONGEST_ADDRESS and value.isprintable() else ""
    if text.startswith("/") and not text.startswith("//"):
        return f"https://www.facebook.com{text}"
    return text if text.startswith(("https://", "http://")) else ""


def _nfc(text: object) -> str:
    return unicodedata.normalize("NFC", str(text or "")).strip()
