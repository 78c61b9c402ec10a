"""What feedparser makes of an XML feed, its only home; and what it takes to know that its items can be read one by one.

feedparser's strict parser carries much from one item to the next: namespaces, base addresses, whether it is inside a text. Here it is watched. Where each
item leaves it as it was before the first, what an item says depends on that state and on the item's own text alone: the ground on which
`bot.intake.delta` stands.
"""

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from xml.parsers import expat
from xml.sax import SAXException
from xml.sax.saxutils import escape
from xml.sax.xmlreader import AttributesNSImpl

import feedparser
from feedparser.api import StrictFeedParser
from feedparser.html import _cp1252
from feedparser.util import FeedParserDict

_DECLARATION: Final = b"<?xml version='1.0' encoding='utf-8'?>"
# As feedparser finds it (feedparser.encodings), which puts its own in the place of it.
_DECLARED: Final = re.compile(rb"^<\?xml[^>]*?>")
_FIRST_TAG: Final = re.compile(rb"<\w")
_ITEMS: Final = frozenset({"item", "entry"})
_SPECIAL: Final = frozenset({"math", "svg"})
_TAGS: Final = frozenset({"category", "tags", "itunes_keywords"})  # kept by those who ask for them
_OF_INPUTS: Final = frozenset({"title", "link", "description", "name"})
_OF_IMAGES: Final = frozenset({"title", "link", "description", "url", "href", "width", "height"})
_REFERENCE: Final = re.compile("&([A-Za-z0-9_]+);")  # "?a=1&b;=2" was meant to be "?a=1&b=2"
_ABOVE_LATIN: Final = re.compile("[^\x00-\xff]")
_CONTROLS: Final = re.compile("[\x80-\x9f]")
_XHTML: Final = "application/xhtml+xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlFeed:
    """A document as feedparser reads it.

    `feed` and `items` are its dicts, `hours` and `days` the texts of skipHours and skipDays. `broken`: the document is not well-formed, and feedparser's loose
    parser took it. `state` is what the parser knew before the first item, "" where some item left another state than it found, or where that isn't known;
    only with a state `spans` has the places of each item, from its start tag to its end tag.
    """

    feed: Mapping[str, Any]
    items: Sequence[dict[str, Any]]
    version: str
    broken: bool
    state: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    hours: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


def read_xml(document: bytes) -> XmlFeed:
    """The whole document, in UTF-8. Raises whatever feedparser's parsers raise on hostile markup: OverflowError, UnicodeEncodeError, AssertionError."""
    document = document.removeprefix(codecs.BOM_UTF8)
    first = _FIRST_TAG.search(document)
    if first is not None and b"<!DOCTYPE" not in document[: first.start()]:
        found = read_pieces(document)
        if found is not None:
            return found
    # Sanitising and resolving are ours (plain.py): feedparser's own would cost a third of the time and leave markup in. The charset of the header goes
    # above the one that the XML declares.
    read = feedparser.parse(
        document, sanitize_html=False, resolve_relative_uris=False, response_headers={"content-type": "application/xml; charset=utf-8"}
    )
    return XmlFeed(feed=read.feed, items=read.entries, version=read.version, broken=bool(read.bozo))


def read_pieces(head: bytes, items: Iterable[bytes] | None = None, tail: bytes = b"") -> XmlFeed | None:
    """What feedparser's strict parser makes of a document without a DOCTYPE, whole or in pieces; None where it is not well-formed. Raises as `read_xml`."""
    declared = _DECLARED.match(head)
    body = head[declared.end() :] if declared is not None else b"\n" + head
    watched = _Watched()
    try:
        watched.feed(_DECLARATION + body)
        if items is not None:
            watched.settle()
            for item in items:
                watched.feed(item)
        watched.feed(tail, last=True)
    except (expat.ExpatError, SAXException):
        return None
    finally:
        watched.let_go()
    shift = len(head) - len(body) - len(_DECLARATION)
    return watched.found(shift)


class _Params(FeedParserDict):  # type: ignore[misc]  # feedparser has no types
    """The parameters of a text: strings and numbers under names that stand for no others, so that they need no deep copies and no names looked up."""

    get = dict.get
    __getitem__ = dict.__getitem__

    def __deepcopy__(self, memo: object) -> "_Params":
        return _Params(self)


class _Watched(StrictFeedParser):  # type: ignore[misc]
    """feedparser's strict parser on expat itself, without what lies between and is not needed here: dates are read by bot.intake.dates.

    Attributes that say where an item may leave something behind are compared in `_state`; tests/intake/test_xmlfeed.py knows all that there are.
    """

    def __init__(self) -> None:
        super().__init__("", None, "utf-8")
        self.resolve_relative_uris = self.sanitize_html = False
        self.contentparams: FeedParserDict = _Params()
        self.skipped: dict[str, list[str]] = {"hour": [], "day": []}
        self._tags: dict[str, str] = {}
        self._scope: list[tuple[str | None, str | None]] = []
        self._before: tuple[object, ...] | None = None
        self._level = 0
        self._bases: set[str] = set()
        self._open = self._mixed = False
        self._begun: list[int] = []
        self._ended: list[int] = []
        parser = expat.ParserCreate(None, " ")
        parser.namespace_prefixes = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.StartNamespaceDeclHandler, parser.EndNamespaceDeclHandler = self._declare, self._forget
        self._expat = parser

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        self._expat.Parse(piece, last)

    def settle(self) -> None:
        """Takes the state in which the parser is now for the one that each item must leave."""
        self._before = self._state()
        self._level, self._bases = len(self.basestack), {*self.basestack, self.baseuri}

    def let_go(self) -> None:
        """Breaks the circle of parser and handlers, so that the memory is free at once."""
        parser = self._expat
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartNamespaceDeclHandler = parser.EndNamespaceDeclHandler = None

    def found(self, shift: int) -> XmlFeed:
        spans = tuple((begin + shift, end + shift) for begin, end in zip(self._begun, self._ended, strict=False))
        even = not self._mixed and not self._open and len(spans) == len(self.entries) == len(self._begun) == len(self._ended)
        return XmlFeed(
            feed=self.feeddata,
            items=self.entries,
            version=self.version,
            broken=False,
            state=repr(self._before) if even and self._before is not None else "",
            spans=spans if even else (),
            hours=tuple(self.skipped["hour"]),
            days=tuple(self.skipped["day"]),
        )

    # --- what an item finds, and what it leaves

    def _state(self) -> tuple[object, ...]:
        """All that the next item's reading can depend on. What its own start tag sets is left out, and languages, which nobody here asks for."""
        return (
            *(self.version, self.baseuri, self.infeed, self.inentry, self.incontent, self.inauthor, self.incontributor, self.inpublisher),
            *(self.insource, self.svgOK, self.hasContent, self._summaryKey, self.ingeometry, self.psc_chapters_flag),
            *(tuple(self.namespaces_in_use.items()), tuple(self.namespacemap.items()), tuple(self._scope), tuple(self.decls.items())),
            *(tuple(self.contentparams.items()), tuple(self.sourcedata.items()), len(self.feeddata)),
            *(repr(dict.get(self.feeddata, "image")), repr(dict.get(self.feeddata, "textinput"))),
        )

    def _begin(self) -> None:
        if self._open:
            self._mixed = True
        self._open = True
        self._begun.append(self._expat.CurrentByteIndex)
        if self._before is None:
            self.settle()

    def _finish(self, place: int) -> None:
        self._open = False
        self._ended.append(place)
        # Some ways of writing leave base addresses on the stack (a <div> in a text that says it has no markup). No matter as long as all are the same.
        left = self.basestack[self._level :]
        self._level += len(left)
        if self._before != self._state() or (left and (self._bases != {self.baseuri} or set(left) != self._bases)):
            self._mixed = True

    # --- from expat

    def _declare(self, prefix: str | None, address: str | None) -> None:
        self._scope.append((prefix, address))
        self.startPrefixMapping(prefix, address)

    def _forget(self, prefix: str | None) -> None:
        place = max(place for place, (name, _) in enumerate(self._scope) if name == prefix)
        del self._scope[place]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._tags.get(name) or self._tag(name)
        if tag in _ITEMS:
            self._begin()
        if tag and not attributes and not self.decls and tag not in _SPECIAL:
            self._bare_starttag(tag)
        else:
            pairs, names = _named(attributes)
            self.startElementNS(_pair(name), None, AttributesNSImpl(pairs, names))

    def _end(self, name: str) -> None:
        tag = self._tags.get(name) or self._tag(name)
        place = self._expat.CurrentByteIndex
        if tag:
            self.unknown_endtag(tag)
        else:
            self.endElementNS(_pair(name), None)
        if tag in _ITEMS:
            self._finish(place)

    def _tag(self, name: str) -> str:
        """The tag as feedparser's handlers know it; "" where that depends on what has been declared so far."""
        pair = _pair(name)
        if len(pair) != 2:
            return ""
        space, local = pair
        space = (space or "").lower()
        if space not in self._matchnamespaces or "backend.userland.com/rss" in space or local.lower() in _SPECIAL:
            return ""
        prefix = self._matchnamespaces[space].lower()
        self._tags[name] = tag = f"{prefix}:{local.lower()}" if prefix else local.lower()
        return tag

    def _characters(self, text: str) -> None:
        if self.elementstack:
            if self.contentparams and dict.get(self.contentparams, "type") == _XHTML:
                text = escape(text)
            self.elementstack[-1][2].append(text)

    # --- in the place of feedparser's own

    def _bare_starttag(self, tag: str) -> None:
        """`unknown_starttag` for a tag without attributes."""
        if self.incontent or self.baseuri or self.lang:
            self.unknown_starttag(tag, [])
            return
        self.depth += 1
        self.basestack.append(self.baseuri)
        self.langstack.append(self.lang)
        prefix, _, suffix = tag.rpartition(":")
        prefix = self.namespacemap.get(prefix, prefix)
        if not prefix:
            # Tags other than these end an image or a text input that was not closed.
            if suffix not in _OF_INPUTS:
                self.intextinput = 0
            if suffix not in _OF_IMAGES:
                self.inimage = 0
        name = f"{prefix}_{suffix}" if prefix else suffix
        try:
            getattr(self, f"_start_{name}")({})
        except AttributeError:
            self.push(name, 1)

    def pop(self, element: str, strip_whitespace: int = 1) -> str | None:
        """The text of an element that ends, put where it belongs; None where another one is open."""
        stack, params = self.elementstack, self.contentparams
        if not stack or stack[-1][0] != element:
            return None
        if params and (params.get("base64") or params.get("type") == _XHTML):
            return super().pop(element, strip_whitespace)  # type: ignore[no-any-return]
        _, expecting_text, pieces = stack.pop()
        text: str = "".join(pieces)
        if strip_whitespace:
            text = text.strip()
        if not expecting_text:
            return text
        if text and element in self.can_be_relative_uri and (element != "id" or self.guidislink):
            text = self.resolve_uri(text)
        if params:
            if params.get("type") == "text/plain" and not self.version.startswith("atom") and self.looks_like_html(text):
                params["type"] = "text/html"
            params.pop("mode", None)
            params.pop("base64", None)
        if not text.isascii():
            text = _in_utf8(text)
        if element not in _TAGS and (element != "title" or not -1 < self.title_depth <= self.depth):
            self._put(element, text)
        return text

    def _put(self, element: str, text: str) -> None:
        if self.inentry and not self.insource:
            entry = self.entries[-1]
            if element == "content":
                entry.setdefault(element, []).append(self._with_value(text))
            elif element == "link":
                if not self.inimage:
                    text = _without_references(text.replace("&amp;", "&"))
                    entry[element] = text
                    if text:
                        entry["links"][-1]["href"] = text
            else:
                name = "summary" if element == "description" else element
                depths = self.property_depth_map.setdefault(entry, {})
                before = depths.get(name)
                if before is None or self.depth <= before:
                    depths[name] = self.depth
                    entry[name] = text
                if self.incontent:
                    entry[f"{name}_detail"] = self._with_value(text)
        elif self.infeed or self.insource:
            context = self._get_context()
            name = "subtitle" if element == "description" else element
            context[name] = text
            if name == "link":
                text = _without_references(text)
                context[name] = text
                context["links"][-1]["href"] = text
            elif self.incontent:
                context[f"{name}_detail"] = self._with_value(text)

    def _with_value(self, text: str) -> "_Params":
        params = _Params(self.contentparams)
        params["value"] = text
        return params

    def push_content(self, tag: str, attrs_d: dict[str, str], default_content_type: str, expecting_text: int) -> None:
        super().push_content(tag, attrs_d, default_content_type, expecting_text)
        self.contentparams = _Params(self.contentparams)

    def _end_published(self) -> None:
        self.pop("published")

    def _end_updated(self) -> None:
        self.pop("updated")

    def _end_created(self) -> None:
        self.pop("created")

    def _end_expirationdate(self) -> None:
        self.pop("expired")

    _end_issued = _end_pubdate = _end_published
    _end_modified = _end_lastbuilddate = _end_updated

    def _end_hour(self) -> None:
        self._skip("hour")

    def _end_day(self) -> None:
        self._skip("day")

    def _skip(self, name: str) -> None:
        text = self.pop(name)
        if isinstance(text, str) and not self.inentry:
            self.skipped[name].append(text)


def _in_utf8(text: str) -> str:
    """As feedparser mends it: UTF-8 taken for ISO 8859-1, and control characters that windows-1252 has letters for."""
    if _ABOVE_LATIN.search(text) is None:
        with suppress(UnicodeDecodeError):
            text = text.encode("iso-8859-1").decode()
    return text.translate(_cp1252) if _CONTROLS.search(text) is not None else text


def _without_references(link: str) -> str:
    return _REFERENCE.sub(r"&\g<1>", link) if "&" in link else link


def _pair(name: str) -> tuple[Any, ...]:
    """Namespace and name, as xml.sax takes expat's way of writing them apart; more than two parts where the namespace has blanks in it."""
    parts = name.split()
    if len(parts) == 1:
        return None, name
    return (parts[0], parts[1]) if len(parts) == 3 else tuple(parts)


def _named(attributes: dict[str, str]) -> tuple[dict[Any, str], dict[Any, str]]:
    pairs: dict[Any, str] = {}
    names: dict[Any, str] = {}
    for name, value in attributes.items():
        parts = name.split()
        pair = _pair(name)
        pairs[pair] = value
        names[pair] = name if len(parts) == 1 else f"{parts[2]}:{parts[1]}" if len(parts) == 3 else parts[1]
    return pairs, names
