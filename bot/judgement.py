"""The nouns of judgement: what an Entry is about, why, and what else was read from it (DESIGN, section 3). Values only, as in `bot.model`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class Field(StrEnum):
    """The six fields of administrative reform, and `general` for what steers the whole (ids of the labelling guideline)."""

    INSTITUTIONAL = "institutional"
    PROCEDURES = "procedures"
    APPARATUS = "apparatus"
    CIVIL_SERVICE = "civil_service"
    PUBLIC_FINANCE = "public_finance"
    E_GOVERNMENT = "e_government"
    GENERAL = "general"


class Topic(StrEnum):
    """Topics the plan wants explained."""

    ONE_STOP = "one_stop"
    ONLINE_SERVICES = "online_services"
    DIRECTIVE = "directive"


class Tone(StrEnum):
    """What an entry mainly says of the public body or its people."""

    PRAISE = "praise"
    CRITICISM = "criticism"
    NEUTRAL = "neutral"


class Band(StrEnum):
    """How far a Classification is to be trusted: by itself, after an editor has looked, or not at all."""

    AUTO = "auto"
    REVIEW = "review"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One phrase that was found and what it counts for.

    `where` is "title", "summary" or "body" (or EDITOR, below); `start`/`end` are offsets into that text of the Entry, so that `text[start:end]` is what was read;
    `phrase` shows it without the personal data in it.
    `target` is "relevant", "field:ID", "topic:ID" or "tone:ID"; `weight` is what was really added (after position and turning by a negation).
    """

    phrase: str
    where: str
    start: int
    end: int
    weight: float
    target: str
    note: str = ""


class FindingKind(StrEnum):
    """What else can be read from an Entry, beside what it is about."""

    PLACE = "place"
    AGENCY = "agency"
    DOCUMENT = "document"
    DEADLINE = "deadline"
    PHONE = "phone"
    IDENTITY_CARD = "identity_card"
    ACCOUNT = "account"
    EMAIL = "email"
    MINOR = "minor"
    ENCODING = "encoding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something read from an Entry: a place, a legal document's number, a deadline, a person's data.

    `where`, `start` and `end` are as in Evidence. `value` is its one canonical form: a place's present name, a document's number ("12/KH-UBND"), an ISO
    date, and for personal data the masked form, never the data themselves. `note` is for people.
    """

    kind: FindingKind
    value: str
    where: str
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What the editorial room says of an Entry.

    `likelihood` (0..1) is the chance that it is about administrative reform, `tone_confidence` that the tone is right if it is, `criticism_likelihood` that
    it is criticism if it is, whatever tone is given (by title and lead alone, where the body makes it less), and `confidence` that the whole decision is
    right: relevance and tone, or that it is not relevant. `scores` maps targets ("relevant", "field:…", "topic:…", "tone:…") to their points. Where
    `relevant` is False, `fields` and `topics` are empty and `tone` is None, unless it was asked what they would be if it were
    (`classify.assume_relevant`).
    """

    relevant: bool
    confidence: float
    likelihood: float = 1.0
    tone_confidence: float = 1.0
    criticism_likelihood: float = 0.0
    fields: tuple[Field, ...] = ()
    topics: tuple[Topic, ...] = ()
    tone: Tone | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


EDITOR: Final = "editor"
"""The `where` of the Evidence that marks an editor's word: its `phrase` is the editor's name, it has no place in the text, and no weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The four things that a Classification decides, without its reasons: what an editor corrects, and what is measured."""

    relevant: bool
    fields: tuple[Field, ...] = ()
    topics: tuple[Topic, ...] = ()
    tone: Tone | None = None

    @classmethod
    def of(cls, classification: Classification) -> "Answer":
        """What `classification` answers; nothing but "no" where it is not relevant."""
        if not classification.relevant:
            return cls(relevant=False)
        return cls(relevant=True, fields=classification.fields, topics=classification.topics, tone=classification.tone)


class LabelKind(StrEnum):
    """What an editor did about an Entry."""

    APPROVED = "approved"  # let a Post of it go out: the Classification was right
    REJECTED = "rejected"  # dropped a Post of it: says nothing about the Classification
    CORRECTED = "corrected"  # said what the right answer is


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One decision of an editor about an Entry, append-only: what Loa is measured by, and learns from.

    `revision` and `content_hash` say which text was judged, `classification` what stood there then; `answer` is the right one where it was corrected.
    """

    id: int = 0
    entry_key: str
    revision: int
    content_hash: str
    kind: LabelKind
    classification: Classification
    answer: Answer | None = None
    by: str
    at: datetime
    note: str = ""
