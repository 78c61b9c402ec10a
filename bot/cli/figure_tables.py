"""Figures for people: comparisons with how sure they are, what rises, the Page's days, comments that wait, and the registry."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from rich.console import Group as Views
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.render import engagement_table, local
from bot.engagement import words
from bot.engagement.groups import Group
from bot.engagement.metrics import METRICS, PAGE_METRICS
from bot.engagement.rising import Gain
from bot.figures import LostMetric
from bot.messages import say
from bot.service.comparing import PAGE_DAYS, Account, PageAccount, WaitingAccount
from bot.service.world import World


def _table(world: World, *columns: str) -> Table:
    table = Table(header_style="bold", expand=True)
    for number, column in enumerate(columns):
        table.add_column(say(f"cli.column_{column}", world.language), overflow="fold", justify="left" if number == 0 else "right")
    return table


def groups_table(world: World, metric: str, rung: str, by: str, groups: Sequence[Group[Any]]) -> RenderableType:
    """Posts by what they were like."""
    table = _table(world, "group", "posts", "measured", "typical")
    table.title = say("cli.compared_at", world.language, metric=METRICS[metric].say(world.language), age=rung)
    for group in groups:
        if group.posts:
            typical = words.typical(group.typical, group.low, group.high, world.language)
            table.add_row(_group_name(world, by, group.key), str(group.posts), str(group.measured), typical)
    return table


def _group_name(world: World, by: str, key: object) -> str:
    if by == "picture":
        return words.pictured(key, world.language)
    if by == "weekday":
        return say(f"cli.weekday_{key}", world.language)
    if by == "hour":
        return f"{key:02d}:00"
    return world.settings.vocabulary.names.get(str(key), str(key))


def account_view(world: World, account: Account) -> RenderableType:
    """One Post: its snapshots, its falls, and how it stands beside the Page's others."""
    language = world.language
    table = _table(world, "metric", "age", "value", "typical", "above")
    for each in account.beside:
        typical, above = words.others_typical(each.standing, language), words.surpassed(each.standing, language)
        table.add_row(words.metric_name(each.metric, language), each.rung, words.number(each.value), typical, above)
    snapshots = [(account.post, point.snapshot) for point in account.points]
    falls = [Text(sentence, style="yellow") for sentence in words.falls(account.points, language)]
    if not snapshots:
        return Text(say("cli.nothing_measured", world.language))
    return Views(engagement_table(world, snapshots), *falls, table)


def rising_table(world: World, metric: str, gains: Mapping[str, Sequence[Gain]]) -> RenderableType:
    """What rises, by Page."""
    if not any(gains.values()):
        return Text(say("engagement.nothing_rises", world.language))
    table = _table(world, "title", "value", "gained", "hours", "usual")
    table.title = METRICS[metric].say(world.language)
    found = [each for of_page in gains.values() for each in of_page]
    titles = world.store.lists.titles([each.post_key for each in found])
    for gain in found:
        hours, usual = words.within(gain.since, gain.until, world.language), words.number(gain.usual)
        table.add_row(Text(titles[gain.post_key]), words.number(gain.value), f"+{words.number(gain.gained)}", hours, usual)
    return table


def page_view(world: World, accounts: Sequence[PageAccount]) -> RenderableType:
    """Each Page over some days."""
    parts: list[RenderableType] = []
    for account in accounts:
        if account.taken_at is None:
            parts.append(Text(say("engagement.page_never_asked", world.language, page=account.page)))
            continue
        now = "; ".join(
            f"{PAGE_METRICS[name].say(world.language)}: {words.number(value)}"
            for name, value in account.now.items()
            if name in PAGE_METRICS
        )
        parts.append(Text(f"{account.page} ({local(world, account.taken_at)}). {now}"))
        parts += [Text(words.missing(name, why, world.language)) for name, why in account.missing.items() if name in PAGE_METRICS]
        table = Table(header_style="bold", expand=True)
        table.add_column(say("cli.column_day", world.language))
        for name in PAGE_DAYS:
            table.add_column(PAGE_METRICS[name].say(world.language), justify="right", overflow="fold")
        for day in sorted({day for of_metric in account.days.values() for day in of_metric}):
            values = (account.days.get(name, {}).get(day) for name in PAGE_DAYS)
            table.add_row(f"{day:%d/%m/%Y}", *map(words.number, values))
        parts.append(table)
    return Views(*parts)


def waiting_table(world: World, accounts: Sequence[WaitingAccount]) -> RenderableType:
    """Comments that wait, by Post."""
    parts: list[RenderableType] = [
        Text(words.untold(account.page, account.untold, world.language), style="yellow") for account in accounts if account.untold
    ]
    if not any(account.posts for account in accounts):
        return Views(Text(say("engagement.nothing_waits", world.language)), *parts)
    table = _table(world, "title", "waiting", "page")
    for account in accounts:
        for each in account.posts:
            count = words.waits(each.answers.waiting, world.language, is_whole=each.answers.is_whole)
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
    gone = [Text(words.lost(each, world.language, partial(local, world)), style="yellow") for each in lost]
    return Views(table, *gone)
