"""Pages, posts and photos in memory. Not thread-safe by itself: the server holds one lock around each request."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.config import PageSpec, SandboxConfig
from bot.sandbox.errors import GraphError, missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the linked page says of itself."""

    title: str = ""
    description: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment made through the API."""

    id: str
    message: str
    created_time: datetime
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRecord:
    """A post as the sandbox keeps it. `deleted` ones stay, so that a test sees everything that was ever made."""

    id: str
    page_id: str
    message: str
    link: str
    created_time: datetime
    app_id: str
    card: Card = Card()
    photos: tuple[str, ...] = ()
    published: bool = True
    scheduled_for: datetime | None = None
    deleted: bool = False
    updated_time: datetime | None = None
    comments: tuple[Comment, ...] = ()

    @property
    def content_key(self) -> str:
        """Message and link: what makes two posts the same to a reader."""
        return unicodedata.normalize("NFC", self.message) + "\n" + self.link


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """An uploaded picture; unpublished ones are not posts."""

    id: str
    page_id: str
    content: bytes
    content_type: str
    url: str


@dataclass(slots=True)
class State:
    """Everything the sandbox knows."""

    config: SandboxConfig
    posts: dict[str, PostRecord] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    last_number: int = 122_000_000_000_000

    def page(self, page_id: str) -> PageSpec:
        """The Page, or Graph's error for a node that is not there."""
        found = next((page for page in self.config.pages if page.page_id == page_id), None)
        if found is None:
            raise missing(page_id)
        return found

    def number(self) -> str:
        """A fresh id."""
        self.last_number += 7
        return str(self.last_number)

    def settle(self, now: datetime) -> None:
        """Let scheduled posts go live, under the same id."""
        for post in self.posts.values():
            if post.scheduled_for is not None and post.scheduled_for <= now and not post.published and not post.deleted:
                self.posts[post.id] = replace(post, published=True, created_time=post.scheduled_for, scheduled_for=None)

    def visible(self, page_id: str, now: datetime, lag: timedelta) -> list[PostRecord]:
        """Published posts that listings show, newest first."""
        shown = [
            post
            for post in self.posts.values()
            if post.page_id == page_id and post.published and not post.deleted and post.created_time + lag <= now
        ]
        return sorted(shown, key=lambda post: (post.created_time, post.id), reverse=True)

    def get(self, post_id: str) -> PostRecord:
        """A post that is there, by "PAGE_POST"."""
        post = self.posts.get(post_id)
        if post is None or post.deleted:
            raise missing(post_id)
        return post

    def add(self, post: PostRecord, now: datetime) -> None:
        """Keep a new post, unless it is the same as one just made (506) or made within the window (368/1404082)."""
        mine = [other for other in self.posts.values() if other.page_id == post.page_id and not other.deleted]
        same = [other for other in mine if other.content_key == post.content_key]
        if same and mine[-1] is same[-1]:
            raise GraphError(506, "Duplicate status message", subcode=1455006)
        if any(now - other.created_time <= self.config.repeat_window for other in same):
            raise GraphError(368, "The action attempted has been deemed abusive or is otherwise disallowed", subcode=1404082)
        self.posts[post.id] = post

    def by_content(self, page_id: str) -> Counter[str]:
        """How many posts were ever made for each content: the ground truth of "exactly once"."""
        return Counter(post.content_key for post in self.posts.values() if post.page_id == page_id)


def truth(value: Any, *, default: bool) -> bool:
    """Booleans in all the spellings that Graph takes."""
    if value is None:
        return default
    return str(value).lower() in {"true", "1", "yes"}


def redact(text: str, tokens: list[str]) -> str:
    """`text` without tokens."""
    for token in tokens:
        text = text.replace(token, "(redacted)")
    return re.sub(r"EAA[0-9A-Za-z]{8,}", "(redacted)", text)
