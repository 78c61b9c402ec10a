"""How a Vietnamese syllable is built: onset, rime and tone. What can't be a syllable is another language, a code, or damage."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

_TONES: Final = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_STOPPED: Final = ("\u0301", "\u0323")  # all that a rime ending in p, t, c or ch can have
_RIMES: Final = (
    "a ai ao au ay ac ach am an ang anh ap at ăc ăm ăn ăng ăp ăt âu ây âc âm ân âng âp ât "
    "e eo ec em en eng ep et ê êu êch êm ên ênh êp êt i ia iu iêu ich im in inh ip it iêc iêm iên iêng iêp iêt "
    "o oi oa oai oao oay oe oeo oc om on ong op ot ooc oong oac oach oam oan oang oanh oap oat oăc oăm oăn oăng oăt oen oet "
    "ô ôi ôc ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua ui uc um un ung up ut uê uây uâc uân uâng uât uêch uênh uơ uy uya uyu uych uyn uynh uyp uyt uyên uyêt "
    "uôi uôc uôm uôn uông uôt ư ưa ưi ưu ưc ưm ưn ưng ưt ươi ươu ươc ươm ươn ương ươp ươt y yêu yêm yên yêng yêt ych ynh yt"
).split()
# The letter that carries the tone where it is not the only vowel and none has a mark of its own. Two places where two schools write it (hoà, hòa).
_CARRIES: Final[Mapping[str, tuple[int, ...]]] = {
    **dict.fromkeys(("oa", "oe", "uy"), (0, 1)),
    **dict.fromkeys(("oai", "oay", "oao", "oeo", "uya", "uyu"), (1,)),
    **dict.fromkeys(("oo",), (1,)),
}
_MARKED: Final = "ăâêôơư"
# Which letter a rime begins with decides how some onsets are spelt: k, gh and ngh before e, ê, i and y, else c, g and ng.
_FRONT: Final = "eêiy"
_SPELT_BACK: Final = frozenset({"c", "g", "ng"})
_SPELT_FRONT: Final = frozenset({"k", "gh", "ngh"})
_ONSETS: Final = frozenset("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split())
_LONGEST_ONSET: Final = 3
_LONGEST: Final = 12  # characters of a decomposed "nghiễng", with room
# Names of places in the languages of the mountains, as Vietnamese writes them.
_NAMES: Final = frozenset("đak đăk đắk lắk krông đakrông crông prông kạn kông".split())


def _placed(rime: str) -> tuple[int, ...]:
    """Where the tone of a rime may stand."""
    vowels = rime.rstrip("cghmnpt") or rime
    marked = [place for place, letter in enumerate(vowels) if letter in _MARKED]
    if marked:
        # The second of ươ; else the only one.
        return (marked[-1],)
    closed = len(vowels) < len(rime)
    if closed and vowels in {"oa", "oe", "uy"}:
        return (0, 1)  # "tòan" is how careless hands type "toàn"
    return _CARRIES.get(vowels, (0,))


def _written() -> Iterator[tuple[str, str]]:
    """Every way of writing a rime with a tone, and the rime."""
    for rime in _RIMES:
        stopped = rime.endswith(("p", "t", "c", "ch"))
        for tone in _STOPPED if stopped else _TONES:
            for place in _placed(rime):
                yield unicodedata.normalize("NFC", rime[: place + 1] + tone + rime[place + 1 :]), rime


_WRITTEN: Final[Mapping[str, str]] = dict(_written())
_BEGUN: Final = frozenset(written[:end] for written in _WRITTEN for end in range(1, len(written) + 1))


def _parts(word: str) -> Iterator[tuple[str, str]]:
    """The ways of parting a word into an onset and the rest."""
    yield "", word
    for end in range(1, _LONGEST_ONSET + 1):
        if word[:end] in _ONSETS:
            yield word[:end], word[end:]


def _fits(onset: str, rime: str) -> bool:
    front = rime[0] in _FRONT
    if onset == "qu":
        # Its u is the rime's own in "quốc" and "quơ".
        return rime[0] not in "ouư" and rime not in {"ia", "ô"}
    if onset == "gi":
        return rime[0] not in "iy"
    if onset == "g" and rime[0] == "i":
        return True  # gì, gìn, giếng
    if onset in _SPELT_BACK:
        return not front
    return front or onset not in _SPELT_FRONT


def is_syllable(word: str) -> bool:
    """Whether `word` (NFC or NFD, any case) can be a Vietnamese syllable with its tone; where the tone stands is judged by both schools."""
    return len(word) <= _LONGEST and _is_syllable(word)


@lru_cache(maxsize=1 << 13)
def _is_syllable(word: str) -> bool:
    lower = unicodedata.normalize("NFC", word.lower())
    return lower in _NAMES or any(rest in _WRITTEN and _fits(onset, _WRITTEN[rest]) for onset, rest in _parts(lower))


def is_natural(word: str) -> bool:
    """Whether `word` is a syllable in the letters of one case: "cải", "Cải" or "CẢI", but not "cẢi"."""
    return (word[1:].islower() or word.isupper() or len(word) == 1) and is_syllable(word)


def is_begun(word: str) -> bool:
    """Whether `word` is no syllable, but more letters could make it one: "ngườ", "th"."""
    if len(word) > _LONGEST or is_syllable(word):
        return False
    lower = unicodedata.normalize("NFC", word.lower())
    onset_begun = any(onset.startswith(lower) for onset in _ONSETS)
    return onset_begun or any(rest in _BEGUN for onset, rest in _parts(lower) if onset)
