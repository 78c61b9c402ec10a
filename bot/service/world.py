"""What the service works with, put together once by the composition root (`bot.cli`) and swapped whole when the settings change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.alerts.protocol import Messenger
from bot.channels.protocol import Channel
from bot.compose.draft import Desk
from bot.editorial.lexicon import Lexicon
from bot.intake.fetch import Fetcher
from bot.intake.policy import FeedPolicy
from bot.messages import Language
from bot.settings.model import Settings
from bot.store.store import Store

Clock = Callable[[], datetime]

SERVICE: Final = "loa"  # the actor in the journal where no human decided

log = structlog.stdlib.get_logger("loa.service")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Settings and collaborators of one moment; a tick takes it once, so that a reload never changes a unit of work under way.

    `channels` holds the enabled Pages by name, `messengers` the ways to those who are told; `clock` gives aware UTC.
    """

    settings: Settings
    store: Store
    fetcher: Fetcher
    channels: Mapping[str, Channel]
    lexicon: Lexicon
    clock: Clock
    messengers: Mapping[str, Messenger] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        """The language of reasons in the journal and of everything an editor reads."""
        return self.settings.language

    @property
    def zone(self) -> ZoneInfo:
        """The wall clock of the people who read."""
        return ZoneInfo(self.settings.timetable.timezone)

    @property
    def desk(self) -> Desk:
        """What the composing room needs."""
        settings = self.settings
        return Desk(
            policy=settings.compose,
            vocabulary=settings.vocabulary,
            templates=settings.templates,
            source=settings.organisation.name,
            timezone=settings.timetable.timezone,
        )

    def feed_policy(self, feed: str) -> FeedPolicy:
        """The settings of a feed; one that they no longer name is treated as the first one (it has no time-outs and no name of its own any more)."""
        return next((policy for policy in self.settings.feeds if policy.name == feed), self.settings.feeds[0])

    def pages_of(self, feed: str) -> Sequence[str]:
        """Names of the enabled Pages that the feed's news goes to."""
        wanted = next((policy.pages for policy in self.settings.feeds if policy.name == feed), ())
        return [name for name in self.channels if not wanted or name in wanted]

    def taken(self, page: str, now: datetime) -> list[datetime]:
        """The times of the last day and from now on at which Posts of `page` went out or are due: what a new slot must respect (spacing, the day's cap)."""
        return self.store.outbox.due_times(page, now - max(timedelta(days=1), self.settings.timetable.least_spacing))
