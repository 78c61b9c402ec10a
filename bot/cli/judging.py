"""The verbs that measure judgement: classify, evaluate. They read JSON lines and need only the editorial settings (what editors decided is in the store)."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.jsonable import to_json
from bot.cli.learning import evaluate_decisions
from bot.cli.lines import numbered
from bot.cli.options import DEFAULT_CONFIG, Config, Json
from bot.cli.wiring import read_settings
from bot.editorial.classify import classify as classify_entry
from bot.editorial.evaluation import evaluate as measure
from bot.editorial.labelled import LabelledLines, as_json_line, parse_entry_line
from bot.messages import say
from bot.plan.bands import band_of
from bot.service.knowledge import lexicon_of

File = Annotated[Path, typer.Argument(help="Tệp JSON Lines, UTF-8; “-” là đầu vào chuẩn.")]


def classify(file: File, config: Config = DEFAULT_CONFIG) -> None:
    """Phân loại từng dòng: mỗi dòng vào cho một dòng JSON ra."""
    settings = read_settings(config, with_secrets=False)
    lexicon = lexicon_of(settings)
    for number, line in numbered(file):
        identity, entry = parse_entry_line(line, number)
        result = classify_entry(entry, lexicon)
        typer.echo(as_json_line(identity, result, band_of(settings.approval.bands, result)))


def evaluate(
    file: Annotated[Path | None, typer.Argument(help="Tệp JSON Lines có nhãn, UTF-8; “-” là đầu vào chuẩn.")] = None,
    config: Config = DEFAULT_CONFIG,
    *,
    corrections: Annotated[bool, typer.Option("--corrections", help="So với những tin biên tập viên đã sửa và đã duyệt.")] = False,
    json: Json = False,
) -> None:
    """So kết quả phân loại với nhãn đã gán, hoặc với quyết định của biên tập viên."""
    if file is None:
        if not corrections:
            raise typer.BadParameter(say("cli.file_or_corrections", "vi"))
        evaluate_decisions(config, json=json)
        return
    if corrections:
        raise typer.BadParameter(say("cli.file_or_corrections", "vi"))
    settings = read_settings(config, with_secrets=False)
    lexicon = lexicon_of(settings)
    lines = LabelledLines()
    labelled = list(lines.read(numbered(file)))
    for note in lines.notes:
        typer.echo(note.say(settings.language), err=True)
    report = measure(
        [(item, classify_entry(item.entry, lexicon)) for item in labelled], lambda result: band_of(settings.approval.bands, result)
    )
    if json:
        typer.echo(to_json(report.as_dict()))
    else:
        # Not through rich: lines of a report are as long as they are.
        typer.echo(report.as_text(settings.language))
