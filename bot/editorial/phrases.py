"""What the phrases of `reform.yaml` say of one section: which were found, where they stand, and which are turned."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.editorial.fitted import Section
from bot.editorial.lexicon import TURNING, Entry, Hit, Lexicon, is_negation
from bot.editorial.quotes import quoted
from bot.editorial.text import Syllable
from bot.judgement import Evidence, Tone

_NEGATION_REACH: Final = 4  # syllables between the negation and the phrase it turns
_PRAISE: Final = f"tone:{Tone.PRAISE}"
_IRONY: Final = "“…”"  # quotation marks round praise ("danh hiệu ‘dẫn đầu’")


def phrase_evidence(section: Section, lexicon: Lexicon) -> Iterator[Evidence]:
    """One Evidence for each phrase that was found; said again in the same section it is no new evidence."""
    where, syllables = section.where, section.syllables
    hits = lexicon.hits(syllables)
    if not hits:
        return
    factor, topic_factor = getattr(lexicon.policy.positions, where), getattr(lexicon.policy.topic_positions, where)
    turners = [hit for hit in hits if hit[0].target in TURNING]
    ironic: Sequence[bool] | None = None
    seen: set[Entry] = set()
    for hit in hits:
        entry, first, last = hit
        target, weight, note = entry.target, entry.weight * factor, ""
        if target in TURNING or entry in seen:
            continue
        if target.startswith("topic:"):
            weight = entry.weight * topic_factor
        elif target.startswith("tone:"):
            note = _turned(syllables, turners, hit)
            if not note and target == _PRAISE:
                ironic = quoted(section.text, syllables) if ironic is None else ironic
                note = _IRONY if all(ironic[first:last]) else ""
        if note:
            weight = 0.0
        else:
            seen.add(entry)
        start, end = syllables[first].start, syllables[last - 1].end
        yield Evidence(phrase=entry.phrase, where=where, start=start, end=end, weight=weight, target=target, note=note)


def _turned(section: Sequence[Syllable], turners: Sequence[Hit], hit: Hit) -> str:
    """What voids the phrase here: a negation or a word of the past before it; "" for nothing."""
    _, first, _ = hit
    for turner in turners:
        entry, begin, end = turner
        reach = _NEGATION_REACH if is_negation(turner) else len(section)
        if 0 <= first - end <= reach and section[begin].clause == section[first].clause:
            return entry.phrase
    return ""
