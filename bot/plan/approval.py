"""Which Posts wait for an editor: by tone, by field, by feed, by how sure the judgement is, and where the letters of the article are damaged."""

import math
from collections.abc import Mapping
from typing import Final

from bot.judgement import Band, Classification, FindingKind, Tone
from bot.messages import Sentence
from bot.plan.bands import BandsPolicy, band_of
from bot.plan.policy import ApprovalPolicy, Decision

# A tone the settings don't name keeps its safe default: criticism is never published unapproved by omission.
_DEFAULTS: Final[Mapping[Tone, Decision]] = {Tone.PRAISE: "auto", Tone.CRITICISM: "hold", Tone.NEUTRAL: "auto"}


def reason_to_hold(policy: ApprovalPolicy, classification: Classification, names: Mapping[str, str], *, feed: str) -> Sentence | None:
    """Why a Post of this Classification, of an Entry of `feed`, needs an editor's approval; None when it may be scheduled at once.

    `names` gives the names for people of tone and field ids.
    """
    damaged = next((finding for finding in classification.findings if finding.kind is FindingKind.ENCODING), None)
    if damaged is not None:
        return Sentence("plan.held_for_encoding", {"how": damaged.value})
    doubt = _reason_to_doubt(policy.bands, classification)
    if not classification.relevant and doubt is not None:
        return doubt
    tone = classification.tone
    if tone is not None and _is_held(policy, tone):
        return Sentence("plan.held_for_tone", {"name": names.get(tone, tone)})
    held = next((field for field in classification.fields if policy.fields.get(field) == "hold"), None)
    if held is not None:
        return Sentence("plan.held_for_field", {"name": names.get(held, held)})
    if policy.sources.get(feed) == "hold":
        return Sentence("plan.held_for_source", {"name": feed})
    return doubt


def _is_held(policy: ApprovalPolicy, tone: Tone) -> bool:
    """Criticism goes out unseen only where it is said twice: one word in a list of three is changed too easily."""
    said = policy.tones.get(tone, _DEFAULTS[tone])
    return said == "hold" or (tone is Tone.CRITICISM and not policy.criticism_unapproved)


def _reason_to_doubt(policy: BandsPolicy, classification: Classification) -> Sentence | None:
    if band_of(policy, classification) is Band.AUTO:
        return None
    if not classification.relevant:
        return Sentence("plan.held_for_relevance", {"chance": _percent(classification.likelihood)})
    if classification.likelihood < policy.auto_from:
        return Sentence("plan.held_for_likelihood", {"chance": _percent(classification.likelihood), "least": _setting(policy.auto_from)})
    criticism = classification.criticism_likelihood
    if policy.may_be_criticism(classification.tone, criticism):
        return Sentence("plan.held_for_possible_criticism", {"chance": _percent(criticism), "most": _setting(policy.criticism_below)})
    least = policy.least_for_tone(classification.tone)
    return Sentence("plan.held_for_unsure_tone", {"chance": _percent(classification.tone_confidence), "least": _setting(least)})


def _percent(chance: float) -> str:
    """Whole per cents, never more than there are: what is below a limit must not be told as the limit."""
    return f"{math.floor(_hundredfold(chance))}%"


def _setting(chance: float) -> str:
    """As the settings say it."""
    return f"{_hundredfold(chance):g}%"


def _hundredfold(chance: float) -> float:
    # 0.58 is a little less than it is written: a hundred times as much would be 57.99….
    return round(chance * 100, 6)
