"""The lines of a file, or of standard input, for the verbs that read JSON Lines."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.errors import LoaError


def numbered(file: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines that are not blank; streams, so that a pipe is answered line by line. “-” is standard input. Raises LoaError."""
    if str(file) == "-":
        yield from ((number, line) for number, line in enumerate(sys.stdin, start=1) if line.strip())
        return
    try:
        with file.open(encoding="utf-8") as source:
            yield from ((number, line) for number, line in enumerate(source, start=1) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise LoaError("cli.unreadable_file", path=str(file), why=getattr(error, "strerror", None) or type(error).__name__) from error
