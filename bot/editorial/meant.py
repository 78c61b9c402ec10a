"""An Entry as it was meant, for all that read it: references to characters resolved, old charsets read, where that is certain; and where it is not.

Everything is read from one text, so that no reader misses what another sees: a headline said again, quotation marks, a child's name. The places are told in
what was really written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from bot.editorial.personal import sections
from bot.judgement import Evidence, Finding, FindingKind
from bot.model import Entry
from bot.vietnamese.cut import beginning
from bot.vietnamese.repair import Repaired, is_as_written, left, repair_together
from bot.vietnamese.rewriting import Rewritten

_READ: Final = {"title": 1_000, "summary": 5_000, "body": 20_000}  # characters of what was meant: nobody reads more
_ESCAPED: Final = 8  # characters in which one may be written: "&#7885;"
_RECODED: Final = 3  # the same without references: "áº£"
_SHOWN: Final = {"title": 1_000, "summary": 5_000, "body": 6_000}  # characters: a Post shows no more

_Placed = TypeVar("_Placed", Evidence, Finding)


@dataclass(frozen=True, slots=True)
class Meant:
    """`entry` is what was meant; a text that is read otherwise than written has no more than is read of it. `damage` is told in places of the original."""

    entry: Entry
    damage: tuple[Finding, ...]
    _reads: Mapping[str, Rewritten]

    def placed(self, found: Iterable[_Placed]) -> Iterator[_Placed]:
        """What was `found` in `entry`, with its places in the original."""
        for item in found:
            read = self._reads.get(item.where)
            yield item if read is None else replace(item, start=read.starts[item.start], end=read.ends[item.end - 1])


def as_meant(entry: Entry) -> Meant:
    """`entry` as it was meant. One that is sound costs a quick search."""
    texts = dict(sections(entry))
    if is_as_written([text[: _READ[where]] for where, text in texts.items()]):
        done = [left(beginning(text, _SHOWN[where])) for where, text in texts.items()]
    else:
        done = repair_together([_as_much(text, _READ[where]) for where, text in texts.items()])
    reads = {where: one.read for where, one in zip(texts, done, strict=True) if one.read is not None}
    damage = tuple(_damage(texts, done))
    if not reads:
        return Meant(entry, damage, reads)
    title, summary, body = (beginning(reads[where].text, _READ[where]) if where in reads else text for where, text in texts.items())
    return Meant(replace(entry, title=title, summary=summary, body=body), damage, reads)


def _as_much(text: str, most: int) -> str:
    """As much of `text` as `most` characters may be written in."""
    return text[: most * (_ESCAPED if "&" in text[:most] else _RECODED)]


def _damage(texts: Mapping[str, str], repaired: Sequence[Repaired]) -> Iterator[Finding]:
    """The first damaged word of each text; `value` names the charset, or what is left of the letters.

    A lost character between blanks, far below in a body (half an emoji), is no damage to a word, and is seldom shown.
    """
    for (where, text), done in zip(texts.items(), repaired, strict=True):
        start, end = done.spot
        if not done.certain and start < _SHOWN[where] and (where != "body" or _is_in_a_word(text, start, end)):
            yield Finding(kind=FindingKind.ENCODING, value=done.how, where=where, start=start, end=end)


def _is_in_a_word(text: str, start: int, end: int) -> bool:
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return text[start:end] != "\ufffd" or any(map(str.isalpha, around))
