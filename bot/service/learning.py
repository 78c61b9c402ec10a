"""What editors' decisions teach: how well Loa decides what they have decided, and what would have decided it rightly. Nothing changes by itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.editorial.correction import right_answer
from bot.editorial.fitted import Fitted
from bot.editorial.grams import Spotter, key_of
from bot.editorial.labelled import Labelled
from bot.editorial.lexicon import Lexicon, compile_lexicon
from bot.editorial.meant import as_meant
from bot.editorial.policy import ReformPolicy
from bot.editorial.suggestion import Suggestion
from bot.editorial.suggestion import suggest as search
from bot.editorial.text import syllables
from bot.editorial.trial import Case
from bot.editorial.trie import forms_of
from bot.editorial.vocabulary import Term
from bot.judgement import Label, LabelKind
from bot.model import Entry
from bot.service.world import World
from bot.settings.shipped import shipped


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
    cases = [*(Case(label, to_mend=True) for label in found.labelled), *(Case(label, to_mend=False) for label in guards)]
    vocabulary, fitted = _shipped(world, cases)

    @cache
    def forms(phrase: str) -> tuple[str, ...]:
        return tuple(forms_of(phrase, world.lexicon.abbreviations))

    def build(policy: ReformPolicy) -> Lexicon:
        # Without the gazetteer: places decide nothing here, and compiling them anew for each trial would take most of the time.
        return compile_lexicon(policy, vocabulary=vocabulary, fitted=fitted, words=world.lexicon.words, forms=forms)

    return search(cases, world.settings.reform, build)


def _shipped(world: World, cases: Sequence[Case]) -> tuple[tuple[Term, ...], Fitted | None]:
    """What Loa brings along, but for the phrases that none of the cases has: they decide nothing, and would be compiled anew for each trial."""
    if not world.settings.reform.shipped or world.lexicon.fitted is None:
        return (), None
    abbreviations = world.lexicon.abbreviations
    keys = {term.phrase: key_of(term.phrase, abbreviations) for term in shipped().vocabulary}
    spotter = Spotter(keys.values())
    meant = (as_meant(case.label.entry).entry for case in cases)
    texts = (text for entry in meant for text in (entry.title, entry.summary, entry.body))
    present = set().union(*(spotter.spot(syllables(text, abbreviations)) for text in texts))
    return tuple(term for term in shipped().vocabulary if keys[term.phrase] in present), world.lexicon.fitted
