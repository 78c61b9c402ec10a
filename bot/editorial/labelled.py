"""Lines of labelled entries in, lines of classifications out."""

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import NoneType
from typing import Any, Final, TypeVar

from bot.errors import LoaError
from bot.judgement import Band, Classification, Field, Tone, Topic
from bot.messages import Sentence
from bot.model import Entry, digest
from bot.vietnamese.cut import beginning

_TEXTS: Final[Mapping[str, tuple[type, ...]]] = {
    "id": (str, int),
    "summary": (str, NoneType),
    "body": (str, NoneType),
    "link": (str, NoneType),
}
_DETAILS: Final = ("fields", "topics", "tone")
_READ: Final = ("id", "title", "summary", "body", "link", "relevant", *_DETAILS)
_NOTES: Final = frozenset({"kind", "year", "sure"})  # what labelled files say for training, and nothing else needs
_MAY_BE_ABSENT: Final = ("summary", "body", "link")  # a slip of the pen in one of these goes unnoticed otherwise
_CLOSE: Final = 0.8
_MOST_FIELDS: Final = 3
_SHOWN: Final = 60  # characters of a value in a sentence
_Id = TypeVar("_Id", Field, Topic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One labelled line."""

    id: str
    entry: Entry
    relevant: bool
    fields: frozenset[Field]
    topics: frozenset[Topic]
    tone: Tone | None


class LabelledLines:
    """Labelled lines, of one file or of several; afterwards `notes` tells what in them is odd and yet can be measured."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._odd: dict[tuple[str, str], tuple[Sentence, int]] = {}

    def read(self, lines: Iterable[tuple[int, str]], file: str = "") -> Iterator[Labelled]:
        """The labels of numbered lines; `file` is its name where there are several. Raises LoaError naming the line."""
        for number, line in lines:
            value = _object(line, number)
            label = _labelled(value, number)
            place = {"number": number, "file": file} if file else {"number": number}
            here = Sentence("editorial.line_of" if file else "editorial.line", place)
            for odd in self._oddities(value, label):
                first, count = self._odd.get(odd, (here, 0))
                self._odd[odd] = first, count + 1
            self._ids.add(label.id)
            yield label

    def _oddities(self, value: Mapping[str, Any], label: Labelled) -> Iterator[tuple[str, str]]:
        yield from (("editorial.unread_key", _shown(key)) for key in value.keys() - {*_READ, *_NOTES})
        if label.id in self._ids:
            yield "editorial.id_twice", ""
        if len(label.fields) > _MOST_FIELDS or (Field.GENERAL in label.fields and len(label.fields) > 1):
            yield "editorial.label_fields", ""

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """A sentence on each oddity: how often it is met, and where first."""
        keys = ", ".join(_READ)
        return tuple(
            Sentence(message, {"key": key, "first": first, "count": count, "keys": keys, "most": _MOST_FIELDS})
            for (message, key), (first, count) in sorted(self._odd.items(), key=lambda item: item[0])
        )


def parse_entry_line(line: str, number: int) -> tuple[str, Entry]:
    """A line of `classify`: its id and the Entry. Raises LoaError naming the line."""
    value = _object(line, number)
    return str(value["id"]), _entry(value)


def parse_labelled(line: str, number: int) -> Labelled:
    """A line of `evaluate`. A label that is not there says nothing, so it is none of the four answers: raises LoaError naming the line and the label."""
    return _labelled(_object(line, number), number)


def _labelled(value: Mapping[str, Any], number: int) -> Labelled:
    _refuse_slips(value, number)
    relevant = value.get("relevant")
    if not isinstance(relevant, bool):
        raise _bad_label(value, "relevant", number)
    fields, topics = _ids(value, "fields", Field, number), _ids(value, "topics", Topic, number)
    tone = value.get("tone")
    if "tone" not in value or not (tone is None or _is_one_of(tone, Tone)):
        raise _bad_label(value, "tone", number)
    if relevant and tone is None:
        raise LoaError("editorial.label_without_tone", number=number)
    if not relevant:
        for key in _DETAILS:
            if value[key]:
                raise LoaError("editorial.label_of_irrelevant", number=number, key=key, value=_shown(value[key]))
    return Labelled(
        id=str(value["id"]), entry=_entry(value), relevant=relevant, fields=fields, topics=topics, tone=None if tone is None else Tone(tone)
    )


def _refuse_slips(value: Mapping[str, Any], number: int) -> None:
    """A text that is there under a name that is nearly its own would count as none."""
    absent = [key for key in _MAY_BE_ABSENT if key not in value]
    for key in sorted(value.keys() - {*_READ, *_NOTES}) if absent else ():
        meant = difflib.get_close_matches(key.strip().lower(), absent, n=1, cutoff=_CLOSE)
        if meant:
            raise LoaError("editorial.key_slip", number=number, key=_shown(key), meant=meant[0])


def _ids(value: Mapping[str, Any], key: str, kind: type[_Id], number: int) -> frozenset[_Id]:
    given = value.get(key)
    if not isinstance(given, list) or not all(_is_one_of(each, kind) for each in given):
        raise _bad_label(value, key, number)
    return frozenset(kind(each) for each in given)


def _is_one_of(value: object, kind: type[StrEnum]) -> bool:
    return isinstance(value, str) and value in set(kind)


def _bad_label(value: Mapping[str, Any], key: str, number: int) -> LoaError:
    return LoaError("editorial.bad_label", number=number, key=key, value=_shown(value[key]) if key in value else "–")


def _shown(value: object) -> str:
    """As it stands in the line, so far as it is short."""
    return beginning(json.dumps(value, ensure_ascii=False), _SHOWN)


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
        # Half a surrogate pair is JSON, and no text that can be kept or shown.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise LoaError("editorial.bad_line", number=number) from error
    if not isinstance(value, dict) or "id" not in value or not isinstance(value.get("title"), str):
        raise LoaError("editorial.bad_line", number=number)
    for key, kinds in _TEXTS.items():
        if type(value.get(key)) not in kinds:
            raise LoaError("editorial.no_text", number=number, key=key, value=_shown(value.get(key)))
    return value


def _entry(value: Mapping[str, Any]) -> Entry:
    title, summary, body, link = (value.get(name) or "" for name in ("title", "summary", "body", "link"))
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
        "criticism_likelihood": result.criticism_likelihood,
        "band": band,
        "fields": scores,
        "topics": list(result.topics),
        "tone": result.tone,
        "evidence": evidence,
        "findings": [asdict(item) for item in result.findings],
    }
    return json.dumps(value, ensure_ascii=False)
