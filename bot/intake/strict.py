"""feedparser's two parsers, the strict one driven by expat itself; its only home.

All that they give is what feedparser gives (tests/intake/test_xmlfeed.py), but dates, which bot.intake.dates reads, and what only a hostile
document has (`_Bounded`).
"""

import re
from collections.abc import ItemsView
from contextlib import suppress
from typing import Any, Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.html import _cp1252
from feedparser.util import FeedParserDict

_ITEMS: Final = frozenset({"item", "entry"})
_SPECIAL: Final = frozenset({"math", "svg"})
_TAGS: Final = frozenset({"category", "tags", "itunes_keywords"})  # kept by those who ask for them
_OF_INPUTS: Final = frozenset({"title", "link", "description", "name"})
_OF_IMAGES: Final = frozenset({"title", "link", "description", "url", "href", "width", "height"})
_REFERENCE: Final = re.compile("&([A-Za-z0-9_]+);")  # "?a=1&b;=2" was meant to be "?a=1&b=2"
_ABOVE_LATIN: Final = re.compile("[^\x00-\xff]")
_CONTROLS: Final = re.compile("[\x80-\x9f]")
_XHTML: Final = "application/xhtml+xml"
_LONGEST_NAME: Final = 1_000  # characters
_MOST_TAGS: Final = 500


class _Params(FeedParserDict):  # type: ignore[misc]  # feedparser has no types
    """The parameters of a text: strings and numbers under names that stand for no others, so that they need no deep copies and no names looked up."""

    get = dict.get
    __getitem__ = dict.__getitem__

    def __deepcopy__(self, memo: object) -> "_Params":
        return _Params(self)


class _Bounded:
    """What takes feedparser time by the square of a text's length or of a number, bounded: an author of 100 KB would take it 40 seconds."""

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        if len(self._get_context().get("tags") or ()) < _MOST_TAGS:  # type: ignore[attr-defined]
            super()._add_tag(term, scheme, label)  # type: ignore[misc]

    def _sync_author_detail(self, key: str = "author") -> None:
        # It looks for an e-mail address in him.
        context = self._get_context()  # type: ignore[attr-defined]
        author, people = dict.get(context, key), dict.get(context, f"{key}s")
        if not isinstance(author, str) or len(author) <= _LONGEST_NAME or (people and people[-1]):
            super()._sync_author_detail(key)  # type: ignore[misc]


class Loose(_Bounded, LooseFeedParser):  # type: ignore[misc]  # feedparser has no types
    """For what is not well-formed."""

    def __init__(self, entities: dict[str, str]) -> None:
        super().__init__("", None, "utf-8", entities)
        # Sanitising and resolving are ours (plain.py): feedparser's own would cost a third of the time and leave markup in.
        self.resolve_relative_uris = self.sanitize_html = False


class Strict(_Bounded, StrictFeedParser):  # type: ignore[misc]
    """For what is well-formed; whoever watches it overrides the four methods that do nothing or little."""

    def __init__(self) -> None:
        super().__init__("", None, "utf-8")
        self.resolve_relative_uris = self.sanitize_html = False
        self.contentparams: FeedParserDict = _Params()
        self._tags: dict[str, str] = {}
        parser = expat.ParserCreate(None, " ")
        parser.namespace_prefixes = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.StartNamespaceDeclHandler, parser.EndNamespaceDeclHandler = self.declared, self.forgotten
        # As xml.sax sets it: what a DOCTYPE names outside the document is not looked at, and whatever it may declare is taken for declared.
        parser.ExternalEntityRefHandler = lambda *_: 1
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)
        self._expat = parser

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Reads a piece of the document. Raises `expat.ExpatError` where it is not well-formed, and whatever feedparser raises."""
        self._expat.Parse(piece, last)

    def let_go(self) -> None:
        """Breaks the circle of parser and handlers, so that the memory is free at once."""
        parser = self._expat
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartNamespaceDeclHandler = parser.EndNamespaceDeclHandler = parser.ExternalEntityRefHandler = None

    # --- for those who watch

    def declared(self, prefix: str | None, address: str | None) -> None:
        """A prefix is declared, for the element that begins next."""
        self.startPrefixMapping(prefix, address)

    def forgotten(self, prefix: str | None) -> None:
        """Its element has ended."""

    def item_begins(self, place: int) -> None:
        """The start tag of an item has been read, and not yet been told to feedparser."""

    def item_ends(self, place: int) -> None:
        """Feedparser has been told of the end tag of an item at that place."""

    # --- from expat

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._tags.get(name) or self._tag(name)
        if tag in _ITEMS:
            self.item_begins(self._expat.CurrentByteIndex)
        if tag and not attributes and not self.decls and tag not in _SPECIAL:
            self._bare_starttag(tag)
        else:
            self.startElementNS(_pair(name), None, _Attributes(attributes))

    def _end(self, name: str) -> None:
        tag = self._tags.get(name) or self._tag(name)
        place = self._expat.CurrentByteIndex
        if tag:
            self.unknown_endtag(tag)
        else:
            self.endElementNS(_pair(name), None)
        if tag in _ITEMS:
            self.item_ends(place)

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
        """Begins a text."""
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


class _Attributes:
    """What feedparser asks of xml.sax's attributes, whose way of finding one by its name takes time by the square of their number."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self._pairs: dict[Any, str] = {}
        names: dict[Any, str] = {}
        for name, value in attributes.items():
            parts, pair = name.split(), _pair(name)
            self._pairs[pair] = value
            names[pair] = name if len(parts) == 1 else f"{parts[2]}:{parts[1]}" if len(parts) == 3 else parts[1]
        self._names = list(names.values())
        self._values: dict[str, str] = {}
        for pair, name in names.items():
            self._values.setdefault(name, self._pairs[pair])

    def items(self) -> ItemsView[Any, str]:
        return self._pairs.items()

    def getQNames(self) -> list[str]:  # noqa: N802  # SAX calls it so
        return self._names

    def getValueByQName(self, name: str) -> str:  # noqa: N802
        return self._values[name]
