"""The settings of engagement: the ladder of ages at which a published Post is measured, what is kept, and the log file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.policy import Policy, parse_duration, write_duration

MOST_RUNGS: Final = 400
_KEYS: Final = frozenset({"every", "until"})
_DURATION_SCHEMA: Final = {"type": "string", "pattern": "^[0-9]{1,6}(s|m|h|d)$", "examples": ["1h", "1d"]}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of the ladder with even rungs, up to and with `until`."""

    every: timedelta
    until: timedelta


def _read_rung(value: object) -> Any:
    """`"6h"`, or `{every: 1h, until: 1d}`."""
    if not isinstance(value, Mapping):
        return parse_duration(value)
    if set(value) != _KEYS:
        raise PydanticCustomError("settings.bad_stretch", "not a stretch of the ladder")
    stretch = _Stretch(parse_duration(value["every"]), parse_duration(value["until"]))
    if not stretch.every:
        raise PydanticCustomError("settings.stretch_stands_still", "the interval must be longer than nothing")
    return stretch


def _rungs(parts: Sequence[timedelta | _Stretch]) -> Iterator[timedelta]:
    at = timedelta(0)
    for part in parts:
        if isinstance(part, _Stretch):
            if part.until <= at:
                raise PydanticCustomError("settings.ladder_not_climbing", "the ages must climb")
            # Counted first: "every: 1s, until: 90d" must be refused, not laid out.
            if (part.until - at) / part.every > MOST_RUNGS:
                raise _too_many()
            while (at := at + part.every) < part.until:
                yield at
            at = part.until
        else:
            at = part
        yield at


def _too_many() -> PydanticCustomError:
    return PydanticCustomError("settings.too_many_rungs", "too many ages", {"most": MOST_RUNGS})


def _laid_out(parts: Sequence[timedelta | _Stretch]) -> tuple[timedelta, ...]:
    rungs = tuple(_rungs(parts))
    if len(rungs) > MOST_RUNGS:
        raise _too_many()
    if any(later <= earlier for earlier, later in pairwise(rungs)):
        raise PydanticCustomError("settings.ladder_not_climbing", "the ages must climb")
    return rungs


_Rung = Annotated[
    timedelta,
    PlainValidator(_read_rung),
    PlainSerializer(write_duration, return_type=str),
    WithJsonSchema(
        {
            "anyOf": [
                _DURATION_SCHEMA,
                {
                    "type": "object",
                    "properties": {"every": _DURATION_SCHEMA, "until": _DURATION_SCHEMA},
                    "required": ["every", "until"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
USUAL: Final = _laid_out((_Stretch(_HOUR, _DAY), _Stretch(6 * _HOUR, 7 * _DAY), _Stretch(_DAY, 30 * _DAY), _Stretch(7 * _DAY, 90 * _DAY)))


class EngagementPolicy(Policy):
    """The `engagement:` part of bot.yaml."""

    ladder: Annotated[tuple[_Rung, ...], Field(min_length=1, max_length=MOST_RUNGS), AfterValidator(_laid_out)] = USUAL
    """Ages, and stretches of them; once read, all ages one by one."""
    whole_page: bool = True
    """Whether the figures (numbers only) of the Page's other posts are kept, too: the Page's own median is then that of the whole Page."""
    log: str = "data/engagement.jsonl"
    """JSON lines, one a snapshot; relative to the folder Loa is started in. Empty: no file."""
