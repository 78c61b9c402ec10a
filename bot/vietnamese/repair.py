"""Text in an old charset, or whose bytes were taken for another one, read as it was meant: where that is certain. Else it is left, and said so.

Certain means: far more of its words can be Vietnamese syllables afterwards than before, hardly any can't, and what was meant leads back to what is seen.
Other languages, codes and addresses fail the first; Vietnamese that is sound has nothing to gain.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.vietnamese.charsets import CHARSETS, TCVN3, Charset
from bot.vietnamese.forms import visible, with_d
from bot.vietnamese.mojibake import undo
from bot.vietnamese.rewriting import (
    Change,
    Rewritten,
    begins_unseen,
    composed,
    references,
    rewritten,
    rewritten_again,
    through,
    unchanged,
    unseen_first,
)
from bot.vietnamese.soundness import INSIDE, is_marked, is_short, is_sound
from bot.vietnamese.syllable import is_begun, is_syllable

REFERENCES: Final = "HTML"
MISREAD: Final = "UTF-8"
LOST: Final = "U+FFFD"

# One of these stands in every text that is damaged so far that anything can be certain. Most texts have none, and cost no more than this search.
_SUSPECT: Final = re.compile("[\u00a1-\u00af\u00b1\u00b4-\u00bfÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïñö÷øûüþÿÌÒÐð€\ufffd−∙]")
# A mark of windows-1258 or VNI, seen as a vowel behind one behind which it can't stand. (The marks before the pairs: most letters are passed quickly.)
_PAIR: Final = re.compile("[ìòùõâê](?<=[aâãeêioôõýy]ì|[aâãeêioôõuýy]ò|[aeouy][ùõ]|a[âê]|[eo]â)")
_A_WORD: Final = 30
_QUESTION: Final = re.compile(r"[^\W\d_]\?")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_WORD: Final = re.compile(r"\S+")
_ADDRESS: Final = re.compile(r"://|www\.|@")
_SYMBOLS: Final = re.compile(r"[®§][¡-ÿ]|^\W*[¸«¤]\W*$")  # đã, đó, ô, á: words of TCVN3 without a letter
_LOOKED_AT: Final = 20_000  # characters that decide
_LEAST: Final = 3  # words that become sound
_HARDLY: Final = 10  # one in so many may be no Vietnamese word
_BEFORE_O: Final = re.compile("(?<![ưƯ])[ơờởỡớợ]")
# Syllables with ươ that would be read as another sound one without its ư: người is no ngời.
_WITH_U: Final = frozenset(
    "ngươi người mươi mười tươi tưới lưới lười lưỡi cười cưới cưỡi dưới rưới rưỡi bưởi sưởi vươn vườn vượn lươn lườn lượn mướn mượn sườn trườn ườn "
    "bướm gươm lượm ươm ướm đượm cườm rướm ướt vượt lướt lượt trượt mướt rượt cướp ướp mướp".split()
)


@dataclass(frozen=True, slots=True)
class Repaired:
    """`text` as it was meant, or as it is where that is not certain. `how` names the damage, "" where there is none.

    `read` has the places of the repaired text in the damaged one; None where nothing was changed. `spot` is where the first damaged word stands.
    """

    text: str
    how: str = ""
    certain: bool = True
    read: Rewritten | None = None
    spot: tuple[int, int] = (0, 0)


def repair(text: str) -> Repaired:
    """`text` as it was meant, references to characters resolved (also those escaped twice). Soft hyphens and no-break spaces must still be in it, for they may be letters."""
    return repair_together([text])[0]


def repair_together(texts: Sequence[str]) -> list[Repaired]:
    """The same for texts of the same hand: a short headline is sure by the article below it."""
    reads = [_without_references(text) for text in texts]
    bare = [read.text for read in reads]
    damaged = may_be_damaged(bare)
    return [
        _repaired(text, read, recoded(read.text, [*bare[:place], *bare[place + 1 :]]) if damaged else left(read.text))
        for place, (text, read) in enumerate(zip(texts, reads, strict=True))
    ]


def _without_references(text: str) -> Rewritten:
    """Nor with what is not seen before the text itself."""
    changes = list(references(text)) if "&" in text else []
    read = rewritten(text, changes) if changes else unchanged(text)
    return rewritten_again(read, unseen_first(read.text)) if begins_unseen(read.text) else read


def _repaired(text: str, read: Rewritten, done: Repaired) -> Repaired:
    """What `done` made of `read`, with its places in `text`."""
    if read.text == text:
        return done
    spot = (read.starts[done.spot[0]], read.ends[done.spot[1] - 1]) if done.spot[1] else (0, 0)
    return replace(done, how=done.how or REFERENCES, read=read if done.read is None else through(read, done.read), spot=spot)


def reading(text: str) -> Rewritten | None:
    """How `text` is to be read, with the places in it; None where that is as it stands, and where it is not certain."""
    return None if is_as_written([text]) else repair(text).read


def is_as_written(texts: Sequence[str]) -> bool:
    """Whether none of `texts`, of the same hand, has anything that `repair_together` would look at: one quick search each."""
    return not any("&" in text or begins_unseen(text) for text in texts) and not may_be_damaged(texts)


def may_be_damaged(texts: Iterable[str]) -> bool:
    """Whether one of `texts`, of the same hand, shows what damage shows; where none does, `recoded` leaves all of them as they are."""
    return any(map(_is_suspect, texts))


def _is_suspect(text: str) -> bool:
    return not text.isascii() and (_SUSPECT.search(text) is not None or _has_odd_pair(text))


def _has_odd_pair(text: str) -> bool:
    """Whether a pair of vowels stands in a word that is no Vietnamese one as it is: "giò" is one."""
    for pair in _PAIR.finditer(text):
        before, behind = text[max(pair.start() - _A_WORD, 0) : pair.start()], text[pair.start() : pair.start() + _A_WORD]
        if not is_sound(before.split()[-1] + behind.split()[0]):
            return True
    return False


def recoded(text: str, beside: Sequence[str] = ()) -> Repaired:
    """The same for a text whose references to characters are resolved already."""
    if _is_suspect(text) or (not text.isascii() and any(map(_is_suspect, beside))):
        undone = undo(text)
        if undone is not None and undone.certain:
            return _found(undone.read, MISREAD, undone.spot)
        found = _in_a_charset(text, beside)
        if found is not None and (found.certain or undone is None):
            return found
        if undone is not None:
            return Repaired(text, MISREAD, certain=False, spot=undone.spot)
    return left(text)


def _found(read: Rewritten, how: str, spot: tuple[int, int]) -> Repaired:
    whole = composed(read)
    return Repaired(unicodedata.normalize("NFC", whole.text), how, read=whole, spot=spot)


def left(text: str) -> Repaired:
    """A text in which nothing can be repaired, as it is: with or without letters that are gone."""
    lost = _lost(text)
    return Repaired(text, LOST, certain=False, spot=lost) if lost is not None else Repaired(text)


@dataclass(slots=True)
class _Tally:
    """Words by what a charset makes of them: sound instead of unsound, or the reverse, or neither, or both; those it leaves; what is seen of a lost ư."""

    cured: int = 0
    spoiled: int = 0
    neither: int = 0
    both: int = 0
    kept: int = 0
    inside: int = 0
    plain: int = 0
    plain_sound: int = 0
    lost: int = 0
    hyphens: int = 0
    spot: tuple[int, int] = (0, 0)

    @property
    def changed(self) -> int:
        return self.cured + self.spoiled + self.neither + self.both

    @property
    def foreign(self) -> int:
        return self.spoiled + self.neither


def _in_a_charset(text: str, beside: Sequence[str]) -> Repaired | None:
    """`text` in the one charset that makes sense of it; not certain where it makes some, or two do; None where none does."""
    best: tuple[int, Charset, bool, tuple[int, int]] | None = None
    rival = 0
    for charset in CHARSETS:
        own = _tally(text, charset)
        if not own.cured:
            continue
        # What is sure by itself is so beside a text that is sound, or damaged otherwise.
        alone = not beside or _is_certain(own, own, charset)
        whole = own if alone else _tally("\n".join((text, *beside)), charset)
        if whole.cured < 2 or whole.cured < 2 * whole.neither:
            continue
        if best is None or own.cured > best[0]:
            rival = best[0] if best is not None else 0
            best = own.cured, charset, _is_certain(own, whole, charset), own.spot
        else:
            rival = max(rival, own.cured)
    if best is None:
        return None
    cured, charset, certain, spot = best
    if not certain or rival * 2 >= cured:
        return Repaired(text, charset.name, certain=False, spot=spot)
    return _found(rewritten(text, _changes(text, charset)), charset.name, spot)


def _is_certain(own: _Tally, whole: _Tally, charset: Charset) -> bool:
    for tally in (own, whole):
        if tally.foreign * _HARDLY > tally.changed or tally.cured * 5 < tally.changed * 2:
            return False
        # Words with letters that it has not.
        if tally.kept * _HARDLY > tally.cured:
            return False
    if charset is TCVN3 and whole.lost and not whole.hyphens:
        return False
    sound = whole.cured + whole.both + whole.plain_sound
    return whole.cured + whole.inside >= _LEAST and sound * 4 >= (whole.changed + whole.plain) * 3


def _words(text: str) -> Iterator[re.Match[str]]:
    """What may be a word in an old charset: with a letter, or one of TCVN3 that looks like none, and no address."""
    for word in _WORD.finditer(text):
        if (any(letter.isalpha() for letter in word[0]) or _SYMBOLS.search(word[0])) and not _ADDRESS.search(word[0]):
            yield word


def _tally(text: str, charset: Charset) -> _Tally:
    tally = _Tally()
    for word in _words(text[:_LOOKED_AT]):
        written = word[0]
        if written.isascii():
            letters = written.strip(".,;:!?()[]\"'-/")
            if letters.isalpha() and letters.islower() and len(letters) > 1:
                tally.plain += 1
                tally.plain_sound += is_syllable(letters)
            tally.lost += letters.isalpha() and len(letters) < 4 and is_begun(letters)
            continue
        if _has_eth_for_d(written):
            continue
        meant = charset.decoded(written)
        if charset is TCVN3 and not _has_small(written):
            meant = meant.upper()
        if meant == written:
            tally.kept += is_marked(written) and is_sound(written) and not charset.can_hold(written)
            continue
        if is_short(meant):
            continue
        before = is_sound(written)
        after = is_sound(meant) and charset.can_hold(visible(written) if charset is not TCVN3 else written)
        tally.cured += after and not before
        tally.spoiled += before and not after
        tally.both += before and after
        tally.neither += not before and not after
        tally.inside += after and not before and INSIDE.search(written) is not None
        tally.hyphens += "\u00ad" in written or "−" in written
        tally.lost += charset is TCVN3 and _may_lack_u(meant)
        if after and not before and not tally.spot[1]:
            tally.spot = word.span()
    return tally


def _has_eth_for_d(word: str) -> bool:
    """Whether nothing is odd in it but an eth for its đ ("61/2018/NÐ-CP", "Ðảng"): that is a habit of keyboards and says nothing of a charset."""
    meant = with_d(word)
    return meant != word and (is_sound(meant) or is_short(meant))


def _has_small(word: str) -> bool:
    return any("a" <= letter <= "z" for letter in word) or not any("A" <= letter <= "Z" for letter in word)


def _may_lack_u(meant: str) -> bool:
    """Whether a ư before ơ may have been dropped: in TCVN3 it is a soft hyphen, which is seldom seen and often dropped."""
    for letters in _LETTERS.findall(meant.lower()):
        with_u = _BEFORE_O.sub(lambda match: f"ư{match[0]}", letters)
        if with_u in _WITH_U or (with_u != letters and is_syllable(with_u) and not is_syllable(letters)):
            return True
    return False


def _changes(text: str, charset: Charset) -> Iterator[Change]:
    words = list(_words(text))
    capital = [_is_capital(word[0]) for word in words]
    for place, word in enumerate(words):
        raised = charset is TCVN3 and not word[0].isascii() and _in_capitals(word[0], capital[max(place - 1, 0) : place + 2 : 2])
        for start, end, letters in charset.changes(word[0]):
            yield word.start() + start, word.start() + end, letters.upper() if raised else letters


def _is_capital(word: str) -> bool:
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    return len(plain) > 1 and all(letter.isupper() for letter in plain)


def _in_capitals(word: str, neighbours: Sequence[bool]) -> bool:
    """In TCVN3 the tones of capitals are small letters: "QU¶NG" is QUẢNG. A word with no more than one other letter is as its neighbours are."""
    if any("a" <= letter <= "z" for letter in word):
        return False
    return _is_capital(word) or (bool(neighbours) and all(neighbours))


def _lost(text: str) -> tuple[int, int] | None:
    """Where letters were lost for good: U+FFFD, or question marks inside words ("Qu?ng Tr?")."""
    place = text.find("\ufffd")
    if place >= 0:
        return place, place + 1
    if "?" not in text:
        return None
    torn = [
        word for word in _words(text[:_LOOKED_AT]) if _QUESTION.search(word[0]) and any(_is_splinter(piece) for piece in word[0].split("?"))
    ]
    return torn[0].span() if len(torn) > 1 else None


def _is_splinter(piece: str) -> bool:
    """Whether it is a part of a syllable and not one: "Qu", "ng"."""
    return piece.isalpha() and is_begun(piece) and not (piece.isupper() and len(piece) > 1)
