"""Polls that make no Post: what they brought waits for its like, and is stored for many feeds in one transaction, which takes a fraction of the time.

Whatever waits here is lost when the process dies, and nothing with it: its feeds are asked again when their leases end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.errors import Overruled, Overtaken, StoreError
from bot.likeness import near
from bot.service.world import SERVICE, World
from bot.store.polls import Answered, Arrival, PollOutcome

_MOST_FEEDS: Final = 32
_MOST_ENTRIES: Final = 100  # the database is not to be kept from others for long


@dataclass(frozen=True, slots=True)
class _Waiting:
    answered: Answered
    again: Callable[[], PollOutcome]
    then: Callable[[PollOutcome], None]


@dataclass(slots=True)
class Calm:
    """What waits to be stored, in the order in which it came. `flush` at the end."""

    world: World
    _waiting: list[_Waiting] = field(default_factory=list)
    _entries: int = 0
    _keys: set[str] = field(default_factory=set)
    _fingerprints: list[int] = field(default_factory=list)

    @staticmethod
    def takes(answered: Answered) -> bool:
        """Whether that can wait: whoever makes Posts must see what was stored before, and have them at once."""
        return not any(arrival.posts for arrival in answered.arrivals)

    def may_know(self, arrivals: Sequence[Arrival]) -> bool:
        """Whether one of `arrivals` may be the same article as one that waits: it can be told only once that one is stored."""
        return bool(self._waiting) and any(
            arrival.likeness.title_key in self._keys
            or arrival.likeness.link_key in self._keys
            or near(arrival.likeness.fingerprint, self._fingerprints)
            for arrival in arrivals
        )

    def add(self, answered: Answered, again: Callable[[], PollOutcome], then: Callable[[PollOutcome], None]) -> None:
        """Have it stored with the next ones; `then` is called with the outcome. Should something stand against it, `again` does it all anew.

        Raises what `flush` does.
        """
        self._waiting.append(_Waiting(answered, again, then))
        self._entries += len(answered.arrivals)
        for arrival in answered.arrivals:
            self._keys |= {arrival.likeness.title_key, arrival.likeness.link_key} - {""}
            self._fingerprints.append(arrival.likeness.fingerprint)
        if len(self._waiting) >= _MOST_FEEDS or self._entries >= _MOST_ENTRIES:
            self.flush()

    def flush(self) -> None:
        """Store what waits. Raises StoreError, and what `again` raises."""
        waiting = self._waiting
        self._waiting, self._entries, self._keys, self._fingerprints = [], 0, set(), []
        if not waiting:
            return
        try:
            outcomes = self.world.store.polls.record_all([each.answered for each in waiting], SERVICE)
        except (Overruled, Overtaken):
            # Another worker was at one of them: each by itself, as it is now.
            self._one_by_one(waiting)
            return
        for each, outcome in zip(waiting, outcomes, strict=True):
            each.then(outcome)

    @staticmethod
    def _one_by_one(waiting: Sequence[_Waiting]) -> None:
        broken: list[Exception] = []
        for each in waiting:
            try:
                each.then(each.again())
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - raised below, once the others have had their turn
                broken.append(error)
        if broken:
            raise broken[0]
