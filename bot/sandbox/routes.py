"""Which call is answered by what: tokens and their Pages, node and edge, batch and multi-get."""

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message
from typing import Any, Final

from bot.sandbox.config import PageSpec
from bot.sandbox.errors import GraphError, missing, trace_id
from bot.sandbox.fields import Wanted
from bot.sandbox.insights import page_insights
from bot.sandbox.nodes import Nodes
from bot.sandbox.publishing import Publishing, Scrape
from bot.sandbox.state import PostRecord, State
from bot.sandbox.wire import Call, read_call

_LISTINGS: Final = frozenset({"feed", "posts", "published_posts"})
_MOST_A_PAGE: Final = 100
_MOST_IDS: Final = 50
_DATA_ACCESS: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Routes:
    """Answers calls on a state, at the instant `now`."""

    state: State
    now: datetime
    base_url: str
    scrape: Scrape

    def answer(self, call: Call) -> Any:
        """The value to be sent as JSON. Raises GraphError."""
        if call.path == ("debug_token",):
            return self._debug_token(call)
        if call.path == ("oauth", "access_token"):
            return self._exchange(call)
        if not call.path:
            return self._root(call)
        page = self._page_of(call)
        if call.path[0] == "me":
            return self._me(call, page)
        return self._node(call, page)

    # Tokens

    def _page_of(self, call: Call) -> PageSpec:
        if not call.token:
            raise GraphError(104, "An access token is required to request this resource.")
        page = next((page for page in self.state.config.pages if hmac.compare_digest(page.token, call.token)), None)
        if page is None:
            raise GraphError(190, "Invalid OAuth access token - Cannot parse access token", status=401)
        if page.expires_at is not None and page.expires_at <= self.now:
            raise GraphError(190, "Error validating access token: Session has expired", subcode=463, status=401)
        self._check_proof(call, page)
        return page

    def _check_proof(self, call: Call, page: PageSpec) -> None:
        config = self.state.config
        proof = call.parameters.get("appsecret_proof")
        right = hmac.new(config.app_secret.encode(), page.token.encode(), hashlib.sha256).hexdigest()
        if (proof is None and config.require_proof) or (proof is not None and not hmac.compare_digest(str(proof), right)):
            raise GraphError(100, "Invalid appsecret_proof provided in the API argument", kind="GraphMethodException")

    def _needs_app(self, call: Call) -> None:
        config = self.state.config
        if call.token != f"{config.app_id}|{config.app_secret}" and not any(page.token == call.token for page in config.pages):
            raise GraphError(190, "Invalid OAuth access token signature.", status=401)

    def _debug_token(self, call: Call) -> dict[str, Any]:
        self._needs_app(call)
        asked = str(call.parameters.get("input_token", ""))
        config = self.state.config
        page = next((page for page in config.pages if page.token == asked), None)
        if page is None:
            error = {"code": 190, "message": "Invalid OAuth access token.", "subcode": 0}
            return {"data": {"is_valid": False, "scopes": [], "error": error}}
        expired = page.expires_at is not None and page.expires_at <= self.now
        data: dict[str, Any] = {
            "app_id": config.app_id,
            "type": "PAGE",
            "application": "Loa",
            "data_access_expires_at": int((self.now + _DATA_ACCESS).timestamp()),
            "expires_at": int(page.expires_at.timestamp()) if page.expires_at else 0,
            "is_valid": not expired,
            "issued_at": int(self.now.timestamp()) - 3_600,
            "profile_id": page.page_id,
            "scopes": list(page.scopes),
            "granular_scopes": [{"scope": scope, "target_ids": [page.page_id]} for scope in page.scopes],
            "user_id": "500000000000005",
        }
        if expired:
            data["error"] = {"code": 190, "message": "Error validating access token: Session has expired", "subcode": 463}
        return {"data": data}

    def _exchange(self, call: Call) -> dict[str, Any]:
        config = self.state.config
        if call.parameters.get("client_id") != config.app_id or call.parameters.get("client_secret") != config.app_secret:
            raise GraphError(101, "Error validating application. Invalid application ID.")
        kind = call.parameters.get("grant_type")
        if kind == "client_credentials":
            return {"access_token": f"{config.app_id}|{config.app_secret}", "token_type": "bearer"}
        if kind != "fb_exchange_token" or not call.parameters.get("fb_exchange_token"):
            raise GraphError(100, "Missing or invalid grant_type")
        return {"access_token": call.parameters["fb_exchange_token"], "token_type": "bearer", "expires_in": 5_183_944}

    # The root: multi-get, batch, scrape

    def _root(self, call: Call) -> Any:
        if call.method == "POST" and "batch" in call.parameters:
            # Each operation is answered for the batch's token by itself: an app's token may inspect others, and nothing else.
            return self._batch(call)
        page = self._page_of(call)
        if call.method == "GET":
            return self._many(call, page)
        if call.parameters.get("scrape") and call.parameters.get("id"):
            card = self.scrape(str(call.parameters["id"]))
            return {"url": call.parameters["id"], "type": "article", "title": card.title, "description": card.description}
        raise GraphError(100, "Unsupported post request.", kind="GraphMethodException")

    def _many(self, call: Call, page: PageSpec) -> dict[str, Any]:
        ids = call.list_of("ids")
        if not ids:
            raise GraphError(100, "The parameter ids is required")
        if len(ids) > _MOST_IDS:
            raise GraphError(100, f"Too many IDs. Maximum: {_MOST_IDS}. Provided: {len(ids)}.")
        nodes = Nodes(self.state, self.now, page, self.base_url)
        fields = str(call.parameters.get("fields", ""))
        # One bad id fails the whole request (facts: graph-api §5.1).
        return {each: nodes.page(fields) if each == page.page_id else nodes.post(self._own(each, page), fields) for each in ids}

    def _batch(self, call: Call) -> list[dict[str, Any] | None]:
        given = call.parameters["batch"]
        try:
            operations = json.loads(given) if isinstance(given, str) else given
        except ValueError as error:
            raise GraphError(100, "param batch must be valid JSON") from error
        if not isinstance(operations, list) or len(operations) > _MOST_IDS:
            raise GraphError(100, f"Too many requests in batch message. Maximum batch size is {_MOST_IDS}")
        return [self._operation(operation, call) for operation in operations]

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

    def _me(self, call: Call, page: PageSpec) -> Any:
        if call.edge == "accounts":
            return {
                "data": [
                    {"id": page.page_id, "name": page.name, "access_token": page.token, "tasks": ["ANALYZE", "CREATE_CONTENT", "MODERATE"]}
                ]
            }
        if call.edge == "permissions":
            return {"data": [{"permission": scope, "status": "granted"} for scope in page.scopes]}
        return Nodes(self.state, self.now, page, self.base_url).page(str(call.parameters.get("fields", "")))

    def _node(self, call: Call, page: PageSpec) -> Any:
        node = call.path[0]
        if "_" in node or node in self.state.photos:
            return self._post(call, page)
        target = self.state.page(node)
        if target is not page:
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
        if call.edge in _LISTINGS:
            return self._listing(call, nodes, self.state.visible(page.page_id, self.now, self.state.config.listing_lag))
        if call.edge == "scheduled_posts":
            waiting = [
                post for post in self.state.posts.values() if post.page_id == page.page_id and post.scheduled_for and not post.deleted
            ]
            return self._listing(call, nodes, waiting)
        if call.edge == "insights":
            shown = self.state.visible(page.page_id, self.now, timedelta(0))
            views = sum(nodes.counts(post).views for post in shown)
            totals = {"page_media_view": views, "page_total_media_view_unique": sum(nodes.counts(post).reach for post in shown)}
            return page_insights(self.state.config, page.page_id, call.list_of("metric"), page.followers, totals)
        raise GraphError(2500, f"Unknown path components: /{call.edge}")

    def _own(self, post_id: str, page: PageSpec) -> PostRecord:
        post = self.state.get(post_id)
        if post.page_id != page.page_id:
            raise missing(post_id)
        return post

    def _post(self, call: Call, page: PageSpec) -> Any:
        if call.path[0] in self.state.photos:
            if call.method != "DELETE":
                return {"id": call.path[0]}
            del self.state.photos[call.path[0]]
            return {"success": True}
        post = self._own(call.path[0], page)
        nodes = Nodes(self.state, self.now, page, self.base_url)
        publishing = Publishing(self.state, self.now, page, self.scrape)
        match (call.method, call.edge):
            case ("GET", ""):
                return nodes.post(post, str(call.parameters.get("fields", "")))
            case ("POST", ""):
                return publishing.edit(call, post)
            case ("DELETE", ""):
                return publishing.delete(post)
            case ("POST", "comments"):
                return publishing.comment(call, post)
            case ("GET", "insights"):
                return nodes.insights(post, list(call.path[2:3]) or call.list_of("metric"))
            case ("GET", "comments" | "reactions" | "likes" as edge):
                return nodes.summary(post, Wanted(name=edge, modifiers={"summary": "1", "limit": str(call.parameters.get("limit", 25))}))
            case ("GET", "attachments"):
                return nodes.post(post, "attachments").get("attachments", {"data": []})
            case _:
                raise GraphError(2500, f"Unknown path components: /{call.edge}")

    def _listing(self, call: Call, nodes: Nodes, posts: Sequence[PostRecord]) -> dict[str, Any]:
        since = self._instant(call, "since")
        until = self._instant(call, "until")
        kept = [post for post in posts if (since is None or post.created_time >= since) and (until is None or post.created_time <= until)]
        limit = min(max(_number(call, "limit", 25), 1), _MOST_A_PAGE)
        after = str(call.parameters.get("after", ""))
        start = next((place + 1 for place, post in enumerate(kept) if post.id == after), 0)
        shown = kept[start : start + limit]
        fields = str(call.parameters.get("fields", ""))
        answer: dict[str, Any] = {"data": [nodes.post(post, fields) for post in shown]}
        if shown:
            answer["paging"] = {"cursors": {"before": shown[0].id, "after": shown[-1].id}}
            if start + limit < len(kept):
                # With header authorization Graph's own `next` carries no token (facts: graph-api §2.3).
                answer["paging"]["next"] = f"{self.base_url}/{call.version}/{'/'.join(call.path)}?limit={limit}&after={shown[-1].id}"
        return answer

    def _instant(self, call: Call, name: str) -> datetime | None:
        text = str(call.parameters.get(name, ""))
        if not text:
            return None
        try:
            at = datetime.fromtimestamp(int(text), self.now.tzinfo) if text.isdecimal() else datetime.fromisoformat(text)
        except (ValueError, OverflowError, OSError) as error:
            raise GraphError(100, f"Invalid parameter {name}") from error
        return at if at.tzinfo else at.replace(tzinfo=self.now.tzinfo)


def _number(call: Call, name: str, default: int) -> int:
    text = str(call.parameters.get(name) or default)
    if not text.isdecimal() or len(text) > 9:
        raise GraphError(100, f"Param {name} must be an integer")
    return int(text)
