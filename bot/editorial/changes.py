"""Changes of the editorial knowledge, each as small as a line of `reform.yaml`: a new phrase, a new exception of a phrase, another weight."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.editorial.policy import PhraseRule, ReformPolicy, RelevanceRule, TargetRule


class ChangeKind(StrEnum):
    """What is changed."""

    ADD = "add"  # a phrase with its weight
    UNLESS = "unless"  # a longer phrase in which an existing one does not count
    WEIGHT = "weight"  # another weight of an existing phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. `target` is "relevant", "field:ID", "topic:ID" or "tone:ID"; `weight` is the new one; `context` is the exception of an UNLESS."""

    kind: ChangeKind
    target: str
    phrase: str
    weight: float = 0.0
    context: str = ""


def rules_of(policy: ReformPolicy) -> Iterator[tuple[str, RelevanceRule | TargetRule]]:
    """Every target of `policy` with its rule."""
    yield "relevant", policy.relevance
    for kind, rules in (("field", policy.fields), ("topic", policy.topics), ("tone", policy.tones)):
        for identity, rule in rules.items():
            yield f"{kind}:{identity.value}", rule


def applied(policy: ReformPolicy, change: Change) -> ReformPolicy:
    """`policy` with one change. A phrase that it speaks of and that is not there is a programming error (ValueError)."""

    def phrases(target: str, rules: tuple[PhraseRule, ...]) -> tuple[PhraseRule, ...]:
        return _changed(rules, change) if target == change.target else rules

    return with_phrases(policy, phrases)


def with_phrases(policy: ReformPolicy, phrases: Callable[[str, tuple[PhraseRule, ...]], tuple[PhraseRule, ...]]) -> ReformPolicy:
    """`policy` with the phrases of each target replaced by what `phrases(target, present ones)` gives."""
    groups = {
        name: {
            identity: rule.model_copy(update={"phrases": phrases(f"{kind}:{identity.value}", rule.phrases)})
            for identity, rule in getattr(policy, name).items()
        }
        for name, kind in (("fields", "field"), ("topics", "topic"), ("tones", "tone"))
    }
    relevance = policy.relevance.model_copy(update={"phrases": phrases("relevant", policy.relevance.phrases)})
    return policy.model_copy(update={"relevance": relevance, **groups})


def _changed(rules: tuple[PhraseRule, ...], change: Change) -> tuple[PhraseRule, ...]:
    if change.kind is ChangeKind.ADD:
        return (*rules, PhraseRule(phrase=change.phrase, weight=change.weight))
    place = [rule.phrase for rule in rules].index(change.phrase)
    old = rules[place]
    if change.kind is ChangeKind.UNLESS:
        new = old.model_copy(update={"unless": (*old.unless, change.context)})
    else:
        new = old.model_copy(update={"weight": change.weight})
    return (*rules[:place], new, *rules[place + 1 :])
