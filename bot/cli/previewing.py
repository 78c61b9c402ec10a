"""`preview URL --list`: what selectors find on a page that lists news, and the lines for bot.yaml."""

import json as notation
from collections.abc import Mapping
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.text import Text

from bot.cli.jsonable import to_json
from bot.cli.options import LANGUAGE
from bot.cli.render import console, local
from bot.intake.policy import ListPolicy
from bot.messages import say
from bot.service.list_preview import ListPreview, preview_list
from bot.service.world import World

AsList = Annotated[bool, typer.Option("--list", help="Địa chỉ là một trang web liệt kê tin: thử các bộ chọn CSS, hoặc để Loa gợi ý.")]
Item = Annotated[str | None, typer.Option("--item", help="Với --list: một tin (CSS).")]
Link = Annotated[str | None, typer.Option("--link", help="Với --list: liên kết trong một tin (CSS).")]
Title = Annotated[str | None, typer.Option("--title", help="Với --list: tiêu đề trong một tin (CSS).")]
Summary = Annotated[str | None, typer.Option("--summary", help="Với --list: tóm tắt trong một tin (CSS).")]
Date = Annotated[str | None, typer.Option("--date", help="Với --list: ngày đăng trong một tin (CSS).")]
Picture = Annotated[str | None, typer.Option("--picture", help="Với --list: ảnh trong một tin (CSS).")]


def show_list(world: World, url: str | None, given: Mapping[str, str | None], limit: int, *, json: bool) -> None:
    """Print what is found. Raises FeedError and NotFound; a selector that is none, or no address at all, is wrong use."""
    if url is None:
        raise typer.BadParameter(say("cli.list_needs_address", world.language))
    found = preview_list(world, url, _selectors(given))
    if json:
        typer.echo(to_json({"matched": found.matched, "selectors": found.selectors.model_dump(), "entries": found.entries[:limit]}))
        return
    out = console()
    out.print(say("cli.list_matched", world.language, matched=found.matched, item=found.selectors.item, entries=len(found.entries)))
    for entry in found.entries[:limit]:
        out.print(Text.assemble("\n", (entry.title, "bold"), f"\n{entry.link}"))
        shown = say("cli.list_entry", world.language, date=local(world, entry.published_at), picture=next(iter(entry.pictures), "–"))
        out.print(Text(shown, style="dim"))
        if entry.summary:
            out.print(Text(entry.summary))
    out.print(Text("\n" + say("cli.list_proposed" if found.proposed else "cli.list_to_paste", world.language)))
    # Not through rich: what is to be pasted must not be broken into lines.
    typer.echo(_yaml(found))


def _selectors(given: Mapping[str, str | None]) -> ListPolicy | None:
    named = {name: selector for name, selector in given.items() if selector is not None}
    if not named:
        return None
    try:
        return ListPolicy.model_validate(named)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        why = say("settings.bad_selector", LANGUAGE.get(), value=str(wrong["input"])[:100])
        raise typer.BadParameter(f"--{wrong['loc'][0]}: {why}") from None


def _yaml(found: ListPreview) -> str:
    """A feed as it may stand in bot.yaml. A text in JSON is a text in YAML, too."""
    usual = ListPolicy()
    chosen = {name: value for name, value in found.selectors.model_dump().items() if name == "item" or value != getattr(usual, name)}
    lines = ["  - name: ten-nguon", f"    url: {notation.dumps(found.url)}", "    kind: list", "    selectors:"]
    return "\n".join([*lines, *(f"      {name}: {notation.dumps(value, ensure_ascii=False)}" for name, value in chosen.items())])
