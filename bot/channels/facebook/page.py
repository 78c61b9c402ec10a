"""A Facebook Page as a Channel: publish once, find again, measure, check."""

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
from bot.messages import Language, say
from bot.model import Draft

_BEFORE: Final = timedelta(minutes=2)  # clocks differ: the Page's listing is read from a little before the attempt
_A_LISTING: Final = 100
_MOST_LISTINGS: Final = 10
_FIND_FIELDS: Final = "id,message,created_time,permalink_url,attachments{unshimmed_url,url}"


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
        value = self._graph.put_object(self._policy.page_id, "feed", message=draft.message, link=draft.link)
        remote_id = value.get("id") if isinstance(value, Mapping) else None
        if not isinstance(remote_id, str) or not remote_id:
            raise InDoubt("channels.no_id", code=200)
        return Receipt(remote_id if "_" in remote_id else f"{self._policy.page_id}_{remote_id}")

    def find(self, draft: Draft, since: datetime) -> Found:
        """See `Channel.find`: by the marker in the link, else by the exact NFC message."""
        try:
            for item in self._listing(since - _BEFORE):
                if _is_it(item, draft):
                    return Receipt(str(item["id"]), str(item.get("permalink_url") or ""))
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
            yield from (item for item in data if isinstance(item, Mapping) and item.get("id"))
            paging = value.get("paging") or {}
            after = (paging.get("cursors") or {}).get("after")
            if "next" not in paging:
                return
            if not after:
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
        return str(value.get("permalink_url") or "") if isinstance(value, Mapping) else ""

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
        findings = []
        for ok, sentence in inspect(self._graph, inspection):
            findings.append(Finding(ok=ok, what=f"channel:{self.name}", sentence=sentence.say(self._language)))
        return findings or [Finding(ok=False, what=f"channel:{self.name}", sentence=say("channels.unreadable", self._language, code=0))]


def _is_it(item: Mapping[str, Any], draft: Draft) -> bool:
    attachments = item.get("attachments")
    data = attachments.get("data") if isinstance(attachments, Mapping) else None
    links = [str(each.get("unshimmed_url") or "") for each in data or () if isinstance(each, Mapping)]
    if any(_marker(link) == draft.marker for link in links):
        return True
    # A post with another marker is another post, whatever its text; one without any link is told by its exact text.
    return not any(_marker(link) for link in links) and _nfc(item.get("message")) == _nfc(draft.message)


def _marker(link: str) -> str:
    try:
        values = parse_qs(urlsplit(link).query).get("utm_content", [])
    except ValueError:
        return ""
    return values[0] if values else ""


def _nfc(text: object) -> str:
    return unicodedata.normalize("NFC", str(text or "")).strip()
