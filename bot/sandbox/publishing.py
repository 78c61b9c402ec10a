"""Writes: a post, a photo, a comment, an edit, a deletion, with the rules Graph has for them (facts: graph-api §3)."""

import ipaddress
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from bot.sandbox.config import PageSpec
from bot.sandbox.errors import GraphError
from bot.sandbox.state import Card, Comment, Photo, PostRecord, State, truth
from bot.sandbox.wire import Call

_LONGEST: Final = 63_206
_LARGEST_PHOTO: Final = 10 * 1024 * 1024
_PICTURES: Final = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))
_OWNERS_ONLY: Final = ("picture", "name", "thumbnail", "description")

Scrape = Callable[[str], Card]


class Publishing:
    """Writes of one request by the Page whose token came with it."""

    def __init__(self, state: State, now: datetime, page: PageSpec, scrape: Scrape) -> None:
        self._state = state
        self._now = now
        self._page = page
        self._scrape = scrape

    def feed(self, call: Call) -> dict[str, Any]:
        """`POST /{page}/feed`."""
        self._needs("pages_manage_posts")
        message, link = str(call.parameters.get("message", "")), str(call.parameters.get("link", ""))
        attached = [str(each["media_fbid"]) for each in self._attached(call)]
        if any(name in call.parameters for name in _OWNERS_ONLY):
            raise GraphError(100, "Only owners of the URL have the ability to specify the picture, name, thumbnail or description params.")
        if not (message.strip() or link or attached):
            raise GraphError(197, "The post is empty. Please enter a message to share.")
        if len(message) > _LONGEST:
            raise GraphError(100, "Param message must be a string of at most 63206 characters")
        if link:
            self._check_link(link)
        return {"id": self._publish(call, message, link, tuple(attached)).id}

    def photo(self, call: Call) -> dict[str, Any]:
        """`POST /{page}/photos`: an unpublished photo is not a post; a published one makes one, with the caption as its message."""
        self._needs("pages_manage_posts")
        upload = call.files.get("source")
        if upload is None and not call.parameters.get("url"):
            raise GraphError(324, "Requires upload file")
        if upload is not None and upload.content_type not in {"image/jpeg", "image/png", "image/gif", "application/octet-stream"}:
            raise GraphError(100, "Invalid image file", subcode=2069019)
        if upload is not None and len(upload.content) > _LARGEST_PHOTO:
            raise GraphError(100, "Photos should be smaller than 10 MB and saved as JPG or PNG", subcode=1366046)
        photo = Photo(
            id=self._state.number(),
            page_id=self._page.page_id,
            content=upload.content if upload else b"",
            content_type=_picture_type(upload.content) if upload else "",
            url=str(call.parameters.get("url", "")),
            created_time=self._now,
            alt=str(call.parameters.get("alt_text_custom", "")),
            published=truth(call.parameters.get("published"), default=True),
            temporary=truth(call.parameters.get("temporary"), default=False),
        )
        if not photo.published:
            self._state.photos[photo.id] = photo
            return {"id": photo.id}
        text = str(call.parameters.get("caption") or call.parameters.get("message") or "")
        post = self._publish(call, text, "", (photo.id,))
        self._state.photos[photo.id] = photo
        return {"id": photo.id, "post_id": post.id}

    def delete_photo(self, photo: Photo) -> dict[str, Any]:
        """`DELETE /{photo}`: also out of the post that shows it."""
        self._needs("pages_manage_posts")
        del self._state.photos[photo.id]
        return {"success": True}

    def comment(self, call: Call, post: PostRecord) -> dict[str, Any]:
        """`POST /{post}/comments`, or `POST /{comment}/comments` for an answer."""
        self._needs("pages_manage_engagement")
        message = str(call.parameters.get("message", ""))
        if not message.strip():
            raise GraphError(100, "The parameter message is required")
        comment = Comment(
            id=f"{post.id}_{self._state.number()}",
            message=message,
            created_time=self._now,
            author=self._page.name,
            author_id=self._page.page_id,
            parent=call.path[0] if call.path[0] != post.id else "",
        )
        self._state.posts[post.id] = replace(post, comments=(*post.comments, comment))
        return {"id": comment.id}

    def edit(self, call: Call, post: PostRecord) -> dict[str, Any]:
        """`POST /{post}`: only by the app that made the post."""
        self._needs("pages_manage_posts")
        if post.app_id != self._state.config.app_id:
            raise GraphError(200, "An app can only update a post it has created", status=403)
        message = str(call.parameters.get("message", post.message))
        self._state.posts[post.id] = replace(post, message=message, updated_time=self._now)
        return {"success": True}

    def delete(self, post: PostRecord) -> dict[str, Any]:
        """`DELETE /{post}`."""
        self._needs("pages_manage_posts")
        self._state.posts[post.id] = replace(post, deleted=True)
        return {"success": True}

    def _needs(self, scope: str) -> None:
        if scope not in self._page.scopes:
            raise GraphError(200, f"Requires {scope} permission to manage the object", status=403)

    def _attached(self, call: Call) -> list[dict[str, Any]]:
        given = call.parameters.get("attached_media") or []
        try:
            items = [
                json.loads(each) if isinstance(each, str) else each for each in (json.loads(given) if isinstance(given, str) else given)
            ]
            known = [each for each in items if self._is_mine(str(each["media_fbid"]))]
        except (ValueError, TypeError, KeyError) as error:
            raise GraphError(100, "param attached_media must be an array of objects with media_fbid") from error
        if len(known) != len(items) or len(items) > 10:
            raise GraphError(100, "attached_media has an unknown photo or more than 10")
        return known

    def _is_mine(self, photo: str) -> bool:
        return photo in self._state.photos and self._state.photos[photo].page_id == self._page.page_id

    def _check_link(self, link: str) -> None:
        parts = urlsplit(link)
        config = self._state.config
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise GraphError(1500, "The url you supplied is invalid")
        if parts.netloc in config.unscrapable_hosts:
            raise GraphError(100, "The URL could not be scraped", subcode=1609005)
        if _is_private(parts.hostname) and parts.netloc not in config.scrape_hosts and not config.allow_private_links:
            raise GraphError(1500, "The url you supplied is invalid")

    def _publish(self, call: Call, message: str, link: str, photos: tuple[str, ...]) -> PostRecord:
        published = truth(call.parameters.get("published"), default=True)
        scheduled = self._scheduled(call) if "scheduled_publish_time" in call.parameters else None
        if scheduled is not None and published:
            raise GraphError(100, "You cannot specify a scheduled publish time on a published post")
        post = PostRecord(
            id=f"{self._page.page_id}_{self._state.number()}",
            page_id=self._page.page_id,
            message=message,
            link=link,
            created_time=self._now,
            app_id=self._state.config.app_id,
            # With pictures there is no card: they stand where it would.
            card=self._scrape(link) if link and not photos else Card(),
            photos=photos,
            published=published,
            scheduled_for=scheduled,
        )
        self._state.refuse_repeats(post, self._now)
        self._state.posts[post.id] = post
        return post

    def _scheduled(self, call: Call) -> datetime:
        text = str(call.parameters["scheduled_publish_time"])
        try:
            at = datetime.fromtimestamp(int(text), UTC) if text.isdecimal() else datetime.fromisoformat(text)
        except ValueError as error:
            raise GraphError(100, "The specified scheduled publish time is invalid") from error
        if at.tzinfo is None or not timedelta(minutes=10) <= at - self._now <= timedelta(days=30):
            raise GraphError(100, "The specified scheduled publish time is invalid")
        return at


def _picture_type(content: bytes) -> str:
    """By its first bytes, whatever the upload said of itself: the sandbox serves it again."""
    return next((kind for begin, kind in _PICTURES if content.startswith(begin)), "application/octet-stream")


def _is_private(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
