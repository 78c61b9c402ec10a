"""What needs a human and who was told of it, for the verb `alerts`; and a message to try the way to a recipient."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.alert import CONCERNS, AlertKind, Concern, Telling
from bot.alerts.protocol import Message
from bot.errors import NotFound
from bot.messages import say
from bot.service.alert_text import by_urgency, in_words
from bot.service.world import World

_OVER: Final = timedelta(days=7)
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An alert in words, and by recipient when they were told; `resolved_at` is None while it needs a human."""

    kind: AlertKind
    concern: Concern
    subject: str
    headline: str
    detail: str
    remedy: str
    link: str
    since: datetime
    seen_at: datetime | None
    resolved_at: datetime | None
    told: Mapping[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A recipient of the settings: what they hear of, and how the way to them fares."""

    name: str
    kinds: Sequence[Concern]
    last_sent_at: datetime | None
    failures: int
    failing_since: datetime | None
    reason: str


def listed(world: World, *, with_solved: bool) -> tuple[Listed, ...]:
    """What needs a human, the most urgent first; with `with_solved`, also what was over within the last seven days."""
    alerts = world.store.alerts.listing(since=world.clock() - _OVER if with_solved else None, limit=_MOST)
    told: dict[int, list[Telling]] = defaultdict(list)
    for telling in world.store.alerts.told([alert.id for alert in alerts]):
        told[telling.alert].append(telling)
    found = []
    for alert in by_urgency(alerts):
        words = in_words(world, alert)
        found.append(
            Listed(
                kind=alert.kind,
                concern=CONCERNS[alert.kind],
                subject=alert.subject,
                headline=words.headline,
                detail=words.detail,
                remedy=words.remedy,
                link=words.link,
                since=alert.since,
                seen_at=alert.seen_at,
                resolved_at=alert.resolved_at,
                told={telling.recipient: telling.told_at for telling in told[alert.id]},
            )
        )
    return tuple(found)


def reached(world: World) -> tuple[Reached, ...]:
    """Every recipient of the settings."""
    return tuple(
        Reached(
            name=policy.name,
            kinds=policy.kinds,
            last_sent_at=row.last_sent_at,
            failures=row.attempts,
            failing_since=row.failing_since,
            reason=row.reason,
        )
        for policy in world.settings.alerts.recipients
        for row in [world.store.alerts.recipient(policy.name)]
    )


def send_test(world: World, name: str) -> None:
    """Send a message to try the way; none of the day's messages.

    Raises:
        NotFound: the settings name no such recipient.
        Transient, InDoubt, Refused: it has not arrived, or perhaps not.
    """
    messenger = world.messengers.get(name)
    if messenger is None:
        raise NotFound("service.no_recipient", name=name, known=", ".join(world.messengers) or "–")
    language = world.language
    body = say("alerts.test_body", language, recipient=name, organisation=world.settings.organisation.name)
    messenger.send(Message(title=say("alerts.test_title", language), body=body))
