"""A settings file's bytes to text: size, encoding, emptiness, each fault a sentence of its own."""

import codecs
from pathlib import Path
from typing import Final

from bot.errors import Fault
from bot.messages import Language, say

_MOST: Final = 1_048_576  # bytes; a settings file is some hundred lines
_WIDE: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnreadableError(Exception):
    """The file can't be read as text; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def read_text(path: Path, shown: str, language: Language) -> str:
    """The text of a UTF-8 file, a byte order mark dropped. `shown` is the file's name in faults.

    Raises:
        UnreadableError: it is absent, too large, empty, or not UTF-8.
    """

    def fault(key: str, line: int = 0, column: int = 0, **params: object) -> UnreadableError:
        return UnreadableError(Fault(shown, line, column, "", say(f"settings.{key}", language, **params)))

    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise fault("absent") from None
    except OSError as error:
        raise fault("unreadable", why=error.strerror or type(error).__name__) from None
    if len(content) > _MOST:
        raise fault("too_large", megabytes=_MOST // 1_048_576)
    if content.startswith(_WIDE) or b"\0" in content[:2_000]:
        raise fault("utf16", 1, 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        raise fault("legacy_encoding" if _is_vietnamese_1258(content) else "not_utf8", line, column) from None
    if not text.strip():
        raise fault("empty")
    return text


def _is_vietnamese_1258(content: bytes) -> bool:
    """Whether the bytes make Vietnamese in windows-1258, the encoding of old editors."""
    try:
        text = content.decode("cp1258")
    except UnicodeDecodeError:
        return False
    # Its combining tone marks on letters are the sign of Vietnamese; other legacy text has hardly any.
    return any(mark in text for mark in ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "ư", "ơ", "đ"))
