"""The verb `audit`: the Page against the outbox."""

from typing import Annotated

import typer

from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, Config, Json
from bot.cli.render import audit_table, console
from bot.cli.wiring import open_world, read_settings
from bot.messages import say
from bot.service.audit import audit as compare


def audit(
    config: Config = DEFAULT_CONFIG,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="Đối chiếu bao nhiêu ngày gần đây.")] = 30,
    *,
    json: Json = False,
) -> None:
    """Đối chiếu Trang với sổ đăng bài: bài thiếu, bài lặp, bài đăng tay, nội dung khác."""
    with open_world(read_settings(config)) as world:
        found = compare(world, days)
        wrong = sum(line.fault for line in found.lines)
        if json:
            typer.echo(to_json(found))
        else:
            if found.lines:
                console().print(audit_table(world, found.lines))
            key = "cli.audit_wrong" if wrong else "cli.audit_fine"
            typer.echo(say(key, world.language, on_pages=found.on_pages, in_outbox=found.in_outbox, count=wrong))
    if wrong:
        raise typer.Exit(1)
