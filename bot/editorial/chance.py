"""From points to chances: how likely the decisions are right. With a fitted part the figures are calibrated, without one they are rough."""

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.editorial.fitted import Scale
from bot.editorial.lexicon import Lexicon
from bot.judgement import Tone

TONES: Final = (f"tone:{Tone.PRAISE}", f"tone:{Tone.CRITICISM}")
_TONE_LEAD: Final = 1.0  # points, without a fitted part
_STEEPNESS: Final = 0.9  # of one point, without a fitted part
# Where so few syllables are read, "neutral" says little more than that nothing was said. Of the labelled entries' headlines alone, cross-validated, those that
# were surely neutral by at most 12 syllables are so in 60 of 100 (from 13 on in 90), and of all such 18 are criticism.
_FEW: Final = 12
_NEUTRAL_BY_FEW: Final = 0.6
_CRITICISM_BY_FEW: Final = 0.18


class ToneChance(NamedTuple):
    """The likeliest tone, how likely it is the right one, and how likely criticism would be; all 0..1."""

    tone: Tone
    chance: float
    criticism: float


class Chances:
    """The chances of one Entry's decisions. `scores` are points by target."""

    def __init__(self, lexicon: Lexicon, scores: Mapping[str, float]) -> None:
        self._lexicon = lexicon
        self._scores = scores

    def relevant(self) -> float:
        """That it is about administrative reform, 0..1."""
        margin = self._scores["relevant"] - self._lexicon.policy.relevance.threshold
        fitted = self._lexicon.fitted
        return _chance(fitted.scales["relevant"].chance(margin) if fitted is not None else _STEEPNESS * margin)

    def tone(self, syllables: int) -> ToneChance:
        """The likeliest tone if it is about administrative reform, and how likely it is by so many syllables that were read."""
        fitted = self._lexicon.fitted
        found = self._fitted_tone(fitted.scales) if fitted is not None else self._rough_tone()
        if found.tone is not Tone.NEUTRAL or syllables > _FEW or found.chance <= _NEUTRAL_BY_FEW:
            return found
        return ToneChance(Tone.NEUTRAL, _NEUTRAL_BY_FEW, max(found.criticism, _CRITICISM_BY_FEW))

    def _fitted_tone(self, scales: Mapping[str, Scale]) -> ToneChance:
        logits = {tone: scales[f"tone:{tone}"].chance(self._margin(tone)) for tone in (Tone.PRAISE, Tone.CRITICISM)} | {Tone.NEUTRAL: 0.0}
        tone = max(logits, key=lambda each: logits[each])
        shares = {each: math.exp(logit - logits[tone]) for each, logit in logits.items()}
        return ToneChance(tone, 1 / sum(shares.values()), shares[Tone.CRITICISM] / sum(shares.values()))

    def _rough_tone(self) -> ToneChance:
        margins = {tone: self._margin(tone) for tone in (Tone.PRAISE, Tone.CRITICISM)}
        scores = {Tone.PRAISE: self._scores[TONES[0]], Tone.CRITICISM: self._scores[TONES[1]]}
        leader = max(scores, key=lambda tone: scores[tone])
        lead = scores[leader] - max(min(scores.values()), 0.0)
        if margins[leader] >= 0 and lead >= _TONE_LEAD:
            chance = _chance(_STEEPNESS * (min(margins[leader], lead - _TONE_LEAD) + 0.5))
            return ToneChance(leader, chance, chance if leader is Tone.CRITICISM else 0.0)
        # Neutral: the surer, the further the leader is from its threshold or from leading.
        off = max(-margins[leader], _TONE_LEAD - lead)
        chance = _chance(_STEEPNESS * off) if math.isfinite(off) else 1.0
        return ToneChance(Tone.NEUTRAL, chance, 1 - chance if leader is Tone.CRITICISM else 0.0)

    def _margin(self, tone: Tone) -> float:
        rule = self._lexicon.policy.tones.get(tone)
        return self._scores[f"tone:{tone}"] - rule.threshold if rule is not None else -math.inf


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-max(min(logit, 50.0), -50.0)))
