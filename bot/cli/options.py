"""The options that several verbs share, and the console they print to."""

import os
from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[Path, typer.Option("--config", help="Tệp cài đặt chính (bot.yaml).", show_default=True)]
Json = Annotated[bool, typer.Option("--json", help="In JSON cho chương trình khác đọc.")]
By = Annotated[str, typer.Option("--by", help="Tên người quyết định, ghi vào nhật ký.")]

DEFAULT_CONFIG = Path("config/bot.yaml")


def default_name() -> str:
    """Who sits at this terminal, for the journal; may be overridden by --by."""
    return os.environ.get("USER") or os.environ.get("USERNAME") or "editor"
