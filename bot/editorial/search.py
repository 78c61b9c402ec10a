"""The search for changes that mend most: greedy, every step tried by the real `classify`, none that makes a labelled entry worse."""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from bot.editorial.candidates import HEAD, Candidate, Candidates, Need, Quality, needs
from bot.editorial.changes import Change, ChangeKind, applied, rules_of
from bot.editorial.policy import ReformPolicy
from bot.editorial.trial import Outcome, Trial, wrong
from bot.judgement import Classification, Field, Tone

_FOR: Final = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0)  # the last of each ladder is as much as `reform.yaml` takes
_AGAINST: Final = (-2.0, -3.0, -4.0, -5.0, -7.0, -10.0)
_SMALLER: Final = (3.0, 2.0, 1.5, 1.0, 0.5)
_AT_ONCE: Final = 4  # equally promising candidates that are tried before the best of them is taken
_MOST_FAILURES: Final = 40  # for one entry: where so many failed, the next one would be a coincidence
_MOST_WEIGHTS: Final = 3
_HALF: Final = 0.5  # a field's points count so much for relevance


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change that was taken: the cases (by number) that it improved and those it was tried on, and how many labelled entries agree with its phrase."""

    change: Change
    mends: tuple[int, ...]
    judged: frozenset[int]
    agreeing: int


@dataclass(frozen=True, slots=True)
class _Attempt:
    candidate: Candidate
    change: Change
    changed: ReformPolicy
    mends: tuple[int, ...]
    gain: int
    whole: bool  # nothing is left wrong with those it is for
    judged: frozenset[int]  # the cases it might decide otherwise


@dataclass(slots=True)
class Search:
    """`steps` are what was taken.

    `blocked` says, for a case, which phrase would have made which other case worse; `weak` which phrase mends nothing even with the most weight there is.
    """

    trial: Trial
    steps: list[Step] = field(default_factory=list)
    blocked: dict[int, tuple[str, int]] = field(default_factory=dict)
    weak: dict[int, str] = field(default_factory=dict)
    _open: dict[int, frozenset[Need]] = field(default_factory=dict)
    _heap: list[tuple[int, Quality, int, Candidate]] = field(default_factory=list)
    _seen: set[tuple[ChangeKind, Need, str, str, str]] = field(default_factory=set)
    _pushed: Iterator[int] = field(default_factory=count)
    _most: dict[Candidate, int] = field(default_factory=dict)
    _tried: dict[Candidate, _Attempt | None] = field(default_factory=dict)  # since the last step
    _failures: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def run(self) -> None:
        """Take one change after the other until none mends anything more."""
        cases = self.trial.cases
        numbers = [number for number, case in enumerate(cases) if case.to_mend and wrong(case.label, self.trial.given[number])]
        candidates = Candidates(self.trial, numbers)
        self._look_again(candidates, numbers)
        while (attempt := self._best(candidates)) is not None:
            touched = self.trial.touched(attempt.change)
            self.trial.shift(attempt.change, touched - attempt.judged)
            self.trial.take(attempt.changed, attempt.judged)
            self.steps.append(Step(change=attempt.change, mends=attempt.mends, judged=attempt.judged, agreeing=attempt.candidate.agreeing))
            self._look_again(candidates, [number for number in numbers if number in touched])

    def _look_again(self, candidates: Candidates, numbers: Sequence[int]) -> None:
        """What the cases need now, and the candidates for what they did not need before."""
        new: list[Candidate] = []
        for number in numbers:
            found = needs(self.trial.cases[number].label, self.trial.given[number])
            before = self._open.get(number, frozenset())
            self._open[number] = found
            for need in sorted(found - before):
                new += candidates.of(number, need)
        for candidate in new:
            mark = (candidate.kind, candidate.need, candidate.target, candidate.phrase, candidate.key)
            if mark not in self._seen:
                self._seen.add(mark)
                self._push(candidate, len(candidates.supporters(candidate, self._open)))

    def _push(self, candidate: Candidate, most: int) -> None:
        if candidate.kind is ChangeKind.WEIGHT and most < 2:
            # What one entry needs is better said by a phrase of its own.
            return
        heapq.heappush(self._heap, (-most, candidate.quality, next(self._pushed), candidate))

    def _best(self, candidates: Candidates) -> _Attempt | None:
        """The next change to take; None where no candidate is left."""
        while True:
            attempts = list(self._attempts(candidates))
            if not attempts:
                return None
            best = min(attempts, key=lambda each: (-len(each.mends), -each.gain, each.candidate.quality))
            final = not self._heap or -self._heap[0][0] <= len(best.mends)
            for each in attempts:
                if each is not best or not final:
                    self._push(each.candidate, len(each.mends))
            if final:
                self._tried.clear()
                return best

    def _attempts(self, candidates: Candidates) -> Iterator[_Attempt]:
        """Some of the most promising candidates, tried; ends early at one that leaves nothing wrong."""
        made, least = 0, 0
        while self._heap and made < _AT_ONCE and -self._heap[0][0] >= least:
            most, _, _, candidate = heapq.heappop(self._heap)
            support = [each for each in candidates.supporters(candidate, self._open) if self._failures[each] < _MOST_FAILURES]
            present = min(len(support), self._most.get(candidate, len(support)))
            if present < -most:
                if present:
                    self._push(candidate, present)
                continue
            if candidate not in self._tried:
                self._tried[candidate] = self._try(candidate, support)
            attempt = self._tried[candidate]
            if attempt is None:
                for number in support:
                    self._failures[number] += 1
                continue
            self._most[candidate] = len(attempt.mends)
            made, least = made + 1, max(least, len(attempt.mends))
            yield attempt
            if attempt.whole and len(attempt.mends) == len(support):
                return

    def _try(self, candidate: Candidate, support: Sequence[int]) -> _Attempt | None:
        """The candidate with the least weight that mends most and harms nothing."""
        options: list[tuple[int, int, Change, ReformPolicy, Outcome, tuple[int, ...], list[int]]] = []
        for tried, change in enumerate(self._changes(candidate, support)):
            if tried >= _MOST_WEIGHTS and candidate.kind is ChangeKind.ADD and any(option[0] for option in options):
                break
            changed, endangered = applied(self.trial.policy, change), self.trial.endangered(change)
            outcome = self.trial.outcome(changed, {*support, *endangered})
            mends = tuple(number for number in support if outcome.gain(number) > 0)
            gain = sum(outcome.gain(number) for number in mends)
            options.append((len(mends), gain, change, changed, outcome, mends, endangered))
            if len(mends) == len(support):
                break
        for _, gain, change, changed, outcome, mends, endangered in sorted(options, key=lambda option: (-option[0], -option[1])):
            if not mends:
                break
            harmed = outcome.harm(endangered)
            if harmed is None:
                whole = all(not wrong(self.trial.cases[number].label, outcome.of(number)) for number in mends)
                return _Attempt(candidate, change, changed, mends, gain, whole, frozenset([*support, *endangered]))
            for number in support:
                self.blocked.setdefault(number, (change.context or change.phrase, harmed))
        if candidate.kind is ChangeKind.ADD and not any(option[0] for option in options):
            for number in support:
                self.weak.setdefault(number, candidate.phrase)
        return None

    def _changes(self, candidate: Candidate, support: Sequence[int]) -> Iterator[Change]:
        """The candidate with one weight after the other, from about the least that can be enough."""
        target, sign = candidate.target, candidate.need[1]
        if candidate.kind is ChangeKind.UNLESS:
            yield Change(kind=candidate.kind, target=target, phrase=candidate.phrase, context=candidate.context)
            return
        if candidate.kind is ChangeKind.WEIGHT:
            rule = next(
                rule
                for name, found in rules_of(self.trial.policy)
                if name == target
                for rule in found.phrases
                if rule.phrase == candidate.phrase
            )
            weights = [each for each in (_FOR if sign > 0 else _SMALLER) if (each - rule.weight) * sign > 0]
        else:
            ladder = _FOR if sign > 0 else _AGAINST
            least = min(self._least(number, candidate) for number in support)
            weights = [weight for weight in ladder[:-1] if abs(weight) >= least][:_MOST_WEIGHTS]
            # Where none of those mends anything, the most there is shows whether the phrase is any good.
            weights.append(ladder[-1])
        for weight in weights:
            yield Change(kind=candidate.kind, target=target, phrase=candidate.phrase, weight=weight)

    def _least(self, number: int, candidate: Candidate) -> float:
        """About the weight that the phrase needs for one case; a beginning for the search, the real `classify` has the last word."""
        target, sign = candidate.need
        scores, rules = self.trial.given[number].scores, dict(rules_of(self.trial.policy))
        score, threshold = scores.get(target, 0.0), rules[target].threshold
        gap = (threshold - score) * sign
        if target.startswith("field:") and sign > 0 and not self.trial.given[number].relevant:
            gap = max(gap, (rules["relevant"].threshold - scores.get("relevant", 0.0)) / _HALF)
        if target == f"field:{Field.GENERAL}" and sign > 0:
            gap = max(gap, max(scores.get(name, 0.0) for name in rules if name.startswith("field:")) - score)
        if target.startswith("tone:") and sign > 0:
            other = Tone.CRITICISM if target == f"tone:{Tone.PRAISE}" else Tone.PRAISE
            gap = max(gap, scores.get(f"tone:{other}", 0.0) - score)
        factor = self.trial.factor(number, candidate.key, HEAD)
        return 0.9 * gap / factor if factor > 0 else 0.0


def worth_keeping(trial: Trial, steps: Sequence[Step], policy: ReformPolicy, before: Sequence[Classification]) -> list[Step]:
    """The steps that are needed for one of an editor's decisions to be right, alone or with others that are kept.

    What only brings an entry nearer to it (one id of several) is none of them. `trial` stands at the end of all steps; `policy` is the one they began with,
    by which the cases were decided as `before`.
    """
    kept = list(steps)
    for step in steps:
        rest = [each for each in kept if each is not step]
        without = all_applied(policy, rest)
        outcome = trial.outcome(without, step.judged)
        if not any(_is_worse(trial, number, outcome.of(number), before[number]) for number in step.judged):
            kept = rest
            trial.take(without, step.judged)
    return kept


def _is_worse(trial: Trial, number: int, without: Classification, before: Classification) -> bool:
    """Whether a case is decided worse without a step: for an editor's word than with it, for what only guards than in the beginning, too."""
    case = trial.cases[number]
    label, off = case.label, wrong(case.label, without)
    if case.to_mend:
        return not off <= wrong(label, trial.given[number])
    return not (off <= wrong(label, trial.given[number]) or off <= wrong(label, before))


def all_applied(policy: ReformPolicy, steps: Sequence[Step]) -> ReformPolicy:
    """`policy` with the changes of all steps."""
    for step in steps:
        policy = applied(policy, step.change)
    return policy
