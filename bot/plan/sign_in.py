"""How long to wait after sign-ins that failed: a few are free, then each doubles the wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """How failures are counted under one key."""

    free: int
    """So many failures in a row cost nothing: people mistype."""
    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=15)
    forgotten_after: timedelta = timedelta(days=1)
    """Without a further failure for so long, those that were count no more."""

    def wait(self, failures: int) -> timedelta:
        """How long after the last of `failures` nothing is tried."""
        beyond = failures - self.free
        if beyond < 0:
            return timedelta(0)
        # Beyond 30 doublings any sensible `first` is above any sensible `longest`.
        return min(self.first * (1 << min(beyond, 30)), self.longest)

    def until(self, failures: int, last: datetime) -> datetime:
        """The instant from which on the next one is tried."""
        return last + self.wait(failures)


# By name: whoever guesses one person's password. By address: whoever tries one password on many; a whole office may share an address.
BY_NAME: Final = Brake(free=4)
BY_ADDRESS: Final = Brake(free=20)
BY_DEVICE: Final = Brake(free=9)


@dataclass(frozen=True, slots=True)
class Counted:
    """Under which key an attempt counts, and how."""

    key: str
    brake: Brake


def refused_until(found: Sequence[tuple[Brake, int, datetime]], now: datetime) -> datetime | None:
    """Until when nothing is tried, by what stands under the keys (brake, failures, the last of them); None where it may be tried now."""
    ends = [brake.until(failures, last) for brake, failures, last in found if now - last < brake.forgotten_after]
    return max((end for end in ends if end > now), default=None)
