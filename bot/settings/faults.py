"""pydantic's errors to sentences an editor understands, each at its place in the file, with "did you mean"."""

import difflib
import re
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.errors import Fault
from bot.messages import TABLE, Language, say
from bot.settings.positions import Document, shown_path

# Error types of pydantic -> message key; "{expected}" and the like are filled from its context.
_KEYS: Final[Mapping[str, str]] = {
    "missing": "settings.missing_key",
    "extra_forbidden": "settings.unknown_key",
    "string_type": "settings.want_text",
    "int_type": "settings.want_whole_number",
    "int_parsing": "settings.want_whole_number",
    "int_from_float": "settings.want_whole_number",
    "float_type": "settings.want_number",
    "float_parsing": "settings.want_number",
    "finite_number": "settings.want_number",
    "bool_type": "settings.want_true_or_false",
    "bool_parsing": "settings.want_true_or_false",
    "tuple_type": "settings.want_list",
    "list_type": "settings.want_list",
    "dict_type": "settings.want_mapping",
    "model_type": "settings.want_mapping",
    "model_attributes_type": "settings.want_mapping",
    "literal_error": "settings.want_one_of",
    "enum": "settings.want_one_of",
    "greater_than_equal": "settings.too_small",
    "greater_than": "settings.not_above",
    "less_than_equal": "settings.too_big",
    "less_than": "settings.too_big",
    "too_short": "settings.too_few",
    "too_long": "settings.too_many",
    "string_too_short": "settings.text_too_short",
    "string_too_long": "settings.text_too_long",
    "string_pattern_mismatch": "settings.bad_form",
    "url_parsing": "settings.bad_url",
    "url_scheme": "settings.bad_url",
    "url_type": "settings.bad_url",
    "url_syntax_violation": "settings.bad_url",
    "url_too_long": "settings.bad_url",
}
_SHOWN: Final = 60
# A token, an app's token "id|secret", an app's secret, and the user's name with the password of an address.
_SECRETS: Final = re.compile(r"EAA[0-9A-Za-z]{13,}|[0-9]{8,20}\|[0-9A-Za-z_-]{8,}|\b[0-9a-f]{32}\b|(?<=://)[^\s:/@]*:\S+(?=@)")


def translate(error: ValidationError, model: type[BaseModel], document: Document, shown: str, language: Language) -> list[Fault]:
    """Every error of a validation as a Fault."""
    details = error.errors(include_url=False)
    return [_one(detail, model, document, shown, language) for detail in details if not _follows(detail, details)]


def _follows(detail: ErrorDetails, details: Sequence[ErrorDetails]) -> bool:
    """A list counts as too short when its only items are faulty; what is wrong with them is all there is to say."""
    path = detail["loc"]
    return detail["type"] == "too_short" and any(each["loc"][: len(path)] == path and len(each["loc"]) > len(path) for each in details)


def _one(detail: ErrorDetails, model: type[BaseModel], document: Document, shown: str, language: Language) -> Fault:
    path = [part for part in detail["loc"] if part != "[key]"]
    line, column = document.place(path)
    return Fault(shown, line, column, shown_path(path), _sentence(detail, path, model, language))


def _sentence(detail: ErrorDetails, path: Sequence[str | int], model: type[BaseModel], language: Language) -> str:
    kind = detail["type"]
    context = {name: value for name, value in detail.get("ctx", {}).items() if isinstance(value, str | int | float)}
    value = brief(detail.get("input"))
    if kind in TABLE:
        return say(kind, language, **context)
    if kind == "extra_forbidden":
        known = _names_at(model, path[:-1])
        return say("settings.unknown_key", language, key=path[-1], hint=did_you_mean(str(path[-1]), known, language))
    if kind in {"literal_error", "enum"}:
        allowed = _allowed(str(context.get("expected", "")))
        return say(
            "settings.want_one_of", language, value=value, allowed=", ".join(allowed), hint=did_you_mean(str(value), allowed, language)
        )
    if kind in {"greater_than_equal", "greater_than", "less_than_equal", "less_than"}:
        limit = next((context[name] for name in ("ge", "gt", "le", "lt") if name in context), "")
        return say(_KEYS[kind], language, value=value, limit=f"{limit:g}" if isinstance(limit, float) else limit)
    if kind in {"too_short", "too_long", "string_too_short", "string_too_long"}:
        limit = next((context[name] for name in ("min_length", "max_length") if name in context), "")
        return say(_KEYS[kind], language, limit=limit)
    if kind == "string_pattern_mismatch":
        return say("settings.bad_form", language, value=value, example=_example(path, language))
    if detail.get("input") is None and kind.endswith("_type"):
        return say("settings.no_value", language)
    key = _KEYS.get(kind)
    if key == "settings.missing_key":
        return say(key, language, key=path[-1])
    return say(key, language, value=value) if key else say("settings.other", language, value=value, why=detail["msg"])


def _example(path: Sequence[str | int], language: Language) -> str:
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    found = f"settings.form_{key}"
    return say(found, language) if found in TABLE else say("settings.form_any", language)


def brief(value: object) -> str:
    """A value as it may be shown in a fault: short, and never anything that looks like a secret."""
    if isinstance(value, Mapping | list | tuple):
        return "…"
    text = str(value)
    return "…" if looks_secret(text) else without_secrets(text)[:_SHOWN]


def without_secrets(text: str) -> str:
    """A text without the tokens, app secrets and passwords of addresses in it: what was pasted to a wrong place comes back in keys, paths and parsers' words."""
    return _SECRETS.sub("…", text)


def looks_secret(text: str) -> bool:
    """Whether a text looks like a token or a password rather than a setting: long, without blanks, letters and digits mixed."""
    if text.startswith("EAA") and len(text) >= 20:
        return True
    head, bar, tail = text.partition("|")
    if bar and head.isdecimal() and len(head) >= 8 and len(tail) >= 8:
        return True
    alone = text.replace("-", "").replace("_", "")
    is_one_word = len(alone) >= 24 and alone.isalnum() and alone.isascii()
    return is_one_word and any(each.isdigit() for each in alone) and any(each.isalpha() for each in alone)


def _allowed(expected: str) -> list[str]:
    """`'a', 'b' or 'c'` → the three."""
    return [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",") if part.strip()]


def did_you_mean(word: str, known: Sequence[str], language: Language) -> str:
    """A question with the closest of the known words, or an empty text."""
    by_lower = {each.lower(): each for each in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return say("settings.did_you_mean", language, word=by_lower[close[0]]) if close else ""


def _names_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that the model at `path` knows; [] where there is no model."""
    current: Any = model
    for part in path:
        current = next(_inside(current, part), None)
    models = list(_models(current))
    return [name for each in models for name in each.model_fields]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {Union, types.UnionType}:
        for each in get_args(annotation):
            yield from _models(each)


def _inside(annotation: Any, part: str | int) -> Iterator[Any]:
    """The annotation of a model's field, a sequence's item or a mapping's value."""
    for model in _models(annotation):
        if isinstance(part, str) and part in model.model_fields:
            yield model.model_fields[part].annotation
    arguments = [each for each in get_args(annotation) if each is not Ellipsis]
    if get_origin(annotation) in {tuple, list} and isinstance(part, int) and arguments:
        yield arguments[0]
    if get_origin(annotation) is dict and len(arguments) == 2:
        yield arguments[1]
