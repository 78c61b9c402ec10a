"""A World whose every effect (each write of the store, each call of a channel) can be counted, and met by a crash, an error or another worker."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

from bot.errors import LoaError
from bot.service.world import World
from tests.store.test_locked import WRITES

CHANNEL = frozenset(
    {
        "publish",
        "find",
        "look",
        "comment",
        "find_comment",
        "edit",
        "withdraw",
        "engagement",
        "survey",
        "page_figures",
        "unanswered",
        "check",
    }
)
# What these answer where there was nothing to do: then they have done nothing either.
_NOTHING: dict[str, object] = {
    "feeds.claim_due": [],
    "outbox.claim": None,
    "outbox.claim_doubtful": None,
    "steps.claim": None,
    "channels.claim_probe": None,
    "channels.claim_inspection": False,
    "channels.pause": None,
    "measuring.add_foreign": 0,
    "measuring.note_lost": False,
    "measuring.note_regained": False,
}
# At start only, and without a trace where nothing has changed.
_AT_START = frozenset({"feeds.ensure", "channels.inspect_soon", "channels.probe_soon"})

When = Literal["before", "after"]
MOMENTS: tuple[When, When] = ("before", "after")


class CrashError(BaseException):
    """The process dies here. No `except Exception` may hold it up."""


@dataclass
class Call:
    """One call; `did` is False where it found nothing to do. `beat` is the one that it belongs to, None where an editor's turn made it."""

    name: str
    beat: int | None = None
    did: bool = False


@dataclass
class Effects:
    """`hook` is called around each effect with its number in `calls`, its name, and "before" or "after" (after an error, too)."""

    hook: Callable[[int, str, When], None] = lambda number, name, when: None
    calls: list[Call] = field(default_factory=list)
    beat: int | None = None

    def watched(self, world: World) -> World:
        """`world`, with every effect passing here."""
        channels = {name: _Watched(page, self, "channel", CHANNEL) for name, page in world.channels.items()}
        return replace(world, store=_WatchedStore(world.store, self), channels=channels)

    def numbers(self) -> list[int]:
        """The numbers of the calls that did something."""
        return [number for number, call in enumerate(self.calls) if call.did]

    def enter(self, beat: int | None) -> None:
        """A beat begins, or (None) an editor's turn."""
        self.beat = beat

    def moments(self, numbers: Collection[int]) -> list[tuple[int, When]]:
        """Before and after each of these. Left out is what dies in the very same world as another: between two effects of one beat nothing lasting happens."""
        did = self.numbers()
        same = {
            number for number, then in pairwise(did) if then in numbers and self.calls[number].beat == self.calls[then].beat is not None
        }
        return [(number, when) for number in numbers for when in MOMENTS if when == "before" or number not in same]

    def run(self, name: str, effect: Callable[[], Any]) -> Any:
        number = len(self.calls)
        self.calls.append(Call(name, self.beat))
        self.hook(number, name, "before")
        try:
            result = effect()
        except LoaError:
            self.calls[number].did = True
            self.hook(number, name, "after")
            raise
        self.calls[number].did = name not in _NOTHING or result != _NOTHING[name]
        self.hook(number, name, "after")
        return result


class _Watched:
    def __init__(self, inner: object, effects: Effects, prefix: str, names: frozenset[str]) -> None:
        self._inner, self._effects, self._prefix, self._names = inner, effects, prefix, names

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name not in self._names:
            return found
        return lambda *args, **kwargs: self._effects.run(f"{self._prefix}.{name}", lambda: found(*args, **kwargs))


class _WatchedStore:
    """The Store, its writes those that the tests of a locked database know (and these know every public method)."""

    def __init__(self, inner: Any, effects: Effects) -> None:
        self._inner, self._effects = inner, effects

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        writes = {write.removeprefix(f"{name}.") for write in set(WRITES) - _AT_START if write.startswith(f"{name}.")}
        return _Watched(found, self._effects, name, frozenset(writes)) if writes else found
