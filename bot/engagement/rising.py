"""What is rising now: Posts that gain more than the Page's posts usually do at that age. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a Post gained of one figure between two of its snapshots; `usual` is what the Page's posts gain between the same ages, None where not known."""

    post_key: str
    since: datetime
    until: datetime
    value: int
    gained: int
    usual: float | None

    @property
    def an_hour(self) -> float:
        """The gain an hour."""
        return self.gained / max((self.until - self.since) / _HOUR, 1 / 60)

    @property
    def is_rising(self) -> bool:
        """Whether it gains, and more than usual."""
        return self.gained > 0 and (self.usual is None or self.gained > self.usual)


def usual_gain(typical: Mapping[str, float], earlier: str, later: str) -> float | None:
    """What the Page's posts gain between two rungs, by the typical figure at each; None where one is not known."""
    if earlier not in typical or later not in typical:
        return None
    return max(typical[later] - typical[earlier], 0.0)


def quickest_first(gain: Gain) -> tuple[float, str]:
    """The order in which gains are told."""
    return -gain.an_hour, gain.post_key


def rising(gains: Iterable[Gain], most: int) -> tuple[Gain, ...]:
    """Those that rise, the quickest first."""
    found = [gain for gain in gains if gain.is_rising]
    return tuple(sorted(found, key=quickest_first)[:most])
