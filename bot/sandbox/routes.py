"""Which call is answered by what: node and edge, batch and multi-get."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from typing import Any, Final

from bot.sandbox.config import PageSpec
from bot.sandbox.errors import GraphError, missing, trace_id
from bot.sandbox.fields import Wanted, wanted
from bot.sandbox.insights import ends_of_days, page_insights
from bot.sandbox.listing import Listing, check_amount, cut, instant
from bot.sandbox.nodes import Nodes, user
from bot.sandbox.page_days import PageDays
from bot.sandbox.publishing import Publishing, Scrape
from bot.sandbox.state import PostRecord, State
from bot.sandbox.tokens import Bearer, Tokens
from bot.sandbox.wire import Call, read_call

_LISTINGS: Final = frozenset({"feed", "posts", "published_posts"})
_MOST_IDS: Final = 50


def operations_of(call: Call) -> list[dict[str, Any]] | None:
    """The operations of a batch; None where it is none. Raises GraphError for a batch that can't be read."""
    given = call.parameters.get("batch")
    if given is None or call.method != "POST" or call.path:
        return None
    try:
        operations = json.loads(given) if isinstance(given, str) else given
    except ValueError as error:
        raise GraphError(100, "param batch must be valid JSON") from error
    if not isinstance(operations, list) or not all(isinstance(each, dict) for each in operations) or len(operations) > _MOST_IDS:
        raise GraphError(100, f"Too many requests in batch message. Maximum batch size is {_MOST_IDS}")
    return operations


def cost_of(call: Call) -> int:
    """How many calls it counts as: each operation of a batch and each id of a multi-get is one (facts: graph-api §5.1)."""
    try:
        operations = operations_of(call)
        return max(len(operations) if operations is not None else len(call.list_of("ids")), 1)
    except GraphError:
        return 1


@dataclass(frozen=True, slots=True)
class Routes:
    """Answers calls on a state, at the instant `now`. `request` is the request's number."""

    state: State
    now: datetime
    base_url: str
    scrape: Scrape
    request: int

    @property
    def _tokens(self) -> Tokens:
        return Tokens(self.state, self.now)

    def answer(self, call: Call) -> Any:
        """The value to be sent as JSON. Raises GraphError."""
        if call.path == ("debug_token",):
            return self._tokens.debug(call)
        if call.path == ("oauth", "access_token"):
            return self._tokens.exchange(call)
        if not call.path:
            return self._root(call)
        if call.path[0] == "me":
            return self._me(call, self._tokens.bearer(call))
        return self._node(call, self._tokens.page_of(call))

    # The root: multi-get, batch, scrape

    def _root(self, call: Call) -> Any:
        operations = operations_of(call)
        if operations is not None:
            # Each operation is answered for the batch's token by itself: an app's token may inspect others, and nothing else.
            return [self._operation(operation, call) for operation in operations]
        page = self._tokens.page_of(call)
        if call.method == "GET":
            return self._many(call, page)
        if call.parameters.get("scrape") and call.parameters.get("id"):
            return self._scraped(str(call.parameters["id"]))
        raise GraphError(100, "Unsupported post request.", kind="GraphMethodException")

    def _scraped(self, url: str) -> dict[str, Any]:
        """The object that Facebook keeps of a linked page, with its picture where it has one."""
        card = self.scrape(url)
        image = {"image": [{"url": card.image}]} if card.image else {}
        told = {"title": card.title, "description": card.description, "updated_time": self.now.strftime("%Y-%m-%dT%H:%M:%S+0000")}
        number = str(int.from_bytes(hashlib.sha256(url.encode()).digest()[:6], "big"))
        return {"id": number, "url": url, "type": "article", **told, **image}

    def _many(self, call: Call, page: PageSpec) -> dict[str, Any]:
        ids = call.list_of("ids")
        if not ids:
            raise GraphError(100, "The parameter ids is required")
        if len(ids) > _MOST_IDS:
            raise GraphError(100, f"Too many IDs. Maximum: {_MOST_IDS}. Provided: {len(ids)}.")
        nodes = Nodes(self.state, self.now, page, self.base_url)
        fields = str(call.parameters.get("fields", ""))
        check_amount(fields, len(ids), self.state.config.most_at_once)
        # One bad id fails the whole request (facts: graph-api §5.1).
        return {each: nodes.page(fields) if each == page.page_id else nodes.post(self._own(each, page), fields) for each in ids}

    def _operation(self, operation: dict[str, Any], outer: Call) -> dict[str, Any]:
        headers = Message()
        headers["Authorization"] = f"Bearer {outer.token}"
        body = str(operation.get("body", "")).encode()
        try:
            inner = read_call(str(operation.get("method", "GET")), "/" + str(operation.get("relative_url", "")).lstrip("/"), headers, body)
            # The proof of the whole batch is that of its operations, as the official SDK sends it.
            inner.parameters.update({name: value for name, value in outer.parameters.items() if name == "appsecret_proof"})
            code, value = 200, self.answer(inner)
        except GraphError as error:
            code, value = error.status, error.envelope(trace_id(0, self.state.config.seed))
        shown = [{"name": "Content-Type", "value": "text/javascript; charset=UTF-8"}]
        return {"code": code, "headers": shown, "body": json.dumps(value, ensure_ascii=False)}

    # Me, Pages, posts

    def _me(self, call: Call, bearer: Bearer) -> Any:
        if call.edge == "accounts":
            rows = self._tokens.owned_pages(bearer)
            fields = wanted(str(call.parameters.get("fields", "")))
            names = {"id", *(each.name for each in fields)} if fields else set(rows[0] if rows else ())
            return cut(call, [{name: row[name] for name in row if name in names} for row in rows], self.base_url)
        if bearer.user is not None:
            scopes, me = bearer.user.scopes, user(bearer.user, str(call.parameters.get("fields", "")))
        else:
            assert bearer.page is not None  # a Bearer is of a Page or of a user
            nodes = Nodes(self.state, self.now, bearer.page, self.base_url)
            scopes, me = bearer.page.scopes, nodes.page(str(call.parameters.get("fields", "")))
        if call.edge == "permissions":
            return {"data": [{"permission": scope, "status": "granted"} for scope in scopes]}
        return me

    def _node(self, call: Call, page: PageSpec) -> Any:
        node = call.path[0]
        if call.method != "GET":
            posted = [post.created_time for post in self.state.posts.values() if post.page_id == page.page_id]
            self.state.limits.check_write(page.page_id, posted, self.now)
        if node in self.state.photos:
            return self._photo(call, page)
        if "_" in node:
            return self._post(call, page)
        if self.state.page(node) is not page:
            raise GraphError(200, "Permissions error: this token is of another Page", status=403)
        nodes = Nodes(self.state, self.now, page, self.base_url)
        publishing = Publishing(self.state, self.now, page, self.scrape)
        posts: dict[str, Callable[[Call], Any]] = {"feed": publishing.feed, "photos": publishing.photo}
        if call.method == "POST" and call.edge in posts:
            return posts[call.edge](call)
        if call.method != "GET":
            raise GraphError(100, "Unsupported post request.", kind="GraphMethodException")
        if not call.edge:
            return nodes.page(str(call.parameters.get("fields", "")))
        return self._edge_of_page(call, page, nodes)

    def _edge_of_page(self, call: Call, page: PageSpec, nodes: Nodes) -> Any:
        listing = Listing(self.state, nodes, self.now, self.base_url, self.request)
        if call.edge in _LISTINGS:
            if "pages_read_engagement" not in page.scopes:
                raise GraphError(283, "Requires pages_read_engagement permission to manage the object", status=403)
            return listing.published(call, page.page_id)
        if call.edge == "scheduled_posts":
            mine = [post for post in self.state.posts.values() if post.page_id == page.page_id]
            return listing.of(call, [post for post in mine if post.scheduled_for and not post.deleted])
        if call.edge == "photos":
            shown = [photo for photo in self.state.photos.values() if photo.page_id == page.page_id and photo.published]
            return cut(call, [nodes.photo(photo, str(call.parameters.get("fields", ""))) for photo in shown], self.base_url)
        if call.edge == "insights":
            if "read_insights" not in page.scopes:
                raise GraphError(200, "Requires read_insights permission to manage the object", status=403)
            days = ends_of_days(instant(call, "since", self.now), instant(call, "until", self.now), self.now)
            values = PageDays(nodes, self.state.visible(page.page_id)).value
            return page_insights(self.state.config, page.page_id, call.list_of("metric"), page.followers, days, values)
        raise GraphError(2500, f"Unknown path components: /{call.edge}")

    def _own(self, post_id: str, page: PageSpec) -> PostRecord:
        post = self.state.get(post_id)
        if post.page_id != page.page_id:
            raise missing(post_id)
        return post

    def _photo(self, call: Call, page: PageSpec) -> Any:
        photo = self.state.photos[call.path[0]]
        if photo.page_id != page.page_id:
            raise missing(photo.id)
        if call.method == "DELETE":
            return Publishing(self.state, self.now, page, self.scrape).delete_photo(photo)
        if call.method == "GET" and not call.edge:
            return Nodes(self.state, self.now, page, self.base_url).photo(photo, str(call.parameters.get("fields", "")))
        raise GraphError(100, "Unsupported request.", kind="GraphMethodException")

    def _post(self, call: Call, page: PageSpec) -> Any:
        # "PAGE_POST", or "PAGE_POST_COMMENT" to answer a comment.
        post = self._own("_".join(call.path[0].split("_")[:2]), page)
        if call.path[0] != post.id and (call.method, call.edge) != ("POST", "comments"):
            raise missing(call.path[0])
        nodes = Nodes(self.state, self.now, page, self.base_url)
        publishing = Publishing(self.state, self.now, page, self.scrape)
        fields = str(call.parameters.get("fields", ""))
        match (call.method, call.edge):
            case ("GET", ""):
                return nodes.post(post, fields)
            case ("POST", ""):
                return publishing.edit(call, post)
            case ("DELETE", ""):
                return publishing.delete(post)
            case ("POST", "comments"):
                return publishing.comment(call, post)
            case ("GET", "insights"):
                return nodes.insights(post, list(call.path[2:3]) or call.list_of("metric"))
            case ("GET", "comments"):
                comments = nodes.comments(post, wanted(fields), stream=call.parameters.get("filter") == "stream")
                return {**cut(call, comments, self.base_url), "summary": {"total_count": len(comments)}}
            case ("GET", "reactions" | "likes" as edge):
                return nodes.summary(post, Wanted(name=edge, modifiers={"summary": "1", "limit": str(call.parameters.get("limit", 25))}))
            case ("GET", "attachments"):
                return nodes.post(post, f"attachments{{{fields}}}" if fields else "attachments").get("attachments", {"data": []})
            case _:
                raise GraphError(2500, f"Unknown path components: /{call.edge}")
