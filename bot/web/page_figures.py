"""A Page's figures as they stand now: comments that wait, what is rising, its followers, what it does not give, how far its past has been read."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from flask import Blueprint, render_template

from bot.engagement import words
from bot.engagement.metrics import METRICS
from bot.messages import say
from bot.plan.rights import Deed
from bot.service.comparing import PAGE_DAYS, PageAccount, page_account, rising_now, waiting
from bot.web import asked
from bot.web.charts import Datum, Plot, line
from bot.web.engagement import DAYS, METRICS_SHOWN, metric_choices, spans
from bot.web.frame import local
from bot.web.moment import world
from bot.web.rights import requires

routes: Final = Blueprint("page_figures", __name__)

_FOLLOWERS: Final = ("followers", "page_follows")  # as counted at each look; as Facebook counts them at a day's end


@routes.get("/engagement/page")
@requires(Deed.LOOK)
def show() -> str:
    """One Page at a time, the first of the settings where none is chosen: what is asked of it costs as much for each, and a province has many."""
    here = world()
    names = list(here.channels)
    if not names:
        return render_template("page_figures.html", page=None)
    language = here.language
    page = asked.one_of("page", asked.names(names), names[0])
    metric, days = asked.one_of("metric", asked.names(METRICS_SHOWN), METRICS_SHOWN[0]), asked.one_of("days", DAYS, 90)
    account, waits, gains = page_account(here, page, days), waiting(here, page), rising_now(here, page, metric)
    which = max(_FOLLOWERS, key=lambda name: len(_daily(account, name)))
    lost = [words.lost(each, language, local) for each in account.lost]
    known_lost = {each.metric for each in account.lost}
    return render_template(
        "page_figures.html",
        page=page,
        pages=asked.pairs(names),
        metric=metric,
        meaning=METRICS[metric].say(language),
        choices=metric_choices(),
        days=days,
        spans=spans(),
        account=account,
        waits=[(each, words.waits(each.answers.waiting, language, is_whole=each.answers.is_whole)) for each in waits.posts],
        waits_in_all=words.waits(waits.comments, language, is_whole=waits.is_whole),
        untold=words.untold(page, waits.untold, language) if waits.untold else "",
        gains=[(gain, words.within(gain.since, gain.until, language)) for gain in gains],
        titles=here.store.lists.titles([gain.post_key for gain in gains]),
        now_figures=[(words.metric_name(name, language), value) for name, value in account.now.items()],
        followers=words.metric_name(which, language),
        followers_plot=_plot(account, which),
        columns=[words.metric_name(name, language) for name in (_FOLLOWERS[0], *PAGE_DAYS)],
        rows=_rows(account),
        not_given=lost + [words.missing(name, why, language) for name, why in account.missing.items() if name not in known_lost],
        reading=here.store.measuring.backfill(page),
        reads_all=here.settings.engagement.whole_page,
        nothing_waits=say("engagement.nothing_waits", language),
        nothing_rises=say("engagement.nothing_rises", language),
        never_asked=say("engagement.page_never_asked", language, page=page),
        day_of=_day_of,
    )


def _day_of(at: datetime) -> str:
    return f"{at.astimezone(world().zone):%d/%m/%Y}"


def _daily(account: PageAccount, name: str) -> Mapping[date, int]:
    return account.followers if name == _FOLLOWERS[0] else account.days.get(name, {})


def _plot(account: PageAccount, name: str) -> Plot | None:
    """The figure from its first day to its last: a day on which it was not told is a gap."""
    known = _daily(account, name)
    if len(known) < 2:
        return None
    first = min(known)
    every_day = (first + timedelta(days=number) for number in range((max(known) - first).days + 1))
    return line([Datum(label=f"{day:%d/%m}", value=known.get(day)) for day in every_day], from_nothing=False)


def _rows(account: PageAccount) -> list[tuple[date, list[int | None]]]:
    """What is known of each day, the last first."""
    columns = [_daily(account, name) for name in (_FOLLOWERS[0], *PAGE_DAYS)]
    every_day = sorted({day for column in columns for day in column}, reverse=True)
    return [(day, [column.get(day) for column in columns]) for day in every_day]
