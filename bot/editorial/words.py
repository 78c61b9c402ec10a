"""Words of two syllables (`words.txt`), so that half a word negates nothing ("trị" in "chính trị"), and no phrase or reason is made of halves.

`training/words.py` writes the file and says from what.
"""

from collections.abc import Sequence
from typing import Final

from bot.editorial.text import Syllable
from bot.errors import LoaError
from bot.vietnamese.forms import form_of

HEAD: Final = "# Words of two syllables, by which evidence is cut: written by training/words.py. One a line."
_SYLLABLES: Final = 2
_FURTHEST: Final = 20  # syllables: a hostile text may be nothing but such words


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
        whole = _is_word(section, place, words)
        cut.append((place, place + 1 + whole))
        place += 1 + whole
    return cut


def tears(section: Sequence[Syllable], first: int, last: int, words: frozenset[str]) -> bool:
    """Whether the syllables `first` to `last` (exclusive) begin or end in the middle of a word: "trị" in "chính trị", "một cửa" in "một cửa hàng".

    A neighbour that makes a word with a syllable further out, too, may belong there ("hành chính trị"), as their own first or last one may to the next of
    them: then nothing is said to be torn.
    """
    before, behind = _is_word(section, first - 1, words), _is_word(section, last - 1, words)
    alone = last - first == 1
    if alone and before and behind:
        return True  # "không" in "bầu không khí": whichever it is
    in_front = before and not _is_word(section, first - 2, words) and (alone or not _is_word(section, first, words))
    return in_front or (behind and not _is_word(section, last, words) and (alone or not _is_word(section, last - 2, words)))


def is_halves(section: Sequence[Syllable], first: int, last: int, words: frozenset[str]) -> bool:
    """Whether the syllables `first` to `last` (exclusive) are the halves of two words: "dẫn đầu" in "hướng dẫn đầu tư".

    Of words that run into each other ("kiến nghị quyết định") the first counts, then what is left.
    """
    if last - first != _SYLLABLES or not (_is_word(section, first - 1, words) and _is_word(section, last - 1, words)):
        return False
    begin = first - 1
    while begin > first - _FURTHEST and _is_word(section, begin - 1, words):
        begin -= 1
    return (first - begin) % _SYLLABLES == 1


def is_joined(section: Sequence[Syllable], first: int, last: int, words: frozenset[str]) -> bool:
    """Whether the syllables `first` to `last` (exclusive) are joined over a comma or a colon from half a word: "dịch vụ công" in "dịch vụ, công nghiệp".

    What stands on one side of it is a single syllable then, and part of a word there: of the first word behind it, or of the last before it.
    """
    if section[first].clause == section[last - 1].clause:
        return False
    at_front = section[first].clause != section[first + 1].clause and _is_word(section, first - 1, words)
    return at_front or (section[last - 2].clause != section[last - 1].clause and _is_word(section, last - 1, words))


def _is_word(section: Sequence[Syllable], first: int, words: frozenset[str]) -> bool:
    """Whether the syllable at `first` and the next one are a word."""
    if first < 0 or first + 1 >= len(section):
        return False
    one, other = section[first], section[first + 1]
    return one.clause == other.clause and f"{one.form} {other.form}" in words
