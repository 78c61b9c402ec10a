"""What feedparser makes of an XML feed; and what it takes to know that its items can be read one by one.

feedparser's strict parser carries much from one item to the next: namespaces, base addresses, whether it is inside a text. Here it is watched. Where each
item leaves it as it was before the first, what an item says depends on that state and on the item's own text alone: the ground on which
`bot.intake.delta` stands.
"""

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.parsers import expat

from feedparser.sanitizer import replace_doctype

from bot.intake.strict import Loose, Strict

_DECLARATION: Final = b"<?xml version='1.0' encoding='utf-8'?>"
# As feedparser finds it (feedparser.encodings), which puts its own in the place of it.
_DECLARED: Final = re.compile(rb"^<\?xml[^>]*?>")
_PREFIX: Final = re.compile(rb"xmlns:([^\s=]{1,200})")
_MOST_PREFIXES: Final = 200  # feedparser goes through all of them for every tag of a namespace that it does not know
_LARGEST_STATE: Final = 20_000  # characters: it is compared after each item


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
    """The whole document, in UTF-8.

    Raises what feedparser's parsers raise on hostile markup (OverflowError, UnicodeEncodeError, AssertionError), and ValueError for namespaces without end.
    """
    document = document.removeprefix(codecs.BOM_UTF8)
    if document.count(b"xmlns:") > _MOST_PREFIXES and len(set(_PREFIX.findall(document))) > _MOST_PREFIXES:
        raise ValueError(f"more than {_MOST_PREFIXES} namespaces")
    found = read_pieces(document)
    if found is not None:
        return found
    declared, _ = _with_declaration(document)
    version, bare, entities = replace_doctype(declared)
    loose = Loose(entities)
    loose.feed(bare.decode("utf-8", "replace"))
    return XmlFeed(feed=loose.feeddata, items=loose.entries, version=version or loose.version, broken=True)


def read_pieces(head: bytes, items: Iterable[bytes] | None = None, tail: bytes = b"") -> XmlFeed | None:
    """What feedparser's strict parser makes of a document, whole or in pieces; None where it is not well-formed. Raises as `read_xml`."""
    declared, shift = _with_declaration(head)
    version, bare, _ = replace_doctype(declared)
    watched = _Watched()
    try:
        watched.feed(bare)
        if items is not None:
            watched.settle()
            for item in items:
                watched.feed(item)
        watched.feed(tail, last=True)
    except expat.ExpatError:
        return None
    finally:
        watched.let_go()
    found = watched.found(shift)
    # Where a DOCTYPE was taken out the places are others.
    return found if bare == declared else replace(found, version=version or found.version, state="", spans=())


def _with_declaration(document: bytes) -> tuple[bytes, int]:
    """The document with feedparser's XML declaration in the place of its own, and by how much places in it are to be moved."""
    declared = _DECLARED.match(document)
    changed = _DECLARATION + (document[declared.end() :] if declared is not None else b"\n" + document)
    return changed, len(document) - len(changed)


class _Watched(Strict):
    """The strict parser, and what it knows before and after each item.

    All attributes in which it keeps something are known to tests/intake/test_xmlfeed.py: they are compared here, or of no matter to the next item.
    """

    def __init__(self) -> None:
        super().__init__()
        self._hours: list[str] = []
        self._days: list[str] = []
        self._scope: dict[str | None, list[str | None]] = {}
        self._before: tuple[object, ...] = ()
        self._level = 0
        self._bases: set[str] = set()
        self._open = self._mixed = False
        self._begun: list[int] = []
        self._ended: list[int] = []

    def settle(self) -> None:
        """Takes the state in which the parser is now for the one that each item must leave."""
        self._before = self._state()
        self._mixed = len(repr(self._before)) > _LARGEST_STATE
        self._level, self._bases = len(self.basestack), {*self.basestack, self.baseuri}

    def found(self, shift: int) -> XmlFeed:
        spans = tuple((begin + shift, end + shift) for begin, end in zip(self._begun, self._ended, strict=False))
        even = not self._mixed and not self._open and len(spans) == len(self.entries) == len(self._begun) == len(self._ended)
        return XmlFeed(
            feed=self.feeddata,
            items=self.entries,
            version=self.version,
            broken=False,
            state=repr(self._before) if even and self._before else "",
            spans=spans if even else (),
            hours=tuple(self._hours),
            days=tuple(self._days),
        )

    def _state(self) -> tuple[object, ...]:
        """All that the next item's reading can depend on. What its own start tag sets is left out, and languages, which nobody here asks for."""
        return (
            *(self.version, self.baseuri, self.infeed, self.inentry, self.incontent, self.inauthor, self.incontributor, self.inpublisher),
            *(self.insource, self.svgOK, self.hasContent, self._summaryKey, self.ingeometry, self.psc_chapters_flag),
            *(tuple(self.namespaces_in_use.items()), tuple(self.namespacemap.items()), repr(self._scope), tuple(self.decls.items())),
            *(tuple(self.contentparams.items()), tuple(self.sourcedata.items()), len(self.feeddata)),
            *(repr(dict.get(self.feeddata, "image")), repr(dict.get(self.feeddata, "textinput"))),
        )

    def declared(self, prefix: str | None, address: str | None) -> None:
        self._scope.setdefault(prefix, []).append(address)
        super().declared(prefix, address)

    def forgotten(self, prefix: str | None) -> None:
        addresses = self._scope[prefix]
        addresses.pop()
        if not addresses:
            del self._scope[prefix]

    def item_begins(self, place: int) -> None:
        if not self._before:
            self.settle()
        self._mixed = self._mixed or self._open
        self._open = True
        self._begun.append(place)

    def item_ends(self, place: int) -> None:
        self._open = False
        self._ended.append(place)
        if self._mixed:
            return
        # Some ways of writing leave base addresses on the stack (a <div> in a text that says it has no markup). No matter as long as all are the same.
        left = self.basestack[self._level :]
        self._level += len(left)
        if self._before != self._state() or (left and (self._bases != {self.baseuri} or set(left) != self._bases)):
            self._mixed = True

    def _end_hour(self) -> None:
        self._skip("hour", self._hours)

    def _end_day(self) -> None:
        self._skip("day", self._days)

    def _skip(self, name: str, kept: list[str]) -> None:
        text = self.pop(name)
        if isinstance(text, str) and not self.inentry:
            kept.append(text)
