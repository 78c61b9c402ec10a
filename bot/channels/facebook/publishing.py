"""The writes: each way to post, a comment, another text, a withdrawal. Bare (no `fields=`: a denied field would turn a committed write into an error), and once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, assert_never

import structlog

from bot.channels.facebook.graph import Graph
from bot.channels.facebook.listing import plain_id, whole_id
from bot.channels.facebook.wire import GraphRefused
from bot.channels.protocol import Receipt
from bot.errors import ChannelDown, ChannelError, InDoubt, LoaError, Refused, Throttled, Transient
from bot.model import Draft, Picture, Way

log = structlog.stdlib.get_logger("loa.facebook")

_MOST_PHOTOS: Final = 10
_RIGHTS: Final = frozenset({"channels.permission", "channels.app_not_permitted"})


def publish(  # noqa: PLR0917 - the client, and what `Channel.publish` takes
    graph: Graph, page_id: str, draft: Draft, way: Way, pictures: Sequence[bytes], about_to_send: Callable[[], None]
) -> Receipt:
    """One Post by one of its ways; see `Channel.publish`."""
    text = draft.text(way)
    match way:
        case Way.LINK:
            prepare_card(graph, draft.link)
            about_to_send()
            return _feed(graph, page_id, message=text, link=draft.link)
        case Way.COMMENT:
            about_to_send()
            return _feed(graph, page_id, message=text)
        case Way.PHOTO | Way.PHOTOS if not pictures:
            raise Refused("channels.no_pictures", of_way=True)
        case Way.PHOTO:
            about_to_send()
            return _photo(graph, page_id, text, draft.pictures[0], pictures[0])
        case Way.PHOTOS:
            return _photos(graph, page_id, text, draft.pictures[:_MOST_PHOTOS], pictures[:_MOST_PHOTOS], about_to_send)
        case _:
            assert_never(way)


def prepare_card(graph: Graph, link: str) -> bool:
    """Let Facebook read the page behind a link before it is posted, or its card may show no picture, or yesterday's; whether it saw a picture.

    It changes nothing on the Page, so no fault of it matters, but those that forbid every further request; a right that is missing for this says
    nothing of the posting's own. Raises Throttled or ChannelDown.
    """
    if not link:
        return False
    try:
        with missing_right_is_refusal("channels.permission"):
            seen = graph.request(f"{graph.version}/", post_args={"id": link, "scrape": True})
    except (Throttled, ChannelDown):
        raise
    except ChannelError as error:
        log.info("link not scraped beforehand; posted all the same", link=link, reason=str(error))
        return False
    return isinstance(seen, dict) and bool(seen.get("image"))


def _feed(graph: Graph, page_id: str, **fields: object) -> Receipt:
    # An empty parameter is an error to Graph; one that is not there is not.
    value = graph.put_object(page_id, "feed", **{name: each or None for name, each in fields.items()})
    remote_id = whole_id(value, page_id)
    if not remote_id:
        raise InDoubt("channels.no_id", code=200)
    return Receipt(remote_id)


def _photo(graph: Graph, page_id: str, text: str, picture: Picture, content: bytes) -> Receipt:
    value = graph.put_photo(content, album_path=f"{page_id}/photos", caption=text or None, alt_text_custom=picture.alt or None)
    remote_id = plain_id(value, "post_id")
    if not remote_id:
        raise InDoubt("channels.no_id", code=200)
    return Receipt(remote_id if "_" in remote_id else f"{page_id}_{remote_id}")


def _photos(  # noqa: PLR0917 - as above
    graph: Graph, page_id: str, text: str, pictures: Sequence[Picture], contents: Sequence[bytes], about_to_send: Callable[[], None]
) -> Receipt:
    staged: list[str] = []
    try:
        for picture, content in zip(pictures, contents, strict=True):
            staged.append(_stage(graph, page_id, picture, content))
        about_to_send()
        return _feed(graph, page_id, message=text, attached_media=[{"media_fbid": photo} for photo in staged])
    except (InDoubt, Throttled, ChannelDown):
        # In doubt, the Post may be there, and these are its pictures; else Facebook wants to hear nothing more now, and clears them away by itself.
        raise
    except LoaError:
        _unstage(graph, staged)
        raise


def _stage(graph: Graph, page_id: str, picture: Picture, content: bytes) -> str:
    """An unpublished photo's id. It is no post, so whatever its fate: nothing is on the Page yet. `temporary` lets Facebook clear it away after a crash."""
    try:
        value = graph.put_photo(
            content, album_path=f"{page_id}/photos", published=False, temporary=True, alt_text_custom=picture.alt or None
        )
    except InDoubt as error:
        raise Transient(error.key, retry_after=None, **error.params) from None
    photo = plain_id(value)
    if not photo:
        raise Transient("channels.unreadable", code=200)
    return photo


def _unstage(graph: Graph, staged: Sequence[str]) -> None:
    for photo in staged:
        try:
            graph.delete_object(photo)
        except ChannelError as error:
            # Nobody sees an unpublished photo, and Facebook clears it away by itself.
            log.info("staged photo left behind", photo=photo, reason=str(error))


@contextmanager
def missing_right_is_refusal(key: str) -> Iterator[None]:
    """A right of its own, which posting needs not: without it this is refused with the sentence `key`, and the Page goes on publishing."""
    try:
        yield
    except ChannelDown as error:
        if error.key in _RIGHTS:
            raise Refused(key, code=error.params["code"]) from None
        raise


def comment(graph: Graph, remote_id: str, text: str) -> str:
    """See `Channel.comment`."""
    with missing_right_is_refusal("channels.comment_rights"):
        found = plain_id(graph.put_object(remote_id, "comments", message=text))
    if not found:
        raise InDoubt("channels.no_id", code=200)
    return found


def edit(graph: Graph, remote_id: str, text: str) -> None:
    """See `Channel.edit`."""
    with missing_right_is_refusal("channels.change_rights"):
        value = graph.request(f"{graph.version}/{remote_id}", post_args={"message": text})
    _agreed(value)


def withdraw(graph: Graph, remote_id: str) -> None:
    """See `Channel.withdraw`."""
    try:
        with missing_right_is_refusal("channels.change_rights"):
            value = graph.request(f"{graph.version}/{remote_id}", method="DELETE")
    except InDoubt:
        if _is_gone(graph, remote_id):
            return
        raise
    _agreed(value)


def _is_gone(graph: Graph, remote_id: str) -> bool:
    """Whether the Post surely is not there: 100/33 is the answer both to a second deletion and to a read of what is deleted."""
    try:
        graph.get_object(remote_id, fields="id")
    except GraphRefused as error:
        return (error.code, error.subcode) == (100, 33)
    except ChannelError:
        return False
    return False


def _agreed(value: object) -> None:
    """`{"success": true}`, or anything that is not a no."""
    if isinstance(value, dict) and value.get("success") is False:
        raise InDoubt("channels.unreadable", code=200)
