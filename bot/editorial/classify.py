"""Entry to Classification, with evidence for every decision. Pure, total, deterministic.

How it decides (docs/editorial.md): each phrase found adds its weight times the factor of where it stands, once a section. What speaks for a field
speaks for relevance too, in part. The strongest fields above their threshold are given, at most three; praise or criticism needs its threshold and a
clear lead over the other, else the tone is neutral.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from bot.editorial.lexicon import Hit, Lexicon, is_negation
from bot.editorial.places import read_places
from bot.editorial.reading import read
from bot.editorial.text import Syllable, syllables
from bot.judgement import Classification, Evidence, Field, Tone, Topic
from bot.model import Entry

_MOST_FIELDS: Final = 3
_FIELD_FOR_RELEVANCE: Final = 0.5  # a field's words are half a proof that it is about reform at all
_NEAR_THE_BEST: Final = 0.4  # a further field needs this share of the strongest one's score
_TONE_LEAD: Final = 1.0
_NEGATION_REACH: Final = 4  # syllables between the negation and the phrase it turns
# Characters: title, lead and beginning decide (guideline, case 1), and a hostile text costs no more than an article.
_READ: Final = {"title": 1_000, "summary": 5_000, "body": 6_000}
_STEEPNESS: Final = 0.9


def classify(entry: Entry, lexicon: Lexicon) -> Classification:
    """What `entry` is about. The confidence is that of the weaker of the two decisions, relevance and tone, and not yet calibrated."""
    evidence = tuple(_evidence(entry, lexicon))
    scores: dict[str, float] = defaultdict(float)
    for item in evidence:
        scores[item.target] += item.weight
    policy = lexicon.policy
    relevance = scores["relevant"] + _FIELD_FOR_RELEVANCE * sum(max(scores[f"field:{each}"], 0.0) for each in policy.fields)
    scores["relevant"] = relevance
    margin = relevance - policy.relevance.threshold
    rounded = {target: round(score, 3) for target, score in scores.items() if score}
    if margin < 0:
        return Classification(relevant=False, confidence=_certainty(-margin), scores=rounded, evidence=evidence)
    tone, tone_margin = _tone(lexicon, scores)
    return Classification(
        relevant=True,
        confidence=min(_certainty(margin), _certainty(tone_margin)),
        fields=_fields(lexicon, scores),
        topics=tuple(topic for topic in Topic if topic in policy.topics and scores[f"topic:{topic}"] >= policy.topics[topic].threshold),
        tone=tone,
        scores=rounded,
        evidence=evidence,
        findings=(*read(entry), *read_places([(where, getattr(entry, where)[:most]) for where, most in _READ.items()], lexicon.gazetteer)),
    )


def _certainty(margin: float) -> float:
    """0.5 at the threshold, growing to 1 with the distance from it."""
    return round(1 / (1 + math.exp(-_STEEPNESS * max(margin, 0.0))), 3)


def _evidence(entry: Entry, lexicon: Lexicon) -> Iterator[Evidence]:
    factors = lexicon.policy.positions
    for where, text, factor in (
        ("title", entry.title, factors.title),
        ("summary", entry.summary, factors.summary),
        ("body", entry.body, factors.body),
    ):
        section = syllables(text[: _READ[where]], lexicon.abbreviations)
        hits = lexicon.hits(section)
        negations = [hit for hit in hits if is_negation(hit)]
        seen: set[tuple[str, str]] = set()
        for hit in hits:
            mark = (hit.entry.target, hit.entry.phrase)
            if is_negation(hit) or mark in seen:
                continue
            turned = (
                next((each for each in negations if _turns(section, each, hit)), None) if hit.entry.target.startswith("tone:") else None
            )
            if turned is None:
                # Said again in the same section it is no new evidence.
                seen.add(mark)
            yield Evidence(
                phrase=hit.entry.phrase,
                where=where,
                start=section[hit.first].start,
                end=section[hit.last - 1].end,
                weight=0.0 if turned is not None else hit.entry.weight * factor,
                target=hit.entry.target,
                note=turned.entry.phrase if turned is not None else "",
            )


def _turns(section: Sequence[Syllable], negation: Hit, hit: Hit) -> bool:
    """Whether the negation stands shortly before the phrase, in the same clause and not as a part of it."""
    between = hit.first - negation.last
    return 0 <= between <= _NEGATION_REACH and section[negation.first].clause == section[hit.first].clause


def _fields(lexicon: Lexicon, scores: dict[str, float]) -> tuple[Field, ...]:
    rules = lexicon.policy.fields
    ranked = sorted(((scores[f"field:{field}"], field) for field in rules), key=lambda pair: (-pair[0], pair[1]))
    general = scores[f"field:{Field.GENERAL}"]
    own = [(score, field) for score, field in ranked if field is not Field.GENERAL and score >= rules[field].threshold]
    best = own[0][0] if own else 0.0
    if not own or (Field.GENERAL in rules and general >= rules[Field.GENERAL].threshold and general > best):
        # An entry that steers reform as a whole has `general` alone; one with no field of its own is about reform in general.
        return (Field.GENERAL,)
    return tuple(field for score, field in own if score >= _NEAR_THE_BEST * best)[:_MOST_FIELDS]


def _tone(lexicon: Lexicon, scores: dict[str, float]) -> tuple[Tone, float]:
    """The tone and how far it is from being another one."""
    rules = lexicon.policy.tones
    praise, criticism = scores[f"tone:{Tone.PRAISE}"], scores[f"tone:{Tone.CRITICISM}"]
    leader, score, other = (Tone.PRAISE, praise, criticism) if praise >= criticism else (Tone.CRITICISM, criticism, praise)
    threshold = rules[leader].threshold if leader in rules else math.inf
    lead = score - max(other, 0.0)
    if score >= threshold and lead >= _TONE_LEAD:
        return leader, min(score - threshold, lead - _TONE_LEAD) + 0.5
    return Tone.NEUTRAL, max(threshold - score, _TONE_LEAD - lead) if math.isfinite(threshold) else 3.0
