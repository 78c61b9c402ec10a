"""Bytes to text before any parser sees them: one damaged byte must not turn a whole feed into another charset (lesson 74)."""

import codecs
import re
from typing import Final

from bot.vietnamese.charsets import TCVN3, VNI

_DECLARED: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_SAID: Final = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
# Charsets of texts. Python has codecs for much else (idna, unicode_escape, UTF-7), which only an attacker would name.
_CHARSET: Final = re.compile(r"(?:iso|windows|cp|koi8|big5|gb|euc|shift|sjis|tis|mac|viscii|latin|ascii|us-ascii|hz|utf-?8)", re.IGNORECASE)
# What Python has no codec for. (windows-1258 it has.)
_OLD: Final = (
    (re.compile(r"(?:x-)?(?:viet-)?tcvn[\w:-]*|(?:x-)?(?:viet-)?abc", re.IGNORECASE), TCVN3),
    (re.compile(r"(?:x-)?(?:viet-)?vni[\w:-]*", re.IGNORECASE), VNI),
)
# What browsers take for windows-1252 (WHATWG Encoding, section 4.2).
_LATIN: Final = re.compile(r"(?:us-)?ascii|latin-?1|iso[-_]?8859-?1", re.IGNORECASE)
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f\ufffd]")
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    # Without a mark: what the first "<" looks like.
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


def decoded(body: bytes, content_type: str) -> str:
    """The text of a document, whatever the bytes; what can't be read becomes U+FFFD.

    In this order: a byte order mark; UTF-8 wherever the bytes are valid UTF-8 (ASP.NET writes "utf-16" above UTF-8); what the XML declares; what
    HTTP says, TCVN3 and VNI among it; UTF-8 with a little damage; windows-1252.
    """
    return in_utf8(body, content_type)[1]


def in_utf8(body: bytes, content_type: str) -> tuple[bytes, str]:
    """The same text in UTF-8 and as a string. Most documents are valid UTF-8, and their bytes come back as they are."""
    text, is_so = _decoded(body, content_type)
    return body if is_so else text.encode("utf-8", "ignore"), text


def _decoded(body: bytes, content_type: str) -> tuple[str, bool]:
    """The text, and whether the bytes are just that in UTF-8."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace").removeprefix("\ufeff"), False
    declared, said = _DECLARED.search(body[:4_096]), _SAID.search(content_type)
    names = [declared[1].decode() if declared else "", said[1] if said else ""]
    old = next((charset for name in names for pattern, charset in _OLD if pattern.fullmatch(name)), None)
    if not any(
        name.lower().startswith(("iso-2022", "hz")) for name in names
    ):  # these shift by ASCII escapes, so every text of theirs is valid UTF-8
        try:
            return body.decode("utf-8"), True
        except UnicodeDecodeError:
            pass  # damaged, or another charset: decided below
    if old is not None:
        return old.decoded(body.decode("windows-1252", "replace")), False
    for name in filter(_CHARSET.match, names):
        if name.lower().replace("_", "-") not in {"utf-8", "utf8"}:
            try:
                return body.decode("windows-1252" if _LATIN.fullmatch(name) else name, "replace"), False
            except LookupError:
                continue  # a charset that Python does not know, or no charset
    repaired = body.decode("utf-8", "replace")
    bad, sound = repaired.count("\ufffd"), len(_BEYOND_ASCII.findall(repaired))
    # A few bad bytes in a long text, among good ones: UTF-8 with damage. Else another charset under a wrong name; which one of the old Vietnamese ones
    # it is, if any, is told from the words of each text, where there is no markup between them (bot.vietnamese.repair).
    return repaired if bad <= sound and bad * 200 <= len(body) + 200 else body.decode("windows-1252", "replace"), False
