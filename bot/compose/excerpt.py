"""Cutting Vietnamese text so that it still reads: at the end of a sentence, else between words with an ellipsis; never inside a letter or a word."""

import re
from typing import Final

# A sentence ends at . ! ? … (and closing quotes), before white space and something that may begin a sentence; "TP. Huế", "Tr. 5" and "10.000" do not end one.
_SENTENCE_END: Final = re.compile(r"(?<![A-ZĐ])(?<!\bTP)(?<!\bTr)[.!?…]+[\"”’»)]*(?=\s+[\"“‘«(\-–]?[A-ZÀ-ỸĐ0-9]|\s*$)")
_TRAILING: Final = ' \t\n,;:–-("“‘«'


def length(text: str) -> int:
    """The length Facebook may count: UTF-16 code units, the larger of the two possible units (facts: graph-api §3.4, not confirmed)."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    """`text` if it fits into `most` units; else its whole sentences that fit; else its words that fit and "…"; "" where not even one word fits."""
    text = text.strip()
    if length(text) <= most:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if length(text[: match.end()]) <= most]
    # A first sentence shorter than a third of the room would waste it: "Sáng 5/6." says nothing.
    if ends and ends[-1] * 3 >= most:
        return text[: ends[-1]].rstrip()
    words_end = max((match.start() for match in re.finditer(r"\s+", text) if length(text[: match.start()]) < most), default=0)
    kept = text[:words_end].rstrip(_TRAILING)
    return f"{kept}…" if kept else ""


def excerpt(title: str, summary: str, body: str, most: int) -> str:
    """What stands under the headline: the summary, else the body's beginning, without the headline repeated at its start."""
    text = " ".join((summary or body).split())
    if text.casefold().startswith(title.casefold()):
        text = text[len(title) :].lstrip(" .:–-")
    return cut(text, most)
