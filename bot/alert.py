"""The noun Alert: one thing that needs a human, told once to each recipient. Values only, as in `bot.model`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class Concern(StrEnum):
    """What a recipient wants to hear of."""

    URGENT = "urgent"  # something stands still, or may go wrong at any moment
    TROUBLE = "trouble"  # will go wrong, or has for some time: a feed, a token
    DECISIONS = "decisions"  # a Post or a Step waits for an editor
    DIGEST = "digest"  # the day's summary, whatever there is


class AlertKind(StrEnum):
    """What needs a human, the most urgent first: the order in which a message tells."""

    PAGE_DOWN = "page-down"  # a Page is paused
    IN_DOUBT = "in-doubt"  # a Post's outcome is not known after several looks
    SETTINGS = "settings"  # an edited settings file was refused, the old ones go on
    DISK_LOW = "disk-low"
    WARNED = "warned"  # a token that ends, a right that is missing
    BRAKED = "braked"  # a Page's circuit breaker holds
    FEED_GONE = "feed-gone"
    FEED_RESTS = "feed-rests"
    FEED_SILENT = "feed-silent"
    PAGE_STILL = "page-still"  # nothing has gone out on a Page for long
    UNREACHED = "unreached"  # a recipient of alerts can't be reached
    STEP_HELD = "step-held"  # what is to become of a published Post
    FAILED = "failed"  # a Post that the channel refuses
    STEP_FAILED = "step-failed"
    OVERDUE = "overdue"  # a Post that was to be approved, and a reminder has passed
    HELD = "held"  # a Post waits for an approval


CONCERNS: Final[Mapping[AlertKind, Concern]] = {
    AlertKind.PAGE_DOWN: Concern.URGENT,
    AlertKind.IN_DOUBT: Concern.URGENT,
    AlertKind.SETTINGS: Concern.URGENT,
    AlertKind.DISK_LOW: Concern.URGENT,
    AlertKind.WARNED: Concern.TROUBLE,
    AlertKind.BRAKED: Concern.TROUBLE,
    AlertKind.FEED_GONE: Concern.TROUBLE,
    AlertKind.FEED_RESTS: Concern.TROUBLE,
    AlertKind.FEED_SILENT: Concern.TROUBLE,
    AlertKind.PAGE_STILL: Concern.TROUBLE,
    AlertKind.UNREACHED: Concern.TROUBLE,
    AlertKind.STEP_HELD: Concern.DECISIONS,
    AlertKind.FAILED: Concern.DECISIONS,
    AlertKind.STEP_FAILED: Concern.DECISIONS,
    AlertKind.OVERDUE: Concern.DECISIONS,
    AlertKind.HELD: Concern.DECISIONS,
}
URGENCY: Final[Mapping[AlertKind, int]] = {kind: place for place, kind in enumerate(AlertKind)}

Identity = tuple[AlertKind, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing that needs a human, since `since`.

    `subject` is a Post's key, "channel:NAME", "feed:NAME", "recipient:NAME", "settings" or "disk"; `mark` tells one occurrence from another (the text that
    waits for an approval, when a Page was paused): the same occurrence is told once, ever. `said` is the sentence where no state has it any more.
    `seen_at` is when Loa noticed, `resolved_at` when it no longer needed anybody; `id` is 0 until it is stored.
    """

    kind: AlertKind
    subject: str
    mark: str
    since: datetime
    said: str = ""
    id: int = 0
    seen_at: datetime | None = None
    resolved_at: datetime | None = None

    @property
    def identity(self) -> Identity:
        """What makes it this occurrence and no other."""
        return self.kind, self.subject, self.mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody who is told, as the store knows them. `turn` counts messages begun: who changes it, sends.

    `claimed_until` is set from the beginning of a message to its settlement; what is left of a claim says that the message may have arrived. `attempts`
    failed since `failing_since`, the last for `reason`; none is made before `try_after`. `sent` counts the messages of the local `day`, `digest_on` is
    the local day of the last digest.
    """

    name: str
    turn: int = 0
    claimed_until: datetime | None = None
    attempts: int = 0
    try_after: datetime | None = None
    failing_since: datetime | None = None
    reason: str = ""
    day: date | None = None
    sent: int = 0
    last_sent_at: datetime | None = None
    digest_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """That an Alert was told to a recipient, and when; `solved_at` is when they were told that it is over."""

    alert: int
    recipient: str
    told_at: datetime
    solved_at: datetime | None = None
