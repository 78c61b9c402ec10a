"""Rows to nouns and back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from bot.errors import Doubt
from bot.judgement import Answer, Classification, Evidence, Field, Finding, FindingKind, Label, LabelKind, Tone, Topic
from bot.likeness import Likeness
from bot.model import (
    Approval,
    ChannelStatus,
    Cooldown,
    Draft,
    Entry,
    Event,
    Feed,
    FeedState,
    Picture,
    Post,
    PostState,
    Snapshot,
    Step,
    StepKind,
    StepState,
    Subscription,
    SubscriptionState,
    Way,
)

_FEED = (
    "name",
    "url",
    "etag",
    "last_modified",
    "body_hash",
    "next_poll_at",
    "last_polled_at",
    "failures",
    "last_error",
    "seeded",
    "asks_at",
    "moved_to",
    "moved_since",
    "failing_since",
    "last_answer",
    "last_new_at",
    "silence_told_at",
    "hub",
    "ttl",
)
_ENTRY = ("feed", "identity", "title", "link", "summary", "body", "author", "published_at")
_POST = (
    "key",
    "entry_key",
    "channel",
    "edition",
    "due_at",
    "try_after",
    "claimed_until",
    "attempted_at",
    "attempts",
    "doubts",
    "absences",
    "remote_id",
    "permalink",
    "published_at",
    "reason",
    "created_at",
)
_APPROVAL = ("post_key", "draft_hash", "approved", "by", "at", "note", "undone_at")
_LABEL = ("id", "entry_key", "revision", "content_hash", "by", "at", "note")
_EVENT = ("at", "actor", "subject", "verb", "before", "after", "reason")
_SNAPSHOT = ("post_key", "rung", "taken_at", "metrics", "missing")
_CHANNEL = ("name", "paused_since", "reason", "probe_at", "inspected_at")
_STEP = (
    "id",
    "post_key",
    "text",
    "by",
    "reason",
    "entry_hash",
    "attempts",
    "try_after",
    "claimed_until",
    "attempted_at",
    "sent_at",
    "remote_id",
    "created_at",
)
_SUBSCRIPTION = ("feed", "hub", "topic", "asked_at", "asked_with", "lease_until", "failures", "reason", "told_at")
_COOLDOWN = ("scope", "until", "reason", "strikes")


def _picked(row: RowMapping, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names}


def to_feed(row: RowMapping) -> Feed:
    """A row of `feeds`."""
    return Feed(
        **_picked(row, _FEED), state=FeedState(row["state"]), skip_hours=frozenset(row["skip_hours"]), skip_days=frozenset(row["skip_days"])
    )


def from_feed(feed: Feed) -> dict[str, Any]:
    """The values of a row of `feeds`."""
    return {
        **{name: getattr(feed, name) for name in _FEED},
        "state": feed.state,
        "skip_hours": sorted(feed.skip_hours),
        "skip_days": sorted(feed.skip_days),
    }


def to_subscription(row: RowMapping) -> Subscription:
    """A row of `subscriptions`."""
    return Subscription(**_picked(row, _SUBSCRIPTION), state=SubscriptionState(row["state"]))


def from_subscription(subscription: Subscription) -> dict[str, Any]:
    """The values of a row of `subscriptions`."""
    return asdict(subscription)


def to_entry(row: RowMapping) -> Entry:
    """The Entry in a row of `entries`."""
    return Entry(**_picked(row, _ENTRY), categories=tuple(row["categories"]), pictures=tuple(row["pictures"]))


def from_entry(entry: Entry, likeness: Likeness) -> dict[str, Any]:
    """The Entry's part of a row of `entries`."""
    return {
        **{name: getattr(entry, name) for name in _ENTRY},
        "categories": list(entry.categories),
        "pictures": list(entry.pictures),
        "key": entry.key,
        "content_hash": entry.content_hash,
        "title_key": likeness.title_key,
        "link_key": likeness.link_key,
        "fingerprint": likeness.fingerprint,
    }


def to_classification(value: Mapping[str, Any]) -> Classification:
    """From the JSON of `entries.classification`."""
    return Classification(
        relevant=value["relevant"],
        confidence=value["confidence"],
        # An older Loa knew one figure only.
        likelihood=value.get("likelihood", value["confidence"] if value["relevant"] else 1 - value["confidence"]),
        tone_confidence=value.get("tone_confidence", value["confidence"]),
        criticism_likelihood=value.get("criticism_likelihood", 0.0),
        fields=tuple(Field(each) for each in value["fields"]),
        topics=tuple(Topic(each) for each in value["topics"]),
        tone=Tone(value["tone"]) if value["tone"] else None,
        scores=dict(value["scores"]),
        evidence=tuple(Evidence(**each) for each in value["evidence"]),
        # Entries that were judged by an older Loa have none.
        findings=tuple(Finding(**{**each, "kind": FindingKind(each["kind"])}) for each in value.get("findings", ())),
    )


def from_classification(value: Classification) -> dict[str, Any]:
    """To the JSON of `entries.classification`."""
    return {
        "relevant": value.relevant,
        "confidence": value.confidence,
        "likelihood": value.likelihood,
        "tone_confidence": value.tone_confidence,
        "criticism_likelihood": value.criticism_likelihood,
        "fields": list(value.fields),
        "topics": list(value.topics),
        "tone": value.tone,
        "scores": dict(value.scores),
        "evidence": [asdict(each) for each in value.evidence],
        "findings": [asdict(each) for each in value.findings],
    }


def to_post(row: RowMapping) -> Post:
    """A row of `posts`."""
    draft = Draft(
        message=row["message"],
        link=row["link"],
        marker=row["key"],
        ways=tuple(Way(way) for way in row["ways"]),
        pictures=tuple(Picture(**each) for each in row["pictures"]),
        comment=row["comment"],
    )
    return Post(
        **_picked(row, _POST),
        draft=draft,
        state=PostState(row["state"]),
        way=Way(row["way"]),
        doubt=Doubt(row["doubt"]),
        edited_by=tuple(row["edited_by"] or ()),
    )


def from_post(post: Post) -> dict[str, Any]:
    """The values of a row of `posts`."""
    values = {name: getattr(post, name) for name in _POST}
    kept = {"state": post.state, "way": post.way, "doubt": post.doubt, "edited_by": from_names(post.edited_by)}
    return {**values, **from_draft(post.draft), **kept}


def from_names(names: Sequence[str]) -> list[str] | None:
    """To the JSON of `posts.edited_by`: null for nobody, as in rows that are older than the column."""
    return list(names) or None


def from_draft(draft: Draft) -> dict[str, Any]:
    """The Draft's part of a row of `posts`; its marker is the row's key."""
    return {
        "message": draft.message,
        "link": draft.link,
        "ways": list(draft.ways),
        "pictures": [asdict(picture) for picture in draft.pictures],
        "comment": draft.comment,
        "draft_hash": draft.hash,
    }


def to_step(row: RowMapping) -> Step:
    """A row of `steps`."""
    return Step(**_picked(row, _STEP), kind=StepKind(row["kind"]), state=StepState(row["state"]))


def from_step(step: Step) -> dict[str, Any]:
    """The values of a new row of `steps`; the database gives the id."""
    return {**{name: getattr(step, name) for name in _STEP if name != "id"}, "kind": step.kind, "state": step.state}


def to_cooldown(row: RowMapping) -> Cooldown:
    """A row of `cooldowns`."""
    return Cooldown(**_picked(row, _COOLDOWN))


def to_approval(row: RowMapping) -> Approval:
    """A row of `approvals`."""
    return Approval(**_picked(row, _APPROVAL))


def to_label(row: RowMapping) -> Label:
    """A row of `labels`."""
    answer = row["answer"]
    return Label(
        **_picked(row, _LABEL),
        kind=LabelKind(row["kind"]),
        classification=to_classification(row["classification"]),
        answer=_to_answer(answer) if answer is not None else None,
    )


def from_label(label: Label) -> dict[str, Any]:
    """The values of a new row of `labels`; the database gives the id."""
    values = {name: getattr(label, name) for name in _LABEL if name != "id"}
    answer = None if label.answer is None else asdict(label.answer)
    return {**values, "kind": label.kind, "classification": from_classification(label.classification), "answer": answer}


def _to_answer(value: Mapping[str, Any]) -> Answer:
    return Answer(
        relevant=value["relevant"],
        fields=tuple(Field(each) for each in value["fields"]),
        topics=tuple(Topic(each) for each in value["topics"]),
        tone=Tone(value["tone"]) if value["tone"] else None,
    )


def to_event(row: RowMapping) -> Event:
    """A row of `events`."""
    return Event(**_picked(row, _EVENT))


def from_event(event: Event) -> dict[str, Any]:
    """The values of a new row of `events`; the database gives the id."""
    return {name: getattr(event, name) for name in _EVENT}


def to_snapshot(row: RowMapping) -> Snapshot:
    """A row of `snapshots`."""
    return Snapshot(**_picked(row, _SNAPSHOT))


def to_channel(row: RowMapping) -> ChannelStatus:
    """A row of `channels`."""
    return ChannelStatus(**_picked(row, _CHANNEL))
