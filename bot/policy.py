"""What every room's `policy.py` is made of: a frozen model that knows its keys, durations and clock times as editors write them.

A validator that refuses raises `PydanticCustomError` whose type is a message key of `bot.messages` ("settings.…"), so that the loader can
say it in the editor's language.
"""

import re
from datetime import time, timedelta
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_DURATION: Final = re.compile(r"([0-9]{1,6})(s|m|h|d)")
_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


class Policy(BaseModel):
    """The settings one room takes: frozen, and strict about keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, use_attribute_docstrings=True, allow_inf_nan=False)


Laid = TypeVar("Laid", bound=Policy)


def laid_over(own: Laid, base: Laid) -> Laid:
    """`base` with the keys that `own` was given in its place, and so for policies within; lists and mappings are replaced whole."""
    given = {}
    for name in own.model_fields_set:
        value, below = getattr(own, name), getattr(base, name)
        given[name] = laid_over(value, below) if isinstance(value, Policy) and isinstance(below, Policy) else value
    return base.model_copy(update=given)


def parse_duration(value: object) -> timedelta:
    """`"90s"`, `"15m"`, `"6h"`, `"7d"` → timedelta."""
    if isinstance(value, timedelta):
        return value
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("settings.not_a_duration", "not a duration: {value}", {"value": str(value)})
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def write_duration(value: timedelta) -> str:
    """The shortest exact writing: `timedelta(hours=6)` → `"6h"`."""
    seconds = int(value.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def parse_clock(value: object) -> time:
    """`"07:30"` → time(7, 30)."""
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("settings.not_a_clock_time", "not a time of day: {value}", {"value": str(value)})
    return time(int(match[1]), int(match[2]))


def no_oftener_than(least: timedelta) -> AfterValidator:
    """A validator for how often something is asked: refuses a shorter interval."""

    def check(every: timedelta) -> timedelta:
        if every < least:
            raise PydanticCustomError("settings.too_often", "too often", {"value": write_duration(every), "least": write_duration(least)})
        return every

    return AfterValidator(check)


def no_longer_than(most: timedelta, *, least: timedelta = timedelta(0)) -> AfterValidator:
    """A validator for a duration: refuses a longer one than `most` and a shorter one than `least`, in words (pydantic's own limit is told as Python writes a timedelta)."""

    def check(duration: timedelta) -> timedelta:
        if duration < least:
            raise PydanticCustomError(
                "settings.too_small", "too short", {"value": write_duration(duration), "limit": write_duration(least)}
            )
        if duration > most:
            raise PydanticCustomError("settings.too_big", "too long", {"value": write_duration(duration), "limit": write_duration(most)})
        return duration

    return AfterValidator(check)


Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(write_duration, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,6}(s|m|h|d)$", "examples": ["15m", "6h", "7d"]}),
]

ClockTime = Annotated[
    time,
    BeforeValidator(parse_clock),
    PlainSerializer(lambda value: value.strftime("%H:%M"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9]$", "examples": ["07:30"]}),
]

# The name of a feed or a Page inside the settings: also part of keys in the database, so kept plain.
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]

# The name of an environment variable that holds a secret; the value itself never stands in YAML.
EnvironmentName = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,63}$")]
