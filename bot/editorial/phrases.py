"""What the phrases of `reform.yaml` say of one section: which were found, where they stand, and which are turned."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.editorial.aims import AIMED, is_to_come
from bot.editorial.degrees import LEAST_FAULT, fault_measured, is_degree
from bot.editorial.denials import denied
from bot.editorial.fitted import Section
from bot.editorial.lexicon import TURNING, Entry, Hit, Lexicon, counting, is_negation
from bot.editorial.quotes import quoted
from bot.editorial.turns import DUTY, conceded, is_duty, latest_now, turns
from bot.judgement import Evidence, Tone

_NEGATION_REACH: Final = 4  # syllables between the negation and the phrase it turns
_PRAISE: Final = f"tone:{Tone.PRAISE}"
_CRITICISM: Final = f"tone:{Tone.CRITICISM}"
_IRONY: Final = "“…”"  # quotation marks round praise ("danh hiệu ‘dẫn đầu’")


def phrases_told(section: Section, lexicon: Lexicon) -> Iterator[tuple[Evidence, bool]]:
    """Evidence for each phrase that was found, and whether it counts: said again in the same section it is no new one, and is told for a tone only."""
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
        is_new, is_tone = entry not in seen, target.startswith("tone:")
        if target in TURNING or not (is_new or is_tone):
            continue
        if target.startswith("topic:"):
            weight = entry.weight * topic_factor
        elif is_tone and is_new:
            turning = turning or _Turning(section, hits, found)
            note = turning.note(hit)
        if note:
            weight = 0.0
        else:
            seen.add(entry)
        start, end = syllables[first].start, syllables[last - 1].end
        yield Evidence(phrase=entry.phrase, where=where, start=start, end=end, weight=weight, target=target, note=note), is_new


class _Turning:
    """What voids tones in a section: negations and words of the past before them, denials of a whole list.

    Praise is void in quotation marks, too, where it is only conceded, and as the degree of a fault.
    """

    def __init__(self, section: Section, hits: Sequence[Hit], found: Sequence[Hit]) -> None:
        self._section = section
        self._hits = hits
        self._found = found
        self._syllables = section.syllables
        self._forms = [syllable.form for syllable in section.syllables]
        self._negations: dict[int, list[Hit]] = defaultdict(list)  # by the syllable they end before
        self._pasts: list[Hit] = []
        for hit in hits:
            if is_negation(hit):
                self._negations[hit[2]].append(hit)
            elif hit[0].target in TURNING:
                self._pasts.append(hit)
        self._now = latest_now(self._forms) if self._pasts else ()
        self._denials: Sequence[tuple[str, range]] | None = None  # looked for when first asked for, as the quotations are
        self._ironic: Sequence[bool] | None = None
        self._faults: Mapping[tuple[int, int], str] | None = None  # that stand, for degrees

    def note(self, hit: Hit) -> str:
        """What voids the tone of `hit`; "" for nothing."""
        entry, first, last = hit
        # Of several the first in the text is told, the longest of those that begin together.
        turner = min(self._turners(hit), key=lambda turner: (turner[1], -turner[2]), default=None)
        if turner is not None:
            return turner[0].phrase
        if _blames(entry) and (denier := next((phrase for phrase, reach in self._denied() if first in reach and last - 1 in reach), "")):
            return denier
        if _is_fault(entry):
            return ""
        if entry.target != _PRAISE:
            return ""
        if self._ironic is None:
            self._ironic = quoted(self._section.text, self._syllables)
        if all(self._ironic[first:last]):
            return _IRONY
        if entry.weight <= 0:
            return ""
        if is_duty(self._syllables, first):
            return DUTY
        return conceded(self._syllables, first) or (self._measured(first, last) if is_degree(entry.phrase) else "")

    def _measured(self, first: int, last: int) -> str:
        """The fault that a degree is one of; "" for none."""
        if self._faults is None:
            faults = [hit for hit in self._hits if _is_fault(hit[0]) and hit[0].weight >= LEAST_FAULT]
            self._faults = {(begin, end): entry.phrase for entry, begin, end in faults if not self.note((entry, begin, end))}
        fault = fault_measured(self._syllables, first, last, self._faults)
        return self._faults[fault] if fault is not None else ""

    def _turners(self, hit: Hit) -> Iterator[Hit]:
        """The words that void `hit`: of the past, up to a word of the present, negations that nothing turns again, and those of aims, for praise farther off."""
        entry, first, _ = hit
        for turner in self._pasts:
            _, begin, end = turner
            if self._now[first] < begin and end <= first and self._syllables[end - 1].clause == self._syllables[first].clause:
                yield turner
        for turner in self._near(first):
            _, begin, end = turner
            if not (_blames(entry) and turns(self._forms[begin : first + 1], end - begin)):
                yield turner
        if entry.target == _PRAISE and entry.weight > 0:
            aims = (aim for end in range(first, max(first - AIMED - 1, 0), -1) for aim in self._negations.get(end, ()))
            yield from (aim for aim in aims if is_to_come(self._section, range(aim[1], aim[2]), first))

    def _near(self, first: int) -> Iterator[Hit]:
        """The negations that end near enough before the syllable `first`, in its clause. Signs of per cent between are no words."""
        words = 0
        for end in range(first, 0, -1):
            if words > _NEGATION_REACH or self._syllables[end - 1].clause != self._syllables[first].clause:
                return
            yield from self._negations.get(end, ())
            words += self._forms[end - 1] != "%"

    def _denied(self) -> Sequence[tuple[str, range]]:
        """The denials, each with the word that denies."""
        if self._denials is None:
            negations = [hit for hit in self._hits if is_negation(hit)]
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
