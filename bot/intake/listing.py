"""A web page that lists news, read by CSS selectors: for websites without a feed."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from bot.errors import FeedError
from bot.intake.charset import decoded
from bot.intake.dates import read_date
from bot.intake.identity import How, canonical, identity_of, told_apart
from bot.intake.markup import MOST_MARKUP, select, text_of, tree_of
from bot.intake.obstacles import obstacle
from bot.intake.plain import SUMMARY, TITLE, distinct, fold, plain_together, web_address
from bot.intake.policy import ListPolicy
from bot.model import Entry

_MOST_ITEMS: Final = 200
_MOST_FOUND: Final = 20  # of one thing in one item
_FEW_LINKS: Final = 10  # a page with more is no challenge and no mere sign-in page
_SOURCES: Final = ("data-src", "data-original", "data-lazy-src", "src")  # a picture that loads late has its address in the first ones


def read_list(  # noqa: PLR0917 - an answer and its feed's settings
    page: bytes, content_type: str, feed: str, url: str, selectors: ListPolicy, how: How = "auto"
) -> tuple[Entry, ...]:
    """The news on a page that lists them, in its order, one an identity, at most 200.

    Args:
        page: after decompression.
        content_type: as the server said, "" where it said nothing.
        feed: the feed's name, the first half of each identity.
        url: the address it came from, for relative links.
        selectors: where the news stand.
        how: what an item's identity is: its address (`auto`, `link`), or its headline.

    Raises:
        FeedError: there are none; the sentence says why, and what to do.
    """
    tree = tree_of(page, content_type)
    items = [] if tree is None else select(tree, selectors.item)[:_MOST_ITEMS]
    if not items:
        raise _why_none(decoded(page, content_type)[:MOST_MARKUP], tree, url, selectors)
    entries = [entry for item in items if (entry := _entry(item, feed, url, selectors, how)) is not None]
    if not entries:
        raise FeedError("intake.list_no_link", url=url, matched=len(items), item=selectors.item, link=selectors.link)
    return told_apart(entries, how)


def how_many(page: bytes, content_type: str, selectors: ListPolicy) -> int:
    """How often the item selector matches on a page, whatever stands there."""
    tree = tree_of(page, content_type)
    return 0 if tree is None else len(select(tree, selectors.item))


def _why_none(text: str, tree: Any, url: str, selectors: ListPolicy) -> FeedError:
    links = 0 if tree is None else len(select(tree, "a[href]"))
    key = "intake.list_no_item"
    if links < _FEW_LINKS:
        key = obstacle(text, guard="intake.list_bot_protection", login="intake.list_login_page", otherwise=key)
    return FeedError(key, url=url, item=selectors.item, links=links)


def _entry(item: Any, feed: str, url: str, selectors: ListPolicy, how: How) -> Entry | None:
    """None where it has no link of its own, or nothing to call it by."""
    anchors = [(web_address(each.get("href") or "", url), each) for each in _few(item, selectors.link)]
    link = next((address for address, _ in anchors if _leads_somewhere(address, url)), "")
    raw_title = _first_text(_few(item, selectors.title), TITLE) or _longest([each for address, each in anchors if address == link])
    raw_summary = _first_text(_few(item, selectors.summary), SUMMARY)
    title, summary = plain_together((raw_title, TITLE), (raw_summary, SUMMARY))
    if not link or not title:
        return None
    pictures = (web_address(address, url) for address in _pictures(_few(item, selectors.picture)))
    return Entry(
        feed=feed,
        identity=identity_of("", link, title, summary, how),
        title=title,
        link=link,
        summary="" if summary == title else summary,
        pictures=distinct(pictures),
        published_at=next((date for text in _dates(_few(item, selectors.date)) if (date := read_date(text)) is not None), None),
    )


def _few(item: Any, selector: str) -> list[Any]:
    return select(item, selector)[:_MOST_FOUND]


def _leads_somewhere(address: str, url: str) -> bool:
    """Whether it is another page than the list itself ("#", "?")."""
    return bool(address) and canonical(address) != canonical(url)


def _first_text(found: Sequence[Any], most: int) -> str:
    return next((text for each in found if (text := text_of(each, most))), "")


def _longest(anchors: Sequence[Any]) -> str:
    """What the links to the news say of it: the picture's link nothing, the headline's the most, "Xem tiếp" less. Else a title, else the picture's."""
    for texts in (
        [text_of(each, TITLE) for each in anchors],
        [each.get("title") or "" for each in anchors],
        [image.get("alt") or "" for each in anchors for image in each.iter("img")],
    ):
        if found := max(map(fold, texts), key=len, default=""):
            return found[:TITLE]
    return ""


def _dates(found: Sequence[Any]) -> Iterator[str]:
    for each in found:
        yield each.get("datetime") or ""
        yield text_of(each, 200)


def _pictures(found: Sequence[Any]) -> Iterator[str]:
    for each in found:
        yield next((each.get(name) for name in _SOURCES if each.get(name) and not each.get(name).startswith("data:")), "")
