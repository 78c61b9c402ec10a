"""The day's summary: what went out yesterday, what goes out today, what waits for a decision, engagement in brief, feeds in trouble."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from bot.alert import CONCERNS, Concern
from bot.alerts.protocol import Message
from bot.messages import say
from bot.model import PostState, StepState
from bot.service.alert_text import headline, page_address
from bot.service.feeds import TROUBLED, bulletins
from bot.service.sealing import anchor_of
from bot.service.world import World
from bot.store.needs import Due

_LISTED: Final = 5
_NAMES: Final = 10
_MOST_CHARACTERS: Final = 1_700
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


def digest(world: World, *, maybe_again: bool = False) -> Message:
    """The summary of the day of `world.clock()`, by the wall clock of those who read."""
    language, zone = world.language, world.zone
    today = world.clock().astimezone(zone).date()
    begin = datetime.combine(today, time(), zone)
    yesterday = world.store.needs.agenda(PostState.PUBLISHED, datetime.combine(today - _DAY, time(), zone), begin, _LISTED)
    planned = world.store.needs.agenda(PostState.SCHEDULED, begin, datetime.combine(today + _DAY, time(), zone), _LISTED)
    page = page_address(world)
    blocks = [
        say("alerts.maybe_again", language) if maybe_again else "",
        _list(world, say("alerts.digest_yesterday", language, count=yesterday[0]), *yesterday),
        _list(world, say("alerts.digest_today", language, count=planned[0]), *planned),
        _waiting(world),
        _engagement(world),
        _feeds(world),
        _anchor(world),
        say("alerts.see_page", language, url=page) if page else say("alerts.see_command", language),
    ]
    return Message(
        title=say("alerts.digest_title", language, day=f"{today:%d/%m/%Y}"), body="\n\n".join(filter(None, blocks))[:_MOST_CHARACTERS]
    )


def _list(world: World, head: str, count: int, dues: Sequence[Due]) -> str:
    lines = [f"• {due.at.astimezone(world.zone):%H:%M} {due.channel}: {headline(world, due.headline_of)}" for due in dues]
    more = count - len(dues)
    return "\n".join([head, *lines, *([say("alerts.more", world.language, count=more)] if more > 0 else [])])


def _waiting(world: World) -> str:
    counts = world.store.outbox.counts()
    steps = world.store.needs.steps()
    lines = [
        say(
            "alerts.digest_waiting",
            world.language,
            held=counts.get(PostState.HELD, 0),
            failed=counts.get(PostState.FAILED, 0),
            steps=sum(step.state in {StepState.HELD, StepState.FAILED} for step in steps),
        )
    ]
    other = sum(CONCERNS[kind] in {Concern.URGENT, Concern.TROUBLE} for kind, _, _ in world.store.alerts.open())
    if other:
        lines.append(say("alerts.digest_open", world.language, count=other))
    return "\n".join(lines)


def _engagement(world: World) -> str:
    """The last figures of the Posts of the last seven days; "" where there are none, since a missing figure is no 0."""
    latest = world.store.needs.latest_figures(world.clock() - _WEEK)
    if not latest:
        return ""

    def all_of(name: str) -> int:
        return sum(figures.get(name, 0) for figures in latest)

    return say(
        "alerts.digest_engagement",
        world.language,
        posts=len(latest),
        reactions=all_of("reactions"),
        comments=all_of("comments"),
        shares=all_of("shares"),
    )


def _anchor(world: World) -> str:
    """How far the journal is sealed: kept in somebody's mail, it is an anchor that nobody here can change (`audit --verify --anchor`)."""
    head = world.store.seals.head()
    return say("alerts.digest_anchor", world.language, anchor=anchor_of(head)) if head.number else ""


def _feeds(world: World) -> str:
    found = bulletins(world)
    troubled = [bulletin.feed.name for bulletin in found if bulletin.health in TROUBLED]
    if not troubled:
        return say("alerts.digest_feeds_fine", world.language, count=len(found))
    names = ", ".join(troubled[:_NAMES]) + (", …" if len(troubled) > _NAMES else "")
    return say("alerts.digest_feeds", world.language, names=names)
