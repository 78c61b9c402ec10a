"""Engagement: the Posts of some days compared by field, tone, hour and day of the week, as charts with their numbers beside them."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from flask import Blueprint, render_template

from bot.engagement.groups import Group
from bot.engagement.metrics import METRICS
from bot.messages import say
from bot.plan.rights import Deed
from bot.service.figures import MOST_POSTS, figures, rungs
from bot.web import asked
from bot.web.charts import Datum, bars, columns, line
from bot.web.frame import named
from bot.web.moment import world
from bot.web.rights import requires

routes: Final = Blueprint("figures", __name__)

_METRICS: Final = ("reach", "views", "reactions", "comments", "shares", "clicks")
_DAYS: Final = {"7": 7, "30": 30, "90": 90, "365": 365}
_EVERY_HOURS: Final = 4
_AGES: Final = {"s": "web.age_seconds", "m": "web.age_minutes", "h": "web.age_hours", "d": "web.age_days"}

Key = TypeVar("Key")


@routes.get("/engagement")
@requires(Deed.LOOK)
def show() -> str:
    """One figure, at one age, over some days."""
    here = world()
    metric, days = asked.one_of("metric", asked.names(_METRICS), _METRICS[0]), asked.one_of("days", _DAYS, 30)
    ages = rungs(here)
    rung = asked.one_of("age", asked.names(ages), ages[0])
    page = asked.one_of("page", asked.names(policy.name for policy in here.settings.pages), "")
    found = figures(here, metric=metric, rung=rung, days=days, page=page)
    by_field, by_tone = _data(found.by_field, named), _data(found.by_tone, named)
    by_hour = _data(found.by_hour, lambda hour: f"{hour:02d}")
    by_weekday = _data(found.by_weekday, lambda day: say(f"web.weekday_{day}", here.language))
    by_day = [Datum(label=f"{each.day:%d/%m}", value=each.total, count=each.posts) for each in found.by_day]
    return render_template(
        "figures.html",
        found=found,
        metric=metric,
        meaning=METRICS[metric].say(here.language),
        choices=[(name, METRICS[name].say(here.language)) for name in _METRICS],
        rung=rung,
        age=_age(rung),
        ages=[(each, _age(each)) for each in ages],
        days=days,
        spans=[(name, say("web.last_days", here.language, days=name)) for name in _DAYS],
        page=page,
        pages=asked.pairs(policy.name for policy in here.settings.pages),
        most=MOST_POSTS,
        by_day=(line(by_day), by_day),
        by_field=(bars(by_field), by_field),
        by_tone=(bars(by_tone), by_tone),
        by_hour=(columns(by_hour, _EVERY_HOURS), by_hour),
        by_weekday=(columns(by_weekday), by_weekday),
    )


def _age(rung: str) -> str:
    """`"6h"` in words."""
    return say(_AGES[rung[-1]], world().language, count=rung[:-1])


def _data(groups: Iterable[Group[Key]], name: Callable[[Key], str]) -> list[Datum]:
    return [Datum(label=name(group.key), value=group.typical, count=group.measured) for group in groups]
