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
from bot.judgement import Classification, Tone
from bot.messages import Language
from bot.model import Entry
from bot.plan.bookings import Booking, Traits
from bot.plan.lanes import lane_of
from bot.plan.policy import Lane, TimetablePolicy
from bot.settings.model import Settings
from bot.store.posts import Taken
from bot.store.store import Store

Clock = Callable[[], datetime]

_A_DAY: Final = timedelta(days=1)
_A_MONTH: Final = timedelta(days=32)
_CHOSEN: Final = frozenset({"placed", "forced"})  # verbs of the journal: an editor has chosen the time

SETTINGS_SPREAD: Final = timedelta(hours=1)  # another worker may have read of a new Page before this one
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

    @property
    def named_pages(self) -> frozenset[str]:
        """The Pages that the settings name, be they enabled or not."""
        return frozenset({*self.channels, *(policy.name for policy in self.settings.pages)})

    def is_named(self, page: str) -> bool:
        """Whether the settings name the Page, be it enabled or not."""
        return page in self.named_pages

    def pages_of(self, feed: str) -> Sequence[str]:
        """Names of the enabled Pages that the feed's news goes to."""
        wanted = next((policy.pages for policy in self.settings.feeds if policy.name == feed), ())
        return [name for name in self.channels if not wanted or name in wanted]

    def timetable(self, page: str) -> TimetablePolicy:
        """When Posts of `page` may go out."""
        return self.settings.timetable_of(page)

    @staticmethod
    def lane(policy: TimetablePolicy, entry: Entry, classification: Classification) -> Lane:
        """The lane of a Post of this Entry; where nobody knows its tone, it is neutral."""
        tone = classification.tone or Tone.NEUTRAL
        return lane_of(policy.lanes, tone, classification.fields, classification.topics, entry.feed, entry.title)

    def traits(self, page: str, entry: Entry, classification: Classification, first_seen_at: datetime) -> Traits:
        """What the timetable of `page` must know of a Post of this Entry."""
        lane = self.lane(self.timetable(page), entry, classification)
        return Traits(tone=classification.tone or Tone.NEUTRAL, fields=classification.fields, lane=lane, first_seen_at=first_seen_at)

    def taken(self, page: str, now: datetime) -> list[Booking]:
        """The times of the last day and from now on at which Posts of `page` went out or are due: what a new slot must respect (spacing, caps, the mix)."""
        policy = self.timetable(page)
        back = _A_MONTH if policy.mix.no_field_twice or policy.mix.shares else _A_DAY
        since = now - max(back, policy.least_spacing)
        return [_booking(policy, each) for each in self.store.outbox.taken(page, since, in_full=_asks_what_others_are(policy))]

    def sent(self, page: str, now: datetime) -> list[Booking]:
        """When Posts of `page` went out, or may have, in the last day and the least spacing: what a Post that is due must respect."""
        policy = self.timetable(page)
        found = self.store.outbox.sent(page, now - max(_A_DAY, policy.least_spacing), in_full=bool(policy.caps))
        return [_booking(policy, each) for each in found]


def _asks_what_others_are(policy: TimetablePolicy) -> bool:
    """Whether it matters for a new slot what the other Posts are about, or who gave them their times."""
    return bool(policy.caps or policy.lanes or policy.mix.no_field_twice or policy.mix.shares or policy.catch_up_per_day)


def _booking(policy: TimetablePolicy, taken: Taken) -> Booking:
    tone = taken.tone or Tone.NEUTRAL
    lane = lane_of(policy.lanes, tone, taken.fields, taken.topics, taken.feed, taken.title)
    return Booking(
        at=taken.at,
        post=taken.post,
        traits=Traits(tone=tone, fields=taken.fields, lane=lane),
        fixed=not taken.waits or taken.verb in _CHOSEN,
        moved=taken.waits and taken.verb == "moved",
    )
