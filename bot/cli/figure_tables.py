"""Figures for people: comparisons with how sure they are, what rises, the Page's days, comments that wait, and the registry."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.console import Group as Views
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.render import engagement_table, local
from bot.engagement.groups import Group
from bot.engagement.intervals import Middle
from bot.engagement.lacks import reason
from bot.engagement.metrics import METRICS, PAGE_METRICS
from bot.engagement.rising import Gain
from bot.figures import LostMetric
from bot.messages import say
from bot.service.comparing import Account, PageAccount, WaitingAccount
from bot.service.world import World

_DAYS_SHOWN: Final = ("page_follows", "page_new_follows", "page_unfollows", "page_views", "page_reach", "page_engagements")
_NOTHING: Final = "–"


def _table(world: World, *columns: str) -> Table:
    table = Table(header_style="bold", expand=True)
    for number, column in enumerate(columns):
        table.add_column(say(f"cli.column_{column}", world.language), overflow="fold", justify="left" if number == 0 else "right")
    return table


def _number(value: float) -> str:
    return f"{value:g}" if value == round(value) else f"{value:.1f}"


def _typical(world: World, value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return _NOTHING
    if low is None or high is None:
        return say("cli.typical_few", world.language, value=_number(value))
    return say("cli.typical", world.language, value=_number(value), low=_number(low), high=_number(high))


def groups_table(world: World, metric: str, rung: str, by: str, groups: Sequence[Group[Any]]) -> RenderableType:
    """Posts by what they were like."""
    table = _table(world, "group", "posts", "measured", "typical")
    table.title = say("cli.compared_at", world.language, metric=METRICS[metric].say(world.language), age=rung)
    for group in groups:
        if group.posts:
            typical = _typical(world, group.typical, group.low, group.high)
            table.add_row(_group_name(world, by, group.key), str(group.posts), str(group.measured), typical)
    return table


def _group_name(world: World, by: str, key: object) -> str:
    if by == "picture":
        return say(f"cli.pictured_{key}", world.language)
    if by == "weekday":
        return say(f"cli.weekday_{key}", world.language)
    if by == "hour":
        return f"{key:02d}:00"
    return world.settings.vocabulary.names.get(str(key), str(key))


def account_view(world: World, account: Account) -> RenderableType:
    """One Post: its snapshots, its falls, and how it stands beside the Page's others."""
    table = _table(world, "metric", "age", "value", "typical", "above")
    for each in account.beside:
        standing = each.standing
        if standing is None:
            value = next(point.snapshot.metrics[each.metric] for point in account.points if point.snapshot.rung == each.rung)
            table.add_row(METRICS[each.metric].say(world.language), each.rung, str(value), _NOTHING, _NOTHING)
            continue
        middle: Middle = standing.typical
        above = say(
            "cli.share_above",
            world.language,
            share=round(100 * standing.above),
            low=round(100 * standing.above_low),
            high=round(100 * standing.above_high),
            others=standing.others,
        )
        typical = _typical(world, middle.value, middle.low, middle.high)
        table.add_row(METRICS[each.metric].say(world.language), each.rung, str(standing.value), typical, above)
    snapshots = [(account.post, point.snapshot) for point in account.points]
    falls = [
        Text(
            say("cli.fell", world.language, age=point.snapshot.rung, metric=METRICS[name].say(world.language), count=count), style="yellow"
        )
        for point in account.points
        for name, count in point.fell.items()
        if name in METRICS
    ]
    if not snapshots:
        return Text(say("cli.nothing_measured", world.language))
    return Views(engagement_table(world, snapshots), *falls, table)


def rising_table(world: World, metric: str, gains: Mapping[str, Sequence[Gain]]) -> RenderableType:
    """What rises, by Page."""
    if not any(gains.values()):
        return Text(say("cli.nothing_rises", world.language))
    table = _table(world, "title", "value", "gained", "hours", "usual")
    table.title = METRICS[metric].say(world.language)
    for gain in (each for of_page in gains.values() for each in of_page):
        entry = world.store.entries.get(world.store.outbox.get(gain.post_key).entry_key).entry
        hours = say("cli.hours", world.language, hours=_number(round((gain.until - gain.since).total_seconds() / 3_600, 1)))
        usual = _NOTHING if gain.usual is None else _number(gain.usual)
        table.add_row(Text(entry.title), str(gain.value), f"+{gain.gained}", hours, usual)
    return table


def page_view(world: World, accounts: Sequence[PageAccount]) -> RenderableType:
    """Each Page over some days."""
    parts: list[RenderableType] = []
    for account in accounts:
        if account.taken_at is None:
            parts.append(Text(say("cli.page_never_asked", world.language, page=account.page)))
            continue
        now = "; ".join(f"{PAGE_METRICS[name].say(world.language)}: {value}" for name, value in account.now.items() if name in PAGE_METRICS)
        parts.append(Text(f"{account.page} ({local(world, account.taken_at)}). {now}"))
        parts += [
            Text(say("cli.page_missing", world.language, metric=PAGE_METRICS[name].say(world.language), why=reason(why, world.language)))
            for name, why in account.missing.items()
            if name in PAGE_METRICS
        ]
        table = Table(header_style="bold", expand=True)
        table.add_column(say("cli.column_day", world.language))
        for name in _DAYS_SHOWN:
            table.add_column(PAGE_METRICS[name].say(world.language), justify="right", overflow="fold")
        for day in sorted({day for of_metric in account.days.values() for day in of_metric}):
            values = (account.days.get(name, {}).get(day) for name in _DAYS_SHOWN)
            table.add_row(f"{day:%d/%m/%Y}", *(_NOTHING if value is None else str(value) for value in values))
        parts.append(table)
    return Views(*parts)


def waiting_table(world: World, accounts: Sequence[WaitingAccount]) -> RenderableType:
    """Comments that wait, by Post."""
    parts: list[RenderableType] = [
        Text(say("cli.untold", world.language, page=account.page, count=account.untold), style="yellow")
        for account in accounts
        if account.untold
    ]
    if not any(account.posts for account in accounts):
        return Views(Text(say("cli.nothing_waits", world.language)), *parts)
    table = _table(world, "title", "waiting", "page")
    for account in accounts:
        for each in account.posts:
            count = str(each.answers.waiting) if each.answers.is_whole else say("cli.at_least", world.language, count=each.answers.waiting)
            table.add_row(Text(f"{each.title} {each.permalink}".strip()), count, account.page)
    return Views(table, *parts)


def metrics_table(world: World, lost: Sequence[LostMetric]) -> RenderableType:
    """The registry, and what is missing now."""
    table = Table(header_style="bold", expand=True)
    for column in ("metric", "meaning", "unit", "period", "permission"):
        table.add_column(say(f"cli.column_{column}", world.language), overflow="fold")
    for metric in (*METRICS.values(), *PAGE_METRICS.values()):
        unit = say(f"engagement.unit_{metric.unit}", world.language)
        period = say(f"engagement.period_{metric.period}", world.language)
        table.add_row(f"{metric.say(world.language)} ({metric.name})", metric.explain(world.language), unit, period, metric.permission)
    gone = [
        Text(
            say(
                "cli.metric_lost",
                world.language,
                page=each.channel,
                metric=(METRICS.get(each.metric) or PAGE_METRICS[each.metric]).say(world.language),
                since=local(world, each.found_at),
                why=reason(each.why, world.language),
                until=local(world, each.until),
            ),
            style="yellow",
        )
        for each in lost
    ]
    return Views(table, *gone)
