"""Phrases as a text has them: runs of one to five syllables within a clause, written as an editor would write them, and where else they occur."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.editorial.text import Syllable, form_of
from bot.editorial.trie import Trie, forms_of
from bot.vietnamese.forms import visible

LONGEST: Final = 5
# Words that join and point: a phrase that begins or ends with one is a piece torn out of a sentence.
_JOINING: Final = frozenset(
    form_of(word)
    for word in (
        *("và", "của", "các", "những", "là", "được", "bị", "cho", "với", "để", "trong", "trên", "tại", "từ", "đến", "tới", "theo", "về"),
        *("khi", "này", "đó", "ấy", "kia", "có", "đã", "đang", "sẽ", "cũng", "như", "nhưng", "hay", "hoặc", "thì", "mà", "ở", "do", "bởi"),
        *("nên", "vì", "qua", "cùng", "còn", "chỉ", "vẫn", "rằng", "gì", "nào", "sao", "nếu", "mỗi", "từng", "rất", "lại", "ra", "vào"),
        *("ngày", "tháng", "năm", "hôm", "nay", "vừa", "mới", "sau", "trước", "giữa", "hơn", "trên", "dưới", "ngoài", "đây", "ông", "bà"),
    )
)
_SHOUTED: Final = 0.7  # of the letters: then the text is in capitals, and a capital says nothing of a name


@dataclass(frozen=True, slots=True)
class Gram:
    """A phrase. `key` is its forms, joined by blanks; `text` is how it is written; `named` says that it looks like a name."""

    key: str
    length: int
    text: str
    named: bool


@dataclass(frozen=True, slots=True)
class Found:
    """An occurrence: syllables `first` to `last` (exclusive)."""

    gram: Gram
    first: int
    last: int


def joins(syllable: Syllable) -> bool:
    """Whether it is a word that joins or points, and so no end of a phrase."""
    return syllable.form in _JOINING


def key_of(phrase: str, abbreviations: Mapping[str, Sequence[str]]) -> str:
    """The key under which a phrase is found."""
    return " ".join(forms_of(phrase, abbreviations))


def grams(text: str, section: Sequence[Syllable], longest: int = LONGEST) -> Iterator[Found]:
    """The phrases of a section that could be an editor's: whole words, no figures, no joining word at either end. An abbreviation is taken whole."""
    shouted = _is_shouted(text)
    for first, syllable in enumerate(section):
        if not _begins(section, first) or joins(syllable):
            continue
        for last in range(first + 1, min(first + longest, len(section)) + 1):
            if section[last - 1].clause != syllable.clause or not section[last - 1].form[0].isalpha():
                break
            if joins(section[last - 1]) or not _begins(section, last):
                continue
            gram = _gram(text, section, first, last, shouted=shouted)
            if gram is not None:
                yield Found(gram, first, last)


def _begins(section: Sequence[Syllable], place: int) -> bool:
    """Whether something written begins at `place` (an abbreviation stands for several syllables at one place)."""
    return place in {0, len(section)} or section[place].start != section[place - 1].start


def _gram(text: str, section: Sequence[Syllable], first: int, last: int, *, shouted: bool) -> Gram | None:
    places = dict.fromkeys((syllable.start, syllable.end) for syllable in section[first:last])
    written = [unicodedata.normalize("NFC", visible(text[start:end])) for start, end in places]
    if not all(each.isalpha() for each in written):
        return None
    opens = first == 0 or section[first - 1].clause != section[first].clause
    if shouted:
        written, named = [each.lower() for each in written], False
    else:
        named = any(each.istitle() for each in written[1 if opens else 0 :])
        if opens and not named and written[0].istitle():
            written[0] = written[0].lower()
    return Gram(" ".join(syllable.form for syllable in section[first:last]), last - first, " ".join(written), named)


def _is_shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(character.isupper() for character in letters) > _SHOUTED * len(letters)


class Spotter:
    """Finds given phrases in a section, all in one pass."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._root: Trie[str] = Trie()
        for key in keys:
            node = self._root.node(key.split(" "))
            if key not in node.ends:
                node.plant(key)

    def spot(self, section: Sequence[Syllable]) -> set[str]:
        """The keys of those that occur."""
        return {key for key, _, _ in self._root.occurrences(section)}
