"""Values to JSON, the same way for every verb: dataclasses by field, times as ISO 8601 in UTC, clock times as 07:30, enums by value.

A field that its class keeps out of its repr (a picture's bytes, a secret) is left out here, too.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from pathlib import Path


def plain(value: object) -> object:
    """Lists, dicts, strings and numbers only.

    Raises:
        TypeError: a kind of value that no verb should print.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | Path):
        return str(value)
    if isinstance(value, date):  # which a datetime is, too
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value) if field.repr}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    raise TypeError(f"not printable as JSON: {type(value).__name__}")


def to_json(value: object) -> str:
    """One JSON document, readable, Vietnamese unescaped."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2)
