"""Lines of labelled entries in, lines of classifications out."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.errors import LoaError
from bot.judgement import Band, Classification, Field, Tone, Topic
from bot.model import Entry, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One labelled line."""

    id: str
    entry: Entry
    relevant: bool
    fields: frozenset[Field]
    topics: frozenset[Topic]
    tone: Tone | None


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


def as_json_line(identity: str, result: Classification, band: Band) -> str:
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
        "likelihood": result.likelihood,
        "tone_confidence": result.tone_confidence,
        "band": band,
        "fields": scores,
        "topics": list(result.topics),
        "tone": result.tone,
        "evidence": evidence,
        "findings": [asdict(item) for item in result.findings],
    }
    return json.dumps(value, ensure_ascii=False)
