"""The ground truth: what was really made, how often, and what still stands; a client's "exactly once" is judged by this and by nothing it says itself."""

import re
from collections import Counter
from dataclasses import dataclass
from threading import RLock
from typing import Final
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.state import Photo, PostRecord, RequestRecord, State

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Count:
    """How many posts were ever made, and how many of them stand there now."""

    made: int
    present: int


class Truth:
    """Read-only, from any thread."""

    def __init__(self, state: State, lock: RLock) -> None:
        self._state = state
        self._lock = lock

    def posts(self, page_id: str) -> tuple[PostRecord, ...]:
        """Every post ever made on the Page, the oldest first, deleted ones too."""
        with self._lock:
            return tuple(post for post in self._state.posts.values() if post.page_id == page_id)

    def posts_by_content(self, page_id: str) -> Counter[str]:
        """How many posts were ever made for each content (message and link)."""
        with self._lock:
            return self._state.by_content(page_id)

    def posts_by_marker(self, page_id: str) -> dict[str, Count]:
        """How many posts were made, and stand there, for each `utm_content`: that of the link, else of the text, else of a comment of the Page."""
        made: Counter[str] = Counter()
        present: Counter[str] = Counter()
        for post in self.posts(page_id):
            marker = marker_of(post)
            made[marker] += 1
            present[marker] += not post.deleted
        return {marker: Count(made[marker], present[marker]) for marker in made}

    def comments_by_content(self, page_id: str) -> Counter[tuple[str, str]]:
        """How many comments the Page ever made for each (post id, text)."""
        return Counter((post.id, comment.message) for post in self.posts(page_id) for comment in post.comments)

    def staged_photos(self, page_id: str) -> tuple[Photo, ...]:
        """Unpublished photos that no post shows: what a client has left behind."""
        with self._lock:
            return tuple(photo for photo in self._state.staged() if photo.page_id == page_id)

    def request_log(self) -> tuple[RequestRecord, ...]:
        """Every request to the API so far, tokens redacted."""
        with self._lock:
            return tuple(self._state.log)

    def injected(self) -> Counter[str]:
        """How often each kind of fault has struck."""
        with self._lock:
            return Counter(self._state.script.injected)

    def tokens_in(self, text: str) -> int:
        """How many times a token or secret that the sandbox knows, or has ever known, stands in `text`."""
        with self._lock:
            secrets = set(self._state.known_secrets)
        return sum(text.count(secret) for secret in secrets)


def marker_of(post: PostRecord) -> str:
    """The `utm_content` of a post, "" for none."""
    comments = " ".join(comment.message for comment in post.comments)
    for text in (post.link, post.message, comments):
        for address in _ADDRESS.findall(text):
            markers = parse_qs(urlsplit(str(address)).query).get("utm_content")
            if markers:
                return markers[0]
    return ""
