"""The tick that looks after tokens and rights: at start and daily, so that an editor hears of an end before it comes, and a Page that can't post stops at once."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.channels.protocol import Channel, Finding
from bot.messages import say
from bot.model import Event
from bot.service.limits import room_to_look
from bot.service.publish import pause
from bot.service.world import SERVICE, World, log
from bot.store.lists import JournalWish

WARNED: Final = "warned"
EASED: Final = "eased"

_EVERY: Final = timedelta(days=1)
_AGAIN_AFTER: Final = timedelta(minutes=15)
_IN_BRACKETS: Final = re.compile(r" \([^)]*\)")  # how many days are left, which is another number every day
_COUNTS: Final = re.compile(r"(?<![\d/])\d+(?![\d/])")  # followers; not what is part of a date
_WARNED_AT: Final = (1, 3, 7, 14)  # days before the end, the nearest first
_SAID_AGAIN_AFTER: Final = timedelta(days=30)

INSPECTED: Final = "inspected"
"""The journal's verb for what an inspection has found; a line for each finding, each with one of the marks below before it."""
FINE_MARK, WRONG_MARK, ADVICE_MARK = "✔ ", "✘ ", "➜ "


def inspect_channels(world: World) -> str | None:
    """Inspect one Page whose turn it is; its name, or None where none is due."""
    for name, channel in world.channels.items():
        if room_to_look(world, channel) and world.store.channels.claim_inspection(name, world.clock(), _EVERY):
            _inspect(world, channel)
            return name
    return None


def inspect_anew(world: World) -> None:
    """At start and after a change of settings: every Page is inspected at the next tick, and a paused one asked at once whether it works again."""
    world.store.channels.inspect_soon(world.channels.keys())
    world.store.channels.probe_soon(world.channels.keys(), world.clock())


def _inspect(world: World, channel: Channel) -> None:
    findings = channel.check()
    now = world.clock()
    wrong = [finding for finding in findings if not finding.ok and finding.stops and not finding.passing]
    if wrong:
        pause(world, channel.name, wrong[0].sentence, now)
    if any(finding.passing for finding in findings):
        # The network or Facebook was away: that is nothing a human must act on, and no inspection either.
        world.store.channels.inspect_soon([channel.name], now - _EVERY + _AGAIN_AFTER)
    else:
        _note(world, channel.name, findings, now)
    for finding in findings:
        if not (finding.ok or finding.stops or finding.passing) and finding.ends is None:
            _tell_once(world, channel.name, finding.sentence, now, _SAID_AGAIN_AFTER)
    _warn_of_ends(world, channel.name, findings, now)
    if not any(finding.passing or not finding.ok or _ends_soon(finding, now) for finding in findings):
        _ease(world, channel.name, now)


def _ends_soon(finding: Finding, now: datetime) -> bool:
    return finding.ends is not None and finding.ends - now <= timedelta(days=max(_WARNED_AT))


def _ease(world: World, page: str, now: datetime) -> None:
    """Nothing is the matter with the Page any more: what was warned of is over."""
    subject = f"channel:{page}"
    said = [event.verb for event in world.store.journal.of(subject) if event.verb in {WARNED, EASED}]
    if said[-1:] == [WARNED]:
        reason = say("service.eased", world.language)
        world.store.journal.write(Event(at=now, actor=SERVICE, subject=subject, verb=EASED, reason=reason))


def _note(world: World, page: str, findings: Sequence[Finding], now: datetime) -> None:
    """Write down what was found, where that is not what was found last: so the editors' page shows it without asking Facebook, and the journal how it changed."""
    found = "\n".join(_mark(finding) + _IN_BRACKETS.sub("", finding.sentence) for finding in findings)
    subject = f"channel:{page}"
    before = world.store.lists.journal(JournalWish(subject=subject, verb=INSPECTED), 1).lines
    if not before or _COUNTS.sub("", before[0].reason) != _COUNTS.sub("", found):
        world.store.journal.write(Event(at=now, actor=SERVICE, subject=subject, verb=INSPECTED, reason=found))


def _mark(finding: Finding) -> str:
    if finding.advice:
        return ADVICE_MARK
    return FINE_MARK if finding.ok else WRONG_MARK


def _warn_of_ends(world: World, page: str, findings: Sequence[Finding], now: datetime) -> None:
    for finding in findings:
        if finding.ends is None:
            continue
        days = (finding.ends - now) / timedelta(days=1)
        reached = next((threshold for threshold in _WARNED_AT if days <= threshold), None)
        if reached is not None:
            # The day stands in the sentence: each threshold of each end is told once, ever.
            what = _IN_BRACKETS.sub("", finding.sentence)
            sentence = say("service.ends_soon", world.language, days=reached, what=what)
            _tell_once(world, page, sentence, now, None)


def _tell_once(world: World, page: str, sentence: str, now: datetime, again_after: timedelta | None) -> None:
    subject = f"channel:{page}"
    said = [event.at for event in world.store.journal.of(subject) if event.verb == WARNED and event.reason == sentence]
    if said and (again_after is None or now - max(said) < again_after):
        return
    world.store.journal.write(Event(at=now, actor=SERVICE, subject=subject, verb=WARNED, reason=sentence))
    log.warning("a human should act", channel=page, reason=sentence)
