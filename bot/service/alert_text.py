"""What an alert says to people: what, where, since when, what to do, and where to look. Plain text, bounded, no secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.alert import CONCERNS, URGENCY, Alert, AlertKind, Concern
from bot.alerts.protocol import Message
from bot.messages import say
from bot.service.plain import plain
from bot.service.screen import discreet_title
from bot.service.world import World

_MOST_LISTED: Final = 10
_MOST_CHARACTERS: Final = 1_500  # a Zalo message holds 2,000
_HEADLINE: Final = 160
_REASON: Final = 300
# The sentences of feeds, tokens and the disk name their remedy themselves.
_REMEDIES: Final = {
    AlertKind.PAGE_DOWN: "alerts.do_page-down",
    AlertKind.IN_DOUBT: "alerts.do_in-doubt",
    AlertKind.SETTINGS: "alerts.do_settings",
    AlertKind.BRAKED: "alerts.do_braked",
    AlertKind.PAGE_STILL: "alerts.do_page-still",
    AlertKind.UNREACHED: "alerts.do_unreached",
    AlertKind.STEP_HELD: "alerts.do_step-held",
    AlertKind.FAILED: "alerts.do_failed",
    AlertKind.STEP_FAILED: "alerts.do_step-failed",
    AlertKind.OVERDUE: "alerts.do_overdue",
    AlertKind.HELD: "alerts.do_held",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An alert in words. `headline` names kind and place, `detail` what others wrote or what went wrong, `link` is "" where no page has an address."""

    headline: str
    detail: str
    since: datetime
    remedy: str
    link: str


def by_urgency(alerts: Sequence[Alert]) -> list[Alert]:
    """The most urgent first, of one kind the oldest first."""
    return sorted(alerts, key=lambda alert: (URGENCY[alert.kind], alert.since, alert.id))


def in_words(world: World, alert: Alert) -> Told:
    """The alert as it stands now: what the present state says of it, else what was said when it was noticed."""
    where, step, detail = alert.subject.partition(":")[2], "", alert.said
    if alert.kind is AlertKind.PAGE_STILL:
        detail = say("alerts.still_since", world.language, since=_local(world, alert.since))
    if not where and alert.kind not in {AlertKind.SETTINGS, AlertKind.DISK_LOW}:
        where, step, detail = _of_post(world, alert)
    secrets = world.settings.secrets.values()
    remedy = _REMEDIES.get(alert.kind)
    return Told(
        headline=say(f"alerts.kind_{alert.kind}", world.language, where=where, step=step),
        detail=plain(detail, _HEADLINE + _REASON, secrets),
        since=alert.since,
        remedy="" if remedy is None else say(remedy, world.language, where=where, post=alert.subject),
        link=_link(world, alert),
    )


def _of_post(world: World, alert: Alert) -> tuple[str, str, str]:
    """Page, step and words of an alert about a Post: its headline, and why."""
    post = world.store.outbox.get(alert.subject)
    title = headline(world, post.entry_key)
    number = alert.mark.partition("/")[0]
    step = next((each for each in world.store.steps.of(post.key) if f"{each.id}" == number), None) if "/" in alert.mark else None
    reason = post.reason if step is None else step.reason
    return (
        post.channel,
        "" if step is None else say(f"model.step_{step.kind}", world.language),
        f"“{title}”: {reason}" if reason else f"“{title}”",
    )


def headline(world: World, entry_key: str) -> str:
    """An entry's headline for a message: personal data are masked, since messages go through other companies' hands before any editor has decided."""
    return plain(discreet_title(world, entry_key), _HEADLINE)


def _link(world: World, alert: Alert) -> str:
    page = page_address(world)
    if not page:
        return ""
    return page if ":" in alert.subject or alert.subject in {"settings", "disk"} else f"{page}/posts/{alert.subject}"


def page_address(world: World) -> str:
    """Where people find the editors' page, without a slash at its end; "" where the settings don't say."""
    return str(world.settings.web.public_url or "").rstrip("/")


def compose(world: World, alerts: Sequence[Alert], solved: Sequence[Alert], *, maybe_again: bool, last_today: bool) -> Message:
    """One message that tells all of it, the most urgent first, as much as it holds."""
    language = world.language
    ordered = by_urgency(alerts)
    urgent = bool(ordered) and CONCERNS[ordered[0].kind] is Concern.URGENT
    blocks = [_block(world, number, alert) for number, alert in enumerate(ordered[:_MOST_LISTED], start=1)]
    room = _MOST_LISTED - len(blocks)
    blocks += [say("alerts.solved", language, what=in_words(world, alert).headline) for alert in by_urgency(solved)[:room]]
    head = [say("alerts.maybe_again", language)] if maybe_again else []
    page = page_address(world)
    foot = [say("alerts.last_today", language)] if last_today else []
    foot.append(say("alerts.see_page", language, url=page) if page else say("alerts.see_command", language))
    shown = _as_many_as_fit(blocks, _MOST_CHARACTERS - sum(map(len, head + foot)))
    left = len(alerts) + len(solved) - len(shown)
    if left:
        shown.append(say("alerts.more", language, count=left))
    return Message(title=_title(world, ordered, len(solved), urgent=urgent), body="\n\n".join([*head, *shown, *foot]), is_urgent=urgent)


def _title(world: World, ordered: Sequence[Alert], solved: int, *, urgent: bool) -> str:
    language, count = world.language, len(ordered)
    if not ordered:
        return say("alerts.title_solved", language, count=solved)
    what = in_words(world, ordered[0]).headline
    if urgent:
        if count == 1:
            return say("alerts.title_urgent", language, what=what)
        return say("alerts.title_urgent_many", language, what=what, count=count - 1)
    return say("alerts.title_one", language, what=what) if count == 1 else say("alerts.title_many", language, count=count)


def _block(world: World, number: int, alert: Alert) -> str:
    told = in_words(world, alert)
    since = say("alerts.since", world.language, since=_local(world, told.since))
    return "\n".join(filter(None, (f"{number}. {told.headline} ({since})", told.detail, told.remedy, told.link)))


def _as_many_as_fit(blocks: Sequence[str], room: int) -> list[str]:
    """The first blocks within the room; one at least, since the longest is shorter than a message."""
    shown: list[str] = []
    for block in blocks:
        room -= len(block) + 2
        if shown and room < 0:
            break
        shown.append(block)
    return shown


def _local(world: World, at: datetime) -> str:
    return f"{at.astimezone(world.zone):%H:%M %d/%m/%Y}"
