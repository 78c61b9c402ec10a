"""The editorial knowledge, compiled once: a trie over syllables, so that phrases match on syllable boundaries and all in one pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.editorial.gazetteer import NO_PLACES, Gazetteer, compile_gazetteer
from bot.editorial.policy import PhraseRule, PlacesPolicy, ReformPolicy
from bot.editorial.text import Syllable, form_of, syllables
from bot.editorial.trie import Trie
from bot.messages import Language

_VOID: Final = "void"
_NEGATION: Final = "negation"


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
    """A compiled ReformPolicy, with the places that are read beside it. Immutable in use; share it freely."""

    policy: ReformPolicy
    abbreviations: Mapping[str, Sequence[str]]
    root: Trie[Entry]
    gazetteer: Gazetteer = NO_PLACES

    def hits(self, section: Sequence[Syllable]) -> list[Hit]:
        """Every occurrence that counts: contexts have voided theirs, and for one target a phrase inside a longer one is silent."""
        found = list(self._all(section))
        voids = [hit for hit in found if hit.entry.target == _VOID]
        live = [hit for hit in found if hit.entry.target != _VOID and not any(_voids(void, hit) for void in voids)]
        return [hit for hit in live if not any(_swallows(other, hit) for other in live)]

    def _all(self, section: Sequence[Syllable]) -> Iterator[Hit]:
        for first in range(len(section)):
            yield from (Hit(entry, first, last) for entry, last in self.root.matches(section, first))


def _voids(void: Hit, hit: Hit) -> bool:
    return void.entry.rule == hit.entry.rule and void.first <= hit.first and hit.last <= void.last


def _swallows(longer: Hit, hit: Hit) -> bool:
    same = longer.entry.target == hit.entry.target
    return same and longer.first <= hit.first and hit.last <= longer.last and (longer.last - longer.first) > (hit.last - hit.first)


def is_negation(hit: Hit) -> bool:
    """Whether the hit is a word that turns or voids a tone."""
    return hit.entry.target == _NEGATION


def compile_lexicon(policy: ReformPolicy, places: PlacesPolicy | None = None, language: Language = "vi") -> Lexicon:
    """The trie of all phrases of `policy`, and the gazetteer of `places`, whose notes are in `language`."""
    abbreviations = {short: [form_of(part) for part in long.split()] for short, long in policy.abbreviations.items()}
    root: Trie[Entry] = Trie()
    rules = 0
    for target, phrases in _targets(policy):
        for rule in phrases:
            rules += 1
            kept = _plant(root, abbreviations, Entry(rule.phrase, target, rule.weight, rules))
            for context in rule.unless:
                _plant(root, abbreviations, Entry(context, _VOID, 0.0, kept.rule))
    for word in policy.negations:
        _plant(root, abbreviations, Entry(word, _NEGATION, 0.0, 0))
    for context in policy.negations_unless:
        _plant(root, abbreviations, Entry(context, _VOID, 0.0, 0))
    return Lexicon(policy, abbreviations, root, compile_gazetteer(places, abbreviations, language))


def _targets(policy: ReformPolicy) -> Iterator[tuple[str, Sequence[PhraseRule]]]:
    yield "relevant", policy.relevance.phrases
    for kind, rules in (("field", policy.fields), ("topic", policy.topics), ("tone", policy.tones)):
        for identity, rule in rules.items():
            yield f"{kind}:{identity.value}", rule.phrases


def _plant(root: Trie[Entry], abbreviations: Mapping[str, Sequence[str]], entry: Entry) -> Entry:
    """Put `entry` into the trie; what stands there for its target afterwards.

    Two spellings of the same syllables ("cán bộ, công chức", "cán bộ công chức") are one phrase, or it would count twice: the stronger weight stays, and
    the contexts of both void it (they share a rule number).
    """
    node = root.node(syllable.form for syllable in syllables(entry.phrase, abbreviations))
    twin = next((other for other in node.ends if other.target == entry.target and entry.target != _VOID), None)
    if twin is None:
        node.ends.append(entry)
        return entry
    if abs(entry.weight) <= abs(twin.weight):
        return twin
    stronger = replace(entry, rule=twin.rule)
    node.ends[node.ends.index(twin)] = stronger
    return stronger
