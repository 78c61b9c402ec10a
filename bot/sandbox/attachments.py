"""What hangs below a post's text: a link's card, a photo, or an album of several (facts: graph-api §5.1)."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote, urlsplit

from bot.sandbox.errors import GraphError
from bot.sandbox.fields import Wanted
from bot.sandbox.state import Photo, PostRecord, State

_FIELDS: Final = ("description", "media", "media_type", "subattachments", "target", "title", "type", "unshimmed_url", "url")


def photos_of(state: State, post: PostRecord) -> list[Photo]:
    """The post's pictures that are still there, in their order."""
    return [state.photos[photo] for photo in post.photos if photo in state.photos]


def picture_url(photo: Photo, base_url: str) -> str:
    """Where the picture itself is: in the sandbox, or where Facebook was told to fetch it from."""
    return f"{base_url}/photo/{photo.id}" if photo.content else photo.url


def full_picture(state: State, post: PostRecord, base_url: str) -> str:
    """The address of the post's first picture or of its card's, "" for none."""
    photos = photos_of(state, post)
    return picture_url(photos[0], base_url) if photos else post.card.image


def attachments(state: State, post: PostRecord, base_url: str, permalink: str, inner: Sequence[Wanted]) -> dict[str, Any] | None:
    """`attachments`, with the fields asked for (all, where none are named); None where nothing hangs below the text."""
    photos = photos_of(state, post)
    if photos:
        rows = [_photo(photo, base_url) for photo in photos]
        top = rows[0] if len(rows) == 1 else _album(rows, permalink)
    elif post.link:
        top = _card(post)
    else:
        return None
    unknown = next((each.name for each in inner if each.name not in _FIELDS), None)
    if unknown is not None:
        raise GraphError(100, f"Tried accessing nonexisting field ({unknown}) on node type (StoryAttachment)")
    return {"data": [{each.key: top[each.name] for each in inner if each.name in top} if inner else top]}


def _card(post: PostRecord) -> dict[str, Any]:
    shim = f"https://l.facebook.com/l.php?u={quote(post.link, safe='')}"
    media = {"media": {"image": {"src": post.card.image}}} if post.card.image else {}
    return {
        "media_type": "link",
        "type": "share",
        "title": post.card.title or urlsplit(post.link).hostname,
        "description": post.card.description,
        "url": shim,
        "unshimmed_url": post.link,
        "target": {"url": shim},
        **media,
    }


def _photo(photo: Photo, base_url: str) -> dict[str, Any]:
    address = f"{base_url}/page/{photo.page_id}#photo-{photo.id}"
    return {
        "media_type": "photo",
        "type": "photo",
        "media": {"image": {"src": picture_url(photo, base_url)}},
        "target": {"id": photo.id, "url": address},
        "url": address,
        "unshimmed_url": address,
        **({"description": photo.alt} if photo.alt else {}),
    }


def _album(rows: list[dict[str, Any]], permalink: str) -> dict[str, Any]:
    return {
        "media_type": "album",
        "type": "album",
        "title": "Photos",
        "media": rows[0]["media"],
        "target": {"url": permalink},
        "url": permalink,
        "unshimmed_url": permalink,
        "subattachments": {"data": rows},
    }
