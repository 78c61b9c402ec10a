"""Figures that a Page does not give: remembered for a while, so that one of them never spoils a request again, and told once."""

from collections.abc import Iterable

from bot.channels.protocol import Measure, PageMeasure
from bot.engagement.lacks import RESTS, reason
from bot.engagement.metrics import METRICS, PAGE_METRICS
from bot.figures import Lack, LostMetric
from bot.messages import say
from bot.model import Event
from bot.service.world import SERVICE, World, log


def known_lost(world: World, page: str) -> dict[str, Lack]:
    """What is not asked for now, and why."""
    now = world.clock()
    return {lost.metric: lost.why for lost in world.store.measuring.lost(page) if lost.until > now}


def note_losses(world: World, page: str, measures: Iterable[Measure | PageMeasure]) -> None:
    """Learn from an answer which figures are not given, and which are again."""
    lacking: dict[str, Lack] = {}
    given: set[str] = set()
    for measure in measures:
        given |= measure.metrics.keys()
        if isinstance(measure, PageMeasure):
            given |= {name for name, days in measure.days.items() if days}
        lacking |= {name: Lack(why) for name, why in measure.missing.items() if why in RESTS}
    before = {lost.metric: lost for lost in world.store.measuring.lost(page)}
    now = world.clock()
    fresh = {name: why for name, why in lacking.items() if name not in given and (name not in before or before[name].until <= now)}
    for why in sorted(set(fresh.values())):
        _note(world, page, why, [name for name, its in fresh.items() if its is why])
    regained = sorted(given & before.keys())
    if regained:
        told = say("service.metrics_back", world.language, metrics=_names(world, regained))
        if world.store.measuring.note_regained(page, regained, _line(world, page, "metrics-back", told)):
            log.info("figures are given again", channel=page, metrics=regained)


def _note(world: World, page: str, why: Lack, names: list[str]) -> None:
    now = world.clock()
    until = now + RESTS[why]
    told = say("service.metrics_lost", world.language, metrics=_names(world, names), why=reason(why.value, world.language))
    found = [LostMetric(channel=page, metric=name, why=why, found_at=now, until=until) for name in names]
    if world.store.measuring.note_lost(found, _line(world, page, "metrics-lost", told)):
        log.warning("figures are not given", channel=page, metrics=names, why=why.value, asked_again=until.isoformat())


def _names(world: World, names: Iterable[str]) -> str:
    return ", ".join((METRICS.get(name) or PAGE_METRICS[name]).say(world.language) for name in names)


def _line(world: World, page: str, verb: str, told: str) -> Event:
    return Event(at=world.clock(), actor=SERVICE, subject=f"channel:{page}", verb=verb, reason=told)
