"""Engagement compared: the Posts of some days, each with its figure at the same age, by field, topic, tone, hour, day of the week, and with or without pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.engagement.groups import Group, grouped
from bot.engagement.ladder import rung_name
from bot.judgement import Field, Tone, Topic
from bot.service.world import World
from bot.store.lists import MeasuredLine

MOST_POSTS: Final = 2_000
_BEST: Final = 10
_AGE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigure:
    """One day: how many Posts went out, and the sum of the figure of those that have it; None where Posts went out, and none of them has it."""

    day: date
    posts: int
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What `of` found. `cut` says that there were more Posts than are looked at."""

    posts: int
    measured: int
    cut: bool
    by_field: tuple[Group[Field], ...]
    by_topic: tuple[Group[Topic], ...]
    by_tone: tuple[Group[Tone], ...]
    by_hour: tuple[Group[int], ...]
    by_weekday: tuple[Group[int], ...]
    by_picture: tuple[Group[bool], ...]
    by_day: tuple[DayFigure, ...]
    best: tuple[tuple[MeasuredLine, int], ...]


def rungs(world: World) -> tuple[str, ...]:
    """The ages at which Posts are measured, the one that Posts are compared at by default first: the first of a day or more, else the last."""
    ladder = world.settings.engagement.ladder
    usual = next((rung for rung in ladder if rung >= _AGE), ladder[-1])
    return tuple(map(rung_name, (usual, *(rung for rung in ladder if rung != usual))))


def figures(world: World, *, metric: str, rung: str, days: int, page: str = "") -> Figures:
    """The Posts that went out today and in the `days` - 1 days before, in the zone of the settings.

    A Post of several fields or topics counts in each of them. What was not measured at the age `rung`, or not given by the Page, is no figure at all.
    """
    today = world.clock().astimezone(world.zone).date()
    first = today - timedelta(days=days - 1)
    since, until = (datetime.combine(day, time(), world.zone) for day in (first, today + timedelta(days=1)))
    lines = world.store.lists.measured(page, rung, since, until, MOST_POSTS + 1)
    known = [(line, _figure(line, metric)) for line in lines[:MOST_POSTS]]
    locals_ = [(line.published_at.astimezone(world.zone), figure) for line, figure in known]
    best = sorted(((line, figure) for line, figure in known if figure is not None), key=lambda pair: -pair[1])
    return Figures(
        posts=len(known),
        measured=len(best),
        cut=len(lines) > MOST_POSTS,
        by_field=grouped(((field, figure) for line, figure in known for field in line.fields), tuple(Field)),
        by_topic=grouped(((topic, figure) for line, figure in known for topic in line.topics), tuple(Topic)),
        by_tone=grouped(((line.tone or Tone.NEUTRAL, figure) for line, figure in known), tuple(Tone)),
        by_hour=grouped(((at.hour, figure) for at, figure in locals_), range(24)),
        by_weekday=grouped(((at.weekday(), figure) for at, figure in locals_), range(7)),
        by_picture=grouped(((line.pictured, figure) for line, figure in known), (True, False)),
        by_day=_by_day(first, days, locals_),
        best=tuple(best[:_BEST]),
    )


def _figure(line: MeasuredLine, metric: str) -> int | None:
    return None if line.metrics is None else line.metrics.get(metric)


def _by_day(first: date, days: int, values: Sequence[tuple[datetime, int | None]]) -> tuple[DayFigure, ...]:
    of_days: list[list[int | None]] = [[] for _ in range(days)]
    for at, figure in values:
        of_days[(at.date() - first).days].append(figure)
    return tuple(
        DayFigure(day=first + timedelta(days=number), posts=len(of_day), total=_sum(of_day)) for number, of_day in enumerate(of_days)
    )


def _sum(of_day: Sequence[int | None]) -> int | None:
    known = [figure for figure in of_day if figure is not None]
    return sum(known) if known or not of_day else None
