"""What the phrases of `reform.yaml` say of one section: which were found, where they stand, and which are turned."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.editorial.fitted import Section
from bot.editorial.lexicon import Hit, Lexicon, is_negation, is_past
from bot.editorial.quotes import quoted
from bot.editorial.text import Syllable
from bot.judgement import Evidence, Tone

_NEGATION_REACH: Final = 4  # syllables between the negation and the phrase it turns
_PRAISE: Final = f"tone:{Tone.PRAISE}"


def phrase_evidence(section: Section, lexicon: Lexicon) -> Iterator[Evidence]:
    """One Evidence for each phrase that was found; said again in the same section it is no new evidence."""
    policy = lexicon.policy
    factor, topic_factor = getattr(policy.positions, section.where), getattr(policy.topic_positions, section.where)
    hits = lexicon.hits(section.syllables)
    turners = [hit for hit in hits if is_negation(hit) or is_past(hit)]
    ironic = quoted(section.text, section.syllables)
    seen: set[tuple[str, str]] = set()
    for hit in hits:
        entry = hit.entry
        if is_negation(hit) or is_past(hit) or (entry.target, entry.phrase) in seen:
            continue
        note = _turned(section.syllables, turners, ironic, hit) if entry.target.startswith("tone:") else ""
        if not note:
            seen.add((entry.target, entry.phrase))
        yield Evidence(
            phrase=entry.phrase,
            where=section.where,
            start=section.syllables[hit.first].start,
            end=section.syllables[hit.last - 1].end,
            weight=0.0 if note else entry.weight * (topic_factor if entry.target.startswith("topic:") else factor),
            target=entry.target,
            note=note,
        )


def _turned(section: Sequence[Syllable], turners: Sequence[Hit], ironic: Sequence[bool], hit: Hit) -> str:
    """What voids the phrase here: a negation or a word of the past before it, or quotation marks round praise ("danh hiệu ‘dẫn đầu’"); "" for nothing."""
    for turner in turners:
        between = hit.first - turner.last
        reach = _NEGATION_REACH if is_negation(turner) else len(section)
        if 0 <= between <= reach and section[turner.first].clause == section[hit.first].clause:
            return turner.entry.phrase
    if hit.entry.target == _PRAISE and all(ironic[hit.first : hit.last]):
        return "“…”"
    return ""
