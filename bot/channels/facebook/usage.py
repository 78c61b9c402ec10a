"""How much of Facebook's limits is used: the three header shapes, read so that nothing in them can break us (facts: graph-api §7.3)."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.channels.protocol import Load

_HEADERS: Final = ("x-app-usage", "x-page-usage", "x-business-use-case-usage")
_PERCENTS: Final = ("call_count", "total_time", "total_cputime")
_LONGEST: Final = timedelta(days=1)
# Shares are those of a rolling hour: an old reading says less and less, and nobody would ask anew while the old one keeps everybody from asking.
_READING_HOLDS: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Usage:
    """The largest percentage of any limit (0 where none is told), and how long until access is regained (None where not told)."""

    percent: float = 0.0
    regain: timedelta | None = None


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


class Gauge:
    """The last reading of one Page's client, from whichever thread. `clock` gives aware UTC."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._load = Load()

    def read(self, headers: Mapping[str, str]) -> None:
        """Take the usage of an answer; an answer without any says nothing (the headers come only "once enough calls have been made")."""
        usage = read_usage(headers)
        if usage.percent > 0 or usage.regain is not None:
            until = self._clock() + (usage.regain or _READING_HOLDS)
            with self._lock:
                self._load = Load(usage.percent, until)

    @property
    def load(self) -> Load:
        """The last reading, or none where it is too old to say anything."""
        with self._lock:
            load = self._load
        return load if load.until is not None and load.until > self._clock() else Load()
