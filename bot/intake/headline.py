"""What an article's page calls itself, and whether that is still the article: for one that its feed no longer names."""

import html
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import Final

from bot.intake.charset import decoded
from bot.intake.plain import TITLE, distinct, plain
from bot.vietnamese.forms import form_of

_MOST: Final = 1_000_000  # characters that are looked at
_HEADLINES: Final = 20
# Expressions, not a parser of HTML: that of the standard library raises on hostile markup.
_META: Final = re.compile(r"<meta\b((?:[^<>\"']|\"[^\"]{0,1000}\"|'[^']{0,1000}'){0,100})>", re.IGNORECASE)
_NAME: Final = re.compile(r"\b(?:property|name)\s*=\s*[\"']?(?:og|twitter):title\b", re.IGNORECASE)
_CONTENT: Final = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_OPENED: Final = re.compile(r"<(?:title|h1)\b[^<>]{0,500}>", re.IGNORECASE)
_CLOSED: Final = re.compile(r"</(?:title|h1)\b", re.IGNORECASE)
_LONGEST: Final = 2_000  # characters of a heading with its markup
_WORD: Final = re.compile(r"\w+")
_FEWEST_WORDS: Final = 4  # a shorter headline may be the name of a site or of a section
_ALIKE: Final = 0.85


def headlines(page: bytes, content_type: str) -> tuple[str, ...]:
    """The titles of a page, in plain text and NFC: of its og: and twitter: tags, of the window, and its main headings. () for a page that has none."""
    text = decoded(page, content_type)[:_MOST]
    found = [html.unescape(_content(match[1])) for match in _META.finditer(text) if _NAME.search(match[1])]
    found = [*found[:_HEADLINES], *islice(_headings(text), _HEADLINES)]
    return distinct(plain(each, TITLE) for each in found)


def still_says(found: Sequence[str], title: str) -> bool:
    """Whether one of the titles of a page is `title`: alone or beside the site's name, cut, or with a letter mended; never with another figure."""
    return any(_same(_words(each), _words(title)) for each in found)


def _headings(text: str) -> Iterator[str]:
    for opened in _OPENED.finditer(text):
        closed = _CLOSED.search(text, opened.end(), opened.end() + _LONGEST)
        yield "" if closed is None else text[opened.end() : closed.start()]


def _content(attributes: str) -> str:
    match = _CONTENT.search(attributes)
    return "" if match is None else match[1] or match[2] or match[3] or ""


def _words(text: str) -> list[str]:
    return [form_of(word) for word in _WORD.findall(plain(text, TITLE))]


def _same(there: list[str], here: list[str]) -> bool:
    if not here or not there:
        return False
    if _contains(there, here) or (len(there) >= max(_FEWEST_WORDS, len(here) // 2) and _contains(here, there)):
        return True
    if [word for word in there if word.isdecimal()] != [word for word in here if word.isdecimal()]:
        return False
    return SequenceMatcher(None, there, here, autojunk=False).ratio() >= _ALIKE


def _contains(whole: list[str], part: list[str]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "
