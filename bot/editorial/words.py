"""Words of two syllables (`words.txt`), so that no reason is told in halves of them. `training/words.py` writes the file and says from what."""

from collections.abc import Sequence
from typing import Final

from bot.editorial.text import Syllable
from bot.errors import LoaError
from bot.vietnamese.forms import form_of

HEAD: Final = "# Words of two syllables, by which evidence is cut: written by training/words.py. One a line."
_SYLLABLES: Final = 2


def parse_words(text: str) -> frozenset[str]:
    """The forms of the words in `text`, one a line; lines that begin with "#" are comments.

    Raises:
        LoaError: a line has more or less than two syllables; it is named.
    """
    words = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        syllables = line.split(" ")
        if len(syllables) != _SYLLABLES:
            raise LoaError("editorial.bad_word", number=number)
        words.add(" ".join(map(form_of, syllables)))
    return frozenset(words)


def in_words(section: Sequence[Syllable], words: frozenset[str]) -> list[tuple[int, int]]:
    """`section` cut into words: the first syllable of each, and the one after its last. What is no word of `words` has one syllable."""
    cut: list[tuple[int, int]] = []
    place = 0
    while place < len(section):
        one = section[place]
        other = section[place + 1] if place + 1 < len(section) else None
        whole = other is not None and other.clause == one.clause and f"{one.form} {other.form}" in words
        cut.append((place, place + 1 + whole))
        place += 1 + whole
    return cut
