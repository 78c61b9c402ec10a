"""Where a text was cut: not every website cuts its summaries between words."""

import re
from typing import Final

from bot.vietnamese.forms import INVISIBLE, MARKS, plain_letters
from bot.vietnamese.syllable import is_begun

# The last word, with dots that say that something is missing ("th...", "th ...", "th [...]"), or with nothing after it.
_LAST: Final = re.compile(rf"(?:^|[\s\"“‘(\[/-])((?:[^\W\d_]|[{MARKS}{INVISIBLE}])+)(?:\s*\[?(?:\.{{2,}}|…))?[\"”’)\]]*\s*$")
_TAIL: Final = 40  # characters in which it is looked for
_LEAST: Final = 40  # a shorter text was not cut for its length
_NUMBER: Final = re.compile(r"\d\s*$")


def beginning(text: str, most: int) -> str:
    """The first `most` characters of `text`, without the word that the limit goes through."""
    if len(text) <= most:
        return text
    end = most
    while end > max(most - _TAIL, 0) and not text[end].isspace() and not text[end - 1].isspace():
        end -= 1
    return text[:end] if text[end - 1 : end].isspace() or text[end].isspace() else text[:most]


def whole_words_end(text: str) -> int:
    """Where the whole words of `text` end: before a last one that is surely cut ("… thủ tục hành ch", "… giải quyế..."); else its length.

    Sure is it where more letters are needed to make a syllable: "ch", "ngườ". A word that is cut to another word ("hành chí...") can't be told from one
    that is not.
    """
    if len(text) < _LEAST or (text.endswith((".", "!", "?")) and not text.endswith("..")):
        return len(text)
    start = max(len(text) - _TAIL, 0)
    match = _LAST.search(text[start:])
    if match is None:
        return len(text)
    word = plain_letters(match[1])
    # "5 tr", "8 h" are units; "QT", "Tr" are names for short.
    surely = len(word) > 1 and word.islower() and is_begun(word) and not _NUMBER.search(text, 0, start + match.start(1))
    return start + match.start(1) if surely else len(text)
