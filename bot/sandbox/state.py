"""Pages, posts, photos, comments and rules in memory. Not thread-safe by itself: the server holds one lock around each request."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote_plus

from bot.sandbox.config import PageSpec, SandboxConfig
from bot.sandbox.errors import GraphError, missing
from bot.sandbox.faults import FaultScript
from bot.sandbox.limits import Limits

Clock = Callable[[], datetime]

_TEMPORARY_LASTS: Final = timedelta(hours=24)
_EARLIEST: Final = datetime(1970, 1, 2, tzinfo=UTC)
_LATEST: Final = datetime(2999, 1, 1, tzinfo=UTC)
_FIRST_NUMBER: Final = 122_000_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the linked page says of itself."""

    title: str = ""
    description: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment made through the API, by the Page. `parent` is the comment that it answers, "" for one of the post's own."""

    id: str
    message: str
    created_time: datetime
    author: str
    author_id: str
    parent: str = ""


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
    """An uploaded picture; unpublished ones are not posts. `alt` is `alt_text_custom`; a `temporary` one that no post shows goes after a day."""

    id: str
    page_id: str
    content: bytes
    content_type: str
    url: str
    created_time: datetime
    alt: str = ""
    published: bool = True
    temporary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
    """One request as it came, tokens redacted. `fault` is the kind of the fault that struck it, "" for none."""

    method: str
    path: str
    query: str
    body: str
    status: int
    had_bearer: bool
    fault: str = ""


class State:
    """Everything the sandbox knows. `offset` is added to the clock that was handed in."""

    def __init__(self, config: SandboxConfig, clock: Clock) -> None:
        self.began_as = config
        self._clock = clock
        self.offset = timedelta(0)
        self.known_secrets: set[str] = set()
        self.reset()

    def reset(self) -> None:
        """As it was at the start; the clock's offset goes too. Tokens once known are still redacted."""
        config = self.began_as
        self.config = config
        self.offset = timedelta(0)
        self.posts: dict[str, PostRecord] = {}
        self.photos: dict[str, Photo] = {}
        self.short_page_tokens: dict[str, tuple[str, str]] = {}  # to (Page, the user's token it came from)
        self.began_at = self.now
        self.script = FaultScript(config.seed, config.faults)
        self.limits = Limits(config.throttles, config.too_fast)
        self.log: list[RequestRecord] = []
        self.last_number = _FIRST_NUMBER
        self.know_secrets()

    @property
    def now(self) -> datetime:
        """The sandbox's clock."""
        return self._clock() + self.offset

    def set_offset(self, offset: timedelta) -> None:
        """Raises OverflowError for a clock that would leave the calendar, and then changes nothing."""
        if not _EARLIEST <= self._clock() + offset <= _LATEST:
            raise OverflowError("the clock would leave the calendar")
        self.offset = offset

    def know_secrets(self) -> None:
        """Remember every token and secret in force, to be redacted for ever."""
        config = self.config
        tokens = {page.token for page in config.pages} | {token for user in config.users for token in (user.token, user.long_token)}
        self.known_secrets |= {secret for secret in {*tokens, *self.short_page_tokens, config.app_secret} if secret}

    def change(self, **changes: Any) -> None:
        """Change rules of the configuration."""
        self.config = replace(self.config, **changes)
        self.know_secrets()

    def change_page(self, page_id: str, **changes: Any) -> None:
        """Change a Page. Raises GraphError for one that is not there."""
        self.page(page_id)
        self.change(pages=tuple(replace(page, **changes) if page.page_id == page_id else page for page in self.config.pages))

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
        """Let scheduled posts go live, under the same id, and temporary photos that no post shows go away."""
        for post in list(self.posts.values()):
            if post.scheduled_for is not None and post.scheduled_for <= now and not post.published and not post.deleted:
                self.posts[post.id] = replace(post, published=True, created_time=post.scheduled_for, scheduled_for=None)
        for photo in self.staged():
            if photo.temporary and now - photo.created_time >= _TEMPORARY_LASTS:
                del self.photos[photo.id]

    def staged(self) -> list[Photo]:
        """Unpublished photos that no post shows: left behind, or still to be posted."""
        shown = {photo for post in self.posts.values() for photo in post.photos}
        return [photo for photo in self.photos.values() if not photo.published and photo.id not in shown]

    def visible(self, page_id: str) -> list[PostRecord]:
        """Published posts, newest first."""
        shown = [post for post in self.posts.values() if post.page_id == page_id and post.published and not post.deleted]
        return sorted(shown, key=lambda post: (post.created_time, post.id), reverse=True)

    def get(self, post_id: str) -> PostRecord:
        """A post that is there, by "PAGE_POST"."""
        post = self.posts.get(post_id)
        if post is None or post.deleted:
            raise missing(post_id)
        return post

    def refuse_repeats(self, post: PostRecord, now: datetime) -> None:
        """Raises GraphError for a post that is the same as the one just made (506), or as one made within the window (368/1404082)."""
        if not self.config.refuse_repeats:
            return
        mine = [other for other in self.posts.values() if other.page_id == post.page_id and not other.deleted]
        same = [other for other in mine if other.content_key == post.content_key]
        if same and mine[-1] is same[-1]:
            raise GraphError(506, "Duplicate status message", subcode=1455006)
        if any(now - other.created_time <= self.config.repeat_window for other in same):
            raise GraphError(368, "The action attempted has been deemed abusive or is otherwise disallowed", subcode=1404082)

    def by_content(self, page_id: str) -> Counter[str]:
        """How many posts were ever made for each content: the ground truth of "exactly once"."""
        return Counter(post.content_key for post in self.posts.values() if post.page_id == page_id)


def truth(value: Any, *, default: bool) -> bool:
    """Booleans in all the spellings that Graph takes."""
    if value is None:
        return default
    return str(value).lower() in {"true", "1", "yes"}


_TOKEN_LIKE: Final = re.compile(r"EAA[0-9A-Za-z]{8,}")


def redact(text: str, secrets: set[str]) -> str:
    """`text` without secrets, as they are, encoded in a form, or in an address inside a form; the longest first, since one may begin another."""
    forms = {form for secret in secrets for once in (secret, quote_plus(secret)) for form in (once, quote_plus(once))}
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, "(redacted)")
    return _TOKEN_LIKE.sub("(redacted)", text)
