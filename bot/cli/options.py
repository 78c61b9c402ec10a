"""The options that several verbs share, and the console they print to."""

import os
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.messages import Language

Config = Annotated[Path, typer.Option("--config", help="Tệp cài đặt chính (bot.yaml).", show_default=True)]
Json = Annotated[bool, typer.Option("--json", help="In JSON cho chương trình khác đọc.")]
By = Annotated[str, typer.Option("--by", help="Tên người quyết định, ghi vào nhật ký.")]

# The language of the settings that were read last, for errors that leave a verb.
LANGUAGE: ContextVar[Language] = ContextVar("language", default="vi")

DEFAULT_CONFIG: Final = Path("config/bot.yaml")


def default_name() -> str:
    """Who sits at this terminal, for the journal; may be overridden by --by."""
    return os.environ.get("USER") or os.environ.get("USERNAME") or "editor"
