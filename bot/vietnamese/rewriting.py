"""A text read otherwise than it is written, with every character's place in the original, so that evidence points at what really stands there."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.vietnamese.forms import INVISIBLE, MARKS

Change = tuple[int, int, str]  # what stands from here to there is read so

_MARKED: Final = re.compile(f"[^{MARKS}][{MARKS}]+")
_UNSEEN: Final = re.compile(rf"(?:(?!\u00ad)[{INVISIBLE}])+")  # a soft hyphen may be a letter of an old charset
_REFERENCE: Final = re.compile(r"&(?:amp;){0,9}(?:(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|nbsp)")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """`text` as it is read; character i of it stands in the original from `starts[i]` to `ends[i]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def rewritten(text: str, changes: Iterable[Change]) -> Rewritten:
    """`text` with `changes` (in its order, none over another) made. Linear."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for start, end, written in changes:
        pieces += (text[last:start], written)
        starts += (*range(last, start), *([start] * len(written)))
        ends += (*range(last + 1, start + 1), *([end] * len(written)))
        last = end
    pieces.append(text[last:])
    starts += range(last, len(text))
    ends += range(last + 1, len(text) + 1)
    return Rewritten("".join(pieces), starts, ends)


def unchanged(text: str) -> Rewritten:
    """`text` as it is."""
    return Rewritten(text, range(len(text)), range(1, len(text) + 1))


def changes_of(read: Rewritten, original: str) -> Iterator[Change]:
    """What was changed in `original` to make `read`, character by character."""
    for character, start, end in zip(read.text, read.starts, read.ends, strict=True):
        if original[start:end] != character:
            yield start, end, character


def rewritten_again(before: Rewritten, changes: Iterable[Change]) -> Rewritten:
    """The same once more: `changes` are in `before.text`, the places of the result in the first original."""
    return through(before, rewritten(before.text, changes))


def through(before: Rewritten, after: Rewritten) -> Rewritten:
    """`after`, which was made of `before.text`, with its places in the first original."""
    return Rewritten(after.text, [before.starts[place] for place in after.starts], [before.ends[place - 1] for place in after.ends])


def composed(read: Rewritten) -> Rewritten:
    """The same with its letters and their marks put together (NFC)."""
    changes = [(match.start(), match.end(), unicodedata.normalize("NFC", match[0])) for match in _MARKED.finditer(read.text)]
    return rewritten_again(read, changes) if changes else read


def begins_unseen(text: str) -> bool:
    """Whether a character that is not seen stands first."""
    return _UNSEEN.match(text) is not None


def unseen_first(text: str) -> Iterator[Change]:
    """What is not seen and stands before the first character that is: a mark of byte order, a zero-width space. Headlines are told by how they begin."""
    first = _UNSEEN.match(text)
    if first is not None:
        yield 0, first.end(), ""


def references(text: str) -> Iterator[Change]:
    """Character references left in a text (&agrave; &#7871; &nbsp;), also those that were escaped several times (&amp;agrave;)."""
    for match in _REFERENCE.finditer(text):
        read, before = html.unescape(match[0]), match[0]
        while read not in {before, "&"}:
            before, read = read, html.unescape(read)
        # What browsers take for nothing, and a name that is none, stay as they are.
        if read and read != match[0]:
            yield match.start(), match.end(), read
