"""How good the judgement is: labelled lines in, precision, recall and F1 out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from bot.errors import LoaError
from bot.judgement import Classification, Field, Tone, Topic
from bot.messages import Language
from bot.model import Entry, digest

_WORST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One labelled line."""

    id: str
    entry: Entry
    relevant: bool
    fields: frozenset[Field]
    topics: frozenset[Topic]
    tone: Tone | None


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
class Report:
    """Everything `evaluate` prints. `swaps` counts praise taken for criticism and the reverse; `worst` are the surest mistakes."""

    lines: int
    relevance: Score
    fields: Mapping[str, Score]
    topics: Mapping[str, Score]
    tones: Mapping[str, Score]
    confusion: Mapping[str, Mapping[str, int]]
    swaps: int
    worst: tuple[Mapping[str, object], ...]

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
                    "macro_f1": round(sum(score.f1 for score in group.values()) / len(group), 4),
                }
                for name, group in groups.items()
            },
            "tone_confusion": {key: dict(row) for key, row in self.confusion.items()},
            "praise_criticism_swaps": self.swaps,
            "worst": list(self.worst),
        }

    def as_text(self, language: Language) -> str:
        """For people; figures need no language, the heads are the ids of the settings."""
        del language
        rows = [f"{'':<18}{'P':>7}{'R':>7}{'F1':>7}"]
        rows += [_row("relevant", self.relevance)]
        for name, group in (("field", self.fields), ("topic", self.topics), ("tone", self.tones)):
            rows += ["", *(_row(key, score) for key, score in group.items()), _row(f"{name} micro", _micro(group))]
        rows += ["", f"praise <-> criticism: {self.swaps}", ""]
        rows += [f"{item['id']}: {item['mistake']}  {item['title']}" for item in self.worst]
        return "\n".join(rows)


def _row(name: str, score: Score) -> str:
    return f"{name:<18}{score.precision:>7.3f}{score.recall:>7.3f}{score.f1:>7.3f}"


def _micro(group: Mapping[str, Score]) -> Score:
    return Score(
        right=sum(score.right for score in group.values()),
        wrong=sum(score.wrong for score in group.values()),
        missed=sum(score.missed for score in group.values()),
    )


def parse_entry_line(line: str, number: int) -> tuple[str, Entry]:
    """A line of `classify`: its id and the Entry. Raises LoaError naming the line."""
    value = _object(line, number)
    return str(value["id"]), _entry(value)


def parse_labelled(line: str, number: int) -> Labelled:
    """A line of `evaluate`. Raises LoaError naming the line and the label."""
    value = _object(line, number)
    if not isinstance(value.get("relevant"), bool):
        raise LoaError("editorial.bad_label", number=number, key="relevant", value=value.get("relevant"))
    try:
        fields = frozenset(Field(each) for each in value.get("fields") or ())
        topics = frozenset(Topic(each) for each in value.get("topics") or ())
        tone = Tone(value["tone"]) if value.get("tone") else None
    except (ValueError, TypeError) as error:
        raise LoaError("editorial.bad_label", number=number, key="fields, topics, tone", value=str(error)) from error
    return Labelled(id=str(value["id"]), entry=_entry(value), relevant=value["relevant"], fields=fields, topics=topics, tone=tone)


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
        # Half a surrogate pair is JSON, and no text that can be kept or shown.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise LoaError("editorial.bad_line", number=number) from error
    if not isinstance(value, dict) or "id" not in value or not isinstance(value.get("title"), str):
        raise LoaError("editorial.bad_line", number=number)
    return value


def _entry(value: Mapping[str, Any]) -> Entry:
    title, summary, body, link = (str(value.get(name) or "") for name in ("title", "summary", "body", "link"))
    return Entry(feed="file", identity=digest(str(value["id"])), title=title, summary=summary, body=body, link=link)


def as_json_line(identity: str, result: Classification) -> str:
    """One line of `classify`'s output."""
    scores = {field.value: result.scores.get(f"field:{field}", 0.0) for field in result.fields}
    evidence = [
        {
            "phrase": item.phrase,
            "where": item.where,
            "start": item.start,
            "end": item.end,
            "weight": round(item.weight, 3),
            "for": item.target,
        }
        for item in result.evidence
    ]
    value = {
        "id": identity,
        "relevant": result.relevant,
        "confidence": result.confidence,
        "fields": scores,
        "topics": list(result.topics),
        "tone": result.tone,
        "evidence": evidence,
        "findings": [asdict(finding) for finding in result.findings],
    }
    return json.dumps(value, ensure_ascii=False)


def evaluate(pairs: Sequence[tuple[Labelled, Classification]]) -> Report:
    """Compare. Fields, topics and tones are counted over all lines, so that a wrong relevance costs there too.

    Raises:
        LoaError: there is nothing to compare.
    """
    if not pairs:
        raise LoaError("editorial.no_lines")
    confusion: dict[str, dict[str, int]] = {}
    for label, result in pairs:
        row = confusion.setdefault(label.tone or "none", {})
        row[result.tone or "none"] = row.get(result.tone or "none", 0) + 1
    swaps = confusion.get(Tone.PRAISE, {}).get(Tone.CRITICISM, 0) + confusion.get(Tone.CRITICISM, {}).get(Tone.PRAISE, 0)
    return Report(
        lines=len(pairs),
        relevance=_score([({"yes"} if label.relevant else set(), {"yes"} if result.relevant else set()) for label, result in pairs], "yes"),
        fields={each.value: _score([(label.fields, set(result.fields)) for label, result in pairs], each) for each in Field},
        topics={each.value: _score([(label.topics, set(result.topics)) for label, result in pairs], each) for each in Topic},
        tones={each.value: _score([({label.tone}, {result.tone}) for label, result in pairs], each) for each in Tone},
        confusion=confusion,
        swaps=swaps,
        worst=tuple(_worst(pairs)),
    )


def _score(pairs: Sequence[tuple[Any, Any]], member: object) -> Score:
    right = sum(member in wanted and member in given for wanted, given in pairs)
    wrong = sum(member not in wanted and member in given for wanted, given in pairs)
    missed = sum(member in wanted and member not in given for wanted, given in pairs)
    return Score(right=right, wrong=wrong, missed=missed)


def _worst(pairs: Sequence[tuple[Labelled, Classification]]) -> list[Mapping[str, object]]:
    """The mistakes that were made with the most confidence."""
    mistakes = [(_mistake(label, result), label, result) for label, result in pairs]
    made = sorted((each for each in mistakes if each[0]), key=lambda each: (-each[2].confidence, each[1].id))
    return [
        {
            "id": label.id,
            "title": label.entry.title,
            "mistake": mistake,
            "confidence": result.confidence,
            "evidence": [f"{item.phrase} ({item.weight:+.1f} {item.target})" for item in result.evidence],
        }
        for mistake, label, result in made[:_WORST]
    ]


def _mistake(label: Labelled, result: Classification) -> str:
    if label.relevant != result.relevant:
        return "missed" if label.relevant else "false alarm"
    if label.tone != result.tone:
        return f"{label.tone} taken for {result.tone}"
    return ""
