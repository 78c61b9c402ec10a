"""Entry to Classification, with evidence for every decision. Pure, total, deterministic.

How it decides (docs/editorial.md): the phrases of `reform.yaml` add their weights, the fitted part adds its own, both in points. Relevance, each topic and
each further field need their threshold; the strongest field is always given. The tone is the likeliest of the three.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from bot.editorial.abroad import abroad
from bot.editorial.chance import TONES, Chances
from bot.editorial.discretion import discreet
from bot.editorial.fitted import Reading, Section
from bot.editorial.lexicon import Lexicon
from bot.editorial.meant import as_meant
from bot.editorial.phrases import phrases_told
from bot.editorial.places import read_places
from bot.editorial.reading import read
from bot.editorial.said import said
from bot.editorial.text import own_syllables
from bot.judgement import Classification, Evidence, Field, Tone, Topic
from bot.model import Entry
from bot.vietnamese.cut import beginning
from bot.vietnamese.openings import headline_end

_MOST_FIELDS: Final = 3
_FIELD_FOR_RELEVANCE: Final = 0.5  # a field's words are half a proof that it is about reform at all
_NEAR_THE_BEST: Final = 0.4  # without the fitted part, a further field needs this share of the strongest one's score
# Characters: title, lead and beginning decide (guideline, case 1), and a hostile text costs no more than an article.
_READ: Final = {"title": 1_000, "summary": 5_000, "body": 6_000}


def classify(entry: Entry, lexicon: Lexicon) -> Classification:
    """What `entry` is about."""
    return _classify(entry, lexicon, assumed=False)


def assume_relevant(entry: Entry, lexicon: Lexicon) -> Classification:
    """The same, but fields, topics and tone are given also where it is not relevant: what an editor is asked about who must decide that."""
    return _classify(entry, lexicon, assumed=True)


def sections_of(entry: Entry, abbreviations: Mapping[str, Sequence[str]]) -> tuple[Section, ...]:
    """Title, summary and body as they were meant and are read: bounded, in syllables, without signatures and the headline's repetition."""
    return _sections(as_meant(entry).entry, abbreviations)


def _sections(entry: Entry, abbreviations: Mapping[str, Sequence[str]]) -> tuple[Section, ...]:
    title = beginning(entry.title, _READ["title"])
    # Behind it the source may have its name, and "Cổng thông tin điện tử" is no digital government then.
    headline = title[: headline_end(title)]
    texts = (("summary", entry.summary), ("body", entry.body))
    return (
        Section("title", entry.title, own_syllables(headline, "", abbreviations)),
        *(Section(where, text, own_syllables(beginning(text, _READ[where]), headline, abbreviations)) for where, text in texts),
    )


def _classify(entry: Entry, lexicon: Lexicon, *, assumed: bool) -> Classification:
    meant = as_meant(entry)
    sections = _sections(meant.entry, lexicon.abbreviations)
    evidence, again, scores = phrase_scores(sections, lexicon)
    spoken = said(sections, (*evidence, *again), lexicon.policy.positions)
    reading = lexicon.fitted.read(sections, spoken) if lexicon.fitted is not None else None
    if reading is not None:
        for target, points in reading.points.items():
            scores[target] += points
    chances = Chances(lexicon, scores)
    likelihood = chances.relevant()
    relevant = scores["relevant"] >= lexicon.policy.relevance.threshold
    rounded = {target: round(score, 3) for target, score in scores.items() if score}
    if not (relevant or assumed):
        evidence += _fitted_evidence(reading, ["relevant"], lexicon.words)
        return Classification(
            relevant=False,
            confidence=round(1 - likelihood, 3),
            likelihood=round(likelihood, 3),
            scores=rounded,
            evidence=tuple(meant.placed(discreet(evidence, meant.entry))),
            findings=meant.damage,
        )
    tone = chances.tone(sum(len(section.syllables) for section in sections))
    criticism = (
        tone.criticism if tone.tone is Tone.CRITICISM else max(tone.criticism, _criticism_by_lead(sections, evidence, again, lexicon))
    )
    fields = _fields(lexicon, scores)
    policy = lexicon.policy
    topics = tuple(topic for topic in Topic if topic in policy.topics and scores[f"topic:{topic}"] >= policy.topics[topic].threshold)
    told = ["relevant", *(f"field:{field}" for field in fields), *(f"topic:{topic}" for topic in topics), *TONES]
    evidence += _fitted_evidence(reading, told, lexicon.words)
    places = read_places([(section.where, section.text[: _READ[section.where]]) for section in sections], lexicon.gazetteer)
    return Classification(
        relevant=relevant,
        confidence=round(likelihood * tone.chance if relevant else 1 - likelihood, 3),
        likelihood=round(likelihood, 3),
        tone_confidence=round(tone.chance, 3),
        criticism_likelihood=round(criticism, 3),
        fields=fields,
        topics=topics,
        tone=tone.tone,
        scores=rounded,
        evidence=tuple(meant.placed(discreet(evidence, meant.entry))),
        findings=(*meant.damage, *meant.placed((*read(meant.entry), *places))),
    )


def phrase_scores(sections: Sequence[Section], lexicon: Lexicon) -> tuple[list[Evidence], list[Evidence], dict[str, float]]:
    """What the phrases say, what they say of tones once more, and the points by target that the former sum up to (0 for others); training reads them, too."""
    evidence: list[Evidence] = []
    again: list[Evidence] = []
    for section in sections:
        for item, is_new in phrases_told(section, lexicon):
            (evidence if is_new else again).append(item)
    foreign = abroad(sections, lexicon) if lexicon.policy.shipped else None
    if foreign is not None:
        evidence.append(foreign)
    scores: dict[str, float] = defaultdict(float)
    for item in evidence:
        scores[item.target] += item.weight
    # What speaks for a field speaks for relevance too, in part.
    scores["relevant"] += _FIELD_FOR_RELEVANCE * sum(max(scores[f"field:{each}"], 0.0) for each in lexicon.policy.fields)
    return evidence, again, scores


def _criticism_by_lead(sections: Sequence[Section], evidence: Sequence[Evidence], again: Sequence[Evidence], lexicon: Lexicon) -> float:
    """How likely criticism would be by title and summary alone; 0 where there is no body, or nothing but a headline before it.

    Title and lead decide (guideline, case 1): what the blamed answer farther down must not hide from an editor what the article is about.
    """
    lead = [section for section in sections if section.where != "body"]
    if len(lead) == len(sections) or not (sections[-1].syllables and lead[-1].syllables):
        return 0.0
    told, more = ([item for item in items if item.where != "body"] for items in (evidence, again))
    scores: dict[str, float] = defaultdict(float)
    for item in told:
        scores[item.target] += item.weight
    if lexicon.fitted is not None:
        for target, points in lexicon.fitted.read(lead, said(lead, (*told, *more), lexicon.policy.positions)).points.items():
            scores[target] += points
    return Chances(lexicon, scores).tone(sum(len(section.syllables) for section in lead)).criticism


def _fitted_evidence(reading: Reading | None, targets: Sequence[str], words: frozenset[str]) -> list[Evidence]:
    if reading is None:
        return []
    sections = {section.where: section for section in reading.sections}
    found = []
    for target, span in reading.spans(targets, words):
        section = sections[span.where]
        start, end = section.syllables[span.first].start, section.syllables[span.last - 1].end
        phrase = " ".join(section.text[start:end].split())
        found.append(Evidence(phrase=phrase, where=span.where, start=start, end=end, weight=span.points, target=target))
    return found


def _fields(lexicon: Lexicon, scores: Mapping[str, float]) -> tuple[Field, ...]:
    rules = lexicon.policy.fields
    margins = {field: scores[f"field:{field}"] - rule.threshold for field, rule in rules.items()}
    own = sorted((field for field in rules if field is not Field.GENERAL), key=lambda field: (-margins[field], field))
    given = [field for field in own if margins[field] >= 0]
    general = margins.get(Field.GENERAL, -math.inf)
    if not own or (general >= 0 and general > max(margins[field] for field in own)):
        # An entry that steers reform as a whole has `general` alone.
        return (Field.GENERAL,)
    if lexicon.fitted is None:
        best = max(scores[f"field:{field}"] for field in own)
        given = [field for field in given if scores[f"field:{field}"] >= _NEAR_THE_BEST * best]
        return tuple(given[:_MOST_FIELDS]) or (Field.GENERAL,)
    return tuple(given[:_MOST_FIELDS]) or (own[0] if margins[own[0]] >= general else Field.GENERAL,)
