"""What a channel is to the service: its verbs and the values they return. The four errors are in `bot.errors`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, Protocol

from bot.errors import Scope
from bot.figures import Lack
from bot.model import Draft, Way


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A Post as the channel shows it: its address for people and its text; `picture` says whether it shows one, its own or its link card's."""

    permalink: str
    message: str
    picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One post of the channel's listing, whoever made it: `markers` are those of Loa in its links, `message` is NFC."""

    remote_id: str
    created_at: datetime | None
    message: str
    markers: frozenset[str]
    permalink: str


@dataclass(frozen=True, slots=True)
class Load:
    """How much of the channel's limits is used, in percent of the fullest one, and until when that is to be believed (None: nothing is known)."""

    percent: float = 0.0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """Engagement of one Post now. A metric the channel did not give is absent from `metrics` and named in `missing` with the reason (a `Lack`)."""

    metrics: Mapping[str, int]
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """A post of the channel with its engagement now, whoever made it."""

    remote_id: str
    created_at: datetime | None
    measure: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Posts of the channel, the newest first. Down to `reached` they are all that it lists; None: down to the beginning of what was asked for."""

    posts: Sequence[Surveyed]
    reached: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeasure:
    """The channel's own figures: `metrics` as they stand now, `days` the values of whole days by metric; `missing` as in `Measure`."""

    metrics: Mapping[str, int]
    missing: Mapping[str, str]
    days: Mapping[str, Mapping[date, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """How many comments below a Post have no answer of the channel's own; `is_whole` is False where not all could be seen."""

    waiting: int
    is_whole: bool


NOTHING_LOST: Final[Mapping[str, Lack]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing `check` looked at: fine or not, and a sentence with the remedy in the installation's language.

    `stops` says whether nothing can be published while it is not fine; False where it is a warning, or costs figures only. `ends` is when the thing
    looked at ends (a token, a right), None where it does not. `passing` says that it could not be asked now, so that nothing lasting is known; `advice`
    that only a human can look, and how.
    """

    ok: bool
    what: str
    sentence: str
    stops: bool = True
    ends: datetime | None = None
    passing: bool = False
    advice: bool = False


def nothing() -> None:
    """For who has nothing to do before a Post is made."""


class Channel(Protocol):
    """A place that publishes. One instance per Page; safe to use from several threads."""

    @property
    def name(self) -> str:
        """The Page's name in the settings."""

    @property
    def scopes(self) -> Mapping[Scope, str]:
        """The names under which a cool-down of its app, its token and the Page itself are kept; other Pages may share the first two."""

    @property
    def load(self) -> Load:
        """How much of its limits is used; no network."""

    def publish(
        self, draft: Draft, way: Way = Way.LINK, pictures: Sequence[bytes] = (), about_to_send: Callable[[], None] = nothing
    ) -> Receipt:
        """Send the Draft once, byte for byte, by one of its ways; never retries by itself.

        Args:
            draft: what is sent.
            way: one of its ways.
            pictures: the bytes of its pictures.
            about_to_send: called right before the one request that makes the Post, after everything that only prepares it; what it raises is passed
                on, and then nothing was sent.

        Raises:
            Transient: certainly nothing happened; Throttled, where the channel wants to be left alone.
            InDoubt: it may be on the Page.
            Refused: this Draft will never be accepted, at least not in this way.
            ChannelDown: a human must act first.
        """

    def find(self, draft: Draft, since: datetime, known: Collection[str] = ()) -> Found:
        """Look for the Draft among what the channel shows since `since` (aware): by its marker in a link, else by its exact NFC text.

        `known` are remote ids of other Posts: none of them is this one, whatever its text. Raises nothing of its own for network trouble: that is
        `Unsure`. A dead token raises ChannelDown, a limit Throttled.
        """

    def look(self, remote_id: str) -> Seen | None:
        """The Post as it stands there; None where it is gone. Raises Transient or ChannelDown."""

    def comment(self, remote_id: str, text: str) -> str:
        """Write a comment below a Post, once; its id. Raises as `publish` does."""

    def find_comment(self, remote_id: str, text: str) -> str:
        """The id of the Page's own comment with exactly this text, "" where all comments were read and there is none.

        Raises Transient, ChannelDown, or Refused where comments must not be read.
        """

    def edit(self, remote_id: str, text: str) -> None:
        """Give a Post another text; doing it twice is as doing it once. Raises as `publish` does."""

    def withdraw(self, remote_id: str) -> None:
        """Take a Post off the channel; one that is gone already is fine. Raises as `publish` does."""

    def listing(self, since: datetime) -> Sequence[Listed]:
        """Everything the channel shows since `since`, whoever posted it. Raises Transient or ChannelDown."""

    def engagement(self, remote_ids: Sequence[str], without: Mapping[str, Lack] = NOTHING_LOST) -> Mapping[str, Measure]:
        """Engagement of up to 50 Posts by remote id. A Post the channel no longer shows is absent from the result.

        Metrics in `without` are known not to be given: they are not asked for, and missing for that reason.

        Raises:
            Transient: nothing could be read now.
            ChannelDown: a human must act first.
        """

    def survey(self, since: datetime, until: datetime, without: Mapping[str, Lack] = NOTHING_LOST) -> Survey:
        """The newest of the channel's own posts made between the two (about a hundred), whoever made them, with their engagement. Raises as `engagement`."""

    def page_figures(self, since: date, until: date, without: Mapping[str, Lack] = NOTHING_LOST) -> PageMeasure:
        """The channel's own figures now, and those of each day from `since` on and before `until`. Raises as `engagement`."""

    def unanswered(self, remote_ids: Sequence[str]) -> Mapping[str, Unanswered]:
        """How many comments wait for an answer, for up to 50 Posts; one the channel no longer shows is absent.

        Raises:
            Transient, ChannelDown: as `engagement`.
            Refused: comments must not be read.
        """

    def check(self) -> Sequence[Finding]:
        """Ask whether token, Page and permissions are fit; never raises for what it can report as a Finding."""
