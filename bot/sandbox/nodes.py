"""Nodes to JSON: a post, its comments and counts; a photo; a Page; a user."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from bot.sandbox.attachments import attachments, full_picture, picture_url
from bot.sandbox.config import PageSpec, SandboxConfig, UserSpec
from bot.sandbox.errors import GraphError
from bot.sandbox.fields import Wanted, wanted
from bot.sandbox.growth import Engagement, engagement, followers
from bot.sandbox.insights import post_insights
from bot.sandbox.state import Comment, Photo, PostRecord, State

_REMOVED: Final = frozenset({"link", "name", "caption", "description", "source", "type", "object_id"})  # from feed reads, since v3.3
_SUMMARIES: Final = {"reactions", "likes", "comments"}


def graph_time(at: datetime) -> str:
    """`2026-11-23T01:00:00+0000`: no colon in the offset."""
    return at.strftime("%Y-%m-%dT%H:%M:%S+0000")


class Nodes:
    """Renders nodes for one request, at one instant, with the rights of one token."""

    def __init__(self, state: State, now: datetime, page: PageSpec, base_url: str) -> None:
        self._state = state
        self._config: SandboxConfig = state.config
        self._now = now
        self._page = page
        self._base_url = base_url

    def _told(self, at: datetime) -> str:
        return graph_time(at + self._config.clock_skew)

    def counts(self, post: PostRecord) -> Engagement:
        """The post's engagement now."""
        return engagement(self._config.seed, post.id, self._now - post.created_time, self._page.followers)

    def counts_at(self, post: PostRecord, at: datetime) -> Engagement:
        """The post's engagement at another time."""
        return engagement(self._config.seed, post.id, at - post.created_time, self._page.followers)

    def followers(self, at: datetime) -> int:
        """The Page's followers: those it was given, when the sandbox began, and a few more or fewer with every day."""
        return followers(self._config.seed, self._page.page_id, self._page.followers, self._state.began_at, at)

    def permalink(self, post: PostRecord) -> str:
        """The post's address for people, in this sandbox."""
        return f"{self._base_url}/page/{post.page_id}#post-{post.id.partition('_')[2]}"

    def post(self, post: PostRecord, fields: str) -> dict[str, Any]:
        """A post with the fields asked for; `id` is always among them."""
        answer: dict[str, Any] = {"id": post.id}
        for each in wanted(fields or "id,created_time,message"):
            value = self._post_field(post, each)
            if value is not None:
                answer[each.key] = value
        return answer

    def _post_field(self, post: PostRecord, field: Wanted) -> Any:
        simple: dict[str, Callable[[], Any]] = {
            "id": lambda: post.id,
            "message": lambda: post.message or None,
            "created_time": lambda: self._told(post.created_time),
            "updated_time": lambda: self._told(post.updated_time or post.created_time),
            "permalink_url": lambda: self.permalink(post),
            "is_published": lambda: post.published,
            "is_hidden": lambda: False,
            "status_type": lambda: "shared_story" if post.link else "added_photos" if post.photos else "mobile_status_update",
            "scheduled_publish_time": lambda: int(post.scheduled_for.timestamp()) if post.scheduled_for else None,
            "full_picture": lambda: full_picture(self._state, post, self._base_url) or None,
            "from": lambda: {"id": self._page.page_id, "name": self._page.name},
            "application": lambda: {"id": post.app_id, "name": "Loa"},
            "shares": lambda: {"count": shares} if (shares := self.counts(post).shares) else None,
            "attachments": lambda: attachments(self._state, post, self._base_url, self.permalink(post), field.inner),
            "insights": lambda: self.insights(
                post, [name.strip() for name in field.modifiers.get("metric", "").split(",") if name.strip()]
            ),
        }
        if field.name in simple:
            return simple[field.name]()
        if field.name in _SUMMARIES:
            return self.summary(post, field)
        if field.name in _REMOVED:
            raise GraphError(12, f"{field.name} field is deprecated for versions v3.3 and higher")
        raise GraphError(100, f"Tried accessing nonexisting field ({field.name}) on node type (PagePost)")

    def insights(self, post: PostRecord, metrics: list[str]) -> dict[str, Any]:
        """The insights edge; needs read_insights."""
        if "read_insights" not in self._page.scopes:
            raise GraphError(200, "Requires read_insights permission to manage the object", status=403)
        return post_insights(self._config, post.id, metrics, self.counts(post), self._page.followers)

    def summary(self, post: PostRecord, field: Wanted) -> dict[str, Any]:
        """Reactions, likes or comments with their summary; needs pages_read_user_content (facts: graph-api §4.1)."""
        counts = self.counts(post)
        if field.name == "comments":
            data = self.comments(post, field.inner, stream=field.modifiers.get("filter") == "stream")
            total = len(data)
        else:
            self._needs_user_content()
            kind = "LIKE" if field.name == "likes" else field.modifiers.get("type", "").upper()
            total = counts.reactions.get(kind, 0) if kind else counts.total_reactions
            data = []
        limit = int(field.modifiers.get("limit") or 25)
        answer: dict[str, Any] = {"data": data[: min(limit, 100)]}
        if "summary" in field.modifiers:
            answer["summary"] = {"total_count": total}
        return answer

    def _needs_user_content(self) -> None:
        if "pages_read_user_content" not in self._page.scopes:
            raise GraphError(10, "This endpoint requires the 'pages_read_user_content' permission", status=403)

    def comments(self, post: PostRecord, fields: tuple[Wanted, ...] = (), *, stream: bool = False) -> list[dict[str, Any]]:
        """Comments with the fields asked for (all, where none are named), the oldest first: those made through the API, and those of the sandbox's people.

        Answers to comments are among them where the `stream` is asked for.
        """
        self._needs_user_content()
        every = [*(self._made(each) for each in post.comments if stream or not each.parent), *self._grown(post)]
        return [self._comment(post, comment, fields) for comment in every]

    def _made(self, comment: Comment) -> dict[str, Any]:
        return {
            "id": comment.id,
            "message": comment.message,
            "from": {"id": comment.author_id, "name": comment.author},
            "created_time": self._told(comment.created_time),
        }

    def _grown(self, post: PostRecord) -> list[dict[str, Any]]:
        return [
            {
                "id": f"{post.id}_{number}",
                "message": text,
                "from": {"id": f"70000000000{number:03}", "name": person},
                "created_time": self._told(post.created_time),
            }
            for number, (person, text) in enumerate(self.counts(post).comments, start=1)
        ]

    def _comment(self, post: PostRecord, comment: dict[str, Any], fields: tuple[Wanted, ...]) -> dict[str, Any]:
        """One comment; the answers to it are an edge, which is left out where it is empty."""
        plain = tuple(each for each in fields if each.name != "comments")
        chosen = _chosen(comment, plain, "Comment") if plain or not fields else {"id": comment["id"]}
        edge = next((each for each in fields if each.name == "comments"), None)
        answers = [each for each in post.comments if each.parent == comment["id"]] if edge is not None else []
        if edge is not None and answers:
            data = [_chosen(self._made(each), edge.inner, "Comment") for each in answers]
            chosen["comments"] = {"data": data[: int(edge.modifiers.get("limit") or 25)]}
        return chosen

    def photo(self, photo: Photo, fields: str) -> dict[str, Any]:
        """An uploaded picture with the fields asked for."""
        values = {
            "id": photo.id,
            "created_time": self._told(photo.created_time),
            "alt_text_custom": photo.alt,
            "images": [{"source": picture_url(photo, self._base_url)}],
        }
        return _chosen(values, wanted(fields or "id,created_time"), "Photo")

    def page(self, fields: str) -> dict[str, Any]:
        """The Page with the fields asked for."""
        values: dict[str, Any] = {
            "id": self._page.page_id,
            "name": self._page.name,
            "about": self._page.about,
            "followers_count": self.followers(self._now),
            "fan_count": self.followers(self._now),
            "link": f"{self._base_url}/page/{self._page.page_id}",
            "is_published": True,
        }
        return _chosen(values, wanted(fields or "id,name"), "Page")


def user(spec: UserSpec, fields: str) -> dict[str, Any]:
    """A user with the fields asked for."""
    return _chosen({"id": spec.user_id, "name": spec.name}, wanted(fields or "id,name"), "User")


def _chosen(values: dict[str, Any], fields: tuple[Wanted, ...], kind: str) -> dict[str, Any]:
    """The fields asked for, and the id; all where none are named. Raises GraphError for a field that the node does not have."""
    unknown = next((each.name for each in fields if each.name not in values), None)
    if unknown is not None:
        raise GraphError(100, f"Tried accessing nonexisting field ({unknown}) on node type ({kind})")
    if not fields:
        return values
    return {"id": values["id"], **{each.key: _inner(values[each.name], each.inner) for each in fields}}


def _inner(value: Any, fields: tuple[Wanted, ...]) -> Any:
    if not fields or not isinstance(value, dict):
        return value
    return {each.key: value[each.name] for each in fields if each.name in value}
