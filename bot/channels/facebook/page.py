"""A Facebook Page as a Channel: publish once, find again, comment, edit, withdraw, measure, check."""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Final

from bot.channels.facebook import publishing
from bot.channels.facebook.check import Inspection, inspect
from bot.channels.facebook.figures import Pace, read_figures, read_survey
from bot.channels.facebook.graph import Graph
from bot.channels.facebook.listing import address, inner, is_it, listed, nfc, pages, plain_id
from bot.channels.facebook.page_figures import read_page, read_unanswered
from bot.channels.facebook.usage import Gauge
from bot.channels.facebook.wire import GraphRefused
from bot.channels.policy import GraphPolicy, PagePolicy
from bot.channels.protocol import (
    NOTHING_LOST,
    Absent,
    Finding,
    Found,
    Listed,
    Load,
    Measure,
    PageMeasure,
    Receipt,
    Seen,
    Survey,
    Unanswered,
    Unsure,
    nothing,
)
from bot.errors import ChannelDown, ChannelError, Doubt, InDoubt, Scope, Throttled, Transient
from bot.figures import Lack
from bot.messages import Language
from bot.model import Draft, Way

# The listing is read from so long before the attempt: a machine whose clock is hours fast (a time zone taken for UTC) must still see its own post,
# or it would post it again. The marker keeps an older post from being taken for it.
_BEFORE: Final = timedelta(days=1)


class _GoneError(Transient):
    """The Post that is read is no more."""


@contextmanager
def _as_read() -> Iterator[None]:
    """A read that Graph refuses says nothing that lasts, but that what is read is gone. Raises Transient."""
    try:
        yield
    except GraphRefused as error:
        kind = _GoneError if (error.code, error.subcode) == (100, 33) else Transient
        raise kind(error.key, retry_after=None, **error.params) from None


class FacebookPage:
    """One Page. Safe to use from several threads: each has a client of its own.

    `clock` gives aware UTC, for the token's expiry and for how long a smaller listing is asked for.
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
        self._pace = Pace(clock)
        self._gauge = Gauge(clock)

    def __repr__(self) -> str:
        return f"FacebookPage({self._policy.name})"

    @property
    def name(self) -> str:
        """The Page's name in the settings."""
        return self._policy.name

    @property
    def scopes(self) -> Mapping[Scope, str]:
        """See `Channel.scopes`: the variables' names stand for the app and the token, so that Pages that share them rest together."""
        policy = self._policy
        return {"app": f"app:{policy.app_id or '-'}", "token": f"token:{policy.token}", "page": f"page:{policy.name}"}

    @property
    def load(self) -> Load:
        """See `Channel.load`."""
        return self._gauge.load

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
                gauge=self._gauge,
                app_secret=self._app_secret,
            )
            self._local.graph = client
        return client

    def publish(
        self, draft: Draft, way: Way = Way.LINK, pictures: Sequence[bytes] = (), about_to_send: Callable[[], None] = nothing
    ) -> Receipt:
        """See `Channel.publish`."""
        try:
            return publishing.publish(self._graph, self._policy.page_id, draft, way, pictures, about_to_send)
        except InDoubt as error:
            if error.doubt is Doubt.REFUSED and self._proof_is_wrong():
                # Most likely nothing was posted. But such an answer has been given to posts that are there (facts: graph-api §5.2), and the two refusals may
                # have two causes: so it is looked for when the proof is right again, and what is absent then is no refusal of the Post.
                raise InDoubt("channels.proof", code=error.params.get("code")) from None
            raise

    def _proof_is_wrong(self) -> bool:
        """A wrong appsecret_proof is answered by code 100 like any bad parameter (facts: graph-api §4.2); but in this request there is nothing else."""
        if not self._app_secret:
            return False
        try:
            self._graph.get_object(self._policy.page_id, fields="id")
        except GraphRefused as error:
            return (error.code, error.subcode) == (100, None)
        except ChannelError:
            return False
        return False

    def find(self, draft: Draft, since: datetime, known: Collection[str] = ()) -> Found:
        """See `Channel.find`."""
        try:
            for item in listed(self._graph, self._policy.page_id, since - _BEFORE):
                if is_it(item, draft, known):
                    return Receipt(item.remote_id, item.permalink)
        except (ChannelDown, Throttled):
            raise
        except ChannelError as error:
            refused_alike = isinstance(error, GraphRefused) and (error.code, error.subcode) == (100, None)
            if refused_alike and self._proof_is_wrong():
                raise ChannelDown("channels.proof", code=error.params.get("code")) from None
            return Unsure(error.say(self._language))
        return Absent()

    def listing(self, since: datetime) -> Sequence[Listed]:
        """See `Channel.listing`."""
        with _as_read():
            return list(listed(self._graph, self._policy.page_id, since))

    def look(self, remote_id: str) -> Seen | None:
        """See `Channel.look`."""
        try:
            with _as_read():
                value = self._graph.get_object(remote_id, fields="permalink_url,message,full_picture")
        except _GoneError:
            return None
        if not isinstance(value, Mapping):
            raise Transient("channels.unreadable", code=200)
        return Seen(
            permalink=address(value.get("permalink_url")), message=nfc(value.get("message")), picture=bool(value.get("full_picture"))
        )

    def comment(self, remote_id: str, text: str) -> str:
        """See `Channel.comment`."""
        return publishing.comment(self._graph, remote_id, text)

    def find_comment(self, remote_id: str, text: str) -> str:
        """See `Channel.find_comment`."""
        wanted = nfc(text)
        try:
            with _as_read(), publishing.missing_right_is_refusal("channels.comment_rights"):
                for item in pages(self._graph, (remote_id, "comments"), fields="id,message,from{id}", filter="stream"):
                    mine = inner(item, "from").get("id") in {None, self._policy.page_id}
                    if mine and nfc(item.get("message")) == wanted and plain_id(item):
                        return plain_id(item)
        except _GoneError:
            return ""
        return ""

    def edit(self, remote_id: str, text: str) -> None:
        """See `Channel.edit`."""
        publishing.edit(self._graph, remote_id, text)

    def withdraw(self, remote_id: str) -> None:
        """See `Channel.withdraw`."""
        publishing.withdraw(self._graph, remote_id)

    def engagement(self, remote_ids: Sequence[str], without: Mapping[str, Lack] = NOTHING_LOST) -> Mapping[str, Measure]:
        """See `Channel.engagement`."""
        with _as_read():
            return read_figures(self._graph, remote_ids, self._clock().date(), without)

    def survey(self, since: datetime, until: datetime, without: Mapping[str, Lack] = NOTHING_LOST) -> Survey:
        """See `Channel.survey`."""
        with _as_read():
            return read_survey(self._graph, self._policy.page_id, since, until, self._pace, self._clock().date(), without)

    def page_figures(self, since: date, until: date, without: Mapping[str, Lack] = NOTHING_LOST) -> PageMeasure:
        """See `Channel.page_figures`."""
        with _as_read():
            return read_page(self._graph, self._policy.page_id, since, until, without)

    def unanswered(self, remote_ids: Sequence[str]) -> Mapping[str, Unanswered]:
        """See `Channel.unanswered`."""
        with _as_read(), publishing.missing_right_is_refusal("channels.comment_rights"):
            return read_unanswered(self._graph, self._policy.page_id, remote_ids)

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
            Finding(
                ok=seen.ok,
                what=what,
                sentence=seen.sentence.say(self._language),
                stops=seen.stops,
                ends=seen.ends,
                passing=seen.passing,
                advice=seen.advice,
            )
            for seen in inspect(graph, inspection)
        ]
