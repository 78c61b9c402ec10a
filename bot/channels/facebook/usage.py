"""How much of Facebook's limits is used: the three header shapes, read so that nothing in them can break us (facts: graph-api §7.3)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

_HEADERS: Final = ("x-app-usage", "x-page-usage", "x-business-use-case-usage")
_PERCENTS: Final = ("call_count", "total_time", "total_cputime")
_LONGEST: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Usage:
    """The largest percentage of any limit (0 where none is told), and how long until access is regained (None where not told)."""

    percent: float = 0.0
    regain: timedelta | None = None

    @property
    def throttled(self) -> bool:
        """Whether calling on would only make it worse."""
        return self.percent >= 100


def read_usage(headers: Mapping[str, str]) -> Usage:
    """The usage in response headers, whatever is in them."""
    lowered = {name.lower(): value for name, value in headers.items()}
    objects = [each for name in _HEADERS if name in lowered for each in _objects(lowered[name])]
    percents = [value for each in objects for name in _PERCENTS if (value := _number(each.get(name))) is not None]
    minutes = [value for each in objects if (value := _number(each.get("estimated_time_to_regain_access"))) is not None and value > 0]
    regain = min(timedelta(minutes=min(max(minutes), 1e6)), _LONGEST) if minutes else None
    return Usage(percent=max(percents, default=0.0), regain=regain)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9 else None


def _objects(text: str) -> Iterator[Mapping[str, Any]]:
    """The objects that may hold percentages: the header's own, or those in the lists it maps ids to."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(value, Mapping):
        return
    yield value
    for inner in value.values():
        if isinstance(inner, list):
            yield from (each for each in inner[:100] if isinstance(each, Mapping))
