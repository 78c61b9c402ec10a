"""How each Page and its token fare, from what is written down: no network is asked for a view of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.channels.protocol import Channel
from bot.model import ChannelStatus, Cooldown
from bot.plan.limits import may_measure, may_publish
from bot.service.limits import resting
from bot.service.tokens import ADVICE_MARK, INSPECTED, WRONG_MARK
from bot.service.world import World
from bot.store.lists import JournalWish

_HOUR: Final = timedelta(hours=1)


class PageHealth(StrEnum):
    """How a Page fares, what needs a human most first."""

    PAUSED = "paused"
    WARNED = "warned"  # an inspection found something that a human should see to
    RESTING = "resting"
    UNKNOWN = "unknown"  # not inspected yet
    FINE = "fine"


_ORDER: Final = {health: place for place, health in enumerate(PageHealth)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One thing that an inspection found, in the words of then."""

    ok: bool
    advice: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReport:
    """A Page of the settings. `found_at` is since when an inspection finds just this; `load` is how much of Facebook's limits is used, in percent (None: not known)."""

    name: str
    page_id: str
    health: PageHealth
    status: ChannelStatus
    rest: Cooldown | None
    found: tuple[Noted, ...]
    found_at: datetime | None
    load: float | None
    load_until: datetime | None
    slow: bool
    stopped: bool
    attempts: int
    most_per_hour: int
    last_out: datetime | None


def conditions(world: World) -> tuple[PageReport, ...]:
    """Every enabled Page, those that need a human first."""
    attempts = world.store.lists.attempts(world.clock() - _HOUR)
    found = [_report(world, name, channel, attempts.get(name, 0)) for name, channel in world.channels.items()]
    return tuple(sorted(found, key=lambda report: (_ORDER[report.health], report.name)))


def _report(world: World, name: str, channel: Channel, attempts: int) -> PageReport:
    now, policy = world.clock(), world.settings.limits
    status, rest = world.store.channels.status(name), resting(world, channel)
    noted = world.store.lists.journal(JournalWish(subject=f"channel:{name}", verb=INSPECTED), 1).lines
    found = read_findings(noted[0].reason) if noted else ()
    load = channel.load if channel.load.until is not None and channel.load.until > now else None
    return PageReport(
        name=name,
        page_id=next((page.page_id for page in world.settings.pages if page.name == name), ""),
        health=_health(status, rest, found),
        status=status,
        rest=rest,
        found=found,
        found_at=noted[0].at if noted else None,
        load=None if load is None else load.percent,
        load_until=None if load is None else load.until,
        slow=not may_measure(policy, channel.load.percent),
        stopped=not may_publish(policy, channel.load.percent),
        attempts=attempts,
        most_per_hour=policy.most_per_hour,
        last_out=world.store.lists.last_out(name),
    )


def read_findings(text: str) -> tuple[Noted, ...]:
    """What an inspection has written into the journal, line by line."""
    return tuple(
        Noted(ok=not line.startswith(WRONG_MARK), advice=line.startswith(ADVICE_MARK), sentence=line.partition(" ")[2])
        for line in text.split("\n")
        if line
    )


def _health(status: ChannelStatus, rest: Cooldown | None, found: Sequence[Noted]) -> PageHealth:
    if status.paused_since is not None:
        return PageHealth.PAUSED
    if any(not noted.ok for noted in found):
        return PageHealth.WARNED
    if rest is not None:
        return PageHealth.RESTING
    return PageHealth.FINE if found else PageHealth.UNKNOWN
