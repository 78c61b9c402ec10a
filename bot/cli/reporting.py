"""The verbs of reports: report, remedy."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.cli.jsonable import to_json
from bot.cli.lines import system_says
from bot.cli.options import DEFAULT_CONFIG, By, Config, Json, default_name
from bot.cli.progress import bar
from bot.cli.wiring import open_world, read_settings
from bot.errors import LoaError
from bot.messages import say
from bot.reports.period import Period, between, parse_period
from bot.reports.render import Format
from bot.service import remedies
from bot.service.reporting import file_name, report_file

_DAY: Final = "%Y-%m-%d"


def report(  # noqa: PLR0917 - one parameter an option
    config: Config = DEFAULT_CONFIG,
    period: Annotated[str, typer.Option("--period", help="Kỳ báo cáo: 2026, 2026-H1, 2026-Q3 hoặc 2026-11.")] = "",
    first: Annotated[datetime | None, typer.Option("--from", formats=[_DAY], metavar="YYYY-MM-DD", help="Ngày đầu kỳ.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=[_DAY], metavar="YYYY-MM-DD", help="Ngày cuối kỳ.")] = None,
    form: Annotated[Format | None, typer.Option("--format", help="Dạng tệp; bỏ trống thì theo đuôi của --out.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Tệp kết quả; dấu - là in ra màn hình.")] = None,
    number: Annotated[str, typer.Option("--number", help="Số của báo cáo; bỏ trống để ghi tay.")] = "",
    date_: Annotated[
        datetime | None, typer.Option("--date", formats=[_DAY], metavar="YYYY-MM-DD", help="Ngày ký; bỏ trống là hôm nay.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="Không lập báo cáo: ghi mẫu Word ra tệp này để sửa thành mẫu riêng.")
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Lập báo cáo của một kỳ theo thể thức văn bản hành chính (Word, Excel, HTML, CSV, JSON)."""
    if template is not None:
        settings = read_settings(config, with_secrets=False)
        from bot.reports.decree import default_template  # noqa: PLC0415 - the Word library, for this format only

        write(template, default_template())
        typer.echo(say("cli.template_written", settings.language, path=template))
        return
    wanted = _period(period, first, last)
    to_screen = json and out is None
    kind = Format.JSON if to_screen else _format(form, out)
    with open_world(read_settings(config)) as world:
        with bar(world.language, "cli.reporting", period=wanted.name) as told:
            made = report_file(world, wanted, kind, told, number=number, signed_on=None if date_ is None else date_.date())
        if to_screen or str(out) == "-":
            typer.echo(made, nl=False)
            return
        path = out or Path(file_name(wanted, kind))
        write(path, made)
        told_path = str(path)
        typer.echo(to_json({"path": told_path, "format": kind}) if json else say("cli.report_written", world.language, path=told_path))


def _period(period: str, first: datetime | None, last: datetime | None) -> Period:
    if bool(period) == (first is not None or last is not None) or (first is None) != (last is None):
        raise typer.BadParameter(say("cli.which_period", "vi"), param_hint="--period")
    if first is not None and last is not None:
        return between(first.date(), last.date())
    return parse_period(period)


def _format(form: Format | None, out: Path | None) -> Format:
    if form is not None:
        return form
    ending = "" if out is None else out.suffix.removeprefix(".").lower()
    if out is not None and ending in {"", "htm"}:
        ending = "html" if ending else "docx"
    try:
        return Format(ending or "docx")
    except ValueError as error:
        raise typer.BadParameter(say("cli.which_format", "vi", formats=", ".join(Format)), param_hint="--out") from error


def write(path: Path, content: bytes) -> None:
    """A whole file or none: what is there stays till the new one is complete. Raises LoaError."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise LoaError("cli.unwritable", path=path, why=system_says(error)) from error


def remedy(
    post: Annotated[str, typer.Argument(help="Mã bài đã đăng (p…).")],
    text: Annotated[str, typer.Option("--text", help="Kết quả khắc phục, hoặc kết quả tiếp theo.")] = "",
    link: Annotated[str, typer.Option("--link", help="Địa chỉ của tin hoặc văn bản về việc đó.")] = "",
    by: By = "",
    config: Config = DEFAULT_CONFIG,
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Thay cho những gì đã ghi trước đây.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Bỏ những gì đã ghi (ghi nhầm): báo cáo không nêu nữa.")] = False,
    json: Json = False,
) -> None:
    """Ghi kết quả khắc phục của một bài phê phán (hoặc việc tiếp theo của một bài bất kỳ); báo cáo sẽ nêu."""
    with open_world(read_settings(config)) as world:
        if clear and (text or link or replace):
            raise typer.BadParameter(say("cli.clear_alone", world.language), param_hint="--clear")
        if clear:
            event = remedies.clear(world, post, by=by or default_name())
        else:
            event = remedies.remedy(world, post, by=by or default_name(), text=text, link=link, replace=replace)
        typer.echo(to_json(event) if json else say("cli.remedy_cleared" if clear else "cli.remedied", world.language, post=post))
