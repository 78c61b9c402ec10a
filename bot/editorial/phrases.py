"""What the phrases of `reform.yaml` say of one section: which were found, where they stand, and which are turned."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.editorial.degrees import LEAST_FAULT, fault_measured, is_degree
from bot.editorial.denials import denied
from bot.editorial.fitted import Section
from bot.editorial.lexicon import TURNING, Entry, Hit, Lexicon, counting, is_negation
from bot.editorial.quotes import quoted
from bot.editorial.turns import back_to_now, conceded, is_to_come, turns
from bot.judgement import Evidence, Tone

_NEGATION_REACH: Final = 4  # syllables between the negation and the phrase it turns
_PRAISE: Final = f"tone:{Tone.PRAISE}"
_CRITICISM: Final = f"tone:{Tone.CRITICISM}"
_IRONY: Final = "“…”"  # quotation marks round praise ("danh hiệu ‘dẫn đầu’")


def phrase_evidence(section: Section, lexicon: Lexicon) -> Iterator[Evidence]:
    """One Evidence for each phrase that was found; said again in the same section it is no new evidence."""
    where, syllables = section.where, section.syllables
    found = lexicon.occurrences(section.text, syllables)
    if not found:
        return
    hits = counting(found)
    factor, topic_factor = getattr(lexicon.policy.positions, where), getattr(lexicon.policy.topic_positions, where)
    turning: _Turning | None = None
    seen: set[Entry] = set()
    for hit in hits:
        entry, first, last = hit
        target, weight, note = entry.target, entry.weight * factor, ""
        if target in TURNING or entry in seen:
            continue
        if target.startswith("topic:"):
            weight = entry.weight * topic_factor
        elif target.startswith("tone:"):
            turning = turning or _Turning(section, hits, found)
            note = turning.note(hit)
        if note:
            weight = 0.0
        else:
            seen.add(entry)
        start, end = syllables[first].start, syllables[last - 1].end
        yield Evidence(phrase=entry.phrase, where=where, start=start, end=end, weight=weight, target=target, note=note)


class _Turning:
    """What voids tones in a section: negations and words of the past before them, denials of a whole list.

    Praise is void in quotation marks, too, where it is only conceded, and as the degree of a fault.
    """

    def __init__(self, section: Section, hits: Sequence[Hit], found: Sequence[Hit]) -> None:
        self._section = section
        self._hits = hits
        self._found = found
        self._turners = [hit for hit in hits if hit[0].target in TURNING]
        self._denials: Sequence[tuple[str, range]] | None = None  # looked for when first asked for, as the quotations are
        self._ironic: Sequence[bool] | None = None
        self._faults: Mapping[tuple[int, int], str] | None = None  # that stand, for degrees

    def note(self, hit: Hit) -> str:
        """What voids the tone of `hit`; "" for nothing."""
        entry, first, last = hit
        for turner in self._turners:
            if self._covers(turner, hit):
                return turner[0].phrase
        if _is_fault(entry):
            return next((phrase for phrase, reach in self._denied() if first in reach and last - 1 in reach), "")
        if entry.target != _PRAISE:
            return ""
        if self._ironic is None:
            self._ironic = quoted(self._section.text, self._section.syllables)
        if all(self._ironic[first:last]):
            return _IRONY
        if entry.weight <= 0:
            return ""
        return conceded(self._section.syllables, first) or (self._measured(first, last) if is_degree(entry.phrase) else "")

    def _measured(self, first: int, last: int) -> str:
        """The fault that a degree is one of; "" for none."""
        if self._faults is None:
            faults = [hit for hit in self._hits if _is_fault(hit[0]) and hit[0].weight >= LEAST_FAULT]
            self._faults = {(begin, end): entry.phrase for entry, begin, end in faults if not self.note((entry, begin, end))}
        fault = fault_measured(self._section.syllables, first, last, self._faults)
        return self._faults[fault] if fault is not None else ""

    def _covers(self, turner: Hit, hit: Hit) -> bool:
        """Whether `hit` stands behind `turner`, near enough, in its clause, and nothing that turns things again stands between them.

        Praise that is aimed at may be farther off.
        """
        _, begin, end = turner
        entry, first, _ = hit
        syllables = self._section.syllables
        if (
            entry.target == _PRAISE
            and entry.weight > 0
            and is_negation(turner)
            and is_to_come(self._section.text, syllables, range(begin, end), first)
        ):
            return True
        reach = _NEGATION_REACH if is_negation(turner) else len(syllables)
        if not (0 <= first - end <= reach + self._signs(end, first) and syllables[end - 1].clause == syllables[first].clause):
            return False
        forms = [syllable.form for syllable in syllables[begin : first + 1]]
        if not is_negation(turner):
            return not back_to_now(forms)
        return not (_blames(entry) and turns(forms, end - begin))

    def _signs(self, begin: int, end: int) -> int:
        """How many signs of per cent stand between: they are no words."""
        return sum(syllable.form == "%" for syllable in self._section.syllables[begin:end]) if end - begin > _NEGATION_REACH else 0

    def _denied(self) -> Sequence[tuple[str, range]]:
        """The denials, each with the word that denies."""
        if self._denials is None:
            negations = [hit for hit in self._turners if is_negation(hit)]
            # A fault right behind a negation is one also where it does not count: "trễ hạn" in a phrase for "không trễ hạn", or "unless" that.
            behind = {last for _, _, last in negations}
            faults: dict[int, float] = {}
            for entry, first, _ in (*self._hits, *(hit for hit in self._found if hit[1] in behind)):
                if _is_fault(entry):
                    faults[first] = max(faults.get(first, 0.0), entry.weight)
            reaches = denied(self._section, [(first, last) for _, first, last in negations], faults)
            self._denials = [(entry.phrase, reach) for (entry, _, _), reach in zip(negations, reaches, strict=True)]
        return self._denials


def _blames(entry: Entry) -> bool:
    return _is_fault(entry) or (entry.target == _PRAISE and entry.weight < 0)


def _is_fault(entry: Entry) -> bool:
    return entry.target == _CRITICISM and entry.weight > 0
