"""The verbs that measure judgement: classify, evaluate. They read JSON lines and need only the editorial settings."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, Config, Json
from bot.cli.render import console
from bot.cli.wiring import read_settings
from bot.editorial.classify import classify as classify_entry
from bot.editorial.evaluation import evaluate as measure
from bot.editorial.labelled import as_json_line, parse_entry_line, parse_labelled
from bot.errors import LoaError
from bot.plan.approval import band_of
from bot.service.knowledge import lexicon_of

File = Annotated[Path, typer.Argument(help="Tệp JSON Lines, UTF-8; “-” là đầu vào chuẩn.")]


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines that are not blank; streams, so that a pipe is answered line by line."""
    if str(file) == "-":
        yield from ((number, line) for number, line in enumerate(sys.stdin, start=1) if line.strip())
        return
    try:
        with file.open(encoding="utf-8") as source:
            yield from ((number, line) for number, line in enumerate(source, start=1) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise LoaError("cli.unreadable_file", path=str(file), why=getattr(error, "strerror", None) or type(error).__name__) from error


def classify(file: File, config: Config = DEFAULT_CONFIG) -> None:
    """Phân loại từng dòng: mỗi dòng vào cho một dòng JSON ra."""
    settings = read_settings(config, with_secrets=False)
    lexicon = lexicon_of(settings)
    for number, line in _lines(file):
        identity, entry = parse_entry_line(line, number)
        result = classify_entry(entry, lexicon)
        typer.echo(as_json_line(identity, result, band_of(settings.approval.bands, result)))


def evaluate(file: File, config: Config = DEFAULT_CONFIG, *, json: Json = False) -> None:
    """So kết quả phân loại với nhãn đã gán."""
    settings = read_settings(config, with_secrets=False)
    lexicon = lexicon_of(settings)
    labelled = [parse_labelled(line, number) for number, line in _lines(file)]
    report = measure(
        [(item, classify_entry(item.entry, lexicon)) for item in labelled], lambda result: band_of(settings.approval.bands, result)
    )
    if json:
        typer.echo(to_json(report.as_dict()))
    else:
        console().print(report.as_text(settings.language))
