"""Figures in words, the same in the terminal and on the page: how sure a median is, how many posts one surpasses, what fell, what waits, what is missing. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.engagement.lacks import reason
from bot.engagement.metrics import METRICS, PAGE_METRICS
from bot.engagement.series import Point
from bot.engagement.standing import Standing
from bot.figures import LostMetric
from bot.messages import Language, say
from bot.vietnamese.numbers import number as written

NOTHING = "–"
_HOUR = timedelta(hours=1)


def number(value: float | None) -> str:
    """A figure as people here write it: 1234.5 → "1.234,5"; "–" for none."""
    return NOTHING if value is None else written(value)


def metric_name(name: str, language: Language) -> str:
    """What a figure of a Post or of the Page is called; its own name where the registry has it no more."""
    found = METRICS.get(name) or PAGE_METRICS.get(name)
    return name if found is None else found.say(language)


def typical(value: float | None, low: float | None, high: float | None, language: Language) -> str:
    """A median with its interval, or that there are too few posts to give one."""
    if value is None:
        return NOTHING
    if low is None or high is None:
        return say("engagement.typical_few", language, value=number(value))
    return say("engagement.typical", language, value=number(value), low=number(low), high=number(high))


def others_typical(standing: Standing | None, language: Language) -> str:
    """What is typical of the posts that one is held against."""
    middle = None if standing is None else standing.typical
    return NOTHING if middle is None else typical(middle.value, middle.low, middle.high, language)


def surpassed(standing: Standing | None, language: Language) -> str:
    """How many of the others a post surpasses."""
    if standing is None:
        return NOTHING
    share, low, high = (round(100 * each) for each in (standing.above, standing.above_low, standing.above_high))
    return say("engagement.share_above", language, share=share, low=low, high=high, others=standing.others)


def falls(points: Iterable[Point], language: Language, age: Callable[[str], str] = str) -> list[str]:
    """Each fall of a figure, in a sentence; `age` is how a rung is written."""
    return [
        say("engagement.fell", language, age=age(point.snapshot.rung), metric=metric_name(name, language), count=number(count))
        for point in points
        for name, count in point.fell.items()
        if name in METRICS
    ]


def within(since: datetime, until: datetime, language: Language) -> str:
    """How long it took."""
    return say("engagement.hours", language, hours=number(round((until - since) / _HOUR, 1)))


def waits(count: int | None, language: Language, *, is_whole: bool) -> str:
    """How many comments wait; a least number where not all were read."""
    return number(count) if is_whole else say("engagement.at_least", language, count=number(count))


def untold(page: str, count: int, language: Language) -> str:
    """Of how many Posts it can't be told."""
    return say("engagement.untold", language, page=page, count=number(count))


def pictured(value: object, language: Language) -> str:
    """A group of Posts with, or without, pictures of their own."""
    return say(f"engagement.pictured_{value}", language)


def missing(name: str, why: str, language: Language) -> str:
    """A figure that was not in the last answer, and why."""
    return say("engagement.page_missing", language, metric=metric_name(name, language), why=reason(why, language))


def lost(found: LostMetric, language: Language, local: Callable[[datetime], str]) -> str:
    """A figure that the Page does not give: since when, why, and when it is asked for again."""
    return say(
        "engagement.metric_lost",
        language,
        page=found.channel,
        metric=metric_name(found.metric, language),
        since=local(found.found_at),
        why=reason(found.why, language),
        until=local(found.until),
    )
