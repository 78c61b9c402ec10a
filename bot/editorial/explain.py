"""Why a Classification says what it says, in sentences for editors."""

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
    counted = _phrases([item for item in fields if item.weight > 0])
    against = _phrases([item for item in fields if item.weight < 0])
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
    """The evidence of what was decided, the strongest first, at most 20: what spoke for fields and topics that were not given would only confuse."""
    given = {"relevant", *(f"field:{field}" for field in classification.fields), *(f"topic:{topic}" for topic in classification.topics)}
    told = [item for item in classification.evidence if item.target in given or item.target.startswith("tone:") or item.where == EDITOR]
    return tuple(sorted(told, key=lambda item: (item.where != EDITOR, -abs(item.weight)))[:_MOST_TOLD])


def _phrases(items: list[Evidence]) -> str:
    strongest = sorted(items, key=lambda item: -abs(item.weight))
    return ", ".join(list(dict.fromkeys(f"“{item.phrase}”" for item in strongest))[:_STRONGEST])
