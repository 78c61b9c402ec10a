"""What comes in as a file or on standard input: UTF-8, whatever the locale says. Lines for the verbs that read JSON Lines."""

import errno
import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final, TextIO

from bot.errors import LoaError
from bot.messages import Sentence

_ENCODING: Final = "utf-8-sig"  # some editors begin UTF-8 with a byte order mark, which is no character of the first line

_REASONS: Final[Mapping[int, Sentence]] = {
    errno.ENOENT: Sentence("cli.system_missing"),
    errno.EACCES: Sentence("cli.system_forbidden"),
    errno.EPERM: Sentence("cli.system_forbidden"),
    errno.EROFS: Sentence("cli.system_forbidden"),
    errno.EISDIR: Sentence("cli.system_folder"),
    errno.ENOTDIR: Sentence("cli.system_no_folder"),
    errno.ENOSPC: Sentence("cli.system_full"),
    errno.ENAMETOOLONG: Sentence("cli.system_long_name"),
}


def system_says(error: Exception) -> Sentence | str:
    """Why a file can't be had: the usual reasons in the language of the settings, else what the system says."""
    if not isinstance(error, OSError):
        return type(error).__name__
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


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
        raise LoaError("cli.unreadable_file", path=str(file), why=system_says(error)) from error


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
