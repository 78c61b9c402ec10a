"""What a channel is to the service: five verbs and the values they return. The four errors are in `bot.errors`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.model import Draft


@dataclass(frozen=True, slots=True)
class Receipt:
    """A Post that is on the channel: its id there, and its address for people ("" where not known yet)."""

    remote_id: str
    permalink: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """`find` has read everything the channel shows since the attempt began, and the Post is not among it."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """`find` could not read everything (an error, a listing cut short); `reason` is a sentence for a human."""

    reason: str


Found = Receipt | Absent | Unsure


@dataclass(frozen=True, slots=True)
class Measure:
    """Engagement of one Post now. A metric the channel did not give is absent from `metrics` and named in `missing` with the reason."""

    metrics: Mapping[str, int]
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing `check` looked at: fine or not, and a sentence with the remedy in the installation's language.

    `stops` says whether nothing can be published while it is not fine; False where it is a warning, or costs figures only.
    """

    ok: bool
    what: str
    sentence: str
    stops: bool = True


class Channel(Protocol):
    """A place that publishes. One instance per Page; safe to use from several threads."""

    @property
    def name(self) -> str:
        """The Page's name in the settings."""

    def publish(self, draft: Draft) -> Receipt:
        """Send the Draft once, byte for byte; never retries by itself.

        Raises:
            Transient: certainly nothing happened.
            InDoubt: it may be on the Page.
            Refused: this Draft will never be accepted.
            ChannelDown: a human must act first.
        """

    def find(self, draft: Draft, since: datetime) -> Found:
        """Look for the Draft among what the channel shows since `since` (aware): by its marker in the link, else by its exact NFC message.

        Raises nothing of its own for network trouble: that is `Unsure`. A dead token raises ChannelDown.
        """

    def engagement(self, remote_ids: Sequence[str]) -> Mapping[str, Measure]:
        """Engagement of up to 50 Posts by remote id. A Post the channel no longer shows is absent from the result.

        Raises:
            Transient: nothing could be read now.
            ChannelDown: a human must act first.
        """

    def permalink(self, remote_id: str) -> str:
        """The address for people, "" where the channel gives none. Raises Transient or ChannelDown."""

    def check(self) -> Sequence[Finding]:
        """Ask whether token, Page and permissions are fit; never raises for what it can report as a Finding."""
