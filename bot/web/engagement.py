"""Engagement: the Posts of some days compared by what they were about and like, and when they went out, as charts with their numbers beside them."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from flask import Blueprint, render_template

from bot.engagement import words
from bot.engagement.groups import Group
from bot.engagement.metrics import METRICS
from bot.messages import say
from bot.plan.rights import Deed
from bot.service.figures import MOST_POSTS, figures, rungs
from bot.web import asked
from bot.web.ages import age_name
from bot.web.charts import Datum, bars, columns, line
from bot.web.frame import named
from bot.web.moment import world
from bot.web.rights import requires

routes: Final = Blueprint("figures", __name__)

METRICS_SHOWN: Final = ("reach", "views", "reactions", "comments", "shares", "clicks")
DAYS: Final = {"7": 7, "30": 30, "90": 90, "365": 365}
_EVERY_HOURS: Final = 4

Key = TypeVar("Key")


@routes.get("/engagement")
@requires(Deed.LOOK)
def show() -> str:
    """One figure, at one age, over some days."""
    here = world()
    metric, days = asked.one_of("metric", asked.names(METRICS_SHOWN), METRICS_SHOWN[0]), asked.one_of("days", DAYS, 30)
    ages = rungs(here)
    rung = asked.one_of("age", asked.names(ages), ages[0])
    page = asked.one_of("page", asked.names(policy.name for policy in here.settings.pages), "")
    found = figures(here, metric=metric, rung=rung, days=days, page=page)
    by_field, by_topic, by_tone = _data(found.by_field, named), _data(found.by_topic, named), _data(found.by_tone, named)
    by_picture = _data(found.by_picture, lambda pictured: words.pictured(pictured, here.language))
    by_hour = _data(found.by_hour, lambda hour: f"{hour:02d}")
    by_weekday = _data(found.by_weekday, lambda day: say(f"web.weekday_{day}", here.language))
    by_day = [Datum(label=f"{each.day:%d/%m}", value=each.total, count=each.posts) for each in found.by_day]
    return render_template(
        "figures.html",
        found=found,
        metric=metric,
        meaning=METRICS[metric].say(here.language),
        choices=metric_choices(),
        rung=rung,
        age=age_name(rung),
        ages=[(each, age_name(each)) for each in ages],
        days=days,
        spans=spans(),
        page=page,
        pages=asked.pairs(policy.name for policy in here.settings.pages),
        most=MOST_POSTS,
        by_day=(line(by_day), by_day),
        by_field=(bars(by_field), by_field),
        by_topic=(bars(by_topic), by_topic),
        by_tone=(bars(by_tone), by_tone),
        by_picture=(bars(by_picture), by_picture),
        by_hour=(columns(by_hour, _EVERY_HOURS), by_hour),
        by_weekday=(columns(by_weekday), by_weekday),
    )


def metric_choices() -> list[tuple[str, str]]:
    """The figures to choose from, each with its name."""
    return [(name, METRICS[name].say(world().language)) for name in METRICS_SHOWN]


def spans() -> list[tuple[str, str]]:
    """The spans to choose from."""
    return [(name, say("web.last_days", world().language, days=name)) for name in DAYS]


def _data(groups: Iterable[Group[Key]], name: Callable[[Key], str]) -> list[Datum]:
    return [
        Datum(
            label=name(group.key),
            value=group.typical,
            count=group.measured,
            low=group.low,
            high=group.high,
            told=words.typical(group.typical, group.low, group.high, world().language),
        )
        for group in groups
    ]
