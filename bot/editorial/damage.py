"""Where an Entry's text is damaged, and what was meant is not certain: an editor must see it before anyone else does."""

from collections.abc import Iterator
from typing import Final

from bot.judgement import Finding, FindingKind
from bot.model import Entry
from bot.vietnamese.cut import beginning
from bot.vietnamese.repair import recoded

_READ: Final = {"title": 1_000, "summary": 5_000, "body": 6_000}  # characters: a Post shows no more


def damage(entry: Entry) -> tuple[Finding, ...]:
    """The first damaged word of each text; `value` names the charset, or what is left of the letters.

    A lost character between blanks, far below in a body (half an emoji), is no damage to a word, and is seldom shown.
    """
    return tuple(_damage(entry))


def _damage(entry: Entry) -> Iterator[Finding]:
    for where, most in _READ.items():
        text = beginning(getattr(entry, where), most)
        done = recoded(text)
        if done.certain:
            continue
        start, end = done.spot
        if where != "body" or _is_in_a_word(text, start, end):
            yield Finding(kind=FindingKind.ENCODING, value=done.how, where=where, start=start, end=end)


def _is_in_a_word(text: str, start: int, end: int) -> bool:
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return text[start:end] != "\ufffd" or any(map(str.isalpha, around))
