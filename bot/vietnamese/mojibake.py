"""UTF-8 whose bytes were taken for windows-1252, ISO 8859-1 or windows-1258, once or several times ("Cáº£i cÃ¡ch"), and read as it was meant.

Some bytes get lost on such ways: A0 becomes a blank, AD (a soft hyphen) and the five bytes that windows-1252 leaves open are dropped or become U+FFFD.
What stood there is told from what can be a Vietnamese syllable, where only one letter makes one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final, Literal

from bot.vietnamese.rewriting import Change, Rewritten, changes_of, rewritten, rewritten_again, unchanged
from bot.vietnamese.soundness import can_stand, is_marked, is_sound

Verdict = Literal["sure", "mended", "doubtful", "foreign", "open", "rest", "blank", "kept", ""]

_MOST_TIMES: Final = 3
_MOST_LOST: Final = 2  # letters of one word
_MOST_TRIED: Final = 200  # words of a text in which lost letters are looked for: a hostile one must not cost more than others
_MOST_READINGS: Final = 64  # of one word


def _seen_as() -> Iterator[tuple[str, int]]:
    for byte in range(0x80, 0x100):
        yield chr(byte), byte
        if seen := bytes([byte]).decode("windows-1252", "ignore"):
            yield seen, byte
    yield "Ă", 0xC3  # windows-1258


_BYTES: Final[Mapping[str, int]] = dict(_seen_as())
_FOLLOWING: Final = re.escape("".join(seen for seen, byte in _BYTES.items() if byte < 0xC0))
# First bytes of what Vietnamese texts are made of: letters and their marks, typographic marks, pictures.
_SEQUENCE: Final = re.compile(f"[ÂÃÄÅÆÌĂ][{_FOLLOWING}]|Ë[†œ]|[áâï][{_FOLLOWING}]{{2}}|ð[{_FOLLOWING}]{{3}}")
# One that a text may really have: a capital and a mark after it (“ĐÃ”, a no-break space, a dash).
_DOUBTFUL: Final = re.compile("[ÂÃĂÌ][\u00a0«»‘’‚“”„‹›–—…•™]")
# What is left of a letter whose last byte was lost, and what it can have been: of windows-1252 five bytes are lost, of ISO 8859-1 all up to 9F.
_REST: Final = re.compile("(áº|á»|â€|[ÃĂÄÆ])\ufffd?")
_LOST_1252: Final[Mapping[str, str]] = {"áº": "", "á»": "ềọỏốờỐ", "â€": "”", "Ã": "ÁÍÝ", "Ä": "Đ", "Æ": ""}
_LOST_8859: Final[Mapping[str, str]] = {
    "áº": "",
    "á»": "".join(map(chr, range(0x1EC0, 0x1EE0))),
    "â€": "",
    "Ã": "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ",
    "Ä": "đĐăĂ",
    "Æ": "",
}
_LOST_BLANK: Final[Mapping[str, str]] = {"áº": "Ạ", "á»": "Ỡ", "â€": "", "Ã": "", "Ä": "", "Æ": "Ơ"}
_LOST_HYPHEN: Final[Mapping[str, str]] = {"áº": "ậ", "á»": "ử", "â€": "", "Ã": "í", "Ä": "", "Æ": ""}
_WORD: Final = re.compile(r"[^ \t\n\r\f\v]+")
_LEAD: Final = re.compile("[âÂÃÄÅÆ]")
_ONLY_1252: Final = "€ƒ„†‡ˆ‰Š‹ŒŽ‘’“”•˜™š›œžŸ"
_LONE_VOWEL: Final = re.compile(r"[aeiouy]\b")


@dataclass(frozen=True, slots=True)
class Undone:
    """A text without the damage; `counts` says of how many of its words what was found, `spot` where the first damaged one stands.

    `sure`: a word came out of damage. `mended`: so it seems, but a lost letter had to be found. `doubtful`: a sound word came out of a sound one.
    `foreign`: what came out is no Vietnamese word. `open`: what stood there can't be told. `rest`: perhaps something is left of a lost letter. `blank`: the
    same, of a word that is sound as it is. `kept`: sound as it was.
    """

    read: Rewritten
    counts: Mapping[Verdict, int]
    spot: tuple[int, int]

    @property
    def certain(self) -> bool:
        """Whether all of it may be taken for what was meant."""
        unknown = self.counts["open"] + self.counts["rest"] + (0 if self.counts["kept"] else self.counts["blank"])
        return self.counts["sure"] >= max(1, self.counts["foreign"]) and not unknown


@dataclass(frozen=True, slots=True)
class _Losses:
    """Which bytes may have been lost on the way: a text that still shows some of a kind has lost none of it."""

    letters: Mapping[str, str]

    @classmethod
    def of(cls, text: str) -> "_Losses":
        kinds = [_LOST_1252 if any(seen in text for seen in _ONLY_1252) else _LOST_8859]
        kinds += [] if "\u00a0" in text else [_LOST_BLANK]
        kinds += [] if "\u00ad" in text else [_LOST_HYPHEN]
        letters = {rest: "".join(kind[rest] for kind in kinds) for rest in _LOST_1252}
        return cls({**letters, "Ă": letters["Ã"]})


def undo(text: str) -> Undone | None:
    """`text` as it was meant; None where nothing in it is surely such damage. Linear."""
    counts: Counter[Verdict] = Counter()
    found: list[_Found] = []
    first: dict[Verdict, tuple[int, int]] = {}
    tried = 0
    losses = _Losses.of(text)
    words = list(_WORD.finditer(text))
    for word, following in zip(words, [*words[1:], None], strict=True):
        one = _read(word, following, losses, tries=_MOST_TRIED - tried)
        tried += one.tried
        counts[one.verdict] += 1
        found.append(one)
        first.setdefault(one.verdict, word.span())
    if first.keys().isdisjoint({"sure", "foreign", "open"}):
        return None
    spot = min(first[verdict] for verdict in first if verdict in {"sure", "foreign", "open", "rest"})
    # "XÃ" and a no-break space is a word in capitals, unless all words around it are damaged.
    changes = [change for one in found for change in (one.cautious if counts["kept"] else one.bold)]
    return Undone(rewritten(text, changes), counts, spot)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of one word, and what is to be changed: with all that may be damage taken for it (`bold`), or only what must be (`cautious`)."""

    verdict: Verdict
    bold: Sequence[Change] = ()
    cautious: Sequence[Change] = ()
    tried: bool = False


def _read(word: re.Match[str], following: re.Match[str] | None, losses: _Losses, *, tries: int) -> _Found:
    written = word[0]
    if written.isascii():
        return _Found("")
    cautious = _without_sequences(written, cautious=True)
    read = _without_sequences(written, cautious=False)
    changed = cautious.text != written
    joined, before = False, read.text
    torn = not is_sound(before)
    lost = [match for match in _REST.finditer(before) if _may_be_torn(read, match)]
    if lost:
        made = _found_again(read.text, lost, following, losses) if tries > 0 else None
        if made is None:
            splinter = torn or any(len(match[1]) == 2 for match in lost)
            return _Found("open" if changed else "rest" if splinter else "blank", tried=True)
        joined = made[1]
        read = rewritten_again(read, made[0])
    if read.text == written:
        return _Found("kept" if is_sound(written) and is_marked(written) else "rest" if _LEAD.search(written) else "")
    bold = [*_placed(read, word), *([(word.end(), following.start(), "")] if joined and following is not None else [])]
    if not changed and is_sound(written):
        return _Found("doubtful", bold, tried=bool(lost))
    if not is_sound(read.text) and not joined and is_marked(read.text):
        return _Found("foreign", bold, bold, tried=bool(lost))
    # Bytes were put together, or a capital stands behind a small letter.
    sure = changed or any(match.start() and before[match.start() - 1].islower() for match in lost)
    return _Found("sure" if sure else "mended", bold, bold if lost else _placed(cautious, word), tried=bool(lost))


def _may_be_torn(read: Rewritten, match: re.Match[str]) -> bool:
    """Whether it may be what is left of a letter. No capital Ã, Ă … among capitals is, that was put together of its bytes itself (NGÃ, XÃ)."""
    at = match.start()
    whole = len(match[0]) == 1 and read.ends[at] - read.starts[at] > 1
    return not whole or read.text[at - 1 : at].islower()


def _placed(read: Rewritten, word: re.Match[str]) -> list[Change]:
    return [(start + word.start(), end + word.start(), letters) for start, end, letters in changes_of(read, word[0])]


def _without_sequences(written: str, *, cautious: bool) -> Rewritten:
    """What is left when bytes are put together again, as often as they were taken apart; `cautious` leaves what a sound word may really have."""
    read = unchanged(written)
    for _ in range(_MOST_TIMES):
        changes = list(_sequences(read.text))
        if not changes or (cautious and is_sound(read.text) and all(_DOUBTFUL.match(read.text, start) for start, _, _ in changes)):
            break
        read = rewritten_again(read, changes)
    return read


def _sequences(text: str) -> Iterator[Change]:
    for match in _SEQUENCE.finditer(text):
        meant = bytes(_BYTES[seen] for seen in match[0]).decode("utf-8", "ignore")
        if len(meant) == 1:
            yield match.start(), match.end(), meant


def _found_again(
    read: str, lost: Sequence[re.Match[str]], following: re.Match[str] | None, losses: _Losses
) -> tuple[list[Change], bool] | None:
    """The letters that were lost, and whether the next word belongs to this one (its blank was the byte A0); None where that can't be told."""
    letters = [losses.letters[match[1]] for match in lost[:_MOST_LOST]]
    if len(lost) > _MOST_LOST or prod(len(each) + 1 for each in letters) > _MOST_READINGS:
        return None
    blank = lost[-1].end() == len(read) and lost[-1][0] in {"Ã", "Ă"}
    after = _plainly(following[0]) if following is not None and blank else ""
    apart, together = [], []
    for choice in product(*letters[:-1], letters[-1] + "à" * blank):
        changes = [(match.start(), match.end(), letter) for match, letter in zip(lost, choice, strict=True)]
        tried = rewritten(read, changes).text
        if is_sound(tried) and (not after or can_stand(after)):
            apart.append(changes)
        if after and choice[-1] == "à" and is_sound(tried + after):
            together.append(changes)
    if together and (not apart or _LONE_VOWEL.match(after)):
        return (together[0], True) if len(together) == 1 else None
    return (apart[0], False) if len(apart) == 1 else None


def _plainly(word: str) -> str:
    read = _without_sequences(word, cautious=False).text
    return f"{read[:-1]}à" if read.endswith(("Ã", "Ă")) else read
