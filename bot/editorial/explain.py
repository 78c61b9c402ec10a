"""Why a Classification says what it says, in sentences for editors."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from bot.judgement import EDITOR, Classification, Evidence, FindingKind
from bot.messages import Language, say

_STRONGEST: Final = 6
_MOST_TOLD: Final = 20


def why(classification: Classification, language: Language, names: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence for each thing that was decided, the phrases that counted most named. `names` gives field, topic and tone names for people."""
    decided = [say("editorial.decided", language, name=item.phrase) for item in classification.evidence if item.where == EDITOR]
    evidence = [item for item in classification.evidence if item.where != EDITOR]
    # What was judged is not what was written. (What is relevant is held for that, with its own reason.)
    damaged = not classification.relevant and any(finding.kind is FindingKind.ENCODING for finding in classification.findings)
    sentences = [*decided, *([say("editorial.damaged", language)] if damaged else [])]
    if not evidence:
        return tuple(sentences) if decided else (*sentences, say("editorial.nothing_found", language))
    fields = [item for item in evidence if item.target == "relevant" or item.target.startswith("field:")]
    # What speaks for one field may speak against another: a phrase is told on the side it does more for.
    net: dict[str, float] = defaultdict(float)
    for item in fields:
        net[item.phrase.casefold()] += item.weight
    counted = _phrases([item for item in fields if item.weight > 0 and net[item.phrase.casefold()] > 0])
    against = _phrases([item for item in fields if item.weight < 0 and net[item.phrase.casefold()] < 0])
    if counted:
        sentences.append(say("editorial.counted", language, phrases=counted))
    if against:
        sentences.append(say("editorial.against", language, phrases=against))
    if not classification.relevant:
        return tuple(sentences) if decided else (*sentences, say("editorial.not_enough", language))
    tone = classification.tone
    told = _phrases([item for item in evidence if item.target == f"tone:{tone}" and item.weight > 0])
    if tone is not None and told:
        sentences.append(say("editorial.tone", language, name=names.get(tone, tone), phrases=told))
    turned = [f"“{item.note} {item.phrase}”" for item in evidence if item.note]
    if turned:
        sentences.append(say("editorial.turned", language, phrases=", ".join(dict.fromkeys(turned))))
    return tuple(sentences)


def telling(classification: Classification) -> tuple[Evidence, ...]:
    """The evidence of what was decided, the strongest first, at most 20: what spoke for fields and topics that were not given would only confuse.

    Pieces of what is told already, for the same target and to the same side, are left out.
    """
    given = {"relevant", *(f"field:{field}" for field in classification.fields), *(f"topic:{topic}" for topic in classification.topics)}
    told = [item for item in classification.evidence if item.target in given or item.target.startswith("tone:") or item.where == EDITOR]
    kept: list[Evidence] = []
    for item in sorted(told, key=lambda item: (item.where != EDITOR, _strength(item))):
        same = (other for other in kept if other.target == item.target and (other.weight > 0) == (item.weight > 0))
        if not any(_is_piece(item, other) for other in same):
            kept.append(item)
    return tuple(kept[:_MOST_TOLD])


def _phrases(items: list[Evidence]) -> str:
    kept: list[Evidence] = []
    for item in sorted(items, key=_strength):
        if not any(_is_piece(item, other) for other in kept):
            kept.append(item)
    return ", ".join(f"“{item.phrase}”" for item in kept[:_STRONGEST])


def _strength(item: Evidence) -> float:
    return -abs(item.weight)


def _is_piece(item: Evidence, other: Evidence) -> bool:
    """Whether `item` says nothing beside the stronger `other`: it overlaps it where it stands, or its words are among those of `other`."""
    if item.note or EDITOR in {item.where, other.where}:
        return False
    if item.where == other.where and item.start < other.end and other.start < item.end:
        return True
    return f" {item.phrase.casefold()} " in f" {other.phrase.casefold()} "
