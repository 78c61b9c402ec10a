"""The editorial knowledge of `config/reform.yaml`: what counts as evidence, for what, and how much."""

from typing import Annotated

from pydantic import Field

from bot.judgement import Field as ReformField
from bot.judgement import Tone, Topic
from bot.policy import Policy

Phrase = Annotated[str, Field(min_length=2, max_length=120)]
Weight = Annotated[float, Field(ge=-10, le=10)]
Tag = Annotated[str, Field(min_length=2, max_length=60)]


class PhraseRule(Policy):
    """One phrase and its weight. `unless`: longer phrases in which it does not count ("một cửa" unless "một cửa hàng")."""

    phrase: Phrase
    weight: Weight = 1.0
    unless: tuple[Phrase, ...] = ()


class TargetRule(Policy):
    """A field, topic or tone: its name for people, its hashtags (without #), its phrases, and from which score on it is given."""

    name: Annotated[str, Field(min_length=2, max_length=120)]
    hashtags: tuple[Tag, ...] = ()
    threshold: Annotated[float, Field(gt=0, le=50)] = 2.0
    phrases: tuple[PhraseRule, ...] = ()


class RelevanceRule(Policy):
    """What speaks for (positive) or against (negative weights) an entry being about administrative reform at all."""

    threshold: Annotated[float, Field(gt=0, le=50)] = 3.0
    phrases: tuple[PhraseRule, ...] = ()


class PositionRule(Policy):
    """How much a phrase counts by where it stands: the headline and the lead decide (guideline, case 1)."""

    title: Weight = 2.0
    summary: Weight = 1.0
    body: Weight = 0.3


class ReformPolicy(Policy):
    """The whole of `reform.yaml`."""

    positions: PositionRule = PositionRule()
    relevance: RelevanceRule
    fields: dict[ReformField, TargetRule]
    topics: dict[Topic, TargetRule]
    tones: dict[Tone, TargetRule]
    negations: tuple[Phrase, ...] = ()
    """Words before a phrase that turn or void its tone ("không còn", "hết", "khắc phục", "thay vì")."""
    negations_unless: tuple[Phrase, ...] = ()
    """Longer phrases in which a negation turns nothing ("không chỉ", "không ngừng")."""
    abbreviations: dict[str, Phrase] = {}
    """Written-out forms of local abbreviations: TTHC → thủ tục hành chính."""
