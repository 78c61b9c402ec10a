"""How far a judgement is trusted: auto may go out by itself, review waits for an editor, ignore goes no further."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bot.judgement import Band, Classification, Tone
from bot.policy import Policy

Chance = Annotated[float, Field(ge=0, le=1)]


class BandsPolicy(Policy):
    """How sure Loa must be. Auto: sure enough to go out by itself; ignore: surely another subject; between them an editor decides."""

    auto_from: Chance = 0.94
    """The chance, from which on, of being about reform."""
    tone_from: Chance = 0.65
    """And of the tone being the right one."""
    praise_from: Chance = 0.7
    """The same where that tone is praise: praise for what was a fault would embarrass most."""
    criticism_below: Chance = 0.2
    """A chance of being criticism from which on a Post of another tone waits, too: a criticism told in unusual words looks neutral."""
    ignore_below: Chance = 0.1
    """A chance of being about reform below which the entry goes no further."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        # At the ends either says that nobody is asked about its side: 0, and nothing that is reform news waits for doubt; 1, and nothing else is looked at.
        if 0 < self.auto_from <= self.ignore_below < 1:
            raise PydanticCustomError(
                "settings.bands_crossed",
                "ignore_below is not below auto_from",
                {"ignore_below": f"{self.ignore_below:g}", "auto_from": f"{self.auto_from:g}"},
            )
        return self

    def may_be_criticism(self, tone: Tone | None, likelihood: float) -> bool:
        """Whether what is given another tone is too likely a criticism (`likelihood`) to go out by itself."""
        return tone is not Tone.CRITICISM and likelihood >= self.criticism_below

    def least_for_tone(self, tone: Tone | None) -> float:
        """How sure `tone` must be for a Post to go out by itself."""
        return max(self.tone_from, self.praise_from) if tone is Tone.PRAISE else self.tone_from


def band_of(policy: BandsPolicy, classification: Classification) -> Band:
    """How far the judgement is trusted. What is said to be reform news is never ignored, nor does what isn't go out by itself."""
    if not classification.relevant:
        # A likelihood of 0 is an editor's word.
        return Band.IGNORE if classification.likelihood < policy.ignore_below or not classification.likelihood else Band.REVIEW
    tone = classification.tone
    sure = classification.likelihood >= policy.auto_from and classification.tone_confidence >= policy.least_for_tone(tone)
    return Band.AUTO if sure and not policy.may_be_criticism(tone, classification.criticism_likelihood) else Band.REVIEW
