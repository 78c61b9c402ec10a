"""Trying changes of the editorial knowledge on labelled entries: each is judged by the real `classify`, and only those that a change can touch."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.editorial.changes import Change, ChangeKind, rules_of, with_phrases
from bot.editorial.classify import classify
from bot.editorial.grams import Spotter, key_of
from bot.editorial.labelled import Labelled
from bot.editorial.lexicon import Lexicon
from bot.editorial.policy import PhraseRule, ReformPolicy
from bot.editorial.text import Syllable, syllables
from bot.editorial.trie import NUMBER
from bot.judgement import Classification, Tone

Build = Callable[[ReformPolicy], Lexicon]

_READ: Final = 6_000  # characters of a section: no more of it is judged
_HALF: Final = 0.5  # a field's points count so much for relevance
_SLACK: Final = 0.5  # points; an estimate is not exact
_SHARES: Final = (0.4, 1.0, 2.5)  # of the strongest field's points, at which another one is given or not; equal ones change places


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled entry. `to_mend`: an editor's word, to be decided rightly where it is not yet; the others only guard."""

    label: Labelled
    to_mend: bool


def mistakes(label: Labelled, given: Classification) -> int:
    """How many single things are wrong: relevance, each field and topic too many or missing, the tone."""
    fields, topics, tone = answers(given)
    return (label.relevant != given.relevant) + len(label.fields ^ fields) + len(label.topics ^ topics) + (label.tone != tone)


def answers(given: Classification) -> tuple[frozenset[object], frozenset[object], Tone | None]:
    """Fields, topics and tone as they count: none where it is not relevant."""
    if not given.relevant:
        return frozenset(), frozenset(), None
    return frozenset(given.fields), frozenset(given.topics), given.tone


def wrong(label: Labelled, given: Classification) -> frozenset[str]:
    """Which of the four decisions are wrong."""
    fields, topics, tone = answers(given)
    found = {
        "relevance": label.relevant != given.relevant,
        "fields": label.fields != fields,
        "topics": label.topics != topics,
        "tone": label.tone != tone,
    }
    return frozenset(name for name, is_wrong in found.items() if is_wrong)


def lean(case: Case, given: Classification) -> Classification:
    """What the search asks of a Classification: no findings, and evidence only of what is to be mended. There are many cases, and they stay to the end."""
    return replace(given, findings=(), evidence=given.evidence if case.to_mend else ())


def swapped(label: Labelled, given: Classification) -> bool:
    """Whether a praise is taken for criticism, or the reverse."""
    return {label.tone, answers(given)[2]} == {Tone.PRAISE, Tone.CRITICISM}


class Trial:
    """The cases, how they are decided now, and what a change would make of them."""

    def __init__(self, cases: Sequence[Case], policy: ReformPolicy, build: Build) -> None:
        self.cases = cases
        self.policy = policy
        self._build = build
        lexicon = build(policy)
        self.abbreviations: Mapping[str, Sequence[str]] = lexicon.abbreviations
        self.words = lexicon.words
        self.sections: list[tuple[tuple[str, list[Syllable]], ...]] = [self._read(case) for case in cases]
        self.given: list[Classification] = [lean(case, classify(case.label.entry, lexicon)) for case in cases]
        self._points: list[dict[str, float]] = [dict(given.scores) for given in self.given]
        self._thresholds = {target: rule.threshold for target, rule in rules_of(policy)}
        self._joined = [
            tuple(f" {' '.join(each.form for each in section)} " for section in self._syllables(number)) for number in range(len(cases))
        ]
        self._keys: dict[str, str] = {}
        self._looked_for: set[str] = set()
        self._known: list[set[str]] = [set() for _ in cases]  # by case
        self._where: dict[str, set[int]] = defaultdict(set)
        self.learn({self.key(phrase) for phrase in _phrases(policy)})

    def _read(self, case: Case) -> tuple[tuple[str, list[Syllable]], ...]:
        """Title and summary, which are looked at again and again. A body's syllables take a hundred times its letters, and are made anew when they are needed."""
        entry = case.label.entry
        return tuple((text, syllables(text, self.abbreviations)) for text in (entry.title[:_READ], entry.summary[:_READ]))

    def _syllables(self, number: int, sections: slice = slice(None)) -> Sequence[list[Syllable]]:
        head = [section for _, section in self.sections[number]]
        if sections.stop is not None and sections.stop <= len(head):
            return head[sections]
        return [*head, syllables(self.cases[number].label.entry.body[:_READ], self.abbreviations)][sections]

    def key(self, phrase: str) -> str:
        """The key under which a phrase is looked for."""
        if phrase not in self._keys:
            self._keys[phrase] = key_of(phrase, self.abbreviations)
        return self._keys[phrase]

    def spot(self, keys: Iterable[str], sections: slice = slice(None)) -> list[set[str]]:
        """For each case, which of `keys` occur in it."""
        spotter = Spotter(keys)
        return [set().union(*map(spotter.spot, self._syllables(number, sections))) for number in range(len(self.cases))]

    def learn(self, keys: Iterable[str]) -> None:
        """Find out where further phrases occur, so that changes with them can be tried."""
        wanted = set(keys) - self._looked_for
        self._looked_for |= wanted
        for number, found in enumerate(self.spot(wanted)):
            self._known[number] |= found
            for key in found:
                self._where[key].add(number)

    def touched(self, change: Change) -> frozenset[int]:
        """The cases that a change may decide otherwise."""
        phrase = change.context if change.kind is ChangeKind.UNLESS else change.phrase
        return frozenset(self._where.get(self.key(phrase), ()))

    def factor(self, number: int, key: str, sections: slice = slice(None)) -> float:
        """By how much the weight of a phrase is multiplied in a case: once for each section that has it."""
        positions = self.policy.positions
        factors = (positions.title, positions.summary, positions.body)
        if NUMBER in key:
            spotter = Spotter([key])
            found = zip(list(factors)[sections], self._syllables(number, sections), strict=True)
            return sum(factor for factor, section in found if key in spotter.spot(section))
        wanted = f" {key} "
        return sum(factor for factor, text in list(zip(factors, self._joined[number], strict=True))[sections] if wanted in text)

    def endangered(self, change: Change) -> list[int]:
        """Those of the touched cases that the change might decide otherwise, judged by their points: which are near enough to a threshold.

        An estimate that saves most of the trials. What it misses is found when everything is judged again at the end.
        """
        key, weight = self._weighed(change)
        found = []
        for number in self.touched(change):
            delta = weight * self.factor(number, key)
            relevance = delta if change.target == "relevant" else self._for_relevance(change.target, delta)
            crossing = self._crosses(number, "relevant", relevance)
            if crossing or (self.given[number].relevant and change.target != "relevant" and self._matters(number, change.target, delta)):
                found.append(number)
        return sorted(found)

    def _weighed(self, change: Change) -> tuple[str, float]:
        """The key that decides where the change counts, and by how much."""
        if change.kind is ChangeKind.ADD:
            return self.key(change.phrase), change.weight
        old = next(
            rule.weight
            for target, found in rules_of(self.policy)
            if target == change.target
            for rule in found.phrases
            if rule.phrase == change.phrase
        )
        if change.kind is ChangeKind.UNLESS:
            return self.key(change.context), -old
        return self.key(change.phrase), change.weight - old

    def _for_relevance(self, target: str, delta: float) -> float:
        return delta * _HALF if target.startswith("field:") else 0.0

    def _crosses(self, number: int, target: str, delta: float) -> bool:
        if not delta:
            return False
        points, threshold = self._points[number].get(target, 0.0), self._thresholds[target]
        return points + min(delta, 0.0) - _SLACK < threshold <= points + max(delta, 0.0) + _SLACK

    def _matters(self, number: int, target: str, delta: float) -> bool:
        points = self._points[number]
        if self._crosses(number, target, delta):
            return True
        kind = target.partition(":")[0]
        if kind == "topic":
            return False
        # Fields and tones are given by comparison with one another.
        rivals = [points.get(name, 0.0) for name in self._thresholds if name.startswith(kind) and name != target]
        mine = points.get(target, 0.0)
        low, high = min(mine, mine + delta) - _SLACK, max(mine, mine + delta) + _SLACK
        return any(low <= share * rival <= high for rival in rivals if rival > 0 for share in _SHARES)

    def outcome(self, changed: ReformPolicy, numbers: Iterable[int]) -> "Outcome":
        """How the cases `numbers` are decided by another policy; lazily, one by one."""
        return Outcome(self, self._only(changed, numbers))

    def harms(self, number: int, after: Classification) -> bool:
        """Whether a case is worse off: something that was right is wrong now, or praise and criticism are swapped.

        In an editor's word that is not decided rightly yet, what is wrong may be wrong in another way, as long as there is not more of it. Where relevance
        is wrong nothing else was decided: what was right without it was so by chance.
        """
        case, before = self.cases[number], self.given[number]
        if swapped(case.label, after) and not swapped(case.label, before):
            return True
        off = wrong(case.label, before)
        if case.to_mend and off and mistakes(case.label, after) > mistakes(case.label, before):
            return True
        return not (wrong(case.label, after) <= off or (case.to_mend and "relevance" in off))

    def take(self, changed: ReformPolicy, numbers: Iterable[int]) -> None:
        """Go on from another policy, by which the cases `numbers` may be decided otherwise."""
        outcome = self.outcome(changed, numbers)
        for number in numbers:
            self.given[number] = outcome.of(number)
            self._points[number] = dict(self.given[number].scores)
        self.policy = changed

    def shift(self, change: Change, numbers: Iterable[int]) -> None:
        """Keep the points of cases up to date that a change touches, and does not decide otherwise."""
        key, weight = self._weighed(change)
        for number in numbers:
            delta, points = weight * self.factor(number, key), self._points[number]
            points[change.target] = points.get(change.target, 0.0) + delta
            points["relevant"] = points.get("relevant", 0.0) + self._for_relevance(change.target, delta)

    def _only(self, policy: ReformPolicy, numbers: Iterable[int]) -> Lexicon:
        """`policy` without the phrases that occur in none of the cases: they decide nothing there, and compiling them would take most of the time."""
        present = set().union(*(self._known[number] for number in numbers))

        def there(phrase: str) -> bool:
            key = self.key(phrase)
            return key in present or key not in self._looked_for

        def phrases(target: str, rules: tuple[PhraseRule, ...]) -> tuple[PhraseRule, ...]:
            del target
            return tuple(rule for rule in rules if there(rule.phrase))

        smaller = with_phrases(policy, phrases)
        words = {name: tuple(word for word in getattr(smaller, name) if there(word)) for name in ("negations", "negations_unless")}
        return self._build(smaller.model_copy(update=words))


class Outcome:
    """Cases judged by one lexicon, each at most once."""

    def __init__(self, trial: Trial, lexicon: Lexicon) -> None:
        self._trial = trial
        self._lexicon = lexicon
        self._given: dict[int, Classification] = {}

    def of(self, number: int) -> Classification:
        """The Classification of one case."""
        if number not in self._given:
            case = self._trial.cases[number]
            self._given[number] = lean(case, classify(case.label.entry, self._lexicon))
        return self._given[number]

    def gain(self, number: int) -> int:
        """How many things are wrong no longer."""
        label = self._trial.cases[number].label
        return mistakes(label, self._trial.given[number]) - mistakes(label, self.of(number))

    def harm(self, numbers: Iterable[int]) -> int | None:
        """The first of the cases that would be worse off; None where there is none."""
        return next((number for number in numbers if self._trial.harms(number, self.of(number))), None)


def _phrases(policy: ReformPolicy) -> Iterable[str]:
    for _, rule in rules_of(policy):
        for phrase in rule.phrases:
            yield phrase.phrase
    yield from policy.negations
    yield from policy.negations_unless
