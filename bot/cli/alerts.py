"""The verb alerts: what needs a human, who was told, and whether a recipient can be reached."""

from typing import Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from bot.alert import Concern
from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, Config, Json
from bot.cli.render import console, local
from bot.cli.wiring import open_world, read_settings
from bot.messages import say
from bot.service.alert_list import Listed, Reached, listed, reached, send_test
from bot.service.world import World

_STYLE: Final = {Concern.URGENT: "bold red", Concern.TROUBLE: "yellow", Concern.DECISIONS: "cyan"}


def alerts(
    config: Config = DEFAULT_CONFIG,
    test: Annotated[str | None, typer.Option("--test", help="Gửi một tin nhắn thử cho người nhận này, rồi thôi.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Cả những việc đã xong trong 7 ngày qua.")] = False,
    json: Json = False,
) -> None:
    """Những việc cần người xem, đã báo cho ai và lúc nào; --test gửi thử một tin nhắn."""
    with open_world(read_settings(config)) as world:
        if test is not None:
            send_test(world, test)
            typer.echo(to_json({"sent": test}) if json else say("cli.test_sent", world.language, name=test))
            return
        found, recipients = listed(world, with_solved=every), reached(world)
        if json:
            typer.echo(to_json({"alerts": found, "recipients": recipients}))
            return
        out = console()
        out.print(_table(world, found) if found else say("cli.no_alerts", world.language))
        for each in recipients:
            out.print(_recipient(world, each))
        if not recipients:
            out.print(say("cli.no_recipients", world.language))


def _table(world: World, found: tuple[Listed, ...]) -> Table:
    table = Table(header_style="bold", expand=True)
    for column in ("since", "alert", "told"):
        table.add_column(say(f"cli.column_{column}", world.language), overflow="fold", ratio=1 if column == "alert" else None)
    for each in found:
        what = Text(each.headline, style="dim" if each.resolved_at else _STYLE[each.concern])
        for line in (each.detail, each.remedy, each.subject if each.subject.startswith("p") else ""):
            if line:
                what.append(f"\n{line}", style="dim")
        told = "\n".join(f"{name} {local(world, at)}" for name, at in each.told.items()) or "–"
        if each.resolved_at:
            told += "\n" + say("cli.solved_at", world.language, at=local(world, each.resolved_at))
        table.add_row(local(world, each.since), what, told)
    return table


def _recipient(world: World, each: Reached) -> Text:
    kinds = ", ".join(each.kinds)
    if each.failures:
        since = local(world, each.failing_since)
        return Text(
            say("cli.recipient_fails", world.language, name=each.name, kinds=kinds, since=since, reason=each.reason), style="yellow"
        )
    return Text(say("cli.recipient", world.language, name=each.name, kinds=kinds, last=local(world, each.last_sent_at)))
