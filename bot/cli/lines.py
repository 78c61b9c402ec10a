"""What comes in as a file or on standard input: UTF-8, whatever the locale says. Lines for the verbs that read JSON Lines."""

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final, TextIO

from bot.errors import LoaError

_ENCODING: Final = "utf-8-sig"  # some editors begin UTF-8 with a byte order mark, which is no character of the first line


def opened(file: Path) -> AbstractContextManager[TextIO]:
    """`file` as a text, or standard input where it is “-”. Raises OSError; reading it, UnicodeDecodeError where it is no UTF-8."""
    if str(file) != "-":
        return file.open(encoding=_ENCODING)
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    if isinstance(sys.stdin, io.TextIOWrapper) and sys.stdin.encoding != _ENCODING:
        # Strictly: what a locale makes of bytes that it does not know is no text of anybody's.
        sys.stdin.reconfigure(encoding=_ENCODING, errors="strict")
    return nullcontext(sys.stdin)


def numbered(file: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines that are not blank; streams, so that a pipe is answered line by line. “-” is standard input. Raises LoaError."""
    try:
        with opened(file) as source:
            yield from ((number, line) for number, line in enumerate(source, start=1) if line.strip())
    except UnicodeDecodeError as error:
        raise not_utf8(file) from error
    except OSError as error:
        raise LoaError("cli.unreadable_file", path=str(file), why=error.strerror or type(error).__name__) from error


def not_utf8(file: Path) -> LoaError:
    """What is to be said of a file that is no UTF-8: from which line on, where it can be read once more."""
    if str(file) == "-" or not file.is_file():
        return LoaError("cli.not_utf8", path=str(file))
    content = file.read_bytes()
    try:
        content.decode(_ENCODING)
    except UnicodeDecodeError as error:
        # What reads a text as a stream does so by large pieces, and knows no line.
        return LoaError("cli.not_utf8_from", path=str(file), line=content.count(b"\n", 0, error.start) + 1)
    return LoaError("cli.not_utf8", path=str(file))
