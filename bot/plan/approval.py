"""Which Posts wait for an editor: by tone, by field, by confidence."""

from collections.abc import Mapping
from typing import Final

from bot.judgement import Classification, Tone
from bot.messages import Sentence
from bot.plan.policy import ApprovalPolicy, Decision

# A tone the settings don't name keeps its safe default: criticism is never published unapproved by omission.
_DEFAULTS: Final[Mapping[Tone, Decision]] = {Tone.PRAISE: "auto", Tone.CRITICISM: "hold", Tone.NEUTRAL: "auto"}


def reason_to_hold(policy: ApprovalPolicy, classification: Classification, names: Mapping[str, str]) -> Sentence | None:
    """Why a Post of this Classification needs an editor's approval; None when it may be scheduled at once.

    `names` gives the names for people of tone and field ids.
    """
    tone = classification.tone
    if tone is not None and policy.tones.get(tone, _DEFAULTS[tone]) == "hold":
        return Sentence("plan.held_for_tone", {"name": names.get(tone, tone)})
    held = next((field for field in classification.fields if policy.fields.get(field) == "hold"), None)
    if held is not None:
        return Sentence("plan.held_for_field", {"name": names.get(held, held)})
    if classification.confidence < policy.hold_below_confidence:
        values = {"confidence": f"{classification.confidence:.2f}", "least": f"{policy.hold_below_confidence:.2f}"}
        return Sentence("plan.held_for_confidence", values)
    return None
