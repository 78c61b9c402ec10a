"""Hostile HTML to bounded plain text: cleaned by nh3, entities resolved, old charsets read, invisible characters dropped, NFC, white space folded."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

import nh3

from bot.vietnamese.cut import beginning
from bot.vietnamese.forms import INVISIBLE, parted, visible
from bot.vietnamese.repair import may_be_damaged, recoded

TITLE: Final = 500
SUMMARY: Final = 5_000
BODY: Final = 100_000
LINK: Final = 2_000
MOST_PICTURES: Final = 20

_BLOCKS: Final = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th"}
_SILENT: Final = frozenset({"script", "style"})  # what stands in them is no text
_BREAK: Final = re.compile(r"<[^>]*>")
_DENSE: Final = 1_500  # nh3 takes time by the square of the depth of nesting: 20,000 open <font> are 8 seconds
_MARKUP: Final = re.compile(r"<[a-zA-Z!/?]|&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
# What `fold` has to look at: control characters that are no white space, and lone surrogates, which can't be stored as UTF-8.
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_RARE: Final = re.compile(f"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff{INVISIBLE}]")
# An address that is absolute and has nothing in it that joining or checking could change; it is what most are.
_SOUND: Final = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~/%+,=@!$*()-]*)?(?:\?[A-Za-z0-9._~/%+,=&@!$*()-]+)?")
_CLEANER: Final = nh3.Cleaner(tags=_BLOCKS, attributes={}, clean_content_tags=set(_SILENT))
_IMAGE: Final = re.compile(r"<img\b[^<>]{0,2000}?\bsrc\s*=\s*(?:\"([^\"]{1,2000})\"|'([^']{1,2000})'|([^\s\"'>]{1,2000}))", re.IGNORECASE)


def plain(text: str, most: int) -> str:
    """Plain text of at most `most` characters, as it was meant. Entities escaped twice (RSS inside CDATA does that) are resolved as long as markup is left, at most three times."""
    return plain_together((text, most))[0]


def plain_together(*texts: tuple[str, int]) -> tuple[str, ...]:
    """Texts of the same hand, each with the most characters it may have, plain: what tells one's charset tells that of the others."""
    bare = [_bare(text, most) for text, most in texts]
    if may_be_damaged(bare):
        bare = [recoded(own, [other for other in bare if other is not own]).text for own in bare]
    return tuple(_bounded(text, most) for text, (_, most) in zip(bare, texts, strict=True))


def legible(text: str, most: int) -> str:
    """Text without markup as it was meant, folded, at most `most` characters of whole words. Where its charset is not certain it stays as it is."""
    return _bounded(recoded(text).text, most)


def _bounded(text: str, most: int) -> str:
    return beginning(fold(text), most).rstrip() if text else ""


def _bare(text: str, most: int) -> str:
    """Without markup, at most 20 times what is kept: so much may stand between the words."""
    text = text[: most * 20]
    if not text.isascii() and _SURROGATE.search(text) is not None:
        text = _SURROGATE.sub("", text)  # (&#xD800;) is no character, and nh3 refuses it
    for _ in range(3):
        if not _MARKUP.search(text):
            break
        text = html.unescape(_cleaned(text))
    return text


def _cleaned(markup: str) -> str:
    if markup.count("<") > _DENSE:
        return _cut(markup)
    return _BREAK.sub(" ", _CLEANER.clean(markup))


def _cut(markup: str) -> str:
    """The text between the tags in one pass: for markup so dense that building its tree would take too long."""
    first, *pieces = markup.split("<")
    kept, silent = [first], ""
    for piece in pieces:
        tag, _, text = piece.partition(">")
        name = tag.split(maxsplit=1)[0].lower() if tag.strip() else ""
        if silent:
            silent = "" if name == f"/{silent}" else silent
        elif name in _SILENT:
            silent = name
        if not silent:
            kept.append(text)
    return " ".join(kept)


def fold(text: str) -> str:
    """NFC, without control and invisible characters, white space folded to single blanks."""
    if _RARE.search(text) is not None:
        text = _SURROGATE.sub("", _CONTROL.sub(" ", visible(parted(text))))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def web_address(link: str, base: str) -> str:
    """`link` made absolute against `base`; "" where there is none, where it is no http(s) address, or where it is too long.

    White space around it and line breaks inside it are dropped, blanks inside become %20, as browsers do (WHATWG URL, section 4.4).
    """
    link = link.strip()
    if len(link) <= LINK and _SOUND.fullmatch(link) is not None:
        return link
    link = re.sub(r"[\t\r\n]", "", link).replace(" ", "%20")
    if not link or re.fullmatch(r"https?:/{0,2}", link, re.IGNORECASE):
        return ""  # urljoin would make the base of it
    try:
        absolute = urljoin(base, link)
        parts = urlsplit(absolute)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and len(absolute) <= LINK
    except ValueError:
        return ""
    return absolute if usable and absolute.isprintable() else ""


def images(markup: str, base: str) -> Iterator[str]:
    """The addresses of the pictures in a piece of HTML, in its order."""
    if "<" not in markup:
        return
    for match in _IMAGE.finditer(markup[:BODY]):
        found = next(group for group in match.groups() if group)
        if address := web_address(html.unescape(found), base):
            yield address


def distinct(addresses: Iterable[str]) -> tuple[str, ...]:
    """The first `MOST_PICTURES` different addresses, without empty ones."""
    return tuple(dict.fromkeys(filter(None, addresses)))[:MOST_PICTURES]
