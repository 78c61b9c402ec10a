"""The verbs about what is kept: export, tidy, forget."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, By, Config, Json, default_name
from bot.cli.progress import bar
from bot.cli.wiring import open_world, read_settings
from bot.messages import say
from bot.service import keeping
from bot.service.exporting import ExportFormat, note
from bot.service.exporting import export as write_out
from bot.service.keeping import Forgotten
from bot.service.world import World
from bot.store.forgetting import Fate
from bot.store.retention import Kind


def export(
    folder: Annotated[Path, typer.Argument(help="Thư mục mới (hoặc trống) để ghi vào.")],
    form: Annotated[ExportFormat, typer.Option("--format", help="csv, jsonl (mỗi dòng một JSON) hoặc sqlite.")] = ExportFormat.CSV,
    by: By = "",
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Xuất toàn bộ dữ liệu ra một thư mục, kèm từ điển giải thích từng bảng, từng cột."""
    with open_world(read_settings(config)) as world:
        with bar(world.language, "cli.exporting") as told:
            done = write_out(world, folder, form, told)
        note(world, done, form, by=by or default_name())
        rows = sum(done.rows.values())
        typer.echo(to_json(done) if json else say("cli.exported", world.language, folder=folder, rows=rows, tables=len(done.rows)))


def tidy(
    config: Config = DEFAULT_CONFIG,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ xóa bao nhiêu.")] = False,
    json: Json = False,
) -> None:
    """Xóa những gì cài đặt retention không giữ nữa; nhật ký và bài đã đăng không bao giờ bị xóa."""
    with open_world(read_settings(config)) as world:
        deleted: Counter[Kind] = Counter()
        if dry_run:
            deleted.update(keeping.overdue(world))
        else:
            total = sum(keeping.overdue(world).values())
            with bar(world.language, "cli.tidying") as told:
                while (done := keeping.tidy(world)) is not None:
                    deleted.update(done.deleted)
                    told(min(deleted.total(), total), total)
        if json:
            typer.echo(to_json({"deleted": {kind: deleted[kind] for kind in Kind}, "dry_run": dry_run}))
            return
        counts = {kind.value: deleted[kind] for kind in Kind}
        typer.echo(say("cli.would_tidy" if dry_run else "cli.tidied", world.language, **counts))


def forget(
    text: Annotated[str, typer.Argument(help="Họ tên, số điện thoại, số giấy tờ hoặc thư điện tử cần che.")],
    by: By = "",
    config: Config = DEFAULT_CONFIG,
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Che thật; không có thì chỉ tìm và cho biết.")] = False,
    json: Json = False,
) -> None:
    """Tìm và che dữ liệu của một người trong mọi thứ đã lưu, theo yêu cầu của người đó; mặc định chỉ tìm."""
    with open_world(read_settings(config)) as world:
        with bar(world.language, "cli.looking") as told:
            found = keeping.forget(world, text, by=by or default_name(), apply=apply, told=told)
        if json:
            typer.echo(to_json(found))
            return
        for line in _lines(world, found):
            typer.echo(line)


def _lines(world: World, found: Forgotten) -> list[str]:
    language = world.language
    if not found.places:
        return [say("cli.forget_nothing", language)]
    lines = []
    for (table, column, fate), count in sorted(Counter((place.table, place.column, place.fate) for place in found.places).items()):
        word = say(f"cli.forget_{fate.value.replace('-', '_')}", language)
        lines.append(say("cli.forget_line", language, table=table, column=column, count=count, fate=word))
    lines += [say("cli.forget_edit", language, post=key) for key in found.edits]
    if any(place.fate is Fate.KEPT for place in found.places):
        lines.append(say("cli.forget_why_kept", language))
    lines.append(say("cli.forget_done" if found.done else "cli.forget_how", language))
    return lines
