"""JSON from outside (the admin port, a file of faults) to values of the sandbox; an unknown key is a mistake."""

import json
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.sandbox.faults import Fault


def read(kind: Any, given: Any) -> Any:
    """`given` as a value of `kind`. Raises ValueError with what is wrong, and never with the value itself: it may hold a token."""
    if is_dataclass(kind) and isinstance(given, dict):
        unknown = set(given) - {each.name for each in fields(kind)}
        if unknown:
            raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
    try:
        return TypeAdapter(kind).validate_python(given)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False, include_context=False)
        raise ValueError("; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}".removeprefix(": ") for each in wrong)) from None


def read_faults(given: Any) -> list[Fault]:
    """One fault or a list of them. Raises ValueError."""
    return [read(Fault, each) for each in (given if isinstance(given, list) else [given])]


def faults_in(text: str) -> list[Fault]:
    """The faults in a JSON text. Raises ValueError."""
    return read_faults(json.loads(text))
