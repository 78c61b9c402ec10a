"""A web page's bytes to a tree of bounded size, and what CSS selectors find in it. The only home of lxml's HTML and of cssselect's expressions."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, Final

import lxml.etree
import lxml.html
from cssselect import HTMLTranslator

from bot.intake.charset import decoded

MOST_MARKUP: Final = 2_000_000  # characters; a portal's article page has 50,000 to 300,000
_MOST_ELEMENTS: Final = 30_000
_DEEPEST: Final = 200  # what is nested deeper stands in what holds it
_MOST_OPEN: Final = (
    1_000  # beyond that the rest of the page is not read: each end tag without a beginning is looked for among all that are open
)
_PIECE: Final = 16_384  # characters
_MOST_ATTRIBUTES: Final = 40  # of one element: libxml2 takes time by the square of their number
_LARGE_FORM: Final = 15  # boxes
_SILENT: Final = frozenset({"script", "style"})  # what stands in them is no text
_DATA: Final = "application/ld+json"
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
})  # fmt: skip
# Inside an article's text these are about the page, not of the text.
_FURNITURE: Final = frozenset({"button", "form", "iframe", "nav", "noscript", "script", "select", "style", "svg", "template", "textarea"})


class _EnoughError(Exception):
    """The rest of the page is not worth reading."""


class _Builder:
    """What lxml's parser tells, built into a tree of at most so many elements and attributes; what is beyond is left out.

    Between the parser and the tree, since libxml2's own tree takes a minute for one tag with 80,000 attributes.
    """

    def __init__(self) -> None:
        self._builder = lxml.etree.TreeBuilder(parser=lxml.html.HTMLParser())
        self._open: list[str] = []  # the tags as the parser tells them, "" for one that was left out
        self._elements = 0
        self._depth = 0
        self._is_silent = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        is_wanted = self._elements < _MOST_ELEMENTS and self._depth < _DEEPEST
        if len(self._open) >= _MOST_OPEN:
            raise _EnoughError
        self._open.append(tag if is_wanted else "")
        if is_wanted:
            self._elements += 1
            self._depth += 1
            kept = dict(list(attributes.items())[:_MOST_ATTRIBUTES])
            self._is_silent = tag in _SILENT and kept.get("type", "").strip().lower() != _DATA
            self._builder.start(tag, kept)

    def end(self, _: str) -> None:
        """The innermost element ends."""
        tag = self._open.pop()
        if tag:
            self._is_silent = False
            self._depth -= 1
            self._builder.end(tag)

    def data(self, text: str) -> None:
        """Text."""
        if self._elements < _MOST_ELEMENTS and not self._is_silent:
            self._builder.data(text)

    def close(self) -> Any:
        """The tree, whatever is still open; None where there is none."""
        while self._open:
            self.end("")
        return self._builder.close() if self._elements else None


def tree_of(page: bytes, content_type: str) -> Any:
    """The page as an lxml.html tree of at most 30,000 elements, 200 deep; None where there is no markup in it. Raises nothing, whatever the bytes.

    Args:
        page: after decompression.
        content_type: as the server said, "" where it said nothing.
    """
    text = decoded(page, content_type)[:MOST_MARKUP]
    builder = _Builder()
    parser = lxml.etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=False)
    try:
        # Piece by piece: what a target raises ends the parse only with the piece.
        for start in range(0, len(text), _PIECE):
            parser.feed(text[start : start + _PIECE].encode("utf-8", "ignore"))
        return _unwrapped(parser.close())
    except _EnoughError:
        return _unwrapped(builder.close())
    except (lxml.etree.LxmlError, AssertionError, ValueError):
        # Nothing but white space, comments or a DOCTYPE.
        return None


def _unwrapped(tree: Any) -> Any:
    """ASP.NET puts the whole page into one form; forms are otherwise no part of any text."""
    for form in [] if tree is None else list(tree.iter("form")):
        if next(form.iter("h1", "h2", "article"), None) is not None or len(form.findall(".//div")) > _LARGE_FORM:
            form.tag = "div"
    return tree


@lru_cache(maxsize=512)
def _compiled(selector: str) -> Any:
    return lxml.etree.XPath(HTMLTranslator().css_to_xpath(selector))


def select(tree: Any, selector: str) -> list[Any]:
    """The elements in `tree`, itself among them, that a CSS selector matches, in the document's order; [] for "".

    Args:
        tree: an element.
        selector: as `bot.intake.policy.Selector` lets it through.
    """
    if not selector:
        return []
    try:
        return [each for each in _compiled(selector)(tree) if isinstance(each, lxml.html.HtmlElement)]
    except lxml.etree.XPathError:
        # A namespace ("svg|a"): HTML has none, so nothing can match.
        return []


def text_of(element: Any, most: int) -> str:
    """The text inside an element, with blanks where blocks begin and end, at most `most` characters before folding; not cleaned yet."""
    pieces: list[str] = []
    room = most
    for piece in islice(_pieces(element), most):
        if room <= 0:
            break
        pieces.append(piece[:room])
        room -= len(piece)
    return "".join(pieces).strip()


def _pieces(element: Any) -> Iterator[str]:
    """Not by recursion: a tree may be 200 deep."""
    # An empty piece for each step, so that what is taken of them bounds the walk.
    for event, each in lxml.etree.iterwalk(element, events=("start", "end")):
        edge = " " if each.tag in _BLOCKS else ""
        text = (each.text if event == "start" else None if each is element else each.tail) or ""
        yield edge + text


def without_furniture(element: Any) -> Any:
    """A copy of an element without forms, menus, scripts and the like."""
    copied = lxml.html.fromstring(lxml.html.tostring(element, encoding="unicode"))
    for each in list(copied.iter()):
        if each is not copied and each.tag in _FURNITURE and each.getparent() is not None:
            each.drop_tree()
    return copied
