"""Hostile HTML to bounded plain text: cleaned by nh3, entities resolved, invisible characters dropped, NFC, white space folded."""

import html
import re
import unicodedata
from typing import Final
from urllib.parse import urljoin, urlsplit

import nh3

TITLE: Final = 500
SUMMARY: Final = 5_000
BODY: Final = 100_000
LINK: Final = 2_000

_BLOCKS: Final = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th"}
_BREAK: Final = re.compile(r"<[^>]*>")
_MARKUP: Final = re.compile(r"<[a-zA-Z!/?]|&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_IMAGE: Final = re.compile(r"<img\b[^>]{0,2000}?\bsrc\s*=\s*(?:\"([^\"]{1,2000})\"|'([^']{1,2000})'|([^\s\"'>]{1,2000}))", re.IGNORECASE)
# Zero-width and bidirectional controls, soft hyphen, byte order mark: invisible, and able to hide or turn text.
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def plain(text: str, most: int) -> str:
    """Plain text of at most `most` characters. Entities escaped twice (RSS inside CDATA does that) are resolved as long as markup is left, at most three times."""
    text = text[: most * 20]
    for _ in range(3):
        if not _MARKUP.search(text):
            break
        cleaned = nh3.clean(text, tags=_BLOCKS, attributes={}, clean_content_tags={"script", "style"})
        text = html.unescape(_BREAK.sub(" ", cleaned))
    return fold(text)[:most].rstrip()


def fold(text: str) -> str:
    """NFC, without control and invisible characters, white space folded to single blanks."""
    visible = _INVISIBLE.sub("", text)
    spaced = "".join(" " if unicodedata.category(character) in {"Cc", "Zs", "Zl", "Zp"} else character for character in visible)
    # Lone surrogates and unassigned non-characters can't be stored as UTF-8.
    sound = spaced.encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", " ".join(sound.split()))


def web_address(link: str, base: str) -> str:
    """`link` made absolute against `base`; "" where it is no http(s) address or too long."""
    try:
        absolute = urljoin(base, "".join(link.split()))
        parts = urlsplit(absolute)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and len(absolute) <= LINK
    except ValueError:
        return ""
    return absolute if usable and absolute.isprintable() else ""


def first_image(markup: str, base: str) -> str:
    """The address of the first picture in a piece of HTML, or ""."""
    match = _IMAGE.search(markup[:BODY])
    found = next((group for group in match.groups() if group), "") if match else ""
    return web_address(html.unescape(found), base) if found else ""
