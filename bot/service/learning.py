"""What editors' decisions teach: how well Loa decides what they have decided, and what would have decided it rightly. Nothing changes by itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.editorial.correction import right_answer
from bot.editorial.evaluation import Labelled
from bot.editorial.lexicon import Lexicon, compile_lexicon
from bot.editorial.policy import ReformPolicy
from bot.editorial.suggestion import Suggestion
from bot.editorial.suggestion import suggest as search
from bot.editorial.trial import Case
from bot.judgement import Label, LabelKind
from bot.model import Entry
from bot.service.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What editors have decided, an entry at a time.

    `labelled` are the entries whose right answer is known, each with its text as it was then: `corrected` by a correction, `approved` by an approval
    alone. `rejected` counts those of which a Post was only dropped: that says nothing of what they are.
    """

    labelled: tuple[Labelled, ...]
    corrected: int
    approved: int
    rejected: int


def decisions(world: World) -> Decisions:
    """Everything that is in the store."""
    by_entry: dict[str, list[tuple[Label, Entry]]] = defaultdict(list)
    for label, entry in world.store.labels.all():
        by_entry[label.entry_key].append((label, entry))
    labelled, corrected, rejected = [], 0, 0
    for key, pairs in by_entry.items():
        found = right_answer([label for label, _ in pairs])
        if found is None:
            rejected += pairs[-1][0].kind is LabelKind.REJECTED
            continue
        said, answer = found
        corrected += any(label.kind is LabelKind.CORRECTED for label, _ in pairs)
        labelled.append(
            Labelled(
                id=key,
                entry=next(entry for label, entry in pairs if label.id == said.id),
                relevant=answer.relevant,
                fields=frozenset(answer.fields),
                topics=frozenset(answer.topics),
                tone=answer.tone,
            )
        )
    return Decisions(labelled=tuple(labelled), corrected=corrected, approved=len(labelled) - corrected, rejected=rejected)


def suggest(world: World, found: Decisions, guards: Sequence[Labelled]) -> Suggestion:
    """Changes of `reform.yaml` that would have decided rightly what editors have decided, and make nothing of it, and no line of `guards`, worse."""

    def build(policy: ReformPolicy) -> Lexicon:
        # Without the gazetteer: places decide nothing here, and compiling them anew for each trial would take most of the time.
        return compile_lexicon(policy)

    cases = [*(Case(label, to_mend=True) for label in found.labelled), *(Case(label, to_mend=False) for label in guards)]
    return search(cases, world.settings.reform, build)
