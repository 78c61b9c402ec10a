"""The editorial knowledge, compiled once: a trie over syllables, so that phrases match on syllable boundaries and all in one pass."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from typing import Final

from bot.editorial import ranks
from bot.editorial.fitted import Fitted
from bot.editorial.gazetteer import NO_PLACES, Gazetteer, compile_gazetteer
from bot.editorial.policy import PhraseRule, PlacesPolicy, ReformPolicy
from bot.editorial.standing import is_held
from bot.editorial.text import SEPARATORS, Syllable
from bot.editorial.trie import Trie, abbreviated_forms, forms_of
from bot.editorial.vocabulary import NEGATION, NEGATION_UNLESS, Term
from bot.editorial.words import is_halves, is_joined, tears
from bot.messages import Language

Forms = Callable[[str], Iterable[str]]

_VOID: Final = "void"
_NEGATION: Final = "negation"
_PAST: Final = "past"  # behind it, to the end of the clause, things are told as they were
TURNING: Final = frozenset({_NEGATION, _PAST})
"""Targets of the words that turn or void a tone, and are no evidence themselves."""
_IN_ONE_CLAUSE: Final = TURNING | {_VOID}
_STOP: Final = re.compile(rf"[.;!?…\n\r{SEPARATORS}]|:(?!\s*\d)")  # a number's colon ends nothing: "Thông tư số: 12"
_JOINT: Final = re.compile("[,&/–-]")
_TONE: Final = "tone:"
# What the vocabulary's names for turning words are in here, and the rule they share.
_SHIPPED: Final = {NEGATION: (_NEGATION, 0), NEGATION_UNLESS: (_VOID, 0)}


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What a phrase counts for: `target` ("relevant", "field:ID", …, or "void" for a context in which `rule` does not count).

    A phrase has one Entry for each of its targets, so each is equal to itself alone.
    """

    phrase: str
    target: str
    weight: float
    rule: int


Hit = tuple[Entry, int, int]
"""One occurrence, as a trie gives it: syllables `first` to `last` (exclusive) of the section."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A compiled ReformPolicy, with what is read beside its phrases. Immutable in use; share it freely.

    `gazetteer` has the places; `fitted` is the part that adds its own points to those of the phrases (None: the phrases alone); `words` are those of two
    syllables, which no negation and no reason tears.
    """

    policy: ReformPolicy
    abbreviations: Mapping[str, Sequence[str]]
    root: Trie[Entry]
    gazetteer: Gazetteer = NO_PLACES
    fitted: Fitted | None = None
    words: frozenset[str] = frozenset()

    def occurrences(self, text: str, section: Sequence[Syllable]) -> list[Hit]:
        """Every occurrence in `text` and its syllables, contexts among them.

        None begins in the middle of a number or runs over a colon or the end of a sentence. No part of a word negates, and no phrase is but the
        halves of two words, or joined over a comma from half a word.
        """
        return [hit for hit in self.root.occurrences(section) if self._is_one(hit, text, section)]

    def _is_one(self, hit: Hit, text: str, section: Sequence[Syllable]) -> bool:
        """Whether what was found is one thing, and no halves of words."""
        entry, first, last = hit
        if not _is_whole(hit, text, section):
            return False
        if entry.target in TURNING:
            return not tears(section, first, last, self.words)  # half a word negates nothing: "chính trị", "thất thoát"
        # Many phrases end in the middle of a word, or begin there, and mean what they say ("gặp khó"). None does both: "dẫn đầu" in "hướng dẫn đầu tư".
        if entry.target == _VOID:
            return True
        joined = not _JOINT.search(entry.phrase) and is_joined(section, first, last, self.words)
        return not (joined or is_halves(section, first, last, self.words))


def counting(found: list[Hit]) -> list[Hit]:
    """Those that count of what was `found`: contexts have voided theirs, and for one target a phrase inside a longer one is silent."""
    voids = [hit for hit in found if hit[0].target == _VOID]
    if voids:
        contexts = _Contexts(voids)
        found = [hit for hit in found if hit[0].target != _VOID and not contexts.hold(hit)]
    return _outermost(found)


def _is_whole(hit: Hit, text: str, section: Sequence[Syllable]) -> bool:
    """Whether it is one thing that was found.

    A comma may stand in a phrase that has none ("cán bộ công chức" is found in "cán bộ, công chức"), but "một cửa, hàng trăm hồ sơ" is no "một cửa hàng",
    and "hay không, chỉ" no "không chỉ": contexts and what negates go over a comma only where they are written with one, or with a dash. So do phrases for a
    tone, unless it parts two halves alike ("sáng nộp, chiều nhận"): "từ nhóm dẫn đầu, tỉnh tụt hạng" is no "dẫn đầu tỉnh". What begins with a capital behind
    the comma, or follows a colon, is another thing than what stood before ("sau hợp nhất: sở nào cũng thừa người").
    """
    entry, first, last = hit
    if first and section[first].form.isdigit() and _is_one_number(text, section[first - 1], section[first]):
        return False
    if ranks.SLOT in entry.phrase and not (ranks.is_written(text, section, first, last) and is_held(section, first)):
        return False
    if section[first].clause == section[last - 1].clause:
        return True
    if not _JOINT.search(entry.phrase) and not _goes_over(entry.target, text, section[first:last]):
        return False
    return not any(_STOP.search(text, one.end, other.start + 1) for one, other in pairwise(section[first:last]))


def _goes_over(target: str, text: str, found: Sequence[Syllable]) -> bool:
    """Whether a phrase for `target` that is written without a comma may have one where clauses part in `found`."""
    if target in _IN_ONE_CLAUSE:
        return False
    parts = [place for place, (one, other) in enumerate(pairwise(found), start=1) if one.clause != other.clause]
    if any(found[place - 1].form.isdigit() for place in parts):
        return False  # what was counted is said: "từ tháng 3, hồ sơ quá hạn …" has no three files
    if text[found[0].start].islower() and any(_begins_anew(text, found[place - 1], found[place]) for place in parts):
        return False
    return not target.startswith(_TONE) or [2 * place for place in parts] == [len(found)]


def _begins_anew(text: str, one: Syllable, other: Syllable) -> bool:
    """Whether the later of two syllables begins a name behind a comma: "2 cấp, Phó chủ tịch". An abbreviation in capitals may be part of a list."""
    return "," in text[one.end : other.start] and text[other.start].isupper() and not text[other.start : other.end].isupper()


def _is_one_number(text: str, one: Syllable, other: Syllable) -> bool:
    """Whether two syllables, the later in figures, are parts of one number: "8,99"."""
    return other.start - one.end == 1 and text[one.end] in ".," and one.form.isdigit()


class _Contexts:
    """The longer phrases in which rules do not count; asked in logarithmic time, since a hostile text may be nothing but such phrases."""

    def __init__(self, voids: Sequence[Hit]) -> None:
        spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for entry, first, last in voids:
            spans[entry.rule].append((first, last))
        self._firsts = {rule: [first for first, _ in found] for rule, found in spans.items()}
        self._reach = {rule: list(accumulate((last for _, last in found), max)) for rule, found in spans.items()}

    def hold(self, hit: Hit) -> bool:
        """Whether one of them covers `hit`. Of a negation the first word is enough: in "bao giờ hết cảnh" no longer "hết cảnh" negates either."""
        entry, first, last = hit
        if is_negation(hit):
            last = first + 1
        before = bisect_right(self._firsts.get(entry.rule, ()), first)
        return before > 0 and self._reach[entry.rule][before - 1] >= last


def _outermost(hits: Sequence[Hit]) -> list[Hit]:
    """Without those that lie inside a longer one for the same target. They come as the trie gives them: the longer first of those that begin together.

    Negations stay: "không" in "không gây" is what turns "gây khó khăn".
    """
    reach: dict[str, int] = {}
    outermost = []
    for hit in hits:
        target, last = hit[0].target, hit[2]
        if target == _NEGATION or last > reach.get(target, 0):
            reach[target] = last
            outermost.append(hit)
    return outermost


def is_negation(hit: Hit) -> bool:
    """Whether the hit is a word that turns or voids a tone."""
    return hit[0].target == _NEGATION


def compile_lexicon(
    policy: ReformPolicy,
    places: PlacesPolicy | None = None,
    language: Language = "vi",
    *,
    vocabulary: Sequence[Term] = (),
    fitted: Fitted | None = None,
    words: frozenset[str] = frozenset(),
    forms: Forms | None = None,
) -> Lexicon:
    """Everything judgement knows, compiled.

    Args:
        policy: the editors' phrases; they go before those of `vocabulary`.
        places: the gazetteer's places; its notes are in `language`.
        language: of notes.
        vocabulary: shipped phrases beneath the editors' own.
        fitted: the part that adds its own points.
        words: of two syllables, of which no half negates.
        forms: what makes syllables of a phrase, for who compiles often and remembers them; they must be those of `forms_of`.

    With `policy.shipped` off, `vocabulary`, `fitted` and `words` are left out.
    """
    abbreviations = abbreviated_forms(policy.abbreviations)
    if forms is None:
        forms = partial(forms_of, abbreviations=abbreviations)
    root: Trie[Entry] = Trie()
    rules = 0
    for target, phrases in _targets(policy):
        for rule in phrases:
            rules += 1
            kept = _plant(root, forms, Entry(rule.phrase, target, rule.weight, rules))
            for context in rule.unless:
                _plant(root, forms, Entry(context, _VOID, 0.0, kept.rule))
    for word in policy.negations:
        _plant(root, forms, Entry(word, _NEGATION, 0.0, 0))
    for context in policy.negations_unless:
        _plant(root, forms, Entry(context, _VOID, 0.0, 0))
    for word in policy.past:
        _plant(root, forms, Entry(word, _PAST, 0.0, 0))
    if policy.shipped:
        _plant_vocabulary(root, forms, vocabulary, rules)
    if not policy.shipped:
        fitted, words = None, frozenset()
    return Lexicon(policy, abbreviations, root, compile_gazetteer(places, abbreviations, language), fitted, words)


def _targets(policy: ReformPolicy) -> Iterator[tuple[str, Sequence[PhraseRule]]]:
    yield "relevant", policy.relevance.phrases
    for kind, rules in (("field", policy.fields), ("topic", policy.topics), ("tone", policy.tones)):
        for identity, rule in rules.items():
            yield f"{kind}:{identity.value}", rule.phrases


def _plant_vocabulary(root: Trie[Entry], forms: Forms, vocabulary: Sequence[Term], rules: int) -> None:
    """Put the terms beneath the editors' phrases: one that an editor has for the same target keeps its weight, and the contexts of both void it.

    What tears a word apart ("một cửa" in "một cửa hàng") does so whoever wrote the phrase.
    """
    for rule, term in enumerate(vocabulary, start=rules + 1):
        target, number = _SHIPPED.get(term.target, (term.target, rule))
        node = root.node(forms(term.phrase))
        editors = next((other for other in node.ends if other.target == target != _VOID), None)
        if editors is None:
            node.plant(Entry(term.phrase, target, term.weight, number))
        else:
            number = editors.rule
        for context in term.unless:
            _plant(root, forms, Entry(context, _VOID, 0.0, number))


def _plant(root: Trie[Entry], forms: Forms, entry: Entry) -> Entry:
    """Put `entry` into the trie; what stands there for its target afterwards.

    Two spellings of the same syllables ("cán bộ, công chức", "cán bộ công chức") are one phrase, or it would count twice: the stronger weight stays, and
    the contexts of both void it (they share a rule number).
    """
    node = root.node(forms(entry.phrase))
    twin = next((other for other in node.ends if other.target == entry.target and entry.target != _VOID), None)
    if twin is None:
        node.plant(entry)
        return entry
    if abs(entry.weight) <= abs(twin.weight):
        return twin
    stronger = replace(entry, rule=twin.rule)
    node.ends = tuple(stronger if other is twin else other for other in node.ends)
    return stronger
