"""The nouns of Loa and the legal moves of a Post (DESIGN, section 3). Values only: frozen, no clock, no I/O.

Times are aware and in UTC everywhere. Keys of entries and posts are derived from what they stand for, so that the same news item or the
same intended post has the same key in every process, and a unique constraint closes every race.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.errors import Doubt


class Standing(StrEnum):
    """What became of an Entry; the reason beside it says why."""

    BASELINE = "baseline"  # was on the site before Loa: stored, never posted
    IRRELEVANT = "irrelevant"  # not about administrative reform
    UNUSABLE = "unusable"  # relevant, but no Post can be made of it (no link, no Page, a template that fails)
    ACCEPTED = "accepted"  # has Posts; their states say the rest
    COPY = "copy"  # the same article as another Entry, which goes on in its place
    LATE = "late"  # old news, or more at once than may be posted: stored, never posted


class Role(StrEnum):
    """What a person may do on the editors' page; each may what those before it may."""

    VIEWER = "viewer"  # looks
    EDITOR = "editor"  # edits texts, corrects judgements, moves and rejects Posts
    APPROVER = "approver"  # approves, and withdraws what is published


class FeedState(StrEnum):
    """Whether a Feed is asked."""

    ACTIVE = "active"
    RESTING = "resting"  # has failed for long: asked seldom, until it answers again
    GONE = "gone"  # 410: asked no more, until its address changes or an operator asks


class PostState(StrEnum):
    """Where a Post stands."""

    HELD = "held"  # waits for an editor's decision
    SCHEDULED = "scheduled"  # will go out at its due time
    PUBLISHING = "publishing"  # claimed; in doubt until settled
    PUBLISHED = "published"  # on the Page, with its remote id
    FAILED = "failed"  # the channel refuses it; certainly not on the Page
    DROPPED = "dropped"  # rejected, expired, or the source was withdrawn; the journal says which
    WITHDRAWN = "withdrawn"  # was published, and an editor had it taken off the Page again


# The legal moves. The store refuses every other one, and the tests walk this table.
MOVES: Final[Mapping[PostState, frozenset[PostState]]] = {
    PostState.HELD: frozenset({PostState.SCHEDULED, PostState.DROPPED}),
    PostState.SCHEDULED: frozenset({PostState.PUBLISHING, PostState.HELD, PostState.DROPPED}),
    # back to `scheduled` only when it is certain that nothing was posted
    PostState.PUBLISHING: frozenset({PostState.PUBLISHED, PostState.FAILED, PostState.SCHEDULED}),
    PostState.PUBLISHED: frozenset({PostState.WITHDRAWN}),
    # an editor's `retry`, or a new text after a change at the source
    PostState.FAILED: frozenset({PostState.SCHEDULED, PostState.HELD, PostState.DROPPED}),
    # an editor's `undo` of a rejection, soon after it, and nothing else
    PostState.DROPPED: frozenset({PostState.HELD}),
    PostState.WITHDRAWN: frozenset(),
}


class Way(StrEnum):
    """How a Draft goes out; a template names its ways in the order in which they are tried."""

    LINK = "link"  # text with a link card
    PHOTO = "photo"  # one picture, its caption ending in the link
    PHOTOS = "photos"  # up to ten pictures, the text ending in the link
    COMMENT = "comment"  # text alone, the link in the first comment


class StepKind(StrEnum):
    """What is still to be done to a Post that is on its Page."""

    COMMENT = "comment"  # its first comment, with the link
    EDIT = "edit"  # another text
    WITHDRAW = "withdraw"  # take it off the Page


class StepState(StrEnum):
    """Where a Step stands: the outbox of a Post, once more, for what follows the posting."""

    HELD = "held"  # waits for an editor's decision
    DUE = "due"
    DOING = "doing"  # claimed; in doubt until settled
    DONE = "done"
    FAILED = "failed"  # the channel refuses it
    DROPPED = "dropped"  # rejected, or another Step took its place


# The legal moves of a Step, as MOVES are those of a Post.
STEP_MOVES: Final[Mapping[StepState, frozenset[StepState]]] = {
    StepState.HELD: frozenset({StepState.DUE, StepState.DROPPED}),
    StepState.DUE: frozenset({StepState.DOING, StepState.DROPPED}),
    # back to `due` at any time: before a Step is done again, the Page is asked whether it is done already
    StepState.DOING: frozenset({StepState.DONE, StepState.FAILED, StepState.DUE}),
    StepState.DONE: frozenset(),
    StepState.FAILED: frozenset({StepState.DUE, StepState.DROPPED}),
    StepState.DROPPED: frozenset(),
}


class SubscriptionState(StrEnum):
    """Where a WebSub subscription stands."""

    ASKED = "asked"  # the hub has been asked, and has not verified yet
    LIVE = "live"  # verified: the hub tells what is new until the lease ends
    REFUSED = "refused"  # the hub said no, or did not answer: the feed is polled as ever


def digest(*parts: str) -> str:
    """SHA-256 over the parts, each closed by a NUL so that ("ab", "c") differs from ("a", "bc"); 64 hex digits."""
    return hashlib.sha256(("\0".join(parts) + "\0" if parts else "").encode()).hexdigest()


def entry_key(feed: str, identity: str) -> str:
    """The key of an Entry: "e" and 15 hex digits."""
    return "e" + digest(feed, identity)[:15]


def post_key(entry: str, channel: str, edition: int = 1) -> str:
    """The key of a Post, also its marker in the link: "p" and 15 hex digits. A deliberate re-post is a new edition."""
    return "p" + digest(entry, channel, str(edition))[:15]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A polled URL as the store knows it. `seeded` is set once the first complete poll has been stored.

    `asks_at` is the address that a permanent redirect was adopted to, "" for `url` itself; `moved_to` and `moved_since` are a permanent redirect that has
    not held long enough yet. `failing_since` is when the present row of failures began. `last_answer` is what the server said last, in a word or two;
    `last_new_at` is when the feed last carried something new; `silence_told_at` is when its silence was told. `hub` is the WebSub hub that it names, and `ttl`, `skip_hours` (GMT), `skip_days` (0 is Monday) are how its document wants to be asked.
    """

    name: str
    url: str
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    next_poll_at: datetime
    last_polled_at: datetime | None = None
    failures: int = 0
    last_error: str = ""
    seeded: bool = False
    state: FeedState = FeedState.ACTIVE
    asks_at: str = ""
    moved_to: str = ""
    moved_since: datetime | None = None
    failing_since: datetime | None = None
    last_answer: str = ""
    last_new_at: datetime | None = None
    silence_told_at: datetime | None = None
    hub: str = ""
    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A Feed's WebSub subscription: whom to ask (`hub`) for what (`topic`).

    `asked_at` is None until the hub is asked; `asked_with` is the mark of the callback and the secret that it was given. `failures` counts requests since
    the last one that was verified, `reason` says what came of the last. `told_at` is when the hub last told of news; None where it never did, or where
    news were found that it had not told of.
    """

    feed: str
    hub: str
    topic: str
    state: SubscriptionState = SubscriptionState.ASKED
    asked_at: datetime | None = None
    asked_with: str = ""
    lease_until: datetime | None = None
    failures: int = 0
    reason: str = ""
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One news item as the site published it. Texts are plain (no markup), NFC, bounded; `published_at` is None when the site gave no usable date.

    `pictures` are addresses that may hold a picture of it, the most promising first.
    """

    feed: str
    identity: str
    title: str
    link: str
    summary: str = ""
    body: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    published_at: datetime | None = None

    @property
    def key(self) -> str:
        """The key in the database and on the command line."""
        return entry_key(self.feed, self.identity)

    @property
    def content_hash(self) -> str:
        """Changes when what a reader sees changes; dates and tracking are left out (lessons 24, 25)."""
        return digest(self.title, self.summary, self.body, self.link)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as it goes out: the SHA-256 of its bytes (the store has them), its size in pixels, and what it shows, in words."""

    digest: str
    width: int
    height: int
    alt: str


_PLAIN_WAYS: Final = (Way.LINK,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The exact text, link, pictures and first comment that would go out. What the editor approves is byte for byte what is sent.

    `ways` are tried in their order, the next one only where the channel has refused the one before; all of them are what is approved.
    """

    message: str
    link: str
    marker: str
    ways: tuple[Way, ...] = _PLAIN_WAYS
    pictures: tuple[Picture, ...] = ()
    comment: str = ""

    def text(self, way: Way) -> str:
        """The text that is sent with `way`: a photo has no link card, so there the link stands below the text, unless it is in it already."""
        bare = way in {Way.LINK, Way.COMMENT} or not self.link or self.link in self.message
        return self.message if bare else f"{self.message}\n\n{self.link}"

    @property
    def hash(self) -> str:
        """Binds an Approval to exactly this Draft."""
        parts = asdict(self)
        for name, usual in (("ways", _PLAIN_WAYS), ("pictures", ()), ("comment", "")):
            # What a Draft of the first schema did not have is left out where it says nothing, so that approvals given then still count.
            if parts[name] == usual:
                del parts[name]
        return digest(json.dumps(parts, ensure_ascii=False, sort_keys=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One Draft for one Channel: a row of the outbox.

    `due_at` is the slot it holds; `try_after` postpones a claim after a Transient failure; `claimed_until` is the lease while `publishing`;
    `attempted_at` is when the present attempt began; `doubts` counts the looks since then, and `absences` those of them that read everything and did not
    find it; `doubt` is what the last answer was worth; `way` is how it goes out, or went. Once it is out, `try_after`
    postpones the look for its address. `edited_by` are those whose words are in the Draft; nobody, where Loa has composed it.
    """

    key: str
    entry_key: str
    channel: str
    edition: int
    draft: Draft
    state: PostState
    way: Way = Way.LINK
    doubt: Doubt = Doubt.UNKNOWN
    due_at: datetime | None = None
    try_after: datetime | None = None
    claimed_until: datetime | None = None
    attempted_at: datetime | None = None
    attempts: int = 0
    doubts: int = 0
    absences: int = 0
    remote_id: str = ""
    permalink: str = ""
    published_at: datetime | None = None
    reason: str = ""
    created_at: datetime
    edited_by: tuple[str, ...] = ()

    @property
    def next_way(self) -> Way | None:
        """The way to be tried where the channel refuses the present one; None after the last."""
        ways = self.draft.ways
        following = ways[ways.index(self.way) + 1 :] if self.way in ways else ()
        return following[0] if following else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do to a Post that is on its Page: a row of the second outbox.

    `text` is the comment's text or the Post's new message, "" for a withdrawal; `reason` says why it is wanted, or what went wrong last;
    `entry_hash` is the content of the Entry that called for it, "" where an editor did. `attempts` counts how often it was sent, `sent_at` is when it
    was last sent with an outcome that nobody knows: before it is sent again, the Page is asked. `remote_id` is the comment's id.
    """

    id: int = 0
    post_key: str
    kind: StepKind
    state: StepState
    text: str = ""
    by: str
    reason: str = ""
    entry_hash: str = ""
    attempts: int = 0
    try_after: datetime | None = None
    claimed_until: datetime | None = None
    attempted_at: datetime | None = None
    sent_at: datetime | None = None
    remote_id: str = ""
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooldown:
    """Until when nothing is asked of a channel for `scope` ("app:…", "token:…" or "page:…"), and why. `strikes` counts repetitions, which last longer."""

    scope: str
    until: datetime
    reason: str
    strikes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """An editor's decision on exactly one Draft: any later change of it voids the decision, and so does `undo`, which sets `undone_at`."""

    post_key: str
    draft_hash: str
    approved: bool
    by: str
    at: datetime
    note: str = ""
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the append-only journal: who or what did what to which subject, when and why.

    `subject` is a Post's or Entry's key, "feed:NAME", "channel:NAME" or "settings". `before`/`after` are Post states where a Post moved, else "".
    """

    at: datetime
    actor: str
    subject: str
    verb: str
    before: str = ""
    after: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Engagement of a published Post at one instant. A metric absent from `metrics` is missing (never 0); `missing` says why: a `Lack`, or a sentence."""

    post_key: str
    rung: str
    taken_at: datetime
    metrics: Mapping[str, int]
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStatus:
    """Whether a Channel is paused (nothing goes out until a human acts), since when, why, when it will be probed again, and when it was last inspected."""

    name: str
    paused_since: datetime | None = None
    reason: str = ""
    probe_at: datetime | None = None
    inspected_at: datetime | None = None
