"""When the database itself can't be used, nothing can be noticed or settled in it: then whoever wants to hear of what is urgent is told from memory.

Each worker remembers for itself, so several of them may each tell it once, and one that is restarted tells it anew: better than nobody.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from bot.alert import Concern
from bot.alerts.protocol import Message
from bot.errors import InDoubt, Refused, Transient
from bot.messages import say
from bot.service.plain import plain
from bot.service.world import World, log

_BEFORE_ALARM: Final = timedelta(minutes=10)  # a backup or a busy disk is over by then
_AGAIN_AFTER: Final = timedelta(hours=6)
_REASON: Final = 300


@dataclass(slots=True)
class LastResort:
    """Which ticks fail for the database, since when; safe to use from the threads of all ticks."""

    _failing: dict[str, datetime] = field(default_factory=dict)
    _reason: str = ""
    _last_at: datetime | None = None
    _told_at: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def failed(self, tick: str, reason: str, now: datetime) -> None:
        """The database could not be used by this tick."""
        with self._lock:
            if self._last_at is not None and now - self._last_at >= _BEFORE_ALARM:
                self._failing.clear()  # what failed once and has had no work since says nothing of now
            self._failing.setdefault(tick, now)
            self._reason, self._last_at = reason, now

    def worked(self, tick: str) -> None:
        """This tick has done a unit of work, so it could write."""
        with self._lock:
            self._failing.pop(tick, None)

    def to_tell(self, now: datetime) -> tuple[datetime, str] | None:
        """Since when and why, where it is time to tell it."""
        with self._lock:
            if not self._failing or self._last_at is None:
                return None
            since = min(self._failing.values())
            is_lasting = self._last_at - since >= _BEFORE_ALARM and now - self._last_at < _BEFORE_ALARM
            if not is_lasting or (self._told_at is not None and now - self._told_at < _AGAIN_AFTER):
                return None
            return since, self._reason

    def told(self, now: datetime) -> None:
        """Somebody has been told."""
        with self._lock:
            self._told_at = now


def tell_of_the_database(world: World, trouble: LastResort) -> int:
    """Tell those who want to hear of what is urgent, where the database has not been usable for some minutes; how many were told."""
    found = trouble.to_tell(world.clock())
    if found is None:
        return 0
    since, reason = found
    body = say(
        "alerts.database_since",
        world.language,
        since=f"{since.astimezone(world.zone):%H:%M %d/%m/%Y}",
        reason=plain(reason, _REASON, world.settings.secrets.values()),
    )
    message, told = Message(title=say("alerts.database", world.language), body=body, is_urgent=True), 0
    for policy in world.settings.alerts.recipients:
        if Concern.URGENT not in policy.kinds:
            continue
        try:
            world.messengers[policy.name].send(message)
        except (Transient, InDoubt, Refused) as error:
            log.error("a recipient could not be told", recipient=policy.name, reason=error.say(world.language))
        else:
            told += 1
    if told:
        trouble.told(world.clock())
    return told
