"""The verbs about settings and surroundings: check, doctor, schema."""

from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, Config, Json
from bot.cli.render import console, finding_line
from bot.cli.wiring import open_world, read_settings
from bot.errors import SettingsInvalid
from bot.messages import say
from bot.plan.timetable import slots
from bot.service.doctor import doctor as examine
from bot.settings.schema import write_schema

_A_MONDAY: Final = datetime(2026, 11, 23, tzinfo=UTC)  # any week without a change of daylight saving shows the usual number of slots


def check(config: Config = DEFAULT_CONFIG, *, json: Json = False) -> None:
    """Kiểm tra mọi cài đặt: nêu hết các lỗi một lượt, kèm tệp, dòng và cách sửa."""
    try:
        settings = read_settings(config)
    except SettingsInvalid as error:
        if json:
            typer.echo(to_json({"valid": False, "faults": error.faults}))
            raise typer.Exit(2) from error
        raise
    reform = settings.reform
    rules = [*reform.fields.values(), *reform.topics.values(), *reform.tones.values()]
    figures = {
        "feeds": len(settings.feeds),
        "pages": len(settings.pages),
        "phrases": len(reform.relevance.phrases) + sum(len(rule.phrases) for rule in rules),
        "slots": sum(1 for _ in takewhile(lambda slot: slot <= _A_MONDAY + timedelta(days=7), slots(settings.timetable, _A_MONDAY))),
    }
    typer.echo(to_json({"valid": True, **figures}) if json else say("cli.settings_fine", settings.language, **figures))


def doctor(config: Config = DEFAULT_CONFIG, *, json: Json = False) -> None:
    """Như check, và hỏi thêm nguồn tin, mã truy cập, Trang, cơ sở dữ liệu, đĩa và đồng hồ."""
    with open_world(read_settings(config)) as world:
        findings = []
        out = console()
        for finding in examine(world):
            findings.append(finding)
            if not json:
                out.print(finding_line(finding))
        wrong = sum(not finding.ok for finding in findings)
        if json:
            typer.echo(to_json({"findings": findings}))
        else:
            typer.echo(say("cli.some_wrong", world.language, count=wrong) if wrong else say("cli.all_fine", world.language))
    if wrong:
        raise typer.Exit(1)


def schema(folder: Annotated[Path, typer.Argument(help="Thư mục để ghi.")] = Path("config/schema")) -> None:
    """Ghi JSON Schema để trình soạn thảo gợi ý khi sửa YAML."""
    for path in write_schema(folder):
        typer.echo(say("cli.schema_written", "vi", path=path))
