"""Which article is the same as another, wherever it stands: keys by which candidates are found, and the decision with the texts (facts: lessons 28-30, 35, 36).

A wrongly merged article is news that nobody reads; a missed copy is a Post too many. So precision goes before recall: what is not certain is another article.
Numbers are never allowed to differ: they are what tells this week's timetable, bulletin or deadline from last week's, whose words are the same.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from struct import unpack
from typing import Final

from bot.intake.identity import canonical
from bot.likeness import Likeness
from bot.model import Entry, digest
from bot.vietnamese.forms import words_of
from bot.vietnamese.openings import headline_end, opening, own_words

FEWEST_WORDS: Final = 12
"""A text of fewer words tells nothing of its own."""

_KEY_DIGITS: Final = 16
_MOST: Final = 10_000  # characters of a text that count: the rest of an endless one would only cost time
_SHINGLE: Final = 3  # syllables: about two words
_WORD: Final = re.compile(r"\w+")  # the rim makes texts NFC and drops what is not seen
_NUMBER: Final = re.compile(r"\d")
# A fingerprint's lanes: the hash of a word has 31 bits, its product with a factor 62, and the sum of three of them 64 at most.
_BITS: Final = 64
_LANE_BYTES: Final = 8
_HASH: Final = (1 << 31) - 1
_FACTORS: Final = (0x5E3779B9, 0x42B2AE35, 0x65667B1B)
_MOST_HASHES: Final = 1 << 14
_COUNTER: Final = 16  # bits in which the ones of a place are counted
_MOST_WORDS: Final = 500  # more would not fit the counters; and a text is known by its beginning, wherever it was cut

# How much of the shorter text must stand in the longer one, word for word, by how alike the titles are.
_UNDER_ONE_TITLE: Final = 0.6
_UNDER_A_LIKE_TITLE: Final = 0.8
_UNDER_ANOTHER_TITLE: Final = 0.9
_LIKE_TITLE: Final = 0.6  # of all their words
_TITLES_TOUCH: Final = 0.3  # of the shorter one's words; below that a text is thought to be boilerplate that stands under many titles
_ENOUGH: Final = 40  # words that must be alike where the titles are not
# Clearly another article: hardly anything of the text is the same, and of all words of the titles less than half; or of the titles alone, where they say all.
_ANOTHER_TEXT: Final = 0.2
_ANOTHER_TITLE: Final = 0.5
_ANOTHER_TITLE_ALONE: Final = 0.25


def likeness(entry: Entry) -> Likeness:
    """The keys by which copies of `entry` are found: its folded title, its canonical link, and its text's fingerprint."""
    title = title_words(entry.title)
    return Likeness(
        title_key=digest(*title)[:_KEY_DIGITS] if title else "",
        link_key=link_key(entry.link),
        fingerprint=fingerprint(_text(entry)),
    )


def title_words(title: str) -> tuple[str, ...]:
    """The words of a headline for comparing, without labels and datelines before it and the source's name behind it."""
    return words_of(title[opening(title) : headline_end(title)]) or words_of(title)


def link_key(link: str) -> str:
    """A digest of the canonical address; "" where there is none, or it is the site's first page, which is no article's."""
    spelled = canonical(link)
    return digest(spelled)[:_KEY_DIGITS] if re.search(r"[/?#]", spelled) else ""


def _text(entry: Entry) -> str:
    """What the entry says below its title, without the source's signature or the title once more; a summary that begins the body once."""
    summary = entry.summary[own_words(entry.summary, entry.title) :]
    body = entry.body[own_words(entry.body, entry.title) :]
    text = body if body.startswith(summary[: len(summary) - 10]) else f"{summary}\n{body}"
    return text[:_MOST]


def fingerprint(text: str) -> int:
    """A simhash of 64 bits, signed, over all runs of three syllables; 0 for a text of fewer than FEWEST_WORDS.

    The same in every process. It is computed for all runs at once, in lanes of one large number: one by one, it would take ten times as long.
    """
    hashes = [*map(_HASHES.__getitem__, _WORD.findall(text)[:_MOST_WORDS])]
    if len(hashes) < FEWEST_WORDS:
        return 0
    lanes = int.from_bytes(b"".join(hashes), "little")
    first, second, third = _FACTORS
    rows = len(hashes) - _SHINGLE + 1
    mixed = (lanes * first + (lanes >> _BITS) * second + (lanes >> 2 * _BITS) * third) & ((1 << rows * _BITS) - 1)
    # A tie is none.
    bits = "".join("1" if 2 * ones > rows else "0" for ones in _ones(f"{mixed:0{rows * _BITS}b}", rows))
    unsigned = int(bits, 2) or 1
    return unsigned - (1 << _BITS) if unsigned >> (_BITS - 1) else unsigned


def _ones(digits: str, rows: int) -> list[int]:
    """How many of the rows of 64 binary digits have a 1, by place: the digits' codes, 16 bits each, are added with the rows laid upon each other, half by half."""
    sums, width, zeros = int.from_bytes(digits.encode("utf-16-le"), "little"), _BITS * _COUNTER, rows * ord("0")
    while rows > 1:
        rows = (rows + 1) // 2
        sums = (sums & ((1 << rows * width) - 1)) + (sums >> rows * width)
    return [total - zeros for total in unpack(f"<{_BITS}H", sums.to_bytes(width // 8, "little"))]


class _Hashes(dict[str, bytes]):
    """The hashes of words, remembered: a text has hundreds, and few that no text before it had."""

    def __missing__(self, word: str) -> bytes:
        number = int.from_bytes(blake2b(word.casefold().encode(), digest_size=4).digest(), "little") & _HASH
        if len(self) >= _MOST_HASHES:
            self.clear()
        found = self[word] = number.to_bytes(_LANE_BYTES, "little")
        return found


_HASHES: Final = _Hashes()


@dataclass(frozen=True, slots=True)
class Reading:
    """An Entry's words as they are compared: of the title, of the text (in runs of three), and the numbers in either."""

    title: tuple[str, ...]
    words: tuple[str, ...]
    runs: frozenset[int]  # their hashes: never kept
    link: str


def reading(entry: Entry) -> Reading:
    """What comparing needs of an Entry; kept by the caller who compares it more than once."""
    words = words_of(_text(entry))
    return Reading(
        title_words(entry.title), words, frozenset(map(hash, zip(words, words[1:], words[2:], strict=False))), link_key(entry.link)
    )


def same_article(one: Reading, other: Reading) -> bool:
    """Whether two Entries are certainly the same article: under other addresses, in another feed, cut at another place, or with an edited headline."""
    shorter, longer = sorted((one, other), key=lambda each: len(each.words))
    if len(shorter.words) < FEWEST_WORDS:
        return one.title == other.title and one.link == other.link != ""
    in_both = _numbers(shorter.words)
    if in_both - _numbers(longer.words):
        return False
    mine, theirs = _numbers(one.title), _numbers(other.title)
    # An edited headline may name a number that both texts name ("… trước ngày 28/2"), never another one.
    if mine != theirs and ((mine - theirs and theirs - mine) or ((mine | theirs) - (mine & theirs)).keys() - in_both.keys()):
        return False
    return contained(shorter, longer) >= _needed(one, other, len(shorter.words))


def _needed(one: Reading, other: Reading, words: int) -> float:
    if one.title == other.title:
        return _UNDER_ONE_TITLE
    mine, theirs = frozenset(one.title), frozenset(other.title)
    shared = len(mine & theirs)
    if shared >= _LIKE_TITLE * len(mine | theirs):
        return _UNDER_A_LIKE_TITLE
    enough = words >= _ENOUGH and shared >= _TITLES_TOUCH * min(len(mine), len(theirs))
    return _UNDER_ANOTHER_TITLE if enough else 2.0  # more than there is


def contained(shorter: Reading, longer: Reading) -> float:
    """How much of the shorter text stands in the longer one, 0.0-1.0."""
    return len(shorter.runs & longer.runs) / len(shorter.runs) if shorter.runs else 0.0


def clearly_another(one: Reading, other: Reading) -> bool:
    """Whether two Entries are certainly different articles, and neither an edit of the other (lesson 37)."""
    mine, theirs = frozenset(one.title), frozenset(other.title)
    shared = len(mine & theirs) / (len(mine | theirs) or 1)
    shorter, longer = sorted((one, other), key=lambda each: len(each.words))
    if len(shorter.words) < FEWEST_WORDS:
        return shared <= _ANOTHER_TITLE_ALONE
    return shared <= _ANOTHER_TITLE and contained(shorter, longer) <= _ANOTHER_TEXT


def _numbers(words: Sequence[str]) -> Counter[str]:
    return Counter(word.lstrip("0") for word in words if _NUMBER.search(word))
