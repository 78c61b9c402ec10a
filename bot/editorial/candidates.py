"""Candidates for changes of the editorial knowledge, for what is wrong with a labelled entry; the ones an editor would think of first."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.editorial.changes import ChangeKind, rules_of
from bot.editorial.grams import LONGEST, Found, grams
from bot.editorial.labelled import Labelled
from bot.editorial.links import Links
from bot.editorial.text import Syllable
from bot.editorial.trial import Trial, answers
from bot.editorial.words import tears
from bot.judgement import Classification, Evidence, Tone

HEAD: Final = slice(0, 2)  # title and summary: what stands below counts for too little
_SECTIONS: Final = ("title", "summary")
_LEAST_PRECISION: Final = 0.75  # of the labelled entries with a phrase, so many must be what it would speak for
_BY_LENGTH: Final[Mapping[int, int]] = {3: 0, 4: 0, 2: 1, 5: 2}  # the rest: 3
_MOST_COUNTED: Final = 9
_TORN: Final = 2  # as much as two ends that look torn
_FOR_ONE_SYLLABLE: Final = 4  # labelled entries that must agree with a phrase of one syllable: most syllables are part of many words

Need = tuple[str, int]  # a target, and 1 for too little of it or -1 for too much


class Quality(NamedTuple):
    """What an editor would mind in a phrase, the worst first; less is better."""

    kind: int  # 0 what is usual for the need, 1 what is not, 2 another weight of something known
    named: int  # 1 for what looks like a name
    contrary: int  # labelled entries that have the phrase and are not what it would say
    torn: int  # ends at which a word is torn
    length: int  # 0 for the usual length
    agreeing: int  # as `contrary`, negative
    below: int  # 0 where it stands in a title
    text: str


def needs(label: Labelled, given: Classification) -> frozenset[Need]:
    """What would have to be found more, or less, for the decisions to be right."""
    if label.relevant and not given.relevant:
        return frozenset([("relevant", 1), *((f"field:{field}", 1) for field in label.fields)])
    if not label.relevant:
        return frozenset([("relevant", -1)]) if given.relevant else frozenset()
    fields, topics, tone = answers(given)
    found = {(f"field:{each}", 1 if each in label.fields else -1) for each in label.fields ^ fields}
    found |= {(f"topic:{each}", 1 if each in label.topics else -1) for each in label.topics ^ topics}
    if label.tone != tone:
        found |= {(f"tone:{each}", sign) for each, sign in ((label.tone, 1), (tone, -1)) if each not in {None, Tone.NEUTRAL}}
    return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A change whose weight is still to be found, for one need, in one target.

    `key` is that of the phrase (or context) looked for; the least `quality` is the best.
    """

    kind: ChangeKind
    need: Need
    target: str
    phrase: str
    key: str
    context: str = ""
    agreeing: int = 0
    quality: Quality


class Candidates:
    """All candidates for the cases that are to be mended and are wrong."""

    def __init__(self, trial: Trial, numbers: list[int]) -> None:
        self._trial = trial
        self._targets = {target: {rule.phrase: rule for rule in found.phrases} for target, found in rules_of(trial.policy)}
        self._taken = {target: {trial.key(phrase) for phrase in rules} for target, rules in self._targets.items()}
        self._parts = set(_parts(trial))
        self._links = Links(section for read in trial.sections for _, section in read[HEAD])
        self._found: dict[int, list[list[Found]]] = {number: self._grams(number) for number in numbers}
        keys = {each.gram.key for sections in self._found.values() for section in sections for each in section}
        trial.learn(keys)
        self._heads: dict[str, set[int]] = defaultdict(set)
        for number, present in enumerate(trial.spot(keys, HEAD)):
            for key in present:
                self._heads[key].add(number)
        self._titles: set[str] = {each.gram.key for sections in self._found.values() for each in sections[0]}
        self._having: dict[str, set[int]] = {}

    def _grams(self, number: int) -> list[list[Found]]:
        # One more than the longest phrase: a context has at least one syllable more than what it surrounds.
        return [list(grams(text, section, LONGEST + 1)) for text, section in self._trial.sections[number][HEAD]]

    def supporters(self, candidate: Candidate, open_needs: Mapping[int, frozenset[Need]]) -> list[int]:
        """The cases whose needs it might meet."""
        if candidate.kind is ChangeKind.WEIGHT:
            target = candidate.target
            return [
                number for number, found in open_needs.items() if candidate.need in found and self._counts(number, target, candidate.phrase)
            ]
        return sorted(number for number in self._heads[candidate.key] if candidate.need in open_needs.get(number, ()))

    def _counts(self, number: int, target: str, phrase: str) -> bool:
        return any(item.target == target and item.phrase == phrase and item.weight for item in self._trial.given[number].evidence)

    def of(self, number: int, need: Need) -> Iterator[Candidate]:
        """The candidates for one need of one case, in no order."""
        target, sign = need
        if target not in self._targets:
            return
        for place, section in enumerate(self._found[number]):
            for found in section:
                made = self._addition(need, found, self._trial.sections[number][place][1])
                if made is not None:
                    yield made
        evidence = [item for item in self._trial.given[number].evidence if item.weight > 0 and self._speaks_for(item, target)]
        for item in evidence:
            if sign < 0:
                yield from self._exceptions(number, need, item)
            if item.phrase in self._targets.get(item.target, ()) and item.target == target:
                yield self._other_weight(need, item.phrase)

    def _speaks_for(self, item: Evidence, target: str) -> bool:
        return item.target == target or (target == "relevant" and item.target.startswith("field:"))

    def _addition(self, need: Need, found: Found, section: Sequence[Syllable]) -> Candidate | None:
        (target, sign), gram = need, found.gram
        if gram.length > LONGEST or gram.key in self._taken[target] or len(gram.text) < 2:
            return None
        if gram.key in self._parts and (sign < 0 or target.startswith("tone:")):
            # Words of the subject itself say nothing of its tone, and nothing of another subject.
            return None
        agreeing, contrary = self._agreement(need, gram.key)
        if agreeing < _LEAST_PRECISION * (agreeing + contrary) or (gram.length == 1 and agreeing < _FOR_ONE_SYLLABLE):
            return None
        unusual = sign < 0 and target != "relevant"  # a negative weight belongs among "what shows another subject"
        quality = self._quality(int(unusual), found, section, agreeing, contrary)
        return Candidate(kind=ChangeKind.ADD, need=need, target=target, phrase=gram.text, key=gram.key, agreeing=agreeing, quality=quality)

    def _exceptions(self, number: int, need: Need, item: Evidence) -> Iterator[Candidate]:
        """Longer phrases round the phrase that misled."""
        if item.where not in _SECTIONS or item.phrase not in self._targets.get(item.target, ()):
            return
        place = _SECTIONS.index(item.where)
        _, section = self._trial.sections[number][place]
        for found in self._found[number][place]:
            start, end = section[found.first].start, section[found.last - 1].end
            if start <= item.start and item.end <= end and (start, end) != (item.start, item.end):
                agreeing, contrary = self._agreement((item.target, -1), found.gram.key)
                if contrary:
                    continue
                # The shortest context that does it: "một cửa hàng", and not the sentence round it.
                usual = self._quality(int(need[0] == "relevant"), found, section, agreeing, contrary)
                quality = usual._replace(torn=found.gram.length, length=usual.torn)
                yield Candidate(
                    kind=ChangeKind.UNLESS,
                    need=need,
                    target=item.target,
                    phrase=item.phrase,
                    key=found.gram.key,
                    context=found.gram.text,
                    agreeing=agreeing,
                    quality=quality,
                )

    def _other_weight(self, need: Need, phrase: str) -> Candidate:
        return Candidate(
            kind=ChangeKind.WEIGHT,
            need=need,
            target=need[0],
            phrase=phrase,
            key=self._trial.key(phrase),
            quality=Quality(2, 0, 0, 0, 0, 0, 0, phrase),
        )

    def _agreement(self, need: Need, key: str) -> tuple[int, int]:
        """How many labelled entries with the phrase in title or summary are what it would say, and how many are not."""
        target, sign = need
        if target not in self._having:
            self._having[target] = {number for number, case in enumerate(self._trial.cases) if _has(case.label, target)}
        heads = self._heads[key]
        having = len(heads & self._having[target])
        return (having, len(heads) - having) if sign > 0 else (len(heads) - having, having)

    def _torn(self, section: Sequence[Syllable], found: Found) -> int:
        """Half of a word that is known comes after whatever the texts at hand, few as they may be, make look torn."""
        return self._links.torn(section, found.first, found.last) + _TORN * tears(section, found.first, found.last, self._trial.words)

    def _quality(self, kind: int, found: Found, section: Sequence[Syllable], agreeing: int, contrary: int) -> Quality:
        gram = found.gram
        return Quality(
            kind,
            int(gram.named),
            min(contrary, _MOST_COUNTED),
            self._torn(section, found),
            _BY_LENGTH.get(gram.length, 3),
            -min(agreeing, _MOST_COUNTED),
            int(gram.key not in self._titles),
            gram.text,
        )


def _parts(trial: Trial) -> Iterator[str]:
    """Every run of syllables within a known phrase of the subject: of relevance, a field or a topic."""
    for target, rule in rules_of(trial.policy):
        if target.startswith("tone:"):
            continue
        for phrase in rule.phrases:
            syllables = trial.key(phrase.phrase).split(" ")
            if phrase.weight > 0:
                ends = ((first, last) for first in range(len(syllables)) for last in range(first + 1, len(syllables) + 1))
                yield from (" ".join(syllables[first:last]) for first, last in ends)


def _has(label: Labelled, target: str) -> bool:
    kind, _, identity = target.partition(":")
    match kind:
        case "field":
            return identity in label.fields
        case "topic":
            return identity in label.topics
        case "tone":
            return label.tone == identity
        case _:
            return label.relevant
