"""What would have decided editors' corrections rightly: phrases to add, exceptions, other weights. A proposal to read; nothing is changed by it.

Greedy: of all candidates the one that mends most comes first, then the one that reads most like an editor's phrase; each is tried by the real `classify`,
and taken only where no labelled entry is worse off for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.editorial.changes import Change
from bot.editorial.classify import classify
from bot.editorial.meant import as_meant
from bot.editorial.policy import ReformPolicy
from bot.editorial.search import Search, Step, all_applied, worth_keeping
from bot.editorial.trial import Build, Case, Trial, lean, wrong
from bot.judgement import Classification


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One change, the ids of the entries of which it helps to make a decision right, and how many other labelled entries have the phrase and agree with it."""

    change: Change
    mends: tuple[str, ...]
    agreeing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmended:
    """An entry that stays wrong: in what, and, where the best phrase would have made another entry wrong, that phrase and that entry.

    Else `weak` is the best phrase that mends nothing even with the most weight there is, where there is one.
    """

    id: str
    title: str
    wrong: tuple[str, ...]
    phrase: str = ""
    breaks: str = ""
    weak: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What is proposed. `right` counts editors' words that are decided rightly already, `mended` those that would be by the proposals."""

    proposals: tuple[Proposal, ...]
    policy: ReformPolicy
    right: int
    mended: tuple[str, ...]
    unmended: tuple[Unmended, ...]


def suggest(cases: Sequence[Case], policy: ReformPolicy, build: Build) -> Suggestion:
    """Changes of `policy` that decide the cases to be mended rightly and make no case worse.

    Args:
        cases: editors' words (`to_mend`) and labelled entries that guard.
        policy: the editorial knowledge as it is.
        build: compiles it (with whatever else takes part in judging).
    """
    # What a change touches is looked for in the text that is judged, and no phrase is proposed with the letters of a lost charset.
    cases = [replace(case, label=replace(case.label, entry=as_meant(case.label.entry).entry)) for case in cases]
    trial = Trial(cases, policy, build)
    before = list(trial.given)
    search = Search(trial)
    search.run()
    kept = worth_keeping(trial, search.steps, policy, before)
    steps, after = _verified(kept, trial, before, policy, build)
    while len(steps) < len(kept):
        # What had to be given up may leave others without effect.
        trial.given = list(after)
        kept = worth_keeping(trial, steps, policy, before)
        steps, after = _verified(kept, trial, before, policy, build)
    ids = [case.label.id for case in cases]
    off = [number for number, case in enumerate(cases) if case.to_mend and wrong(case.label, before[number])]
    left = [number for number in off if wrong(cases[number].label, after[number])]
    return Suggestion(
        proposals=tuple(
            Proposal(change=step.change, mends=tuple(ids[number] for number in mends), agreeing=max(step.agreeing - len(mends), 0))
            for step in steps
            for mends in [_mended(cases, step, before, after)]
        ),
        policy=all_applied(policy, steps),
        right=sum(case.to_mend for case in cases) - len(off),
        mended=tuple(ids[number] for number in off if number not in left),
        unmended=tuple(_unmended(cases, number, after[number], search) for number in left),
    )


def _mended(cases: Sequence[Case], step: Step, before: Sequence[Classification], after: Sequence[Classification]) -> tuple[int, ...]:
    """Of the cases that a step decides better, those of which a decision is right now that was not."""
    better = [number for number in step.mends if wrong(cases[number].label, before[number]) - wrong(cases[number].label, after[number])]
    return tuple(better) or step.mends


def _verified(
    steps: list[Step], trial: Trial, before: Sequence[Classification], policy: ReformPolicy, build: Build
) -> tuple[list[Step], list[Classification]]:
    """The steps, and every case judged by the whole knowledge with all of them. Where one is worse off after all, what touched it last is given up."""
    trial.given = list(before)
    while True:
        lexicon = build(all_applied(policy, steps))
        after = [lean(case, classify(case.label.entry, lexicon)) for case in trial.cases]
        harmed = next((number for number, given in enumerate(after) if trial.harms(number, given)), None)
        if harmed is None:
            return steps, after
        guilty = [step for step in steps if harmed in trial.touched(step.change)]
        steps = [step for step in steps if step is not guilty[-1]]


def _unmended(cases: Sequence[Case], number: int, after: Classification, search: Search) -> Unmended:
    label = cases[number].label
    phrase, breaks = search.blocked.get(number, ("", -1))
    weak = "" if phrase else search.weak.get(number, "")
    return Unmended(
        id=label.id,
        title=label.entry.title,
        wrong=tuple(sorted(wrong(label, after))),
        phrase=phrase,
        breaks=cases[breaks].label.id if phrase else "",
        weak=weak,
    )
