"""What is kept of a Page beside the snapshots of its Posts: other posts' figures, its own, what it does not give, what waits for an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Lack(StrEnum):
    """Why a figure is missing. Missing is never 0."""

    GONE = "gone"  # the Post is no more on its Page, or hidden
    NO_PERMISSION = "no-permission"  # the token may not read it
    TOO_FEW_LIKES = "too-few-likes"  # Facebook gives insights from 100 likes of the Page on
    NOT_OFFERED = "not-offered"  # Facebook has it no more
    REFUSED = "refused"  # Facebook refuses it, and says nothing that is known
    NOT_YET = "not-yet"  # not in the answer; insights come up to a day late
    UNREADABLE = "unreadable"  # in the answer, and no count


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignSnapshot:
    """Engagement of a post of the Page that is not Loa's: numbers only."""

    channel: str
    remote_id: str
    published_at: datetime
    rung: str
    taken_at: datetime
    metrics: Mapping[str, int]
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSnapshot:
    """The Page itself on one day: `metrics` as they stood at that moment, `days` the values of whole days before it by metric."""

    channel: str
    rung: str
    taken_at: datetime
    metrics: Mapping[str, int]
    missing: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, Mapping[date, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LostMetric:
    """A figure that a Page does not give: since when, why, and until when it is not asked for."""

    channel: str
    metric: str
    why: Lack
    found_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How many comments of a Post have no answer of the Page: `waiting` is None where it can't be told, and a least number where not all were read.

    `comments` is the count that called for the look: another count calls for another look.
    """

    post_key: str
    looked_at: datetime
    comments: int
    waiting: int | None
    is_whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """How far back the posts of a Page have been read: from `since` on they are to be; down to `reached` they are."""

    channel: str
    since: datetime
    reached: datetime
    posts: int = 0
    done_at: datetime | None = None

    def share(self, now: datetime) -> float:
        """How much of the time that is to be read back has been: from 0 to 1."""
        if self.done_at is not None or now <= self.since:
            return 1.0
        return min(max((now - self.reached) / (now - self.since), 0.0), 1.0)
