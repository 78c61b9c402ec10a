"""What needs a human at this moment, from the state of things and from the journal: everything that alerts are made of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.alert import Alert, AlertKind
from bot.model import Event, PostState, StepState, digest
from bot.plan.retry import LOOKS_BEFORE_ALARM
from bot.service.doctor import disk
from bot.service.feeds import TROUBLED, Bulletin, Health, bulletins
from bot.service.settings_news import REFUSED, SOUND
from bot.service.tokens import EASED, WARNED
from bot.service.world import SETTINGS_SPREAD, World
from bot.store.needs import NeedyPost

REMINDED: Final = "reminded"  # the journal's verb of an approval that is overdue
UNREACHED_AFTER: Final = 5  # failures in a row, which is half an hour
_HOUR: Final = timedelta(hours=1)
_AS_FAR_BACK: Final = timedelta(days=30)  # as what the journal has said may still be so
_POST_KINDS: Final = {
    PostState.HELD: AlertKind.HELD,
    PostState.FAILED: AlertKind.FAILED,
    PostState.PUBLISHING: AlertKind.IN_DOUBT,
}
_FEED_KINDS: Final = {
    Health.GONE: AlertKind.FEED_GONE,
    Health.RESTING: AlertKind.FEED_RESTS,
    Health.SILENT: AlertKind.FEED_SILENT,
}


def gather(world: World) -> int:
    """Notice what has begun to need a human, and what no longer does; how much that was. Any worker may do it at any time: each occurrence has one row."""
    needs = {need.identity: need for need in present(world)}
    known = world.store.alerts.open()
    new = [need for identity, need in needs.items() if identity not in known]
    over = [number for identity, number in known.items() if identity not in needs]
    if new or over:
        world.store.alerts.turn(new, over, world.clock())
    return len(new) + len(over)


def present(world: World) -> Iterator[Alert]:
    """Everything that needs a human now."""
    held: dict[str, NeedyPost] = {}
    named = world.named_pages
    for post in world.store.needs.posts(LOOKS_BEFORE_ALARM, named, world.clock() - SETTINGS_SPREAD):
        # Without a Page in the settings it can't go out, and would be given up in the end, or be in doubt for ever, without a word; a Page that is only
        # switched off is left in peace.
        homeless = post.state is not PostState.FAILED and post.channel not in named
        if post.channel in world.channels or homeless:
            if post.state is PostState.HELD:
                held[post.key] = post
            yield Alert(kind=_POST_KINDS[post.state], subject=post.key, mark=_mark(post), since=_since(post))
    for step in world.store.needs.steps():
        if step.channel in world.channels:
            kind = AlertKind.STEP_HELD if step.state is StepState.HELD else AlertKind.STEP_FAILED
            yield Alert(kind=kind, subject=step.post_key, mark=f"{step.id}/{step.attempts}", since=step.created_at)
    paused = set()
    for status in world.store.needs.paused():
        if status.name in world.channels and status.paused_since is not None:
            paused.add(status.name)
            yield _of_channel(status.name, AlertKind.PAGE_DOWN, status.paused_since, status.reason)
    for bulletin in bulletins(world):
        if bulletin.health in TROUBLED:
            yield _of_feed(bulletin)
    yield from _from_journal(world, held)
    yield from _braked(world)
    yield from _still(world, paused)
    yield from _unreached(world)
    low = disk(world)
    if not low.ok:
        today = world.clock().astimezone(world.zone).date()
        yield Alert(kind=AlertKind.DISK_LOW, subject="disk", mark=today.isoformat(), since=world.clock(), said=low.sentence)


def _mark(post: NeedyPost) -> str:
    if post.state is PostState.HELD:
        return post.draft_hash  # another text is another decision
    # What is tried again and fails again is to be told again.
    return f"{post.attempts}"


def _since(post: NeedyPost) -> datetime:
    return post.created_at if post.state is PostState.HELD or post.attempted_at is None else post.attempted_at


def _of_channel(name: str, kind: AlertKind, since: datetime, said: str) -> Alert:
    return Alert(kind=kind, subject=f"channel:{name}", mark=since.isoformat(), since=since, said=said)


def _of_feed(bulletin: Bulletin) -> Alert:
    feed = bulletin.feed
    since = feed.silence_told_at if bulletin.health is Health.SILENT else feed.failing_since
    since = since or feed.last_polled_at or feed.next_poll_at
    # The state stands in the kind: a feed that first rests and is then gone is told of twice.
    return Alert(
        kind=_FEED_KINDS[bulletin.health], subject=f"feed:{feed.name}", mark=since.isoformat(), since=since, said=bulletin.sentence
    )


def _from_journal(world: World, held: Mapping[str, NeedyPost]) -> Iterator[Alert]:
    """What no state keeps: warnings of a Page's token that nothing has ended, a refused edit of the settings, a reminder of an approval."""
    warned: dict[str, list[Event]] = defaultdict(list)
    last: dict[str, Event] = {}
    for event in world.store.needs.events({WARNED, EASED, REFUSED, SOUND, REMINDED}, world.clock() - _AS_FAR_BACK):
        if event.verb == WARNED:
            warned[event.subject].append(event)
        elif event.verb == EASED:
            warned.pop(event.subject, None)
        else:
            last[event.subject] = event
    for subject, events in warned.items():
        if subject.removeprefix("channel:") in world.channels:
            yield from (
                Alert(kind=AlertKind.WARNED, subject=subject, mark=_mark_of(each), since=each.at, said=each.reason) for each in events
            )
    for subject, event in last.items():
        if event.verb == REFUSED:
            yield Alert(kind=AlertKind.SETTINGS, subject=subject, mark=_mark_of(event), since=event.at, said=event.reason)
        elif event.verb == REMINDED and subject in held:
            yield Alert(kind=AlertKind.OVERDUE, subject=subject, mark=_mark_of(event), since=held[subject].created_at)


def _mark_of(event: Event) -> str:
    return digest(event.at.isoformat(), event.reason)


def _braked(world: World) -> Iterator[Alert]:
    now, most = world.clock(), world.settings.limits.most_per_hour
    full = {name for name, count in world.store.needs.attempts(now - _HOUR).items() if count >= most and name in world.channels}
    if not full:
        return
    today = now.astimezone(world.zone).date()
    for name in sorted(full & world.store.needs.overdue(now)):
        # Once a day: it may let go and hold again every few minutes.
        yield Alert(kind=AlertKind.BRAKED, subject=f"channel:{name}", mark=today.isoformat(), since=now)


def _still(world: World, paused: set[str]) -> Iterator[Alert]:
    limit = world.settings.alerts.still_after
    if limit == "off":
        return
    for name, last in sorted(world.store.needs.still(world.clock() - limit).items()):
        # A paused Page is told of as such.
        if name in world.channels and name not in paused:
            yield _of_channel(name, AlertKind.PAGE_STILL, last, "")


def _unreached(world: World) -> Iterator[Alert]:
    for policy in world.settings.alerts.recipients:
        row = world.store.alerts.recipient(policy.name)
        if row.attempts >= UNREACHED_AFTER and row.failing_since is not None:
            yield Alert(
                kind=AlertKind.UNREACHED,
                subject=f"recipient:{policy.name}",
                mark=row.failing_since.isoformat(),
                since=row.failing_since,
                said=row.reason,
            )
