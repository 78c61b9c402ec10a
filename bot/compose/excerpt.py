"""Cutting Vietnamese text so that it still reads: at the end of a sentence, else between words with an ellipsis; never inside a letter or a word."""

import re
from itertools import takewhile
from typing import Final

from bot.vietnamese.cut import whole_words_end
from bot.vietnamese.openings import own_words

# What may close a sentence, and what may begin the next one after it.
_STOP: Final = re.compile(r"[.!?…]+[\"”’»)]*(?=\s|$)")
_NEXT: Final = re.compile(r"[\s\"“‘«(\-–]*(?:(\w)|$)")
# Before a stop that closes nothing: a capital ("TP. Huế", "TS. Lê An"), an abbreviation, the number of a list ("1. Thủ tục").
_OPEN: Final = re.compile(r"(?:[A-ZĐ]|(?i:\b(?:tp|tx|tr|bs|ths|nxb))|(?:^|\s)\d{1,2})$")
_LONGEST_OPEN: Final = 6  # characters of the above, with one before it
_TRAILING: Final = ' \t\n,;:.…–-("“‘«'


def length(text: str) -> int:
    """The length Facebook may count: UTF-16 code units, the larger of the two possible units (facts: graph-api §3.4, not confirmed)."""
    return len(text.encode("utf-16-le")) // 2


def _closes(text: str, stop: re.Match[str]) -> bool:
    """Whether a stop ends a sentence: a new one begins after it, and nothing before it is merely shortened or counted."""
    before = text[max(stop.start() - _LONGEST_OPEN, 0) : stop.start()]
    following = _NEXT.match(text, stop.end())
    if not before or _OPEN.search(before) or following is None:
        return False
    first = following[1]
    return first is None or first.isupper() or first.isdigit()


def cut(text: str, most: int) -> str:
    """`text` if it fits into `most` units; else its whole sentences that fit; else its words that fit and "…"; "" where not even one word fits."""
    text = text.strip()
    if length(text) <= most:
        return text
    # No text is shorter in units than in characters: what lies behind `most` characters need not be looked at.
    stops = takewhile(lambda stop: stop.end() <= most, _STOP.finditer(text))
    ends = [stop.end() for stop in stops if _closes(text, stop) and length(text[: stop.end()]) <= most]
    # A first sentence shorter than a third of the room would waste it: "Sáng 5/6." says nothing.
    if ends and ends[-1] * 3 >= most:
        return text[: ends[-1]].rstrip()
    gaps = takewhile(lambda gap: gap.start() < most, re.finditer(r"\s+", text))
    words_end = max((gap.start() for gap in gaps if length(text[: gap.start()]) < most), default=0)
    kept = text[:words_end].rstrip(_TRAILING)
    return f"{kept}…" if kept else ""


def excerpt(title: str, summary: str, body: str, most: int) -> str:
    """What stands under the headline: the summary, else the body's beginning, without signature, dateline and the headline repeated at its start.

    A last word that the website has cut is left out, too.
    """
    texts = (_own(" ".join(source.split()), title) for source in (summary, body))
    return cut(next(filter(None, texts), ""), most)


def _own(text: str, title: str) -> str:
    end = whole_words_end(text)
    whole = text if end == len(text) else f"{text[:end].rstrip(_TRAILING)}…"
    return whole[own_words(whole, title) :]
