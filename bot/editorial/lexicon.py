"""The editorial knowledge, compiled once: a trie over syllables, so that phrases match on syllable boundaries and all in one pass."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import Final

from bot.editorial.fitted import Fitted
from bot.editorial.gazetteer import NO_PLACES, Gazetteer, compile_gazetteer
from bot.editorial.policy import PhraseRule, PlacesPolicy, ReformPolicy
from bot.editorial.text import Syllable, form_of
from bot.editorial.trie import Trie, forms_of
from bot.editorial.vocabulary import NEGATION, NEGATION_UNLESS, Term
from bot.messages import Language

Forms = Callable[[str], Iterable[str]]

_VOID: Final = "void"
_NEGATION: Final = "negation"
_PAST: Final = "past"
# What the vocabulary's names for turning words are in here, and the rule they share.
_SHIPPED: Final = {NEGATION: (_NEGATION, 0), NEGATION_UNLESS: (_VOID, 0)}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase counts for: `target` ("relevant", "field:ID", …, or "void:N" for a context in which rule N does not count)."""

    phrase: str
    target: str
    weight: float
    rule: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence: syllables `first` to `last` (exclusive) of the section."""

    entry: Entry
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A compiled ReformPolicy, with what is read beside its phrases. Immutable in use; share it freely.

    `gazetteer` has the places; `fitted` is the part that adds its own points to those of the phrases (None: the phrases alone).
    """

    policy: ReformPolicy
    abbreviations: Mapping[str, Sequence[str]]
    root: Trie[Entry]
    gazetteer: Gazetteer = NO_PLACES
    fitted: Fitted | None = None

    def hits(self, section: Sequence[Syllable]) -> list[Hit]:
        """Every occurrence that counts: contexts have voided theirs, and for one target a phrase inside a longer one is silent."""
        found = list(self._all(section))
        voids = _Contexts(hit for hit in found if hit.entry.target == _VOID)
        live = [hit for hit in found if hit.entry.target != _VOID and not voids.hold(hit)]
        return list(_outermost(live))

    def _all(self, section: Sequence[Syllable]) -> Iterator[Hit]:
        for first in range(len(section)):
            yield from (Hit(entry, first, last) for entry, last in self.root.matches(section, first))


class _Contexts:
    """The longer phrases in which rules do not count; asked in logarithmic time, since a hostile text may be nothing but such phrases."""

    def __init__(self, voids: Iterator[Hit]) -> None:
        spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for void in voids:
            spans[void.entry.rule].append((void.first, void.last))
        self._firsts = {rule: [first for first, _ in found] for rule, found in spans.items()}
        self._reach = {rule: list(accumulate((last for _, last in found), max)) for rule, found in spans.items()}

    def hold(self, hit: Hit) -> bool:
        """Whether one of them covers `hit`."""
        before = bisect_right(self._firsts.get(hit.entry.rule, ()), hit.first)
        return before > 0 and self._reach[hit.entry.rule][before - 1] >= hit.last


def _outermost(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Without those that lie inside a longer one for the same target, in the order of the text."""
    reach: dict[str, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last)):
        if hit.last > reach.get(hit.entry.target, 0):
            reach[hit.entry.target] = hit.last
            yield hit


def is_negation(hit: Hit) -> bool:
    """Whether the hit is a word that turns or voids a tone."""
    return hit.entry.target == _NEGATION


def is_past(hit: Hit) -> bool:
    """Whether the hit is a word after which, to the end of the clause, things are told as they were."""
    return hit.entry.target == _PAST


def compile_lexicon(
    policy: ReformPolicy,
    places: PlacesPolicy | None = None,
    language: Language = "vi",
    *,
    vocabulary: Sequence[Term] = (),
    fitted: Fitted | None = None,
    forms: Forms | None = None,
) -> Lexicon:
    """Everything judgement knows, compiled.

    Args:
        policy: the editors' phrases; they go before those of `vocabulary`.
        places: the gazetteer's places; its notes are in `language`.
        language: of notes.
        vocabulary: shipped phrases beneath the editors' own.
        fitted: the part that adds its own points.
        forms: what makes syllables of a phrase, for who compiles often and remembers them; they must be those of `forms_of`.

    With `policy.shipped` off, `vocabulary` and `fitted` are left out.
    """
    abbreviations = {short: [form_of(part) for part in long.split()] for short, long in policy.abbreviations.items()}
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
    return Lexicon(policy, abbreviations, root, compile_gazetteer(places, abbreviations, language), fitted if policy.shipped else None)


def _targets(policy: ReformPolicy) -> Iterator[tuple[str, Sequence[PhraseRule]]]:
    yield "relevant", policy.relevance.phrases
    for kind, rules in (("field", policy.fields), ("topic", policy.topics), ("tone", policy.tones)):
        for identity, rule in rules.items():
            yield f"{kind}:{identity.value}", rule.phrases


def _plant_vocabulary(root: Trie[Entry], forms: Forms, vocabulary: Sequence[Term], rules: int) -> None:
    """Put the terms beneath the editors' phrases: one that an editor has for the same target stays as it is, with its own contexts."""
    for rule, term in enumerate(vocabulary, start=rules + 1):
        target, number = _SHIPPED.get(term.target, (term.target, rule))
        node = root.node(forms(term.phrase))
        if target != _VOID and any(other.target == target for other in node.ends):
            continue
        node.ends.append(Entry(term.phrase, target, term.weight, number))
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
        node.ends.append(entry)
        return entry
    if abs(entry.weight) <= abs(twin.weight):
        return twin
    stronger = replace(entry, rule=twin.rule)
    node.ends[node.ends.index(twin)] = stronger
    return stronger
