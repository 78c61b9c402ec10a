"""How good the judgement is: labelled lines in, precision, recall and F1 out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from bot.editorial.labelled import Labelled
from bot.editorial.trust import BandRow, Bin, bands, calibration, decided_wrongly, expected_error
from bot.errors import LoaError
from bot.judgement import Band, Classification, Evidence, Field, Tone, Topic
from bot.messages import Language, Sentence, say

_WORST: Final = 20
_TOLD: Final = 4  # phrases of evidence beside a mistake
_NONE: Final = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one decision over all lines."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was given, how much was right; 0 where nothing was given."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """Of what should have been given, how much was."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    def as_dict(self) -> dict[str, float | int]:
        """For JSON."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "right": self.right,
            "wrong": self.wrong,
            "missed": self.missed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """An entry that was decided wrongly: in what (`told`), how surely, and what spoke most for it."""

    id: str
    title: str
    told: tuple[Sentence, ...]
    confidence: float
    evidence: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """For JSON, whose words are English."""
        return {
            "id": self.id,
            "title": self.title,
            "mistake": self.what("en"),
            "confidence": self.confidence,
            "evidence": list(self.evidence),
        }

    def what(self, language: Language) -> str:
        """What is wrong."""
        return "; ".join(each.say(language) for each in self.told)

    def as_text(self, language: Language) -> str:
        """For people."""
        head = f"{self.id}: {self.what(language)} {self.confidence:.2f}  {self.title}"
        told = ", ".join(self.evidence[:_TOLD])
        return f"{head}\n    {told}" if told else head


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything `evaluate` prints.

    `confusion` maps each wanted tone ("none" where the line is not relevant) to how often which was given; `swaps` counts praise taken for criticism and the
    reverse; `confidence` and `likelihood` say whether the chances are true: of the whole decision, and of relevance; `worst` are the surest mistakes.
    """

    lines: int
    relevance: Score
    fields: Mapping[str, Score]
    topics: Mapping[str, Score]
    tones: Mapping[str, Score]
    confusion: Mapping[str, Mapping[str, int]]
    swaps: int
    confidence: tuple[Bin, ...]
    likelihood: tuple[Bin, ...]
    bands: tuple[BandRow, ...]
    worst: tuple[Mistake, ...]

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        groups = {"fields": self.fields, "topics": self.topics, "tones": self.tones}
        return {
            "lines": self.lines,
            "relevance": self.relevance.as_dict(),
            **{
                name: {
                    **{key: score.as_dict() for key, score in group.items()},
                    "micro": _micro(group).as_dict(),
                    "macro_f1": round(_macro_f1(group), 4),
                }
                for name, group in groups.items()
            },
            "tone_confusion": {key: dict(row) for key, row in self.confusion.items()},
            "praise_criticism_swaps": self.swaps,
            "calibration": {
                name: {"expected_error": round(expected_error(bins), 4), "bins": [asdict(each) for each in bins]}
                for name, bins in (("confidence", self.confidence), ("likelihood", self.likelihood))
            },
            "bands": {row.band.value: row.as_dict() for row in self.bands},
            "worst": [each.as_dict() for each in self.worst],
        }

    def as_text(self, language: Language) -> str:
        """For people; rows are named by the ids of the settings."""
        rows = [f"{'':<18}{'P':>7}{'R':>7}{'F1':>7}", _row("relevant", self.relevance)]
        for name, group in (("field", self.fields), ("topic", self.topics), ("tone", self.tones)):
            rows += ["", *(_row(key, score) for key, score in group.items()), _row(f"{name} micro", _micro(group))]
            rows += [f"{name + ' macro':<18}{'':14}{_macro_f1(group):>7.3f}"]
        rows += ["", *self._confusion_rows(language), "", *self._calibration_rows(language), "", *self._band_rows(language), ""]
        worst = [each.as_text(language) for each in self.worst] or [say("editorial.no_mistake", language)]
        rows += [say("editorial.worst", language), *worst]
        return "\n".join(rows)

    def _confusion_rows(self, language: Language) -> Iterator[str]:
        names = (*(tone.value for tone in Tone), _NONE)
        yield say("editorial.confusion", language, swaps=self.swaps)
        yield f"{'':<18}" + "".join(f"{name:>11}" for name in names)
        for wanted in names:
            given = self.confusion.get(wanted, {})
            yield f"{wanted:<18}" + "".join(f"{given.get(name, 0):>11}" for name in names)

    def _calibration_rows(self, language: Language) -> Iterator[str]:
        for key, bins in (("editorial.calibration_whole", self.confidence), ("editorial.calibration_relevance", self.likelihood)):
            yield say(key, language, off=f"{expected_error(bins):.3f}")
            for each in bins:
                yield f"  {each.low:.2f}-{each.high:.2f}{each.lines:>8}{each.confidence:>9.3f}{each.right:>9.3f}"

    def _band_rows(self, language: Language) -> Iterator[str]:
        yield say("editorial.bands", language)
        for row in self.bands:
            yield say(
                "editorial.band",
                language,
                band=f"{row.band.value:<8}",
                lines=row.lines,
                error=f"{row.error:.1%}",
                decision=f"{row.decision_error:.1%}",
                share=f"{row.precision:.1%}",
                covers=f"{row.covers:.1%}",
                wrong_tone=row.wrong_tone,
                swaps=row.swaps,
            )
        yield say("editorial.flatters", language)


def _row(name: str, score: Score) -> str:
    return f"{name:<18}{score.precision:>7.3f}{score.recall:>7.3f}{score.f1:>7.3f}"


def _micro(group: Mapping[str, Score]) -> Score:
    return Score(
        right=sum(score.right for score in group.values()),
        wrong=sum(score.wrong for score in group.values()),
        missed=sum(score.missed for score in group.values()),
    )


def _macro_f1(group: Mapping[str, Score]) -> float:
    """The mean over what occurs at all: of what no line is and none was taken for, nothing was decided wrongly."""
    found = [score.f1 for score in group.values() if score.right or score.wrong or score.missed]
    return sum(found) / len(found) if found else 0.0


def evaluate(pairs: Sequence[tuple[Labelled, Classification]], band_of: Callable[[Classification], Band]) -> Report:
    """Compare. Fields, topics and tones are counted over all lines, so that a wrong relevance costs there too.

    Raises:
        LoaError: there is nothing to compare.
    """
    if not pairs:
        raise LoaError("editorial.no_lines")
    confusion: dict[str, dict[str, int]] = {}
    for label, result in pairs:
        row = confusion.setdefault(label.tone or _NONE, {})
        row[result.tone or _NONE] = row.get(result.tone or _NONE, 0) + 1
    swaps = confusion.get(Tone.PRAISE, {}).get(Tone.CRITICISM, 0) + confusion.get(Tone.CRITICISM, {}).get(Tone.PRAISE, 0)
    return Report(
        lines=len(pairs),
        relevance=_score([({"yes"} if label.relevant else set(), {"yes"} if result.relevant else set()) for label, result in pairs], "yes"),
        fields={each.value: _score([(label.fields, set(result.fields)) for label, result in pairs], each) for each in Field},
        topics={each.value: _score([(label.topics, set(result.topics)) for label, result in pairs], each) for each in Topic},
        tones={each.value: _score([({label.tone}, {result.tone}) for label, result in pairs], each) for each in Tone},
        confusion=confusion,
        swaps=swaps,
        confidence=calibration(pairs, lambda result: result.confidence, lambda label, result: not decided_wrongly(label, result)),
        likelihood=calibration(pairs, _sure_of_relevance, lambda label, result: label.relevant == result.relevant),
        bands=bands(pairs, band_of),
        worst=tuple(_worst(pairs)),
    )


def _sure_of_relevance(result: Classification) -> float:
    return result.likelihood if result.relevant else 1 - result.likelihood


def _score(pairs: Sequence[tuple[Any, Any]], member: object) -> Score:
    right = sum(member in wanted and member in given for wanted, given in pairs)
    wrong = sum(member not in wanted and member in given for wanted, given in pairs)
    missed = sum(member in wanted and member not in given for wanted, given in pairs)
    return Score(right=right, wrong=wrong, missed=missed)


def _worst(pairs: Sequence[tuple[Labelled, Classification]]) -> list[Mistake]:
    """The mistakes that were made with the most confidence; those of relevance and tone, which confidence speaks of, before those of fields and topics."""
    mistakes = [(*_mistake(label, result), label, result) for label, result in pairs]
    made = sorted(
        (each for each in mistakes if each[0]), key=lambda each: (not decided_wrongly(*each[2:]), -each[3].confidence, each[2].id)
    )
    return [
        Mistake(
            id=label.id,
            title=label.entry.title,
            told=told,
            confidence=result.confidence,
            evidence=tuple(f"{item.phrase} ({item.weight:+.1f} {item.target})" for item in _strongest(result, targets)),
        )
        for told, targets, label, result in made[:_WORST]
    ]


def _mistake(label: Labelled, result: Classification) -> tuple[tuple[Sentence, ...], tuple[str, ...]]:
    """What is wrong, and which targets' evidence tells why. Where relevance or tone is, nothing else is told; () where all is right."""
    if label.relevant != result.relevant:
        return (Sentence("editorial.mistake_missed" if label.relevant else "editorial.mistake_false_alarm"),), ("relevant", "field:")
    if label.tone != result.tone:
        return (Sentence("editorial.mistake_tone", {"wanted": label.tone or _NONE, "given": result.tone or _NONE}),), ("tone:",)
    told: list[Sentence] = []
    targets: list[str] = []
    for key, kind, wanted, given in (
        ("editorial.mistake_fields", "field", label.fields, frozenset(result.fields)),
        ("editorial.mistake_topics", "topic", label.topics, frozenset(result.topics)),
    ):
        if wanted != given:
            told.append(Sentence(key, {"wanted": _listed(wanted), "given": _listed(given)}))
            targets += [f"{kind}:{each}" for each in wanted ^ given]
    return tuple(told), tuple(targets)


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(sorted(ids)) or _NONE


def _strongest(result: Classification, targets: tuple[str, ...]) -> list[Evidence]:
    """What spoke most in the decision that went wrong."""
    return sorted((item for item in result.evidence if item.target.startswith(targets)), key=lambda item: -abs(item.weight))
